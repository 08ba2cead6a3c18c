//! Speaking: a text becomes sound, part by part.

use domain::{ModelName, Speech, SpokenAudio, TtsError, VoiceName};
use reqwest::{Method, header::HeaderMap};
use serde::Serialize;

use crate::{
    cures::{self, Asked},
    keys::Access,
    models,
    price::{Credits, Price},
    sound::{self, FORMAT, Sound},
    split::split,
    tuning::VoiceSettings,
    wire::{Answer, Call, Kind, Wire},
};

/// No part has more characters, whatever the model takes: a lost answer then costs no more, and comes within minutes.
const LONGEST_PART: usize = 5_000;
/// The most that an answer may have beside a second of sound for each character, in bytes.
const LARGEST_FRAME: usize = 4 * 1024 * 1024;
/// A second of sound as base64, in bytes.
const SECOND: usize = 64 * 1024;
/// No answer may have more bytes: over a quarter of an hour of sound.
const LARGEST: usize = 64 * 1024 * 1024;
/// What of the text around a part is told, in characters.
const CONTEXT: usize = 500;
/// How many earlier answers a part may name.
const MOST_BEFORE: usize = 3;

/// Tells whether a voice's name can be one of the service's ids.
pub(crate) fn is_id(voice: &VoiceName) -> bool {
    voice.as_str().len() <= 64
        && voice.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

#[derive(Debug, Serialize)]
struct Body<'a> {
    text: &'a str,
    model_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    language_code: Option<&'a str>,
    voice_settings: VoiceSettings,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_text: Option<String>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    previous_request_ids: &'a [String],
}

/// A speech on its way.
pub(crate) struct Speaking<'a> {
    pub(crate) wire: &'a Wire,
    pub(crate) access: &'a Access,
    pub(crate) price: &'a Price,
    pub(crate) speech: &'a Speech,
    pub(crate) model: &'a ModelName,
    /// The most characters that the model takes at once.
    pub(crate) limit: usize,
}

impl Speaking<'_> {
    /// Speaks the whole text.
    ///
    /// # Errors
    /// A [`TtsError`]; [`TtsError::Partly`] when something was paid.
    pub(crate) async fn speak(&self) -> Result<SpokenAudio, TtsError> {
        let settings = VoiceSettings::of(self.speech, self.model)?;
        let words = self.speech.words();
        let (mut sound, mut requests) = (Sound::default(), Vec::new());
        for range in split(words, self.limit.min(LONGEST_PART))? {
            let part = words.get(range.clone()).unwrap_or_default();
            let (before, after) = words.split_at_checked(range.end).unwrap_or((words, &[]));
            let before = before.get(..range.start).unwrap_or_default();
            let spent = sound.spent;
            let said = self.say(settings, [before, part, after], (&mut sound, &mut requests)).await;
            said.map_err(|error| error.after_spending(spent))?;
        }
        Ok(sound.whole())
    }

    /// Speaks a part and adds it to the sound.
    async fn say(
        &self,
        settings: VoiceSettings,
        [before, part, after]: [&[String]; 3],
        (sound, requests): (&mut Sound, &mut Vec<String>),
    ) -> Result<(), TtsError> {
        let text = part.join(" ");
        let length = text.chars().count();
        let stitches = !models::is_third(self.model);
        let named = if stitches { last(requests) } else { &[] };
        let language = self.speech.language().map(domain::Language::primary);
        let body = Body {
            text: &text,
            model_id: self.model.as_str(),
            language_code: language.filter(|code| code.len() == 2 && models::takes_language(self.model)),
            voice_settings: settings,
            previous_text: (stitches && named.is_empty()).then(|| end_of(before)).flatten(),
            next_text: stitches.then(|| beginning_of(after)).flatten(),
            previous_request_ids: named,
        };
        let answer = self.order(&body, length).await?;
        let told = header(&answer.headers, "character-cost")
            .and_then(Credits::read)
            .map(|credits| self.price.of(credits));
        let request = header(&answer.headers, "request-id").map(str::to_owned);
        let read = sound::read(answer, part.to_vec(), self.access).await;
        let part = read.map_err(|error| error.after_spending(told.unwrap_or_default()))?;
        let quoted = || self.price.of_characters(length, self.price.a_character(self.model));
        sound.add(part, told, quoted);
        match request {
            Some(request) => requests.push(request),
            // Without one of them the others do not lead here.
            None => requests.clear(),
        }
        Ok(())
    }

    async fn order(&self, body: &Body<'_>, length: usize) -> Result<Answer, TtsError> {
        let path = ["v1", "text-to-speech", self.speech.voice().as_str(), "with-timestamps"];
        let largest = LARGEST_FRAME.saturating_add(SECOND.saturating_mul(length)).min(LARGEST);
        let call = Call {
            kind: Kind::Order,
            method: &Method::POST,
            path: &path,
            query: &[("output_format", FORMAT)],
            largest,
        };
        let place = self.access.slots.take(self.wire.patience.slot).await?;
        let answer = self.wire.ask(self.access, call, |request| Ok(request.json(body))).await;
        drop(place);
        let asked = Asked::Speech { voice: self.speech.voice(), length, limit: self.limit };
        answer.map_err(|error| cures::told(error, asked))
    }
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// Returns the last answers, as many as a part may name.
fn last(requests: &[String]) -> &[String] {
    requests.get(requests.len().saturating_sub(MOST_BEFORE)..).unwrap_or_default()
}

/// Returns the last words, as many as are told; nothing when there are none.
fn end_of(words: &[String]) -> Option<String> {
    let mut length = 0;
    let near = words.iter().rev().take_while(|word| {
        length += word.chars().count() + 1;
        length <= CONTEXT
    });
    joined(words.get(words.len() - near.count()..))
}

/// Returns the first words, as many as are told; nothing when there are none.
fn beginning_of(words: &[String]) -> Option<String> {
    let mut length = 0;
    let near = words.iter().take_while(|word| {
        length += word.chars().count() + 1;
        length <= CONTEXT
    });
    joined(words.get(..near.count()))
}

fn joined(words: Option<&[String]>) -> Option<String> {
    Some(words?.join(" ")).filter(|text| !text.trim().is_empty())
}
