//! The bodies of the protocol, version 1; `sidecars/voices/README.md` describes them.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

/// What to say, by which engine, in whose voice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Request<'a> {
    /// The engine.
    pub engine: &'a str,
    /// The text.
    pub input: &'a str,
    /// The voice.
    pub voice: &'a str,
    /// Whose voices there are beside those for everybody.
    pub tenant: &'a str,
    /// The language of the text, if it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<&'a str>,
    /// Faster or slower than the voice's own speed, such as `+10%`.
    pub rate: String,
    /// Louder or softer, such as `-5%`.
    pub volume: String,
    /// Higher or lower, such as `+10Hz`.
    pub pitch: String,
}

/// A recording to learn a voice from.
#[derive(Debug, Clone, Copy)]
pub struct Recording<'a> {
    /// The engine that learns.
    pub engine: &'a str,
    /// Whose voice it will be.
    pub tenant: &'a str,
    /// The voice's name: a UUID or slug.
    pub voice: &'a str,
    /// What a person calls it.
    pub label: &'a str,
    /// The language of the recording, if it is known.
    pub language: Option<&'a str>,
}

/// How a sound is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AudioFormat {
    /// MPEG layer III.
    Mp3,
    /// PCM in a RIFF file.
    Wav,
}

/// Where a part of the text lies in the sound, in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Mark {
    /// The part: a word, or a sentence.
    pub text: String,
    /// Where it begins.
    pub start_ms: u32,
    /// Where it ends.
    pub end_ms: u32,
}

/// A sound as the engine produced it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Sound {
    /// The file.
    #[serde(deserialize_with = "decoded")]
    pub audio: Vec<u8>,
    /// How it is written.
    pub format: AudioFormat,
    /// Where the parts of the text lie, in order.
    pub marks: Vec<Mark>,
}

fn decoded<'de, D: serde::Deserializer<'de>>(text: D) -> Result<Vec<u8>, D::Error> {
    STANDARD.decode(String::deserialize(text)?).map_err(serde::de::Error::custom)
}

/// Whether an engine can speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EngineState {
    /// It can.
    Ready,
    /// It will be able to soon.
    Loading,
    /// The operator has not turned everything on that it needs.
    Off,
    /// It can't, for now.
    Unavailable,
}

/// What an engine tells of itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EngineCondition {
    /// Its name.
    pub name: String,
    /// Whether it can speak.
    pub state: EngineState,
    /// What would change that.
    pub cure: Option<String>,
    /// The version of its package.
    pub version: String,
    /// Its model.
    pub model: Option<String>,
    /// What changes with the model.
    pub fingerprint: Option<String>,
    /// The languages that it speaks; empty when it does not know yet.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Whether it learns voices.
    #[serde(default)]
    pub cloning: bool,
}

/// What the service tells of itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Health {
    /// Its version.
    pub version: String,
    /// Its engines.
    pub engines: Vec<EngineCondition>,
}

/// A voice of an engine.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ListedVoice {
    /// The name by which the engine knows it.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// Its language.
    pub language: String,
    /// Other languages that it speaks too.
    #[serde(default)]
    pub languages: Vec<String>,
    /// `female` or `male`, where it is told.
    pub gender: Option<String>,
    /// Whether it was learned from a sample of the tenant.
    #[serde(default)]
    pub cloned: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Voices {
    pub(crate) voices: Vec<ListedVoice>,
}
