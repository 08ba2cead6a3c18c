//! Weigh: which candidate is the best next.

use super::candidate::Candidate;
use crate::{Matching, SourceVideoId};

/// What counts how much. The balanced figures are those that people of the trade are used to: keyword 1, recency 1.5,
/// source diversity .5, overlap 1, used elsewhere .8.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Weights {
    look: f32,
    keyword: f32,
    recency: f32,
    source: f32,
    overlap: f32,
    elsewhere: f32,
    favourite: f32,
    chance: f32,
    /// Whether a keyword goes before everything but a clash.
    keywords_first: bool,
}

const BALANCED: Weights = Weights {
    look: 1.0,
    keyword: 1.0,
    recency: 1.5,
    source: 0.5,
    overlap: 1.0,
    elsewhere: 0.8,
    favourite: 0.2,
    chance: 0.02,
    keywords_first: false,
};

impl Weights {
    pub(super) const fn of(matching: Matching) -> Self {
        match matching {
            Matching::Balanced => BALANCED,
            Matching::KeywordStrict => Self { keyword: 3.0, keywords_first: true, ..BALANCED },
            Matching::MaxVariety => {
                Self { keyword: 0.5, recency: 3.0, source: 1.5, elsewhere: 2.4, ..BALANCED }
            }
            // Only what must not be stands in the way of chance.
            Matching::Shuffle => Self {
                look: 0.0,
                keyword: 0.0,
                recency: 0.0,
                source: 0.0,
                elsewhere: 0.0,
                favourite: 0.0,
                chance: 1.0,
                ..BALANCED
            },
        }
    }
}

/// A place in the video that wants a shot.
pub(super) struct Gap<'c, 's> {
    /// The number of the shot.
    pub(super) shot: u32,
    /// Earlier variants.
    pub(super) variants: u16,
    /// The sources of the last shots.
    pub(super) sources: &'c [SourceVideoId],
    /// The shot before, unless it opens.
    pub(super) before: Option<&'c Candidate<'s>>,
    /// The pinned shot that comes next, if one does.
    pub(super) after: Option<&'c Candidate<'s>>,
    /// The shortest shot that is wanted.
    pub(super) least: crate::Frames,
}

/// How a candidate stands: first what must not be, the less the better; then the score.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Standing {
    against: [u16; 4],
    score: f32,
}

impl Gap<'_, '_> {
    /// Lists the places of candidates, the best first; those that are barred are left out.
    pub(super) fn ranked(&self, weights: &Weights, candidates: &[Candidate<'_>]) -> Vec<usize> {
        let free = candidates.iter().enumerate().filter(|(_, candidate)| !candidate.is_barred);
        let mut all: Vec<(usize, Standing)> =
            free.map(|(place, candidate)| (place, self.standing(weights, candidate))).collect();
        let order = |one: &Standing, other: &Standing| {
            one.against.cmp(&other.against).then(other.score.total_cmp(&one.score))
        };
        all.sort_by(|(_, one), (_, other)| order(one, other));
        all.into_iter().map(|(place, _)| place).collect()
    }

    /// Finds the best candidate's place; nothing when all are barred. The first of equals wins.
    pub(super) fn best(&self, weights: &Weights, candidates: &[Candidate<'_>]) -> Option<usize> {
        let mut best: Option<(usize, Standing)> = None;
        for (place, candidate) in candidates.iter().enumerate() {
            if candidate.is_barred {
                continue;
            }
            let standing = self.standing(weights, candidate);
            let is_better = best.as_ref().is_none_or(|(_, other)| {
                standing.against < other.against
                    || (standing.against == other.against && standing.score > other.score)
            });
            if is_better {
                best = Some((place, standing));
            }
        }
        best.map(|(place, _)| place)
    }

    fn standing(&self, weights: &Weights, candidate: &Candidate<'_>) -> Standing {
        let clashes = [self.before, self.after].into_iter().flatten().any(|other| candidate.clashes(other));
        let unsaid = u16::from(weights.keywords_first && candidate.now.said <= 0.0);
        let short = u16::from(candidate.available < self.least);
        let openings = if self.before.is_none() { candidate.openings } else { 0 };
        let against = match self.before {
            // Each variant opens differently, whatever else is wanted.
            None => [openings, unsaid, candidate.now.uses, short],
            Some(_) => [u16::from(clashes), unsaid, candidate.now.uses, short],
        };
        Standing { against, score: self.score(weights, candidate) }
    }

    fn score(&self, weights: &Weights, candidate: &Candidate<'_>) -> f32 {
        let now = &candidate.now;
        // What another sentence says is kept for that sentence.
        let keyword = if now.said <= 0.0 && candidate.is_wanted { -0.5 } else { now.said };
        let recency = now.last.map_or(0.0, |last| 1.0 / share_of(self.shot.saturating_sub(last).max(1)));
        let same = self.sources.iter().filter(|source| **source == candidate.segment.source_video).count();
        let source = f32::from(u16::try_from(same).unwrap_or(u16::MAX)) / 4.0;
        let elsewhere = f32::from(candidate.elsewhere) / f32::from(self.variants.max(1));
        weights.look * candidate.look
            + weights.keyword * keyword
            + weights.favourite * f32::from(u8::from(candidate.segment.marks.favourite))
            + weights.chance * now.chance
            - weights.recency * recency
            - weights.source * source
            - weights.overlap * now.overlap
            - weights.elsewhere * elsewhere
    }
}

fn share_of(shots: u32) -> f32 {
    f32::from(u16::try_from(shots).unwrap_or(u16::MAX))
}
