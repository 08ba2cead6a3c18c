//! Jobs and the queue, in memory.

use std::time::Duration;

use async_trait::async_trait;
use domain::{
    Beat, Claimed, Job, JobFailure, JobFields, JobId, JobQueue, JobState, JobStore, Lease, NewJob, Page,
    PageRequest, ProfileContext, ProfileId, Retry, StoreError, WorkerId,
};
use serde_json::Value;

use super::{MemoryStores, StoredJob, Tables, page, place};

/// How often a job may be begun.
const ATTEMPTS: i32 = 5;

impl Tables {
    pub(super) fn enqueue(&mut self, ctx: &ProfileContext, new: NewJob) -> Result<Job, StoreError> {
        let same = |stored: &&StoredJob| {
            new.unique_key.is_some()
                && stored.job.context().profile() == ctx.profile()
                && stored.unique_key == new.unique_key
        };
        if let Some(first) = self.jobs.iter().find(same) {
            if first.job.fields.task == new.task {
                return Ok(first.job.clone());
            }
            return Err(StoreError::Conflict("this idempotency key was used for another request".to_owned()));
        }
        let now = self.tick();
        let fields = JobFields {
            id: JobId::new(),
            task: new.task,
            state: JobState::Ready,
            step: "waiting".to_owned(),
            progress: 0.0,
            failure: None,
            result: None,
            attempt: 0,
            seq: self.next_seq(ctx.profile()),
            created_at: now,
            updated_at: now,
        };
        let job = Job::restore(ctx.profile(), ctx.actor(), fields);
        let stored =
            StoredJob { job: job.clone(), unique_key: new.unique_key, lease: None, cancel_requested: false };
        self.jobs.push(stored);
        Ok(job)
    }

    fn next_seq(&mut self, profile: ProfileId) -> i64 {
        let seq = self.seqs.entry(profile).or_default();
        *seq += 1;
        *seq
    }

    fn job(&mut self, ctx: &ProfileContext, id: JobId) -> Result<&mut StoredJob, StoreError> {
        let own = |stored: &&mut StoredJob| {
            stored.job.context().profile() == ctx.profile() && stored.job.fields.id == id
        };
        self.jobs.iter_mut().find(own).ok_or(StoreError::NotFound)
    }

    /// Changes a job that a worker holds.
    fn fenced(
        &mut self,
        ctx: &ProfileContext,
        lease: &Lease,
        change: impl FnOnce(&mut StoredJob),
    ) -> Result<Beat, StoreError> {
        let (now, seq) = (self.tick(), self.next_seq(ctx.profile()));
        let stored = self.job(ctx, lease.job)?;
        if stored.lease != Some(*lease) {
            return Err(StoreError::LeaseLost);
        }
        change(stored);
        stored.job.fields.updated_at = now;
        stored.job.fields.seq = seq;
        Ok(if stored.cancel_requested { Beat::Cancelled } else { Beat::GoOn })
    }
}

#[async_trait]
impl JobStore for MemoryStores {
    async fn enqueue(&self, ctx: &ProfileContext, new: NewJob) -> Result<Job, StoreError> {
        self.open()?.enqueue(ctx, new)
    }

    async fn find(&self, ctx: &ProfileContext, id: JobId) -> Result<Job, StoreError> {
        Ok(self.open()?.job(ctx, id)?.job.clone())
    }

    async fn list(&self, ctx: &ProfileContext, request: &PageRequest) -> Result<Page<Job>, StoreError> {
        let rows = self.changed_since(ctx, i64::MIN).await?;
        Ok(page(rows, request, |job| place(job.fields.created_at, job.fields.id.uuid())))
    }

    async fn changed_since(&self, ctx: &ProfileContext, seq: i64) -> Result<Vec<Job>, StoreError> {
        let tables = self.open()?;
        let all = tables.jobs.iter().map(|stored| stored.job.clone());
        let mut changed: Vec<Job> =
            all.filter(|job| job.context().profile() == ctx.profile() && job.fields.seq > seq).collect();
        changed.sort_by_key(|job| job.fields.seq);
        changed.truncate(100);
        Ok(changed)
    }

    async fn latest_seq(&self, ctx: &ProfileContext) -> Result<i64, StoreError> {
        Ok(self.open()?.seqs.get(&ctx.profile()).copied().unwrap_or(0))
    }

    async fn cancel(&self, ctx: &ProfileContext, id: JobId) -> Result<Job, StoreError> {
        let mut tables = self.open()?;
        let state = tables.job(ctx, id)?.job.fields.state;
        if state.is_over() {
            return Ok(tables.job(ctx, id)?.job.clone());
        }
        let (now, seq) = (tables.tick(), tables.next_seq(ctx.profile()));
        let stored = tables.job(ctx, id)?;
        stored.cancel_requested = true;
        let fields = &mut stored.job.fields;
        if state == JobState::Ready {
            fields.state = JobState::Cancelled;
            "cancelled".clone_into(&mut fields.step);
        } else {
            "stopping".clone_into(&mut fields.step);
        }
        fields.updated_at = now;
        fields.seq = seq;
        Ok(stored.job.clone())
    }
}

#[async_trait]
impl JobQueue for MemoryStores {
    async fn claim(&self, worker: WorkerId, _lease: Duration) -> Result<Option<Claimed>, StoreError> {
        let mut tables = self.open()?;
        let Some(next) = tables.jobs.iter().find(|stored| stored.job.fields.state == JobState::Ready) else {
            return Ok(None);
        };
        let (ctx, id) = (next.job.context(), next.job.fields.id);
        let seq = tables.next_seq(ctx.profile());
        let stored = tables.job(&ctx, id)?;
        let fields = &mut stored.job.fields;
        fields.state = JobState::Running;
        fields.attempt += 1;
        fields.seq = seq;
        let lease = Lease { job: id, worker, attempt: fields.attempt };
        stored.lease = Some(lease);
        Ok(Some(Claimed { job: stored.job.clone(), lease, max_attempts: ATTEMPTS }))
    }

    /// Leases in memory never expire: nobody kills a worker of a test.
    async fn sweep(&self) -> Result<u64, StoreError> {
        self.open().map(|_tables| 0)
    }

    async fn wait(&self, at_most: Duration) -> Result<(), StoreError> {
        tokio::time::sleep(at_most.min(Duration::from_millis(5))).await;
        Ok(())
    }

    async fn heartbeat(
        &self,
        ctx: &ProfileContext,
        lease: &Lease,
        _length: Duration,
    ) -> Result<Beat, StoreError> {
        let mut tables = self.open()?;
        let stored = tables.job(ctx, lease.job)?;
        match stored.lease == Some(*lease) {
            true if stored.cancel_requested => Ok(Beat::Cancelled),
            true => Ok(Beat::GoOn),
            false => Err(StoreError::LeaseLost),
        }
    }

    async fn progress(
        &self,
        ctx: &ProfileContext,
        lease: &Lease,
        step: &str,
        share: f32,
    ) -> Result<(), StoreError> {
        let told = self.open()?.fenced(ctx, lease, |stored| {
            if !stored.cancel_requested {
                step.clone_into(&mut stored.job.fields.step);
                stored.job.fields.progress = share;
            }
        });
        told.map(drop)
    }

    async fn finish(&self, ctx: &ProfileContext, lease: &Lease, result: Value) -> Result<(), StoreError> {
        let told = self.open()?.fenced(ctx, lease, |stored| {
            stored.lease = None;
            let fields = &mut stored.job.fields;
            fields.state = JobState::Done;
            fields.progress = 1.0;
            "done".clone_into(&mut fields.step);
            fields.result = Some(result);
        });
        told.map(drop)
    }

    async fn fail(
        &self,
        ctx: &ProfileContext,
        lease: &Lease,
        failure: &JobFailure,
        retry: Retry,
    ) -> Result<JobState, StoreError> {
        let state = match retry {
            Retry::Never => JobState::Failed,
            Retry::Later if lease.attempt >= ATTEMPTS => JobState::Dead,
            Retry::Later => JobState::Ready,
        };
        self.open()?.fenced(ctx, lease, |stored| {
            stored.lease = None;
            stored.job.fields.state = state;
            stored.job.fields.failure = Some(failure.clone());
        })?;
        Ok(state)
    }

    async fn cancelled(&self, ctx: &ProfileContext, lease: &Lease) -> Result<(), StoreError> {
        let told = self.open()?.fenced(ctx, lease, |stored| {
            stored.lease = None;
            stored.job.fields.state = JobState::Cancelled;
            "cancelled".clone_into(&mut stored.job.fields.step);
        });
        told.map(drop)
    }

    async fn give_back(&self, ctx: &ProfileContext, lease: &Lease) -> Result<(), StoreError> {
        let told = self.open()?.fenced(ctx, lease, |stored| {
            stored.lease = None;
            stored.job.fields.state = JobState::Ready;
            stored.job.fields.attempt -= 1;
        });
        told.map(drop)
    }
}
