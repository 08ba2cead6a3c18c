//! Finds how far the whole picture moved from one frame to the next, to the fraction of a pixel.
//!
//! The picture is summed up along its columns and its rows, and each sum laid over that of the frame before (integral
//! projection, as in the stabilisers of camcorders; Ratakonda 1998).

/// The farthest shift that is looked for, in pixels of the small frame.
const FARTHEST: usize = 12;

/// A picture's sums along its columns and its rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Profile {
    columns: Vec<i32>,
    rows: Vec<i32>,
}

impl Profile {
    /// Sums up a picture.
    pub(crate) fn of(levels: &[u8], width: usize) -> Self {
        let mut columns = vec![0_i32; width];
        let mut rows = Vec::with_capacity(levels.len() / width.max(1));
        for row in levels.chunks_exact(width.max(1)) {
            let mut sum = 0_i32;
            for (column, level) in columns.iter_mut().zip(row) {
                *column += i32::from(*level);
                sum += i32::from(*level);
            }
            rows.push(sum);
        }
        Self { columns: steps(&columns), rows: steps(&rows) }
    }

    /// Returns how far the picture moved since another, across and down, in pixels.
    pub(crate) fn shift_since(&self, before: &Self) -> (f32, f32) {
        (shift(&before.columns, &self.columns), shift(&before.rows, &self.rows))
    }
}

/// From one sum to the next: what is left when the whole picture becomes lighter.
fn steps(sums: &[i32]) -> Vec<i32> {
    sums.windows(2).map(|two| if let [a, b] = two { b - a } else { 0 }).collect()
}

/// Finds the shift at which two lines differ least, and the bottom of the parabola through it and its neighbours.
fn shift(before: &[i32], now: &[i32]) -> f32 {
    let farthest = FARTHEST.min(now.len() / 4);
    // Index `farthest` stands for no shift.
    let costs: Vec<f32> = (0..=2 * farthest).map(|at| cost(before, now, at, farthest)).collect();
    let mut best = farthest;
    for (at, cost) in costs.iter().enumerate() {
        if costs.get(best).is_some_and(|lowest| cost < lowest) {
            best = at;
        }
    }
    let at = |place: Option<usize>| place.and_then(|place| costs.get(place)).copied();
    let whole = f32::from(u8::try_from(best).unwrap_or(0)) - f32::from(u8::try_from(farthest).unwrap_or(0));
    match (at(best.checked_sub(1)), at(Some(best)), at(Some(best + 1))) {
        (Some(left), Some(middle), Some(right)) => {
            let curve = left - 2.0 * middle + right;
            if curve > f32::EPSILON { whole + (0.5 * (left - right) / curve).clamp(-0.5, 0.5) } else { whole }
        }
        _ => whole,
    }
}

/// Returns the mean squared difference where both lines are, one moved by `at - farthest`.
fn cost(before: &[i32], now: &[i32], at: usize, farthest: usize) -> f32 {
    let (skip_now, skip_before) = (at.saturating_sub(farthest), farthest.saturating_sub(at));
    let pairs = now.iter().skip(skip_now).zip(before.iter().skip(skip_before));
    let (mut sum, mut count) = (0.0_f32, 0.0_f32);
    for (a, b) in pairs {
        let difference = f32::from(i16::try_from((a - b) / 4).unwrap_or(i16::MAX));
        sum += difference * difference;
        count += 1.0;
    }
    if count > 0.0 { sum / count } else { 0.0 }
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

    /// A picture of blobs, seen from a place.
    fn seen_from(x: f32, y: f32) -> Vec<u8> {
        let level = |column: usize, row: usize| {
            let (column, row) = (column as f32 + x, row as f32 + y);
            let blob =
                (column * 0.11).sin() * (row * 0.17).cos() + (column * 0.037).cos() + (row * 0.05).sin();
            (127.0 + 30.0 * blob) as u8
        };
        (0..90).flat_map(|row| (0..160).map(move |column| level(column, row))).collect()
    }

    #[test]
    fn a_shift_is_found_to_the_fraction_of_a_pixel() {
        let still = Profile::of(&seen_from(0.0, 0.0), 160);
        for (x, y) in [(0.0, 0.0), (3.0, 0.0), (0.0, -2.0), (0.5, 0.25), (-6.4, 0.0)] {
            let (across, down) = Profile::of(&seen_from(x, y), 160).shift_since(&still);
            assert!((across + x).abs() < 0.3 && (down + y).abs() < 0.3, "{across} {down} is not {x} {y}");
        }
    }

    #[test]
    fn a_plain_wall_and_a_lighter_picture_did_not_move() {
        let wall = Profile::of(&[90; 160 * 90], 160);
        assert_eq!(wall.shift_since(&wall), (0.0, 0.0));
        let picture = seen_from(0.0, 0.0);
        let lighter: Vec<u8> = picture.iter().map(|level| level + 20).collect();
        let (across, down) = Profile::of(&lighter, 160).shift_since(&Profile::of(&picture, 160));
        assert!(across.abs() < 0.05 && down.abs() < 0.05, "{across} {down}");
    }
}
