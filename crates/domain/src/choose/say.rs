//! In words for the person: why a shot was chosen, and what is not as one would wish.

use super::{candidate::Candidate, keyword::Said};
use crate::Matching;

/// From here on a measure is worth a word.
const NOTABLE: f32 = 0.6;

/// How a shot came about.
pub(super) struct Cause<'c, 's> {
    pub(super) candidate: &'c Candidate<'s>,
    pub(super) said: Option<&'c Said<'s>>,
    pub(super) matching: Matching,
    pub(super) is_pinned: bool,
    pub(super) opens_variant: bool,
    /// Whether it shows what was seen in this variant.
    pub(super) is_seen: bool,
}

impl Cause<'_, '_> {
    /// Says why the shot was chosen, such as `says "candle", sharp, not shown yet`.
    pub(super) fn reason(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        if self.is_pinned {
            parts.push("pinned by you".to_owned());
        }
        let says: Vec<String> =
            self.said.iter().flat_map(|said| said.of(self.candidate.segment)).take(2).map(quoted).collect();
        if !says.is_empty() {
            parts.push(format!("says {}", says.join(" and ")));
        }
        if !self.is_pinned {
            if self.matching == Matching::Shuffle {
                parts.push("drawn by chance".to_owned());
            }
            if self.candidate.segment.marks.favourite && self.matching != Matching::Shuffle {
                parts.push("a favourite".to_owned());
            }
        }
        parts.extend(self.quality().map(str::to_owned));
        if self.opens_variant {
            parts.push("opens unlike the other variants".to_owned());
        }
        parts.push(self.novelty().to_owned());
        parts.join(", ")
    }

    /// Names what is best about the picture, if anything is notable.
    fn quality(&self) -> Option<&'static str> {
        let scores = self.candidate.segment.scores;
        let measures = [
            (scores.sharpness, "sharp"),
            (scores.motion, "lively"),
            (scores.contrast, "rich in contrast"),
            (scores.variance, "changing"),
        ];
        let best = measures.into_iter().filter(|(score, _)| *score >= NOTABLE);
        best.max_by(|one, two| one.0.total_cmp(&two.0)).map(|(_, name)| name)
    }

    fn novelty(&self) -> &'static str {
        match (self.candidate.now.shown, self.candidate.now.last) {
            (0, None) => "not shown yet",
            (0, Some(_)) => "like a shot before, as no other is left",
            (_, _) if !self.is_seen => "another part of a shot before",
            (_, _) => "shown again",
        }
    }
}

fn quoted(keyword: &str) -> String {
    format!("\u{201c}{keyword}\u{201d}")
}

/// Says that shots are shown again, since there are too few segments for them, or too few that differ.
pub(super) fn shown_again(shots: usize, repeats: usize, candidates: &[Candidate<'_>]) -> Option<String> {
    if repeats == 0 {
        return None;
    }
    let scenes = candidates.iter().filter(|candidate| !candidate.is_barred).count();
    let again = if repeats == 1 { "1 shot is".to_owned() } else { format!("{repeats} shots are") };
    let have = if scenes == 1 { "is 1 scene".to_owned() } else { format!("are {scenes} scenes") };
    let why = if scenes < shots {
        format!("There {have} for {shots} shots, though each is held longer than usual")
    } else {
        format!("There {have} for {shots} shots, but they overlap, or look too alike to follow one another")
    };
    Some(format!("{why}: {again} shown again. Add footage, or cut more scenes from what is there."))
}

/// Says that shots look alike: fewer than half of them are different pictures.
pub(super) fn low_variety(shots: usize, different: usize, repeats: usize) -> Option<String> {
    let is_low = shots >= 4 && repeats == 0 && different * 2 < shots;
    is_low.then(|| {
        format!(
            "Low variety: the {shots} shots show only {different} different pictures. \
             Add footage of other things, places or distances."
        )
    })
}

/// Says for which sentences no segment has a keyword, where keywords are wanted before all.
pub(super) fn unsaid(sentences: &[usize]) -> Option<String> {
    if sentences.is_empty() {
        return None;
    }
    let take = if sentences.len() == 1 { "it" } else { "them" };
    Some(format!(
        "No segment has a keyword that {} says; the best of the others were taken for {take}.",
        numbered(sentences)
    ))
}

/// Says why a shot that is pinned to a sentence, as the person counts, cannot be shown at all.
pub(super) fn lost_pin(number: u32, is_too_short: bool) -> String {
    if is_too_short {
        return format!(
            "The shot that is pinned to sentence {number} is too short at its speed; another was chosen. \
             Slow it down, or make it longer."
        );
    }
    format!(
        "The shot that is pinned to sentence {number} is not in the chosen footage that is ready; another was chosen."
    )
}

/// Says in which sentences pinned shots have no room, each named once for every such shot.
pub(super) fn no_room(cramped: &[usize]) -> Option<String> {
    let mut sentences = cramped.to_vec();
    sentences.sort_unstable();
    sentences.dedup();
    let shots = match cramped.len() {
        0 => return None,
        1 => "A pinned shot has".to_owned(),
        many => format!("{many} pinned shots have"),
    };
    let longer = if sentences.len() == 1 { "sentence" } else { "sentences" };
    Some(format!(
        "{shots} no room in {} any more: unpin some there, or make the {longer} longer.",
        numbered(&sentences)
    ))
}

/// Names sentences as the person counts them.
fn numbered(sentences: &[usize]) -> String {
    let some: Vec<String> = sentences.iter().take(8).map(|sentence| (sentence + 1).to_string()).collect();
    let more = if sentences.len() > 8 { " and others" } else { "" };
    let of = if sentences.len() == 1 { "sentence" } else { "sentences" };
    format!("{of} {}{more}", some.join(", "))
}

/// Says how many segments are left out, since at their speed they are over too soon.
pub(super) fn too_short(segments: usize) -> Option<String> {
    match segments {
        0 => None,
        1 => Some(
            "1 segment is too short at its speed and was left out: slow it down, or make it longer."
                .to_owned(),
        ),
        many => Some(format!(
            "{many} segments are too short at their speed and were left out: slow them down, or make them longer."
        )),
    }
}

/// Says that a variant shows nothing but what an earlier one shows, in the same order. What is heard and written may
/// differ.
pub(super) fn same_shots(variant: usize, earlier: usize, has_pins: bool) -> String {
    let unpin = if has_pins { "unpin some, " } else { "" };
    format!(
        "Variant {variant} shows the same shots as variant {earlier}, in the same order: \
         {unpin}add footage, or make fewer variants."
    )
}

/// Says that a variant's sentences come as an earlier one's, since there is no other order.
pub(super) fn same_order(variant: u8, earlier: usize) -> String {
    format!(
        "Variant {variant} has the sentences in the order of variant {earlier}: the script has too few for another \
         one. Write more sentences, or make fewer variants."
    )
}

/// Says that a variant opens as an earlier one does: with the same shot, or with one like it.
pub(super) fn same_opening(variant: usize, earlier: usize, is_same: bool, is_pinned: bool) -> String {
    let what = if is_same { "the same shot as" } else { "a shot like that of" };
    let why = if is_pinned {
        "it is pinned"
    } else {
        "no other is left to open with. Add footage, or make fewer variants"
    };
    format!("Variant {variant} opens with {what} variant {earlier}: {why}.")
}
