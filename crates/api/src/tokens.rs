//! Bearer tokens of a store: for programs that work in it.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::ApiTokenName;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::{Code, Problem},
    extract::{Body, SignedIn, of_profile},
    front::Front,
    page::{Page, PageQuery},
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/api/v1/profiles/{id}/tokens", "GET, POST")
                .route(web::get().to(list))
                .route(web::post().to(create)),
        )
        .service(resource("/api/v1/profiles/{id}/tokens/{token}", "DELETE").route(web::delete().to(revoke)));
}

/// A bearer token of a store, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ApiToken {
    id: Uuid,
    name: String,
    /// The last characters of the secret, to tell tokens apart.
    #[schema(example = "x7Qa")]
    last_four: String,
    created_at: DateTime<Utc>,
    /// To the minute; null when it was never used.
    #[schema(required)]
    last_used_at: Option<DateTime<Utc>>,
}

impl From<domain::ApiToken> for ApiToken {
    fn from(token: domain::ApiToken) -> Self {
        Self {
            id: token.id.uuid(),
            name: token.name.as_str().to_owned(),
            last_four: token.last_four,
            created_at: token.created_at,
            last_used_at: token.last_used_at,
        }
    }
}

/// A new bearer token, with the secret that is told this once.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CreatedApiToken {
    #[serde(flatten)]
    token: ApiToken,
    /// What a program sends as `Authorization: Bearer ...`; keep it, it is not told again.
    secret: String,
}

/// What a new token is made from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewApiToken {
    /// 1 to 80 characters on one line, such as the program that uses it.
    name: String,
}

/// List a store's tokens, the newest first
#[utoipa::path(get, path = "/api/v1/profiles/{id}/tokens", operation_id = "list_tokens", tag = "tokens",
    params(("id" = Uuid, Path), PageQuery),
    responses((status = 200, description = "All of them, in one page", body = Page<ApiToken>)))]
pub(crate) async fn list(
    SignedIn(actor): SignedIn,
    front: Data<Front>,
    id: Path<Uuid>,
    query: Query<PageQuery>,
) -> Result<Json<Page<ApiToken>>, Problem> {
    query.whole()?;
    let ctx = front.studio.enter(&actor, id.into_inner().into()).await.map_err(of_profile)?;
    Ok(Json(Page::whole(front.sign_in.tokens(&ctx).await?, ApiToken::from)))
}

/// Make a token for programs that work in a store
///
/// It acts as you, in this store alone; the header X-Profile-Id may be left out with it.
#[utoipa::path(post, path = "/api/v1/profiles/{id}/tokens", operation_id = "create_token", tag = "tokens",
    params(("id" = Uuid, Path)), request_body = NewApiToken,
    responses((status = 201, description = "The new token, with its secret", body = CreatedApiToken)))]
pub(crate) async fn create(
    SignedIn(actor): SignedIn,
    front: Data<Front>,
    id: Path<Uuid>,
    Body(body): Body<NewApiToken>,
) -> Result<(Json<CreatedApiToken>, StatusCode), Problem> {
    let ctx = front.studio.enter(&actor, id.into_inner().into()).await.map_err(of_profile)?;
    let name = ApiTokenName::parse(&body.name)?;
    let (token, secret) = front.sign_in.create_token(&ctx, name).await?;
    let body = CreatedApiToken { token: token.into(), secret: secret.expose().to_owned() };
    Ok((Json(body), StatusCode::CREATED))
}

/// Revoke a token, at once
#[utoipa::path(delete, path = "/api/v1/profiles/{id}/tokens/{token}", operation_id = "revoke_token", tag = "tokens",
    params(("id" = Uuid, Path), ("token" = Uuid, Path)),
    responses((status = 204, description = "It is revoked")))]
pub(crate) async fn revoke(
    SignedIn(actor): SignedIn,
    front: Data<Front>,
    path: Path<(Uuid, Uuid)>,
) -> Result<HttpResponse, Problem> {
    let (id, token) = path.into_inner();
    let ctx = front.studio.enter(&actor, id.into()).await.map_err(of_profile)?;
    let revoked = front.sign_in.revoke_token(&ctx, token.into()).await.map_err(Problem::from);
    revoked.map_err(|problem| {
        problem.reworded(Code::NotFound, "There is no such token; it may have been revoked.")
    })?;
    Ok(HttpResponse::NoContent().finish())
}
