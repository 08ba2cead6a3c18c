//! Chooses which segment is shown while which sentence is spoken.

use std::collections::HashMap;

use crate::{Frames, Segment, SegmentId, SourceVideoId};

/// The shortest shot: half a second; anything less flickers.
const MIN_SHOT: Frames = Frames(15);
/// What a segment's rank loses for each earlier variant that shows it.
const USED_ELSEWHERE: f32 = 0.25;
/// What it loses when the shot before is of the same source video.
const SAME_SOURCE: f32 = 0.10;
/// How far the seed moves a rank: enough to part equals.
const JITTER: f32 = 0.02;

/// A part of a segment that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shot {
    /// The segment.
    pub segment: SegmentId,
    /// Its source video.
    pub source_video: SourceVideoId,
    /// Where the shot begins in the source video, in milliseconds.
    pub start_ms: u32,
    /// How long it is shown.
    pub frames: Frames,
}

/// The shots of one variant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The shots of each sentence; their frames sum to the sentence's.
    pub sentences: Vec<Vec<Shot>>,
    /// How many shots show a segment that this variant showed before, since there was no other.
    pub repeats: usize,
}

/// Says that there is no segment to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the chosen footage has no segment to show; add footage")]
pub struct NoSegments;

/// Chooses shots for sentences of the given lengths, for a number of variants.
///
/// The best score wins; no segment comes twice in a variant while another is left; each variant opens with
/// another segment while there are enough. Equal input gives equal output.
///
/// # Errors
/// [`NoSegments`] when there is none of at least half a second.
pub fn choose(
    sentences: &[Frames],
    segments: &[Segment],
    variants: u8,
    seed: u64,
) -> Result<Vec<Choice>, NoSegments> {
    let usable: Vec<&Segment> = segments.iter().filter(|s| length(s) >= MIN_SHOT).collect();
    if usable.is_empty() {
        return Err(NoSegments);
    }
    let mut chooser = Chooser { segments: usable, seed, openings: HashMap::new(), elsewhere: HashMap::new() };
    Ok((0..variants).map(|variant| chooser.variant(variant, sentences)).collect())
}

fn length(segment: &Segment) -> Frames {
    Frames::within_ms(segment.end_ms.saturating_sub(segment.start_ms))
}

struct Chooser<'s> {
    segments: Vec<&'s Segment>,
    seed: u64,
    openings: HashMap<SegmentId, u32>,
    elsewhere: HashMap<SegmentId, u32>,
}

impl<'s> Chooser<'s> {
    fn variant(&mut self, variant: u8, sentences: &[Frames]) -> Choice {
        let mut here: HashMap<SegmentId, u32> = HashMap::new();
        let mut last: Option<&Segment> = None;
        let mut choice = Choice { sentences: Vec::with_capacity(sentences.len()), repeats: 0 };
        for sentence in sentences {
            let mut shots = Vec::new();
            let mut left = *sentence;
            while left > Frames(0) {
                let Some(segment) = self.best(variant, &here, last) else { break };
                let frames = shot_length(left, length(segment));
                let uses = here.entry(segment.id).or_default();
                choice.repeats += usize::from(*uses > 0);
                *uses += 1;
                if last.is_none() {
                    *self.openings.entry(segment.id).or_default() += 1;
                }
                shots.push(Shot {
                    segment: segment.id,
                    source_video: segment.source_video,
                    start_ms: segment.start_ms,
                    frames,
                });
                left = left.minus(frames);
                last = Some(segment);
            }
            choice.sentences.push(shots);
        }
        for id in here.into_keys() {
            *self.elsewhere.entry(id).or_default() += 1;
        }
        choice
    }

    /// Finds the least used, then best ranked segment; never the last one again while there is another.
    fn best(
        &self,
        variant: u8,
        here: &HashMap<SegmentId, u32>,
        last: Option<&Segment>,
    ) -> Option<&'s Segment> {
        let uses = |counts: &HashMap<SegmentId, u32>, s: &Segment| counts.get(&s.id).copied().unwrap_or(0);
        let key = |s: &Segment| match last {
            None => (uses(&self.openings, s), false, self.rank(variant, s, last)),
            Some(shown) => (uses(here, s), shown.id == s.id, self.rank(variant, s, last)),
        };
        let mut best: Option<(&'s Segment, (u32, bool, f32))> = None;
        for segment in &self.segments {
            let candidate = key(segment);
            let better = best.as_ref().is_none_or(|(_, found)| {
                let (fewer, same) = ((candidate.1, candidate.0), (found.1, found.0));
                fewer < same || (fewer == same && candidate.2 > found.2)
            });
            if better {
                best = Some((segment, candidate));
            }
        }
        best.map(|(segment, _)| segment)
    }

    fn rank(&self, variant: u8, segment: &Segment, last: Option<&Segment>) -> f32 {
        let elsewhere = self.elsewhere.get(&segment.id).copied().unwrap_or(0);
        let same_source = last.is_some_and(|shown| shown.source_video == segment.source_video);
        let penalty = USED_ELSEWHERE * f32::from(u16::try_from(elsewhere).unwrap_or(u16::MAX))
            + if same_source { SAME_SOURCE } else { 0.0 };
        segment.scores.total() - penalty + JITTER * self.chance(variant, segment)
    }

    /// A number from 0 to 1 that depends on nothing but seed, variant and the segment's place.
    fn chance(&self, variant: u8, segment: &Segment) -> f32 {
        let mut x = self.seed
            ^ (u64::from(variant) << 40)
            ^ u64::from(segment.start_ms)
            ^ (u64::from(segment.end_ms) << 20);
        // SplitMix64 (Steele, Lea, Flood 2014).
        x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        f32::from(u16::try_from((x ^ (x >> 31)) >> 48).unwrap_or(0)) / f32::from(u16::MAX)
    }
}

/// Takes as much as there is, but leaves either nothing or enough for another shot.
fn shot_length(left: Frames, available: Frames) -> Frames {
    let take = left.min(available);
    let rest = left.minus(take);
    if rest > Frames(0) && rest < MIN_SHOT && left.minus(MIN_SHOT) >= MIN_SHOT {
        left.minus(MIN_SHOT)
    } else {
        take
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::{Scores, SegmentMarks};

    fn segments(lengths_ms: &[u32]) -> Vec<Segment> {
        let video = SourceVideoId::new();
        let mut start_ms = 0;
        let segment = |(n, length): (usize, &u32)| {
            let motion = 1.0 / (f32::from(u16::try_from(n).unwrap()) + 1.0);
            let end_ms = start_ms + length;
            let scores = Scores { motion, ..Scores::default() };
            let segment = Segment {
                id: SegmentId::new(),
                source_video: video,
                start_ms,
                end_ms,
                scores,
                hash: None,
                marks: SegmentMarks::default(),
            };
            start_ms = end_ms;
            segment
        };
        lengths_ms.iter().enumerate().map(segment).collect()
    }

    #[test]
    fn the_best_segment_opens_and_each_variant_opens_differently() {
        let segments = segments(&[2000; 6]);
        let choices = choose(&[Frames(60), Frames(60)], &segments, 3, 1).unwrap();
        assert_eq!(choices[0].sentences[0][0].segment, segments[0].id);
        let openings: HashSet<SegmentId> = choices.iter().map(|c| c.sentences[0][0].segment).collect();
        assert_eq!(openings.len(), 3);
    }

    #[test]
    fn too_little_footage_repeats_and_says_so() {
        let choices = choose(&[Frames(300)], &segments(&[2000, 2000]), 1, 1).unwrap();
        assert_eq!(choices[0].repeats, 3);
        let shots = &choices[0].sentences[0];
        assert!(shots.windows(2).all(|pair| pair[0].segment != pair[1].segment), "no shot follows itself");
    }

    #[test]
    fn without_segments_there_is_nothing_to_choose() {
        assert_eq!(choose(&[Frames(30)], &segments(&[300]), 1, 1), Err(NoSegments));
    }

    proptest! {
        #[test]
        fn shots_fill_each_sentence_exactly_and_stay_in_their_segments(
            sentences in prop::collection::vec(1_u32..400, 1..12),
            lengths in prop::collection::vec(500_u32..4000, 1..30),
            variants in 1_u8..=10,
            seed: u64,
        ) {
            let segments = segments(&lengths);
            let sentences: Vec<Frames> = sentences.into_iter().map(Frames).collect();
            let choices = choose(&sentences, &segments, variants, seed).unwrap();
            prop_assert_eq!(choices.len(), usize::from(variants));
            for choice in &choices {
                let mut seen = HashSet::new();
                let mut repeats = 0;
                for (frames, shots) in sentences.iter().zip(&choice.sentences) {
                    prop_assert_eq!(*frames, shots.iter().map(|s| s.frames).sum());
                    for shot in shots {
                        let segment = segments.iter().find(|s| s.id == shot.segment).unwrap();
                        prop_assert!(shot.frames <= length(segment) && shot.frames > Frames(0));
                        repeats += usize::from(!seen.insert(shot.segment));
                    }
                }
                prop_assert_eq!(repeats, choice.repeats);
                prop_assert!(repeats == 0 || seen.len() == segments.len(), "repeats only when all were shown");
            }
        }
    }
}
