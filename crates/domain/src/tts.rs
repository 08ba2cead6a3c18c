//! Speech: a text to speak, who speaks it, and the port to the engines that do.

use std::{fmt, str::FromStr};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Cost, Language, ProfileContext};

/// A speech engine's name, such as `espeak-ng`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProviderName(String);

/// The name by which an engine knows one of its voices, such as `en-us`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VoiceName(String);

macro_rules! name {
    ($name:ident) => {
        impl $name {
            /// Returns the name.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidSpeech;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let plain = (1..=120).contains(&text.chars().count()) && !text.chars().any(char::is_control);
                if plain { Ok(Self(text.to_owned())) } else { Err(InvalidSpeech::Name) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidSpeech;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name!(ProviderName);
name!(VoiceName);

/// How fast to speak, in hundredths of the voice's own speed: 50 to 200.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Speed(u16);

impl Speed {
    /// The voice's own speed.
    pub const NORMAL: Self = Self(100);

    /// Takes a speed in hundredths.
    ///
    /// # Errors
    /// [`InvalidSpeech::Speed`] outside 50 to 200.
    pub fn percent(percent: u16) -> Result<Self, InvalidSpeech> {
        if (50..=200).contains(&percent) { Ok(Self(percent)) } else { Err(InvalidSpeech::Speed) }
    }

    /// Returns the speed in hundredths.
    pub const fn as_percent(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Speed {
    type Error = InvalidSpeech;

    fn try_from(percent: u16) -> Result<Self, Self::Error> {
        Self::percent(percent)
    }
}

impl From<Speed> for u16 {
    fn from(speed: Speed) -> Self {
        speed.0
    }
}

/// Who speaks, and how: the choice that a project keeps.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct VoiceChoice {
    /// The engine.
    pub provider: ProviderName,
    /// Its voice.
    pub voice: VoiceName,
    /// How fast.
    pub speed: Speed,
}

/// A text to speak, with the voice to speak it: one sentence, or a few.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Speech {
    words: Vec<String>,
    voice: VoiceName,
    speed: Speed,
}

impl Speech {
    /// Makes a speech of words as they were written.
    ///
    /// # Errors
    /// [`InvalidSpeech::Empty`] when no word has a letter or digit.
    pub fn new(words: Vec<String>, voice: VoiceName, speed: Speed) -> Result<Self, InvalidSpeech> {
        let speaks = words.iter().any(|word| word.chars().any(char::is_alphanumeric));
        if speaks { Ok(Self { words, voice, speed }) } else { Err(InvalidSpeech::Empty) }
    }

    /// Returns the words as they were written; the sound has one timing for each.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Returns the words with single spaces between them.
    pub fn text(&self) -> String {
        self.words.join(" ")
    }

    /// Returns the voice.
    pub const fn voice(&self) -> &VoiceName {
        &self.voice
    }

    /// Returns the speed.
    pub const fn speed(&self) -> Speed {
        self.speed
    }
}

/// A voice of an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The name by which the engine knows it.
    pub name: VoiceName,
    /// What a person calls it.
    pub label: String,
    /// The language that it speaks.
    pub language: Language,
    /// `female` or `male`, where the engine tells.
    pub gender: Option<String>,
}

/// Whether an engine can speak now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Availability {
    /// It can.
    Available {
        /// The engine's version.
        version: String,
    },
    /// It can't, and what would change that.
    Unavailable {
        /// What the person or the operator can do.
        cure: String,
    },
}

/// How exactly word timings are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimingKind {
    /// The engine told each word's place.
    Native,
    /// Summed from the lengths of phonemes.
    Phoneme,
    /// Estimated from the words' weights.
    Estimated,
}

/// Where a word lies in the sound, in milliseconds from its beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordTiming {
    /// Where it begins.
    pub start_ms: u32,
    /// Where it ends.
    pub end_ms: u32,
}

/// Spoken sound: mono PCM from -1 to 1, and where each word of the speech lies in it.
#[derive(Debug, Clone, PartialEq)]
pub struct SpokenAudio {
    /// The samples.
    pub samples: Vec<f32>,
    /// Samples a second.
    pub rate_hz: u32,
    /// One timing for each word of the speech, in order, none before the one ahead of it.
    pub words: Vec<WordTiming>,
    /// How exactly the timings are known.
    pub timing: TimingKind,
}

/// Speaks. A provider knows speech and price; it never books cost, touches files or jobs.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait TtsProvider: Send + Sync {
    /// Returns the engine's name.
    fn name(&self) -> ProviderName;
    /// Tells whether it is only a draft voice, good enough to try things with.
    fn is_draft(&self) -> bool;
    /// Names the model and version that shape the sound; a part of the key under which sound is cached.
    fn model(&self) -> String;
    /// Returns what a speech would cost.
    fn quote(&self, speech: &Speech) -> Cost;
    /// Returns the true state, with the cure.
    async fn availability(&self, ctx: &ProfileContext) -> Availability;
    /// Lists the voices.
    async fn voices(&self, ctx: &ProfileContext) -> Result<Vec<Voice>, TtsError>;
    /// Speaks.
    async fn synthesize(&self, ctx: &ProfileContext, speech: &Speech) -> Result<SpokenAudio, TtsError>;
}

/// Says what is wrong with a speech, a voice's name or a speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidSpeech {
    /// There is nothing to say.
    #[error("there are no words to speak")]
    Empty,
    /// A name cannot be one.
    #[error("the name of a provider or voice has 1 to 120 characters on one line")]
    Name,
    /// The speed is out of range.
    #[error("the speed must be between 0.5 and 2")]
    Speed,
}

/// An engine's refusal.
#[derive(Debug, thiserror::Error)]
pub enum TtsError {
    /// It has no such voice: choose another.
    #[error("the voice {0} does not exist here; choose one of the list")]
    NoSuchVoice(VoiceName),
    /// It is not there: apply the cure.
    #[error("{cure}")]
    Unavailable {
        /// What the person or the operator can do.
        cure: String,
    },
    /// It gave no sound, or sound that cannot be the speech: try again, or change the text.
    #[error("the voice gave no usable sound: {0}")]
    BadSound(String),
    /// It failed otherwise.
    #[error("the voice engine failed: {0}")]
    Failed(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speech_has_words_and_a_speed_in_range() {
        let voice: VoiceName = "en-us".parse().unwrap();
        assert!(Speech::new(vec!["Hi!".into()], voice.clone(), Speed::NORMAL).is_ok());
        assert_eq!(Speech::new(vec!["!".into()], voice, Speed::NORMAL), Err(InvalidSpeech::Empty));
        assert_eq!(Speed::percent(49), Err(InvalidSpeech::Speed));
        assert!("a\nb".parse::<VoiceName>().is_err());
    }
}
