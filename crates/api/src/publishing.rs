//! Publishing: the store's connection to Postiz, what networks take, and what was done.

use actix_web::{
    HttpResponse,
    web::{self, Data, Json, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::{FieldKind, Network, Secret, TextRule};
use serde::{Deserialize, Serialize};
use studio::Connected;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    channels,
    error::{Code, Problem},
    extract::{Body, InProfile},
    front::Front,
    openapi::ProfileHeader,
    page::{Page, PageQuery},
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/api/v1/publishing/connection", "GET, PUT, DELETE")
                .route(web::get().to(connection))
                .route(web::put().to(connect))
                .route(web::delete().to(disconnect)),
        )
        .service(resource("/api/v1/publishing/connection/test", "POST").route(web::post().to(test)))
        .service(resource("/api/v1/publishing/networks", "GET").route(web::get().to(networks)))
        .service(resource("/api/v1/publishing/activity", "GET").route(web::get().to(activity)))
        .configure(channels::routes);
}

/// A connection; the key never comes out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublisherConnection {
    /// Whether address and key are both there.
    connected: bool,
    #[schema(required)]
    base_url: Option<String>,
    /// The key's last four characters; empty for a short key.
    #[schema(required)]
    last_four: Option<String>,
    #[schema(required)]
    updated_at: Option<DateTime<Utc>>,
}

impl From<Option<Connected>> for PublisherConnection {
    fn from(connected: Option<Connected>) -> Self {
        Self {
            connected: connected.is_some(),
            base_url: connected.as_ref().map(|one| one.connection.base_url.as_str().to_owned()),
            updated_at: connected.as_ref().map(|one| one.connection.updated_at),
            last_four: connected.map(|one| one.last_four),
        }
    }
}

/// An address and the key for it: both, each time.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPublisherConnection {
    /// As people paste it: `https://api.postiz.com`, or `http://localhost:4007/api` for one of your own.
    base_url: String,
    #[schema(write_only)]
    key: String,
}

/// What a test found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublisherTest {
    /// How many accounts the publisher lists.
    accounts: usize,
}

/// Look at the connection to Postiz
#[utoipa::path(get, path = "/api/v1/publishing/connection", operation_id = "find_publisher_connection",
    tag = "publishing", params(ProfileHeader),
    responses((status = 200, description = "It", body = PublisherConnection)))]
pub(crate) async fn connection(
    InProfile(ctx, ()): InProfile,
    front: Data<Front>,
) -> Result<Json<PublisherConnection>, Problem> {
    Ok(Json(front.studio.publisher_connection(&ctx).await?.into()))
}

/// Connect with Postiz, in place of an earlier connection
///
/// Address and key are tried first, and stored only when they open an account.
#[utoipa::path(put, path = "/api/v1/publishing/connection", operation_id = "connect_publisher", tag = "publishing",
    params(ProfileHeader), request_body = NewPublisherConnection,
    responses((status = 200, description = "The connection", body = PublisherConnection)))]
pub(crate) async fn connect(
    InProfile(ctx, Body(new)): InProfile<Body<NewPublisherConnection>>,
    front: Data<Front>,
) -> Result<Json<PublisherConnection>, Problem> {
    let key = Secret::parse(new.key)?;
    Ok(Json(Some(front.studio.connect_publisher(&ctx, &new.base_url, &key).await?).into()))
}

/// Forget the connection, address and key
#[utoipa::path(delete, path = "/api/v1/publishing/connection", operation_id = "disconnect_publisher",
    tag = "publishing", params(ProfileHeader), responses((status = 204, description = "They are forgotten")))]
pub(crate) async fn disconnect(
    InProfile(ctx, ()): InProfile,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    front.studio.disconnect_publisher(&ctx).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Try the connection
#[utoipa::path(post, path = "/api/v1/publishing/connection/test", operation_id = "test_publisher",
    tag = "publishing", params(ProfileHeader),
    responses((status = 200, description = "It works", body = PublisherTest)))]
pub(crate) async fn test(
    InProfile(ctx, ()): InProfile,
    front: Data<Front>,
) -> Result<Json<PublisherTest>, Problem> {
    Ok(Json(PublisherTest { accounts: front.studio.test_publisher(&ctx).await? }))
}

/// A network, and what it takes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NetworkRules {
    /// As in a channel.
    network: &'static str,
    label: &'static str,
    /// The longest text.
    max_length: usize,
    /// `utf16`: in UTF-16 units; `weighted`: as X counts.
    unit: &'static str,
    fields: Vec<NetworkField>,
}

/// A setting of a network.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NetworkField {
    name: &'static str,
    label: &'static str,
    /// `choice`, `flag`, `text`, `link`, `tags` and `labels` (lists of texts), `cover` (whether the clip's picture goes
    /// along), `place` (id and name), `music` (an id) or `audio` (`id`, `audio_volume`, `video_volume`).
    kind: &'static str,
    /// The words of a choice.
    choices: Vec<&'static str>,
    /// The longest text, of `text` and `tags`; of a `flag` the longest that posts may have where it is set.
    #[schema(required)]
    max_length: Option<usize>,
    required: bool,
}

impl From<Network> for NetworkRules {
    fn from(network: Network) -> Self {
        let rules = network.rules();
        let fields = rules.fields.iter().map(|rule| NetworkField {
            name: rule.name,
            label: rule.label,
            kind: rule.kind.as_str(),
            choices: match rule.kind {
                FieldKind::Choice(words) => words.to_vec(),
                _ => Vec::new(),
            },
            max_length: match rule.kind {
                FieldKind::Text { max, .. } | FieldKind::Tags { max } | FieldKind::LongTexts { max } => {
                    Some(max)
                }
                _ => None,
            },
            required: rule.required,
        });
        Self {
            network: network.as_str(),
            label: network.label(),
            max_length: rules.text.max(),
            unit: match rules.text {
                TextRule::Utf16 { .. } => "utf16",
                TextRule::Weighted { .. } => "weighted",
            },
            fields: fields.collect(),
        }
    }
}

/// List the networks and their rules
#[utoipa::path(get, path = "/api/v1/publishing/networks", operation_id = "list_networks", tag = "publishing",
    params(ProfileHeader, PageQuery),
    responses((status = 200, description = "All of them, in one page", body = Page<NetworkRules>)))]
pub(crate) async fn networks(
    InProfile(_ctx, query): InProfile<Query<PageQuery>>,
) -> Result<Json<Page<NetworkRules>>, Problem> {
    query.whole()?;
    Ok(Json(Page::whole(Network::ALL.to_vec(), NetworkRules::from)))
}

/// Something that was done about publishing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PublishingEvent {
    id: Uuid,
    at: DateTime<Utc>,
    /// Who.
    actor_id: Uuid,
    /// A state of a publication, or confirmed, deleted, connected, disconnected, `channel_chosen`, `channel_released`.
    what: String,
    #[schema(required)]
    publication_id: Option<Uuid>,
    #[schema(required)]
    clip_id: Option<Uuid>,
    clip_name: String,
    account: String,
    detail: String,
}

impl From<domain::PublishingEvent> for PublishingEvent {
    fn from(event: domain::PublishingEvent) -> Self {
        Self {
            id: event.id,
            at: event.at,
            actor_id: event.actor.uuid(),
            what: event.what,
            publication_id: event.publication.map(domain::PublicationId::uuid),
            clip_id: event.clip.map(domain::ClipId::uuid),
            clip_name: event.clip_name,
            account: event.account,
            detail: event.detail,
        }
    }
}

/// List what was done about publishing, newest first
#[utoipa::path(get, path = "/api/v1/publishing/activity", operation_id = "list_publishing_activity",
    tag = "publishing", params(ProfileHeader, PageQuery),
    responses((status = 200, description = "A page of it", body = Page<PublishingEvent>)))]
pub(crate) async fn activity(
    InProfile(ctx, query): InProfile<Query<PageQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<PublishingEvent>>, Problem> {
    Ok(Json(Page::of(
        front.studio.publishing_activity(&ctx, &query.request()?).await?,
        PublishingEvent::from,
    )))
}

/// Reads a network's name.
pub(crate) fn network(name: &str) -> Result<Network, Problem> {
    name.parse().map_err(|error: domain::NoSuchNetwork| {
        Problem::new(Code::InvalidPublication, crate::refusals::sentence(&error))
    })
}
