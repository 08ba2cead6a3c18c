//! The store's own model for scripts: where it is, what it costs, and whether it answers.

use actix_web::{
    HttpResponse,
    web::{self, Data, Json, ServiceConfig},
};
use domain::{Availability, InvalidChatConnection, Secret, TokenPrice};
use serde::{Deserialize, Serialize};
use studio::{ChatKey, ConnectedChat};
use utoipa::ToSchema;

use crate::{
    error::{Code, Problem},
    extract::{Body, InProfile},
    front::Front,
    openapi::ProfileHeader,
    server::resource,
    settings::nullable,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/api/v1/scripts/connection", "GET, PUT, DELETE")
                .route(web::get().to(find))
                .route(web::put().to(connect))
                .route(web::delete().to(disconnect)),
        )
        .service(resource("/api/v1/scripts/connection/test", "POST").route(web::post().to(test)));
}

/// The store's model.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChatConnection {
    base_url: String,
    model: String,
    /// What a million tokens cost that the model reads.
    price_in_micro_usd: i64,
    /// What a million tokens cost that the model writes.
    price_out_micro_usd: i64,
    has_key: bool,
    /// The last four characters of its key; empty for a short key and for none.
    key_last_four: String,
}

impl From<ConnectedChat> for ChatConnection {
    fn from(connected: ConnectedChat) -> Self {
        let ConnectedChat { connection, key_last_four } = connected;
        Self {
            base_url: connection.base_url.to_string(),
            model: connection.model.to_string(),
            price_in_micro_usd: connection.price_in.as_micro_usd(),
            price_out_micro_usd: connection.price_out.as_micro_usd(),
            has_key: key_last_four.is_some(),
            key_last_four: key_last_four.unwrap_or_default(),
        }
    }
}

/// A model to connect.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::option_option, reason = "absent, null and a value are three things")]
pub(crate) struct NewChatConnection {
    /// Below which `/chat/completions` lies, such as `https://api.openai.com/v1`.
    base_url: String,
    model: String,
    /// What a million tokens cost that the model reads; 0 for a model of one's own.
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    price_in_micro_usd: i64,
    /// What a million tokens cost that the model writes.
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    price_out_micro_usd: i64,
    /// 1 to 4,096 characters without spaces. Absent keeps the stored key as long as the host stays the same; null
    /// forgets it.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(write_only, value_type = Option<String>)]
    key: Option<Option<String>>,
}

impl NewChatConnection {
    fn read(self) -> Result<(domain::ChatConnection, ChatKey), Problem> {
        let model = self.model.trim().parse().map_err(|_bad| InvalidChatConnection::Model)?;
        let connection = domain::ChatConnection {
            base_url: self.base_url.parse()?,
            model,
            price_in: TokenPrice::micro_usd(self.price_in_micro_usd)?,
            price_out: TokenPrice::micro_usd(self.price_out_micro_usd)?,
        };
        let key = match self.key {
            None => ChatKey::Stored,
            Some(None) => ChatKey::Without,
            Some(Some(key)) => ChatKey::New(Secret::parse(key)?),
        };
        Ok((connection, key))
    }
}

/// Show the store's model; never its key
#[utoipa::path(get, path = "/api/v1/scripts/connection", operation_id = "find_chat_connection", tag = "scripts",
    params(ProfileHeader), responses((status = 200, description = "It is connected", body = ChatConnection)))]
pub(crate) async fn find(
    InProfile(ctx, ()): InProfile,
    front: Data<Front>,
) -> Result<Json<ChatConnection>, Problem> {
    let found = front.studio.chat_connection(&ctx).await.map_err(unconnected)?;
    Ok(Json(found.into()))
}

/// Connect a model in place of an earlier one; its key never goes to another host
#[utoipa::path(put, path = "/api/v1/scripts/connection", operation_id = "connect_chat", tag = "scripts",
    params(ProfileHeader), request_body = NewChatConnection,
    responses((status = 200, description = "It is stored; the test tells whether it answers", body = ChatConnection)))]
pub(crate) async fn connect(
    InProfile(ctx, Body(new)): InProfile<Body<NewChatConnection>>,
    front: Data<Front>,
) -> Result<Json<ChatConnection>, Problem> {
    let (connection, key) = new.read()?;
    Ok(Json(front.studio.connect_chat(&ctx, &connection, key).await?.into()))
}

/// Forget the store's model and its key
#[utoipa::path(delete, path = "/api/v1/scripts/connection", operation_id = "disconnect_chat", tag = "scripts",
    params(ProfileHeader), responses((status = 204, description = "Both are forgotten")))]
pub(crate) async fn disconnect(
    InProfile(ctx, ()): InProfile,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    front.studio.disconnect_chat(&ctx).await.map_err(unconnected)?;
    Ok(HttpResponse::NoContent().finish())
}

/// Whether the store's model can be used.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChatTest {
    usable: bool,
    /// What was found, or what would help.
    detail: String,
}

/// Ask the store's model whether it is there and takes the key; nothing is paid
#[utoipa::path(post, path = "/api/v1/scripts/connection/test", operation_id = "test_chat_connection",
    tag = "scripts", params(ProfileHeader),
    responses((status = 200, description = "What it said", body = ChatTest)))]
pub(crate) async fn test(
    InProfile(ctx, ()): InProfile,
    front: Data<Front>,
) -> Result<Json<ChatTest>, Problem> {
    let state = front.studio.test_chat(&ctx).await.map_err(|error| unconnected_problem(error.into()))?;
    Ok(Json(match state {
        Availability::Available { version } => ChatTest { usable: true, detail: version },
        Availability::Unavailable { cure } => {
            ChatTest { usable: false, detail: crate::refusals::sentence(&cure) }
        }
    }))
}

fn unconnected(error: domain::StoreError) -> Problem {
    unconnected_problem(error.into())
}

fn unconnected_problem(problem: Problem) -> Problem {
    problem.reworded(Code::NotFound, "This store has no model connected.")
}
