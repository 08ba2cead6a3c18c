//! Romanian as it is spoken.

mod abbreviations;
mod gender;
mod moments;
mod nouns;
mod numbers;
mod quantities;

use super::{
    Here, Said, address,
    mixed::{Parts, Sign, mixed, tag},
    numeral::{self, Numeral},
};

/// The signs in Romanian numbers.
const SIGNS: numeral::Signs = numeral::Signs { decimal: ',', thousands: '.' };

const ADDRESS: address::Signs = address::Signs {
    dot: "punct",
    at: "a rond",
    slash: "slash",
    dash: "minus",
    underscore: "liniuță jos",
    plus: "plus",
    digits: run,
};

const PARTS: Parts = Parts {
    digits: run,
    each_digit: numbers::digits,
    number: versioned,
    sign,
    number_sign: "numărul",
    at: "a rond",
    plus: "plus",
};

/// Says what stands here.
pub(super) fn say(here: Here<'_>) -> Said {
    let core = with_commas(here.core());
    abbreviations::say(here)
        .or_else(|| is_word(&core).then(|| Said::one(&*core)))
        .or_else(|| address::address(&core, ADDRESS).map(Said::one))
        .or_else(|| tag(&core, PARTS))
        .or_else(|| moments::say(here))
        .or_else(|| quantities::say(here))
        .unwrap_or_else(|| Said::one(mixed(&core, PARTS)))
}

/// Writes ș and ț as Romanian has them, with a comma, not with the cedilla of old keyboards.
fn with_commas(word: &str) -> String {
    word.replace('ş', "ș").replace('ţ', "ț").replace('Ş', "Ș").replace('Ţ', "Ț")
}

/// Tells whether something is a plain word: letters, and within it apostrophes and hyphens.
fn is_word(core: &str) -> bool {
    !core.is_empty() && core.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
}

/// Says digits in a name: a count or a code.
fn run(digits: &str) -> String {
    match digits.parse() {
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
    parts.join(" punct ")
}

/// Names a sign; hyphens, slashes and the like only separate.
fn sign(sign: Sign) -> Option<&'static str> {
    let after_letter = sign.before.is_alphabetic();
    Some(match sign.itself {
        '&' => "și",
        '+' => "plus",
        '=' => "egal",
        '@' => "a rond",
        '%' => "la sută",
        '‰' => "la mie",
        '°' => "grade",
        '×' => "ori",
        '÷' => "împărțit la",
        '±' => "plus minus",
        '≈' => "aproximativ",
        '$' => "dolari",
        '€' => "euro",
        '£' => "lire",
        '§' => "paragraful",
        '#' => "diez",
        '½' => "jumătate",
        '.' if after_letter && sign.after.is_lowercase() => "punct",
        _ => return None,
    })
}
