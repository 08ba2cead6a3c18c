//! From words as they were written to words as they are spoken: `$5.99` is `five dollars and ninety nine cents`.
//!
//! English and Romanian have rules of their own; in other languages espeak-ng speaks the numbers and signs.
//! Every spoken word belongs to one written word, so that a caption knows when its words are heard.

mod address;
mod atoms;
mod english;
mod mixed;
mod numeral;
mod romanian;
mod shapes;

use atoms::{Atom, SEPARATORS, atoms};

/// Characters of one spoken word at most; what is longer is said in pieces, since the library's words are short.
const MAX_CHARS: usize = 60;

/// Bytes of marks after which no more are added to a word.
const MAX_MARKS: usize = 8;

/// Whose rules say how numbers and signs are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rules {
    /// English; in the American way the month comes first in a date.
    English {
        /// Whether it is the American way.
        american: bool,
    },
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
    /// What is said: no space, no mark.
    pub(crate) text: String,
    /// Marks after it.
    pub(crate) after: String,
}

impl Rules {
    /// Finds the rules of a language tag, or of a voice of espeak-ng by its tag or identifier.
    pub(crate) fn of(language: &str) -> Self {
        let tag = language.rsplit('/').next().unwrap_or(language).to_ascii_lowercase();
        match tag.split(['-', '_']).next() {
            Some("en") => Self::English { american: tag.contains("us") },
            Some("ro") => Self::Romanian,
            _ => Self::Other,
        }
    }

    fn say(self, here: Here<'_>) -> Said {
        match self {
            Self::English { american } => english::say(here, american),
            Self::Romanian => romanian::say(here),
            Self::Other => Said::one(here.core()),
        }
    }
}

/// Turns words as they were written into what is spoken, in their order.
pub(crate) fn normalise(words: &[String], rules: Rules) -> Vec<Utterance> {
    let atoms = atoms(words);
    let mut spoken = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        let here = Here { atoms: &atoms, at };
        let said = rules.say(here);
        emit(&mut spoken, here, &said);
        at += said.used.max(1);
    }
    spoken
}

/// A place in the text: what stands there, behind it and ahead of it.
#[derive(Debug, Clone, Copy)]
struct Here<'text> {
    atoms: &'text [Atom],
    at: usize,
}

impl<'text> Here<'text> {
    /// What stands here.
    fn core(self) -> &'text str {
        self.next(0)
    }

    /// What stands some places on, whatever marks are between; empty when nothing does.
    fn next(self, places: usize) -> &'text str {
        self.atoms.get(self.at + places).map_or("", |atom| atom.core.as_str())
    }

    /// What stands some places on, when no mark is between.
    fn ahead(self, places: usize) -> &'text str {
        let between = self.atoms.get(self.at..self.at + places).unwrap_or_default();
        let after = self.atoms.get(self.at + 1..=self.at + places).unwrap_or_default();
        let free = between.iter().all(|atom| atom.after.is_empty())
            && after.iter().all(|atom| atom.before.is_empty());
        if free { self.next(places) } else { "" }
    }

    /// What stands just behind, when no mark is between.
    fn behind(self) -> &'text str {
        let Some(at) = self.at.checked_sub(1) else { return "" };
        if (Here { atoms: self.atoms, at }).ahead(1).is_empty() {
            ""
        } else {
            self.atoms.get(at).map_or("", |atom| &atom.core)
        }
    }

    /// Tells whether a single full stop, perhaps an abbreviation's, follows what stands some places on.
    fn has_dot(self, places: usize) -> bool {
        self.atoms.get(self.at + places).is_some_and(|atom| atom.dot)
    }

    /// Tells whether a sentence can end some places on: nothing follows, or a capital letter.
    fn may_end(self, places: usize) -> bool {
        self.next(places + 1).chars().next().is_none_or(char::is_uppercase)
    }
}

/// How something is said.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    /// The atoms that were read.
    used: usize,
    /// Words to say, each group with the atom among them that it belongs to; in order.
    words: Vec<(usize, String)>,
    /// Whether the full stop after the last was an abbreviation's alone.
    takes_dot: bool,
}

impl Said {
    /// Says one atom.
    fn one(words: impl Into<String>) -> Self {
        Self { used: 1, words: vec![(0, words.into())], takes_dot: false }
    }

    /// Says several atoms, each in its own words.
    fn several<const N: usize>(words: [String; N]) -> Self {
        Self { used: N, words: words.into_iter().enumerate().collect(), takes_dot: false }
    }

    /// Marks the full stop after the last as an abbreviation's, unless the sentence ends there too.
    fn abbreviated(mut self, here: Here<'_>) -> Self {
        let last = self.used.saturating_sub(1);
        self.takes_dot = here.has_dot(last) && !here.may_end(last);
        self
    }

    /// Marks the full stop after the last as an abbreviation's, unless the text ends there.
    fn title(mut self, here: Here<'_>) -> Self {
        let last = self.used.saturating_sub(1);
        self.takes_dot = here.has_dot(last) && !here.next(last + 1).is_empty();
        self
    }
}

fn emit(spoken: &mut Vec<Utterance>, here: Here<'_>, said: &Said) {
    let used = here.atoms.get(here.at..).unwrap_or_default().iter().take(said.used.max(1));
    for (n, atom) in used.enumerate() {
        let first = spoken.len();
        for (_, words) in said.words.iter().filter(|(of, _)| *of == n) {
            let separates = |c: char| c.is_whitespace() || SEPARATORS.contains(c);
            for text in words.split(separates).flat_map(pieces) {
                spoken.push(Utterance { word: atom.word, before: String::new(), text, after: String::new() });
            }
        }
        if let Some(first) = spoken.get_mut(first) {
            first.before.clone_from(&atom.before);
        }
        if atom.core.is_empty() && said.used > 1 {
            // A dash that was said, such as the one of "5 - 10".
            continue;
        }
        let inner = n + 1 < said.used;
        let dot = atom.dot && (inner || said.takes_dot);
        let after = atom.after.strip_prefix('.').filter(|_| dot).unwrap_or(&atom.after);
        if let Some(last) = spoken.last_mut()
            && !last.after.ends_with(after)
            && last.after.len() < MAX_MARKS
        {
            last.after.push_str(after);
        }
    }
}

/// Cuts a word that is too long for the library.
fn pieces(word: &str) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    chars.chunks(MAX_CHARS).map(|piece| piece.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn said(text: &str, rules: Rules) -> String {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let spoken = normalise(&words, rules);
        let spoken: Vec<String> =
            spoken.iter().map(|word| format!("{}{}{}", word.before, word.text, word.after)).collect();
        spoken.join(" ")
    }

    /// Reads a table of hard sentences: `>` written, `=` spoken; other lines are for other tests.
    fn holds(table: &str, rules: Rules, at_least: usize) {
        let mut wrong: Vec<String> = Vec::new();
        let mut rows = 0;
        let mut written = "";
        for line in table.lines() {
            if let Some(text) = line.strip_prefix("> ") {
                written = text;
            } else if let Some(spoken) = line.strip_prefix("= ") {
                rows += 1;
                let said = said(written, rules);
                if said != spoken {
                    wrong.push(format!("> {written}\n= {said}\n  instead of\n= {spoken}\n"));
                }
            }
        }
        assert!(wrong.is_empty(), "\n{}", wrong.concat());
        assert!(rows >= at_least, "{rows} rows");
    }

    /// Any text, and texts of what the rules look at.
    fn texts() -> impl Strategy<Value = Vec<String>> {
        let word = prop_oneof![
            any::<String>(),
            "[0-9$€£%.,:;/°+@#&xXkKM½'’–—-]{1,9}",
            "[0-9]{1,4}([.,:/-][0-9]{1,4}){0,3}(kg|lei|pm|th|-lea|%|€|x)?",
            "(\\[\\[|<|\\()?[a-zăîșț]{1,8}(\\]\\]|>|\\)|\\.)?",
            Just("de".to_owned()),
            Just("lei".to_owned()),
            Just("mil.".to_owned()),
            Just("Nov".to_owned()),
            Just("—".to_owned()),
            Just("p.m.".to_owned()),
            Just("million".to_owned()),
        ];
        proptest::collection::vec(word, 0..12)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_written_is_said_in_its_order_in_words_without_spaces_or_codes(words in texts()) {
            for rules in [Rules::English { american: true }, Rules::English { american: false }, Rules::Romanian, Rules::Other] {
                let spoken = normalise(&words, rules);
                prop_assert!(spoken.is_sorted_by_key(|word| word.word));
                for word in &spoken {
                    prop_assert!(word.word < words.len());
                    prop_assert!(!word.text.is_empty() && word.text.chars().count() <= MAX_CHARS);
                    prop_assert!(!word.text.contains(|c: char| c.is_whitespace() || c.is_control() || "[]<>()".contains(c)), "{word:?}");
                    prop_assert!(word.before.chars().all(|c| "“(".contains(c)), "{word:?}");
                    prop_assert!(word.after.chars().all(|c| ".,;:!?—…”)".contains(c)), "{word:?}");
                }
            }
        }

        #[test]
        fn no_digit_is_left_where_the_language_has_rules(words in texts()) {
            for rules in [Rules::English { american: true }, Rules::Romanian] {
                for word in normalise(&words, rules) {
                    prop_assert!(!word.text.contains(|c: char| c.is_ascii_digit()), "{word:?}");
                }
            }
        }
    }

    #[test]
    fn hard_english_is_said_as_a_person_says_it() {
        holds(include_str!("../tests/hard/english.txt"), Rules::English { american: true }, 60);
    }

    #[test]
    fn hard_romanian_is_said_as_a_person_says_it() {
        holds(include_str!("../tests/hard/romanian.txt"), Rules::Romanian, 40);
    }
}
