//! Projects: a script with its footage and voice, and the making of variants.

use std::sync::Arc;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::{Speed, VoiceChoice};
use serde::{Deserialize, Serialize};
use studio::ProjectDraft;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    clips,
    error::{Code, Problem},
    extract::{Body, InProfile, SignedIn, of_profile},
    front::Front,
    jobs::Job,
    making::{Making, MakingPatch},
    once::OnceBody,
    openapi::{KeyHeader, ProfileHeader},
    page::{Page, PageQuery},
    server::resource,
    storyboards,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/api/v1/library/projects", "GET, POST")
                .route(web::get().to(list))
                .route(web::post().to(create)),
        )
        .service(
            resource("/api/v1/library/projects/{id}", "GET, PATCH, DELETE")
                .route(web::get().to(find))
                .route(web::patch().to(update))
                .route(web::delete().to(delete)),
        )
        .service(
            resource("/api/v1/library/projects/{id}/generate-variants", "POST")
                .route(web::post().to(generate_variants)),
        )
        .service(
            resource("/api/v1/library/projects/{id}/plan", "POST").route(web::post().to(storyboards::plan)),
        )
        .service(
            resource("/api/v1/library/projects/{id}/plan/alternatives", "POST")
                .route(web::post().to(storyboards::alternatives)),
        )
        .service(resource("/api/v1/library/projects/{id}/copy", "POST").route(web::post().to(copy)))
        .service(
            resource("/api/v1/library/projects/{id}/clips", "GET").route(web::get().to(clips::of_project)),
        );
}

/// Who speaks, and how fast.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct VoiceSettings {
    /// The engine, such as `espeak-ng`.
    provider: String,
    /// The id of one of its voices.
    voice: String,
    /// 0.5 to 2; 1 is the voice's own speed.
    #[schema(minimum = 0.5, maximum = 2)]
    speed: f64,
}

impl From<VoiceChoice> for VoiceSettings {
    fn from(choice: VoiceChoice) -> Self {
        Self {
            provider: choice.provider.to_string(),
            voice: choice.voice.to_string(),
            speed: f64::from(choice.speed.as_percent()) / 100.0,
        }
    }
}

impl TryFrom<VoiceSettings> for VoiceChoice {
    type Error = Problem;

    fn try_from(settings: VoiceSettings) -> Result<Self, Problem> {
        let percent = u16::try_from(domain::whole(settings.speed * 100.0)).unwrap_or(u16::MAX);
        Ok(Self {
            provider: settings.provider.parse()?,
            voice: settings.voice.parse()?,
            speed: Speed::percent(percent)?,
        })
    }
}

/// A script with its footage and voice.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Project {
    id: Uuid,
    name: String,
    script: String,
    source_video_ids: Vec<Uuid>,
    voice: VoiceSettings,
    making: Making,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<domain::Project> for Project {
    fn from(project: domain::Project) -> Self {
        Self {
            id: project.id.uuid(),
            name: project.name,
            script: project.script.into(),
            source_video_ids: project.source_videos.into_iter().map(domain::SourceVideoId::uuid).collect(),
            voice: project.voice.into(),
            making: project.making.into(),
            created_at: project.created_at,
            updated_at: project.updated_at,
        }
    }
}

/// What a project is made from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProject {
    /// 1 to 200 characters on one line.
    name: String,
    /// What the voice says: at most 10,000 characters.
    script: String,
    /// The footage to choose from, at most 100.
    source_video_ids: Vec<Uuid>,
    /// The store's voice unless said.
    #[schema(nullable = false)]
    voice: Option<VoiceSettings>,
    /// What is settled otherwise than usual for its videos.
    #[schema(nullable = false)]
    making: Option<MakingPatch>,
}

/// The fields of a project to change; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProjectPatch {
    name: Option<String>,
    script: Option<String>,
    source_video_ids: Option<Vec<Uuid>>,
    voice: Option<VoiceSettings>,
    making: Option<MakingPatch>,
}

impl ProjectPatch {
    fn draft(self) -> Result<ProjectDraft, Problem> {
        Ok(ProjectDraft {
            name: self.name,
            script: self.script,
            source_videos: self.source_video_ids.map(|ids| ids.into_iter().map(Into::into).collect()),
            voice: self.voice.map(TryInto::try_into).transpose()?,
            making: self.making.unwrap_or_default().changes()?,
        })
    }
}

impl From<NewProject> for ProjectPatch {
    fn from(new: NewProject) -> Self {
        Self {
            name: Some(new.name),
            script: Some(new.script),
            source_video_ids: Some(new.source_video_ids),
            voice: new.voice,
            making: new.making,
        }
    }
}

/// How many variants to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GenerateVariants {
    #[schema(minimum = 1, maximum = 10)]
    variants: u32,
}

/// List projects, newest first
#[utoipa::path(get, path = "/api/v1/library/projects", operation_id = "list_projects", tag = "projects",
    params(ProfileHeader, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<Project>)))]
pub(crate) async fn list(
    InProfile(ctx, query): InProfile<Query<PageQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<Project>>, Problem> {
    Ok(Json(Page::of(front.studio.projects(&ctx, &query.request()?).await?, Project::from)))
}

/// Make a project
#[utoipa::path(post, path = "/api/v1/library/projects", operation_id = "create_project", tag = "projects",
    params(ProfileHeader, KeyHeader), request_body = NewProject,
    responses((status = 201, description = "The new project", body = Project)))]
pub(crate) async fn create(
    InProfile(ctx, OnceBody(once, new)): InProfile<OnceBody<NewProject>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let draft = ProjectPatch::from(new).draft()?;
    let (studio, key) = (Arc::clone(&front.studio), once.key().cloned());
    let work = async move {
        let project = studio.create_project(&ctx, draft, key.as_ref()).await.map_err(about_footage)?;
        Ok(Project::from(project))
    };
    once.answer(&front, ctx, StatusCode::CREATED, work).await
}

/// Find a project
#[utoipa::path(get, path = "/api/v1/library/projects/{id}", operation_id = "find_project", tag = "projects",
    params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 200, description = "The project", body = Project)))]
pub(crate) async fn find(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<Json<Project>, Problem> {
    Ok(Json(front.studio.project(&ctx, id.into_inner().into()).await?.into()))
}

/// Change a project
#[utoipa::path(patch, path = "/api/v1/library/projects/{id}", operation_id = "update_project", tag = "projects",
    params(ProfileHeader, ("id" = Uuid, Path)), request_body = ProjectPatch,
    responses((status = 200, description = "The project as it is now", body = Project)))]
pub(crate) async fn update(
    InProfile(ctx, (id, Body(patch))): InProfile<(Path<Uuid>, Body<ProjectPatch>)>,
    front: Data<Front>,
) -> Result<Json<Project>, Problem> {
    let project = front.studio.update_project(&ctx, id.into_inner().into(), patch.draft()?).await?;
    Ok(Json(project.into()))
}

/// Delete a project; its clips stay in the library
#[utoipa::path(delete, path = "/api/v1/library/projects/{id}", operation_id = "delete_project",
    tag = "projects", params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 204, description = "It is deleted")))]
pub(crate) async fn delete(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    front.studio.delete_project(&ctx, id.into_inner().into()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Make variants of a project
///
/// The footage must be ready. The same Idempotency-Key again answers with the same job.
#[utoipa::path(post, path = "/api/v1/library/projects/{id}/generate-variants",
    operation_id = "generate_variants", tag = "projects",
    params(ProfileHeader, KeyHeader, ("id" = Uuid, Path)), request_body = GenerateVariants, responses((status = 202, description = "The job", body = Job)))]
pub(crate) async fn generate_variants(
    InProfile(ctx, (id, OnceBody(once, body))): InProfile<(Path<Uuid>, OnceBody<GenerateVariants>)>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    // Too many for a byte is too many.
    let variants = u8::try_from(body.variants).unwrap_or(u8::MAX);
    let (studio, key) = (Arc::clone(&front.studio), once.key().map(|key| key.as_str().to_owned()));
    let work = async move {
        let job = studio.queue_variants(&ctx, id.into_inner().into(), variants, key).await?;
        Ok(Job::from(job))
    };
    once.answer(&front, ctx, StatusCode::ACCEPTED, work).await
}

/// Copy a project to another store of the same person
///
/// With its script, settings, footage and segments; rows and files are the other store's own. Clips stay, and so do
/// music and logo.
#[utoipa::path(post, path = "/api/v1/library/projects/{id}/copy", operation_id = "copy_project", tag = "projects",
    params(ProfileHeader, KeyHeader, ("id" = Uuid, Path)), request_body = CopyProject,
    responses((status = 201, description = "The copy, in the other store", body = Project)))]
pub(crate) async fn copy(
    InProfile(ctx, (id, SignedIn(actor), OnceBody(once, body))): InProfile<(
        Path<Uuid>,
        SignedIn,
        OnceBody<CopyProject>,
    )>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let to = front.studio.enter(&actor, body.profile_id.into()).await.map_err(of_profile)?;
    let (studio, key) = (Arc::clone(&front.studio), once.key().cloned());
    let work = async move {
        let copy = studio.copy_project(&ctx, id.into_inner().into(), &to, key.as_ref()).await?;
        Ok(Project::from(copy))
    };
    once.answer(&front, ctx, StatusCode::CREATED, work).await
}

/// Where a copy goes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CopyProject {
    /// The store that gets the copy.
    profile_id: Uuid,
}

/// A project that is being made is there; what is not is its footage.
fn about_footage(error: studio::ProjectError) -> Problem {
    let detail = "Footage, a pinned segment, music or the logo is not in this store; choose from its lists.";
    Problem::from(error).reworded(Code::NotFound, detail)
}
