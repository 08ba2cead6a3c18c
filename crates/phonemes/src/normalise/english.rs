//! English as it is spoken.

mod abbreviations;
mod measures;
mod moments;
mod money;
mod numbers;
mod quantities;

use super::{
    Here, Said, address,
    mixed::{Parts, Sign, mixed, tag},
    numeral::{Numeral, Signs},
};

/// The signs in English numbers.
const SIGNS: Signs = Signs { decimal: '.', thousands: ',' };

const ADDRESS: address::Signs = address::Signs {
    dot: "dot",
    at: "at",
    slash: "slash",
    dash: "dash",
    underscore: "underscore",
    plus: "plus",
    digits: run,
};

const PARTS: Parts = Parts {
    digits: run,
    each_digit: numbers::digits,
    number: versioned,
    sign,
    number_sign: "number",
    at: "at",
    plus: "plus",
};

/// Says what stands here.
pub(super) fn say(here: Here<'_>, american: bool) -> Said {
    let core = here.core();
    if is_word(core) && !here.has_dot(0) {
        // Most words: only a month, a unit or a currency among them matters.
        return moments::month_first(here)
            .or_else(|| money::say(here))
            .or_else(|| (core == "vs").then(|| Said::one("versus")))
            .unwrap_or_else(|| Said::one(core));
    }
    address::address(core, ADDRESS)
        .map(Said::one)
        .or_else(|| tag(core, PARTS))
        .or_else(|| moments::say(here, american))
        .or_else(|| money::say(here))
        .or_else(|| quantities::say(here))
        .or_else(|| abbreviations::say(here))
        .or_else(|| version(core))
        .unwrap_or_else(|| Said::one(mixed(core, PARTS)))
}

/// Says `v2.1`.
fn version(core: &str) -> Option<Said> {
    let number = core.strip_prefix(['v', 'V'])?;
    number
        .starts_with(|c: char| c.is_ascii_digit())
        .then(|| Said::one(format!("version {}", mixed(number, PARTS))))
}

/// Tells whether something is a plain word: letters, and within it apostrophes and hyphens.
fn is_word(core: &str) -> bool {
    !core.is_empty() && core.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
}

/// Says digits in a name: a year, a count or a code.
fn run(digits: &str) -> String {
    match digits.parse() {
        Ok(year @ (1100..=1999 | 2010..=2099)) => numbers::year(year),
        Ok(number) if digits.len() <= 4 && (digits.len() == 1 || !digits.starts_with('0')) => {
            numbers::cardinal(number)
        }
        _ => numbers::digits(digits),
    }
}

/// Says a number, or several with points between them.
fn versioned(number: &str) -> String {
    if let Some(numeral) = Numeral::parse(number, SIGNS) {
        return numbers::numeral(&numeral);
    }
    let parts: Vec<String> = number.split(['.', ',']).map(run).collect();
    parts.join(" point ")
}

/// Names a sign; hyphens, slashes and the like only separate.
fn sign(sign: Sign) -> Option<&'static str> {
    let after_letter = sign.before.is_alphabetic();
    Some(match sign.itself {
        '&' => "and",
        '+' => "plus",
        '=' => "equals",
        '@' => "at",
        '%' => "percent",
        '‰' => "per mille",
        '°' => "degrees",
        '×' => "times",
        '÷' => "divided by",
        '±' => "plus or minus",
        '≈' => "about",
        '$' => "dollars",
        '€' => "euros",
        '£' => "pounds",
        '¥' => "yen",
        '₹' => "rupees",
        '§' => "section",
        '©' => "copyright",
        '.' if after_letter && sign.after.is_lowercase() => "dot",
        '#' if after_letter => "sharp",
        '#' => "number",
        '½' => "one half",
        '⅓' => "one third",
        '⅔' => "two thirds",
        '¼' => "one quarter",
        '¾' => "three quarters",
        _ => return None,
    })
}
