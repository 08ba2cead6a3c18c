//! Speak: one sentence by one voice, bought if it must be, checked, polished, and kept in the profile's cache by its
//! content.

use std::{io, path::Path, sync::Arc, time::Instant};

use domain::{
    ContentHash, Cost, Frames, InvalidSpeech, Language, MediaError, MediaKey, ModelName, ProfileContext,
    Sentence, Speech, Speed, Spend, SpokenAudio, SpokenBy, SpokenSentence, SpokenWord, StoreError, TtsError,
    TtsProvider, VoiceChoice, VoiceLabel, VoiceManner, VoiceName, VoiceTuning,
};

use crate::{
    Studio,
    clone::LearnError,
    polish::polish,
    sound,
    spend::{Cause, speech_spend},
};

/// Changes when the way from speech to a stored sentence changes, so that old entries are not used.
const REVISION: u32 = 2;

/// Who speaks, with everything that shapes the sound beside the words.
#[derive(Clone)]
pub(crate) struct Speaker {
    pub(crate) provider: Arc<dyn TtsProvider>,
    pub(crate) voice: VoiceName,
    pub(crate) speed: Speed,
    pub(crate) model: Option<ModelName>,
    pub(crate) language: Option<Language>,
    pub(crate) tuning: VoiceTuning,
    /// What the person calls the voice, where they named it themselves.
    pub(crate) called: Option<VoiceLabel>,
}

impl Speaker {
    /// Makes the speech of a sentence.
    pub(crate) fn speech(&self, words: Vec<String>) -> Result<Speech, InvalidSpeech> {
        let speech = Speech::new(words, self.voice.clone(), self.speed)?;
        Ok(speech.by_model(self.model.clone()).in_language(self.language.clone()).tuned(self.tuning))
    }

    /// Says who speaks, so that the same may speak again.
    pub(crate) fn spoken_by(&self) -> SpokenBy {
        let provider = self.provider.name();
        SpokenBy {
            voice: VoiceChoice { provider, voice: self.voice.clone(), speed: self.speed },
            manner: VoiceManner { model: self.model.clone(), tuning: self.tuning },
            language: self.language.clone(),
        }
    }

    /// Names who speaks, as a person reads it.
    pub(crate) fn label(&self) -> String {
        let engine = self.provider.engine();
        let draft = if engine.draft { " (draft voice)" } else { "" };
        let voice = self.called.as_ref().map_or(self.voice.as_str(), VoiceLabel::as_str);
        format!("{} · {voice}{draft}", engine.label)
    }

    /// Names a speech's sound by everything that shapes it.
    pub(crate) fn sound_key(&self, speech: &Speech) -> Result<ContentHash, serde_json::Error> {
        ContentHash::of(&(REVISION, self.provider.name(), self.provider.fingerprint(speech), speech))
    }

    /// Says what a speech costs, and for what.
    pub(crate) fn spend(&self, speech: &Speech, sound: &ContentHash, cause: Cause) -> Spend {
        speech_spend(self.provider.as_ref(), speech, sound, cause)
    }
}

impl Studio {
    /// Returns what a speech would cost now; nothing when the cache has it.
    pub(crate) async fn price_now(
        &self,
        ctx: &ProfileContext,
        speaker: &Speaker,
        speech: &Speech,
        cause: Cause,
    ) -> Result<Option<Spend>, PriceError> {
        let sound = speaker.sound_key(speech)?;
        let spend = speaker.spend(speech, &sound, cause);
        let there = spend.amount == Cost::FREE || self.is_cached(ctx, &sound).await?;
        Ok((!there).then_some(spend))
    }

    /// Speaks a sentence, from the cache where it is there.
    pub(crate) async fn speak(
        &self,
        ctx: &ProfileContext,
        speaker: &Speaker,
        sentence: &Sentence,
        cause: Cause,
        scratch: &Path,
    ) -> Result<SpokenSentence, SpeakError> {
        let speech = speaker.speech(sentence.words.clone())?;
        let key = speaker.sound_key(&speech)?;
        // Twice the same sentence at a time is bought once.
        let _flight = self.flights.board(ctx, &key).await;
        if let Some(cached) = self.cached_sentence(ctx, &key, scratch).await? {
            return Ok(cached);
        }
        let began = Instant::now();
        let buy = || self.buy_speech(ctx, speaker.provider.as_ref(), &speech, &key, cause);
        let audio = match buy().await {
            Err(SpeakError::Voice(TtsError::NoSuchVoice(lost)))
                if self.learn_again(ctx, speaker.provider.as_ref(), &lost, scratch).await? =>
            {
                buy().await?
            }
            bought => bought?,
        };
        self.pace.heard(&speaker.provider.name(), speech.text().chars().count(), began.elapsed());
        check(&audio, &speech)?;
        let (samples, spoken) = finished(audio, &speech, &key, pause_ms(sentence)).await?;
        let wav = scratch.join(format!("{key}.wav"));
        let timings = scratch.join(format!("{key}.json"));
        sound::write_wav(&wav, &[samples])?;
        tokio::fs::write(&timings, serde_json::to_vec(&spoken)?).await?;
        // The timings come last: where they are, the sound is whole.
        self.ports.media.put(ctx, &MediaKey::Speech(key.clone()), &wav).await?;
        self.ports.media.put(ctx, &MediaKey::SpeechTimings(key), &timings).await?;
        Ok(spoken)
    }

    pub(crate) async fn is_cached(
        &self,
        ctx: &ProfileContext,
        key: &ContentHash,
    ) -> Result<bool, MediaError> {
        let media = &self.ports.media;
        Ok(media.size(ctx, &MediaKey::SpeechTimings(key.clone())).await?.is_some()
            && media.size(ctx, &MediaKey::Speech(key.clone())).await?.is_some())
    }

    /// Returns a sentence that was spoken before.
    pub(crate) async fn cached_sentence(
        &self,
        ctx: &ProfileContext,
        key: &ContentHash,
        scratch: &Path,
    ) -> Result<Option<SpokenSentence>, SpeakError> {
        if !self.is_cached(ctx, key).await? {
            return Ok(None);
        }
        let file = self.ports.media.local(ctx, &MediaKey::SpeechTimings(key.clone()), scratch).await?;
        Ok(Some(serde_json::from_slice(&tokio::fs::read(&file.path).await?)?))
    }
}

/// Brings sound to its final form, away from the threads that must not block.
async fn finished(
    mut audio: SpokenAudio,
    speech: &Speech,
    key: &ContentHash,
    pause_ms: u32,
) -> Result<(Vec<f32>, SpokenSentence), TtsError> {
    let work = move || {
        sound::resample(&mut audio)?;
        polish(&mut audio)?;
        let (samples, frames) = sound::framed(std::mem::take(&mut audio.samples), pause_ms);
        Ok::<_, TtsError>((samples, frames, audio))
    };
    let done = tokio::task::spawn_blocking(work).await;
    let (samples, frames, audio) = done.map_err(|error| TtsError::Failed(error.to_string()))??;
    let words = words_of(speech, &audio, frames);
    Ok((samples, SpokenSentence { sound: key.clone(), frames, words, timing: audio.timing }))
}

/// The silence after a sentence, as speakers of the trade leave it: .25 s after a full stop, .1 s after less.
pub(crate) fn pause_ms(sentence: &Sentence) -> u32 {
    let last = sentence.words.last().map(|word| word.trim_end_matches(['"', '\'', '”', '’', '»', ')']));
    if last.is_some_and(|word| word.ends_with([',', ';', ':', '-', '–', '—'])) { 100 } else { 250 }
}

/// Refuses sound that cannot be the speech: none, silence, or an implausible length.
fn check(audio: &SpokenAudio, speech: &Speech) -> Result<(), TtsError> {
    let bad = TtsError::BadSound;
    let ms = usize::try_from(audio.length_ms()).unwrap_or(usize::MAX);
    let characters = speech.text().chars().count();
    let plausible = 40..=(5000 + characters.saturating_mul(1000));
    if !plausible.contains(&ms) {
        return Err(bad(format!("{ms} ms for {characters} characters of \"{}\"", speech.text())));
    }
    if !audio.samples.iter().any(|sample| sample.abs() > 0.001) {
        return Err(bad(format!("silence for \"{}\"", speech.text())));
    }
    if audio.words.len() != speech.words().len() {
        return Err(bad(format!("{} timings for {} words", audio.words.len(), speech.words().len())));
    }
    Ok(())
}

fn words_of(speech: &Speech, audio: &SpokenAudio, frames: Frames) -> Vec<SpokenWord> {
    let end = frames.ms();
    let word = |(text, timing): (&String, &domain::WordTiming)| SpokenWord {
        text: text.clone(),
        start_ms: timing.start_ms.min(end),
        end_ms: timing.end_ms.min(end),
    };
    speech.words().iter().zip(&audio.words).map(word).collect()
}

/// Says why a sentence was not spoken.
#[derive(Debug, thiserror::Error)]
pub enum SpeakError {
    /// There is nothing to say.
    #[error(transparent)]
    Speech(#[from] InvalidSpeech),
    /// The voice.
    #[error(transparent)]
    Voice(#[from] TtsError),
    /// The books refused, or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The cache cannot be reached.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// A file for the work cannot be written or read.
    #[error("a file could not be read or written: {0}")]
    Disk(#[from] io::Error),
    /// A sound file cannot be written.
    #[error("a sound file could not be written: {0}")]
    Sound(#[from] hound::Error),
    /// A stored value cannot be read.
    #[error("a stored value could not be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}

impl From<LearnError> for SpeakError {
    fn from(error: LearnError) -> Self {
        match error {
            LearnError::Engine(inner) => inner.into(),
            LearnError::Media(inner) => inner.into(),
            LearnError::Store(inner) => inner.into(),
        }
    }
}

/// Says why it cannot be found out what a speech would cost now.
#[derive(Debug, thiserror::Error)]
pub enum PriceError {
    /// It has no form that can be named.
    #[error("the speech cannot be named")]
    Unnamed(#[from] serde_json::Error),
    /// The cache cannot be reached.
    #[error(transparent)]
    Media(#[from] MediaError),
}
