//! The model: what the queue is to a reader of its documentation.

use std::collections::BTreeMap;

use diesel::{QueryableByName, sql_types};
use domain::{Claimed, JobId, JobState, Lease, ProfileContext, ProfileId, Retry, Task};

const CAP: usize = 2;
const MAX_ATTEMPTS: i32 = 5;

/// A row as it really is.
#[derive(Debug, QueryableByName)]
pub(super) struct Seen {
    #[diesel(sql_type = sql_types::Uuid)]
    id: uuid::Uuid,
    #[diesel(sql_type = sql_types::Text)]
    state: String,
    #[diesel(sql_type = sql_types::Text)]
    step: String,
    #[diesel(sql_type = sql_types::Integer)]
    attempt: i32,
    #[diesel(sql_type = sql_types::BigInt)]
    seq: i64,
}

/// A job as it should be.
#[derive(Debug)]
pub(super) struct Job {
    ctx: ProfileContext,
    task: Task,
    key: Option<String>,
    pub(super) state: JobState,
    step: String,
    attempt: i32,
    pub(super) cancel_requested: bool,
    lease: Option<Lease>,
    /// Its place in its profile's queue; none while it backs off.
    turn: Option<u64>,
    /// The number of its last change, and whether there was one since.
    seq: i64,
    is_changed: bool,
}

#[derive(Debug, Default)]
pub(super) struct Table {
    jobs: BTreeMap<JobId, Job>,
    /// When each profile was served last.
    served: BTreeMap<ProfileId, u64>,
    /// The highest number of each profile.
    seqs: BTreeMap<ProfileId, i64>,
    ticks: u64,
}

impl Table {
    fn tick(&mut self) -> u64 {
        self.ticks += 1;
        self.ticks
    }

    pub(super) fn changes(&self) -> u64 {
        self.ticks
    }

    pub(super) fn job(&self, id: JobId) -> &Job {
        &self.jobs[&id]
    }

    /// Changes a job; its number grows.
    fn change(&mut self, id: JobId, state: JobState, step: &str) -> &mut Job {
        self.tick();
        let job = self.jobs.get_mut(&id).unwrap();
        job.is_changed = true;
        job.state = state;
        step.clone_into(&mut job.step);
        if state != JobState::Running {
            job.lease = None;
        }
        job
    }

    pub(super) fn with_key(&self, ctx: &ProfileContext, key: Option<&str>) -> Option<(JobId, Task)> {
        let same = |job: &&Job| key.is_some() && job.key.as_deref() == key && job.ctx == *ctx;
        self.jobs.iter().find(|(_, job)| same(job)).map(|(id, job)| (*id, job.task.clone()))
    }

    pub(super) fn enqueued(&mut self, ctx: &ProfileContext, id: JobId, task: Task, key: Option<String>) {
        let job = Job {
            ctx: *ctx,
            task,
            key,
            state: JobState::Ready,
            step: "waiting for a worker".to_owned(),
            attempt: 0,
            cancel_requested: false,
            lease: None,
            turn: Some(self.tick()),
            seq: 0,
            is_changed: true,
        };
        assert!(self.jobs.insert(id, job).is_none(), "an id came twice");
    }

    /// The first job of each profile that has its turn and is below the cap.
    fn next(&self) -> BTreeMap<ProfileId, JobId> {
        let running = |profile| {
            self.jobs
                .values()
                .filter(|job| job.ctx.profile() == profile && job.state == JobState::Running)
                .count()
        };
        let ready = self.jobs.iter().filter(|(_, job)| job.state == JobState::Ready);
        let mut due: Vec<_> =
            ready.filter_map(|(id, job)| Some((job.turn?, job.ctx.profile(), *id))).collect();
        due.sort();
        let first = due.into_iter().rev().map(|(_, profile, id)| (profile, id));
        first.filter(|(profile, _)| running(*profile) < CAP).collect()
    }

    pub(super) fn claimed(&mut self, claimed: Option<&Claimed>) {
        let next = self.next();
        let Some(claimed) = claimed else { return assert!(next.is_empty(), "nobody got {next:?}") };
        let (profile, id) = (claimed.job.context().profile(), claimed.lease.job);
        assert_eq!(next.get(&profile), Some(&id), "not the first job of a profile that may have one");
        let waited_since = |profile: &ProfileId| self.served.get(profile).copied().unwrap_or(0);
        let longest = next.keys().map(waited_since).min();
        assert_eq!(Some(waited_since(&profile)), longest, "another profile waits longer");
        let now = self.tick();
        self.served.insert(profile, now);
        let job = self.change(id, JobState::Running, "starting");
        job.attempt += 1;
        job.lease = Some(claimed.lease);
        assert_eq!((claimed.lease.attempt, claimed.max_attempts), (job.attempt, MAX_ATTEMPTS));
        assert_eq!(claimed.is_worn_out(), job.attempt > MAX_ATTEMPTS);
    }

    pub(super) fn is_held(&self, lease: &Lease) -> bool {
        self.job(lease.job).lease == Some(*lease)
    }

    pub(super) fn progressed(&mut self, lease: &Lease, step: &str) {
        if self.is_held(lease) && !self.job(lease.job).cancel_requested {
            self.change(lease.job, JobState::Running, step);
        }
    }

    pub(super) fn finished(&mut self, lease: &Lease) {
        self.change(lease.job, JobState::Done, "done");
    }

    pub(super) fn state_after_failure(&self, lease: &Lease, retry: Retry) -> JobState {
        match retry {
            Retry::Never => JobState::Failed,
            _ if self.job(lease.job).attempt >= MAX_ATTEMPTS => JobState::Dead,
            Retry::Later | Retry::After(_) => JobState::Ready,
        }
    }

    pub(super) fn failed(&mut self, lease: &Lease, retry: Retry) {
        let state = self.state_after_failure(lease, retry);
        let step = if state == JobState::Ready { "waiting to be tried again" } else { "failed" };
        self.change(lease.job, state, step).turn = None;
    }

    pub(super) fn cancelled(&mut self, lease: &Lease) {
        self.change(lease.job, JobState::Cancelled, "cancelled");
    }

    pub(super) fn given_back(&mut self, lease: &Lease) {
        self.change(lease.job, JobState::Ready, "waiting for a worker").attempt -= 1;
    }

    pub(super) fn cancelled_by_person(&mut self, id: JobId) {
        let job = self.jobs.get_mut(&id).unwrap();
        let again = job.cancel_requested && job.step == "stopping";
        job.cancel_requested |= !job.state.is_over();
        match job.state {
            JobState::Ready => drop(self.change(id, JobState::Cancelled, "cancelled")),
            JobState::Running if !again => drop(self.change(id, JobState::Running, "stopping")),
            _ => {}
        }
    }

    /// A lost job is tried after a while, or comes at once to be ended.
    pub(super) fn lost(&mut self, id: JobId) {
        let now = self.tick();
        let is_cancelled = self.job(id).cancel_requested;
        let step = if is_cancelled { "stopping" } else { "waiting for a worker" };
        let job = self.change(id, JobState::Ready, step);
        job.turn = (is_cancelled || job.attempt >= MAX_ATTEMPTS).then_some(now);
    }

    /// Gives every job that backs off its turn, and returns them in that order.
    pub(super) fn waited(&mut self) -> Vec<JobId> {
        let backing_off = |job: &Job| job.state == JobState::Ready && job.turn.is_none();
        let ids: Vec<JobId> =
            self.jobs.iter().filter(|(_, job)| backing_off(job)).map(|(id, _)| *id).collect();
        for id in &ids {
            let now = self.tick();
            self.jobs.get_mut(id).unwrap().turn = Some(now);
        }
        ids
    }

    pub(super) fn any(&self, number: usize) -> Option<(ProfileContext, JobId)> {
        let number = number.checked_rem(self.jobs.len())?;
        self.jobs.iter().nth(number).map(|(id, job)| (job.ctx, *id))
    }

    pub(super) fn any_running(&self, number: usize) -> Option<JobId> {
        let running = |job: &Job| job.state == JobState::Running;
        let ids: Vec<JobId> = self.jobs.iter().filter(|(_, job)| running(job)).map(|(id, _)| *id).collect();
        ids.get(number.checked_rem(ids.len())?).copied()
    }

    /// Compares every row, and sees that numbers grow with each change and with nothing else.
    pub(super) fn compare(&mut self, seen: &[Seen], after: &str) {
        assert_eq!(seen.len(), self.jobs.len(), "after {after}");
        for row in seen {
            let job =
                self.jobs.get_mut(&JobId::from(row.id)).unwrap_or_else(|| panic!("{row:?} after {after}"));
            let is = (row.state.as_str(), row.step.as_str(), row.attempt);
            assert_eq!(is, (job.state.as_str(), job.step.as_str(), job.attempt), "after {after}");
            if std::mem::take(&mut job.is_changed) {
                let highest = self.seqs.entry(job.ctx.profile()).or_default();
                assert!(row.seq > *highest, "{row:?} is not numbered above {highest} after {after}");
                (*highest, job.seq) = (row.seq, row.seq);
            }
            assert_eq!(row.seq, job.seq, "numbered without a change after {after}");
        }
    }
}
