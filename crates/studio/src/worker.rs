//! The worker: claims jobs, does them, tells how far they are, and stops cleanly.

use std::{sync::Arc, time::Duration};

use domain::{Beat, Claimed, JobState, Lease, ProfileContext, StoreError, Task, WorkerId, with_causes};
use serde_json::Value;
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};
use tracing::{Instrument as _, error, info, info_span, warn};

use crate::{
    Studio,
    report::{Report, Standing},
    work::WorkError,
};

/// How a worker works.
#[derive(Debug, Clone, Copy)]
pub struct WorkerSettings {
    /// How many jobs it does at a time.
    pub slots: usize,
    /// How long a claim lasts without a heartbeat.
    pub lease: Duration,
    /// How often it says that it lives, and hears whether a person wants the job stopped.
    pub heartbeat: Duration,
    /// How often it looks for work when nobody calls.
    pub poll: Duration,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self {
            slots: 2,
            lease: Duration::from_secs(30),
            heartbeat: Duration::from_secs(1),
            poll: Duration::from_secs(5),
        }
    }
}

/// Does jobs until it is told to stop.
pub struct Worker {
    studio: Arc<Studio>,
    settings: WorkerSettings,
    id: WorkerId,
}

/// How a job's work ended.
enum End {
    Finished(Result<Value, WorkError>),
    Cancelled,
    Stopped,
    LeaseLost,
}

impl Worker {
    /// Makes a worker.
    pub fn new(studio: Arc<Studio>, settings: WorkerSettings) -> Self {
        Self { studio, settings, id: WorkerId::new() }
    }

    /// Does jobs until `stop` becomes true; jobs under way are given back to the queue then.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let worker = Arc::new(self);
        let mut jobs: JoinSet<()> = JoinSet::new();
        let mut sweep = interval(worker.settings.lease / 2);
        sweep.set_missed_tick_behavior(MissedTickBehavior::Delay);
        info!(worker.id = %worker.id, worker.slots = worker.settings.slots, "worker started");
        while !*stop.borrow() {
            let free = jobs.len() < worker.settings.slots;
            // Not among the select's branches: a claim that is dropped half-way would hold its job until the sweep.
            if free && let Some(claimed) = worker.claim().await {
                worker.begin(claimed, &mut jobs, &stop);
                continue;
            }
            tokio::select! {
                _ = stop.changed() => break,
                _ = sweep.tick() => worker.sweep().await,
                Some(ended) = jobs.join_next() => if let Err(error) = ended {
                    error!(error = with_causes(&error), "a job's task broke off; the sweep will take the job");
                },
                () = worker.wait(), if free => {}
            }
        }
        while jobs.join_next().await.is_some() {}
        info!(worker.id = %worker.id, "worker stopped");
    }

    async fn sweep(&self) {
        match self.studio.ports.queue.sweep().await {
            Ok(0) => {}
            Ok(jobs) => warn!(jobs, "took jobs from workers that are not heard of any more"),
            Err(error) => warn!(error = with_causes(&error), "cannot sweep the queue"),
        }
    }

    fn begin(self: &Arc<Self>, claimed: Claimed, jobs: &mut JoinSet<()>, stop: &watch::Receiver<bool>) {
        let (worker, stop) = (Arc::clone(self), stop.clone());
        let span = info_span!("job", job.id = %claimed.lease.job, profile.id = %claimed.job.context().profile(),
            job.kind = claimed.job.fields.task.kind().as_str());
        jobs.spawn(async move { worker.work(claimed, stop).await }.instrument(span));
    }

    async fn claim(&self) -> Option<Claimed> {
        match self.studio.ports.queue.claim(self.id, self.settings.lease).await {
            Ok(claimed) => claimed,
            Err(error) => {
                warn!(error = with_causes(&error), "cannot ask for work");
                None
            }
        }
    }

    /// Waits until there may be work.
    async fn wait(&self) {
        if let Err(error) = self.studio.ports.queue.wait(self.settings.poll).await {
            warn!(error = with_causes(&error), "cannot listen for work; asking from time to time");
            tokio::time::sleep(self.settings.poll).await;
        }
    }

    async fn work(&self, claimed: Claimed, stop: watch::Receiver<bool>) {
        let (ctx, lease) = (claimed.job.context(), claimed.lease);
        info!(attempt = lease.attempt, "job started");
        let (report, standing) = Report::new();
        let end = tokio::select! {
            done = self.perform(&claimed, &report) => End::Finished(done),
            end = self.watch_over(&ctx, &lease, standing) => end,
            () = stopped(stop) => End::Stopped,
        };
        if let Err(error) = self.settle(&claimed, end).await {
            error!(error = with_causes(&error), "cannot store how the job ended; the sweep will take it");
        }
    }

    async fn perform(&self, claimed: &Claimed, report: &Report) -> Result<Value, WorkError> {
        match claimed.job.fields.task {
            Task::Analyse { source_video } => {
                self.studio.analyse(&claimed.job.context(), source_video, report).await
            }
            Task::GenerateVariants { project, variants, seed } => {
                self.studio.generate(&claimed.job, project, variants, seed, report).await
            }
            Task::RemoveFiles => self.studio.remove_files(&claimed.job).await,
            Task::Tidy => self.studio.tidy(&claimed.job).await,
            // It comes in as over, and what is over is never claimed.
            Task::Adopted { .. } => Err(WorkError::never(
                "adopted_job",
                "This was a job of the original Edit Factory; nothing of it can be done here.",
            )),
        }
    }

    /// Keeps the lease and stores progress; ends when the work must.
    async fn watch_over(
        &self,
        ctx: &ProfileContext,
        lease: &Lease,
        mut standing: watch::Receiver<Standing>,
    ) -> End {
        const STORE_PROGRESS: Duration = Duration::from_millis(250);
        let queue = &self.studio.ports.queue;
        let mut beat = interval(self.settings.heartbeat);
        let mut tell = interval(STORE_PROGRESS);
        tell.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let heard = tokio::select! {
                _ = beat.tick() => queue.heartbeat(ctx, lease, self.settings.lease).await,
                _ = tell.tick() => match standing.has_changed() {
                    Ok(true) => {
                        let now = standing.borrow_and_update().clone();
                        queue.progress(ctx, lease, &now.step, now.share).await.map(|()| Beat::GoOn)
                    }
                    _ => Ok(Beat::GoOn),
                },
            };
            match heard {
                Ok(Beat::GoOn) => {}
                Ok(Beat::Cancelled) => return End::Cancelled,
                Err(StoreError::LeaseLost) => return End::LeaseLost,
                // The lease lasts longer than a short absence of the database.
                Err(error) => warn!(error = with_causes(&error), "cannot prolong the lease"),
            }
        }
    }

    async fn settle(&self, claimed: &Claimed, end: End) -> Result<(), StoreError> {
        let (ctx, lease, queue) = (&claimed.job.context(), &claimed.lease, &self.studio.ports.queue);
        match end {
            End::Finished(Ok(result)) => {
                info!("job done");
                queue.finish(ctx, lease, result).await
            }
            End::Finished(Err(failure)) if failure.lease_lost => {
                warn!("the job went to another worker");
                Ok(())
            }
            End::Finished(Err(failure)) => {
                error!(job.error = failure.code, error = with_causes(&failure), "job failed");
                let state = queue.fail(ctx, lease, &failure.failure(), failure.retry).await?;
                self.tell_footage(ctx, claimed, state, &failure).await
            }
            End::Cancelled => {
                info!("job cancelled");
                queue.cancelled(ctx, lease).await?;
                let failure =
                    WorkError::never("cancelled", "the analysis was cancelled; upload the file again");
                self.tell_footage(ctx, claimed, JobState::Cancelled, &failure).await
            }
            End::Stopped => {
                info!("job given back, since the worker stops");
                queue.give_back(ctx, lease).await
            }
            End::LeaseLost => {
                warn!("the job went to another worker");
                Ok(())
            }
        }
    }

    /// A source video whose analysis will not be tried again says so itself.
    async fn tell_footage(
        &self,
        ctx: &ProfileContext,
        claimed: &Claimed,
        state: JobState,
        failure: &WorkError,
    ) -> Result<(), StoreError> {
        match claimed.job.fields.task {
            Task::Analyse { source_video } if state.is_over() => {
                match self.studio.ports.footage.record_failure(ctx, source_video, &failure.detail).await {
                    // It was deleted meanwhile.
                    Err(StoreError::NotFound) => Ok(()),
                    other => other,
                }
            }
            _ => Ok(()),
        }
    }
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // An error means that nobody can say stop any more.
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}
