//! Where each word lies: from the model's frames a token, or else from the tokens' weights.

use std::ops::Range;

use domain::{TimingKind, WordTiming};
use phonemes::WordPhonemes;

use crate::{chunks::Token, sound::RATE};

/// Samples of a frame.
const FRAME: usize = 600;

/// Where the tokens of a chunk begin and end in its samples, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edges {
    pub(crate) tokens: Vec<Range<usize>>,
    pub(crate) kind: TimingKind,
}

impl Edges {
    /// Sums the frames of the tokens between the two pads; `None` when they do not fit the sound.
    pub(crate) fn from_frames(frames: &[u32], tokens: usize, samples: usize) -> Option<Self> {
        let mut end = 0;
        let ends: Vec<usize> = frames
            .iter()
            .map(|frames| {
                end += usize::try_from(*frames).unwrap_or(usize::MAX).saturating_mul(FRAME).min(samples);
                end
            })
            .collect();
        if frames.len() != tokens + 2 || ends.last() != Some(&samples) {
            return None;
        }
        let tokens = ends.windows(2).map(|pair| match pair {
            [start, end] => *start..*end,
            _ => 0..0,
        });
        Some(Self { tokens: tokens.take(ends.len().saturating_sub(2)).collect(), kind: TimingKind::Phoneme })
    }

    /// Shares out the span that is heard by the tokens' weights.
    pub(crate) fn from_weights(tokens: &[Token], heard: &Range<usize>) -> Self {
        let all: usize = tokens.iter().map(|token| weight(*token)).sum::<usize>().max(1);
        let mut before = 0;
        let at = |weight: usize| heard.start + heard.len() * weight / all;
        let spans = tokens.iter().map(|token| {
            let start = at(before);
            before += weight(*token);
            start..at(before)
        });
        Self { tokens: spans.collect(), kind: TimingKind::Estimated }
    }
}

/// How long a token lasts beside others: a vowel longer than a consonant, a mark at the end of a sentence longest.
fn weight(token: Token) -> usize {
    match token.symbol {
        'ˈ' | 'ˌ' | 'ʰ' | 'ʲ' | '\u{303}' => 0,
        ' ' | 'ː' => 1,
        'A' | 'I' | 'O' | 'Q' | 'W' | 'Y' => 5,
        'a' | 'e' | 'i' | 'o' | 'u' | 'ɑ' | 'ɐ' | 'ɒ' | 'æ' | 'ɔ' | 'ə' | 'ɚ' | 'ɛ' | 'ɜ' | 'ɪ' | 'ʊ'
        | 'ʌ' | 'ɨ' | 'ɯ' | 'ø' | 'œ' | 'ɤ' | 'ᵻ' | 'y' => 3,
        '.' | '!' | '?' | '…' => 8,
        ',' | ';' | ':' | '—' => 5,
        _ => 2,
    }
}

/// The places of words, in samples, of the runs whose first token is in a chunk.
///
/// `tokens` are those of the chunk, with their spans in its samples.
pub(crate) fn words(
    runs: &[WordPhonemes],
    of_chunk: &Range<usize>,
    tokens: &[(Token, Range<usize>)],
    words: &[String],
) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut end = 0;
    for (run, heard) in runs.iter().enumerate().take(of_chunk.end).skip(of_chunk.start) {
        let sounds = tokens.iter().filter(|(token, _)| token.run == run && token.sounds());
        let span = sounds.map(|(_, span)| span.clone()).reduce(|all, span| all.start..span.end);
        let span = span.map_or(end..end, |span| span.start.max(end)..span.end.max(end));
        end = span.end;
        places.extend(share_out(&span, words.get(heard.words.clone()).unwrap_or_default()));
    }
    places
}

/// Shares out a span among the words of a run, by their letters.
fn share_out(span: &Range<usize>, words: &[String]) -> Vec<Range<usize>> {
    let letters = |word: &String| word.chars().filter(|c| c.is_alphanumeric()).count();
    let all = words.iter().map(letters).sum::<usize>();
    let mut before = 0;
    let at = |count: usize| span.start + span.len() * count / all.max(1);
    words
        .iter()
        .map(|word| {
            let start = at(before);
            before += letters(word);
            start..at(before)
        })
        .collect()
}

/// Returns places in milliseconds, none longer than the sound of so many samples.
pub(crate) fn timings(places: &[Range<usize>], samples: usize) -> Vec<WordTiming> {
    let ms = |sample: usize| u32::try_from(sample.min(samples) * 1000 / RATE).unwrap_or(u32::MAX);
    places.iter().map(|place| WordTiming { start_ms: ms(place.start), end_ms: ms(place.end) }).collect()
}
