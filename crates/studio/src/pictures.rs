//! Pictures of a store, such as its logo: taken in, listed, deleted.

use std::{io, path::Path};

use domain::{
    FootageName, InvalidFootageName, MAX_PICTURE_BYTES, MediaError, MediaKey, NewPicture, NotAPicture,
    Picture, PictureFile, PictureId, ProfileContext, RenderError, RequestKey, StoreError,
};

use crate::{Studio, footage::head_of};

impl Studio {
    /// Takes a file over as a picture. The file itself is only read; the same key again finds the first.
    ///
    /// # Errors
    /// [`PictureError`]; nothing is kept then.
    pub async fn add_picture(
        &self,
        ctx: &ProfileContext,
        name: &str,
        file: &Path,
        key: Option<&RequestKey>,
    ) -> Result<Picture, PictureError> {
        let name = FootageName::parse(name)?;
        if tokio::fs::metadata(file).await?.len() > MAX_PICTURE_BYTES {
            return Err(NotAPicture::TooLarge.into());
        }
        let container = PictureFile::sniff(&head_of(file).await?)?;
        let id = key.map_or_else(PictureId::new, |key| key.id_in(ctx.profile().uuid(), "picture").into());
        let scratch = self.scratch_folder()?;
        let png = scratch.path().join("picture.png");
        let file = PictureFile { path: file.to_owned(), container };
        let size = self.ports.picture_reader.read_picture(ctx, &file, &png).await?;
        self.ports.media.put(ctx, &MediaKey::Picture(id), &png).await?;
        match self.ports.pictures.create(ctx, NewPicture { id, name, size }).await {
            Ok(picture) => Ok(picture),
            Err(error) => {
                // The row may be there though the answer was lost; then its file stays.
                if matches!(self.ports.pictures.find(ctx, id).await, Err(StoreError::NotFound)) {
                    self.ports.media.delete(ctx, &MediaKey::Picture(id)).await?;
                }
                Err(error.into())
            }
        }
    }

    /// Lists the store's pictures, newest first.
    pub async fn pictures(&self, ctx: &ProfileContext) -> Result<Vec<Picture>, StoreError> {
        self.ports.pictures.list(ctx).await
    }

    /// Deletes a picture; videos that show it stay. The logo of the store's look is not deleted.
    ///
    /// # Errors
    /// [`PictureError::Store`] and [`PictureError::Media`].
    pub async fn delete_picture(&self, ctx: &ProfileContext, id: PictureId) -> Result<(), PictureError> {
        let look = self.ports.profiles.settings(ctx).await?.making.look;
        if look.logo.is_some_and(|logo| logo.picture == id) {
            let used =
                "this picture is the logo of the store's look; choose another one there first, or none";
            return Err(StoreError::Conflict(used.to_owned()).into());
        }
        self.ports.pictures.delete(ctx, id).await?;
        Ok(self.ports.media.delete(ctx, &MediaKey::Picture(id)).await?)
    }
}

/// Says why a file was not taken as a picture.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// It has no name.
    #[error(transparent)]
    Name(#[from] InvalidFootageName),
    /// It is no picture.
    #[error(transparent)]
    NotAPicture(#[from] NotAPicture),
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
