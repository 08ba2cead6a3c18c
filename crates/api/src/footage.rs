//! `/source-videos`: upload, list, segments, delete.

use actix_multipart::{Field, Multipart};
use actix_web::{
    HttpRequest, HttpResponse, delete, get,
    http::header,
    post,
    web::{Data, Path, Query},
};
use chrono::{DateTime, Utc};
use domain::{FootageState, MediaKey, ProfileContext, SourceVideoId};
use futures_util::TryStreamExt as _;
use serde::Serialize;
use tokio::io::AsyncWriteExt as _;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::{Code, Problem, ProblemBody},
    extract::InProfile,
    jobs::Job,
    links::Links,
    pages::{PageQuery, page, whole},
    server::Face,
};

/// Uploaded footage.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SourceVideo {
    id: Uuid,
    name: String,
    state: SourceVideoState,
    /// Why it cannot be used.
    error: Option<String>,
    size_bytes: u64,
    duration_ms: Option<u32>,
    /// As shown, rotation applied.
    width: Option<u32>,
    height: Option<u32>,
    fps: Option<f64>,
    has_sound: Option<bool>,
    segment_count: u32,
    thumbnail_url: Option<String>,
    video_url: String,
    created_at: DateTime<Utc>,
}

/// How far footage is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SourceVideoState {
    Analysing,
    Ready,
    Failed,
}

/// A scored span; each score is 0 to 1.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Segment {
    id: Uuid,
    source_video_id: Uuid,
    start_ms: u32,
    end_ms: u32,
    motion: f32,
    sharpness: f32,
    contrast: f32,
    brightness: f32,
    /// The one figure by which segments are ranked.
    score: f32,
    thumbnail_url: Option<String>,
}

/// An accepted upload and the job that looks at it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Upload {
    source_video: SourceVideo,
    job: Job,
}

/// The form of an upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only describes the form in the OpenAPI document")]
pub(crate) struct UploadForm {
    /// The video file.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

page!(SourceVideoPage of SourceVideo);
page!(SegmentPage of Segment);

impl SourceVideo {
    fn of(links: &Links, ctx: &ProfileContext, video: domain::SourceVideo) -> Self {
        let cover = video.cover.map(|segment| MediaKey::SegmentThumbnail(video.id, segment));
        let (state, error) = match video.state {
            FootageState::Analysing => (SourceVideoState::Analysing, None),
            FootageState::Ready => (SourceVideoState::Ready, None),
            FootageState::Failed(reason) => (SourceVideoState::Failed, Some(reason)),
        };
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
            thumbnail_url: cover.map(|key| links.url(ctx, &key)),
            video_url: links.url(ctx, &MediaKey::SourceVideo(video.id)),
            created_at: video.created_at,
        }
    }
}

fn failed(error: domain::StoreError) -> Problem {
    Problem::of_store(error, Code::SourceVideoNotFound)
}

/// Lists footage, newest first.
#[utoipa::path(context_path = "/api/v1", tag = "footage", params(("X-Profile-Id" = Uuid, Header, description = "The store"), PageQuery), responses((status = 200, body = SourceVideoPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/source-videos")]
pub(crate) async fn list_source_videos(
    face: Data<Face>,
    ctx: InProfile,
    page: Query<PageQuery>,
) -> Result<HttpResponse, Problem> {
    let videos = face.studio.source_videos(&ctx, &page.read()?).await.map_err(failed)?;
    let page = videos.map(|video| SourceVideo::of(&face.links, &ctx, video));
    Ok(HttpResponse::Ok().json(SourceVideoPage::from(page)))
}

/// Uploads footage and enqueues its analysis.
#[utoipa::path(context_path = "/api/v1", tag = "footage", params(("X-Profile-Id" = Uuid, Header, description = "The store")), request_body(content = UploadForm, content_type = "multipart/form-data"), responses((status = 202, body = Upload), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[post("/source-videos")]
pub(crate) async fn upload_source_video(
    face: Data<Face>,
    ctx: InProfile,
    request: HttpRequest,
    form: Multipart,
) -> Result<HttpResponse, Problem> {
    refuse_early(&face, &request)?;
    let (name, file) = receive(&face, form).await?;
    let accepted = face.studio.upload(&ctx, &name, file.path()).await?;
    Ok(HttpResponse::Accepted().json(Upload {
        source_video: SourceVideo::of(&face.links, &ctx, accepted.source_video),
        job: Job::from(accepted.job),
    }))
}

/// Finds footage.
#[utoipa::path(context_path = "/api/v1", tag = "footage", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("id" = Uuid, Path, description = "The source video")), responses((status = 200, body = SourceVideo), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/source-videos/{id}")]
pub(crate) async fn find_source_video(
    face: Data<Face>,
    ctx: InProfile,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let video = face.studio.source_video(&ctx, SourceVideoId::from(*id)).await.map_err(failed)?;
    Ok(HttpResponse::Ok().json(SourceVideo::of(&face.links, &ctx, video)))
}

/// Deletes footage with its segments; finished clips stay.
#[utoipa::path(context_path = "/api/v1", tag = "footage", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("id" = Uuid, Path, description = "The source video")), responses((status = 204), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[delete("/source-videos/{id}")]
pub(crate) async fn delete_source_video(
    face: Data<Face>,
    ctx: InProfile,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    face.studio.delete_source_video(&ctx, SourceVideoId::from(*id)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Lists the segments of footage by place.
#[utoipa::path(context_path = "/api/v1", tag = "footage", params(("X-Profile-Id" = Uuid, Header, description = "The store"), ("id" = Uuid, Path, description = "The source video")), responses((status = 200, body = SegmentPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/source-videos/{id}/segments")]
pub(crate) async fn list_segments(
    face: Data<Face>,
    ctx: InProfile,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let id = SourceVideoId::from(*id);
    let segments = face.studio.segments(&ctx, id).await.map_err(failed)?;
    let items = segments
        .into_iter()
        .map(|segment| Segment {
            id: segment.id.uuid(),
            source_video_id: id.uuid(),
            start_ms: segment.start_ms,
            end_ms: segment.end_ms,
            motion: segment.scores.motion,
            sharpness: segment.scores.sharpness,
            contrast: segment.scores.contrast,
            brightness: segment.scores.brightness,
            score: segment.scores.total(),
            thumbnail_url: Some(face.links.url(&ctx, &MediaKey::SegmentThumbnail(id, segment.id))),
        })
        .collect();
    Ok(HttpResponse::Ok().json(SegmentPage::from(whole(items))))
}

/// Room for the form's own lines around the file.
const FORM_BYTES: u64 = 16 * 1024;

fn too_large(face: &Face) -> Problem {
    studio::UploadError::TooLarge { limit_bytes: face.studio.upload_limit_bytes() }.into()
}

/// Refuses by the stated length before anything is read.
fn refuse_early(face: &Face, request: &HttpRequest) -> Result<(), Problem> {
    let stated = request
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if stated.is_some_and(|length| length > face.studio.upload_limit_bytes().saturating_add(FORM_BYTES)) {
        return Err(too_large(face));
    }
    Ok(())
}

/// Streams the form's one file to disk; it goes with the returned value.
async fn receive(face: &Face, mut form: Multipart) -> Result<(String, tempfile::NamedTempFile), Problem> {
    let invalid = |why: String| Problem::new(Code::UploadInvalid, why);
    let cut = |error: actix_multipart::MultipartError| {
        invalid(format!("The upload broke off or is no form: {error}"))
    };
    let Some(field) = form.try_next().await.map_err(cut)? else {
        return Err(invalid("The form has no field `file`.".to_owned()));
    };
    if field.name() != Some("file") {
        return Err(invalid("The form's field must be called `file`.".to_owned()));
    }
    let name =
        field.content_disposition().and_then(|part| part.get_filename()).unwrap_or_default().to_owned();
    let file = store(face, field).await?;
    if form.try_next().await.map_err(cut)?.is_some() {
        return Err(invalid("Upload one file at a time.".to_owned()));
    }
    Ok((name, file))
}

async fn store(face: &Face, mut field: Field) -> Result<tempfile::NamedTempFile, Problem> {
    let full = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::StorageFull => Problem::from(domain::MediaError::Full),
        _ => Problem::internal(&error),
    };
    let file =
        tempfile::Builder::new().prefix("work-upload-").tempfile_in(face.studio.scratch()).map_err(full)?;
    let mut writer = tokio::fs::File::from_std(file.reopen().map_err(full)?);
    let mut size = 0_u64;
    let cut = |error: actix_multipart::MultipartError| {
        Problem::new(Code::UploadInvalid, format!("The upload broke off: {error}"))
    };
    while let Some(bytes) = field.try_next().await.map_err(cut)? {
        size = size.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        if size > face.studio.upload_limit_bytes() {
            return Err(too_large(face));
        }
        writer.write_all(&bytes).await.map_err(full)?;
    }
    writer.flush().await.map_err(full)?;
    Ok(file)
}
