//! Speech in the form of OpenAI's API, so that its clients can use a store's voices within its budget.
//!
//! A refusal is a problem as everywhere, with the member `error` that those clients read.

use actix_web::{
    HttpResponse,
    web::{self, Bytes, Data, Json, Query, ServiceConfig},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{Availability, ProfileContext, SoundFormat, Speed};
use futures_util::stream;
use serde::{Deserialize, Serialize};
use serde_json::json;
use studio::{RAW_RATE_HZ, Saying, SayingBy};
use utoipa::{IntoParams, ToSchema};

use crate::{
    error::{Code, Problem},
    extract::{Body, InProfile},
    front::Front,
    openapi::ProfileHeader,
    server::resource,
    wav,
};

/// The most characters of a request, as OpenAI's own.
const MAX_CHARS: usize = 4096;
/// Names of OpenAI's models, which many clients insist on: they mean the store's own engine.
const OTHERS_MODELS: [&str; 4] = ["default", "tts-1", "tts-1-hd", "gpt-4o-mini-tts"];

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/v1/audio/speech", "POST").route(web::post().to(speech)))
        .service(resource("/v1/audio/voices", "GET").route(web::get().to(voices)));
}

/// A text to speak.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SpeechRequest {
    /// An engine's name, such as `kokoro`; `default`, or one of OpenAI's names, for the store's own.
    model: String,
    /// At most 4,096 characters.
    input: String,
    /// The id of one of the engine's voices, or `default`; also as an object with the `id`.
    #[schema(value_type = String)]
    voice: Named,
    #[serde(default)]
    response_format: Format,
    /// 0.5 to 2; the store's own when absent.
    speed: Option<f64>,
    /// Taken and not followed: none of the engines can.
    #[serde(default, rename = "instructions")]
    #[schema(required = false)]
    _instructions: Option<String>,
    #[serde(default)]
    stream_format: StreamFormat,
}

/// A name, by itself or as the `id` of an object.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Named {
    Plain(String),
    Object { id: String },
}

impl Named {
    fn as_str(&self) -> &str {
        match self {
            Self::Plain(name) | Self::Object { id: name } => name,
        }
    }
}

/// The form of the sound; `pcm` is mono at 24 kHz with 16 bits, little endian.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Format {
    #[default]
    Mp3,
    Opus,
    Aac,
    Flac,
    Wav,
    Pcm,
}

/// How the sound comes: as it is, or in events of base64 (`pcm` and `wav`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StreamFormat {
    #[default]
    Audio,
    Sse,
}

impl Format {
    /// Returns the form that has to be packed whole; `wav` and `pcm` come sentence by sentence.
    const fn packed(self) -> Option<SoundFormat> {
        match self {
            Self::Mp3 => Some(SoundFormat::Mp3),
            Self::Opus => Some(SoundFormat::Opus),
            Self::Aac => Some(SoundFormat::Aac),
            Self::Flac => Some(SoundFormat::Flac),
            Self::Wav | Self::Pcm => None,
        }
    }
}

/// Speak a text, in the form of OpenAI's API
#[utoipa::path(post, path = "/v1/audio/speech", operation_id = "create_speech", tag = "voices",
    params(ProfileHeader), request_body = SpeechRequest,
    responses((status = 200, description = "The sound; the first sentence of wav and pcm comes early",
        content_type = "audio/mpeg", body = Vec<u8>)))]
pub(crate) async fn speech(
    InProfile(ctx, Body(body)): InProfile<Body<SpeechRequest>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    answer(ctx, front, body).await.map_err(in_their_form)
}

async fn answer(
    ctx: ProfileContext,
    front: Data<Front>,
    body: SpeechRequest,
) -> Result<HttpResponse, Problem> {
    let length = body.input.chars().count();
    if length > MAX_CHARS {
        let detail = format!(
            "The input has {length} characters, and at most {MAX_CHARS} are taken. Send it in parts."
        );
        return Err(Problem::new(Code::ScriptTooLong, detail));
    }
    let format = body.response_format;
    let sse = body.stream_format == StreamFormat::Sse;
    if sse && format.packed().is_some() {
        let detail = "Events come with the response_format pcm or wav alone. Choose one of them, or stream_format audio.";
        return Err(Problem::new(Code::InvalidBody, detail));
    }
    let saying = front.studio.begin_saying(&ctx, &body.input, by(&body)?).await?;
    let Some(packed) = format.packed() else {
        return Ok(if sse {
            events(front, ctx, saying, format, length)
        } else {
            sound(front, ctx, saying, format).await?
        });
    };
    let said = front.studio.say_as_file(&ctx, saying, packed).await?;
    let bytes = tokio::fs::read(said.path()).await?;
    Ok(HttpResponse::Ok().content_type(packed.media_type()).body(bytes))
}

fn by(body: &SpeechRequest) -> Result<SayingBy, Problem> {
    let named = |name: &str| (!name.is_empty() && name != "default").then(|| name.to_owned());
    let provider = named(&body.model).filter(|name| !OTHERS_MODELS.contains(&name.as_str()));
    let speed = |speed: f64| Speed::percent(u16::try_from(domain::whole(speed * 100.0)).unwrap_or(u16::MAX));
    Ok(SayingBy {
        provider: provider.map(|name| name.parse()).transpose()?,
        voice: named(body.voice.as_str()).map(|name| name.parse()).transpose()?,
        model: None,
        speed: body.speed.map(speed).transpose()?,
    })
}

/// Says the first sentence before the answer begins, so that what fails at once is refused in words.
async fn sound(
    front: Data<Front>,
    ctx: ProfileContext,
    mut saying: Saying,
    format: Format,
) -> Result<HttpResponse, Problem> {
    let first = front.studio.say_next(&ctx, &mut saying).await?.unwrap_or_default();
    let mut begun = if format == Format::Wav { wav::endless_head(RAW_RATE_HZ).to_vec() } else { Vec::new() };
    begun.extend(wav::bytes(&first));
    let pieces =
        stream::try_unfold((Some(begun), front, ctx, saying), |(begun, front, ctx, mut saying)| async move {
            let bytes = match begun {
                Some(begun) => Some(begun),
                None => front
                    .studio
                    .say_next(&ctx, &mut saying)
                    .await
                    .map_err(logged)?
                    .map(|next| wav::bytes(&next)),
            };
            Ok::<_, Problem>(bytes.map(|bytes| (Bytes::from(bytes), (None, front, ctx, saying))))
        });
    let media_type = if format == Format::Wav { "audio/wav" } else { "audio/pcm" };
    Ok(HttpResponse::Ok().content_type(media_type).streaming(pieces))
}

/// What of a stream of events is to be sent next.
enum Next {
    Head,
    Sound,
    Nothing,
}

fn events(
    front: Data<Front>,
    ctx: ProfileContext,
    saying: Saying,
    format: Format,
    characters: usize,
) -> HttpResponse {
    let begin = if format == Format::Wav { Next::Head } else { Next::Sound };
    let pieces =
        stream::try_unfold((begin, front, ctx, saying), move |(next, front, ctx, mut saying)| async move {
            let delta =
                |bytes: &[u8]| json!({ "type": "speech.audio.delta", "audio": STANDARD.encode(bytes) });
            let (event, then) = match next {
                Next::Head => (delta(&wav::endless_head(RAW_RATE_HZ)), Next::Sound),
                Next::Sound => match front.studio.say_next(&ctx, &mut saying).await.map_err(logged)? {
                    Some(sentence) => (delta(&wav::bytes(&sentence)), Next::Sound),
                    None => (done(characters), Next::Nothing),
                },
                Next::Nothing => return Ok::<_, Problem>(None),
            };
            Ok(Some((Bytes::from(format!("data: {event}\n\n")), (then, front, ctx, saying))))
        });
    HttpResponse::Ok().content_type("text/event-stream").streaming(pieces)
}

/// The last event. The engines count characters, so those stand where OpenAI counts tokens.
fn done(characters: usize) -> serde_json::Value {
    let usage = json!({ "input_tokens": characters, "output_tokens": 0, "total_tokens": characters });
    json!({ "type": "speech.audio.done", "usage": usage })
}

/// What fails once the answer has begun breaks it off, and only the log can tell why.
fn logged(error: studio::SpeakError) -> Problem {
    let problem = Problem::from(error);
    tracing::warn!(error = %problem, "a speech broke off");
    problem
}

/// Adds what OpenAI's clients read.
fn in_their_form(problem: Problem) -> Problem {
    let (code, message) = (problem.code().as_str(), problem.detail().to_owned());
    problem.with(
        "error",
        json!({ "message": message, "type": "invalid_request_error", "param": null, "code": code }),
    )
}

/// Whose voices are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct EngineQuery {
    /// An engine's name; the voices of every engine that is ready when absent.
    model: Option<String>,
}

/// The voices.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpeechVoices {
    voices: Vec<SpeechVoice>,
}

/// A voice, and the model that speaks with it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SpeechVoice {
    id: String,
    name: String,
    model: String,
    /// Such as `en-us`.
    language: String,
}

/// List the voices, in the form of OpenAI's API
#[utoipa::path(get, path = "/v1/audio/voices", operation_id = "list_speech_voices", tag = "voices",
    params(ProfileHeader, EngineQuery),
    responses((status = 200, description = "Of every engine that is ready", body = SpeechVoices)))]
pub(crate) async fn voices(
    InProfile(ctx, query): InProfile<Query<EngineQuery>>,
    front: Data<Front>,
) -> Result<Json<SpeechVoices>, Problem> {
    let mut voices = Vec::new();
    for engine in front.studio.providers(&ctx, None).await? {
        let ready = matches!(engine.availability, Availability::Available { .. });
        if !ready || query.model.as_deref().is_some_and(|model| model != engine.name.as_str()) {
            continue;
        }
        let of_engine = front.studio.voices(&ctx, &engine.name, None).await?;
        voices.extend(of_engine.into_iter().map(|voice| SpeechVoice {
            id: voice.name.to_string(),
            name: voice.label,
            model: engine.name.to_string(),
            language: voice.language.to_string(),
        }));
    }
    Ok(Json(SpeechVoices { voices }))
}
