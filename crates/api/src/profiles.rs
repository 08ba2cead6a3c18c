//! Stores: list, make, change, choose the one that opens first.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::{Cost, ProfileChanges};
use serde::{Deserialize, Serialize};
use studio::ProfileError;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::{Code, Problem},
    extract::{Body, Calling, SignedIn, of_profile},
    front::Front,
    making_defaults::{MakingDefaults, MakingDefaultsPatch},
    once::OnceBody,
    openapi::KeyHeader,
    page::{Page, PageQuery},
    server::resource,
    settings::{
        CaptionPatch, CaptionStyle, PublisherDefaults, SettingsPatch, TtsPatch, TtsSettings, nullable,
    },
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/api/v1/profiles", "GET, POST")
                .route(web::get().to(list))
                .route(web::post().to(create)),
        )
        .service(
            resource("/api/v1/profiles/{id}", "GET, PATCH, DELETE")
                .route(web::get().to(find))
                .route(web::patch().to(update))
                .route(web::delete().to(delete)),
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
    /// What every script and analysis should know about the store.
    context_text: String,
    tts_settings: TtsSettings,
    caption_style: CaptionStyle,
    making_defaults: MakingDefaults,
    publisher_defaults: PublisherDefaults,
    /// The most that may be spent in a month (UTC), in millionths of a US dollar; null for no limit.
    #[schema(required)]
    monthly_quota_micro_usd: Option<i64>,
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
            context_text: profile.settings.context_text.as_str().to_owned(),
            tts_settings: profile.settings.tts.into(),
            caption_style: profile.settings.captions.into(),
            making_defaults: profile.settings.making.into(),
            publisher_defaults: profile.settings.publisher.into(),
            monthly_quota_micro_usd: profile.settings.monthly_quota.map(Cost::micro_usd),
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
#[expect(clippy::option_option, reason = "absent, null and a value are three things")]
pub(crate) struct ProfilePatch {
    name: Option<String>,
    description: Option<String>,
    colour: Option<String>,
    icon: Option<String>,
    /// What every script and analysis should know about the store: at most 10,000 characters.
    context_text: Option<String>,
    tts_settings: Option<TtsPatch>,
    caption_style: Option<CaptionPatch>,
    making_defaults: Option<MakingDefaultsPatch>,
    publisher_defaults: Option<PublisherDefaults>,
    /// The most that may be spent in a month (UTC), in millionths of a US dollar; null for no limit.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<i64>)]
    monthly_quota_micro_usd: Option<Option<i64>>,
}

impl ProfilePatch {
    fn changes(self) -> Result<ProfileChanges, Problem> {
        let mut changes = ProfileChanges::parse(
            self.name.as_deref(),
            self.description.as_deref(),
            self.colour.as_deref(),
            self.icon.as_deref(),
        )?;
        changes.settings = SettingsPatch {
            context_text: self.context_text,
            tts_settings: self.tts_settings,
            caption_style: self.caption_style,
            making_defaults: self.making_defaults,
            publisher_defaults: self.publisher_defaults,
            monthly_quota_micro_usd: self.monthly_quota_micro_usd,
        }
        .changes()?;
        Ok(changes)
    }
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
    params(KeyHeader), request_body = NewProfile,
    responses((status = 201, description = "The new store", body = Profile)))]
pub(crate) async fn create(
    SignedIn(actor): SignedIn,
    front: Data<Front>,
    OnceBody(once, body): OnceBody<NewProfile>,
) -> Result<HttpResponse, Problem> {
    let new = domain::NewProfile::parse(
        &body.name,
        body.description.as_deref().unwrap_or_default(),
        body.colour.as_deref().unwrap_or(domain::NewProfile::COLOUR),
        body.icon.as_deref().unwrap_or_default(),
    )?;
    let profile = front.studio.create_profile(&actor, new, once.key()).await?;
    let ctx = front.studio.enter(&actor, profile.id).await.map_err(of_profile)?;
    // The answer is kept in the new store itself.
    once.answer(&front, ctx, StatusCode::CREATED, async move { Ok(Profile::from(profile)) }).await
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
///
/// A logo or music that is not one of its own is 404 `not_found`, and nothing is changed.
#[utoipa::path(patch, path = "/api/v1/profiles/{id}", operation_id = "update_profile", tag = "profiles",
    params(("id" = Uuid, Path)), request_body = ProfilePatch,
    responses((status = 200, description = "The store as it is now", body = Profile)))]
pub(crate) async fn update(
    SignedIn(actor): SignedIn,
    front: Data<Front>,
    id: Path<Uuid>,
    Body(body): Body<ProfilePatch>,
) -> Result<Json<Profile>, Problem> {
    let updated = front.studio.update_profile(&actor, id.into_inner().into(), body.changes()?).await;
    let updated = updated.map_err(|error| match error {
        ProfileError::Store(error) => of_profile(error),
        not_its_file @ ProfileError::NotItsFile => not_its_file.into(),
    });
    Ok(Json(updated?.into()))
}

/// Delete a store with its projects, footage, clips and files
///
/// Its jobs are stopped; they and its costs stay in the books. The store that opens first cannot be deleted.
#[utoipa::path(delete, path = "/api/v1/profiles/{id}", operation_id = "delete_profile", tag = "profiles",
    params(("id" = Uuid, Path)), responses((status = 204, description = "It is deleted; its files go soon")))]
pub(crate) async fn delete(
    SignedIn(actor): SignedIn,
    front: Data<Front>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let deleted = front.studio.delete_profile(&actor, id.into_inner().into()).await;
    deleted.map_err(of_profile).map_err(|problem| problem.renamed(Code::Conflict, Code::ProfileIsDefault))?;
    Ok(HttpResponse::NoContent().finish())
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
