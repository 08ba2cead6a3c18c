//! Writes rows, and finds those that the database refuses, so that none of them stops the rest.

use std::collections::HashSet;

use diesel::result::{DatabaseErrorKind, Error};
use diesel_async::SimpleAsyncConnection as _;
use domain::StoreError;
use uuid::Uuid;

use super::batch::{Home, LegacyTable};
use crate::{rows::failed, scope::Scope};

/// What became of rows: the keys of those that were written, and of those that the database refused.
#[derive(Default)]
pub(super) struct Inserted {
    pub(super) fresh: HashSet<Uuid>,
    pub(super) refused: HashSet<Uuid>,
}

/// Writes the rows that are not there. What is refused as a whole is tried by halves, down to the row.
pub(super) async fn insert<T: LegacyTable>(
    scope: &mut Scope,
    home: Home,
    rows: &[T::New],
) -> Result<Inserted, StoreError> {
    let mut done = Inserted::default();
    let mut parts = vec![rows];
    while let Some(part) = parts.pop() {
        scope.batch_execute("SAVEPOINT part").await.map_err(failed)?;
        match T::insert(scope, home, part).await {
            Ok(written) => {
                done.fresh.extend(written);
                scope.batch_execute("RELEASE SAVEPOINT part").await.map_err(failed)?;
            }
            Err(error) if is_refusal(&error) => {
                let undo = "ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part";
                scope.batch_execute(undo).await.map_err(failed)?;
                if let [row] = part {
                    done.refused.insert(T::key(row));
                } else {
                    let (first, second) = part.split_at(part.len() / 2);
                    parts.extend([second, first]);
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// Tells whether it is the rows that cannot be, and not the database that cannot do its work.
fn is_refusal(error: &StoreError) -> bool {
    match error {
        StoreError::NotFound | StoreError::Conflict(_) => true,
        StoreError::Unavailable(source) => matches!(
            source.downcast_ref(),
            Some(Error::DatabaseError(
                DatabaseErrorKind::CheckViolation
                    | DatabaseErrorKind::NotNullViolation
                    | DatabaseErrorKind::RestrictViolation
                    | DatabaseErrorKind::ExclusionViolation,
                _
            ))
        ),
        StoreError::OverQuota(_) | StoreError::LeaseLost | StoreError::Corrupt { .. } => false,
    }
}
