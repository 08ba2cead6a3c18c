//! The worker: claims jobs, does them, tells how far they are, and stops cleanly.

use std::{sync::Arc, time::Duration};

use domain::{Claimed, Task, WorkerId, with_causes};
use serde_json::Value;
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval},
};
use tracing::{Instrument as _, error, info, info_span, warn};

use crate::{Studio, generate::Wanted, report::Report, work::WorkError};

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
    pub(crate) studio: Arc<Studio>,
    pub(crate) settings: WorkerSettings,
    id: WorkerId,
}

/// How a job's work ended.
pub(crate) enum End {
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
        match self.patient(self.studio.ports.queue.sweep()).await {
            Ok(0) => {}
            Ok(jobs) => warn!(jobs, "took jobs from workers that are not heard of any more"),
            Err(error) => warn!(error = with_causes(&error), "cannot sweep the queue"),
        }
    }

    fn begin(
        self: &Arc<Self>,
        claimed: (Claimed, Instant),
        jobs: &mut JoinSet<()>,
        stop: &watch::Receiver<bool>,
    ) {
        let (worker, stop) = (Arc::clone(self), stop.clone());
        let (claimed, held_until) = claimed;
        let span = info_span!("job", job.id = %claimed.lease.job, profile.id = %claimed.job.context().profile(),
            job.kind = claimed.job.fields.task.kind().as_str());
        jobs.spawn(async move { worker.work(claimed, held_until, stop).await }.instrument(span));
    }

    /// Claims a job, and tells until when its lease lasts at least.
    async fn claim(&self) -> Option<(Claimed, Instant)> {
        let held_until = Instant::now() + self.settings.lease;
        match self.patient(self.studio.ports.queue.claim(self.id, self.settings.lease)).await {
            Ok(claimed) => claimed.map(|claimed| (claimed, held_until)),
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

    async fn work(&self, claimed: Claimed, held_until: Instant, stop: watch::Receiver<bool>) {
        let lease = claimed.lease;
        info!(attempt = lease.attempt, "job started");
        let (report, standing) = Report::new();
        let end = if claimed.is_worn_out() {
            End::Finished(Err(WorkError::worker_lost(claimed.max_attempts)))
        } else {
            tokio::select! {
                done = self.perform(&claimed, &report) => End::Finished(done),
                end = self.watch_over(&claimed, held_until, standing) => end,
                () = stopped(stop) => End::Stopped,
            }
        };
        let is_over = matches!(end, End::Finished(_) | End::Cancelled);
        if let Err(error) = self.settle(&claimed, end).await {
            error!(error = with_causes(&error), "cannot store how the job ended; the sweep will take it");
        }
        if is_over {
            self.studio.trim_after(&claimed.job).await;
        }
    }

    async fn perform(&self, claimed: &Claimed, report: &Report) -> Result<Value, WorkError> {
        match &claimed.job.fields.task {
            Task::Analyse { source_video } => {
                self.studio.analyse(&claimed.job.context(), *source_video, report).await
            }
            Task::GenerateVariants { project, variants, seed } => {
                let last_attempt = !claimed.may_be_tried_again();
                let wanted = Wanted { project: *project, variants: *variants, seed: *seed, last_attempt };
                self.studio.generate(&claimed.job, wanted, report).await
            }
            Task::RenderClip { clip, quality } => {
                self.studio.render_again(&claimed.job, (*clip, *quality), report).await
            }
            Task::Narrate { narration } => {
                let last_attempt = !claimed.may_be_tried_again();
                self.studio.narrate_script(&claimed.job, *narration, last_attempt, report).await
            }
            Task::Publish { batch } => self.studio.publish(&claimed.job, *batch, report).await,
            Task::SyncPublications => self.studio.sync_publications(&claimed.job, report).await,
            Task::RemoveFiles => self.studio.remove_files(&claimed.job).await,
            Task::Tidy => self.studio.tidy(&claimed.job).await,
            Task::PullVoiceModel { model } => self.studio.pull_voice_model(model, report).await,
            // It comes in as over, and what is over is never claimed.
            Task::Adopted { .. } => Err(WorkError::never(
                "adopted_job",
                "This was a job of the original Edit Factory; nothing of it can be done here.",
            )),
        }
    }
}

async fn stopped(mut stop: watch::Receiver<bool>) {
    // An error means that nobody can say stop any more.
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}
