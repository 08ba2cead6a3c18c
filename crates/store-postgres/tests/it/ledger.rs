//! Money: exact, whatever happens at the same time, twice, or half-way.

use std::{sync::Arc, time::Duration};

use domain::{
    Cost, CostLedger as _, JobFailure, JobQueue as _, JobState, JobStore as _, NewJob, PageRequest,
    ProfileChanges, ProfileContext, ProfileStore as _, ProjectId, Reservation, Reserved, Retry, Settings,
    SettingsChanges, Shortage, Spend, SpendKey, StoreError, Task, WorkerId,
};
use proptest::{collection::vec, prelude::*};
use store_postgres::Postgres;

use crate::stores::{Two, two};

pub(crate) fn spend(what: &str, amount: i64) -> Spend {
    Spend {
        key: SpendKey::new(what, "test"),
        provider: "elevenlabs".to_owned(),
        operation: "speech",
        units: 10,
        amount: Cost(amount),
        project: None,
        job: None,
    }
}

async fn limit(two: &Two, ctx: &ProfileContext, limit: Option<i64>) {
    let settings = SettingsChanges { monthly_quota: Some(limit.map(Cost)), ..Default::default() };
    let changes = ProfileChanges { settings, ..Default::default() };
    two.store.update(&two.actor, ctx.profile(), changes).await.unwrap();
}

async fn hold(store: &Postgres, ctx: &ProfileContext, spend: &Spend) -> Reservation {
    match store.reserve(ctx, spend).await.unwrap() {
        Reserved::Held(reservation) => reservation,
        Reserved::Settled => panic!("it was bought already"),
    }
}

async fn used(store: &Postgres, ctx: &ProfileContext) -> (i64, i64) {
    let month = store.standing(ctx).await.unwrap();
    (month.spent.micro_usd(), month.reserved.micro_usd())
}

fn refused<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> Shortage {
    match answer {
        Err(StoreError::OverQuota(shortage)) => *shortage,
        other => panic!("{other:?}"),
    }
}

/// The month's sums are those of its entries, or somebody's money is lost.
async fn the_books_add_up(two: &Two) {
    let wrong = "DO $$ BEGIN IF EXISTS (
        SELECT FROM budgets b FULL JOIN (SELECT profile_id, month, sum(amount_micro_usd) AS spent,
          COALESCE(sum(reserved_micro_usd) FILTER (WHERE state = 'reserved'), 0) AS held
          FROM cost_entries GROUP BY 1, 2) e USING (profile_id, month)
        WHERE (b.spent_micro_usd, b.reserved_micro_usd) IS DISTINCT FROM (e.spent, e.held))
      THEN RAISE 'the books do not add up'; END IF; END $$";
    two.database.run(wrong).await;
}

#[tokio::test]
async fn a_purchase_is_reserved_then_settled_with_what_it_did_cost() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    limit(&two, ctx, Some(1000)).await;
    let held = hold(store, ctx, &spend("a", 600)).await;
    assert_eq!(used(store, ctx).await, (0, 600));
    let shortage = refused(store.reserve(ctx, &spend("b", 401)).await);
    assert_eq!((shortage.needed, shortage.standing.left()), (Cost(401), Some(Cost(400))));
    assert!(shortage.standing.ends_at > shortage.standing.now);
    store.settle(ctx, &held, Cost(650)).await.unwrap();
    assert_eq!(used(store, ctx).await, (650, 0));
    let rest = hold(store, ctx, &spend("b", 350)).await;
    store.release(ctx, &rest).await.unwrap();
    assert_eq!(used(store, ctx).await, (650, 0));
    // The truth is booked even beyond the limit.
    let held = hold(store, ctx, &spend("c", 350)).await;
    store.settle(ctx, &held, Cost(900)).await.unwrap();
    assert_eq!(used(store, ctx).await, (1550, 0));
    refused(store.reserve(ctx, &spend("d", 1)).await);
    the_books_add_up(&two).await;
}

#[tokio::test]
async fn the_same_key_neither_reserves_nor_pays_twice() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let first = hold(store, ctx, &spend("a", 600)).await;
    assert_eq!(hold(store, ctx, &spend("a", 600)).await, first);
    assert_eq!(used(store, ctx).await, (0, 600));
    store.settle(ctx, &first, Cost(500)).await.unwrap();
    store.settle(ctx, &first, Cost(500)).await.unwrap();
    store.release(ctx, &first).await.unwrap();
    assert_eq!(used(store, ctx).await, (500, 0));
    assert_eq!(store.reserve(ctx, &spend("a", 600)).await.unwrap(), Reserved::Settled);
    // The other profile has books of its own, under the same key too.
    assert_eq!(used(store, &two.other).await, (0, 0));
    hold(store, &two.other, &spend("a", 5)).await;
    assert!(matches!(store.settle(&two.other, &first, Cost(1)).await, Err(StoreError::NotFound)));
    the_books_add_up(&two).await;
}

#[tokio::test]
async fn what_was_released_can_be_reserved_again_and_a_late_answer_is_still_booked() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let held = hold(store, ctx, &spend("a", 600)).await;
    store.release(ctx, &held).await.unwrap();
    store.settle(ctx, &held, Cost(70)).await.unwrap();
    assert_eq!(used(store, ctx).await, (70, 0));
    let held = hold(store, ctx, &spend("b", 600)).await;
    store.release(ctx, &held).await.unwrap();
    limit(&two, ctx, Some(100)).await;
    refused(store.reserve(ctx, &spend("b", 600)).await);
    assert_eq!(hold(store, ctx, &spend("b", 30)).await.entry, held.entry);
    assert_eq!(used(store, ctx).await, (70, 30));
    the_books_add_up(&two).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixteen_at_once_never_go_one_over() {
    let two = two().await;
    limit(&two, &two.mine, Some(142 * 7)).await;
    let (store, ctx) = (Arc::clone(&two.store), two.mine);
    let buyers = (0..16).map(|buyer| {
        let store = Arc::clone(&store);
        async move {
            let mut bought = 0;
            for n in 0..16 {
                match store.reserve(&ctx, &spend(&format!("{buyer}-{n}"), 7)).await {
                    Ok(_) => bought += 1,
                    Err(StoreError::OverQuota(_)) => {}
                    Err(error) => panic!("{error:?}"),
                }
            }
            bought
        }
    });
    let bought = futures_util::future::join_all(buyers).await;
    assert_eq!(bought.into_iter().sum::<u32>(), 142);
    assert_eq!(used(&store, &ctx).await, (0, 142 * 7));
    the_books_add_up(&two).await;
}

fn paid_job(amounts: &[i64]) -> NewJob {
    let mut new = NewJob::new(Task::GenerateVariants { project: ProjectId::new(), variants: 1, seed: 1 });
    new.spends = amounts
        .iter()
        .map(|amount| Spend { job: Some(new.id), ..spend(&format!("{amount} {}", new.id), *amount) })
        .collect();
    new
}

#[tokio::test]
async fn a_job_and_its_money_are_one_write() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    limit(&two, ctx, Some(100)).await;
    let before = two.database.rows_of(ctx.profile().uuid()).await;
    refused(store.enqueue(ctx, paid_job(&[60, 41])).await);
    assert_eq!(two.database.rows_of(ctx.profile().uuid()).await, before);
    let new = NewJob { unique_key: Some("click".to_owned()), ..paid_job(&[60, 40]) };
    let first = store.enqueue(ctx, new.clone()).await.unwrap();
    assert_eq!(used(store, ctx).await, (0, 100));
    // The impatient click finds the first, and reserves nothing.
    let again = NewJob { id: domain::JobId::new(), ..new };
    assert_eq!(store.enqueue(ctx, again).await.unwrap().fields.id, first.fields.id);
    assert_eq!(used(store, ctx).await, (0, 100));
    the_books_add_up(&two).await;
}

#[tokio::test]
async fn the_end_of_a_job_gives_back_what_it_did_not_spend() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let lease = Duration::from_secs(30);
    // Stopped while it waits.
    let job = store.enqueue(ctx, paid_job(&[60, 40])).await.unwrap();
    store.cancel(ctx, job.fields.id).await.unwrap();
    assert_eq!(used(store, ctx).await, (0, 0));
    // Done with one of two purchases.
    let new = paid_job(&[61, 41]);
    let first = new.spends[0].clone();
    store.enqueue(ctx, new).await.unwrap();
    let claimed = store.claim(WorkerId::new(), lease).await.unwrap().unwrap();
    let held = hold(store, ctx, &first).await;
    store.settle(ctx, &held, Cost(61)).await.unwrap();
    store.finish(ctx, &claimed.lease, serde_json::Value::Null).await.unwrap();
    assert_eq!(used(store, ctx).await, (61, 0));
    // Dead, since its workers were lost each time.
    store.enqueue(ctx, NewJob { max_attempts: 1, ..paid_job(&[62]) }).await.unwrap();
    store.claim(WorkerId::new(), Duration::ZERO).await.unwrap().unwrap();
    assert_eq!(used(store, ctx).await, (61, 62));
    assert_eq!(store.sweep().await.unwrap(), 1);
    let worn_out = store.claim(WorkerId::new(), lease).await.unwrap().unwrap();
    assert!(worn_out.is_worn_out());
    let failure = JobFailure { code: "worker_lost".into(), detail: "lost".into() };
    let state = store.fail(ctx, &worn_out.lease, &failure, Retry::Later).await.unwrap();
    assert_eq!((state, used(store, ctx).await), (JobState::Dead, (61, 0)));
    the_books_add_up(&two).await;
}

#[tokio::test]
async fn money_of_a_request_that_broke_off_comes_back() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    hold(store, ctx, &spend("a", 600)).await;
    store.sweep().await.unwrap();
    assert_eq!(used(store, ctx).await, (0, 600));
    two.database.run("UPDATE cost_entries SET expires_at = now() - interval '1 second'").await;
    store.sweep().await.unwrap();
    assert_eq!(used(store, ctx).await, (0, 0));
    the_books_add_up(&two).await;
}

#[tokio::test]
async fn a_new_month_begins_at_nothing_and_late_answers_belong_to_the_old_one() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    limit(&two, ctx, Some(1000)).await;
    let held = hold(store, ctx, &spend("a", 900)).await;
    let last_month = "UPDATE budgets SET month = (month - interval '1 month')::date;
                      UPDATE cost_entries SET month = (month - interval '1 month')::date";
    two.database.run(last_month).await;
    assert_eq!(used(store, ctx).await, (0, 0));
    hold(store, ctx, &spend("b", 1000)).await;
    store.settle(ctx, &held, Cost(900)).await.unwrap();
    assert_eq!(used(store, ctx).await, (0, 1000));
    the_books_add_up(&two).await;
}

#[tokio::test]
async fn the_books_are_summed_and_listed_for_their_profile_alone() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    for (what, provider, amount) in [("a", "elevenlabs", 30), ("b", "elevenlabs", 12), ("c", "chat", 50)] {
        let held = hold(store, ctx, &Spend { provider: provider.to_owned(), ..spend(what, amount) }).await;
        store.settle(ctx, &held, Cost(amount)).await.unwrap();
    }
    hold(store, ctx, &spend("only reserved", 7)).await;
    hold(store, &two.other, &spend("theirs", 1000)).await;
    let summary = store.summary(ctx, None).await.unwrap();
    assert_eq!((summary.total, summary.by_day.len()), (Cost(92), 1));
    let providers: Vec<_> = summary.by_provider.iter().map(|p| (&*p.provider, p.amount.0, p.units)).collect();
    assert_eq!(providers, [("chat", 50, 10), ("elevenlabs", 42, 20)]);
    let page = store.entries(ctx, &PageRequest::new(3, None)).await.unwrap();
    assert_eq!((page.items.len(), page.items[0].amount), (3, Cost(0)));
    let rest = store.entries(ctx, &PageRequest::new(3, page.next)).await.unwrap();
    assert_eq!(rest.items.iter().map(|entry| entry.amount.0).collect::<Vec<_>>(), [30]);
    let later = two.database.now().await + chrono::TimeDelta::hours(1);
    assert_eq!(store.summary(ctx, Some(later)).await.unwrap().total, Cost(0));
    assert_eq!(Settings::default().monthly_quota, None);
}

#[derive(Debug, Clone)]
enum Step {
    Reserve(u8, i64),
    Settle(u8, i64),
    Release(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..6_u8, 0..60_i64).prop_map(|(key, amount)| Step::Reserve(key, amount)),
        (0..6_u8, 0..80_i64).prop_map(|(key, amount)| Step::Settle(key, amount)),
        (0..6_u8).prop_map(Step::Release),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Whatever is reserved, settled and released in whatever order, the ledger does what a list of entries would.
    #[test]
    fn the_ledger_is_its_model(steps in vec(step(), 1..40)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        runtime.block_on(follow(steps));
    }
}

type Bought = (Reservation, Option<i64>, Option<i64>);

async fn follow(steps: Vec<Step>) {
    const LIMIT: i64 = 150;
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    limit(&two, ctx, Some(LIMIT)).await;
    // By key: the reservation, its amount while it is held, and what was paid.
    let mut model: [Option<Bought>; 6] = [None; 6];
    for step in steps {
        let held: i64 = model.iter().flatten().filter_map(|(_, held, _)| *held).sum();
        let spent: i64 = model.iter().flatten().filter_map(|(_, _, paid)| *paid).sum();
        match step {
            Step::Reserve(key, amount) => {
                let answer = store.reserve(ctx, &spend(&key.to_string(), amount)).await;
                match &mut model[usize::from(key)] {
                    Some((_, _, Some(_))) => assert_eq!(answer.unwrap(), Reserved::Settled),
                    Some((first, Some(amount), None)) => {
                        let same = Reservation { amount: Cost(*amount), ..*first };
                        assert_eq!(answer.unwrap(), Reserved::Held(same));
                    }
                    _ if spent + held + amount > LIMIT => drop(refused(answer)),
                    slot => {
                        let Reserved::Held(reservation) = answer.unwrap() else { panic!("settled") };
                        *slot = Some((reservation, Some(amount), None));
                    }
                }
            }
            Step::Settle(key, amount) => {
                let Some((reservation, held, paid)) = &mut model[usize::from(key)] else { continue };
                store.settle(ctx, reservation, Cost(amount)).await.unwrap();
                *held = None;
                paid.get_or_insert(amount);
            }
            Step::Release(key) => {
                let Some((reservation, held, _)) = &mut model[usize::from(key)] else { continue };
                store.release(ctx, reservation).await.unwrap();
                *held = None;
            }
        }
        let held: i64 = model.iter().flatten().filter_map(|(_, held, _)| *held).sum();
        let spent: i64 = model.iter().flatten().filter_map(|(_, _, paid)| *paid).sum();
        assert_eq!(used(store, ctx).await, (spent, held));
    }
    the_books_add_up(&two).await;
}
