//! `/library/projects`: scripts with footage and voice, and their variants.

use actix_web::{
    HttpRequest, HttpResponse, delete, get, patch, post,
    web::{Data, Json, Path, Query},
};
use chrono::{DateTime, Utc};
use domain::{ProjectId, SourceVideoId, Speed, VoiceChoice};
use serde::{Deserialize, Serialize};
use studio::ProjectDraft;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    clips::{Clip, ClipPage},
    error::{Code, Problem, ProblemBody},
    extract::InProfile,
    jobs::Job,
    pages::{PageQuery, page},
    server::Face,
};

/// An idea in work.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Project {
    id: Uuid,
    name: String,
    script: String,
    source_video_ids: Vec<Uuid>,
    voice: VoiceSettings,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

/// Who speaks, and how fast.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VoiceSettings {
    /// Such as `espeak-ng`.
    provider: String,
    /// Such as `en-us`.
    voice: String,
    /// 0.5 to 2; 1 is the voice's own speed.
    #[serde(default = "normal_speed")]
    speed: f64,
}

/// A project that does not exist yet.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProject {
    /// The first words of the script when absent.
    name: Option<String>,
    script: String,
    #[serde(default)]
    source_video_ids: Vec<Uuid>,
    /// The default voice when absent.
    voice: Option<VoiceSettings>,
}

/// The fields of a project to change; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProjectPatch {
    name: Option<String>,
    script: Option<String>,
    source_video_ids: Option<Vec<Uuid>>,
    voice: Option<VoiceSettings>,
}

/// How many variants to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GenerateVariants {
    /// 1 to 10.
    variants: u8,
}

page!(ProjectPage of Project);

const fn normal_speed() -> f64 {
    1.0
}

impl From<domain::Project> for Project {
    fn from(project: domain::Project) -> Self {
        Self {
            id: project.id.uuid(),
            name: project.name,
            script: project.script.as_str().to_owned(),
            source_video_ids: project.source_videos.iter().map(|id| id.uuid()).collect(),
            voice: VoiceSettings {
                provider: project.voice.provider.to_string(),
                voice: project.voice.voice.to_string(),
                speed: f64::from(project.voice.speed.as_percent()) / 100.0,
            },
            created_at: project.created_at,
            updated_at: project.updated_at,
        }
    }
}

impl TryFrom<VoiceSettings> for VoiceChoice {
    type Error = domain::InvalidSpeech;

    fn try_from(voice: VoiceSettings) -> Result<Self, Self::Error> {
        let percent = u16::try_from(domain::whole(voice.speed * 100.0)).unwrap_or(u16::MAX);
        Ok(Self {
            provider: voice.provider.parse()?,
            voice: voice.voice.parse()?,
            speed: Speed::percent(percent)?,
        })
    }
}

fn ids(ids: Vec<Uuid>) -> Vec<SourceVideoId> {
    ids.into_iter().map(SourceVideoId::from).collect()
}

fn failed(error: domain::StoreError) -> Problem {
    Problem::of_store(error, Code::ProjectNotFound)
}

/// Lists projects, newest first.
#[utoipa::path(context_path = "/api/v1", tag = "projects", params(("X-Profile-Id" = Uuid, Header, description = "The store"), PageQuery), responses((status = 200, body = ProjectPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/library/projects")]
pub(crate) async fn list_projects(
    face: Data<Face>,
    ctx: InProfile,
    page: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let projects = face.studio.projects(&ctx, &page.read()?).await.map_err(failed)?;
    Ok(HttpResponse::Ok().json(ProjectPage::from(projects.map(Project::from))))
}

/// Creates a project.
#[utoipa::path(context_path = "/api/v1", tag = "projects", params(("X-Profile-Id" = Uuid, Header, description = "The store")), request_body = NewProject, responses((status = 201, body = Project), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[post("/library/projects")]
pub(crate) async fn create_project(
    face: Data<Face>,
    ctx: InProfile,
    body: Json<NewProject>,
) -> Result<HttpResponse, Problem> {
    let body = body.into_inner();
    let draft = ProjectDraft {
        name: body.name,
        script: Some(body.script),
        source_videos: Some(ids(body.source_video_ids)),
        voice: body.voice.map(VoiceChoice::try_from).transpose()?,
    };
    let project = face.studio.create_project(&ctx, draft).await?;
    Ok(HttpResponse::Created().json(Project::from(project)))
}

/// Finds a project.
#[utoipa::path(context_path = "/api/v1", tag = "projects", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("id" = Uuid, Path, description = "The project")), responses((status = 200, body = Project), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/library/projects/{id}")]
pub(crate) async fn find_project(
    face: Data<Face>,
    ctx: InProfile,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let project = face.studio.project(&ctx, ProjectId::from(*id)).await.map_err(failed)?;
    Ok(HttpResponse::Ok().json(Project::from(project)))
}

/// Changes the fields of a project that are named.
#[utoipa::path(context_path = "/api/v1", tag = "projects", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("id" = Uuid, Path, description = "The project")), request_body = ProjectPatch, responses((status = 200, body = Project), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/library/projects/{id}")]
pub(crate) async fn update_project(
    face: Data<Face>,
    ctx: InProfile,
    id: Path<Uuid>,
    body: Json<ProjectPatch>,
) -> Result<HttpResponse, Problem> {
    let body = body.into_inner();
    let draft = ProjectDraft {
        name: body.name,
        script: body.script,
        source_videos: body.source_video_ids.map(ids),
        voice: body.voice.map(VoiceChoice::try_from).transpose()?,
    };
    let project = face.studio.update_project(&ctx, ProjectId::from(*id), draft).await?;
    Ok(HttpResponse::Ok().json(Project::from(project)))
}

/// Deletes a project; its clips stay in the library.
#[utoipa::path(context_path = "/api/v1", tag = "projects", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("id" = Uuid, Path, description = "The project")), responses((status = 204), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[delete("/library/projects/{id}")]
pub(crate) async fn delete_project(
    face: Data<Face>,
    ctx: InProfile,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    face.studio.delete_project(&ctx, ProjectId::from(*id)).await.map_err(failed)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists a project's clips, newest first.
#[utoipa::path(context_path = "/api/v1", tag = "projects", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("id" = Uuid, Path, description = "The project"), PageQuery), responses((status = 200, body = ClipPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/library/projects/{id}/clips")]
pub(crate) async fn list_project_clips(
    face: Data<Face>,
    ctx: InProfile,
    id: Path<Uuid>,
    page: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let clips = face.studio.clips(&ctx, Some(ProjectId::from(*id)), &page.read()?).await.map_err(failed)?;
    Ok(HttpResponse::Ok().json(ClipPage::from(clips.map(|clip| Clip::of(&face.links, &ctx, clip)))))
}

/// Enqueues the making of variants; the same Idempotency-Key again answers with the same job.
#[utoipa::path(context_path = "/api/v1", tag = "projects", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("id" = Uuid, Path, description = "The project"), ("Idempotency-Key" = Option<String>, Header, description = "1 to 200 visible ASCII characters")), request_body = GenerateVariants, responses((status = 202, body = Job), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[post("/library/projects/{id}/generate-variants")]
pub(crate) async fn generate_variants(
    face: Data<Face>,
    ctx: InProfile,
    id: Path<Uuid>,
    body: Json<GenerateVariants>,
    request: HttpRequest,
) -> Result<HttpResponse, Problem> {
    let key = idempotency_key(&request)?;
    let job = face.studio.queue_variants(&ctx, ProjectId::from(*id), body.variants, key).await?;
    Ok(HttpResponse::Accepted().json(Job::from(job)))
}

fn idempotency_key(request: &HttpRequest) -> Result<Option<String>, Problem> {
    let Some(header) = request.headers().get("Idempotency-Key") else { return Ok(None) };
    let visible = header
        .to_str()
        .ok()
        .filter(|key| (1..=200).contains(&key.len()) && key.chars().all(|c| c.is_ascii_graphic()));
    match visible {
        Some(key) => Ok(Some(key.to_owned())),
        None => {
            Err(Problem::new(Code::InvalidIdempotencyKey, "A key has 1 to 200 visible ASCII characters."))
        }
    }
}
