//! Voices: which engines there are, their true state, and who can speak.

use actix_web::web::{self, Data, Json, Query, ServiceConfig};
use chrono::{DateTime, Utc};
use domain::{Language, ProviderName};
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
        .service(resource("/api/v1/tts/voices", "GET").route(web::get().to(voices)))
        .service(resource("/api/v1/tts/models", "GET").route(web::get().to(models)))
        .service(resource("/api/v1/tts/account", "GET").route(web::get().to(account)));
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

/// Where a text goes to be spoken.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Privacy {
    /// Whether the text leaves the person's own machines.
    leaves_machine: bool,
    /// To whom it is sent; null when it stays.
    #[schema(required)]
    sent_to: Option<String>,
}

impl From<domain::Privacy> for Privacy {
    fn from(privacy: domain::Privacy) -> Self {
        match privacy {
            domain::Privacy::Local => Self { leaves_machine: false, sent_to: None },
            domain::Privacy::Remote { to } => Self { leaves_machine: true, sent_to: Some(to) },
        }
    }
}

/// An engine that speaks, and whether it can right now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TtsProvider {
    name: String,
    label: String,
    /// Whether it is only good enough to try things with.
    draft: bool,
    availability: Availability,
    privacy: Privacy,
    /// Whether it can learn a person's voice from a sample.
    clones_voices: bool,
    /// What a person must know before using it, such as the terms of a licence.
    #[schema(required)]
    notice: Option<String>,
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
            privacy: status.engine.privacy.into(),
            clones_voices: status.engine.clones,
            notice: status.engine.notice,
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
    /// The language that it speaks, or the one that it speaks best, such as `en-us`.
    language: String,
    /// Other languages that it speaks too.
    also_speaks: Vec<String>,
    /// `female` or `male`, where the engine tells.
    #[schema(required)]
    gender: Option<String>,
    /// Where a sample of it can be heard, where its makers keep one.
    #[schema(required)]
    sample_url: Option<String>,
}

impl From<domain::Voice> for Voice {
    fn from(voice: domain::Voice) -> Self {
        Self {
            id: voice.name.to_string(),
            name: voice.label,
            language: voice.language.to_string(),
            also_speaks: voice.also_speaks.into_iter().map(String::from).collect(),
            gender: voice.gender,
            sample_url: voice.sample_url,
        }
    }
}

/// A model of an engine that has several.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpeechModel {
    /// What a voice's settings name.
    id: String,
    name: String,
    /// Empty when they are not known.
    languages: Vec<String>,
    /// The most characters that it takes at once; longer texts are split.
    #[schema(required)]
    max_characters: Option<u32>,
    cost_micro_usd_per_1000_characters: i64,
}

impl From<domain::SpeechModel> for SpeechModel {
    fn from(model: domain::SpeechModel) -> Self {
        Self {
            id: model.name.to_string(),
            name: model.label,
            languages: model.languages.into_iter().map(String::from).collect(),
            max_characters: model.max_characters,
            cost_micro_usd_per_1000_characters: model.cost_per_1000_characters.micro_usd(),
        }
    }
}

/// The store's account with an engine's makers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpeechAccount {
    /// The plan, such as `creator`.
    plan: String,
    /// As its makers write it, such as `active`.
    status: String,
    /// Null when the key may not ask.
    #[schema(required)]
    used_characters: Option<u64>,
    #[schema(required)]
    limit_characters: Option<u64>,
    /// When the count begins anew.
    #[schema(required)]
    resets_at: Option<DateTime<Utc>>,
    can_clone: bool,
}

impl From<domain::SpeechAccount> for SpeechAccount {
    fn from(account: domain::SpeechAccount) -> Self {
        let domain::SpeechAccount { plan, status, used_characters, limit_characters, resets_at, can_clone } =
            account;
        Self { plan, status, used_characters, limit_characters, resets_at, can_clone }
    }
}

/// The account, where there is one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccountAnswer {
    /// Null for engines without accounts.
    #[schema(required)]
    account: Option<SpeechAccount>,
}

/// Which engines are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProvidersQuery {
    /// Only engines that have this language, such as `ro`.
    language: Option<String>,
    /// The most items to answer with; all come in one page.
    limit: Option<u32>,
    /// There is no other page.
    cursor: Option<String>,
}

/// Whose voices are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct VoicesQuery {
    /// The engine's name, such as `espeak-ng`.
    provider: String,
    /// Only voices that speak this language, such as `ro`.
    language: Option<String>,
}

/// Which engine is meant.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ProviderQuery {
    /// The engine's name, such as `elevenlabs`.
    provider: String,
}

/// List the speech engines with their true state
#[utoipa::path(get, path = "/api/v1/tts/providers", operation_id = "list_tts_providers", tag = "voices",
    params(ProfileHeader, ProvidersQuery),
    responses((status = 200, description = "The preferred one first", body = Page<TtsProvider>)))]
pub(crate) async fn providers(
    InProfile(ctx, query): InProfile<Query<ProvidersQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<TtsProvider>>, Problem> {
    PageQuery::new(query.limit, query.cursor.clone()).whole()?;
    let language = language(query.language.as_deref())?;
    Ok(Json(Page::whole(front.studio.providers(&ctx, language.as_ref()).await?, TtsProvider::from)))
}

/// List an engine's voices
#[utoipa::path(get, path = "/api/v1/tts/voices", operation_id = "list_voices", tag = "voices",
    params(ProfileHeader, VoicesQuery),
    responses((status = 200, description = "All of them, in one page", body = Page<Voice>)))]
pub(crate) async fn voices(
    InProfile(ctx, query): InProfile<Query<VoicesQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<Voice>>, Problem> {
    let (provider, language) = (named(&query.provider)?, language(query.language.as_deref())?);
    Ok(Json(Page::whole(front.studio.voices(&ctx, &provider, language.as_ref()).await?, Voice::from)))
}

/// List an engine's models, with their own limits and prices
#[utoipa::path(get, path = "/api/v1/tts/models", operation_id = "list_speech_models", tag = "voices",
    params(ProfileHeader, ProviderQuery),
    responses((status = 200, description = "All of them; none where there is no choice", body = Page<SpeechModel>)))]
pub(crate) async fn models(
    InProfile(ctx, query): InProfile<Query<ProviderQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<SpeechModel>>, Problem> {
    let provider = named(&query.provider)?;
    Ok(Json(Page::whole(front.studio.speech_models(&ctx, &provider).await?, SpeechModel::from)))
}

/// Show the store's account with an engine's makers
#[utoipa::path(get, path = "/api/v1/tts/account", operation_id = "speech_account", tag = "voices",
    params(ProfileHeader, ProviderQuery),
    responses((status = 200, description = "What its makers say", body = AccountAnswer)))]
pub(crate) async fn account(
    InProfile(ctx, query): InProfile<Query<ProviderQuery>>,
    front: Data<Front>,
) -> Result<Json<AccountAnswer>, Problem> {
    let provider = named(&query.provider)?;
    let account = front.studio.speech_account(&ctx, &provider).await?.map(SpeechAccount::from);
    Ok(Json(AccountAnswer { account }))
}

fn named(provider: &str) -> Result<ProviderName, Problem> {
    provider.parse().map_err(|error: domain::InvalidSpeech| {
        Problem::from(error).renamed(Code::InvalidVoice, Code::ProviderNotFound)
    })
}

/// Reads a language that a person named.
pub(crate) fn language(tag: Option<&str>) -> Result<Option<Language>, Problem> {
    tag.map(str::parse).transpose().map_err(|error: domain::InvalidLanguage| {
        Problem::new(Code::InvalidQuery, crate::refusals::sentence(&error))
    })
}
