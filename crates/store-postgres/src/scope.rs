//! The one place where a transaction begins: with the profile, or the user, in its BEGIN.

use std::ops::{Deref, DerefMut};

use diesel_async::{AnsiTransactionManager, AsyncPgConnection, TransactionManager};
use domain::{Actor, ProfileContext, StoreError};
use uuid::Uuid;

use crate::{
    pool::{Deadline, Lent, Pool},
    rows::failed,
};

/// A transaction that sees one profile's rows, or one user's own rows.
///
/// Dropped before [`Scope::commit`] finished, whether by an error, a cancelled request or a panic, it closes its
/// connection: a connection that goes back to the pool never has a transaction or a profile left in it. So does one
/// that is open for too long.
pub(crate) struct Scope {
    connection: Option<Lent>,
    _deadline: Deadline,
}

impl Scope {
    pub(crate) async fn profile(pool: &Pool, ctx: &ProfileContext) -> Result<Self, StoreError> {
        Self::begin(pool, "app.profile_id", ctx.profile().uuid()).await
    }

    pub(crate) async fn user(pool: &Pool, actor: &Actor) -> Result<Self, StoreError> {
        Self::begin(pool, "app.user_id", actor.user().uuid()).await
    }

    /// Only a constant and a typed UUID ever reach this text.
    async fn begin(pool: &Pool, setting: &'static str, id: Uuid) -> Result<Self, StoreError> {
        let connection = pool.get().await.map_err(|error| StoreError::Unavailable(Box::new(error)))?;
        let deadline = connection.closes_late();
        let mut scope = Self { connection: Some(connection), _deadline: deadline };
        let begin = format!("BEGIN; SELECT set_config('{setting}', '{id}', true)");
        AnsiTransactionManager::begin_transaction_sql(scope.open()?, &begin).await.map_err(failed)?;
        Ok(scope)
    }

    /// Makes the changes last and gives the connection back.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        AnsiTransactionManager::commit_transaction(self.open()?).await.map_err(failed)?;
        drop(self.connection.take());
        Ok(())
    }

    fn open(&mut self) -> Result<&mut AsyncPgConnection, StoreError> {
        self.connection
            .as_mut()
            .map(|lent| &mut ***lent)
            .ok_or_else(|| StoreError::Unavailable("the transaction is over".into()))
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            drop(Lent::take(connection));
        }
    }
}

impl Deref for Scope {
    type Target = AsyncPgConnection;

    #[expect(clippy::expect_used, reason = "only commit empties the scope, and commit consumes it")]
    fn deref(&self) -> &Self::Target {
        self.connection.as_ref().expect("a scope is open until it is committed")
    }
}

impl DerefMut for Scope {
    #[expect(clippy::expect_used, reason = "only commit empties the scope, and commit consumes it")]
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.connection.as_mut().expect("a scope is open until it is committed")
    }
}
