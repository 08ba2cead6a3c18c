//! PostgreSQL crashes under load and comes back.

use std::{ffi::OsString, path::Path};

use rustix::process::{Pid, Signal, kill_process};
use store_postgres::{Cluster, Durability, ServerBinaries};

use crate::stage::{Stage, folder};

#[tokio::test(flavor = "multi_thread")]
async fn jobs_go_on_after_the_database_crashed() {
    let place = folder();
    let home = place.path().join("postgres");
    let mut cluster = open(&home).await;
    let (urls, admin) = (cluster.urls("edit_factory"), cluster.admin_url("edit_factory"));
    store_postgres::migrate(&urls.owner).await.unwrap();
    let stage = Stage::on(urls, &admin, place, 1, None).await;
    let workers = [stage.worker("a"), stage.worker("b")];
    let film = stage.film().await;
    for number in 0..2 {
        let job = stage.order(film, number, 1).await;
        stage.until(&job, "a job at work", |now| now.state == "running" || now.state == "done").await;
        // To PostgreSQL this is `immediate`: no checkpoint, no goodbye; the next start recovers.
        let pid = std::fs::read_to_string(cluster.folder().join("data/postmaster.pid")).unwrap();
        let pid = Pid::from_raw(pid.lines().next().unwrap().parse().unwrap()).unwrap();
        kill_process(pid, Signal::QUIT).unwrap();
        drop(cluster);
        cluster = open(&home).await;
    }
    stage.until_all_ended().await;
    for worker in workers {
        worker.stop().await.unwrap();
    }
    stage.all_done().await;
    drop(stage.street);
    cluster.close().await.unwrap();
}

async fn open(home: &Path) -> Cluster {
    #[expect(clippy::disallowed_methods, reason = "tests have no configuration that could name the programs")]
    let path: Option<OsString> = std::env::var_os("PATH");
    let binaries = ServerBinaries::find(None, path.as_deref()).await.unwrap();
    Cluster::open(&binaries, home, Durability::Kept).await.unwrap()
}
