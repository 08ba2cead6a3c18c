//! From what is spoken to clauses, and from their sounds to runs of the words as they were written.

use crate::{normalise::Utterance, phonemizer::WordPhonemes};

/// Words of one clause at most; the library cuts longer ones itself.
const MAX_WORDS: usize = 60;
/// Bytes of one clause at most.
const MAX_BYTES: usize = 500;

/// The sounds of one spoken word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Heard {
    pub(crate) phonemes: String,
    /// Whether the next word follows without a space.
    pub(crate) joined: bool,
}

/// Which punctuation a voice was trained to hear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marks {
    /// Quotes, parentheses and dashes too.
    All,
    /// What espeak-ng takes for the end of a clause.
    OfClauses,
}

/// Cuts what is spoken where a mark ends a clause.
pub(crate) fn clauses(spoken: &[Utterance]) -> Vec<&[Utterance]> {
    cut(spoken, ends_clause)
}

/// Cuts what is spoken where a mark ends a sentence.
pub(crate) fn sentences(spoken: &[Utterance]) -> Vec<&[Utterance]> {
    cut(spoken, |mark| matches!(mark, '.' | '!' | '?' | '…'))
}

fn cut(spoken: &[Utterance], ends: impl Fn(char) -> bool) -> Vec<&[Utterance]> {
    let mut clauses = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (n, word) in spoken.iter().enumerate() {
        bytes += word.text.len() + 1;
        let full = n + 1 - start >= MAX_WORDS || bytes >= MAX_BYTES;
        if full || word.after.contains(&ends) || n + 1 == spoken.len() {
            clauses.extend(spoken.get(start..=n));
            (start, bytes) = (n + 1, 0);
        }
    }
    clauses
}

fn ends_clause(mark: char) -> bool {
    matches!(mark, '.' | ',' | ';' | ':' | '!' | '?' | '—' | '…')
}

/// The text of a clause as espeak-ng reads it, with the mark that ends it.
pub(crate) fn text(clause: &[Utterance]) -> String {
    let words: Vec<&str> = clause.iter().map(|word| word.text.as_str()).collect();
    let mut text = words.join(" ");
    text.extend(clause.last().and_then(|last| last.after.chars().find(|mark| ".,;:!?".contains(*mark))));
    text
}

/// Gives each word as it was written what is heard for it.
pub(crate) fn runs(words: usize, spoken: &[Utterance], heard: &[Heard], marks: Marks) -> Vec<WordPhonemes> {
    let mut runs: Vec<WordPhonemes> =
        (0..words).map(|word| WordPhonemes { words: word..word + 1, phonemes: String::new() }).collect();
    for (n, (word, heard)) in spoken.iter().zip(heard).enumerate() {
        let Some(run) = runs.get_mut(word.word) else { continue };
        run.phonemes.extend(word.before.chars().filter_map(|mark| kept(mark, marks)));
        run.phonemes.push_str(&heard.phonemes);
        run.phonemes.extend(word.after.chars().filter_map(|mark| kept(mark, marks)));
        if !heard.joined && n + 1 < spoken.len() && !run.phonemes.is_empty() && !run.phonemes.ends_with(' ') {
            run.phonemes.push(' ');
        }
    }
    runs
}

/// The mark as the voice knows it; espeak-ng takes a dash and an ellipsis for a semicolon.
fn kept(mark: char, marks: Marks) -> Option<char> {
    match (marks, mark) {
        (Marks::All, mark) => Some(mark),
        (Marks::OfClauses, '—' | '…') => Some(';'),
        (Marks::OfClauses, mark) => ends_clause(mark).then_some(mark),
    }
}
