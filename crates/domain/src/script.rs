//! Scripts: what the voice will say, sentence by sentence, word by word.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The most characters in a script: about a quarter of an hour of speech.
pub const MAX_SCRIPT_CHARS: usize = 10_000;

/// A script that can be spoken: at least one sentence with a letter or digit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Script {
    text: String,
}

impl Script {
    /// Reads a script as a person typed it: brought into NFC, with Romanian cedillas as commas below.
    ///
    /// # Errors
    /// [`ScriptError`], with the cure.
    pub fn parse(text: &str) -> Result<Self, ScriptError> {
        let length = text.chars().count();
        if length > MAX_SCRIPT_CHARS {
            return Err(ScriptError::TooLong { length });
        }
        let text = readable(text).trim().to_owned();
        if text.is_empty() {
            return Err(ScriptError::Empty);
        }
        if !text.chars().any(char::is_alphanumeric) {
            return Err(ScriptError::NothingToSay);
        }
        Ok(Self { text })
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Splits the script into sentences; each has something to say.
    pub fn sentences(&self) -> Vec<Sentence> {
        let mut sentences: Vec<Sentence> = Vec::new();
        for line in self.text.lines() {
            for words in split_sentences(line) {
                let speaks = words.iter().any(|word| word.chars().any(char::is_alphanumeric));
                match sentences.last_mut() {
                    // A lone dash or emoji is shown with the sentence before it.
                    Some(last) if !speaks => last.words.extend(words),
                    _ => sentences.push(Sentence { words }),
                }
            }
        }
        // A script that begins with a mark only: it goes with what follows.
        if sentences.len() > 1 && sentences.first().is_some_and(|first| !first.speaks()) {
            let first = sentences.remove(0);
            if let Some(next) = sentences.first_mut() {
                next.words.splice(0..0, first.words);
            }
        }
        sentences
    }
}

/// Keeps line breaks, turns other control characters and what web pages and word processors hide in words into nothing,
/// and corrects the cedilla forms that old keyboards type for Romanian. The joiners of letters (U+200C, U+200D) stay:
/// words of Persian and Marathi are spelt with them.
pub(crate) fn readable(text: &str) -> String {
    text.nfc().filter_map(readable_char).collect()
}

fn readable_char(c: char) -> Option<char> {
    match c {
        'ş' => Some('ș'),
        'Ş' => Some('Ș'),
        'ţ' => Some('ț'),
        'Ţ' => Some('Ț'),
        '\n' => Some('\n'),
        '\t' | '\r' | '\u{2028}' | '\u{2029}' => Some(' '),
        // Marks that turn the direction of writing would let a text look unlike what it is; the others say where a word
        // may break, and how formulas are read.
        '\u{AD}'
        | '\u{200B}'
        | '\u{200E}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' => None,
        // A hyphen at which no line may break.
        '\u{2011}' => Some('-'),
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Abbreviations whose full stop ends no sentence, in lower case.
const ABBREVIATIONS: [&str; 16] = [
    "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "vs.", "e.g.", "i.e.", "etc.", "no.", "nr.", "str.", "dl.",
    "dna.", "approx.",
];

fn split_sentences(line: &str) -> Vec<Vec<String>> {
    let mut sentences = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for word in line.split_whitespace() {
        words.push(word.to_owned());
        if ends_sentence(word) {
            sentences.push(std::mem::take(&mut words));
        }
    }
    if !words.is_empty() {
        sentences.push(words);
    }
    sentences
}

fn ends_sentence(word: &str) -> bool {
    let bare = word.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']']);
    let stop = bare.ends_with(['.', '!', '?', '…', '。', '！', '？', '।']);
    stop && !ABBREVIATIONS.contains(&bare.to_lowercase().as_str())
}

/// A sentence of a script, as its words were written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Sentence {
    /// The words with their punctuation, in order.
    pub words: Vec<String>,
}

impl Sentence {
    /// Returns the sentence with single spaces between its words.
    pub fn text(&self) -> String {
        self.words.join(" ")
    }

    fn speaks(&self) -> bool {
        self.words.iter().any(|word| word.chars().any(char::is_alphanumeric))
    }
}

impl TryFrom<String> for Script {
    type Error = ScriptError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Script> for String {
    fn from(script: Script) -> Self {
        script.text
    }
}

/// Says why a text is no script.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    /// There is nothing in it.
    #[error("the script is empty; write at least one sentence")]
    Empty,
    /// There is no letter or digit in it.
    #[error("the script has no words to speak, only signs; write at least one sentence")]
    NothingToSay,
    /// It is longer than [`MAX_SCRIPT_CHARS`].
    #[error(
        "the script has {length} characters; at most {MAX_SCRIPT_CHARS} can be spoken: shorten it or make two videos"
    )]
    TooLong {
        /// Its length in characters.
        length: usize,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sentences(text: &str) -> Vec<String> {
        Script::parse(text).unwrap().sentences().iter().map(Sentence::text).collect()
    }

    #[test]
    fn a_script_is_split_where_a_reader_would_pause() {
        assert_eq!(sentences("One. Two!  Three?\nFour"), ["One.", "Two!", "Three?", "Four"]);
        assert_eq!(sentences("Dr. Pop says \"Buy it.\" Now"), ["Dr. Pop says \"Buy it.\"", "Now"]);
        assert_eq!(sentences("It costs $5.99. Yes."), ["It costs $5.99.", "Yes."]);
    }

    #[test]
    fn marks_without_words_go_with_their_neighbour() {
        assert_eq!(sentences("🎉 🎉!\nWe are open. ❤️"), ["🎉 🎉! We are open. ❤️"]);
        assert_eq!(sentences("Open. — \nClosed."), ["Open. —", "Closed."]);
    }

    #[test]
    fn what_cannot_be_spoken_is_refused_with_the_cure() {
        assert_eq!(Script::parse(" \n\t"), Err(ScriptError::Empty));
        assert_eq!(Script::parse("🎉🔥 ❤️"), Err(ScriptError::NothingToSay));
        assert_eq!(Script::parse(&"a".repeat(20_000)), Err(ScriptError::TooLong { length: 20_000 }));
    }

    #[test]
    fn old_romanian_letters_become_right_ones() {
        assert_eq!(Script::parse("Ştiţi s\u{326}i").unwrap().as_str(), "Știți și");
    }

    #[test]
    fn what_cannot_be_seen_is_no_part_of_a_word_but_for_joiners_of_letters() {
        let pasted = "\u{200E}cum\u{AD}pă\u{200B}rături\u{2060} non\u{2011}stop\u{200F}";
        assert_eq!(sentences(pasted), ["cumpărături non-stop"]);
        for kept in ["दर्\u{200D}या", "می\u{200C}خواهم"] {
            assert_eq!(sentences(kept), [kept]);
        }
        assert_eq!(Script::parse("\u{AD}\u{200B}"), Err(ScriptError::Empty));
    }

    #[test]
    fn braces_and_quotes_are_text_like_any_other() {
        assert_eq!(sentences("Say {\\an8} \"hi\"."), ["Say {\\an8} \"hi\"."]);
    }
}
