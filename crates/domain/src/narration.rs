//! Narration: the finished speech of a project, sentence by sentence.

use serde::{Deserialize, Serialize};

use crate::{ContentHash, Frames, TimingKind};

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
}
