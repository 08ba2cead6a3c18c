//! Earlier variants: what they show, so that the person is told where a later one does not differ.

use super::{candidate::Candidate, reel::Reel, say};

/// What the pictures of the variants before are.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    /// The candidates that each variant shows, by their places.
    variants: Vec<Vec<usize>>,
}

impl Earlier {
    /// Says as which earlier variant the next one shows all, or at least opens, if it does.
    pub(super) fn alike(&self, reel: &Reel, candidates: &[Candidate<'_>]) -> Option<String> {
        let opening = *reel.places.first()?;
        let variant = self.variants.len() + 1;
        if let Some(at) = self.variants.iter().position(|places| *places == reel.places) {
            return Some(say::same_shots(variant, at + 1, reel.shots().any(|shot| shot.is_pinned)));
        }
        let opens = |places: &Vec<usize>| places.first().copied();
        let is_same = |places: &Vec<usize>| opens(places) == Some(opening);
        let is_like = |places: &Vec<usize>| {
            let other = opens(places).and_then(|place| candidates.get(place));
            other.zip(candidates.get(opening)).is_some_and(|(other, opening)| other.is_like(opening))
        };
        let is_pinned = reel.shots().next().is_some_and(|shot| shot.is_pinned);
        let same = self.variants.iter().position(is_same);
        let at = same.or_else(|| self.variants.iter().position(is_like))?;
        Some(say::same_opening(variant, at + 1, same.is_some(), is_pinned))
    }

    /// Takes note of what a variant shows.
    pub(super) fn remember(&mut self, reel: &Reel) {
        self.variants.push(reel.places.clone());
    }
}
