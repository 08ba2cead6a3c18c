//! The adapter.

use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use async_trait::async_trait;
use domain::{
    Availability, Cost, Engine, Privacy, ProfileContext, ProviderName, Speech, SpokenAudio, TimingKind,
    TtsError, TtsProvider, Voice, WordTiming,
};
use phonemes::{EspeakError, EspeakLibrary, EspeakPaths};
use tokio::task::spawn_blocking;

use crate::{
    catalog::Catalog,
    process::{self, LIMIT, Said, SpeakerCommand},
    speaker::{Answer, Request},
};

/// Silence that stays after the last sound; espeak-ng adds up to a second.
const TAIL_MS: usize = 50;

/// The draft voice.
///
/// A library that is missing is no error until someone speaks, and one installed meanwhile is found then.
#[derive(Debug, Clone)]
pub struct Espeak {
    speaker: SpeakerCommand,
    limit: Duration,
    paths: EspeakPaths,
    catalog: Arc<OnceLock<Catalog>>,
}

impl Espeak {
    /// Makes the voice of the library in `paths`, spoken by the processes of `speaker`.
    pub fn new(paths: EspeakPaths, speaker: SpeakerCommand) -> Self {
        Self { speaker, limit: LIMIT, paths, catalog: Arc::default() }
    }

    /// Reads the voices once they are there; blocks for some milliseconds the first time.
    fn catalog(&self) -> Result<&Catalog, EspeakError> {
        if let Some(catalog) = self.catalog.get() {
            return Ok(catalog);
        }
        let catalog = Catalog::of(EspeakLibrary::open(&self.paths)?)?;
        Ok(self.catalog.get_or_init(|| catalog))
    }

    /// Looks something up in the catalog, away from the threads that must not block.
    async fn look_up<T: Send + 'static>(
        &self,
        what: impl FnOnce(&Catalog) -> T + Send + 'static,
    ) -> Result<T, TtsError> {
        let this = self.clone();
        let found = spawn_blocking(move || this.catalog().map(what)).await;
        found.map_err(|error| TtsError::Failed(error.to_string()))?.map_err(|error| unavailable(&error))
    }
}

#[async_trait]
impl TtsProvider for Espeak {
    #[expect(clippy::expect_used, reason = "a constant that is a name")]
    fn name(&self) -> ProviderName {
        "espeak-ng".parse().expect("it is a name")
    }

    fn engine(&self) -> Engine {
        Engine {
            label: "eSpeak NG".to_owned(),
            draft: true,
            privacy: Privacy::Local,
            clones: false,
            notice: None,
            // Each speech is a process of its own.
            parallel: 2,
        }
    }

    fn fingerprint(&self, _speech: &Speech) -> String {
        self.catalog().map_or_else(
            |_| "espeak-ng".to_owned(),
            |catalog| format!("espeak-ng {}", catalog.library.version()),
        )
    }

    fn quote(&self, _speech: &Speech) -> Cost {
        Cost::FREE
    }

    async fn availability(&self, _ctx: &ProfileContext) -> Availability {
        let paths = self.paths.clone();
        match spawn_blocking(move || EspeakLibrary::open(&paths)).await {
            Ok(Ok(library)) => Availability::Available { version: library.version().to_owned() },
            Ok(Err(error)) => Availability::Unavailable { cure: error.to_string() },
            Err(error) => Availability::Unavailable { cure: error.to_string() },
        }
    }

    async fn voices(&self, _ctx: &ProfileContext) -> Result<Vec<Voice>, TtsError> {
        self.look_up(|catalog| catalog.voices.clone()).await
    }

    async fn synthesize(&self, _ctx: &ProfileContext, speech: &Speech) -> Result<SpokenAudio, TtsError> {
        let asked = speech.clone();
        let request = self.look_up(move |catalog| request(catalog, &asked)).await??;
        let said = process::speak(&self.speaker, &request, self.limit).await?;
        spoken(said, speech.words().len())
    }
}

fn request(catalog: &Catalog, speech: &Speech) -> Result<Request, TtsError> {
    let voice =
        catalog.identifier(speech.voice()).ok_or_else(|| TtsError::NoSuchVoice(speech.voice().clone()))?;
    Ok(Request {
        library: catalog.library.path().to_owned(),
        data: catalog.library.data().map(ToOwned::to_owned),
        voice: voice.to_owned(),
        words: speech.words().to_vec(),
        speed_percent: speech.speed().as_percent(),
    })
}

fn spoken(said: Said, words: usize) -> Result<SpokenAudio, TtsError> {
    let (rate_hz, spans) = match said.answer {
        Answer::Spoken { rate_hz, words } => (rate_hz, words),
        Answer::NoSound => {
            let reason = "it says nothing for this text; change the text or choose another voice";
            return Err(TtsError::BadSound(reason.to_owned()));
        }
        Answer::Unavailable { cure } => return Err(TtsError::Unavailable { cure }),
        Answer::Failed { reason } => return Err(TtsError::Failed(reason)),
    };
    let rate = usize::try_from(rate_hz).unwrap_or(usize::MAX).max(1);
    let (pairs, _) = said.pcm.as_chunks::<2>();
    let mut samples: Vec<f32> =
        pairs.iter().map(|pair| f32::from(i16::from_le_bytes(*pair)) / 32768.0).collect();
    if spans.len() != words || spans.iter().any(|(_, end)| *end > samples.len()) {
        return Err(TtsError::Failed("the words' places are not those of the sound".to_owned()));
    }
    let sound = samples.iter().rposition(|sample| *sample != 0.0).map_or(0, |last| last + 1);
    samples.truncate(sound + rate * TAIL_MS / 1000);
    // A sign after the last word has its empty place in the silence that went.
    let ms = |sample: usize| u32::try_from(sample.min(samples.len()) * 1000 / rate).unwrap_or(u32::MAX);
    let words =
        spans.into_iter().map(|(start, end)| WordTiming { start_ms: ms(start), end_ms: ms(end) }).collect();
    Ok(SpokenAudio { samples, rate_hz, words, timing: TimingKind::Native, cost: None })
}

fn unavailable(error: &EspeakError) -> TtsError {
    TtsError::Unavailable { cure: error.to_string() }
}
