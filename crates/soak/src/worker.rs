//! The process that does jobs and is killed.

use std::{
    io::{self, Read as _},
    path::PathBuf,
    time::Duration,
};

use clap::Args;
use store_postgres::DatabaseUrls;
use studio::{Worker, WorkerSettings};
use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};

use crate::{Fault, place::Place, wiring::Works};

/// What a worker process is told.
#[derive(Debug, Args)]
pub struct WorkerArgs {
    /// The data folder
    #[arg(long)]
    pub data: PathBuf,
    /// The database as `ef_app`
    #[arg(long)]
    pub app: String,
    /// The database as `ef_worker`
    #[arg(long)]
    pub worker: String,
    /// How long a claim lasts without a heartbeat, in milliseconds
    #[arg(long)]
    pub lease_ms: u64,
    /// How many jobs to do at a time
    #[arg(long)]
    pub slots: usize,
}

/// What a worker says as soon as it can do jobs, and be asked to stop.
pub(crate) const UP: &str = "the worker is up";

/// Does jobs until SIGTERM. The end of standard input, which is whoever started this, ends it at once.
///
/// # Errors
/// When the wiring cannot be opened.
pub async fn run(args: &WorkerArgs) -> Result<(), Fault> {
    end_with_parent();
    let (stop, stopped) = watch::channel(false);
    let mut terminate = signal(SignalKind::terminate())?;
    let urls = DatabaseUrls {
        // A worker does not migrate.
        owner: String::new(),
        app: args.app.clone(),
        worker: args.worker.clone(),
    };
    let place = Place::make(&args.data)?;
    let works = Works::open(&place, &place.scratch(), &urls).await?;
    tracing::info!("{UP}");
    let lease = Duration::from_millis(args.lease_ms);
    let settings =
        WorkerSettings { slots: args.slots, lease, heartbeat: lease / 4, poll: Duration::from_millis(500) };
    let working = Worker::new(works.studio, settings).run(stopped);
    let told = async {
        terminate.recv().await;
        stop.send_replace(true);
    };
    tokio::join!(working, told);
    Ok(())
}

/// Ends this process as soon as whoever started it is gone, even by a kill.
fn end_with_parent() {
    std::thread::spawn(|| {
        // Nobody writes to it: it ends, or it cannot be read any more.
        while matches!(io::stdin().read(&mut [0; 16]), Ok(1..)) {}
        std::process::exit(3);
    });
}

/// Starts logging on standard error.
///
/// # Errors
/// When something else logs already.
pub fn log() -> Result<(), Fault> {
    let lines = tracing_subscriber::fmt().with_max_level(tracing::Level::INFO).with_ansi(false);
    lines.with_writer(io::stderr).try_init()
}
