//! Where the words lie, from where the sentences do.

use domain::{WordTiming, estimate_words};
use sidecar::Mark;

/// Estimates each word's place within its sentence, whose place is known.
///
/// A word belongs to the sentence in which its first letter lies; one that the service had to cut has all its parts.
pub(crate) fn estimated(words: &[String], sentences: &[Mark], length_ms: u32) -> Vec<WordTiming> {
    let owners = owners(words, sentences);
    let mut timings: Vec<WordTiming> = Vec::with_capacity(words.len());
    let mut end_before = 0;
    let mut groups = owners.chunk_by(PartialEq::eq).peekable();
    while let Some(group) = groups.next() {
        let first = group.first().and_then(|owner| sentences.get(*owner));
        let next = groups.peek().and_then(|next| next.first());
        let last =
            next.map_or(sentences.last(), |next| next.checked_sub(1).and_then(|last| sentences.get(last)));
        let start_ms = first.map_or(0, |mark| mark.start_ms).clamp(end_before, length_ms.max(end_before));
        let end_ms = last.map_or(length_ms, |mark| mark.end_ms).min(length_ms).max(start_ms);
        let own = words.get(timings.len()..timings.len() + group.len()).unwrap_or_default();
        let within = estimate_words(own, end_ms - start_ms);
        let moved = |word: WordTiming| WordTiming {
            start_ms: start_ms + word.start_ms,
            end_ms: start_ms + word.end_ms,
        };
        timings.extend(within.into_iter().map(moved));
        end_before = end_ms;
    }
    timings
}

/// Returns the sentence of each word.
fn owners(words: &[String], sentences: &[Mark]) -> Vec<usize> {
    let ends: Vec<usize> = sentences
        .iter()
        .scan(0, |told, sentence| {
            *told += letters(&sentence.text);
            Some(*told)
        })
        .collect();
    let mut begins = 0;
    let mut owner = |word: &String| {
        let owner = ends.partition_point(|end| *end <= begins).min(ends.len().saturating_sub(1));
        begins += letters(word);
        owner
    };
    words.iter().map(&mut owner).collect()
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(text: &str, sentences: &[(&str, u32, u32)], length_ms: u32) -> Vec<(u32, u32)> {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let mark = |(text, start_ms, end_ms): &(&str, u32, u32)| Mark {
            text: (*text).to_owned(),
            start_ms: *start_ms,
            end_ms: *end_ms,
        };
        let marks: Vec<Mark> = sentences.iter().map(mark).collect();
        let timings = estimated(&words, &marks, length_ms);
        assert_eq!(timings.len(), words.len());
        timings.into_iter().map(|word| (word.start_ms, word.end_ms)).collect()
    }

    #[test]
    fn a_sentence_begins_and_ends_where_it_was_spoken() {
        let sentences = [("One two.", 0, 1000), ("Three four.", 1400, 3000)];
        let words = placed("One two. Three four.", &sentences, 3000);
        assert_eq!((words[0].0, words[2].0, words[3].1), (0, 1400, 3000));
        assert!(words[1].1 <= 1000 && words[0].1 <= words[1].0, "{words:?}");
    }

    #[test]
    fn a_word_that_was_cut_has_all_its_parts() {
        let sentences = [("aaaa", 0, 500), ("aaaa", 500, 1000), ("b", 1000, 1200)];
        assert_eq!(placed("aaaaaaaa b", &sentences, 1200), [(0, 1000), (1000, 1200)]);
    }

    #[test]
    fn without_sentences_the_words_share_the_sound() {
        let words = placed("one two", &[], 600);
        assert_eq!((words[0].0, words[1].1), (0, 600));
    }

    #[test]
    fn what_lies_outside_the_sound_or_backwards_is_brought_in_order() {
        let sentences = [("One.", 700, 9000), ("Two.", 100, 50), ("Three.", 8000, 9000)];
        let mut before = 0;
        for (start, end) in placed("One. — Two. Three.", &sentences, 1000) {
            assert!(before <= start && start <= end && end <= 1000, "{start} to {end} after {before}");
            before = end;
        }
    }
}
