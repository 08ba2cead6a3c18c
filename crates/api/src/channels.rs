//! Channels: the accounts that Postiz has, and those that the store chose.

use actix_web::{
    HttpResponse,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use studio::Offered;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::Problem,
    extract::{Body, InProfile},
    front::Front,
    openapi::ProfileHeader,
    page::{Page, PageQuery},
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/api/v1/publishing/accounts", "GET").route(web::get().to(accounts)))
        .service(
            resource("/api/v1/publishing/channels", "GET, POST")
                .route(web::get().to(list))
                .route(web::post().to(choose)),
        )
        .service(
            resource("/api/v1/publishing/channels/{id}", "PATCH, DELETE")
                .route(web::patch().to(set))
                .route(web::delete().to(release)),
        );
}

/// An account as Postiz lists it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublisherAccount {
    /// By this it is chosen.
    remote_id: String,
    /// The network in the word of Postiz.
    identifier: String,
    name: String,
    handle: String,
    /// Whether it is switched off there.
    disabled: bool,
    /// Whether clips can be published to this network from here.
    supported: bool,
    #[schema(required)]
    group: Option<String>,
    /// The store's channel, if it was chosen.
    #[schema(required)]
    channel_id: Option<Uuid>,
}

impl From<Offered> for PublisherAccount {
    fn from(offered: Offered) -> Self {
        let account = offered.account;
        Self {
            supported: account.network().is_some(),
            remote_id: account.remote_id,
            identifier: account.identifier,
            name: account.name,
            handle: account.handle,
            disabled: account.is_disabled,
            group: account.group,
            channel_id: offered.channel.map(domain::ChannelId::uuid),
        }
    }
}

/// List the accounts that Postiz has now
#[utoipa::path(get, path = "/api/v1/publishing/accounts", operation_id = "list_publisher_accounts",
    tag = "publishing", params(ProfileHeader, PageQuery),
    responses((status = 200, description = "All of them, in one page", body = Page<PublisherAccount>)))]
pub(crate) async fn accounts(
    InProfile(ctx, query): InProfile<Query<PageQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<PublisherAccount>>, Problem> {
    query.whole()?;
    Ok(Json(Page::whole(front.studio.offered_channels(&ctx).await?, PublisherAccount::from)))
}

/// An account that the store publishes to; no other store can have it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Channel {
    id: Uuid,
    remote_id: String,
    network: &'static str,
    name: String,
    handle: String,
    /// What posts there have unless said otherwise; `publishing/networks` tells the fields.
    #[schema(value_type = Object)]
    settings: Map<String, Value>,
    /// The shortest time between two posts there.
    gap_minutes: u16,
    created_at: DateTime<Utc>,
}

impl From<domain::Channel> for Channel {
    fn from(channel: domain::Channel) -> Self {
        Self {
            id: channel.id.uuid(),
            remote_id: channel.account.remote_id,
            network: channel.account.network.as_str(),
            name: channel.account.name,
            handle: channel.account.handle,
            settings: channel.settings.fields().clone(),
            gap_minutes: channel.gap.as_minutes(),
            created_at: channel.created_at,
        }
    }
}

/// The account to choose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChosenAccount {
    remote_id: String,
}

/// What to change of a channel.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChannelPatch {
    /// All settings that the channel is to have.
    #[schema(value_type = Option<Object>, nullable = false)]
    settings: Option<Map<String, Value>>,
    /// 1 to 10,080.
    #[schema(nullable = false)]
    gap_minutes: Option<u16>,
}

/// List the store's channels
#[utoipa::path(get, path = "/api/v1/publishing/channels", operation_id = "list_channels", tag = "publishing",
    params(ProfileHeader, PageQuery),
    responses((status = 200, description = "All of them, in one page", body = Page<Channel>)))]
pub(crate) async fn list(
    InProfile(ctx, query): InProfile<Query<PageQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<Channel>>, Problem> {
    query.whole()?;
    Ok(Json(Page::whole(front.studio.channels(&ctx).await?, Channel::from)))
}

/// Choose an account as a channel of this store; again, to take over its new name
#[utoipa::path(post, path = "/api/v1/publishing/channels", operation_id = "choose_channel", tag = "publishing",
    params(ProfileHeader), request_body = ChosenAccount,
    responses((status = 201, description = "The channel", body = Channel)))]
pub(crate) async fn choose(
    InProfile(ctx, Body(chosen)): InProfile<Body<ChosenAccount>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let channel = front.studio.choose_channel(&ctx, &chosen.remote_id).await?;
    Ok(HttpResponse::Created().json(Channel::from(channel)))
}

/// Change what posts at a channel have
#[utoipa::path(patch, path = "/api/v1/publishing/channels/{id}", operation_id = "update_channel",
    tag = "publishing", params(ProfileHeader, ("id" = Uuid, Path)), request_body = ChannelPatch,
    responses((status = 200, description = "The channel", body = Channel)))]
pub(crate) async fn set(
    InProfile(ctx, (id, Body(patch))): InProfile<(Path<Uuid>, Body<ChannelPatch>)>,
    front: Data<Front>,
) -> Result<Json<Channel>, Problem> {
    let id = id.into_inner().into();
    Ok(Json(front.studio.set_channel(&ctx, id, patch.settings, patch.gap_minutes).await?.into()))
}

/// Let go of a channel; what was published stays on record
#[utoipa::path(delete, path = "/api/v1/publishing/channels/{id}", operation_id = "release_channel",
    tag = "publishing", params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 204, description = "Another store may choose it")))]
pub(crate) async fn release(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    front.studio.release_channel(&ctx, id.into_inner().into()).await?;
    Ok(HttpResponse::NoContent().finish())
}
