//! Narrations without a video: a script spoken as a job, and what leaves as sound, captions or data.

use std::sync::Arc;

use actix_files::NamedFile;
use actix_web::{
    HttpRequest, HttpResponse,
    http::{
        StatusCode,
        header::{CACHE_CONTROL, HeaderValue},
    },
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::{KeptNarration, MediaKey, NarrationState as Kept, ProfileContext, SoundFormat, VoiceChoice};
use serde::{Deserialize, Serialize};
use studio::NarrationDraft;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    clips::savable,
    error::{Code, Problem},
    extract::InProfile,
    front::Front,
    jobs::Job,
    media::disposition,
    once::OnceBody,
    openapi::{KeyHeader, ProfileHeader},
    page::{Page, PageQuery},
    previews::{PreviewWord, Timing},
    projects::VoiceSettings,
    refusals::sentence,
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/api/v1/tts/generate", "POST").route(web::post().to(generate)))
        .service(resource("/api/v1/tts/narrations", "GET").route(web::get().to(list)))
        .service(
            resource("/api/v1/tts/narrations/{id}", "GET, DELETE")
                .route(web::get().to(find))
                .route(web::delete().to(delete)),
        )
        .service(resource("/api/v1/tts/narrations/{id}/export", "GET").route(web::get().to(export)));
}

/// What is to be spoken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NarrationRequest {
    /// At most 10,000 characters.
    script: String,
    /// The store's voice unless said.
    #[schema(nullable = false)]
    voice: Option<VoiceSettings>,
}

impl NarrationRequest {
    fn draft(self) -> Result<NarrationDraft, Problem> {
        let voice: Option<VoiceChoice> = self.voice.map(TryInto::try_into).transpose()?;
        Ok(NarrationDraft { script: self.script, voice })
    }
}

/// How far a narration is: waiting for its job, spoken, or failed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NarrationState {
    Waiting,
    Spoken,
    Failed,
}

/// A script that is spoken without a video.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Narration {
    id: Uuid,
    /// The job that speaks it.
    job_id: Uuid,
    script: String,
    /// Who was chosen to speak.
    voice: VoiceSettings,
    state: NarrationState,
    /// Why it could not be spoken; null unless it failed.
    #[schema(required)]
    failure: Option<String>,
    /// Who spoke, as a person reads it; null until then.
    #[schema(required)]
    voice_label: Option<String>,
    #[schema(required)]
    duration_ms: Option<u32>,
    /// What the person should know, such as that another voice than the chosen one spoke.
    notes: Vec<String>,
    created_at: DateTime<Utc>,
}

impl From<KeptNarration> for Narration {
    fn from(kept: KeptNarration) -> Self {
        let (state, failure, spoken) = match kept.state {
            Kept::Waiting => (NarrationState::Waiting, None, None),
            Kept::Failed(reason) => (NarrationState::Failed, Some(sentence(&reason)), None),
            Kept::Spoken(spoken) => (NarrationState::Spoken, None, Some(spoken)),
        };
        Self {
            id: kept.id.uuid(),
            job_id: kept.job.uuid(),
            script: kept.script.into(),
            voice: kept.voice.into(),
            state,
            failure,
            duration_ms: spoken.as_ref().map(|spoken| spoken.duration_ms),
            voice_label: spoken.as_ref().map(|spoken| spoken.voice_label.clone()),
            notes: spoken.map(|spoken| spoken.notes).unwrap_or_default(),
            created_at: kept.created_at,
        }
    }
}

/// A narration with its sentences.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WholeNarration {
    #[serde(flatten)]
    narration: Narration,
    /// None until it is spoken.
    sentences: Vec<NarratedSentence>,
}

/// A spoken sentence.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NarratedSentence {
    text: String,
    /// Where it begins in the whole.
    start_ms: u32,
    /// How long it is, with the pause after it.
    duration_ms: u32,
    /// The words' places in the whole.
    words: Vec<PreviewWord>,
    timing: Timing,
    /// Where it can be heard, for an hour: a WAV file; it is not there any more when it was cleared from the cache.
    audio_url: String,
}

fn sentences(front: &Front, ctx: &ProfileContext, narration: domain::Narration) -> Vec<NarratedSentence> {
    let mut before = domain::Frames(0);
    let mut sentences = Vec::with_capacity(narration.sentences.len());
    for sentence in narration.sentences {
        let start_ms = before.ms();
        let texts: Vec<&str> = sentence.words.iter().map(|word| word.text.as_str()).collect();
        sentences.push(NarratedSentence {
            text: texts.join(" "),
            start_ms,
            duration_ms: sentence.frames.ms(),
            words: sentence.words.iter().map(|word| PreviewWord::after(start_ms, word)).collect(),
            timing: sentence.timing.into(),
            audio_url: front.links.url(ctx, &MediaKey::Speech(sentence.sound)),
        });
        before = before.plus(sentence.frames);
    }
    sentences
}

/// Speak a script without a video
///
/// What it will cost is set aside at once. The same Idempotency-Key again answers with the same job; its result names
/// the narration.
#[utoipa::path(post, path = "/api/v1/tts/generate", operation_id = "generate_narration", tag = "narrations",
    params(ProfileHeader, KeyHeader), request_body = NarrationRequest,
    responses((status = 202, description = "The job", body = Job)))]
pub(crate) async fn generate(
    InProfile(ctx, OnceBody(once, body)): InProfile<OnceBody<NarrationRequest>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let (studio, key, draft) = (Arc::clone(&front.studio), once.key().cloned(), body.draft()?);
    let work = async move { Ok(Job::from(studio.queue_narration(&ctx, draft, key.as_ref()).await?)) };
    once.answer(&front, ctx, StatusCode::ACCEPTED, work).await
}

/// List narrations, newest first
#[utoipa::path(get, path = "/api/v1/tts/narrations", operation_id = "list_narrations", tag = "narrations",
    params(ProfileHeader, PageQuery),
    responses((status = 200, description = "A page of them", body = Page<Narration>)))]
pub(crate) async fn list(
    InProfile(ctx, query): InProfile<Query<PageQuery>>,
    front: Data<Front>,
) -> Result<Json<Page<Narration>>, Problem> {
    Ok(Json(Page::of(front.studio.narrations(&ctx, &query.request()?).await?, Narration::from)))
}

/// Find a narration, with its sentences and words
#[utoipa::path(get, path = "/api/v1/tts/narrations/{id}", operation_id = "find_narration", tag = "narrations",
    params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 200, description = "The narration", body = WholeNarration)))]
pub(crate) async fn find(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<Json<WholeNarration>, Problem> {
    Ok(Json(whole(&front, &ctx, id.into_inner()).await?))
}

async fn whole(front: &Front, ctx: &ProfileContext, id: Uuid) -> Result<WholeNarration, Problem> {
    let kept = front.studio.narration(ctx, id.into()).await?;
    let spoken = front.studio.spoken_narration(ctx, id.into()).await?;
    let sentences = spoken.map(|spoken| sentences(front, ctx, spoken)).unwrap_or_default();
    Ok(WholeNarration { narration: kept.into(), sentences })
}

/// Delete a narration; its job is stopped, and its sentences stay in the cache
#[utoipa::path(delete, path = "/api/v1/tts/narrations/{id}", operation_id = "delete_narration", tag = "narrations",
    params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 204, description = "It is deleted")))]
pub(crate) async fn delete(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    front.studio.delete_narration(&ctx, id.into_inner().into()).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// The form in which a narration leaves.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExportFormat {
    Wav,
    Mp3,
    M4a,
    Srt,
    Vtt,
    Json,
}

impl ExportFormat {
    const fn ending(self) -> &'static str {
        match self {
            Self::Wav => "wav",
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Srt => "srt",
            Self::Vtt => "vtt",
            Self::Json => "json",
        }
    }

    const fn media_type(self) -> &'static str {
        match self {
            Self::Wav => "audio/wav",
            Self::Mp3 => SoundFormat::Mp3.media_type(),
            Self::M4a => SoundFormat::M4a.media_type(),
            Self::Srt => "application/x-subrip; charset=utf-8",
            Self::Vtt => "text/vtt; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// Which form is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct ExportQuery {
    /// `wav`, `mp3` or `m4a` for the sound, `srt` or `vtt` for captions, `json` for sentences and words.
    #[param(inline)]
    format: ExportFormat,
}

/// Save a narration as sound, captions or data
#[utoipa::path(get, path = "/api/v1/tts/narrations/{id}/export", operation_id = "export_narration",
    tag = "narrations", params(ProfileHeader, ("id" = Uuid, Path), ExportQuery),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream")))]
pub(crate) async fn export(
    InProfile(ctx, (id, query)): InProfile<(Path<Uuid>, Query<ExportQuery>)>,
    request: HttpRequest,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let (id, format) = (id.into_inner(), query.format);
    let kept = front.studio.narration(&ctx, id.into()).await?;
    let name = file_name(kept.script.as_str(), format.ending());
    let spoken = front.studio.spoken_narration(&ctx, id.into()).await?;
    let spoken = spoken.ok_or(studio::ExportError::NotSpoken)?;
    let packed = match format {
        ExportFormat::Wav => None,
        ExportFormat::Mp3 => Some(SoundFormat::Mp3),
        ExportFormat::M4a => Some(SoundFormat::M4a),
        ExportFormat::Srt => return Ok(text(format, &name, domain::srt(&spoken))),
        ExportFormat::Vtt => return Ok(text(format, &name, domain::vtt(&spoken))),
        ExportFormat::Json => {
            let whole = WholeNarration { narration: kept.into(), sentences: sentences(&front, &ctx, spoken) };
            let json = serde_json::to_string_pretty(&whole);
            let json = json.map_err(|error| Problem::new(Code::Internal, "Try again.").because(&error))?;
            return Ok(text(format, &name, json));
        }
    };
    let sound = front.studio.narration_sound(&ctx, id.into(), packed).await?;
    // The open file is read to its end though its name goes with `sound`.
    let file = NamedFile::open(sound.path())?;
    let media_type = format.media_type().parse().unwrap_or(actix_web::mime::APPLICATION_OCTET_STREAM);
    let mut response = file
        .set_content_type(media_type)
        .set_content_disposition(disposition(Some(&name)))
        .into_response(&request);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn text(format: ExportFormat, name: &str, body: String) -> HttpResponse {
    HttpResponse::Ok().content_type(format.media_type()).insert_header(disposition(Some(name))).body(body)
}

/// Names a file by the first words of the script.
fn file_name(script: &str, ending: &str) -> String {
    let words: Vec<&str> = script.split_whitespace().take(8).collect();
    let name = savable(&words.join(" "));
    if name.is_empty() { format!("narration.{ending}") } else { format!("{name}.{ending}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_by_the_first_words() {
        let script = "Our new candle: it burns for sixty hours, and more.";
        assert_eq!(file_name(script, "mp3"), "Our new candle it burns for sixty hours,.mp3");
        assert_eq!(file_name("...?", "srt"), "narration.srt");
    }
}
