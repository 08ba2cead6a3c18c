//! A voice that refuses.
#![expect(clippy::expect_used, reason = "the names are written here")]

use std::sync::atomic::{AtomicUsize, Ordering};

use async_trait::async_trait;
use domain::{
    Availability, Cost, Engine, ProfileContext, ProviderName, Speech, SpokenAudio, TtsError, TtsProvider,
    Voice,
};

use crate::tone_tts::ToneTts;

/// The voice of [`ToneTts`] under another name, which refuses for a while or for good, and counts how often it is
/// asked to speak.
#[derive(Debug)]
pub struct RefusingTts {
    name: &'static str,
    language: &'static str,
    micro_usd_a_character: i64,
    refusal: fn() -> TtsError,
    refusals: usize,
    asked: AtomicUsize,
}

impl RefusingTts {
    /// Makes a free English voice that always refuses.
    pub const fn new(name: &'static str, refusal: fn() -> TtsError) -> Self {
        let (language, asked) = ("en-us", AtomicUsize::new(0));
        Self { name, language, micro_usd_a_character: 0, refusal, refusals: usize::MAX, asked }
    }

    /// Returns the voice as one that speaks after so many refusals.
    #[must_use]
    pub const fn times(mut self, refusals: usize) -> Self {
        self.refusals = refusals;
        self
    }

    /// Returns the voice at a price.
    #[must_use]
    pub const fn priced(mut self, micro_usd_a_character: i64) -> Self {
        self.micro_usd_a_character = micro_usd_a_character;
        self
    }

    /// Returns the voice as one of another language.
    #[must_use]
    pub const fn speaking(mut self, language: &'static str) -> Self {
        self.language = language;
        self
    }

    /// Returns how often it was asked to speak.
    pub fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

#[async_trait]
impl TtsProvider for RefusingTts {
    fn name(&self) -> ProviderName {
        self.name.parse().expect("a name")
    }

    fn engine(&self) -> Engine {
        Engine { label: self.name.to_owned(), draft: false, ..ToneTts.engine() }
    }

    fn fingerprint(&self, _speech: &Speech) -> String {
        self.name.to_owned()
    }

    fn quote(&self, speech: &Speech) -> Cost {
        let characters = i64::try_from(speech.text().chars().count()).unwrap_or(i64::MAX);
        Cost(characters.saturating_mul(self.micro_usd_a_character))
    }

    async fn availability(&self, ctx: &ProfileContext) -> Availability {
        ToneTts.availability(ctx).await
    }

    async fn voices(&self, ctx: &ProfileContext) -> Result<Vec<Voice>, TtsError> {
        let language = self.language.parse().expect("a language");
        let mut voices = ToneTts.voices(ctx).await?;
        for voice in &mut voices {
            voice.language = domain::Language::clone(&language);
        }
        Ok(voices)
    }

    async fn synthesize(&self, ctx: &ProfileContext, speech: &Speech) -> Result<SpokenAudio, TtsError> {
        if self.asked.fetch_add(1, Ordering::SeqCst) < self.refusals {
            return Err((self.refusal)());
        }
        ToneTts.synthesize(ctx, speech).await
    }
}
