//! The port to the video engine: probe, analyse, render, measure.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use async_trait::async_trait;

use crate::{
    Analysis, Canvas, Chunk, Container, Format, Frames, LOUDNESS_LUFS, MusicBed, Probe, ProfileContext,
    Quality, SourceVideoId, TRUE_PEAK_DBTP, TellSegment, Transition,
};

/// Told how far a step is, from 0 to 1.
pub type Progress<'p> = &'p (dyn Fn(f32) + Send + Sync);

/// A [`Progress`] for which nobody waits.
pub fn ignore_progress(_share: f32) {}

/// A source video's file on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FootageFile {
    /// Where it is; a path of our making.
    pub path: PathBuf,
    /// The demuxer that may read it, and no other.
    pub container: Container,
}

/// A chunk and the files that it needs.
#[derive(Debug, Clone)]
pub struct ChunkInput<'c> {
    /// What to render.
    pub chunk: &'c Chunk,
    /// Where it will be shown.
    pub format: Format,
    /// How carefully it is encoded.
    pub quality: Quality,
    /// The source videos of its cuts.
    pub footage: &'c HashMap<SourceVideoId, (FootageFile, Probe)>,
    /// The picture of its look's logo: a PNG file of our making.
    pub logo: Option<&'c Path>,
}

impl<'c> ChunkInput<'c> {
    /// Renders a chunk in the standard format and quality.
    pub fn standard(chunk: &'c Chunk, footage: &'c HashMap<SourceVideoId, (FootageFile, Probe)>) -> Self {
        Self { chunk, format: Format::default(), quality: Quality::default(), footage, logo: None }
    }
}

/// The sound of a clip.
#[derive(Debug, Clone, PartialEq)]
pub struct Soundtrack {
    /// The voice: a mono WAV file of 48 kHz, exactly as long as the picture.
    pub voice: PathBuf,
    /// The length of the clip.
    pub frames: Frames,
    /// The music under the voice.
    pub music: Option<MusicTrack>,
    /// The footage's own sound.
    pub original: Option<OriginalSound>,
}

impl Soundtrack {
    /// Lets the voice sound alone.
    pub const fn of_voice(voice: PathBuf, frames: Frames) -> Self {
        Self { voice, frames, music: None, original: None }
    }
}

/// A piece of music that is played under a voice.
#[derive(Debug, Clone, PartialEq)]
pub struct MusicTrack {
    /// Where it is: a FLAC file of our making, of 48 kHz in stereo.
    pub path: PathBuf,
    /// How long it is.
    pub duration_ms: u32,
    /// How loud it is, integrated (ITU-R BS.1770).
    pub loudness_lufs: f64,
    /// How it is played.
    pub bed: MusicBed,
}

/// The footage's own sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OriginalSound {
    /// How loud it is, in hundredths of how it was recorded: 1 to 100.
    pub percent: u8,
    /// What sounds, one after the other; as long as the clip together.
    pub shots: Vec<HeardShot>,
}

/// A shot's own sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardShot {
    /// The file; nothing where there is nothing to hear.
    pub file: Option<FootageFile>,
    /// Where in the file it begins, in milliseconds.
    pub start_ms: u32,
    /// How long it is.
    pub frames: Frames,
    /// How fast it plays.
    pub speed_percent: u16,
    /// How it follows the shot before.
    pub entry: Transition,
}

/// What a finished file was measured to be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measured {
    /// Frames of picture.
    pub frames: Frames,
    /// Length of the picture in milliseconds.
    pub picture_ms: u32,
    /// Length of the sound in milliseconds.
    pub sound_ms: u32,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Integrated loudness in LUFS (ITU-R BS.1770).
    pub loudness_lufs: f64,
    /// Highest true peak in dBTP (ITU-R BS.1770).
    pub true_peak_dbtp: f64,
    /// Size in bytes.
    pub size_bytes: u64,
}

impl Measured {
    /// Compares a finished file with its plan.
    ///
    /// # Errors
    /// The first [`Verdict`] against it; such a file must not reach the library.
    pub fn check(&self, planned: Frames, canvas: Canvas) -> Result<(), Verdict> {
        if self.frames != planned {
            return Err(Verdict::Frames { planned: planned.0, found: self.frames.0 });
        }
        if self.picture_ms.abs_diff(self.sound_ms) > 34 {
            return Err(Verdict::Sound { picture_ms: self.picture_ms, sound_ms: self.sound_ms });
        }
        let found = Canvas { width: self.width, height: self.height };
        if found != canvas {
            return Err(Verdict::Size { planned: canvas, found });
        }
        if (self.loudness_lufs - LOUDNESS_LUFS).abs() > 0.5 {
            return Err(Verdict::Loudness { found: self.loudness_lufs });
        }
        if self.true_peak_dbtp > TRUE_PEAK_DBTP {
            return Err(Verdict::Peak { found: self.true_peak_dbtp });
        }
        Ok(())
    }
}

/// A reason why a finished file is not what was planned.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Verdict {
    /// The number of frames differs.
    #[error("the video has {found} frames instead of {planned}")]
    Frames {
        /// As planned.
        planned: u32,
        /// As counted.
        found: u32,
    },
    /// Sound and picture differ by more than a frame.
    #[error("the sound lasts {sound_ms} ms and the picture {picture_ms} ms")]
    Sound {
        /// The picture's length.
        picture_ms: u32,
        /// The sound's length.
        sound_ms: u32,
    },
    /// The picture's size differs.
    #[error("the picture is {}x{} instead of {}x{}", found.width, found.height, planned.width, planned.height)]
    Size {
        /// As planned.
        planned: Canvas,
        /// As measured.
        found: Canvas,
    },
    /// The loudness is off by more than 0.5 LU.
    #[error("the loudness is {found:.1} LUFS instead of {LOUDNESS_LUFS:.1}")]
    Loudness {
        /// As measured.
        found: f64,
    },
    /// The sound peaks too high.
    #[error("the sound peaks at {found:.1} dBTP, and at most {TRUE_PEAK_DBTP:.1} is allowed")]
    Peak {
        /// As measured.
        found: f64,
    },
}

/// Probes, analyses and renders video. Dropping a call's future ends its work at once, children included.
#[async_trait]
pub trait Renderer: Send + Sync {
    /// Names everything of the engine that shapes its output: tool versions, fonts, threads.
    /// It is a part of the key under which chunks are cached.
    fn engine(&self) -> String;

    /// Says what the person should know of how this engine renders, such as that the encoder that was asked for does
    /// not work here. It becomes a note of every clip.
    fn remark(&self) -> Option<String> {
        None
    }

    /// Returns the characters of a text for which no caption font has a sign, emoji excepted.
    fn unwritable(&self, text: &str) -> Vec<char>;

    /// Reads what a source video is.
    async fn probe(&self, ctx: &ProfileContext, file: &FootageFile) -> Result<Probe, RenderError>;

    /// Finds the spans worth showing, and what a browser needs to look through the video, in one decode; the files
    /// go to `scratch`. Each span is told as soon as it is found.
    async fn analyse(
        &self,
        ctx: &ProfileContext,
        file: &FootageFile,
        scratch: &Path,
        progress: Progress<'_>,
        found: TellSegment<'_>,
    ) -> Result<Analysis, RenderError>;

    /// Writes a small JPEG of what footage shows at a moment to `out`.
    async fn picture(
        &self,
        ctx: &ProfileContext,
        file: &FootageFile,
        at_ms: u32,
        out: &Path,
    ) -> Result<(), RenderError>;

    /// Renders a chunk's picture with its captions to `out`, without sound.
    async fn render_chunk(
        &self,
        ctx: &ProfileContext,
        input: &ChunkInput<'_>,
        out: &Path,
        progress: Progress<'_>,
    ) -> Result<(), RenderError>;

    /// Joins chunks without encoding again, adds the sound at the clip's loudness, and writes `out`.
    async fn join(
        &self,
        ctx: &ProfileContext,
        chunks: &[PathBuf],
        sound: &Soundtrack,
        out: &Path,
        progress: Progress<'_>,
    ) -> Result<(), RenderError>;

    /// Writes a JPEG of a clip's beginning to `out`.
    async fn thumbnail(&self, ctx: &ProfileContext, clip: &Path, out: &Path) -> Result<(), RenderError>;

    /// Measures a finished file.
    async fn measure(&self, ctx: &ProfileContext, clip: &Path) -> Result<Measured, RenderError>;
}

/// The video engine's refusal.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The file is no usable video, in the words for the person: never try again.
    #[error("{0}")]
    Unusable(String),
    /// A tool is missing or too old: apply the cure.
    #[error("{cure}")]
    Tool {
        /// What the operator can do.
        cure: String,
    },
    /// A child failed; its last lines tell why.
    #[error("{program} failed while {doing}: {last_lines}")]
    Child {
        /// The program.
        program: &'static str,
        /// What it was doing.
        doing: &'static str,
        /// The last lines that it wrote.
        last_lines: String,
    },
    /// A child was killed from outside, which says nothing about its input: try again.
    #[error(
        "{program} was killed (signal {signal}) while {doing}, most likely because the machine ran out of memory. What \
         is finished is kept; let fewer jobs be done at a time (setting slots) or give the machine more memory{}",
        said(last_lines)
    )]
    Killed {
        /// The program.
        program: &'static str,
        /// What it was doing.
        doing: &'static str,
        /// The signal's number.
        signal: i32,
        /// The last lines that it wrote.
        last_lines: String,
    },
    /// A child crashed: try again, though its input may be what it cannot bear.
    #[error(
        "{program} crashed (signal {signal}) while {doing}. When it crashes again, install another version of it, or \
         leave out the footage that it was at{}",
        said(last_lines)
    )]
    Crashed {
        /// The program.
        program: &'static str,
        /// What it was doing.
        doing: &'static str,
        /// The signal's number.
        signal: i32,
        /// The last lines that it wrote.
        last_lines: String,
    },
    /// A child was not given the memory that it asked for: try again, or give the machine more.
    #[error(
        "{program} ran out of memory while {doing}. What is finished is kept; let fewer jobs be done at a time (setting \
         slots), choose a lower quality, or give the machine more memory"
    )]
    OutOfMemory {
        /// The program.
        program: &'static str,
        /// What it was doing.
        doing: &'static str,
    },
    /// A child wrote a longer file than its work can make: the same would happen again.
    #[error(
        "{program} wrote more than {limit_mb} MB while {doing} and was ended: the picture is busier than any that is \
         planned for. Choose a lower quality, or let the look take its noise away"
    )]
    TooLarge {
        /// The program.
        program: &'static str,
        /// What it was doing.
        doing: &'static str,
        /// How much it may write.
        limit_mb: u64,
    },
    /// A child worked longer than its work can take and was ended.
    #[error(
        "{program} was ended after {seconds} s without finishing {doing}. Let fewer jobs be done at a time (setting \
         slots), or choose a lower quality{}",
        said(last_lines)
    )]
    TimedOut {
        /// The program.
        program: &'static str,
        /// What it was doing.
        doing: &'static str,
        /// How long it was given.
        seconds: u64,
        /// The last lines that it wrote.
        last_lines: String,
    },
    /// A child told nothing of its progress for so long that it hangs, and was ended: try again.
    #[error(
        "{program} hung while {doing}: it told nothing for {seconds} s and was ended. It is tried again; when it hangs \
         again, install another version of it, or leave out the footage that it was at{}",
        said(last_lines)
    )]
    Stuck {
        /// The program.
        program: &'static str,
        /// What it was doing.
        doing: &'static str,
        /// How long it told nothing.
        seconds: u64,
        /// The last lines that it wrote.
        last_lines: String,
    },
    /// A file could not be read or written.
    #[error("could not {doing}")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// Why it failed.
        #[source]
        source: std::io::Error,
    },
}

/// Ends a sentence with what a child said last.
fn said(last_lines: &str) -> String {
    if last_lines.is_empty() { String::new() } else { format!("; its last lines: {last_lines}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_differs_from_its_plan_is_refused_with_the_reason() {
        let good = Measured {
            frames: Frames(90),
            picture_ms: 3000,
            sound_ms: 3010,
            width: 1080,
            height: 1920,
            loudness_lufs: -14.3,
            true_peak_dbtp: -1.6,
            size_bytes: 1,
        };
        let checked = |measured: Measured, frames| measured.check(Frames(frames), Format::Tiktok.canvas());
        assert_eq!(checked(good, 90), Ok(()));
        assert_eq!(checked(good, 91), Err(Verdict::Frames { planned: 91, found: 90 }));
        assert!(matches!(checked(Measured { sound_ms: 3040, ..good }, 90), Err(Verdict::Sound { .. })));
        assert!(matches!(checked(Measured { width: 1920, ..good }, 90), Err(Verdict::Size { .. })));
        let quiet = Measured { loudness_lufs: -14.6, ..good };
        assert!(matches!(checked(quiet, 90), Err(Verdict::Loudness { .. })));
        assert!(matches!(checked(Measured { true_peak_dbtp: -1.4, ..good }, 90), Err(Verdict::Peak { .. })));
    }
}
