//! A clip's files for programs, which have a token and want no link: the video, and its captions in both forms.

use actix_files::NamedFile;
use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, HeaderValue},
    web::{self, Data, Path, ServiceConfig},
};
use domain::{ClipId, MediaError, MediaKey, ProfileContext};
use uuid::Uuid;

use crate::{
    clips::file_name, error::Problem, extract::InProfile, front::Front, media::disposition,
    openapi::ProfileHeader, server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/api/v1/library/clips/{id}/captions.srt", "GET").route(web::get().to(srt)))
        .service(resource("/api/v1/library/clips/{id}/captions.vtt", "GET").route(web::get().to(vtt)))
        .service(resource("/api/v1/library/clips/{id}/download", "GET").route(web::get().to(download)));
}

/// Save a clip's captions as `SubRip`
#[utoipa::path(get, path = "/api/v1/library/clips/{id}/captions.srt", operation_id = "clip_captions_srt",
    tag = "clips", params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 200, description = "The file", body = String, content_type = "application/x-subrip")))]
pub(crate) async fn srt(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let (name, srt) = captions(&front, &ctx, id.into_inner().into()).await?;
    Ok(text("application/x-subrip; charset=utf-8", &format!("{name}.srt"), srt))
}

/// Save a clip's captions as `WebVTT`
#[utoipa::path(get, path = "/api/v1/library/clips/{id}/captions.vtt", operation_id = "clip_captions_vtt",
    tag = "clips", params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 200, description = "The file", body = String, content_type = "text/vtt")))]
pub(crate) async fn vtt(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let (name, srt) = captions(&front, &ctx, id.into_inner().into()).await?;
    Ok(text("text/vtt; charset=utf-8", &format!("{name}.vtt"), domain::vtt_of_srt(&srt)))
}

/// Save a clip's video
#[utoipa::path(get, path = "/api/v1/library/clips/{id}/download", operation_id = "download_clip", tag = "clips",
    params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 200, description = "The file, or the part that was asked for", body = Vec<u8>,
        content_type = "video/mp4")))]
pub(crate) async fn download(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    request: HttpRequest,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let id = ClipId::from(id.into_inner());
    let name = named(&front, &ctx, id).await?;
    let local = front.studio.open_media(&ctx, &MediaKey::Clip(id)).await?;
    let file = NamedFile::open(&local.path).map_err(not_there)?;
    let media_type = MediaKey::Clip(id).media_type().and_then(|name| name.parse().ok());
    let mut response = file
        .set_content_type(media_type.unwrap_or(actix_web::mime::APPLICATION_OCTET_STREAM))
        .set_content_disposition(disposition(Some(&format!("{name}.mp4"))))
        .into_response(&request);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Reads a clip's captions; the name is the clip's, without an ending.
async fn captions(front: &Front, ctx: &ProfileContext, id: ClipId) -> Result<(String, String), Problem> {
    let name = named(front, ctx, id).await?;
    let local = front.studio.open_media(ctx, &MediaKey::ClipCaptions(id)).await?;
    let read = web::block(move || std::fs::read_to_string(&local.path)).await;
    let text = read.map_err(|error| std::io::Error::other(error.to_string())).and_then(|text| text);
    Ok((name, text.map_err(not_there)?))
}

/// Finds the clip, and what its files are called.
async fn named(front: &Front, ctx: &ProfileContext, id: ClipId) -> Result<String, Problem> {
    let clip = front.studio.clip(ctx, id).await?;
    Ok(file_name(&clip.made.project_name, clip.made.variant))
}

fn not_there(error: std::io::Error) -> Problem {
    match error.kind() {
        std::io::ErrorKind::NotFound => MediaError::NotFound.into(),
        _ => error.into(),
    }
}

fn text(media_type: &'static str, name: &str, body: String) -> HttpResponse {
    HttpResponse::Ok().content_type(media_type).insert_header(disposition(Some(name))).body(body)
}
