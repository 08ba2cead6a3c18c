//! Rows of publications, and what a step changes in one.

use chrono::{DateTime, Utc};
use diesel::{AsChangeset, Insertable, Queryable, Selectable};
use domain::{
    BatchId, ChannelId, ClipId, ConfirmedPost, NewPublication, PostTime, ProfileContext, Publication,
    PublicationId, PublicationState, PublicationStep, StoreError,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{channels::settings, rows::Place, schema::publications};

#[derive(Queryable, Selectable)]
#[diesel(table_name = publications)]
pub(super) struct PublicationRow {
    id: Uuid,
    batch_id: Uuid,
    clip_id: Option<Uuid>,
    clip_name: String,
    fingerprint: String,
    channel_id: Option<Uuid>,
    remote_channel: String,
    network: String,
    account: String,
    is_now: bool,
    due_at: DateTime<Utc>,
    zone: String,
    text: String,
    html: String,
    settings: Value,
    with_cover: bool,
    state: String,
    sends: i16,
    sending_at: Option<DateTime<Utc>>,
    remote_id: Option<String>,
    url: Option<String>,
    reason: Option<String>,
    version: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl PublicationRow {
    pub(super) fn into_publication(self) -> Result<Publication, StoreError> {
        let place = Place { table: "publications", row: self.id };
        let network = place.read("network", self.network.parse())?;
        let known = PublicationState::ALL.into_iter().find(|state| state.as_str() == self.state);
        let confirmed = ConfirmedPost {
            clip: self.clip_id.map(ClipId::from),
            clip_name: self.clip_name,
            fingerprint: place.read("fingerprint", self.fingerprint.parse())?,
            channel: self.channel_id.map(ChannelId::from),
            remote_channel: self.remote_channel,
            network,
            account: self.account,
            time: if self.is_now { PostTime::Now } else { PostTime::At(self.due_at) },
            due_at: self.due_at,
            zone: self.zone,
            text: self.text,
            html: self.html,
            settings: settings(&place, network, self.settings)?,
            with_cover: self.with_cover,
        };
        Ok(Publication {
            id: PublicationId::from(self.id),
            confirmed,
            batch: BatchId::from(self.batch_id),
            state: place.read("state", known.ok_or("unknown state"))?,
            version: self.version,
            sends: place.number("sends", self.sends)?,
            sending_at: self.sending_at,
            remote_id: self.remote_id,
            url: self.url,
            reason: self.reason,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

#[derive(Insertable)]
#[diesel(table_name = publications)]
pub(super) struct NewRow {
    profile_id: Uuid,
    id: Uuid,
    batch_id: Uuid,
    clip_id: Option<Uuid>,
    clip_name: String,
    fingerprint: String,
    channel_id: Option<Uuid>,
    remote_channel: String,
    network: &'static str,
    account: String,
    is_now: bool,
    due_at: DateTime<Utc>,
    zone: String,
    text: String,
    html: String,
    settings: Value,
    with_cover: bool,
}

impl NewRow {
    pub(super) fn of(ctx: &ProfileContext, batch: BatchId, new: NewPublication) -> Self {
        let post = new.confirmed;
        Self {
            profile_id: ctx.profile().uuid(),
            id: new.id.uuid(),
            batch_id: batch.uuid(),
            clip_id: post.clip.map(ClipId::uuid),
            clip_name: post.clip_name,
            fingerprint: post.fingerprint.to_string(),
            channel_id: post.channel.map(ChannelId::uuid),
            remote_channel: post.remote_channel,
            network: post.network.as_str(),
            account: post.account,
            is_now: post.time == PostTime::Now,
            due_at: post.due_at,
            zone: post.zone,
            text: post.text,
            html: post.html,
            settings: Value::Object(post.settings.fields().clone()),
            with_cover: post.with_cover,
        }
    }
}

/// What a step changes; what is absent stays.
#[expect(clippy::option_option, reason = "diesel writes the inner nothing as NULL")]
#[derive(AsChangeset)]
#[diesel(table_name = publications)]
pub(super) struct Change {
    state: &'static str,
    version: i32,
    reason: Option<Option<String>>,
    sends: Option<i16>,
    sending_at: Option<DateTime<Utc>>,
    remote_id: Option<Option<String>>,
    url: Option<Option<String>>,
    is_now: Option<bool>,
    due_at: Option<DateTime<Utc>>,
}

impl Change {
    pub(super) fn of(was: &Publication, step: PublicationStep) -> Self {
        let mut change = Self {
            state: step.leads_to().as_str(),
            version: was.version.wrapping_add(1),
            reason: Some(None),
            sends: None,
            sending_at: None,
            remote_id: None,
            url: None,
            is_now: None,
            due_at: None,
        };
        match step {
            PublicationStep::Upload | PublicationStep::Schedule | PublicationStep::Unsend { .. } => {}
            PublicationStep::Send { at } => {
                change.sends = Some(i16::try_from(was.sends.saturating_add(1)).unwrap_or(i16::MAX));
                change.sending_at = Some(at);
            }
            PublicationStep::Sent { remote_id } => change.remote_id = Some(Some(remote_id)),
            PublicationStep::Publish { url } => change.url = Some(url),
            PublicationStep::Fail { reason } | PublicationStep::Review { reason } => {
                change.reason = Some(Some(reason));
            }
            PublicationStep::Replan { time, due_at, .. } => {
                change.sends = Some(0);
                change.remote_id = Some(None);
                change.url = Some(None);
                change.is_now = Some(time == PostTime::Now);
                change.due_at = Some(due_at);
            }
        }
        change
    }
}
