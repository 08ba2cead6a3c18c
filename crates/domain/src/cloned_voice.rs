//! Cloned voices: whose voice a store may use, since when, and by whose word.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::{
    ClonedVoiceId, ContentHash, Language, ProfileContext, ProviderName, StoreError, UserId, VoiceName,
};

/// What a person agrees to who has a voice cloned; it is shown to them and kept with the voice.
pub const CLONING_CONSENT: &str = "The voice in this recording is my own, or its speaker has agreed that this store clones \
    it and lets it speak in its videos. I can delete it here at any time.";

/// A voice that an engine learned from a sample, of one profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClonedVoice {
    /// Its id, which names the sample's file.
    pub id: ClonedVoiceId,
    /// The engine.
    pub provider: ProviderName,
    /// The name by which the engine knows it.
    pub voice: VoiceName,
    /// What a person calls it.
    pub label: VoiceLabel,
    /// The language of the sample.
    pub language: Language,
    /// What it was learned from.
    pub sample: KeptSample,
    /// By whose word.
    pub consent: Consent,
    /// When it was learned.
    pub created_at: DateTime<Utc>,
}

impl ClonedVoice {
    /// Tells whether the engine took the name that was wished: it can be learned again as what it was.
    pub fn has_wished_name(&self) -> bool {
        self.voice.as_str() == wished_text(self.id)
    }
}

/// Returns the name that an engine is asked to give a cloned voice.
///
/// # Panics
/// Never: an id is a name.
#[expect(clippy::expect_used, reason = "an id is a name; a test writes one")]
pub fn wished_name(id: ClonedVoiceId) -> VoiceName {
    wished_text(id).parse().expect("an id is a name")
}

fn wished_text(id: ClonedVoiceId) -> String {
    format!("voice-{id}")
}

/// The sample as it is kept: WAV, mono, 16 bits at 24 kHz.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSample {
    /// How long it is.
    pub duration_ms: u32,
    /// The SHA-256 of its file.
    pub sha256: ContentHash,
}

/// Says by whose word a voice was cloned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// What was agreed to.
    pub text: String,
    /// By whom.
    pub by: UserId,
    /// When.
    pub at: DateTime<Utc>,
}

/// What a person calls a cloned voice: 1 to 80 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceLabel(String);

impl VoiceLabel {
    /// Reads a label as a person typed it.
    ///
    /// # Errors
    /// [`InvalidVoiceLabel`].
    pub fn parse(text: &str) -> Result<Self, InvalidVoiceLabel> {
        let label = text.trim();
        let fits = (1..=80).contains(&label.chars().count()) && !label.chars().any(char::is_control);
        if fits { Ok(Self(label.to_owned())) } else { Err(InvalidVoiceLabel) }
    }

    /// Returns the label.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Says that a voice cannot be called so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a voice's name has 1 to 80 characters on one line")]
pub struct InvalidVoiceLabel;

/// A cloned voice that is not stored yet; its sample already is. Whoever stores it is who agreed, now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewClonedVoice {
    /// Its id.
    pub id: ClonedVoiceId,
    /// The engine.
    pub provider: ProviderName,
    /// The name that the engine gave it.
    pub voice: VoiceName,
    /// What a person calls it.
    pub label: VoiceLabel,
    /// The language of the sample.
    pub language: Language,
    /// The sample.
    pub sample: KeptSample,
    /// What was agreed to.
    pub consent_text: String,
}

/// Keeps the cloned voices of profiles.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait ClonedVoiceStore: Send + Sync {
    /// Stores a voice; the same id again changes nothing. [`StoreError::Conflict`] when another has the engine's name.
    async fn create(&self, ctx: &ProfileContext, new: NewClonedVoice) -> Result<ClonedVoice, StoreError>;
    /// Lists the profile's voices, newest first.
    async fn list(&self, ctx: &ProfileContext) -> Result<Vec<ClonedVoice>, StoreError>;
    /// Finds a voice.
    async fn find(&self, ctx: &ProfileContext, id: ClonedVoiceId) -> Result<ClonedVoice, StoreError>;
    /// Deletes a voice.
    async fn delete(&self, ctx: &ProfileContext, id: ClonedVoiceId) -> Result<(), StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_a_line_and_a_wished_name_is_a_name() {
        assert_eq!(VoiceLabel::parse(" Ana's voice ").unwrap().as_str(), "Ana's voice");
        for bad in ["", "  ", "two\nlines", &"a".repeat(81)] {
            assert_eq!(VoiceLabel::parse(bad), Err(InvalidVoiceLabel), "{bad:?}");
        }
        let id = ClonedVoiceId::new();
        assert_eq!(wished_name(id).as_str(), format!("voice-{id}"));
    }
}
