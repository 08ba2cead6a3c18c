//! `/library/clips`: finished videos.

use actix_web::{
    HttpResponse, delete, get,
    http::header,
    web::{Data, Path, Query},
};
use chrono::{DateTime, Utc};
use domain::{ClipId, MediaKey, ProfileContext};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::{Code, Problem, ProblemBody},
    extract::InProfile,
    links::Links,
    pages::{PageQuery, page},
    server::Face,
};

/// A finished video.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Clip {
    id: Uuid,
    /// Absent when the project was deleted.
    project_id: Option<Uuid>,
    project_name: String,
    /// From 1.
    variant: u8,
    duration_ms: u32,
    width: u32,
    height: u32,
    size_bytes: u64,
    loudness_lufs: f64,
    voice_label: String,
    /// What the person should know, such as repeated shots.
    notes: Vec<String>,
    video_url: String,
    download_url: String,
    thumbnail_url: String,
    captions_url: String,
    created_at: DateTime<Utc>,
}

page!(ClipPage of Clip);

impl Clip {
    pub(crate) fn of(links: &Links, ctx: &ProfileContext, clip: domain::Clip) -> Self {
        let name = format!("{}-{}", clip.made.project_name, clip.made.variant);
        Self {
            id: clip.id.uuid(),
            project_id: clip.made.project.map(domain::ProjectId::uuid),
            variant: clip.made.variant,
            duration_ms: clip.made.duration_ms,
            width: clip.made.width,
            height: clip.made.height,
            size_bytes: clip.made.size_bytes,
            loudness_lufs: clip.made.loudness_lufs,
            voice_label: clip.made.voice_label,
            notes: clip.made.notes,
            project_name: clip.made.project_name,
            video_url: links.url(ctx, &MediaKey::Clip(clip.id)),
            download_url: links.download_url(ctx, &MediaKey::Clip(clip.id), &format!("{name}.mp4")),
            thumbnail_url: links.url(ctx, &MediaKey::ClipThumbnail(clip.id)),
            captions_url: links.download_url(ctx, &MediaKey::ClipCaptions(clip.id), &format!("{name}.srt")),
            created_at: clip.created_at,
        }
    }
}

fn failed(error: domain::StoreError) -> Problem {
    Problem::of_store(error, Code::ClipNotFound)
}

/// Lists clips, newest first.
#[utoipa::path(context_path = "/api/v1", tag = "clips", params(("X-Profile-Id" = Uuid, Header, description = "The store"), PageQuery), responses((status = 200, body = ClipPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/library/clips")]
pub(crate) async fn list_clips(
    face: Data<Face>,
    ctx: InProfile,
    page: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let clips = face.studio.clips(&ctx, None, &page.read()?).await.map_err(failed)?;
    Ok(HttpResponse::Ok().json(ClipPage::from(clips.map(|clip| Clip::of(&face.links, &ctx, clip)))))
}

/// Finds a clip.
#[utoipa::path(context_path = "/api/v1", tag = "clips", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("id" = Uuid, Path, description = "The clip")), responses((status = 200, body = Clip), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/library/clips/{id}")]
pub(crate) async fn find_clip(
    face: Data<Face>,
    ctx: InProfile,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let clip = face.studio.clip(&ctx, ClipId::from(*id)).await.map_err(failed)?;
    Ok(HttpResponse::Ok().json(Clip::of(&face.links, &ctx, clip)))
}

/// Deletes a clip and its files.
#[utoipa::path(context_path = "/api/v1", tag = "clips", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("id" = Uuid, Path, description = "The clip")), responses((status = 204), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[delete("/library/clips/{id}")]
pub(crate) async fn delete_clip(
    face: Data<Face>,
    ctx: InProfile,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = ClipId::from(*id);
    face.studio.clip(&ctx, id).await.map_err(failed)?;
    face.studio.delete_clip(&ctx, id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Leads to the clip's file.
#[utoipa::path(context_path = "/api/v1", tag = "clips", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("id" = Uuid, Path, description = "The clip")), responses((status = 307, description = "The signed link"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/library/clips/{id}/download")]
pub(crate) async fn download_clip(
    face: Data<Face>,
    ctx: InProfile,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let clip = Clip::of(&face.links, &ctx, face.studio.clip(&ctx, ClipId::from(*id)).await.map_err(failed)?);
    Ok(HttpResponse::TemporaryRedirect().insert_header((header::LOCATION, clip.download_url)).finish())
}

/// Leads to the clip's captions.
#[utoipa::path(context_path = "/api/v1", tag = "clips", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("id" = Uuid, Path, description = "The clip")), responses((status = 307, description = "The signed link"), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/library/clips/{id}/captions.srt")]
pub(crate) async fn clip_captions(
    face: Data<Face>,
    ctx: InProfile,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let clip = Clip::of(&face.links, &ctx, face.studio.clip(&ctx, ClipId::from(*id)).await.map_err(failed)?);
    Ok(HttpResponse::TemporaryRedirect().insert_header((header::LOCATION, clip.captions_url)).finish())
}
