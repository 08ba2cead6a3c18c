//! Export: spoken sentences leave as one sound file.

use std::path::{Path, PathBuf};

use domain::{
    ContentHash, Frames, MediaError, MediaKey, NarrationId, ProfileContext, RenderError, SoundFormat,
    StoreError,
};
use tempfile::TempDir;

use crate::{Studio, sound};

/// A sound file that lasts as long as this value.
#[derive(Debug)]
pub struct SoundFile {
    path: PathBuf,
    _folder: TempDir,
}

impl SoundFile {
    /// Returns where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Studio {
    /// Joins a narration's sentences into one file: WAV of 48 kHz, unless it is packed into another form.
    ///
    /// # Errors
    /// [`ExportError`], with the cure.
    pub async fn narration_sound(
        &self,
        ctx: &ProfileContext,
        id: NarrationId,
        packed: Option<SoundFormat>,
    ) -> Result<SoundFile, ExportError> {
        let narration = self.ports.narrations.spoken(ctx, id).await?.ok_or(ExportError::NotSpoken)?;
        let sounds: Vec<_> = narration.sentences.into_iter().map(|s| (s.sound, s.frames)).collect();
        self.packed_sound(ctx, &sounds, packed).await
    }

    /// Joins sentences of the cache into one file.
    pub(crate) async fn packed_sound(
        &self,
        ctx: &ProfileContext,
        sounds: &[(ContentHash, Frames)],
        packed: Option<SoundFormat>,
    ) -> Result<SoundFile, ExportError> {
        let folder = self.scratch_folder().map_err(JoinError::from)?;
        let wav = self.join_sentences(ctx, sounds, folder.path()).await?;
        let Some(format) = packed else { return Ok(SoundFile { path: wav, _folder: folder }) };
        let out = folder.path().join(format!("packed.{}", format.ending()));
        self.ports.encoder.encode(ctx, &wav, format, &out).await?;
        Ok(SoundFile { path: out, _folder: folder })
    }

    /// Joins sentences' sounds, which are whole frames each, into one WAV file.
    pub(crate) async fn join_sentences(
        &self,
        ctx: &ProfileContext,
        sounds: &[(ContentHash, Frames)],
        scratch: &Path,
    ) -> Result<PathBuf, JoinError> {
        let sounds: Vec<_> = sounds.iter().map(|(sound, frames)| (Some(sound.clone()), *frames)).collect();
        self.join_sounds(ctx, &sounds, scratch).await
    }

    /// Joins sentences' sounds, and silence where there is none, into one WAV file.
    pub(crate) async fn join_sounds(
        &self,
        ctx: &ProfileContext,
        sounds: &[(Option<ContentHash>, Frames)],
        scratch: &Path,
    ) -> Result<PathBuf, JoinError> {
        let path = scratch.join("voice.wav");
        let mut writer = hound::WavWriter::create(&path, sound::WAV)?;
        for (sound, frames) in sounds {
            let Some(sound) = sound else {
                for _ in 0..frames.samples() {
                    writer.write_sample(0_i16)?;
                }
                continue;
            };
            let file = self.ports.media.local(ctx, &MediaKey::Speech(sound.clone()), scratch).await?;
            if sound::append_wav(&mut writer, &file.path)? != frames.samples() {
                return Err(JoinError::Damaged);
            }
        }
        writer.finalize()?;
        Ok(path)
    }
}

/// Says why sentences cannot be joined.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// A sentence's file is not as long as it was made.
    #[error("a cached sentence is damaged; change a word of it to have it spoken anew")]
    Damaged,
    /// A sentence is not in the cache, or the cache cannot be reached.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// A file for the work cannot be made.
    #[error("a file could not be read or written: {0}")]
    Disk(#[from] std::io::Error),
    /// A sound file cannot be read or written.
    #[error("a sound file could not be read or written: {0}")]
    Sound(#[from] hound::Error),
}

/// Says why a narration does not leave as a file.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// Nothing was spoken yet, or it could not be.
    #[error("the narration has not been spoken; wait for its job, or see there why it could not be")]
    NotSpoken,
    /// A sentence has been cleared from the cache.
    #[error("the sound of this narration has been cleared from the cache; have its script spoken again")]
    Cleared,
    /// The sentences cannot be joined.
    #[error(transparent)]
    Join(JoinError),
    /// They cannot be packed.
    #[error(transparent)]
    Encoder(#[from] RenderError),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<JoinError> for ExportError {
    fn from(error: JoinError) -> Self {
        match error {
            JoinError::Media(MediaError::NotFound) => Self::Cleared,
            other => Self::Join(other),
        }
    }
}
