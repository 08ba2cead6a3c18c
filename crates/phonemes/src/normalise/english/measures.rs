//! Units of measurement and the names of large numbers.

use super::{PARTS, SIGNS, numbers};
use crate::normalise::{
    Here, Said,
    mixed::in_words,
    numeral::{Numeral, split_number},
};

/// A unit: its sign, one and many of it.
type Unit = (&'static str, &'static str, &'static str);

const UNITS: [Unit; 66] = [
    ("kg", "kilogram", "kilograms"),
    ("g", "gram", "grams"),
    ("mg", "milligram", "milligrams"),
    ("lb", "pound", "pounds"),
    ("lbs", "pound", "pounds"),
    ("oz", "ounce", "ounces"),
    ("t", "ton", "tons"),
    ("km", "kilometer", "kilometers"),
    ("m", "meter", "meters"),
    ("cm", "centimeter", "centimeters"),
    ("mm", "millimeter", "millimeters"),
    ("µm", "micrometer", "micrometers"),
    ("nm", "nanometer", "nanometers"),
    ("mi", "mile", "miles"),
    ("ft", "foot", "feet"),
    ("yd", "yard", "yards"),
    ("l", "liter", "liters"),
    ("L", "liter", "liters"),
    ("dl", "deciliter", "deciliters"),
    ("cl", "centiliter", "centiliters"),
    ("ml", "milliliter", "milliliters"),
    ("mL", "milliliter", "milliliters"),
    ("tbsp", "tablespoon", "tablespoons"),
    ("tsp", "teaspoon", "teaspoons"),
    ("m²", "square meter", "square meters"),
    ("m2", "square meter", "square meters"),
    ("km²", "square kilometer", "square kilometers"),
    ("m³", "cubic meter", "cubic meters"),
    ("ha", "hectare", "hectares"),
    ("km/h", "kilometer per hour", "kilometers per hour"),
    ("kph", "kilometer per hour", "kilometers per hour"),
    ("mph", "mile per hour", "miles per hour"),
    ("m/s", "meter per second", "meters per second"),
    ("h", "hour", "hours"),
    ("hr", "hour", "hours"),
    ("hrs", "hour", "hours"),
    ("min", "minute", "minutes"),
    ("mins", "minute", "minutes"),
    ("s", "second", "seconds"),
    ("sec", "second", "seconds"),
    ("secs", "second", "seconds"),
    ("ms", "millisecond", "milliseconds"),
    ("W", "watt", "watts"),
    ("kW", "kilowatt", "kilowatts"),
    ("MW", "megawatt", "megawatts"),
    ("kWh", "kilowatt hour", "kilowatt hours"),
    ("V", "volt", "volts"),
    ("mAh", "milliamp hour", "milliamp hours"),
    ("Hz", "hertz", "hertz"),
    ("kHz", "kilohertz", "kilohertz"),
    ("MHz", "megahertz", "megahertz"),
    ("GHz", "gigahertz", "gigahertz"),
    ("KB", "kilobyte", "kilobytes"),
    ("kB", "kilobyte", "kilobytes"),
    ("MB", "megabyte", "megabytes"),
    ("GB", "gigabyte", "gigabytes"),
    ("TB", "terabyte", "terabytes"),
    ("Mbps", "megabit per second", "megabits per second"),
    ("Gbps", "gigabit per second", "gigabits per second"),
    ("dB", "decibel", "decibels"),
    ("px", "pixel", "pixels"),
    ("kcal", "kilocalorie", "kilocalories"),
    ("°", "degree", "degrees"),
    ("°C", "degree Celsius", "degrees Celsius"),
    ("°F", "degree Fahrenheit", "degrees Fahrenheit"),
    ("%", "percent", "percent"),
];

/// What is counted in prices and speeds, besides units.
const PER: [(&str, &str); 8] = [
    ("mo", "month"),
    ("mth", "month"),
    ("yr", "year"),
    ("y", "year"),
    ("wk", "week"),
    ("d", "day"),
    ("pc", "piece"),
    ("ea", "each"),
];

/// Says a number with the unit that is written after it, in the same word or the next.
pub(super) fn say(here: Here<'_>, numeral: &Numeral, rest: &str) -> Option<Said> {
    if let Some(unit) = unit(rest) {
        return Some(Said::one(format!("{} {}", numbers::numeral(numeral), name(unit, numeral))));
    }
    let unit = unit(here.ahead(1)).filter(|_| rest.is_empty())?;
    let said = Said::several([numbers::numeral(numeral), name(unit, numeral).to_owned()]);
    Some(said.abbreviated(here))
}

/// Finds a unit by its sign.
pub(super) fn unit(sign: &str) -> Option<&'static Unit> {
    let sign = if sign == "℃" { "°C" } else { sign };
    UNITS.iter().find(|(known, ..)| *known == sign)
}

/// The name of a unit beside a number.
pub(super) fn name(unit: &Unit, numeral: &Numeral) -> &'static str {
    if numeral.whole == "1" && numeral.decimals.is_empty() { unit.1 } else { unit.2 }
}

/// The name of what a price or a speed is for: `kg`, `month`, `100g`.
pub(super) fn single(of: &str) -> String {
    let per = || PER.iter().find(|(sign, _)| *sign == of).map(|(_, name)| *name);
    if let Some(one) = per().or_else(|| unit(of).map(|unit| unit.1)) {
        return one.to_owned();
    }
    let measured = || {
        let (number, sign) = split_number(of)?;
        let (numeral, unit) = (Numeral::parse(number, SIGNS)?, unit(sign)?);
        Some(format!("{} {}", numbers::numeral(&numeral), name(unit, &numeral)))
    };
    measured().unwrap_or_else(|| in_words(of, PARTS))
}

/// Splits the letter of a large number from what follows it: `M`, `bn`.
pub(super) fn scale(text: &str) -> (Option<&'static str>, &str) {
    const SCALES: [(&str, &str); 10] = [
        ("bn", "billion"),
        ("mn", "million"),
        ("tn", "trillion"),
        ("k", "thousand"),
        ("K", "thousand"),
        ("m", "million"),
        ("M", "million"),
        ("b", "billion"),
        ("B", "billion"),
        ("T", "trillion"),
    ];
    let ends = |rest: &&str| !rest.starts_with(char::is_alphanumeric);
    let split =
        |(sign, name): &(&str, &'static str)| Some((Some(*name), text.strip_prefix(sign).filter(ends)?));
    SCALES.iter().find_map(split).unwrap_or((None, text))
}

/// Tells whether a word names a large number.
pub(super) fn is_scale(word: &str) -> bool {
    matches!(word, "hundred" | "thousand" | "million" | "billion" | "trillion")
}
