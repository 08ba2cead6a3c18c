//! Publications as people see them: listed, brought up to date, put off, deleted.

use std::time::Duration;

use chrono::{NaiveDateTime, TimeDelta};
use domain::{
    Job, NewJob, Page, PageRequest, PostTime, ProfileContext, Publication, PublicationFilter, PublicationId,
    PublicationState, PublicationStep, PublishError, PublishingEvent, RemoteNotice, RemotePost,
    RemotePostState, StoreError, Task,
};
use serde_json::{Value, json};

use crate::{
    PublishingError, Studio,
    plan_publications::MOST_BEGINNINGS,
    reconcile::CLOCKS_DIFFER,
    report::{Report, Span},
    work::WorkError,
};

/// Between two looks at the publisher, while posts wait there.
const SELDOM: TimeDelta = TimeDelta::hours(6);
const SOON: TimeDelta = TimeDelta::minutes(1);
/// How far from its time a post is looked for: somebody may have moved it there.
const AROUND: TimeDelta = TimeDelta::days(2);
/// How long the publisher has to say what became of a post that was due.
const OVERDUE: TimeDelta = TimeDelta::days(2);

impl Studio {
    /// Finds a publication.
    pub async fn publication(
        &self,
        ctx: &ProfileContext,
        id: PublicationId,
    ) -> Result<Publication, StoreError> {
        self.ports.publishing.publications.find(ctx, id).await
    }

    /// Lists publications, newest first.
    pub async fn publications(
        &self,
        ctx: &ProfileContext,
        filter: PublicationFilter,
        page: &PageRequest,
    ) -> Result<Page<Publication>, StoreError> {
        self.ports.publishing.publications.list(ctx, filter, page).await
    }

    /// Lists what was done about publishing, newest first.
    pub async fn publishing_activity(
        &self,
        ctx: &ProfileContext,
        page: &PageRequest,
    ) -> Result<Page<PublishingEvent>, StoreError> {
        self.ports.publishing.publications.activity(ctx, page).await
    }

    /// Enqueues a look at the publisher now; asked again within a minute, it is the same.
    pub async fn sync_publications_now(&self, ctx: &ProfileContext) -> Result<Job, StoreError> {
        self.enqueue_sync(ctx, Duration::ZERO).await
    }

    /// Enqueues the next look at the publisher, when there is likely something new.
    pub(crate) async fn queue_sync(&self, ctx: &ProfileContext) -> Result<(), StoreError> {
        let now = self.ports.publishing.clock.now();
        let waiting = self.ports.publishing.publications.at_publisher(ctx).await?;
        let next = waiting.iter().map(|one| one.confirmed.due_at - now + SOON).min();
        let Some(next) = next else { return Ok(()) };
        let delay = next.clamp(SOON, SELDOM).to_std().unwrap_or_default();
        self.enqueue_sync(ctx, delay).await.map(drop)
    }

    async fn enqueue_sync(&self, ctx: &ProfileContext, delay: Duration) -> Result<Job, StoreError> {
        let now = self.ports.publishing.clock.now();
        let at = now + TimeDelta::from_std(delay).unwrap_or(SELDOM);
        let mut job = NewJob::new(Task::SyncPublications);
        job.unique_key = Some(format!("sync-publications:{}", at.timestamp() / 60));
        job.delay = delay;
        self.ports.jobs.enqueue(ctx, job).await
    }

    /// Asks the publisher what became of the posts that it has.
    pub(crate) async fn sync_publications(&self, job: &Job, report: &Report) -> Result<Value, WorkError> {
        let ctx = &job.context();
        let publishing = &self.ports.publishing;
        let tell = report.step("asking Postiz", Span::WHOLE);
        let waiting = publishing.publications.at_publisher(ctx).await?;
        let (Some(first), Some(last)) = (waiting.first(), waiting.last()) else {
            return Ok(json!({ "changed": 0 }));
        };
        let (from, to) = (first.confirmed.due_at - AROUND, last.confirmed.due_at + AROUND);
        let listed = publishing.publisher.posts(ctx, from, to).await.map_err(of_publisher)?;
        let notices = publishing.publisher.notices(ctx).await.map_err(of_publisher)?;
        tell(0.5);
        let mut changed = 0;
        for one in &waiting {
            let remote = listed.iter().find(|post| one.remote_id.as_ref() == Some(&post.id));
            let Some(step) = self.news(one, remote, &notices) else { continue };
            match publishing.publications.step(ctx, one, step).await {
                Ok(_) => changed += 1,
                // A person was quicker.
                Err(StoreError::Conflict(_) | StoreError::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        }
        self.queue_sync(ctx).await?;
        Ok(json!({ "changed": changed }))
    }

    /// Says which step the publisher's word on a post is.
    fn news(
        &self,
        one: &Publication,
        remote: Option<&RemotePost>,
        notices: &[RemoteNotice],
    ) -> Option<PublicationStep> {
        let Some(remote) = remote else {
            let reason = "it is not on the list of Postiz any more; somebody may have deleted it there";
            return Some(PublicationStep::Review { reason: reason.to_owned() });
        };
        match remote.state {
            RemotePostState::Published => Some(PublicationStep::Publish { url: remote.url.clone() }),
            RemotePostState::Failed => Some(PublicationStep::Fail { reason: why(one, notices) }),
            RemotePostState::Draft => {
                let reason = "it is a draft at Postiz; somebody has to finish it there";
                Some(PublicationStep::Review { reason: reason.to_owned() })
            }
            RemotePostState::Queued if self.ports.publishing.clock.now() > remote.time + OVERDUE => {
                let reason = "its time is long over, and Postiz still has it in its queue; look there";
                Some(PublicationStep::Review { reason: reason.to_owned() })
            }
            RemotePostState::Queued => (one.state == PublicationState::Sent
                && one.confirmed.time != PostTime::Now)
                .then_some(PublicationStep::Schedule),
        }
    }

    /// Gives a publication another time, or tries one again that failed; what the publisher has is taken back first.
    ///
    /// # Errors
    /// [`PublishingError`], with the cure.
    pub async fn reschedule_publication(
        &self,
        ctx: &ProfileContext,
        id: PublicationId,
        local: Option<NaiveDateTime>,
        zone: chrono_tz::Tz,
    ) -> Result<Job, PublishingError> {
        let publishing = &self.ports.publishing;
        let is = publishing.publications.find(ctx, id).await?;
        let now = publishing.clock.now();
        let (time, due_at) = match local {
            None => (PostTime::Now, now),
            Some(local) => {
                let moment = domain::moment(local, zone)?;
                if moment <= now {
                    return Err(PublishingError::TooLate(
                        "this time is in the past; take a later one".to_owned(),
                    ));
                }
                (PostTime::At(moment), moment)
            }
        };
        self.keeps_apart(ctx, &is, due_at).await?;
        match is.state {
            PublicationState::Planned | PublicationState::Failed => {}
            PublicationState::NeedsReview => {
                self.is_not_there(ctx, &is).await?;
                self.take_back(ctx, &is).await?;
            }
            PublicationState::Sent | PublicationState::Scheduled => self.take_back(ctx, &is).await?,
            PublicationState::Uploading | PublicationState::Sending | PublicationState::Published => {
                return Err(too_late(&is));
            }
        }
        let mut job = NewJob::new(Task::Publish { batch: is.batch });
        job.unique_key = Some(format!("publish:{}:{}:{}", is.batch, is.id, is.version));
        job.max_attempts = MOST_BEGINNINGS;
        let step = PublicationStep::Replan { time, due_at, reason: "it was given another time".to_owned() };
        Ok(publishing.publications.replan(ctx, &is, step, job).await?)
    }

    async fn keeps_apart(
        &self,
        ctx: &ProfileContext,
        is: &Publication,
        due_at: chrono::DateTime<chrono::Utc>,
    ) -> Result<(), PublishingError> {
        let Some(channel) = is.confirmed.channel else {
            let detail = "this store has let go of the channel; choose it again, and plan the post anew";
            return Err(PublishingError::TooLate(detail.to_owned()));
        };
        let gap = self.ports.publishing.channels.find(ctx, channel).await?.gap;
        let mut taken = self.ports.publishing.publications.taken(ctx, channel, due_at - gap.time()).await?;
        // Its own time is no other post's.
        if let Some(own) = taken.iter().position(|time| *time == is.confirmed.due_at) {
            taken.remove(own);
        }
        if taken.iter().any(|other| (*other - due_at).abs() < gap.time()) {
            let minutes = gap.as_minutes();
            let detail =
                format!("another post at this channel is nearer than {minutes} minutes; take another time");
            return Err(PublishingError::TooLate(detail));
        }
        Ok(())
    }

    /// Deletes a publication, and its post at the publisher as long as it has not appeared.
    ///
    /// # Errors
    /// [`PublishingError`]; what is not certainly gone there stays here.
    pub async fn delete_publication(
        &self,
        ctx: &ProfileContext,
        id: PublicationId,
    ) -> Result<(), PublishingError> {
        let is = self.ports.publishing.publications.find(ctx, id).await?;
        match is.state {
            PublicationState::Planned | PublicationState::Failed => {}
            PublicationState::NeedsReview | PublicationState::Sent | PublicationState::Scheduled => {
                self.take_back(ctx, &is).await?;
            }
            PublicationState::Uploading | PublicationState::Sending | PublicationState::Published => {
                return Err(too_late(&is));
            }
        }
        Ok(self.ports.publishing.publications.delete(ctx, &is).await?)
    }

    /// Refuses to send again what may have arrived although nobody heard so: at its new time nothing would tell it from
    /// another post.
    async fn is_not_there(&self, ctx: &ProfileContext, is: &Publication) -> Result<(), PublishingError> {
        let Some(sent_at) = is.sending_at.filter(|_| is.remote_id.is_none()) else { return Ok(()) };
        if self.alike(ctx, is, sent_at).await?.is_empty() {
            return Ok(());
        }
        let detail = "Postiz has a post with these words at its old time; delete that there first, or delete this entry \
                      if that post is the one";
        Err(PublishingError::TooLate(detail.to_owned()))
    }

    /// Deletes a post at the publisher, and looks whether it is gone: the answer does not tell.
    async fn take_back(&self, ctx: &ProfileContext, is: &Publication) -> Result<(), PublishingError> {
        let publisher = &self.ports.publishing.publisher;
        let Some(id) = is.remote_id.as_deref() else { return Ok(()) };
        match self.at_publisher(ctx, is, id).await? {
            None => return Ok(()),
            Some(post) if post.state == RemotePostState::Published => return Err(too_late(is)),
            Some(_) => {}
        }
        match publisher.delete(ctx, id).await {
            Ok(()) | Err(PublishError::Lost(_) | PublishError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
        if self.at_publisher(ctx, is, id).await?.is_none() {
            return Ok(());
        }
        let detail = "Postiz still has the post; try again, or delete it there".to_owned();
        Err(PublishingError::TooLate(detail))
    }

    async fn at_publisher(
        &self,
        ctx: &ProfileContext,
        is: &Publication,
        id: &str,
    ) -> Result<Option<RemotePost>, PublishError> {
        let due = is.confirmed.due_at;
        let listed = self.ports.publishing.publisher.posts(ctx, due - AROUND, due + AROUND).await?;
        Ok(listed.into_iter().find(|post| post.id == id))
    }
}

fn too_late(is: &Publication) -> PublishingError {
    let detail = match is.state {
        PublicationState::Uploading | PublicationState::Sending => {
            "it is being sent; try again when that has ended"
        }
        _ => "it has appeared; delete it at the network itself",
    };
    PublishingError::TooLate(detail.to_owned())
}

/// Finds why a post failed among the publisher's notices: its list does not say.
fn why(one: &Publication, notices: &[RemoteNotice]) -> String {
    let network = one.confirmed.network.label().to_lowercase();
    let sent_at = one.sending_at.unwrap_or(one.created_at);
    let about = |notice: &&RemoteNotice| {
        notice.created_at >= sent_at - CLOCKS_DIFFER && notice.text.to_lowercase().contains(&network)
    };
    let newest = notices.iter().filter(about).max_by_key(|notice| notice.created_at);
    newest.map_or_else(
        || "Postiz says that it failed, and not why; look there".to_owned(),
        |notice| format!("Postiz says: {}", notice.text.chars().take(400).collect::<String>()),
    )
}

fn of_publisher(error: PublishError) -> WorkError {
    let detail = error.to_string();
    match error {
        PublishError::Busy { after } => WorkError::after(after, "publisher_busy", detail),
        PublishError::NotSent(_) | PublishError::Lost(_) => WorkError::later("publisher_unreachable", detail),
        PublishError::Store(inner) => inner.into(),
        _ => WorkError::never("publisher_refused", detail),
    }
}
