//! The picture's encoder: which one works here, and its settings by quality.
//!
//! The software encoder gives the same bytes for the same plan on every run. Hardware is faster, promises nothing of
//! the kind, and is taken only where it was asked for and a trial with the real arguments went well: that ffmpeg
//! knows an encoder's name says nothing of the machine.

use std::{ffi::OsString, path::Path, str::FromStr, time::Duration};

use domain::{Availability, Canvas, Format, Frames, Quality, RenderError};

use crate::{
    input::{self, args, words},
    join::TIMESCALE,
    piece::EXACT_BYTES,
    process::{self, Call},
    tools::{Part, Tools},
};

/// Lets chunks be joined without encoding again: closed groups, and no count of frames in the header. And the same frames
/// become the same bytes: looking ahead in a thread of its own, x264 now and then spends its bits otherwise when the
/// machine is busy.
const STITCHABLE: &str = "-profile:v high -x264-params stitchable=1:open-gop=0:sync-lookahead=0";
/// The colours of the picture.
const BT709: &str = "-color_range tv -colorspace bt709 -color_primaries bt709 -color_trc bt709";
/// How long a trial may take: the first use of a graphics card's driver takes seconds.
const LIMIT: Duration = Duration::from_secs(30);
/// How many frames a trial encodes: a first one, and some that depend on it.
const FRAMES: Frames = Frames(3);

/// What encodes the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoder {
    /// libx264.
    #[default]
    X264,
    /// NVIDIA's cards.
    Nvenc,
    /// Intel's Quick Sync Video.
    Qsv,
    /// The Video Acceleration API of Linux.
    Vaapi,
    /// Apple's machines.
    VideoToolbox,
}

/// Which encoder is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VideoEncoder {
    /// The first hardware that works, else libx264.
    Auto,
    /// This one, and libx264 where it does not work.
    Wanted(Encoder),
}

impl Default for VideoEncoder {
    fn default() -> Self {
        Self::Wanted(Encoder::X264)
    }
}

impl VideoEncoder {
    /// The names of the wishes, as settings have them.
    pub const NAMES: &str = "software, auto, h264_nvenc, h264_qsv, h264_vaapi, h264_videotoolbox";
}

impl FromStr for VideoEncoder {
    type Err = UnknownEncoder;

    fn from_str(name: &str) -> Result<Self, UnknownEncoder> {
        match name {
            "auto" => Ok(Self::Auto),
            "software" => Ok(Self::default()),
            _ => {
                let found = Encoder::HARDWARE.into_iter().find(|encoder| encoder.name() == name);
                found.map(Self::Wanted).ok_or(UnknownEncoder)
            }
        }
    }
}

/// Says that there is no such encoder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the video encoder is one of {}", VideoEncoder::NAMES)]
pub struct UnknownEncoder;

impl Encoder {
    /// Every one that is hardware, the most usual first.
    const HARDWARE: [Self; 4] = [Self::Nvenc, Self::Qsv, Self::Vaapi, Self::VideoToolbox];

    /// Returns the name by which ffmpeg knows it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::X264 => "libx264",
            Self::Nvenc => "h264_nvenc",
            Self::Qsv => "h264_qsv",
            Self::Vaapi => "h264_vaapi",
            Self::VideoToolbox => "h264_videotoolbox",
        }
    }

    /// Returns the arguments that open its device, before all inputs.
    pub(crate) const fn device(self) -> &'static str {
        match self {
            Self::Vaapi => "-vaapi_device /dev/dri/renderD128",
            Self::X264 | Self::Nvenc | Self::Qsv | Self::VideoToolbox => "",
        }
    }

    /// Returns the last filter before it: the form in which it takes pictures.
    pub(crate) const fn takes(self) -> &'static str {
        match self {
            Self::X264 | Self::Nvenc | Self::VideoToolbox => "format=yuv420p",
            Self::Qsv => "format=nv12",
            Self::Vaapi => "format=nv12,hwupload",
        }
    }

    /// Returns how ffmpeg is told the form of the pictures; those that lie in a card's memory have none.
    const fn form(self) -> &'static str {
        match self {
            Self::X264 | Self::Nvenc | Self::VideoToolbox => "-pix_fmt yuv420p ",
            Self::Qsv => "-pix_fmt nv12 ",
            Self::Vaapi => "",
        }
    }

    /// Returns the arguments that write so many frames of picture; the file's name follows.
    pub(crate) fn output(self, quality: Quality, frames: Frames, threads: u8) -> Vec<OsString> {
        let mut all = args(&["-frames:v", &frames.0.to_string(), "-threads", &threads.to_string()]);
        all.extend(words(&self.settings(quality)));
        all.extend(words(&format!("{}{BT709}", self.form())));
        all.extend(words(EXACT_BYTES));
        all.extend(words(TIMESCALE));
        all.extend(args(&["-f", "mp4"]));
        all
    }

    /// Returns the settings with which a chunk is encoded. Frames never refer to later ones in hardware, so that
    /// chunks can be joined without encoding again whatever its driver thinks of groups.
    fn settings(self, quality: Quality) -> String {
        let name = self.name();
        match self {
            Self::X264 => {
                let (preset, crf) = by(quality, ("ultrafast", 26), ("veryfast", 20), ("medium", 20));
                format!("-c:v {name} -preset {preset} -crf {crf} {STITCHABLE}")
            }
            Self::Nvenc => {
                let (preset, cq) = by(quality, ("p1", 30), ("p4", 23), ("p6", 20));
                format!("-c:v {name} -preset {preset} -tune hq -rc vbr -cq {cq} -b:v 0 -bf 0 -profile:v high")
            }
            Self::Qsv => {
                let (preset, level) = by(quality, ("veryfast", 30), ("medium", 23), ("slower", 20));
                format!("-c:v {name} -preset {preset} -global_quality {level} -bf 0 -profile:v high")
            }
            Self::Vaapi => {
                let qp = by(quality, 28, 22, 19);
                format!("-c:v {name} -rc_mode CQP -qp {qp} -bf 0 -profile:v high")
            }
            Self::VideoToolbox => {
                let level = by(quality, 45, 60, 70);
                format!("-c:v {name} -q:v {level} -bf 0 -profile:v high")
            }
        }
    }

    /// Names the settings of every quality.
    pub(crate) fn all(self) -> String {
        Quality::ALL.map(|quality| self.settings(quality)).join("; ")
    }

    /// Encodes a test picture with the arguments of every quality.
    async fn attempt(self, tools: &Tools) -> Result<(), RenderError> {
        let scratch = tools.scratch()?;
        let out = scratch.path().join("trial.mp4");
        for quality in Quality::ALL {
            let args = self.trial(quality, tools.threads, &out)?;
            let call = Call {
                program: &tools.ffmpeg,
                doing: "a trial of the encoder",
                args,
                dir: scratch.path(),
                limit: LIMIT,
            };
            process::run(call, &mut |_| {}).await?.success()?;
        }
        Ok(())
    }

    fn trial(self, quality: Quality, threads: u8, out: &Path) -> Result<Vec<OsString>, RenderError> {
        let Canvas { width, height } = quality.canvas(Format::default());
        let mut all = words("-nostdin -xerror -hide_banner -v error -y");
        all.extend(words(self.device()));
        all.extend(words(&format!("-f lavfi -i testsrc2=s={width}x{height}:r=30")));
        all.extend(args(&["-filter_complex", &format!("[0:v:0]{}[out]", self.takes()), "-map", "[out]"]));
        all.extend(self.output(quality, FRAMES, threads));
        all.push(input::file(out)?);
        Ok(all)
    }
}

/// Chooses by quality: for a draft, standard, final.
fn by<T>(quality: Quality, draft: T, standard: T, fine: T) -> T {
    match quality {
        Quality::Draft => draft,
        Quality::Standard => standard,
        Quality::Final => fine,
    }
}

/// The encoder that is taken, and why it is not another.
pub(crate) struct Chosen {
    /// The encoder.
    pub(crate) encoder: Encoder,
    wanted: VideoEncoder,
    /// What does not work here, and what ffmpeg said of it.
    broken: Vec<(Encoder, String)>,
}

impl Chosen {
    /// Tries what is wanted.
    pub(crate) async fn of(tools: &Tools, wanted: VideoEncoder) -> Self {
        let candidates = match wanted {
            VideoEncoder::Auto => Encoder::HARDWARE.to_vec(),
            VideoEncoder::Wanted(Encoder::X264) => Vec::new(),
            VideoEncoder::Wanted(hardware) => vec![hardware],
        };
        let mut broken = Vec::new();
        for encoder in candidates {
            match encoder.attempt(tools).await {
                Ok(()) => return Self { encoder, wanted, broken },
                Err(error) => broken.push((encoder, plain(&said(&error)))),
            }
        }
        let chosen = Self { encoder: Encoder::X264, wanted, broken };
        if let Some(remark) = chosen.remark() {
            tracing::warn!(wanted = ?wanted, "{remark}");
        }
        chosen
    }

    /// Says that not the encoder works that was asked for by its name.
    pub(crate) fn remark(&self) -> Option<String> {
        match (self.wanted, self.broken.first()) {
            (VideoEncoder::Wanted(wanted), Some((_, said))) => Some(format!(
                "The video encoder {} does not work on this machine (ffmpeg said: {said}), so {} is used instead.",
                wanted.name(),
                self.encoder.name()
            )),
            _ => None,
        }
    }

    /// Tells of it as of a part of the tools, which work without it.
    pub(crate) fn part(&self) -> Part {
        let name = self.encoder.name();
        let availability = match (self.remark(), self.encoder, self.broken.as_slice()) {
            (Some(remark), _, _) => Availability::Unavailable {
                cure: format!("{remark} Install its driver, or set video_encoder to software"),
            },
            (None, Encoder::X264, []) => Availability::Available { version: format!("{name}, in software") },
            (None, Encoder::X264, broken) => {
                let all: Vec<String> =
                    broken.iter().map(|(encoder, said)| format!("{}: {said}", encoder.name())).collect();
                let version = format!("{name}, in software; no hardware works here ({})", all.join("; "));
                Availability::Available { version }
            }
            (None, _, _) => Availability::Available { version: format!("{name}, in hardware") },
        };
        Part { name: "video encoder", is_needed: false, availability }
    }
}

/// Returns what ffmpeg said of a failure.
fn said(error: &RenderError) -> String {
    match error {
        RenderError::Child { last_lines, .. } | RenderError::Crashed { last_lines, .. }
            if !last_lines.is_empty() =>
        {
            last_lines.clone()
        }
        other => other.to_string(),
    }
}

/// Returns the first lines of what ffmpeg said, without the addresses in memory that differ each time.
fn plain(lines: &str) -> String {
    let after = |line: &str| match line.split_once("] ") {
        Some((who, rest)) if who.starts_with('[') && who.contains(" @ 0x") => rest.trim().to_owned(),
        _ => line.trim().to_owned(),
    };
    lines.lines().take(2).map(after).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoder_has_a_name_by_which_it_is_wanted() {
        assert_eq!("software".parse(), Ok(VideoEncoder::default()));
        for name in VideoEncoder::NAMES.split(", ").skip(2) {
            let Ok(VideoEncoder::Wanted(encoder)) = name.parse() else { panic!("{name}") };
            assert_eq!(encoder.name(), name);
        }
        assert_eq!("auto".parse(), Ok(VideoEncoder::Auto));
        assert!(UnknownEncoder.to_string().contains("h264_qsv"));
        assert_eq!("libx265".parse::<VideoEncoder>(), Err(UnknownEncoder));
    }

    #[test]
    fn hardware_takes_pictures_in_its_own_form_and_nothing_refers_to_later_frames() {
        let line = |encoder: Encoder| {
            let all = encoder.trial(Quality::Standard, 2, Path::new("/out.mp4")).unwrap();
            all.iter().map(|word| word.to_str().unwrap()).collect::<Vec<_>>().join(" ")
        };
        for encoder in Encoder::HARDWARE {
            let line = line(encoder);
            assert!(
                line.contains(&format!("-c:v {} ", encoder.name())) && line.contains(" -bf 0 "),
                "{line}"
            );
            assert!(!line.contains("x264") && line.contains("-colorspace bt709"), "{line}");
        }
        let vaapi = line(Encoder::Vaapi);
        let device = vaapi.find("-vaapi_device /dev/dri/renderD128").unwrap();
        assert!(
            device < vaapi.find("-i ").unwrap() && vaapi.contains("format=nv12,hwupload[out]"),
            "{vaapi}"
        );
        // Its pictures lie in the card's memory: a format of ours would bring them back.
        assert!(!vaapi.contains("-pix_fmt") && line(Encoder::Qsv).contains("-pix_fmt nv12"), "{vaapi}");
        assert!(
            line(Encoder::X264).contains("stitchable=1") && line(Encoder::X264).contains("-pix_fmt yuv420p")
        );
        assert_ne!(Encoder::Nvenc.all(), Encoder::X264.all());
    }

    #[test]
    fn what_ffmpeg_said_is_the_same_each_time() {
        let lines =
            "[h264_nvenc @ 0x5653d8f036c0] Cannot load libcuda.so.1\nError initializing output\nthree";
        assert_eq!(plain(lines), "Cannot load libcuda.so.1; Error initializing output");
    }
}
