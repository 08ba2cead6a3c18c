//! Quantities of picture and sound, and the few conversions between kinds of number.

use serde::{Deserialize, Serialize};

/// The width of every clip in pixels.
pub const WIDTH: u32 = 1080;
/// The height of every clip in pixels.
pub const HEIGHT: u32 = 1920;
/// Frames a second of every clip.
pub const FPS: u32 = 30;
/// Samples a second of every clip's sound. One frame is exactly 1,600 samples.
pub const SOUND_RATE_HZ: u32 = 48_000;
/// The loudness of every clip in LUFS (ITU-R BS.1770), as the social networks play it.
pub const LOUDNESS_LUFS: f64 = -14.0;
/// The highest true peak of a clip's sound in dBTP.
pub const TRUE_PEAK_DBTP: f64 = -1.5;

/// A length or a place in whole frames of 1/30 s.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Frames(pub u32);

impl Frames {
    /// Returns the fewest whole frames that hold so many samples of 48 kHz sound.
    pub fn holding_samples(samples: usize) -> Self {
        Self(u32::try_from(samples.div_ceil(Self::SAMPLES_EACH)).unwrap_or(u32::MAX))
    }

    /// Returns the whole frames that fit into so many milliseconds.
    pub fn within_ms(ms: u32) -> Self {
        Self(u32::try_from(u64::from(ms) * u64::from(FPS) / 1000).unwrap_or(u32::MAX))
    }

    /// Returns the frame that is on screen nearest to a moment.
    pub fn nearest_ms(ms: u32) -> Self {
        Self::within_ms(ms.saturating_add(500 / FPS))
    }

    /// Samples of 48 kHz sound in one frame.
    pub const SAMPLES_EACH: usize = 1600;

    /// Returns the number of 48 kHz samples in these frames.
    pub fn samples(self) -> usize {
        usize::try_from(self.0).unwrap_or(usize::MAX).saturating_mul(Self::SAMPLES_EACH)
    }

    /// Returns the length in milliseconds, rounded down.
    pub fn ms(self) -> u32 {
        u32::try_from(u64::from(self.0) * 1000 / u64::from(FPS)).unwrap_or(u32::MAX)
    }

    /// Returns the length in seconds.
    pub fn seconds(self) -> f64 {
        f64::from(self.0) / f64::from(FPS)
    }

    /// Returns what is left after taking `other` away, at least nothing.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Returns both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::iter::Sum for Frames {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self(0), Self::plus)
    }
}

/// Rounds a number to a whole one within the range of `u32`; what is no number becomes 0.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped before"
)]
pub fn whole(value: f64) -> u32 {
    value.round().clamp(0.0, f64::from(u32::MAX)) as u32
}

/// Returns `part` of `all` as a share from 0 to 1; of nothing, nothing.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "a share needs no more than f32"
)]
pub fn ratio(part: u64, all: u64) -> f32 {
    if all == 0 { 0.0 } else { (part as f64 / all as f64).clamp(0.0, 1.0) as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_a_whole_number_of_samples() {
        assert_eq!(SOUND_RATE_HZ % FPS, 0);
        assert_eq!(usize::try_from(SOUND_RATE_HZ / FPS), Ok(Frames::SAMPLES_EACH));
        assert_eq!(Frames::holding_samples(1601), Frames(2));
        assert_eq!(Frames(2).samples(), 3200);
    }

    #[test]
    fn milliseconds_become_whole_frames() {
        assert_eq!((Frames::within_ms(99), Frames::within_ms(100)), (Frames(2), Frames(3)));
        assert_eq!((Frames::nearest_ms(99), Frames::nearest_ms(117)), (Frames(3), Frames(3)));
        assert_eq!(Frames(45).ms(), 1500);
    }

    #[test]
    fn shares_and_roundings_stay_in_their_ranges() {
        assert!((ratio(3, 0), ratio(5, 4), ratio(1, 4)) == (0.0, 1.0, 0.25));
        assert_eq!((whole(-3.0), whole(f64::NAN), whole(2.5)), (0, 0, 3));
    }
}
