//! The port to the video engine: probe, analyse, render, measure.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use async_trait::async_trait;

use crate::{
    Analysis, Chunk, Container, Format, Frames, HEIGHT, LOUDNESS_LUFS, Probe, ProfileContext, Quality,
    SourceVideoId, TellSegment, WIDTH,
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
}

impl<'c> ChunkInput<'c> {
    /// Renders a chunk in the standard format and quality.
    pub fn standard(chunk: &'c Chunk, footage: &'c HashMap<SourceVideoId, (FootageFile, Probe)>) -> Self {
        Self { chunk, format: Format::default(), quality: Quality::default(), footage }
    }
}

/// The sound of a clip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Soundtrack {
    /// The voice: a mono WAV file of 48 kHz, exactly as long as the picture.
    pub voice: PathBuf,
    /// The length of the clip.
    pub frames: Frames,
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
    /// Size in bytes.
    pub size_bytes: u64,
}

impl Measured {
    /// Compares a finished file with its plan.
    ///
    /// # Errors
    /// The first [`Verdict`] against it; such a file must not reach the library.
    pub fn check(&self, planned: Frames) -> Result<(), Verdict> {
        if self.frames != planned {
            return Err(Verdict::Frames { planned: planned.0, found: self.frames.0 });
        }
        if self.picture_ms.abs_diff(self.sound_ms) > 34 {
            return Err(Verdict::Sound { picture_ms: self.picture_ms, sound_ms: self.sound_ms });
        }
        if (self.width, self.height) != (WIDTH, HEIGHT) {
            return Err(Verdict::Size { width: self.width, height: self.height });
        }
        if (self.loudness_lufs - LOUDNESS_LUFS).abs() > 0.5 {
            return Err(Verdict::Loudness { found: self.loudness_lufs });
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
    #[error("the picture is {width}x{height} instead of {WIDTH}x{HEIGHT}")]
    Size {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// The loudness is off by more than 0.5 LU.
    #[error("the loudness is {found:.1} LUFS instead of {LOUDNESS_LUFS:.1}")]
    Loudness {
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
    /// A child worked longer than its work can take and was ended.
    #[error("{program} was ended after {seconds} s without finishing {doing}")]
    TimedOut {
        /// The program.
        program: &'static str,
        /// What it was doing.
        doing: &'static str,
        /// How long it was given.
        seconds: u64,
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
            size_bytes: 1,
        };
        assert_eq!(good.check(Frames(90)), Ok(()));
        assert_eq!(good.check(Frames(91)), Err(Verdict::Frames { planned: 91, found: 90 }));
        assert!(matches!(Measured { sound_ms: 3040, ..good }.check(Frames(90)), Err(Verdict::Sound { .. })));
        assert!(matches!(Measured { width: 1920, ..good }.check(Frames(90)), Err(Verdict::Size { .. })));
        assert!(matches!(
            Measured { loudness_lufs: -14.6, ..good }.check(Frames(90)),
            Err(Verdict::Loudness { .. })
        ));
    }
}
