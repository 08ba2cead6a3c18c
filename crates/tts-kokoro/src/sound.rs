//! Samples: what is silent around them, and how chunks are put together.

use std::ops::Range;

use crate::chunks::Seam;

/// Samples a second.
pub(crate) const RATE: usize = 24_000;
/// What stays of the silence before the first sound.
const LEAD: usize = RATE * 3 / 100;
/// What stays of the silence after the last sound, which fades.
const TAIL: usize = RATE * 6 / 100;
/// A sample under this share of the loudest one is silent: -46 dB.
const SILENT: f32 = 0.005;

/// Finds the span that is heard, with a little silence around it; `None` when nothing is.
pub(crate) fn heard(samples: &[f32]) -> Option<Range<usize>> {
    let loudest = samples.iter().fold(0.0_f32, |loudest, sample| loudest.max(sample.abs()));
    if !loudest.is_finite() || loudest < 1e-5 {
        return None;
    }
    let loud = |sample: &f32| sample.abs() > loudest * SILENT;
    let first = samples.iter().position(loud)?;
    let last = samples.iter().rposition(loud)?;
    Some(first.saturating_sub(LEAD)..(last + 1 + TAIL).min(samples.len()))
}

/// Returns how many samples of silence follow a chunk that ends so.
pub(crate) fn pause(seam: Seam) -> usize {
    match seam {
        Seam::Sentence => RATE / 4,
        Seam::Clause => RATE / 10,
        Seam::Gap | Seam::Word => 0,
    }
}

/// Brings samples into the range of sound; `false` when they are no numbers.
pub(crate) fn tame(samples: &mut [f32]) -> bool {
    for sample in samples.iter_mut() {
        *sample = sample.clamp(-1.0, 1.0);
    }
    samples.iter().all(|sample| sample.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn silence_around_is_cut_but_for_a_little() {
        let mut samples = vec![0.0; 20_000];
        assert_eq!(heard(&samples), None);
        samples[9_000..12_000].fill(0.5);
        samples[100] = 0.001;
        assert_eq!(heard(&samples), Some(9_000 - LEAD..12_000 + TAIL));
        samples[0] = 1.0;
        samples[19_999] = -1.0;
        assert_eq!(heard(&samples), Some(0..20_000));
        assert_eq!(heard(&[]), None);
        assert_eq!(heard(&[f32::INFINITY]), None);
    }

    #[test]
    fn loud_samples_are_cut_off_and_odd_ones_told() {
        let mut loud = [1.5, -3.0, 0.5];
        assert!(tame(&mut loud));
        assert_eq!(loud.map(|sample| format!("{sample}")), ["1", "-1", "0.5"]);
        assert!(!tame(&mut [f32::NAN]));
    }
}
