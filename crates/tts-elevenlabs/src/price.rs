//! Prices: credits become money, always rounded up.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use domain::{Cost, ModelName};

use crate::{models::is_half_price, settings::InvalidElevenLabs};

/// No more models are remembered; there are about ten.
const MOST_MODELS: usize = 100;

/// A count of credits in millionths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Credits(u64);

impl Credits {
    const ONE: u64 = 1_000_000;

    /// Reads a decimal number without a sign, such as `12` or `0.5`; what is beyond the sixth decimal counts as one more.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (whole, decimals) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
        let digits = |part: &str| part.len() <= 20 && part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || whole.len() > 9 || !digits(whole) || !digits(decimals) {
            return None;
        }
        let (kept, beyond) = decimals.split_at(decimals.len().min(6));
        let millionths: u64 = format!("{kept:0<6}").parse().ok()?;
        let more = u64::from(beyond.bytes().any(|digit| digit != b'0'));
        Some(Self(whole.parse::<u64>().ok()? * Self::ONE + millionths + more))
    }
}

/// What speech costs.
pub(crate) struct Price {
    of_1000_credits: Cost,
    /// The most credits a character that the service told for a model.
    told: Mutex<HashMap<ModelName, Credits>>,
}

impl Price {
    pub(crate) fn new(of_1000_credits: Cost) -> Result<Self, InvalidElevenLabs> {
        if !(0..=1_000_000_000).contains(&of_1000_credits.micro_usd()) {
            return Err(InvalidElevenLabs::Price);
        }
        Ok(Self { of_1000_credits, told: Mutex::default() })
    }

    /// Remembers how many credits a character costs. Accounts may differ, so a quote takes the most that was told.
    pub(crate) fn remember(&self, model: &ModelName, a_character: Credits) {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() < MOST_MODELS || told.contains_key(model) {
            let most = told.entry(model.clone()).or_insert(a_character);
            *most = a_character.max(*most);
        }
    }

    /// Says how many credits a character costs, as the service told it, else as its price list says.
    pub(crate) fn a_character(&self, model: &ModelName) -> Credits {
        let told = self.told.lock().unwrap_or_else(PoisonError::into_inner).get(model).copied();
        told.unwrap_or(Credits(if is_half_price(model) { Credits::ONE / 2 } else { Credits::ONE }))
    }

    /// Returns what so many characters cost.
    pub(crate) fn of_characters(&self, count: usize, a_character: Credits) -> Cost {
        let millionths = a_character.0.saturating_mul(u64::try_from(count).unwrap_or(u64::MAX));
        self.of(Credits(millionths))
    }

    /// Returns what credits cost.
    pub(crate) fn of(&self, credits: Credits) -> Cost {
        let price = u128::try_from(self.of_1000_credits.micro_usd()).unwrap_or_default();
        let micro_usd = (u128::from(credits.0) * price).div_ceil(u128::from(Credits::ONE) * 1000);
        Cost(i64::try_from(micro_usd).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn model(name: &str) -> ModelName {
        name.parse().unwrap()
    }

    #[test]
    fn numbers_of_credits_are_read_exactly_or_not_at_all() {
        assert_eq!(Credits::read(" 12 "), Some(Credits(12_000_000)));
        assert_eq!(Credits::read("0.5"), Some(Credits(500_000)));
        assert_eq!(Credits::read("1.0000001"), Some(Credits(1_000_001)), "rounded up");
        for bad in ["", ".5", "-1", "1e3", "NaN", "1.2.3", "٣", "12345678901"] {
            assert_eq!(Credits::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_price_is_rounded_up_and_never_overflows() {
        let price = Price::new(Cost(220_000)).unwrap();
        let (flash, other) = (model("eleven_flash_v2_5"), model("eleven_multilingual_v2"));
        assert_eq!(price.of_characters(1000, price.a_character(&flash)), Cost(110_000));
        assert_eq!(price.of_characters(1000, price.a_character(&other)), Cost(220_000));
        let odd = Price::new(Cost(1)).unwrap();
        assert_eq!(odd.of_characters(1, odd.a_character(&flash)), Cost(1));
        assert_eq!(odd.of_characters(0, odd.a_character(&flash)), Cost::FREE);
        let dear = Price::new(Cost(1_000_000_000)).unwrap();
        assert!(dear.of_characters(usize::MAX, dear.a_character(&other)) > Cost(1_000_000_000));
        for bad in [-1, 1_000_000_001] {
            assert!(Price::new(Cost(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_quote_takes_the_most_that_was_told() {
        let (price, flash) = (Price::new(Cost(220_000)).unwrap(), model("eleven_flash_v2_5"));
        price.remember(&flash, Credits::read("0.3").unwrap());
        assert_eq!(price.a_character(&flash), Credits(300_000));
        price.remember(&flash, Credits::read("0.4").unwrap());
        price.remember(&flash, Credits::read("0.1").unwrap());
        assert_eq!(price.a_character(&flash), Credits(400_000));
    }
}
