//! Texts of a wished number of tokens.

use std::path::Path;

use phonemes::{EspeakPaths, PhonemeCommand, Phonemizer, kokoro_id};

use crate::Outcome;

const STORY: &str = "Our new candle burns for sixty hours and smells of cedar. We pour every one of them by hand, in a \
    small room behind the shop, and we test each wick before it leaves the house. Some people light it in the morning, \
    while the kettle sings; others wait until the day is over. Either way, it fills a room slowly. The glass can be \
    used again: wash it with warm water, and it becomes a cup for your favourite tea. Did you know that the wax comes \
    from a farm near the river? It does, and the bees there are doing well. If you order today, we send it tomorrow, \
    with a note that you can write yourself. Thank you for reading so far, and for caring about things that are made \
    with patience. We hope to see you soon, perhaps at the market on Saturday, where the first twenty guests get a \
    small candle for free.";

/// A text as both sides want it.
pub(crate) struct Text {
    pub(crate) words: String,
    pub(crate) phonemes: String,
    pub(crate) tokens: usize,
}

/// Takes as many words as have at most so many tokens.
pub(crate) fn of_length(most: usize) -> Outcome<Text> {
    let words: Vec<String> = STORY.split_whitespace().map(str::to_owned).collect();
    let mut text = Text { words: String::new(), phonemes: String::new(), tokens: 0 };
    for run in phonemizer()?.kokoro(&words, "en-us")? {
        let tokens = run.phonemes.chars().filter(|symbol| kokoro_id(*symbol).is_some()).count();
        if text.tokens + tokens > most {
            break;
        }
        text.tokens += tokens;
        text.phonemes += &run.phonemes;
        for word in words.get(run.words).unwrap_or_default() {
            text.words += if text.words.is_empty() { "" } else { " " };
            text.words += word;
        }
    }
    Ok(text)
}

/// Reads with the espeak-ng of the set-up, in a process of this program.
pub(crate) fn phonemizer() -> Outcome<Phonemizer> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let extra_search = vec![root.join(".tools/espeak-ng"), root.join(".tools/venv")];
    let command = PhonemeCommand { program: std::env::current_exe()?, args: vec!["phonemes".into()] };
    Ok(Phonemizer::new(EspeakPaths { extra_search, ..EspeakPaths::default() }, command))
}
