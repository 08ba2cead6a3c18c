//! From database errors and values to those of the domain.

use std::fmt::Display;

use diesel::result::{DatabaseErrorKind, Error};
use domain::StoreError;

/// Maps a database error to what the caller can do about it.
pub(crate) fn failed(error: Error) -> StoreError {
    match error {
        // A foreign key is violated when the row that is pointed to is not in this profile.
        Error::NotFound | Error::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _) => {
            StoreError::NotFound
        }
        Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
            StoreError::Conflict("this is there already".to_owned())
        }
        other => StoreError::Unavailable(Box::new(other)),
    }
}

/// Names the place of a stored value that cannot be read.
pub(crate) struct Place {
    pub(crate) table: &'static str,
    pub(crate) row: uuid::Uuid,
}

impl Place {
    /// Reads a column's value, or tells which one cannot be read.
    pub(crate) fn read<T, E: Display>(
        &self,
        column: &'static str,
        value: Result<T, E>,
    ) -> Result<T, StoreError> {
        value.map_err(|error| StoreError::Corrupt {
            table: self.table,
            column,
            row: self.row.to_string(),
            reason: error.to_string(),
        })
    }

    /// Reads a number that is stored in a signed column.
    pub(crate) fn number<T: TryFrom<S, Error: Display>, S>(
        &self,
        column: &'static str,
        value: S,
    ) -> Result<T, StoreError> {
        self.read(column, T::try_from(value))
    }
}

/// Brings a number into a signed column; what no row can hold becomes the column's highest.
pub(crate) fn int(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

/// Brings a size into a bigint column.
pub(crate) fn bigint(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
