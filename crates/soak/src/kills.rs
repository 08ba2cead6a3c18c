//! Kills workers at random moments while they make videos.

use std::{
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    time::{Duration, Instant},
};

use clap::Args;
use domain::SourceVideoId;
use serde::Deserialize;
use store_postgres::{Cluster, DatabaseUrls, Durability, ServerBinaries};

use crate::{
    Fault,
    dice::Dice,
    inspect::{Findings, Inspection},
    look::Eye,
    place::Place,
    process::{How, WorkerProcess, this_program},
    street::Street,
    wiring::Works,
};

/// How long the last jobs may take once nobody is killed any more.
const PATIENCE: Duration = Duration::from_mins(10);

/// What `soak kills` is told.
#[derive(Debug, Args)]
pub struct KillsArgs {
    /// How many workers to kill
    #[arg(long, value_name = "N", default_value_t = 100)]
    runs: u64,
    /// What chance begins with
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// The longest time between two kills, in milliseconds
    #[arg(long, value_name = "MS", default_value_t = 4000)]
    pause_ms: u64,
    /// Where files, database and logs lie; they stay there [default: a temporary folder, which goes]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// What was killed.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    /// How many workers.
    pub kills: u64,
    /// How many of them had a child at that moment.
    pub with_children: u64,
    /// The longest that a child outlived its worker.
    pub outlived: Duration,
}

/// Workers to kill, and shops that order from them.
pub struct Kills<'k> {
    /// The shops.
    pub street: &'k Street,
    /// The files.
    pub place: &'k Place,
    /// The database as the workers see it.
    pub urls: &'k DatabaseUrls,
    /// The database as it is.
    pub eye: &'k Eye,
    /// How workers work.
    pub how: How,
    /// The longest time between two kills, in milliseconds.
    pub pause_ms: u64,
    /// How many jobs wait or run, at least, while there is killing.
    pub busy: i64,
    /// Chance.
    pub dice: Dice,
}

/// Kills, inspects, and tells.
///
/// # Errors
/// With everything that is not as it must be.
pub async fn run(args: KillsArgs) -> Result<(), Fault> {
    let temporary = tempfile::tempdir()?;
    let dir = args.dir.unwrap_or_else(|| temporary.path().to_owned());
    let place = Place::make(&dir)?;
    // PostgreSQL may run as another user, who has to get through.
    std::fs::set_permissions(&dir, std::fs::Permissions::from_mode(0o755))?;
    let path = std::env::vars_os().find(|(name, _)| name == "PATH").map(|(_, value)| value);
    let binaries = ServerBinaries::find(None, path.as_deref()).await?;
    let cluster = Cluster::open(&binaries, &dir.join("postgres"), Durability::Throwaway).await?;
    let urls = cluster.urls("edit_factory");
    store_postgres::migrate(&urls.owner).await?;
    let street = Street::open(Works::open(&place, &place.desk(), &urls).await?, &place, 3).await?;
    let eye = Eye::on(&cluster.admin_url("edit_factory"));
    let (how, dice) = (How::usual(this_program()?), Dice::seeded(args.seed));
    let busy = 6;
    let mut kills = Kills {
        street: &street,
        place: &place,
        urls: &urls,
        eye: &eye,
        how,
        pause_ms: args.pause_ms,
        busy,
        dice,
    };
    let began = Instant::now();
    let (tally, findings) = kills.run(args.runs).await?;
    tracing::info!("{tally:?} in {:.0} s; {findings}", began.elapsed().as_secs_f64());
    drop(street);
    cluster.close().await?;
    findings.acquitted().map(drop)
}

#[derive(Debug, Deserialize)]
struct Ready {
    profile_id: uuid::Uuid,
    id: SourceVideoId,
}

#[derive(Debug, Deserialize)]
struct Live {
    profile_id: uuid::Uuid,
    id: domain::JobId,
}

impl Kills<'_> {
    /// Kills so many workers, lets the others finish, and looks at what is there then.
    ///
    /// # Errors
    /// When something does not go on at all.
    pub async fn run(&mut self, runs: u64) -> Result<(Tally, Findings), Fault> {
        let mut workers = vec![self.start("worker-a")?, self.start("worker-b")?];
        let mut tally = Tally::default();
        while tally.kills < runs {
            self.keep_busy().await?;
            // Most are killed at work, some while they come up.
            if self.dice.below(4) > 0 {
                for worker in &mut workers {
                    worker.until_up().await?;
                }
            }
            let pause = self.dice.time(self.pause_ms);
            tokio::time::sleep(pause).await;
            if self.dice.below(12) == 0 {
                self.cancel_one().await?;
            }
            let victim = usize::try_from(self.dice.below(2))?;
            let seen = workers.swap_remove(victim).kill().await?;
            tally.kills += 1;
            tally.with_children += u64::from(seen.children > 0);
            tally.outlived = tally.outlived.max(seen.outlived);
            workers.push(self.start(&format!("worker-{}", tally.kills))?);
            if tally.kills.is_multiple_of(25) {
                let over = self
                    .eye
                    .number("SELECT count(*) FROM jobs WHERE state NOT IN ('ready', 'running')")
                    .await?;
                tracing::info!("{} of {runs} killed; {over} jobs have ended", tally.kills);
            }
        }
        self.until_all_ended().await?;
        for worker in workers {
            worker.stop().await?;
        }
        // What a killed worker left is the next one's to clear away.
        self.sweep_up().await?;
        let (place, eye, shops) = (self.place, self.eye, self.street.shops.as_slice());
        Ok((tally, Inspection { place, eye, shops }.run().await?))
    }

    fn start(&self, name: &str) -> Result<WorkerProcess, Fault> {
        WorkerProcess::start(&self.how, self.place, self.urls, name)
    }

    async fn sweep_up(&self) -> Result<(), Fault> {
        let last = self.start("worker-last")?;
        while !last.said()?.contains("worker started") {
            if last.age() > PATIENCE {
                return Err("the last worker does not start".into());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        last.stop().await.map(drop)
    }

    /// Orders until there is enough to do: mostly videos, at times an upload, seldom a broken one.
    async fn keep_busy(&mut self) -> Result<(), Fault> {
        let live = "SELECT count(*) FROM jobs WHERE state IN ('ready', 'running')";
        for _ in self.eye.number(live).await?..self.busy {
            let shop = self.street.shop(usize::try_from(self.dice.below(3))?)?;
            let ready: Vec<Ready> = self
                .eye
                .rows("SELECT profile_id, id FROM source_videos WHERE state = 'ready' ORDER BY id")
                .await?;
            let own: Vec<&Ready> =
                ready.iter().filter(|film| film.profile_id == shop.ctx.profile().uuid()).collect();
            let film = usize::try_from(self.dice.below(u64::try_from(own.len())?))?;
            match (self.dice.below(24), own.get(film)) {
                (0, _) => drop(self.street.upload_broken(shop).await?),
                (1..=4, _) | (_, None) => drop(self.street.upload(shop).await?),
                (_, Some(film)) => {
                    let (number, sentences) = (self.dice.below(u64::MAX) % 100_000, 1 + self.dice.below(3));
                    self.street.order(shop, film.id, number, sentences).await?;
                }
            }
        }
        Ok(())
    }

    async fn cancel_one(&mut self) -> Result<(), Fault> {
        let live = "SELECT profile_id, id FROM jobs WHERE state IN ('ready', 'running') ORDER BY id";
        let live: Vec<Live> = self.eye.rows(live).await?;
        let chosen = usize::try_from(self.dice.below(u64::try_from(live.len())?))?;
        let Some(job) = live.get(chosen) else { return Ok(()) };
        let shop = self.street.shops.iter().find(|shop| shop.ctx.profile().uuid() == job.profile_id);
        let shop = shop.ok_or("a job of no shop")?;
        self.street.works.studio.cancel_job(&shop.ctx, job.id).await?;
        Ok(())
    }

    async fn until_all_ended(&self) -> Result<(), Fault> {
        until(PATIENCE, || async {
            let live = "SELECT count(*) FROM jobs WHERE state IN ('ready', 'running')";
            Ok(self.eye.number(live).await? == 0)
        })
        .await
    }
}

/// Asks until the answer is yes.
///
/// # Errors
/// When it is not within the time.
pub async fn until<A: Future<Output = Result<bool, Fault>>>(
    within: Duration,
    ask: impl Fn() -> A,
) -> Result<(), Fault> {
    let began = Instant::now();
    while !ask().await? {
        if began.elapsed() > within {
            return Err(format!("what was waited for did not come within {} s", within.as_secs()).into());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}
