//! Narration: the finished speech of a script, sentence by sentence; and the port that keeps those which are no video's.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    ContentHash, Frames, Job, JobId, Language, NarrationId, NewJob, Page, PageRequest, ProfileContext,
    Script, StoreError, TimingKind, VoiceChoice, VoiceManner,
};

/// The speech of a whole script, in whole frames.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Narration {
    /// The sentences in order.
    pub sentences: Vec<SpokenSentence>,
    /// Who spoke, as a person reads it.
    pub voice_label: String,
    /// What the person should know, such as that another voice than the chosen one spoke.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Who spoke, exactly; nothing where that was not kept.
    #[serde(default)]
    pub spoken_by: Option<SpokenBy>,
}

/// Who spoke, with everything that shaped the sound beside the words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpokenBy {
    /// The engine, its voice and its speed.
    pub voice: VoiceChoice,
    /// How the engine was settled.
    pub manner: VoiceManner,
    /// The language that it was told.
    pub language: Option<Language>,
}

/// A spoken sentence with its words' places in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpokenSentence {
    /// Names the sound in the profile's cache; it lasts exactly `frames`.
    pub sound: ContentHash,
    /// The length with the pause after it.
    pub frames: Frames,
    /// The words as written.
    pub words: Vec<SpokenWord>,
    /// How exactly the words' places are known.
    pub timing: TimingKind,
}

/// A word and its place in its sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpokenWord {
    /// The word as written.
    pub text: String,
    /// Where it begins, in milliseconds from the sentence's beginning.
    pub start_ms: u32,
    /// Where it ends.
    pub end_ms: u32,
}

impl Narration {
    /// Returns the whole length.
    pub fn frames(&self) -> Frames {
        self.sentences.iter().map(|sentence| sentence.frames).sum()
    }

    /// Returns it with its sentences in another order, each named by its place.
    #[must_use]
    pub fn in_order(&self, order: &[usize]) -> Self {
        let sentences = order.iter().filter_map(|place| self.sentences.get(*place).cloned()).collect();
        Self { sentences, ..self.clone() }
    }
}

/// A narration that is kept by itself, without its sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptNarration {
    /// Its id.
    pub id: NarrationId,
    /// The job that speaks it.
    pub job: JobId,
    /// What is spoken.
    pub script: Script,
    /// Who was chosen to speak.
    pub voice: VoiceChoice,
    /// How far it is.
    pub state: NarrationState,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
}

/// How far a narration is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NarrationState {
    /// Its job has still to speak it.
    Waiting,
    /// It was spoken.
    Spoken(SpokenNarration),
    /// It could not be spoken, with the reason for the person.
    Failed(String),
}

/// What a person reads of a narration that was spoken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpokenNarration {
    /// Who spoke, as a person reads it.
    pub voice_label: String,
    /// How long it is in milliseconds.
    pub duration_ms: u32,
    /// What the person should know, such as that another voice than the chosen one spoke.
    pub notes: Vec<String>,
}

/// A narration that does not exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNarration {
    /// Its id.
    pub id: NarrationId,
    /// What is to be spoken.
    pub script: Script,
    /// By whom.
    pub voice: VoiceChoice,
}

/// Keeps narrations that are no video's.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait NarrationStore: Send + Sync {
    /// Stores a narration and enqueues the job that speaks it, with what it will buy, or neither; the same id again
    /// changes nothing and answers with the first one's job.
    async fn create(&self, ctx: &ProfileContext, new: NewNarration, job: NewJob) -> Result<Job, StoreError>;
    /// Finds a narration.
    async fn find(&self, ctx: &ProfileContext, id: NarrationId) -> Result<KeptNarration, StoreError>;
    /// Returns what was spoken; nothing as long as nothing was.
    async fn spoken(&self, ctx: &ProfileContext, id: NarrationId) -> Result<Option<Narration>, StoreError>;
    /// Lists narrations, newest first.
    async fn list(&self, ctx: &ProfileContext, page: &PageRequest)
    -> Result<Page<KeptNarration>, StoreError>;
    /// Stores what was spoken.
    async fn record_spoken(
        &self,
        ctx: &ProfileContext,
        id: NarrationId,
        spoken: &Narration,
    ) -> Result<(), StoreError>;
    /// Says why a narration could not be spoken; one that was spoken or is gone stays so.
    async fn record_failure(
        &self,
        ctx: &ProfileContext,
        id: NarrationId,
        reason: &str,
    ) -> Result<(), StoreError>;
    /// Deletes a narration and stops its job; its sentences stay in the cache.
    async fn delete(&self, ctx: &ProfileContext, id: NarrationId) -> Result<(), StoreError>;
}
