//! Chance that is the same for the same seed.

/// Mixes a number so that each bit of it changes half of the result (`SplitMix64`; Steele, Lea, Flood 2014).
pub(super) const fn mix(number: u64) -> u64 {
    let mut x = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// Turns a mixed number into a share from 0 to 1.
pub(super) fn share(mixed: u64) -> f32 {
    f32::from(u16::try_from(mixed >> 48).unwrap_or(0)) / f32::from(u16::MAX)
}

/// Brings the sentences between the first and the last into another order for each variant, as long as there are any; the
/// variant 0 keeps the person's. Returns also which earlier variant has the same order, if one has.
pub(super) fn order(sentences: usize, variant: u8, seed: u64) -> (Vec<usize>, Option<usize>) {
    /// In so many attempts at least most of the orders of a few sentences come up.
    const ATTEMPTS: u64 = 100;
    let mut orders = vec![(0..sentences).collect::<Vec<usize>>()];
    for attempt in 1..=ATTEMPTS {
        if orders.len() > usize::from(variant) || sentences < 4 {
            break;
        }
        let other = shuffled(sentences, attempt, seed);
        if !orders.contains(&other) {
            orders.push(other);
        }
    }
    let number = usize::from(variant);
    let at = number % orders.len();
    (orders.swap_remove(at), (at != number).then_some(at))
}

fn shuffled(sentences: usize, attempt: u64, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sentences).collect();
    let last = order.split_off(sentences - 1);
    let mut middle = order.split_off(1);
    // Sorting by chance shuffles; equal keys keep their order.
    let key = |sentence: &usize| {
        let place = u64::try_from(*sentence).unwrap_or(u64::MAX);
        mix(seed ^ mix(attempt) ^ mix(place.wrapping_add(1)))
    };
    middle.sort_by_key(key);
    order.extend(middle);
    order.extend(last);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_keeps_the_first_and_the_last_sentence_and_comes_once_while_there_are_others() {
        assert_eq!(order(6, 0, 7), (vec![0, 1, 2, 3, 4, 5], None));
        let mut all = vec![order(6, 0, 7).0];
        for variant in 1..10 {
            let (other, same) = order(6, variant, 7);
            assert_eq!((other[0], other[5], same), (0, 5, None));
            assert!(!all.contains(&other), "{other:?}");
            let mut sorted = other.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, all[0]);
            assert_eq!(order(6, variant, 7).0, other, "the same seed gives the same order");
            all.push(other);
        }
        for seed in 0..50 {
            let few: Vec<_> = (0..4).map(|variant| order(4, variant, seed)).collect();
            assert_eq!(few[0], (vec![0, 1, 2, 3], None));
            assert_eq!(few[1], (vec![0, 2, 1, 3], None));
            assert_eq!((&few[2], &few[3]), (&(vec![0, 1, 2, 3], Some(0)), &(vec![0, 2, 1, 3], Some(1))));
            assert_eq!(order(3, 1, seed), (vec![0, 1, 2], Some(0)));
        }
    }
}
