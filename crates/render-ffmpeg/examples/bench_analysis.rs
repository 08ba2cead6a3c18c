//! Measures the CPU time of an analysis against decoding the same file alone.
//!
//! A generated file of 1080p30 at 17 Mbit/s with a stereo track, in the coding that cameras use (CABAC, deblocking), is
//! decoded whole, picture and sound, and analysed whole: scenes, scores, hashes, thumbnails, small video, sprites,
//! sound. Each analysis stands between two decodes and is compared with their mean; the middle one of the rounds counts,
//! since other work on the machine slows this down. It needs Linux: `cargo run --release -p render-ffmpeg --example bench_analysis [seconds] [rounds]`.

use std::{error::Error, path::Path};

use domain::{
    Actor, Container, FootageFile, NewProfile, Profile, ProfileContext, ProfileId, ProfileName, Renderer,
    UserId, ignore_progress, ignore_segment,
};
use render_ffmpeg::{Ffmpeg, FfmpegSettings};

type Outcome<T> = Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let given: Vec<u32> = std::env::args().skip(1).map(|text| text.parse()).collect::<Result<_, _>>()?;
    let (seconds, rounds) = (given.first().copied().unwrap_or(60), given.get(1).copied().unwrap_or(3));
    let folder = tempfile::tempdir()?;
    let dir = folder.path();
    let settings = FfmpegSettings {
        ffmpeg: "ffmpeg".into(),
        ffprobe: "ffprobe".into(),
        work_dir: dir.join("work"),
        threads: 2,
        encoder: render_ffmpeg::VideoEncoder::default(),
    };
    let ffmpeg = Ffmpeg::find(settings).await?;
    report(&format!("{}\nmaking {seconds} s of footage ...", ffmpeg.engine()));
    run(
        dir,
        &format!(
            "-f lavfi -i testsrc2=s=1920x1080:r=30:d={seconds},noise=alls=12:allf=t -f lavfi -i sine=d={seconds} \
             -ac 2 -c:a aac -c:v libx264 -preset veryfast -b:v 17M -maxrate 20M -bufsize 20M -g 60 -pix_fmt yuv420p \
             -colorspace bt709 footage.mp4"
        ),
    )?;
    let decode = || cpu(async || run(dir, "-threads 2 -i footage.mp4 -map 0:v -map 0:a -f null -"));
    let (mut before, mut ratios) = (decode().await?, Vec::new());
    for _ in 0..rounds {
        let ours = cpu(async || analyse(&ffmpeg, dir).await).await?;
        let after = decode().await?;
        let (decoding, ratio) = (f64::midpoint(before, after), 2.0 * ours / (before + after));
        report(&format!("decoding {decoding:.2} CPU s, analysis {ours:.2} CPU s: {ratio:.3} x"));
        ratios.push(ratio);
        before = after;
    }
    ratios.sort_by(f64::total_cmp);
    let middle = ratios.get(ratios.len() / 2).ok_or("no rounds")?;
    report(&format!("the middle round of {rounds}: {middle:.3} x"));
    Ok(())
}

async fn analyse(ffmpeg: &Ffmpeg, dir: &Path) -> Outcome<()> {
    let scratch = tempfile::tempdir_in(dir)?;
    let file = FootageFile { path: dir.join("footage.mp4"), container: Container::Mp4 };
    let analysis =
        ffmpeg.analyse(&context()?, &file, scratch.path(), &ignore_progress, &ignore_segment).await?;
    if analysis.segments.is_empty() { Err("nothing was found".into()) } else { Ok(()) }
}

/// Returns the CPU seconds of some work: this process's and those of its children.
async fn cpu(work: impl AsyncFn() -> Outcome<()>) -> Outcome<f64> {
    let before = cpu_seconds()?;
    work().await?;
    Ok(cpu_seconds()? - before)
}

/// Reads the user and system time of this process and of its children that ended, in ticks of 1/100 s (proc(5),
/// fields 14 to 17).
fn cpu_seconds() -> Outcome<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks: Vec<f64> =
        after_name.split_whitespace().skip(11).take(4).map(str::parse).collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / 100.0)
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
