//! A voice that is a tone.
#![expect(clippy::expect_used, reason = "the names are written here")]

use async_trait::async_trait;
use domain::{
    Availability, Cost, Engine, Privacy, ProfileContext, ProviderName, Speech, SpokenAudio, TimingKind,
    TtsError, TtsProvider, Voice, VoiceName, WordTiming,
};

/// A voice that sounds a tone for each word, as long as the word has letters.
#[derive(Debug, Clone, Copy, Default)]
pub struct ToneTts;

impl ToneTts {
    const RATE_HZ: u32 = 22_050;
    const MS_PER_LETTER: u32 = 60;

    /// Sounds a tone for each word of a speech, whoever is to speak it.
    pub fn sounded(speech: &Speech) -> SpokenAudio {
        let mut words = Vec::with_capacity(speech.words().len());
        let mut end_ms = 0;
        for word in speech.words() {
            let letters = u32::try_from(word.chars().count()).unwrap_or(u32::MAX);
            let length =
                letters.saturating_mul(Self::MS_PER_LETTER) * 100 / u32::from(speech.speed().as_percent());
            words.push(WordTiming { start_ms: end_ms, end_ms: end_ms + length });
            end_ms += length;
        }
        let count = (u64::from(end_ms) * u64::from(Self::RATE_HZ)).div_ceil(1000);
        // A square wave of 441 Hz: 25 samples up, 25 down.
        let samples = (0..count).map(|n| if n / 25 % 2 == 0 { 0.25 } else { -0.25 }).collect();
        SpokenAudio { samples, rate_hz: Self::RATE_HZ, words, timing: TimingKind::Native, cost: None }
    }

    fn voice() -> Voice {
        Voice {
            name: "en-us".parse().expect("a name"),
            label: "Tone".to_owned(),
            language: "en-us".parse().expect("a language"),
            also_speaks: Vec::new(),
            gender: None,
            sample_url: None,
        }
    }
}

#[async_trait]
impl TtsProvider for ToneTts {
    fn name(&self) -> ProviderName {
        "tone".parse().expect("a name")
    }

    fn engine(&self) -> Engine {
        engine("Tone", true)
    }

    fn fingerprint(&self, _speech: &Speech) -> String {
        "tone-1".to_owned()
    }

    fn quote(&self, _speech: &Speech) -> Cost {
        Cost::FREE
    }

    async fn availability(&self, _ctx: &ProfileContext) -> Availability {
        Availability::Available { version: "1".to_owned() }
    }

    async fn voices(&self, _ctx: &ProfileContext) -> Result<Vec<Voice>, TtsError> {
        Ok(vec![Self::voice()])
    }

    async fn synthesize(&self, _ctx: &ProfileContext, speech: &Speech) -> Result<SpokenAudio, TtsError> {
        let known: VoiceName = Self::voice().name;
        if *speech.voice() != known {
            return Err(TtsError::NoSuchVoice(speech.voice().clone()));
        }
        Ok(Self::sounded(speech))
    }
}

/// The voice of [`ToneTts`] at a price: 1,000 micro-USD a character.
#[derive(Debug, Clone, Copy, Default)]
pub struct PaidTone;

impl PaidTone {
    /// What a character costs, in micro-USD.
    pub const MICRO_USD_A_CHARACTER: i64 = 1000;
}

#[async_trait]
impl TtsProvider for PaidTone {
    fn name(&self) -> ProviderName {
        "paid-tone".parse().expect("a name")
    }

    fn engine(&self) -> Engine {
        engine("Paid tone", false)
    }

    fn fingerprint(&self, _speech: &Speech) -> String {
        "paid-tone-1".to_owned()
    }

    fn quote(&self, speech: &Speech) -> Cost {
        let characters = i64::try_from(speech.text().chars().count()).unwrap_or(i64::MAX);
        Cost(characters.saturating_mul(Self::MICRO_USD_A_CHARACTER))
    }

    async fn availability(&self, ctx: &ProfileContext) -> Availability {
        ToneTts.availability(ctx).await
    }

    async fn voices(&self, ctx: &ProfileContext) -> Result<Vec<Voice>, TtsError> {
        ToneTts.voices(ctx).await
    }

    async fn synthesize(&self, ctx: &ProfileContext, speech: &Speech) -> Result<SpokenAudio, TtsError> {
        ToneTts.synthesize(ctx, speech).await
    }
}

fn engine(label: &str, draft: bool) -> Engine {
    Engine {
        label: label.to_owned(),
        draft,
        privacy: Privacy::Local,
        clones: false,
        notice: None,
        parallel: 2,
    }
}
