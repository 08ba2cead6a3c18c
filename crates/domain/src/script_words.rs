//! The words of a text, each with its place, as the marks on a draft need them.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// A word, a number or a sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where it begins, in characters.
    pub(crate) start: usize,
    /// Where it ends, in characters.
    pub(crate) end: usize,
    /// As it is written.
    pub(crate) text: String,
    /// In lower case, without marks on its letters; of a number, its value.
    pub(crate) folded: String,
    /// What it is.
    pub(crate) kind: TokenKind,
    /// Whether a sentence begins with it.
    pub(crate) opens: bool,
    /// Whether nothing but spaces lies between it and the one before.
    pub(crate) follows: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Word,
    Number,
    Sign,
}

impl Token {
    pub(crate) fn is_number(&self) -> bool {
        self.kind == TokenKind::Number
    }

    pub(crate) fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    pub(crate) fn is_capitalised(&self) -> bool {
        self.is_word() && self.text.chars().next().is_some_and(char::is_uppercase)
    }
}

/// Signs that say something about a number or a name.
const SIGNS: [char; 6] = ['€', '$', '£', '%', '#', '@'];

/// Splits a text.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let letters: Vec<char> = text.nfc().collect();
    let mut found: Vec<Token> = Vec::new();
    let (mut at, mut opens, mut follows) = (0, true, false);
    while let Some(&c) = letters.get(at) {
        let start = at;
        let kind = kind_of(c);
        at = match kind {
            Some(TokenKind::Number) => end_of_number(&letters, at),
            Some(TokenKind::Word) => end_of(&letters, at, char::is_alphanumeric),
            _ => at + 1,
        };
        if let Some(kind) = kind {
            let text: String = letters.get(start..at).unwrap_or_default().iter().collect();
            let folded = if kind == TokenKind::Number { value(&text) } else { fold(&text) };
            found.push(Token { start, end: at, text, folded, kind, opens, follows });
            (opens, follows) = (false, true);
        } else if !c.is_whitespace() {
            opens |= matches!(c, '.' | '!' | '?' | '…' | ':' | '"' | '“' | '„' | '«' | '–' | '—' | '•');
            follows = false;
        } else if c == '\n' {
            (opens, follows) = (true, false);
        }
    }
    found
}

fn kind_of(c: char) -> Option<TokenKind> {
    match c {
        c if c.is_ascii_digit() => Some(TokenKind::Number),
        c if c.is_alphanumeric() => Some(TokenKind::Word),
        c if SIGNS.contains(&c) => Some(TokenKind::Sign),
        _ => None,
    }
}

fn end_of(letters: &[char], from: usize, belongs: impl Fn(char) -> bool) -> usize {
    letters.iter().skip(from).position(|c| !belongs(*c)).map_or(letters.len(), |length| from + length)
}

/// Finds the end of a number: digits, with points, commas or thin spaces between them.
fn end_of_number(letters: &[char], from: usize) -> usize {
    let digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    let mut at = from;
    loop {
        at = end_of(letters, at, |c| c.is_ascii_digit());
        let divides = letters.get(at).is_some_and(|c| matches!(c, '.' | ',' | '\u{A0}' | '\u{202F}'));
        if !(divides && digit(at + 1)) {
            return at;
        }
        at += 1;
    }
}

/// Returns a number's value, however it is divided: `1.299,00`, `1,299` and `1299` are one.
fn value(text: &str) -> String {
    let cut = text.rfind(['.', ',']).filter(|at| {
        let decimals = text.get(at + 1..).map_or(0, str::len);
        decimals != 3 || text.starts_with('0')
    });
    let (whole, decimals) = cut.and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).collect::<String>();
    let (whole, decimals) = (digits(whole), digits(decimals));
    let (whole, decimals) = (whole.trim_start_matches('0'), decimals.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    if decimals.is_empty() { whole.to_owned() } else { format!("{whole}.{decimals}") }
}

/// Returns a text in lower case, without marks on its letters.
pub(crate) fn fold(text: &str) -> String {
    text.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.folded).collect()
    }

    #[test]
    fn words_numbers_and_signs_are_told_apart_with_their_places() {
        assert_eq!(folded("Țara are 49lei, nu $1.299,00!"), ["tara", "are", "49", "lei", "nu", "$", "1299"]);
        let all = tokens("é 5%");
        assert_eq!((all[1].start, all[1].end, all[2].text.as_str()), (2, 3, "%"));
    }

    #[test]
    fn a_number_is_the_same_however_it_is_divided() {
        for text in ["1299", "1.299", "1,299", "1.299,00", "1,299.00", "1\u{A0}299"] {
            assert_eq!(folded(text), ["1299"], "{text}");
        }
        assert_eq!(folded("49,90 0.125 10."), ["49.9", "0.125", "10"]);
    }

    #[test]
    fn it_is_known_where_sentences_begin() {
        let opens: Vec<bool> =
            tokens("One two. Three: \"Four\", five").iter().map(|token| token.opens).collect();
        assert_eq!(opens, [true, false, true, true, true]);
    }
}
