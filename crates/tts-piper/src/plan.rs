//! What the model is given at once: from runs of phonemes to sentences and their ids.

use std::ops::Range;

use phonemes::WordPhonemes;

use crate::config::Ids;

/// The most symbols of one run of the model: a run's memory grows faster than its length, and the voices were trained
/// on sentences that are shorter.
const MAX_SYMBOLS: usize = 400;
/// A sentence of more symbols, some 35 words, is cut where a clause ends: its parts are spoken at the same time.
const LONG_SENTENCE: usize = 200;
/// A clause that is cut off a long sentence has at least so many.
const MIN_SYMBOLS: usize = 80;

/// A sentence, as the model speaks it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Sentence {
    /// The words of it.
    pub(crate) words: Range<usize>,
    /// What is given to the model: all at once, or one after the other when it is very long.
    pub(crate) chunks: Vec<Chunk>,
}

/// Ids for one run of the model.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Chunk {
    pub(crate) ids: Vec<i64>,
    /// The words that are heard, and which of the ids they are; in order.
    pub(crate) heard: Vec<(Range<usize>, Range<usize>)>,
}

/// A symbol of a run of words.
#[derive(Debug, Clone)]
struct Symbol<'i> {
    ids: &'i [i64],
    words: Range<usize>,
    /// What it is, where it is not heard: a mark or a space.
    mark: Option<char>,
}

/// Arranges runs of words; there is no sentence where nothing can be spoken.
pub(crate) fn sentences(runs: &[WordPhonemes], ids: &Ids) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    let mut symbols = Vec::new();
    let (mut begun, mut reached) = (0, 0);
    for (n, run) in runs.iter().enumerate() {
        symbols.extend(symbols_of(run, ids));
        reached = run.words.end;
        let last = n + 1 == runs.len();
        let heard = symbols.iter().any(|symbol: &Symbol<'_>| symbol.mark.is_none());
        if heard && (last || ends_sentence(&run.phonemes)) {
            sentences.push(Sentence { words: begun..reached, chunks: chunks(&symbols, ids) });
            symbols.clear();
            begun = reached;
        }
    }
    // Words at the end that are not spoken go with the sentence before them.
    if let Some(sentence) = sentences.last_mut() {
        sentence.words.end = reached;
    }
    sentences
}

fn symbols_of<'i>(run: &WordPhonemes, ids: &'i Ids) -> Vec<Symbol<'i>> {
    let chars: Vec<char> = run.phonemes.chars().collect();
    let mut rest = chars.as_slice();
    let mut symbols = Vec::with_capacity(chars.len());
    while let Some(first) = rest.first() {
        let (found, length) = ids.first(rest);
        rest = rest.get(length.max(1)..).unwrap_or_default();
        if !found.is_empty() {
            let mark = is_mark(*first).then_some(*first);
            symbols.push(Symbol { ids: found, words: run.words.clone(), mark });
        }
    }
    symbols
}

fn ends_sentence(phonemes: &str) -> bool {
    phonemes
        .trim_end_matches([' ', '"', '”', '’', '»', ')', ']'])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '।'])
}

fn is_mark(c: char) -> bool {
    c.is_whitespace() || ".,;:!?…—–-\"'“”„«»()[]¡¿。，、！？；：।".contains(c)
}

/// Cuts a sentence that is too long at a clause, else between words, else anywhere.
fn chunks(symbols: &[Symbol<'_>], ids: &Ids) -> Vec<Chunk> {
    let mut rest = symbols;
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let (chunk, left) = rest.split_at(cut(rest));
        rest = left;
        let chunk = without_spaces_around(chunk);
        // Marks alone are no speech.
        if chunk.iter().any(|symbol| symbol.mark.is_none()) {
            chunks.push(encode(chunk, ids));
        }
    }
    chunks
}

/// The voices were trained on sentences that begin and end without a space.
fn without_spaces_around<'c, 'i>(chunk: &'c [Symbol<'i>]) -> &'c [Symbol<'i>] {
    let is_no_space = |symbol: &Symbol<'_>| symbol.mark != Some(' ');
    let start = chunk.iter().position(is_no_space).unwrap_or(chunk.len());
    let end = chunk.iter().rposition(is_no_space).map_or(start, |last| last + 1);
    chunk.get(start..end).unwrap_or_default()
}

fn cut(symbols: &[Symbol<'_>]) -> usize {
    let after_mark = |length: usize, ends: &dyn Fn(char) -> bool| {
        let part = symbols.get(..length).unwrap_or(symbols);
        let last = part.iter().rposition(|symbol| symbol.mark.is_some_and(ends))?;
        (last >= MIN_SYMBOLS).then_some(last + 1)
    };
    if symbols.len() <= LONG_SENTENCE {
        return symbols.len();
    }
    let clause = |mark: char| ",;:.!?…—–".contains(mark);
    let fits = symbols.len() <= MAX_SYMBOLS;
    after_mark(LONG_SENTENCE, &clause)
        .or_else(|| fits.then_some(symbols.len()))
        .or_else(|| after_mark(MAX_SYMBOLS, &clause))
        .or_else(|| after_mark(MAX_SYMBOLS, &|mark| mark == ' '))
        .unwrap_or(MAX_SYMBOLS)
}

/// Puts symbols into the form that the voices were trained on: begin, a pad, each symbol with a pad, end.
fn encode(symbols: &[Symbol<'_>], ids: &Ids) -> Chunk {
    let mut chunk = Chunk { ids: [ids.begin.as_slice(), &ids.pad].concat(), heard: Vec::new() };
    for symbol in symbols {
        let start = chunk.ids.len();
        chunk.ids.extend(symbol.ids);
        chunk.ids.extend(&ids.pad);
        if symbol.mark.is_some() {
            continue;
        }
        match chunk.heard.last_mut() {
            Some((words, heard)) if *words == symbol.words => heard.end = chunk.ids.len(),
            _ => chunk.heard.push((symbol.words.clone(), start..chunk.ids.len())),
        }
    }
    chunk.ids.extend(&ids.end);
    chunk
}

#[cfg(test)]
mod tests {
    use testkit::installed;

    use super::*;
    use crate::config::VoiceConfig;

    fn ids() -> Ids {
        let json = std::fs::read(installed::model("piper-tones.onnx.json")).unwrap();
        VoiceConfig::parse(&json).unwrap().ids
    }

    fn runs(phonemes: &[&str]) -> Vec<WordPhonemes> {
        let run = |(n, phonemes): (usize, &&str)| WordPhonemes {
            words: n..n + 1,
            phonemes: (*phonemes).to_owned(),
        };
        phonemes.iter().enumerate().map(run).collect()
    }

    fn words(sentences: &[Sentence]) -> Vec<Range<usize>> {
        sentences.iter().map(|sentence| sentence.words.clone()).collect()
    }

    #[test]
    fn ids_stand_between_pads_and_unknown_symbols_are_passed_over() {
        let sentences = sentences(&runs(&["a世b, ", "c. ", "d"]), &ids());
        let [sentence, _] = sentences.as_slice() else { panic!("{sentences:?}") };
        let [chunk] = sentence.chunks.as_slice() else { panic!("{sentence:?}") };
        // ^ _ a _ b _ , _ space _ c _ . _ $
        assert_eq!(chunk.ids, [1, 0, 14, 0, 15, 0, 8, 0, 3, 0, 16, 0, 10, 0, 2]);
        assert_eq!(chunk.heard, [(0..1, 2..6), (1..2, 10..12)]);
    }

    #[test]
    fn a_sentence_is_spoken_at_once_and_silent_words_go_with_their_neighbours() {
        let ids = ids();
        assert_eq!(words(&sentences(&runs(&["a ", "b. ", "c? ", "d"]), &ids)), [0..2, 2..3, 3..4]);
        assert_eq!(words(&sentences(&runs(&["", "a. ", "", "b.", "", ""]), &ids)), [0..2, 2..6]);
        assert_eq!(words(&sentences(&runs(&["; ", "! ", "a"]), &ids)), vec![0..3]);
        assert_eq!(sentences(&runs(&["", "世. ", " "]), &ids), []);
    }

    #[test]
    fn a_long_sentence_is_cut_at_clauses_then_at_words_then_anywhere() {
        let ids = ids();
        let lengths = |runs: &[WordPhonemes]| -> Vec<usize> {
            let sentences = sentences(runs, &ids);
            assert_eq!(sentences.len(), 1);
            sentences[0].chunks.iter().map(|chunk| (chunk.ids.len() - 3) / 2).collect()
        };
        let clause = format!("{}, ", "b".repeat(148));
        assert_eq!(lengths(&runs(&[&clause, &clause, &clause])), [149, 149, 149]);
        let long_clause = format!("{}, ", "b".repeat(248));
        assert_eq!(lengths(&runs(&[&long_clause])), [249]);
        assert_eq!(lengths(&runs(&[&long_clause, &long_clause])), [249, 249]);
        let words = "bcdf ".repeat(100);
        assert_eq!(lengths(&runs(&[&words])), [399, 99]);
        assert_eq!(lengths(&runs(&[&"b".repeat(1000)])), [400, 400, 200]);
    }

    #[test]
    fn a_word_that_is_cut_is_heard_in_both_chunks() {
        let sentences = sentences(&runs(&["a ", &"b".repeat(500)]), &ids());
        let heard: Vec<_> = sentences[0].chunks.iter().map(|chunk| chunk.heard.clone()).collect();
        // A word, a space and 398 letters of the next.
        assert_eq!(heard[0], [(0..1, 2..4), (1..2, 6..802)]);
        assert_eq!(heard[1], [(1..2, 2..206)]);
    }
}
