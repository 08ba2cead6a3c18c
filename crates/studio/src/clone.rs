//! Clone: a person's voice is learned from a sample that they vouch for, and forgotten when they say so.

use std::{io, path::Path};

use domain::{
    CLONING_CONSENT, ClonedVoice, ClonedVoiceId, ContentHash, InvalidLanguage, InvalidSpeech,
    InvalidVoiceLabel, KeptSample, Language, MAX_SAMPLE_BYTES, MediaError, MediaKey, NewClonedVoice,
    NotASample, PoorSample, ProfileContext, ProviderName, RenderError, RequestKey, SampleError, SampleFile,
    SampleFormat, StoreError, TtsError, TtsProvider, Voice, VoiceCloner, VoiceLabel, VoiceName, VoiceSample,
    wished_name,
};

use crate::{Studio, footage::head_of};

/// What a person asks for who has a voice cloned.
#[derive(Debug, Clone)]
pub struct VoiceToClone {
    /// The engine.
    pub provider: ProviderName,
    /// What they call the voice.
    pub label: VoiceLabel,
    /// The language of the sample.
    pub language: Language,
    /// Whether they agree to [`CLONING_CONSENT`].
    pub consents: bool,
}

impl Studio {
    /// Learns a voice from a recording, which is only read; the same key again finds the first.
    ///
    /// # Errors
    /// [`CloneError`]; nothing is kept then, here or at the engine.
    pub async fn clone_voice(
        &self,
        ctx: &ProfileContext,
        wanted: VoiceToClone,
        recording: &Path,
        key: Option<&RequestKey>,
    ) -> Result<ClonedVoice, CloneError> {
        if !wanted.consents {
            return Err(CloneError::NoConsent);
        }
        let provider = self.provider(&wanted.provider).ok_or(CloneError::NoSuchProvider)?;
        let cloner = provider.cloner().ok_or_else(|| CloneError::DoesNotClone(provider.engine().label))?;
        let id = key.map_or_else(ClonedVoiceId::new, |key| key.id_in(ctx.profile().uuid(), "voice").into());
        // Whoever clears away after a failure must not take what another attempt under the same key has made.
        let _flight = self.flights.board(ctx, &ContentHash::of_bytes(id.uuid().as_bytes())).await;
        match self.ports.cloned_voices.find(ctx, id).await {
            Err(StoreError::NotFound) => {}
            earlier => return Ok(earlier?),
        }
        let scratch = self.scratch_folder()?;
        let wav = scratch.path().join("sample.wav");
        let sample = self.checked(ctx, recording, &wav, cloner.as_ref()).await?;
        self.ports.media.put(ctx, &MediaKey::VoiceSample(id), &wav).await?;
        let lesson = Lesson { id, wav: &wav, sample };
        let learned = self.learn_and_store(ctx, cloner.as_ref(), wanted, lesson).await;
        if learned.is_err() && self.is_unknown(ctx, id).await? {
            self.ports.media.delete(ctx, &MediaKey::VoiceSample(id)).await?;
        }
        learned
    }

    /// Lists the profile's cloned voices, newest first.
    pub async fn cloned_voices(&self, ctx: &ProfileContext) -> Result<Vec<ClonedVoice>, StoreError> {
        self.ports.cloned_voices.list(ctx).await
    }

    /// Finds a cloned voice.
    pub async fn cloned_voice(
        &self,
        ctx: &ProfileContext,
        id: ClonedVoiceId,
    ) -> Result<ClonedVoice, StoreError> {
        self.ports.cloned_voices.find(ctx, id).await
    }

    /// Forgets a cloned voice: the engine first, so that none is left there that nobody here knows of.
    ///
    /// # Errors
    /// [`CloneError`]; what the engine does not forget stays here too, and can be forgotten again.
    pub async fn forget_voice(&self, ctx: &ProfileContext, id: ClonedVoiceId) -> Result<(), CloneError> {
        let voice = self.ports.cloned_voices.find(ctx, id).await?;
        let provider = self.provider(&voice.provider).ok_or(CloneError::NoSuchProvider)?;
        let cloner = provider.cloner().ok_or_else(|| CloneError::DoesNotClone(provider.engine().label))?;
        cloner.forget_voice(ctx, &voice.voice).await?;
        self.ports.cloned_voices.delete(ctx, id).await?;
        Ok(self.ports.media.delete(ctx, &MediaKey::VoiceSample(id)).await?)
    }

    /// Checks a recording from the outside in, and writes it as WAV.
    async fn checked(
        &self,
        ctx: &ProfileContext,
        recording: &Path,
        wav: &Path,
        cloner: &dyn VoiceCloner,
    ) -> Result<KeptSample, CloneError> {
        if tokio::fs::metadata(recording).await?.len() > MAX_SAMPLE_BYTES {
            return Err(NotASample::TooLarge.into());
        }
        let format = SampleFormat::sniff(&head_of(recording).await?)?;
        let file = SampleFile { path: recording.to_owned(), format };
        let facts = self.ports.samples.read_sample(ctx, &file, wav).await?;
        facts.check(cloner.shortest_sample())?;
        let sha256 = ContentHash::of_bytes(&tokio::fs::read(wav).await?);
        Ok(KeptSample { duration_ms: facts.duration_ms, sha256 })
    }

    /// Has the engine learn the voice, and stores its row; a voice without a row is forgotten again.
    async fn learn_and_store(
        &self,
        ctx: &ProfileContext,
        cloner: &dyn VoiceCloner,
        wanted: VoiceToClone,
        Lesson { id, wav, sample }: Lesson<'_>,
    ) -> Result<ClonedVoice, CloneError> {
        let VoiceToClone { provider, label, language, .. } = wanted;
        let wished = wished_name(id);
        let told = VoiceSample { file: wav, label: label.as_str(), language: Some(&language) };
        let voice = match cloner.clone_voice(ctx, &wished, told).await {
            Ok(voice) => voice,
            Err(error) => {
                // It may have learned the voice though its answer was lost.
                forget(ctx, cloner, &wished).await;
                return Err(error.into());
            }
        };
        let consent_text = CLONING_CONSENT.to_owned();
        let new =
            NewClonedVoice { id, provider, voice: voice.clone(), label, language, sample, consent_text };
        match self.ports.cloned_voices.create(ctx, new).await {
            Ok(stored) => Ok(stored),
            Err(error) => {
                // The row may be there though the answer was lost, or the voice may be another row's.
                if !self.ports.cloned_voices.list(ctx).await?.iter().any(|row| row.voice == voice) {
                    forget(ctx, cloner, &voice).await;
                }
                Err(error.into())
            }
        }
    }

    async fn is_unknown(&self, ctx: &ProfileContext, id: ClonedVoiceId) -> Result<bool, StoreError> {
        match self.ports.cloned_voices.find(ctx, id).await {
            Ok(_) => Ok(false),
            Err(StoreError::NotFound) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Has every engine forget a voice that nobody here knows of any more; only its sample told of it.
    ///
    /// It is known by the name that was wished: an engine that chooses names itself keeps it in the profile's own
    /// account there.
    pub(crate) async fn forget_everywhere(&self, ctx: &ProfileContext, id: ClonedVoiceId) {
        for provider in &self.ports.voices {
            if let Some(cloner) = provider.cloner() {
                forget(ctx, cloner.as_ref(), &wished_name(id)).await;
            }
        }
    }

    /// Learns a voice again that its engine has lost, from the kept sample. Tells whether it is there to speak; a voice
    /// of another profile, or one that the engine named itself, is not.
    pub(crate) async fn learn_again(
        &self,
        ctx: &ProfileContext,
        provider: &dyn TtsProvider,
        voice: &VoiceName,
        scratch: &Path,
    ) -> Result<bool, LearnError> {
        let Some(cloner) = provider.cloner() else { return Ok(false) };
        let ours = self.ports.cloned_voices.list(ctx).await?;
        let lost = |row: &&ClonedVoice| row.provider == provider.name() && row.voice == *voice;
        let Some(row) = ours.iter().find(lost).filter(|row| row.has_wished_name()) else { return Ok(false) };
        // The sentences of a script find it lost at once: the first learns it, the others find it there.
        let _flight = self.flights.board(ctx, &ContentHash::of_bytes(row.id.uuid().as_bytes())).await;
        if provider.voices(ctx).await?.iter().any(|there| there.name == *voice) {
            return Ok(true);
        }
        let sample = match self.ports.media.local(ctx, &MediaKey::VoiceSample(row.id), scratch).await {
            Ok(sample) => sample,
            Err(MediaError::NotFound) => {
                tracing::warn!(voice.id = %row.id, "a lost voice has no sample to be learned again from");
                return Ok(false);
            }
            Err(error) => return Err(error.into()),
        };
        tracing::info!(voice.id = %row.id, tts.provider = %row.provider, "a lost voice is learned again");
        let told =
            VoiceSample { file: &sample.path, label: row.label.as_str(), language: Some(&row.language) };
        let learned = cloner.clone_voice(ctx, voice, told).await?;
        if learned != *voice {
            forget(ctx, cloner.as_ref(), &learned).await;
            return Ok(false);
        }
        Ok(true)
    }

    /// Lists an engine's voices as the profile knows them: its cloned ones by the person's own names, and also those
    /// that the engine has lost, for they are learned again when they are to speak.
    pub(crate) async fn voices_of(
        &self,
        ctx: &ProfileContext,
        provider: &dyn TtsProvider,
    ) -> Result<Vec<Voice>, VoicesOfError> {
        let mut voices = provider.voices(ctx).await?;
        if provider.cloner().is_none() {
            return Ok(voices);
        }
        for row in self.ports.cloned_voices.list(ctx).await? {
            if row.provider != provider.name() {
                continue;
            }
            let label = row.label.as_str().to_owned();
            match voices.iter_mut().find(|voice| voice.name == row.voice) {
                Some(known) => known.label = label,
                // One that was deleted where the engine's makers keep it does not come back.
                None if !row.has_wished_name() => {}
                None => voices.push(Voice {
                    name: row.voice,
                    label,
                    language: row.language,
                    also_speaks: Vec::new(),
                    gender: None,
                    sample_url: None,
                }),
            }
        }
        Ok(voices)
    }
}

/// A sample that was checked, for a voice that is to be learned.
struct Lesson<'a> {
    id: ClonedVoiceId,
    wav: &'a Path,
    sample: KeptSample,
}

async fn forget(ctx: &ProfileContext, cloner: &dyn VoiceCloner, voice: &VoiceName) {
    if let Err(error) = cloner.forget_voice(ctx, voice).await {
        tracing::warn!(%error, %voice, "an engine may still know a voice that is not known here");
    }
}

/// Says why a voice was not cloned, or not forgotten.
#[derive(Debug, thiserror::Error)]
pub enum CloneError {
    /// The person did not agree.
    #[error("a voice is cloned only when its speaker agrees; read what is to be agreed to and tick the box")]
    NoConsent,
    /// There is no such engine.
    #[error("there is no such speech provider here; see the list of providers")]
    NoSuchProvider,
    /// The engine cannot.
    #[error("{0} cannot clone voices; choose an engine that can")]
    DoesNotClone(String),
    /// The label.
    #[error(transparent)]
    Label(#[from] InvalidVoiceLabel),
    /// The language.
    #[error(transparent)]
    Language(#[from] InvalidLanguage),
    /// The engine's name.
    #[error(transparent)]
    Name(#[from] InvalidSpeech),
    /// The file is no recording.
    #[error(transparent)]
    NotASample(#[from] NotASample),
    /// The recording cannot be read.
    #[error(transparent)]
    Reading(#[from] RenderError),
    /// The recording is not good enough.
    #[error(transparent)]
    Poor(#[from] PoorSample),
    /// The engine refused.
    #[error(transparent)]
    Engine(#[from] TtsError),
    /// A file for the work cannot be written or read.
    #[error("a file could not be read or written: {0}")]
    Disk(#[from] io::Error),
    /// The sample cannot be kept.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// The row cannot be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<SampleError> for CloneError {
    fn from(error: SampleError) -> Self {
        match error {
            SampleError::NotASample(inner) => inner.into(),
            SampleError::Reading(inner) => inner.into(),
        }
    }
}

/// Says why a lost voice could not be learned again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LearnError {
    #[error(transparent)]
    Engine(#[from] TtsError),
    #[error(transparent)]
    Media(#[from] MediaError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Says why an engine's voices cannot be listed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VoicesOfError {
    #[error(transparent)]
    Engine(#[from] TtsError),
    #[error(transparent)]
    Store(#[from] StoreError),
}
