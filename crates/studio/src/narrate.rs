//! Narrate: a script becomes speech, sentence by sentence, each kept in the profile's cache by its content.

use std::path::Path;

use domain::{
    ContentHash, Cost, Frames, InvalidSpeech, Job, JobId, MediaKey, Narration, ProfileContext, Project,
    Sentence, Speech, Spend, SpokenAudio, SpokenSentence, SpokenWord, TtsProvider,
};

use crate::{
    GenerateError, Studio,
    report::{Report, Span},
    sound,
    spend::{Cause, speech_spend},
    work::WorkError,
};

/// Changes when the way from speech to a stored sentence changes, so that old entries are not used.
const REVISION: u32 = 1;

impl Studio {
    /// Says what the narration of a project will buy: each sentence that is not in the cache, if it is not free.
    pub(crate) async fn narration_spends(
        &self,
        ctx: &ProfileContext,
        project: &Project,
        job: JobId,
    ) -> Result<Vec<Spend>, GenerateError> {
        // An engine that has gone is told when the job runs, as one that goes meanwhile is.
        let Some(provider) = self.provider(&project.voice.provider) else { return Ok(Vec::new()) };
        let cause = Cause { job, project: project.id };
        let mut spends = Vec::new();
        for sentence in project.script.sentences() {
            let speech = speech_of(project, &sentence)?;
            let sound = sound_key(provider.as_ref(), &speech)?;
            let spend = speech_spend(provider.as_ref(), &speech, &sound, cause);
            let free = spend.amount == Cost::FREE;
            if !free && self.ports.media.size(ctx, &MediaKey::SpeechTimings(sound)).await?.is_none() {
                spends.push(spend);
            }
        }
        Ok(spends)
    }

    pub(crate) async fn narrate(
        &self,
        job: &Job,
        project: &Project,
        scratch: &Path,
        report: (&Report, Span),
    ) -> Result<Narration, WorkError> {
        let ctx = &job.context();
        let cause = Cause { job: job.fields.id, project: project.id };
        let name = &project.voice.provider;
        let provider = self.provider(name).ok_or_else(|| {
            WorkError::never(
                "voice_unavailable",
                format!("the speech provider {name} is not here; choose another"),
            )
        })?;
        let tell = report.0.step("speaking the script", report.1);
        let sentences = project.script.sentences();
        let mut spoken = Vec::with_capacity(sentences.len());
        for (done, sentence) in sentences.iter().enumerate() {
            spoken.push(
                self.speak(ctx, provider.as_ref(), speech_of(project, sentence)?, (sentence, cause), scratch)
                    .await?,
            );
            tell(share_of(done + 1, sentences.len()));
        }
        let draft = if provider.engine().draft { " (draft voice)" } else { "" };
        let voice_label = format!("{} · {}{draft}", provider.name(), project.voice.voice);
        Ok(Narration { sentences: spoken, voice_label })
    }

    async fn speak(
        &self,
        ctx: &ProfileContext,
        provider: &dyn TtsProvider,
        speech: Speech,
        (sentence, cause): (&Sentence, Cause),
        scratch: &Path,
    ) -> Result<SpokenSentence, WorkError> {
        let key = sound_key(provider, &speech)?;
        if let Some(cached) = self.cached_sentence(ctx, &key, scratch).await? {
            return Ok(cached);
        }
        let audio = self.buy_speech(ctx, provider, &speech, &key, cause).await?;
        check(&audio, &speech)?;
        let (samples, frames) = sound::framed(&audio, pause_ms(sentence))?;
        let spoken = SpokenSentence {
            sound: key.clone(),
            frames,
            words: words_of(&speech, &audio, frames),
            timing: audio.timing,
        };
        let wav = scratch.join(format!("{key}.wav"));
        let timings = scratch.join(format!("{key}.json"));
        sound::write_wav(&wav, &[samples])?;
        tokio::fs::write(&timings, serde_json::to_vec(&spoken)?).await?;
        // The timings come last: where they are, the sound is whole.
        self.ports.media.put(ctx, &MediaKey::Speech(key.clone()), &wav).await?;
        self.ports.media.put(ctx, &MediaKey::SpeechTimings(key), &timings).await?;
        Ok(spoken)
    }

    async fn cached_sentence(
        &self,
        ctx: &ProfileContext,
        key: &ContentHash,
        scratch: &Path,
    ) -> Result<Option<SpokenSentence>, WorkError> {
        let media = &self.ports.media;
        let timings = MediaKey::SpeechTimings(key.clone());
        let there = media.size(ctx, &timings).await?.is_some()
            && media.size(ctx, &MediaKey::Speech(key.clone())).await?.is_some();
        if !there {
            return Ok(None);
        }
        let file = media.local(ctx, &timings, scratch).await?;
        Ok(Some(serde_json::from_slice(&tokio::fs::read(&file.path).await?)?))
    }
}

fn speech_of(project: &Project, sentence: &Sentence) -> Result<Speech, InvalidSpeech> {
    Speech::new(sentence.words.clone(), project.voice.voice.clone(), project.voice.speed)
}

/// Names a sentence's sound by everything that shapes it.
fn sound_key(provider: &dyn TtsProvider, speech: &Speech) -> Result<ContentHash, serde_json::Error> {
    ContentHash::of(&(REVISION, provider.name(), provider.fingerprint(speech), speech))
}

/// A share of a count, for progress.
pub(crate) fn share_of(done: usize, all: usize) -> f32 {
    domain::ratio(u64::try_from(done).unwrap_or(u64::MAX), u64::try_from(all).unwrap_or(u64::MAX))
}

/// The silence after a sentence, as speakers of the trade leave it: .25 s after a full stop, .1 s after less.
fn pause_ms(sentence: &Sentence) -> u32 {
    let last = sentence.words.last().map(|word| word.trim_end_matches(['"', '\'', '”', '’', '»', ')']));
    if last.is_some_and(|word| word.ends_with([',', ';', ':', '-', '–', '—'])) { 100 } else { 250 }
}

/// Refuses sound that cannot be the speech: none, silence, or an implausible length.
fn check(audio: &SpokenAudio, speech: &Speech) -> Result<(), WorkError> {
    let bad = |reason: String| {
        WorkError::never("voice_bad_sound", format!("the voice gave no usable sound: {reason}"))
    };
    let rate = usize::try_from(audio.rate_hz).unwrap_or(1).max(1);
    let ms = audio.samples.len().saturating_mul(1000) / rate;
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
    speech
        .words()
        .iter()
        .zip(&audio.words)
        .map(|(text, timing)| SpokenWord {
            text: text.clone(),
            start_ms: timing.start_ms.min(end),
            end_ms: timing.end_ms.min(end),
        })
        .collect()
}
