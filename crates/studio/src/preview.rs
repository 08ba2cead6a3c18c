//! Preview: a person hears a sentence of their own in any voice, before a project uses it.

use domain::{
    ContentHash, Cost, ProfileContext, Script, ScriptError, Sentence, SpokenWord, StoreError, TimingKind,
    VoiceChoice,
};

use crate::{
    Studio,
    speak::{PriceError, SpeakError},
    spend::Cause,
};

/// The most characters of a preview.
pub const MAX_PREVIEW_CHARS: usize = 300;

/// A sentence that can be heard.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Names its sound in the profile's cache.
    pub sound: ContentHash,
    /// How long it is, with the pause after it.
    pub duration_ms: u32,
    /// The words' places.
    pub words: Vec<SpokenWord>,
    /// How exactly they are known.
    pub timing: TimingKind,
    /// Who spoke.
    pub voice_label: String,
    /// What was set aside for it; nothing when it was in the cache.
    pub cost: Cost,
}

impl Studio {
    /// Speaks a short text by a voice, at once; it is paid unless the cache has it, and nobody else speaks instead.
    ///
    /// # Errors
    /// [`PreviewError`], with the cure.
    pub async fn preview(
        &self,
        ctx: &ProfileContext,
        text: &str,
        voice: &VoiceChoice,
    ) -> Result<Preview, PreviewError> {
        let script = Script::parse(text)?;
        let length = script.as_str().chars().count();
        if length > MAX_PREVIEW_CHARS {
            return Err(PreviewError::TooLong { length });
        }
        let settings = self.ports.profiles.settings(ctx).await?;
        let speaker = self.speaker(ctx, &settings, voice, text).await.ok_or(PreviewError::NoSuchProvider)?;
        let words = script.sentences().into_iter().flat_map(|sentence| sentence.words).collect();
        let sentence = Sentence { words };
        let cause = Cause { job: None, project: None };
        let speech = speaker.speech(sentence.words.clone())?;
        let cost =
            self.price_now(ctx, &speaker, &speech, cause).await?.map_or(Cost::FREE, |spend| spend.amount);
        let scratch = self.scratch_folder().map_err(SpeakError::Disk)?;
        let spoken = self.speak(ctx, &speaker, &sentence, cause, scratch.path()).await?;
        Ok(Preview {
            sound: spoken.sound,
            duration_ms: spoken.frames.ms(),
            words: spoken.words,
            timing: spoken.timing,
            voice_label: speaker.label(),
            cost,
        })
    }
}

/// Says why a sentence cannot be heard.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// The text.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// It is too long.
    #[error("a preview has at most {MAX_PREVIEW_CHARS} characters, and this has {length}; shorten it")]
    TooLong {
        /// How many it has.
        length: usize,
    },
    /// There is no such engine.
    #[error("there is no such speech provider here; see the list of providers")]
    NoSuchProvider,
    /// The speech.
    #[error(transparent)]
    Speech(#[from] domain::InvalidSpeech),
    /// Its price cannot be found out.
    #[error(transparent)]
    Unpriced(#[from] PriceError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It was not spoken.
    #[error(transparent)]
    Speaking(#[from] SpeakError),
}
