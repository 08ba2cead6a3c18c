//! Pins: the shots that a person chose for sentences, and how they stay with those when the script changes.

use serde::{Deserialize, Serialize};

use crate::{SegmentId, Sentence, script_words::fold};

/// A sentence with at least this share of its words in another is that one, reworded.
const ALIKE: f32 = 0.5;

/// A shot that the person chose for a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pin {
    /// The sentence, from 0.
    pub sentence: u16,
    /// The segment that is shown.
    pub segment: SegmentId,
    /// Which shot of the sentence it is, from 0; the last one where the sentence has fewer.
    #[serde(default, skip_serializing_if = "is_first")]
    pub shot: u8,
}

/// Tells whether a pin is for the sentence's first shot, as all were that were kept before there was a choice.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
const fn is_first(shot: &u8) -> bool {
    *shot == 0
}

/// Returns the pins where their sentences are in a changed script: at the same words, else at the most alike, else in
/// the same place between its neighbours. Those of sentences that were taken out go with them.
pub(crate) fn follow(pins: Vec<Pin>, before: &[Sentence], after: &[Sentence]) -> Vec<Pin> {
    if pins.is_empty() || before == after {
        return pins;
    }
    let places = places(before, after);
    let follow = |pin: Pin| match places.get(usize::from(pin.sentence)) {
        // It pointed beyond the script, which the plan says.
        None => Some(pin),
        Some(place) => Some(Pin { sentence: u16::try_from((*place)?).ok()?, ..pin }),
    };
    pins.into_iter().filter_map(follow).collect()
}

/// Returns where each sentence went.
fn places(before: &[Sentence], after: &[Sentence]) -> Vec<Option<usize>> {
    let words = |sentences: &[Sentence]| sentences.iter().map(words_of).collect::<Vec<_>>();
    let (before, after) = (words(before), words(after));
    let mut free = vec![true; after.len()];
    let mut places: Vec<Option<usize>> = Vec::with_capacity(before.len());
    for sentence in &before {
        let same = after.iter().zip(&free).position(|(other, free)| *free && other == sentence);
        places.push(same.and_then(|place| take(&mut free, place)));
    }
    for (place, sentence) in places.iter_mut().zip(&before).filter(|(place, _)| place.is_none()) {
        let likeness =
            after.iter().zip(&free).map(|(other, free)| if *free { alike(sentence, other) } else { 0.0 });
        // The first of those that are equally alike.
        let most = likeness
            .enumerate()
            .filter(|(_, much)| *much >= ALIKE)
            .reduce(|best, next| if next.1 > best.1 { next } else { best });
        *place = most.and_then(|(place, _)| take(&mut free, place));
    }
    let mut next = Some(0);
    for place in &mut places {
        *place = place.or_else(|| next.and_then(|next| take(&mut free, next)));
        next = place.map(|place| place + 1);
    }
    places
}

/// Takes a place unless it is taken or beyond the end.
fn take(free: &mut [bool], place: usize) -> Option<usize> {
    std::mem::take(free.get_mut(place)?).then_some(place)
}

/// Returns a sentence's words in lower case, without punctuation and without marks on their letters, in order of the
/// alphabet: neither a comma nor another order makes another sentence of it.
fn words_of(sentence: &Sentence) -> Vec<String> {
    let plain = |word: &String| fold(word).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let mut words: Vec<String> = sentence.words.iter().map(plain).filter(|word| !word.is_empty()).collect();
    words.sort();
    words
}

/// Returns the share of words that two sentences have in common (Sørensen–Dice coefficient), from 0 to 1.
fn alike(one: &[String], other: &[String]) -> f32 {
    let (mut ones, mut others, mut common) = (one, other, 0);
    while let ([a, after_a @ ..], [b, after_b @ ..]) = (ones, others) {
        common += if a == b { 2 } else { 0 };
        (ones, others) = (if a <= b { after_a } else { ones }, if b <= a { after_b } else { others });
    }
    let all = u64::try_from(one.len() + other.len()).unwrap_or(u64::MAX);
    crate::ratio(common, all.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Script;

    /// Where a pin of each sentence of a script is after a change; nothing where it is gone.
    fn followed(before: &str, after: &str) -> Vec<Option<u16>> {
        let sentences = |text: &str| Script::parse(text).unwrap().sentences();
        let (before, after) = (sentences(before), sentences(after));
        let pin = |sentence| Pin { sentence, segment: SegmentId::new(), shot: 1 };
        let pins: Vec<Pin> = (0_u16..).take(before.len()).map(pin).collect();
        let now = follow(pins.clone(), &before, &after);
        assert!(now.iter().all(|pin| pin.shot == 1));
        let find = |old: &Pin| now.iter().find(|new| new.segment == old.segment).map(|new| new.sentence);
        pins.iter().map(find).collect()
    }

    const THREE: &str = "Fresh bread each day. We bake at night. Come and taste it.";

    #[test]
    fn pins_stay_with_their_words() {
        let after = "Hello there. Fresh bread each day. We bake at night. Come and taste it.";
        assert_eq!(followed(THREE, after), [Some(1), Some(2), Some(3)]);
        let moved = "Come and taste it. Fresh bread each day. We bake at night.";
        assert_eq!(followed(THREE, moved), [Some(1), Some(2), Some(0)]);
        let written = "FRESH bread, each day! We bake at night. Come, and taste it.";
        assert_eq!(followed(THREE, written), [Some(0), Some(1), Some(2)]);
        assert_eq!(followed("Yes. Maybe. Yes.", "Maybe. Yes. Yes."), [Some(1), Some(0), Some(2)]);
        assert_eq!(followed("Țară nouă. Alta.", "Alta. Tara noua."), [Some(1), Some(0)]);
    }

    #[test]
    fn a_reworded_sentence_keeps_its_pin_and_one_that_was_taken_out_does_not() {
        let reworded = "Look here. Fresh warm bread each day. We bake at night. Come and taste it.";
        assert_eq!(followed(THREE, reworded), [Some(1), Some(2), Some(3)]);
        let replaced = "Fresh bread each day. Nobody sleeps here. Come and taste it.";
        assert_eq!(followed(THREE, replaced), [Some(0), Some(1), Some(2)]);
        assert_eq!(followed(THREE, "Fresh bread each day. Come and taste it."), [Some(0), None, Some(1)]);
        assert_eq!(followed(THREE, "Altogether other."), [Some(0), None, None]);
    }

    #[test]
    fn a_pin_beyond_the_script_stays_there() {
        let sentences = |text: &str| Script::parse(text).unwrap().sentences();
        let pins = vec![Pin { sentence: 9, segment: SegmentId::new(), shot: 0 }];
        assert_eq!(follow(pins.clone(), &sentences("One."), &sentences("Two. One.")), pins);
    }
}
