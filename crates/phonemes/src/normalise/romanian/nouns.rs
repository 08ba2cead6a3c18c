//! What is counted: units, currencies and everyday nouns, with their gender.

use super::numbers::{
    self, Gender,
    Gender::{Feminine, Masculine, Neuter},
};
use crate::normalise::numeral::Numeral;

/// Something that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Noun {
    pub(super) one: &'static str,
    pub(super) many: &'static str,
    pub(super) gender: Gender,
}

const fn noun(one: &'static str, many: &'static str, gender: Gender) -> Noun {
    Noun { one, many, gender }
}

/// Units by their signs.
const UNITS: [(&[&str], Noun); 47] = [
    (&["kg"], noun("kilogram", "kilograme", Neuter)),
    (&["g", "gr"], noun("gram", "grame", Neuter)),
    (&["mg"], noun("miligram", "miligrame", Neuter)),
    (&["t"], noun("tonă", "tone", Feminine)),
    (&["km"], noun("kilometru", "kilometri", Masculine)),
    (&["m"], noun("metru", "metri", Masculine)),
    (&["cm"], noun("centimetru", "centimetri", Masculine)),
    (&["mm"], noun("milimetru", "milimetri", Masculine)),
    (&["l", "L"], noun("litru", "litri", Masculine)),
    (&["dl"], noun("decilitru", "decilitri", Masculine)),
    (&["cl"], noun("centilitru", "centilitri", Masculine)),
    (&["ml", "mL"], noun("mililitru", "mililitri", Masculine)),
    (&["mp", "m²", "m2"], noun("metru pătrat", "metri pătrați", Masculine)),
    (&["mc", "m³", "m3"], noun("metru cub", "metri cubi", Masculine)),
    (&["km²"], noun("kilometru pătrat", "kilometri pătrați", Masculine)),
    (&["ha"], noun("hectar", "hectare", Neuter)),
    (&["km/h"], noun("kilometru pe oră", "kilometri pe oră", Masculine)),
    (&["m/s"], noun("metru pe secundă", "metri pe secundă", Masculine)),
    (&["h"], noun("oră", "ore", Feminine)),
    (&["min"], noun("minut", "minute", Neuter)),
    (&["s", "sec"], noun("secundă", "secunde", Feminine)),
    (&["ms"], noun("milisecundă", "milisecunde", Feminine)),
    (&["W"], noun("watt", "wați", Masculine)),
    (&["kW"], noun("kilowatt", "kilowați", Masculine)),
    (&["kWh"], noun("kilowatt oră", "kilowați oră", Masculine)),
    (&["V"], noun("volt", "volți", Masculine)),
    (&["mAh"], noun("miliamper oră", "miliamperi oră", Masculine)),
    (&["Hz"], noun("hertz", "herți", Masculine)),
    (&["MHz"], noun("megahertz", "megaherți", Masculine)),
    (&["GHz"], noun("gigahertz", "gigaherți", Masculine)),
    (&["MB"], noun("megabait", "megabaiți", Masculine)),
    (&["GB"], noun("gigabait", "gigabaiți", Masculine)),
    (&["TB"], noun("terabait", "terabaiți", Masculine)),
    (&["Mbps"], noun("megabit pe secundă", "megabiți pe secundă", Masculine)),
    (&["dB"], noun("decibel", "decibeli", Masculine)),
    (&["px"], noun("pixel", "pixeli", Masculine)),
    (&["kcal"], noun("kilocalorie", "kilocalorii", Feminine)),
    (&["CP"], noun("cal putere", "cai putere", Masculine)),
    (&["buc"], noun("bucată", "bucăți", Feminine)),
    (&["°"], noun("grad", "grade", Neuter)),
    (&["°C", "℃"], noun("grad Celsius", "grade Celsius", Neuter)),
    (&["°F"], noun("grad Fahrenheit", "grade Fahrenheit", Neuter)),
    (&["mii"], noun("mie", "mii", Feminine)),
    (&["mil", "milioane", "milion"], noun("milion", "milioane", Neuter)),
    (&["mld", "miliarde", "miliard"], noun("miliard", "miliarde", Neuter)),
    (&["luni"], noun("lună", "luni", Feminine)),
    (&["ori"], noun("oară", "ori", Feminine)),
];

/// Currencies by their signs, and their hundredths.
const CURRENCIES: [(&[&str], Noun, Noun); 6] = [
    (&["lei", "leu", "RON", "ron"], noun("leu", "lei", Masculine), noun("ban", "bani", Masculine)),
    (&["€", "EUR", "euro"], noun("euro", "euro", Masculine), noun("cent", "cenți", Masculine)),
    (
        &["$", "US$", "USD", "dolari", "dolar"],
        noun("dolar", "dolari", Masculine),
        noun("cent", "cenți", Masculine),
    ),
    (&["£", "GBP", "lire"], noun("liră", "lire", Feminine), noun("penny", "pence", Masculine)),
    (&["MDL"], noun("leu moldovenesc", "lei moldovenești", Masculine), noun("ban", "bani", Masculine)),
    (&["CHF"], noun("franc", "franci", Masculine), noun("cent", "cenți", Masculine)),
];

/// Finds a unit by its sign.
pub(super) fn unit(sign: &str) -> Option<Noun> {
    UNITS.iter().find(|(signs, _)| signs.contains(&sign)).map(|(_, noun)| *noun)
}

/// Finds a currency and its hundredth by its sign.
pub(super) fn currency(sign: &str) -> Option<(Noun, Noun)> {
    CURRENCIES.iter().find(|(signs, ..)| signs.contains(&sign)).map(|(_, noun, cent)| (*noun, *cent))
}

/// All signs of currencies that may stand before an amount.
pub(super) fn currency_before(core: &str) -> Option<((Noun, Noun), &str)> {
    let signs = CURRENCIES
        .iter()
        .flat_map(|(signs, noun, cent)| signs.iter().map(move |sign| (*sign, (*noun, *cent))));
    let digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    signs
        .into_iter()
        .find_map(|(sign, both)| Some((both, core.strip_prefix(sign).filter(|rest| digit(rest))?)))
}

/// Says a number before what it counts, with `de` where it needs it, and the noun beside it.
pub(super) fn count(numeral: &Numeral, noun: Noun) -> (String, &'static str) {
    let minus = if numeral.negative { "minus " } else { "" };
    let whole = Numeral { negative: false, ..numeral.clone() }.count();
    match whole {
        Some(1) => (format!("{minus}{}", numbers::one(noun.gender)), noun.one),
        Some(number) => {
            (minus.to_owned() + &numbers::with_de(numbers::counted(number, noun.gender), number), noun.many)
        }
        None => (numbers::numeral(numeral), noun.many),
    }
}
