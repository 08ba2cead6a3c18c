//! Words with digits or signs in them, said part by part: `B2B`, `COVID-19`, `AT&T`, `and/or`, `#SummerSale2026`.

use super::{Here, Said, numeral::is_digits, shapes};

/// How a language says the parts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts {
    /// Says a run of digits in a name.
    pub(super) digits: fn(&str) -> String,
    /// Says digits one by one.
    pub(super) each_digit: fn(&str) -> String,
    /// Says digits with points or commas between them.
    pub(super) number: fn(&str) -> String,
    /// Names a sign, given whether it stands alone, and the characters beside it; most only separate.
    pub(super) sign: fn(Sign) -> Option<&'static str>,
    /// What `#` before a number, `@` and `+` are called.
    pub(super) number_sign: &'static str,
    pub(super) at: &'static str,
    pub(super) plus: &'static str,
}

/// A sign and what stands beside it; a space where nothing does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sign {
    pub(super) before: char,
    pub(super) itself: char,
    pub(super) after: char,
}

/// Says a hashtag or a handle.
pub(super) fn tag(core: &str, parts: Parts) -> Option<Said> {
    let (name, rest) = match core.strip_prefix('#') {
        Some(rest) if is_digits(rest) => {
            return Some(Said::one(format!("{} {}", parts.number_sign, (parts.digits)(rest))));
        }
        Some(rest) => ("hashtag", rest),
        None => (parts.at, core.strip_prefix('@')?),
    };
    rest.starts_with(char::is_alphanumeric).then(|| Said::one(format!("{name} {}", humps(rest, parts))))
}

/// Says a name that was written without spaces: `SummerSale2026`.
fn humps(name: &str, parts: Parts) -> String {
    let mut spaced = String::with_capacity(name.len() + 8);
    let mut before = ' ';
    for c in name.chars() {
        if (before.is_lowercase() && c.is_uppercase()) || c == '_' {
            spaced.push(' ');
        }
        if c != '_' {
            spaced.push(c);
        }
        before = c;
    }
    let words: Vec<String> = spaced.split(' ').map(|word| mixed(word, parts)).collect();
    words.join(" ")
}

/// Says a word as it is, unless it has digits.
pub(super) fn in_words(core: &str, parts: Parts) -> String {
    if core.contains(|c: char| c.is_ascii_digit()) { mixed(core, parts) } else { core.to_owned() }
}

/// Says letters, digits and signs in turn.
pub(super) fn mixed(core: &str, parts: Parts) -> String {
    let mut said: Vec<String> = Vec::new();
    let mut part = String::new();
    let mut chars = core.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        let after = chars.peek().copied().unwrap_or(' ');
        let last = part.chars().next_back().unwrap_or(' ');
        let within = match c {
            '\'' | '’' | '-' => last.is_alphabetic() && after.is_alphabetic(),
            '.' | ',' => last.is_ascii_digit() && after.is_ascii_digit(),
            c if c.is_ascii_digit() => last.is_ascii_digit() || matches!(last, ' ' | '.' | ','),
            c => c.is_alphabetic() && (last.is_alphabetic() || matches!(last, ' ' | '\'' | '’' | '-')),
        };
        if !within {
            said.extend(part_of(&std::mem::take(&mut part), parts));
        }
        if within || c.is_alphanumeric() && (parts.sign)(Sign { before, itself: c, after }).is_none() {
            part.push(c);
        } else if let Some(name) = (parts.sign)(Sign { before, itself: c, after }) {
            said.push(name.to_owned());
        }
        before = c;
    }
    said.extend(part_of(&part, parts));
    said.join(" ")
}

fn part_of(part: &str, parts: Parts) -> Option<String> {
    match part {
        "" => None,
        digits if is_digits(digits) => Some((parts.digits)(digits)),
        number if number.starts_with(|c: char| c.is_ascii_digit()) => Some((parts.number)(number)),
        word => Some(word.to_owned()),
    }
}

/// Says a telephone number digit by digit, in one word or in several.
pub(super) fn telephone(here: Here<'_>, parts: Parts) -> Option<Said> {
    let core = here.core();
    let plus = if core.starts_with('+') { format!("{} ", parts.plus) } else { String::new() };
    if let Some(groups) = shapes::telephone(core) {
        return Some(Said::one(format!("{plus}{}", (parts.each_digit)(&groups.concat()))));
    }
    let first = core.trim_start_matches('+');
    let area = first.len() == 3 && here.next(1).len() == 8 && shapes::telephone(here.next(1)).is_some();
    if !is_digits(first) || (plus.is_empty() && !first.starts_with('0') && !area) {
        return None;
    }
    let mut words = vec![(0, format!("{plus}{}", (parts.each_digit)(first)))];
    loop {
        let places = words.len();
        let group = if area { here.next(places) } else { here.ahead(places) }.replace('-', "");
        if !is_digits(&group) || !(2..=7).contains(&group.len()) {
            break;
        }
        words.push((places, (parts.each_digit)(&group)));
    }
    let enough = words.len() > 2 || area || (words.len() > 1 && !plus.is_empty()) || first.len() > 6;
    enough.then_some(Said { used: words.len(), words, takes_dot: false })
}

/// Joins letters with full stops between them: `U.S.A`, `U.S.'s`.
pub(super) fn initials(core: &str) -> Option<String> {
    let (letters, end) = match core.split_once(['\'', '’']) {
        Some((letters, "s")) => (letters, "'s"),
        Some(_) => return None,
        None => (core, ""),
    };
    let letters = letters.trim_end_matches('.');
    let single = |part: &str| part.chars().count() == 1 && part.chars().all(char::is_alphabetic);
    let all = letters.contains('.') && letters.split('.').all(single);
    all.then(|| letters.replace('.', "").to_uppercase() + end)
}
