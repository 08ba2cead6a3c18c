//! Storyboards: the plan of a project for the person to see before anything is rendered.

use actix_web::web::{Data, Json, Path};
use domain::{ProfileContext, Segment};
use serde::{Deserialize, Serialize};
use studio::ShotPlace;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    Links,
    error::Problem,
    extract::{Body, InProfile},
    front::Front,
    openapi::ProfileHeader,
    segments::picture_url,
};

/// How many variants to plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlanRequest {
    #[schema(minimum = 1, maximum = 10)]
    variants: u32,
}

/// What a project's variants would show.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Storyboard {
    variants: Vec<PlannedVariant>,
    /// What is true of all, such as footage that is not ready.
    warnings: Vec<String>,
}

/// What a variant would show.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlannedVariant {
    /// From 1.
    variant: u8,
    /// In the order in which they are said.
    sentences: Vec<PlannedSentence>,
    /// Such as that there is too little footage.
    warnings: Vec<String>,
}

/// A sentence and its shots.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlannedSentence {
    /// Its number in the script, from 0: what a pin names.
    sentence: usize,
    text: String,
    duration_ms: u32,
    /// Whether it was not spoken yet, so that its length is estimated.
    is_estimated: bool,
    shots: Vec<PlannedShot>,
}

/// A shot, and why it was chosen.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlannedShot {
    segment_id: Uuid,
    source_video_id: Uuid,
    /// Where it begins in the source video.
    start_ms: u32,
    duration_ms: u32,
    is_pinned: bool,
    reason: String,
    /// A signed link, good for an hour.
    thumbnail_url: String,
}

/// Plan a project's variants without making them
///
/// Nothing is rendered, spoken or bought. Variants are made as they are planned here, as long as neither project nor
/// footage change; the lengths of sentences that were not spoken yet are estimates.
#[utoipa::path(post, path = "/api/v1/library/projects/{id}/plan", operation_id = "plan_project", tag = "projects",
    params(ProfileHeader, ("id" = Uuid, Path)), request_body = PlanRequest,
    responses((status = 200, description = "The shots of each sentence", body = Storyboard)))]
pub(crate) async fn plan(
    InProfile(ctx, (id, Body(body))): InProfile<(Path<Uuid>, Body<PlanRequest>)>,
    front: Data<Front>,
) -> Result<Json<Storyboard>, Problem> {
    let variants = u8::try_from(body.variants).unwrap_or(u8::MAX);
    let board = front.studio.storyboard(&ctx, id.into_inner().into(), variants).await?;
    let segments = &board.segments;
    let shot = |shot: domain::Shot| {
        let segment = segments.iter().find(|segment| segment.id == shot.segment)?;
        Some(PlannedShot::of(shot, segment, &front.links, &ctx))
    };
    let variant = |(number, choice): (u8, domain::Choice)| {
        let sentences = choice.order.iter().zip(choice.sentences).filter_map(|(place, shots)| {
            let planned = board.sentences.get(*place)?;
            let frames: domain::Frames = shots.iter().map(|shot| shot.frames).sum();
            Some(PlannedSentence {
                sentence: *place,
                text: planned.text.clone(),
                duration_ms: frames.ms(),
                is_estimated: planned.is_estimated,
                shots: shots.into_iter().filter_map(shot).collect(),
            })
        });
        PlannedVariant { variant: number, sentences: sentences.collect(), warnings: choice.warnings.clone() }
    };
    let variants = (1_u8..).zip(board.variants).map(variant).collect();
    Ok(Json(Storyboard { variants, warnings: board.warnings }))
}

impl PlannedShot {
    fn of(shot: domain::Shot, segment: &Segment, links: &Links, ctx: &ProfileContext) -> Self {
        Self {
            segment_id: shot.segment.uuid(),
            source_video_id: shot.source_video.uuid(),
            start_ms: shot.start_ms,
            duration_ms: shot.frames.ms(),
            is_pinned: shot.is_pinned,
            reason: shot.reason,
            thumbnail_url: picture_url(segment, links, ctx),
        }
    }
}

/// A shot of a plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlannedPlace {
    /// As many as were planned.
    #[schema(minimum = 1, maximum = 10)]
    variants: u8,
    /// From 1.
    #[schema(minimum = 1, maximum = 10)]
    variant: u8,
    /// The sentence's number in the script, from 0.
    sentence: u16,
    /// Which of its shots, from 0.
    shot: u8,
}

/// What could stand in the place of a shot, the best first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShotAlternatives {
    items: Vec<ShotAlternative>,
}

/// A segment that could stand in the place of a shot: pin it there to take it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShotAlternative {
    segment_id: Uuid,
    source_video_id: Uuid,
    start_ms: u32,
    end_ms: u32,
    /// What speaks for and against it.
    reason: String,
    /// A signed link, good for an hour.
    thumbnail_url: String,
}

/// List what could stand in the place of a planned shot
///
/// At most twelve segments, the best first, by the plan's own rules. Nothing is changed: a pin takes one of them.
#[utoipa::path(post, path = "/api/v1/library/projects/{id}/plan/alternatives", operation_id = "list_alternatives",
    tag = "projects", params(ProfileHeader, ("id" = Uuid, Path)), request_body = PlannedPlace,
    responses((status = 200, description = "The segments; none when there is no such shot", body = ShotAlternatives)))]
pub(crate) async fn alternatives(
    InProfile(ctx, (id, Body(place))): InProfile<(Path<Uuid>, Body<PlannedPlace>)>,
    front: Data<Front>,
) -> Result<Json<ShotAlternatives>, Problem> {
    let PlannedPlace { variants, variant, sentence, shot } = place;
    let place = ShotPlace { variants, variant, sentence: sentence.into(), shot: shot.into() };
    let offered = front.studio.alternatives(&ctx, id.into_inner().into(), place).await?;
    let item = |(segment, other): (Segment, domain::Alternative)| ShotAlternative {
        segment_id: segment.id.uuid(),
        source_video_id: segment.source_video.uuid(),
        start_ms: segment.start_ms,
        end_ms: segment.end_ms,
        reason: other.reason,
        thumbnail_url: picture_url(&segment, &front.links, &ctx),
    };
    Ok(Json(ShotAlternatives { items: offered.into_iter().map(item).collect() }))
}
