//! Where the words of a speech may lie, for engines that do not tell.

use unicode_normalization::UnicodeNormalization;

use crate::{Frames, Sentence, Speed, WordTiming};

/// What a word takes besides its sounds.
const WORD: u64 = 15;
/// A vowel, or several that are written together.
const VOWELS: u64 = 95;
/// A consonant.
const CONSONANT: u64 = 55;
/// A character that is a syllable: Chinese, Japanese and Korean writing.
const SYLLABLE: u64 = 190;
/// A digit or a sign that is read as a word.
const READ_OUT: u64 = 280;
/// The pause that a comma makes.
const SHORT_PAUSE: u64 = 200;
/// The pause between sentences.
const LONG_PAUSE: u64 = 350;

/// Estimates where each word lies in a sound of so many milliseconds, by its letters and the pauses after its marks.
///
/// The weights are about the milliseconds that espeak-ng takes at its own speed; only their ratios count. A word with
/// a letter or digit has a time of its own where the sound has a millisecond for each; another one an empty place.
pub fn estimate_words(words: &[String], length_ms: u32) -> Vec<WordTiming> {
    let mut weights: Vec<Weight> = words.iter().map(|word| Weight::of(word)).collect();
    // The sound begins with the first word that speaks and ends with the last.
    weights.iter_mut().take_while(|weight| weight.sound == 0).for_each(|weight| weight.pause = 0);
    for weight in weights.iter_mut().rev() {
        weight.pause = 0;
        if weight.sound > 0 {
            break;
        }
    }
    let scale = Scale::of(&weights, length_ms);
    let (mut reached, mut spoken) = (0, 0);
    weights
        .iter()
        .map(|weight| {
            let start_ms = scale.ms(reached, spoken);
            reached += weight.sound;
            spoken += u64::from(weight.sound > 0);
            let end_ms = scale.ms(reached, spoken);
            reached += weight.pause;
            WordTiming { start_ms, end_ms }
        })
        .collect()
}

/// Estimates how long a sentence will be when it is spoken at a speed, with the pause after it.
pub fn estimate_frames(sentence: &Sentence, speed: Speed, pause_ms: u32) -> Frames {
    let weights = sentence.words.iter().map(|word| Weight::of(word));
    let (sounds, pauses) = weights.fold((0, 0), |(sounds, pauses), w| (sounds + w.sound, pauses + w.pause));
    // The last mark's pause is the one after the sentence.
    let last = sentence.words.last().map_or(0, |word| Weight::of(word).pause);
    let ms = (sounds + pauses - last) * 100 / u64::from(speed.as_percent()) + u64::from(pause_ms);
    Frames(u32::try_from((ms * u64::from(crate::FPS)).div_ceil(1000)).unwrap_or(u32::MAX))
}

/// What a word takes, and the pause after it.
struct Weight {
    sound: u64,
    pause: u64,
}

impl Weight {
    fn of(word: &str) -> Self {
        let speaks = word.chars().any(char::is_alphanumeric);
        let sound = if speaks { WORD + sounds(word) } else { 0 };
        let after = word.chars().rev().take_while(|c| !c.is_alphanumeric());
        let pause = after.map(pause).max().unwrap_or(0);
        Self { sound, pause }
    }
}

/// Weighs what is heard of a word.
fn sounds(word: &str) -> u64 {
    let mut weight = 0;
    let mut after_vowel = false;
    for c in word.nfd().flat_map(char::to_lowercase).filter(|c| !is_accent(*c)) {
        let vowel = is_vowel(c);
        weight += match c {
            _ if vowel && after_vowel => 0,
            _ if vowel => VOWELS,
            c if is_syllable(c) => SYLLABLE,
            c if c.is_alphabetic() => CONSONANT,
            c if c.is_numeric() || "$€£%&@+=°".contains(c) => READ_OUT,
            _ => 0,
        };
        after_vowel = vowel;
    }
    weight
}

fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_vowel(c: char) -> bool {
    "aeiouyæøœıаеиоуыэюяєіαεηιουω".contains(c)
}

fn is_syllable(c: char) -> bool {
    // Kana, ideographs and, taken apart by NFD, the first letters of Hangul syllables.
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{1100}'..='\u{1112}')
}

fn pause(mark: char) -> u64 {
    match mark {
        '.' | '!' | '?' | '…' | '。' | '！' | '？' | '।' => LONG_PAUSE,
        ',' | ';' | ':' | '—' | '–' | '，' | '、' | '；' | '：' => SHORT_PAUSE,
        _ => 0,
    }
}

/// From weights to milliseconds.
struct Scale {
    /// What each word that speaks has, whatever its weight.
    each_ms: u64,
    shared_ms: u64,
    total: u64,
}

impl Scale {
    fn of(weights: &[Weight], length_ms: u32) -> Self {
        let length = u64::from(length_ms);
        let spoken: u64 = weights.iter().map(|weight| u64::from(weight.sound > 0)).sum();
        let total = weights.iter().map(|weight| weight.sound + weight.pause).sum();
        let (each_ms, shared_ms) = if spoken <= length { (1, length - spoken) } else { (0, length) };
        Self { each_ms, shared_ms, total }
    }

    fn ms(&self, reached: u64, spoken: u64) -> u32 {
        let shared = u128::from(self.shared_ms) * u128::from(reached) / u128::from(self.total.max(1));
        let ms = u128::from(self.each_ms * spoken) + shared;
        u32::try_from(ms).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn estimated(text: &str, length_ms: u32) -> Vec<(u32, u32)> {
        let words: Vec<String> = text.split(' ').map(str::to_owned).collect();
        let timings = estimate_words(&words, length_ms);
        timings.into_iter().map(|timing| (timing.start_ms, timing.end_ms)).collect()
    }

    #[test]
    fn a_sentence_is_estimated_about_as_long_as_it_is_spoken() {
        let words = "Meet the candle that lasts sixty hours.".split(' ').map(str::to_owned).collect();
        let sentence = Sentence { words };
        let at = |percent| estimate_frames(&sentence, Speed::percent(percent).unwrap(), 250).seconds();
        assert!((1.8..3.2).contains(&at(100)), "{}", at(100));
        assert!(at(200) < at(100) * 0.6 && at(50) > at(100) * 1.7, "{} {}", at(200), at(50));
    }

    #[test]
    fn longer_words_take_longer_and_the_last_one_ends_with_the_sound() {
        let words = estimated("a wonderful day.", 1000);
        let lengths: Vec<u32> = words.iter().map(|(start, end)| end - start).collect();
        assert!(lengths[1] > 2 * lengths[2] && lengths[2] > lengths[0], "{words:?}");
        assert_eq!((words[0].0, words[2].1), (0, 1000));
    }

    #[test]
    fn marks_between_words_are_pauses() {
        for (text, pauses) in
            [("one, two", true), ("one. two", true), ("one two", false), ("one (two)", false)]
        {
            let words = estimated(text, 1000);
            assert_eq!(words[1].0 > words[0].1, pauses, "{text}: {words:?}");
        }
    }

    #[test]
    fn signs_and_digits_are_read_out() {
        let words = estimated("$5.99 now", 1000);
        assert!(words[0].1 > 700, "{words:?}");
    }

    #[test]
    fn accents_are_no_letters_of_their_own() {
        assert_eq!(estimated("știți și", 900), estimated("stiti si", 900));
    }

    #[test]
    fn what_is_not_spoken_has_an_empty_place() {
        let words = estimated("One — two 🎉", 600);
        assert_eq!(words[1].0, words[1].1);
        assert_eq!(words[3], (600, 600));
        assert_eq!(estimated("— One", 600), [(0, 0), (0, 600)]);
        assert_eq!(estimated("— …", 600), [(0, 0), (0, 0)]);
    }

    proptest! {
        #[test]
        fn places_follow_each_other_inside_the_sound(
            words in prop::collection::vec("\\PC{0,12}", 0..40),
            length_ms in 0..100_000_u32,
        ) {
            let timings = estimate_words(&words, length_ms);
            prop_assert_eq!(timings.len(), words.len());
            let spoken = words.iter().filter(|word| word.chars().any(char::is_alphanumeric)).count();
            let mut before = 0;
            for (timing, word) in timings.iter().zip(&words) {
                prop_assert!(before <= timing.start_ms && timing.start_ms <= timing.end_ms);
                if word.chars().any(char::is_alphanumeric) && u32::try_from(spoken).unwrap() <= length_ms {
                    prop_assert!(timing.start_ms < timing.end_ms, "{word:?} of {words:?}");
                }
                before = timing.end_ms;
            }
            prop_assert!(before <= length_ms);
        }
    }
}
