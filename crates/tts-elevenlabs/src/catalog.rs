//! The catalogue: the voices and models that a profile's key may use.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use domain::{Language, TtsError, Voice, VoiceName};
use reqwest::Method;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    cures::{self, Asked},
    keys::Access,
    models::{self, Model},
    price::Price,
    wire::{Call, Kind, Wire},
};

/// How long a list of voices is good.
const VOICES_LAST: Duration = Duration::from_mins(1);
/// How long a list of models is good.
const MODELS_LAST: Duration = Duration::from_mins(10);
/// Voices on a page; the service allows no more.
const PAGE: &str = "100";
/// No more pages are read.
const MOST_PAGES: usize = 50;
/// The most that a page may have, in bytes.
const LARGEST: usize = 16 * 1024 * 1024;

/// A voice as the service describes it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct WireVoice {
    pub(crate) voice_id: VoiceName,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    labels: Option<HashMap<String, Value>>,
    #[serde(default)]
    preview_url: Option<String>,
    #[serde(default)]
    verified_languages: Option<Vec<VerifiedLanguage>>,
    #[serde(default)]
    pub(crate) description: Option<String>,
    #[serde(default)]
    pub(crate) voice_verification: Option<Verification>,
}

#[derive(Debug, Clone, Deserialize)]
struct VerifiedLanguage {
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    locale: Option<String>,
}

/// Whether a voice waits for its speaker's proof.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Verification {
    #[serde(default)]
    requires_verification: bool,
    #[serde(default)]
    is_verified: bool,
}

impl WireVoice {
    /// Tells whether it may not speak before its speaker's proof.
    pub(crate) fn waits_for_proof(&self) -> bool {
        self.voice_verification.is_some_and(|state| state.requires_verification && !state.is_verified)
    }

    /// Returns what a person chooses from. `model` speaks; by it, a voice speaks the languages that it is not verified
    /// for, too.
    fn offered(&self, model: Option<&Model>) -> Voice {
        let spoken = model.map_or(&[][..], |model| &model.languages);
        let label = |name: &str| self.labels.as_ref()?.get(name)?.as_str();
        let verified = self.verified_languages.iter().flatten().filter_map(|verified| {
            let tag = |text: &Option<String>| tag(text.as_deref()?, spoken);
            tag(&verified.locale).or_else(|| tag(&verified.language))
        });
        let mut languages: Vec<Language> =
            label("language").and_then(|text| tag(text, spoken)).into_iter().chain(verified).collect();
        // A finer tag of the voice's own language says more.
        if let [first, others @ ..] = &mut *languages
            && let Some(finer) = others.iter().find(|other| other.primary() == first.primary())
        {
            *first = finer.clone();
        }
        let languages = languages.into_iter().chain(spoken.iter().map(|(language, _name)| language.clone()));
        let mut seen = HashSet::new();
        let mut languages = languages.filter(|language| seen.insert(language.primary().to_owned()));
        let named = self.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let own = self.labels.as_ref().is_some_and(|labels| labels.contains_key("language"))
            || self.verified_languages.as_ref().is_some_and(|verified| !verified.is_empty());
        let language = if own { languages.next() } else { None };
        Voice {
            name: self.voice_id.clone(),
            label: named.unwrap_or(self.voice_id.as_str()).to_owned(),
            language: language.unwrap_or_else(unknown_language),
            also_speaks: languages.collect(),
            gender: label("gender")
                .map(str::to_lowercase)
                .filter(|gender| ["female", "male"].contains(&&**gender)),
            sample_url: self.preview_url.clone().filter(|url| url.starts_with("https://")),
        }
    }
}

/// Reads a language that is told as a tag such as `en-US`, or by the name that the models' list has for it.
fn tag(text: &str, named: &[(Language, String)]) -> Option<Language> {
    let text = text.trim().replace('_', "-");
    let by_name = named.iter().find(|(_, name)| name.eq_ignore_ascii_case(&text));
    if let Some((language, _name)) = by_name {
        return Some(language.clone());
    }
    text.parse().ok().filter(|tag: &Language| (2..=3).contains(&tag.primary().len()))
}

/// The language of a voice of which the service tells none: undetermined, as BCP 47 has it.
#[expect(clippy::expect_used, reason = "a constant that is a tag")]
fn unknown_language() -> Language {
    "und".parse().expect("it is a tag")
}

/// Returns the voices, from a minute ago at most, as the model that speaks by default speaks by them.
///
/// # Errors
/// A [`TtsError`] when the service does not answer, or refuses.
pub(crate) async fn voices(wire: &Wire, access: &Access, price: &Price) -> Result<Vec<Voice>, TtsError> {
    let voices = access.answers.voices.get(VOICES_LAST, fetch_voices(wire, access)).await?;
    let models = known_models(wire, access, price, Kind::Look).await?;
    let model = models
        .iter()
        .flat_map(|models| models.iter())
        .find(|model| model.name.as_str() == models::DEFAULT_MODEL);
    Ok(voices.iter().map(|voice| voice.offered(model)).collect())
}

#[derive(Deserialize)]
struct Page {
    voices: Vec<Value>,
    #[serde(default)]
    has_more: bool,
    #[serde(default)]
    next_page_token: Option<String>,
}

/// Asks for the voices now.
///
/// # Errors
/// As for [`voices`].
pub(crate) async fn fetch_voices(wire: &Wire, access: &Access) -> Result<Arc<Vec<WireVoice>>, TtsError> {
    let (mut voices, mut names) = (Vec::new(), HashSet::new());
    let mut token: Option<String> = None;
    for _page in 0..MOST_PAGES {
        let mut query = vec![("page_size", PAGE)];
        query.extend(token.as_deref().map(|token| ("next_page_token", token)));
        let page: Page = list(wire, access, &["v2", "voices"], (&query, Kind::Look), Asked::Voices).await?;
        let read = page.voices.into_iter().filter_map(voice);
        voices.extend(read.filter(|voice| names.insert(voice.voice_id.clone())));
        let next = page.next_page_token.filter(|next| page.has_more && token.as_ref() != Some(next));
        if next.is_none() {
            return Ok(Arc::new(voices));
        }
        token = next;
    }
    tracing::warn!(
        tts.provider = "elevenlabs",
        voices = voices.len(),
        "there are more voices than are listed"
    );
    Ok(Arc::new(voices))
}

fn voice(entry: Value) -> Option<WireVoice> {
    match serde_json::from_value(entry) {
        Ok(voice) => Some(voice),
        Err(error) => {
            let error: &(dyn std::error::Error + 'static) = &error;
            tracing::warn!(error, "a voice of ElevenLabs was left out, since it could not be understood");
            None
        }
    }
}

/// Returns the models that speak, from some minutes ago at most; nothing when the key may not ask.
///
/// # Errors
/// A [`TtsError`] when the service does not answer.
pub(crate) async fn known_models(
    wire: &Wire,
    access: &Access,
    price: &Price,
    kind: Kind,
) -> Result<Option<Arc<Vec<Model>>>, TtsError> {
    let fetch = async {
        let list: Vec<Value> = match list(wire, access, &["v1", "models"], (&[], kind), Asked::Models).await {
            Ok(list) => list,
            Err(TtsError::KeyRefused { .. }) => return Ok(None),
            Err(error) => return Err(error),
        };
        let models = models::read(list);
        for model in &models {
            model.credits_a_character.inspect(|a_character| price.remember(&model.name, *a_character));
        }
        Ok(Some(Arc::new(models)))
    };
    access.answers.models.get(MODELS_LAST, fetch).await
}

async fn list<T: DeserializeOwned>(
    wire: &Wire,
    access: &Access,
    path: &[&str],
    (query, kind): (&[(&str, &str)], Kind),
    asked: Asked<'_>,
) -> Result<T, TtsError> {
    let call = Call { kind, method: &Method::GET, path, query, largest: LARGEST };
    let answer = wire.ask(access, call, Ok).await;
    let body = answer.map_err(|error| cures::told(error, asked))?.body.map_err(TtsError::Failed)?;
    serde_json::from_slice(&body).map_err(|error| {
        let reason = access.without_key(&error.to_string());
        TtsError::Failed(format!("the answer of ElevenLabs could not be understood: {reason}"))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn flash() -> Model {
        let languages =
            json!([{ "language_id": "en", "name": "English" }, { "language_id": "ro", "name": "Romanian" }]);
        let model = json!({ "model_id": models::DEFAULT_MODEL, "can_do_text_to_speech": true, "languages": languages });
        models::read(vec![model]).remove(0)
    }

    fn offered(voice: Value) -> Voice {
        super::voice(voice).unwrap().offered(Some(&flash()))
    }

    fn tags(voice: &Voice) -> Vec<&str> {
        [&voice.language].into_iter().chain(&voice.also_speaks).map(Language::as_str).collect()
    }

    #[test]
    fn a_voice_speaks_its_own_language_then_those_it_is_verified_for_then_those_of_the_model() {
        let voice = offered(json!({
            "voice_id": "abc",
            "name": " Rachel ",
            "labels": { "language": "en", "gender": "Female", "accent": "american", "age": null },
            "preview_url": "https://storage.example/rachel.mp3",
            "verified_languages": [
                { "language": "en", "locale": "en-US", "model_id": "x" },
                { "language": "de", "locale": null },
                { "language": "??" },
            ],
        }));
        assert_eq!(tags(&voice), ["en-us", "de", "ro"]);
        assert_eq!((&*voice.label, voice.gender.as_deref()), ("Rachel", Some("female")));
        assert_eq!(voice.sample_url.as_deref(), Some("https://storage.example/rachel.mp3"));
    }

    #[test]
    fn what_a_voice_does_not_tell_is_not_made_up() {
        let voice =
            offered(json!({ "voice_id": "abc", "labels": null, "preview_url": "http://x.example/a.mp3" }));
        assert_eq!(tags(&voice), ["und", "en", "ro"]);
        assert_eq!((&*voice.label, voice.gender.as_deref(), voice.sample_url), ("abc", None, None));
        let labels = json!({ "language": "Romanian", "gender": "neutral" });
        let voice = offered(json!({ "voice_id": "abc", "labels": labels }));
        assert_eq!((tags(&voice), voice.gender.as_deref()), (vec!["ro", "en"], None));
        assert!(super::voice(json!({ "voice_id": "" })).is_none());
    }
}
