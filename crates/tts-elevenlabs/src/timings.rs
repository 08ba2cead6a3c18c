//! Timings: the places of characters become those of the words as they were written.

use domain::{TimingKind, WordTiming, whole};
use serde::Deserialize;

/// When each character is spoken, in seconds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Alignment {
    characters: Vec<String>,
    character_start_times_seconds: Vec<f64>,
    character_end_times_seconds: Vec<f64>,
}

/// A moment of a sign: where it begins and ends.
type Span = (f64, f64);

/// Places words in sound of a length: by the first alignment that has them, else by an even estimate.
pub(crate) fn place(
    words: &[String],
    alignments: [Option<&Alignment>; 2],
    length_ms: u32,
) -> (Vec<WordTiming>, TimingKind) {
    match alignments.into_iter().flatten().find_map(|alignment| alignment.words(words)) {
        Some(spans) => (in_order(spans, length_ms), TimingKind::Native),
        None => (estimated(words, length_ms), TimingKind::Estimated),
    }
}

impl Alignment {
    /// Returns each word's place; nothing for one without a sign of its own. Nothing at all when these are not the words.
    fn words(&self, words: &[String]) -> Option<Vec<Option<Span>>> {
        let times = self.character_start_times_seconds.iter().zip(&self.character_end_times_seconds);
        let length = self.characters.len();
        let complete = self.character_start_times_seconds.len() == length
            && self.character_end_times_seconds.len() == length
            && times.clone().all(|(start, end)| start.is_finite() && end.is_finite() && start <= end);
        if !complete {
            return None;
        }
        let times = times.map(|(start, end)| (*start, *end));
        let signs: Vec<(char, Span)> = self
            .characters
            .iter()
            .zip(times)
            .flat_map(|(text, span)| text.chars().map(move |sign| (sign, span)))
            .collect();
        by_signs(words, &signs).or_else(|| by_groups(words, &signs))
    }
}

/// Walks over the words and the aligned signs together. Signs that are no letters or digits may be missing on either side.
fn by_signs(words: &[String], signs: &[(char, Span)]) -> Option<Vec<Option<Span>>> {
    let mut aligned = signs.iter().filter(|(sign, _)| !sign.is_whitespace()).peekable();
    let mut places = Vec::with_capacity(words.len());
    for word in words {
        let mut own = Vec::new();
        for sign in word.chars().filter(|sign| !sign.is_whitespace()) {
            // What the service added is passed over only where a letter must follow.
            while sign.is_alphanumeric()
                && aligned.peek().is_some_and(|(other, _)| *other != sign && !other.is_alphanumeric())
            {
                aligned.next();
            }
            match aligned.next_if(|(other, _)| *other == sign) {
                Some((_, span)) => own.push((sign, *span)),
                None if sign.is_alphanumeric() => return None,
                None => {}
            }
        }
        places.push(spoken(&own));
    }
    aligned.all(|(sign, _)| !sign.is_alphanumeric()).then_some(places)
}

/// Takes the groups between spaces for the words, when there are as many: so it is where a number was written out.
fn by_groups(words: &[String], signs: &[(char, Span)]) -> Option<Vec<Option<Span>>> {
    let groups: Vec<&[(char, Span)]> =
        signs.split(|(sign, _)| sign.is_whitespace()).filter(|group| !group.is_empty()).collect();
    let is_seen = |word: &String| word.chars().any(|sign| !sign.is_whitespace());
    if groups.len() != words.iter().filter(|word| is_seen(word)).count() {
        return None;
    }
    let mut groups = groups.into_iter();
    Some(words.iter().map(|word| if is_seen(word) { groups.next().and_then(spoken) } else { None }).collect())
}

/// What a speaker pauses at: the pause is not the word.
const PAUSES: [char; 16] = ['.', ',', ';', ':', '!', '?', '…', '-', '–', '—', '"', '\'', '”', '’', '»', ')'];

/// Returns the place of a word's signs without the pause after it.
fn spoken(signs: &[(char, Span)]) -> Option<Span> {
    let last =
        signs.iter().rposition(|(sign, _)| !PAUSES.contains(sign)).unwrap_or(signs.len().saturating_sub(1));
    let (_, (start, _)) = signs.first()?;
    let (_, (_, end)) = signs.get(last)?;
    Some((*start, *end))
}

/// Puts places into order and inside the sound; a word without one is at the end of the one before it.
fn in_order(spans: Vec<Option<Span>>, length_ms: u32) -> Vec<WordTiming> {
    let mut before = 0;
    let places = spans.into_iter().map(|span| {
        let (start, end) = span.map_or((before, before), |(start, end)| (ms(start), ms(end)));
        let start_ms = start.clamp(before, length_ms);
        let end_ms = end.clamp(start_ms, length_ms);
        before = end_ms;
        WordTiming { start_ms, end_ms }
    });
    places.collect()
}

fn ms(seconds: f64) -> u32 {
    whole(seconds * 1000.0)
}

/// Shares the sound among the words by their lengths, a space counted with each.
fn estimated(words: &[String], length_ms: u32) -> Vec<WordTiming> {
    let weight = |word: &String| u64::try_from(word.chars().count()).unwrap_or(u64::MAX).saturating_add(1);
    let all: u64 = words.iter().map(weight).sum::<u64>().max(1);
    let place = |weight: u64| u32::try_from(u64::from(length_ms) * weight / all).unwrap_or(length_ms);
    let mut sum = 0;
    let places = words.iter().map(|word| {
        let start_ms = place(sum);
        sum += weight(word);
        WordTiming { start_ms, end_ms: place(sum) }
    });
    places.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Aligns a text at a tenth of a second a character.
    fn aligned(text: &str) -> Alignment {
        let (mut starts, mut ends) = (Vec::new(), Vec::new());
        for place in 0..u32::try_from(text.chars().count()).unwrap() {
            starts.push(f64::from(place) / 10.0);
            ends.push(f64::from(place + 1) / 10.0);
        }
        Alignment {
            characters: text.chars().map(String::from).collect(),
            character_start_times_seconds: starts,
            character_end_times_seconds: ends,
        }
    }

    fn placed(text: &str, alignment: &Alignment) -> (Vec<(u32, u32)>, TimingKind) {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let (places, kind) = place(&words, [Some(alignment), None], 10_000);
        (places.into_iter().map(|word| (word.start_ms, word.end_ms)).collect(), kind)
    }

    #[test]
    fn characters_become_words_without_the_pauses_after_them() {
        let (places, kind) = placed("Hi, you.", &aligned("Hi, you."));
        assert_eq!((places, kind), (vec![(0, 200), (400, 700)], TimingKind::Native));
    }

    #[test]
    fn signs_may_be_missing_or_other_ones_but_letters_may_not() {
        let (places, kind) = placed("“Hi” 🎉  you", &aligned("\"Hi\" you"));
        assert_eq!(kind, TimingKind::Native);
        assert_eq!(places, [(100, 300), (300, 300), (300, 300), (500, 800)]);
        assert_eq!(placed("Hi you", &aligned("Hi there you")).1, TimingKind::Estimated);
        assert_eq!(placed("Hi there you", &aligned("Hi you")).1, TimingKind::Estimated);
    }

    #[test]
    fn numbers_that_were_written_out_have_their_places_where_the_words_are_as_many() {
        let (places, kind) = placed("It costs 5.", &aligned("It costs five."));
        assert_eq!((places, kind), (vec![(0, 200), (300, 800), (900, 1300)], TimingKind::Native));
        assert_eq!(placed("It costs $5.", &aligned("It costs five dollars.")).1, TimingKind::Estimated);
    }

    #[test]
    fn the_second_alignment_helps_where_the_first_is_missing() {
        let words = ["Hi".to_owned()];
        let (places, kind) = place(&words, [None, Some(&aligned("Hi"))], 1000);
        assert_eq!((places[0].end_ms, kind), (200, TimingKind::Native));
    }

    #[test]
    fn times_that_cannot_be_are_estimated_or_brought_into_order() {
        for spoil in [f64::NAN, f64::INFINITY, 99.0] {
            let mut odd = aligned("Hi you");
            odd.character_start_times_seconds[0] = spoil;
            assert_eq!(placed("Hi you", &odd).1, TimingKind::Estimated, "{spoil}");
        }
        let mut short = aligned("Hi you");
        short.character_end_times_seconds.pop();
        assert_eq!(placed("Hi you", &short).1, TimingKind::Estimated);
        let mut jumping = aligned("Hi you");
        jumping.character_start_times_seconds[3] = -5.0;
        for end in &mut jumping.character_end_times_seconds[3..] {
            *end = 60.0;
        }
        assert_eq!(placed("Hi you", &jumping).0, [(0, 200), (200, 10_000)]);
    }

    #[test]
    fn an_estimate_fills_the_sound_and_gives_each_word_its_share() {
        let words: Vec<String> = ["a", "four", ""].map(str::to_owned).into();
        let (places, kind) = place(&words, [None, None], 800);
        let places: Vec<_> = places.iter().map(|word| (word.start_ms, word.end_ms)).collect();
        assert_eq!((places, kind), (vec![(0, 200), (200, 700), (700, 800)], TimingKind::Estimated));
    }
}
