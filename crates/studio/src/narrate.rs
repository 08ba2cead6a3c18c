//! Narrate: a script becomes speech, sentence by sentence, each kept in the profile's cache by its content.

use std::path::Path;

use domain::{
    ContentHash, Frames, MediaKey, Narration, ProfileContext, Project, Sentence, Speech, SpokenAudio,
    SpokenSentence, SpokenWord, TtsProvider,
};

use crate::{
    Studio,
    report::{Report, Span},
    sound,
    work::WorkError,
};

/// Changes when the way from speech to a stored sentence changes, so that old entries are not used.
const REVISION: u32 = 1;

impl Studio {
    pub(crate) async fn narrate(
        &self,
        ctx: &ProfileContext,
        project: &Project,
        scratch: &Path,
        report: (&Report, Span),
    ) -> Result<Narration, WorkError> {
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
            spoken.push(self.speak(ctx, provider.as_ref(), project, sentence, scratch).await?);
            tell(share_of(done + 1, sentences.len()));
        }
        let draft = if provider.is_draft() { " (draft voice)" } else { "" };
        let voice_label = format!("{} · {}{draft}", provider.name(), project.voice.voice);
        Ok(Narration { sentences: spoken, voice_label })
    }

    async fn speak(
        &self,
        ctx: &ProfileContext,
        provider: &dyn TtsProvider,
        project: &Project,
        sentence: &Sentence,
        scratch: &Path,
    ) -> Result<SpokenSentence, WorkError> {
        let speech = Speech::new(sentence.words.clone(), project.voice.voice.clone(), project.voice.speed)?;
        let key = ContentHash::of(&(REVISION, provider.name(), provider.model(), &speech))?;
        if let Some(cached) = self.cached_sentence(ctx, &key, scratch).await? {
            return Ok(cached);
        }
        let audio = provider.synthesize(ctx, &speech).await?;
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
