//! Makes a clip of every kind of footage and measures it against its plan: frames as a decoder counts them, loudness,
//! true peak, and when each word lights up in the picture. It prints a table in Markdown:
//! `cargo run --release -p render-ffmpeg --example bench_fixtures`.
//!
//! Every clip has two shots of the footage, captions, a voice of pulses, and the footage's own loud sound under it.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a tool for measuring may end with a panic"
)]

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use domain::{
    Actor, CaptionPreset, CaptionStyle, Chunk, ChunkInput, Colour, Container, Cue, Cut, FootageFile, Format,
    Frames, HeardShot, Measured, NewProfile, OriginalSound, Probe, Profile, ProfileContext, ProfileId,
    ProfileName, Quality, Renderer as _, SetBox, Settings, Soundtrack, SourceVideoId, SpokenWord, Transition,
    Typesetter as _, UserId, ignore_progress,
};
use render_ffmpeg::{CaptionFonts, Ffmpeg, FfmpegSettings, VideoEncoder};

const FRAMES: u32 = 100;
const FORMAT: Format = Format::Vertical;
/// What of a frame is looked at for captions, from above.
const BAND: (u32, u32) = (1000, 460);
/// Moving colours without green, in which a lit word is.
const MOVING: &str = "gradients=s=SIZE:r=RATE:d=4:c0=0x402028:c1=0xB09098:n=2:speed=0.02:seed=5";
const H264: &str = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -color_range tv -colorspace bt709";
const HDR: &str = "-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params \
    colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:log-level=none";
const PULSES: &str =
    "aevalsrc='0.8*exp(-160*mod(t,1/120))*sin(2*PI*700*t)*gt(sin(2*PI*1.5*t),-0.3)':s=48000:d=9";

/// A kind of footage: its name, file, container, size, rate, and how ffmpeg writes it.
type Fixture = (&'static str, &'static str, Container, &'static str, &'static str, String);

fn fixtures() -> Vec<Fixture> {
    [of_common_coding(), of_other_coding(), stills()].concat()
}

/// The arguments of H.264 with a tone in so many channels.
fn sound(channels: u32) -> String {
    format!("-f lavfi -i sine=f=300:d=4,volume=12dB -ac {channels} -c:a aac {H264}")
}

fn of_common_coding() -> Vec<Fixture> {
    use Container::{Matroska, Mp4, MpegTs};
    let stereo = || sound(2);
    vec![
        ("1080p, 30 a second, stereo", "plain.mp4", Mp4, "1920x1080", "30", stereo()),
        ("upright", "upright.mp4", Mp4, "1080x1920", "30", stereo()),
        ("turned by metadata", "turned.mp4", Mp4, "1280x720", "30", stereo()),
        (
            "varying rate",
            "vfr.mp4",
            Mp4,
            "1280x720",
            "30",
            stereo() + " -fps_mode vfr -vf select='lt(t,1)+gte(t,2)+not(mod(n,3))'",
        ),
        ("23.976 a second", "film.mp4", Mp4, "1280x720", "24000/1001", stereo()),
        ("25 a second", "pal.mkv", Matroska, "1280x720", "25", stereo()),
        ("59.94 a second", "fast.mp4", Mp4, "1280x720", "60000/1001", stereo()),
        ("HDR (PQ, 10 bits)", "hdr.mp4", Mp4, "1280x720", "30", format!("-vf format=yuv420p10le {HDR}")),
        (
            "H.264 of 10 bits",
            "ten.mkv",
            Matroska,
            "1280x720",
            "30",
            stereo().replace("yuv420p", "yuv420p10le"),
        ),
        ("no sound", "silent.mp4", Mp4, "1280x720", "30", H264.to_owned()),
        ("4K", "large.mp4", Mp4, "3840x2160", "30", stereo()),
        ("mono", "mono.mp4", Mp4, "1280x720", "30", sound(1)),
        ("5.1", "surround.mp4", Mp4, "1280x720", "30", sound(6)),
        ("oblong pixels", "oblong.mp4", Mp4, "720x576", "25", stereo() + " -vf setsar=64/45"),
        ("MPEG-TS", "stream.ts", MpegTs, "1280x720", "30", stereo()),
    ]
}

fn of_other_coding() -> Vec<Fixture> {
    use Container::{Avi, Matroska, MpegTs};
    vec![
        ("odd size", "odd.mkv", Matroska, "641x359", "30", "-c:v ffv1 -pix_fmt yuv420p".to_owned()),
        (
            "full range",
            "full.mkv",
            Matroska,
            "1280x720",
            "30",
            "-c:v ffv1 -vf scale=out_range=pc,format=yuv420p -color_range pc".to_owned(),
        ),
        (
            "WebM (VP8)",
            "web.webm",
            Matroska,
            "1280x720",
            "30",
            "-c:v libvpx -deadline realtime -pix_fmt yuv420p".to_owned(),
        ),
        ("AVI (MPEG-4)", "old.avi", Avi, "640x480", "15", "-c:v mpeg4 -q:v 3 -pix_fmt yuv420p".to_owned()),
        (
            "HEVC without colour tags",
            "untagged.mkv",
            Matroska,
            "1280x720",
            "30",
            "-c:v libx265 -preset ultrafast -pix_fmt yuv420p -x265-params log-level=none".to_owned(),
        ),
        (
            "interlaced (MPEG-2)",
            "woven.ts",
            MpegTs,
            "720x576",
            "50",
            "-vf format=yuv420p,tinterlace=interleave_top -c:v mpeg2video -q:v 2 -flags +ilme+ildct"
                .to_owned(),
        ),
    ]
}

fn stills() -> Vec<Fixture> {
    use Container::{Jpeg, Png, Webp};
    vec![
        ("JPEG", "still.jpg", Jpeg, "1600x1200", "1", "-frames:v 1 -q:v 2".to_owned()),
        ("PNG", "still.png", Png, "1601x1201", "1", "-frames:v 1".to_owned()),
        (
            "PNG, half transparent",
            "cutout.png",
            Png,
            "900x1600",
            "1",
            "-frames:v 1 -vf format=rgba,colorchannelmixer=aa=0.5".to_owned(),
        ),
        ("WebP", "still.webp", Webp, "1600x1200", "1", "-frames:v 1 -c:v libwebp".to_owned()),
    ]
}

struct Bench {
    ffmpeg: Ffmpeg,
    ctx: ProfileContext,
    dir: PathBuf,
    voice: PathBuf,
    style: CaptionStyle,
    words: Vec<SpokenWord>,
    cues: Vec<Cue>,
    places: Vec<SetBox>,
}

/// What was measured of a clip.
struct Row {
    frames: u32,
    clip: Measured,
    onset_ms: u32,
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench::new(folder.path()).await;
    report(&format!(
        "| footage | frames (planned {FRAMES}) | LUFS | true peak, dBTP | a word lights up at most |"
    ));
    report("|---|---|---|---|---|");
    let mut off = 0;
    for fixture in fixtures() {
        let Row { frames, clip, onset_ms } = bench.row(&fixture).await;
        let (lufs, peak) = (clip.loudness_lufs, clip.true_peak_dbtp);
        report(&format!("| {} | {frames} | {lufs:.1} | {peak:.1} | {onset_ms} ms off |", fixture.0));
        let is_good = clip.check(Frames(FRAMES), FORMAT.canvas()).is_ok() && frames == FRAMES;
        off += u32::from(!is_good || onset_ms > 40);
    }
    report(&format!("\nout of bounds: {off}"));
}

impl Bench {
    async fn new(dir: &Path) -> Self {
        let settings = FfmpegSettings {
            ffmpeg: "ffmpeg".into(),
            ffprobe: "ffprobe".into(),
            work_dir: dir.join("work"),
            threads: 2,
            encoder: VideoEncoder::default(),
        };
        let lime = Colour::of_rgb(0x0000_FF00);
        let style = CaptionStyle { highlight_colour: lime, ..CaptionPreset::Classic.style() };
        let words = narration();
        let cues = style.cues(&words, Frames(FRAMES));
        let texts: Vec<Vec<String>> =
            cues.iter().map(|cue| cue.words.iter().map(|word| word.text.clone()).collect()).collect();
        let set = CaptionFonts::open().unwrap().set(&texts, style, FORMAT).unwrap();
        let places = set.iter().flat_map(|caption| caption.words.iter().map(|word| word.frame)).collect();
        let voice = dir.join("voice.wav");
        let seconds = format!("{:.4}", f64::from(FRAMES) / 30.0);
        run(&["-f", "lavfi", "-i", PULSES, "-t", &seconds, "-ac", "1", "-c:a", "pcm_s16le", &text(&voice)]);
        let (ffmpeg, ctx) = (Ffmpeg::find(settings).await.unwrap(), context());
        Self { ffmpeg, ctx, dir: dir.to_owned(), voice, style, words, cues, places }
    }

    async fn row(&self, (name, file, container, size, rate, line): &Fixture) -> Row {
        let path = self.dir.join(file);
        let source = MOVING.replace("SIZE", size).replace("RATE", rate);
        let mut args = vec!["-f", "lavfi", "-i", &source];
        args.extend(line.split_whitespace());
        let out = text(&path);
        args.push(&out);
        run(&args);
        if *name == "turned by metadata" {
            turn(&path);
        }
        let clip = self.clip(FootageFile { path, container: *container }).await;
        let measured = self.ffmpeg.measure(&self.ctx, &clip).await.unwrap();
        Row { frames: decoded_frames(&clip), clip: measured, onset_ms: self.onset_ms(&clip) }
    }

    async fn clip(&self, file: FootageFile) -> PathBuf {
        let (video, half) = (SourceVideoId::new(), Frames(FRAMES / 2));
        let probe: Probe = self.ffmpeg.probe(&self.ctx, &file).await.unwrap();
        let starts = if file.container.is_still() { [0, 0] } else { [300, 1900] };
        let cuts = starts.map(|start_ms| Cut::plain(video, start_ms, half)).to_vec();
        let shot = |start_ms| HeardShot {
            file: probe.has_sound.then(|| file.clone()),
            start_ms,
            frames: half,
            speed_percent: 100,
            entry: Transition::Cut,
        };
        let original = Some(OriginalSound { percent: 100, shots: starts.map(shot).to_vec() });
        let sound = Soundtrack { original, ..Soundtrack::of_voice(self.voice.clone(), Frames(FRAMES)) };
        let footage = HashMap::from([(video, (file, probe))]);
        let chunk = Chunk { style: self.style, ..Chunk::plain(cuts, self.cues.clone()) };
        let (picture, clip) = (self.dir.join("chunk.mp4"), self.dir.join("clip.mp4"));
        let input = ChunkInput { quality: Quality::Standard, ..ChunkInput::standard(&chunk, &footage) };
        self.ffmpeg.render_chunk(&self.ctx, &input, &picture, &ignore_progress).await.unwrap();
        self.ffmpeg.join(&self.ctx, &[picture], &sound, &clip, &ignore_progress).await.unwrap();
        clip
    }

    /// Returns how far the light of a word is from its sound, at the word where it is farthest.
    fn onset_ms(&self, clip: &Path) -> u32 {
        let (above, height) = BAND;
        let filter = format!("crop=1080:{height}:0:{above}");
        let name = text(clip);
        let args = ["-i", &name, "-vf", &filter, "-f", "rawvideo", "-pix_fmt", "rgb24", "pipe:1"];
        let video = run(&args);
        let frames: Vec<&[u8]> = video.chunks_exact(1080 * usize::try_from(height).unwrap() * 3).collect();
        let off = |(word, place): (&SpokenWord, &SetBox)| {
            let planned = usize::try_from(Frames::nearest_ms(word.start_ms).0).unwrap();
            let is_first = |n: &usize| {
                let before = if *n == 0 { 0 } else { lit(frames[n - 1], place) };
                lit(frames[*n], place) > before.max(20) + 20
            };
            let first = (planned.saturating_sub(3)..frames.len()).find(is_first);
            first.map_or(u32::MAX, |n| Frames(u32::try_from(n).unwrap()).ms().abs_diff(word.start_ms))
        };
        self.words.iter().zip(&self.places).map(off).max().unwrap()
    }
}

/// Counts the pixels of a word's box that have the colour of what is spoken.
fn lit(frame: &[u8], place: &SetBox) -> usize {
    let range = |from: f64, length: f64| domain::whole(from)..domain::whole(from + length);
    let at = |x: u32, y: u32| usize::try_from(((y - BAND.0) * 1080 + x) * 3).unwrap();
    let is_lit = |pixel: &[u8]| pixel[0] < 90 && pixel[1] > 180 && pixel[2] < 90;
    let pixels = range(place.y, place.height).flat_map(|y| range(place.x, place.width).map(move |x| (x, y)));
    pixels.filter(|(x, y)| is_lit(&frame[at(*x, *y)..][..3])).count()
}

/// A sentence as an engine speaks it: words of uneven lengths at moments between frames.
fn narration() -> Vec<SpokenWord> {
    let starts = [45, 310, 421, 777, 1003, 1290, 1466, 1790, 2055, 2230, 2611];
    let words = "Our new candle burns for sixty hours and smells of orange";
    let word =
        |(text, start_ms): (&str, u32)| SpokenWord { text: text.to_owned(), start_ms, end_ms: start_ms + 90 };
    words.split(' ').zip(starts).map(word).collect()
}

/// Says in the track's header that the picture is to be turned a quarter clockwise (ISO/IEC 14496-12).
fn turn(path: &Path) {
    let mut bytes = std::fs::read(path).unwrap();
    let header = bytes.windows(4).position(|four| four == b"tkhd").unwrap();
    let matrix: [i32; 9] = [0, 0x1_0000, 0, -0x1_0000, 0, 0, 0, 0, 0x4000_0000];
    let matrix: Vec<u8> = matrix.iter().flat_map(|value| value.to_be_bytes()).collect();
    bytes[header + 44..header + 80].copy_from_slice(&matrix);
    std::fs::write(path, bytes).unwrap();
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

#[expect(clippy::disallowed_methods, reason = "fixtures are made and looked at with the tools themselves")]
fn run(args: &[&str]) -> Vec<u8> {
    let mut ffmpeg = std::process::Command::new("ffmpeg");
    let done = ffmpeg.args(["-nostdin", "-v", "error", "-y"]).args(args).output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

#[expect(clippy::disallowed_methods, reason = "clips are counted with the tools themselves")]
fn decoded_frames(clip: &Path) -> u32 {
    let line = "-v error -count_frames -select_streams v:0 -show_entries stream=nb_read_frames -of csv=p=0";
    let mut ffprobe = std::process::Command::new("ffprobe");
    let done = ffprobe.args(line.split(' ')).arg(clip).output().unwrap();
    String::from_utf8(done.stdout).unwrap().trim().parse().unwrap()
}

fn context() -> ProfileContext {
    let owner = Actor::signed_in(UserId::new());
    let profile = Profile {
        id: ProfileId::new(),
        owner: owner.user(),
        name: ProfileName::parse("Fixtures").unwrap(),
        description: String::new(),
        colour: NewProfile::COLOUR.to_owned(),
        icon: String::new(),
        settings: Settings::default(),
        is_default: true,
        created_at: chrono::DateTime::UNIX_EPOCH,
    };
    ProfileContext::enter(&owner, &profile).unwrap()
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn report(text: &str) {
    println!("{text}");
}
