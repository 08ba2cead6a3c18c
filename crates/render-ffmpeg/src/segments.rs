//! Cuts scenes into segments and scores how each looks.

use std::ops::Range;

use domain::{FPS, PictureHash, Scores, ratio, whole};

use crate::{
    gaze::Look,
    scenes::{WINDOW, is_cut},
};

/// The longest segment in seconds; of a longer scene, such parts are cut off while two of them are left, and the rest
/// is cut into equal ones.
const LONGEST_S: f64 = 3.0;
/// The shortest scene worth showing in seconds: half a second, as `domain::choose` holds it.
const SHORTEST_S: f64 = 0.5;

// At which value a measure counts as full, in levels of 255 at a picture of 320 pixels. Round numbers that spread
// ordinary pictures over the range; they have not been fitted to a collection of footage.
/// Mean change in 1/30 s.
const FULL_MOTION: f32 = 8.0;
/// Mean standard deviation of a cell over the segment.
const FULL_VARIANCE: f32 = 40.0;
/// Variance of the Laplacian.
const FULL_SHARPNESS: f32 = 2000.0;
/// Standard deviation of the levels: a quarter of the range.
const FULL_CONTRAST: f32 = 64.0;
/// Mean change of the picture's own movement from frame to frame, in pixels: a hand that trembles.
const FULL_SHAKE: f32 = 3.0;
/// The middle of the levels.
const MID_GREY: f32 = 127.5;

/// A span of frames with its scores.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Span {
    /// The frames as analysed.
    pub(crate) frames: Range<usize>,
    /// Where it begins in milliseconds: no frame before the scene's is shown.
    pub(crate) start_ms: u32,
    /// Where it ends in milliseconds: no frame after the scene's is shown.
    pub(crate) end_ms: u32,
    /// How it looks.
    pub(crate) scores: Scores,
    /// What its middle looks like.
    pub(crate) hash: PictureHash,
}

/// What was seen of the footage so far.
pub(crate) struct Seen<'s> {
    /// Frames a second as analysed.
    pub(crate) fps: f64,
    /// The difference of each frame from the one before.
    pub(crate) differences: &'s [f32],
    /// How far the picture moved since the frame before.
    pub(crate) shifts: &'s [(f32, f32)],
    /// The looks in order.
    pub(crate) looks: &'s [Look],
}

/// Cuts footage into spans of at most three seconds while it comes by: each span as soon as nothing later changes it.
/// No span crosses a cut. Scenes too short to show are left out, unless there is nothing else: then cuts count for
/// nothing.
#[derive(Debug, Default)]
pub(crate) struct Cutter {
    /// The next frame to be judged.
    next: usize,
    /// Where the scene begins.
    scene: usize,
    /// Where what is left of the scene begins.
    rest: usize,
    any: bool,
}

impl Cutter {
    /// Goes on as far as can be judged, and returns the spans that are certain.
    pub(crate) fn go_on(&mut self, seen: &Seen<'_>) -> Vec<Span> {
        self.judge(seen, seen.differences.len().saturating_sub(WINDOW))
    }

    /// Returns the spans that are left when no more comes.
    pub(crate) fn end(mut self, seen: &Seen<'_>) -> Vec<Span> {
        let all = seen.differences.len();
        let mut spans = self.judge(seen, all);
        spans.extend(self.close(seen, all));
        if !self.any && all > 0 {
            self.rest = 0;
            spans = self.parts(seen, all, Ends { by_cut: false });
        }
        spans
    }

    fn judge(&mut self, seen: &Seen<'_>, until: usize) -> Vec<Span> {
        let longest = seen.frames_in(LONGEST_S);
        let mut spans = Vec::new();
        while self.next < until {
            if self.next > 0 && is_cut(seen.differences, self.next) {
                spans.extend(self.close(seen, self.next));
                self.scene = self.next;
                self.rest = self.next;
            } else if self.next - self.rest >= 2 * longest {
                // Enough is left for another whole part and the beginning of one.
                spans.push(self.span(seen, self.rest..self.rest + longest, Ends { by_cut: false }));
                self.rest += longest;
            }
            self.next += 1;
        }
        spans
    }

    /// Cuts what is left of a scene that ends before a frame.
    fn close(&mut self, seen: &Seen<'_>, end: usize) -> Vec<Span> {
        if seen.seconds(end - self.scene) < SHORTEST_S {
            return Vec::new();
        }
        self.parts(seen, end, Ends { by_cut: end < seen.differences.len() })
    }

    /// Cuts what is left into equal parts of at most three seconds.
    fn parts(&mut self, seen: &Seen<'_>, end: usize, ends: Ends) -> Vec<Span> {
        let (from, length) = (self.rest, end - self.rest);
        let count = length.div_ceil(seen.frames_in(LONGEST_S)).max(1);
        let at = |n: usize| from + length * n / count;
        (0..count)
            .map(|n| self.span(seen, at(n)..at(n + 1), Ends { by_cut: ends.by_cut && n + 1 == count }))
            .collect()
    }

    fn span(&mut self, seen: &Seen<'_>, frames: Range<usize>, ends: Ends) -> Span {
        self.any = true;
        // A frame stands on the grid of the analysis within half a step of its true moment. A clip may show what is on
        // screen at the very moment where it begins.
        let slack_s = 0.5 / seen.fps;
        let begins_with_cut = frames.start == self.scene && self.scene > 0;
        let from = seen.seconds(frames.start) + if begins_with_cut { slack_s } else { 0.0 };
        let to = seen.seconds(frames.end) - if ends.by_cut { slack_s } else { 0.0 };
        let (start_ms, end_ms) = (whole((from * 1000.0).ceil()), whole((to * 1000.0).floor()));
        Span {
            scores: seen.scores(&frames),
            hash: seen.hash(&frames),
            frames,
            start_ms,
            end_ms: end_ms.max(start_ms + 1),
        }
    }
}

/// How a span ends.
#[derive(Clone, Copy)]
struct Ends {
    /// Another scene follows at once.
    by_cut: bool,
}

impl Seen<'_> {
    /// Returns how many frames a length has, at least one.
    fn frames_in(&self, seconds: f64) -> usize {
        usize::try_from(whole(seconds * self.fps)).unwrap_or(1).max(1)
    }

    fn seconds(&self, frames: usize) -> f64 {
        f64::from(u32::try_from(frames).unwrap_or(u32::MAX)) / self.fps
    }

    fn scores(&self, frames: &Range<usize>) -> Scores {
        let inside: Vec<&Look> = self.looks.iter().filter(|look| frames.contains(&look.frame)).collect();
        // A scene between two looks is as good as the nearer one.
        let nearest = || self.looks.iter().min_by_key(|look| look.frame.abs_diff(frames.start));
        let looks = if inside.is_empty() { nearest().into_iter().collect() } else { inside };
        let share = |value: f32, full: f32| (value / full).clamp(0.0, 1.0);
        let mean_of = |value: fn(&Look) -> f32| mean(looks.iter().map(|look| value(look)));
        Scores {
            motion: share(self.change(frames), FULL_MOTION),
            variance: share(variance(&looks), FULL_VARIANCE),
            sharpness: share(mean_of(|look| look.sharpness), FULL_SHARPNESS),
            contrast: share(mean_of(|look| look.contrast), FULL_CONTRAST),
            brightness: 1.0 - share((mean_of(|look| look.brightness) - MID_GREY).abs(), MID_GREY),
            steadiness: Some(1.0 - share(self.shake(frames), FULL_SHAKE)),
        }
    }

    /// Returns what the picture in the middle of some frames looks like.
    fn hash(&self, frames: &Range<usize>) -> PictureHash {
        let middle = usize::midpoint(frames.start, frames.end);
        let nearest = self.looks.iter().min_by_key(|look| look.frame.abs_diff(middle));
        nearest.map_or(PictureHash(0), |look| look.hash)
    }

    /// Returns by how much the picture's own movement changes from frame to frame on average: a steady pan is no
    /// shake. The first frame's shift belongs to the span before.
    fn shake(&self, frames: &Range<usize>) -> f32 {
        let shifts = self.shifts.get(frames.start + 1..frames.end).unwrap_or_default();
        mean(shifts.windows(2).map(|two| match two {
            [(x, y), (later_x, later_y)] => (later_x - x).hypot(later_y - y),
            _ => 0.0,
        }))
    }

    /// Returns the mean change in 1/30 s; the first frame's difference belongs to the span before.
    fn change(&self, frames: &Range<usize>) -> f32 {
        let differences = self.differences.get(frames.start + 1..frames.end).unwrap_or_default();
        mean(differences.iter().copied()) * ratio(u64::from(whole(self.fps * 1000.0)), u64::from(FPS) * 1000)
    }
}

fn mean(values: impl Iterator<Item = f32>) -> f32 {
    let (sum, count) = values.fold((0.0_f32, 0.0_f32), |(sum, count), value| (sum + value, count + 1.0));
    if count > 0.0 { sum / count } else { 0.0 }
}

/// Returns how far the cells stray from their own mean over time.
fn variance(looks: &[&Look]) -> f32 {
    let cells = looks.first().map_or(0, |look| look.cells.len());
    let stray = |cell: usize| {
        let levels = || looks.iter().filter_map(move |look| look.cells.get(cell).copied());
        let middle = mean(levels());
        mean(levels().map(|level| (level - middle).powi(2))).sqrt()
    };
    mean((0..cells).map(stray))
}

#[cfg(test)]
#[allow(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "fixtures are made of small numbers"
)]
mod tests {
    use super::*;

    fn look(frame: usize, level: f32) -> Look {
        let (cells, hash) = (vec![level; 4], PictureHash(7));
        Look { frame, sharpness: 1000.0, contrast: 32.0, brightness: level, cells, hash }
    }

    /// Cuts still pictures, at once and then piece by piece, which must give the same.
    fn spans(fps: f64, frames: usize, cuts: &[usize]) -> Vec<(u32, u32)> {
        let differences: Vec<f32> = (0..frames).map(|n| if cuts.contains(&n) { 60.0 } else { 0.0 }).collect();
        let looks = [look(0, 127.5)];
        let seen = |upto: usize| Seen { fps, differences: &differences[..upto], shifts: &[], looks: &looks };
        let places = |spans: Vec<Span>| -> Vec<(u32, u32)> {
            spans.into_iter().map(|span| (span.start_ms, span.end_ms)).collect()
        };
        let at_once = places(Cutter::default().end(&seen(frames)));
        let (mut cutter, mut pieces) = (Cutter::default(), Vec::new());
        for upto in 0..frames {
            pieces.extend(places(cutter.go_on(&seen(upto))));
        }
        pieces.extend(places(cutter.end(&seen(frames))));
        assert_eq!(pieces, at_once);
        at_once
    }

    #[test]
    fn a_scene_of_seven_seconds_gives_three_segments_and_none_crosses_a_cut() {
        assert_eq!(spans(30.0, 300, &[210]), [(0, 3000), (3000, 5000), (5000, 6983), (7017, 10_000)]);
        assert_eq!(spans(30.0, 100, &[]), [(0, 1666), (1667, 3333)]);
    }

    #[test]
    fn a_long_take_gives_segments_before_it_ends() {
        let (differences, looks) = (vec![0.0; 200], [look(0, 127.5)]);
        let seen = Seen { fps: 30.0, differences: &differences, shifts: &[], looks: &looks };
        let early: Vec<_> = Cutter::default().go_on(&seen).into_iter().map(|span| span.frames).collect();
        assert_eq!(early, vec![Range { start: 0, end: 90 }]);
    }

    #[test]
    fn short_scenes_are_left_out_unless_there_is_nothing_else() {
        assert_eq!(spans(30.0, 60, &[5]), [(184, 2000)]);
        assert_eq!(spans(30.0, 9, &[4]), [(0, 300)]);
        let all: Vec<usize> = (1..12).map(|n| n * 5).collect();
        assert_eq!(spans(30.0, 60, &all), [(0, 2000)]);
        assert_eq!(spans(30.0, 0, &[]), []);
    }

    #[test]
    fn at_few_frames_a_second_segments_keep_clear_of_the_cut() {
        assert_eq!(spans(10.0, 40, &[20]), [(0, 1950), (2050, 4000)]);
    }

    #[test]
    fn a_trembling_hand_is_not_steady_and_a_pan_is() {
        let seen =
            |shifts: &[(f32, f32)]| Seen { fps: 30.0, differences: &[], shifts, looks: &[] }.shake(&(0..9));
        assert_eq!(seen(&[(0.0, 0.0); 9]), 0.0);
        assert_eq!(seen(&[(4.0, 1.0); 9]), 0.0);
        let trembling: Vec<_> = (0_u8..9).map(|n| (if n % 2 == 0 { 1.0 } else { -1.0 }, 0.0)).collect();
        assert_eq!(seen(&trembling), 2.0);
    }

    #[test]
    fn scores_run_from_nothing_to_one() {
        let differences = [0.0, 4.0, 4.0, 4.0];
        let looks = [look(0, 0.0), look(2, 255.0)];
        let seen = Seen { fps: 30.0, differences: &differences, shifts: &[(0.0, 0.0); 4], looks: &looks };
        let scores = seen.scores(&(0..4));
        let expected = Scores {
            motion: 0.5,
            variance: 1.0,
            sharpness: 0.5,
            contrast: 0.5,
            brightness: 1.0,
            steadiness: Some(1.0),
        };
        assert_eq!(scores, expected);
        let black = Seen { fps: 30.0, differences: &[0.0; 4], shifts: &[], looks: &[look(0, 0.0)] };
        let scores = black.scores(&(1..4));
        assert_eq!((scores.motion, scores.variance, scores.brightness), (0.0, 0.0, 0.0));
    }
}
