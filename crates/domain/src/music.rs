//! Music of a profile, which sounds under its voices.

use std::path::Path;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::{FootageName, MusicId, NotASample, ProfileContext, RenderError, SampleFile, StoreError};

/// The largest file of music that is taken, in bytes.
pub const MAX_MUSIC_BYTES: u64 = 60_000_000;
/// The longest piece, in milliseconds: what is kept of it is some 100 MB.
pub const LONGEST_MUSIC_MS: u32 = 600_000;
/// The shortest piece, in milliseconds: a shorter one would only stutter when it is repeated.
const SHORTEST_MUSIC_MS: u32 = 3000;
/// Below this a piece is silence, in LUFS.
const SILENCE_LUFS: f64 = -69.0;

/// A piece of music.
#[derive(Debug, Clone, PartialEq)]
pub struct Music {
    /// Its id.
    pub id: MusicId,
    /// The name that the person's file had.
    pub name: FootageName,
    /// What reading it found out.
    pub facts: MusicFacts,
    /// When it was uploaded.
    pub created_at: DateTime<Utc>,
}

/// A piece of music that is not stored yet; its file already is.
#[derive(Debug, Clone, PartialEq)]
pub struct NewMusic {
    /// Its id, which named the file.
    pub id: MusicId,
    /// Its name.
    pub name: FootageName,
    /// What reading it found out.
    pub facts: MusicFacts,
}

/// What reading a piece of music found out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MusicFacts {
    /// How long it is.
    pub duration_ms: u32,
    /// How loud it is, integrated (ITU-R BS.1770).
    pub loudness_lufs: f64,
}

impl MusicFacts {
    /// Refuses what cannot sound under a voice.
    ///
    /// # Errors
    /// [`NotMusic`].
    pub fn checked(self) -> Result<Self, NotMusic> {
        match self.duration_ms {
            ..SHORTEST_MUSIC_MS => Err(NotMusic::TooShort),
            // A codec adds some milliseconds at the ends.
            duration_ms if duration_ms > LONGEST_MUSIC_MS + 500 => Err(NotMusic::TooLong),
            _ if self.loudness_lufs < SILENCE_LUFS => Err(NotMusic::Silent),
            _ => Ok(self),
        }
    }
}

/// Says why a file is not taken as music, and what would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotMusic {
    /// It is larger than [`MAX_MUSIC_BYTES`].
    #[error("the file is larger than {} MB; save it as MP3 or M4A", MAX_MUSIC_BYTES / 1_000_000)]
    TooLarge,
    /// It is too long.
    #[error("the piece is longer than {} minutes; cut out the part that you want", LONGEST_MUSIC_MS / 60_000)]
    TooLong,
    /// It is too short.
    #[error("the piece is shorter than {} s; take a longer one", SHORTEST_MUSIC_MS / 1000)]
    TooShort,
    /// There is nothing to hear.
    #[error("there is nothing to hear in this file; check that it plays on your device")]
    Silent,
    /// It is no sound.
    #[error(transparent)]
    NotSound(#[from] NotASample),
}

/// Reads music that strangers made.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait MusicReader: Send + Sync {
    /// Writes a piece as FLAC in stereo at 48 kHz, at most a second more than [`LONGEST_MUSIC_MS`] of it, and measures
    /// it. Nothing is at `out` after an error.
    async fn read_music(
        &self,
        ctx: &ProfileContext,
        file: &SampleFile,
        out: &Path,
    ) -> Result<MusicFacts, RenderError>;
}

/// Keeps the music of profiles.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait MusicStore: Send + Sync {
    /// Stores a piece; the same id again changes nothing.
    async fn create(&self, ctx: &ProfileContext, new: NewMusic) -> Result<Music, StoreError>;
    /// Lists the profile's pieces, newest first.
    async fn list(&self, ctx: &ProfileContext) -> Result<Vec<Music>, StoreError>;
    /// Finds a piece.
    async fn find(&self, ctx: &ProfileContext, id: MusicId) -> Result<Music, StoreError>;
    /// Deletes a piece.
    async fn delete(&self, ctx: &ProfileContext, id: MusicId) -> Result<(), StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_sound_under_a_voice_is_refused() {
        let good = MusicFacts { duration_ms: 60_000, loudness_lufs: -12.0 };
        assert_eq!(good.checked(), Ok(good));
        assert_eq!(MusicFacts { duration_ms: 2999, ..good }.checked(), Err(NotMusic::TooShort));
        assert_eq!(MusicFacts { duration_ms: 600_501, ..good }.checked(), Err(NotMusic::TooLong));
        assert_eq!(MusicFacts { loudness_lufs: -70.0, ..good }.checked(), Err(NotMusic::Silent));
    }
}
