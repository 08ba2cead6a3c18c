//! Chance that can be repeated.

use std::time::Duration;

/// Throws the same numbers for the same seed (splitmix64, Steele et al. 2014).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Takes a seed.
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// Throws a number below a limit; 0 when the limit is 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)).checked_rem(limit).unwrap_or(0)
    }

    /// Throws a time of at most so many milliseconds.
    pub fn time(&mut self, at_most_ms: u64) -> Duration {
        Duration::from_millis(self.below(at_most_ms + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_throws_the_same_numbers_below_the_limit() {
        let throws = |seed| {
            let mut dice = Dice::seeded(seed);
            [dice.below(6), dice.below(6), dice.below(6), dice.below(6), dice.below(1000)]
        };
        assert_eq!(throws(7), throws(7));
        assert_ne!(throws(7), throws(8));
        assert!(throws(7)[..4].iter().all(|number| *number < 6));
    }
}
