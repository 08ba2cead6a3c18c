//! Requests that are sent twice.

use std::time::Duration;

use domain::{AnswerStore as _, Asked, KeptAnswer, RequestKey};

use crate::stores::two;

const HOLD: Duration = Duration::from_mins(1);

#[tokio::test]
async fn a_request_is_begun_once_and_its_answer_comes_again() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let key: RequestKey = "click-1".parse().unwrap();
    assert_eq!(store.begin(ctx, &key, b"hash", HOLD).await.unwrap(), Asked::New);
    assert_eq!(store.begin(ctx, &key, b"hash", HOLD).await.unwrap(), Asked::UnderWay);
    assert_eq!(store.begin(ctx, &key, b"other", HOLD).await.unwrap(), Asked::Otherwise);
    // The other profile's request of the same key is its own.
    assert_eq!(store.begin(&two.other, &key, b"other", HOLD).await.unwrap(), Asked::New);
    let answer = KeptAnswer { status: 201, content_type: "application/json".into(), body: b"{}".to_vec() };
    store.keep(ctx, &key, &answer).await.unwrap();
    assert_eq!(store.begin(ctx, &key, b"hash", HOLD).await.unwrap(), Asked::Answered(answer.clone()));
    assert_eq!(store.begin(&two.other, &key, b"other", HOLD).await.unwrap(), Asked::UnderWay);
    // Forgetting is for what was refused: an answer stays.
    store.forget(ctx, &key).await.unwrap();
    assert_eq!(store.begin(ctx, &key, b"hash", HOLD).await.unwrap(), Asked::Answered(answer));
}

#[tokio::test]
async fn what_was_refused_or_broke_off_may_begin_anew() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let key: RequestKey = "click-1".parse().unwrap();
    assert_eq!(store.begin(ctx, &key, b"hash", HOLD).await.unwrap(), Asked::New);
    store.forget(ctx, &key).await.unwrap();
    assert_eq!(store.begin(ctx, &key, b"hash", Duration::ZERO).await.unwrap(), Asked::New);
    assert_eq!(store.begin(ctx, &key, b"other", HOLD).await.unwrap(), Asked::Otherwise);
    assert_eq!(store.begin(ctx, &key, b"hash", HOLD).await.unwrap(), Asked::New);
    assert_eq!(store.begin(ctx, &key, b"hash", HOLD).await.unwrap(), Asked::UnderWay);
}

#[tokio::test]
async fn answers_are_forgotten_after_a_day() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let (old, young): (RequestKey, RequestKey) = ("old".parse().unwrap(), "young".parse().unwrap());
    for key in [&old, &young] {
        store.begin(ctx, key, b"hash", HOLD).await.unwrap();
    }
    let age = "UPDATE kept_answers SET created_at = now() - interval '25 hours' WHERE key = 'old'";
    two.database.run(age).await;
    domain::JobQueue::sweep(store).await.unwrap();
    assert_eq!(store.begin(ctx, &old, b"hash", HOLD).await.unwrap(), Asked::New);
    assert_eq!(store.begin(ctx, &young, b"hash", HOLD).await.unwrap(), Asked::UnderWay);
}
