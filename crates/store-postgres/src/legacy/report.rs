//! What an adoption tells: the sums of each table, and each row that was changed or left.

use std::{collections::BTreeMap, io};

use domain::StoreError;
use serde::{Deserialize, Serialize};

/// The sums of a table: `read = adopted + there + left`, and `changed` of those adopted differ from the original.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Rows that were read.
    pub read: u64,
    /// Rows that were taken in.
    pub adopted: u64,
    /// Of these, rows of which something had to be changed.
    pub changed: u64,
    /// Rows that an earlier adoption had taken in.
    pub there: u64,
    /// Rows that could not come.
    pub left: u64,
    /// Why rows were changed or left, and how many for each reason.
    pub reasons: BTreeMap<String, u64>,
}

/// A table of the original and what became of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptedTable {
    /// Its name in the original.
    pub name: &'static str,
    /// What the source lacks of it: the table, or some of its columns.
    pub lacks: Vec<String>,
    /// The sums.
    pub tally: Tally,
}

/// What became of a row that did not come as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It came, with something changed.
    Changed,
    /// It could not come.
    Left,
}

impl Outcome {
    /// Returns the word for the report.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Left => "left",
        }
    }
}

/// A row that did not come as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Remark<'a> {
    /// Its table in the original.
    pub table: &'static str,
    /// Its id there.
    pub id: &'a str,
    /// What became of it.
    pub outcome: Outcome,
    /// Why.
    pub why: &'a str,
}

/// Keeps what an adoption tells.
pub trait AdoptionLog: Send {
    /// Begins, or goes back to the place that [`keep`](Self::keep) named when the interrupted adoption last kept.
    fn begin(&mut self, kept_bytes: u64) -> io::Result<()>;
    /// Takes a remark.
    fn remark(&mut self, remark: Remark<'_>) -> io::Result<()>;
    /// Makes the remarks so far last, before their batch does; returns their length in bytes.
    fn keep(&mut self) -> io::Result<u64>;
    /// Hears how far a table is, and about how many rows it has where the source knows.
    fn progress(&mut self, table: &'static str, tally: &Tally, about: Option<u64>);
}

/// Says why an adoption stopped; what was taken in stays, and the next run goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    /// The source's address cannot be used.
    #[error("the address of the source cannot be used: {0}")]
    Address(String),
    /// The source is not a database of the original.
    #[error("the source {0}")]
    NotLegacy(&'static str),
    /// The source failed.
    #[error("the source did not answer as expected, at {doing}")]
    Source {
        /// What was read.
        doing: &'static str,
        /// Why.
        #[source]
        source: tokio_postgres::Error,
    },
    /// Nobody is known by what `--orphans-to` says.
    #[error(
        "no user of the source or of this Edit Factory is {0:?}; name an email of the source or a user id"
    )]
    NoSuchUser(String),
    /// Rows without a user went to somebody else before.
    #[error(
        "rows without a user went to user {0} in an earlier run, and never go to two; name that one again"
    )]
    OrphansWentTo(uuid::Uuid),
    /// The database refused.
    #[error("this Edit Factory's database refused; run the same again to go on")]
    Store(#[from] StoreError),
    /// The report cannot be written.
    #[error("the report cannot be written")]
    Report(#[from] io::Error),
}

impl From<diesel::result::Error> for AdoptError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Store(crate::rows::failed(error))
    }
}

impl Tally {
    pub(super) fn adopt(&mut self, changes: &[&'static str]) {
        self.adopted += 1;
        self.changed += u64::from(!changes.is_empty());
        for why in changes {
            self.count(why);
        }
    }

    pub(super) fn leave(&mut self, why: &str) {
        self.left += 1;
        self.count(why);
    }

    fn count(&mut self, why: &str) {
        match self.reasons.get_mut(why) {
            Some(number) => *number += 1,
            None => drop(self.reasons.insert(why.to_owned(), 1)),
        }
    }
}
