//! Cloning: a voice is learned from an uploaded sample, looked at, and forgotten.

use actix_multipart::{Field, Multipart};
use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::{CLONING_CONSENT, MAX_SAMPLE_BYTES, MediaKey, NotASample, ProfileContext, VoiceLabel};
use futures_util::TryStreamExt as _;
use serde::Serialize;
use studio::{CloneError, VoiceToClone};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    Links,
    error::{Code, Problem},
    extract::InProfile,
    front::Front,
    once::Once,
    openapi::{KeyHeader, ProfileHeader},
    page::PageQuery,
    server::resource,
    upload::{FORM_BYTES, Received, announced, broken, keep},
};

/// The most bytes of a field that is no file.
const FIELD_BYTES: usize = 1000;

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/api/v1/tts/clone-voice", "POST").route(web::post().to(clone)))
        .service(resource("/api/v1/tts/cloned-voices", "GET").route(web::get().to(list)))
        .service(
            resource("/api/v1/tts/cloned-voices/{id}", "GET, DELETE")
                .route(web::get().to(find))
                .route(web::delete().to(forget)),
        );
}

/// The form by which a voice is cloned.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes what the form holds")]
pub(crate) struct CloneForm {
    /// A recording of the voice: WAV, MP3, M4A, AAC, OGG or FLAC, at most 20 MB and 5 minutes.
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    /// What the voice is called: 1 to 80 characters.
    name: String,
    /// An engine that clones voices.
    provider: String,
    /// The language that is spoken in the recording, such as `en`.
    language: String,
    /// `true` by whoever agrees to `consent_text` of the list of cloned voices.
    consent: bool,
}

/// A voice that was learned from a sample.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClonedVoice {
    id: Uuid,
    provider: String,
    /// What a project's voice is set to.
    voice: String,
    /// What a person calls it.
    name: String,
    language: String,
    sample_duration_ms: u32,
    /// The SHA-256 of the sample as it is kept: WAV, mono, 16 bits at 24 kHz.
    sample_sha256: String,
    /// A signed link to the sample, good for an hour.
    sample_url: String,
    /// What was agreed to.
    consent_text: String,
    consent_by: Uuid,
    consent_at: DateTime<Utc>,
    created_at: DateTime<Utc>,
}

impl ClonedVoice {
    fn of(voice: domain::ClonedVoice, links: &Links, ctx: &ProfileContext) -> Self {
        Self {
            id: voice.id.uuid(),
            sample_url: links.url(ctx, &MediaKey::VoiceSample(voice.id)),
            provider: voice.provider.to_string(),
            voice: voice.voice.to_string(),
            name: voice.label.as_str().to_owned(),
            language: voice.language.to_string(),
            sample_duration_ms: voice.sample.duration_ms,
            sample_sha256: voice.sample.sha256.to_string(),
            consent_text: voice.consent.text,
            consent_by: voice.consent.by.uuid(),
            consent_at: voice.consent.at,
            created_at: voice.created_at,
        }
    }
}

/// The cloned voices of a store, and what is to be agreed to for another one.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClonedVoices {
    items: Vec<ClonedVoice>,
    /// Always null: it is one page.
    #[schema(required)]
    next_cursor: Option<String>,
    /// What whoever clones a voice agrees to; show it beside the box to tick.
    consent_text: &'static str,
}

/// Clone a voice from a recording whose speaker agrees
#[utoipa::path(post, path = "/api/v1/tts/clone-voice", operation_id = "clone_voice", tag = "voices",
    params(ProfileHeader, KeyHeader),
    request_body(content = CloneForm, content_type = "multipart/form-data"),
    responses((status = 201, description = "The voice, which can speak now", body = ClonedVoice)))]
pub(crate) async fn clone(
    InProfile(ctx, form): InProfile<Multipart>,
    request: HttpRequest,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    if announced(&request).is_some_and(|bytes| bytes > MAX_SAMPLE_BYTES.saturating_add(FORM_BYTES)) {
        return Err(too_large());
    }
    let Filled { recording, name, provider, language, consent } = receive(form, &front).await?;
    let content = [&name, &provider, &language, &consent].map(String::as_bytes);
    let once = Once::of(&request, &[&content[..], &[&recording.sha256]].concat())?;
    let wanted = wanted(&name, &provider, &language, &consent)?;
    let (cloning, key) = (front.clone(), once.key().cloned());
    let work = async move {
        let made = cloning.studio.clone_voice(&ctx, wanted, recording.file.path(), key.as_ref()).await?;
        Ok(ClonedVoice::of(made, &cloning.links, &ctx))
    };
    once.answer(&front, ctx, StatusCode::CREATED, work).await
}

/// The form as it came.
struct Filled {
    recording: Received,
    name: String,
    provider: String,
    language: String,
    consent: String,
}

async fn receive(mut form: Multipart, front: &Front) -> Result<Filled, Problem> {
    let mut recording = None;
    let mut texts: [Option<String>; 4] = Default::default();
    while let Some(field) = form.try_next().await.map_err(broken)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" && recording.is_none() {
            recording = Some(keep(field, front, MAX_SAMPLE_BYTES, too_large).await?);
            continue;
        }
        let place = FIELDS.iter().position(|known| *known == name);
        match place.and_then(|place| texts.get_mut(place)) {
            Some(slot) if slot.is_none() => *slot = Some(text(field).await?),
            _ => {
                let detail = format!(
                    "Send each of file, {} once, and nothing else (there is {name:?}).",
                    FIELDS.join(", ")
                );
                return Err(Problem::new(Code::UploadFieldUnknown, detail));
            }
        }
    }
    let recording = recording.ok_or_else(|| {
        Problem::new(Code::UploadFileMissing, "Send the recording in the form's field `file`.")
    })?;
    let [name, provider, language, consent] = texts;
    // Whoever says nothing of consent does not agree.
    let missing = |field: &str| Problem::new(Code::InvalidBody, format!("Send the form's field `{field}`."));
    Ok(Filled {
        recording,
        name: name.ok_or_else(|| missing("name"))?,
        provider: provider.ok_or_else(|| missing("provider"))?,
        language: language.ok_or_else(|| missing("language"))?,
        consent: consent.unwrap_or_default(),
    })
}

/// The fields beside the file.
const FIELDS: [&str; 4] = ["name", "provider", "language", "consent"];

async fn text(mut field: Field) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.try_next().await.map_err(broken)? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > FIELD_BYTES {
            return Err(Problem::new(
                Code::InvalidBody,
                "A field beside the file may have at most 1,000 bytes. Send less.",
            ));
        }
    }
    String::from_utf8(bytes)
        .map_err(|_bad| Problem::new(Code::InvalidBody, "A field beside the file is not UTF-8 text."))
}

fn wanted(name: &str, provider: &str, language: &str, consent: &str) -> Result<VoiceToClone, CloneError> {
    Ok(VoiceToClone {
        consents: consent == "true",
        label: VoiceLabel::parse(name)?,
        provider: provider.parse()?,
        language: language.trim().parse()?,
    })
}

fn too_large() -> Problem {
    CloneError::NotASample(NotASample::TooLarge).into()
}

/// List the cloned voices, newest first
#[utoipa::path(get, path = "/api/v1/tts/cloned-voices", operation_id = "list_cloned_voices", tag = "voices",
    params(ProfileHeader, PageQuery),
    responses((status = 200, description = "All of them, in one page", body = ClonedVoices)))]
pub(crate) async fn list(
    InProfile(ctx, query): InProfile<Query<PageQuery>>,
    front: Data<Front>,
) -> Result<Json<ClonedVoices>, Problem> {
    query.whole()?;
    let voices = front.studio.cloned_voices(&ctx).await?;
    let items = voices.into_iter().map(|voice| ClonedVoice::of(voice, &front.links, &ctx)).collect();
    Ok(Json(ClonedVoices { items, next_cursor: None, consent_text: CLONING_CONSENT }))
}

/// Find a cloned voice
#[utoipa::path(get, path = "/api/v1/tts/cloned-voices/{id}", operation_id = "find_cloned_voice", tag = "voices",
    params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 200, description = "The voice", body = ClonedVoice)))]
pub(crate) async fn find(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<Json<ClonedVoice>, Problem> {
    let voice = front.studio.cloned_voice(&ctx, id.into_inner().into()).await?;
    Ok(Json(ClonedVoice::of(voice, &front.links, &ctx)))
}

/// Forget a cloned voice and its sample; videos that it spoke stay
#[utoipa::path(delete, path = "/api/v1/tts/cloned-voices/{id}", operation_id = "forget_cloned_voice",
    tag = "voices", params(ProfileHeader, ("id" = Uuid, Path)),
    responses((status = 204, description = "It is forgotten, by its engine too")))]
pub(crate) async fn forget(
    InProfile(ctx, id): InProfile<Path<Uuid>>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    front.studio.forget_voice(&ctx, id.into_inner().into()).await?;
    Ok(HttpResponse::NoContent().finish())
}
