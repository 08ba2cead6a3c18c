//! [`Place`]: the private PostgreSQL that is measured, and who may come in.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    sync::Arc,
};

use diesel::{QueryableByName, sql_query, sql_types::Bool};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use domain::{Actor, Profile, ProfileContext, ProfileStore as _, UserStore as _};
use store_postgres::{Cluster, DatabaseUrls, Durability, Postgres, ServerBinaries};

use crate::Outcome;

/// The database of the stores, as the program names it.
const STORES: &str = "edit_factory";

/// A private PostgreSQL as the program brings it up, in a folder that the program takes as its data folder.
pub(crate) struct Place {
    folder: PathBuf,
    cluster: Cluster,
    version: u32,
}

impl Place {
    /// Brings it up and its tables up to date.
    pub(crate) async fn open(folder: &Path) -> Outcome<Self> {
        std::fs::create_dir_all(folder)?;
        let folder = folder.canonicalize()?;
        let path = search_path();
        let binaries = ServerBinaries::find(None, path.as_deref()).await?;
        let version = binaries.version();
        let cluster = Cluster::open(&binaries, &folder.join("postgres"), Durability::Kept).await?;
        store_postgres::migrate(&cluster.urls(STORES).owner).await?;
        Ok(Self { folder, cluster, version })
    }

    pub(crate) async fn close(self) -> Outcome<()> {
        Ok(self.cluster.close().await?)
    }

    pub(crate) fn server_version(&self) -> u32 {
        self.version
    }

    /// Returns the data folder for the program.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Connects to the filled database as the program does.
    pub(crate) fn store(&self) -> Outcome<Postgres> {
        Ok(Postgres::connect(&self.cluster.urls(STORES))?)
    }

    /// Connects to the filled database as a role that differs from `ef_app` in one thing: no policy is applied to it.
    pub(crate) async fn store_without_walls(&self) -> Outcome<Postgres> {
        self.admin().await?.batch_execute(TWIN).await?;
        let walls = self.has_walls(&self.cluster.urls(STORES).app).await?;
        if !walls || self.has_walls(&self.twin_url()).await? {
            return Err("row-level security is not on for ef_app and off for its twin".into());
        }
        let mut urls = self.cluster.urls(STORES);
        urls.app = self.twin_url();
        Ok(Postgres::connect(&urls)?)
    }

    /// Returns the address of the filled database as the role without walls.
    ///
    /// The server lets in no new names: so it is the superuser, who takes the role, and `ef_app`'s settings, in the
    /// connection's first message.
    pub(crate) fn twin_url(&self) -> String {
        let options = "-c role=bench_bypass -c statement_timeout=30s -c lock_timeout=5s \
                       -c idle_in_transaction_session_timeout=30s -c client_connection_check_interval=200ms";
        let options = options.replace(' ', "%20").replace('=', "%3D");
        format!("{}?options={options}", self.cluster.admin_url(STORES))
    }

    /// Tells whether row-level security is applied to who comes in by this address.
    async fn has_walls(&self, url: &str) -> Outcome<bool> {
        let mut connection = AsyncPgConnection::establish(url).await?;
        let ask = "SELECT row_security_active('projects') AS active";
        let walls: Walls = sql_query(ask).get_result(&mut connection).await?;
        Ok(walls.active)
    }

    /// Connects to the filled database as the superuser.
    pub(crate) async fn admin(&self) -> Outcome<AsyncPgConnection> {
        Ok(AsyncPgConnection::establish(&self.cluster.admin_url(STORES)).await?)
    }

    /// Makes an empty database with all tables, in place of one of this name, and returns its addresses and the
    /// superuser's.
    pub(crate) async fn fresh_database(&self, name: &str) -> Outcome<(DatabaseUrls, String)> {
        let mut admin = AsyncPgConnection::establish(&self.cluster.admin_url("postgres")).await?;
        admin.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
        admin.batch_execute(&format!("CREATE DATABASE {name} OWNER ef_owner")).await?;
        let urls = self.cluster.urls(name);
        store_postgres::migrate(&urls.owner).await?;
        Ok((urls, self.cluster.admin_url(name)))
    }
}

#[derive(QueryableByName)]
struct Walls {
    #[diesel(sql_type = Bool)]
    active: bool,
}

/// The local user's profiles among those that were filled; the hot one comes first.
pub(crate) struct Tenants {
    pub(crate) hot: ProfileContext,
    pub(crate) others: Vec<ProfileContext>,
}

impl Tenants {
    pub(crate) async fn read(store: &Arc<Postgres>) -> Outcome<Self> {
        let actor = store.local_user().await?;
        let enter = |actor: &Actor, profile: &Profile| ProfileContext::enter(actor, profile);
        let (hot, others): (Vec<_>, Vec<_>) =
            store.list(&actor).await?.into_iter().partition(|profile| profile.name.as_str() == "Store 0");
        let hot = hot.as_slice().first().ok_or("the hot profile is not there")?;
        let others = others.iter().map(|profile| enter(&actor, profile)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { hot: enter(&actor, hot)?, others })
    }

    /// Returns the n-th of the others, in an order without neighbours.
    pub(crate) fn other(&self, n: usize) -> ProfileContext {
        self.others.get(n * 7919 % self.others.len().max(1)).copied().unwrap_or(self.hot)
    }
}

const TWIN: &str = "
    DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'bench_bypass') THEN
        CREATE ROLE bench_bypass NOLOGIN BYPASSRLS;
      END IF;
    END $$;
    GRANT USAGE ON SCHEMA ef TO bench_bypass;
    GRANT SELECT, INSERT, UPDATE ON users, jobs, job_seqs TO bench_bypass;
    GRANT SELECT, INSERT, UPDATE, DELETE
      ON profiles, source_videos, segments, projects, project_source_videos, clips TO bench_bypass;
    GRANT SELECT, INSERT ON queues TO bench_bypass;";

#[expect(
    clippy::disallowed_methods,
    reason = "a benchmark has no configuration that could name the programs"
)]
pub(crate) fn search_path() -> Option<OsString> {
    std::env::var_os("PATH")
}
