//! Music: what sounds under the store's voices.

use actix_multipart::Multipart;
use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::{MAX_MUSIC_BYTES, MediaKey, NotMusic, ProfileContext};
use serde::Serialize;
use studio::MusicError;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    Links,
    error::Problem,
    extract::InProfile,
    front::Front,
    once::Once,
    openapi::{KeyHeader, ProfileHeader},
    page::{Page, PageQuery},
    server::resource,
    upload::{FORM_BYTES, announced, receive},
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/api/v1/music", "GET, POST").route(web::get().to(list)).route(web::post().to(add)))
        .service(resource("/api/v1/music/{id}", "DELETE").route(web::delete().to(delete)));
}

/// The form of an upload of music.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the form holds")]
pub(crate) struct MusicForm {
    /// A piece: MP3, M4A, AAC, WAV, OGG or FLAC, at most 60 MB and 10 minutes.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// A piece of music.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Music {
    id: Uuid,
    /// The name that the file had.
    name: String,
    duration_ms: u32,
    /// How loud it is, integrated (ITU-R BS.1770).
    loudness_lufs: f64,
    /// A signed link to it as FLAC, good for an hour.
    audio_url: String,
    created_at: DateTime<Utc>,
}

impl Music {
    fn of(music: &domain::Music, links: &Links, ctx: &ProfileContext) -> Self {
        Self {
            id: music.id.uuid(),
            name: music.name.as_str().to_owned(),
            duration_ms: music.facts.duration_ms,
            loudness_lufs: music.facts.loudness_lufs,
            audio_url: links.url(ctx, &MediaKey::Music(music.id)),
            created_at: music.created_at,
        }
    }
}

/// Upload music that sounds under voices
#[utoipa::path(post, path = "/api/v1/music", operation_id = "add_music", tag = "music",
    params(ProfileHeader, KeyHeader), request_body(content = MusicForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "The piece", body = Music)))]
pub(crate) async fn add(
    InProfile(ctx, form): InProfile<Multipart>,
    request: HttpRequest,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    if announced(&request).is_some_and(|bytes| bytes > MAX_MUSIC_BYTES.saturating_add(FORM_BYTES)) {
        return Err(too_large());
    }
    let received = receive(form, &front, MAX_MUSIC_BYTES, too_large).await?;
    let once = Once::of(&request, &[received.name.as_bytes(), &received.sha256])?;
    let (adding, key) = (front.clone(), once.key().cloned());
    let work = async move {
        let file = received.file.path();
        let music = adding.studio.add_music(&ctx, &received.name, file, key.as_ref()).await?;
        Ok(Music::of(&music, &adding.links, &ctx))
    };
    once.answer(&front, ctx, StatusCode::CREATED, work).await
}

fn too_large() -> Problem {
    MusicError::NotMusic(NotMusic::TooLarge).into()
}

/// List the store's music, newest first
#[utoipa::path(get, path = "/api/v1/music", operation_id = "list_music", tag = "music",
    params(ProfileHeader, PageQuery),
    responses((status = 200, description = "All of it, in one page", body = Page<Music>)))]
pub(crate) async fn list(
    InProfile(ctx, query): InProfile<Query<PageQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<Music>>, Problem> {
    query.whole()?;
    let items = front.studio.music(&ctx).await?;
    Ok(Json(Page::whole(items, |music| Music::of(&music, &front.links, &ctx))))
}

/// Delete a piece of music; videos in which it sounds stay
#[utoipa::path(delete, path = "/api/v1/music/{id}", operation_id = "delete_music", tag = "music",
    params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 204, description = "It is deleted")))]
pub(crate) async fn delete(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    front.studio.delete_music(&ctx, id.into_inner().into()).await?;
    Ok(HttpResponse::NoContent().finish())
}
