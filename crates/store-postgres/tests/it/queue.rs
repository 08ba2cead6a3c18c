//! The queue: claimed once, fenced, fair, and seen by its own profile alone.

use std::time::Duration;

use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use domain::{
    Beat, JobFailure, JobQueue, JobState, JobStore, NewJob, PageRequest, ProfileContext, ProjectId, Retry,
    SourceVideoId, StoreError, Task, WorkerId,
};
use futures_util::{StreamExt as _, future::join_all, stream};
use serde_json::json;
use store_postgres::Postgres;

use crate::stores::{two, upload};

const LEASE: Duration = Duration::from_secs(30);

fn task() -> Task {
    Task::Analyse { source_video: SourceVideoId::new() }
}

async fn enqueue(store: &Postgres, ctx: &ProfileContext) -> domain::Job {
    store.enqueue(ctx, NewJob::new(task())).await.unwrap()
}

fn is_lost<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::LeaseLost))
}

#[tokio::test]
async fn a_job_is_claimed_once_done_and_its_context_comes_with_it() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    upload(store, ctx).await;
    let worker = WorkerId::new();
    let claimed = store.claim(worker, LEASE).await.unwrap().unwrap();
    assert_eq!((claimed.job.context(), claimed.job.fields.state), (*ctx, JobState::Running));
    assert!(store.claim(WorkerId::new(), LEASE).await.unwrap().is_none());
    assert_eq!(store.heartbeat(ctx, &claimed.lease, LEASE).await.unwrap(), Beat::GoOn);
    store.progress(ctx, &claimed.lease, "looking", 0.5).await.unwrap();
    let seen = JobStore::find(store, ctx, claimed.lease.job).await.unwrap().fields;
    assert!((seen.progress - 0.5).abs() < f32::EPSILON && seen.step == "looking");
    store.finish(ctx, &claimed.lease, json!({"segments": 3})).await.unwrap();
    let done = JobStore::find(store, ctx, claimed.lease.job).await.unwrap().fields;
    assert_eq!((done.state, done.result), (JobState::Done, Some(json!({"segments": 3}))));
    assert!(is_lost(&store.finish(ctx, &claimed.lease, json!(null)).await), "only once");
}

#[tokio::test]
async fn profiles_take_turns() {
    let two = two().await;
    let store = &*two.store;
    for _ in 0..3 {
        enqueue(store, &two.mine).await;
    }
    enqueue(store, &two.other).await;
    let mut served = Vec::new();
    for _ in 0..2 {
        served.push(store.claim(WorkerId::new(), LEASE).await.unwrap().unwrap().job.context().profile());
    }
    assert!(served.contains(&two.other.profile()), "the small one does not wait behind the busy one");
}

#[tokio::test]
async fn a_job_that_waits_for_its_time_holds_up_no_other_profile() {
    let two = two().await;
    let store = &*two.store;
    let claim = async || store.claim(WorkerId::new(), LEASE).await.unwrap();
    enqueue(store, &two.mine).await;
    let early = claim().await.unwrap();
    let failure = JobFailure { code: "x".into(), detail: "why".into() };
    store.fail(&two.mine, &early.lease, &failure, Retry::After(Duration::from_hours(1))).await.unwrap();
    for _ in 0..3 {
        enqueue(store, &two.other).await;
        // From the second round on, the profile whose job is not due was served longest ago.
        let claimed = claim().await.unwrap();
        assert_eq!(claimed.job.context(), two.other);
        store.finish(&two.other, &claimed.lease, json!(null)).await.unwrap();
    }
}

#[tokio::test]
async fn workers_who_claim_at_once_do_not_exceed_a_profiles_share() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    for _ in 0..40 {
        enqueue(store, ctx).await;
    }
    let mut held = Vec::new();
    for round in 0..20 {
        let claims = join_all((0..4).map(|_| store.claim(WorkerId::new(), LEASE))).await;
        held.extend(claims.into_iter().filter_map(Result::unwrap));
        assert!((1..=2).contains(&held.len()), "{} jobs run in round {round}", held.len());
        // One stays, so that each claim finds the profile just below its cap.
        let done = held.remove(0);
        store.finish(ctx, &done.lease, json!(null)).await.unwrap();
    }
}

#[tokio::test]
async fn a_lost_worker_cannot_write_and_its_job_goes_on() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    enqueue(store, ctx).await;
    let first = store.claim(WorkerId::new(), Duration::ZERO).await.unwrap().unwrap();
    assert_eq!(store.sweep().await.unwrap(), 1);
    assert!(is_lost(&store.heartbeat(ctx, &first.lease, LEASE).await));
    assert!(is_lost(&store.finish(ctx, &first.lease, json!(1)).await));
    let job = JobStore::find(store, ctx, first.lease.job).await.unwrap().fields;
    assert_eq!((job.state, job.attempt), (JobState::Ready, 1));
}

#[tokio::test]
async fn a_job_that_was_lost_too_often_is_claimed_once_more_to_be_ended() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let job = enqueue(store, ctx).await.fields.id;
    let mut admin = AsyncPgConnection::establish(two.admin_url()).await.unwrap();
    admin.batch_execute("UPDATE jobs SET attempt = 4").await.unwrap();
    let last = store.claim(WorkerId::new(), Duration::ZERO).await.unwrap().unwrap();
    assert!(!last.is_worn_out() && !last.may_be_tried_again());
    assert_eq!(store.sweep().await.unwrap(), 1);
    let over = store.claim(WorkerId::new(), LEASE).await.unwrap().unwrap();
    assert!(over.lease.job == job && over.is_worn_out(), "it waits for no back-off");
    let failure = JobFailure { code: "worker_lost".into(), detail: "why".into() };
    assert_eq!(store.fail(ctx, &over.lease, &failure, Retry::Later).await.unwrap(), JobState::Dead);
}

#[tokio::test]
async fn failures_are_tried_again_only_when_it_helps() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let failure = JobFailure { code: "x".into(), detail: "why".into() };
    enqueue(store, ctx).await;
    // The back-off grows with the attempts: the fourth one's is longer than a slow machine takes to the next claim.
    let mut admin = AsyncPgConnection::establish(two.admin_url()).await.unwrap();
    admin.batch_execute("UPDATE jobs SET attempt = 3").await.unwrap();
    let claimed = store.claim(WorkerId::new(), LEASE).await.unwrap().unwrap();
    assert_eq!(store.fail(ctx, &claimed.lease, &failure, Retry::Later).await.unwrap(), JobState::Ready);
    assert!(store.claim(WorkerId::new(), LEASE).await.unwrap().is_none(), "not before its back-off");
    enqueue(store, ctx).await;
    let claimed = store.claim(WorkerId::new(), LEASE).await.unwrap().unwrap();
    assert_eq!(store.fail(ctx, &claimed.lease, &failure, Retry::Never).await.unwrap(), JobState::Failed);
    let job = JobStore::find(store, ctx, claimed.lease.job).await.unwrap().fields;
    assert_eq!((job.state, job.failure), (JobState::Failed, Some(failure)));
}

#[tokio::test]
async fn a_person_stops_a_job_that_waits_at_once_and_one_that_runs_by_its_heartbeat() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let waiting = enqueue(store, ctx).await.fields.id;
    assert!(matches!(store.cancel(&two.other, waiting).await, Err(StoreError::NotFound)));
    assert_eq!(store.cancel(ctx, waiting).await.unwrap().fields.state, JobState::Cancelled);
    enqueue(store, ctx).await;
    let claimed = store.claim(WorkerId::new(), LEASE).await.unwrap().unwrap();
    assert_eq!(store.cancel(ctx, claimed.lease.job).await.unwrap().fields.step, "stopping");
    assert_eq!(store.heartbeat(ctx, &claimed.lease, LEASE).await.unwrap(), Beat::Cancelled);
    store.cancelled(ctx, &claimed.lease).await.unwrap();
    assert_eq!(
        JobStore::find(store, ctx, claimed.lease.job).await.unwrap().fields.state,
        JobState::Cancelled
    );
}

#[tokio::test]
async fn a_job_given_back_does_not_count_as_an_attempt() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    enqueue(store, ctx).await;
    let claimed = store.claim(WorkerId::new(), LEASE).await.unwrap().unwrap();
    store.give_back(ctx, &claimed.lease).await.unwrap();
    let again = store.claim(WorkerId::new(), LEASE).await.unwrap().unwrap();
    assert_eq!((again.lease.job, again.lease.attempt), (claimed.lease.job, 1));
}

#[tokio::test]
async fn a_unique_key_makes_one_job_and_belongs_to_one_profile() {
    let two = two().await;
    let store = &*two.store;
    let new = |variants| {
        let project = ProjectId::from(two.actor.user().uuid());
        let task = Task::GenerateVariants { project, variants, seed: 1 };
        NewJob { unique_key: Some("click".into()), ..NewJob::new(task) }
    };
    let first = store.enqueue(&two.mine, new(1)).await.unwrap();
    assert_eq!(store.enqueue(&two.mine, new(1)).await.unwrap().fields.id, first.fields.id);
    assert!(matches!(store.enqueue(&two.mine, new(2)).await, Err(StoreError::Conflict(_))));
    assert_ne!(store.enqueue(&two.other, new(1)).await.unwrap().fields.id, first.fields.id);
}

#[tokio::test]
async fn changes_are_numbered_and_seen_by_their_profile_alone() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let job = enqueue(store, ctx).await.fields;
    assert_eq!(store.latest_seq(ctx).await.unwrap(), job.seq);
    let claimed = store.claim(WorkerId::new(), LEASE).await.unwrap().unwrap();
    store.heartbeat(ctx, &claimed.lease, LEASE).await.unwrap();
    let changed = store.changed_since(ctx, job.seq).await.unwrap();
    assert_eq!(changed.len(), 1);
    assert!(changed[0].fields.seq > job.seq);
    assert!(
        store.changed_since(ctx, changed[0].fields.seq).await.unwrap().is_empty(),
        "a heartbeat is no change"
    );
    assert!(store.changed_since(&two.other, 0).await.unwrap().is_empty());
    assert_eq!(store.latest_seq(&two.other).await.unwrap(), 0);
    assert!(
        JobStore::list(store, &two.other, domain::JobFilter::All, &PageRequest::default())
            .await
            .unwrap()
            .items
            .is_empty()
    );
}

#[tokio::test]
async fn a_worker_that_waits_hears_of_a_new_job() {
    let two = two().await;
    let store = &*two.store;
    store.wait(Duration::from_secs(1)).await.unwrap();
    let began = tokio::time::Instant::now();
    let (waited, _job) = tokio::join!(store.wait(Duration::from_mins(1)), enqueue(store, &two.mine));
    waited.unwrap();
    assert!(began.elapsed() < Duration::from_secs(30), "it was called, not timed out");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn enqueuing_claiming_and_sweeping_stand_in_nobodys_way() {
    let two = two().await;
    let (store, both) = (&*two.store, [two.mine, two.other]);
    let enqueue_all = stream::iter(0..300).map(|n: usize| async move {
        drop(enqueue(store, &both[n % 2]).await);
    });
    let claim_all = stream::iter(0..300).map(|n| async move {
        let length = if n % 3 == 0 { Duration::ZERO } else { LEASE };
        if let Some(claimed) = store.claim(WorkerId::new(), length).await.unwrap() {
            // One that was swept meanwhile is another's.
            let _ = store.give_back(&claimed.job.context(), &claimed.lease).await;
        }
    });
    let sweep_all = stream::iter(0..100).map(|_| async {
        store.sweep().await.unwrap();
    });
    // A deadlock is the database's error of one of the calls, each of which must succeed.
    tokio::join!(
        enqueue_all.buffer_unordered(6).collect::<Vec<()>>(),
        claim_all.buffer_unordered(2).collect::<Vec<()>>(),
        sweep_all.buffer_unordered(2).collect::<Vec<()>>(),
    );
}
