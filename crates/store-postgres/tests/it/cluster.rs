//! The private server: shared, taken over, brought up again, and refused with a cure.

use std::{ffi::OsString, fs::Permissions, os::unix::fs::PermissionsExt as _, path::Path};

use diesel::{QueryableByName, sql_query, sql_types::Text};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use rustix::process::{Pid, Signal, kill_process};
use store_postgres::{Cluster, ClusterError, Durability, ServerBinaries};
use tempfile::TempDir;

#[tokio::test]
async fn the_last_user_stops_the_server() {
    let folder = folder();
    let (first, second) = (open(folder.path()).await.unwrap(), open(folder.path()).await.unwrap());
    let url = first.urls("edit_factory").app;
    assert!(url.starts_with("postgresql://ef_app@%2F") && url.ends_with("/edit_factory"), "{url}");
    first.close().await.unwrap();
    assert_eq!(ask(&url, "SELECT current_user::text AS answer").await, "ef_app");
    second.close().await.unwrap();
    assert!(AsyncPgConnection::establish(&url).await.is_err(), "the server runs on");
}

#[tokio::test]
async fn a_server_left_running_is_taken_over() {
    let folder = folder();
    let started = "SELECT pg_postmaster_start_time()::text AS answer";
    let crashed = open(folder.path()).await.unwrap();
    let before = ask(&crashed.admin_url("postgres"), started).await;
    drop(crashed);
    let next = open(folder.path()).await.unwrap();
    assert_eq!(ask(&next.admin_url("postgres"), started).await, before);
    next.close().await.unwrap();
}

#[tokio::test]
async fn a_killed_server_comes_back_with_its_data() {
    let folder = folder();
    let first = open_as(folder.path(), Durability::Kept).await.unwrap();
    let mut owner = AsyncPgConnection::establish(&first.urls("edit_factory").owner).await.unwrap();
    owner.batch_execute("CREATE TABLE kept AS SELECT 'here' AS answer").await.unwrap();
    let pid = std::fs::read_to_string(first.folder().join("data/postmaster.pid")).unwrap();
    let pid = Pid::from_raw(pid.lines().next().unwrap().parse().unwrap()).unwrap();
    kill_process(pid, Signal::KILL).unwrap();
    drop(first);
    let second = open_as(folder.path(), Durability::Kept).await.unwrap();
    assert_eq!(ask(&second.urls("edit_factory").owner, "SELECT answer FROM kept").await, "here");
    second.close().await.unwrap();
}

#[tokio::test]
async fn what_a_cut_short_first_start_left_is_made_good() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("data.unfinished")).unwrap();
    std::fs::write(folder.path().join("data.unfinished/PG_VERSION"), "15").unwrap();
    let first = open(folder.path()).await.unwrap();
    let mut admin = AsyncPgConnection::establish(&first.admin_url("postgres")).await.unwrap();
    admin.batch_execute("DROP DATABASE edit_factory").await.unwrap();
    admin.batch_execute("DROP ROLE ef_worker").await.unwrap();
    let second = open(folder.path()).await.unwrap();
    let asked = "SELECT current_user::text AS answer";
    assert_eq!(ask(&second.urls("edit_factory").worker, asked).await, "ef_worker");
    first.close().await.unwrap();
    second.close().await.unwrap();
}

#[tokio::test]
async fn only_the_roles_enter_and_nobody_by_the_network() {
    let folder = folder();
    let cluster = open(folder.path()).await.unwrap();
    let admin = cluster.admin_url("edit_factory");
    let addresses = "SELECT current_setting('listen_addresses') AS answer";
    assert_eq!(ask(&admin, addresses).await, "");
    let mut connection = AsyncPgConnection::establish(&admin).await.unwrap();
    connection.batch_execute("CREATE ROLE stranger LOGIN").await.unwrap();
    let stranger = admin.replace("ef_admin@", "stranger@");
    assert!(AsyncPgConnection::establish(&stranger).await.is_err(), "a stranger was let in");
    cluster.close().await.unwrap();
}

#[tokio::test]
async fn a_deep_folder_has_a_short_socket() {
    let folder = folder();
    let deep = folder.path().join("d".repeat(120));
    std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    let cluster = open(&deep).await.unwrap();
    let url = cluster.admin_url("postgres");
    assert!(url.contains("@%2Ftmp%2Fef-"), "{url}");
    cluster.close().await.unwrap();
}

#[tokio::test]
async fn data_of_another_version_is_refused_with_the_cure() {
    let folder = folder();
    std::fs::create_dir(folder.path().join("data")).unwrap();
    std::fs::write(folder.path().join("data/PG_VERSION"), "9\n").unwrap();
    let refused = open(folder.path()).await.unwrap_err();
    assert!(matches!(refused, ClusterError::OtherVersion { .. }), "{refused:?}");
    assert!(refused.to_string().contains("install PostgreSQL 9"), "{refused}");
}

#[tokio::test]
async fn a_server_that_cannot_start_is_told_in_its_own_words() {
    let folder = folder();
    open(folder.path()).await.unwrap().close().await.unwrap();
    std::fs::write(folder.path().join("data/postgresql.conf"), "nonsense = 1\n").unwrap();
    let refused = open(folder.path()).await.unwrap_err();
    assert!(refused.to_string().contains("nonsense"), "{refused}");
}

#[tokio::test]
async fn an_older_version_is_passed_over() {
    let folder = folder();
    for name in ["initdb", "pg_ctl", "postgres"] {
        let program = folder.path().join(name);
        std::fs::write(&program, "#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n").unwrap();
        std::fs::set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    }
    let found = ServerBinaries::find(Some(folder.path()), path().as_deref()).await.unwrap();
    assert!(found.version() >= ServerBinaries::FLOOR && found.folder() != folder.path(), "{found:?}");
}

fn folder() -> TempDir {
    TempDir::new().unwrap()
}

#[expect(clippy::disallowed_methods, reason = "tests have no configuration that could name the programs")]
fn path() -> Option<OsString> {
    std::env::var_os("PATH")
}

async fn open(folder: &Path) -> Result<Cluster, ClusterError> {
    open_as(folder, Durability::Throwaway).await
}

async fn open_as(folder: &Path, durability: Durability) -> Result<Cluster, ClusterError> {
    let binaries = ServerBinaries::find(None, path().as_deref()).await.unwrap();
    Cluster::open(&binaries, folder, durability).await
}

async fn ask(url: &str, sql: &str) -> String {
    use diesel_async::RunQueryDsl as _;

    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        answer: String,
    }
    let mut connection = AsyncPgConnection::establish(url).await.unwrap();
    sql_query(sql).get_result::<Row>(&mut connection).await.unwrap().answer
}
