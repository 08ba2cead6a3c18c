//! Jobs: queued work that outlives the request and the process.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    BatchId, ClipId, JobId, NarrationId, Page, PageRequest, ProfileContext, ProfileId, ProjectId, Quality,
    SourceVideoId, Spend, StoreError, UserId, VoiceModelId, WorkerId,
};

/// What there is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Task {
    /// Find the segments of a source video.
    Analyse {
        /// The source video.
        source_video: SourceVideoId,
    },
    /// Narrate a project and render variants of it.
    GenerateVariants {
        /// The project.
        project: ProjectId,
        /// How many, 1 to 10.
        variants: u8,
        /// What parts equals when segments are chosen.
        seed: u64,
    },
    /// Render a clip's recipe again, as another clip.
    RenderClip {
        /// The clip whose recipe it is.
        clip: ClipId,
        /// How carefully; as the clip was when absent.
        quality: Option<Quality>,
    },
    /// Speak a script that is no video's.
    Narrate {
        /// The narration.
        narration: NarrationId,
    },
    /// Send the posts of a batch to the publisher.
    Publish {
        /// The batch.
        batch: BatchId,
    },
    /// Ask the publisher what became of the profile's posts.
    SyncPublications,
    /// Delete the files of this profile, which is deleted.
    RemoveFiles,
    /// Delete files that nothing names, left by what was killed half-way.
    Tidy,
    /// Download a voice model, for the whole machine.
    PullVoiceModel {
        /// The model.
        model: VoiceModelId,
    },
    /// Something that the original Edit Factory did; it is kept for the record and never done here.
    Adopted {
        /// What the original called it.
        was: String,
        /// The project that it was about, if it is known.
        project: Option<ProjectId>,
    },
}

/// The kind of a task, as a person sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// [`Task::Analyse`].
    Analyse,
    /// [`Task::GenerateVariants`].
    GenerateVariants,
    /// [`Task::RenderClip`].
    RenderClip,
    /// [`Task::Narrate`].
    Narrate,
    /// [`Task::Publish`].
    Publish,
    /// [`Task::SyncPublications`].
    SyncPublications,
    /// [`Task::RemoveFiles`].
    RemoveFiles,
    /// [`Task::Tidy`].
    Tidy,
    /// [`Task::PullVoiceModel`].
    PullVoiceModel,
    /// [`Task::Adopted`].
    Adopted,
}

impl JobKind {
    /// Returns the name that the database and the API use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Analyse => "analyse",
            Self::GenerateVariants => "generate_variants",
            Self::RenderClip => "render_clip",
            Self::Narrate => "narrate",
            Self::Publish => "publish",
            Self::SyncPublications => "sync_publications",
            Self::RemoveFiles => "remove_files",
            Self::Tidy => "tidy",
            Self::PullVoiceModel => "pull_voice_model",
            Self::Adopted => "adopted",
        }
    }
}

impl Task {
    /// Returns the task's kind.
    pub const fn kind(&self) -> JobKind {
        match self {
            Self::Analyse { .. } => JobKind::Analyse,
            Self::GenerateVariants { .. } => JobKind::GenerateVariants,
            Self::RenderClip { .. } => JobKind::RenderClip,
            Self::Narrate { .. } => JobKind::Narrate,
            Self::Publish { .. } => JobKind::Publish,
            Self::SyncPublications => JobKind::SyncPublications,
            Self::RemoveFiles => JobKind::RemoveFiles,
            Self::Adopted { .. } => JobKind::Adopted,
            Self::Tidy => JobKind::Tidy,
            Self::PullVoiceModel { .. } => JobKind::PullVoiceModel,
        }
    }

    /// Returns the voice model that it is about.
    pub const fn voice_model(&self) -> Option<&VoiceModelId> {
        match self {
            Self::PullVoiceModel { model } => Some(model),
            _ => None,
        }
    }

    /// Returns the id of the source video, project, clip, narration or batch that it is about; nothing when it is about
    /// the whole profile, or not known.
    pub const fn subject(&self) -> Option<uuid::Uuid> {
        match self {
            Self::Analyse { source_video } => Some(source_video.uuid()),
            Self::GenerateVariants { project, .. } | Self::Adopted { project: Some(project), .. } => {
                Some(project.uuid())
            }
            Self::RenderClip { clip, .. } => Some(clip.uuid()),
            Self::Narrate { narration } => Some(narration.uuid()),
            Self::Publish { batch } => Some(batch.uuid()),
            Self::SyncPublications
            | Self::RemoveFiles
            | Self::Tidy
            | Self::PullVoiceModel { .. }
            | Self::Adopted { project: None, .. } => None,
        }
    }
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// It waits for a worker.
    Ready,
    /// A worker does it.
    Running,
    /// It is done.
    Done,
    /// It failed in a way that trying again does not change.
    Failed,
    /// It failed as often as it may.
    Dead,
    /// A person stopped it.
    Cancelled,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 6] =
        [Self::Ready, Self::Running, Self::Done, Self::Failed, Self::Dead, Self::Cancelled];

    /// Returns the name that the database and the API use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Dead => "dead",
            Self::Cancelled => "cancelled",
        }
    }

    /// Tells whether nothing will change any more.
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Ready | Self::Running)
    }
}

/// Why a job failed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobFailure {
    /// A stable code, such as `footage_unusable`.
    pub code: String,
    /// What happened and what to do, for the person.
    pub detail: String,
}

/// A job as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    profile: ProfileId,
    actor: UserId,
    /// What everybody may read of it.
    pub fields: JobFields,
}

/// The readable part of a [`Job`].
#[derive(Debug, Clone, PartialEq)]
pub struct JobFields {
    /// Its id.
    pub id: JobId,
    /// What there is to do.
    pub task: Task,
    /// How far it is.
    pub state: JobState,
    /// What is being done, for the person.
    pub step: String,
    /// How much is done, from 0 to 1.
    pub progress: f32,
    /// Why it failed.
    pub failure: Option<JobFailure>,
    /// What came out.
    pub result: Option<Value>,
    /// How often it was begun.
    pub attempt: i32,
    /// Whether a person wants it stopped: one that runs goes on until its worker hears of that.
    pub cancel_requested: bool,
    /// Grows with each change of a job of this profile.
    pub seq: i64,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
}

impl Job {
    /// Restores a job from its stored row; only a store calls this.
    pub const fn restore(profile: ProfileId, actor: UserId, fields: JobFields) -> Self {
        Self { profile, actor, fields }
    }

    /// Returns the context in which the job was enqueued, so that background work cannot lose it.
    pub const fn context(&self) -> ProfileContext {
        ProfileContext::new(self.profile, self.actor)
    }
}

/// A job that does not exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Its id.
    pub id: JobId,
    /// What there is to do.
    pub task: Task,
    /// A key of which the profile can have one job only: enqueuing again answers with the first.
    pub unique_key: Option<String>,
    /// Which of the profile's jobs comes first: the lower, the earlier.
    pub priority: Priority,
    /// How long it waits before it may begin.
    pub delay: Duration,
    /// How often it may be begun.
    pub max_attempts: u16,
    /// What it will buy: the money is set aside together with the job, or neither.
    pub spends: Vec<Spend>,
}

impl NewJob {
    /// How often a job may be begun unless said otherwise.
    pub const MAX_ATTEMPTS: u16 = 5;

    /// Prepares a job that may begin at once and buys nothing.
    pub fn new(task: Task) -> Self {
        Self {
            id: JobId::new(),
            task,
            unique_key: None,
            priority: Priority::Usual,
            delay: Duration::ZERO,
            max_attempts: Self::MAX_ATTEMPTS,
            spends: Vec::new(),
        }
    }
}

/// Which of a profile's jobs comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// A person waits for it.
    Urgent,
    /// As it came.
    Usual,
    /// When there is nothing else to do.
    Idle,
}

impl Priority {
    /// Returns the number that the database orders by.
    pub const fn number(self) -> i16 {
        match self {
            Self::Urgent => 50,
            Self::Usual => 100,
            Self::Idle => 200,
        }
    }
}

/// Which jobs are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum JobFilter {
    /// All.
    #[default]
    All,
    /// Those that failed or died.
    WentWrong,
}

/// Keeps the jobs that people see.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait JobStore: Send + Sync {
    /// Enqueues a job and sets aside what it will buy, or returns the one that has its unique key;
    /// [`StoreError::Conflict`] when that one is about something else, [`StoreError::OverQuota`].
    async fn enqueue(&self, ctx: &ProfileContext, new: NewJob) -> Result<Job, StoreError>;
    /// Finds a job.
    async fn find(&self, ctx: &ProfileContext, id: JobId) -> Result<Job, StoreError>;
    /// Lists jobs, newest first.
    async fn list(
        &self,
        ctx: &ProfileContext,
        filter: JobFilter,
        page: &PageRequest,
    ) -> Result<Page<Job>, StoreError>;
    /// Tells whether a worker is busy with another job of the profile.
    async fn others_running(&self, ctx: &ProfileContext, than: JobId) -> Result<bool, StoreError>;
    /// Lists at most 100 jobs that changed after a `seq`, by `seq`; each as it is now.
    async fn changed_since(&self, ctx: &ProfileContext, seq: i64) -> Result<Vec<Job>, StoreError>;
    /// Returns the highest `seq` of the profile.
    async fn latest_seq(&self, ctx: &ProfileContext) -> Result<i64, StoreError>;
    /// Stops a job: one that waits at once, one that runs as soon as its worker hears of it.
    async fn cancel(&self, ctx: &ProfileContext, id: JobId) -> Result<Job, StoreError>;
    /// Puts a job that failed, died or was stopped into the queue again, with all its attempts;
    /// [`StoreError::Conflict`] when it did not.
    async fn requeue(&self, ctx: &ProfileContext, id: JobId) -> Result<Job, StoreError>;
}

/// A worker's right to work on a job, until it ends or another worker takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The job.
    pub job: JobId,
    /// The worker.
    pub worker: WorkerId,
    /// Which attempt this is.
    pub attempt: i32,
}

/// A job and the lease on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Claimed {
    /// The job.
    pub job: Job,
    /// The lease.
    pub lease: Lease,
    /// How often the job may be begun.
    pub max_attempts: i32,
}

impl Claimed {
    /// Tells whether workers were lost as often as the job may be begun: it is claimed to be ended.
    pub const fn is_worn_out(&self) -> bool {
        self.lease.attempt > self.max_attempts
    }

    /// Tells whether a failure that is worth another attempt gets one.
    pub const fn may_be_tried_again(&self) -> bool {
        self.lease.attempt < self.max_attempts
    }
}

/// What a heartbeat learns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beat {
    /// Go on.
    GoOn,
    /// A person wants the job stopped.
    Cancelled,
}

/// Whether a failed job is worth another attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retry {
    /// The same would happen again.
    Never,
    /// Something passing may have been the cause: wait longer each time.
    Later,
    /// It is known when it is worth another attempt.
    After(Duration),
}

/// The queue as workers see it. Writes are fenced: [`StoreError::LeaseLost`] when another worker took over.
#[async_trait]
pub trait JobQueue: Send + Sync {
    /// Claims the next job, fairly between profiles, for the length of a lease.
    async fn claim(&self, worker: WorkerId, lease: Duration) -> Result<Option<Claimed>, StoreError>;
    /// Returns jobs with expired leases to the queue, even those that are not to be begun again: whoever claims
    /// one ends it, so that what it had begun is cleared away first. Returns how many. Also gives back the money of
    /// requests that broke off, forgets old answers, and enqueues the tidying of profiles where something was done.
    async fn sweep(&self) -> Result<u64, StoreError>;
    /// Waits until a job may have been enqueued, at most so long.
    async fn wait(&self, at_most: Duration) -> Result<(), StoreError>;
    /// Prolongs a lease.
    async fn heartbeat(
        &self,
        ctx: &ProfileContext,
        lease: &Lease,
        length: Duration,
    ) -> Result<Beat, StoreError>;
    /// Tells how far the job is.
    async fn progress(
        &self,
        ctx: &ProfileContext,
        lease: &Lease,
        step: &str,
        share: f32,
    ) -> Result<(), StoreError>;
    /// Marks the job as done.
    async fn finish(&self, ctx: &ProfileContext, lease: &Lease, result: Value) -> Result<(), StoreError>;
    /// Marks the job as failed, or to be tried later as long as it may.
    async fn fail(
        &self,
        ctx: &ProfileContext,
        lease: &Lease,
        failure: &JobFailure,
        retry: Retry,
    ) -> Result<JobState, StoreError>;
    /// Marks the job as stopped by a person.
    async fn cancelled(&self, ctx: &ProfileContext, lease: &Lease) -> Result<(), StoreError>;
    /// Gives the job back unfinished, since the worker stops; the attempt does not count.
    async fn give_back(&self, ctx: &ProfileContext, lease: &Lease) -> Result<(), StoreError>;
}
