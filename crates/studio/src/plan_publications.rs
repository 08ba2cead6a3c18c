//! Plan and confirm: what would be published is shown first, and exactly that is sent.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use domain::{
    Actor, BatchId, Channel, ChannelId, Clip, ConfirmedPost, ContentHash, Job, MAX_POSTS, NewJob,
    NewPublication, PlanInputs, PlannedPost, PostFault, ProfileContext, PublicationId, PublicationOrder,
    PublicationPlan, RequestKey, Task, When,
};

use crate::{PublishingError, Studio};

/// How often the job of a batch may be begun: each wait for the publisher is a beginning.
pub(crate) const MOST_BEGINNINGS: u16 = 1000;

/// A plan with the hash that confirms it.
#[derive(Debug, Clone)]
pub struct PlanToConfirm {
    /// The plan.
    pub plan: PublicationPlan,
    /// Its hash.
    pub hash: ContentHash,
}

impl Studio {
    /// Plans what is wanted, and sends nothing.
    ///
    /// # Errors
    /// [`PublishingError`]; what is wrong with a post is in the plan.
    pub async fn plan_publications(
        &self,
        ctx: &ProfileContext,
        order: &PublicationOrder,
    ) -> Result<PlanToConfirm, PublishingError> {
        let plan = self.plan_at(ctx, order, self.ports.publishing.clock.now()).await?;
        let hash = plan.hash()?;
        Ok(PlanToConfirm { plan, hash })
    }

    /// Confirms a plan by its hash: the posts are stored, and a job sends them. The same key again answers with the same
    /// job.
    ///
    /// # Errors
    /// [`PublishingError`]; nothing is sent then.
    pub async fn confirm_publications(
        &self,
        ctx: &ProfileContext,
        order: &PublicationOrder,
        hash: &ContentHash,
        key: Option<&RequestKey>,
    ) -> Result<Job, PublishingError> {
        let now = self.ports.publishing.clock.now();
        let plan = self.plan_at(ctx, order, now).await?;
        if plan.hash()? != *hash {
            return Err(PublishingError::PlanChanged);
        }
        if !plan.is_sound() {
            let first = plan.posts.iter().find_map(|post| {
                post.faults.first().map(|fault| format!("{}: {}", post.account, fault.detail))
            });
            return Err(PublishingError::PlanFaulty(first.unwrap_or_default()));
        }
        let owner = ctx.profile().uuid();
        let batch: BatchId = key.map_or_else(BatchId::new, |key| key.id_in(owner, "publications").into());
        let zone = plan.zone;
        let posts = plan.posts.into_iter();
        let new = posts
            .map(|post| NewPublication { id: PublicationId::new(), confirmed: confirmed(post, &zone, now) })
            .collect();
        let mut job = NewJob::new(Task::Publish { batch });
        job.unique_key = Some(format!("publish:{batch}"));
        job.max_attempts = MOST_BEGINNINGS;
        Ok(self.ports.publishing.publications.create(ctx, batch, new, job).await?)
    }

    async fn plan_at(
        &self,
        ctx: &ProfileContext,
        order: &PublicationOrder,
        now: DateTime<Utc>,
    ) -> Result<PublicationPlan, PublishingError> {
        let posts = order.clips.len().saturating_mul(order.channels.len());
        let (clips, channels): (HashSet<_>, HashSet<_>) =
            (order.clips.iter().collect(), order.channels.iter().collect());
        let is_twice = clips.len() != order.clips.len() || channels.len() != order.channels.len();
        if posts == 0 || posts > MAX_POSTS || is_twice {
            return Err(PublishingError::Count { most: MAX_POSTS });
        }
        let publishing = &self.ports.publishing;
        let actor = Actor::signed_in(ctx.actor());
        let profile = self.ports.profiles.find(&actor, ctx.profile()).await?;
        let mut clips: Vec<Clip> = Vec::with_capacity(order.clips.len());
        for id in &order.clips {
            clips.push(self.ports.clips.find(ctx, *id).await?);
        }
        let mut channels: Vec<Channel> = Vec::with_capacity(order.channels.len());
        for id in &order.channels {
            channels.push(publishing.channels.find(ctx, *id).await?);
        }
        let listed = publishing.publisher.channels(ctx).await?;
        let slots = self.slots(ctx, order, &channels).await?;
        let mut taken: BTreeMap<ChannelId, Vec<DateTime<Utc>>> = BTreeMap::new();
        for channel in &channels {
            let times = publishing.publications.taken(ctx, channel.id, now - channel.gap.time()).await?;
            taken.insert(channel.id, times);
        }
        let mut plan = PublicationPlan::of(&PlanInputs {
            store: &profile.name,
            order,
            clips: &clips,
            channels: &channels,
            slots: &slots,
            taken: &taken,
            now,
        });
        for now in self.compared(ctx, clips).await?.into_iter().filter(|now| !now.stale.is_empty()) {
            for post in plan.posts.iter_mut().filter(|post| post.clip == now.clip.id) {
                post.faults.push(PostFault { field: "clip".to_owned(), detail: outdated(&now.stale) });
            }
        }
        for channel in &channels {
            let Err(changed) = channel.account.is_still(&listed) else { continue };
            for post in plan.posts.iter_mut().filter(|post| post.channel == channel.id) {
                post.faults.push(PostFault { field: "channel".to_owned(), detail: changed.to_string() });
            }
        }
        Ok(plan)
    }

    async fn slots(
        &self,
        ctx: &ProfileContext,
        order: &PublicationOrder,
        channels: &[Channel],
    ) -> Result<BTreeMap<ChannelId, DateTime<Utc>>, PublishingError> {
        let mut slots = BTreeMap::new();
        if order.when == When::NextSlot {
            for channel in channels {
                let publisher = &self.ports.publishing.publisher;
                slots.insert(channel.id, publisher.next_slot(ctx, &channel.account.remote_id).await?);
            }
        }
        Ok(slots)
    }
}

/// Says why a stale clip is not published.
pub(crate) fn outdated(stale: &[String]) -> String {
    format!("it is out of date ({}); generate it anew, or undo the change", stale.join("; "))
}

fn confirmed(post: PlannedPost, zone: &str, now: DateTime<Utc>) -> ConfirmedPost {
    ConfirmedPost {
        clip: Some(post.clip),
        clip_name: post.clip_name,
        fingerprint: post.fingerprint,
        channel: Some(post.channel),
        remote_channel: post.remote_channel,
        network: post.network,
        account: post.account,
        due_at: post.time.moment(now),
        time: post.time,
        zone: zone.to_owned(),
        text: post.text,
        html: post.html,
        settings: post.settings,
        with_cover: post.with_cover,
    }
}
