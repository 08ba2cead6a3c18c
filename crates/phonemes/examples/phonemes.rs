//! Reads the text on standard input as phonemes and tells how long a line takes: `phonemes kokoro en-us < text`.
//!
//! Needs the espeak-ng of the set-up, and `espeak-phonemes` beside the example's own folder.
#![expect(clippy::print_stdout, reason = "it is run by hand")]

use std::{
    error::Error,
    io::{self, BufRead},
    path::Path,
    time::Instant,
};

use phonemes::{EspeakPaths, PhonemeCommand, Phonemizer};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let kokoro = args.next().as_deref() == Some("kokoro");
    let language = args.next().unwrap_or_else(|| "en-us".to_owned());
    let rounds: u32 = args.next().map_or(Ok(1), |rounds| rounds.parse())?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let paths = EspeakPaths {
        extra_search: vec![root.join(".tools/espeak-ng"), root.join(".tools/venv")],
        ..EspeakPaths::default()
    };
    let program = std::env::current_exe()?.with_file_name("../espeak-phonemes");
    let phonemizer = Phonemizer::new(paths, PhonemeCommand { program, args: Vec::new() });
    let read = |words: &[String]| {
        if kokoro { phonemizer.kokoro(words, &language) } else { phonemizer.piper(words, &language) }
    };
    let lines = io::stdin().lock().lines().collect::<Result<Vec<_>, _>>()?;
    let texts: Vec<Vec<String>> =
        lines.iter().map(|line| line.split_whitespace().map(str::to_owned).collect()).collect();
    let started = Instant::now();
    for words in &texts {
        let runs = read(words)?;
        println!("{}", runs.iter().map(|run| run.phonemes.as_str()).collect::<String>());
    }
    println!("{} lines, with loading: {:?}", texts.len(), started.elapsed());
    let started = Instant::now();
    for _ in 0..rounds {
        for words in &texts {
            read(words)?;
        }
    }
    let lines = u32::try_from(texts.len())?.max(1);
    println!("a line: {:?}", started.elapsed() / rounds.max(1) / lines);
    Ok(())
}
