//! Stores: list, make, change, choose the one that opens first.

use actix_web::{
    http::StatusCode,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::ProfileChanges;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::Problem,
    extract::{Body, Calling, SignedIn, of_profile},
    front::Front,
    page::{Page, PageQuery},
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/api/v1/profiles", "GET, POST")
                .route(web::get().to(list))
                .route(web::post().to(create)),
        )
        .service(
            resource("/api/v1/profiles/{id}", "GET, PATCH")
                .route(web::get().to(find))
                .route(web::patch().to(update)),
        )
        .service(resource("/api/v1/profiles/{id}/set-default", "POST").route(web::post().to(set_default)));
}

/// A store: whatever else there is belongs to exactly one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Profile {
    id: Uuid,
    name: String,
    description: String,
    /// As `#rrggbb`.
    #[schema(example = "#5b5bd6")]
    colour: String,
    /// One emoji, or nothing.
    icon: String,
    /// Whether it opens first.
    is_default: bool,
    created_at: DateTime<Utc>,
}

impl From<domain::Profile> for Profile {
    fn from(profile: domain::Profile) -> Self {
        Self {
            id: profile.id.uuid(),
            name: profile.name.to_string(),
            description: profile.description,
            colour: profile.colour,
            icon: profile.icon,
            is_default: profile.is_default,
            created_at: profile.created_at,
        }
    }
}

/// What a new store is made from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProfile {
    /// 1 to 80 characters on one line.
    name: String,
    /// At most 2,000 characters.
    #[schema(nullable = false)]
    description: Option<String>,
    /// As `#rrggbb`.
    #[schema(nullable = false)]
    colour: Option<String>,
    /// One emoji or at most 8 characters.
    #[schema(nullable = false)]
    icon: Option<String>,
}

/// The fields of a store to change; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProfilePatch {
    name: Option<String>,
    description: Option<String>,
    colour: Option<String>,
    icon: Option<String>,
}

/// List the stores by name
#[utoipa::path(get, path = "/api/v1/profiles", operation_id = "list_profiles", tag = "profiles",
    params(PageQuery), responses((status = 200, description = "All of them, in one page", body = Page<Profile>)))]
pub(crate) async fn list(
    SignedIn(actor): SignedIn,
    front: Data<Front>,
    query: Query<PageQuery>,
) -> Result<Json<Page<Profile>>, Problem> {
    query.whole()?;
    Ok(Json(Page::whole(front.studio.profiles(&actor).await?, Profile::from)))
}

/// Make a store
#[utoipa::path(post, path = "/api/v1/profiles", operation_id = "create_profile", tag = "profiles",
    request_body = NewProfile, responses((status = 201, description = "The new store", body = Profile)))]
pub(crate) async fn create(
    SignedIn(actor): SignedIn,
    front: Data<Front>,
    Body(body): Body<NewProfile>,
) -> Result<(Json<Profile>, StatusCode), Problem> {
    let new = domain::NewProfile::parse(
        &body.name,
        body.description.as_deref().unwrap_or_default(),
        body.colour.as_deref().unwrap_or(domain::NewProfile::COLOUR),
        body.icon.as_deref().unwrap_or_default(),
    )?;
    Ok((Json(front.studio.create_profile(&actor, new).await?.into()), StatusCode::CREATED))
}

/// Find a store
#[utoipa::path(get, path = "/api/v1/profiles/{id}", operation_id = "find_profile", tag = "profiles",
    params(("id" = Uuid, Path)), responses((status = 200, description = "The store", body = Profile)))]
pub(crate) async fn find(
    calling: Calling,
    front: Data<Front>,
    id: Path<Uuid>,
) -> Result<Json<Profile>, Problem> {
    let id = id.into_inner().into();
    let profile = front.studio.profile(&calling.looking_at(id)?, id).await.map_err(of_profile)?;
    Ok(Json(profile.into()))
}

/// Change a store
#[utoipa::path(patch, path = "/api/v1/profiles/{id}", operation_id = "update_profile", tag = "profiles",
    params(("id" = Uuid, Path)), request_body = ProfilePatch,
    responses((status = 200, description = "The store as it is now", body = Profile)))]
pub(crate) async fn update(
    SignedIn(actor): SignedIn,
    front: Data<Front>,
    id: Path<Uuid>,
    Body(body): Body<ProfilePatch>,
) -> Result<Json<Profile>, Problem> {
    let changes = ProfileChanges::parse(
        body.name.as_deref(),
        body.description.as_deref(),
        body.colour.as_deref(),
        body.icon.as_deref(),
    )?;
    let updated = front.studio.update_profile(&actor, id.into_inner().into(), changes).await;
    Ok(Json(updated.map_err(of_profile)?.into()))
}

/// Choose the store that opens first
#[utoipa::path(post, path = "/api/v1/profiles/{id}/set-default", operation_id = "set_default_profile",
    tag = "profiles", params(("id" = Uuid, Path)),
    responses((status = 200, description = "The store as it is now", body = Profile)))]
pub(crate) async fn set_default(
    SignedIn(actor): SignedIn,
    front: Data<Front>,
    id: Path<Uuid>,
) -> Result<Json<Profile>, Problem> {
    let profile =
        front.studio.set_default_profile(&actor, id.into_inner().into()).await.map_err(of_profile)?;
    Ok(Json(profile.into()))
}
