//! What can go wrong in a job, and whether trying again is worth it.

use std::time::Duration;

use domain::{
    InvalidSpeech, JobFailure, MediaError, NoSegments, RenderError, Retry, StoreError, TtsError, Verdict,
};

use crate::{GenerateError, export::JoinError, speak::SpeakError};

/// How long a job whose files have no room waits for a person to make some.
const MAKING_ROOM: Duration = Duration::from_mins(1);

/// A step's failure, with the decision where it is understood.
#[derive(Debug, thiserror::Error)]
#[error("{code}: {detail}")]
pub(crate) struct WorkError {
    pub(crate) code: &'static str,
    pub(crate) detail: String,
    pub(crate) retry: Retry,
    pub(crate) lease_lost: bool,
    #[source]
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl WorkError {
    pub(crate) fn never(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), retry: Retry::Never, lease_lost: false, cause: None }
    }

    /// The failure of a job whose workers were lost as often as it may be begun.
    pub(crate) fn worker_lost(times: i32) -> Self {
        let detail = format!("the worker was lost {times} times while it did this; look at its log");
        Self::later("worker_lost", detail)
    }

    pub(crate) fn later(code: &'static str, detail: impl Into<String>) -> Self {
        Self { retry: Retry::Later, ..Self::never(code, detail) }
    }

    /// A failure that passes; it is known when to look again.
    pub(crate) fn after(wait: Duration, code: &'static str, detail: impl Into<String>) -> Self {
        Self { retry: Retry::After(wait), ..Self::never(code, detail) }
    }

    /// The failure of a job whose files have no room.
    pub(crate) fn disk_full(detail: impl Into<String>) -> Self {
        Self::after(MAKING_ROOM, "disk_full", detail)
    }

    pub(crate) fn because(mut self, cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.cause = Some(Box::new(cause));
        self
    }

    pub(crate) fn failure(&self) -> JobFailure {
        JobFailure { code: self.code.to_owned(), detail: self.detail.clone() }
    }
}

impl From<StoreError> for WorkError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::never("subject_gone", "what the job was about has been deleted"),
            StoreError::LeaseLost => {
                Self { lease_lost: true, ..Self::later("lease_lost", error.to_string()) }
            }
            StoreError::OverQuota(_) => Self::never("quota_exceeded", error.to_string()),
            other => Self::later("database_failed", other.to_string()).because(other),
        }
    }
}

impl From<MediaError> for WorkError {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::NotFound => Self::never("file_gone", "a file that the job needs has been deleted"),
            MediaError::Full => Self::disk_full(error.to_string()),
            MediaError::Failed { .. } => Self::later("media_failed", error.to_string()).because(error),
        }
    }
}

impl From<RenderError> for WorkError {
    fn from(error: RenderError) -> Self {
        let detail = error.to_string();
        match error {
            RenderError::Unusable(_) => Self::never("footage_unusable", detail),
            RenderError::Tool { .. } => Self::never("tool_missing", detail),
            RenderError::Child { .. } => Self::later("render_failed", detail),
            RenderError::Killed { .. } => Self::later("render_killed", detail),
            RenderError::Crashed { .. } => Self::later("render_crashed", detail),
            RenderError::OutOfMemory { .. } => Self::later("out_of_memory", detail),
            RenderError::TooLarge { .. } => Self::never("render_too_large", detail),
            RenderError::TimedOut { .. } => Self::later("render_timed_out", detail),
            RenderError::Stuck { .. } => Self::later("render_stuck", detail),
            RenderError::Io { source, .. } if is_full(&source) => source.into(),
            RenderError::Io { .. } => Self::later("disk_failed", detail).because(error),
        }
    }
}

impl From<TtsError> for WorkError {
    fn from(error: TtsError) -> Self {
        let detail = error.to_string();
        match error {
            TtsError::NoSuchVoice(_) => Self::never("voice_not_found", detail),
            TtsError::Unavailable { .. } => Self::never("voice_unavailable", detail),
            TtsError::KeyRefused { .. } => Self::never("voice_key_refused", detail),
            TtsError::OutOfCredit { .. } => Self::never("voice_out_of_credit", detail),
            TtsError::TooLong { .. } => Self::never("voice_text_too_long", detail),
            TtsError::Refused(_) => Self::never("voice_refused", detail),
            TtsError::Busy { retry_after: Some(wait) } => Self::after(wait, "voice_busy", detail),
            TtsError::Busy { retry_after: None } => Self::later("voice_busy", detail),
            TtsError::BadSound(_) => Self::never("voice_bad_sound", detail),
            TtsError::Failed(_) => Self::later("voice_failed", detail),
            TtsError::Partly { source, .. } => (*source).into(),
        }
    }
}

impl From<SpeakError> for WorkError {
    fn from(error: SpeakError) -> Self {
        match error {
            SpeakError::Speech(inner) => inner.into(),
            SpeakError::Voice(inner) => inner.into(),
            SpeakError::Store(inner) => inner.into(),
            SpeakError::Media(inner) => inner.into(),
            SpeakError::Disk(inner) => inner.into(),
            SpeakError::Sound(inner) => inner.into(),
            SpeakError::Unreadable(inner) => inner.into(),
        }
    }
}

impl From<InvalidSpeech> for WorkError {
    fn from(error: InvalidSpeech) -> Self {
        Self::never("nothing_to_say", error.to_string())
    }
}

impl From<NoSegments> for WorkError {
    fn from(error: NoSegments) -> Self {
        Self::never("no_segments", error.to_string())
    }
}

impl From<GenerateError> for WorkError {
    fn from(error: GenerateError) -> Self {
        match error {
            GenerateError::Voice(inner) => inner.into(),
            GenerateError::Store(inner) => inner.into(),
            other => Self::never("not_generated", other.to_string()).because(other),
        }
    }
}

impl From<Verdict> for WorkError {
    fn from(verdict: Verdict) -> Self {
        Self::never("clip_not_as_planned", format!("the finished video was refused: {verdict}"))
    }
}

impl From<std::io::Error> for WorkError {
    fn from(error: std::io::Error) -> Self {
        if is_full(&error) {
            let detail =
                "the disk is full. What is finished is kept: make room, and the job goes on from there";
            return Self::disk_full(detail).because(error);
        }
        Self::later("disk_failed", format!("a file could not be read or written: {error}")).because(error)
    }
}

fn is_full(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded)
}

impl From<serde_json::Error> for WorkError {
    fn from(error: serde_json::Error) -> Self {
        Self::never("value_unreadable", format!("a stored value could not be read: {error}")).because(error)
    }
}

impl From<JoinError> for WorkError {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::Damaged => Self::never("sound_unreadable", error.to_string()),
            // The next attempt misses it before it renders, and has it spoken.
            JoinError::Media(MediaError::NotFound) => Self::later(
                "speech_cleared",
                "a spoken sentence was removed from the cache meanwhile; it is spoken again",
            ),
            JoinError::Media(inner) => inner.into(),
            JoinError::Disk(inner) => inner.into(),
            JoinError::Sound(inner) => inner.into(),
        }
    }
}

impl From<hound::Error> for WorkError {
    fn from(error: hound::Error) -> Self {
        match error {
            hound::Error::IoError(io) => io.into(),
            other => Self::never("sound_unreadable", format!("a sound file could not be read: {other}"))
                .because(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_left_the_cache_is_worth_another_attempt_and_no_other_missing_file_is() {
        let sentence = WorkError::from(JoinError::Media(MediaError::NotFound));
        assert_eq!((sentence.code, sentence.retry), ("speech_cleared", Retry::Later));
        let other = WorkError::from(MediaError::NotFound);
        assert_eq!((other.code, other.retry), ("file_gone", Retry::Never));
    }
}
