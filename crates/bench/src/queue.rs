//! The queue: claims a second, how fair they are, and how soon a job starts that an idle worker waits for.

mod latency;

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use domain::{JobQueue as _, ProfileId, WorkerId};
use store_postgres::{DatabaseUrls, Postgres};
use tokio::task::JoinSet;

use crate::{
    Outcome,
    figures::{Times, head, ms, row, say},
    place::Place,
};

const DATABASE: &str = "bench_queue";
const LEASE: Duration = Duration::from_secs(30);
const CLAIMS: usize = 6000;
/// Among so many first claims the shares of the profiles are looked at.
const FIRST: usize = 2000;
/// Profiles that once had jobs and have none now.
const IDLE_PROFILES: [u32; 2] = [0, 10_000];

/// Measures claims and the wait of a job.
pub(crate) async fn measure(place: &Place) -> Outcome<()> {
    say(&format!("\n### {CLAIMS} claims of 100,000 ready jobs of 200 profiles, half of them one profile's"));
    head(&[
        "workers",
        "profiles without work",
        "claim and finish",
        "claim p50",
        "claim p99",
        "finish p50",
        "hot profile's share of 2,000",
        "profiles served",
        "most of one profile",
    ]);
    for idle in IDLE_PROFILES {
        for workers in [1, 4, 8] {
            let (urls, admin_url) = place.fresh_database(DATABASE).await?;
            fill(&admin_url, include_str!("queue.sql")).await?;
            fill(&admin_url, &idle_profiles(idle)).await?;
            let work = Arc::new(Work::default());
            let taken = claims(&urls, workers, &work).await?;
            report(workers, idle, &work, taken);
        }
    }
    say("\n### From enqueueing to claimed, one idle worker that waits");
    head(&["profiles without work", "from", "p50", "p95", "p99"]);
    for idle in IDLE_PROFILES {
        let (urls, admin_url) = place.fresh_database(DATABASE).await?;
        fill(&admin_url, &idle_profiles(idle)).await?;
        latency::measure(&urls, idle).await?;
    }
    Ok(())
}

fn idle_profiles(number: u32) -> String {
    format!(
        "INSERT INTO queues (profile_id, last_served)
           SELECT md5('idle ' || n)::uuid, now() - n * interval '1 minute' FROM generate_series(1, {number}) n;
         INSERT INTO jobs (profile_id, id, actor_id, kind, task, state)
           SELECT md5('idle ' || n)::uuid, md5('idle job ' || n)::uuid, md5('idle ' || n)::uuid, 'analyse', '{{}}', 'done'
           FROM generate_series(1, {number}) n;"
    )
}

async fn fill(admin_url: &str, sql: &str) -> Outcome<()> {
    let mut admin = AsyncPgConnection::establish(admin_url).await?;
    admin.batch_execute("SET session_replication_role = replica").await?;
    admin.batch_execute(sql).await?;
    Ok(admin.batch_execute("VACUUM (ANALYZE)").await?)
}

/// What the workers share.
#[derive(Default)]
struct Work {
    begun: AtomicUsize,
    served: Mutex<Vec<ProfileId>>,
    claims: Mutex<Times>,
    finishes: Mutex<Times>,
}

/// Lets so many workers, each with connections of its own, do the claims; returns the time that it took.
async fn claims(urls: &DatabaseUrls, workers: u32, work: &Arc<Work>) -> Outcome<Duration> {
    let mut running = JoinSet::new();
    let mut stores = Vec::new();
    for _ in 0..workers {
        let store = Postgres::connect(urls)?;
        // The connections are open before the clock starts.
        store.sweep().await?;
        store.ping().await?;
        stores.push(store);
    }
    let began = Instant::now();
    for store in stores {
        let work = Arc::clone(work);
        running.spawn(async move { worker(&store, &work).await });
    }
    while let Some(done) = running.join_next().await {
        done??;
    }
    Ok(began.elapsed())
}

async fn worker(store: &Postgres, work: &Work) -> Outcome<()> {
    let worker = WorkerId::new();
    let (mut claims, mut finishes) = (Times::default(), Times::default());
    while work.begun.fetch_add(1, Ordering::Relaxed) < CLAIMS {
        let claimed = claims.time(async { Ok(store.claim(worker, LEASE).await?) }).await?;
        let claimed = claimed.ok_or("the queue gave nothing though jobs are ready")?;
        let ctx = claimed.job.context();
        work.served.lock().unwrap_or_else(PoisonError::into_inner).push(ctx.profile());
        let nothing = serde_json::Value::Null;
        finishes.time(async { Ok(store.finish(&ctx, &claimed.lease, nothing).await?) }).await?;
    }
    work.claims.lock().unwrap_or_else(PoisonError::into_inner).append(claims);
    work.finishes.lock().unwrap_or_else(PoisonError::into_inner).append(finishes);
    Ok(())
}

fn report(workers: u32, idle: u32, work: &Work, taken: Duration) {
    let claims = work.claims.lock().unwrap_or_else(PoisonError::into_inner);
    let finishes = work.finishes.lock().unwrap_or_else(PoisonError::into_inner);
    let served = work.served.lock().unwrap_or_else(PoisonError::into_inner);
    let first = served.get(..FIRST).unwrap_or(&served);
    let mut shares: HashMap<ProfileId, u32> = HashMap::new();
    for profile in first {
        *shares.entry(*profile).or_default() += 1;
    }
    let hot = shares.get(&hot_profile()).copied().unwrap_or(0);
    let percent = f64::from(hot) * 100.0 / f64::from(u32::try_from(first.len()).unwrap_or(u32::MAX));
    let rate = f64::from(u32::try_from(claims.count()).unwrap_or(u32::MAX)) / taken.as_secs_f64();
    let different: HashSet<&ProfileId> = first.iter().collect();
    row(&[
        workers.to_string(),
        idle.to_string(),
        format!("{rate:.0}/s"),
        ms(claims.percentile(50)),
        ms(claims.percentile(99)),
        ms(finishes.percentile(50)),
        format!("{percent:.1} %"),
        different.len().to_string(),
        shares.values().max().map_or_else(String::new, ToString::to_string),
    ]);
}

/// The id that queue.sql makes: the MD5 of `profile 0`.
fn hot_profile() -> ProfileId {
    ProfileId::from(uuid::uuid!("b645566c-152a-0e52-5931-f1c5a95bb598"))
}
