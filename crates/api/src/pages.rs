//! Lists: which page is asked for, and how it is answered.

use domain::{Page, PageRequest};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::error::Problem;

/// Which rows of a list are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PageQuery {
    /// The most rows, 1 to 100; 50 when absent.
    limit: Option<u8>,
    /// The `next_cursor` of the page before.
    cursor: Option<String>,
}

impl PageQuery {
    pub(crate) fn read(&self) -> Result<PageRequest, Problem> {
        let after = self.cursor.as_deref().map(str::parse).transpose()?;
        Ok(PageRequest::new(self.limit.unwrap_or(50), after))
    }
}

/// Defines the body of a list; a generic one would have no name in the OpenAPI document.
macro_rules! page {
    ($name:ident of $item:ty) => {
        /// Some rows of a list, and the cursor of the next page.
        #[derive(Debug, serde::Serialize, utoipa::ToSchema)]
        pub(crate) struct $name {
            items: Vec<$item>,
            #[schema(required)]
            next_cursor: Option<String>,
        }

        impl From<domain::Page<$item>> for $name {
            fn from(page: domain::Page<$item>) -> Self {
                Self { items: page.items, next_cursor: page.next.map(|cursor| cursor.to_string()) }
            }
        }
    };
}
pub(crate) use page;

/// A list that has one page only.
pub(crate) fn whole<T>(items: Vec<T>) -> Page<T> {
    Page { items, next: None }
}
