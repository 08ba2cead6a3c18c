//! `/jobs`: queued work, and how far it is.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path, Query},
};
use chrono::{DateTime, Utc};
use domain::{JobId, JobState};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::{Code, Problem, ProblemBody},
    extract::InProfile,
    pages::{PageQuery, page},
    server::Face,
};

/// Queued work.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Job {
    id: Uuid,
    kind: JobKind,
    state: JobStateBody,
    /// What is being done.
    step: String,
    /// From 0 to 1.
    progress: f32,
    /// The source video or the project that it is about.
    subject_id: Uuid,
    error: Option<JobError>,
    /// What came out; of `generate_variants` `{clip_ids, notes}`.
    #[schema(value_type = Option<Object>)]
    result: Option<serde_json::Value>,
    /// How often it was begun.
    attempt: i32,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// What a job does.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobKind {
    Analyse,
    GenerateVariants,
}

/// How far a job is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = JobState)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobStateBody {
    Ready,
    Running,
    Done,
    Failed,
    Dead,
    Cancelled,
}

/// Why a job failed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobError {
    /// Stable, for programs.
    code: String,
    /// For a person, with the cure.
    detail: String,
}

page!(JobPage of Job);

impl From<domain::Job> for Job {
    fn from(job: domain::Job) -> Self {
        let job = job.fields;
        Self {
            id: job.id.uuid(),
            kind: match job.task.kind() {
                domain::JobKind::Analyse => JobKind::Analyse,
                domain::JobKind::GenerateVariants => JobKind::GenerateVariants,
            },
            state: match job.state {
                JobState::Ready => JobStateBody::Ready,
                JobState::Running => JobStateBody::Running,
                JobState::Done => JobStateBody::Done,
                JobState::Failed => JobStateBody::Failed,
                JobState::Dead => JobStateBody::Dead,
                JobState::Cancelled => JobStateBody::Cancelled,
            },
            step: job.step,
            progress: job.progress,
            subject_id: job.task.subject(),
            error: job.failure.map(|failure| JobError { code: failure.code, detail: failure.detail }),
            result: job.result,
            attempt: job.attempt,
            created_at: job.created_at,
            updated_at: job.updated_at,
        }
    }
}

fn failed(error: domain::StoreError) -> Problem {
    Problem::of_store(error, Code::JobNotFound)
}

/// Lists jobs, newest first.
#[utoipa::path(context_path = "/api/v1", tag = "jobs", params(("X-Profile-Id" = Uuid, Header, description = "The store"), PageQuery), responses((status = 200, body = JobPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/jobs")]
pub(crate) async fn list_jobs(
    face: Data<Face>,
    ctx: InProfile,
    page: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let jobs = face.studio.jobs(&ctx, &page.read()?).await.map_err(failed)?;
    Ok(HttpResponse::Ok().json(JobPage::from(jobs.map(Job::from))))
}

/// Finds a job.
#[utoipa::path(context_path = "/api/v1", tag = "jobs", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("id" = Uuid, Path, description = "The job")), responses((status = 200, body = Job), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/jobs/{id}")]
pub(crate) async fn find_job(
    face: Data<Face>,
    ctx: InProfile,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let job = face.studio.job(&ctx, JobId::from(*id)).await.map_err(failed)?;
    Ok(HttpResponse::Ok().json(Job::from(job)))
}

/// Stops a job; one that is over stays as it is.
#[utoipa::path(context_path = "/api/v1", tag = "jobs", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("id" = Uuid, Path, description = "The job")), responses((status = 202, body = Job), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[post("/jobs/{id}/cancel")]
pub(crate) async fn cancel_job(
    face: Data<Face>,
    ctx: InProfile,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let job = face.studio.cancel_job(&ctx, JobId::from(*id)).await.map_err(failed)?;
    Ok(HttpResponse::Accepted().json(Job::from(job)))
}
