//! `/profiles`: a person's stores.

use actix_web::{
    HttpResponse, get, patch, post,
    web::{Data, Json, Path},
};
use chrono::{DateTime, Utc};
use domain::{ProfileChanges, ProfileId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::{Code, Problem, ProblemBody},
    extract::SignedIn,
    pages::{page, whole},
    server::Face,
};

/// A store.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Profile {
    id: Uuid,
    name: String,
    description: String,
    /// As `#rrggbb`.
    colour: String,
    /// One emoji, or nothing.
    icon: String,
    /// Whether it opens first.
    is_default: bool,
    created_at: DateTime<Utc>,
}

/// A store that does not exist yet.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewProfile {
    name: String,
    #[serde(default)]
    description: String,
    /// As `#rrggbb`.
    colour: Option<String>,
    #[serde(default)]
    icon: String,
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

page!(ProfilePage of Profile);

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

fn failed(error: domain::StoreError) -> Problem {
    Problem::of_store(error, Code::ProfileNotFound)
}

/// Lists the stores by name.
#[utoipa::path(context_path = "/api/v1", tag = "profiles", responses((status = 200, body = ProfilePage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/profiles")]
pub(crate) async fn list_profiles(face: Data<Face>, actor: SignedIn) -> Result<HttpResponse, Problem> {
    let profiles = face.studio.profiles(&actor.0).await.map_err(failed)?;
    let items = profiles.into_iter().map(Profile::from).collect();
    Ok(HttpResponse::Ok().json(ProfilePage::from(whole(items))))
}

/// Creates a store.
#[utoipa::path(context_path = "/api/v1", tag = "profiles", request_body = NewProfile, responses((status = 201, body = Profile), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[post("/profiles")]
pub(crate) async fn create_profile(
    face: Data<Face>,
    actor: SignedIn,
    body: Json<NewProfile>,
) -> Result<HttpResponse, Problem> {
    let body = body.into_inner();
    let colour = body.colour.as_deref().unwrap_or(domain::NewProfile::COLOUR);
    let new = domain::NewProfile::parse(&body.name, &body.description, colour, &body.icon)?;
    let profile = face.studio.create_profile(&actor.0, new).await.map_err(failed)?;
    Ok(HttpResponse::Created().json(Profile::from(profile)))
}

/// Finds a store.
#[utoipa::path(context_path = "/api/v1", tag = "profiles", params(("id" = Uuid, Path, description = "The store")), responses((status = 200, body = Profile), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/profiles/{id}")]
pub(crate) async fn find_profile(
    face: Data<Face>,
    actor: SignedIn,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let profile = face.studio.profile(&actor.0, ProfileId::from(*id)).await.map_err(failed)?;
    Ok(HttpResponse::Ok().json(Profile::from(profile)))
}

/// Changes the fields of a store that are named.
#[utoipa::path(context_path = "/api/v1", tag = "profiles", params(("id" = Uuid, Path, description = "The store")), request_body = ProfilePatch, responses((status = 200, body = Profile), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[patch("/profiles/{id}")]
pub(crate) async fn update_profile(
    face: Data<Face>,
    actor: SignedIn,
    id: Path<Uuid>,
    body: Json<ProfilePatch>,
) -> Result<HttpResponse, Problem> {
    let changes = ProfileChanges::parse(
        body.name.as_deref(),
        body.description.as_deref(),
        body.colour.as_deref(),
        body.icon.as_deref(),
    )?;
    let profile =
        face.studio.update_profile(&actor.0, ProfileId::from(*id), changes).await.map_err(failed)?;
    Ok(HttpResponse::Ok().json(Profile::from(profile)))
}

/// Makes a store the one that opens first.
#[utoipa::path(context_path = "/api/v1", tag = "profiles", params(("id" = Uuid, Path, description = "The store")), responses((status = 200, body = Profile), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[post("/profiles/{id}/set-default")]
pub(crate) async fn set_default_profile(
    face: Data<Face>,
    actor: SignedIn,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let profile = face.studio.set_default_profile(&actor.0, ProfileId::from(*id)).await.map_err(failed)?;
    Ok(HttpResponse::Ok().json(Profile::from(profile)))
}
