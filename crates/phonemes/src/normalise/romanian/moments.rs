//! Times and dates.

use super::numbers::{self, Gender};
use crate::normalise::{
    Here, Said,
    numeral::is_digits,
    shapes::{self, Date, First, Time},
};

const MONTHS: [(&str, &[&str]); 12] = [
    ("ianuarie", &["ian"]),
    ("februarie", &["feb", "febr"]),
    ("martie", &["mar"]),
    ("aprilie", &["apr"]),
    ("mai", &[]),
    ("iunie", &["iun"]),
    ("iulie", &["iul"]),
    ("august", &["aug"]),
    ("septembrie", &["sep", "sept"]),
    ("octombrie", &["oct"]),
    ("noiembrie", &["nov", "noi"]),
    ("decembrie", &["dec"]),
];

/// What makes "mai" mean "more", as in "2 mai mult".
const COMPARED: [&str; 12] =
    ["mult", "puțin", "bun", "mare", "mari", "mic", "ieftin", "scump", "rapid", "târziu", "devreme", "tare"];

/// Says a moment that begins with a digit.
pub(super) fn say(here: Here<'_>) -> Option<Said> {
    date(here).or_else(|| day(here)).or_else(|| time(here))
}

/// Tells whether a word is the name of a month.
pub(super) fn is_month(word: &str) -> bool {
    MONTHS.iter().any(|(name, _)| *name == word)
}

fn date(here: Here<'_>) -> Option<Said> {
    let Date { year, month, day } = shapes::date(here.core(), First::Day)?;
    let month = usize::try_from(month).ok().and_then(|month| MONTHS.get(month.checked_sub(1)?))?.0;
    Some(Said::one(format!("{} {month} {}", of_month(day), numbers::cardinal(year))))
}

/// Says `21 nov. 2026` and `1 mai`: the day and the month.
fn day(here: Here<'_>) -> Option<Said> {
    let day = here.core().parse().ok().filter(|day| (1..=31).contains(day) && is_digits(here.core()))?;
    let word = here.ahead(1).to_lowercase();
    let (month, _) = MONTHS.iter().find(|(name, short)| *name == word || short.contains(&word.as_str()))?;
    let full = *month == word;
    let comparative = *month == "mai" && COMPARED.iter().any(|stem| here.ahead(2).starts_with(stem));
    if (!full && !here.has_dot(1) && !here.next(2).starts_with(|c: char| c.is_ascii_digit())) || comparative {
        return None;
    }
    Some(Said::several([of_month(day), (*month).to_owned()]).abbreviated(here))
}

fn of_month(day: u64) -> String {
    if day == 1 { "întâi".to_owned() } else { numbers::cardinal(day) }
}

/// Says `15:30`, `9:00-17:30`, and `15.30` after the word for an hour.
fn time(here: Here<'_>) -> Option<Said> {
    let core = here.core();
    if let Some((from, to)) = core.split_once(['-', '–']) {
        let (from, to) = (shapes::time(from)?, shapes::time(to)?);
        return Some(Said::one(format!("{} până la {}", clock(from), clock(to))));
    }
    let is_hour = matches!(here.behind().to_lowercase().as_str(), "ora" | "orele");
    if is_hour {
        let hour = core.parse().ok().filter(|hour| *hour < 25 && is_digits(core));
        let time = hour.map(|hour| Time { hour, minute: 0, second: None });
        if let Some(time) = time.or_else(|| shapes::time(&core.replace('.', ":"))) {
            return Some(Said::one(clock(time)));
        }
    }
    shapes::time(core).map(|time| Said::one(clock(time)))
}

fn clock(time: Time) -> String {
    // One is "unu" here, though hours are feminine.
    let number = |number: u64| {
        if number % 10 == 1 { numbers::cardinal(number) } else { numbers::counted(number, Gender::Feminine) }
    };
    let mut words = number(time.hour);
    if time.minute > 0 || time.second.is_some() {
        words = format!("{words} și {}", number(time.minute));
    }
    if let Some(second) = time.second {
        words = format!("{words} și {}", number(second));
    }
    words
}
