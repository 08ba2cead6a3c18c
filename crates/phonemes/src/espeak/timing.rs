//! From espeak-ng's word events to the words as they were written.
//!
//! An event names a place in the text and a sample. It is not one for each word: a number makes one for each part
//! that is said (`$5.99` makes five), two words that the dictionary knows as one (`in the`) make one together, and
//! punctuation makes none. Where espeak-ng splits a word itself, the place may be one character early.

use std::ops::Range;

use super::{SampleSpan, text::Place};

/// Says that something of the text begins to be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WordEvent {
    /// The first character, counted from 1.
    pub(super) position: usize,
    /// How many characters it has.
    pub(super) length: usize,
    /// The first sample.
    pub(super) sample: usize,
}

/// The sample at which a word begins to be heard.
struct Anchor {
    word: usize,
    sample: usize,
}

/// Gives each word its span. Words without an event share the span of the word that they were said with, by their
/// letters; those without letters get an empty span there.
pub(super) fn spans(words: &[Place], events: &[WordEvent], samples: &[i16]) -> Vec<SampleSpan> {
    let anchors = anchors(words, events, samples.len());
    let mut spans = Vec::with_capacity(words.len());
    for (n, anchor) in anchors.iter().enumerate() {
        let next = anchors.get(n + 1);
        let group = spans.len()..next.map_or(words.len(), |next| next.word);
        let sound = anchor.sample..next.map_or(samples.len(), |next| next.sample);
        let weights = words.get(group.clone()).unwrap_or_default().iter().enumerate();
        let is_heard = |n: usize| group.start + n == anchor.word;
        let weights: Vec<usize> = weights.map(|(n, word)| word.weight.max(is_heard(n).into())).collect();
        spans.extend(share(&weights, &sound));
    }
    if anchors.is_empty() {
        let weights: Vec<usize> = words.iter().map(|word| word.weight).collect();
        spans.extend(share(&weights, &(0..samples.len())));
    }
    spans.into_iter().map(|span| without_silence_after(span, samples)).collect()
}

/// Keeps the first event of each word, in the order of the words.
fn anchors(words: &[Place], events: &[WordEvent], samples: usize) -> Vec<Anchor> {
    let mut anchors: Vec<Anchor> = Vec::new();
    for event in events {
        let Some(word) = word_at(words, event) else { continue };
        let sample = event.sample.min(samples);
        match anchors.last() {
            Some(last) if word <= last.word => {}
            Some(last) => {
                let sample = sample.max(last.sample);
                anchors.push(Anchor { word, sample });
            }
            None => anchors.push(Anchor { word, sample }),
        }
    }
    anchors
}

/// Finds the word of the first character of an event that is no space between words; an event that has only the
/// space belongs to the word before it.
fn word_at(words: &[Place], event: &WordEvent) -> Option<usize> {
    let first = event.position.saturating_sub(1);
    let next = words.partition_point(|word| word.chars.end <= first);
    let reached =
        words.get(next).is_some_and(|word| word.chars.start < (first + event.length).max(first + 1));
    if reached { Some(next) } else { next.checked_sub(1) }
}

fn share(weights: &[usize], sound: &Range<usize>) -> Vec<SampleSpan> {
    let total = weights.iter().sum::<usize>().max(1);
    let mut before = 0;
    let at = |weight: usize| sound.start + sound.len() * weight / total;
    weights
        .iter()
        .map(|weight| {
            let start = at(before);
            before += weight;
            SampleSpan { start, end: at(before) }
        })
        .collect()
}

/// Ends a word where its sound ends, not where the pause after it does.
fn without_silence_after(span: SampleSpan, samples: &[i16]) -> SampleSpan {
    let sound = samples.get(span.start..span.end).unwrap_or_default();
    let length = sound.iter().rposition(|sample| *sample != 0).map_or(sound.len(), |last| last + 1);
    SampleSpan { start: span.start, end: span.start + length }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::espeak::text::Text;

    fn timed(text: &str, events: &[(usize, usize, usize)]) -> Vec<(usize, usize)> {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let events: Vec<WordEvent> =
            events.iter().map(|&(position, length, sample)| WordEvent { position, length, sample }).collect();
        let spans = spans(Text::of(&words).words(), &events, &[1; 100]);
        assert_eq!(spans.len(), words.len());
        spans.iter().map(|span| (span.start, span.end)).collect()
    }

    #[test]
    fn the_events_of_a_number_are_merged() {
        let events = [(1, 5, 0), (7, 1, 20), (8, 4, 30), (9, 4, 40), (9, 4, 50), (9, 4, 60), (13, 5, 80)];
        assert_eq!(timed("costs $5.99 today", &events), [(0, 20), (20, 80), (80, 100)]);
    }

    #[test]
    fn words_that_were_said_as_one_share_its_sound_by_their_letters() {
        let events = [(1, 2, 0), (8, 5, 50)];
        assert_eq!(timed("in the house", &events), [(0, 20), (20, 50), (50, 100)]);
    }

    #[test]
    fn signs_without_an_event_take_a_place_between_their_neighbours() {
        let events = [(3, 3, 0), (9, 3, 40)];
        assert_eq!(timed("“ one — two !", &events), [(0, 0), (0, 40), (40, 40), (40, 100), (100, 100)]);
    }

    #[test]
    fn an_event_one_character_early_belongs_to_the_word_that_it_reaches() {
        assert_eq!(timed("of 12 x", &[(1, 2, 0), (3, 2, 30), (6, 2, 60)]), [(0, 30), (30, 60), (60, 100)]);
    }

    #[test]
    fn an_event_of_the_space_alone_belongs_to_the_word_before_it() {
        assert_eq!(timed("& two", &[(1, 1, 0), (2, 1, 30), (3, 3, 60)]), [(0, 60), (60, 100)]);
    }

    #[test]
    fn events_beyond_the_text_or_the_sound_or_out_of_order_do_no_harm() {
        let events = [(5, 3, 60), (1, 3, 70), (90, 2, 80), (9, 1, 40), (9, 1, 999), (0, 0, 999)];
        assert_eq!(timed("one two x", &events), [(60, 70), (70, 80), (80, 100)]);
    }

    #[test]
    fn without_events_the_words_share_the_sound() {
        assert_eq!(timed("one — twoo!", &[]), [(0, 42), (42, 42), (42, 100)]);
    }

    #[test]
    fn a_word_ends_where_its_sound_does() {
        let words: Vec<String> = vec!["one".into(), "two".into()];
        let events = [
            WordEvent { position: 1, length: 3, sample: 0 },
            WordEvent { position: 5, length: 3, sample: 6 },
        ];
        let spans = spans(Text::of(&words).words(), &events, &[1, 2, 0, 3, 0, 0, 4, 4, 0]);
        assert_eq!(spans, [SampleSpan { start: 0, end: 4 }, SampleSpan { start: 6, end: 8 }]);
    }
}
