//! Romanian number words, with the gender of what is counted and the `de` before it.

use crate::normalise::numeral::Numeral;

/// The gender of what is counted; a neuter noun counts like a masculine one when there is one of it, and like a
/// feminine one when there are more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Masculine,
    Feminine,
    Neuter,
}

const ONES: [&str; 20] = [
    "zero",
    "unu",
    "doi",
    "trei",
    "patru",
    "cinci",
    "șase",
    "șapte",
    "opt",
    "nouă",
    "zece",
    "unsprezece",
    "doisprezece",
    "treisprezece",
    "paisprezece",
    "cincisprezece",
    "șaisprezece",
    "șaptesprezece",
    "optsprezece",
    "nouăsprezece",
];
const TENS: [&str; 10] =
    ["", "", "douăzeci", "treizeci", "patruzeci", "cincizeci", "șaizeci", "șaptezeci", "optzeci", "nouăzeci"];
/// What a power of a thousand is called: one of it, and more of it; all but the thousand are neuter.
const SCALES: [(u64, &str, &str); 5] = [
    (1_000_000_000_000_000, "un cvadrilion", "cvadrilioane"),
    (1_000_000_000_000, "un trilion", "trilioane"),
    (1_000_000_000, "un miliard", "miliarde"),
    (1_000_000, "un milion", "milioane"),
    (1_000, "o mie", "mii"),
];

/// Says a number by itself: `unu`, `doi`, `douăzeci și unu`.
pub(super) fn cardinal(number: u64) -> String {
    counted(number, Gender::Masculine)
}

/// Says a number as it stands before what it counts, without `de`: `două`, `douăzeci și una`; but not one, which
/// is [`one`].
pub(super) fn counted(number: u64, gender: Gender) -> String {
    for (scale, single, plural) in SCALES {
        if number >= scale {
            let times = number / scale;
            let head = if times == 1 {
                single.to_owned()
            } else {
                let gender = if scale == 1_000 { Gender::Feminine } else { Gender::Neuter };
                format!("{} {plural}", with_de(counted(times, gender), times))
            };
            return joined(head, number % scale, gender);
        }
    }
    match number / 100 {
        0 => below_hundred(number, gender),
        1 => joined("o sută".to_owned(), number % 100, gender),
        hundreds => {
            joined(format!("{} sute", below_hundred(hundreds, Gender::Feminine)), number % 100, gender)
        }
    }
}

/// Says one of something: `un leu`, `o oră`.
pub(super) fn one(gender: Gender) -> &'static str {
    if gender == Gender::Feminine { "o" } else { "un" }
}

/// Adds the `de` that stands between most numbers from 20 on and what they count.
pub(super) fn with_de(words: String, number: u64) -> String {
    if takes_de(number) { words + " de" } else { words }
}

/// Tells whether `de` stands between a number and what it counts.
pub(super) fn takes_de(number: u64) -> bool {
    number >= 20 && !(1..20).contains(&(number % 100))
}

fn joined(head: String, rest: u64, gender: Gender) -> String {
    if rest == 0 { head } else { format!("{head} {}", counted(rest, gender)) }
}

fn below_hundred(number: u64, gender: Gender) -> String {
    let of = |words: &[&'static str], n: u64| {
        usize::try_from(n).ok().and_then(|n| words.get(n)).copied().unwrap_or_default()
    };
    match (number, number % 10) {
        (1, _) if gender == Gender::Feminine => "una".to_owned(),
        (2, _) if gender != Gender::Masculine => "două".to_owned(),
        (12, _) if gender != Gender::Masculine => "douăsprezece".to_owned(),
        (0..20, _) => of(&ONES, number).to_owned(),
        (_, 0) => of(&TENS, number / 10).to_owned(),
        (_, ones) => format!("{} și {}", of(&TENS, number / 10), below_hundred(ones, gender)),
    }
}

/// Says the place in a row of something masculine or neuter (`treilea`) or feminine (`treia`).
pub(super) fn ordinal(number: u64, gender: Gender) -> String {
    let feminine = gender == Gender::Feminine;
    let words = counted(number, if feminine { Gender::Feminine } else { Gender::Masculine });
    let (head, last) = words.rsplit_once(' ').map_or(("", words.as_str()), |(head, last)| (head, last));
    let last = if feminine { feminine_ordinal(last) } else { masculine_ordinal(last) };
    if head.is_empty() { last } else { format!("{head} {last}") }
}

fn masculine_ordinal(cardinal: &str) -> String {
    match cardinal {
        "opt" => "optulea".to_owned(),
        "mie" | "mii" => "miilea".to_owned(),
        other => other.to_owned() + "lea",
    }
}

fn feminine_ordinal(cardinal: &str) -> String {
    let changed = |end: &str, new: &str| cardinal.strip_suffix(end).map(|stem| stem.to_owned() + new);
    match cardinal {
        "una" => "una".to_owned(),
        "mie" | "mii" => "mia".to_owned(),
        "sute" => "suta".to_owned(),
        _ => changed("ci", "cea")
            .or_else(|| changed("ă", "a"))
            .or_else(|| changed("u", "a"))
            .unwrap_or_else(|| cardinal.to_owned() + "a"),
    }
}

/// Says digits one by one.
pub(super) fn digits(digits: &str) -> String {
    let words: Vec<String> =
        digits.chars().filter_map(|digit| digit.to_digit(10)).map(|digit| cardinal(digit.into())).collect();
    words.join(" ")
}

/// Says a number as it was written: `trei virgulă paisprezece`.
pub(super) fn numeral(numeral: &Numeral) -> String {
    let mut words = if numeral.negative { "minus ".to_owned() } else { String::new() };
    match numeral.whole.parse() {
        Ok(whole) if !numeral.is_code() => words.push_str(&cardinal(whole)),
        _ => words.push_str(&digits(&numeral.whole)),
    }
    if numeral.decimals.is_empty() {
        return words;
    }
    words.push_str(" virgulă ");
    let zeros = numeral.decimals.len() - numeral.decimals.trim_start_matches('0').len();
    match numeral.decimals.get(zeros..).map(str::parse) {
        Some(Ok(rest)) if numeral.decimals.len() <= 3 => {
            words.push_str(&"zero ".repeat(zeros));
            words.push_str(&cardinal(rest));
        }
        _ => words.push_str(&digits(&numeral.decimals)),
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
            } else if let Some((scale, ..)) =
                SCALES.iter().find(|(_, one, many)| *many == word || one.split(' ').nth(1) == Some(word))
            {
                total += group * scale;
                group = 0;
            } else {
                match word {
                    "un" | "o" | "una" => group += 1,
                    "două" => group += 2,
                    "douăsprezece" => group += 12,
                    "sută" | "sute" => group *= 100,
                    "și" | "de" => {}
                    other => panic!("{other}"),
                }
            }
        }
        total + group
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn words_say_the_number_that_they_were_made_of(number in 0..10_u64.pow(18), shift in 0..60) {
            let number = number >> shift;
            for gender in [Gender::Masculine, Gender::Feminine, Gender::Neuter] {
                prop_assert_eq!(value(&counted(number, gender)), number);
            }
        }

        #[test]
        fn de_stands_after_what_ends_in_twenty_or_more(number: u64) {
            let last = number % 100;
            prop_assert_eq!(takes_de(number), number >= 20 && (last == 0 || last >= 20));
        }
    }

    #[test]
    fn gender_shows_in_one_and_two() {
        for (number, masculine, feminine, neuter) in [
            (2, "doi", "două", "două"),
            (12, "doisprezece", "douăsprezece", "douăsprezece"),
            (21, "douăzeci și unu", "douăzeci și una", "douăzeci și unu"),
            (102, "o sută doi", "o sută două", "o sută două"),
        ] {
            assert_eq!(counted(number, Gender::Masculine), masculine);
            assert_eq!(counted(number, Gender::Feminine), feminine);
            assert_eq!(counted(number, Gender::Neuter), neuter);
        }
    }

    #[test]
    fn thousands_are_feminine_and_millions_neuter() {
        for (number, words) in [
            (1_000, "o mie"),
            (2_000, "două mii"),
            (21_000, "douăzeci și una de mii"),
            (101_000, "o sută una mii"),
            (100_000, "o sută de mii"),
            (1_100, "o mie o sută"),
            (1_999, "o mie nouă sute nouăzeci și nouă"),
            (2_026, "două mii douăzeci și șase"),
            (1_000_000, "un milion"),
            (2_000_000, "două milioane"),
            (21_000_000, "douăzeci și unu de milioane"),
            (1_000_000_000, "un miliard"),
            (312, "trei sute doisprezece"),
        ] {
            assert_eq!(cardinal(number), words);
        }
    }

    #[test]
    fn ordinals_have_two_forms() {
        for (number, masculine, feminine) in [
            (2, "doilea", "doua"),
            (3, "treilea", "treia"),
            (4, "patrulea", "patra"),
            (5, "cincilea", "cincea"),
            (6, "șaselea", "șasea"),
            (7, "șaptelea", "șaptea"),
            (8, "optulea", "opta"),
            (9, "nouălea", "noua"),
            (10, "zecelea", "zecea"),
            (12, "doisprezecelea", "douăsprezecea"),
            (20, "douăzecilea", "douăzecea"),
            (21, "douăzeci și unulea", "douăzeci și una"),
            (100, "o sutălea", "o suta"),
        ] {
            assert_eq!(ordinal(number, Gender::Masculine), masculine);
            assert_eq!(ordinal(number, Gender::Feminine), feminine);
        }
    }

    #[test]
    fn decimals_are_said_as_a_number_after_virgula() {
        let say = |whole: &str, decimals: &str| {
            numeral(&Numeral {
                negative: false,
                whole: whole.into(),
                decimals: decimals.into(),
                grouped: false,
            })
        };
        assert_eq!(say("3", "14"), "trei virgulă paisprezece");
        assert_eq!(say("3", "05"), "trei virgulă zero cinci");
        assert_eq!(say("2", "5"), "doi virgulă cinci");
        assert_eq!(say("1", "00"), "unu virgulă zero zero");
        assert_eq!(say("3", "1415"), "trei virgulă unu patru unu cinci");
    }
}
