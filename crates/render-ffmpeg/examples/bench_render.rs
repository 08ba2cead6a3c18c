//! Measures the CPU time of a render against the work that no renderer can avoid, and against other ways to render.
//!
//! Six cuts of 3 s from a generated 60 s file of 1080p30 at 17 Mbit/s, with captions, voice and music: 540 frames.
//! Each row is done twice and the lesser time counts, since other work on the machine slows this down; `peak` is the
//! most memory that its children held at a time. It needs Linux, 6 GB of disk and some ten minutes:
//! `cargo run --release -p render-ffmpeg --example bench_render [PYTHON [ROUNDS]]`. With the Python of a folder that has
//! `MoviePy` 2.1.2 (`python3 -m venv DIR && DIR/bin/pip install moviepy==2.1.2`), `MoviePy` is measured too. With `growth`
//! in place of it, only the growth over footage and sentences is; with `sentences`, only that over sentences.

use std::{
    collections::{HashMap, HashSet},
    error::Error,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use domain::{
    Actor, Chunk, ChunkInput, Container, Cue, CueWord, Cut, FootageFile, Format, Frames, MusicBed, MusicId,
    MusicTrack, NewProfile, Probe, Profile, ProfileContext, ProfileId, ProfileName, Quality, Renderer,
    Soundtrack, SourceVideoId, UserId, ignore_progress,
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
const FONT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../assets/fonts/Montserrat-ExtraBold.ttf");
const MOVIEPY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/moviepy_steps.py");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let dir = folder.path();
    let settings = FfmpegSettings {
        ffmpeg: "ffmpeg".into(),
        ffprobe: "ffprobe".into(),
        work_dir: dir.join("work"),
        threads: 2,
        encoder: render_ffmpeg::VideoEncoder::default(),
    };
    let bench = Bench { ffmpeg: Ffmpeg::find(settings).await?, ctx: context()?, dir: dir.to_owned() };
    report(&format!("{}\nmaking the footage ...", bench.ffmpeg.engine()));
    run(
        dir,
        "-f lavfi -i testsrc2=s=1920x1080:r=30:d=60,noise=alls=12:allf=t -c:v libx264 -preset ultrafast -b:v 17M \
         -maxrate 20M -bufsize 20M -g 60 -pix_fmt yuv420p -color_range tv -colorspace bt709 footage.mp4",
    )?;
    let (other, rounds) = (std::env::args().nth(1), std::env::args().nth(2));
    let rounds = rounds.map(|rounds| rounds.parse()).transpose()?.unwrap_or(2);
    let mut table = Table { rows: Vec::new(), rounds };
    match other.as_deref() {
        Some("growth") => {
            bench.growth_of_footage(&mut table).await?;
            bench.growth_of_sentences(&mut table).await?;
        }
        Some("sentences") => bench.growth_of_sentences(&mut table).await?,
        python => bench.against_others(&mut table, python).await?,
    }
    table.print();
    Ok(())
}

struct Bench {
    ffmpeg: Ffmpeg,
    ctx: ProfileContext,
    dir: PathBuf,
}

impl Bench {
    async fn against_others(&self, table: &mut Table, python: Option<&str>) -> Outcome<()> {
        let dir = &self.dir;
        let forced = self.forced(table).await?;
        run(dir, "-f lavfi -i sine=d=18:r=48000,tremolo=f=2:d=0.9 -ac 1 voice.wav")?;
        run(dir, "-f lavfi -i sine=f=220:d=30:r=48000 -ac 2 music.wav")?;
        run(dir, "-i music.wav music.flac")?;
        let (mut sentences, footage) = (sentences(&STARTS_MS), self.footage("footage.mp4").await?);
        let mut files = Vec::new();
        let ours = table
            .row("**ours, first time**", async || {
                std::fs::remove_dir_all(dir.join("cache")).or_else(not_there)?;
                files.push(self.clip(&sentences, &footage).await?);
                Ok(())
            })
            .await?;
        let same = files.windows(2).all(|pair| pair.first() == pair.last());
        let mut start = 5000;
        let changed = table
            .row("**ours, one of six sentences changed**", async || {
                start += 700;
                let other = self::sentences(&[start]).pop().ok_or("no sentence")?;
                *sentences.get_mut(2).ok_or("no sentence")? = other;
                self.clip(&sentences, &footage).await.map(drop)
            })
            .await?;
        let variants = table
            .row("**ours, five variants**", async || {
                std::fs::remove_dir_all(dir.join("cache")).or_else(not_there)?;
                for variant in 0..5 {
                    self.clip(&self::variant(variant), &footage).await?;
                }
                Ok(())
            })
            .await?;
        let steps = table.row("a pass a step", async || pass_a_step(dir)).await?;
        report(&format!("forced work: {forced:.1} CPU s; the same plan twice is the same bytes: {same}"));
        let line = |name: &str, value: f64, goal: &str| report(&format!("{name}: {value:.2} ({goal})"));
        line("ours / forced work", ours / forced, "goal 1.1");
        line("one of six changed / first time", changed / ours, "goal 0.3");
        line("five variants / one", variants / ours, "goal 4");
        line("ours / a pass a step", ours / steps, "no goal");
        if let Some(python) = python {
            let dir_text = dir.to_string_lossy().into_owned();
            let moviepy = table
                .row("MoviePy 2.1.2, MoneyPrinterTurbo's steps", async || {
                    child(dir, python, &[MOVIEPY, &dir_text, FONT])
                })
                .await?;
            line("ours / MoviePy", ours / moviepy, "goal 0.16");
        }
        Ok(())
    }

    /// Measures what no renderer can avoid, piece by piece.
    async fn forced(&self, table: &mut Table) -> Outcome<f64> {
        let dir = &self.dir;
        let decoding = format!("{} -f null -", graph());
        let decode = table.row("seek, decode, crop, scale", async || run(dir, &decoding)).await?;
        run(dir, &format!("{} {TO_RAW}", graph()))?;
        let x264 = format!("{RAW} -threads 2 {X264} -f null -");
        let encode = table.row("x264 alone, from raw frames", async || run(dir, &x264)).await?;
        std::fs::write(dir.join("captions.ass"), CAPTIONS)?;
        let read = format!("{RAW} -f null -");
        let reading = table.row("(reading raw frames)", async || run(dir, &read)).await?;
        let burn = format!("{RAW} -vf ass=filename=captions.ass:fontsdir=work/fonts -f null -");
        let burning = table.row("(reading and captions)", async || run(dir, &burn)).await?;
        std::fs::remove_file(dir.join("raw.yuv"))?;
        Ok(encode + decode + (burning - reading).max(0.0))
    }

    async fn growth_of_footage(&self, table: &mut Table) -> Outcome<()> {
        for minutes in [1_u32, 5, 30] {
            let footage = self.long_footage(minutes).await?;
            let starts: Vec<u32> = STARTS_MS.iter().map(|ms| ms * minutes).collect();
            let chunks = sentences(&starts);
            let name = format!("six sentences out of {minutes} min of footage");
            table.row(&name, async || self.fresh(&chunks, &footage).await).await?;
        }
        Ok(())
    }

    async fn growth_of_sentences(&self, table: &mut Table) -> Outcome<()> {
        let footage = self.long_footage(5).await?;
        for count in [5_u32, 20, 60] {
            let starts: Vec<u32> = (0..count).map(|n| n * 4900 + 300).collect();
            let chunks = sentences(&starts);
            let name = format!("{count} sentences out of 5 min of footage");
            table.row(&name, async || self.fresh(&chunks, &footage).await).await?;
        }
        Ok(())
    }

    async fn long_footage(&self, minutes: u32) -> Outcome<Footage> {
        let name = format!("footage-{minutes}.mp4");
        run(&self.dir, &format!("-stream_loop {} -i footage.mp4 -c copy {name}", minutes - 1))?;
        self.footage(&name).await
    }

    async fn fresh(&self, chunks: &[Chunk], footage: &Footage) -> Outcome<()> {
        std::fs::remove_dir_all(self.dir.join("cache")).or_else(not_there)?;
        let seconds = u64::try_from(chunks.len())? * 3;
        run(&self.dir, &format!("-f lavfi -i sine=d={seconds}:r=48000,tremolo=f=2:d=0.9 -ac 1 voice.wav"))?;
        run(&self.dir, "-f lavfi -i sine=f=220:d=30:r=48000 -ac 2 music.flac")?;
        self.clip(chunks, footage).await.map(drop)
    }

    async fn footage(&self, name: &str) -> Outcome<Footage> {
        let file = FootageFile { path: self.dir.join(name), container: Container::Mp4 };
        let probe = self.ffmpeg.probe(&self.ctx, &file).await?;
        Ok(HashMap::from([(VIDEO.into(), (file, probe))]))
    }

    /// Makes a clip, its sentences out of a cache by content as the studio keeps it; returns its bytes' hash.
    async fn clip(&self, chunks: &[Chunk], footage: &Footage) -> Outcome<domain::ContentHash> {
        let cache = self.dir.join("cache");
        std::fs::create_dir_all(&cache)?;
        let mut paths = Vec::new();
        for chunk in chunks {
            let path = cache.join(format!("{}.mp4", domain::ContentHash::of(chunk)?));
            if !path.exists() {
                let (format, quality) = (Format::default(), Quality::default());
                let input = ChunkInput { chunk, format, quality, footage, logo: None };
                self.ffmpeg.render_chunk(&self.ctx, &input, &path, &ignore_progress).await?;
            }
            paths.push(path);
        }
        let frames: Frames = chunks.iter().map(|chunk| chunk.frames).sum();
        let bed = MusicBed { music: MusicId::new(), below_voice_lu: 18, start_ms: 0 };
        let path = self.dir.join("music.flac");
        let music = Some(MusicTrack { path, duration_ms: 30_000, loudness_lufs: -21.8, bed });
        let sound = Soundtrack { music, ..Soundtrack::of_voice(self.dir.join("voice.wav"), frames) };
        let out = self.dir.join("clip.mp4");
        self.ffmpeg.join(&self.ctx, &paths, &sound, &out, &ignore_progress).await?;
        self.ffmpeg.measure(&self.ctx, &out).await?.check(frames, Format::default().canvas())?;
        Ok(domain::ContentHash::of_bytes(&std::fs::read(out)?))
    }
}

type Footage = HashMap<SourceVideoId, (FootageFile, Probe)>;

/// The one video that there is.
const VIDEO: uuid::Uuid = uuid::Uuid::from_u128(7);

/// Makes a sentence of 3 s for each place in the footage.
fn sentences(starts_ms: &[u32]) -> Vec<Chunk> {
    let sentence = |start_ms: &u32| {
        let word = |(n, text): (u32, &&str)| CueWord { text: (*text).to_owned(), start: Frames(n * 11) };
        let words = (0..).zip(&WORDS).map(word).collect();
        let cut = Cut::plain(VIDEO.into(), *start_ms, Frames(FRAMES));
        Chunk::plain(vec![cut], vec![Cue { start: Frames(0), end: Frames(FRAMES), words }])
    };
    starts_ms.iter().map(sentence).collect()
}

/// Makes a variant as they are planned: in the first half of the script it shows what no variant before it did, and in
/// the second what the first one shows.
fn variant(number: u32) -> Vec<Chunk> {
    let mut starts = STARTS_MS;
    if number > 0 {
        for (place, start) in starts.iter_mut().enumerate().take(STARTS_MS.len() / 2) {
            *start += number * 400 + u32::try_from(place).unwrap_or(0);
        }
    }
    sentences(&starts)
}

/// Writes each step to a file, as the original Edit Factory did: cut, join, captions, sound.
fn pass_a_step(dir: &Path) -> Outcome<()> {
    let fill = "crop=608:1080,scale=1080:1920,setsar=1,fps=30";
    let mut list = String::new();
    for (n, ms) in STARTS_MS.iter().enumerate() {
        run(dir, &format!("-ss {ms}ms -t 3 -i footage.mp4 -vf {fill} -an -threads 2 {X264} step-{n}.mp4"))?;
        list.extend(["file step-", &n.to_string(), ".mp4\n"]);
    }
    std::fs::write(dir.join("steps.txt"), list)?;
    run(dir, &format!("-f concat -i steps.txt -threads 2 {X264} joined.mp4"))?;
    run(
        dir,
        &format!(
            "-i joined.mp4 -vf ass=filename=captions.ass:fontsdir=work/fonts -threads 2 {X264} burned.mp4"
        ),
    )?;
    run(
        dir,
        "-i burned.mp4 -i voice.wav -i music.wav -filter_complex \
         [2:a]volume=0.2[m];[1:a][m]amix=duration=first,loudnorm=I=-14:TP=-1.5 -map 0:v -c:v copy -c:a aac steps.mp4",
    )
}

fn not_there(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
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

struct Table {
    rows: Vec<String>,
    rounds: u32,
}

impl Table {
    async fn row(&mut self, name: &str, mut work: impl AsyncFnMut() -> Outcome<()>) -> Outcome<f64> {
        let (mut least, peak) = ((f64::INFINITY, f64::INFINITY), Peak::watch());
        for _ in 0..self.rounds {
            let (before, began) = (Self::cpu_seconds()?, Instant::now());
            work().await?;
            let cpu = Self::cpu_seconds()? - before;
            least = (least.0.min(cpu), least.1.min(began.elapsed().as_secs_f64()));
        }
        let (cpu, wall, peak) = (least.0, least.1, peak.megabytes());
        let row = format!("| {name} | {cpu:.1} | {wall:.1} | {peak} |");
        report(&row);
        self.rows.push(row);
        Ok(cpu)
    }

    fn print(&self) {
        let head = "| work | CPU s | wall s | peak MB |\n|---|---|---|---|";
        report(&format!("\n{head}\n{}\n", self.rows.join("\n")));
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

/// Watches how much memory the children of this process hold together.
struct Peak {
    most_kb: Arc<AtomicU64>,
    is_over: Arc<AtomicBool>,
}

impl Peak {
    fn watch() -> Self {
        let (most_kb, is_over) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicBool::new(false)));
        let (most, over) = (Arc::clone(&most_kb), Arc::clone(&is_over));
        std::thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                most.fetch_max(children_kb(), Ordering::Relaxed);
                std::thread::sleep(Duration::from_millis(30));
            }
        });
        Self { most_kb, is_over }
    }

    fn megabytes(self) -> u64 {
        self.is_over.store(true, Ordering::Relaxed);
        self.most_kb.load(Ordering::Relaxed) / 1000
    }
}

/// Sums the resident memory of all that descends from this process, in kilobytes.
fn children_kb() -> u64 {
    let (mut family, mut sum) = (HashSet::from([u64::from(std::process::id())]), 0);
    let Ok(all) = std::fs::read_dir("/proc") else { return 0 };
    let mut numbers: Vec<u64> =
        all.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect();
    // Children mostly have higher numbers than their parents.
    numbers.sort_unstable();
    for number in numbers {
        let Ok(status) = std::fs::read_to_string(format!("/proc/{number}/status")) else { continue };
        let value = |name: &str| -> Option<u64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse().ok()
        };
        if value("PPid:").is_some_and(|parent| family.contains(&parent)) {
            family.insert(number);
            sum += value("VmRSS:").unwrap_or(0);
        }
    }
    sum
}

fn run(dir: &Path, line: &str) -> Outcome<()> {
    let mut all = vec!["-nostdin", "-y", "-v", "error"];
    all.extend(line.split_whitespace());
    child(dir, "ffmpeg", &all)
}

#[expect(clippy::disallowed_methods, reason = "the tools themselves are what is compared with")]
fn child(dir: &Path, program: &str, args: &[&str]) -> Outcome<()> {
    let status = std::process::Command::new(program).args(args).current_dir(dir).status()?;
    if status.success() { Ok(()) } else { Err(format!("{program} failed: {}", args.join(" ")).into()) }
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
fn report(text: &str) {
    println!("{text}");
}
