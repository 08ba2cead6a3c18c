//! Looks at small grey frames as they come by: how each differs from the one before, and now and then how it looks.

use domain::{PictureHash, Progress, ratio};

use crate::shift::Profile;

/// How many looks a second are taken.
const LOOKS_EACH_SECOND: f64 = 3.0;
/// A look keeps the picture as so many cells each way, to see how it changes over seconds.
const CELLS: usize = 16;

/// How one frame looks. Levels are those of 8 bits, 0 to 255.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Look {
    /// The frame.
    pub(crate) frame: usize,
    /// Variance of the Laplacian in squared levels: high where edges are sharp (Pech-Pacheco et al. 2000).
    pub(crate) sharpness: f32,
    /// Standard deviation of the levels.
    pub(crate) contrast: f32,
    /// Mean level.
    pub(crate) brightness: f32,
    /// Mean level of each cell, row by row.
    pub(crate) cells: Vec<f32>,
    /// What it looks like.
    pub(crate) hash: PictureHash,
}

/// Takes raw frames piece by piece. It holds two frames, a number a frame, and a look each third of a second.
pub(crate) struct Gaze<'p> {
    width: usize,
    frame: Vec<u8>,
    before: Vec<u8>,
    filled: usize,
    step: usize,
    expected: u64,
    progress: Progress<'p>,
    /// Mean absolute difference of each frame from the one before, in levels; nothing for the first.
    pub(crate) differences: Vec<f32>,
    /// How far the picture moved since the frame before, across and down, in pixels of the small frame.
    pub(crate) shifts: Vec<(f32, f32)>,
    /// The looks in order.
    pub(crate) looks: Vec<Look>,
    profile: Profile,
}

impl<'p> Gaze<'p> {
    /// Prepares for frames of a size that come at a rate, of which so many are expected.
    pub(crate) fn new((width, height): (u32, u32), fps: f64, expected: u32, progress: Progress<'p>) -> Self {
        let bytes = |n: u32| usize::try_from(n).unwrap_or(0);
        let frame = vec![0; bytes(width) * bytes(height)];
        Self {
            width: bytes(width).max(1),
            before: frame.clone(),
            frame,
            filled: 0,
            step: bytes(domain::whole(fps / LOOKS_EACH_SECOND)).max(1),
            expected: u64::from(expected),
            progress,
            differences: Vec::new(),
            shifts: Vec::new(),
            looks: Vec::new(),
            profile: Profile::default(),
        }
    }

    /// Takes a piece of the stream of frames; tells whether a frame was looked at more closely.
    pub(crate) fn take(&mut self, mut bytes: &[u8]) -> bool {
        let before = self.looks.len();
        while !bytes.is_empty() {
            let room = self.frame.get_mut(self.filled..).unwrap_or_default();
            let length = room.len().min(bytes.len());
            let (now, later) = bytes.split_at(length);
            room.iter_mut().zip(now).for_each(|(to, from)| *to = *from);
            self.filled += length;
            bytes = later;
            if self.filled == self.frame.len() {
                self.whole_frame();
            }
        }
        self.looks.len() > before
    }

    fn whole_frame(&mut self) {
        let n = self.differences.len();
        let difference = if n == 0 { 0.0 } else { mean_difference(&self.frame, &self.before) };
        self.differences.push(difference);
        let profile = Profile::of(&self.frame, self.width);
        self.shifts.push(if n == 0 { (0.0, 0.0) } else { profile.shift_since(&self.profile) });
        self.profile = profile;
        if n.is_multiple_of(self.step) {
            self.looks.push(look(n, &self.frame, self.width));
            let done = ratio(u64::try_from(n).unwrap_or(u64::MAX), self.expected);
            (self.progress)(done);
        }
        std::mem::swap(&mut self.frame, &mut self.before);
        self.filled = 0;
    }
}

/// Returns the mean of some whole numbers that are at most `highest`, each.
fn mean(sum: u64, count: usize, highest: u16) -> f32 {
    let all = u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(u64::from(highest));
    ratio(sum, all) * f32::from(highest)
}

fn mean_difference(a: &[u8], b: &[u8]) -> f32 {
    // Sums of 32 bits are the faster ones; a row of this length fits.
    let row = |(a, b): (&[u8], &[u8])| a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(*b))).sum::<u32>();
    let sum = a.chunks(1 << 16).zip(b.chunks(1 << 16)).map(|rows| u64::from(row(rows))).sum();
    mean(sum, a.len(), 255)
}

fn look(frame: usize, levels: &[u8], width: usize) -> Look {
    let sum: u64 = levels.iter().map(|level| u64::from(*level)).sum();
    let brightness = mean(sum, levels.len(), 255);
    let squares: u64 = levels.iter().map(|level| u64::from(*level) * u64::from(*level)).sum();
    let variance = mean(squares, levels.len(), 255 * 255) - brightness * brightness;
    Look {
        frame,
        sharpness: laplacian_variance(levels, width),
        contrast: variance.max(0.0).sqrt(),
        brightness,
        cells: cells(levels, width, (CELLS, CELLS)),
        hash: hash(levels, width),
    }
}

/// Returns the difference hash: of each of 8x8 cells, whether the next one to the right is lighter (dHash, Krawetz
/// 2013, "Kind of Like That").
fn hash(levels: &[u8], width: usize) -> PictureHash {
    let bits = cells(levels, width, (9, 8));
    let lighter = bits.chunks_exact(9).flat_map(|row| row.windows(2)).map(|two| match two {
        // What encoding adds to a plain wall is no difference.
        [left, right] => *right > *left + 1.0,
        _ => false,
    });
    PictureHash(lighter.fold(0, |bits, lighter| bits << 1 | u64::from(lighter)))
}

/// Returns the variance of each pixel's difference from its four neighbours.
fn laplacian_variance(levels: &[u8], width: usize) -> f32 {
    let rows: Vec<&[u8]> = levels.chunks_exact(width).collect();
    let (mut sum, mut squares, mut count) = (0_i64, 0_u64, 0_usize);
    for rows in rows.windows(3) {
        let [above, here, below] = rows else { continue };
        let middles = above.iter().skip(1).zip(below.iter().skip(1));
        for (three, (above, below)) in here.windows(3).zip(middles) {
            let [left, middle, right] = three else { continue };
            let around: i32 = [left, right, above, below].into_iter().map(|level| i32::from(*level)).sum();
            let edge = around - 4 * i32::from(*middle);
            sum += i64::from(edge);
            squares += u64::from(edge.unsigned_abs()).pow(2);
            count += 1;
        }
    }
    // An edge is at most 4 * 255; its square is scaled down so that the highest value fits.
    let mean_edge = mean(sum.unsigned_abs(), count, 1020);
    mean(squares / 16, count, 255 * 255) * 16.0 - mean_edge * mean_edge
}

/// Returns the mean level of each cell of a grid.
fn cells(levels: &[u8], width: usize, (across, down): (usize, usize)) -> Vec<f32> {
    let height = levels.len() / width;
    let mut sums = vec![(0_u64, 0_usize); across * down];
    let ends: Vec<usize> = (1..=across).map(|cell| (cell * width).div_ceil(across)).collect();
    for (y, row) in levels.chunks_exact(width).enumerate() {
        let first = y * down / height * across;
        let mut from = 0;
        for (sum, end) in sums.iter_mut().skip(first).zip(&ends) {
            let part = row.get(from..*end).unwrap_or_default();
            sum.0 += part.iter().map(|level| u64::from(*level)).sum::<u64>();
            sum.1 += part.len();
            from = *end;
        }
    }
    sums.into_iter().map(|(sum, count)| mean(sum, count, 255)).collect()
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
    use std::sync::Mutex;

    use domain::ignore_progress;

    use super::*;

    #[test]
    fn a_checkerboard_is_sharp_and_a_plain_wall_is_not() {
        let board: Vec<u8> = (0..64 * 64).map(|n| if (n + n / 64) % 2 == 0 { 255 } else { 0 }).collect();
        let sharp = look(0, &board, 64);
        assert!((sharp.contrast - 127.5).abs() < 0.1 && (sharp.brightness - 127.5).abs() < 0.1);
        assert!((sharp.sharpness - 1020.0 * 1020.0).abs() < 1000.0, "{}", sharp.sharpness);
        let wall = look(0, &[90; 64 * 64], 64);
        assert_eq!((wall.sharpness, wall.contrast), (0.0, 0.0));
        assert!(wall.cells.iter().all(|level| (level - 90.0).abs() < 0.01));
    }

    #[test]
    fn like_pictures_have_like_hashes_and_others_have_not() {
        let picture = |from: usize| -> Vec<u8> {
            (0..64 * 64).map(|n| ((n % 64 * 7 + n / 64 * 3 + from) % 200) as u8).collect()
        };
        let one = hash(&picture(0), 64);
        let brighter: Vec<u8> = picture(0).iter().map(|level| level + 30).collect();
        assert!(one.distance(hash(&brighter, 64)) < PictureHash::NEAR);
        assert!(one.distance(hash(&picture(90), 64)) >= PictureHash::NEAR);
        let rising: Vec<u8> = (0..64 * 64).map(|n| (n % 64 * 3) as u8).collect();
        assert_eq!(hash(&rising, 64), PictureHash(u64::MAX));
        let falling: Vec<u8> = rising.iter().map(|level| 255 - level).collect();
        assert_eq!(hash(&falling, 64), PictureHash(0));
    }

    #[test]
    fn frames_are_whole_however_the_pieces_come() {
        let told = Mutex::new(Vec::new());
        let tell = |share: f32| told.lock().unwrap().push(share);
        let mut gaze = Gaze::new((32, 32), 3.0, 4, &tell);
        let stream: Vec<u8> = [10_u8, 30, 30, 0].iter().flat_map(|level| vec![*level; 32 * 32]).collect();
        for piece in stream.chunks(333) {
            gaze.take(piece);
        }
        assert_eq!(gaze.differences.len(), 4);
        assert!((gaze.differences[1] - 20.0).abs() < 1e-3 && gaze.differences[2] == 0.0);
        assert_eq!(gaze.looks.iter().map(|look| look.frame).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert_eq!(*told.lock().unwrap(), [0.0, 0.25, 0.5, 0.75]);
        assert!(Gaze::new((32, 32), 30.0, 4, &ignore_progress).step == 10);
    }
}
