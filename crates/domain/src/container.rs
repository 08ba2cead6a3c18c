//! Tells footage from other files by their first bytes, never by their name.
//!
//! A playlist named `x.mp4` can make a player open another store's file; so the container is decided here and
//! forced upon the demuxer.

use serde::{Deserialize, Serialize};

/// How many bytes [`Container::sniff`] wants to see.
pub const SNIFF_BYTES: usize = 4096;

/// For how long a still picture can be shown as footage, in milliseconds.
pub const STILL_MS: u32 = 10_000;

/// A format that footage may have: a container of moving pictures, or a still picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Container {
    /// MP4, `QuickTime`, 3GP.
    Mp4,
    /// Matroska and `WebM`.
    Matroska,
    /// AVI.
    Avi,
    /// MPEG transport stream.
    MpegTs,
    /// A still picture: JPEG.
    Jpeg,
    /// A still picture: PNG.
    Png,
    /// A still picture: `WebP` that does not move.
    Webp,
}

impl Container {
    /// Recognises the container by the file's first bytes ([`SNIFF_BYTES`] of them, or the whole file).
    ///
    /// # Errors
    /// [`NotFootage`], naming what the file is instead as far as it can be told.
    pub fn sniff(head: &[u8]) -> Result<Self, NotFootage> {
        if head.is_empty() {
            return Err(NotFootage::Empty);
        }
        if is_iso_media(head) {
            return Ok(Self::Mp4);
        }
        if head.starts_with(&[0x1A, 0x45, 0xDF, 0xA3]) {
            return Ok(Self::Matroska);
        }
        if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"AVI ") {
            return Ok(Self::Avi);
        }
        if is_transport_stream(head) {
            return Ok(Self::MpegTs);
        }
        if head.starts_with(b"\xFF\xD8\xFF") {
            return Ok(Self::Jpeg);
        }
        if head.starts_with(b"\x89PNG\r\n\x1a\n") {
            return Ok(Self::Png);
        }
        if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
            return if is_moving_webp(head) { Err(NotFootage::MovingPicture) } else { Ok(Self::Webp) };
        }
        Err(NotFootage::guess(head))
    }

    /// Every format.
    const ALL: [Self; 7] =
        [Self::Mp4, Self::Matroska, Self::Avi, Self::MpegTs, Self::Jpeg, Self::Png, Self::Webp];

    /// Tells whether it holds one picture that stands still; it is footage of [`STILL_MS`].
    pub const fn is_still(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }

    /// Returns the name as the database keeps it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mp4 => "mp4",
            Self::Matroska => "matroska",
            Self::Avi => "avi",
            Self::MpegTs => "mpegts",
            Self::Jpeg => "jpeg",
            Self::Png => "png",
            Self::Webp => "webp",
        }
    }

    /// Reads the name that the database keeps.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == name)
    }

    /// Returns the media type under which a browser plays or shows it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Mp4 => "video/mp4",
            Self::Matroska => "video/webm",
            Self::Avi => "video/x-msvideo",
            Self::MpegTs => "video/mp2t",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }
}

/// The brand boxes with which ISO media and old `QuickTime` files begin (ISO/IEC 14496-12).
fn is_iso_media(head: &[u8]) -> bool {
    let Some(kind) = head.get(4..8) else { return false };
    let video_brand =
        |brand: &[u8]| !matches!(brand, b"M4A " | b"M4B " | b"avif" | b"heic" | b"mif1" | b"heix");
    match kind {
        b"ftyp" => head.get(8..12).is_some_and(video_brand),
        b"moov" | b"mdat" | b"wide" | b"free" | b"skip" => true,
        _ => false,
    }
}

/// Packets of 188 bytes that each begin with 0x47 (ISO/IEC 13818-1).
fn is_transport_stream(head: &[u8]) -> bool {
    head.len() > 188 * 3 && head.iter().step_by(188).take(4).all(|byte| *byte == 0x47)
}

/// The extended header's flag of an animation (the `WebP` container specification, `VP8X`).
fn is_moving_webp(head: &[u8]) -> bool {
    head.get(12..16) == Some(b"VP8X") && head.get(20).is_some_and(|flags| flags & 0x02 != 0)
}

/// Says that a file is no footage, and what it seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotFootage {
    /// The file has no bytes.
    #[error("the file is empty; upload it again, and check that it plays on your device")]
    Empty,
    /// A text that makes a player open other files.
    #[error("this is a playlist, not a video; upload the video files themselves")]
    Playlist,
    /// A text.
    #[error("this is a text file, not a video")]
    Text,
    /// A picture of a format that is not read.
    #[error("this picture's format cannot be read; save it as JPEG, PNG or WebP, and upload that")]
    Picture,
    /// A `WebP` that moves.
    #[error("this is a moving WebP, which cannot be read; save it as MP4 or WebM, and upload that")]
    MovingPicture,
    /// A sound file.
    #[error("this is a sound file without a picture; upload a video")]
    Sound,
    /// Something else.
    #[error(
        "this is not a video that can be read; upload MP4, MOV, MKV, WebM, AVI, MPEG-TS, JPEG, PNG or WebP"
    )]
    Unknown,
}

impl NotFootage {
    fn guess(head: &[u8]) -> Self {
        let starts = |magics: &[&[u8]]| magics.iter().any(|magic| head.starts_with(magic));
        let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if text.starts_with(b"#EXTM3U")
            || text.starts_with(b"ffconcat")
            || text.starts_with(b"<?xml")
            || text.starts_with(b"<MPD")
        {
            return Self::Playlist;
        }
        if starts(&[b"GIF8", b"BM", b"II*\0", b"MM\0*"]) {
            return Self::Picture;
        }
        let brand = head.get(4..8) == Some(b"ftyp");
        if brand {
            let sound = matches!(head.get(8..12), Some(b"M4A " | b"M4B "));
            return if sound { Self::Sound } else { Self::Picture };
        }
        if starts(&[b"ID3", b"OggS", b"fLaC", b"\xFF\xFB", b"\xFF\xF3"]) || head.get(8..12) == Some(b"WAVE") {
            return Self::Sound;
        }
        let printable = !head.contains(&0) && std::str::from_utf8(head).is_ok();
        if printable { Self::Text } else { Self::Unknown }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn containers_are_told_by_their_bytes() {
        assert_eq!(Container::sniff(b"\0\0\0\x20ftypisom\0\0\x02\0"), Ok(Container::Mp4));
        assert_eq!(Container::sniff(b"\0\0\0\x08wide\0\0\0\0mdat"), Ok(Container::Mp4));
        assert_eq!(Container::sniff(&[0x1A, 0x45, 0xDF, 0xA3, 1]), Ok(Container::Matroska));
        assert_eq!(Container::sniff(b"RIFF\0\0\0\0AVI LIST"), Ok(Container::Avi));
        let mut stream = vec![0_u8; 188 * 4];
        stream.iter_mut().step_by(188).for_each(|byte| *byte = 0x47);
        assert_eq!(Container::sniff(&stream), Ok(Container::MpegTs));
    }

    #[test]
    fn still_pictures_are_told_by_their_bytes_and_keep_their_names() {
        assert_eq!(Container::sniff(b"\xFF\xD8\xFF\xE0"), Ok(Container::Jpeg));
        assert_eq!(Container::sniff(b"\x89PNG\r\n\x1a\n"), Ok(Container::Png));
        assert_eq!(Container::sniff(b"RIFF\0\0\0\0WEBPVP8 "), Ok(Container::Webp));
        for container in Container::ALL {
            assert_eq!(Container::from_name(container.as_str()), Some(container));
            assert_eq!(container.is_still(), container.media_type().starts_with("image/"));
        }
    }

    #[test]
    fn what_is_no_footage_is_named() {
        let refused = |head: &[u8]| Container::sniff(head).unwrap_err();
        assert_eq!(refused(b""), NotFootage::Empty);
        assert_eq!(refused(b"#EXTM3U\n/data/other/original"), NotFootage::Playlist);
        assert_eq!(refused(b"\xEF\xBB\xBF\n ffconcat version 1.0\nfile x"), NotFootage::Playlist);
        assert_eq!(refused(b"hello, I am a video"), NotFootage::Text);
        assert_eq!(refused(b"GIF89a"), NotFootage::Picture);
        assert_eq!(refused(b"\0\0\0\x20ftypheic\0\0\0\0"), NotFootage::Picture);
        assert_eq!(refused(b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x12\0\0\0"), NotFootage::MovingPicture);
        assert_eq!(refused(b"\0\0\0\x20ftypM4A \0\0\x02\0"), NotFootage::Sound);
        assert_eq!(refused(b"\x7fELF\0\0"), NotFootage::Unknown);
    }
}
