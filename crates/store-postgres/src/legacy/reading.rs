//! Reads a row of the original, whatever it holds.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::Value;
use tokio_postgres::Row;
use uuid::Uuid;

/// A row of the original: every column as text, or null.
pub(super) struct LegacyRow<'a>(pub(super) &'a Row);

impl LegacyRow<'_> {
    /// Returns the row's id.
    pub(super) fn id(&self) -> &str {
        self.text("id_text").unwrap_or_default()
    }

    /// Returns the row's id where ids are UUIDs; another kind of id names one.
    pub(super) fn uuid(&self, kind: &str) -> Uuid {
        Uuid::parse_str(self.id()).unwrap_or_else(|_other| super::source::id_of(kind, self.id()))
    }

    /// Returns a column's text.
    pub(super) fn text(&self, column: &str) -> Option<&str> {
        // A column is there, for the statement names it; its type is text.
        self.0.try_get(column).ok().flatten()
    }

    /// Returns a column's text to be kept.
    pub(super) fn owned(&self, column: &str) -> Option<String> {
        self.text(column).map(str::to_owned)
    }

    /// Returns an id that the statement's joins tell.
    pub(super) fn other(&self, column: &str) -> Option<Uuid> {
        self.text(column).and_then(|text| Uuid::parse_str(text).ok())
    }

    /// Tells whether a column says so.
    pub(super) fn flag(&self, column: &str) -> Option<bool> {
        match self.text(column)? {
            "true" | "t" => Some(true),
            "false" | "f" => Some(false),
            _ => None,
        }
    }

    /// Returns a moment; `infinity` is none.
    pub(super) fn moment(&self, column: &str) -> Option<DateTime<Utc>> {
        let text = self.text(column)?;
        if let Ok(moment) = DateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f%#z") {
            return Some(moment.to_utc());
        }
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").ok().map(|moment| moment.and_utc())
    }

    /// Returns a finite number.
    pub(super) fn number(&self, column: &str) -> Option<f64> {
        self.text(column)?.parse().ok().filter(|number: &f64| number.is_finite())
    }

    /// Returns a whole number that fits into the type.
    pub(super) fn whole<T: TryFrom<i64>>(&self, column: &str) -> Option<T> {
        let text = self.text(column)?;
        T::try_from(text.split('.').next()?.parse().ok()?).ok()
    }

    /// Returns seconds as milliseconds, if they are a place or a length in a video.
    pub(super) fn milliseconds(&self, column: &str) -> Option<i32> {
        let ms = self.number(column)? * 1000.0;
        if ms < -0.5 { None } else { i32::try_from(domain::whole(ms)).ok() }
    }

    /// Returns the text of a JSON value that this database can hold.
    pub(super) fn json(&self, column: &str) -> Result<Option<Value>, NotJson> {
        let Some(text) = self.text(column) else { return Ok(None) };
        if text.contains("\\u0000") {
            return Err(NotJson);
        }
        serde_json::from_str(text).map(Some).map_err(|_bad| NotJson)
    }
}

/// Says that a column holds no JSON.
#[derive(Debug)]
pub(super) struct NotJson;

/// Brings a text onto one line of at most so many characters.
pub(super) fn one_line(text: &str, most: usize) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line: String = line.trim().chars().take(most).collect();
    line.trim_end().to_owned()
}

/// Reads an amount in US dollars as whole micro-USD, exactly; half a micro-USD rounds away from zero.
pub(super) fn micro_usd(text: &str) -> Option<i64> {
    let plain = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) {
        // A floating-point column writes small amounts as 2.2e-05.
        let number: f64 =
            text.parse().ok().filter(|number: &f64| number.is_finite() && text.contains('e'))?;
        return micro_usd(&format!("{number:.7}"));
    }
    let millionths: String = part.chars().chain("000000".chars()).take(6).collect();
    let up = i64::from(part.as_bytes().get(6).is_some_and(|&digit| digit >= b'5'));
    let whole: i64 = whole.parse().ok()?;
    let amount = whole.checked_mul(1_000_000)?.checked_add(millionths.parse().ok()?)?.checked_add(up)?;
    Some(if text.starts_with('-') { -amount } else { amount })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollars_become_whole_micro_dollars() {
        let cases =
            [("0.022000", 22_000), ("12", 12_000_000), ("-0.5", -500_000), ("0.0000005", 1), ("0", 0)];
        for (text, amount) in cases {
            assert_eq!(micro_usd(text), Some(amount), "{text}");
        }
        assert_eq!((micro_usd("2.2e-05"), micro_usd("1e+30"), micro_usd("NaN")), (Some(22), None, None));
        assert_eq!((micro_usd(""), micro_usd("."), micro_usd("Infinity")), (None, None, None));
    }

    #[test]
    fn a_text_comes_onto_one_line() {
        assert_eq!(one_line(" a\nb\u{7} ", 9), "a b");
        assert_eq!(one_line(&"ș".repeat(300), 200).chars().count(), 200);
        assert_eq!(one_line("ab c", 3), "ab");
    }
}
