//! Tokens, and where a text of them is cut.

use std::ops::Range;

use phonemes::{WordPhonemes, kokoro_id};

/// The most tokens that the model takes at once.
const MOST: usize = 510;
/// A text of fewer tokens is one chunk, for parts of it would each be too short to be worth a thread.
const WHOLE_UNDER: usize = 130;
/// The fewest tokens a chunk has when a text is cut for several threads.
const FEWEST: usize = 40;
/// How many tokens a chunk of a long text has: about a sentence. Up to 250 sound as well, but what a run takes of
/// memory grows with its length, and nothing is faster.
const BEST: usize = 75;
// Moved cuts make a chunk longer by four fifths at most.
const _: () = assert!(BEST * 9 / 5 <= MOST && WHOLE_UNDER <= MOST);
/// A first piece of so many tokens is soon heard.
const FIRST: Range<usize> = 10..26;

/// A symbol that the model is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) id: i64,
    pub(crate) symbol: char,
    /// The run of words that it belongs to.
    pub(crate) run: usize,
}

/// How good a place is to cut at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Seam {
    /// Inside a word.
    Word,
    /// Between words.
    Gap,
    /// After a clause.
    Clause,
    /// After a sentence.
    Sentence,
}

impl Token {
    /// Tells whether it is a sound: neither space nor mark.
    pub(crate) fn sounds(self) -> bool {
        self.symbol.is_alphabetic() && !is_mark(self.symbol)
    }
}

impl Seam {
    /// What cutting here costs, beside what it costs to move a cut.
    fn cost(self) -> usize {
        match self {
            Self::Sentence => 0,
            Self::Clause => 12,
            Self::Gap => 60,
            Self::Word => 400,
        }
    }
}

fn is_mark(symbol: char) -> bool {
    matches!(symbol, 'ˈ' | 'ˌ' | 'ː' | 'ʰ' | 'ʲ' | '\u{303}')
}

/// Returns the tokens of all runs.
pub(crate) fn tokens(runs: &[WordPhonemes]) -> Vec<Token> {
    let symbols =
        runs.iter().enumerate().flat_map(|(run, heard)| heard.phonemes.chars().map(move |c| (run, c)));
    symbols.filter_map(|(run, symbol)| kokoro_id(symbol).map(|id| Token { id, symbol, run })).collect()
}

/// Tells how good a place the one after a token is.
pub(crate) fn seam(tokens: &[Token], last: usize) -> Seam {
    let (Some(token), next) = (tokens.get(last), tokens.get(last + 1)) else { return Seam::Word };
    if next.is_some_and(|next| next.run == token.run) {
        return Seam::Word;
    }
    let run = tokens.iter().take(last + 1).rev().take_while(|other| other.run == token.run);
    let marks = run.map(|token| token.symbol).take_while(|symbol| !symbol.is_alphabetic());
    marks.fold(Seam::Gap, |best, mark| {
        best.max(match mark {
            '.' | '!' | '?' | '…' => Seam::Sentence,
            ',' | ';' | ':' | '—' => Seam::Clause,
            _ => Seam::Gap,
        })
    })
}

/// Cuts a text for so many workers: by its tokens alone, so that the same words are always cut alike.
pub(crate) fn cut(tokens: &[Token], workers: usize) -> Vec<Range<usize>> {
    let count = count(tokens.len(), workers);
    if count <= 1 {
        return std::iter::once(0..tokens.len()).collect();
    }
    best_cuts(tokens, count)
}

/// Cuts a text with a short first chunk, which is soon heard.
pub(crate) fn cut_for_early_sound(tokens: &[Token], workers: usize) -> Vec<Range<usize>> {
    let ends = || FIRST.filter(|end| *end < tokens.len());
    let at = |least: Seam| ends().find(|end| seam(tokens, end - 1) >= least);
    let Some(first) = at(Seam::Clause).or_else(|| at(Seam::Gap)) else { return cut(tokens, workers) };
    let rest = tokens.get(first..).unwrap_or_default();
    let shifted = cut(rest, workers).into_iter().map(|chunk| chunk.start + first..chunk.end + first);
    std::iter::once(0..first).chain(shifted).collect()
}

/// How many chunks a text of so many tokens should have: no more than sound good, but one for each worker.
fn count(tokens: usize, workers: usize) -> usize {
    if tokens < WHOLE_UNDER {
        return 1;
    }
    let needed = tokens.div_ceil(BEST);
    let count = needed.max(workers.min(tokens / FEWEST));
    let even = count.next_multiple_of(workers.max(1));
    if tokens / even >= FEWEST { even } else { count }
}

/// So many chunks of about one length: each cut is moved to the best seam near it.
fn best_cuts(tokens: &[Token], count: usize) -> Vec<Range<usize>> {
    let length = tokens.len() / count;
    let near = length * 2 / 5;
    let cut = |number: usize| {
        let even = tokens.len() * number / count;
        let cost = |end: &usize| seam(tokens, end - 1).cost() + off(end.abs_diff(even), length);
        (even - near..=even + near).min_by_key(cost).unwrap_or(even)
    };
    let ends: Vec<usize> = (1..count).map(cut).chain([tokens.len()]).collect();
    let starts = [0].into_iter().chain(ends.iter().copied());
    starts.zip(ends.iter().copied()).map(|(start, end)| start..end).collect()
}

/// What a cut costs that is moved: 100 when it is moved by a whole chunk.
fn off(by: usize, length: usize) -> usize {
    by * by * 100 / (length * length).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs of words with plain letters for phonemes.
    fn read(text: &str) -> Vec<Token> {
        let words: Vec<&str> = text.split_inclusive(' ').collect();
        let runs: Vec<WordPhonemes> = words
            .iter()
            .enumerate()
            .map(|(index, word)| WordPhonemes { words: index..index + 1, phonemes: (*word).to_owned() })
            .collect();
        tokens(&runs)
    }

    fn texts(tokens: &[Token], chunks: &[Range<usize>]) -> Vec<String> {
        chunks.iter().map(|chunk| tokens[chunk.clone()].iter().map(|token| token.symbol).collect()).collect()
    }

    /// Chunks follow each other, cover all tokens and are none too long.
    fn well_cut(tokens: &[Token], chunks: &[Range<usize>]) {
        assert_eq!(chunks.first().map(|chunk| chunk.start), Some(0));
        assert_eq!(chunks.last().map(|chunk| chunk.end), Some(tokens.len()));
        assert!(chunks.windows(2).all(|pair| pair[0].end == pair[1].start), "{chunks:?}");
        assert!(chunks.iter().all(|chunk| !chunk.is_empty() && chunk.len() <= MOST), "{chunks:?}");
    }

    #[test]
    fn seams_are_told_by_the_marks_before_them() {
        let tokens = read("ab cd, ef. “gh” ij");
        let after =
            |symbol: char| seam(&tokens, tokens.iter().position(|token| token.symbol == symbol).unwrap() + 1);
        assert_eq!(seam(&tokens, 0), Seam::Word);
        assert_eq!(seam(&tokens, 2), Seam::Gap);
        assert_eq!(after(','), Seam::Clause);
        assert_eq!(after('.'), Seam::Sentence);
        assert_eq!(seam(&tokens, tokens.len() - 1), Seam::Gap);
    }

    #[test]
    fn a_short_text_is_one_chunk() {
        let tokens = read("a bad man, a fat cat. a bad!");
        assert_eq!(texts(&tokens, &cut(&tokens, 8)), ["a bad man, a fat cat. a bad!"]);
    }

    #[test]
    fn a_long_text_is_cut_at_sentences_or_else_clauses_for_all_workers() {
        let sentence = "sam had a bad, and a fat cat was in it at last. ";
        let tokens = read(&sentence.repeat(6));
        for workers in [1, 2, 3] {
            let chunks = cut(&tokens, workers);
            well_cut(&tokens, &chunks);
            assert_eq!(chunks.len() % workers, 0, "{workers} workers: {chunks:?}");
            for text in texts(&tokens, &chunks) {
                assert!(text.trim_end().ends_with(['.', ',']), "{text:?}");
            }
        }
        assert!(texts(&tokens, &cut(&tokens, 1)).iter().all(|text| text.trim_end().ends_with('.')));
    }

    #[test]
    fn a_text_without_marks_is_cut_between_words_and_a_word_without_end_inside() {
        let tokens = read(&"sam had a fat cat ".repeat(40));
        let chunks = cut(&tokens, 2);
        well_cut(&tokens, &chunks);
        assert!(chunks.iter().all(|chunk| seam(&tokens, chunk.end - 1) == Seam::Gap));
        let endless = read(&"a".repeat(3000));
        well_cut(&endless, &cut(&endless, 2));
        well_cut(&endless, &cut_for_early_sound(&endless, 2));
    }

    #[test]
    fn the_first_piece_is_short_and_whole_words_long() {
        let tokens = read(&"sam had a bad, and a fat cat. ".repeat(8));
        let chunks = cut_for_early_sound(&tokens, 2);
        well_cut(&tokens, &chunks);
        assert_eq!(texts(&tokens, &chunks)[0], "sam had a bad, ");
        let few = read("sam had");
        assert_eq!(texts(&few, &cut_for_early_sound(&few, 2)), ["sam had"]);
    }

    #[test]
    fn the_tokens_alone_decide() {
        let tokens = read(&"sam had a bad, and a fat cat. ".repeat(20));
        assert_eq!(cut(&tokens, 4), cut(&tokens, 4));
        assert_eq!(cut(&[], 4).iter().map(Range::len).sum::<usize>(), 0);
    }
}
