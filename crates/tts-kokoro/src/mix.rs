//! Mixes of voices: `af_heart*0.6+af_bella*0.4`.

use crate::catalog;

/// The most voices of a mix.
const MOST: usize = 8;

/// Voices with their shares, which are 1 together. A single voice is a mix of itself.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mix {
    pub(crate) parts: Vec<(String, f32)>,
}

impl Mix {
    /// Reads a voice's name, or several joined by `+`, each with its weight after `*`, which is 1 when absent.
    ///
    /// The weights are brought to the sum of 1. The first voice says which language is spoken.
    pub(crate) fn read(name: &str) -> Option<Self> {
        let parts: Vec<(String, f32)> = name.split('+').map(part).collect::<Option<_>>()?;
        let sum: f32 = parts.iter().map(|(_, weight)| weight).sum();
        let fits = parts.len() <= MOST && sum.is_finite() && sum > 0.0;
        fits.then(|| Self { parts: parts.into_iter().map(|(name, weight)| (name, weight / sum)).collect() })
    }

    /// Returns the tag of the language that is spoken.
    pub(crate) fn language(&self) -> Option<&'static str> {
        self.parts.first().and_then(|(name, _)| catalog::language(name))
    }
}

fn part(text: &str) -> Option<(String, f32)> {
    let (name, weight) = text.trim().split_once('*').unwrap_or((text.trim(), "1"));
    let weight: f32 = weight.trim().parse().ok()?;
    let known = catalog::language(name.trim()).is_some() && (0.001..=1000.0).contains(&weight);
    known.then(|| (name.trim().to_owned(), weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(name: &str) -> Vec<(String, f32)> {
        Mix::read(name).unwrap_or_else(|| panic!("{name} is a mix")).parts
    }

    #[test]
    fn weights_are_brought_to_a_sum_of_one() {
        assert_eq!(shares("af_heart"), [("af_heart".to_owned(), 1.0)]);
        assert_eq!(
            shares("af_heart*3 + af_bella"),
            [("af_heart".to_owned(), 0.75), ("af_bella".to_owned(), 0.25)]
        );
        let thirds = shares("af_heart*0.2+af_bella*0.4");
        assert!((thirds[0].1 - 1.0 / 3.0).abs() < 1e-6 && (thirds[1].1 - 2.0 / 3.0).abs() < 1e-6);
        assert_eq!(Mix::read("bf_emma+af_bella").unwrap().language(), Some("en-gb"));
    }

    #[test]
    fn what_is_no_mix_is_not_read() {
        let many = ["af_heart"; MOST + 1].join("+");
        for name in [
            "",
            "+",
            "af_heart+",
            "af_heart*0",
            "af_heart*-1",
            "af_heart*nan",
            "af_heart*inf",
            "af_heart*1e30",
            "heart",
            &many,
        ] {
            assert_eq!(Mix::read(name), None, "{name}");
        }
    }
}
