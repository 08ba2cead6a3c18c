//! Samples of voices: what a file must be before anybody's voice is learned from it.
//!
//! As with footage, the format is told by the first bytes, never by the name, and forced upon the demuxer.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use async_trait::async_trait;

use crate::{ProfileContext, RenderError};

/// The largest sample that is taken, in bytes.
pub const MAX_SAMPLE_BYTES: u64 = 20_000_000;
/// The longest sample that is taken.
pub const LONGEST_SAMPLE: Duration = Duration::from_mins(5);
/// The softest sample from which a voice can be learned, in LUFS; speech is recorded at some -30 to -14.
const SOFTEST_LUFS: f64 = -45.0;
/// Above this nobody speaks, in LUFS: it was overdriven, and a codec has smoothed what shows it.
const LOUDEST_LUFS: f64 = -6.0;
/// Below this a sound is silence, in LUFS.
const SILENCE_LUFS: f64 = -69.0;
/// The share of a sample that may lie at full scale, in hundredths of a per cent: what loud consonants do now and then.
const MOST_CLIPPED: f64 = 20.0;

/// A sound format in which a sample may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SampleFormat {
    /// RIFF WAVE.
    Wav,
    /// MPEG-1 or 2, layer III.
    Mp3,
    /// AAC or ALAC in MP4, as telephones record; whether it holds a picture too is seen by probing.
    Mp4,
    /// AAC in ADTS.
    Aac,
    /// Vorbis, Opus or FLAC in Ogg.
    Ogg,
    /// FLAC.
    Flac,
}

impl SampleFormat {
    /// Recognises the format by the file's first bytes ([`crate::SNIFF_BYTES`] of them, or the whole file).
    ///
    /// # Errors
    /// [`NotASample`], naming what the file is instead as far as it can be told.
    pub fn sniff(head: &[u8]) -> Result<Self, NotASample> {
        let at = |place: usize, magic: &[u8]| head.get(place..).is_some_and(|rest| rest.starts_with(magic));
        if head.is_empty() {
            return Err(NotASample::Empty);
        }
        if at(0, b"RIFF") && at(8, b"WAVE") {
            return Ok(Self::Wav);
        }
        if at(0, b"fLaC") {
            return Ok(Self::Flac);
        }
        if at(0, b"OggS") {
            return Ok(Self::Ogg);
        }
        if at(4, b"ftyp") && ![&b"avif"[..], b"heic", b"heix", b"mif1"].iter().any(|brand| at(8, brand)) {
            return Ok(Self::Mp4);
        }
        if at(0, b"ID3") {
            return Ok(Self::Mp3);
        }
        match head {
            // Twelve bits of sync, then two of a layer: none is ADTS, the first of the rest is layer III.
            [0xFF, second, ..] if second & 0xF6 == 0xF0 => Ok(Self::Aac),
            [0xFF, second, ..] if second & 0xE6 == 0xE2 && second & 0x18 != 0x08 => Ok(Self::Mp3),
            _ => Err(NotASample::guess(head)),
        }
    }
}

/// Says that a file is no sample of a voice, and what it seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotASample {
    /// The file has no bytes.
    #[error("the file is empty; record the sample again, and check that it plays on your device")]
    Empty,
    /// It is larger than [`MAX_SAMPLE_BYTES`].
    #[error("the file is larger than {} MB; cut out a minute of clear speech, or save it as MP3 or M4A", MAX_SAMPLE_BYTES / 1_000_000)]
    TooLarge,
    /// A text that makes a player open other files.
    #[error("this is a playlist, not a recording; upload the sound file itself")]
    Playlist,
    /// A page of the web.
    #[error("this is a web page, not a recording; download the sound file itself and upload that")]
    WebPage,
    /// A text.
    #[error("this is a text file, not a recording; upload WAV, MP3, M4A, AAC, OGG or FLAC")]
    Text,
    /// Packed files.
    #[error("this is an archive, not a recording; unpack it and upload the sound file itself")]
    Archive,
    /// A still picture.
    #[error("this is a picture, not a recording; upload WAV, MP3, M4A, AAC, OGG or FLAC")]
    Picture,
    /// A moving picture.
    #[error("this is a video, not a recording; save its sound alone as WAV, MP3 or M4A and upload that")]
    Video,
    /// A recording that carries a cover.
    #[error("the recording carries a picture; save it without a cover, as WAV, MP3 or M4A")]
    Cover,
    /// A recording with several tracks.
    #[error("the file has several sound tracks; save the one with the voice alone, as WAV, MP3 or M4A")]
    ManyTracks,
    /// A file without sound.
    #[error("there is no sound in this file; upload WAV, MP3, M4A, AAC, OGG or FLAC")]
    NoSound,
    /// Something else.
    #[error("this is not a recording that can be read; upload WAV, MP3, M4A, AAC, OGG or FLAC")]
    Unknown,
}

impl NotASample {
    fn guess(head: &[u8]) -> Self {
        let starts = |magics: &[&[u8]]| magics.iter().any(|magic| head.starts_with(magic));
        let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        let text = text.get(..16.min(text.len())).unwrap_or(text).to_ascii_lowercase();
        let begins = |words: &[&[u8]]| words.iter().any(|word| text.starts_with(word));
        if begins(&[b"<!doctype html", b"<html"]) {
            return Self::WebPage;
        }
        if begins(&[b"#extm3u", b"ffconcat", b"<?xml", b"<mpd", b"[playlist]", b"<asx"]) {
            return Self::Playlist;
        }
        if starts(&[b"PK", b"\x1F\x8B", b"7z\xBC\xAF", b"Rar!", b"BZh", b"\xFD7zXZ", b"\x28\xB5\x2F\xFD"]) {
            return Self::Archive;
        }
        if starts(&[b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"BM"])
            || matches!(head.get(8..12), Some(b"WEBP" | b"avif" | b"heic" | b"heix" | b"mif1"))
        {
            return Self::Picture;
        }
        if crate::Container::sniff(head).is_ok() || starts(&[b"FLV", b"\x30\x26\xB2\x75", b"\0\0\x01\xBA"]) {
            return Self::Video;
        }
        let printable = !head.contains(&0) && std::str::from_utf8(head).is_ok();
        if printable { Self::Text } else { Self::Unknown }
    }
}

/// A recording as it was uploaded, in the format that its bytes showed.
#[derive(Debug, Clone)]
pub struct SampleFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its format.
    pub format: SampleFormat,
}

/// What reading a recording found out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SampleFacts {
    /// How long it is.
    pub duration_ms: u32,
    /// How loud it is, integrated (ITU-R BS.1770); -70 for silence.
    pub loudness_lufs: f64,
    /// How much of it lies at full scale, where a microphone was overdriven: hundredths of a per cent.
    pub clipped_basis_points: f64,
}

impl SampleFacts {
    /// Refuses a recording from which no good voice can be learned.
    ///
    /// # Errors
    /// [`PoorSample`], with the figure and what to do.
    pub fn check(&self, shortest: Duration) -> Result<(), PoorSample> {
        let length = Duration::from_millis(u64::from(self.duration_ms));
        if length < shortest {
            return Err(PoorSample::TooShort { length, shortest });
        }
        // Codecs add some milliseconds at the ends.
        if length > LONGEST_SAMPLE + Duration::from_millis(500) {
            return Err(PoorSample::TooLong);
        }
        if self.loudness_lufs < SILENCE_LUFS {
            return Err(PoorSample::Silent);
        }
        if self.loudness_lufs < SOFTEST_LUFS {
            return Err(PoorSample::TooSoft { loudness_lufs: self.loudness_lufs });
        }
        if self.loudness_lufs > LOUDEST_LUFS {
            return Err(PoorSample::TooLoud { loudness_lufs: self.loudness_lufs });
        }
        if self.clipped_basis_points > MOST_CLIPPED {
            return Err(PoorSample::Clipped { per_cent: self.clipped_basis_points / 100.0 });
        }
        Ok(())
    }
}

/// Says why no good voice can be learned from a recording, and what to do.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum PoorSample {
    /// It is too short.
    #[error(
        "the recording is {:.1} s long, and a voice needs at least {:.0} s; read a few sentences aloud and record them",
        length.as_secs_f64(), shortest.as_secs_f64()
    )]
    TooShort {
        /// How long it is.
        length: Duration,
        /// How long it must be.
        shortest: Duration,
    },
    /// It is too long.
    #[error("the recording is longer than 5 minutes; cut out the clearest minute of it")]
    TooLong,
    /// There is nothing to hear.
    #[error("there is nothing to hear in the recording; check the microphone and record it again")]
    Silent,
    /// It is too soft.
    #[error(
        "the recording is very soft ({loudness_lufs:.0} LUFS, and at least -45 is needed); record it again, nearer to the \
         microphone or with more gain"
    )]
    TooSoft {
        /// How loud it is.
        loudness_lufs: f64,
    },
    /// It is louder than anybody speaks.
    #[error(
        "the recording is overdriven ({loudness_lufs:.0} LUFS, and at most -6 is taken); record it again with less gain or \
         further from the microphone"
    )]
    TooLoud {
        /// How loud it is.
        loudness_lufs: f64,
    },
    /// It is overdriven.
    #[error(
        "the recording is overdriven ({per_cent:.1} % of it is at full scale, and at most 0.2 % may be); record it again \
         with less gain or further from the microphone"
    )]
    Clipped {
        /// How much of it is at full scale.
        per_cent: f64,
    },
}

/// Reads recordings that strangers made.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait SampleReader: Send + Sync {
    /// Writes a recording as mono WAV of 16 bits at 24 kHz, at most a second more than [`LONGEST_SAMPLE`] of it, and
    /// measures it. Nothing is at `out` after an error.
    async fn read_sample(
        &self,
        ctx: &ProfileContext,
        file: &SampleFile,
        out: &Path,
    ) -> Result<SampleFacts, SampleError>;
}

/// Says why a recording could not be read.
#[derive(Debug, thiserror::Error)]
pub enum SampleError {
    /// It is something else than a recording.
    #[error(transparent)]
    NotASample(#[from] NotASample),
    /// It cannot be read whole ([`RenderError::Unusable`]), or the tool failed.
    #[error(transparent)]
    Reading(#[from] RenderError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recordings_are_told_by_their_first_bytes() {
        for (head, format) in [
            (&b"RIFF\x24\0\0\0WAVEfmt "[..], SampleFormat::Wav),
            (b"fLaC\0\0\0\x22", SampleFormat::Flac),
            (b"OggS\0\x02", SampleFormat::Ogg),
            (b"\0\0\0\x18ftypM4A \0\0\0\0", SampleFormat::Mp4),
            (b"\0\0\0\x18ftypmp42\0\0\0\0", SampleFormat::Mp4),
            (b"ID3\x04\0", SampleFormat::Mp3),
            (b"\xFF\xFB\x90\x64", SampleFormat::Mp3),
            (b"\xFF\xF3\x90\x64", SampleFormat::Mp3),
            (b"\xFF\xF1\x50\x80", SampleFormat::Aac),
            (b"\xFF\xF9\x50\x80", SampleFormat::Aac),
        ] {
            assert_eq!(SampleFormat::sniff(head), Ok(format), "{head:?}");
        }
    }

    #[test]
    fn what_is_no_recording_is_called_by_its_name() {
        for (head, named) in [
            (&b""[..], NotASample::Empty),
            (b"#EXTM3U\n#EXTINF:2,\n/etc/passwd", NotASample::Playlist),
            (b"\xEF\xBB\xBF  ffconcat version 1.0\nfile x", NotASample::Playlist),
            (b"<?xml version=\"1.0\"?><MPD>", NotASample::Playlist),
            (b"<!DOCTYPE HTML><title>Sign in</title>", NotASample::WebPage),
            (b"PK\x03\x04\x14\0", NotASample::Archive),
            (b"\x1F\x8B\x08", NotASample::Archive),
            (b"hello, I am a voice", NotASample::Text),
            (b"\x89PNG\r\n", NotASample::Picture),
            (b"\0\0\0\x18ftypavif", NotASample::Picture),
            (b"\x1A\x45\xDF\xA3\x01", NotASample::Video),
            (b"RIFF\0\0\0\0AVI LIST", NotASample::Video),
            (b"RIFF\0\0\0\0WEBPVP8 ", NotASample::Picture),
            (b"\xFF\xFE\0\0", NotASample::Unknown),
            (b"\x7FELF\0\0", NotASample::Unknown),
        ] {
            assert_eq!(SampleFormat::sniff(head), Err(named), "{head:?}");
        }
    }

    #[test]
    fn a_poor_recording_is_refused_with_its_figure() {
        let good = SampleFacts { duration_ms: 10_000, loudness_lufs: -23.0, clipped_basis_points: 3.0 };
        let shortest = Duration::from_secs(6);
        let said = |facts: SampleFacts| facts.check(shortest).map_err(|poor| poor.to_string());
        assert_eq!(said(good), Ok(()));
        assert_eq!(said(SampleFacts { duration_ms: 300_400, ..good }), Ok(()), "a codec's padding");
        for (facts, says) in [
            (SampleFacts { duration_ms: 5_900, ..good }, "5.9 s"),
            (SampleFacts { duration_ms: 301_000, ..good }, "5 minutes"),
            (SampleFacts { loudness_lufs: -70.0, ..good }, "nothing to hear"),
            (SampleFacts { loudness_lufs: -52.4, ..good }, "-52 LUFS"),
            (SampleFacts { loudness_lufs: -4.4, ..good }, "-4 LUFS"),
            (SampleFacts { clipped_basis_points: 310.0, ..good }, "3.1 %"),
        ] {
            let refused = said(facts).unwrap_err();
            assert!(refused.contains(says), "{refused}");
        }
    }
}
