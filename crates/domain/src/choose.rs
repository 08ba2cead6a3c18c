//! Chooses which segment is shown while which sentence is spoken: a pure function of sentences, segments, what the
//! person settled, and a seed.

mod before;
mod candidate;
mod chance;
mod earlier;
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

pub use self::before::{ShownBefore, chosen_from};
use self::{
    before::{Kept, frames_of, holds_pins, kept},
    candidate::{Candidate, footage_ms},
    earlier::Earlier,
    keyword::Said,
    pace::{MIN_SHOT, Pace, Window},
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

/// What could stand in the place of a shot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The segment.
    pub segment: SegmentId,
    /// What speaks for and against it, for the person.
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

/// A candidate that the person chose for a shot of a sentence.
#[derive(Debug, Clone, Copy)]
struct Pinned {
    shot: usize,
    place: usize,
}

/// Says that there is no segment to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoSegments {
    /// There are none.
    #[error("the chosen footage has no segment to show; add footage")]
    None,
    /// None is long enough at its speed.
    #[error(
        "every segment of the chosen footage is too short at its speed; slow one down, make it longer, or add footage"
    )]
    TooShort,
    /// Other clips show them all, and no two may.
    #[error(
        "every segment that is left is for single use and shown in another clip; add footage, or make fewer variants"
    )]
    Taken,
}

/// Chooses the shots of one variant after the other, each with other openings and other shots as far as there are.
pub struct Chooser<'s> {
    candidates: Vec<Candidate<'s>>,
    /// The segments that are left out, since at their speed they are over too soon.
    too_short: Vec<SegmentId>,
    sentences: &'s [Sentence],
    said: Vec<Said<'s>>,
    making: &'s Making,
    weights: Weights,
    seed: u64,
    variants: u8,
    earlier: Earlier,
    /// What an earlier video of each variant showed.
    before: Vec<Vec<ShownBefore>>,
    /// What the first variant shows while each sentence of the script is spoken.
    first: Vec<Vec<Shot>>,
    /// Whether all variants so far show what they showed before.
    is_as_before: bool,
    /// The sentence and the shot for which other candidates are wanted, too.
    asked: Option<(usize, usize)>,
    offered: Vec<Alternative>,
}

/// The most alternatives to a shot.
const MOST_ALTERNATIVES: usize = 12;

impl<'s> Chooser<'s> {
    /// Looks at what there is. Equal input gives equal output, in whichever order the segments come.
    ///
    /// # Errors
    /// [`NoSegments::None`], and [`NoSegments::TooShort`] when no segment lasts half a second at its speed.
    pub fn new(
        lines: &Lines<'s>,
        coverage: &Coverage<'s>,
        making: &'s Making,
        seed: u64,
    ) -> Result<Self, NoSegments> {
        let (mut candidates, too_short) = Candidate::all(coverage, making);
        if candidates.is_empty() {
            return Err(if too_short.is_empty() { NoSegments::None } else { NoSegments::TooShort });
        }
        let segments: Vec<&Segment> = candidates.iter().map(|candidate| candidate.segment).collect();
        let said = keyword::said(lines.sentences, lines.language, &segments);
        for (place, _much) in said.iter().flat_map(|said| &said.by_segment) {
            if let Some(candidate) = candidates.get_mut(*place) {
                candidate.is_wanted = true;
            }
        }
        let weights = Weights::of(making.matching);
        Ok(Self {
            candidates,
            too_short,
            sentences: lines.sentences,
            said,
            making,
            weights,
            seed,
            variants: 0,
            earlier: Earlier::default(),
            before: Vec::new(),
            first: Vec::new(),
            is_as_before: true,
            asked: None,
            offered: Vec::new(),
        })
    }

    /// Has a sentence that is said in the same words and as long as in an earlier video of the variant keep its shots, as
    /// long as they fit between their neighbours and hold what is pinned.
    #[must_use]
    pub fn keeping(self, before: Vec<Vec<ShownBefore>>) -> Self {
        Self { before, ..self }
    }

    /// Chooses the next variant's shots for sentences that last so long, each by its number in the script.
    ///
    /// # Errors
    /// [`NoSegments::Taken`].
    pub fn variant(&mut self, lengths: &[Frames]) -> Result<Choice, NoSegments> {
        let variant = self.variants;
        self.variants = self.variants.saturating_add(1);
        let number = if self.making.vary.order { variant } else { 0 };
        let (order, same_order) = chance::order(lengths.len(), number, self.seed);
        let kept = self.kept(variant, &order, lengths);
        let mut fewest: Option<(usize, Pace)> = None;
        for pace in Pace::ALL {
            let (reel, warnings) = self.reel(variant, &order, (lengths, &kept), pace)?;
            if reel.repeats == 0 {
                return Ok(self.chosen(order, same_order, reel, warnings));
            }
            if fewest.is_none_or(|(repeats, _)| reel.repeats < repeats) {
                fewest = Some((reel.repeats, pace));
            }
        }
        // Even held longer there are too few.
        let pace = fewest.map_or(Pace::Usual, |(_, pace)| pace);
        let (reel, warnings) = self.reel(variant, &order, (lengths, &kept), pace)?;
        Ok(self.chosen(order, same_order, reel, warnings))
    }

    /// Finds the shots that each sentence of the script keeps: those of an earlier video of the variant, else, in the
    /// second half of a later variant that is to differ in its opening alone, those of the first one.
    fn kept(&self, variant: u8, order: &[usize], lengths: &[Frames]) -> Vec<Option<Kept>> {
        let before = self.before.get(usize::from(variant)).map(Vec::as_slice).unwrap_or_default();
        let mut all = kept(before, order, self.sentences, lengths);
        let vary = self.making.vary;
        let wants_others = matches!(self.making.matching, Matching::MaxVariety | Matching::Shuffle);
        if variant > 0 && !wants_others && !vary.voice && !vary.captions {
            let from = (lengths.len() / 2).max(1);
            for ((shots, frames), kept) in self.first.iter().zip(lengths).zip(&mut all).skip(from) {
                if kept.is_none() && frames_of(shots) == *frames {
                    *kept = Some(Kept { shots: shots.clone(), after: None });
                }
            }
        }
        for (sentence, kept) in all.iter_mut().enumerate() {
            kept.take_if(|kept| {
                let can = |shot: &Shot| self.place_of(shot).is_some();
                !kept.shots.iter().all(can) || !holds_pins(&kept.shots, &self.making.pins, sentence)
            });
        }
        all
    }

    /// Finds the candidate that can show a shot as it was.
    fn place_of(&self, shot: &Shot) -> Option<usize> {
        self.candidates.iter().position(|candidate| candidate.can_show(shot))
    }

    /// Lists what could stand in the place of a shot of the next variant, the best first; nothing when there is no such
    /// shot. `shot` is a sentence by its number in the script, and which of its shots.
    ///
    /// # Errors
    /// [`NoSegments::Taken`].
    pub fn alternatives(
        &mut self,
        lengths: &[Frames],
        shot: (usize, usize),
    ) -> Result<Vec<Alternative>, NoSegments> {
        self.asked = Some(shot);
        self.offered.clear();
        let chosen = self.variant(lengths);
        self.asked = None;
        chosen.map(|_| std::mem::take(&mut self.offered))
    }

    /// Chooses shots at a pace.
    fn reel(
        &mut self,
        variant: u8,
        order: &[usize],
        (lengths, kept): (&[Frames], &[Option<Kept>]),
        pace: Pace,
    ) -> Result<(Reel, Vec<String>), NoSegments> {
        for candidate in &mut self.candidates {
            candidate.begin(variant, self.seed);
        }
        let warnings = self.reserve_pins(lengths.len());
        self.reserve(kept);
        let kept_of = |sentence: usize| kept.get(sentence).and_then(Option::as_ref);
        let mut reel = Reel::at(pace);
        for (at, sentence) in order.iter().enumerate() {
            let frames = lengths.get(*sentence).copied().unwrap_or_default();
            self.listen(*sentence);
            match kept_of(*sentence) {
                Some(kept) if self.fits(&reel, kept) => self.keep(&mut reel, *sentence, &kept.shots),
                other => {
                    reel.is_as_before = false;
                    if let Some(kept) = other {
                        self.release(kept);
                    }
                    let next = order.get(at + 1).and_then(|next| {
                        let pin = self.pins_of(*next).first().copied().filter(|pin| pin.shot == 0);
                        let kept = || self.place_of(kept_of(*next)?.shots.first()?);
                        pin.map(|pin| pin.place).or_else(kept)
                    });
                    self.fill(&mut reel, *sentence, frames, next)?;
                }
            }
        }
        Ok((reel, warnings))
    }

    fn chosen(
        &mut self,
        order: Vec<usize>,
        same_order: Option<usize>,
        reel: Reel,
        mut warnings: Vec<String>,
    ) -> Choice {
        warnings.extend(self.warnings(&reel));
        warnings.extend(same_order.map(|other| say::same_order(self.variants, other + 1)));
        self.remember(&reel);
        self.is_as_before &= reel.is_as_before;
        if self.variants == 1 {
            // The first variant has the order of the script.
            self.first.clone_from(&reel.sentences);
        }
        Choice { order, sentences: reel.sentences, repeats: reel.repeats, warnings }
    }

    /// Keeps what sentences keep for them, as pinned shots are kept.
    fn reserve(&mut self, kept: &[Option<Kept>]) {
        for shot in kept.iter().flatten().flat_map(|kept| &kept.shots).filter(|shot| !shot.is_pinned) {
            for candidate in self.candidates.iter_mut().filter(|c| c.segment.id == shot.segment) {
                candidate.now.uses = candidate.now.uses.saturating_add(1);
            }
        }
    }

    /// Gives free what a sentence does not keep after all.
    fn release(&mut self, kept: &Kept) {
        for shot in kept.shots.iter().filter(|shot| !shot.is_pinned) {
            for candidate in self.candidates.iter_mut().filter(|c| c.segment.id == shot.segment) {
                candidate.now.uses = candidate.now.uses.saturating_sub(1);
            }
        }
    }

    /// Tells whether what a sentence keeps can come next: it opens only where it opened, like no other variant, and
    /// follows what it followed, or what it does not clash with, unless everything does.
    fn fits(&self, reel: &Reel, kept: &Kept) -> bool {
        let first =
            kept.shots.first().and_then(|shot| self.place_of(shot)).and_then(|at| self.candidates.get(at));
        let Some(first) = first else { return kept.shots.is_empty() };
        match reel.places.last().and_then(|place| self.candidates.get(*place)) {
            None => kept.after.is_none() && (first.openings == 0 || self.is_as_before),
            Some(last) => {
                let is_free = |other: &Candidate<'s>| !other.is_barred && !other.clashes(last);
                kept.after == Some(last.segment.id)
                    || !first.clashes(last)
                    || !self.candidates.iter().any(is_free)
            }
        }
    }

    /// Puts the shots that a sentence keeps on the reel.
    fn keep(&mut self, reel: &mut Reel, sentence: usize, kept: &[Shot]) {
        let mut shots = Vec::with_capacity(kept.len());
        for shot in kept {
            let place = self.place_of(shot);
            let Some((place, candidate)) = place.and_then(|at| Some((at, self.candidates.get(at)?.clone())))
            else {
                continue;
            };
            if self.asked == Some((sentence, shots.len())) {
                let ranked = self.gap(reel, MIN_SHOT, None).ranked(&self.weights, &self.candidates);
                self.offered = self.offer(reel, &ranked, place, (sentence, shot.frames));
            }
            reel.stills += usize::from(candidate.is_still);
            let (span, was_pinned) = ((shot.start_ms, shot.frames), shot.is_pinned);
            shots.push(self.put(reel, place, &candidate, (span, shot.motion), (sentence, was_pinned, true)));
        }
        reel.sentences.push(shots);
    }

    /// Finds the candidates that the person pinned to a sentence, in the order of its shots.
    fn pins_of(&self, sentence: usize) -> Vec<Pinned> {
        let pins = self.making.pins.iter().filter(|pin| usize::from(pin.sentence) == sentence);
        let place = |id: SegmentId| self.candidates.iter().position(|candidate| candidate.segment.id == id);
        let pinned = |pin: &crate::Pin| Some(Pinned { shot: pin.shot.into(), place: place(pin.segment)? });
        let mut all: Vec<Pinned> = pins.filter_map(pinned).collect();
        all.sort_by_key(|pin| pin.shot);
        all
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
                warnings.push(say::lost_pin(number, self.too_short.contains(&pin.segment)));
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

    /// Fills a sentence with shots: the pinned ones in their places, and the best in the others.
    fn fill(
        &mut self,
        reel: &mut Reel,
        sentence: usize,
        frames: Frames,
        next_first: Option<usize>,
    ) -> Result<(), NoSegments> {
        let mut pins = self.pins_of(sentence);
        pins.reverse();
        let mut shots = Vec::new();
        let mut left = frames;
        while left > Frames(0) {
            let window = Window::at(reel.shown, reel.pace);
            let at_least = u32::try_from(pins.len()).unwrap_or(u32::MAX);
            let share = window.share(left, at_least).max(MIN_SHOT.min(left));
            // With no shots left but for the pins, those of later shots come now.
            let is_due = |pin: &mut Pinned| pin.shot <= shots.len() || at_least >= left.0.div_ceil(share.0);
            let pinned = pins.pop_if(is_due).map(|pin| pin.place);
            let later = pins.last().filter(|pin| pin.shot <= shots.len() + 1).map(|pin| pin.place);
            let after = if left <= share { next_first } else { later };
            let gap = self.gap(reel, window.least.min(left), after);
            let best = || gap.best(&self.weights, &self.candidates);
            let place = pinned.or_else(best).ok_or(NoSegments::Taken)?;
            if self.asked == Some((sentence, shots.len())) {
                let ranked = gap.ranked(&self.weights, &self.candidates);
                self.offered = self.offer(reel, &ranked, place, (sentence, share));
            }
            let candidate = self.candidates.get(place).cloned().ok_or(NoSegments::None)?;
            let frames = pace::length(left, share, candidate.available);
            let shot = self.show(reel, place, &candidate, frames, (sentence, pinned.is_some()));
            left = left.minus(shot.frames);
            shots.push(shot);
        }
        // What is left of a sentence may be too short to be divided among its pins.
        reel.cramped.extend(std::iter::repeat_n(sentence, pins.len()));
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

    fn gap<'g>(&'g self, reel: &'g Reel, least: Frames, after: Option<usize>) -> Gap<'g, 's> {
        let at = |place: usize| self.candidates.get(place);
        Gap {
            shot: u32::try_from(reel.places.len()).unwrap_or(u32::MAX),
            variants: u16::from(self.variants.saturating_sub(1)),
            sources: reel.last_sources(),
            before: reel.places.last().copied().and_then(at),
            after: after.and_then(at),
            least,
        }
    }

    /// Says of the best candidates, the chosen one left out, what speaks for each.
    fn offer(
        &self,
        reel: &Reel,
        ranked: &[usize],
        chosen: usize,
        (sentence, frames): (usize, Frames),
    ) -> Vec<Alternative> {
        let others = ranked.iter().filter(|place| **place != chosen).take(MOST_ALTERNATIVES);
        let others = others.filter_map(|place| self.candidates.get(*place));
        let offer = |candidate: &Candidate<'s>| {
            let frames = frames.min(candidate.available);
            let cause = self.cause(reel, candidate, (candidate.begins(frames), frames), sentence);
            Alternative { segment: candidate.segment.id, reason: cause.reason() }
        };
        others.map(offer).collect()
    }

    /// Says how a shot that is not pinned would come about, from where it begins.
    fn cause<'c>(
        &'c self,
        reel: &Reel,
        candidate: &'c Candidate<'s>,
        (start_ms, frames): (u32, Frames),
        sentence: usize,
    ) -> Cause<'c, 's> {
        let segment = candidate.segment;
        let end_ms = start_ms.saturating_add(footage_ms(frames, segment.marks.transform));
        let is_seen = if candidate.is_still {
            candidate.now.shown > 0
        } else {
            reel.has_seen(segment, start_ms, end_ms)
        };
        Cause {
            candidate,
            said: self.said.get(sentence),
            matching: self.making.matching,
            is_pinned: false,
            opens_variant: reel.places.is_empty() && self.variants > 1 && candidate.openings == 0,
            is_seen,
        }
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
        let start_ms = candidate.begins(frames);
        let motion = if candidate.is_still { reel.next_motion() } else { Motion::Still };
        self.put(reel, place, candidate, ((start_ms, frames), motion), (sentence, is_pinned, is_pinned))
    }

    /// Puts a shot on the reel; `is_reserved` is whether it was counted when it was kept for its place.
    fn put(
        &mut self,
        reel: &mut Reel,
        place: usize,
        candidate: &Candidate<'s>,
        ((start_ms, frames), motion): ((u32, Frames), Motion),
        (sentence, is_pinned, is_reserved): (usize, bool, bool),
    ) -> Shot {
        let segment = candidate.segment;
        let end_ms = start_ms.saturating_add(footage_ms(frames, segment.marks.transform));
        let cause = Cause { is_pinned, ..self.cause(reel, candidate, (start_ms, frames), sentence) };
        let (is_seen, reason) = (cause.is_seen, cause.reason());
        let shot = Shot {
            segment: segment.id,
            source_video: segment.source_video,
            start_ms,
            frames,
            transform: segment.marks.transform,
            motion,
            is_pinned,
            reason,
        };
        if candidate.now.said <= 0.0 && self.making.matching == Matching::KeywordStrict && !is_pinned {
            reel.unsaid.push(sentence);
        }
        reel.repeats += usize::from(is_seen);
        let number = u32::try_from(reel.places.len()).unwrap_or(u32::MAX);
        for other in &mut self.candidates {
            other.see(segment, start_ms, end_ms);
            if other.is_like(candidate) {
                let counted = is_reserved && other.segment.id == segment.id;
                other.now.uses = other.now.uses.saturating_add(u16::from(!counted));
                other.now.last = Some(number);
                other.now.shown = other.now.shown.saturating_add(u16::from(other.segment.id == segment.id));
            }
        }
        reel.take(place, segment.source_video, (start_ms, end_ms), frames);
        shot
    }

    fn warnings(&self, reel: &Reel) -> Vec<String> {
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
            say::shown_again(reel.places.len(), reel.repeats, &self.candidates),
            say::low_variety(reel.places.len(), different, reel.repeats),
            say::unsaid(&unsaid),
            say::no_room(&reel.cramped),
            barred,
            say::too_short(self.too_short.len()),
            self.earlier.alike(reel, &self.candidates),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// Lets the next variants know what this one shows.
    fn remember(&mut self, reel: &Reel) {
        self.earlier.remember(reel);
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
