//! Captions: a sentence's words in cues short enough to read, each word with its moment.

use serde::{Deserialize, Serialize};

use crate::{CaptionStyle, Frames, SpokenWord};

/// Words that are on screen together.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cue {
    /// The first frame, counted from the chunk's beginning.
    pub start: Frames,
    /// The frame after the last.
    pub end: Frames,
    /// The words in order; each is highlighted from its start to the next one's.
    pub words: Vec<CueWord>,
}

/// A word of a cue.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CueWord {
    /// The word as written.
    pub text: String,
    /// The frame from which it is highlighted.
    pub start: Frames,
}

/// How much is on screen at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CueLimits {
    /// The most characters, spaces with them; a longer word stands alone.
    pub chars: usize,
    /// The most words.
    pub words: usize,
}

impl CueLimits {
    /// Two lines of some twenty letters.
    pub const STANDARD: Self = Self { chars: 40, words: 12 };
}

/// A word shorter than this does not stand alone, neither in a cue nor in a line, where there is another way.
pub const ORPHAN_CHARS: usize = 8;

impl CaptionStyle {
    /// Groups a sentence's words into cues as this style shows them.
    pub fn cues(self, words: &[SpokenWord], sentence: Frames) -> Vec<Cue> {
        grouped(words, sentence, self.preset.design().limits)
    }
}

/// Groups a sentence's words into cues of standard length, as files of subtitles have them.
pub fn cues(words: &[SpokenWord], sentence: Frames) -> Vec<Cue> {
    grouped(words, sentence, CueLimits::STANDARD)
}

/// Makes cues that follow each other without a gap and end with the sentence.
fn grouped(words: &[SpokenWord], sentence: Frames, limits: CueLimits) -> Vec<Cue> {
    let mut cues: Vec<Cue> = groups(words, limits)
        .into_iter()
        .map(|group| {
            let word =
                |w: &SpokenWord| CueWord { text: w.text.clone(), start: Frames::nearest_ms(w.start_ms) };
            let words: Vec<CueWord> = group.iter().map(word).collect();
            let start = words.first().map_or(Frames(0), |first| first.start);
            Cue { start, end: sentence, words }
        })
        .collect();
    let starts: Vec<Frames> = cues.iter().skip(1).map(|cue| cue.start).collect();
    for (cue, next) in cues.iter_mut().zip(starts) {
        cue.end = next;
    }
    cues.retain(|cue| cue.start < cue.end);
    cues
}

/// What a short word alone costs: more than any other flaw.
const ORPHAN_COST: usize = 1_000_000;
/// What a cue saves that ends where the sentence pauses.
const PAUSE_SAVING: usize = 40;

/// Cuts words into groups within the limits: the cut of least cost among all (by dynamic programming, as Knuth and
/// Plass break paragraphs). Groups are to be equally long, to end at pauses, and none is to be a short word alone.
fn groups(words: &[SpokenWord], limits: CueLimits) -> Vec<&[SpokenWord]> {
    let total = line_chars(words);
    let count = total.div_ceil(limits.chars).max(words.len().div_ceil(limits.words)).max(1);
    let aim = total.div_ceil(count);
    // For each number of words, the least cost of cutting these and where its last group begins.
    let mut best: Vec<(usize, usize)> = vec![(0, 0)];
    for end in 1..=words.len() {
        let fits = |start: &usize| {
            let group = words.get(*start..end).unwrap_or_default();
            group.len() == 1 || (group.len() <= limits.words && line_chars(group) <= limits.chars)
        };
        let cost = |start: usize| {
            let group = words.get(start..end).unwrap_or_default();
            let before = best.get(start).map_or(0, |(cost, _)| *cost);
            (before + group_cost(group, words, aim), start)
        };
        let cheapest = (0..end).rev().take_while(fits).map(cost).min();
        best.push(cheapest.unwrap_or((0, end - 1)));
    }
    let (mut groups, mut end) = (Vec::new(), words.len());
    while let Some((_, start)) = best.get(end).filter(|_| end > 0) {
        groups.extend(words.get(*start..end));
        end = *start;
    }
    groups.reverse();
    groups
}

fn group_cost(group: &[SpokenWord], words: &[SpokenWord], aim: usize) -> usize {
    let uneven = line_chars(group).abs_diff(aim).pow(2);
    let orphan = match group {
        [only] if words.len() > 1 && only.text.chars().count() < ORPHAN_CHARS => ORPHAN_COST,
        _ => 0,
    };
    let pauses =
        group.last().is_some_and(|word| word.text.ends_with([',', ';', ':', '\u{2014}', '.', '!', '?']));
    uneven + orphan + if pauses { 0 } else { PAUSE_SAVING }
}

fn line_chars(words: &[SpokenWord]) -> usize {
    let letters: usize = words.iter().map(|word| word.text.chars().count()).sum();
    letters + words.len().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CaptionPreset;

    fn spoken(text: &str) -> Vec<SpokenWord> {
        let word = |(n, text): (usize, &str)| {
            let start_ms = u32::try_from(n).unwrap() * 300;
            SpokenWord { text: text.to_owned(), start_ms, end_ms: start_ms + 250 }
        };
        text.split_whitespace().enumerate().map(word).collect()
    }

    #[test]
    fn cues_are_short_and_about_equally_long() {
        let words =
            spoken("Our new candle burns for sixty hours and smells of orange and fresh cut cedar wood");
        let cues = cues(&words, Frames(200));
        let lengths: Vec<usize> =
            cues.iter().map(|c| c.words.iter().map(|w| w.text.len() + 1).sum::<usize>() - 1).collect();
        assert!(lengths.iter().all(|length| *length <= CueLimits::STANDARD.chars), "{lengths:?}");
        assert!(lengths.iter().max().unwrap() - lengths.iter().min().unwrap() <= 14, "{lengths:?}");
        assert_eq!(cues.iter().map(|c| c.words.len()).sum::<usize>(), words.len());
    }

    #[test]
    fn cues_follow_each_other_and_end_with_the_sentence() {
        let cues = cues(&spoken("a b c d e f g h i j k l m n o p q r s t u v w x y z a b c d"), Frames(300));
        assert!(cues.len() > 1);
        assert!(cues.windows(2).all(|pair| pair[0].end == pair[1].start));
        assert_eq!(cues.last().unwrap().end, Frames(300));
    }

    fn texts(words: &str, limits: CueLimits) -> Vec<String> {
        let words = spoken(words);
        let text =
            |group: &[SpokenWord]| group.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        groups(&words, limits).into_iter().map(text).collect()
    }

    #[test]
    fn no_short_word_stands_alone_where_there_is_another_way() {
        let standard = CueLimits::STANDARD;
        assert_eq!(
            texts("Northern lamps burn through the whole night now", standard),
            ["Northern lamps burn", "through the whole night now"]
        );
        let pop = CaptionPreset::Pop.design().limits;
        assert_eq!(texts("Get yours today and save", pop), ["Get yours", "today and save"]);
        for text in ["a b c d", "one two three four five six seven", "Buy it now, or never at all again!"] {
            for group in texts(text, pop) {
                let count = group.split(' ').count();
                assert!((2..=3).contains(&count), "{text}: {group}");
            }
        }
        // Between two words that fill a cue each, there is none.
        assert_eq!(texts("Donaudampfschifffahrten or Elektrizitätenwerke", pop).len(), 3);
        assert_eq!(texts("Now", pop), ["Now"]);
        assert!(texts("", pop).is_empty());
    }

    #[test]
    fn cues_end_where_the_sentence_pauses() {
        let found =
            texts("When the evening comes early, light a candle and stay a while", CueLimits::STANDARD);
        assert_eq!(found, ["When the evening comes early,", "light a candle and stay a while"]);
    }

    #[test]
    fn every_word_is_in_one_cue_within_the_limits_of_its_style() {
        let words = spoken(
            "In 2026 the shop sells 1,200 candles a week: orange, cedar, mint and \
             Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft too, I am told",
        );
        for preset in CaptionPreset::ALL {
            let limits = preset.design().limits;
            let cues = preset.style().cues(&words, Frames(400));
            let all: Vec<&CueWord> = cues.iter().flat_map(|cue| &cue.words).collect();
            assert!(all.iter().zip(&words).all(|(cue, word)| cue.text == word.text));
            assert_eq!(all.len(), words.len());
            for cue in cues.iter().filter(|cue| cue.words.len() > 1) {
                let chars = cue.words.iter().map(|word| word.text.chars().count() + 1).sum::<usize>() - 1;
                assert!(cue.words.len() <= limits.words && chars <= limits.chars, "{preset:?}: {cue:?}");
            }
        }
    }
}
