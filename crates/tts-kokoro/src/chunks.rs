//! Tokens, and where a text of them is cut.

use std::ops::Range;

use phonemes::{WordPhonemes, kokoro_id};

/// The most tokens that the model takes at once.
pub(crate) const MOST: usize = 510;
/// A text of fewer tokens is one chunk, for parts of it would each be too short to be worth a thread.
const WHOLE_UNDER: usize = 80;
/// The fewest tokens a chunk has when a text is cut for several threads.
const FEWEST: usize = 40;
/// How many tokens a chunk of a long text has: about a sentence. Up to 250 sound as well, but what a run takes of
/// memory grows with its length, and nothing is faster.
const BEST: usize = 75;
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
    /// What cutting here costs, in hundredths of the cost of a chunk that has twice its length.
    fn cost(self) -> u64 {
        match self {
            Self::Sentence => 0,
            Self::Clause => 10,
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
        return Vec::from([0..tokens.len()]);
    }
    best_cuts(tokens, tokens.len().div_ceil(count))
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

/// The cuts whose chunks are nearest to a length, at the best seams: the cheapest way through all places.
fn best_cuts(tokens: &[Token], length: usize) -> Vec<Range<usize>> {
    let ends: Vec<(usize, Seam)> = (0..tokens.len())
        .map(|last| (last + 1, seam(tokens, last)))
        .filter(|(end, seam)| *seam > Seam::Word || end % length == 0 || *end == tokens.len())
        .collect();
    // For each end the cheapest cost of all up to it, and the place from which its chunk begins.
    let mut ways: Vec<(usize, u64, usize)> = Vec::from([(0, 0, 0)]);
    for (end, seam) in &ends {
        let seam_cost = if *end == tokens.len() { 0 } else { seam.cost() };
        let near = ways.iter().enumerate().rev().take_while(|(_, (start, ..))| end - start <= MOST);
        let best =
            near.map(|(way, (start, cost, _))| (cost + seam_cost + off(end - start, length), way)).min();
        if let Some((cost, way)) = best {
            ways.push((*end, cost, way));
        }
    }
    let mut cuts = Vec::new();
    let mut way = ways.len() - 1;
    while let Some((end, _, from)) = ways.get(way).copied().filter(|_| way > 0) {
        let start = ways.get(from).map_or(0, |(start, ..)| *start);
        cuts.push(start..end);
        way = from;
    }
    cuts.reverse();
    cuts
}

/// What a chunk costs that is longer or shorter than it should be: 100 when it is twice as long.
fn off(length: usize, wished: usize) -> u64 {
    let off = u64::try_from(length.abs_diff(wished)).unwrap_or(u64::MAX);
    let wished = u64::try_from(wished.max(1)).unwrap_or(u64::MAX);
    off.saturating_mul(off).saturating_mul(100) / wished.saturating_mul(wished)
}
