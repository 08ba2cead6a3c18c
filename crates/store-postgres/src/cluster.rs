//! [`Cluster`]: a private PostgreSQL server in a folder, brought up without any set-up by the person.
//!
//! It listens on a Unix socket only and lets in only the operating system's users who run it. Several processes may
//! share it: the first one starts it, the last one that closes stops it, and one that runs on after a crash is
//! taken over.

mod binaries;
mod host;
mod lock;
mod process;
mod server;

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
};

use diesel::{QueryableByName, sql_query, sql_types};
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection as _};

pub use self::binaries::ServerBinaries;
use self::{host::Host, server::Server};
use crate::DatabaseUrls;

/// The database that every cluster has.
const DATABASE: &str = "edit_factory";

/// Whether the data has to survive a power cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// It has to.
    Kept,
    /// It may be lost: for tests, and several times faster.
    Throwaway,
}

/// A private PostgreSQL server in a folder.
///
/// Dropped without [`Cluster::close`] it leaves the server running; the next [`Cluster::open`] takes it over.
#[derive(Debug)]
pub struct Cluster {
    server: Server,
    /// Held, shared with the other users, as long as this process needs the server.
    users: File,
}

impl Cluster {
    /// Brings the server of a folder up, makes it first where there is none, and returns when it answers.
    ///
    /// The roles and the database `edit_factory` are there afterwards; the tables are
    /// [`migrate`](crate::migrate())'s to make.
    ///
    /// # Errors
    /// [`ClusterError`], which tells the cure.
    pub async fn open(
        binaries: &ServerBinaries,
        dir: &Path,
        durability: Durability,
    ) -> Result<Self, ClusterError> {
        let host = Host::find().await?;
        let home = host.home(dir).await?;
        let start = lock::exclusive(home.join(START_LOCK)).await?;
        let users = lock::shared(home.join(USERS_LOCK)).await?;
        let server = Server::in_folder(binaries.clone(), host, home)?;
        server.create_if_missing(durability).await?;
        server.start_unless_running(durability).await?;
        let cluster = Self { server, users };
        cluster.make_roles_and_database().await?;
        drop(start);
        Ok(cluster)
    }

    /// Returns the addresses of one of the server's databases, one a role.
    pub fn urls(&self, database: &str) -> DatabaseUrls {
        DatabaseUrls {
            owner: self.server.url("ef_owner", database),
            app: self.server.url("ef_app", database),
            worker: self.server.url("ef_worker", database),
        }
    }

    /// Returns the address of one of the server's databases as its superuser, who is above all walls.
    pub fn admin_url(&self, database: &str) -> String {
        self.server.url("ef_admin", database)
    }

    /// Returns the folder in which the server keeps its data, its log and its socket.
    pub fn folder(&self) -> &Path {
        self.server.home()
    }

    /// Stops the server, unless another process uses it still.
    ///
    /// # Errors
    /// [`ClusterError`] when it does not stop; it is taken over by the next [`Cluster::open`].
    pub async fn close(self) -> Result<(), ClusterError> {
        let Self { server, users } = self;
        let start = lock::exclusive(server.home().join(START_LOCK)).await?;
        drop(users);
        if let Some(alone) = lock::try_exclusive(&server.home().join(USERS_LOCK))? {
            server.stop().await?;
            drop(alone);
        }
        drop(start);
        Ok(())
    }

    async fn make_roles_and_database(&self) -> Result<(), ClusterError> {
        let mut admin = self.server.connect().await?;
        admin
            .batch_execute(include_str!("../../../migrations/roles.sql"))
            .await
            .map_err(broken("make the roles"))?;
        create_database(&mut admin, DATABASE).await
    }
}

/// Creates a database that belongs to `ef_owner` and lets only the roles in, where it is missing.
pub(crate) async fn create_database(admin: &mut AsyncPgConnection, name: &str) -> Result<(), ClusterError> {
    if !database_names(admin).await?.iter().any(|there| there == name) {
        let create = format!("CREATE DATABASE {name} OWNER ef_owner");
        admin.batch_execute(&create).await.map_err(broken("create the database"))?;
    }
    // Not in one breath with the creation, which allows no transaction: so it is said again at each start.
    let doors = format!(
        "REVOKE ALL ON DATABASE {name} FROM PUBLIC; GRANT CONNECT ON DATABASE {name} TO ef_owner, ef_app, ef_worker"
    );
    admin.batch_execute(&doors).await.map_err(broken("set the rights of the database"))
}

/// Lists the server's databases.
pub(crate) async fn database_names(admin: &mut AsyncPgConnection) -> Result<Vec<String>, ClusterError> {
    use diesel_async::RunQueryDsl as _;

    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = sql_types::Text)]
        name: String,
    }
    let rows: Vec<Name> = sql_query("SELECT datname::text AS name FROM pg_database")
        .load(admin)
        .await
        .map_err(broken("list the databases"))?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

fn broken<E: std::error::Error + Send + Sync + 'static>(
    doing: &'static str,
) -> impl FnOnce(E) -> ClusterError {
    move |error| ClusterError::Broken { doing, source: Box::new(error) }
}

/// Serialises starting and stopping.
const START_LOCK: &str = "start.lock";
/// Held by every process that uses the server.
const USERS_LOCK: &str = "users.lock";

/// Says why there is no server, and the cure.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// There is no PostgreSQL on this machine.
    #[error(
        "no PostgreSQL server is installed; install version {} or later \
         (Debian and Ubuntu: apt-get install postgresql; macOS: brew install postgresql@17), \
         or name a server that runs elsewhere in DATABASE_URL",
        ServerBinaries::FLOOR
    )]
    BinariesMissing,
    /// The PostgreSQL of this machine is too old.
    #[error("PostgreSQL {version} in {} is too old; install version {} or later", folder.display(), ServerBinaries::FLOOR)]
    TooOld {
        /// What is installed.
        version: u32,
        /// Where.
        folder: PathBuf,
    },
    /// The data was made by another major version.
    #[error(
        "the data in {} was made by PostgreSQL {made_by} and cannot be read by {found}; \
         install PostgreSQL {made_by} and put its bin folder on PATH",
        folder.display()
    )]
    OtherVersion {
        /// Where the data is.
        folder: PathBuf,
        /// The version that made it.
        made_by: String,
        /// The version that was found.
        found: u32,
    },
    /// The folder cannot be written.
    #[error("cannot write {}; give the folder to the user who runs Edit Factory, or choose another data folder", folder.display())]
    FolderNotWritable {
        /// Which folder or file.
        folder: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// PostgreSQL refuses to run as root and there is nobody else.
    #[error(
        "PostgreSQL refuses to run as root and this machine has neither a user postgres nor nobody; \
         run Edit Factory as an ordinary user"
    )]
    NoUnprivilegedUser,
    /// One of PostgreSQL's programs could not be run.
    #[error("cannot run {}; check that it is there and may be executed", program.display())]
    CannotRun {
        /// The program.
        program: PathBuf,
        /// Why not.
        #[source]
        source: io::Error,
    },
    /// The server did not start or did not stop.
    #[error("PostgreSQL could not {doing}; it said:\n{said}")]
    Refused {
        /// What it was asked to do.
        doing: &'static str,
        /// Its last words.
        said: String,
    },
    /// The server runs and does not do what it should.
    #[error("the private PostgreSQL server could not {doing}")]
    Broken {
        /// What was tried.
        doing: &'static str,
        /// Why it failed.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
