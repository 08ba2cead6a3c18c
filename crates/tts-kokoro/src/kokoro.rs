//! The adapter.

use std::{path::PathBuf, sync::Arc};

use async_trait::async_trait;
use domain::{
    Availability, Cost, Engine, Privacy, ProfileContext, ProviderName, Speech, SpokenAudio, TakePiece,
    TimingKind, TtsError, TtsProvider, Voice,
};
use futures_util::{Stream, StreamExt, stream};
use onnx::{OnnxPaths, OnnxRuntime};
use phonemes::Phonemizer;
use tokio::task::spawn_blocking;

use crate::{
    Limits, catalog,
    chunks::{cut, cut_for_early_sound},
    files::{Files, Hashes},
    model::{Models, StopOnDrop},
    piece::{Piece, Text},
    sound, timing,
    voices::{VoiceError, Voices},
};

/// Kokoro's voices, spoken on this machine.
///
/// Nothing is loaded before it is needed. What is missing is no error until someone speaks, and a model or a library
/// that is put there meanwhile is found then, as is one that was replaced.
#[derive(Clone)]
pub struct Kokoro {
    parts: Arc<Parts>,
}

struct Parts {
    folder: PathBuf,
    paths: OnnxPaths,
    phonemizer: Phonemizer,
    limits: Limits,
    hashes: Hashes,
    voices: Voices,
    models: Models,
}

impl Kokoro {
    /// Makes the voices of the files in the folder `kokoro` of a folder of models, run by the ONNX Runtime of
    /// `paths`.
    ///
    /// A voice is named as in the file of voices, or is a mix such as `af_heart*0.6+af_bella*0.4`.
    pub fn new(models: PathBuf, paths: OnnxPaths, phonemizer: Phonemizer, limits: Limits) -> Self {
        let parts = Parts {
            folder: models,
            paths,
            phonemizer,
            limits,
            hashes: Hashes::default(),
            voices: Voices::default(),
            models: Models::default(),
        };
        Self { parts: Arc::new(parts) }
    }

    /// Does something that blocks, away from the threads that must not.
    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Parts) -> Result<T, TtsError> + Send + 'static,
    ) -> Result<T, TtsError> {
        let parts = Arc::clone(&self.parts);
        spawn_blocking(move || work(&parts)).await.map_err(|error| TtsError::Failed(error.to_string()))?
    }

    /// Speaks the chunks of a text, each as soon as a session is free, and answers them in order.
    async fn pieces(
        &self,
        speech: &Speech,
        early: bool,
    ) -> Result<impl Stream<Item = Result<Piece, TtsError>> + Send, TtsError> {
        let asked = speech.clone();
        let text = Arc::new(self.aside(move |parts| parts.read(&asked)).await?);
        let limits = self.parts.limits;
        let plan = if early { cut_for_early_sound } else { cut };
        let chunks = plan(&text.tokens, limits.workers());
        let threads = if chunks.len() == 1 { limits.threads_on_one() } else { 1 };
        let stop = StopOnDrop::new(&text.model)?;
        let pieces = stream::iter(chunks).map(move |chunk| {
            let (text, stop) = (Arc::clone(&text), stop.handle());
            async move {
                let model = Arc::clone(&text.model);
                model.work(threads, move |session, graph| text.speak(&chunk, session, graph, &stop)).await
            }
        });
        Ok(pieces.buffered(limits.workers() * WAITING_EACH))
    }
}

impl Parts {
    /// Reads a speech: everything that is needed before the model runs.
    fn read(&self, speech: &Speech) -> Result<Text, TtsError> {
        let files = Files::find(&self.folder).map_err(|cure| TtsError::Unavailable { cure })?;
        if speech
            .model()
            .is_some_and(|model| files.model.path.file_stem().is_none_or(|stem| stem != model.as_str()))
        {
            return Err(TtsError::Refused("Kokoro has no such model here; choose none".to_owned()));
        }
        let unknown = || TtsError::NoSuchVoice(speech.voice().clone());
        let mix = crate::mix::Mix::read(speech.voice().as_str()).ok_or_else(unknown)?;
        let styles = self.voices.styles(&files.voices, &mix).map_err(|error| match error {
            VoiceError::Unknown => unknown(),
            VoiceError::Bad { .. } => TtsError::Unavailable { cure: error.to_string() },
        })?;
        let language = mix.language().ok_or_else(unknown)?;
        let model = self.models.model(files.model, &self.paths, self.limits)?;
        Text::read(&self.phonemizer, speech, language, styles, model)
    }

    fn state(&self) -> Availability {
        let runtime = match OnnxRuntime::open(&self.paths) {
            Ok(runtime) => runtime,
            Err(error) => return Availability::Unavailable { cure: error.to_string() },
        };
        let files = match Files::find(&self.folder) {
            Ok(files) => files,
            Err(cure) => return Availability::Unavailable { cure },
        };
        if let Err(error) = self.voices.names(&files.voices) {
            return Availability::Unavailable { cure: error.to_string() };
        }
        if let Some(cure) = self.models.refused(&files.model) {
            return Availability::Unavailable { cure };
        }
        let model = files.model.path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let version = format!("{}, ONNX Runtime {}", model.unwrap_or_default(), runtime.version());
        Availability::Available { version }
    }

    /// Everything that shapes the sound beside the speech; the same samples come of the same print.
    fn print(&self) -> Option<String> {
        let files = Files::find(&self.folder).ok()?;
        let runtime = OnnxRuntime::open(&self.paths).ok()?;
        let model = self.hashes.of(&files.model).ok()?;
        let voices: Vec<String> = files.voices.iter().filter_map(|seen| self.hashes.of(seen).ok()).collect();
        Some(format!(
            "kokoro {REVISION} model {model} voices {} onnxruntime {} threads {}",
            voices.join(","),
            runtime.version(),
            self.limits.workers()
        ))
    }
}

/// Counts changes of this crate that change the sound.
const REVISION: u32 = 2;
/// How many chunks are begun or wait in line for each worker: with fewer, one rests until the chunk before is done.
const WAITING_EACH: usize = 4;

#[async_trait]
impl TtsProvider for Kokoro {
    #[expect(clippy::expect_used, reason = "a constant that is a name")]
    fn name(&self) -> ProviderName {
        "kokoro".parse().expect("it is a name")
    }

    fn engine(&self) -> Engine {
        Engine {
            label: "Kokoro".to_owned(),
            draft: false,
            privacy: Privacy::Local,
            clones: false,
            notice: None,
            parallel: (self.parts.limits.workers() / self.parts.limits.threads_on_one()).max(1),
        }
    }

    fn fingerprint(&self, _speech: &Speech) -> String {
        self.parts.print().unwrap_or_else(|| "kokoro".to_owned())
    }

    fn quote(&self, _speech: &Speech) -> Cost {
        Cost::FREE
    }

    async fn availability(&self, _ctx: &ProfileContext) -> Availability {
        let state = self.aside(|parts| Ok(parts.state())).await;
        state.unwrap_or_else(|error| Availability::Unavailable { cure: error.to_string() })
    }

    async fn voices(&self, _ctx: &ProfileContext) -> Result<Vec<Voice>, TtsError> {
        self.aside(|parts| {
            let files = Files::find(&parts.folder).map_err(|cure| TtsError::Unavailable { cure })?;
            let names = parts.voices.names(&files.voices);
            let names = names.map_err(|error| TtsError::Unavailable { cure: error.to_string() })?;
            let mut voices: Vec<Voice> = names.iter().filter_map(|name| catalog::voice(name)).collect();
            // The model's makers call it their best one.
            voices.sort_by_key(|voice| voice.name.as_str() != "af_heart");
            Ok(voices)
        })
        .await
    }

    async fn synthesize(&self, _ctx: &ProfileContext, speech: &Speech) -> Result<SpokenAudio, TtsError> {
        let mut pieces = std::pin::pin!(self.pieces(speech, false).await?);
        let mut whole = Piece::default();
        while let Some(piece) = pieces.next().await {
            whole.append(piece?);
        }
        Ok(audio(whole))
    }

    /// Hands over a first piece of few words. Its cut makes the sound a little other than that of `synthesize`.
    async fn stream<'a>(
        &self,
        _ctx: &ProfileContext,
        speech: &Speech,
        take: TakePiece<'a>,
    ) -> Result<(), TtsError> {
        let mut pieces = std::pin::pin!(self.pieces(speech, true).await?);
        while let Some(piece) = pieces.next().await {
            take(audio(piece?));
        }
        Ok(())
    }
}

#[expect(clippy::cast_possible_truncation, clippy::as_conversions, reason = "a constant of 24,000")]
fn audio(piece: Piece) -> SpokenAudio {
    let words = timing::timings(&piece.places, piece.samples.len());
    let timing = piece.kind.unwrap_or(TimingKind::Estimated);
    SpokenAudio { samples: piece.samples, rate_hz: sound::RATE as u32, words, timing, cost: None }
}
