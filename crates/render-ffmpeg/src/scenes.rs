//! Finds where one scene ends and the next begins.

use std::ops::Range;

/// How many times the mean of its neighbours a difference must be. The three numbers are those of `PySceneDetect`'s
/// `AdaptiveDetector` (0.6: `adaptive_threshold`, `window_width`, `min_content_val`), there as here on frame
/// differences in levels of 255.
const RATIO: f32 = 3.0;
/// How many neighbours on each side.
const WINDOW: usize = 2;
/// The least difference of a cut, in levels.
const MIN_DIFFERENCE: f32 = 15.0;

/// Splits frames into scenes by their differences: a cut is where a frame differs from the one before far more than
/// the frames around it do, so that fast movement is none.
pub(crate) fn scenes(differences: &[f32]) -> Vec<Range<usize>> {
    let cuts = (1..differences.len()).filter(|n| is_cut(differences, *n));
    let starts: Vec<usize> = std::iter::once(0).chain(cuts).collect();
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(differences.len()));
    starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(start, end)| start..end)
        .filter(|scene| !scene.is_empty())
        .collect()
}

fn is_cut(differences: &[f32], n: usize) -> bool {
    let here = differences.get(n).copied().unwrap_or(0.0);
    if here < MIN_DIFFERENCE {
        return false;
    }
    // The first frame has no difference.
    let around = n.saturating_sub(WINDOW).max(1)..(n + WINDOW + 1).min(differences.len());
    let (mut sum, mut count) = (0.0, 0.0);
    for at in around.filter(|at| *at != n) {
        sum += differences.get(at).copied().unwrap_or(0.0);
        count += 1.0;
    }
    here * count >= RATIO * sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(scene: Range<usize>) -> Vec<Range<usize>> {
        vec![scene]
    }

    #[test]
    fn a_jump_among_small_differences_is_a_cut() {
        let mut differences = vec![2.0; 60];
        differences[0] = 0.0;
        differences[20] = 40.0;
        differences[45] = 16.0;
        assert_eq!(scenes(&differences), [0..20, 20..45, 45..60]);
    }

    #[test]
    fn steady_movement_and_small_jumps_are_no_cuts() {
        let mut differences = vec![30.0; 60];
        differences[20] = 60.0;
        assert_eq!(scenes(&differences), one(0..60));
        let mut still = vec![0.0; 60];
        still[30] = 10.0;
        assert_eq!(scenes(&still), one(0..60));
        assert!(scenes(&[]).is_empty());
    }

    #[test]
    fn a_cut_between_still_pictures_is_found() {
        let mut differences = vec![0.0; 30];
        differences[1] = 50.0;
        differences[29] = 50.0;
        assert_eq!(scenes(&differences), [0..1, 1..29, 29..30]);
    }
}
