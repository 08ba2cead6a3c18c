//! The text that is given to espeak-ng, with the place of each word in it.

use std::ops::Range;

/// A word of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// The characters, counted from the text's beginning.
    pub(super) chars: Range<usize>,
    /// How much of it there is to say: its letters and digits.
    pub(super) weight: usize,
}

/// Words with single spaces between them, ended by a zero byte.
pub(super) struct Text {
    bytes: Vec<u8>,
    words: Vec<Place>,
}

impl Text {
    /// Joins words. What cannot be said becomes a space, so that no place moves.
    pub(super) fn of(words: &[String]) -> Self {
        let mut text = String::new();
        let mut places = Vec::with_capacity(words.len());
        let mut at = 0;
        for word in words {
            let length = word.chars().count();
            let weight = word.chars().filter(|c| c.is_alphanumeric()).count();
            places.push(Place { chars: at..at + length, weight });
            text.extend(word.chars().map(|c| if is_silent(c) { ' ' } else { c }));
            text.push(' ');
            at += length + 1;
        }
        let mut bytes = text.into_bytes();
        bytes.push(0);
        Self { bytes, words: places }
    }

    /// Returns the text in UTF-8, ended by its only zero byte.
    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the words.
    pub(super) fn words(&self) -> &[Place] {
        &self.words
    }
}

/// Tells what is not said: control characters (some are commands to espeak-ng), private and unassigned ones, and
/// emoji and ornaments, whose names nobody wants to hear in a narration.
pub(crate) fn is_silent(c: char) -> bool {
    let ornament = matches!(c,
        '\u{2190}'..='\u{21FF}' // arrows
        | '\u{2300}'..='\u{23FF}' | '\u{2500}'..='\u{28FF}' | '\u{2B00}'..='\u{2BFF}' // symbols, boxes, Braille
        | '\u{20D0}'..='\u{20FF}' | '\u{FE00}'..='\u{FE0F}' // what turns a sign into an emoji
        | '\u{1F000}'..='\u{1FAFF}' // emoji
    );
    let no_text = matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFF0}'..='\u{FFFF}' | '\u{E0000}'..);
    c.is_control() || ornament || no_text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &[&str]) -> Text {
        Text::of(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn places_count_characters_not_bytes() {
        let text = text(&["Știți", "🎉", "că"]);
        let places: Vec<_> = text.words().iter().map(|word| (word.chars.clone(), word.weight)).collect();
        assert_eq!(places, [(0..5, 5), (6..7, 0), (8..10, 2)]);
    }

    #[test]
    fn what_cannot_be_said_becomes_a_space_and_moves_nothing() {
        let text = text(&["a\0b\u{1}", "❤️", "c\n"]);
        assert_eq!(text.as_bytes(), b"a b     c  \0");
        assert_eq!(text.words()[2].chars, 8..10);
    }

    #[test]
    fn signs_that_are_read_aloud_stay() {
        let text = text(&["5°C", "&", "$5.99", "−3", "½", "„da”"]);
        assert_eq!(text.as_bytes(), "5°C & $5.99 −3 ½ „da” \0".as_bytes());
    }
}
