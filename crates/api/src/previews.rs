//! Previews: a sentence of one's own in any voice; and the cache that keeps what was spoken.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{self, Data, Json, ServiceConfig},
};
use domain::{Cache, MediaKey, ProfileContext};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    error::Problem,
    extract::InProfile,
    front::Front,
    once::OnceBody,
    openapi::{KeyHeader, ProfileHeader},
    projects::VoiceSettings,
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service(resource("/api/v1/tts/preview", "POST").route(web::post().to(preview))).service(
        resource("/api/v1/tts/cache", "GET, DELETE")
            .route(web::get().to(cache))
            .route(web::delete().to(clear)),
    );
}

/// A sentence to hear.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PreviewRequest {
    /// At most 300 characters.
    text: String,
    voice: VoiceSettings,
}

/// A sentence that can be heard.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Preview {
    /// Where it can be heard, for an hour: a WAV file.
    audio_url: String,
    duration_ms: u32,
    /// Who spoke.
    voice_label: String,
    words: Vec<PreviewWord>,
    timing: Timing,
    /// What was set aside for it; 0 for a free voice, and when it had been spoken before.
    cost_micro_usd: i64,
}

/// Where a word lies.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PreviewWord {
    text: String,
    start_ms: u32,
    end_ms: u32,
}

impl PreviewWord {
    /// Writes a word's place in what begins so long before it.
    pub(crate) fn after(before_ms: u32, word: &domain::SpokenWord) -> Self {
        let place = |ms: u32| before_ms.saturating_add(ms);
        Self { text: word.text.clone(), start_ms: place(word.start_ms), end_ms: place(word.end_ms) }
    }
}

/// How exactly the words' places are known.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Timing {
    /// The engine told them.
    Native,
    /// From the lengths of phonemes.
    Phoneme,
    /// Guessed from the words' lengths.
    Estimated,
}

impl From<domain::TimingKind> for Timing {
    fn from(kind: domain::TimingKind) -> Self {
        match kind {
            domain::TimingKind::Native => Self::Native,
            domain::TimingKind::Phoneme => Self::Phoneme,
            domain::TimingKind::Estimated => Self::Estimated,
        }
    }
}

impl Preview {
    fn of(front: &Front, ctx: &ProfileContext, spoken: studio::Preview) -> Self {
        Self {
            audio_url: front.links.url(ctx, &MediaKey::Speech(spoken.sound)),
            duration_ms: spoken.duration_ms,
            voice_label: spoken.voice_label,
            words: spoken.words.iter().map(|word| PreviewWord::after(0, word)).collect(),
            timing: spoken.timing.into(),
            cost_micro_usd: spoken.cost.micro_usd(),
        }
    }
}

/// Hear a sentence in any voice; a voice that costs is paid
#[utoipa::path(post, path = "/api/v1/tts/preview", operation_id = "preview_voice", tag = "voices",
    params(ProfileHeader, KeyHeader), request_body = PreviewRequest,
    responses((status = 200, description = "It was spoken", body = Preview)))]
pub(crate) async fn preview(
    InProfile(ctx, OnceBody(once, body)): InProfile<OnceBody<PreviewRequest>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let (maker, at_work) = (front.clone(), ctx);
    let work = async move {
        let spoken = maker.studio.preview(&at_work, &body.text, &body.voice.try_into()?).await?;
        Ok(Preview::of(&maker, &at_work, spoken))
    };
    once.answer(&front, ctx, StatusCode::OK, work).await
}

/// How full the cache of spoken sentences is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpeechCache {
    sentences: usize,
    size_bytes: u64,
    /// The oldest sentences beyond it go when the store is tidied, once a day.
    limit_bytes: u64,
}

impl From<studio::CacheState> for SpeechCache {
    fn from(cache: studio::CacheState) -> Self {
        Self { sentences: cache.sentences, size_bytes: cache.bytes, limit_bytes: cache.limit_bytes }
    }
}

/// Show how full the cache of spoken sentences is
#[utoipa::path(get, path = "/api/v1/tts/cache", operation_id = "speech_cache", tag = "voices",
    params(ProfileHeader),
    responses((status = 200, description = "Of this store alone", body = SpeechCache)))]
pub(crate) async fn cache(
    InProfile(ctx, ()): InProfile,
    front: Data<Front>,
) -> Result<Json<SpeechCache>, Problem> {
    Ok(Json(front.studio.cache_state(&ctx, Cache::Speech).await?.into()))
}

/// Empty the cache of spoken sentences; what is needed again is spoken, and paid, anew
#[utoipa::path(delete, path = "/api/v1/tts/cache", operation_id = "clear_speech_cache", tag = "voices",
    params(ProfileHeader),
    responses((status = 200, description = "It is empty", body = SpeechCache)))]
pub(crate) async fn clear(
    InProfile(ctx, ()): InProfile,
    front: Data<Front>,
) -> Result<Json<SpeechCache>, Problem> {
    Ok(Json(front.studio.clear_cache(&ctx, Cache::Speech).await?.into()))
}
