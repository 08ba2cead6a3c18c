//! A folder, the adapter and a store, and the few steps that every test takes.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::Output,
    sync::Mutex,
};

use chrono::DateTime;
use domain::{
    Actor, Chunk, ChunkInput, Container, Cue, Cut, FootageFile, Frames, NewProfile, Probe, Profile,
    ProfileContext, ProfileId, ProfileName, RenderError, Renderer, SourceVideoId, UserId, ignore_progress,
    ignore_segment,
};
use render_ffmpeg::{Ffmpeg, FfmpegSettings};
use tempfile::TempDir;

pub(crate) struct Stage {
    pub(crate) ffmpeg: Ffmpeg,
    pub(crate) ctx: ProfileContext,
    folder: TempDir,
}

/// A frame of a clip, in RGB.
pub(crate) struct Picture {
    width: usize,
    rgb: Vec<u8>,
}

impl Picture {
    pub(crate) fn at(&self, x: usize, y: usize) -> [i32; 3] {
        let from = (y * self.width + x) * 3;
        [self.rgb[from].into(), self.rgb[from + 1].into(), self.rgb[from + 2].into()]
    }

    pub(crate) fn pixels(&self) -> impl Iterator<Item = [u8; 3]> {
        self.rgb.chunks_exact(3).map(|pixel| [pixel[0], pixel[1], pixel[2]])
    }
}

/// Asserts that a colour is as expected, as far as encoding leaves it.
#[track_caller]
pub(crate) fn assert_colour(found: [i32; 3], expected: [i32; 3]) {
    let near = found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() <= 14);
    assert!(near, "{found:?} is not {expected:?}");
}

pub(crate) const RED: [i32; 3] = [255, 0, 0];
pub(crate) const LIME: [i32; 3] = [0, 255, 0];
pub(crate) const BLUE: [i32; 3] = [0, 0, 255];
pub(crate) const YELLOW: [i32; 3] = [255, 255, 0];

/// A picture with a colour in each quarter: red, lime; blue, yellow.
pub(crate) fn quarters(size: &str, rate: &str, seconds: &str) -> String {
    let fill =
        |x: &str, y: &str, colour: &str| format!("drawbox=x={x}:y={y}:w=iw/2:h=ih/2:color={colour}:t=fill");
    format!(
        "color=red:s={size}:r={rate}:d={seconds},format=gbrp,{},{},{},{}",
        fill("iw/2", "0", "lime"),
        fill("0", "ih/2", "blue"),
        fill("iw/2", "ih/2", "yellow"),
        "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,setparams=colorspace=bt709:range=tv"
    )
}

/// A picture whose grey level is its frame's number plus 20.
pub(crate) fn numbered(size: &str, rate: u32, seconds: &str) -> String {
    format!("color=gray:s={size}:r={rate}:d={seconds},geq=lum='20+mod(N,200)':cb=128:cr=128")
}

impl Stage {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings(folder.path());
        Self { ffmpeg: Ffmpeg::find(settings).await.unwrap(), ctx: context(), folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes a file with ffmpeg from a line of arguments; `SOURCE` in it is replaced by a filter source.
    pub(crate) fn make(&self, name: &str, source: &str, line: &str) -> PathBuf {
        let path = self.path(name);
        let mut args: Vec<&str> = vec!["-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", source];
        args.extend(line.split_whitespace());
        args.push(path.to_str().unwrap());
        let output = child("ffmpeg", &args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        path
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) async fn probe(&self, file: &FootageFile) -> Result<Probe, RenderError> {
        self.ffmpeg.probe(&self.ctx, file).await
    }

    /// Analyses a file in a folder of its own, which is returned.
    pub(crate) async fn analyse(
        &self,
        file: &FootageFile,
    ) -> Result<(domain::Analysis, PathBuf), RenderError> {
        let scratch = self.path("scratch");
        std::fs::create_dir_all(&scratch).unwrap();
        let found = self.ffmpeg.analyse(&self.ctx, file, &scratch, &ignore_progress, &ignore_segment).await;
        found.map(|found| (found, scratch))
    }

    /// Renders cuts of one file, each a start in milliseconds and frames.
    pub(crate) async fn render(
        &self,
        out: &str,
        file: &FootageFile,
        cuts: &[(u32, u32)],
        captions: &[Cue],
    ) -> Result<PathBuf, RenderError> {
        let probe = self.probe(file).await?;
        self.render_as(out, file, probe, cuts, captions).await
    }

    /// Renders cuts of a file that is taken for what `probe` says.
    pub(crate) async fn render_as(
        &self,
        out: &str,
        file: &FootageFile,
        probe: Probe,
        cuts: &[(u32, u32)],
        captions: &[Cue],
    ) -> Result<PathBuf, RenderError> {
        let video = SourceVideoId::new();
        let footage = HashMap::from([(video, (file.clone(), probe))]);
        let cut = |(start_ms, frames): &(u32, u32)| Cut::plain(video, *start_ms, Frames(*frames));
        let chunk = Chunk::plain(cuts.iter().map(cut).collect(), captions.to_vec());
        let (out, told) = (self.path(out), Mutex::new(vec![0.0]));
        let tell = |share: f32| told.lock().unwrap().push(share);
        let input = ChunkInput::standard(&chunk, &footage);
        self.ffmpeg.render_chunk(&self.ctx, &input, &out, &tell).await?;
        let told = told.into_inner().unwrap();
        assert!(told.is_sorted() && told.last() == Some(&1.0), "{told:?}");
        Ok(out)
    }
}

pub(crate) fn settings(folder: &Path) -> FfmpegSettings {
    FfmpegSettings {
        ffmpeg: "ffmpeg".into(),
        ffprobe: "ffprobe".into(),
        // A person's folder may be called so; nothing of it may reach a filter.
        work_dir: folder.join("it's [work]; a:b,c"),
        threads: 2,
        encoder: render_ffmpeg::VideoEncoder::default(),
    }
}

pub(crate) fn file(path: &Path, container: Container) -> FootageFile {
    FootageFile { path: path.to_owned(), container }
}

fn context() -> ProfileContext {
    let owner = Actor::signed_in(UserId::new());
    let profile = Profile {
        id: ProfileId::new(),
        owner: owner.user(),
        name: ProfileName::parse("Lumina").unwrap(),
        description: String::new(),
        colour: NewProfile::COLOUR.to_owned(),
        icon: String::new(),
        settings: domain::Settings::default(),
        is_default: true,
        created_at: DateTime::UNIX_EPOCH,
    };
    ProfileContext::enter(&owner, &profile).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "fixtures are made and looked at with the tools themselves")]
pub(crate) fn child(program: &str, args: &[&str]) -> Output {
    std::process::Command::new(program).args(args).output().unwrap()
}

/// Decodes one frame.
pub(crate) fn picture(clip: &Path, frame: u32) -> Picture {
    pictures(clip, &[frame]).remove(0)
}

/// Decodes some frames, in rising order.
pub(crate) fn pictures(clip: &Path, frames: &[u32]) -> Vec<Picture> {
    let chosen: Vec<String> = frames.iter().map(|frame| format!("eq(n,{frame})")).collect();
    let select = format!("select='{}'", chosen.join("+"));
    let args = [
        "-nostdin",
        "-v",
        "error",
        "-i",
        clip.to_str().unwrap(),
        "-vf",
        &select,
        "-fps_mode",
        "passthrough",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "pipe:1",
    ];
    let size = answer(clip, "v:0", "width,height");
    let (width, height) = size.split_once(',').unwrap();
    let (width, height): (usize, usize) = (width.parse().unwrap(), height.parse().unwrap());
    let rgb = child("ffmpeg", &args).stdout;
    let pictures = rgb.chunks_exact(width * height * 3).map(|rgb| Picture { width, rgb: rgb.to_vec() });
    let pictures: Vec<Picture> = pictures.collect();
    assert_eq!(pictures.len(), frames.len(), "the clip lacks some of the frames {frames:?}");
    pictures
}

/// Returns the grey level in the middle of each frame.
pub(crate) fn levels(clip: &Path) -> Vec<i32> {
    let args = [
        "-nostdin",
        "-v",
        "error",
        "-i",
        clip.to_str().unwrap(),
        "-vf",
        "crop=16:16,scale=1:1:flags=area,format=yuv420p",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "yuv420p",
        "pipe:1",
    ];
    child("ffmpeg", &args).stdout.chunks(3).map(|yuv| yuv[0].into()).collect()
}

/// Asks ffprobe for entries of a stream, counting packets.
pub(crate) fn answer(clip: &Path, stream: &str, entries: &str) -> String {
    let entries = format!("stream={entries}");
    let args = [
        "-v",
        "error",
        "-count_packets",
        "-select_streams",
        stream,
        "-show_entries",
        &entries,
        "-of",
        "csv=p=0",
        clip.to_str().unwrap(),
    ];
    String::from_utf8(child("ffprobe", &args).stdout).unwrap().trim().to_owned()
}

/// Measures loudness by its definition (ITU-R BS.1770-4), and true peak with ffmpeg's other meter. That one's loudness
/// is of no use: it counts the last three seconds of what it hears more than once.
pub(crate) fn loudness(clip: &Path) -> (f64, f64) {
    let path = clip.to_str().unwrap();
    let args = ["-v", "error", "-i", path, "-vn", "-ac", "2", "-ar", "48000", "-f", "f32le", "pipe:1"];
    let bytes = child("ffmpeg", &args).stdout;
    let samples: Vec<f64> =
        bytes.chunks_exact(4).map(|four| f32::from_le_bytes(four.try_into().unwrap()).into()).collect();
    let peak_args = [
        "-nostdin",
        "-hide_banner",
        "-i",
        path,
        "-vn",
        "-af",
        "loudnorm=print_format=json",
        "-f",
        "null",
        "-",
    ];
    let text = String::from_utf8(child("ffmpeg", &peak_args).stderr).unwrap();
    let line = text.lines().find(|line| line.contains("input_tp")).unwrap();
    (integrated(&samples), line.split('"').nth(3).unwrap().parse().unwrap())
}

/// The integrated loudness of interleaved stereo of 48 kHz.
fn integrated(samples: &[f64]) -> f64 {
    const HOP: usize = 4800;
    let channel = |n: usize| {
        let shelf = [
            1.535_124_859_586_97,
            -2.691_696_189_406_38,
            1.198_392_810_852_85,
            -1.690_659_293_182_41,
            0.732_480_774_215_85,
        ];
        let pass = [1.0, -2.0, 1.0, -1.990_047_454_833_98, 0.990_072_250_366_21];
        biquad(pass, &biquad(shelf, &samples.iter().skip(n).step_by(2).copied().collect::<Vec<f64>>()))
    };
    let (left, right) = (channel(0), channel(1));
    let sums: Vec<f64> = left
        .chunks_exact(HOP)
        .zip(right.chunks_exact(HOP))
        .map(|(left, right)| left.iter().chain(right).map(|sample| sample * sample).sum())
        .collect();
    let blocks: Vec<f64> = sums.windows(4).map(|four| four.iter().sum::<f64>() / 19_200.0).collect();
    let lufs = |power: f64| 10.0 * power.log10() - 0.691;
    let mean_above = |gate: f64| {
        let kept: Vec<f64> = blocks.iter().copied().filter(|power| lufs(*power) > gate).collect();
        lufs(kept.iter().sum::<f64>() / f64::from(u32::try_from(kept.len()).unwrap()))
    };
    mean_above(mean_above(-70.0) - 10.0)
}

fn biquad([b0, b1, b2, a1, a2]: [f64; 5], input: &[f64]) -> Vec<f64> {
    let (mut first, mut second) = (0.0, 0.0);
    let step = |sample: &f64| {
        let out = b0 * sample + first;
        first = b1 * sample - a1 * out + second;
        second = b2 * sample - a2 * out;
        out
    };
    input.iter().map(step).collect()
}
