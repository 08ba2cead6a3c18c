//! A segment that may be shown, and what became of it so far.

use std::collections::HashSet;

use super::{Coverage, Shot, chance, pace::MIN_SHOT};
use crate::{Frames, Making, Motion, Segment, SegmentId, Transform};

/// Below so many different bits two pictures of one source video are shot alike: next to each other they jump.
const JUMP: u32 = 14;

/// A segment that may be shown.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'s> {
    pub(super) segment: &'s Segment,
    /// How long it can be shown.
    pub(super) available: Frames,
    /// How much of it stays free after a shot, for the transition under which the shot goes on.
    tail: Frames,
    /// Which of the source videos it is of.
    source: u64,
    pub(super) is_still: bool,
    /// Whether another clip shows what no two may.
    pub(super) is_barred: bool,
    /// How good it looks, from 0 to 1.
    pub(super) look: f32,
    /// Whether some sentence says a keyword of it.
    pub(super) is_wanted: bool,
    /// How many earlier variants show it.
    pub(super) elsewhere: u16,
    /// How many earlier variants opened with it, or with one like it.
    pub(super) openings: u16,
    pub(super) now: Now,
}

/// What became of a candidate in the variant at work.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Now {
    /// How often it was shown.
    pub(super) shown: u16,
    /// How often it, or one like it, was shown or is going to be, since the person pinned it.
    pub(super) uses: u16,
    /// Which shot showed it, or one like it, last.
    pub(super) last: Option<u32>,
    /// How much of it was seen, from 0 to 1.
    pub(super) overlap: f32,
    /// Where in it unseen footage begins, in milliseconds of the source video.
    pub(super) unseen_ms: u32,
    /// What chance says, from 0 to 1.
    pub(super) chance: f32,
    /// How much the sentence at work says of its keywords.
    pub(super) said: f32,
}

impl<'s> Candidate<'s> {
    /// Lists the segments that are long enough, in an order that does not depend on the one in which they come; and
    /// those that are too short at their speed.
    pub(super) fn all(coverage: &Coverage<'s>, making: &Making) -> (Vec<Self>, Vec<SegmentId>) {
        let mut segments: Vec<&Segment> = coverage.segments.iter().collect();
        segments.sort_by_key(|segment| (segment.source_video, segment.start_ms, segment.end_ms, segment.id));
        let transition = making.transition.frames();
        let (mut source, mut of) = (0, None);
        let candidate = |segment: &'s Segment| {
            if of.replace(segment.source_video).is_some_and(|before| before != segment.source_video) {
                source += 1;
            }
            let is_still = coverage.stills.contains(&segment.source_video);
            let length = length(segment);
            let tail = if is_still { Frames(0) } else { tail(transition, length) };
            Self {
                segment,
                available: if is_still { Frames(u32::MAX) } else { length.minus(tail) },
                tail,
                source,
                is_still,
                is_barred: segment.marks.single_use && coverage.taken.contains(&segment.id),
                look: segment.scores.total(),
                is_wanted: false,
                elsewhere: 0,
                openings: 0,
                now: Now::default(),
            }
        };
        let (long, short): (Vec<Self>, Vec<Self>) =
            segments.into_iter().map(candidate).partition(|candidate| candidate.available >= MIN_SHOT);
        (long, short.iter().map(|candidate| candidate.segment.id).collect())
    }

    /// Forgets the variant before.
    pub(super) fn begin(&mut self, variant: u8, seed: u64) {
        let place = (u64::from(self.segment.start_ms) << 32) | u64::from(self.segment.end_ms);
        let place = chance::mix(place ^ (u64::from(variant) << 24)) ^ chance::mix(self.source);
        let chance = chance::share(chance::mix(seed ^ place));
        self.now = Now { chance, unseen_ms: self.segment.start_ms, ..Now::default() };
    }

    /// Tells whether its picture can be taken for another's.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        self.segment.id == other.segment.id
            || self.differs(other).is_some_and(|bits| bits < crate::PictureHash::NEAR)
    }

    /// Tells whether it must not stand next to another: it is the same, looks the same, or jumps.
    pub(super) fn clashes(&self, other: &Self) -> bool {
        let same_source = self.segment.source_video == other.segment.source_video;
        let jumps = || self.differs(other).is_some_and(|bits| bits < JUMP) || self.shares_footage(other);
        self.is_like(other) || (same_source && !self.is_still && jumps())
    }

    fn differs(&self, other: &Self) -> Option<u32> {
        Some(self.segment.hash?.distance(other.segment.hash?))
    }

    fn shares_footage(&self, other: &Self) -> bool {
        let (one, two) = (self.segment, other.segment);
        one.source_video == two.source_video && one.start_ms < two.end_ms && two.start_ms < one.end_ms
    }

    /// Returns where a shot of some frames begins, in milliseconds: at what was not seen yet, if that is enough; or as
    /// much before it as leaves room for a transition.
    pub(super) fn begins(&self, frames: Frames) -> u32 {
        let Segment { start_ms, end_ms, .. } = *self.segment;
        let need = |frames| footage_ms(frames, self.segment.marks.transform);
        if self.is_still || self.now.unseen_ms.saturating_add(need(frames)) > end_ms {
            return start_ms;
        }
        let latest = end_ms.saturating_sub(need(frames.plus(self.tail)));
        self.now.unseen_ms.min(latest).max(start_ms)
    }

    /// Tells whether a shot that was made before can be shown as it was.
    pub(super) fn can_show(&self, shot: &Shot) -> bool {
        // First what most fail by: it is asked of every candidate.
        if shot.segment != self.segment.id || self.is_barred {
            return false;
        }
        let Segment { start_ms, end_ms, .. } = *self.segment;
        let end = shot.start_ms.saturating_add(footage_ms(shot.frames, shot.transform));
        // Frames are rounded up to milliseconds.
        let is_within = self.is_still || (shot.start_ms >= start_ms && end <= end_ms.saturating_add(1));
        let is_moved = shot.motion != Motion::Still;
        is_within && is_moved == self.is_still && shot.transform == self.segment.marks.transform
    }

    /// Takes note that a span of a source video was shown.
    pub(super) fn see(&mut self, shown: &Segment, from_ms: u32, to_ms: u32) {
        if self.is_still || self.segment.source_video != shown.source_video {
            return;
        }
        let (start, end) = (self.segment.start_ms.max(from_ms), self.segment.end_ms.min(to_ms));
        if start < end {
            let whole = self.segment.end_ms.saturating_sub(self.segment.start_ms);
            self.now.overlap =
                (self.now.overlap + crate::ratio(u64::from(end - start), u64::from(whole))).min(1.0);
            self.now.unseen_ms = self.now.unseen_ms.max(end);
        }
    }
}

/// Returns how long a segment can be shown at its speed.
pub(super) fn length(segment: &Segment) -> Frames {
    let ms = u64::from(segment.end_ms.saturating_sub(segment.start_ms));
    let speed = u64::from(segment.marks.transform.speed_percent.max(1));
    Frames::within_ms(u32::try_from(ms * 100 / speed).unwrap_or(u32::MAX))
}

/// Returns how much of a source video some frames show at a speed, in milliseconds, rounded up.
pub(super) fn footage_ms(frames: Frames, transform: Transform) -> u32 {
    let ms = (u64::from(frames.0) * 1000 * u64::from(transform.speed_percent))
        .div_ceil(u64::from(crate::FPS) * 100);
    u32::try_from(ms).unwrap_or(u32::MAX)
}

/// Returns the room for a transition, under which a shot goes on: what follows in the footage is another scene. There is
/// none where too little for a shot would be left.
fn tail(transition: Frames, length: Frames) -> Frames {
    if length.minus(transition) >= MIN_SHOT { transition } else { Frames(0) }
}

/// Counts different pictures: those which are like none before them.
pub(super) fn different<'c>(shown: impl Iterator<Item = &'c Candidate<'c>>) -> usize {
    let mut pictures: Vec<&Candidate<'c>> = Vec::new();
    let mut ids = HashSet::new();
    for candidate in shown {
        if ids.insert(candidate.segment.id) && !pictures.iter().any(|other| other.is_like(candidate)) {
            pictures.push(candidate);
        }
    }
    pictures.len()
}
