//! Measures Piper against `PyPI`'s `piper-tts`, both speaking in turns in the same run.
//!
//! `cargo run --release -p tts-piper --example bench_piper -- FOLDER PYTHON [THREADS] [ROUNDS]`: a folder with voices
//! of Piper (`<name>.onnx` and `<name>.onnx.json`, of which the first is taken) and the Python of an environment with
//! `piper-tts` and `numpy`. ONNX Runtime is looked for in `EDIT_FACTORY_ONNXRUNTIME_LIBRARY`, then in `.tools`. It
//! prints medians, and the ratio of the time for a second of sound, since noise makes the peer's lengths differ; with
//! them, where the same words are the same samples, and how far the words' beginnings are from the model's own.

use std::{
    error::Error,
    ffi::OsString,
    fs,
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Instant,
};

use chrono::DateTime;
use domain::{
    Actor, Profile, ProfileContext, ProfileId, ProfileName, Speech, Speed, SpokenAudio, TimingKind,
    TtsProvider, UserId,
};
use onnx::OnnxPaths;
use phonemes::{EspeakPaths, PhonemeCommand, Phonemizer};
use serde::Deserialize;
use testkit::installed;
use tts_piper::{Piper, PiperSettings};

type Outcome<T> = Result<T, Box<dyn Error>>;

const TEXTS: [(&str, &str); 5] = [
    ("about 30, one sentence", "Our new candle smells of cedar wood."),
    (
        "about 100, one sentence",
        "Our new candle burns for sixty hours, smells of cedar, and was poured by hand in a small workshop near the \
         river.",
    ),
    (
        "about 250, one sentence",
        "Our new candle burns for sixty hours, smells of cedar and of the sea, and was poured by hand in a small \
         workshop near the river, where four people have worked together for eleven years, with nothing but wax, wood \
         and a lot of patience, because they believe that good things take their time.",
    ),
    (
        "about 250, four sentences",
        "Our new candle burns for sixty hours and smells of cedar and of the sea. It was poured by hand in a small \
         workshop near the river. Four people have worked there together for eleven years, with nothing but wax and \
         patience. They believe that good things take their time, and so do we.",
    ),
    (
        "about 800, twelve sentences",
        "Our new candle burns for sixty hours. It smells of cedar and of the sea. It was poured by hand in a small \
         workshop near the river. Four people have worked there for eleven years. They use nothing but wax, wood and a \
         lot of patience. Every jar is checked by two of them before it is packed. The lid is made of oak from the \
         hills behind the town. The wick is cotton, so it burns without smoke. When the candle is gone, the jar keeps \
         your pens or your tea. We ship it in paper, without any plastic. Order two, and the postage is on us. Light \
         one tonight, and tell us what you think.",
    ),
];

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "phonemes") {
        return Ok(phonemes::serve_phonemes(io::stdin().lock(), io::stdout().lock())?);
    }
    let [folder, python, numbers @ ..] = arguments.as_slice() else {
        return Err("bench_piper FOLDER PYTHON [THREADS] [ROUNDS]".into());
    };
    let number =
        |n: usize, usual| numbers.get(n).and_then(|number| number.to_str()?.parse().ok()).unwrap_or(usual);
    let (threads, rounds) = (number(0, 2), number(1, 9));
    let mut bench = Bench::start(Path::new(folder), Path::new(python), threads).await?;
    report(&format!(
        "{threads} threads, {rounds} rounds, load {}",
        fs::read_to_string("/proc/loadavg")?.trim()
    ));
    report("phonemes                     ours: wall  cpu  rtf   peer: wall  cpu  rtf   ratio: wall  cpu");
    for (name, text) in TEXTS {
        bench.text(name, text, rounds).await?;
    }
    bench.memory()?;
    Ok(())
}

/// Both sides, ready to speak.
struct Bench {
    piper: Piper,
    voice: String,
    ctx: ProfileContext,
    peer: Peer,
}

/// One turn of one side, in seconds.
struct Turn {
    wall: f64,
    cpu: f64,
    sound: f64,
}

impl Bench {
    async fn start(folder: &Path, python: &Path, threads: usize) -> Outcome<Self> {
        let onnx = OnnxPaths { library: None, extra_search: vec![installed::onnxruntime()] };
        let tools = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools");
        let extra_search = vec![tools.join("espeak-ng"), tools.join("venv")];
        let command = PhonemeCommand { program: std::env::current_exe()?, args: vec!["phonemes".into()] };
        let phonemizer = Phonemizer::new(EspeakPaths { extra_search, ..EspeakPaths::default() }, command);
        let piper = Piper::new(PiperSettings { voices: folder.to_owned(), onnx, threads }, phonemizer);
        let ctx = ctx()?;
        let voices = piper.voices(&ctx).await?;
        let voice = voices.first().ok_or("there is no voice")?.name.to_string();
        let model = folder.join(format!("{voice}.onnx"));
        let mut bench = Self { piper, voice, ctx, peer: Peer::start(python, &model)? };
        // Each side loads what it needs, and says something of every length, before it counts.
        for _ in 0..2 {
            let began = Instant::now();
            bench.ours("Hello there.").await?;
            report(&format!("our first words after {:.2} s", began.elapsed().as_secs_f64()));
        }
        for (_, text) in TEXTS {
            bench.ours(text).await?;
            bench.peer.speak(text)?;
        }
        Ok(bench)
    }

    async fn text(&mut self, name: &str, text: &str, rounds: usize) -> Outcome<()> {
        let (mut ours, mut peers) = (Vec::new(), Vec::new());
        let first = self.spoken(text).await?;
        for _ in 0..rounds {
            let (turn, spoken) = self.ours(text).await?;
            if spoken != first {
                return Err("the same words are not the same samples".into());
            }
            ours.push(turn);
            peers.push(self.peer.speak(text)?);
        }
        let phonemes = self.peer.phonemes;
        let (ours, peers) = (Medians::of(&ours), Medians::of(&peers));
        report(&format!(
            "{name:<28} ({phonemes:>3}) {ours} {peers} {:>8.2} {:>6.2}",
            ours.wall_of_sound / peers.wall_of_sound,
            ours.cpu_of_sound / peers.cpu_of_sound,
        ));
        if first.timing != TimingKind::Phoneme {
            report("(the model does not tell its phonemes' lengths)");
        }
        Ok(())
    }

    async fn spoken(&self, text: &str) -> Outcome<SpokenAudio> {
        let words = text.split_whitespace().map(str::to_owned).collect();
        let speech = Speech::new(words, self.voice.parse()?, Speed::NORMAL)?;
        Ok(self.piper.synthesize(&self.ctx, &speech).await?)
    }

    async fn ours(&self, text: &str) -> Outcome<(Turn, SpokenAudio)> {
        let (began, cpu) = (Instant::now(), cpu_s("self")?);
        let spoken = self.spoken(text).await?;
        let wall = began.elapsed().as_secs_f64();
        let sound = f64::from(spoken.length_ms()) / 1000.0;
        Ok((Turn { wall, cpu: cpu_s("self")? - cpu, sound }, spoken))
    }

    fn memory(&self) -> Outcome<()> {
        for (name, process) in [("ours", "self".to_owned()), ("peer", self.peer.child.id().to_string())] {
            let status = fs::read_to_string(format!("/proc/{process}/status"))?;
            let wanted = status.lines().filter(|line| line.starts_with("VmHWM") || line.starts_with("VmRSS"));
            let figures: Vec<String> =
                wanted.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            report(&format!("memory of {name}: {}", figures.join(", ")));
        }
        Ok(())
    }
}

/// The peer in its process.
struct Peer {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    phonemes: u32,
}

#[derive(Deserialize)]
struct Answer {
    wall_s: f64,
    sound_s: f64,
    phonemes: u32,
}

impl Peer {
    fn start(python: &Path, model: &Path) -> Outcome<Self> {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/bench_piper.py");
        #[expect(clippy::disallowed_methods, reason = "a benchmark starts its peer")]
        let mut command = Command::new(python);
        command.arg(script).arg(model).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let input = child.stdin.take().ok_or("no pipe")?;
        let mut output = BufReader::new(child.stdout.take().ok_or("no pipe")?);
        let mut ready = String::new();
        output.read_line(&mut ready)?;
        if ready.is_empty() {
            Err("the peer did not start".into())
        } else {
            Ok(Self { child, input, output, phonemes: 0 })
        }
    }

    fn speak(&mut self, text: &str) -> Outcome<Turn> {
        let process = self.child.id().to_string();
        let cpu = cpu_s(&process)?;
        writeln!(self.input, "{}", serde_json::to_string(text)?)?;
        self.input.flush()?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let Answer { wall_s, sound_s, phonemes } = serde_json::from_str(&line)?;
        self.phonemes = phonemes;
        Ok(Turn { wall: wall_s, cpu: cpu_s(&process)? - cpu, sound: sound_s })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What is typical of many turns.
struct Medians {
    wall_s: f64,
    wall_of_sound: f64,
    cpu_of_sound: f64,
}

impl Medians {
    fn of(turns: &[Turn]) -> Self {
        let median = |figure: &dyn Fn(&Turn) -> f64| {
            let mut figures: Vec<f64> = turns.iter().map(figure).collect();
            figures.sort_by(f64::total_cmp);
            figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
        };
        Self {
            wall_s: median(&|turn| turn.wall),
            wall_of_sound: median(&|turn| turn.wall / turn.sound),
            cpu_of_sound: median(&|turn| turn.cpu / turn.sound),
        }
    }
}

impl std::fmt::Display for Medians {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:>6.0} ms {:>6.3} {:>6.3}", self.wall_s * 1000.0, self.cpu_of_sound, self.wall_of_sound)
    }
}

/// Returns the seconds of processor time that a process has used, in hundredths.
fn cpu_s(process: &str) -> Outcome<f64> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    Ok(ticks.sum::<Result<f64, _>>()? / 100.0)
}

fn ctx() -> Outcome<ProfileContext> {
    let owner = UserId::new();
    let profile = Profile {
        id: ProfileId::new(),
        owner,
        name: ProfileName::parse("Bench")?,
        description: String::new(),
        colour: "#5b5bd6".to_owned(),
        icon: String::new(),
        settings: domain::Settings::default(),
        is_default: true,
        created_at: DateTime::UNIX_EPOCH,
    };
    ProfileContext::enter(&Actor::signed_in(owner), &profile).map_err(|error| error.to_string().into())
}

#[expect(clippy::print_stdout, reason = "its output is the measurement")]
fn report(line: &str) {
    println!("{line}");
}
