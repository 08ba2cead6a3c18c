//! Jobs: queued work, and how far it has come; `events.rs` tells of their changes.

use actix_web::{
    http::StatusCode,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::JobFilter;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    error::{Code, Problem},
    events,
    extract::InProfile,
    front::Front,
    openapi::ProfileHeader,
    page::{Page, PageQuery},
    refusals::sentence,
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/api/v1/jobs", "GET").route(web::get().to(list)))
        // Before the one with an id, which "events" is not.
        .service(resource("/api/v1/jobs/events", "GET").route(web::get().to(events::events)))
        .service(resource("/api/v1/jobs/{id}", "GET").route(web::get().to(find)))
        .service(resource("/api/v1/jobs/{id}/cancel", "POST").route(web::post().to(cancel)))
        .service(resource("/api/v1/jobs/{id}/requeue", "POST").route(web::post().to(requeue)));
}

/// What a job does; `adopted` is kept for the record of what the original Edit Factory did.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobKind {
    Analyse,
    GenerateVariants,
    RenderClip,
    Narrate,
    Publish,
    SyncPublications,
    RemoveFiles,
    Tidy,
    PullVoiceModel,
    Adopted,
}

/// What came out of a job: `segments` of `analyse`, `removed` of `tidy`, `narration_id` and `notes` of `narrate`,
/// `voice_model` and `size_bytes` of `pull_voice_model`, `clip_ids` and `notes` of `generate_variants` and `render_clip`.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes in the OpenAPI document what the job stores as JSON")]
pub(crate) struct JobResult {
    /// How many segments were found.
    segments: Option<u32>,
    /// How many things without a name were deleted.
    removed: Option<u32>,
    /// The model that is here now.
    voice_model: Option<String>,
    /// How large it is.
    size_bytes: Option<u64>,
    /// The finished clips.
    clip_ids: Option<Vec<Uuid>>,
    /// The narration that was spoken.
    narration_id: Option<Uuid>,
    /// The publications that were confirmed together.
    batch_id: Option<Uuid>,
    /// How many of them are in which state.
    posts: Option<std::collections::BTreeMap<String, u32>>,
    /// What the person should know.
    notes: Option<Vec<String>>,
}

impl From<domain::JobKind> for JobKind {
    fn from(kind: domain::JobKind) -> Self {
        match kind {
            domain::JobKind::Analyse => Self::Analyse,
            domain::JobKind::GenerateVariants => Self::GenerateVariants,
            domain::JobKind::RenderClip => Self::RenderClip,
            domain::JobKind::Narrate => Self::Narrate,
            domain::JobKind::Publish => Self::Publish,
            domain::JobKind::SyncPublications => Self::SyncPublications,
            domain::JobKind::RemoveFiles => Self::RemoveFiles,
            domain::JobKind::Tidy => Self::Tidy,
            domain::JobKind::PullVoiceModel => Self::PullVoiceModel,
            domain::JobKind::Adopted => Self::Adopted,
        }
    }
}

/// How far a job is: ready waits for a worker, dead failed as often as it may.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobState {
    Ready,
    Running,
    Done,
    Failed,
    Dead,
    Cancelled,
}

impl From<domain::JobState> for JobState {
    fn from(state: domain::JobState) -> Self {
        match state {
            domain::JobState::Ready => Self::Ready,
            domain::JobState::Running => Self::Running,
            domain::JobState::Done => Self::Done,
            domain::JobState::Failed => Self::Failed,
            domain::JobState::Dead => Self::Dead,
            domain::JobState::Cancelled => Self::Cancelled,
        }
    }
}

/// Why a job failed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobError {
    /// A stable code, such as `footage_unusable`.
    code: String,
    /// What happened and what to do, for a person.
    detail: String,
}

/// Queued work, and how far it has come.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Job {
    id: Uuid,
    kind: JobKind,
    state: JobState,
    /// What is being done, for a person.
    step: String,
    /// How much is done, from 0 to 1.
    progress: f32,
    /// The source video or the project that it is about; null for the whole store.
    #[schema(required)]
    subject_id: Option<Uuid>,
    /// The voice model that it is about, of `pull_voice_model`.
    #[schema(required)]
    voice_model: Option<String>,
    #[schema(required)]
    error: Option<JobError>,
    /// What came out; of `generate_variants`: `clip_ids` and `notes`.
    #[schema(required, value_type = Option<JobResult>)]
    result: Option<Value>,
    attempt: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<domain::Job> for Job {
    fn from(job: domain::Job) -> Self {
        let fields = job.fields;
        Self {
            id: fields.id.uuid(),
            kind: fields.task.kind().into(),
            state: fields.state.into(),
            step: fields.step,
            progress: fields.progress,
            subject_id: fields.task.subject(),
            voice_model: fields.task.voice_model().map(ToString::to_string),
            error: fields
                .failure
                .map(|failure| JobError { code: failure.code, detail: sentence(&failure.detail) }),
            result: fields.result,
            attempt: fields.attempt,
            created_at: fields.created_at,
            updated_at: fields.updated_at,
        }
    }
}

/// Which jobs are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct JobsQuery {
    /// `went_wrong`: those that failed or died; all when absent.
    #[param(inline)]
    only: Option<Only>,
    /// The most items to answer with: 1 to 100, 50 unless said.
    limit: Option<u32>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A choice of jobs.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Only {
    WentWrong,
}

/// List jobs, newest first
#[utoipa::path(get, path = "/api/v1/jobs", operation_id = "list_jobs", tag = "jobs",
    params(ProfileHeader, JobsQuery), responses((status = 200, description = "A page of them", body = Page<Job>)))]
pub(crate) async fn list(
    InProfile(ctx, query): InProfile<Query<JobsQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<Job>>, Problem> {
    let JobsQuery { only, limit, cursor } = query.into_inner();
    let filter = only.map_or(JobFilter::All, |Only::WentWrong| JobFilter::WentWrong);
    let page = PageQuery::new(limit, cursor).request()?;
    Ok(Json(Page::of(front.studio.jobs(&ctx, filter, &page).await?, Job::from)))
}

/// Begin a job anew that failed, died or was stopped
#[utoipa::path(post, path = "/api/v1/jobs/{id}/requeue", operation_id = "requeue_job", tag = "jobs",
    params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 202, description = "The job as it is now", body = Job)))]
pub(crate) async fn requeue(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<(Json<Job>, StatusCode), Problem> {
    let job = front.studio.requeue_job(&ctx, id.into_inner().into()).await;
    let job = job.map_err(|error| Problem::from(error).renamed(Code::Conflict, Code::JobNotOver))?;
    Ok((Json(job.into()), StatusCode::ACCEPTED))
}

/// Find a job
#[utoipa::path(get, path = "/api/v1/jobs/{id}", operation_id = "find_job", tag = "jobs",
    params(ProfileHeader, ("id" = Uuid, Path)), responses((status = 200, description = "The job", body = Job)))]
pub(crate) async fn find(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<Json<Job>, Problem> {
    Ok(Json(front.studio.job(&ctx, id.into_inner().into()).await?.into()))
}

/// Stop a job
///
/// One that waits stops at once, one that runs as soon as its worker hears of it; one that is over stays as it is.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/cancel", operation_id = "cancel_job", tag = "jobs",
    params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 202, description = "The job as it is now", body = Job)))]
pub(crate) async fn cancel(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<(Json<Job>, StatusCode), Problem> {
    let job = front.studio.cancel_job(&ctx, id.into_inner().into()).await?;
    Ok((Json(job.into()), StatusCode::ACCEPTED))
}
