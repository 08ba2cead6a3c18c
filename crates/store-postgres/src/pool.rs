//! The pools of connections. A connection that does not answer is given up, whoever waits for it.

use std::{
    ops::{Deref, DerefMut},
    time::Duration,
};

use deadpool::managed::{self, BuildError, Metrics, RecycleError, RecycleResult};
use diesel::ConnectionError;
use diesel_async::{AsyncPgConnection, pooled_connection::PoolableConnection as _};
use tokio::{runtime::Handle, task::AbortHandle};
use tokio_postgres::NoTls;

/// How long a transaction may take, which is a few short statements: three times what a lock may.
///
/// The server's own limits do not help where the line to it has gone silent: nothing would ever end the wait.
const LONGEST: Duration = Duration::from_secs(15);

/// Connections of one role.
pub(crate) type Pool = managed::Pool<Opener>;
/// A connection that goes back to its pool when it is dropped.
pub(crate) type Lent = managed::Object<Opener>;

/// Opens the connections of a pool.
#[derive(Debug)]
pub(crate) struct Opener {
    url: String,
    /// A connection lives on a task of the runtime that opened it. HTTP workers have runtimes of their own, which
    /// end before the jobs' last writes: so every connection is opened at home.
    home: Handle,
}

/// Sets up a pool of at most `size` connections; none is opened yet.
pub(crate) fn pool(url: &str, size: usize, home: &Handle) -> Result<Pool, BuildError> {
    Pool::builder(Opener { url: url.to_owned(), home: home.clone() }).max_size(size).build()
}

/// An open connection.
pub(crate) struct Open {
    connection: AsyncPgConnection,
    /// The task that reads and writes; without it everybody who waits for an answer is told so.
    line: AbortHandle,
    home: Handle,
}

impl Open {
    /// Closes the connection unless the result is dropped in time.
    pub(crate) fn closes_late(&self) -> Deadline {
        let line = self.line.clone();
        let closing = self.home.spawn(async move {
            tokio::time::sleep(LONGEST).await;
            tracing::warn!(
                after_s = LONGEST.as_secs(),
                "the database does not answer; closing the connection"
            );
            line.abort();
        });
        Deadline(closing.abort_handle())
    }
}

/// The end of a connection, which does not come if this is dropped before.
pub(crate) struct Deadline(AbortHandle);

impl Drop for Deadline {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Deref for Open {
    type Target = AsyncPgConnection;

    fn deref(&self) -> &Self::Target {
        &self.connection
    }
}

impl DerefMut for Open {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.connection
    }
}

impl managed::Manager for Opener {
    type Type = Open;
    type Error = ConnectionError;

    async fn create(&self) -> Result<Open, ConnectionError> {
        let (url, home) = (self.url.clone(), self.home.clone());
        let refused = |error: &dyn std::error::Error| ConnectionError::BadConnection(error.to_string());
        let opening = self.home.spawn(async move {
            let (client, line) =
                tokio_postgres::connect(&url, NoTls).await.map_err(|error| refused(&error))?;
            let line = home.spawn(async move {
                // Whoever waits for an answer hears of it, too.
                if let Err(error) = line.await {
                    tracing::debug!(%error, "a connection has ended");
                }
            });
            let connection = AsyncPgConnection::try_from(client).await?;
            Ok(Open { connection, line: line.abort_handle(), home })
        });
        opening.await.map_err(|broken| ConnectionError::BadConnection(broken.to_string()))?
    }

    /// A scope that did not finish takes its connection along, so what comes back needs no test query.
    async fn recycle(&self, open: &mut Open, _: &Metrics) -> RecycleResult<ConnectionError> {
        if open.connection.is_broken() { Err(RecycleError::message("it has ended")) } else { Ok(()) }
    }
}
