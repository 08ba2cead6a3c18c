//! The reel: the shots of a variant as far as they are chosen.

use super::{Shot, pace::Pace};
use crate::{Frames, Motion, Segment, SourceVideoId};

/// How many shots back the variety of sources is looked at.
const SOURCES_BACK: usize = 4;

/// The shots of a variant as far as they are chosen.
#[derive(Debug)]
pub(super) struct Reel {
    /// How fast one shot follows the other.
    pub(super) pace: Pace,
    pub(super) sentences: Vec<Vec<Shot>>,
    /// The candidates shown, by their places.
    pub(super) places: Vec<usize>,
    pub(super) sources: Vec<SourceVideoId>,
    /// What was seen of each source video, in milliseconds.
    pub(super) seen: Vec<(SourceVideoId, u32, u32)>,
    pub(super) shown: Frames,
    pub(super) stills: usize,
    pub(super) repeats: usize,
    /// Whether each sentence keeps its shots.
    pub(super) is_as_before: bool,
    /// The sentences that got a shot of which they say nothing.
    pub(super) unsaid: Vec<usize>,
    /// The sentences that are too short for a shot pinned to them, once for each such shot.
    pub(super) cramped: Vec<usize>,
}

impl Reel {
    /// Returns an empty one.
    pub(super) const fn at(pace: Pace) -> Self {
        Self {
            pace,
            sentences: Vec::new(),
            places: Vec::new(),
            sources: Vec::new(),
            seen: Vec::new(),
            shown: Frames(0),
            stills: 0,
            repeats: 0,
            is_as_before: true,
            unsaid: Vec::new(),
            cramped: Vec::new(),
        }
    }

    /// Lists the shots, the opening first.
    pub(super) fn shots(&self) -> impl Iterator<Item = &Shot> {
        self.sentences.iter().flatten()
    }

    pub(super) fn last_sources(&self) -> &[SourceVideoId] {
        self.sources.get(self.sources.len().saturating_sub(SOURCES_BACK)..).unwrap_or_default()
    }

    pub(super) fn has_seen(&self, segment: &Segment, start_ms: u32, end_ms: u32) -> bool {
        let overlaps = |(source, from, to): &(SourceVideoId, u32, u32)| {
            *source == segment.source_video && *from < end_ms && start_ms < *to
        };
        self.seen.iter().any(overlaps)
    }

    /// Moves the views of still pictures each another way.
    pub(super) fn next_motion(&mut self) -> Motion {
        const WAYS: [Motion; 4] = [Motion::ZoomIn, Motion::PanRight, Motion::ZoomOut, Motion::PanLeft];
        let way = WAYS.get(self.stills % WAYS.len()).copied().unwrap_or_default();
        self.stills += 1;
        way
    }

    pub(super) fn take(
        &mut self,
        place: usize,
        source: SourceVideoId,
        (from, to): (u32, u32),
        frames: Frames,
    ) {
        self.places.push(place);
        self.sources.push(source);
        self.seen.push((source, from, to));
        self.shown = self.shown.plus(frames);
    }
}
