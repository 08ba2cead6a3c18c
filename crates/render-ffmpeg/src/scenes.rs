//! Finds where one scene ends and the next begins.

/// How many times the mean of its neighbours a difference must be. The three numbers are those of `PySceneDetect`'s
/// `AdaptiveDetector` (0.6: `adaptive_threshold`, `window_width`, `min_content_val`), there as here on frame
/// differences in levels of 255.
const RATIO: f32 = 3.0;
/// How many neighbours on each side must be known before a frame can be judged.
pub(crate) const WINDOW: usize = 2;
/// The least difference of a cut, in levels.
const MIN_DIFFERENCE: f32 = 15.0;

/// Tells whether a scene begins with a frame: it differs from the one before far more than the frames around it do,
/// so that fast movement is none.
pub(crate) fn is_cut(differences: &[f32], n: usize) -> bool {
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

    fn cuts(differences: &[f32]) -> Vec<usize> {
        (1..differences.len()).filter(|n| is_cut(differences, *n)).collect()
    }

    #[test]
    fn a_jump_among_small_differences_is_a_cut() {
        let mut differences = vec![2.0; 60];
        differences[0] = 0.0;
        differences[20] = 40.0;
        differences[45] = 16.0;
        assert_eq!(cuts(&differences), [20, 45]);
    }

    #[test]
    fn steady_movement_and_small_jumps_are_no_cuts() {
        let mut differences = vec![30.0; 60];
        differences[20] = 60.0;
        assert!(cuts(&differences).is_empty());
        let mut still = vec![0.0; 60];
        still[30] = 10.0;
        assert!(cuts(&still).is_empty());
        assert!(cuts(&[]).is_empty());
    }

    #[test]
    fn a_cut_between_still_pictures_is_found() {
        let mut differences = vec![0.0; 30];
        differences[1] = 50.0;
        differences[29] = 50.0;
        assert_eq!(cuts(&differences), [1, 29]);
    }
}
