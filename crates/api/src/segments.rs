//! Segments: list them, make, change, remove them.

use actix_web::{
    HttpResponse,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use domain::{MediaKey, ProfileContext, SegmentChange};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    Links,
    error::Problem,
    extract::{Body, InProfile},
    front::Front,
    openapi::ProfileHeader,
    page::{Page, PageQuery},
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/api/v1/source-videos/{id}/segments", "GET, POST")
                .route(web::get().to(list))
                .route(web::post().to(create)),
        )
        .service(
            resource("/api/v1/segments/{id}", "PATCH, DELETE")
                .route(web::patch().to(update))
                .route(web::delete().to(delete)),
        )
        .service(resource("/api/v1/segments/{id}/restore", "POST").route(web::post().to(restore)));
}

/// How the picture of a segment is shown.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SegmentTransform {
    /// Whether left and right change places.
    flip: bool,
    /// How much larger than the whole it is shown.
    #[schema(minimum = 100, maximum = 300)]
    zoom_percent: u16,
    /// Which part is shown: -100 is the left edge, 100 the right.
    #[schema(minimum = -100, maximum = 100)]
    pan_x_percent: i8,
    /// Which part is shown: -100 is the upper edge, 100 the lower.
    #[schema(minimum = -100, maximum = 100)]
    pan_y_percent: i8,
    /// How fast it plays.
    #[schema(minimum = 25, maximum = 400)]
    speed_percent: u16,
    #[schema(minimum = -50, maximum = 50)]
    brightness_percent: i8,
    #[schema(minimum = -50, maximum = 50)]
    contrast_percent: i8,
    #[schema(minimum = -100, maximum = 100)]
    saturation_percent: i8,
}

impl From<domain::Transform> for SegmentTransform {
    fn from(transform: domain::Transform) -> Self {
        Self {
            flip: transform.flip,
            zoom_percent: transform.zoom_percent,
            pan_x_percent: transform.pan_x_percent,
            pan_y_percent: transform.pan_y_percent,
            speed_percent: transform.speed_percent,
            brightness_percent: transform.brightness_percent,
            contrast_percent: transform.contrast_percent,
            saturation_percent: transform.saturation_percent,
        }
    }
}

impl From<SegmentTransform> for domain::Transform {
    fn from(transform: SegmentTransform) -> Self {
        Self {
            flip: transform.flip,
            zoom_percent: transform.zoom_percent,
            pan_x_percent: transform.pan_x_percent,
            pan_y_percent: transform.pan_y_percent,
            speed_percent: transform.speed_percent,
            brightness_percent: transform.brightness_percent,
            contrast_percent: transform.contrast_percent,
            saturation_percent: transform.saturation_percent,
        }
    }
}

/// A span of footage worth showing; each score is from 0 to 1.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Segment {
    id: Uuid,
    source_video_id: Uuid,
    start_ms: u32,
    end_ms: u32,
    motion: f32,
    variance: f32,
    sharpness: f32,
    contrast: f32,
    brightness: f32,
    /// How steadily the camera is held; null for what was analysed before this was known.
    #[schema(required)]
    steadiness: Option<f32>,
    /// The figure by which segments are ranked.
    score: f32,
    /// What it shows, in the person's words.
    keywords: Vec<String>,
    /// Whether it is preferred among equals.
    favourite: bool,
    /// Whether no two clips may show it.
    single_use: bool,
    /// For the person alone.
    notes: String,
    transform: SegmentTransform,
    /// A signed link, good for an hour.
    #[schema(required)]
    thumbnail_url: Option<String>,
}

impl Segment {
    fn of(segment: domain::Segment, links: &Links, ctx: &ProfileContext) -> Self {
        let thumbnail_url = Some(picture_url(&segment, links, ctx));
        Self {
            id: segment.id.uuid(),
            source_video_id: segment.source_video.uuid(),
            start_ms: segment.start_ms,
            end_ms: segment.end_ms,
            motion: segment.scores.motion,
            variance: segment.scores.variance,
            sharpness: segment.scores.sharpness,
            contrast: segment.scores.contrast,
            brightness: segment.scores.brightness,
            steadiness: segment.scores.steadiness,
            score: segment.scores.total(),
            keywords: segment.marks.keywords,
            favourite: segment.marks.favourite,
            single_use: segment.marks.single_use,
            notes: segment.marks.notes,
            transform: segment.marks.transform.into(),
            thumbnail_url,
        }
    }
}

/// Returns a link to a segment's picture, which is another one when the segment was moved.
pub(crate) fn picture_url(segment: &domain::Segment, links: &Links, ctx: &ProfileContext) -> String {
    let key = MediaKey::SegmentThumbnail(segment.source_video, segment.id);
    links.versioned_url(ctx, &key, segment.middle_ms())
}

/// A span of a source video, at least half a second long.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewSegment {
    start_ms: u32,
    end_ms: u32,
}

/// The fields of a segment to change; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SegmentPatch {
    start_ms: Option<u32>,
    end_ms: Option<u32>,
    /// At most 20 of 40 characters each.
    keywords: Option<Vec<String>>,
    favourite: Option<bool>,
    single_use: Option<bool>,
    /// At most 2,000 characters.
    notes: Option<String>,
    transform: Option<SegmentTransform>,
}

impl From<SegmentPatch> for SegmentChange {
    fn from(patch: SegmentPatch) -> Self {
        Self {
            start_ms: patch.start_ms,
            end_ms: patch.end_ms,
            keywords: patch.keywords,
            favourite: patch.favourite,
            single_use: patch.single_use,
            notes: patch.notes,
            transform: patch.transform.map(Into::into),
        }
    }
}

/// List a source video's segments by place
///
/// While the analysis goes on these are the ones that were found so far.
#[utoipa::path(get, path = "/api/v1/source-videos/{id}/segments", operation_id = "list_segments",
    tag = "footage", params(ProfileHeader, ("id" = Uuid, Path), PageQuery),
    responses((status = 200, description = "All of them, in one page", body = Page<Segment>)))]
pub(crate) async fn list(
    InProfile(ctx, (id, query)): InProfile<(Path<Uuid>, Query<PageQuery>)>,
    front: Data<Front>,
) -> Result<Json<Page<Segment>>, Problem> {
    query.whole()?;
    let segments = front.studio.segments(&ctx, id.into_inner().into()).await?;
    Ok(Json(Page::whole(segments, |segment| Segment::of(segment, &front.links, &ctx))))
}

/// Make a segment of a span
///
/// Its scores are those of what the analysis found there. While one of the very same span is there, it is that one.
#[utoipa::path(post, path = "/api/v1/source-videos/{id}/segments", operation_id = "create_segment",
    tag = "footage", params(ProfileHeader, ("id" = Uuid, Path)), request_body = NewSegment,
    responses((status = 201, description = "The segment", body = Segment)))]
pub(crate) async fn create(
    InProfile(ctx, (id, Body(new))): InProfile<(Path<Uuid>, Body<NewSegment>)>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let span =
        SegmentChange { start_ms: Some(new.start_ms), end_ms: Some(new.end_ms), ..SegmentChange::default() };
    let segment = front.studio.create_segment(&ctx, id.into_inner().into(), span).await?;
    Ok(HttpResponse::Created().json(Segment::of(segment, &front.links, &ctx)))
}

/// Change a segment
#[utoipa::path(patch, path = "/api/v1/segments/{id}", operation_id = "update_segment", tag = "footage",
    params(ProfileHeader, ("id" = Uuid, Path)), request_body = SegmentPatch,
    responses((status = 200, description = "The segment as it is now", body = Segment)))]
pub(crate) async fn update(
    InProfile(ctx, (id, Body(patch))): InProfile<(Path<Uuid>, Body<SegmentPatch>)>,
    front: Data<Front>,
) -> Result<Json<Segment>, Problem> {
    let segment = front.studio.change_segment(&ctx, id.into_inner().into(), patch.into()).await?;
    Ok(Json(Segment::of(segment, &front.links, &ctx)))
}

/// Remove a segment; no later analysis brings it back
#[utoipa::path(delete, path = "/api/v1/segments/{id}", operation_id = "delete_segment", tag = "footage",
    params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 204, description = "It is removed")))]
pub(crate) async fn delete(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    front.studio.remove_segment(&ctx, id.into_inner().into()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Bring a removed segment back as it was
#[utoipa::path(post, path = "/api/v1/segments/{id}/restore", operation_id = "restore_segment",
    tag = "footage", params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 200, description = "The segment", body = Segment)))]
pub(crate) async fn restore(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<Json<Segment>, Problem> {
    let segment = front.studio.restore_segment(&ctx, id.into_inner().into()).await?;
    Ok(Json(Segment::of(segment, &front.links, &ctx)))
}
