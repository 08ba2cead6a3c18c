//! Credentials: keys go in and never come out.

use actix_web::{
    HttpResponse,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::{CredentialKind, Secret};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    error::{Code, Problem},
    extract::{Body, InProfile},
    front::Front,
    openapi::ProfileHeader,
    page::{Page, PageQuery},
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service(resource("/api/v1/credentials", "GET").route(web::get().to(list))).service(
        resource("/api/v1/credentials/{kind}", "PUT, DELETE")
            .route(web::put().to(store))
            .route(web::delete().to(forget)),
    );
}

/// What may be told of a stored key.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Credential {
    /// `elevenlabs`, `chat` or `postiz`.
    kind: String,
    /// Its last four characters; empty for a short key.
    last_four: String,
    updated_at: DateTime<Utc>,
}

impl From<domain::StoredCredential> for Credential {
    fn from(stored: domain::StoredCredential) -> Self {
        Self { kind: stored.kind.to_string(), last_four: stored.last_four, updated_at: stored.updated_at }
    }
}

/// A key to store.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCredential {
    /// 1 to 4,096 characters without spaces.
    #[schema(write_only)]
    secret: String,
}

/// List the stored keys by kind
#[utoipa::path(get, path = "/api/v1/credentials", operation_id = "list_credentials", tag = "credentials",
    params(ProfileHeader, PageQuery),
    responses((status = 200, description = "All of them, in one page; never the keys", body = Page<Credential>)))]
pub(crate) async fn list(
    InProfile(ctx, query): InProfile<Query<PageQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<Credential>>, Problem> {
    query.whole()?;
    Ok(Json(Page::whole(front.studio.credentials(&ctx).await?, Credential::from)))
}

/// Store a key in place of an earlier one
///
/// A key for `chat` or `postiz` belongs to an address and is stored with it: connect there instead.
#[utoipa::path(put, path = "/api/v1/credentials/{kind}", operation_id = "store_credential", tag = "credentials",
    params(ProfileHeader, ("kind" = String, Path, description = "elevenlabs")),
    request_body = NewCredential,
    responses((status = 200, description = "What may be told of it", body = Credential)))]
pub(crate) async fn store(
    InProfile(ctx, (kind, Body(new))): InProfile<(Path<String>, Body<NewCredential>)>,
    front: Data<Front>,
) -> Result<Json<Credential>, Problem> {
    let kind = kind_of(&kind)?;
    let secret = Secret::parse(new.secret)?;
    Ok(Json(front.studio.store_credential(&ctx, kind, &secret).await?.into()))
}

/// Forget a key
#[utoipa::path(delete, path = "/api/v1/credentials/{kind}", operation_id = "forget_credential",
    tag = "credentials", params(ProfileHeader, ("kind" = String, Path)),
    responses((status = 204, description = "It is forgotten")))]
pub(crate) async fn forget(
    InProfile(ctx, kind): InProfile<Path<String>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    front.studio.forget_credential(&ctx, kind_of(&kind)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

fn kind_of(text: &str) -> Result<CredentialKind, Problem> {
    text.parse().map_err(|error: domain::InvalidCredential| {
        Problem::from(error).renamed(Code::InvalidCredential, Code::NotFound)
    })
}
