//! Publish: a job sends the posts of a batch, each once and each by itself.
//!
//! What is about to be done is stored before it is done, so that whoever goes on after a kill knows what may have
//! happened. A post whose answer was lost is looked for by `reconcile.rs` before anything else.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{
    BatchId, Clip, Job, MediaKey, Post, PostTime, ProfileContext, Publication, PublicationState,
    PublicationStep, PublishError, RemoteMedia, StoreError, UploadKey, UploadKind, unpublishable,
};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::{
    Studio,
    narrate::share_of,
    plan_publications::outdated,
    reconcile::Found,
    report::{Report, Span},
    work::WorkError,
};

/// How long to wait for a publisher that does not answer.
const UNREACHABLE: Duration = Duration::from_secs(30);
/// How long after an answer was lost the list is looked at for the first time.
const FIRST_LOOK: Duration = Duration::from_secs(5);
/// How long to wait for another post of the same channel.
const ANOTHER_IS_SENT: Duration = Duration::from_secs(2);
/// A worker that slept longer than this between storing that it sends and sending does not send any more: by then another
/// one may look for the post.
const MUST_SEND_WITHIN: Duration = Duration::from_secs(1);

/// Why a publication does not go on now.
#[derive(Debug)]
pub(crate) enum Halt {
    /// It was certainly not made, and never will be.
    Fail(String),
    /// A person has to look.
    Review(String),
    /// It can go on later.
    Wait(Duration, String),
    /// The whole job cannot go on.
    Job(WorkError),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        match error {
            // Somebody else is at it, or a person changed it.
            StoreError::Conflict(detail) => Self::Wait(ANOTHER_IS_SENT, detail),
            other => Self::Job(other.into()),
        }
    }
}

/// For what changes nothing at the publisher that anybody sees: a look, an upload.
impl From<PublishError> for Halt {
    fn from(error: PublishError) -> Self {
        let detail = error.to_string();
        match error {
            PublishError::Busy { after } => Self::Wait(after, detail),
            PublishError::NotSent(_) | PublishError::Lost(_) => Self::Wait(UNREACHABLE, detail),
            PublishError::Store(inner) => inner.into(),
            PublishError::NotConnected
            | PublishError::KeyRefused(_)
            | PublishError::NotAllowed(_)
            | PublishError::Refused(_)
            | PublishError::OverPlan(_)
            | PublishError::TooLarge(_)
            | PublishError::File(_) => Self::Fail(detail),
        }
    }
}

impl Studio {
    /// Sends what is to be sent of a batch.
    pub(crate) async fn publish(
        &self,
        job: &Job,
        batch: BatchId,
        report: &Report,
    ) -> Result<Value, WorkError> {
        let ctx = &job.context();
        let publications = &self.ports.publishing.publications;
        let all = publications.batch(ctx, batch).await?;
        let tell = report.step("sending the posts", Span::WHOLE);
        let mut wait: Option<(Duration, String)> = None;
        for (number, publication) in all.iter().enumerate() {
            if publication.state.is_to_be_sent()
                && let Some((time, why)) = self.send(ctx, publication).await?
                && wait.as_ref().is_none_or(|(shortest, _)| time < *shortest)
            {
                wait = Some((time, why));
            }
            tell(share_of(number + 1, all.len()));
        }
        let now = publications.batch(ctx, batch).await?;
        if now.iter().any(|one| one.state.is_at_publisher()) {
            self.queue_sync(ctx).await?;
        }
        match wait {
            Some((time, why)) => Err(WorkError::after(time, "publishing_waits", why)),
            None => Ok(json!({ "batch_id": batch, "posts": tally(&now) })),
        }
    }

    /// Takes a publication as far as it goes now; answers how long to wait when that is not the end.
    async fn send(
        &self,
        ctx: &ProfileContext,
        publication: &Publication,
    ) -> Result<Option<(Duration, String)>, WorkError> {
        let publications = &self.ports.publishing.publications;
        let mut is = publication.clone();
        let halt = match self.advance(ctx, &mut is).await {
            Ok(()) => return Ok(None),
            Err(halt) => halt,
        };
        let step = match halt {
            Halt::Wait(time, why) => return Ok(Some((time, why))),
            Halt::Job(error) => return Err(error),
            Halt::Fail(reason) => PublicationStep::Fail { reason },
            Halt::Review(reason) => PublicationStep::Review { reason },
        };
        tracing::warn!(publication.id = %is.id, ?step, "a publication was not sent");
        match publications.step(ctx, &is, step).await {
            Ok(_) => Ok(None),
            Err(StoreError::Conflict(why)) => Ok(Some((ANOTHER_IS_SENT, why))),
            Err(error) => Err(error.into()),
        }
    }

    /// Goes on with a publication; `is` is always as it is stored.
    async fn advance(&self, ctx: &ProfileContext, is: &mut Publication) -> Result<(), Halt> {
        if is.state == PublicationState::Sending {
            match self.reconcile(ctx, is).await? {
                Found::Arrived(remote_id) => return self.arrived(ctx, is, remote_id).await,
                Found::NeverArrived => self.unsend(ctx, is, "it never arrived").await?,
            }
        }
        let post = self.prepare(ctx, is).await?;
        self.nothing_like_it(ctx, is).await?;
        self.send_once(ctx, is, &post).await
    }

    /// Checks everything once more, and brings the files to the publisher.
    async fn prepare(&self, ctx: &ProfileContext, is: &mut Publication) -> Result<Post, Halt> {
        let publishing = &self.ports.publishing;
        let clip = self.clip_of(ctx, is).await?;
        if let PostTime::At(moment) = is.confirmed.time
            && moment <= publishing.clock.now()
        {
            let detail = "its time passed before it could be sent; give it another time";
            return Err(Halt::Fail(detail.to_owned()));
        }
        self.channel_is_still(ctx, is).await?;
        let video = self.uploaded(ctx, is, &clip, UploadKind::Video).await?;
        let cover = if is.confirmed.with_cover {
            Some(self.uploaded(ctx, is, &clip, UploadKind::Cover).await?)
        } else {
            None
        };
        // A large video takes its time: the account may be another one by now.
        self.channel_is_still(ctx, is).await?;
        Ok(Post {
            channel: is.confirmed.remote_channel.clone(),
            network: is.confirmed.network,
            html: is.confirmed.html.clone(),
            time: is.confirmed.time,
            sent_at: publishing.clock.now(),
            settings: is.confirmed.settings.clone(),
            video,
            cover,
        })
    }

    async fn clip_of(&self, ctx: &ProfileContext, is: &Publication) -> Result<Clip, Halt> {
        let gone = || Halt::Fail("the clip was deleted".to_owned());
        let id = is.confirmed.clip.ok_or_else(gone)?;
        let clip = match self.ports.clips.find(ctx, id).await {
            Err(StoreError::NotFound) => return Err(gone()),
            found => found?,
        };
        if let Some(reason) = unpublishable(&clip) {
            return Err(Halt::Fail(reason));
        }
        let stale: Vec<String> =
            self.compared(ctx, vec![clip.clone()]).await?.into_iter().flat_map(|now| now.stale).collect();
        if !stale.is_empty() {
            return Err(Halt::Fail(outdated(&stale)));
        }
        if clip.made.fingerprint != is.confirmed.fingerprint {
            let detail = "the clip is another one than was confirmed; plan the post again";
            return Err(Halt::Fail(detail.to_owned()));
        }
        Ok(clip)
    }

    /// Reads the account again, and refuses what is not the one that was chosen and confirmed.
    async fn channel_is_still(&self, ctx: &ProfileContext, is: &Publication) -> Result<(), Halt> {
        let publishing = &self.ports.publishing;
        let released = || Halt::Fail("this store has let go of the channel; choose it again".to_owned());
        let id = is.confirmed.channel.ok_or_else(released)?;
        let channel = match publishing.channels.find(ctx, id).await {
            Err(StoreError::NotFound) => return Err(released()),
            found => found?,
        };
        let (account, confirmed) = (&channel.account, &is.confirmed);
        if account.remote_id != confirmed.remote_channel || account.label() != confirmed.account {
            let detail =
                format!("{} was confirmed, and the channel is {} now", confirmed.account, account.label());
            return Err(Halt::Fail(detail));
        }
        let listed = publishing.publisher.channels(ctx).await?;
        account.is_still(&listed).map_err(|changed| Halt::Fail(changed.to_string()))
    }

    /// Brings a file of a clip to the publisher, unless it is there.
    async fn uploaded(
        &self,
        ctx: &ProfileContext,
        is: &mut Publication,
        clip: &Clip,
        kind: UploadKind,
    ) -> Result<RemoteMedia, Halt> {
        let publishing = &self.ports.publishing;
        let connection = match publishing.connections.find(ctx).await {
            Err(StoreError::NotFound) => return Err(PublishError::NotConnected.into()),
            found => found?.id,
        };
        let fingerprint = clip.made.fingerprint.clone();
        let key = UploadKey { connection, clip: clip.id, fingerprint, kind };
        if let Some(media) = publishing.publications.upload(ctx, &key).await? {
            return Ok(media);
        }
        if is.state != PublicationState::Uploading {
            *is = publishing.publications.step(ctx, is, PublicationStep::Upload).await?;
        }
        let scratch = self.scratch_folder().map_err(|error| Halt::Job(error.into()))?;
        let (file, name) = match kind {
            UploadKind::Video => (MediaKey::Clip(clip.id), "clip.mp4"),
            UploadKind::Cover => (MediaKey::ClipThumbnail(clip.id), "cover.jpg"),
        };
        let file = match self.ports.media.local(ctx, &file, scratch.path()).await {
            Err(domain::MediaError::NotFound) => {
                return Err(Halt::Fail("the clip's file is not here; generate it anew".to_owned()));
            }
            found => found.map_err(|error| Halt::Job(error.into()))?,
        };
        let media = publishing.publisher.upload(ctx, &file.path, name).await?;
        publishing.publications.record_upload(ctx, &key, &media).await?;
        Ok(media)
    }

    /// Sends the post. Whatever becomes of the answer, it is not sent again from here.
    async fn send_once(&self, ctx: &ProfileContext, is: &mut Publication, post: &Post) -> Result<(), Halt> {
        let publishing = &self.ports.publishing;
        let now = publishing.clock.now();
        if let Some(until) = publishing.connections.take_post(ctx, now).await? {
            let detail =
                format!("Postiz takes no more posts of this store until {}", until.format("%H:%M UTC"));
            return Err(Halt::Wait(time_until(until, now), detail));
        }
        let began = Instant::now();
        *is = publishing.publications.step(ctx, is, PublicationStep::Send { at: now }).await?;
        if began.elapsed() > MUST_SEND_WITHIN {
            return Err(Halt::Wait(publishing.settle, "the worker was too slow to send it".to_owned()));
        }
        let posted = publishing.publisher.post(ctx, &Post { sent_at: now, ..post.clone() }).await;
        if let Some(budget) = posted.budget {
            publishing.connections.note_budget(ctx, budget, publishing.clock.now()).await?;
        }
        let error = match posted.result {
            Ok(remote_id) => return self.arrived(ctx, is, remote_id).await,
            Err(error) => error,
        };
        let detail = error.to_string();
        match error {
            // Most that were lost are on the list at once.
            PublishError::Lost(_) => Err(Halt::Wait(publishing.settle.min(FIRST_LOOK), detail)),
            PublishError::Busy { after } => {
                self.unsend(ctx, is, &detail).await?;
                Err(Halt::Wait(after, detail))
            }
            PublishError::NotSent(_) => {
                self.unsend(ctx, is, &detail).await?;
                Err(Halt::Wait(UNREACHABLE, detail))
            }
            PublishError::Store(inner) => {
                self.unsend(ctx, is, &detail).await?;
                Err(inner.into())
            }
            refused => Err(refused.into()),
        }
    }

    /// Notes that a post was certainly not made.
    async fn unsend(&self, ctx: &ProfileContext, is: &mut Publication, reason: &str) -> Result<(), Halt> {
        let step = PublicationStep::Unsend { reason: reason.to_owned() };
        *is = self.ports.publishing.publications.step(ctx, is, step).await?;
        Ok(())
    }

    /// Notes that the publisher has the post.
    async fn arrived(
        &self,
        ctx: &ProfileContext,
        is: &mut Publication,
        remote_id: String,
    ) -> Result<(), Halt> {
        let publications = &self.ports.publishing.publications;
        *is = match publications.step(ctx, is, PublicationStep::Sent { remote_id }).await {
            // Never sent again for that; when it is somebody else's turn instead, this reason is not stored either.
            Err(StoreError::Conflict(_)) => {
                let reason = "Postiz answered with a post that is another publication's; look there";
                return Err(Halt::Review(reason.to_owned()));
            }
            taken => taken?,
        };
        if is.confirmed.time != PostTime::Now {
            *is = publications.step(ctx, is, PublicationStep::Schedule).await?;
        }
        Ok(())
    }

    /// Says what became of publications whose job ends before them; the same again changes nothing.
    pub(crate) async fn abandon_publications(
        &self,
        ctx: &ProfileContext,
        batch: BatchId,
        reason: &str,
    ) -> Result<(), StoreError> {
        let publications = &self.ports.publishing.publications;
        for one in publications.batch(ctx, batch).await? {
            let reason = reason.to_owned();
            let step = match one.state {
                PublicationState::Planned | PublicationState::Uploading => PublicationStep::Fail { reason },
                PublicationState::Sending => PublicationStep::Review {
                    reason: format!("nobody knows whether it arrived; look at Postiz ({reason})"),
                },
                _ => continue,
            };
            match publications.step(ctx, &one, step).await {
                Ok(_) | Err(StoreError::Conflict(_) | StoreError::NotFound) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Returns the time until a moment, and a second more.
pub(crate) fn time_until(moment: DateTime<Utc>, now: DateTime<Utc>) -> Duration {
    (moment - now).to_std().unwrap_or_default().saturating_add(Duration::from_secs(1))
}

/// Counts publications by state.
fn tally(all: &[Publication]) -> Value {
    let count = |state: PublicationState| all.iter().filter(|one| one.state == state).count();
    let counted = PublicationState::ALL.into_iter().map(|state| (state.as_str().to_owned(), count(state)));
    counted.filter(|(_, number)| *number > 0).map(|(name, number)| (name, json!(number))).collect()
}
