//! The adapter.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use domain::{
    Availability, Cost, Engine, Privacy, ProfileContext, ProviderName, Speech, SpokenAudio, TakePiece,
    TimingKind, TtsError, TtsProvider, Voice,
};
use futures_util::{StreamExt, stream};
use onnx::{OnnxPaths, OnnxRuntime, Stop};
use phonemes::{PhonemeError, Phonemizer, WordPhonemes};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    task::spawn_blocking,
};
use unicode_normalization::UnicodeNormalization;

use crate::{
    catalog::{Catalog, VoiceFile},
    config::{Alphabet, Scales, VoiceConfig},
    model::{Sound, Utterance},
    places::SpokenSentence,
    plan::{self, Sentence},
    pool::Pool,
};

/// The silence between two sentences of a speech, at the voice's own speed.
const PAUSE_MS: u32 = 200;
/// How many chunks are begun or wait in line for each core: with fewer, a core rests until the sentence before is whole.
const WAITING_EACH: usize = 4;

/// Where Piper's voices are, and what they may use.
#[derive(Debug, Clone)]
pub struct PiperSettings {
    /// The folder with each voice's `<name>.onnx` and `<name>.onnx.json`: `piper` in the folder of the models.
    pub voices: PathBuf,
    /// Where to look for ONNX Runtime.
    pub onnx: OnnxPaths,
    /// How many processor cores may work at once; at least 1.
    pub threads: usize,
}

/// Piper's voices. Clones share what is loaded.
///
/// What is missing is no error until someone speaks, and what is installed meanwhile is found then.
#[derive(Debug, Clone)]
pub struct Piper {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    catalog: Catalog,
    onnx: OnnxPaths,
    phonemizer: Phonemizer,
    threads: usize,
    pool: Pool,
    cores: Arc<Semaphore>,
}

/// A speech that is ready to be spoken.
struct Job {
    runtime: OnnxRuntime,
    voice: Arc<VoiceFile>,
    speaker: i64,
    scales: Scales,
    sentences: Vec<Sentence>,
    pause: usize,
    wanted: Wanted,
}

/// Whether anyone waits for a speech still.
struct Wanted {
    stop: Stop,
    given_up: AtomicBool,
}

/// Ends a speech's work when the future that waits for it is dropped.
struct EndsWithMe(Arc<Job>);

impl Drop for EndsWithMe {
    fn drop(&mut self) {
        self.0.wanted.given_up.store(true, Ordering::Relaxed);
        self.0.wanted.stop.stop();
    }
}

impl Piper {
    /// Makes the voices of a folder, which speak what `phonemizer` reads.
    pub fn new(settings: PiperSettings, phonemizer: Phonemizer) -> Self {
        // Semaphores count far beyond any machine's cores, not beyond every number.
        let threads = settings.threads.clamp(1, 256);
        let shared = Shared {
            catalog: Catalog::new(settings.voices),
            onnx: settings.onnx,
            phonemizer,
            threads,
            // One for each core, and one of all cores for a lone sentence.
            pool: Pool::new(threads + 1),
            cores: Arc::new(Semaphore::new(threads)),
        };
        Self { shared: Arc::new(shared) }
    }

    /// Lists the installed voices that cannot be used, each with the reason and the cure; it reads their files.
    pub fn broken_voices(&self) -> Vec<(String, String)> {
        let voices = self.shared.catalog.voices().into_iter();
        voices.filter_map(|(key, voice)| voice.err().map(|reason| (key, reason))).collect()
    }

    /// Does something away from the threads that must not block.
    async fn apart<T: Send + 'static>(
        &self,
        what: impl FnOnce(&Shared) -> Result<T, TtsError> + Send + 'static,
    ) -> Result<T, TtsError> {
        let shared = Arc::clone(&self.shared);
        let done = spawn_blocking(move || what(&shared)).await;
        done.map_err(|error| TtsError::Failed(error.to_string()))?
    }

    /// Speaks sentence by sentence, as many chunks at once as there are cores.
    async fn speak(
        &self,
        speech: &Speech,
        mut take: impl FnMut(&VoiceConfig, SpokenSentence) + Send,
    ) -> Result<(), TtsError> {
        let asked = speech.clone();
        let job = Arc::new(self.apart(move |shared| shared.job(&asked)).await?);
        let guard = EndsWithMe(Arc::clone(&job));
        let chunks: Vec<Vec<i64>> = job
            .sentences
            .iter()
            .flat_map(|sentence| &sentence.chunks)
            .map(|chunk| chunk.ids.clone())
            .collect();
        let alone = chunks.len() == 1;
        let sounds = chunks.into_iter().map(|ids| self.sound(Arc::clone(&job), ids, alone));
        let mut sounds = stream::iter(sounds).buffered(self.shared.threads * WAITING_EACH);
        for (n, sentence) in job.sentences.iter().enumerate() {
            let mut made = Vec::with_capacity(sentence.chunks.len());
            for _ in &sentence.chunks {
                let missing = || TtsError::Failed("a sentence has no sound".to_owned());
                made.push(sounds.next().await.ok_or_else(missing)??);
            }
            let mut spoken = SpokenSentence::of(sentence, made, job.voice.config.hop);
            if n + 1 < job.sentences.len() {
                spoken.pause(job.pause);
            }
            take(&job.voice.config, spoken);
        }
        drop(guard);
        Ok(())
    }

    async fn sound(&self, job: Arc<Job>, ids: Vec<i64>, alone: bool) -> Result<Sound, TtsError> {
        let cores = self.cores(alone).await?;
        let shared = Arc::clone(&self.shared);
        let made = spawn_blocking(move || {
            let sound = shared.sound(&job, ids, cores.num_permits());
            drop(cores);
            sound
        });
        made.await.map_err(|error| TtsError::Failed(error.to_string()))?
    }

    /// Waits for a core; what is alone in the whole process has all of them. The sound is the same either way.
    async fn cores(&self, alone: bool) -> Result<OwnedSemaphorePermit, TtsError> {
        let cores = &self.shared.cores;
        let all = u32::try_from(self.shared.threads).unwrap_or(1);
        if alone && let Ok(all) = Arc::clone(cores).try_acquire_many_owned(all) {
            return Ok(all);
        }
        Arc::clone(cores).acquire_owned().await.map_err(|error| TtsError::Failed(error.to_string()))
    }
}

impl Shared {
    fn job(&self, speech: &Speech) -> Result<Job, TtsError> {
        let (voice, speaker) = self.find(speech)?;
        let runtime = self.runtime()?;
        let runs = self.read(speech, &voice)?;
        let sentences = plan::sentences(&runs, &voice.config.ids);
        if sentences.is_empty() {
            let reason = "it has no sounds for this text; change the text or choose another voice";
            return Err(TtsError::BadSound(reason.to_owned()));
        }
        let stop = Stop::giving_memory_back(&runtime).map_err(|error| TtsError::Failed(error.to_string()))?;
        let percent = speech.speed().as_percent();
        let slower = 100.0 / f32::from(percent.max(1));
        let scales = Scales { length: voice.config.scales.length * slower, ..voice.config.scales };
        let pause = u64::from(PAUSE_MS) * u64::from(voice.config.rate_hz) / 10 / u64::from(percent.max(1));
        let wanted = Wanted { stop, given_up: AtomicBool::new(false) };
        let pause = usize::try_from(pause).unwrap_or_default();
        Ok(Job { runtime, voice, speaker, scales, sentences, pause, wanted })
    }

    fn find(&self, speech: &Speech) -> Result<(Arc<VoiceFile>, i64), TtsError> {
        let mut broken = None;
        let voices = self.catalog.voices();
        if voices.is_empty() {
            return Err(TtsError::Unavailable { cure: self.no_voices() });
        }
        for (key, voice) in voices {
            match voice {
                Ok(voice) => {
                    if let Some(speaker) = voice.speaker(speech.voice()) {
                        return Ok((voice, speaker));
                    }
                }
                Err(reason) if speech.voice().as_str().split('/').next() == Some(&key) => {
                    broken = Some(reason);
                }
                Err(_) => {}
            }
        }
        Err(broken.map_or_else(
            || TtsError::NoSuchVoice(speech.voice().clone()),
            |cure| TtsError::Unavailable { cure },
        ))
    }

    fn runtime(&self) -> Result<OnnxRuntime, TtsError> {
        OnnxRuntime::open(&self.onnx).map_err(|error| TtsError::Unavailable { cure: error.to_string() })
    }

    /// Reads the words as the voice was trained to.
    fn read(&self, speech: &Speech, voice: &VoiceFile) -> Result<Vec<WordPhonemes>, TtsError> {
        match &voice.config.alphabet {
            Alphabet::Espeak(espeak_voice) => {
                self.phonemizer.piper(speech.words(), espeak_voice).map_err(refusal)
            }
            Alphabet::Text => Ok(letters(speech.words())),
        }
    }

    fn sound(&self, job: &Job, ids: Vec<i64>, threads: usize) -> Result<Sound, TtsError> {
        if job.wanted.given_up.load(Ordering::Relaxed) {
            return Err(TtsError::Failed("nobody waits for it".to_owned()));
        }
        let unusable = |error: onnx::ModelError| TtsError::Unavailable { cure: error.to_string() };
        let mut lent = self.pool.lend(&job.runtime, &job.voice, threads).map_err(unusable)?;
        let model = lent.model().ok_or_else(|| TtsError::Failed("a session was lost".to_owned()))?;
        model.speak(Utterance { ids, scales: job.scales, speaker: job.speaker }, &job.wanted.stop)
    }

    /// Says what it is that can speak, or what is missing.
    fn version(&self) -> Result<String, TtsError> {
        let voices = self.catalog.voices();
        let mut usable = voices.iter().filter_map(|(_, voice)| voice.as_ref().ok());
        let Some(first) = usable.next() else {
            let broken = voices.into_iter().find_map(|(_, voice)| voice.err());
            return Err(TtsError::Unavailable { cure: broken.unwrap_or_else(|| self.no_voices()) });
        };
        let runtime = self.runtime()?;
        let mut spelled =
            std::iter::once(first).chain(usable).filter_map(|voice| match &voice.config.alphabet {
                Alphabet::Espeak(voice) => Some(voice),
                Alphabet::Text => None,
            });
        if let Some(voice) = spelled.next() {
            self.phonemizer.piper(&["a".to_owned()], voice).map_err(refusal)?;
        }
        Ok(format!("ONNX Runtime {}", runtime.version()).trim_end().to_owned())
    }

    fn no_voices(&self) -> String {
        let folder = self.catalog.folder().display();
        format!("there are no voices of Piper in {folder}: run edit-factory models pull en_US-lessac-medium")
    }
}

/// Takes a text for its own phonemes, character by character.
fn letters(words: &[String]) -> Vec<WordPhonemes> {
    let run = |(n, word): (usize, &String)| {
        let speaks = word.chars().any(char::is_alphanumeric);
        let phonemes = if speaks { word.nfd().chain([' ']).collect() } else { String::new() };
        WordPhonemes { words: n..n + 1, phonemes }
    };
    let mut runs: Vec<WordPhonemes> = words.iter().enumerate().map(run).collect();
    if let Some(last) = runs.last_mut() {
        last.phonemes.truncate(last.phonemes.trim_end().len());
    }
    runs
}

fn refusal(error: PhonemeError) -> TtsError {
    match error {
        PhonemeError::Unavailable { cure } => TtsError::Unavailable { cure },
        PhonemeError::BadText(reason) => TtsError::BadSound(reason),
        other => TtsError::Failed(other.to_string()),
    }
}

#[async_trait]
impl TtsProvider for Piper {
    #[expect(clippy::expect_used, reason = "a constant that is a name")]
    fn name(&self) -> ProviderName {
        "piper".parse().expect("it is a name")
    }

    fn engine(&self) -> Engine {
        Engine {
            label: "Piper".to_owned(),
            draft: false,
            privacy: Privacy::Local,
            clones: false,
            notice: None,
            parallel: self.shared.threads,
        }
    }

    /// Names the voice's two files by their hash, which reads them when it is asked for the first time.
    fn fingerprint(&self, speech: &Speech) -> String {
        let found = self.shared.find(speech).ok();
        let hash = found.and_then(|(voice, _)| voice.hash().map(str::to_owned).ok());
        // The number changes with whatever else changes the sound: the noise, the arrangement of ids, the pauses.
        hash.map_or_else(|| "piper".to_owned(), |hash| format!("piper 1 {hash}"))
    }

    fn quote(&self, _speech: &Speech) -> Cost {
        Cost::FREE
    }

    async fn availability(&self, _ctx: &ProfileContext) -> Availability {
        match self.apart(Shared::version).await {
            Ok(version) => Availability::Available { version },
            Err(error) => Availability::Unavailable { cure: error.to_string() },
        }
    }

    async fn voices(&self, _ctx: &ProfileContext) -> Result<Vec<Voice>, TtsError> {
        self.apart(|shared| {
            let installed = shared.catalog.voices();
            if installed.is_empty() {
                return Err(TtsError::Unavailable { cure: shared.no_voices() });
            }
            Ok(installed
                .into_iter()
                .filter_map(|(_, voice)| voice.ok())
                .flat_map(|voice| voice.voices())
                .collect())
        })
        .await
    }

    async fn synthesize(&self, _ctx: &ProfileContext, speech: &Speech) -> Result<SpokenAudio, TtsError> {
        let mut all = SpokenAudio {
            samples: Vec::new(),
            rate_hz: 0,
            words: Vec::with_capacity(speech.words().len()),
            timing: TimingKind::Phoneme,
            cost: None,
        };
        self.speak(speech, |config, mut sentence| {
            all.rate_hz = config.rate_hz;
            all.words.extend(sentence.timings(speech.words(), all.samples.len(), config.rate_hz));
            all.samples.append(&mut sentence.samples);
            if !sentence.told {
                all.timing = TimingKind::Estimated;
            }
        })
        .await?;
        Ok(all)
    }

    async fn stream<'a>(
        &self,
        _ctx: &ProfileContext,
        speech: &Speech,
        take: TakePiece<'a>,
    ) -> Result<(), TtsError> {
        self.speak(speech, |config, sentence| {
            take(SpokenAudio {
                words: sentence.timings(speech.words(), 0, config.rate_hz),
                rate_hz: config.rate_hz,
                timing: if sentence.told { TimingKind::Phoneme } else { TimingKind::Estimated },
                samples: sentence.samples,
                cost: None,
            });
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use domain::Speed;
    use phonemes::{EspeakPaths, PhonemeCommand};
    use testkit::installed;

    use super::*;

    /// A voice of text, which needs no other process.
    fn spelling() -> (tempfile::TempDir, Piper) {
        let folder = tempfile::tempdir().unwrap();
        fs::copy(installed::model("piper-tones.onnx"), folder.path().join("spelling.onnx")).unwrap();
        let json = fs::read_to_string(installed::model("piper-tones.onnx.json")).unwrap();
        let json = json.replace(r#""phoneme_type": "espeak""#, r#""phoneme_type": "text""#);
        fs::write(folder.path().join("spelling.onnx.json"), json).unwrap();
        let settings = PiperSettings {
            voices: folder.path().to_owned(),
            onnx: OnnxPaths { library: None, extra_search: vec![installed::onnxruntime()] },
            threads: 2,
        };
        let none = PhonemeCommand { program: "/nowhere".into(), args: Vec::new() };
        (folder, Piper::new(settings, Phonemizer::new(EspeakPaths::default(), none)))
    }

    fn job(piper: &Piper) -> Arc<Job> {
        let words = ["One.".to_owned(), "Two.".to_owned()];
        let speech = Speech::new(words.to_vec(), "spelling".parse().unwrap(), Speed::NORMAL).unwrap();
        Arc::new(piper.shared.job(&speech).unwrap_or_else(|error| panic!("{error}")))
    }

    #[tokio::test]
    async fn chunks_that_are_not_begun_when_nobody_waits_any_more_load_and_speak_nothing() {
        let (_folder, piper) = spelling();
        let job = job(&piper);
        let ids = job.sentences[0].chunks[0].ids.clone();
        drop(EndsWithMe(Arc::clone(&job)));
        let refused = piper.sound(Arc::clone(&job), ids, false).await;
        assert!(matches!(refused, Err(TtsError::Failed(_))), "{refused:?}");
        assert_eq!(piper.shared.pool.resting(), 0);
        assert_eq!(piper.shared.cores.available_permits(), 2);
    }

    #[tokio::test]
    async fn a_lone_sentence_has_all_cores_unless_another_is_spoken() {
        let (_folder, piper) = spelling();
        let all = piper.cores(true).await.unwrap();
        assert_eq!(all.num_permits(), 2);
        drop(all);
        let one = piper.cores(false).await.unwrap();
        assert_eq!((one.num_permits(), piper.cores(true).await.unwrap().num_permits()), (1, 1));
    }
}
