//! Words as they were written, cut into what is said and the marks around it.

use unicode_normalization::UnicodeNormalization;

use crate::espeak::is_silent;

/// Marks on one side that are kept.
const MAX_MARKS: usize = 3;

/// Something to say, with the marks around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Atom {
    /// The word as it was written that it is of.
    pub(super) word: usize,
    /// Opening quotes and parentheses.
    pub(super) before: String,
    /// Empty for a mark that stands alone.
    pub(super) core: String,
    /// The marks after it.
    pub(super) after: String,
    /// Whether a single full stop stands right after it, which may be an abbreviation's.
    pub(super) dot: bool,
}

/// Marks that are never within a word or a number.
pub(super) const SEPARATORS: &str = "—…()[]{}<>\"“”„«»|\\。、，！？：；「」؟،।!?;¿¡";

/// Cuts words into atoms.
pub(super) fn atoms(words: &[String]) -> Vec<Atom> {
    let mut atoms = Vec::new();
    for (n, word) in words.iter().enumerate() {
        let clean: String = word.nfc().map(|c| if is_silent(c) || is_unseen(c) { ' ' } else { c }).collect();
        for chunk in clean.split_whitespace() {
            if is_address(chunk) {
                atoms.push(atom(n, chunk));
            } else {
                for piece in pieces(chunk) {
                    atoms.push(atom(n, piece));
                }
            }
        }
    }
    atoms
}

/// What takes no place on paper, or a language's direction.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// Tells what is one even though marks stand within it: an address on the net.
fn is_address(chunk: &str) -> bool {
    chunk.contains("://") || chunk.contains('@') || chunk.trim_start_matches(opens).starts_with("www.")
}

/// Cuts at the marks within a chunk that no word or number has; each piece keeps the marks after it.
fn pieces(chunk: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let (mut said, mut marked) = (false, false);
    for (at, c) in chunk.char_indices() {
        let rest = chunk.get(at..).unwrap_or_default();
        let before = chunk.get(..at).unwrap_or_default().chars().next_back();
        let mark = separates(before, c, rest);
        if said && marked && !mark && !closes(c) {
            pieces.extend(chunk.get(start..at));
            (start, said, marked) = (at, false, false);
        }
        marked |= mark && said;
        said |= !mark && c.is_alphanumeric();
    }
    pieces.extend(chunk.get(start..));
    pieces
}

/// Tells whether a mark within a chunk separates words.
fn separates(before: Option<char>, c: char, rest: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let next = rest.chars().nth(1);
    match c {
        '–' | ',' | ':' => !(digit(before) && digit(next)),
        '.' => rest.starts_with("..") || before == Some('.'),
        '-' => rest.starts_with("--") || before == Some('-'),
        c => SEPARATORS.contains(c),
    }
}

fn atom(word: usize, piece: &str) -> Atom {
    let from_core = from_core(piece);
    let opening = piece.strip_suffix(from_core).unwrap_or_default();
    let core = from_core.trim_end_matches(closes);
    let closing = from_core.strip_prefix(core).unwrap_or_default();
    let (before, after) = if core.is_empty() {
        (String::new(), marks(piece, false))
    } else {
        (marks(opening, true), marks(closing, false))
    };
    let dot = closing.starts_with('.') && !closing.starts_with("..");
    Atom { word, before, core: core.to_owned(), after, dot }
}

/// Removes the marks at the beginning; a sign before a digit is part of a number, as the
/// apostrophe of '80s is.
fn from_core(piece: &str) -> &str {
    let mut chars = piece.chars();
    let mut rest = piece;
    while let Some(c) = chars.next() {
        let amount = |c: char| c.is_ascii_digit() || "$€£¥".contains(c);
        let next_is_digit = chars.as_str().starts_with(amount);
        if !opens(c) || (matches!(c, '-' | '–' | '.' | '\'' | '’') && next_is_digit) {
            break;
        }
        rest = chars.as_str();
    }
    rest
}

/// Tells whether a character may stand before what is said without being said.
fn opens(c: char) -> bool {
    closes(c) || matches!(c, '¿' | '¡')
}

/// Tells whether a character may stand after what is said without being said.
fn closes(c: char) -> bool {
    matches!(
        c,
        '.' | ',' | ';' | ':' | '!' | '?' | '…' | '—' | '–' | '-' | '|' | '\\' | '^' | '`' | '~' | '*' | '_'
    ) || matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '\'' | '‘' | '’' | '‚' | '‹' | '›' | '「' | '」')
        || matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>')
        || matches!(
            c,
            '。' | '、' | '，' | '！' | '？' | '：' | '；' | '؟' | '،' | '।' | '·' | '•' | '™' | '®'
        )
}

/// Returns the marks that are heard, in the signs that the voices know.
fn marks(text: &str, opening: bool) -> String {
    let mut marks = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mark = if rest.starts_with("..") {
            rest = rest.trim_start_matches('.');
            mark('…', opening)
        } else {
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
            mark(c, opening)
        };
        let mark = mark.filter(|mark| !marks.ends_with(*mark));
        if let Some(mark) = mark.filter(|_| marks.chars().count() < MAX_MARKS) {
            marks.push(mark);
        }
    }
    marks
}

fn mark(c: char, opening: bool) -> Option<char> {
    Some(match (c, opening) {
        ('(' | '[' | '{', true) => '(',
        ('"' | '“' | '„' | '«' | '»' | '”' | '「' | '」', true) => '“',
        (_, true) => return None,
        (')' | ']' | '}', _) => ')',
        ('"' | '“' | '„' | '«' | '»' | '”' | '「' | '」', _) => '”',
        ('.' | '。' | '।', _) => '.',
        (',' | '，' | '、' | '،', _) => ',',
        (';' | '；', _) => ';',
        (':' | '：', _) => ':',
        ('!' | '！', _) => '!',
        ('?' | '？' | '؟', _) => '?',
        ('—' | '–' | '-', _) => '—',
        ('…', _) => '…',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let shown = |atom: &Atom| format!("{}[{}]{}", atom.before, atom.core, atom.after);
        atoms(&words).iter().map(shown).collect()
    }

    #[test]
    fn marks_stand_beside_what_is_said() {
        assert_eq!(cut("“Hello,” (he) said..."), ["“[Hello],”", "([he])", "[said]…"]);
        assert_eq!(
            cut("$5.99. 'quoted' dogs' -5 .5 -word"),
            ["[$5.99].", "[quoted]", "[dogs]", "[-5]", "[.5]", "[word]"]
        );
        assert_eq!(cut("What?! Yes!!! wait --"), ["[What]?!", "[Yes]!", "[wait]", "[]—"]);
    }

    #[test]
    fn marks_within_a_word_cut_it() {
        assert_eq!(
            cut("one—two yes...no file(s) «a»b"),
            ["[one]—", "[two]", "[yes]…", "[no]", "[file]", "[s])", "“[a]”", "[b]"]
        );
        assert_eq!(cut("3:45 5–10 1,234 a:b"), ["[3:45]", "[5–10]", "[1,234]", "[a]:", "[b]"]);
        assert_eq!(cut("你好，世界。再见"), ["[你好],", "[世界].", "[再见]"]);
    }

    #[test]
    fn codes_for_the_library_and_mark_up_lose_their_signs() {
        assert_eq!(cut("[[h@l'oU]] <break time='1s'/>"), ["([h@l'oU])", "[break]", "[time='1s'/]"]);
    }

    #[test]
    fn addresses_stay_whole() {
        assert_eq!(
            cut("(https://a.example/x?y=1), ana@pop.ro."),
            ["([https://a.example/x?y=1]),", "[ana@pop.ro]."]
        );
    }

    #[test]
    fn what_cannot_be_said_is_nothing() {
        assert!(cut("🎉 \u{1} \u{200B}").is_empty());
    }
}
