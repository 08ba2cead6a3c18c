//! Storyboards: the plan of a project for the person to see before anything is rendered.

use actix_web::web::{Data, Json, Path};
use domain::MediaKey;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    Links,
    error::Problem,
    extract::{Body, InProfile},
    front::Front,
    openapi::ProfileHeader,
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
    let shot = |shot: domain::Shot| PlannedShot::of(shot, &front.links, &ctx);
    let variant = |(number, choice): (u8, domain::Choice)| {
        let sentences = choice.order.iter().zip(choice.sentences).filter_map(|(place, shots)| {
            let planned = board.sentences.get(*place)?;
            let frames: domain::Frames = shots.iter().map(|shot| shot.frames).sum();
            Some(PlannedSentence {
                sentence: *place,
                text: planned.text.clone(),
                duration_ms: frames.ms(),
                is_estimated: planned.is_estimated,
                shots: shots.into_iter().map(shot).collect(),
            })
        });
        PlannedVariant { variant: number, sentences: sentences.collect(), warnings: choice.warnings.clone() }
    };
    let variants = (1_u8..).zip(board.variants).map(variant).collect();
    Ok(Json(Storyboard { variants, warnings: board.warnings }))
}

impl PlannedShot {
    fn of(shot: domain::Shot, links: &Links, ctx: &domain::ProfileContext) -> Self {
        Self {
            segment_id: shot.segment.uuid(),
            source_video_id: shot.source_video.uuid(),
            start_ms: shot.start_ms,
            duration_ms: shot.frames.ms(),
            is_pinned: shot.is_pinned,
            reason: shot.reason,
            thumbnail_url: links.url(ctx, &MediaKey::SegmentThumbnail(shot.source_video, shot.segment)),
        }
    }
}
