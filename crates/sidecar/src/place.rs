//! Where the words of a speech lie, from where an engine says that parts of the text lie.

use domain::WordTiming;

use crate::Mark;

/// How many letters an engine may leave out between two parts that it tells, beside twice the part's own.
const MOST_LEFT_OUT: usize = 24;

/// A letter or digit of the speech; engines differ on everything else.
struct Letter {
    sign: char,
    word: usize,
    /// How long it takes among others.
    weight: u64,
    span: Option<(u64, u64)>,
}

/// Places every word as it was written.
///
/// An engine's parts may be sentences, words, or pieces of one, and it may spell them otherwise or leave some out. So
/// they are followed letter by letter; within a part, time is shared by the letters' weights, and what no part told
/// lies between its neighbours. A word without letters takes no time.
#[must_use]
pub fn place_words(words: &[String], marks: &[Mark], length_ms: u32) -> Vec<WordTiming> {
    let mut letters = letters_of(words);
    let mut at = 0;
    for mark in marks {
        at = placed(&mut letters, at, mark, length_ms);
    }
    fill_gaps(&mut letters, u64::from(length_ms));
    timings(words.len(), &letters, length_ms)
}

fn letters_of(words: &[String]) -> Vec<Letter> {
    let spoken = words.iter().enumerate().flat_map(|(word, text)| {
        plain(text).map(move |sign| Letter { sign, word, weight: weight(sign), span: None })
    });
    spoken.collect()
}

fn plain(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// A digit is spoken as a word, and a sign of Chinese or Japanese as a syllable.
fn weight(sign: char) -> u64 {
    if sign.is_numeric() || sign >= '\u{2e80}' { 3 } else { 1 }
}

/// Finds a part from `at` on, gives its letters their times, and returns where the next part is looked for.
fn placed(letters: &mut [Letter], at: usize, mark: &Mark, length_ms: u32) -> usize {
    let spoken: Vec<char> = plain(&mark.text).collect();
    let rest = letters.get_mut(at..).unwrap_or_default();
    let reach = MOST_LEFT_OUT + 2 * spoken.len();
    let fits = |window: &[Letter]| window.iter().map(|letter| letter.sign).eq(spoken.iter().copied());
    let found = (!spoken.is_empty()).then(|| rest.windows(spoken.len()).take(reach).position(fits)).flatten();
    let Some(found) = found else { return at };
    let end = found + spoken.len();
    let (start_ms, end_ms) = (mark.start_ms.min(length_ms), mark.end_ms.min(length_ms));
    spread(rest.get_mut(found..end).unwrap_or_default(), start_ms.into(), end_ms.max(start_ms).into());
    at + end
}

/// Shares a span of time.
fn spread(letters: &mut [Letter], start: u64, end: u64) {
    let all: u64 = letters.iter().map(|letter| letter.weight).sum();
    let mut before = 0;
    for letter in letters {
        let time = |weight| start + (end - start) * weight / all.max(1);
        letter.span = Some((time(before), time(before + letter.weight)));
        before += letter.weight;
    }
}

/// Gives the letters that no part told the time between their neighbours; where there is none, they share theirs.
fn fill_gaps(letters: &mut [Letter], length: u64) {
    let mut at = 0;
    while let Some(from) =
        letters.iter().skip(at).position(|letter| letter.span.is_none()).map(|found| found + at)
    {
        let until = letters
            .iter()
            .skip(from)
            .position(|letter| letter.span.is_some())
            .map_or(letters.len(), |found| found + from);
        let (from, until) = with_room(letters, from, until, length);
        let (start, end) = room(letters, from, until, length);
        spread(letters.get_mut(from..until).unwrap_or_default(), start, end);
        at = until;
    }
}

fn room(letters: &[Letter], from: usize, until: usize, length: u64) -> (u64, u64) {
    let before = from.checked_sub(1).and_then(|before| letters.get(before)).and_then(|letter| letter.span);
    let after = letters.get(until).and_then(|letter| letter.span);
    let start = before.map_or(0, |(_, end)| end);
    (start, after.map_or(length, |(start, _)| start).max(start))
}

/// Takes in the word before, else the one after, until there is a millisecond for each letter.
fn with_room(letters: &[Letter], mut from: usize, mut until: usize, length: u64) -> (usize, usize) {
    loop {
        let (start, end) = room(letters, from, until, length);
        let needed = u64::try_from(until - from).unwrap_or(u64::MAX);
        let word = |at: usize| letters.get(at).map(|letter| letter.word);
        if end - start >= needed || (from == 0 && until == letters.len()) {
            return (from, until);
        }
        if let Some(before) = from.checked_sub(1).and_then(word) {
            from = letters
                .iter()
                .take(from)
                .rposition(|letter| letter.word != before)
                .map_or(0, |last| last + 1);
        } else {
            let after = word(until);
            while until < letters.len() && word(until) == after {
                until += 1;
            }
        }
    }
}

fn timings(words: usize, letters: &[Letter], length_ms: u32) -> Vec<WordTiming> {
    let ms = |time: u64| u32::try_from(time).unwrap_or(u32::MAX).min(length_ms);
    let mut end_before = 0;
    let mut rest = letters;
    let mut timing = |word: usize| {
        let (own, after) = rest.split_at(rest.iter().take_while(|letter| letter.word == word).count());
        rest = after;
        let mut told = own.iter().filter_map(|letter| letter.span);
        let start_ms = told.clone().next().map_or(end_before, |(start, _)| ms(start)).max(end_before);
        let end_ms = told.next_back().map_or(start_ms, |(_, end)| ms(end)).max(start_ms);
        end_before = end_ms;
        WordTiming { start_ms, end_ms }
    };
    (0..words).map(&mut timing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(text: &str, marks: &[(&str, u32, u32)], length_ms: u32) -> Vec<(u32, u32)> {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let mark = |(text, start_ms, end_ms): &(&str, u32, u32)| Mark {
            text: (*text).to_owned(),
            start_ms: *start_ms,
            end_ms: *end_ms,
        };
        let marks: Vec<Mark> = marks.iter().map(mark).collect();
        place_words(&words, &marks, length_ms).into_iter().map(|word| (word.start_ms, word.end_ms)).collect()
    }

    #[test]
    fn words_lie_where_the_engine_says() {
        let marks = [("Hello", 100, 400), ("there", 450, 700)];
        assert_eq!(placed("\"Hello, there!\"", &marks, 900), [(100, 400), (450, 700)]);
    }

    #[test]
    fn a_word_of_several_parts_goes_from_the_first_to_the_last() {
        let marks = [("well", 0, 200), ("known", 250, 500), ("it", 500, 600)];
        assert_eq!(placed("well-known it", &marks, 600), [(0, 500), (500, 600)]);
    }

    #[test]
    fn a_part_of_several_words_is_shared_by_their_letters() {
        assert_eq!(
            placed("in the 5 — days", &[("in the 5 days", 0, 1200)], 1300),
            [(0, 200), (200, 500), (500, 800), (800, 800), (800, 1200)]
        );
    }

    #[test]
    fn what_the_engine_spells_otherwise_lies_between_its_neighbours() {
        let marks = [("see", 0, 300), ("Doctor", 300, 700), ("Pop", 700, 900)];
        assert_eq!(placed("See Dr. Pop", &marks, 1000), [(0, 300), (300, 700), (700, 900)]);
        // Nothing is told at all: shared over the whole.
        assert_eq!(placed("one two", &[], 600), [(0, 300), (300, 600)]);
        assert_eq!(placed("one two", &[("eins", 0, 100)], 600), [(0, 300), (300, 600)]);
    }

    #[test]
    fn a_word_that_is_left_out_takes_some_of_its_neighbours_time() {
        let marks = [("one", 0, 300), ("three", 300, 600)];
        assert_eq!(placed("one two three", &marks, 600), [(0, 150), (150, 300), (300, 600)]);
        assert_eq!(placed("zero one", &[("one", 0, 700)], 700), [(0, 400), (400, 700)]);
    }

    #[test]
    fn a_word_that_comes_again_is_not_mistaken_for_the_first() {
        let marks =
            [("the", 0, 100), ("end", 100, 200), ("of", 200, 300), ("the", 300, 400), ("day", 400, 500)];
        let expected = [(0, 100), (100, 200), (200, 300), (300, 400), (400, 500)];
        assert_eq!(placed("the end of the day", &marks, 500), expected);
    }

    #[test]
    fn places_outside_the_sound_or_backwards_are_brought_in_order() {
        let placed =
            placed("one two three", &[("one", 500, 900), ("two", 100, 50), ("three", 5000, 9000)], 1000);
        let mut before = 0;
        for (start, end) in placed {
            assert!(before <= start && start <= end && end <= 1000, "{start} to {end} after {before}");
            before = end;
        }
    }
}
