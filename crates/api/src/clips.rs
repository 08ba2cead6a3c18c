//! Clips: the finished videos of the library.

use std::sync::Arc;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::{MediaKey, ProfileContext, Quality};
use serde::{Deserialize, Serialize};
use studio::ClipNow;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    Links,
    error::Problem,
    extract::InProfile,
    front::Front,
    jobs::Job,
    making::VideoQuality,
    once::OnceBody,
    openapi::{KeyHeader, ProfileHeader},
    page::{Page, PageQuery},
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/api/v1/library/clips", "GET").route(web::get().to(list)))
        .service(
            resource("/api/v1/library/clips/{id}", "GET, DELETE")
                .route(web::get().to(find))
                .route(web::delete().to(delete)),
        )
        .service(resource("/api/v1/library/clips/{id}/render", "POST").route(web::post().to(render)));
}

/// A finished video. Its links are signed and good for an hour.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Clip {
    id: Uuid,
    /// Null when the project was deleted.
    #[schema(required)]
    project_id: Option<Uuid>,
    project_name: String,
    /// Which variant of its generation it is, from 1.
    variant: u8,
    duration_ms: u32,
    width: u32,
    height: u32,
    size_bytes: u64,
    loudness_lufs: f64,
    /// Who spoke, as a person reads it.
    voice_label: String,
    /// What the person should know, such as repeated shots.
    notes: Vec<String>,
    /// Names the file that did not come along from the original Edit Factory: there is nothing to play, and what is
    /// measured of a file is 0. Null for every other clip.
    #[schema(required)]
    missing_file: Option<String>,
    #[schema(value_type = VideoQuality)]
    quality: Quality,
    /// What was changed since it was made, such as `the script was changed`; with any, it is stale.
    stale: Vec<String>,
    video_url: String,
    /// Saves the video under the project's name.
    download_url: String,
    thumbnail_url: String,
    /// Saves the captions as `SubRip`.
    captions_url: String,
    /// Saves the recipe: everything from which the same video is rendered again, as JSON. Null when it has none.
    #[schema(required)]
    recipe_url: Option<String>,
    created_at: DateTime<Utc>,
}

impl Clip {
    fn of(now: ClipNow, links: &Links, ctx: &ProfileContext) -> Self {
        let ClipNow { clip, stale } = now;
        let (id, made) = (clip.id, clip.made);
        let name = file_name(&made.project_name, made.variant);
        let download = |key, ending: &str| links.download_url(ctx, &key, &format!("{name}.{ending}"));
        Self {
            id: id.uuid(),
            project_id: made.project.map(domain::ProjectId::uuid),
            variant: made.variant,
            duration_ms: made.duration_ms,
            width: made.width,
            height: made.height,
            size_bytes: made.size_bytes,
            loudness_lufs: made.loudness_lufs,
            voice_label: made.voice_label,
            notes: made.notes,
            missing_file: made.missing_file,
            quality: made.quality,
            stale,
            // A recipe was kept as long as it is known what a clip was made from.
            recipe_url: made.made_from.is_some().then(|| download(MediaKey::ClipRecipe(id), "json")),
            video_url: links.url(ctx, &MediaKey::Clip(id)),
            download_url: download(MediaKey::Clip(id), "mp4"),
            thumbnail_url: links.url(ctx, &MediaKey::ClipThumbnail(id)),
            captions_url: download(MediaKey::ClipCaptions(id), "srt"),
            project_name: made.project_name,
            created_at: clip.created_at,
        }
    }
}

/// Names a file so that every system can save it.
pub(crate) fn file_name(project: &str, variant: u8) -> String {
    match savable(project) {
        name if name.is_empty() => format!("clip {variant}"),
        name => format!("{name} {variant}"),
    }
}

/// Keeps of a name what every system can save; it may be nothing.
pub(crate) fn savable(name: &str) -> String {
    let kept = |c: char| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { ' ' } else { c };
    let name: String = name.chars().map(kept).take(80).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    name.trim_matches(['.', ' ']).to_owned()
}

/// List clips, newest first
#[utoipa::path(get, path = "/api/v1/library/clips", operation_id = "list_clips", tag = "clips",
    params(ProfileHeader, PageQuery), responses((status = 200, description = "A page of them", body = Page<Clip>)))]
pub(crate) async fn list(
    InProfile(ctx, query): InProfile<Query<PageQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<Clip>>, Problem> {
    let page = front.studio.clips(&ctx, None, &query.request()?).await?;
    Ok(Json(Page::of(page, |clip| Clip::of(clip, &front.links, &ctx))))
}

/// List a project's clips, newest first
#[utoipa::path(get, path = "/api/v1/library/projects/{id}/clips", operation_id = "list_project_clips",
    tag = "clips", params(ProfileHeader, ("id" = Uuid, Path), PageQuery),
    responses((status = 200, description = "A page of them", body = Page<Clip>)))]
pub(crate) async fn of_project(
    InProfile(ctx, (id, query)): InProfile<(Path<Uuid>, Query<PageQuery>)>,
    front: Data<Front>,
) -> Result<Json<Page<Clip>>, Problem> {
    let page = front.studio.clips(&ctx, Some(id.into_inner().into()), &query.request()?).await?;
    Ok(Json(Page::of(page, |clip| Clip::of(clip, &front.links, &ctx))))
}

/// Find a clip
#[utoipa::path(get, path = "/api/v1/library/clips/{id}", operation_id = "find_clip", tag = "clips",
    params(ProfileHeader, ("id" = Uuid, Path)), responses((status = 200, description = "The clip", body = Clip)))]
pub(crate) async fn find(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<Json<Clip>, Problem> {
    let clip = front.studio.clip_now(&ctx, id.into_inner().into()).await?;
    Ok(Json(Clip::of(clip, &front.links, &ctx)))
}

/// Delete a clip with its files
#[utoipa::path(delete, path = "/api/v1/library/clips/{id}", operation_id = "delete_clip", tag = "clips",
    params(ProfileHeader, ("id" = Uuid, Path)), responses((status = 204, description = "It is deleted")))]
pub(crate) async fn delete(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    front.studio.delete_clip(&ctx, id.into_inner().into()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// How to render a clip again.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RenderClip {
    /// As the clip was when absent.
    #[schema(value_type = Option<VideoQuality>)]
    quality: Option<Quality>,
}

/// Render a clip's recipe again, as another clip
///
/// With the same engine and quality its bytes are the same. The same Idempotency-Key again answers with the same job.
#[utoipa::path(post, path = "/api/v1/library/clips/{id}/render", operation_id = "render_clip", tag = "clips",
    params(ProfileHeader, KeyHeader, ("id" = Uuid, Path)), request_body = RenderClip,
    responses((status = 202, description = "The job", body = Job)))]
pub(crate) async fn render(
    InProfile(ctx, (id, OnceBody(once, body))): InProfile<(Path<Uuid>, OnceBody<RenderClip>)>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let (studio, key) = (Arc::clone(&front.studio), once.key().map(|key| key.as_str().to_owned()));
    let work = async move {
        let job = studio.queue_render(&ctx, id.into_inner().into(), body.quality, key).await?;
        Ok(Job::from(job))
    };
    once.answer(&front, ctx, StatusCode::ACCEPTED, work).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_download_has_a_name_that_every_system_can_save() {
        assert_eq!(file_name("Spring: 50% off / \"now\"\n", 2), "Spring 50% off now 2");
        assert_eq!(file_name("Lumânări 🕯", 1), "Lumânări 🕯 1");
        assert_eq!(file_name("../..", 1), "clip 1");
    }
}
