//! Noise that is always the same.

/// How many numbers the table has: the noise of half a minute of speech before it begins anew.
pub(crate) const TABLE: u32 = 1 << 19;

/// Returns the table, normally distributed, as the little-endian floats of a model's file.
pub(crate) fn table() -> Vec<u8> {
    let mut draw = Draw(0x5eed);
    let pairs = TABLE / 2;
    (0..pairs).flat_map(|_| draw.pair()).flat_map(f32::to_le_bytes).collect()
}

/// `SplitMix64` (Steele, Lea, Flood, 2014).
struct Draw(u64);

impl Draw {
    /// Draws two normally distributed numbers by the method of Box and Muller.
    fn pair(&mut self) -> [f32; 2] {
        let radius = (-2.0 * (1.0 - self.below_one()).ln()).sqrt();
        let (sin, cos) = (self.below_one() * std::f32::consts::TAU).sin_cos();
        [radius * cos, radius * sin]
    }

    /// Draws a number from 0 to just below 1.
    fn below_one(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        // The highest 23 bits behind the exponent of 1: from 1 to just below 2.
        let bits = u32::try_from(mixed >> 41).unwrap_or_default();
        f32::from_bits(0x3f80_0000 | bits) - 1.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_noise_is_normally_distributed_and_the_same_again() {
        let bytes = table();
        let (numbers, _) = bytes.as_chunks::<4>();
        let numbers: Vec<f64> = numbers.iter().map(|bytes| f64::from(f32::from_le_bytes(*bytes))).collect();
        let count = f64::from(TABLE);
        let mean = numbers.iter().sum::<f64>() / count;
        let deviation = (numbers.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / count).sqrt();
        let within = f64::from(u32::try_from(numbers.iter().filter(|x| x.abs() < 1.0).count()).unwrap());
        let neighbours = numbers.windows(2).map(|pair| pair[0] * pair[1]).sum::<f64>() / count;
        assert!(mean.abs() < 0.005 && (deviation - 1.0).abs() < 0.005, "{mean} {deviation}");
        assert!((within / count - 0.6827).abs() < 0.005 && neighbours.abs() < 0.005, "{within} {neighbours}");
        assert_eq!(bytes, table());
    }
}
