//! Voices: which engines there are, their true state, and who can speak.

use actix_web::web::{self, Data, Json, Query, ServiceConfig};
use serde::{Deserialize, Serialize};
use studio::ProviderStatus;
use utoipa::{IntoParams, ToSchema};

use crate::{
    error::{Code, Problem},
    extract::InProfile,
    front::Front,
    openapi::ProfileHeader,
    page::{Page, PageQuery},
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/api/v1/tts/providers", "GET").route(web::get().to(providers)))
        .service(resource("/api/v1/tts/voices", "GET").route(web::get().to(voices)));
}

/// Whether an engine can speak now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Availability {
    state: AvailabilityState,
    /// The engine's version, when it is available.
    #[schema(required)]
    version: Option<String>,
    /// What would make it available, when it is not.
    #[schema(required)]
    cure: Option<String>,
}

/// The two states of an engine.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AvailabilityState {
    Available,
    Unavailable,
}

/// An engine that speaks, and whether it can right now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TtsProvider {
    name: String,
    label: String,
    /// Whether it is only good enough to try things with.
    draft: bool,
    availability: Availability,
    cost_micro_usd_per_1000_characters: i64,
    /// The languages of its voices, such as `en`; empty when it cannot be asked.
    languages: Vec<String>,
}

impl From<ProviderStatus> for TtsProvider {
    fn from(status: ProviderStatus) -> Self {
        let availability = match status.availability {
            domain::Availability::Available { version } => {
                Availability { state: AvailabilityState::Available, version: Some(version), cure: None }
            }
            domain::Availability::Unavailable { cure } => {
                Availability { state: AvailabilityState::Unavailable, version: None, cure: Some(cure) }
            }
        };
        Self {
            label: status.engine.label,
            name: status.name.to_string(),
            draft: status.engine.draft,
            availability,
            cost_micro_usd_per_1000_characters: status.cost_per_1000_characters.micro_usd(),
            languages: status.languages,
        }
    }
}

/// A voice of an engine.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Voice {
    /// What a project's voice is set to.
    id: String,
    /// What a person calls it.
    name: String,
    /// The language that it speaks, such as `en-us`.
    language: String,
    /// `female` or `male`, where the engine tells.
    #[schema(required)]
    gender: Option<String>,
}

impl From<domain::Voice> for Voice {
    fn from(voice: domain::Voice) -> Self {
        Self {
            id: voice.name.to_string(),
            name: voice.label,
            language: voice.language.to_string(),
            gender: voice.gender,
        }
    }
}

/// Whose voices are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct VoicesQuery {
    /// The engine's name, such as `espeak-ng`.
    provider: String,
}

/// List the speech engines with their true state
#[utoipa::path(get, path = "/api/v1/tts/providers", operation_id = "list_tts_providers", tag = "voices",
    params(ProfileHeader, PageQuery),
    responses((status = 200, description = "All of them, the preferred one first", body = Page<TtsProvider>)))]
pub(crate) async fn providers(
    InProfile(ctx, query): InProfile<Query<PageQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<TtsProvider>>, Problem> {
    query.whole()?;
    Ok(Json(Page::whole(front.studio.providers(&ctx).await?, TtsProvider::from)))
}

/// List an engine's voices
#[utoipa::path(get, path = "/api/v1/tts/voices", operation_id = "list_voices", tag = "voices",
    params(ProfileHeader, VoicesQuery),
    responses((status = 200, description = "All of them, in one page", body = Page<Voice>)))]
pub(crate) async fn voices(
    InProfile(ctx, query): InProfile<Query<VoicesQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<Voice>>, Problem> {
    let provider = query.provider.parse().map_err(|error: domain::InvalidSpeech| {
        Problem::from(error).renamed(Code::InvalidVoice, Code::ProviderNotFound)
    })?;
    Ok(Json(Page::whole(front.studio.voices(&ctx, &provider).await?, Voice::from)))
}
