//! Speech: a text to speak, who speaks it, and the port to the engines that do.

use std::{fmt, path::Path, str::FromStr, sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Cost, Language, ModelName, ProfileContext};

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

/// How a voice is bent to a store's taste; an engine takes what it knows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VoiceTuning {
    /// Higher or lower by so many Hz: -100 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pitch_hz: Option<i8>,
    /// Louder or softer by so many hundredths: -100 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume_percent: Option<i8>,
    /// From lively to even: 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stability_percent: Option<u8>,
    /// How closely a cloned voice is kept to its sample: 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub similarity_percent: Option<u8>,
    /// How much of the speaker's manner is exaggerated: 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub style_percent: Option<u8>,
}

impl VoiceTuning {
    /// Checks what a person chose.
    ///
    /// # Errors
    /// [`InvalidSpeech::Tuning`] when a value is out of its range.
    pub fn checked(self) -> Result<Self, InvalidSpeech> {
        let shifts = [self.pitch_hz, self.volume_percent];
        let shares = [self.stability_percent, self.similarity_percent, self.style_percent];
        let fits = shifts.iter().flatten().all(|shift| (-100..=100).contains(shift))
            && shares.iter().flatten().all(|share| *share <= 100);
        if fits { Ok(self) } else { Err(InvalidSpeech::Tuning) }
    }
}

/// A text to speak, with the voice to speak it: one sentence, or a few.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Speech {
    words: Vec<String>,
    voice: VoiceName,
    speed: Speed,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    model: Option<ModelName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<Language>,
    #[serde(default)]
    tuning: VoiceTuning,
}

impl Speech {
    /// Makes a speech of words as they were written.
    ///
    /// # Errors
    /// [`InvalidSpeech::Empty`] when no word has a letter or digit.
    pub fn new(words: Vec<String>, voice: VoiceName, speed: Speed) -> Result<Self, InvalidSpeech> {
        let speaks = words.iter().any(|word| word.chars().any(char::is_alphanumeric));
        let plain = Self { words, voice, speed, model: None, language: None, tuning: VoiceTuning::default() };
        if speaks { Ok(plain) } else { Err(InvalidSpeech::Empty) }
    }

    /// Returns the speech by another of the engine's models; by its standard one when absent.
    #[must_use]
    pub fn by_model(self, model: Option<ModelName>) -> Self {
        Self { model, ..self }
    }

    /// Returns the speech in a language, for voices that speak several; absent when it is not known.
    #[must_use]
    pub fn in_language(self, language: Option<Language>) -> Self {
        Self { language, ..self }
    }

    /// Returns the speech with its voice bent.
    #[must_use]
    pub fn tuned(self, tuning: VoiceTuning) -> Self {
        Self { tuning, ..self }
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

    /// Returns the engine's model, if it is not the standard one.
    pub const fn model(&self) -> Option<&ModelName> {
        self.model.as_ref()
    }

    /// Returns the language, if it is known.
    pub const fn language(&self) -> Option<&Language> {
        self.language.as_ref()
    }

    /// Returns how the voice is bent.
    pub const fn tuning(&self) -> VoiceTuning {
        self.tuning
    }
}

/// A voice of an engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// The name by which the engine knows it.
    pub name: VoiceName,
    /// What a person calls it.
    pub label: String,
    /// The language that it speaks, or the one that it speaks best.
    pub language: Language,
    /// Other languages that it speaks too.
    pub also_speaks: Vec<Language>,
    /// `female` or `male`, where the engine tells.
    pub gender: Option<String>,
    /// Where a sample of it can be heard, where the engine's makers keep one: an `https` address.
    pub sample_url: Option<String>,
}

impl Voice {
    /// Tells whether it speaks a language, whichever region of it.
    pub fn speaks(&self, language: &Language) -> bool {
        let same = |spoken: &Language| spoken.primary() == language.primary();
        same(&self.language) || self.also_speaks.iter().any(same)
    }
}

/// What an engine is, whatever its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    /// Its name as its makers write it, such as `eSpeak NG`.
    pub label: String,
    /// Whether it is only good enough to try things with.
    pub draft: bool,
    /// Where the text goes.
    pub privacy: Privacy,
    /// Whether it can learn a person's voice from a sample.
    pub clones: bool,
    /// What a person must know before using it, such as the terms of a licence.
    pub notice: Option<String>,
    /// How many speeches at once are faster than one after the other; at least 1.
    pub parallel: usize,
}

/// Where a text goes to be spoken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Privacy {
    /// It stays on the person's own machines.
    Local,
    /// It is sent away.
    Remote {
        /// To whom.
        to: String,
    },
}

/// A model of an engine that has several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechModel {
    /// What a voice's settings name.
    pub name: ModelName,
    /// What a person calls it.
    pub label: String,
    /// The languages that it speaks; empty when it is not known.
    pub languages: Vec<Language>,
    /// The most characters that it takes at once.
    pub max_characters: Option<u32>,
    /// What a thousand characters cost.
    pub cost_per_1000_characters: Cost,
}

/// A profile's account with an engine's makers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeechAccount {
    /// The plan, such as `creator`.
    pub plan: String,
    /// Whether it can be used now, as its makers write it, such as `active`.
    pub status: String,
    /// How many characters of the plan are used; absent when the key may not ask.
    pub used_characters: Option<u64>,
    /// How many there are.
    pub limit_characters: Option<u64>,
    /// When the count begins anew.
    pub resets_at: Option<DateTime<Utc>>,
    /// Whether it may clone voices.
    pub can_clone: bool,
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
    /// What it did cost, where the engine tells; else what was quoted.
    pub cost: Option<Cost>,
}

impl SpokenAudio {
    /// Returns how long it is, in milliseconds.
    pub fn length_ms(&self) -> u32 {
        let samples = u64::try_from(self.samples.len()).unwrap_or(u64::MAX);
        u32::try_from(samples.saturating_mul(1000) / u64::from(self.rate_hz.max(1))).unwrap_or(u32::MAX)
    }
}

/// Takes a speech's sound piece by piece, each as soon as it is there.
///
/// The words of a piece are those after the words of the one before it; their timings begin anew.
pub type TakePiece<'a> = &'a mut (dyn FnMut(SpokenAudio) + Send);

/// Speaks. A provider knows speech and price; it never books cost, touches files or jobs.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait TtsProvider: Send + Sync {
    /// Returns the engine's name.
    fn name(&self) -> ProviderName;
    /// Tells what it is, whatever its state.
    fn engine(&self) -> Engine;
    /// Names everything beside the speech that shapes its sound: the model's version, or a hash of its file. It is a
    /// part of the key under which sound is cached.
    fn fingerprint(&self, speech: &Speech) -> String;
    /// Returns what a speech would cost.
    fn quote(&self, speech: &Speech) -> Cost;
    /// Returns the true state, with the cure.
    async fn availability(&self, ctx: &ProfileContext) -> Availability;
    /// Lists the voices.
    async fn voices(&self, ctx: &ProfileContext) -> Result<Vec<Voice>, TtsError>;
    /// Speaks.
    async fn synthesize(&self, ctx: &ProfileContext, speech: &Speech) -> Result<SpokenAudio, TtsError>;
    /// Speaks, and hands over each piece as soon as it is there; engines that cannot hand over one.
    async fn stream<'a>(
        &self,
        ctx: &ProfileContext,
        speech: &Speech,
        take: TakePiece<'a>,
    ) -> Result<(), TtsError> {
        take(self.synthesize(ctx, speech).await?);
        Ok(())
    }
    /// Lists the models among which a voice's settings choose; none where there is no choice.
    async fn models(&self, _ctx: &ProfileContext) -> Result<Vec<SpeechModel>, TtsError> {
        Ok(Vec::new())
    }
    /// Returns the profile's account with the engine's makers, where there is one.
    async fn account(&self, _ctx: &ProfileContext) -> Result<Option<SpeechAccount>, TtsError> {
        Ok(None)
    }
    /// Returns the way to clone voices, where the engine can.
    fn cloner(&self) -> Option<Arc<dyn VoiceCloner>> {
        None
    }
}

/// A sample of a voice, checked and brought to a mono WAV file of 16 bits at 24 kHz.
#[derive(Debug, Clone, Copy)]
pub struct VoiceSample<'a> {
    /// Where it is.
    pub file: &'a Path,
    /// What a person calls the voice.
    pub label: &'a str,
    /// The language of the sample, if it is known.
    pub language: Option<&'a Language>,
}

/// Learns a person's voice from a sample.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait VoiceCloner: Send + Sync {
    /// Returns the shortest sample that makes a good voice.
    fn shortest_sample(&self) -> Duration;
    /// Learns a voice and returns its name; the same name and sample again is the same voice where the engine lets
    /// the caller choose names.
    async fn clone_voice<'a>(
        &self,
        ctx: &ProfileContext,
        wished: &VoiceName,
        sample: VoiceSample<'a>,
    ) -> Result<VoiceName, TtsError>;
    /// Forgets a voice; one that is gone is forgotten already.
    async fn forget_voice(&self, ctx: &ProfileContext, voice: &VoiceName) -> Result<(), TtsError>;
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
    /// A shift or share is out of range.
    #[error("pitch and volume go from -100 to 100, the other shares from 0 to 100")]
    Tuning,
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
    /// The profile's key for it is missing, wrong or not allowed to do this: the cure says which.
    #[error("{cure}")]
    KeyRefused {
        /// What the person can do.
        cure: String,
    },
    /// The profile's account with its makers has nothing left: the cure says where to get more.
    #[error("{cure}")]
    OutOfCredit {
        /// What the person can do.
        cure: String,
    },
    /// The text is longer than it takes: shorten it or choose another model.
    #[error(
        "the text has {length} characters, and the model takes at most {limit}; shorten it or choose another model"
    )]
    TooLong {
        /// How long the text is.
        length: usize,
        /// The most that is taken.
        limit: usize,
    },
    /// It refuses what it was asked, and will do so again: change what the message names.
    #[error("{0}")]
    Refused(String),
    /// It has too much to do: try again, not before the wait is over where one is told.
    #[error("the voice engine has too much to do now; it will be tried again")]
    Busy {
        /// How long to wait.
        retry_after: Option<Duration>,
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
        let shrill = VoiceTuning { pitch_hz: Some(101), ..VoiceTuning::default() };
        assert_eq!(shrill.checked(), Err(InvalidSpeech::Tuning));
    }
}
