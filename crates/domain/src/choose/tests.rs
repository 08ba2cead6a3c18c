//! What choosing holds to, whatever there is.

use std::collections::HashMap;

use proptest::prelude::*;

use super::*;
use crate::{PictureHash, Pin, Scores, Script, SegmentMarks, Transition, Vary};

/// A segment of a video of its own.
pub(super) fn segment(start_ms: u32, end_ms: u32) -> Segment {
    Segment {
        id: SegmentId::new(),
        source_video: SourceVideoId::new(),
        start_ms,
        end_ms,
        scores: Scores::default(),
        hash: None,
        marks: SegmentMarks::default(),
    }
}

/// Segments one after the other in one video, the first the liveliest.
fn row(lengths_ms: &[u32]) -> Vec<Segment> {
    let video = SourceVideoId::new();
    let mut start_ms = 0;
    let next = |(n, length): (usize, &u32)| {
        let motion = 1.0 / (f32::from(u16::try_from(n).unwrap()) + 1.0);
        let scores = Scores { motion, ..Scores::default() };
        let segment = Segment { source_video: video, scores, ..segment(start_ms, start_ms + length) };
        start_ms += length;
        segment
    };
    lengths_ms.iter().enumerate().map(next).collect()
}

fn script(sentences: usize) -> Vec<Sentence> {
    Script::parse(&"Hello there. ".repeat(sentences)).unwrap().sentences()
}

struct Table {
    sentences: Vec<Sentence>,
    segments: Vec<Segment>,
    stills: HashSet<SourceVideoId>,
    taken: HashSet<SegmentId>,
    making: Making,
    before: Vec<Vec<ShownBefore>>,
}

impl Table {
    fn new(sentences: Vec<Sentence>, segments: Vec<Segment>) -> Self {
        let (stills, taken) = (HashSet::new(), HashSet::new());
        Self { sentences, segments, stills, taken, making: Making::default(), before: Vec::new() }
    }

    fn choose(&self, lengths: &[u32], variants: u8, seed: u64) -> Result<Vec<Choice>, NoSegments> {
        let lines = Lines { sentences: &self.sentences, language: None };
        let coverage = Coverage { segments: &self.segments, stills: &self.stills, taken: &self.taken };
        let chooser = Chooser::new(&lines, &coverage, &self.making, seed)?;
        let mut chooser = chooser.keeping(self.before.clone());
        let lengths: Vec<Frames> = lengths.iter().copied().map(Frames).collect();
        (0..variants).map(|_| chooser.variant(&lengths)).collect()
    }

    fn one(&self, lengths: &[u32]) -> Choice {
        self.choose(lengths, 1, 1).unwrap().remove(0)
    }
}

fn flat(choice: &Choice) -> Vec<&Shot> {
    choice.sentences.iter().flatten().collect()
}

#[test]
fn the_best_segment_opens_and_each_variant_opens_differently() {
    let table = Table::new(script(2), row(&[2000; 6]));
    let choices = table.choose(&[40, 60], 3, 1).unwrap();
    assert_eq!(choices[0].sentences[0][0].segment, table.segments[0].id);
    let openings: HashSet<SegmentId> = choices.iter().map(|c| c.sentences[0][0].segment).collect();
    assert_eq!(openings.len(), 3);
    assert!(choices[1].sentences[0][0].reason.contains("opens unlike the other variants"));
}

#[test]
fn a_sentence_gets_the_shot_whose_keyword_it_says_and_the_reason_names_it() {
    let sentences =
        Script::parse("Meet our shop. These candles burn long. Order today.").unwrap().sentences();
    let mut segments = row(&[2000; 8]);
    segments[0].marks.keywords = vec!["candle".to_owned()];
    let wanted = segments[0].id;
    let mut table = Table::new(sentences, segments);
    for matching in [Matching::Balanced, Matching::KeywordStrict, Matching::MaxVariety] {
        table.making.matching = matching;
        let choice = table.one(&[40, 60, 60]);
        let shot = &choice.sentences[1][0];
        assert_eq!(shot.segment, wanted, "{matching:?}");
        assert!(
            shot.reason.starts_with("says \u{201c}candle\u{201d}, lively, not shown yet"),
            "{}",
            shot.reason
        );
    }
    table.making.matching = Matching::KeywordStrict;
    let choice = table.one(&[40, 60, 60]);
    let told = choice.warnings.iter().any(|warning| warning.contains("sentences 1, 3 says"));
    assert!(told, "{:?}", choice.warnings);
}

#[test]
fn shots_are_as_long_as_people_of_the_trade_cut_and_shorter_in_the_opening() {
    let table = Table::new(script(3), row(&[6000; 20]));
    let choice = table.one(&[120, 150, 200]);
    let lengths: Vec<Vec<u32>> =
        choice.sentences.iter().map(|shots| shots.iter().map(|shot| shot.frames.0).collect()).collect();
    assert_eq!(lengths, [vec![40, 40, 40], vec![75, 75], vec![67, 67, 66]]);
}

#[test]
fn pins_win_and_pinned_shots_come_nowhere_else_while_others_are_left() {
    let mut table = Table::new(script(3), row(&[2000; 12]));
    let (first, last) = (table.segments[11].id, table.segments[0].id);
    table.making.pins = vec![
        Pin { sentence: 0, segment: first, shot: 0 },
        Pin { sentence: 2, segment: last, shot: 0 },
        Pin { sentence: 7, segment: last, shot: 0 },
        Pin { sentence: 1, segment: SegmentId::new(), shot: 0 },
    ];
    for (variant, choice) in table.choose(&[60, 60, 60], 3, 1).unwrap().iter().enumerate() {
        let (opening, end) = (&choice.sentences[0][0], &choice.sentences[2][0]);
        assert_eq!((opening.segment, end.segment), (first, last));
        assert!(opening.is_pinned && opening.reason.starts_with("pinned by you"));
        assert_eq!(flat(choice).iter().filter(|shot| shot.segment == last).count(), 1);
        let opens = format!("Variant {} opens with the same shot as variant 1: it is pinned.", variant + 1);
        assert_eq!(choice.warnings.contains(&opens), variant > 0, "{:?}", choice.warnings);
        assert_eq!(choice.warnings.len(), 2 + usize::from(variant > 0), "{:?}", choice.warnings);
    }
}

#[test]
fn a_pin_holds_the_shot_that_it_names_and_the_last_one_where_there_are_fewer() {
    let mut table = Table::new(script(2), row(&[3000; 12]));
    let (second, third) = (table.segments[7].id, table.segments[9].id);
    table.making.pins =
        vec![Pin { sentence: 1, segment: third, shot: 9 }, Pin { sentence: 0, segment: second, shot: 1 }];
    let choice = table.one(&[120, 150]);
    assert_eq!(choice.sentences.iter().map(Vec::len).collect::<Vec<_>>(), [3, 2]);
    assert_eq!((choice.sentences[0][1].segment, choice.sentences[1][1].segment), (second, third));
    let pinned: Vec<bool> = flat(&choice).iter().map(|shot| shot.is_pinned).collect();
    assert_eq!(pinned, [false, true, false, false, true]);
    let left = table.one(&[120, 20]);
    assert_eq!(left.sentences[1].iter().map(|shot| shot.segment).collect::<Vec<_>>(), [third]);
}

#[test]
fn a_pin_for_which_its_sentence_is_too_short_is_told() {
    let mut table = Table::new(script(2), row(&[3000; 12]));
    let pinned = [7, 9].map(|place| table.segments[place].id);
    table.making.pins = vec![
        Pin { sentence: 0, segment: pinned[0], shot: 0 },
        Pin { sentence: 0, segment: pinned[1], shot: 1 },
    ];
    let long = table.one(&[30, 60]);
    let shown: Vec<SegmentId> = long.sentences[0].iter().map(|shot| shot.segment).collect();
    assert_eq!((shown, long.warnings), (pinned.to_vec(), Vec::new()));
    let short = table.one(&[20, 60]);
    assert_eq!(short.sentences[0].iter().map(|shot| shot.segment).collect::<Vec<_>>(), pinned[..1]);
    assert_eq!(
        short.warnings,
        ["A pinned shot has no room in sentence 1 any more: unpin some there, or make the sentence longer."
            .to_owned()]
    );
}

#[test]
fn a_variant_that_shows_what_another_does_says_so() {
    let mut table = Table::new(script(1), row(&[3000]));
    let warnings = |table: &Table, frames: u32, variants: u8| -> Vec<Vec<String>> {
        let choices = table.choose(&[frames], variants, 1).unwrap();
        choices.into_iter().map(|choice| choice.warnings).collect()
    };
    let same = |variant, cure: &str| {
        vec![format!("Variant {variant} shows the same shots as variant 1, in the same order: {cure}.")]
    };
    let footage = "add footage, or make fewer variants";
    assert_eq!(warnings(&table, 60, 3), [vec![], same(2, footage), same(3, footage)]);
    // With as many openings as variants each has its own.
    table.segments = row(&[3000; 3]);
    assert!(warnings(&table, 40, 3).iter().all(Vec::is_empty));
    table.making.pins = vec![Pin { sentence: 0, segment: table.segments[0].id, shot: 0 }];
    let unpin = format!("unpin some, {footage}");
    assert_eq!(warnings(&table, 40, 2), [vec![], same(2, &unpin)]);
}

#[test]
fn a_variant_that_can_only_open_as_another_does_says_so() {
    // Each picture looks like the others, so that no opening does not.
    let mut table = Table::new(script(2), row(&[3000; 8]));
    for segment in &mut table.segments {
        segment.hash = Some(PictureHash(7));
        segment.source_video = SourceVideoId::new();
    }
    let choices = table.choose(&[40, 60], 2, 1).unwrap();
    let [first, second] = [0, 1].map(|variant| choices[variant].sentences[0][0].segment);
    let told: Vec<&String> = choices[1].warnings.iter().filter(|text| text.contains("opens")).collect();
    let what = if first == second { "the same shot as" } else { "a shot like that of" };
    assert_eq!(
        told,
        [&format!(
            "Variant 2 opens with {what} variant 1: no other is left to open with. Add footage, or make fewer \
             variants."
        )]
    );
}

#[test]
fn a_segment_that_is_too_short_at_its_speed_is_named_with_the_cure() {
    let mut table = Table::new(script(1), row(&[1900, 3000]));
    table.segments[0].marks.transform.speed_percent = 400;
    let left_out = "1 segment is too short at its speed and was left out: slow it down, or make it longer.";
    let choice = table.one(&[40]);
    assert_eq!(choice.sentences[0][0].segment, table.segments[1].id);
    assert_eq!(choice.warnings, [left_out]);
    table.making.pins = vec![Pin { sentence: 0, segment: table.segments[0].id, shot: 0 }];
    let pinned = "The shot that is pinned to sentence 1 is too short at its speed; another was chosen. \
                  Slow it down, or make it longer.";
    assert_eq!(table.one(&[40]).warnings, [pinned, left_out]);
    table.segments.truncate(1);
    let error = table.choose(&[40], 1, 1).unwrap_err();
    assert_eq!(error, NoSegments::TooShort);
    assert!(error.to_string().contains("too short at its speed; slow one down"), "{error}");
    table.segments[0].marks.transform.speed_percent = 380;
    assert!(table.one(&[15]).warnings.is_empty());
}

#[test]
fn what_could_stand_in_a_shots_place_comes_with_reasons_the_best_first() {
    let mut table = Table::new(script(2), row(&[2000; 20]));
    let lengths = [Frames(120), Frames(150)];
    let plan = table.one(&[120, 150]);
    let replaced = plan.sentences[1][1].segment;
    let offer = |table: &Table, shot| {
        let lines = Lines { sentences: &table.sentences, language: None };
        let coverage = Coverage { segments: &table.segments, stills: &table.stills, taken: &table.taken };
        let mut chooser = Chooser::new(&lines, &coverage, &table.making, 1).unwrap();
        chooser.alternatives(&lengths, shot).unwrap()
    };
    let offered = offer(&table, (1, 1));
    assert_eq!(offered.len(), MOST_ALTERNATIVES);
    assert!(offered.iter().all(|other| other.segment != replaced && !other.reason.is_empty()));
    assert!(offer(&table, (1, 40)).is_empty() && offer(&table, (2, 0)).is_empty());
    // Taken, it stands there, and the shots before it stay.
    let other = offered[0].segment;
    table.making.pins = vec![Pin { sentence: 1, segment: other, shot: 1 }];
    let taken = table.one(&[120, 150]);
    assert_eq!((taken.sentences[1][1].segment, &taken.sentences[0]), (other, &plan.sentences[0]));
    // The first is what would have been shown, had the other not been there.
    table.making.pins.clear();
    table.segments.retain(|segment| segment.id != replaced);
    assert_eq!(table.one(&[120, 150]).sentences[1][1].segment, other);
}

#[test]
fn shots_are_held_longer_before_any_comes_again() {
    let mut segments = row(&[3000; 10]);
    for segment in &mut segments {
        segment.source_video = SourceVideoId::new();
    }
    let mut table = Table::new(script(5), segments);
    let lengths = [120, 102, 102, 102, 102];
    let choice = table.one(&lengths);
    let shots: Vec<usize> = choice.sentences.iter().map(Vec::len).collect();
    assert_eq!((choice.repeats, shots), (0, vec![2, 2, 2, 2, 2]), "three in the opening are too many");
    assert!(choice.warnings.is_empty(), "{:?}", choice.warnings);
    table.segments.truncate(7);
    let warning = table.one(&lengths).warnings.remove(0);
    assert!(warning.starts_with("There are 7 scenes for 10 shots"), "{warning}");
}

#[test]
fn like_pictures_are_never_neighbours_and_come_once_while_others_are_left() {
    let mut segments = row(&[2000; 10]);
    for (n, segment) in segments.iter_mut().enumerate() {
        // The first five are like each other; the others are unlike all.
        let bits = if n < 5 { 1 << n } else { 0x1_1111_1111 << (n * 3) };
        segment.hash = Some(PictureHash(bits));
    }
    let like: HashSet<SegmentId> = segments.iter().take(5).map(|segment| segment.id).collect();
    let table = Table::new(script(1), segments);
    for choice in table.choose(&[45 * 6], 4, 1).unwrap() {
        let shots = flat(&choice);
        assert!(shots.len() >= 5 && shots.iter().filter(|shot| like.contains(&shot.segment)).count() <= 1);
    }
    let long = table.one(&[90 * 14]);
    let together = |pair: &[&Shot]| pair.iter().all(|shot| like.contains(&shot.segment));
    assert!(!flat(&long).windows(2).any(together));
}

#[test]
fn too_little_footage_repeats_and_says_so() {
    let choice = Table::new(script(1), row(&[2000, 2000])).one(&[300]);
    assert!(choice.repeats > 0);
    let shots = flat(&choice);
    assert!(shots.windows(2).all(|pair| pair[0].segment != pair[1].segment), "no shot follows itself");
    assert!(
        choice.warnings[0].starts_with("There are 2 scenes for 5 shots, though each is held longer"),
        "{:?}",
        choice.warnings
    );
}

#[test]
fn footage_that_looks_alike_is_said_to_have_low_variety() {
    let mut segments = row(&[2000; 12]);
    for segment in &mut segments {
        segment.hash = Some(PictureHash(7));
    }
    let choice = Table::new(script(1), segments).one(&[360]);
    assert!(choice.warnings[0].starts_with("Low variety: the"), "{:?}", choice.warnings);
}

#[test]
fn a_long_segment_that_comes_again_shows_another_part() {
    let choice = Table::new(script(1), row(&[20_000])).one(&[240]);
    let shots = flat(&choice);
    assert!(shots.len() > 1 && choice.repeats == 0);
    assert!(shots.windows(2).all(|pair| pair[1].start_ms >= pair[0].start_ms + pair[0].frames.ms()));
    assert!(shots[1].reason.ends_with("another part of a shot before"), "{}", shots[1].reason);
}

#[test]
fn no_two_clips_show_what_is_for_single_use() {
    let mut table = Table::new(script(1), row(&[2000; 4]));
    for segment in &mut table.segments {
        segment.marks.single_use = true;
    }
    let choices = table.choose(&[60], 2, 1).unwrap();
    let shown = |choice: &Choice| flat(choice).iter().map(|shot| shot.segment).collect::<HashSet<_>>();
    assert!(shown(&choices[0]).is_disjoint(&shown(&choices[1])));
    assert_eq!(table.choose(&[60], 9, 1), Err(NoSegments::Taken));
    table.taken = table.segments.iter().skip(1).map(|segment| segment.id).collect();
    assert_eq!(shown(&table.one(&[40])), HashSet::from([table.segments[0].id]));
    table.taken.insert(table.segments[0].id);
    assert_eq!(table.choose(&[60], 1, 1), Err(NoSegments::Taken));
}

#[test]
fn a_fast_shot_needs_more_footage_and_a_still_picture_none() {
    let mut table = Table::new(script(1), row(&[2000]));
    table.segments[0].marks.transform.speed_percent = 200;
    assert_eq!(table.one(&[30]).repeats, 0);
    assert!(table.one(&[60]).sentences[0].iter().all(|shot| shot.frames <= Frames(30)));
    let still = segment(0, 1);
    table.stills.insert(still.source_video);
    table.segments = vec![still, segment(0, 9000)];
    table.stills.insert(table.segments[1].source_video);
    let motions: Vec<Motion> = flat(&table.one(&[240])).iter().map(|shot| shot.motion).collect();
    assert_eq!(motions[..2], [Motion::ZoomIn, Motion::PanRight]);
}

/// What a video of a choice shows while each of its sentences is spoken.
fn shown(choice: &Choice, sentences: &[Sentence]) -> Vec<ShownBefore> {
    let of = |(at, shots): (&usize, &Vec<Shot>)| ShownBefore {
        words: sentences[*at].words.clone(),
        shots: shots.clone(),
    };
    choice.order.iter().zip(&choice.sentences).map(of).collect()
}

/// The shots of each sentence without the reasons.
fn plain(choice: &Choice) -> Vec<Vec<Shot>> {
    let plain = |shot: &Shot| Shot { reason: String::new(), ..shot.clone() };
    choice.sentences.iter().map(|shots| shots.iter().map(plain).collect()).collect()
}

const SCRIPT: &str = "Meet our lamp. It is made of oak. It shines for days. Put it by your bed. \
                      Our shop ships at once. Order yours today.";

#[test]
fn a_changed_sentence_gets_other_shots_and_all_others_keep_theirs() {
    let sentences = |text: &str| Script::parse(text).unwrap().sentences();
    let mut table = Table::new(sentences(SCRIPT), row(&[4000; 30]));
    for matching in Matching::ALL {
        table.making.matching = matching;
        table.sentences = sentences(SCRIPT);
        let before = table.one(&[66, 75, 80, 90, 70, 60]);
        table.before = vec![shown(&before, &table.sentences)];
        // Two shots in place of one.
        table.sentences = sentences(&SCRIPT.replace("for days", "for many days and nights without an end"));
        let longer = table.one(&[66, 75, 150, 90, 70, 60]);
        for sentence in [0, 1, 3, 4, 5] {
            assert_eq!(plain(&longer)[sentence], plain(&before)[sentence], "{matching:?}, {sentence}");
        }
        let others: HashSet<SegmentId> = before.sentences.iter().flatten().map(|shot| shot.segment).collect();
        assert_eq!((longer.sentences[2].len(), longer.repeats), (2, 0));
        assert!(longer.sentences[2].iter().filter(|shot| others.contains(&shot.segment)).count() <= 1);
        // One more in the middle, and one less at the end.
        let more = SCRIPT.replace("Put it", "It never gets hot. Put it").replace(" Order yours today.", "");
        table.sentences = sentences(&more);
        let inserted = table.one(&[66, 75, 80, 55, 90, 70]);
        for (now, then) in [(0, 0), (1, 1), (2, 2), (4, 3), (5, 4)] {
            assert_eq!(plain(&inserted)[now], plain(&before)[then], "{matching:?}, {now}");
        }
        assert_eq!(inserted.repeats, 0);
        // A sentence that is spoken longer, in the same words.
        table.sentences = sentences(SCRIPT);
        let slower = table.one(&[66, 75, 100, 90, 70, 60]);
        assert_eq!(plain(&slower)[3..], plain(&before)[3..], "{matching:?}");
        table.before.clear();
    }
}

#[test]
fn what_is_pinned_now_and_what_was_pinned_then_are_chosen_anew() {
    let mut table = Table::new(Script::parse(SCRIPT).unwrap().sentences(), row(&[4000; 30]));
    let lengths = [66, 75, 80, 90, 70, 60];
    let before = table.one(&lengths);
    table.before = vec![shown(&before, &table.sentences)];
    let spare = table.segments[29].id;
    table.making.pins = vec![Pin { sentence: 2, shot: 0, segment: spare }];
    let pinned = table.one(&lengths);
    assert_eq!(pinned.sentences[2][0].segment, spare);
    table.before = vec![shown(&pinned, &table.sentences)];
    assert_eq!(plain(&table.one(&lengths)), plain(&pinned));
    table.making.pins.clear();
    let free = table.one(&lengths);
    assert_ne!(free.sentences[2][0].segment, spare);
    for sentence in [0, 1, 3, 4, 5] {
        assert_eq!(plain(&pinned)[sentence], plain(&before)[sentence]);
        assert_eq!(plain(&free)[sentence], plain(&before)[sentence]);
    }
}

#[test]
fn later_variants_share_the_second_half_unless_other_shots_or_voices_are_wanted() {
    let mut table = Table::new(Script::parse(SCRIPT).unwrap().sentences(), row(&[4000; 60]));
    let lengths = [66, 75, 80, 90, 70, 60];
    let shared = |table: &Table| {
        let choices = table.choose(&lengths, 5, 1).unwrap();
        let first = plain(&choices[0]);
        let same = |choice: &Choice| (0..6).filter(|n| plain(choice)[*n] == first[*n]).collect::<Vec<_>>();
        let all: Vec<Vec<usize>> = choices[1..].iter().map(same).collect();
        assert!(all.iter().all(|same| *same == all[0]), "{all:?}");
        all[0].clone()
    };
    assert_eq!(shared(&table), [3, 4, 5]);
    table.making.vary.captions = true;
    assert_eq!(shared(&table), [0_usize; 0]);
    table.making.vary = Vary::default();
    table.making.matching = Matching::MaxVariety;
    assert_eq!(shared(&table), [0_usize; 0]);
}

#[test]
fn still_pictures_are_shuffled_like_all_others() {
    let segments: Vec<Segment> = (0..8).map(|_| segment(0, 3000)).collect();
    let mut table = Table::new(script(4), segments);
    table.stills = table.segments.iter().map(|segment| segment.source_video).collect();
    table.making.matching = Matching::Shuffle;
    let of = |seed| {
        let choice = table.choose(&[60, 60, 60, 60], 1, seed).unwrap().remove(0);
        flat(&choice).into_iter().map(|shot| shot.segment).collect::<Vec<_>>()
    };
    let orders: HashSet<Vec<SegmentId>> = (0..6).map(of).collect();
    assert!(orders.len() > 3, "{orders:?}");
}

#[test]
fn a_shot_leaves_room_for_the_transition_after_it_wherever_it_begins() {
    let mut table = Table::new(script(2), vec![segment(0, 3000), segment(0, 3000)]);
    table.making.transition = Transition::Crossfade;
    let choice = table.one(&[45, 45 + 45 + 45]);
    let tail = table.making.transition.frames();
    for shot in flat(&choice) {
        let end = shot.start_ms + footage_ms(shot.frames.plus(tail), shot.transform);
        assert!(end <= 3000, "{shot:?}");
    }
}

#[test]
fn footage_that_two_segments_share_is_not_shown_twice_unsaid() {
    let video = SourceVideoId::new();
    let of = |start, end| Segment { source_video: video, ..segment(start, end) };
    let table = Table::new(script(3), vec![of(0, 3000), of(1500, 4500)]);
    let choice = table.one(&[60, 60, 60]);
    let shots = flat(&choice);
    let span = |shot: &Shot| (shot.start_ms, shot.start_ms + footage_ms(shot.frames, shot.transform));
    let overlaps = |n: usize| {
        let (from, to) = span(shots[n]);
        shots[..n].iter().any(|other| span(other).0 < to && from < span(other).1)
    };
    assert_eq!(choice.repeats, (0..shots.len()).filter(|n| overlaps(*n)).count());
}

#[test]
fn without_segments_there_is_nothing_to_choose() {
    let table = |lengths_ms: &[u32]| Table::new(script(1), row(lengths_ms));
    assert_eq!(table(&[]).choose(&[30], 1, 1), Err(NoSegments::None));
    assert_eq!(table(&[300]).choose(&[30], 1, 1), Err(NoSegments::TooShort));
}

prop_compose! {
    fn any_segments()(
        all in prop::collection::vec((500_u32..4000, 0_u64..40, 0_usize..4, 50_u16..200, any::<bool>()), 1..30)
    ) -> Vec<Segment> {
        let videos = [(); 4].map(|()| SourceVideoId::new());
        let mut start_ms = 0;
        let next = |(length, picture, video, speed, keyword): (u32, u64, usize, u16, bool)| {
            let mut made = segment(start_ms, start_ms + length * u32::from(speed) / 100 + 1);
            start_ms = made.end_ms;
            made.source_video = videos[video];
            // Pictures with another number differ in about half of the bits, those with the same in few.
            made.hash = Some(PictureHash(chance::mix(picture / 4) ^ (1 << (picture % 4))));
            made.marks.transform.speed_percent = speed;
            if keyword {
                made.marks.keywords = vec!["hello".to_owned()];
            }
            made
        };
        all.into_iter().map(next).collect()
    }
}

prop_compose! {
    fn any_making()(
        matching in prop::sample::select(Matching::ALL.to_vec()),
        transition in prop::sample::select(Transition::ALL.to_vec()),
        order: bool,
    ) -> Making {
        Making { matching, transition, vary: Vary { order, ..Vary::default() }, ..Making::default() }
    }
}

proptest! {
    #[test]
    fn shots_fill_each_sentence_exactly_and_stay_in_their_segments(
        lengths in prop::collection::vec(1_u32..400, 1..12),
        segments in any_segments(),
        making in any_making(),
        variants in 1_u8..=10,
        seed: u64,
    ) {
        let mut table = Table::new(script(lengths.len()), segments);
        table.making = making;
        let choices = table.choose(&lengths, variants, seed).unwrap();
        prop_assert_eq!(choices.len(), usize::from(variants));
        let by_id: HashMap<SegmentId, &Segment> = table.segments.iter().map(|s| (s.id, s)).collect();
        for choice in &choices {
            let mut places = choice.order.clone();
            places.sort_unstable();
            prop_assert_eq!(places, (0..lengths.len()).collect::<Vec<_>>());
            for (sentence, shots) in choice.order.iter().zip(&choice.sentences) {
                let frames: Frames = shots.iter().map(|shot| shot.frames).sum();
                prop_assert_eq!(Frames(lengths[*sentence]), frames);
                for shot in shots {
                    // Nothing but what came in: nothing of another profile.
                    let segment = by_id[&shot.segment];
                    prop_assert_eq!(segment.source_video, shot.source_video);
                    let end = shot.start_ms + footage_ms(shot.frames, shot.transform);
                    prop_assert!(shot.frames > Frames(0) && !shot.reason.is_empty());
                    prop_assert!(segment.start_ms <= shot.start_ms && end <= segment.end_ms + 1, "{shot:?} {segment:?}");
                }
            }
        }
        // No variant shows what an earlier one does but says so.
        let ids = |choice: &Choice| flat(choice).iter().map(|shot| shot.segment).collect::<Vec<_>>();
        for (n, choice) in choices.iter().enumerate() {
            let is_same = choices[..n].iter().any(|earlier| ids(earlier) == ids(choice));
            let is_told = choice.warnings.iter().any(|warning| warning.contains("shows the same shots"));
            prop_assert_eq!(is_same, is_told);
        }
        // The same again is the same, in whichever order the segments come.
        table.segments.reverse();
        prop_assert_eq!(&table.choose(&lengths, variants, seed).unwrap(), &choices);
        // So it is when its videos are there.
        table.before = choices.iter().map(|choice| shown(choice, &table.sentences)).collect();
        for (again, choice) in table.choose(&lengths, variants, seed).unwrap().iter().zip(&choices) {
            prop_assert_eq!(plain(again), plain(choice));
        }
    }

    #[test]
    fn a_pin_is_shown_or_said_to_have_no_room(
        lengths in prop::collection::vec(1_u32..120, 1..6),
        pins in prop::collection::vec((0_u16..6, 0_u8..6, 0_usize..30), 0..12),
        segments in any_segments(),
        seed: u64,
    ) {
        let mut table = Table::new(script(lengths.len()), segments);
        let sentences = u16::try_from(lengths.len()).unwrap();
        let pin = |(sentence, shot, place): (u16, u8, usize)| {
            let segment = table.segments[place % table.segments.len()].id;
            Pin { sentence: sentence % sentences, segment, shot }
        };
        table.making.pins = pins.into_iter().map(pin).collect();
        let choice = table.choose(&lengths, 1, seed).unwrap().remove(0);
        let shown = flat(&choice).iter().filter(|shot| shot.is_pinned).count();
        let told = match table.making.pins.len() - shown {
            0 => None,
            1 => Some("A pinned shot has no room".to_owned()),
            lost => Some(format!("{lost} pinned shots have no room")),
        };
        let warning = choice.warnings.iter().find(|warning| warning.contains("no room in sentence"));
        prop_assert_eq!(told.is_some(), warning.is_some());
        prop_assert!(told.iter().zip(warning).all(|(told, warning)| warning.starts_with(told)), "{warning:?}");
    }

    #[test]
    fn nothing_comes_twice_while_something_unlike_is_left(
        lengths in prop::collection::vec(20_u32..200, 1..8),
        segments in any_segments(),
        seed: u64,
    ) {
        let table = Table::new(script(lengths.len()), segments);
        let choice = table.choose(&lengths, 1, seed).unwrap().remove(0);
        let of = |shot: &Shot| table.segments.iter().find(|s| s.id == shot.segment).unwrap();
        let like = |one: &Segment, two: &Segment| {
            one.id == two.id || one.hash.unwrap().distance(two.hash.unwrap()) < PictureHash::NEAR
        };
        let shots = flat(&choice);
        for (n, shot) in shots.iter().enumerate() {
            let before = &shots[..n];
            let fresh = |s: &Segment| !before.iter().any(|other| like(of(other), s));
            if fresh(of(shot)) {
                continue;
            }
            // It was seen: then whatever was not clashes with the shot before.
            for left in table.segments.iter().filter(|s| fresh(s)) {
                let last = of(before[n - 1]);
                let jumps = left.source_video == last.source_video
                    && left.hash.unwrap().distance(last.hash.unwrap()) < 14;
                prop_assert!(jumps, "{left:?} was left");
            }
        }
        let clash = |one: &Segment, two: &Segment| {
            let bits = one.hash.unwrap().distance(two.hash.unwrap());
            like(one, two) || (one.source_video == two.source_video && bits < 14)
        };
        for pair in shots.windows(2).filter(|pair| clash(of(pair[0]), of(pair[1]))) {
            prop_assert!(table.segments.iter().all(|s| clash(of(pair[0]), s)), "there was another shot");
        }
    }
}
