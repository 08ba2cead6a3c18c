//! English number words.

use crate::normalise::numeral::Numeral;

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const SCALES: [(u64, &str); 6] = [
    (1_000_000_000_000_000_000, "quintillion"),
    (1_000_000_000_000_000, "quadrillion"),
    (1_000_000_000_000, "trillion"),
    (1_000_000_000, "billion"),
    (1_000_000, "million"),
    (1_000, "thousand"),
];
const ORDINALS: [(&str, &str); 7] = [
    ("one", "first"),
    ("two", "second"),
    ("three", "third"),
    ("five", "fifth"),
    ("eight", "eighth"),
    ("nine", "ninth"),
    ("twelve", "twelfth"),
];

/// Says a number: `one thousand two hundred thirty four`.
pub(super) fn cardinal(number: u64) -> String {
    for (scale, name) in SCALES {
        if number >= scale {
            return joined(&format!("{} {name}", cardinal(number / scale)), number % scale);
        }
    }
    if number >= 100 {
        return joined(&format!("{} hundred", below_hundred(number / 100)), number % 100);
    }
    below_hundred(number)
}

fn joined(head: &str, rest: u64) -> String {
    if rest == 0 { head.to_owned() } else { format!("{head} {}", cardinal(rest)) }
}

fn below_hundred(number: u64) -> String {
    let of = |words: &[&'static str], n: u64| {
        usize::try_from(n).ok().and_then(|n| words.get(n)).copied().unwrap_or_default()
    };
    match (number, number % 10) {
        (0..20, _) => of(&ONES, number).to_owned(),
        (_, 0) => of(&TENS, number / 10).to_owned(),
        (_, ones) => format!("{} {}", of(&TENS, number / 10), of(&ONES, ones)),
    }
}

/// Says the place in a row: `twenty first`.
pub(super) fn ordinal(number: u64) -> String {
    let words = cardinal(number);
    let (head, last) = words.rsplit_once(' ').map_or(("", words.as_str()), |(head, last)| (head, last));
    let irregular = ORDINALS.iter().find(|(cardinal, _)| *cardinal == last);
    let last = match (irregular, last.strip_suffix('y')) {
        (Some((_, ordinal)), _) => (*ordinal).to_owned(),
        (None, Some(stem)) => format!("{stem}ieth"),
        (None, None) => format!("{last}th"),
    };
    if head.is_empty() { last } else { format!("{head} {last}") }
}

/// Says a year: `nineteen ninety nine`, `two thousand six`, `twenty twenty six`.
pub(super) fn year(year: u64) -> String {
    let (century, rest) = (year / 100, year % 100);
    match (century, rest) {
        (10 | 20, 0..10) | (..10 | 100.., _) => cardinal(year),
        (_, 0) => format!("{} hundred", below_hundred(century)),
        (_, 1..10) => format!("{} oh {}", below_hundred(century), below_hundred(rest)),
        _ => format!("{} {}", below_hundred(century), below_hundred(rest)),
    }
}

/// Says four digits as two pairs, such as the lines of a picture: `ten eighty`.
pub(super) fn pairs(number: u64) -> String {
    match (number / 100, number % 100) {
        (0, _) | (_, 0) => cardinal(number),
        (head, rest) => format!("{} {}", below_hundred(head), below_hundred(rest)),
    }
}

/// Says digits one by one.
pub(super) fn digits(digits: &str) -> String {
    let words: Vec<String> = digits
        .chars()
        .filter_map(|digit| digit.to_digit(10))
        .map(|digit| below_hundred(digit.into()))
        .collect();
    words.join(" ")
}

/// Says a number as it was written.
pub(super) fn numeral(numeral: &Numeral) -> String {
    let mut words = if numeral.negative { "minus ".to_owned() } else { String::new() };
    match numeral.whole.parse() {
        Ok(whole) if !numeral.is_code() => words.push_str(&cardinal(whole)),
        _ => words.push_str(&digits(&numeral.whole)),
    }
    if !numeral.decimals.is_empty() {
        words.push_str(" point ");
        words.push_str(&digits(&numeral.decimals));
    }
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Reads words back, by another way than they were made.
    fn value(words: &str) -> u64 {
        let (mut total, mut group) = (0_u64, 0_u64);
        for word in words.split(' ') {
            if let Some(n) = (0..20).find(|n| ONES[*n] == word) {
                group += u64::try_from(n).unwrap();
            } else if let Some(n) = (2..10).find(|n| TENS[*n] == word) {
                group += 10 * u64::try_from(n).unwrap();
            } else if word == "hundred" {
                group *= 100;
            } else {
                let (scale, _) = SCALES.iter().find(|(_, name)| *name == word).unwrap();
                total += group * scale;
                group = 0;
            }
        }
        total + group
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_say_the_number_that_they_were_made_of(number: u64, shift in 0..64) {
            let number = number >> shift;
            prop_assert_eq!(value(&cardinal(number)), number);
        }

        #[test]
        fn no_ordinal_is_a_cardinal(number: u64) {
            let ordinal = ordinal(number);
            prop_assert!(ordinal.ends_with("th") || ordinal.ends_with("st") || ordinal.ends_with("nd") || ordinal.ends_with("rd"));
            prop_assert!(!ordinal.contains("  "));
        }
    }

    #[test]
    fn numbers_are_said_in_words() {
        for (number, words) in [
            (0, "zero"),
            (13, "thirteen"),
            (40, "forty"),
            (101, "one hundred one"),
            (1_234_567, "one million two hundred thirty four thousand five hundred sixty seven"),
            (2_000_000_000, "two billion"),
        ] {
            assert_eq!(cardinal(number), words);
        }
    }

    #[test]
    fn ordinals_and_years_have_words_of_their_own() {
        for (number, words) in [
            (1, "first"),
            (12, "twelfth"),
            (20, "twentieth"),
            (21, "twenty first"),
            (103, "one hundred third"),
        ] {
            assert_eq!(ordinal(number), words);
        }
        for (number, words) in [
            (1066, "ten sixty six"),
            (1900, "nineteen hundred"),
            (1905, "nineteen oh five"),
            (1999, "nineteen ninety nine"),
            (2000, "two thousand"),
            (2006, "two thousand six"),
            (2026, "twenty twenty six"),
            (476, "four hundred seventy six"),
        ] {
            assert_eq!(year(number), words);
        }
    }

    #[test]
    fn codes_and_decimals_are_said_digit_by_digit() {
        assert_eq!(digits("007"), "zero zero seven");
        let pi = Numeral { negative: true, whole: "3".into(), decimals: "14".into(), grouped: false };
        assert_eq!(numeral(&pi), "minus three point one four");
    }
}
