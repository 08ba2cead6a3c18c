//! Where the words lie in what the model has spoken.

use std::ops::Range;

use domain::{WordTiming, estimate_words};

use crate::{model::Sound, plan::Sentence};

/// A sentence that was spoken.
#[derive(Debug)]
pub(crate) struct SpokenSentence {
    pub(crate) samples: Vec<f32>,
    /// Words with the samples in which they are heard: all words of the sentence, in order.
    groups: Vec<(Range<usize>, Range<usize>)>,
    /// Whether the model told how long the phonemes are.
    pub(crate) told: bool,
}

impl SpokenSentence {
    /// Puts together what the model made of a sentence's chunks.
    pub(crate) fn of(sentence: &Sentence, sounds: Vec<Sound>, hop: usize) -> Self {
        let told = sounds.iter().all(|sound| sound.tells(hop));
        let mut samples = Vec::new();
        let mut heard: Vec<(Range<usize>, Range<usize>)> = Vec::new();
        for (chunk, sound) in sentence.chunks.iter().zip(sounds) {
            if told {
                let ends = ends(&sound.frames, hop, samples.len());
                let at = |id: usize| {
                    id.checked_sub(1)
                        .map_or(samples.len(), |id| ends.get(id).copied().unwrap_or(samples.len()))
                };
                for (words, ids) in &chunk.heard {
                    let (start, end) = (at(ids.start), at(ids.end));
                    match heard.last_mut() {
                        Some((last, place)) if last == words => place.end = end,
                        _ => heard.push((words.clone(), start..end)),
                    }
                }
            }
            samples.extend(sound.samples);
        }
        if heard.is_empty() {
            heard.push((sentence.words.clone(), 0..samples.len()));
        }
        Self { groups: covering(&sentence.words, heard), samples, told }
    }

    /// Adds the silence before the next sentence.
    pub(crate) fn pause(&mut self, samples: usize) {
        self.samples.resize(self.samples.len().saturating_add(samples), 0.0);
    }

    /// Returns a timing for each of the sentence's words, when its sound begins at the sample `offset`.
    pub(crate) fn timings(&self, words: &[String], offset: usize, rate_hz: u32) -> Vec<WordTiming> {
        let ms = |sample: usize| {
            let sample = u64::try_from(offset.saturating_add(sample)).unwrap_or(u64::MAX);
            u32::try_from(sample.saturating_mul(1000) / u64::from(rate_hz.max(1))).unwrap_or(u32::MAX)
        };
        let mut timings = Vec::new();
        for (group, place) in &self.groups {
            let (start_ms, end_ms) = (ms(place.start), ms(place.end));
            let words = words.get(group.clone()).unwrap_or_default();
            let inside = estimate_words(words, end_ms.saturating_sub(start_ms));
            timings.extend(inside.into_iter().map(|timing| WordTiming {
                start_ms: start_ms.saturating_add(timing.start_ms),
                end_ms: start_ms.saturating_add(timing.end_ms),
            }));
        }
        timings
    }
}

/// The sample after each id.
fn ends(frames: &[usize], hop: usize, offset: usize) -> Vec<usize> {
    let mut end = offset;
    let step = |frames: &usize| {
        end += frames * hop;
        end
    };
    frames.iter().map(step).collect()
}

/// Lets words that are not heard share the place of those before them, or of the first that are heard.
fn covering(
    words: &Range<usize>,
    heard: Vec<(Range<usize>, Range<usize>)>,
) -> Vec<(Range<usize>, Range<usize>)> {
    let mut groups = heard;
    let starts: Vec<usize> = groups.iter().map(|(group, _)| group.start).collect();
    for (n, (group, _)) in groups.iter_mut().enumerate() {
        if n == 0 {
            group.start = words.start;
        }
        group.end = starts.get(n + 1).copied().unwrap_or(words.end);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Chunk;

    const HOP: usize = 100;

    fn sound(frames: &[usize]) -> Sound {
        Sound { samples: vec![0.1; frames.iter().sum::<usize>() * HOP], frames: frames.to_vec() }
    }

    fn chunk(ids: usize, heard: Vec<(Range<usize>, Range<usize>)>) -> Chunk {
        Chunk { ids: vec![0; ids], heard }
    }

    /// At 1,000 samples a second a sample is a millisecond.
    fn places(sentence: &Sentence, sounds: Vec<Sound>, words: &[&str]) -> Vec<(u32, u32)> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let spoken = SpokenSentence::of(sentence, sounds, HOP);
        let timings = spoken.timings(&words, 5, 1000);
        timings.into_iter().map(|timing| (timing.start_ms, timing.end_ms)).collect()
    }

    #[test]
    fn a_word_lies_where_its_phonemes_do() {
        let sentence = Sentence { words: 0..2, chunks: vec![chunk(5, vec![(0..1, 1..2), (1..2, 3..4)])] };
        let places = places(&sentence, vec![sound(&[1, 2, 3, 4, 1])], &["a", "b"]);
        assert_eq!(places, [(105, 305), (605, 1005)]);
    }

    #[test]
    fn words_that_are_not_heard_share_the_place_of_a_neighbour() {
        let sentence = Sentence { words: 0..5, chunks: vec![chunk(3, vec![(1..2, 0..1), (3..4, 1..2)])] };
        let places = places(&sentence, vec![sound(&[6, 6, 1])], &["—", "ab", "ba", "cc", "🎉"]);
        assert_eq!(places, [(5, 5), (5, 305), (305, 605), (605, 1205), (1205, 1205)]);
    }

    #[test]
    fn a_word_may_go_on_in_the_next_chunk() {
        let chunks = vec![chunk(2, vec![(0..1, 1..2)]), chunk(2, vec![(0..1, 0..1), (1..2, 1..2)])];
        let sentence = Sentence { words: 0..2, chunks };
        assert_eq!(
            places(&sentence, vec![sound(&[1, 1]), sound(&[1, 1])], &["a", "b"]),
            [(105, 305), (305, 405)]
        );
    }

    #[test]
    fn lengths_that_are_not_those_of_the_sound_are_not_believed() {
        let sentence = Sentence { words: 0..1, chunks: vec![chunk(2, vec![(0..1, 1..2)])] };
        let mut wrong = sound(&[1, 1]);
        wrong.samples.truncate(150);
        assert!(!SpokenSentence::of(&sentence, vec![wrong], HOP).told);
        let untold = Sound { samples: vec![0.1; 200], frames: Vec::new() };
        assert_eq!(places(&sentence, vec![untold], &["a"]), [(5, 205)]);
    }
}
