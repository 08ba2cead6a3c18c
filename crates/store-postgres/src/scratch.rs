//! [`ScratchDatabase`]: a database of its own for each test, on a throwaway server that all tests share.
//!
//! The server lies in `target/scratch-postgres` and runs on between tests; to stop it:
//! `pg_ctl stop --pgdata target/scratch-postgres/data`, as the user who owns that folder.
#![expect(clippy::expect_used, reason = "a test without a database fails at once and says why")]

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use diesel::sql_query;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;

use crate::{
    Cluster, DatabaseUrls, Durability, Postgres, ServerBinaries,
    cluster::{create_database, database_names},
    migrate,
};

/// The server, for as long as the test process runs.
static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();

/// A database with all tables and no rows; it goes when this is dropped.
#[derive(Debug)]
pub struct ScratchDatabase {
    /// Where it is, as each of the roles.
    pub urls: DatabaseUrls,
    name: String,
    admin_url: String,
    server_url: String,
}

impl ScratchDatabase {
    /// Makes one; the tables are a copy of a template that is migrated once.
    ///
    /// # Panics
    /// When there is no PostgreSQL on this machine, or a migration fails.
    pub async fn create() -> Self {
        Self::with_tables(true).await
    }

    /// Makes one without tables, as another program's.
    ///
    /// # Panics
    /// When there is no PostgreSQL on this machine.
    pub async fn create_empty() -> Self {
        Self::with_tables(false).await
    }

    async fn with_tables(has_tables: bool) -> Self {
        let cluster = CLUSTER.get_or_init(open_cluster).await;
        let server_url = cluster.admin_url("postgres");
        let name = format!("scratch_{}_{}", std::process::id(), uuid::Uuid::new_v4().simple());
        let mut admin = AsyncPgConnection::establish(&server_url).await.expect("the scratch server answers");
        // One at a time: nobody copies the template while another makes it. It ends with the connection.
        admin.batch_execute("SELECT pg_advisory_lock(1)").await.expect("the lock of the template");
        let names = database_names(&mut admin).await.expect("a list of databases");
        drop_leftovers(&mut admin, &names).await;
        if has_tables {
            let template = format!("template_{}", hash_of_migrations());
            if !names.contains(&template) {
                make_template(cluster, &mut admin, &names, &template).await;
            }
            let copy = format!("CREATE DATABASE {name} OWNER ef_owner TEMPLATE {template}");
            admin.batch_execute(&copy).await.expect("a copy of the template");
        }
        create_database(&mut admin, &name).await.expect("the database and its rights");
        Self { urls: cluster.urls(&name), admin_url: cluster.admin_url(&name), name, server_url }
    }

    /// Connects to it anew.
    ///
    /// # Panics
    /// When the pools cannot be set up.
    pub fn store(&self) -> Arc<Postgres> {
        Arc::new(Postgres::connect(&self.urls).expect("the pools are set up"))
    }

    /// Returns its address as the superuser, who is above all walls: to look at what is really there.
    pub fn admin_url(&self) -> &str {
        &self.admin_url
    }

    /// Returns its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Runs statements as the superuser.
    ///
    /// # Panics
    /// When one fails.
    pub async fn run(&self, statements: &str) {
        let mut admin = AsyncPgConnection::establish(&self.admin_url).await.expect("the scratch database");
        admin.batch_execute(statements).await.expect("the statements run");
    }

    /// Tells whether statements run without an error, as the superuser.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn succeeds(&self, statements: &str) -> bool {
        let mut admin = AsyncPgConnection::establish(&self.admin_url).await.expect("the scratch database");
        admin.batch_execute(statements).await.is_ok()
    }

    /// Returns every row of every table that is of a profile, as text in a stable order: to compare before and after.
    ///
    /// # Panics
    /// When a table cannot be read.
    pub async fn rows_of(&self, profile: uuid::Uuid) -> String {
        self.rows(&format!("profile_id = '{profile}'"), "EXISTS").await
    }

    /// Returns every row of every table that belongs to no profile by a column of its own.
    ///
    /// # Panics
    /// When a table cannot be read.
    pub async fn rows_of_none(&self) -> String {
        self.rows("true", "NOT EXISTS").await
    }

    async fn rows(&self, filter: &str, tenant: &str) -> String {
        let mut admin = AsyncPgConnection::establish(&self.admin_url).await.expect("the scratch database");
        let tables = format!(
            "SELECT c.relname::text AS text FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
               AND c.relname NOT LIKE '\\_\\_%' AND {tenant} (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid
                 AND a.attname = 'profile_id') ORDER BY 1"
        );
        let tables: Vec<Text> = sql_query(tables).load(&mut admin).await.expect("the tables");
        let mut all = String::new();
        for Text { text: table } in tables {
            let rows = format!("SELECT t::text AS text FROM {table} t WHERE {filter} ORDER BY 1");
            let rows: Vec<Text> = sql_query(rows).load(&mut admin).await.expect("the rows");
            for Text { text } in rows {
                all.extend([&*table, " ", &*text, "\n"]);
            }
        }
        all
    }

    /// Returns the time by the database's clock.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn now(&self) -> chrono::DateTime<chrono::Utc> {
        let mut admin = AsyncPgConnection::establish(&self.admin_url).await.expect("the scratch database");
        let now = diesel::dsl::sql::<diesel::sql_types::Timestamptz>("now()");
        diesel::select(now).get_result(&mut admin).await.expect("the time")
    }

    /// Cuts the stores off, or lets them come again, as when the server is away.
    ///
    /// # Panics
    /// When the server does not do it.
    pub async fn set_reachable(&self, reachable: bool) {
        let mut server = AsyncPgConnection::establish(&self.server_url).await.expect("the scratch server");
        let name = &self.name;
        let allow = format!("ALTER DATABASE {name} ALLOW_CONNECTIONS {reachable}");
        server.batch_execute(&allow).await.expect("the database's gate");
        if !reachable {
            let end =
                format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
            server.batch_execute(&end).await.expect("the connections end");
        }
    }
}

#[derive(diesel::QueryableByName)]
struct Text {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

impl Drop for ScratchDatabase {
    fn drop(&mut self) {
        let (name, url) = (self.name.clone(), self.server_url.clone());
        // A thread, for a test's runtime cannot be waited for in here. What fails is made up for by the next test.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
            runtime.block_on(async {
                let mut admin = AsyncPgConnection::establish(&url).await.ok()?;
                admin.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)")).await.ok()
            })
        });
        drop(dropping.join());
    }
}

async fn open_cluster() -> Cluster {
    #[expect(clippy::disallowed_methods, reason = "tests have no configuration that could name the programs")]
    let path = std::env::var_os("PATH");
    let binaries = ServerBinaries::find(None, path.as_deref()).await.expect("PostgreSQL for the tests");
    let folder = workspace().join("target/scratch-postgres");
    Cluster::open(&binaries, &folder, Durability::Throwaway).await.expect("the scratch server")
}

/// Drops the databases of test processes that are gone.
async fn drop_leftovers(admin: &mut AsyncPgConnection, names: &[String]) {
    for name in names {
        let Some(rest) = name.strip_prefix("scratch_") else { continue };
        let pid =
            rest.split('_').next().and_then(|pid| pid.parse().ok()).and_then(rustix::process::Pid::from_raw);
        let asked = pid.map(rustix::process::test_kill_process);
        if matches!(asked, None | Some(Err(rustix::io::Errno::SRCH))) {
            let leftover = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
            admin.batch_execute(&leftover).await.expect("a leftover goes");
        }
    }
}

async fn make_template(cluster: &Cluster, admin: &mut AsyncPgConnection, names: &[String], template: &str) {
    // The templates of other migrations, and one that was not finished.
    let older = names.iter().filter(|name| name.starts_with("template_"));
    for name in older {
        admin
            .batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"))
            .await
            .expect("an old template goes");
    }
    let unfinished = format!("{template}_unfinished");
    create_database(admin, &unfinished).await.expect("a database for the template");
    let url = cluster.urls(&unfinished).owner;
    // Migrations need a runtime of several threads, which a test does not always have.
    let migrating = tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        runtime.expect("a runtime").block_on(migrate(&url)).expect("the migrations apply");
    });
    migrating.await.expect("the migrations apply");
    let finish = format!("ALTER DATABASE {unfinished} RENAME TO {template}");
    admin.batch_execute(&finish).await.expect("the template gets its name");
}

fn hash_of_migrations() -> String {
    let mut files = sql_files(&workspace().join("migrations"));
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(file.as_os_str().as_encoded_bytes());
        hash.update(std::fs::read(&file).expect("a readable migration"));
    }
    let number = hash.finalize().iter().take(8).fold(0_u64, |number, &byte| number << 8 | u64::from(byte));
    format!("{number:016x}")
}

fn sql_files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder of migrations");
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(sql_files(&path));
        } else {
            files.push(path);
        }
    }
    files
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
