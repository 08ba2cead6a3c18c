//! Say: a text is spoken at once, sentence by sentence, for a program that plays or keeps the sound.

use domain::{
    ContentHash, Cost, Frames, MediaKey, ModelName, ProfileContext, ProviderName, Script, Sentence, Shortage,
    SoundFormat, Speed, StoreError, VoiceChoice, VoiceName,
};

use crate::{
    ExportError, NoDefault, SoundFile, Studio,
    preview::PreviewError,
    sound,
    speak::{SpeakError, Speaker},
    spend::Cause,
};

/// A text that is being said.
pub struct Saying {
    speaker: Speaker,
    left: std::vec::IntoIter<Sentence>,
    scratch: tempfile::TempDir,
}

/// Who is asked to say a text.
#[derive(Debug, Clone, Default)]
pub struct SayingBy {
    /// The engine; the profile's own when absent.
    pub provider: Option<ProviderName>,
    /// Its voice; the profile's own, or one of the text's language, when absent.
    pub voice: Option<VoiceName>,
    /// The engine's model; the one that the profile settled when absent.
    pub model: Option<ModelName>,
    /// How fast; as the profile settled when absent.
    pub speed: Option<Speed>,
}

const CAUSE: Cause = Cause { job: None, project: None };

impl Studio {
    /// Begins to say a text; refuses at once what the month's money does not cover. Nobody else speaks instead.
    ///
    /// # Errors
    /// [`SayError`], with the cure.
    pub async fn begin_saying(
        &self,
        ctx: &ProfileContext,
        text: &str,
        by: SayingBy,
    ) -> Result<Saying, SayError> {
        let script = Script::parse(text).map_err(PreviewError::Script)?;
        let choice = self.choice_of(ctx, script.as_str(), &by).await?;
        let settings = self.ports.profiles.settings(ctx).await?;
        let found = self.speaker(ctx, &settings, &choice, script.as_str()).await;
        let mut speaker = found.ok_or(PreviewError::NoSuchProvider)?;
        speaker.model = by.model.or(speaker.model);
        let sentences = script.sentences();
        self.check_money(ctx, &speaker, &sentences).await?;
        let scratch = self.scratch_folder().map_err(SpeakError::Disk)?;
        Ok(Saying { speaker, left: sentences.into_iter(), scratch })
    }

    /// Says the next sentence: mono samples of 16 bits at [`RAW_RATE_HZ`](crate::RAW_RATE_HZ); nothing after the last one.
    ///
    /// # Errors
    /// [`SpeakError`]; what was said before stays paid and cached.
    pub async fn say_next(
        &self,
        ctx: &ProfileContext,
        saying: &mut Saying,
    ) -> Result<Option<Vec<i16>>, SpeakError> {
        let Some(sentence) = saying.left.next() else { return Ok(None) };
        let spoken = self.speak(ctx, &saying.speaker, &sentence, CAUSE, saying.scratch.path()).await?;
        let key = MediaKey::Speech(spoken.sound);
        let file = self.ports.media.local(ctx, &key, saying.scratch.path()).await?;
        let resampled = tokio::task::spawn_blocking(move || sound::read_raw(&file.path)).await;
        resampled.map_err(|error| SpeakError::Disk(std::io::Error::other(error)))?.map(Some)
    }

    /// Says all that is left, and packs it; the file lasts as long as the value.
    ///
    /// # Errors
    /// [`SayError`].
    pub async fn say_as_file(
        &self,
        ctx: &ProfileContext,
        mut saying: Saying,
        format: SoundFormat,
    ) -> Result<SoundFile, SayError> {
        let mut sounds: Vec<(ContentHash, Frames)> = Vec::new();
        for sentence in saying.left.by_ref() {
            let spoken = self.speak(ctx, &saying.speaker, &sentence, CAUSE, saying.scratch.path()).await?;
            sounds.push((spoken.sound, spoken.frames));
        }
        Ok(self.packed_sound(ctx, &sounds, Some(format)).await?)
    }

    async fn choice_of(
        &self,
        ctx: &ProfileContext,
        text: &str,
        by: &SayingBy,
    ) -> Result<VoiceChoice, SayError> {
        let choice = match (&by.provider, &by.voice) {
            (Some(provider), Some(voice)) => {
                VoiceChoice { provider: provider.clone(), voice: voice.clone(), speed: Speed::NORMAL }
            }
            (Some(provider), None) => self.choice_by(ctx, text, provider).await?,
            (None, voice) => {
                let own = self.default_choice(ctx, text).await?;
                VoiceChoice { voice: voice.clone().unwrap_or(own.voice), ..own }
            }
        };
        Ok(VoiceChoice { speed: by.speed.unwrap_or(choice.speed), ..choice })
    }

    /// Refuses what the month's money does not cover, before the first sentence is bought.
    async fn check_money(
        &self,
        ctx: &ProfileContext,
        speaker: &Speaker,
        sentences: &[Sentence],
    ) -> Result<(), SayError> {
        let mut needed = Cost::FREE;
        for sentence in sentences {
            let speech = speaker.speech(sentence.words.clone()).map_err(SpeakError::Speech)?;
            let spend = self.price_now(ctx, speaker, &speech, CAUSE).await.map_err(PreviewError::Unpriced)?;
            needed = needed.plus(spend.map_or(Cost::FREE, |spend| spend.amount));
        }
        if needed == Cost::FREE {
            return Ok(());
        }
        let standing = self.ports.ledger.standing(ctx).await?;
        if standing.left().is_some_and(|left| needed > left) {
            return Err(StoreError::OverQuota(Box::new(Shortage { standing, needed })).into());
        }
        Ok(())
    }
}

/// Says why a text is not said.
#[derive(Debug, thiserror::Error)]
pub enum SayError {
    /// The text or the voice.
    #[error(transparent)]
    Asked(#[from] PreviewError),
    /// No voice was named, and none speaks unless one is.
    #[error(transparent)]
    NoDefault(#[from] NoDefault),
    /// A sentence was not spoken.
    #[error(transparent)]
    Speaking(#[from] SpeakError),
    /// It was not packed.
    #[error(transparent)]
    Packing(#[from] ExportError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
