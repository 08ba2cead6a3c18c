//! Sound files: the forms in which speech leaves the house, and the port that encodes them.

use std::path::Path;

use async_trait::async_trait;

use crate::{ProfileContext, RenderError};

/// A form in which sound is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SoundFormat {
    /// MP3.
    Mp3,
    /// AAC in an MP4 file.
    M4a,
    /// AAC as a bare stream (ADTS).
    Aac,
    /// Opus in Ogg.
    Opus,
    /// FLAC, without loss.
    Flac,
}

impl SoundFormat {
    /// Every form.
    pub const ALL: [Self; 5] = [Self::Mp3, Self::M4a, Self::Aac, Self::Opus, Self::Flac];

    /// Returns the ending of a file's name.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Mp3 => "mp3",
            Self::M4a => "m4a",
            Self::Aac => "aac",
            Self::Opus => "opus",
            Self::Flac => "flac",
        }
    }

    /// Returns the media type.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Mp3 => "audio/mpeg",
            Self::M4a => "audio/mp4",
            Self::Aac => "audio/aac",
            Self::Opus => "audio/ogg",
            Self::Flac => "audio/flac",
        }
    }
}

/// Encodes sound. Dropping a call's future ends its work at once, children included.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait SoundEncoder: Send + Sync {
    /// Packs a WAV file of our making (mono, 48 kHz, 16 bits) into another form; `out` is whole or not there.
    async fn encode(
        &self,
        ctx: &ProfileContext,
        wav: &Path,
        format: SoundFormat,
        out: &Path,
    ) -> Result<(), RenderError>;
}
