//! Kills workers at each step of publications, and counts what arrived: each clip at each channel once.

mod gates;
mod shop;
mod steps;

use std::{
    collections::BTreeMap,
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    time::{Duration, Instant},
};

use clap::Args;
use serde::Deserialize;
use store_postgres::{Cluster, DatabaseUrls, Durability, ServerBinaries};
use testkit::fake_postiz::{FakeAnswer, PostizFault, PostizGate, PostizOn};

use steps::MOMENTS;
pub use steps::{Steps, Walk, kill_at_each_step};

use crate::{
    Fault,
    dice::Dice,
    kills::until,
    look::Eye,
    place::Place,
    process::{How, WorkerProcess, this_program},
    wiring::Works,
};
use shop::{Shop, Stock};

/// How long the last posts may take once nobody is killed any more.
const PATIENCE: Duration = Duration::from_mins(5);
/// How long to wait for a moment at which to kill.
const NO_LONGER: Duration = Duration::from_secs(20);
/// So many workers are killed at something that a server holds, before any moment will do.
const HELD_AT_FIRST: usize = 3;
/// Each shop has so many channels.
const NETWORKS: [&str; 2] = ["threads", "bluesky"];

/// What `soak publish` is told.
#[derive(Debug, Args)]
pub struct PublishArgs {
    /// How many posts, at least: so many by workers that are killed at each step in turn, and so many at any moment
    #[arg(long, value_name = "N", default_value_t = 100)]
    posts: usize,
    /// What chance begins with
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Where files, database and logs lie; they stay there [default: a temporary folder, which goes]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Publishes, kills, counts, and tells.
///
/// # Errors
/// With everything that is not as it must be.
pub async fn run(args: PublishArgs) -> Result<(), Fault> {
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
    let eye = Eye::on(&cluster.admin_url("edit_factory"));
    let how = How::usual(this_program()?);
    let began = Instant::now();
    let scene = Scene { place: &place, urls: &urls, eye: &eye, how };
    let steps = kill_at_each_step(&scene, Walk::Each { posts: args.posts.div_ceil(MOMENTS).max(1) }).await?;
    tracing::info!("{steps:?} in {:.0} s", began.elapsed().as_secs_f64());
    let began = Instant::now();
    let clips = args.posts.div_ceil(2 * NETWORKS.len()).max(1);
    let tally = publish(&scene, clips, args.seed).await?;
    tracing::info!("{tally:?} in {:.0} s", began.elapsed().as_secs_f64());
    Ok(cluster.close().await?)
}

/// Where it is played.
#[derive(Debug)]
pub struct Scene<'s> {
    /// The files.
    pub place: &'s Place,
    /// The database as the workers see it.
    pub urls: &'s DatabaseUrls,
    /// The database as it is.
    pub eye: &'s Eye,
    /// How workers work.
    pub how: How,
}

impl Scene<'_> {
    /// Starts a worker.
    fn work(&self, name: &str) -> Result<WorkerProcess, Fault> {
        WorkerProcess::start(&self.how, self.place, self.urls, name)
    }

    /// Gives the job of a worker that was killed back at once, instead of after its lease.
    async fn give_back(&self) -> Result<(), Fault> {
        let lost =
            "UPDATE jobs SET lease_until = clock_timestamp() - interval '1 second' WHERE state = 'running';
            SELECT ef.sweep_jobs()";
        self.eye.execute(lost).await
    }
}

/// What happened.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    /// How many workers were killed.
    pub kills: usize,
    /// By the state in which a publication was at that moment, how many.
    pub hit: BTreeMap<String, usize>,
    /// How many posts there are at the servers, each clip once at each channel.
    pub posts: usize,
    /// How many publications are in which state.
    pub states: BTreeMap<String, usize>,
}

#[derive(Debug, Deserialize)]
struct Counted {
    state: String,
    posts: usize,
}

/// Has two shops publish so many clips each at two channels of servers of their own, at the same time, and kills their
/// worker all the while.
///
/// # Errors
/// When a post is missing, is there twice, or is another shop's.
pub async fn publish(scene: &Scene<'_>, clips: usize, seed: u64) -> Result<Tally, Fault> {
    let works = Works::open(scene.place, &scene.place.desk(), scene.urls).await?;
    let mut shops = Vec::new();
    for name in ["Lumina", "Brasswick"] {
        let stock = Stock { name, clips, networks: &NETWORKS, at_once: false, seed };
        shops.push(Shop::open(scene, &works, &stock).await?);
    }
    for shop in &shops {
        shop.confirm(&works).await?;
    }
    let mut chance = Chance { dice: Dice::seeded(seed), may_lose: shops.len() * clips / 4 };
    let mut tally = Tally::default();
    let began = Instant::now();
    while open(scene.eye).await? > 0 {
        if began.elapsed() > PATIENCE.saturating_mul(4) {
            return Err(format!("the posts do not come to an end: {tally:?}").into());
        }
        // While nobody works it is certain what is still to come.
        let held = chance.holds(&shops, tally.kills)?;
        chance.stumble(&shops)?;
        let mut worker = scene.work(&format!("publisher-{}", tally.kills))?;
        chance.moment(held.as_ref(), &mut worker).await?;
        for one in counted(scene.eye, "state IN ('uploading', 'sending')").await? {
            *tally.hit.entry(one.state).or_default() += one.posts;
        }
        worker.kill().await?;
        tally.kills += 1;
        // What came no more in time is not held later.
        held.iter().for_each(PostizGate::open);
        scene.give_back().await?;
        scene.eye.execute("UPDATE jobs SET run_at = clock_timestamp() WHERE state = 'ready'").await?;
    }
    let worker = scene.work("publisher-last")?;
    until(PATIENCE, || async {
        Ok(scene
            .eye
            .number("SELECT count(*) FROM jobs WHERE kind = 'publish' AND state IN ('ready', 'running')")
            .await?
            == 0)
    })
    .await?;
    worker.stop().await?;
    for one in counted(scene.eye, "true").await? {
        tally.states.insert(one.state, one.posts);
    }
    for shop in &shops {
        tally.posts += shop.inspect()?;
    }
    Ok(tally)
}

async fn open(eye: &Eye) -> Result<i64, Fault> {
    eye.number("SELECT count(*) FROM publications WHERE state IN ('planned', 'uploading', 'sending')").await
}

async fn counted(eye: &Eye, which: &str) -> Result<Vec<Counted>, Fault> {
    eye.rows(&format!("SELECT state, count(*) AS posts FROM publications WHERE {which} GROUP BY state")).await
}

/// What happens by chance.
struct Chance {
    dice: Dice,
    /// How many posts may still be lost on the way. One that was lost three times is a person's to look at.
    may_lose: usize,
}

impl Chance {
    /// Has a server hold the next post, or file, that it gets, after it has it; nothing where any moment will do for the
    /// next kill, which the first ones do not leave to chance.
    fn holds(&mut self, shops: &[Shop], kills: usize) -> Result<Option<PostizGate>, Fault> {
        if kills >= HELD_AT_FIRST && self.dice.below(3) == 0 {
            return Ok(None);
        }
        let open: Vec<&Shop> = shops.iter().filter(|shop| shop.posts_to_come() > 0).collect();
        let number = usize::try_from(self.dice.below(u64::try_from(open.len())?))?;
        let Some(shop) = open.get(number) else { return Ok(None) };
        let a_file = self.dice.below(3) == 0 && shop.files_to_come() > 0;
        let gate = PostizGate::default();
        let on = if a_file { PostizOn::Upload } else { PostizOn::NewPost };
        shop.server.fail(on, PostizFault::HeldAfter(gate.clone()), 1);
        Ok(Some(gate))
    }

    /// Has something go wrong at a server now and then.
    fn stumble(&mut self, shops: &[Shop]) -> Result<(), Fault> {
        let gateway = FakeAnswer::of(502, "text/html", "<html><h1>502 Bad Gateway</h1></html>");
        let fault = match self.dice.below(8) {
            0 if self.may_lose > 0 => {
                self.may_lose -= 1;
                PostizFault::CutBefore
            }
            1 => PostizFault::CutAfter,
            2 => PostizFault::DoneBut(gateway),
            3 => PostizFault::Slow(Duration::from_millis(150)),
            _ => return Ok(()),
        };
        let number = usize::try_from(self.dice.below(u64::try_from(shops.len())?))?;
        shops.get(number).ok_or("no shop")?.server.fail(PostizOn::NewPost, fault, 1);
        Ok(())
    }

    /// Waits for the moment of the next kill: just as a server holds something, or any moment.
    async fn moment(&mut self, held: Option<&PostizGate>, worker: &mut WorkerProcess) -> Result<(), Fault> {
        let Some(gate) = held else {
            tokio::time::sleep(self.dice.time(1800)).await;
            return Ok(());
        };
        worker.until_up().await?;
        // A post that is known to have arrived is not sent: it may be the last one.
        let _late = tokio::time::timeout(NO_LONGER, gate.reached()).await;
        tokio::time::sleep(self.dice.time(30)).await;
        Ok(())
    }
}
