//! Abbreviations.

use crate::normalise::{Here, Said, mixed::initials};

/// Titles and the like, which a name or more follows: never the end of a sentence while something follows.
const TITLES: [(&str, &str); 18] = [
    ("dr", "doctor"),
    ("mr", "mister"),
    ("mrs", "missus"),
    ("ms", "miz"),
    ("prof", "professor"),
    ("rev", "reverend"),
    ("gen", "general"),
    ("sgt", "sergeant"),
    ("capt", "captain"),
    ("lt", "lieutenant"),
    ("gov", "governor"),
    ("sen", "senator"),
    ("mt", "mount"),
    ("vs", "versus"),
    ("e.g", "for example"),
    ("i.e", "that is"),
    ("approx", "approximately"),
    ("fig", "figure"),
];

/// What may also end a sentence.
const OTHERS: [(&str, &str); 18] = [
    ("etc", "et cetera"),
    ("inc", "incorporated"),
    ("ltd", "limited"),
    ("corp", "corporation"),
    ("co", "company"),
    ("jr", "junior"),
    ("sr", "senior"),
    ("ave", "avenue"),
    ("blvd", "boulevard"),
    ("rd", "road"),
    ("dept", "department"),
    ("est", "established"),
    ("min", "minimum"),
    ("max", "maximum"),
    ("govt", "government"),
    ("ph.d", "PHD"),
    ("a.m", "AM"),
    ("p.m", "PM"),
];

/// What a number must follow, or else it is a word of its own.
const BEFORE_NUMBERS: [(&str, &str); 5] =
    [("no", "number"), ("nos", "numbers"), ("vol", "volume"), ("p", "page"), ("pp", "pages")];

const DAYS: [(&str, &str); 8] = [
    ("Mon", "Monday"),
    ("Tue", "Tuesday"),
    ("Tues", "Tuesday"),
    ("Wed", "Wednesday"),
    ("Thu", "Thursday"),
    ("Thur", "Thursday"),
    ("Thurs", "Thursday"),
    ("Fri", "Friday"),
];

/// Says an abbreviation that stands here.
pub(super) fn say(here: Here<'_>) -> Option<Said> {
    let core = here.core();
    match core {
        "w/" => return Some(Said::one("with")),
        "w/o" => return Some(Said::one("without")),
        "b/c" => return Some(Said::one("because")),
        "c/o" => return Some(Said::one("care of")),
        _ => {}
    }
    let lower = core.to_lowercase();
    let find = |table: &[(&str, &'static str)]| {
        table.iter().find(|(short, _)| *short == lower).map(|(_, long)| *long)
    };
    // "a.m" has its own full stop within; "dr" without one is no abbreviation.
    if here.has_dot(0) || lower.contains('.') {
        if let Some(long) = find(&TITLES) {
            return Some(Said::one(long).title(here));
        }
        if let Some(long) = find(&OTHERS) {
            return Some(Said::one(long).abbreviated(here));
        }
    }
    if let Some(letters) = initials(core) {
        return Some(Said::one(letters).abbreviated(here));
    }
    if !here.has_dot(0) {
        return None;
    }
    if core == "St" {
        let street = here.behind().starts_with(char::is_uppercase) || here.next(1).is_empty();
        return Some(if street {
            Said::one("street").abbreviated(here)
        } else {
            Said::one("saint").title(here)
        });
    }
    if let Some(long) =
        find(&BEFORE_NUMBERS).filter(|_| here.next(1).starts_with(|c: char| c.is_ascii_digit()))
    {
        return Some(Said::one(long).title(here));
    }
    let day = DAYS.iter().find(|(short, _)| *short == core).map(|(_, long)| *long);
    day.filter(|_| !here.next(1).is_empty()).map(|day| Said::one(day).title(here))
}
