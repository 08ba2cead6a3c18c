//! Measures Kokoro here against the Python package kokoro-onnx, taking turns.
//!
//! `bench_kokoro PYTHON MODEL VOICES [ROUNDS [TOKENS ...]]`: the Python needs kokoro-onnx. For each length of text both sides
//! get processes of their own, load, speak once for warmth, and then speak in turns; medians count. The peer gets the
//! phonemes as they are, we start from the text. It needs Linux, for it reads /proc.

mod texts;
mod worker;

use std::{
    error::Error,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Stdio},
};

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

const LENGTHS: [usize; 4] = [30, 100, 250, 500];

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["phonemes"] => Ok(phonemes::serve_phonemes(std::io::stdin().lock(), std::io::stdout())?),
        ["ours", model, voices, text] => worker::serve(Path::new(model), Path::new(voices), text),
        [python, model, voices] => compare([python, model, voices], 5, &LENGTHS),
        [python, model, voices, rounds] => compare([python, model, voices], rounds.parse()?, &LENGTHS),
        [python, model, voices, rounds, lengths @ ..] => {
            let lengths: Vec<usize> =
                lengths.iter().map(|length| length.parse()).collect::<Result<_, _>>()?;
            compare([python, model, voices], rounds.parse()?, &lengths)
        }
        _ => Err("usage: bench_kokoro PYTHON MODEL VOICES [ROUNDS [TOKENS ...]]".into()),
    }
}

fn compare([python, model, voices]: [&str; 3], rounds: usize, lengths: &[usize]) -> Outcome<()> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/bench_kokoro/peer.py");
    let script = script.to_str().ok_or("the folder has an odd name")?;
    report(&format!("{rounds} rounds, {} processes want a core", waiting()));
    report(
        "| tokens | wall, peer | wall, ours | ratio | CPU ratio | first sound, peer | ours | peak, peer | ours | ratio |",
    );
    report("|---|---|---|---|---|---|---|---|---|---|");
    for length in lengths {
        let text = texts::of_length(*length)?;
        let mut peer = Side::start(python, &[script, model, voices])?;
        peer.say(&text.phonemes)?;
        let program = std::env::current_exe()?;
        let mut ours = Side::start(program.to_str().ok_or("odd")?, &["ours", model, voices, &text.words])?;
        let (mut theirs, mut own) = (Vec::new(), Vec::new());
        let (mut their_first, mut own_first) = (Vec::new(), Vec::new());
        for round in 0..=rounds {
            let pair = (peer.ask("speak")?, ours.ask("speak")?);
            // The first round warms up.
            if round > 0 {
                theirs.push(pair.0);
                own.push(pair.1);
            }
        }
        let memory = (peer.ask("memory")?.peak_kb / 1024.0, ours.ask("memory")?.peak_kb / 1024.0);
        for _ in 0..rounds {
            their_first.push(peer.ask("first")?.wall);
            own_first.push(ours.ask("first")?.wall);
        }
        let ratios =
            |of: fn(&Figures) -> f64| median(own.iter().zip(&theirs).map(|(own, their)| of(own) / of(their)));
        report(&format!(
            "| {} | {:.2} s | {:.2} s | {:.2} | {:.2} | {:.2} s | {:.2} s | {:.0} MB | {:.0} MB | {:.2} |",
            text.tokens,
            median(theirs.iter().map(|figures| figures.wall)),
            median(own.iter().map(|figures| figures.wall)),
            ratios(|figures| figures.wall),
            ratios(|figures| figures.cpu / figures.samples),
            median(their_first.into_iter()),
            median(own_first.into_iter()),
            memory.0,
            memory.1,
            memory.1 / memory.0,
        ));
    }
    report(&format!("{} processes want a core", waiting()));
    Ok(())
}

/// What a side answers.
struct Figures {
    wall: f64,
    cpu: f64,
    samples: f64,
    peak_kb: f64,
}

/// A process that speaks.
struct Side {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Side {
    #[expect(
        clippy::disallowed_methods,
        reason = "the two sides are processes, for their memory is measured"
    )]
    fn start(program: &str, args: &[&str]) -> Outcome<Self> {
        let mut command = std::process::Command::new(program);
        let mut child = command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let input = child.stdin.take().ok_or("no input")?;
        let output = BufReader::new(child.stdout.take().ok_or("no output")?);
        Ok(Self { child, input, output })
    }

    fn say(&mut self, line: &str) -> Outcome<()> {
        writeln!(self.input, "{line}")?;
        Ok(self.input.flush()?)
    }

    fn ask(&mut self, what: &str) -> Outcome<Figures> {
        self.say(what)?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let numbers: Vec<f64> = line.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        match numbers.as_slice() {
            [wall, cpu, samples, peak_kb] => {
                Ok(Figures { wall: *wall, cpu: *cpu, samples: *samples, peak_kb: *peak_kb })
            }
            _ => Err(format!("a side answered {line:?} to {what}").into()),
        }
    }
}

impl Drop for Side {
    fn drop(&mut self) {
        // A side that ended by itself is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// How many processes want a core, as the system counts them.
fn waiting() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split_whitespace().nth(3).and_then(|running| running.split('/').next()).unwrap_or("?").to_owned()
}

#[expect(clippy::print_stdout, reason = "a benchmark prints")]
pub(crate) fn report(text: &str) {
    println!("{text}");
}
