//! The one place where a transaction begins: with the profile, or the user, in its BEGIN.

use std::ops::{Deref, DerefMut};

use diesel_async::{
    AnsiTransactionManager, AsyncPgConnection, SimpleAsyncConnection as _, TransactionManager,
};
use domain::{Actor, ProfileContext, StoreError};
use uuid::Uuid;

use crate::{
    pool::{Deadline, Lent, Pool},
    rows::failed,
};

const PROFILE: &str = "app.profile_id";
const USER: &str = "app.user_id";

/// A transaction that sees one profile's rows, or one user's own rows.
///
/// Dropped before [`Scope::commit`] finished, whether by an error, a cancelled request or a panic, it closes its
/// connection: a connection that goes back to the pool never has a transaction or a profile left in it. So does one
/// that is open for too long.
pub(crate) struct Scope {
    connection: Option<Lent>,
    deadline: Option<Deadline>,
}

impl Scope {
    pub(crate) async fn profile(pool: &Pool, ctx: &ProfileContext) -> Result<Self, StoreError> {
        let (profile, user) = (ctx.profile().uuid(), ctx.actor().uuid());
        let settings =
            format!("set_config('{PROFILE}', '{profile}', true), set_config('{USER}', '{user}', true)");
        Self::begin(pool, &settings).await
    }

    pub(crate) async fn user(pool: &Pool, actor: &Actor) -> Result<Self, StoreError> {
        let user = actor.user().uuid();
        Self::begin(pool, &format!("set_config('{USER}', '{user}', true)")).await
    }

    /// Opens a transaction of an adoption, which acts as a user of its own and turns to profile after profile.
    pub(crate) async fn adoption(pool: &Pool, adoption: Uuid) -> Result<Self, StoreError> {
        Self::begin(pool, &format!("set_config('{USER}', '{adoption}', true)")).await
    }

    /// Turns an adoption's transaction to a profile; from here on it sees this one and no other.
    pub(crate) async fn turn_to_profile(&mut self, profile: Uuid) -> Result<(), StoreError> {
        self.turn(PROFILE, profile).await
    }

    /// Turns an adoption's transaction to a user, or back to itself.
    pub(crate) async fn turn_to_user(&mut self, user: Uuid) -> Result<(), StoreError> {
        self.turn(USER, user).await
    }

    /// Goes on in another profile of the same user, within the same transaction.
    pub(crate) async fn turn_to(&mut self, ctx: &ProfileContext) -> Result<(), StoreError> {
        self.turn(PROFILE, ctx.profile().uuid()).await
    }

    /// Lets the transaction take up to five minutes: for what a person waits for and does seldom.
    pub(crate) async fn take_time(&mut self) -> Result<(), StoreError> {
        self.deadline = None;
        let time = "SELECT set_config('statement_timeout', '300s', true)";
        self.open()?.batch_execute(time).await.map_err(failed)
    }

    /// Only a constant and a typed UUID ever reach this text.
    async fn turn(&mut self, setting: &'static str, id: Uuid) -> Result<(), StoreError> {
        let turn = format!("SELECT set_config('{setting}', '{id}', true)");
        self.open()?.batch_execute(&turn).await.map_err(failed)
    }

    /// Only constants and typed UUIDs ever reach this text.
    async fn begin(pool: &Pool, settings: &str) -> Result<Self, StoreError> {
        let connection = pool.get().await.map_err(|error| StoreError::Unavailable(Box::new(error)))?;
        let deadline = connection.closes_late();
        let mut scope = Self { connection: Some(connection), deadline: Some(deadline) };
        let begin = format!("BEGIN; SELECT {settings}");
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
