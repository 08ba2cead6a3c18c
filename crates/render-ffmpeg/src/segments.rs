//! Cuts scenes into segments and scores how each looks.

use std::ops::Range;

use domain::{FPS, Scores, ratio, whole};

use crate::gaze::Look;

/// The longest segment in seconds; a longer scene is cut into equal parts, none under half of it.
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
}

/// What was seen of the footage.
pub(crate) struct Seen<'s> {
    /// Frames a second as analysed.
    pub(crate) fps: f64,
    /// The difference of each frame from the one before.
    pub(crate) differences: &'s [f32],
    /// The looks in order.
    pub(crate) looks: &'s [Look],
}

impl Seen<'_> {
    /// Cuts scenes into spans of at most three seconds. Scenes too short to show are left out, unless there is
    /// nothing else: then cuts count for nothing.
    pub(crate) fn spans(&self, scenes: &[Range<usize>]) -> Vec<Span> {
        let is_long = |scene: &&Range<usize>| self.seconds(scene.len()) >= SHORTEST_S;
        let long: Vec<Range<usize>> = scenes.iter().filter(is_long).cloned().collect();
        let all = 0..self.differences.len();
        let scenes = if long.is_empty() && !all.is_empty() { vec![all] } else { long };
        scenes.iter().flat_map(|scene| self.parts(scene)).collect()
    }

    fn parts(&self, scene: &Range<usize>) -> Vec<Span> {
        let count =
            usize::try_from(whole((self.seconds(scene.len()) / LONGEST_S).ceil())).unwrap_or(1).max(1);
        let at = |n: usize| scene.start + scene.len() * n / count;
        (0..count).map(|n| at(n)..at(n + 1)).map(|frames| self.span(scene, frames)).collect()
    }

    fn span(&self, scene: &Range<usize>, frames: Range<usize>) -> Span {
        // A frame stands on the grid of the analysis within half a step of its true moment, and on the clip's grid
        // within half a frame.
        let slack_s = 0.5 / self.fps - 0.5 / f64::from(FPS);
        let begins_with_cut = frames.start == scene.start && scene.start > 0;
        let ends_with_cut = frames.end == scene.end && scene.end < self.differences.len();
        let from = self.seconds(frames.start) + if begins_with_cut { slack_s } else { 0.0 };
        let to = self.seconds(frames.end) - if ends_with_cut { slack_s } else { 0.0 };
        let (start_ms, end_ms) = (whole((from * 1000.0).ceil()), whole((to * 1000.0).floor()));
        Span { scores: self.scores(&frames), frames, start_ms, end_ms: end_ms.max(start_ms + 1) }
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
        }
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
mod tests {
    use super::*;

    fn look(frame: usize, level: f32) -> Look {
        Look { frame, sharpness: 1000.0, contrast: 32.0, brightness: level, cells: vec![level; 4] }
    }

    fn spans(fps: f64, differences: &[f32], scenes: &[Range<usize>]) -> Vec<(u32, u32)> {
        let looks = [look(0, 127.5)];
        let seen = Seen { fps, differences, looks: &looks };
        seen.spans(scenes).into_iter().map(|span| (span.start_ms, span.end_ms)).collect()
    }

    #[test]
    fn a_scene_of_seven_seconds_gives_three_segments_and_none_crosses_a_cut() {
        let still = vec![0.0; 300];
        let scenes = [0..210, 210..300];
        assert_eq!(spans(30.0, &still, &scenes), [(0, 2333), (2334, 4666), (4667, 7000), (7000, 10_000)]);
    }

    #[test]
    fn short_scenes_are_left_out_unless_there_is_nothing_else() {
        let still = vec![0.0; 60];
        assert_eq!(spans(30.0, &still, &[0..5, 5..60]), [(167, 2000)]);
        assert_eq!(spans(30.0, &still[..9], &[0..4, 4..9]), [(0, 300)]);
        assert_eq!(spans(30.0, &still, &(0..12).map(|n| n * 5..n * 5 + 5).collect::<Vec<_>>()), [(0, 2000)]);
        assert_eq!(spans(30.0, &[], &[]), []);
    }

    #[test]
    fn at_few_frames_a_second_segments_keep_clear_of_the_cut() {
        assert_eq!(spans(10.0, &[0.0; 40], &[0..20, 20..40]), [(0, 1966), (2034, 4000)]);
    }

    #[test]
    fn scores_run_from_nothing_to_one() {
        let differences = [0.0, 4.0, 4.0, 4.0];
        let looks = [look(0, 0.0), look(2, 255.0)];
        let seen = Seen { fps: 30.0, differences: &differences, looks: &looks };
        let scores = seen.scores(&(0..4));
        assert_eq!(
            scores,
            Scores { motion: 0.5, variance: 1.0, sharpness: 0.5, contrast: 0.5, brightness: 1.0 }
        );
        let black = Seen { fps: 30.0, differences: &[0.0; 4], looks: &[look(0, 0.0)] };
        let scores = black.scores(&(1..4));
        assert_eq!((scores.motion, scores.variance, scores.brightness), (0.0, 0.0, 0.0));
    }
}
