//! Times, dates and years.

use super::numbers;
use crate::normalise::{
    Here, Said,
    numeral::{is_digits, split_number},
    shapes::{self, Date, First, Time},
};

const MONTHS: [(&str, &[&str]); 12] = [
    ("January", &["Jan"]),
    ("February", &["Feb"]),
    ("March", &["Mar"]),
    ("April", &["Apr"]),
    ("May", &[]),
    ("June", &["Jun"]),
    ("July", &["Jul"]),
    ("August", &["Aug"]),
    ("September", &["Sep", "Sept"]),
    ("October", &["Oct"]),
    ("November", &["Nov"]),
    ("December", &["Dec"]),
];

/// Words after which four digits are a year.
const BEFORE_YEARS: [&str; 28] = [
    "in",
    "since",
    "by",
    "from",
    "until",
    "till",
    "of",
    "year",
    "before",
    "after",
    "during",
    "through",
    "to",
    "and",
    "early",
    "mid",
    "late",
    "summer",
    "spring",
    "autumn",
    "fall",
    "winter",
    "circa",
    "around",
    "copyright",
    "class",
    "christmas",
    "edition",
];

/// Says a moment that begins with a digit.
pub(super) fn say(here: Here<'_>, american: bool) -> Option<Said> {
    month_first(here).or_else(|| date(here, american)).or_else(|| day_first(here)).or_else(|| time(here))
}

/// Says `Nov 21, 2026`, `November 21st`, `May 2026`: each word by itself, the month from its abbreviation.
pub(super) fn month_first(here: Here<'_>) -> Option<Said> {
    let month = month(here, 0)?;
    let dot = here.has_dot(0) && here.core() != month;
    let next = if dot { here.next(1) } else { here.ahead(1) };
    let abbreviated = here.core() != month;
    if let Some(year) = year(next) {
        return Some(Said { takes_dot: false, ..Said::several([month.to_owned(), year]) });
    }
    let Some(day) = day(next) else {
        // "Mar" and "Jun" are words of their own; with a full stop they are months.
        return (abbreviated && dot).then(|| Said::one(month).title(here));
    };
    let words = vec![(0, month.to_owned()), (1, numbers::ordinal(day))];
    let said = Said { used: 2, words, takes_dot: false };
    Some(with_year(here, said))
}

/// Adds the year after a day and a month; a comma may stand between.
fn with_year(here: Here<'_>, mut said: Said) -> Said {
    let last = said.used.saturating_sub(1);
    let marks = here.atoms.get(here.at + last).map_or("", |atom| &atom.after);
    let joined = marks.is_empty() || marks == "," || (marks == "." && here.has_dot(last));
    if let Some(year) = year(here.next(said.used)).filter(|_| joined) {
        said.words.push((said.used, year));
        said.used += 1;
    }
    said
}

/// Says `21 Nov 2026` and `21st November`.
fn day_first(here: Here<'_>) -> Option<Said> {
    let day = day(here.core())?;
    let at = if here.ahead(1) == "of" { 2 } else { 1 };
    let month = month(here, at).filter(|_| !here.ahead(at).is_empty())?;
    let mut words = vec![
        (0, numbers::ordinal(day)),
        (at, if at == 1 { format!("of {month}") } else { month.to_owned() }),
    ];
    if at == 2 {
        words.insert(1, (1, "of".to_owned()));
    }
    Some(with_year(here, Said { used: at + 1, words, takes_dot: false }))
}

/// The month that stands some places on: a name, or an abbreviation of one with a capital.
fn month(here: Here<'_>, places: usize) -> Option<&'static str> {
    let word = here.next(places);
    MONTHS.iter().find(|(name, short)| *name == word || short.contains(&word)).map(|(name, _)| *name)
}

fn day(text: &str) -> Option<u64> {
    let (digits, rest) = split_number(text)?;
    let day = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
    (is_digits(digits) && digits.len() <= 2 && matches!(rest, "" | "st" | "nd" | "rd" | "th")).then_some(day)
}

fn year(text: &str) -> Option<String> {
    let year = text.parse().ok().filter(|year| (1000..=2199).contains(year))?;
    is_digits(text).then(|| numbers::year(year))
}

/// Tells whether the four digits here are a year: one of the last century, or after a word that goes before years.
pub(super) fn is_year_here(here: Here<'_>) -> bool {
    let behind = here.behind().to_lowercase();
    let named = BEFORE_YEARS.contains(&behind.as_str())
        || MONTHS.iter().any(|(name, _)| name.to_lowercase() == behind);
    match here.core().parse::<u64>() {
        Ok(1900..=1999) => true,
        Ok(1100..=2099) => named,
        _ => false,
    }
}

fn date(here: Here<'_>, american: bool) -> Option<Said> {
    let date = shapes::date(here.core(), if american { First::Month } else { First::Day })?;
    let Date { year, month, day } = date;
    let month = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?))?.0;
    let (day, year) = (numbers::ordinal(day), numbers::year(year));
    Some(Said::one(if american {
        format!("{month} {day} {year}")
    } else {
        format!("{day} of {month} {year}")
    }))
}

/// Says `3:45`, `3:45pm`, `3 p.m.`, `9:00-17:30`.
fn time(here: Here<'_>) -> Option<Said> {
    let core = here.core();
    if let Some((from, to)) = core.split_once(['-', '–']) {
        let (from, to) = (shapes::time(from)?, shapes::time(to)?);
        return Some(Said::one(format!("{} to {}", clock(from, false), clock(to, false))));
    }
    let digits = core.trim_end_matches(|c: char| c.is_alphabetic() || c == '.');
    let suffix = core.strip_prefix(digits).unwrap_or_default();
    let time = shapes::time(digits).or_else(|| {
        let hour = digits.parse().ok().filter(|hour| (1..=12).contains(hour) && is_digits(digits))?;
        Some(Time { hour, minute: 0, second: None })
    })?;
    if let Some(half) = half_of_day(suffix) {
        return Some(Said::one(format!("{} {half}", clock(time, true))).abbreviated(here));
    }
    if !suffix.is_empty() {
        return None;
    }
    if let Some(half) = half_of_day(here.ahead(1)) {
        return Some(Said::several([clock(time, true), half.to_owned()]).abbreviated(here));
    }
    digits.contains(':').then(|| Said::one(clock(time, false)))
}

fn half_of_day(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "am" | "a.m" => Some("AM"),
        "pm" | "p.m" => Some("PM"),
        _ => None,
    }
}

fn clock(time: Time, half_follows: bool) -> String {
    let hour = numbers::cardinal(time.hour);
    let second = time.second.map(|second| format!(" {}", below_sixty(second))).unwrap_or_default();
    let minute = match time.minute {
        0 if time.second.is_some() => " zero".to_owned(),
        0 if half_follows => String::new(),
        0 if (1..=12).contains(&time.hour) => " o'clock".to_owned(),
        0 => " hundred".to_owned(),
        minute => format!(" {}", below_sixty(minute)),
    };
    format!("{hour}{minute}{second}")
}

fn below_sixty(number: u64) -> String {
    if number < 10 { format!("oh {}", numbers::cardinal(number)) } else { numbers::cardinal(number) }
}
