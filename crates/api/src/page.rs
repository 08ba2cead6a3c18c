//! Lists on the wire: some items, and where the next page begins.

use domain::{InvalidCursor, PageRequest};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::error::Problem;

/// Which part of a list is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// The most items to answer with: 1 to 100, 50 unless said.
    limit: Option<u32>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

impl PageQuery {
    /// Takes the parts of a query that has more than these.
    pub(crate) const fn new(limit: Option<u32>, cursor: Option<String>) -> Self {
        Self { limit, cursor }
    }

    /// Reads the query for a list that comes in pages.
    pub(crate) fn request(&self) -> Result<PageRequest, Problem> {
        let after = self.cursor.as_deref().map(str::parse).transpose()?;
        let standard = PageRequest::default().limit();
        let limit = self.limit.map_or(standard, |limit| u8::try_from(limit).unwrap_or(PageRequest::MAX));
        Ok(PageRequest::new(limit, after))
    }

    /// Reads the query for a short list that comes whole, and so never gave a cursor.
    pub(crate) fn whole(&self) -> Result<(), Problem> {
        if self.cursor.is_some() { Err(InvalidCursor.into()) } else { Ok(()) }
    }
}

/// Some items of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Page<T> {
    /// The items.
    items: Vec<T>,
    /// Where the next page begins; null on the last one.
    #[schema(required)]
    next_cursor: Option<String>,
}

impl<T> Page<T> {
    /// Writes a page of a store.
    pub(crate) fn of<R>(page: domain::Page<R>, body: impl FnMut(R) -> T) -> Self {
        let next_cursor = page.next.map(|cursor| cursor.to_string());
        Self { items: page.items.into_iter().map(body).collect(), next_cursor }
    }

    /// Writes a list that is short enough to come whole.
    pub(crate) fn whole<R>(rows: Vec<R>, body: impl FnMut(R) -> T) -> Self {
        Self { items: rows.into_iter().map(body).collect(), next_cursor: None }
    }
}
