//! Lists in pages: newest first, continued by a cursor.

use std::{fmt, str::FromStr};

use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;

/// The place after which a page begins: the last row's time and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// When the last row of the previous page was created.
    pub created_at: DateTime<Utc>,
    /// The last row's id.
    pub id: Uuid,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.created_at.to_rfc3339_opts(SecondsFormat::Micros, true), self.id)
    }
}

/// Says that a cursor did not come from a list's `next_cursor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the cursor is not one that a list answered with; leave it out to begin at the start")]
pub struct InvalidCursor;

impl FromStr for Cursor {
    type Err = InvalidCursor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (time, id) = text.split_once('_').ok_or(InvalidCursor)?;
        let created_at = DateTime::parse_from_rfc3339(time).map_err(|_bad| InvalidCursor)?.to_utc();
        Ok(Self { created_at, id: Uuid::parse_str(id).map_err(|_bad| InvalidCursor)? })
    }
}

/// Which rows of a list are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest {
    limit: u8,
    /// Where to begin; the newest row when absent.
    pub after: Option<Cursor>,
}

impl PageRequest {
    /// The most rows in a page.
    pub const MAX: u8 = 100;

    /// Asks for at most `limit` rows (1 to 100, brought into that range) after a cursor.
    pub fn new(limit: u8, after: Option<Cursor>) -> Self {
        Self { limit: limit.clamp(1, Self::MAX), after }
    }

    /// Returns the number of rows wanted.
    pub const fn limit(&self) -> u8 {
        self.limit
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self::new(50, None)
    }
}

/// Some rows of a list, and where the next page begins.
#[derive(Debug, Clone)]
pub struct Page<T> {
    /// The rows, newest first.
    pub items: Vec<T>,
    /// Where the next page begins; absent on the last one.
    pub next: Option<Cursor>,
}

impl<T> Page<T> {
    /// Makes a page of rows that were read with one more than the limit, which tells whether there is a next.
    pub fn of(request: &PageRequest, mut rows: Vec<T>, cursor: impl Fn(&T) -> Cursor) -> Self {
        let limit = usize::from(request.limit());
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(cursor);
        Self { items: rows, next }
    }

    /// Turns each row into something else.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(f).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_the_way_to_the_client_and_back() {
        let cursor = Cursor {
            created_at: DateTime::from_timestamp_micros(1_790_000_000_123_456).unwrap(),
            id: Uuid::new_v4(),
        };
        assert_eq!(cursor.to_string().parse::<Cursor>(), Ok(cursor));
        assert_eq!("nonsense".parse::<Cursor>(), Err(InvalidCursor));
    }

    #[test]
    fn the_row_beyond_the_limit_only_tells_that_there_is_more() {
        let cursor =
            |n: &u8| Cursor { created_at: DateTime::UNIX_EPOCH, id: Uuid::from_u128(u128::from(*n)) };
        let page = Page::of(&PageRequest::new(2, None), vec![1, 2, 3], cursor);
        assert_eq!((page.items.len(), page.next.map(|c| c.id.as_u128())), (2, Some(2)));
        assert!(Page::of(&PageRequest::new(2, None), vec![1, 2], cursor).next.is_none());
    }
}
