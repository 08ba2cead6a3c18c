//! Numbers as they are written with digits.

/// A number as it was written: digits, perhaps with a decimal part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numeral {
    pub(super) negative: bool,
    /// The digits before the decimal sign, without the signs between thousands; at least one.
    pub(super) whole: String,
    /// The digits after it; empty when there are none.
    pub(super) decimals: String,
    /// Whether a sign stands between its thousands.
    pub(super) grouped: bool,
}

/// Which signs a language writes in a number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Signs {
    pub(super) decimal: char,
    pub(super) thousands: char,
}

impl Numeral {
    /// Reads a number that is the whole text. The other language's decimal sign is understood where it cannot
    /// stand between thousands, such as in `12,50`.
    pub(super) fn parse(text: &str, signs: Signs) -> Option<Self> {
        let (negative, digits) = match text.strip_prefix(['-', '−']) {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let numeral = |whole: String, decimals: &str, grouped| Self {
            negative,
            whole,
            decimals: decimals.to_owned(),
            grouped,
        };
        if is_digits(digits) {
            return Some(numeral(digits.to_owned(), "", false));
        }
        if let Some(decimals) = digits.strip_prefix(signs.decimal).filter(|decimals| is_digits(decimals)) {
            return Some(numeral("0".to_owned(), decimals, false));
        }
        let (whole, decimals) = match digits.rsplit_once(signs.decimal) {
            Some((whole, decimals)) if is_digits(decimals) => (whole, decimals),
            Some(_) => return None,
            None => (digits, ""),
        };
        if is_digits(whole) {
            return Some(numeral(whole.to_owned(), decimals, false));
        }
        if let Some(whole) = without_groups(whole, signs.thousands) {
            return Some(numeral(whole, decimals, true));
        }
        let (whole, decimals) = digits.split_once(signs.thousands)?;
        (is_digits(whole) && is_digits(decimals) && decimals.len() <= 2)
            .then(|| numeral(whole.to_owned(), decimals, false))
    }

    /// Returns its value where it is whole, not negative and not written as a code such as `007`.
    pub(super) fn count(&self) -> Option<u64> {
        let plain = !self.negative && self.decimals.is_empty() && !self.is_code();
        if plain { self.whole.parse().ok() } else { None }
    }

    /// Tells whether its digits are rather a code, to be read one by one.
    pub(super) fn is_code(&self) -> bool {
        (self.whole.len() > 1 && self.whole.starts_with('0')) || self.whole.len() > 15
    }
}

/// Tells whether a text is digits and nothing else.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Removes the signs between thousands, each of which has three digits after it.
fn without_groups(text: &str, sign: char) -> Option<String> {
    let mut groups = text.split(sign);
    let mut digits = groups.next().filter(|first| is_digits(first) && first.len() <= 3)?.to_owned();
    for group in groups {
        if group.len() != 3 || !is_digits(group) {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

/// Splits a text after the number that it begins with: digits with signs between them.
pub(super) fn split_number(text: &str) -> Option<(&str, &str)> {
    let body = text.strip_prefix(['-', '−', '+']).unwrap_or(text);
    let skipped = text.len() - body.len();
    let sign = |at: usize, c: char| {
        (c == '.' || c == ',')
            && body.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let end = body
        .char_indices()
        .find(|(at, c)| !c.is_ascii_digit() && !sign(*at, *c))
        .map_or(body.len(), |(at, _)| at);
    if end == 0 { None } else { text.split_at_checked(skipped + end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: Signs = Signs { decimal: '.', thousands: ',' };
    const ROMANIAN: Signs = Signs { decimal: ',', thousands: '.' };

    fn parsed(text: &str, signs: Signs) -> Option<(String, String)> {
        Numeral::parse(text, signs).map(|numeral| (numeral.whole, numeral.decimals))
    }

    fn is(whole: &str, decimals: &str) -> (String, String) {
        (whole.to_owned(), decimals.to_owned())
    }

    #[test]
    fn thousands_and_decimals_are_told_apart_by_the_language() {
        assert_eq!(parsed("1,234,567.89", ENGLISH), Some(is("1234567", "89")));
        assert_eq!(parsed("1.234.567,89", ROMANIAN), Some(is("1234567", "89")));
        assert_eq!(parsed("1.234", ENGLISH), Some(is("1", "234")));
        assert_eq!(parsed("1.234", ROMANIAN), Some(is("1234", "")));
    }

    #[test]
    fn the_other_languages_decimals_are_understood_where_they_are_clear() {
        assert_eq!(parsed("12,50", ENGLISH), Some(is("12", "50")));
        assert_eq!(parsed("2.5", ROMANIAN), Some(is("2", "5")));
        assert_eq!(parsed("1,2345", ENGLISH), None);
    }

    #[test]
    fn what_is_no_single_number_is_none() {
        for text in ["", "-", "1,,2", "1.2.3", "a1", "1a", "1-2", ".", "5.", ",5"] {
            assert_eq!(parsed(text, ENGLISH), None, "{text}");
        }
        assert_eq!(parsed(".5", ENGLISH), Some(is("0", "5")));
    }

    #[test]
    fn a_number_is_split_from_what_follows_it() {
        assert_eq!(split_number("5.99/month"), Some(("5.99", "/month")));
        assert_eq!(split_number("-2,5x"), Some(("-2,5", "x")));
        assert_eq!(split_number("20°C"), Some(("20", "°C")));
        assert_eq!(split_number("5-10"), Some(("5", "-10")));
        assert_eq!(split_number("3.a"), Some(("3", ".a")));
        assert_eq!(split_number("x5"), None);
        assert_eq!(split_number("-"), None);
    }
}
