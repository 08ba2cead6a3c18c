//! Measures the estimate of words' places, which serves voices that do not tell them, against espeak-ng's own events.
//!
//! Twenty-five English and as many Romanian sentences are spoken; the error of a word is the distance between the
//! estimated and the true beginning. With the argument `words` each word is printed too. espeak-ng is there after
//! `./start-dev.sh setup`: `cargo run -p tts-espeak --example bench_timing`.

use std::{error::Error, path::Path, sync::atomic::AtomicBool};

use domain::{WordTiming, estimate_words};
use phonemes::{EspeakLibrary, EspeakPaths};

const ENGLISH: &str = include_str!("timing-en.txt");
const ROMANIAN: &str = include_str!("timing-ro.txt");

fn main() -> Result<(), Box<dyn Error>> {
    let each_word = std::env::args().nth(1).is_some_and(|argument| argument == "words");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools");
    let extra_search = vec![root.join("espeak-ng"), root.join("venv")];
    let espeak = EspeakLibrary::open(&EspeakPaths { extra_search, ..EspeakPaths::default() })?;
    report(&format!("espeak-ng {}", espeak.version()));
    report("language  sentences  words  mean error  p95 error  mean length of a sentence");
    for (language, voice, text) in [("English", "gmw/en-US", ENGLISH), ("Romanian", "roa/ro", ROMANIAN)] {
        let mut errors = Vec::new();
        let (mut sentences, mut lengths) = (0, 0);
        for sentence in text.lines().filter(|line| !line.is_empty()) {
            let words: Vec<String> = sentence.split(' ').map(str::to_owned).collect();
            let (places, length_ms) = spoken(&espeak, voice, &words)?;
            let estimated = estimate_words(&words, length_ms);
            for ((word, place), guess) in words.iter().zip(&places).zip(&estimated) {
                if each_word {
                    report(&format!("{word}\t{}\t{}\t{}", place.start_ms, place.end_ms, guess.start_ms));
                }
                errors.push(place.start_ms.abs_diff(guess.start_ms));
            }
            sentences += 1;
            lengths += length_ms;
        }
        errors.sort_unstable();
        let words = u32::try_from(errors.len())?.max(1);
        let mean = errors.iter().sum::<u32>() / words;
        let p95 = errors.get(errors.len() * 95 / 100).copied().unwrap_or_default();
        report(&format!(
            "{language:<9} {sentences:>9} {words:>6} {mean:>8} ms {p95:>7} ms {:>9} ms",
            lengths / sentences.max(1)
        ));
    }
    Ok(())
}

/// Speaks words and returns their true places with the length of the sound, without the silence at its end.
fn spoken(
    espeak: &EspeakLibrary,
    voice: &str,
    words: &[String],
) -> Result<(Vec<WordTiming>, u32), Box<dyn Error>> {
    let spoken = espeak.synthesize(voice, words, 100, &AtomicBool::new(false))?;
    let sound = spoken.samples.iter().rposition(|sample| *sample != 0).map_or(0, |last| last + 1);
    let rate = usize::try_from(spoken.rate_hz)?;
    let ms = |sample: usize| u32::try_from(sample * 1000 / rate).unwrap_or(u32::MAX);
    let places = spoken
        .words
        .iter()
        .map(|span| WordTiming { start_ms: ms(span.start), end_ms: ms(span.end) })
        .collect();
    Ok((places, ms(sound)))
}

#[expect(clippy::print_stdout, reason = "its output is the measurement")]
fn report(line: &str) {
    println!("{line}");
}
