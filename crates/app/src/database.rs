//! The database: the private PostgreSQL of the data folder, or one that runs elsewhere.

use std::ffi::OsStr;

use store_postgres::{Cluster, DatabaseUrls, Durability, ServerBinaries};
use tracing::info;

use crate::{config::Settings, data_folder::DataFolder, failure::Failure, output};

/// The database's name in the private PostgreSQL.
const NAME: &str = "edit_factory";

/// A database whose tables are up to date.
#[derive(Debug)]
pub(crate) struct Database {
    /// Where it is.
    pub(crate) urls: DatabaseUrls,
    cluster: Option<Cluster>,
}

impl Database {
    /// Brings the database up and its tables up to date.
    ///
    /// # Errors
    /// With the cure.
    pub(crate) async fn open(settings: &Settings, folder: &DataFolder) -> Result<Self, Failure> {
        let database = match &settings.database {
            Some(urls) => Self { urls: urls.clone(), cluster: None },
            None => Self::private(settings, folder).await?,
        };
        match store_postgres::migrate(&database.urls.owner).await {
            Ok(applied) => {
                for name in applied {
                    info!(migration = name, "applied a migration");
                }
                Ok(database)
            }
            Err(error) => {
                let failure = Failure::failed("the database is not ready", error);
                // The first failure is the one to tell; the second is only noted.
                if let Err(second) = database.close().await {
                    output::error(&second);
                }
                Err(failure)
            }
        }
    }

    async fn private(settings: &Settings, folder: &DataFolder) -> Result<Self, Failure> {
        let path = settings.path.as_deref().map(OsStr::new);
        let failed = |error| Failure::failed("the private PostgreSQL cannot be used", error);
        let binaries = ServerBinaries::find(settings.postgres_bin.as_deref(), path).await.map_err(failed)?;
        let cluster = Cluster::open(&binaries, &folder.postgres(), Durability::Kept).await.map_err(failed)?;
        info!(postgres.version = binaries.version(), folder = %cluster.folder().display(), "PostgreSQL answers");
        Ok(Self { urls: cluster.urls(NAME), cluster: Some(cluster) })
    }

    /// Stops the private PostgreSQL unless another process uses it; last of all.
    ///
    /// # Errors
    /// When it does not stop.
    pub(crate) async fn close(self) -> Result<(), Failure> {
        let Some(cluster) = self.cluster else { return Ok(()) };
        cluster.close().await.map_err(|error| Failure::failed("the private PostgreSQL did not stop", error))
    }
}
