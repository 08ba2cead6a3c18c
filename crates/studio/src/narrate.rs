//! Narrate: a script becomes speech, sentence by sentence; when the chosen voice cannot, the profile's own stand-ins
//! may, each from the beginning. `narrations.rs` keeps those that are no video's.

use std::{
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
};

use domain::{JobId, Narration, ProfileContext, Project, Retry, Script, Spend, SpokenSentence, VoiceChoice};
use futures_util::{StreamExt as _, future::BoxFuture, stream};

use crate::{
    GenerateError, Studio,
    report::{Report, Span},
    speak::Speaker,
    spend::Cause,
    work::WorkError,
};

/// The most sentences that are spoken at a time, whatever an engine could do.
pub(crate) const MOST_AT_ONCE: usize = 8;

/// What is to be narrated, and for whose sake.
pub(crate) struct Narrating<'n> {
    pub(crate) script: &'n Script,
    pub(crate) voice: &'n VoiceChoice,
    pub(crate) cause: Cause,
    /// Whether the job will not be tried again.
    pub(crate) last_attempt: bool,
}

impl Studio {
    /// Says what the narrations of a project's variants will buy: by each voice, each sentence that is not in the
    /// cache, if it is not free.
    pub(crate) async fn narration_spends(
        &self,
        ctx: &ProfileContext,
        project: &Project,
        variants: u8,
        job: JobId,
    ) -> Result<Vec<Spend>, GenerateError> {
        let cause = Cause { job: Some(job), project: Some(project.id) };
        let mut spends = Vec::new();
        for voice in self.voices_of_variants(ctx, project, variants).await? {
            spends.extend(self.script_spends(ctx, &project.script, &voice, cause).await?);
        }
        Ok(spends)
    }

    /// Says what the narration of a script will buy.
    pub(crate) async fn script_spends(
        &self,
        ctx: &ProfileContext,
        script: &Script,
        voice: &VoiceChoice,
        cause: Cause,
    ) -> Result<Vec<Spend>, GenerateError> {
        let settings = self.ports.profiles.settings(ctx).await?;
        // An engine that has gone is told when the job runs, as one that goes meanwhile is.
        let Some(speaker) = self.speaker(ctx, &settings, voice, script.as_str()).await else {
            return Ok(Vec::new());
        };
        let mut spends = Vec::new();
        for sentence in script.sentences() {
            let speech = speaker.speech(sentence.words)?;
            spends.extend(self.price_now(ctx, &speaker, &speech, cause).await?);
        }
        Ok(spends)
    }

    /// Speaks a script by the chosen voice, or by the first stand-in that can where the profile has some.
    pub(crate) async fn narrate(
        &self,
        ctx: &ProfileContext,
        what: Narrating<'_>,
        scratch: &Path,
        (report, span): (&Report, Span),
    ) -> Result<Narration, WorkError> {
        let settings = self.ports.profiles.settings(ctx).await?;
        let text = what.script.as_str();
        let chosen = match self.speaker(ctx, &settings, what.voice, text).await {
            Some(speaker) => self.attempt(ctx, &what, speaker, scratch, (report, span)).await,
            None => Err(no_such_engine(what.voice)),
        };
        let mut error = match chosen {
            Ok(narration) => return Ok(narration),
            Err(error) if may_stand_in(&error, what.last_attempt) => error,
            Err(error) => return Err(error),
        };
        let mut note = String::new();
        let mut who = what.voice.provider.to_string();
        for speaker in self.stand_ins(ctx, &settings, what.voice, text).await? {
            let label = speaker.label();
            let why = error.detail.trim_end_matches('.');
            note.extend([&who, " could not speak: ", why, ". "]);
            tracing::warn!(tts.provider = %speaker.provider.name(), error = %error.detail, "another voice speaks instead");
            who.clone_from(&label);
            match self.attempt(ctx, &what, speaker, scratch, (report, span)).await {
                Ok(narration) => {
                    let notes = vec![format!("{note}{label} spoke instead.")];
                    return Ok(Narration { notes, ..narration });
                }
                Err(next) if may_stand_in(&next, true) => error = next,
                Err(next) => return Err(next),
            }
        }
        Err(error)
    }

    /// Speaks the whole script by one voice, as many sentences at a time as it likes. After a failure no other sentence is
    /// begun; those that are under way may be paid already, and come to their ends in the books and in the cache.
    async fn attempt(
        &self,
        ctx: &ProfileContext,
        what: &Narrating<'_>,
        speaker: Speaker,
        scratch: &Path,
        (report, span): (&Report, Span),
    ) -> Result<Narration, WorkError> {
        let (voice_label, spoken_by) = (speaker.label(), Some(speaker.spoken_by()));
        let tell = report.step(&format!("speaking the script: {voice_label}"), span);
        let sentences = what.script.sentences();
        let at_once = speaker.provider.engine().parallel.clamp(1, MOST_AT_ONCE);
        let (speaker, has_failed) = (&speaker, &AtomicBool::new(false));
        let mut speaking: Vec<BoxFuture<'_, _>> = Vec::with_capacity(sentences.len());
        for sentence in &sentences {
            speaking.push(Box::pin(async move {
                if has_failed.load(Ordering::Relaxed) {
                    return None;
                }
                let spoken = self.speak(ctx, speaker, sentence, what.cause, scratch).await;
                if spoken.is_err() {
                    has_failed.store(true, Ordering::Relaxed);
                }
                Some(spoken)
            }));
        }
        let mut speaking = stream::iter(speaking).buffered(at_once);
        let mut spoken: Vec<SpokenSentence> = Vec::with_capacity(sentences.len());
        let mut first_failure = None;
        while let Some(begun) = speaking.next().await {
            match begun {
                Some(Ok(sentence)) => {
                    spoken.push(sentence);
                    tell(share_of(spoken.len(), sentences.len()));
                }
                Some(Err(error)) => first_failure = first_failure.or(Some(error)),
                None => {}
            }
        }
        match first_failure {
            Some(error) => Err(error.into()),
            None => Ok(Narration { sentences: spoken, voice_label, notes: Vec::new(), spoken_by }),
        }
    }
}

fn no_such_engine(voice: &VoiceChoice) -> WorkError {
    let detail = format!("the speech provider {} is not here; choose another", voice.provider);
    WorkError::never("voice_unavailable", detail)
}

/// Tells whether another voice is the cure: for what stays as it is at once, for what passes when the job will not be
/// tried again.
fn may_stand_in(error: &WorkError, last_attempt: bool) -> bool {
    let of_the_voice = error.code.starts_with("voice_") || error.code == "quota_exceeded";
    of_the_voice && (last_attempt || matches!(error.retry, Retry::Never))
}

/// A share of a count, for progress.
pub(crate) fn share_of(done: usize, all: usize) -> f32 {
    domain::ratio(u64::try_from(done).unwrap_or(u64::MAX), u64::try_from(all).unwrap_or(u64::MAX))
}
