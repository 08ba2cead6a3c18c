//! Publications: planned, confirmed by the plan's hash, listed, put off, deleted.

use std::sync::Arc;

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::{ContentHash, PostTime, PublicationFilter, PublicationState};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use studio::PlanToConfirm;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    error::{Code, Problem},
    extract::{Body, InProfile},
    front::Front,
    jobs::Job,
    once::OnceBody,
    openapi::{KeyHeader, ProfileHeader},
    page::{Page, PageQuery},
    publication_order::{PublicationOrderBody, local, zone},
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/api/v1/publications", "GET, POST")
                .route(web::get().to(list))
                .route(web::post().to(confirm)),
        )
        .service(resource("/api/v1/publications/plan", "POST").route(web::post().to(plan)))
        .service(resource("/api/v1/publications/sync", "POST").route(web::post().to(sync)))
        .service(
            resource("/api/v1/publications/{id}", "GET, PATCH, DELETE")
                .route(web::get().to(find))
                .route(web::patch().to(reschedule))
                .route(web::delete().to(delete)),
        );
}

/// An order that was seen as a plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Confirmation {
    order: PublicationOrderBody,
    /// The hash of the plan that was shown.
    plan_hash: String,
}

/// What would be published, exactly.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublicationPlan {
    /// Confirms this plan and no other.
    plan_hash: String,
    /// Whether it can be carried out.
    sound: bool,
    /// The store's name.
    store: String,
    zone: String,
    posts: Vec<PlannedPost>,
}

/// A post of a plan.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PlannedPost {
    clip_id: Uuid,
    clip_name: String,
    channel_id: Uuid,
    network: &'static str,
    /// The account as a person knows it.
    account: String,
    /// Null for a post that appears at once.
    #[schema(required)]
    due_at: Option<DateTime<Utc>>,
    /// The text as it will appear.
    text: String,
    /// Its length as the network counts.
    length: usize,
    max_length: usize,
    size_bytes: u64,
    /// Whether the clip's picture goes along.
    with_cover: bool,
    #[schema(value_type = Object)]
    settings: Map<String, Value>,
    /// What is wrong with it.
    faults: Vec<PostFault>,
}

/// What is wrong with a planned post.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PostFault {
    /// `clip`, `channel`, `text`, `time`, `media`, or a setting's name.
    field: String,
    /// What is wrong and what to do, for a person.
    detail: String,
}

const fn due(time: PostTime) -> Option<DateTime<Utc>> {
    match time {
        PostTime::Now => None,
        PostTime::At(moment) => Some(moment),
    }
}

impl From<PlanToConfirm> for PublicationPlan {
    fn from(PlanToConfirm { plan, hash }: PlanToConfirm) -> Self {
        let sound = plan.is_sound();
        let fault = |fault: domain::PostFault| PostFault { field: fault.field, detail: fault.detail };
        let posts = plan.posts.into_iter().map(|post| PlannedPost {
            clip_id: post.clip.uuid(),
            clip_name: post.clip_name,
            channel_id: post.channel.uuid(),
            network: post.network.as_str(),
            account: post.account,
            due_at: due(post.time),
            text: post.text,
            length: post.length,
            max_length: post.max_length,
            size_bytes: post.size_bytes,
            with_cover: post.with_cover,
            settings: post.settings.fields().clone(),
            faults: post.faults.into_iter().map(fault).collect(),
        });
        Self {
            plan_hash: hash.to_string(),
            sound,
            store: plan.store,
            zone: plan.zone,
            posts: posts.collect(),
        }
    }
}

/// One clip sent to one channel.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Publication {
    id: Uuid,
    batch_id: Uuid,
    /// Null when the clip was deleted.
    #[schema(required)]
    clip_id: Option<Uuid>,
    clip_name: String,
    /// Null when the store let go of the channel.
    #[schema(required)]
    channel_id: Option<Uuid>,
    network: &'static str,
    account: String,
    /// planned, uploading, sending, sent, scheduled, published, failed or `needs_review`.
    state: &'static str,
    /// Null for a post that appears at once.
    #[schema(required)]
    due_at: Option<DateTime<Utc>>,
    zone: String,
    text: String,
    /// Why it failed, or what a person has to look at.
    #[schema(required)]
    reason: Option<String>,
    /// Where it can be seen.
    #[schema(required)]
    url: Option<String>,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl From<domain::Publication> for Publication {
    fn from(is: domain::Publication) -> Self {
        let post = is.confirmed;
        Self {
            id: is.id.uuid(),
            batch_id: is.batch.uuid(),
            clip_id: post.clip.map(domain::ClipId::uuid),
            clip_name: post.clip_name,
            channel_id: post.channel.map(domain::ChannelId::uuid),
            network: post.network.as_str(),
            account: post.account,
            state: is.state.as_str(),
            due_at: due(post.time),
            zone: post.zone,
            text: post.text,
            reason: is.reason,
            url: is.url,
            created_at: is.created_at,
            updated_at: is.updated_at,
        }
    }
}

/// Plan publications, and send nothing
///
/// The answer says what would appear where and when, and what is wrong with it. Its `plan_hash` confirms it.
#[utoipa::path(post, path = "/api/v1/publications/plan", operation_id = "plan_publications", tag = "publications",
    params(ProfileHeader), request_body = PublicationOrderBody,
    responses((status = 200, description = "The plan", body = PublicationPlan)))]
pub(crate) async fn plan(
    InProfile(ctx, Body(order)): InProfile<Body<PublicationOrderBody>>,
    front: Data<Front>,
) -> Result<Json<PublicationPlan>, Problem> {
    Ok(Json(front.studio.plan_publications(&ctx, &order.read()?).await?.into()))
}

/// Confirm a plan: exactly that is sent, by a job
///
/// The same Idempotency-Key again answers with the same job.
#[utoipa::path(post, path = "/api/v1/publications", operation_id = "confirm_publications", tag = "publications",
    params(ProfileHeader, KeyHeader), request_body = Confirmation,
    responses((status = 202, description = "The job", body = Job)))]
pub(crate) async fn confirm(
    InProfile(ctx, OnceBody(once, body)): InProfile<OnceBody<Confirmation>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let order = body.order.read()?;
    let hash: ContentHash =
        body.plan_hash.parse().map_err(|_odd| Problem::from(studio::PublishingError::PlanChanged))?;
    let (studio, key) = (Arc::clone(&front.studio), once.key().cloned());
    let work =
        async move { Ok(Job::from(studio.confirm_publications(&ctx, &order, &hash, key.as_ref()).await?)) };
    once.answer(&front, ctx, StatusCode::ACCEPTED, work).await
}

/// Which publications are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PublicationQuery {
    /// Those in a state.
    state: Option<String>,
    /// Those of a clip.
    clip_id: Option<Uuid>,
    /// The most items to answer with: 1 to 100, 50 unless said.
    limit: Option<u32>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List publications, newest first
#[utoipa::path(get, path = "/api/v1/publications", operation_id = "list_publications", tag = "publications",
    params(ProfileHeader, PublicationQuery),
    responses((status = 200, description = "A page of them", body = Page<Publication>)))]
pub(crate) async fn list(
    InProfile(ctx, query): InProfile<Query<PublicationQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<Publication>>, Problem> {
    let query = query.into_inner();
    let known = |name: &String| {
        let state = PublicationState::ALL.into_iter().find(|state| state.as_str() == name);
        state.ok_or_else(|| Problem::new(Code::InvalidQuery, "There is no such state of a publication."))
    };
    let state = query.state.as_ref().map(known).transpose()?;
    let filter = PublicationFilter { state, clip: query.clip_id.map(Into::into) };
    let page = PageQuery::new(query.limit, query.cursor).request()?;
    Ok(Json(Page::of(front.studio.publications(&ctx, filter, &page).await?, Publication::from)))
}

/// Find a publication
#[utoipa::path(get, path = "/api/v1/publications/{id}", operation_id = "find_publication", tag = "publications",
    params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 200, description = "The publication", body = Publication)))]
pub(crate) async fn find(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<Json<Publication>, Problem> {
    Ok(Json(front.studio.publication(&ctx, id.into_inner().into()).await?.into()))
}

/// Another time for a publication.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewTime {
    /// A time of the zone, such as `2026-12-24T09:00`; null for at once.
    #[schema(required)]
    local: Option<String>,
    zone: String,
}

/// Give a publication another time, or try one again that failed
///
/// What Postiz has is taken back first. One that needs review is sent anew: look at Postiz before.
#[utoipa::path(patch, path = "/api/v1/publications/{id}", operation_id = "reschedule_publication",
    tag = "publications", params(ProfileHeader, ("id" = Uuid, Path)), request_body = NewTime,
    responses((status = 202, description = "The job", body = Job)))]
pub(crate) async fn reschedule(
    InProfile(ctx, (id, Body(new))): InProfile<(Path<Uuid>, Body<NewTime>)>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let time = new.local.as_deref().map(local).transpose()?;
    let zone = zone(&new.zone)?;
    let job = front.studio.reschedule_publication(&ctx, id.into_inner().into(), time, zone).await?;
    Ok(HttpResponse::Accepted().json(Job::from(job)))
}

/// Delete a publication, and its post at Postiz as long as it has not appeared
#[utoipa::path(delete, path = "/api/v1/publications/{id}", operation_id = "delete_publication",
    tag = "publications", params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 204, description = "It is deleted")))]
pub(crate) async fn delete(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    front.studio.delete_publication(&ctx, id.into_inner().into()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Ask Postiz now what became of the store's posts
#[utoipa::path(post, path = "/api/v1/publications/sync", operation_id = "sync_publications", tag = "publications",
    params(ProfileHeader), responses((status = 202, description = "The job", body = Job)))]
pub(crate) async fn sync(InProfile(ctx, ()): InProfile, front: Data<Front>) -> Result<HttpResponse, Problem> {
    let job = front.studio.sync_publications_now(&ctx).await?;
    Ok(HttpResponse::Accepted().json(Job::from(job)))
}
