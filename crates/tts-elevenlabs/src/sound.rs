//! Sound: what the service answers, read, proved and put together.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::{Cost, Secret, SpokenAudio, TimingKind, TtsError, WordTiming};
use reqwest::header::CONTENT_TYPE;
use serde::Deserialize;
use tokio::task::spawn_blocking;

use crate::{
    keys::Access,
    refusal::Refusal,
    timings::{self, Alignment},
    wire::Answer,
};

/// Every plan may have sound at this rate as plain numbers.
pub(crate) const RATE_HZ: u32 = 24_000;
/// The service's name for it.
pub(crate) const FORMAT: &str = "pcm_24000";

/// The sound of a part.
pub(crate) struct Part {
    samples: Vec<f32>,
    words: Vec<WordTiming>,
    timing: TimingKind,
}

/// What is there of a speech's sound.
#[derive(Default)]
pub(crate) struct Sound {
    samples: Vec<f32>,
    words: Vec<WordTiming>,
    estimated: bool,
    /// What was paid for it: as told, else as quoted.
    pub(crate) spent: Cost,
    /// Whether any of it was told.
    told: bool,
}

impl Sound {
    /// Adds a part after what is there, with what was told that it did cost, else what was quoted.
    pub(crate) fn add(&mut self, part: Part, told: Option<Cost>, quoted: impl FnOnce() -> Cost) {
        let (before, estimated) = (self.length_ms(), part.timing != TimingKind::Native);
        let moved = part.words.into_iter().map(|word| WordTiming {
            start_ms: word.start_ms.saturating_add(before),
            end_ms: word.end_ms.saturating_add(before),
        });
        self.words.extend(moved);
        self.samples.extend(part.samples);
        self.estimated |= estimated;
        self.told |= told.is_some();
        self.spent = self.spent.plus(told.unwrap_or_else(quoted));
    }

    /// Returns all of it.
    pub(crate) fn whole(self) -> SpokenAudio {
        let timing = if self.estimated { TimingKind::Estimated } else { TimingKind::Native };
        let cost = self.told.then_some(self.spent);
        SpokenAudio { samples: self.samples, rate_hz: RATE_HZ, words: self.words, timing, cost }
    }

    fn length_ms(&self) -> u32 {
        length_ms(self.samples.len())
    }
}

fn length_ms(samples: usize) -> u32 {
    let ms = u64::try_from(samples).unwrap_or(u64::MAX).saturating_mul(1000) / u64::from(RATE_HZ);
    u32::try_from(ms).unwrap_or(u32::MAX)
}

/// The answer to a part, as the service writes it.
#[derive(Deserialize)]
struct Spoken {
    audio_base64: String,
    #[serde(default)]
    alignment: Option<Alignment>,
    #[serde(default)]
    normalized_alignment: Option<Alignment>,
}

/// Reads the sound of these words out of an answer.
///
/// # Errors
/// [`TtsError::Failed`] when the answer is not whole, [`TtsError::BadSound`] when it is no sound.
pub(crate) async fn read(answer: Answer, words: Vec<String>, access: &Access) -> Result<Part, TtsError> {
    let kind =
        answer.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("none").to_owned();
    let body = answer
        .body
        .map_err(|reason| TtsError::Failed(format!("the answer of ElevenLabs was cut: {reason}")))?;
    if !kind.starts_with("application/json") {
        let kind: String = access.without_key(&kind).chars().take(60).collect();
        return Err(TtsError::BadSound(format!("ElevenLabs answers {kind} where JSON is agreed")));
    }
    // Some megabytes are decoded: not on a thread that must not block.
    let key = access.secret.clone();
    let part = spawn_blocking(move || part(&body, &words, &key)).await;
    part.map_err(|error| TtsError::Failed(error.to_string()))?.map_err(TtsError::BadSound)
}

fn part(body: &[u8], words: &[String], key: &Secret) -> Result<Part, String> {
    let spoken: Spoken = serde_json::from_slice(body).map_err(|_other| {
        let refusal = Refusal::of_body(200, body, key).map(|refusal| refusal.words());
        refusal.unwrap_or_else(|| "the answer of ElevenLabs is JSON without sound".to_owned())
    })?;
    let bytes =
        BASE64_STANDARD.decode(&spoken.audio_base64).map_err(|error| format!("it is not base64: {error}"))?;
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err("it ends in the middle of a sample".to_owned());
    }
    if pairs.is_empty() {
        return Err("there is none".to_owned());
    }
    let samples: Vec<f32> = pairs.iter().map(|pair| f32::from(i16::from_le_bytes(*pair)) / 32768.0).collect();
    let alignments = [spoken.alignment.as_ref(), spoken.normalized_alignment.as_ref()];
    let (words, timing) = timings::place(words, alignments, length_ms(samples.len()));
    Ok(Part { samples, words, timing })
}
