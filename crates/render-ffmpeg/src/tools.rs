//! Finds out whether the tools are there and can do what is asked of them, by letting them do it once.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    time::Duration,
};

use domain::{Availability, CaptionStyle, Cue, CueWord, Format, Frames, Grade, Look, Motion, RenderError};

use crate::{
    admission::Admission,
    captions,
    encoder::{Encoder, VideoEncoder},
    ended::Ended,
    fonts::Fonts,
    input::words,
    look,
    loudness::Mastering,
    mix::{DUCKING, Levels, Sound},
    motion,
    picture::{CAPTIONS, TONE_MAP},
    process::{self, Call, Program},
};

/// How long one trial may take.
const LIMIT: Duration = Duration::from_secs(30);
/// What cures most.
const INSTALL: &str = "install ffmpeg 5.1 or newer with libx264, libass and libzimg (Debian and Ubuntu: apt-get \
    install ffmpeg)";

/// Where the tools are and what they may take.
#[derive(Debug, Clone)]
pub struct FfmpegSettings {
    /// The ffmpeg program: a path, or a name to look up.
    pub ffmpeg: PathBuf,
    /// The ffprobe program: a path, or a name to look up.
    pub ffprobe: PathBuf,
    /// A folder of this program's own: for the caption fonts, and for small files while it works.
    pub work_dir: PathBuf,
    /// Threads of each child. Another number gives other bytes, so it is a part of every cache key.
    pub threads: u8,
    /// What encodes the picture; the same plan has the same bytes in software alone.
    pub encoder: VideoEncoder,
}

/// A part of the tools, and whether it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What people call it.
    pub name: &'static str,
    /// Whether work needs it.
    pub is_needed: bool,
    /// Whether it works, with its version or the cure.
    pub availability: Availability,
}

/// The tools, ready to work.
pub(crate) struct Tools {
    pub(crate) ffmpeg: Program,
    pub(crate) ffprobe: Program,
    pub(crate) fonts: Fonts,
    pub(crate) work_dir: PathBuf,
    pub(crate) threads: u8,
    pub(crate) encoder: Encoder,
    pub(crate) admission: Admission,
}

impl Tools {
    /// Prepares the folder of work and names the programs; starts none.
    ///
    /// # Errors
    /// [`RenderError::Tool`] when the folder cannot be written.
    pub(crate) fn prepare(settings: &FfmpegSettings) -> Result<Self, RenderError> {
        let fonts = Fonts::open()?;
        let unwritable = |error: std::io::Error| RenderError::Tool {
            cure: format!(
                "the video tool's folder {} cannot be written ({error}); make it writable or choose another data folder",
                settings.work_dir.display()
            ),
        };
        let work_dir = std::path::absolute(&settings.work_dir).map_err(unwritable)?;
        let fontconfig = work_dir.join("fonts.conf");
        fonts.install(&work_dir.join("fonts"), &fontconfig).map_err(unwritable)?;
        let program = |name, path: &Path| {
            // A path with folders must mean the same wherever the child works; a bare name is looked up.
            let path =
                if path.components().count() > 1 { std::path::absolute(path) } else { Ok(path.into()) };
            Ok(Program { name, path: path.map_err(unwritable)?, fontconfig: fontconfig.clone() })
        };
        Ok(Self {
            ffmpeg: program("ffmpeg", &settings.ffmpeg)?,
            ffprobe: program("ffprobe", &settings.ffprobe)?,
            fonts,
            work_dir,
            threads: settings.threads.max(1),
            encoder: Encoder::default(),
            admission: Admission::of_this_machine(),
        })
    }

    /// Makes a folder for the small files of one piece of work; it goes with the value.
    ///
    /// # Errors
    /// [`RenderError::Io`].
    pub(crate) fn scratch(&self) -> Result<tempfile::TempDir, RenderError> {
        tempfile::Builder::new()
            .prefix("render-")
            .tempdir_in(&self.work_dir)
            .map_err(|source| RenderError::Io { doing: "make a folder for the work", source })
    }

    /// Tries every part that is needed.
    pub(crate) async fn inspect(&self) -> Vec<Part> {
        let ffmpeg = self.version(&self.ffmpeg).await;
        if matches!(ffmpeg.availability, Availability::Unavailable { .. }) {
            return vec![ffmpeg, self.version(&self.ffprobe).await];
        }
        let built_in = |_: &Ended, _: &[u8]| Some("built in".to_owned());
        let (ffprobe, h264, sound, captions, look, hdr) = tokio::join!(
            self.version(&self.ffprobe),
            self.part("H.264 encoder (libx264)", h264_trial(), x264_version),
            self.part("AAC encoder and loudness", sound_trial(), built_in),
            self.captions(),
            self.part("looks, transitions and motion", look_trial(), built_in),
            self.part("HDR to SDR (zscale, tonemap)", hdr_trial(), built_in),
        );
        vec![ffmpeg, ffprobe, h264, sound, captions, look, hdr]
    }

    async fn part(
        &self,
        name: &'static str,
        args: Vec<OsString>,
        version: fn(&Ended, &[u8]) -> Option<String>,
    ) -> Part {
        let availability = self.attempt(&self.work_dir, &self.ffmpeg, name, args, version).await;
        Part { name, is_needed: true, availability }
    }

    async fn version(&self, program: &Program) -> Part {
        let version = |_: &Ended, out: &[u8]| {
            let text = String::from_utf8_lossy(out);
            let word = text.lines().next()?.split_whitespace().nth(2)?;
            is_new_enough(word).then(|| word.to_owned())
        };
        let dir = &self.work_dir;
        let availability = self.attempt(dir, program, "its version", words("-version"), version).await;
        Part { name: program.name, is_needed: true, availability }
    }

    async fn captions(&self) -> Part {
        let name = "captions (libass)";
        let availability = match self.sample_captions() {
            Err(error) => Availability::Unavailable { cure: error.to_string() },
            Ok(scratch) => {
                let args = captions_trial();
                self.attempt(scratch.path(), &self.ffmpeg, name, args, libass_version).await
            }
        };
        Part { name, is_needed: true, availability }
    }

    fn sample_captions(&self) -> Result<tempfile::TempDir, RenderError> {
        let word = CueWord { text: "ăâîșț नमस्ते".to_owned(), start: Frames(0) };
        let cue = Cue { start: Frames(0), end: Frames(9), words: vec![word] };
        let scratch = self.scratch()?;
        let cues = [cue];
        let ass = captions::writable(&self.fonts, &cues, CaptionStyle::default(), Format::default())
            .map(|captions| captions.ass(&(0..9)))
            .unwrap_or_default();
        std::fs::write(scratch.path().join(captions::FILE), ass)
            .map_err(|source| RenderError::Io { doing: "write the captions", source })?;
        Ok(scratch)
    }

    async fn attempt(
        &self,
        dir: &Path,
        program: &Program,
        what: &str,
        args: Vec<OsString>,
        version: impl Fn(&Ended, &[u8]) -> Option<String>,
    ) -> Availability {
        let mut out = Vec::new();
        let mut take = |bytes: &[u8]| out.extend_from_slice(bytes);
        let call = Call { program, doing: "a trial", args, dir, limit: LIMIT };
        let ended = match process::run(call, &mut take).await {
            Ok(ended) => ended,
            Err(error) => return Availability::Unavailable { cure: error.to_string() },
        };
        if let Some(version) = version(&ended, &out).filter(|_| ended.well) {
            return Availability::Available { version };
        }
        let (path, lines) = (program.path.display(), ended.log.last_lines());
        let found = if lines.is_empty() { String::from_utf8_lossy(&out) } else { lines.into() };
        let said = found.lines().next().unwrap_or("nothing");
        Availability::Unavailable { cure: format!("{path} failed at {what} (it said: {said}); {INSTALL}") }
    }
}

/// Begins a trial; its source follows.
const TRIAL: &str = "-nostdin -hide_banner -v error -f lavfi -i";

fn h264_trial() -> Vec<OsString> {
    words(&format!("{TRIAL} color=s=64x64:r=30 -frames:v 1 -c:v libx264 -f h264 pipe:1"))
}

fn sound_trial() -> Vec<OsString> {
    let (voice, chain) = (Sound::voice(Levels::default()), Mastering::default().chain(Frames(15)));
    let ducked = format!("{voice},asplit=2[a][b];[a][b]{DUCKING},{chain}");
    let graph = format!("{ducked},ebur128=peak=true:framelog=verbose[out]");
    words(&format!("{TRIAL} sine=d=1 -filter_complex {graph} -map [out] -c:a aac -f adts pipe:1"))
}

/// Every filter of looks, transitions and motion.
fn look_trial() -> Vec<OsString> {
    let look = Look { denoise: 1, sharpen: 1, grade: Grade::Warm, logo: None };
    let chain = format!("{}{}", look::denoise(&look), look::finish(&look));
    let moved = motion::during(Motion::ZoomIn, Frames(3));
    let graph = format!(
        "format=yuv420p,split=2[a][b];[a]settb=AVTB{chain}[c];[b]settb=AVTB,hflip{moved}[d];\
         [c][d]xfade=transition=fade:duration=0.1:offset=0,fade=t=in:s=0:n=3:c=white[out]"
    );
    words(&format!("{TRIAL} color=s=64x64:r=30 -filter_complex {graph} -map [out] -frames:v 3 -f null -"))
}

fn hdr_trial() -> Vec<OsString> {
    let tags = "setparams=color_trc=smpte2084:color_primaries=bt2020:colorspace=bt2020nc:range=tv";
    let filters = format!("format=yuv420p10le,{tags},{TONE_MAP}");
    words(&format!("{TRIAL} color=s=64x64:r=30 -frames:v 1 -fps_mode passthrough -vf {filters} -f null -"))
}

fn captions_trial() -> Vec<OsString> {
    let info = TRIAL.replace("-v error", "-v info -nostats");
    words(&format!("{info} color=s=108x192:r=30 -frames:v 1 -vf {CAPTIONS} -f null -"))
}

/// Reads the version that x264 writes into a stream, such as `core 164 r3095 baee400`.
fn x264_version(_: &Ended, out: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(out);
    let (_, after) = text.split_once("x264 - ")?;
    after.split(" - ").next().map(|version| version.trim().to_owned())
}

fn libass_version(ended: &Ended, _: &[u8]) -> Option<String> {
    let line = ended.log.notable("libass source:").next()?;
    line.rsplit(' ').next().map(str::to_owned)
}

/// Tells whether a version is 5.1 or later; a build without a number is left to the trials.
fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('n').split(['.', '-', '+']).map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) >= (5, 1),
        (Some(Ok(major)), _) => major >= 6,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_before_5_1_are_too_old() {
        assert!(["5.1.9-0+deb12u1", "n6.0", "7.1", "8", "N-112-gabc"].into_iter().all(is_new_enough));
        assert!(
            ["4.4.2-0ubuntu0.22.04.1", "5.0.1", "n4.4"].into_iter().all(|version| !is_new_enough(version))
        );
    }
}
