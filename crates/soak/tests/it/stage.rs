//! A street of shops with a database and a folder of its own, and the few steps that every test takes.

use std::{
    fs::Permissions, os::unix::fs::PermissionsExt as _, path::PathBuf, process::Output, time::Duration,
};

use domain::{Job, SourceVideoId};
use serde::Deserialize;
use soak::{
    inspect::{Findings, Inspection},
    kills::until,
    look::Eye,
    place::Place,
    process::{How, WorkerProcess},
    street::Street,
    wiring::Works,
};
use store_postgres::{DatabaseUrls, scratch::ScratchDatabase};
use tempfile::TempDir;

pub(crate) const PATIENCE: Duration = Duration::from_mins(2);

pub(crate) struct Stage {
    pub(crate) street: Street,
    pub(crate) eye: Eye,
    pub(crate) urls: DatabaseUrls,
    pub(crate) place: Place,
    pub(crate) how: How,
    folder: TempDir,
    _database: Option<ScratchDatabase>,
}

#[derive(Debug, Clone, Deserialize)]
pub(crate) struct JobNow {
    pub(crate) state: String,
    pub(crate) step: String,
    pub(crate) attempt: i32,
    pub(crate) failure_code: Option<String>,
}

impl Stage {
    /// So many shops on a database of the tests' server.
    pub(crate) async fn new(shops: usize) -> Self {
        let database = ScratchDatabase::create().await;
        let (urls, admin) = (database.urls.clone(), database.admin_url().to_owned());
        Self::on(urls, &admin, folder(), shops, Some(database)).await
    }

    /// So many shops on some database.
    pub(crate) async fn on(
        urls: DatabaseUrls,
        admin: &str,
        folder: TempDir,
        shops: usize,
        database: Option<ScratchDatabase>,
    ) -> Self {
        let place = Place::make(folder.path()).unwrap();
        let works = Works::open(&place, &place.desk(), &urls).await.unwrap();
        let street = Street::open(works, &place, shops).await.unwrap();
        let how = How::usual(env!("CARGO_BIN_EXE_soak"));
        Self { street, eye: Eye::on(admin), urls, place, how, folder, _database: database }
    }

    /// Has workers hold their jobs so long that none is lost because the machine is slow.
    pub(crate) fn with_leases_of(mut self, lease: Duration) -> Self {
        self.how.lease = lease;
        self
    }

    pub(crate) fn worker(&self, name: &str) -> WorkerProcess {
        self.worker_as(&self.how, &self.urls, name)
    }

    pub(crate) fn worker_as(&self, how: &How, urls: &DatabaseUrls, name: &str) -> WorkerProcess {
        WorkerProcess::start(how, &self.place, urls, name).unwrap()
    }

    /// Uploads a film of the first shop, and waits until a worker has analysed it.
    pub(crate) async fn film(&self) -> SourceVideoId {
        let accepted = self.street.upload(self.street.shop(0).unwrap()).await.unwrap();
        self.until_state(&accepted.job, "done").await;
        accepted.source_video.id
    }

    /// Orders a video of the first shop.
    pub(crate) async fn order(&self, film: SourceVideoId, number: u64, sentences: u64) -> Job {
        self.street.order(self.street.shop(0).unwrap(), film, number, sentences).await.unwrap()
    }

    pub(crate) async fn job(&self, job: &Job) -> JobNow {
        let sql = format!("SELECT * FROM jobs WHERE id = '{}'", job.fields.id);
        self.eye.rows(&sql).await.unwrap().remove(0)
    }

    pub(crate) async fn until_state(&self, job: &Job, state: &str) {
        self.until(job, &format!("{state} job"), |now| now.state == state).await;
    }

    /// Waits until a job is as wanted.
    pub(crate) async fn until(&self, job: &Job, what: &str, wanted: impl Fn(&JobNow) -> bool) {
        let asked = until(PATIENCE, || async { Ok(wanted(&self.job(job).await)) }).await;
        let now = self.job(job).await;
        assert!(asked.is_ok(), "{what} did not come: {now:?}\n{}", self.logs());
    }

    /// Waits until no job waits or runs.
    pub(crate) async fn until_all_ended(&self) {
        let live = "SELECT count(*) FROM jobs WHERE state IN ('ready', 'running')";
        let ended = until(PATIENCE, || async { Ok(self.eye.number(live).await? == 0) }).await;
        assert!(ended.is_ok(), "jobs do not end\n{}", self.logs());
    }

    /// Lets a last worker clear away what the killed ones left, and looks at everything.
    pub(crate) async fn inspect(&self) -> Findings {
        let last = self.worker("last");
        until(PATIENCE, || async { Ok(last.said()?.contains("worker started")) }).await.unwrap();
        last.stop().await.unwrap();
        self.look().await
    }

    /// Looks at everything as it is.
    pub(crate) async fn look(&self) -> Findings {
        let (place, eye, shops) = (&self.place, &self.eye, self.street.shops.as_slice());
        Inspection { place, eye, shops }.run().await.unwrap()
    }

    /// Asserts that nothing is wrong and that all jobs are done.
    pub(crate) async fn all_done(&self) -> Findings {
        let findings = self.inspect().await.acquitted().unwrap();
        let all: usize = findings.jobs.values().sum();
        assert_eq!(findings.in_state(" done"), all, "{findings}\n{}", self.logs());
        findings
    }

    /// Returns what the workers said.
    pub(crate) fn logs(&self) -> String {
        let paths = std::fs::read_dir(self.place.logs()).unwrap().map(|entry| entry.unwrap().path());
        let said =
            |path: PathBuf| format!("{}:\n{}\n", path.display(), std::fs::read_to_string(&path).unwrap());
        paths.map(said).collect()
    }

    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }
}

/// A folder that PostgreSQL gets through, which may be another user.
pub(crate) fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    std::fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    folder
}

/// Tells why a test does nothing on this machine.
#[expect(clippy::print_stderr, reason = "a test that is skipped must say so")]
pub(crate) fn skipped(why: &str) {
    eprintln!("SKIPPED: {why}");
}

/// Runs a command line of the system's tools.
#[expect(clippy::disallowed_methods, reason = "networks and disks are set up with the system's own tools")]
pub(crate) fn system(line: &str) -> Result<Output, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let output =
        std::process::Command::new(words[0]).args(&words[1..]).output().map_err(|e| e.to_string())?;
    if output.status.success() {
        return Ok(output);
    }
    Err(format!("{line}: {}", String::from_utf8_lossy(&output.stderr).trim()))
}
