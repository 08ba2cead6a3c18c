//! Numbers and what is written right after them.

use super::{PARTS, SIGNS, measures, moments, numbers};
use crate::normalise::{
    Here, Said, mixed,
    numeral::{Numeral, is_digits, split_number},
};

/// Says what begins with a digit.
pub(super) fn say(here: Here<'_>) -> Option<Said> {
    let core = here.core();
    if let Some(said) =
        mixed::telephone(here, PARTS).or_else(|| fraction_sign(core)).or_else(|| decade_here(here))
    {
        return Some(said);
    }
    let (number, rest) = split_number(core)?;
    let Some(numeral) = Numeral::parse(number, SIGNS) else {
        return rest.is_empty().then(|| Said::one(super::versioned(number.trim_start_matches('+'))));
    };
    measures::say(here, &numeral, rest)
        .or_else(|| ranged(here, &numeral, rest))
        .or_else(|| by(here, &numeral, rest))
        .or_else(|| suffixed(&numeral, rest).map(Said::one))
        .or_else(|| rest.is_empty().then(|| Said::one(counted(here, &numeral))))
}

/// Says a number that stands alone: as a year where it is likely one.
fn counted(here: Here<'_>, numeral: &Numeral) -> String {
    let is_year = numeral.whole.len() == 4 && !numeral.grouped && moments::is_year_here(here);
    match numeral.count() {
        Some(year) if is_year => numbers::year(year),
        _ => numbers::numeral(numeral),
    }
}

/// Says a number with letters or signs after it: `21st`, `1990s`, `2.5x`, `5-star`, `3/4`.
fn suffixed(numeral: &Numeral, rest: &str) -> Option<String> {
    let say = || numbers::numeral(numeral);
    let count = numeral.count();
    match rest {
        "st" | "nd" | "rd" | "th" => count.map(numbers::ordinal),
        "'s" | "’s" => count.map(decade),
        "x" | "×" => Some(format!("{} times", say())),
        "+" => Some(format!("{} plus", say())),
        "p" | "i" => count.map(|lines| format!("{} {rest}", numbers::pairs(lines))),
        "K" if matches!(count, Some(2 | 4 | 5 | 8)) => Some(format!("{} K", say())),
        _ => dashed(numeral, rest)
            .or_else(|| fraction(numeral, rest))
            .or_else(|| ratio(numeral, rest))
            .or_else(|| {
                let (scale, rest) = measures::scale(rest);
                let more = if rest == "+" { " plus" } else { "" };
                scale
                    .filter(|_| rest.is_empty() || rest == "+")
                    .map(|scale| format!("{} {scale}{more}", say()))
            }),
    }
}

/// Says `1990s`, `'80s`, `'99`, and `30s` where it is no time in seconds.
fn decade_here(here: Here<'_>) -> Option<Said> {
    const BEFORE_DECADES: [&str; 10] =
        ["the", "his", "her", "their", "my", "our", "your", "early", "mid", "late"];
    let core = here.core();
    let short = core.strip_prefix(['\'', '’']);
    let digits = short.unwrap_or(core).trim_end_matches('s');
    let number = digits.parse().ok().filter(|_| is_digits(digits))?;
    let plural = core.ends_with('s');
    if short.is_some() && digits.len() == 2 {
        return Some(Said::one(if plural { decade(number) } else { numbers::cardinal(number) }));
    }
    let is_decade = match digits.len() {
        4 => (1100..=2199).contains(&number),
        2 => number % 10 == 0 && BEFORE_DECADES.contains(&here.behind().to_lowercase().as_str()),
        _ => false,
    };
    (plural && is_decade).then(|| Said::one(decade(number)))
}

/// Says the years or ages of ten: `nineteen nineties`.
fn decade(number: u64) -> String {
    let words = if number >= 1000 { numbers::year(number) } else { numbers::cardinal(number) };
    match words.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => words + "s",
    }
}

/// Says a number before a hyphen and words: `5-star`, `20-year-old`.
fn dashed(numeral: &Numeral, rest: &str) -> Option<String> {
    let words = rest.strip_prefix(['-', '–']).filter(|words| words.starts_with(char::is_alphabetic))?;
    let words: Vec<String> = words.split('-').map(|word| mixed::mixed(word, PARTS)).collect();
    Some(format!("{} {}", numbers::numeral(numeral), words.join(" ")))
}

/// Says `3/4`, and the two that are names.
fn fraction(numeral: &Numeral, rest: &str) -> Option<String> {
    let below = rest.strip_prefix('/')?;
    let (above, below) = (numeral.count()?, Numeral::parse(below, SIGNS)?.count()?);
    let name = match (above, below) {
        (24, 7) | (9, 11) => {
            return Some(format!("{} {}", numbers::cardinal(above), numbers::cardinal(below)));
        }
        (_, 2) => if above == 1 { "half" } else { "halves" }.to_owned(),
        (_, 4) => "quarter".to_owned() + if above == 1 { "" } else { "s" },
        (_, 3 | 5..=10 | 100 | 1000) if above < below => {
            numbers::ordinal(below) + if above == 1 { "" } else { "s" }
        }
        _ => format!("over {}", numbers::cardinal(below)),
    };
    Some(format!("{} {name}", numbers::cardinal(above)))
}

/// Says `16:9`.
fn ratio(numeral: &Numeral, rest: &str) -> Option<String> {
    let other = Numeral::parse(rest.strip_prefix(':')?, SIGNS)?;
    Some(format!("{} to {}", numbers::numeral(numeral), numbers::numeral(&other)))
}

/// Says `2x4` and `1920×1080`, with the unit after it.
fn by(here: Here<'_>, numeral: &Numeral, rest: &str) -> Option<Said> {
    let (number, rest) = split_number(rest.strip_prefix(['x', '×'])?)?;
    let other = Numeral::parse(number, SIGNS)?;
    let side = |side: &Numeral| match side.count() {
        Some(pixels @ 1000..) => numbers::pairs(pixels),
        _ => numbers::numeral(side),
    };
    let words = format!("{} by {}", side(numeral), side(&other));
    if !rest.is_empty() {
        let unit = measures::name(measures::unit(rest)?, &other);
        return Some(Said::one(format!("{words} {unit}")));
    }
    match measures::unit(here.ahead(1)) {
        Some(unit) => Some(Said::several([words, measures::name(unit, &other).to_owned()]).abbreviated(here)),
        None => Some(Said::one(words)),
    }
}

/// Says `5-10`, `5–10%`, `5 - 10`, `1990-1995`.
fn ranged(here: Here<'_>, from: &Numeral, rest: &str) -> Option<Said> {
    let spaced = rest.is_empty() && here.next(1).is_empty();
    if spaced {
        // A dash that stands alone between two numbers.
        let dash = here.atoms.get(here.at + 1).filter(|dash| dash.after == "—")?;
        let number = here.atoms.get(here.at).filter(|number| number.after.is_empty())?;
        let to = Numeral::parse(here.next(2), SIGNS).filter(|_| dash.word > number.word)?;
        return Some(Said {
            used: 3,
            words: vec![(0, limit(from)), (2, format!("to {}", limit(&to)))],
            takes_dot: false,
        });
    }
    let (number, after) = split_number(rest.strip_prefix(['-', '–'])?)?;
    let to = Numeral::parse(number, SIGNS)?;
    if let Some(said) =
        measures::say(here, &to, after).filter(|_| !after.is_empty() || !here.ahead(1).is_empty())
    {
        let mut said = said;
        if let Some((_, words)) = said.words.first_mut() {
            *words = format!("{} to {words}", numbers::numeral(from));
        }
        return Some(said);
    }
    after.is_empty().then(|| Said::one(format!("{} to {}", limit(from), limit(&to))))
}

fn limit(numeral: &Numeral) -> String {
    match numeral.count() {
        Some(year @ 1100..=2099) if numeral.whole.len() == 4 && !numeral.grouped => numbers::year(year),
        _ => numbers::numeral(numeral),
    }
}

/// Says `½` and `1½`.
fn fraction_sign(core: &str) -> Option<Said> {
    const FRACTIONS: [(char, &str, &str); 7] = [
        ('½', "one half", "a half"),
        ('¼', "one quarter", "a quarter"),
        ('¾', "three quarters", "three quarters"),
        ('⅓', "one third", "a third"),
        ('⅔', "two thirds", "two thirds"),
        ('⅛', "one eighth", "an eighth"),
        ('⅜', "three eighths", "three eighths"),
    ];
    let (_, alone, after) = FRACTIONS.iter().find(|(sign, ..)| core.ends_with(*sign))?;
    let whole = core.trim_end_matches(|c: char| !c.is_ascii_digit());
    if core.chars().count() == 1 {
        return Some(Said::one(*alone));
    }
    let number = (core.chars().count() == whole.len() + 1).then(|| Numeral::parse(whole, SIGNS)).flatten()?;
    Some(Said::one(format!("{} and {after}", numbers::numeral(&number))))
}
