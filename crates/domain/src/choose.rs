//! Chooses which segment is shown while which sentence is spoken: a pure function of sentences, segments, what the
//! person settled, and a seed.

mod candidate;
mod chance;
mod keyword;
mod pace;
mod reel;
mod say;
mod stem;
#[cfg(test)]
mod tests;
mod weigh;

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use self::{
    candidate::{Candidate, footage_ms},
    keyword::Said,
    pace::{MIN_SHOT, Window},
    reel::Reel,
    say::Cause,
    weigh::{Gap, Weights},
};
use crate::{
    Frames, Language, Making, Matching, Motion, Segment, SegmentId, Sentence, SourceVideoId, Transform,
};

/// A part of a segment that is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shot {
    /// The segment.
    pub segment: SegmentId,
    /// Its source video.
    pub source_video: SourceVideoId,
    /// Where the shot begins in the source video, in milliseconds.
    pub start_ms: u32,
    /// How long it is shown.
    pub frames: Frames,
    /// How the picture is shown.
    pub transform: Transform,
    /// How the view of a still picture moves.
    pub motion: Motion,
    /// Whether the person chose it.
    pub is_pinned: bool,
    /// Why it was chosen, for the person.
    pub reason: String,
}

/// The shots of one variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Which sentence of the script comes at each place.
    pub order: Vec<usize>,
    /// The shots of the sentence at each place; their frames sum to the sentence's.
    pub sentences: Vec<Vec<Shot>>,
    /// How many shots show what this variant showed before.
    pub repeats: usize,
    /// What the person should know, such as that there is too little footage.
    pub warnings: Vec<String>,
}

/// The footage that there is to choose from.
#[derive(Debug, Clone, Copy)]
pub struct Coverage<'s> {
    /// The segments, in any order.
    pub segments: &'s [Segment],
    /// The source videos that are still pictures, which can be shown for any time.
    pub stills: &'s HashSet<SourceVideoId>,
    /// The segments that other clips show; those for single use are left out.
    pub taken: &'s HashSet<SegmentId>,
}

/// What is said, sentence by sentence, and in which language where that is known.
#[derive(Debug, Clone, Copy)]
pub struct Lines<'s> {
    /// The sentences of the script.
    pub sentences: &'s [Sentence],
    /// Their language.
    pub language: Option<&'s Language>,
}

/// Says that there is no segment to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSegments {
    /// None is long enough.
    #[error("the chosen footage has no segment to show; add footage")]
    None,
    /// Other clips show them all, and no two may.
    #[error(
        "every segment that is left is for single use and shown in another clip; add footage, or make fewer variants"
    )]
    Taken,
}

/// Chooses the shots of one variant after the other, each with other openings and other shots as far as there are.
pub struct Chooser<'s> {
    candidates: Vec<Candidate<'s>>,
    said: Vec<Said<'s>>,
    making: &'s Making,
    weights: Weights,
    seed: u64,
    variants: u8,
}

impl<'s> Chooser<'s> {
    /// Looks at what there is. Equal input gives equal output, in whichever order the segments come.
    ///
    /// # Errors
    /// [`NoSegments::None`] when no segment lasts half a second.
    pub fn new(
        lines: &Lines<'s>,
        coverage: &Coverage<'s>,
        making: &'s Making,
        seed: u64,
    ) -> Result<Self, NoSegments> {
        let mut candidates = Candidate::all(coverage, making);
        if candidates.is_empty() {
            return Err(NoSegments::None);
        }
        let segments: Vec<&Segment> = candidates.iter().map(|candidate| candidate.segment).collect();
        let said = keyword::said(lines.sentences, lines.language, &segments);
        for (place, _much) in said.iter().flat_map(|said| &said.by_segment) {
            if let Some(candidate) = candidates.get_mut(*place) {
                candidate.is_wanted = true;
            }
        }
        let weights = Weights::of(making.matching);
        Ok(Self { candidates, said, making, weights, seed, variants: 0 })
    }

    /// Chooses the next variant's shots for sentences that last so long, each by its number in the script.
    ///
    /// # Errors
    /// [`NoSegments::Taken`].
    pub fn variant(&mut self, lengths: &[Frames]) -> Result<Choice, NoSegments> {
        let variant = self.variants;
        self.variants = self.variants.saturating_add(1);
        for candidate in &mut self.candidates {
            candidate.begin(variant, self.seed);
        }
        let mut warnings = self.reserve_pins(lengths.len());
        let number = if self.making.vary.order { variant } else { 0 };
        let order = chance::order(lengths.len(), number, self.seed);
        let mut reel = Reel::default();
        for (at, sentence) in order.iter().enumerate() {
            let frames = lengths.get(*sentence).copied().unwrap_or_default();
            let next = order.get(at + 1).and_then(|next| self.pins_of(*next).first().copied());
            self.fill(&mut reel, *sentence, frames, next)?;
        }
        warnings.extend(self.warnings(&reel, lengths.iter().copied().sum()));
        self.remember(&reel);
        Ok(Choice { order, sentences: reel.sentences, repeats: reel.repeats, warnings })
    }

    /// Finds the candidates that the person pinned to a sentence, in their order.
    fn pins_of(&self, sentence: usize) -> Vec<usize> {
        let pins = self.making.pins.iter().filter(|pin| usize::from(pin.sentence) == sentence);
        let place = |id: SegmentId| self.candidates.iter().position(|candidate| candidate.segment.id == id);
        pins.filter_map(|pin| place(pin.segment)).collect()
    }

    /// Keeps pinned shots for their places, and says which pins hold nothing.
    fn reserve_pins(&mut self, sentences: usize) -> Vec<String> {
        let mut warnings = Vec::new();
        for pin in &self.making.pins {
            let number = u32::from(pin.sentence) + 1;
            if usize::from(pin.sentence) >= sentences {
                warnings
                    .push(format!("A shot is pinned to sentence {number}, but the script has {sentences}."));
                continue;
            }
            let Some(pinned) = self.candidates.iter_mut().find(|c| c.segment.id == pin.segment) else {
                warnings.push(format!(
                    "The shot that was pinned to sentence {number} is not in the footage any more; another was chosen."
                ));
                continue;
            };
            pinned.now.uses = pinned.now.uses.saturating_add(1);
            if pinned.is_barred {
                warnings.push(format!(
                    "The shot that is pinned to sentence {number} is for single use, and another clip shows it, too."
                ));
            }
        }
        warnings
    }

    /// Fills a sentence with shots: the pinned ones, then the best.
    fn fill(
        &mut self,
        reel: &mut Reel,
        sentence: usize,
        frames: Frames,
        next_pin: Option<usize>,
    ) -> Result<(), NoSegments> {
        self.listen(sentence);
        let mut pins = self.pins_of(sentence);
        pins.reverse();
        let mut shots = Vec::new();
        let mut left = frames;
        while left > Frames(0) {
            let window = Window::at(reel.shown);
            let at_least = u32::try_from(pins.len()).unwrap_or(u32::MAX);
            let share = window.share(left, at_least).max(MIN_SHOT.min(left));
            let pinned = pins.pop();
            let after = if left <= share { next_pin } else { pins.last().copied() };
            let best = || self.best(reel, window.least.min(left), after);
            let place = pinned.or_else(best).ok_or(NoSegments::Taken)?;
            let candidate = self.candidates.get(place).cloned().ok_or(NoSegments::None)?;
            let frames = pace::length(left, share, candidate.available);
            let shot = self.show(reel, place, &candidate, frames, (sentence, pinned.is_some()));
            left = left.minus(shot.frames);
            shots.push(shot);
        }
        reel.sentences.push(shots);
        Ok(())
    }

    /// Takes note of what a sentence says of each candidate.
    fn listen(&mut self, sentence: usize) {
        for candidate in &mut self.candidates {
            candidate.now.said = 0.0;
        }
        let heard = self.said.get(sentence);
        for (place, much) in heard.iter().flat_map(|said| &said.by_segment) {
            if let Some(candidate) = self.candidates.get_mut(*place) {
                candidate.now.said = *much;
            }
        }
    }

    fn best(&self, reel: &Reel, least: Frames, after: Option<usize>) -> Option<usize> {
        let at = |place: usize| self.candidates.get(place);
        let gap = Gap {
            shot: u32::try_from(reel.places.len()).unwrap_or(u32::MAX),
            variants: u16::from(self.variants.saturating_sub(1)),
            sources: reel.last_sources(),
            before: reel.places.last().copied().and_then(at),
            after: after.and_then(at),
            least,
        };
        gap.best(&self.weights, &self.candidates)
    }

    /// Puts a candidate on the reel, and takes note of what that means for all.
    fn show(
        &mut self,
        reel: &mut Reel,
        place: usize,
        candidate: &Candidate<'s>,
        frames: Frames,
        (sentence, is_pinned): (usize, bool),
    ) -> Shot {
        let segment = candidate.segment;
        let start_ms = candidate.begins(frames);
        let end_ms = start_ms.saturating_add(footage_ms(frames, segment.marks.transform));
        let is_seen =
            candidate.now.shown > 0 && (candidate.is_still || reel.has_seen(segment, start_ms, end_ms));
        let cause = Cause {
            candidate,
            said: self.said.get(sentence),
            matching: self.making.matching,
            is_pinned,
            opens_variant: reel.places.is_empty() && self.variants > 1 && candidate.openings == 0,
            is_seen,
        };
        let motion = if candidate.is_still { reel.next_motion() } else { Motion::Still };
        let shot = Shot {
            segment: segment.id,
            source_video: segment.source_video,
            start_ms,
            frames,
            transform: segment.marks.transform,
            motion,
            is_pinned,
            reason: cause.reason(),
        };
        if candidate.now.said <= 0.0 && self.making.matching == Matching::KeywordStrict && !is_pinned {
            reel.unsaid.push(sentence);
        }
        reel.repeats += usize::from(is_seen);
        let number = u32::try_from(reel.places.len()).unwrap_or(u32::MAX);
        for other in &mut self.candidates {
            other.see(segment, start_ms, end_ms);
            if other.is_like(candidate) {
                // A pinned shot was counted when it was reserved.
                let counted = is_pinned && other.segment.id == segment.id;
                other.now.uses = other.now.uses.saturating_add(u16::from(!counted));
                other.now.last = Some(number);
                other.now.shown = other.now.shown.saturating_add(u16::from(other.segment.id == segment.id));
            }
        }
        reel.take(place, segment.source_video, (start_ms, end_ms), frames);
        shot
    }

    fn warnings(&self, reel: &Reel, frames: Frames) -> Vec<String> {
        let shown = reel.places.iter().filter_map(|place| self.candidates.get(*place));
        let different = candidate::different(shown);
        let mut unsaid = reel.unsaid.clone();
        unsaid.sort_unstable();
        unsaid.dedup();
        // A sentence of which one shot fits is not left alone.
        unsaid.retain(|sentence| self.said.get(*sentence).is_none_or(|said| said.by_segment.is_empty()));
        let left_out = self.candidates.iter().filter(|candidate| candidate.is_barred).count();
        let barred = (left_out > 0)
            .then(|| format!("Segments for single use that other clips show were left out: {left_out}."));
        [
            say::too_little(reel.repeats, &self.candidates, frames),
            say::low_variety(reel.places.len(), different, reel.repeats),
            say::unsaid(&unsaid),
            barred,
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Lets the next variants know what this one shows.
    fn remember(&mut self, reel: &Reel) {
        let opening = reel.places.first().and_then(|place| self.candidates.get(*place)).cloned();
        for candidate in &mut self.candidates {
            let shown = candidate.now.shown > 0;
            candidate.elsewhere = candidate.elsewhere.saturating_add(u16::from(shown));
            candidate.is_barred |= shown && candidate.segment.marks.single_use;
            let opened = opening.as_ref().is_some_and(|opening| opening.is_like(candidate));
            candidate.openings = candidate.openings.saturating_add(u16::from(opened));
        }
    }
}
