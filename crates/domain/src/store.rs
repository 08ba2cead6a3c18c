//! What can go wrong in a store, by what the caller can do about it.

use std::error::Error;

use crate::Shortage;

/// A store's refusal.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The row is not there, or is another profile's: answer 404 in both cases.
    #[error("not found")]
    NotFound,
    /// The change contradicts what is stored, in the words for the person.
    #[error("{0}")]
    Conflict(String),
    /// The month's budget does not cover it, with the figures for the person.
    #[error("{0}")]
    OverQuota(Box<Shortage>),
    /// A worker's lease has ended: stop at once and write nothing.
    #[error("the lease of this job has ended")]
    LeaseLost,
    /// The store cannot be reached or failed: try again later.
    #[error("the database did not do its work")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// A stored value cannot be understood: a defect or foreign hand; names the place.
    #[error("cannot read {table}.{column} of row {row}: {reason}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's id.
        row: String,
        /// What is wrong with the value.
        reason: String,
    },
}

/// Writes an error with its causes, for the log.
pub fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        source = inner.source();
    }
    text
}
