//! The wait that an answer asks for.

use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};
use reqwest::header::HeaderMap;

/// A day is more than any block lasts; whoever names more is not believed.
const LONGEST: Duration = Duration::from_hours(24);

/// Reads how long an answer asks to wait: `retry-after-ms`, or `retry-after` in seconds or as a date; at most a day.
///
/// A date is counted from the answer's own date, which is by the same clock, else from the present moment.
pub fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    let number = |name: &str| text(name)?.parse::<f64>().ok();
    let seconds = number("retry-after-ms").map(|ms| ms / 1000.0).or_else(|| number("retry-after"));
    let wait = match seconds {
        Some(seconds) if seconds >= 0.0 => Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST),
        Some(_nonsense) => return None,
        None => {
            let until = http_date(text("retry-after")?)?;
            let from = text("date").and_then(http_date).unwrap_or(now);
            (until - from).to_std().unwrap_or_default()
        }
    };
    Some(wait.min(LONGEST))
}

/// Reads a date in any of the three forms of RFC 9110.
fn http_date(text: &str) -> Option<DateTime<Utc>> {
    let usual = DateTime::parse_from_rfc2822(text).map(|date| date.to_utc()).ok();
    let older = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    let read = |form: &&str| NaiveDateTime::parse_from_str(text, form).ok();
    usual.or_else(|| older.iter().find_map(read).map(|date| date.and_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(headers: &[(&'static str, &str)]) -> Option<Duration> {
        let headers = headers
            .iter()
            .map(|(name, value)| (reqwest::header::HeaderName::from_static(name), value.parse().unwrap()));
        retry_after(&headers.collect(), "2026-11-21T10:00:00Z".parse().unwrap())
    }

    #[test]
    fn every_form_of_a_wait_is_read() {
        for (header, value, wanted) in [
            ("retry-after", "120", Duration::from_mins(2)),
            ("retry-after", " 0.5 ", Duration::from_millis(500)),
            ("retry-after-ms", "30", Duration::from_millis(30)),
            ("retry-after", "Sat, 21 Nov 2026 10:02:00 GMT", Duration::from_mins(2)),
            ("retry-after", "Saturday, 21-Nov-26 10:02:00 GMT", Duration::from_mins(2)),
            ("retry-after", "Sat Nov 21 10:02:00 2026", Duration::from_mins(2)),
            ("retry-after", "Sat, 21 Nov 2026 09:00:00 GMT", Duration::ZERO),
            ("retry-after", "99999999999", LONGEST),
            ("retry-after", "1e300", LONGEST),
            ("retry-after", "Fri, 21 Nov 2036 10:00:00 GMT", LONGEST),
        ] {
            assert_eq!(wait(&[(header, value)]), Some(wanted), "{header}: {value}");
        }
        for nonsense in ["", "soon", "-1", "NaN", "Sat, 41 Nov 2026 10:02:00 GMT"] {
            assert_eq!(wait(&[("retry-after", nonsense)]), None, "{nonsense}");
        }
        assert_eq!(wait(&[]), None);
    }

    #[test]
    fn a_date_is_counted_by_the_clock_that_wrote_it() {
        let both =
            [("date", "Sat, 21 Nov 2026 12:00:00 GMT"), ("retry-after", "Sat, 21 Nov 2026 12:00:07 GMT")];
        assert_eq!(wait(&both), Some(Duration::from_secs(7)));
        let both = [("retry-after-ms", "5"), ("retry-after", "60")];
        assert_eq!(wait(&both), Some(Duration::from_millis(5)));
    }
}
