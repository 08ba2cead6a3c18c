//! Pictures of a profile, such as its logo.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::{Container, FootageName, NotFootage, PictureId, ProfileContext, RenderError, StoreError};

/// The largest file of a picture that is taken, in bytes.
pub const MAX_PICTURE_BYTES: u64 = 10_000_000;
/// The longest side of a picture as it is kept, in pixels; a larger one is made smaller.
pub const MAX_PICTURE_SIDE: u32 = 2048;

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Its id.
    pub id: PictureId,
    /// The name that the person's file had.
    pub name: FootageName,
    /// How large it is as it is kept.
    pub size: PictureSize,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
}

/// A picture that is not stored yet; its file already is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPicture {
    /// Its id, which named the file.
    pub id: PictureId,
    /// Its name.
    pub name: FootageName,
    /// How large it is as it is kept.
    pub size: PictureSize,
}

/// How large a picture is, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureSize {
    /// From left to right.
    pub width: u32,
    /// From top to bottom.
    pub height: u32,
}

/// A picture as it was uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its format: one that is still.
    pub container: Container,
}

impl PictureFile {
    /// Recognises a picture's format by the file's first bytes, never by its name.
    ///
    /// # Errors
    /// [`NotAPicture`], naming what the file is instead as far as it can be told.
    pub fn sniff(head: &[u8]) -> Result<Container, NotAPicture> {
        if head.is_empty() {
            return Err(NotAPicture::Empty);
        }
        if head.starts_with(b"\x89PNG\r\n\x1A\n") {
            return Ok(Container::Png);
        }
        if head.starts_with(b"\xFF\xD8\xFF") {
            return Ok(Container::Jpeg);
        }
        if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
            return Ok(Container::Webp);
        }
        match Container::sniff(head) {
            Ok(_) => Err(NotAPicture::Video),
            Err(NotFootage::Sound) => Err(NotAPicture::Sound),
            Err(NotFootage::Text | NotFootage::Playlist) => Err(NotAPicture::Text),
            Err(_) => Err(NotAPicture::Unknown),
        }
    }
}

/// Says why a file is not taken as a picture, and what would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAPicture {
    /// The file has no bytes.
    #[error("the file is empty; upload it again")]
    Empty,
    /// It is larger than [`MAX_PICTURE_BYTES`].
    #[error("the file is larger than {} MB; save it smaller", MAX_PICTURE_BYTES / 1_000_000)]
    TooLarge,
    /// A moving picture.
    #[error("this is a video, not a picture; upload PNG, JPEG or WebP")]
    Video,
    /// A sound.
    #[error("this is a sound file, not a picture; upload PNG, JPEG or WebP")]
    Sound,
    /// A text, among which SVG is.
    #[error("this is a text or a drawing in SVG, not a picture; save it as PNG and upload that")]
    Text,
    /// Something else.
    #[error("this is not a picture that can be read; upload PNG, JPEG or WebP")]
    Unknown,
}

/// Reads pictures that strangers made.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait PictureReader: Send + Sync {
    /// Writes a picture as PNG with what is transparent in it, its longest side at most [`MAX_PICTURE_SIDE`], without
    /// what its file says beside. Nothing is at `out` after an error.
    async fn read_picture(
        &self,
        ctx: &ProfileContext,
        file: &PictureFile,
        out: &Path,
    ) -> Result<PictureSize, RenderError>;
}

/// Keeps the pictures of profiles.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait PictureStore: Send + Sync {
    /// Stores a picture; the same id again changes nothing.
    async fn create(&self, ctx: &ProfileContext, new: NewPicture) -> Result<Picture, StoreError>;
    /// Lists the profile's pictures, newest first.
    async fn list(&self, ctx: &ProfileContext) -> Result<Vec<Picture>, StoreError>;
    /// Finds a picture.
    async fn find(&self, ctx: &ProfileContext, id: PictureId) -> Result<Picture, StoreError>;
    /// Deletes a picture.
    async fn delete(&self, ctx: &ProfileContext, id: PictureId) -> Result<(), StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_told_by_their_bytes_and_the_rest_is_named() {
        assert_eq!(PictureFile::sniff(b"\x89PNG\r\n\x1A\n\0"), Ok(Container::Png));
        assert_eq!(PictureFile::sniff(b"\xFF\xD8\xFF\xE0"), Ok(Container::Jpeg));
        assert_eq!(PictureFile::sniff(b"RIFF\0\0\0\0WEBPVP8 "), Ok(Container::Webp));
        assert_eq!(PictureFile::sniff(b""), Err(NotAPicture::Empty));
        assert_eq!(PictureFile::sniff(b"<svg xmlns='x'/>"), Err(NotAPicture::Text));
        assert_eq!(PictureFile::sniff(b"\0\0\0\x20ftypisom\0\0\x02\0"), Err(NotAPicture::Video));
    }
}
