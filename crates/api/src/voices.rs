//! `/tts`: speech engines and their voices.

use actix_web::{
    HttpResponse, get,
    web::{Data, Query},
};
use domain::Availability as State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    error::{Problem, ProblemBody},
    extract::InProfile,
    pages::{page, whole},
    server::Face,
};

/// A speech engine as it is now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TtsProvider {
    name: String,
    label: String,
    /// Good enough to try things with.
    draft: bool,
    availability: Availability,
    cost_micro_usd_per_1000_characters: i64,
    languages: Vec<String>,
}

/// Whether an engine can speak now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Availability {
    state: AvailabilityState,
    version: Option<String>,
    /// What would make it available.
    cure: Option<String>,
}

/// The state of an engine.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AvailabilityState {
    Available,
    Unavailable,
}

/// A voice of an engine.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Voice {
    id: String,
    name: String,
    language: String,
    gender: Option<String>,
}

/// Whose voices are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct VoicesQuery {
    /// The engine's name.
    provider: String,
}

page!(TtsProviderPage of TtsProvider);
page!(VoicePage of Voice);

/// Lists the speech engines with their true state.
#[utoipa::path(context_path = "/api/v1", tag = "voices", params(("X-Profile-Id" = Uuid, Header, description = "The store")), responses((status = 200, body = TtsProviderPage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/tts/providers")]
pub(crate) async fn list_providers(face: Data<Face>, ctx: InProfile) -> Result<HttpResponse, Problem> {
    let providers = face.studio.providers(&ctx).await?;
    let items = providers
        .into_iter()
        .map(|provider| {
            let (state, version, cure) = match provider.availability {
                State::Available { version } => (AvailabilityState::Available, Some(version), None),
                State::Unavailable { cure } => (AvailabilityState::Unavailable, None, Some(cure)),
            };
            let draft = if provider.is_draft { " (draft voice)" } else { "" };
            TtsProvider {
                label: format!("{}{draft}", provider.name),
                name: provider.name.to_string(),
                draft: provider.is_draft,
                availability: Availability { state, version, cure },
                cost_micro_usd_per_1000_characters: provider.cost_per_1000_characters.micro_usd(),
                languages: provider.languages,
            }
        })
        .collect();
    Ok(HttpResponse::Ok().json(TtsProviderPage::from(whole(items))))
}

/// Lists the voices of an engine.
#[utoipa::path(context_path = "/api/v1", tag = "voices", params(("X-Profile-Id" = Uuid, Header, description = "The store"), VoicesQuery), responses((status = 200, body = VoicePage), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/tts/voices")]
pub(crate) async fn list_voices(
    face: Data<Face>,
    ctx: InProfile,
    query: Query<VoicesQuery>,
) -> Result<HttpResponse, Problem> {
    let voices = face.studio.voices(&ctx, &query.provider.parse()?).await?;
    let items = voices
        .into_iter()
        .map(|voice| Voice {
            id: voice.name.to_string(),
            name: voice.label,
            language: voice.language.to_string(),
            gender: voice.gender,
        })
        .collect();
    Ok(HttpResponse::Ok().json(VoicePage::from(whole(items))))
}
