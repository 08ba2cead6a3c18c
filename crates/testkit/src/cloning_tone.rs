//! A voice engine that learns voices, and sounds a tone for each.
#![expect(clippy::expect_used, reason = "the names are written here")]

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use domain::{
    Availability, Cost, Engine, Language, Privacy, ProfileContext, ProfileId, ProviderName, Speech,
    SpokenAudio, TtsError, TtsProvider, Voice, VoiceCloner, VoiceName, VoiceSample,
};

use crate::tone_tts::ToneTts;

/// A tone that learns voices, each for one profile; they are in memory, shared by its clones.
#[derive(Debug, Clone, Default)]
pub struct CloningTone(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    learned: HashMap<(ProfileId, VoiceName), Learned>,
    lessons: usize,
    trouble: Trouble,
}

#[derive(Debug)]
struct Learned {
    label: String,
    language: Option<Language>,
}

/// What the engine is to do wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Trouble {
    /// Nothing.
    #[default]
    None,
    /// It refuses to learn.
    Refuses,
    /// It learns, and its answer is lost.
    LosesAnswers,
    /// It learns, and never answers.
    Hangs,
    /// It does not forget.
    Remembers,
}

impl CloningTone {
    /// The shortest sample from which it learns.
    pub const SHORTEST: Duration = Duration::from_secs(6);

    /// Forgets every voice of everybody, as an engine does whose disk was wiped.
    pub fn wipe(&self) {
        self.state().learned.clear();
    }

    /// Returns how many voices it knows of a profile.
    pub fn known(&self, ctx: &ProfileContext) -> usize {
        self.state().learned.keys().filter(|(profile, _)| *profile == ctx.profile()).count()
    }

    /// Returns how often it was given a sample.
    pub fn lessons(&self) -> usize {
        self.state().lessons
    }

    /// Makes it do something wrong from now on.
    pub fn trouble(&self, trouble: Trouble) {
        self.state().trouble = trouble;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn own_voice() -> VoiceName {
        "en-us".parse().expect("a name")
    }
}

#[async_trait]
impl TtsProvider for CloningTone {
    fn name(&self) -> ProviderName {
        "cloning-tone".parse().expect("a name")
    }

    fn engine(&self) -> Engine {
        Engine {
            label: "Cloning tone".to_owned(),
            draft: false,
            privacy: Privacy::Local,
            clones: true,
            notice: None,
            parallel: 4,
        }
    }

    fn fingerprint(&self, _speech: &Speech) -> String {
        "cloning-tone-1".to_owned()
    }

    fn quote(&self, _speech: &Speech) -> Cost {
        Cost::FREE
    }

    async fn availability(&self, _ctx: &ProfileContext) -> Availability {
        Availability::Available { version: "1".to_owned() }
    }

    async fn voices(&self, ctx: &ProfileContext) -> Result<Vec<Voice>, TtsError> {
        let english: Language = "en-us".parse().expect("a language");
        let voice = |name: VoiceName, label: String, language: Language| Voice {
            name,
            label,
            language,
            also_speaks: Vec::new(),
            gender: None,
            sample_url: None,
        };
        let mut voices = vec![voice(Self::own_voice(), "Tone".to_owned(), english.clone())];
        let state = self.state();
        let ours = state.learned.iter().filter(|((profile, _), _)| *profile == ctx.profile());
        for ((_, name), learned) in ours {
            let language = learned.language.clone().unwrap_or_else(|| english.clone());
            voices.push(voice(name.clone(), learned.label.clone(), language));
        }
        voices.sort_by(|one, other| one.name.as_str().cmp(other.name.as_str()));
        Ok(voices)
    }

    async fn synthesize(&self, ctx: &ProfileContext, speech: &Speech) -> Result<SpokenAudio, TtsError> {
        let known = *speech.voice() == Self::own_voice()
            || self.state().learned.contains_key(&(ctx.profile(), speech.voice().clone()));
        if !known {
            return Err(TtsError::NoSuchVoice(speech.voice().clone()));
        }
        let tone = Speech::new(speech.words().to_vec(), Self::own_voice(), speech.speed());
        ToneTts.synthesize(ctx, &tone.map_err(|error| TtsError::Failed(error.to_string()))?).await
    }

    fn cloner(&self) -> Option<Arc<dyn VoiceCloner>> {
        Some(Arc::new(self.clone()))
    }
}

#[async_trait]
impl VoiceCloner for CloningTone {
    fn shortest_sample(&self) -> Duration {
        Self::SHORTEST
    }

    async fn clone_voice<'a>(
        &self,
        ctx: &ProfileContext,
        wished: &VoiceName,
        sample: VoiceSample<'a>,
    ) -> Result<VoiceName, TtsError> {
        let wav = std::fs::read(sample.file).map_err(|error| TtsError::Failed(error.to_string()))?;
        if !wav.starts_with(b"RIFF") {
            return Err(TtsError::Refused("the sample is not WAV".to_owned()));
        }
        let trouble = {
            let mut state = self.state();
            state.lessons += 1;
            if state.trouble == Trouble::Refuses {
                return Err(TtsError::Refused("the tone learns nothing today".to_owned()));
            }
            let learned = Learned { label: sample.label.to_owned(), language: sample.language.cloned() };
            state.learned.insert((ctx.profile(), wished.clone()), learned);
            state.trouble
        };
        match trouble {
            Trouble::LosesAnswers => Err(TtsError::Failed("the answer was lost".to_owned())),
            Trouble::Hangs => std::future::pending().await,
            _ => Ok(wished.clone()),
        }
    }

    async fn forget_voice(&self, ctx: &ProfileContext, voice: &VoiceName) -> Result<(), TtsError> {
        let mut state = self.state();
        if state.trouble == Trouble::Remembers {
            return Err(TtsError::Busy { retry_after: None });
        }
        state.learned.remove(&(ctx.profile(), voice.clone()));
        Ok(())
    }
}
