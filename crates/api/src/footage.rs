//! Footage: look at it, delete it; `upload.rs` brings it in.

use actix_web::{
    HttpResponse,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::{FootageState, MediaKey, ProfileContext, SourceVideoId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    Links,
    error::Problem,
    extract::InProfile,
    front::Front,
    openapi::ProfileHeader,
    page::{Page, PageQuery},
    refusals::sentence,
    server::resource,
    upload,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/api/v1/source-videos", "GET, POST")
                .route(web::get().to(list))
                .route(web::post().to(upload::upload)),
        )
        .service(
            resource("/api/v1/source-videos/{id}", "GET, DELETE")
                .route(web::get().to(find))
                .route(web::delete().to(delete)),
        );
}

/// How far a source video is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SourceVideoState {
    Analysing,
    Ready,
    Failed,
}

/// Uploaded footage, with the state of its analysis.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SourceVideo {
    id: Uuid,
    /// The name that the file had.
    name: String,
    state: SourceVideoState,
    /// Why it cannot be used, when its state is failed.
    #[schema(required)]
    error: Option<String>,
    size_bytes: u64,
    #[schema(required)]
    duration_ms: Option<u32>,
    #[schema(required)]
    width: Option<u32>,
    #[schema(required)]
    height: Option<u32>,
    #[schema(required)]
    fps: Option<f64>,
    #[schema(required)]
    has_sound: Option<bool>,
    segment_count: u32,
    /// A signed link, good for an hour.
    #[schema(required)]
    thumbnail_url: Option<String>,
    /// A signed link, good for an hour.
    video_url: String,
    /// A still picture, shown as footage.
    is_still: bool,
    /// What there is to look through it; null while it is analysed, and for still pictures.
    #[schema(required)]
    viewing: Option<Viewing>,
    created_at: DateTime<Utc>,
}

/// What there is to look through a source video; each link is signed and good for an hour.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Viewing {
    /// A small MP4 without sound.
    proxy_url: String,
    /// A JPEG of small pictures, row by row.
    sprites_url: String,
    sprites: SpriteSheet,
    /// JSON: the highest level of each tenth of a second (`peaks`, 0 to 1), and the spans of silence and of sound
    /// by their level (`silences`, `sounds`, each `start_ms` and `end_ms`). Null without a sound track.
    #[schema(required)]
    sound_url: Option<String>,
}

/// How small pictures lie on their sheet, the first of the video's beginning.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpriteSheet {
    count: u32,
    columns: u32,
    width: u32,
    height: u32,
    /// How far each is from the one before.
    each_ms: u32,
}

impl Viewing {
    fn of(id: SourceVideoId, viewing: domain::Viewing, links: &Links, ctx: &ProfileContext) -> Self {
        let sprites = viewing.sprites;
        Self {
            proxy_url: links.url(ctx, &MediaKey::Proxy(id)),
            sprites_url: links.url(ctx, &MediaKey::SpriteSheet(id)),
            sprites: SpriteSheet {
                count: sprites.count,
                columns: sprites.columns,
                width: sprites.width,
                height: sprites.height,
                each_ms: sprites.each_ms,
            },
            sound_url: viewing.has_sound_curve.then(|| links.url(ctx, &MediaKey::SoundCurve(id))),
        }
    }
}

impl SourceVideo {
    pub(crate) fn of(video: domain::SourceVideo, links: &Links, ctx: &ProfileContext) -> Self {
        let (state, error) = match video.state {
            FootageState::Analysing => (SourceVideoState::Analysing, None),
            FootageState::Ready => (SourceVideoState::Ready, None),
            FootageState::Failed(reason) => (SourceVideoState::Failed, Some(sentence(&reason))),
        };
        let picture = |cover: domain::Cover| {
            let key = MediaKey::SegmentThumbnail(video.id, cover.segment);
            links.versioned_url(ctx, &key, cover.middle_ms)
        };
        // Adopted footage has segments and no pictures of them, for its file did not come along.
        let cover = video.cover.filter(|_| error.is_none());
        Self {
            id: video.id.uuid(),
            name: video.name.as_str().to_owned(),
            state,
            error,
            size_bytes: video.size_bytes,
            duration_ms: video.probe.map(|probe| probe.duration_ms),
            width: video.probe.map(|probe| probe.width),
            height: video.probe.map(|probe| probe.height),
            fps: video.probe.map(|probe| probe.fps),
            has_sound: video.probe.map(|probe| probe.has_sound),
            segment_count: video.segment_count,
            thumbnail_url: cover.map(picture),
            video_url: links.url(ctx, &MediaKey::SourceVideo(video.id)),
            is_still: video.container.is_still(),
            viewing: video.viewing.map(|viewing| Viewing::of(video.id, viewing, links, ctx)),
            created_at: video.created_at,
        }
    }
}

/// List footage, newest first
#[utoipa::path(get, path = "/api/v1/source-videos", operation_id = "list_source_videos", tag = "footage",
    params(ProfileHeader, PageQuery),
    responses((status = 200, description = "A page of it", body = Page<SourceVideo>)))]
pub(crate) async fn list(
    InProfile(ctx, query): InProfile<Query<PageQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<SourceVideo>>, Problem> {
    let page = front.studio.source_videos(&ctx, &query.request()?).await?;
    Ok(Json(Page::of(page, |video| SourceVideo::of(video, &front.links, &ctx))))
}

/// Find a source video
#[utoipa::path(get, path = "/api/v1/source-videos/{id}", operation_id = "find_source_video", tag = "footage",
    params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 200, description = "The source video", body = SourceVideo)))]
pub(crate) async fn find(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<Json<SourceVideo>, Problem> {
    let video = front.studio.source_video(&ctx, id.into_inner().into()).await?;
    Ok(Json(SourceVideo::of(video, &front.links, &ctx)))
}

/// Delete a source video with its segments; clips made from it stay
#[utoipa::path(delete, path = "/api/v1/source-videos/{id}", operation_id = "delete_source_video",
    tag = "footage", params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 204, description = "It is deleted")))]
pub(crate) async fn delete(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    front.studio.delete_source_video(&ctx, id.into_inner().into()).await?;
    Ok(HttpResponse::NoContent().finish())
}
