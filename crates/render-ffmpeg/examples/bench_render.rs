//! Measures the CPU time of a render against the work that no renderer can avoid.
//!
//! Six cuts of 3 s from a generated 60 s file of 1080p30 at 17 Mbit/s, with captions: 540 frames. It prints a table:
//! x264 alone from raw frames; the forced work (that, seeking and decoding, cropping and scaling, captions); ours.
//! Each work is done twice and the lesser time counts, since other work on the
//! machine slows this down. It needs Linux, 2 GB of disk and some five minutes: `cargo run --release -p render-ffmpeg --example bench_render`.

use std::{collections::HashMap, error::Error, path::Path, time::Instant};

use domain::{
    Actor, Chunk, ChunkInput, Container, Cue, CueWord, Cut, FootageFile, Frames, NewProfile, Profile,
    ProfileContext, ProfileId, ProfileName, Renderer, Soundtrack, SourceVideoId, UserId, ignore_progress,
};
use render_ffmpeg::{Ffmpeg, FfmpegSettings};

type Outcome<T> = Result<T, Box<dyn Error>>;

const STARTS_MS: [u32; 6] = [2500, 11_100, 20_500, 29_300, 38_200, 47_700];
const FRAMES: u32 = 90;
const RAW: &str = "-f rawvideo -pix_fmt yuv420p -s 1080x1920 -r 30 -i raw.yuv";
const X264: &str =
    "-c:v libx264 -preset veryfast -crf 20 -profile:v high -x264-params stitchable=1:open-gop=0";
const TO_RAW: &str = "-f rawvideo -pix_fmt yuv420p raw.yuv";
const WORDS: [&str; 8] = ["Our", "new", "candle", "burns", "for", "sixty", "long", "hours."];

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let dir = folder.path();
    let settings = FfmpegSettings {
        ffmpeg: "ffmpeg".into(),
        ffprobe: "ffprobe".into(),
        work_dir: dir.join("work"),
        threads: 2,
    };
    let ffmpeg = Ffmpeg::find(settings).await?;
    report(&format!("{}\nmaking the footage ...", ffmpeg.engine()));
    run(
        dir,
        "-f lavfi -i testsrc2=s=1920x1080:r=30:d=60,noise=alls=12:allf=t -c:v libx264 -preset ultrafast -b:v 17M \
         -maxrate 20M -bufsize 20M -g 60 -pix_fmt yuv420p -color_range tv -colorspace bt709 footage.mp4",
    )?;
    let mut table = Table::default();
    let decode =
        table.row("seek, decode, crop, scale", async || run(dir, &format!("{} -f null -", graph()))).await?;
    run(dir, &format!("{} {TO_RAW}", graph()))?;
    let x264 = format!("{RAW} -threads 2 {X264} -f null -");
    let encode = table.row("x264 alone, from raw frames", async || run(dir, &x264)).await?;
    std::fs::write(dir.join("captions.ass"), CAPTIONS)?;
    let read = format!("{RAW} -f null -");
    let reading = table.row("(reading raw frames)", async || run(dir, &read)).await?;
    let burn = format!("{RAW} -vf ass=filename=captions.ass:fontsdir=work/fonts -f null -");
    let burning = table.row("(reading and captions)", async || run(dir, &burn)).await?;
    let forced = encode + decode + (burning - reading).max(0.0);
    let ours = table.row("ours: six chunks with captions", async || render(&ffmpeg, dir).await).await?;
    run(dir, "-f lavfi -i sine=d=18:r=48000 -ac 1 voice.wav")?;
    table.row("ours: joining and loudness", async || join(&ffmpeg, dir).await).await?;
    table.print();
    report(&format!("forced work: {forced:.1} CPU s (x264, decode to scale, captions)"));
    report(&format!("chunks: {:.2} x x264 alone, {:.2} x the forced work", ours / encode, ours / forced));
    Ok(())
}

/// The picture's work without captions and encoder: the same filters as a chunk's.
fn graph() -> String {
    let inputs: Vec<String> =
        STARTS_MS.iter().map(|ms| format!("-threads 2 -ss {ms}ms -t 3.1 -i footage.mp4")).collect();
    let fill = "crop=608:1080,scale=1080:1920:out_color_matrix=bt709:out_range=tv,format=yuv420p,setsar=1";
    let cuts: Vec<String> = (0..STARTS_MS.len())
        .map(|n| format!("[{n}:v]fps=30,trim=end_frame={FRAMES},setpts=PTS-STARTPTS,{fill}[v{n}];"))
        .collect();
    let pads: Vec<String> = (0..STARTS_MS.len()).map(|n| format!("[v{n}]")).collect();
    let concat = format!("{}{}concat=n={}[out]", cuts.concat(), pads.concat(), STARTS_MS.len());
    format!("{} -filter_threads 2 -filter_complex {concat} -map [out]", inputs.join(" "))
}

const CAPTIONS: &str = "[Script Info]\nScriptType: v4.00+\nPlayResX: 1080\nPlayResY: 1920\nWrapStyle: 2\n\n\
    [V4+ Styles]\nFormat: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BorderStyle, Outline, Alignment, \
    MarginV\nStyle: A,Montserrat ExtraBold,100,&H00FFFFFF,&H00000000,1,5,2,472\n\n[Events]\n\
    Format: Layer, Start, End, Style, Text\nDialogue: 0,0:00:00.00,0:00:30.00,A,Our new candle\\Nburns for sixty\n";

async fn render(ffmpeg: &Ffmpeg, dir: &Path) -> Outcome<()> {
    let (ctx, video) = (context()?, SourceVideoId::new());
    let file = FootageFile { path: dir.join("footage.mp4"), container: Container::Mp4 };
    let probe = ffmpeg.probe(&ctx, &file).await?;
    let footage = HashMap::from([(video, (file, probe))]);
    for (n, start_ms) in STARTS_MS.into_iter().enumerate() {
        let word = |(n, text): (u32, &&str)| CueWord { text: (*text).to_owned(), start: Frames(n * 11) };
        let words = (0..).zip(&WORDS).map(word).collect();
        let cut = Cut::plain(video, start_ms, Frames(FRAMES));
        let chunk = Chunk::plain(vec![cut], vec![Cue { start: Frames(0), end: Frames(FRAMES), words }]);
        let out = dir.join(format!("{n}.mp4"));
        let input = ChunkInput::standard(&chunk, &footage);
        ffmpeg.render_chunk(&ctx, &input, &out, &ignore_progress).await?;
    }
    Ok(())
}

async fn join(ffmpeg: &Ffmpeg, dir: &Path) -> Outcome<()> {
    let chunks: Vec<_> = (0..STARTS_MS.len()).map(|n| dir.join(format!("{n}.mp4"))).collect();
    let sound = Soundtrack::of_voice(dir.join("voice.wav"), Frames(6 * FRAMES));
    let (ctx, out) = (context()?, dir.join("clip.mp4"));
    ffmpeg.join(&ctx, &chunks, &sound, &out, &ignore_progress).await?;
    ffmpeg.measure(&ctx, &out).await?.check(sound.frames, domain::Format::default().canvas())?;
    Ok(())
}

#[derive(Default)]
struct Table(Vec<String>);

impl Table {
    async fn row(&mut self, name: &str, work: impl AsyncFn() -> Outcome<()>) -> Outcome<f64> {
        let mut least = (f64::INFINITY, f64::INFINITY);
        for _ in 0..2 {
            let (before, began) = (Self::cpu_seconds()?, Instant::now());
            work().await?;
            let cpu = Self::cpu_seconds()? - before;
            least = (least.0.min(cpu), least.1.min(began.elapsed().as_secs_f64()));
        }
        self.0.push(format!("| {name} | {:.1} | {:.1} |", least.0, least.1));
        Ok(least.0)
    }

    fn print(&self) {
        report(&format!("\n| work on 540 frames | CPU s | wall s |\n|---|---|---|\n{}\n", self.0.join("\n")));
    }

    /// Reads the user and system time of the children that ended, in ticks of 1/100 s (proc(5), fields 16 and 17).
    fn cpu_seconds() -> Outcome<f64> {
        let stat = std::fs::read_to_string("/proc/self/stat")?;
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks: Vec<f64> =
            after_name.split_whitespace().skip(13).take(2).map(str::parse).collect::<Result<_, _>>()?;
        Ok(ticks.iter().sum::<f64>() / 100.0)
    }
}

fn context() -> Outcome<ProfileContext> {
    let owner = Actor::signed_in(UserId::new());
    let profile = Profile {
        id: ProfileId::new(),
        owner: owner.user(),
        name: ProfileName::parse("Bench")?,
        description: String::new(),
        colour: NewProfile::COLOUR.to_owned(),
        icon: String::new(),
        settings: domain::Settings::default(),
        is_default: true,
        created_at: chrono::DateTime::UNIX_EPOCH,
    };
    Ok(ProfileContext::enter(&owner, &profile)?)
}

#[expect(clippy::disallowed_methods, reason = "the tools themselves are what is compared with")]
fn run(dir: &Path, line: &str) -> Outcome<()> {
    let mut command = std::process::Command::new("ffmpeg");
    command.args(["-nostdin", "-y", "-v", "error"]).args(line.split_whitespace()).current_dir(dir);
    if command.status()?.success() { Ok(()) } else { Err(format!("ffmpeg failed: {line}").into()) }
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn report(text: &str) {
    println!("{text}");
}
