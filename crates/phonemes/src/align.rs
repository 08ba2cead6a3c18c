//! Which of the sounds of a clause belong to which of its words.
//!
//! espeak-ng says some words as one (`of the`) and some as several (`2026`). Each word by itself sounds much as it
//! does in the clause, so the cheapest way to turn the one into the other tells where a word ends.

use crate::{assemble::Heard, normalise::Utterance};

/// Tells whether a clause has as many groups of sounds as it has words, each of which is one.
pub(crate) fn is_plain(clause: &[Utterance], whole: &str) -> bool {
    let digits = |word: &Utterance| word.text.contains(|c: char| !c.is_alphabetic() && !"'’-".contains(c));
    whole.split(' ').count() == clause.len() && !clause.iter().any(digits)
}

/// Gives each word its group of sounds.
pub(crate) fn plain(whole: &str) -> impl Iterator<Item = Heard> {
    whole.split(' ').map(|phonemes| Heard { phonemes: phonemes.to_owned(), joined: false })
}

/// Cuts the sounds of a clause at the ends of its words, given how each sounds alone.
pub(crate) fn aligned(whole: &str, alone: &[String]) -> Vec<Heard> {
    let sounds: Vec<char> = whole.chars().collect();
    let words: Vec<Vec<char>> = alone.iter().map(|word| word.chars().collect()).collect();
    let expected: Vec<char> = words.join(&' ');
    let path = cheapest(&expected, &sounds);
    let mut heard = Vec::with_capacity(words.len());
    let (mut end, mut start) = (0, 0);
    for (n, word) in words.iter().enumerate() {
        end += word.len();
        let last = n + 1 == words.len();
        let until = if last { sounds.len() } else { path.get(end).copied().unwrap_or(sounds.len()) };
        let piece: String = sounds.get(start..until.max(start)).unwrap_or_default().iter().collect();
        let spaced = piece.ends_with(' ') || sounds.get(until) == Some(&' ');
        heard.push(Heard { phonemes: piece.trim().to_owned(), joined: !spaced && !last });
        start = until.max(start);
        // The space after the word.
        end += 1;
    }
    heard
}

/// For each number of expected characters, how many of the heard ones go with them, by the least number of edits.
fn cheapest(expected: &[char], heard: &[char]) -> Vec<usize> {
    const OTHER: u32 = 3;
    const LOST: u32 = 2;
    let cost = |c: &char| if matches!(c, ' ' | 'ˈ' | 'ˌ' | '^') { 1 } else { LOST };
    let width = heard.len() + 1;
    // One byte a cell tells where its cheapest way came from.
    let mut from = vec![0_u8; (expected.len() + 1) * width];
    let mut above: Vec<u32> = Vec::new();
    for row in 0..=expected.len() {
        let expect = row.checked_sub(1).and_then(|row| expected.get(row));
        let mut line: Vec<u32> = Vec::with_capacity(width);
        for column in 0..width {
            let hear = column.checked_sub(1).and_then(|column| heard.get(column));
            let both = expect.zip(hear).map(|(a, b)| {
                let step = if a == b {
                    0
                } else if *a == ' ' || *b == ' ' {
                    2 * OTHER
                } else {
                    OTHER
                };
                (above.get(column.saturating_sub(1)).copied().unwrap_or(0) + step, 1_u8)
            });
            let skip = expect.map(|c| (above.get(column).copied().unwrap_or(0) + cost(c), 2));
            let extra = hear.map(|c| (line.last().copied().unwrap_or(0) + cost(c), 3));
            let (best, way) = [both, skip, extra].into_iter().flatten().min().unwrap_or((0, 0));
            line.push(best);
            if let Some(cell) = from.get_mut(row * width + column) {
                *cell = way;
            }
        }
        above = line;
    }
    back(&from, expected.len(), heard.len())
}

/// Walks the ways back from the last cell.
fn back(from: &[u8], rows: usize, columns: usize) -> Vec<usize> {
    let mut path = vec![columns; rows + 1];
    let (mut row, mut column) = (rows, columns);
    loop {
        if let Some(place) = path.get_mut(row) {
            *place = column;
        }
        match from.get(row * (columns + 1) + column) {
            Some(1) => (row, column) = (row.saturating_sub(1), column.saturating_sub(1)),
            Some(2) => row = row.saturating_sub(1),
            Some(3) => column = column.saturating_sub(1),
            _ => return path,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(whole: &str, alone: &[&str]) -> Vec<String> {
        let alone: Vec<String> = alone.iter().map(|&word| word.to_owned()).collect();
        let heard = aligned(whole, &alone);
        heard.into_iter().map(|heard| heard.phonemes + if heard.joined { "+" } else { "" }).collect()
    }

    #[test]
    fn words_said_as_one_are_cut() {
        let cut = cut("ðə kˈæt ʌvðə hˈaʊs", &["ðˈə", "kˈæt", "ˈʌv", "ðˈə", "hˈaʊs"]);
        assert_eq!(cut, ["ðə", "kˈæt", "ʌv+", "ðə", "hˈaʊs"]);
    }

    #[test]
    fn a_word_said_as_several_keeps_them() {
        let cut = cut("ɪn twˈɛnti twˈɛnti sˈɪks ðɪs", &["ˈɪn", "tˈuː θˈaʊzənd twˈɛnti sˈɪks", "ðˈɪs"]);
        assert_eq!(cut, ["ɪn", "twˈɛnti twˈɛnti sˈɪks", "ðɪs"]);
    }

    #[test]
    fn a_word_that_is_silent_in_the_clause_has_nothing() {
        assert_eq!(cut("wˈʌn tˈuː", &["wˈʌn", "", "tˈuː"]), ["wˈʌn", "", "tˈuː"]);
        assert_eq!(cut("", &["wˈʌn", "tˈuː"]), ["+", ""]);
    }
}
