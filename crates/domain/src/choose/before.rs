//! What was shown before: a sentence that is said again as it was keeps its shots, so that its pictures need not be
//! rendered anew.

use std::collections::BTreeSet;

use super::Shot;
use crate::{ContentHash, Frames, Making, Pin, Segment, SegmentId, SegmentMarks, Sentence};

/// What an earlier video, or an earlier variant, showed while a sentence was spoken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownBefore {
    /// The words of the sentence.
    pub words: Vec<String>,
    /// Its shots.
    pub shots: Vec<Shot>,
}

/// Names what the shots of a project are chosen from, beside its script: with anything of it changed, they are all chosen
/// anew. In whichever order segments and their keywords come, the name is the same.
///
/// # Errors
/// When it cannot be written as JSON, which would be a fault of ours.
pub fn chosen_from(
    segments: &[Segment],
    making: &Making,
    seed: u64,
) -> Result<ContentHash, serde_json::Error> {
    let print = |segment: &Segment| {
        let SegmentMarks { keywords, favourite, single_use, transform, notes: _ } = &segment.marks;
        let keywords: BTreeSet<&String> = keywords.iter().collect();
        let span = (segment.id, segment.start_ms, segment.end_ms, segment.hash);
        ContentHash::of(&(span, keywords, favourite, single_use, transform))
    };
    let mut prints = segments.iter().map(print).collect::<Result<Vec<_>, _>>()?;
    prints.sort_unstable();
    ContentHash::of(&(prints, making.matching, making.transition, seed))
}

/// The shots that a sentence keeps, if they still fit where it comes.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub(super) shots: Vec<Shot>,
    /// What was shown just before them; nothing where they opened the video.
    pub(super) after: Option<SegmentId>,
}

/// Finds for each sentence of the script that lasts so long what was shown in a video while it was said, in the order in
/// which they come now: a sentence that comes twice finds what it showed the first time, then the second.
pub(super) fn kept(
    before: &[ShownBefore],
    order: &[usize],
    sentences: &[Sentence],
    lengths: &[Frames],
) -> Vec<Option<Kept>> {
    let mut left: Vec<Option<&ShownBefore>> = before.iter().map(Some).collect();
    let mut all: Vec<Option<Kept>> = vec![None; lengths.len()];
    for place in order {
        let (Some(sentence), Some(frames)) = (sentences.get(*place), lengths.get(*place)) else { continue };
        let is_it = |shown: Option<&ShownBefore>| {
            shown.is_some_and(|shown| shown.words == sentence.words && frames_of(&shown.shots) == *frames)
        };
        let Some(at) = left.iter().position(|shown| is_it(*shown)) else { continue };
        let (Some(shown), Some(kept)) = (left.get_mut(at).and_then(Option::take), all.get_mut(*place)) else {
            continue;
        };
        let after = at.checked_sub(1).and_then(|at| before.get(at)).and_then(|other| other.shots.last());
        *kept = Some(Kept { shots: shown.shots.clone(), after: after.map(|shot| shot.segment) });
    }
    all
}

pub(super) fn frames_of(shots: &[Shot]) -> Frames {
    shots.iter().fold(Frames(0), |sum, shot| sum.plus(shot.frames))
}

/// Tells whether shots have what is pinned to their sentence where it is pinned, and nothing that was pinned then alone.
pub(super) fn holds_pins(shots: &[Shot], pins: &[Pin], sentence: usize) -> bool {
    let mut pins: Vec<&Pin> = pins.iter().filter(|pin| usize::from(pin.sentence) == sentence).collect();
    pins.sort_by_key(|pin| pin.shot);
    let pinned: Vec<(usize, &Shot)> = shots.iter().enumerate().filter(|(_, shot)| shot.is_pinned).collect();
    let holds = |(pin, (at, shot)): (&&Pin, &(usize, &Shot))| {
        let place = usize::from(pin.shot);
        shot.segment == pin.segment && (place == *at || place >= shots.len())
    };
    pins.len() == pinned.len() && pins.iter().zip(&pinned).all(holds)
}
