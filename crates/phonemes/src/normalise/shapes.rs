//! Shapes that times, dates and telephone numbers have in many languages.

use super::numeral::is_digits;

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) hour: u64,
    pub(super) minute: u64,
    pub(super) second: Option<u64>,
}

/// A day, as its numbers were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    pub(super) year: u64,
    pub(super) month: u64,
    pub(super) day: u64,
}

/// The order of the day and the month in `3/4/2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum First {
    Month,
    Day,
}

/// Reads `15:30` or `15:30:10`.
pub(super) fn time(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let hour = parts.next().filter(|hour| hour.len() <= 2).and_then(number).filter(|hour| *hour < 25)?;
    let mut sixtieth = || {
        parts.next().map(|part| (part.len() == 2).then(|| number(part)).flatten().filter(|part| *part < 60))
    };
    let minute = sixtieth()??;
    let second = match sixtieth() {
        Some(second) => Some(second?),
        None => None,
    };
    parts.next().is_none().then_some(Time { hour, minute, second })
}

/// Reads `2026-11-21`, `21.11.2026`, `21-11-2026` or `3/4/2026`; only the last depends on which comes first.
pub(super) fn date(text: &str, first: First) -> Option<Date> {
    let sign = text.chars().find(|c| !c.is_ascii_digit()).filter(|sign| matches!(sign, '-' | '.' | '/'))?;
    let parts: Vec<&str> = text.split(sign).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    let (year, month, day) = match (a.len(), c.len()) {
        (4, 1..=2) => (a, b, c),
        (1..=2, 4) if sign == '/' && first == First::Month => (c, a, b),
        (1..=2, 4) => (c, b, a),
        _ => return None,
    };
    let date = Date { year: number(year)?, month: number(month)?, day: number(day)? };
    let is_day = b.len() <= 2 && (1..=12).contains(&date.month) && (1..=31).contains(&date.day);
    is_day.then_some(date)
}

/// Tells whether digits in groups are a telephone number, and returns them: `555-1234`, `0721.123.456`.
pub(super) fn telephone(text: &str) -> Option<Vec<&str>> {
    let groups: Vec<&str> = text.trim_start_matches('+').split(['-', '.', '–']).collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    let plausible = matches!(lengths.as_slice(), [3, 4] | [3 | 4, 3, 3 | 4] | [1..=3, 3, 3, 3 | 4]);
    let local = lengths.len() == 2 && text.contains('.');
    (plausible && !local && groups.iter().all(|group| is_digits(group))).then_some(groups)
}

fn number(text: &str) -> Option<u64> {
    if is_digits(text) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_minutes_of_two_digits() {
        assert_eq!(time("3:45"), Some(Time { hour: 3, minute: 45, second: None }));
        assert_eq!(time("15:30:10"), Some(Time { hour: 15, minute: 30, second: Some(10) }));
        for text in ["3:4", "3:60", "25:00", "3:45:1", "1:2:3:4", ":30", "3:", "100:00", "a:30"] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn dates_are_days_of_the_calendar() {
        let november = Some(Date { year: 2026, month: 11, day: 21 });
        for text in ["2026-11-21", "21.11.2026", "21/11/2026", "21-11-2026"] {
            assert_eq!(date(text, First::Day), november, "{text}");
        }
        assert_eq!(date("11/21/2026", First::Month), november);
        for text in ["2026-13-01", "1.2.3", "32.1.2026", "2026-11", "11/21/2026", "1-2/2026", "20261121"] {
            assert_eq!(date(text, First::Day), None, "{text}");
        }
    }

    #[test]
    fn telephone_numbers_are_told_from_ranges_and_thousands() {
        assert_eq!(telephone("555-1234"), Some(vec!["555", "1234"]));
        assert_eq!(telephone("0721-123-456"), Some(vec!["0721", "123", "456"]));
        assert_eq!(telephone("+1-555-123-4567"), Some(vec!["1", "555", "123", "4567"]));
        for text in ["5-10", "1990-1995", "100-200", "1.234", "555.1234", "10-20-30"] {
            assert_eq!(telephone(text), None, "{text}");
        }
    }
}
