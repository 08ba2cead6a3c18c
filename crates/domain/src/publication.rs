//! Publications: one clip sent to one channel, as an outbox that knows how far each is.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::{
    BatchId, ChannelId, ClipId, ConnectionId, ContentHash, Job, Network, NewJob, Page, PageRequest,
    PostSettings, PostTime, ProfileContext, PublicationId, RemoteMedia, StoreError, UserId,
};

/// How far a publication is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublicationState {
    /// It was confirmed, and nothing was sent yet.
    Planned,
    /// Its video is on its way.
    Uploading,
    /// Its post is on its way, or nobody knows yet whether it arrived.
    Sending,
    /// The publisher has it.
    Sent,
    /// The publisher has it for a later time.
    Scheduled,
    /// It appeared.
    Published,
    /// It did not, and will not.
    Failed,
    /// A person has to look at the publisher.
    NeedsReview,
}

impl PublicationState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Planned,
        Self::Uploading,
        Self::Sending,
        Self::Sent,
        Self::Scheduled,
        Self::Published,
        Self::Failed,
        Self::NeedsReview,
    ];

    /// Returns the name that the database and the API use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Uploading => "uploading",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Scheduled => "scheduled",
            Self::Published => "published",
            Self::Failed => "failed",
            Self::NeedsReview => "needs_review",
        }
    }

    /// Tells whether its job has still something to do for it.
    pub const fn is_to_be_sent(self) -> bool {
        matches!(self, Self::Planned | Self::Uploading | Self::Sending)
    }

    /// Tells whether the publisher has it and may still tell something new.
    pub const fn is_at_publisher(self) -> bool {
        matches!(self, Self::Sent | Self::Scheduled)
    }
}

/// One clip sent to one channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Publication {
    /// Its id.
    pub id: PublicationId,
    /// What was confirmed; nothing else is sent.
    pub confirmed: ConfirmedPost,
    /// Whose job sends it.
    pub batch: BatchId,
    /// How far it is.
    pub state: PublicationState,
    /// How often it changed.
    pub version: i32,
    /// How often its post was sent; more than once only after the publisher's list had shown that it never arrived.
    pub sends: u16,
    /// When its post was sent last.
    pub sending_at: Option<DateTime<Utc>>,
    /// The publisher's id of the post.
    pub remote_id: Option<String>,
    /// Where it can be seen.
    pub url: Option<String>,
    /// Why it failed, or has to be looked at.
    pub reason: Option<String>,
    /// When it was confirmed.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

/// What a person confirmed.
#[derive(Debug, Clone, PartialEq)]
pub struct ConfirmedPost {
    /// The clip; absent when it was deleted.
    pub clip: Option<ClipId>,
    /// The name of the project that it was made from.
    pub clip_name: String,
    /// Names what the clip was made from.
    pub fingerprint: ContentHash,
    /// The channel; absent when the profile let go of it.
    pub channel: Option<ChannelId>,
    /// The publisher's id of the channel.
    pub remote_channel: String,
    /// The network.
    pub network: Network,
    /// The account as a person knows it.
    pub account: String,
    /// When it appears.
    pub time: PostTime,
    /// The same as a moment, by which posts at a channel are kept apart.
    pub due_at: DateTime<Utc>,
    /// The zone that the time was given in.
    pub zone: String,
    /// The text.
    pub text: String,
    /// The same as it is sent.
    pub html: String,
    /// The settings.
    pub settings: PostSettings,
    /// Whether the clip's picture goes along.
    pub with_cover: bool,
}

/// A publication that does not exist yet.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPublication {
    /// Its id.
    pub id: PublicationId,
    /// What was confirmed.
    pub confirmed: ConfirmedPost,
}

/// A step of a publication; each is stored before what it announces is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicationStep {
    /// The video is about to be sent.
    Upload,
    /// The post is about to be sent.
    Send {
        /// When.
        at: DateTime<Utc>,
    },
    /// The publisher has it under an id.
    Sent {
        /// The id.
        remote_id: String,
    },
    /// The publisher has it for a later time.
    Schedule,
    /// It appeared.
    Publish {
        /// Where it can be seen.
        url: Option<String>,
    },
    /// It did not, and will not.
    Fail {
        /// Why, for the person.
        reason: String,
    },
    /// A person has to look.
    Review {
        /// Why, for the person.
        reason: String,
    },
    /// It was certainly not made: it is to be sent again.
    Unsend {
        /// Why, for the record.
        reason: String,
    },
    /// A person gave it another time; the publisher does not have it.
    Replan {
        /// When it appears.
        time: PostTime,
        /// The same as a moment.
        due_at: DateTime<Utc>,
        /// Why, for the record.
        reason: String,
    },
}

impl PublicationStep {
    /// Returns the state that it leads to.
    pub const fn leads_to(&self) -> PublicationState {
        match self {
            Self::Upload => PublicationState::Uploading,
            Self::Send { .. } => PublicationState::Sending,
            Self::Sent { .. } => PublicationState::Sent,
            Self::Schedule => PublicationState::Scheduled,
            Self::Publish { .. } => PublicationState::Published,
            Self::Fail { .. } => PublicationState::Failed,
            Self::Review { .. } => PublicationState::NeedsReview,
            Self::Unsend { .. } | Self::Replan { .. } => PublicationState::Planned,
        }
    }
}

/// Which publications are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PublicationFilter {
    /// Those in a state.
    pub state: Option<PublicationState>,
    /// Those of a clip.
    pub clip: Option<ClipId>,
}

/// What was done about publishing, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishingEvent {
    /// Its id.
    pub id: uuid::Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: UserId,
    /// What: a state's name, `confirmed`, `deleted`, `connected`, `disconnected`, `channel_chosen`, `channel_released`.
    pub what: String,
    /// Which publication.
    pub publication: Option<PublicationId>,
    /// From which clip.
    pub clip: Option<ClipId>,
    /// The clip as a person knows it, where one was concerned.
    pub clip_name: String,
    /// To which channel, as a person knows it.
    pub account: String,
    /// What else there is to say.
    pub detail: String,
}

/// A file of a clip that a publisher may have already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UploadKind {
    /// The video.
    Video,
    /// The picture.
    Cover,
}

impl UploadKind {
    /// Returns the name that the database uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Cover => "cover",
        }
    }
}

/// Names an upload: the same file is sent to the same connection once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadKey {
    /// The connection.
    pub connection: ConnectionId,
    /// The clip.
    pub clip: ClipId,
    /// Names what the clip was made from.
    pub fingerprint: ContentHash,
    /// Which file.
    pub kind: UploadKind,
}

/// Keeps publications. Each change is written to the activity log with it.
#[async_trait]
pub trait PublicationStore: Send + Sync {
    /// Stores a batch and enqueues the job that sends it, or neither; the same job again answers with the first.
    async fn create(
        &self,
        ctx: &ProfileContext,
        batch: BatchId,
        new: Vec<NewPublication>,
        job: NewJob,
    ) -> Result<Job, StoreError>;
    /// Finds a publication.
    async fn find(&self, ctx: &ProfileContext, id: PublicationId) -> Result<Publication, StoreError>;
    /// Lists publications, newest first.
    async fn list(
        &self,
        ctx: &ProfileContext,
        filter: PublicationFilter,
        page: &PageRequest,
    ) -> Result<Page<Publication>, StoreError>;
    /// Lists a batch, the earliest due first.
    async fn batch(&self, ctx: &ProfileContext, batch: BatchId) -> Result<Vec<Publication>, StoreError>;
    /// Lists those that the publisher has and may tell something new of, the earliest due first; at most 500.
    async fn at_publisher(&self, ctx: &ProfileContext) -> Result<Vec<Publication>, StoreError>;
    /// Lists when posts appear at a channel from a moment on, those that failed left out.
    async fn taken(
        &self,
        ctx: &ProfileContext,
        channel: ChannelId,
        from: DateTime<Utc>,
    ) -> Result<Vec<DateTime<Utc>>, StoreError>;
    /// Takes a step, if the publication is still as it was read; [`StoreError::Conflict`] when it is not, or when another
    /// post at its channel is being sent.
    async fn step(
        &self,
        ctx: &ProfileContext,
        was: &Publication,
        step: PublicationStep,
    ) -> Result<Publication, StoreError>;
    /// Takes a step back to the beginning and enqueues the job that sends it, or neither.
    async fn replan(
        &self,
        ctx: &ProfileContext,
        was: &Publication,
        step: PublicationStep,
        job: NewJob,
    ) -> Result<Job, StoreError>;
    /// Tells which of the publisher's ids are of publications of the profile.
    async fn known_remote(&self, ctx: &ProfileContext, ids: &[String]) -> Result<Vec<String>, StoreError>;
    /// Deletes a publication, if it is still as it was read.
    async fn delete(&self, ctx: &ProfileContext, was: &Publication) -> Result<(), StoreError>;
    /// Returns a file that was sent before.
    async fn upload(&self, ctx: &ProfileContext, key: &UploadKey) -> Result<Option<RemoteMedia>, StoreError>;
    /// Notes a file that was sent.
    async fn record_upload(
        &self,
        ctx: &ProfileContext,
        key: &UploadKey,
        media: &RemoteMedia,
    ) -> Result<(), StoreError>;
    /// Writes to the activity log.
    async fn log(
        &self,
        ctx: &ProfileContext,
        what: &str,
        account: &str,
        detail: &str,
    ) -> Result<(), StoreError>;
    /// Lists the activity log, newest first.
    async fn activity(
        &self,
        ctx: &ProfileContext,
        page: &PageRequest,
    ) -> Result<Page<PublishingEvent>, StoreError>;
}
