//! Music of a store: taken in, listed, deleted.

use std::{io, path::Path};

use domain::{
    FootageName, InvalidFootageName, MAX_MUSIC_BYTES, MediaError, MediaKey, Music, MusicId, NewMusic,
    NotMusic, ProfileContext, RenderError, RequestKey, SampleFile, SampleFormat, StoreError,
};

use crate::{Studio, footage::head_of};

impl Studio {
    /// Takes a file over as music. The file itself is only read; the same key again finds the first.
    ///
    /// # Errors
    /// [`MusicError`]; nothing is kept then.
    pub async fn add_music(
        &self,
        ctx: &ProfileContext,
        name: &str,
        file: &Path,
        key: Option<&RequestKey>,
    ) -> Result<Music, MusicError> {
        let name = FootageName::parse(name)?;
        if tokio::fs::metadata(file).await?.len() > MAX_MUSIC_BYTES {
            return Err(NotMusic::TooLarge.into());
        }
        let format = SampleFormat::sniff(&head_of(file).await?).map_err(NotMusic::from)?;
        let id = key.map_or_else(MusicId::new, |key| key.id_in(ctx.profile().uuid(), "music").into());
        let scratch = self.scratch_folder()?;
        let flac = scratch.path().join("music.flac");
        let file = SampleFile { path: file.to_owned(), format };
        let facts = self.ports.music_reader.read_music(ctx, &file, &flac).await?.checked()?;
        self.ports.media.put(ctx, &MediaKey::Music(id), &flac).await?;
        match self.ports.music.create(ctx, NewMusic { id, name, facts }).await {
            Ok(music) => Ok(music),
            Err(error) => {
                // The row may be there though the answer was lost; then its file stays.
                if matches!(self.ports.music.find(ctx, id).await, Err(StoreError::NotFound)) {
                    self.ports.media.delete(ctx, &MediaKey::Music(id)).await?;
                }
                Err(error.into())
            }
        }
    }

    /// Lists the store's music, newest first.
    pub async fn music(&self, ctx: &ProfileContext) -> Result<Vec<Music>, StoreError> {
        self.ports.music.list(ctx).await
    }

    /// Deletes a piece; videos in which it sounds stay. The music of the store's look is not deleted.
    ///
    /// # Errors
    /// [`MusicError::Store`] and [`MusicError::Media`].
    pub async fn delete_music(&self, ctx: &ProfileContext, id: MusicId) -> Result<(), MusicError> {
        if self.ports.profiles.settings(ctx).await?.making.music == Some(id) {
            let used = "this piece is the music of the store's look; choose another one there first, or none";
            return Err(StoreError::Conflict(used.to_owned()).into());
        }
        self.ports.music.delete(ctx, id).await?;
        Ok(self.ports.media.delete(ctx, &MediaKey::Music(id)).await?)
    }
}

/// Says why a file was not taken as music.
#[derive(Debug, thiserror::Error)]
pub enum MusicError {
    /// It has no name.
    #[error(transparent)]
    Name(#[from] InvalidFootageName),
    /// It is no music.
    #[error(transparent)]
    NotMusic(#[from] NotMusic),
    /// It cannot be read, or the tool failed.
    #[error(transparent)]
    Reading(#[from] RenderError),
    /// A file for the work cannot be written or read.
    #[error("a file could not be read or written: {0}")]
    Disk(#[from] io::Error),
    /// The file could not be kept.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// The row could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}
