//! The pools of connections, one a role.

use std::time::Duration;

use deadpool::managed::BuildError;
use domain::{Actor, ProfileContext, StoreError};
use tokio::{runtime::Handle, sync::Mutex};
use uuid::Uuid;

use crate::{
    pool::{Lent, Pool, pool},
    queue::Listener,
    scope::Scope,
};

/// Where the database is, as each of its three roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatabaseUrls {
    /// As `ef_owner`: migrations.
    pub owner: String,
    /// As `ef_app`: everything inside a profile.
    pub app: String,
    /// As `ef_worker`: claiming jobs.
    pub worker: String,
}

/// The stores and the job queue on PostgreSQL.
pub struct Postgres {
    app: Pool,
    pub(crate) worker: Pool,
    pub(crate) worker_url: String,
    pub(crate) listener: Mutex<Option<Listener>>,
}

impl Postgres {
    /// Prepares the pools; connections are opened when they are needed, and live on the runtime that this is
    /// called from.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the pools cannot be set up, or outside a runtime.
    pub fn connect(urls: &DatabaseUrls) -> Result<Self, StoreError> {
        let home = Handle::try_current().map_err(|error| StoreError::Unavailable(Box::new(error)))?;
        let unavailable = |error: BuildError| StoreError::Unavailable(Box::new(error));
        Ok(Self {
            app: pool(&urls.app, 16, &home).map_err(unavailable)?,
            worker: pool(&urls.worker, 4, &home).map_err(unavailable)?,
            worker_url: urls.worker.clone(),
            listener: Mutex::new(None),
        })
    }

    /// Opens a transaction that sees the profile of the context and no other.
    pub(crate) async fn scoped(&self, ctx: &ProfileContext) -> Result<Scope, StoreError> {
        within_patience(Scope::profile(&self.app, ctx)).await
    }

    /// Opens a transaction that sees the actor and the actor's profiles.
    pub(crate) async fn scoped_user(&self, actor: &Actor) -> Result<Scope, StoreError> {
        within_patience(Scope::user(&self.app, actor)).await
    }

    /// Opens a transaction of an adoption.
    pub(crate) async fn scoped_adoption(&self, adoption: Uuid) -> Result<Scope, StoreError> {
        within_patience(Scope::adoption(&self.app, adoption)).await
    }

    /// Returns a connection for the one statement that tells who calls; it sees no profile's and no user's rows.
    pub(crate) async fn unscoped(&self) -> Result<Lent, StoreError> {
        let unavailable = |error| StoreError::Unavailable(Box::new(error));
        within_patience(async { self.app.get().await.map_err(unavailable) }).await
    }

    /// Tells whether the database answers.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let nobody = Actor::signed_in(domain::UserId::from(Uuid::nil()));
        self.scoped_user(&nobody).await?.commit().await
    }
}

async fn within_patience<T>(work: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    const PATIENCE: Duration = Duration::from_secs(10);
    match tokio::time::timeout(PATIENCE, work).await {
        Ok(done) => done,
        Err(elapsed) => Err(StoreError::Unavailable(Box::new(elapsed))),
    }
}
