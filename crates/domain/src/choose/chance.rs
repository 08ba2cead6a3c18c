//! Chance that is the same for the same seed.

/// Mixes a number so that each bit of it changes half of the result (SplitMix64; Steele, Lea, Flood 2014).
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

/// Brings the sentences between the first and the last into another order; the variant 0 keeps the person's.
pub(super) fn order(sentences: usize, variant: u8, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sentences).collect();
    if variant == 0 || sentences < 4 {
        return order;
    }
    let last = order.split_off(sentences - 1);
    let mut middle = order.split_off(1);
    // Sorting by chance shuffles; equal keys keep their order.
    let key = |sentence: &usize| {
        let place = u64::try_from(*sentence).unwrap_or(u64::MAX);
        mix(seed ^ mix(u64::from(variant)) ^ mix(place.wrapping_add(1)))
    };
    middle.sort_by_key(key);
    if middle.is_sorted() {
        middle.rotate_left(1);
    }
    order.extend(middle);
    order.extend(last);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_keeps_the_first_and_the_last_sentence() {
        assert_eq!(order(6, 0, 7), [0, 1, 2, 3, 4, 5]);
        for variant in 1..10 {
            let other = order(6, variant, 7);
            assert_eq!((other[0], other[5]), (0, 5));
            assert!(!other.is_sorted(), "{other:?}");
            let mut sorted = other.clone();
            sorted.sort_unstable();
            assert_eq!(sorted, order(6, 0, 7));
            assert_eq!(other, order(6, variant, 7), "the same seed gives the same order");
        }
        assert_eq!(order(3, 1, 7), [0, 1, 2]);
    }
}
