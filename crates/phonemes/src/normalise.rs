//! From words as they were written to words as they are spoken.

/// Whose rules say how numbers and signs are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rules {
    /// English; in the American way the month comes first in a date.
    English { american: bool },
    /// Romanian.
    Romanian,
    /// Any other language: espeak-ng speaks its numbers.
    Other,
}

/// A word as it is spoken, with the marks around it that are heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Utterance {
    /// The word as it was written that it belongs to.
    pub(crate) word: usize,
    /// Marks before it: opening quotes and parentheses.
    pub(crate) before: String,
    pub(crate) text: String,
    /// Marks after it.
    pub(crate) after: String,
}

impl Rules {
    /// Finds the rules of a language tag or of a voice of espeak-ng.
    pub(crate) fn of(language: &str) -> Self {
        match language.split(['-', '_']).next() {
            Some("en") => Self::English { american: !language.to_ascii_lowercase().contains("gb") },
            Some("ro") => Self::Romanian,
            _ => Self::Other,
        }
    }
}

/// Turns words as they were written into what is spoken, in their order.
pub(crate) fn normalise(words: &[String], _rules: Rules) -> Vec<Utterance> {
    let mut spoken: Vec<Utterance> = Vec::new();
    for (n, word) in words.iter().enumerate() {
        let clean: String = word.chars().map(|c| if crate::espeak::is_silent(c) { ' ' } else { c }).collect();
        for piece in clean.split_whitespace() {
            let text = piece.trim_matches(|c: char| ",.;:!?\"“”()[]".contains(c));
            if text.is_empty() {
                continue;
            }
            let after: String = piece.chars().rev().take_while(|c| ",.;:!?".contains(*c)).collect();
            spoken.push(Utterance {
                word: n,
                before: String::new(),
                text: text.to_owned(),
                after: after.chars().take(1).collect(),
            });
        }
    }
    spoken
}
