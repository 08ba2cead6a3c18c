//! The job store against a plain model of it: any sequence of steps leaves both in the same state.

mod table;

use std::{sync::Arc, time::Duration};

use diesel::sql_query;
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _, SimpleAsyncConnection as _};
use domain::{
    Beat, JobFailure, JobQueue, JobStore, Lease, NewJob, ProfileContext, ProfileStore, ProjectId, Retry,
    StoreError, Task, WorkerId,
};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::json;
use store_postgres::Postgres;

use self::table::{Seen, Table};
use crate::stores::{Two, two};

const LEASE: Duration = Duration::from_mins(10);

/// What somebody does. Numbers choose among what there is by then.
#[derive(Debug, Clone)]
enum Step {
    Enqueue {
        profile: usize,
        subject: u8,
        key: Option<u8>,
    },
    Claim {
        worker: usize,
    },
    Heartbeat(usize),
    Progress(usize),
    Finish(usize),
    Fail(usize, Retry),
    Cancelled(usize),
    GiveBack(usize),
    Cancel(usize),
    /// A running job's lease expires, and a worker sweeps.
    Lose(usize),
    /// Every back-off is over.
    Wait,
}

fn step() -> impl Strategy<Value = Step> {
    let any = 0_usize..64;
    let retry = prop_oneof![1 => Just(Retry::Never), 4 => Just(Retry::Later)];
    prop_oneof![
        4 => (0_usize..3, 0_u8..2, proptest::option::weighted(0.3, 0_u8..2))
            .prop_map(|(profile, subject, key)| Step::Enqueue { profile, subject, key }),
        6 => (0_usize..2).prop_map(|worker| Step::Claim { worker }),
        2 => any.clone().prop_map(Step::Heartbeat),
        2 => any.clone().prop_map(Step::Progress),
        2 => any.clone().prop_map(Step::Finish),
        3 => (any.clone(), retry).prop_map(|(lease, retry)| Step::Fail(lease, retry)),
        1 => any.clone().prop_map(Step::Cancelled),
        2 => any.clone().prop_map(Step::GiveBack),
        2 => any.clone().prop_map(Step::Cancel),
        4 => any.prop_map(Step::Lose),
        4 => Just(Step::Wait),
    ]
}

#[test]
fn any_sequence_of_steps_leaves_the_queue_as_the_model_says() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let desk = runtime.block_on(Desk::open());
    let mut runner =
        TestRunner::new(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) });
    runner
        .run(&proptest::collection::vec(step(), 40), |steps| {
            runtime.block_on(desk.play(&steps));
            Ok(())
        })
        .unwrap();
}

/// How many sequences are played: `PROPTEST_CASES`, or a few.
#[expect(clippy::disallowed_methods, reason = "the variable by which proptest itself is told")]
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64)
}

/// The real queue, with three profiles.
struct Desk {
    two: Two,
    store: Arc<Postgres>,
    profiles: Vec<ProfileContext>,
    workers: [WorkerId; 2],
}

/// One sequence under way: the model, and every lease that was ever given.
struct Play<'d> {
    desk: &'d Desk,
    admin: AsyncPgConnection,
    table: Table,
    leases: Vec<(ProfileContext, Lease)>,
}

impl Desk {
    async fn open() -> Self {
        let two = two().await;
        let store = two.store.clone();
        // The local user's first one is there beside the two.
        let own = ProfileStore::list(&*store, &two.actor).await.unwrap();
        let profiles: Vec<_> =
            own.iter().map(|profile| ProfileContext::enter(&two.actor, profile).unwrap()).collect();
        assert_eq!(profiles.len(), 3);
        Self { store, profiles, workers: [WorkerId::new(), WorkerId::new()], two }
    }

    async fn play(&self, steps: &[Step]) {
        let mut admin = AsyncPgConnection::establish(self.two.admin_url()).await.unwrap();
        admin.batch_execute("DELETE FROM jobs; DELETE FROM queues; DELETE FROM job_seqs").await.unwrap();
        let mut play = Play { desk: self, admin, table: Table::default(), leases: Vec::new() };
        for step in steps {
            play.take(step).await;
            let seen: Vec<Seen> = sql_query("SELECT * FROM jobs").load(&mut play.admin).await.unwrap();
            play.table.compare(&seen, &format!("{step:?}"));
        }
    }
}

impl Play<'_> {
    async fn take(&mut self, step: &Step) {
        match *step {
            Step::Enqueue { profile, subject, key } => self.enqueue(profile, subject, key).await,
            Step::Claim { worker } => self.claim(worker).await,
            Step::Cancel(job) => self.cancel(job).await,
            Step::Lose(job) => self.lose(job).await,
            Step::Wait => self.wait().await,
            _ => self.use_lease(step).await,
        }
    }

    async fn enqueue(&mut self, profile: usize, subject: u8, key: Option<u8>) {
        let ctx = self.desk.profiles[profile];
        let project = ProjectId::from(uuid::Uuid::from_u128(1));
        let task = Task::GenerateVariants { project, variants: subject, seed: 0 };
        let key = key.map(|key| key.to_string());
        let answer = self
            .desk
            .store
            .enqueue(&ctx, NewJob { unique_key: key.clone(), ..NewJob::new(task.clone()) })
            .await;
        match self.table.with_key(&ctx, key.as_deref()) {
            None => self.table.enqueued(&ctx, answer.unwrap().fields.id, task, key),
            Some((first, same)) if same == task => assert_eq!(answer.unwrap().fields.id, first),
            Some(_) => assert!(matches!(answer, Err(StoreError::Conflict(_))), "{answer:?}"),
        }
    }

    async fn claim(&mut self, worker: usize) {
        let worker = self.desk.workers[worker];
        let claimed = self.desk.store.claim(worker, LEASE).await.unwrap();
        self.table.claimed(claimed.as_ref());
        if let Some(claimed) = claimed {
            self.leases.push((claimed.job.context(), claimed.lease));
        }
    }

    async fn cancel(&mut self, number: usize) {
        let Some((ctx, id)) = self.table.any(number) else { return };
        let answer = JobStore::cancel(&*self.desk.store, &ctx, id).await.unwrap();
        self.table.cancelled_by_person(id);
        assert_eq!(answer.fields.state, self.table.job(id).state);
    }

    /// Uses any lease that was ever given: an old one must be refused.
    async fn use_lease(&mut self, step: &Step) {
        let (Step::Heartbeat(number)
        | Step::Progress(number)
        | Step::Finish(number)
        | Step::Fail(number, _)
        | Step::Cancelled(number)
        | Step::GiveBack(number)) = step
        else {
            unreachable!("a step without a lease: {step:?}")
        };
        let Some(choice) = number.checked_rem(self.leases.len()) else { return };
        let ((ctx, lease), queue) = (self.leases[choice], &*self.desk.store);
        let held = self.table.is_held(&lease);
        let answer = match step {
            Step::Heartbeat(_) => queue.heartbeat(&ctx, &lease, LEASE).await.map(|beat| {
                assert_eq!(beat == Beat::Cancelled, self.table.job(lease.job).cancel_requested);
            }),
            Step::Progress(_) => {
                let told = format!("step {}", self.table.changes());
                queue.progress(&ctx, &lease, &told, 0.5).await.unwrap();
                return self.table.progressed(&lease, &told);
            }
            Step::Finish(_) => queue.finish(&ctx, &lease, json!(1)).await,
            Step::Fail(_, retry) => {
                let failure = JobFailure { code: "x".into(), detail: "y".into() };
                queue.fail(&ctx, &lease, &failure, *retry).await.map(|state| {
                    assert_eq!(state, self.table.state_after_failure(&lease, *retry));
                })
            }
            Step::Cancelled(_) => queue.cancelled(&ctx, &lease).await,
            _ => queue.give_back(&ctx, &lease).await,
        };
        match answer {
            Ok(()) => assert!(held, "a lease that has ended was accepted: {step:?}"),
            Err(StoreError::LeaseLost) => return assert!(!held, "a lease that holds was refused: {step:?}"),
            Err(error) => panic!("{step:?}: {error:?}"),
        }
        match step {
            Step::Finish(_) => self.table.finished(&lease),
            Step::Fail(_, retry) => self.table.failed(&lease, *retry),
            Step::Cancelled(_) => self.table.cancelled(&lease),
            Step::GiveBack(_) => self.table.given_back(&lease),
            _ => {}
        }
    }

    async fn lose(&mut self, number: usize) {
        let Some(id) = self.table.any_running(number) else {
            assert_eq!(self.desk.store.sweep().await.unwrap(), 0);
            return;
        };
        let expire = format!(
            "UPDATE jobs SET lease_until = clock_timestamp() - interval '1 second' WHERE id = '{id}'"
        );
        self.admin.batch_execute(&expire).await.unwrap();
        assert_eq!(self.desk.store.sweep().await.unwrap(), 1);
        self.table.lost(id);
    }

    async fn wait(&mut self) {
        for id in self.table.waited() {
            let due = format!("UPDATE jobs SET run_at = clock_timestamp() WHERE id = '{id}'");
            self.admin.batch_execute(&due).await.unwrap();
        }
    }
}
