//! Where each word lies: from the model's frames a token, or else from the tokens' weights.

use std::ops::Range;

use domain::{TimingKind, WordTiming};
use phonemes::WordPhonemes;

use crate::{chunks::Token, sound::RATE};

/// Where the tokens of a chunk begin and end in its samples, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edges {
    pub(crate) tokens: Vec<Range<usize>>,
    pub(crate) kind: TimingKind,
}

impl Edges {
    /// Sums the frames of the tokens between the two pads, so that all of them are the whole sound; `None` when there
    /// are not as many.
    pub(crate) fn from_frames(frames: &[u32], tokens: usize, samples: usize) -> Option<Self> {
        let all: u64 = frames.iter().copied().map(u64::from).sum();
        if frames.len() != tokens + 2 || all == 0 {
            return None;
        }
        let mut before = 0;
        let whole = u64::try_from(samples).ok()?;
        let ends = frames.iter().map(|frames| {
            before += u64::from(*frames);
            usize::try_from(before * whole / all).unwrap_or(samples)
        });
        let ends: Vec<usize> = ends.collect();
        let spans = ends.windows(2).take(tokens).filter_map(|pair| Some(*pair.first()?..*pair.last()?));
        Some(Self { tokens: spans.collect(), kind: TimingKind::Phoneme })
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
        'A' | 'I' | 'O' | 'Q' | 'W' | 'Y' | ',' | ';' | ':' | '—' => 5,
        'a' | 'e' | 'i' | 'o' | 'u' | 'ɑ' | 'ɐ' | 'ɒ' | 'æ' | 'ɔ' | 'ə' | 'ɚ' | 'ɛ' | 'ɜ' | 'ɪ' | 'ʊ'
        | 'ʌ' | 'ɨ' | 'ɯ' | 'ø' | 'œ' | 'ɤ' | 'ᵻ' | 'y' => 3,
        '.' | '!' | '?' | '…' => 8,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chunks::tokens;

    fn runs(of: &[(&str, usize)]) -> (Vec<WordPhonemes>, Vec<String>) {
        let mut words = Vec::new();
        let runs = of.iter().map(|(phonemes, count)| {
            let first = words.len();
            words.extend((0..*count).map(|word| "ab".repeat(word + 1)));
            WordPhonemes { words: first..words.len(), phonemes: (*phonemes).to_owned() }
        });
        let runs = runs.collect();
        (runs, words)
    }

    #[test]
    fn frames_are_summed_between_the_pads() {
        let edges = Edges::from_frames(&[2, 1, 3, 4], 2, 6000).unwrap();
        assert_eq!(edges.tokens, [1200..1800, 1800..3600]);
        assert_eq!(edges.kind, TimingKind::Phoneme);
    }

    #[test]
    fn frames_that_do_not_make_up_the_sound_are_not_believed() {
        assert_eq!(Edges::from_frames(&[2, 1, 3, 4], 3, 6000), None);
        assert_eq!(Edges::from_frames(&[0, 0, 0], 1, 6000), None);
        assert_eq!(Edges::from_frames(&[], 0, 6000), None);
        let scaled = Edges::from_frames(&[1, 1, 2], 1, 4800).unwrap();
        assert_eq!(scaled.tokens.first(), Some(&(1200..2400)));
    }

    #[test]
    fn without_frames_vowels_last_longer_than_consonants_and_stress_no_time() {
        let (runs, _) = runs(&[("ˈat.", 1)]);
        let edges = Edges::from_weights(&tokens(&runs), &(1000..2300));
        assert_eq!(edges.tokens, [1000..1000, 1000..1300, 1300..1500, 1500..2300]);
    }

    #[test]
    fn words_begin_and_end_with_their_sounds_and_share_a_run_by_letters() {
        let (runs, words_written) = runs(&[("a, ", 1), ("", 1), ("bt ", 2)]);
        let spans: Vec<(Token, Range<usize>)> = tokens(&runs)
            .into_iter()
            .enumerate()
            .map(|(index, token)| (token, index * 600..index * 600 + 600))
            .collect();
        let places = words(&runs, &(0..3), &spans, &words_written);
        assert_eq!(places, [0..600, 600..600, 1800..2200, 2200..3000]);
        let told = timings(&places, 2400);
        assert_eq!(told[3], WordTiming { start_ms: 91, end_ms: 100 });
    }
}
