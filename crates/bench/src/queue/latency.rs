//! How soon a worker that waits has claimed a job.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{
    Claimed, JobQueue as _, JobStore as _, NewJob, ProfileContext, ProfileStore, SourceVideoId, Task,
    UserStore as _, WorkerId,
};
use store_postgres::{DatabaseUrls, Postgres};
use tokio::{
    sync::mpsc::{Receiver, Sender, channel},
    task::JoinSet,
};

use super::LEASE;
use crate::{
    Outcome,
    figures::{Times, ms, row},
};

const SAMPLES: usize = 500;
const WARM_UP: usize = 20;
/// The worker says that it will wait just before it does; that much later it does.
const TO_LIE_DOWN: Duration = Duration::from_millis(3);

/// Enqueues one job after the other, each when the worker waits, and prints how long each of them waited.
pub(crate) async fn measure(urls: &DatabaseUrls, idle: u32) -> Outcome<()> {
    let store = Arc::new(Postgres::connect(urls)?);
    let actor = store.local_user().await?;
    let profile = ProfileStore::list(&*store, &actor)
        .await?
        .into_iter()
        .next()
        .ok_or("the local user has no profile")?;
    let ctx = ProfileContext::enter(&actor, &profile)?;
    let (said, hears) = channel(1);
    let waiting = Arc::new(Postgres::connect(urls)?);
    let mut running = JoinSet::new();
    running.spawn(async move { worker(&waiting, &said).await });
    let measured = enqueue(&store, &ctx, hears).await;
    // Nobody hears the worker any more, and it ends; its own failure is the one to tell.
    while let Some(ended) = running.join_next().await {
        ended??;
    }
    let (called, stored) = measured?;
    for (from, times) in [("the call of enqueue", called), ("its return: stored and announced", stored)] {
        let [p50, p95, p99] = [50, 95, 99].map(|percent| ms(times.percentile(percent)));
        row(&[idle.to_string(), from.to_owned(), p50, p95, p99]);
    }
    Ok(())
}

enum Said {
    Waits,
    Claimed(Instant),
}

async fn enqueue(
    store: &Postgres,
    ctx: &ProfileContext,
    mut hears: Receiver<Said>,
) -> Outcome<(Times, Times)> {
    let (mut called, mut stored) = (Times::default(), Times::default());
    for n in 0..SAMPLES + WARM_UP {
        while !matches!(hears.recv().await.ok_or("the worker ended")?, Said::Waits) {}
        tokio::time::sleep(TO_LIE_DOWN).await;
        let task = Task::Analyse { source_video: SourceVideoId::new() };
        let call = Instant::now();
        store.enqueue(ctx, NewJob::new(task)).await?;
        let done = Instant::now();
        let Said::Claimed(at) = hears.recv().await.ok_or("the worker ended")? else {
            return Err("the worker waits again though a job is there".into());
        };
        if n >= WARM_UP {
            called.add(at.duration_since(call));
            // It may be claimed before its enqueuer has heard that it is stored.
            stored.add(at.saturating_duration_since(done));
        }
    }
    Ok((called, stored))
}

/// Claims and waits by turns as the program's worker does, until nobody hears it.
async fn worker(store: &Postgres, said: &Sender<Said>) -> Outcome<()> {
    let worker = WorkerId::new();
    // The first wait only opens the connection that hears.
    store.wait(Duration::ZERO).await?;
    loop {
        if let Some(Claimed { job, lease, .. }) = store.claim(worker, LEASE).await? {
            let at = Instant::now();
            store.finish(&job.context(), &lease, serde_json::Value::Null).await?;
            if said.send(Said::Claimed(at)).await.is_err() {
                return Ok(());
            }
        } else {
            if said.send(Said::Waits).await.is_err() {
                return Ok(());
            }
            store.wait(Duration::from_secs(5)).await?;
        }
    }
}
