//! Each fault as what the person can do about it.

use std::time::Duration;

use domain::{Cost, WriteError};
use serde_json::json;
use testkit::{
    fake_chat::{ChatFault, error, gemini_bad_key},
    fake_elevenlabs::FakeAnswer,
};

use crate::world::{KEY, World, connection};

fn answer(answer: FakeAnswer) -> ChatFault {
    ChatFault::Answer(answer)
}

/// Returns what failed, and what it did cost.
fn unpaid(error: WriteError) -> (WriteError, Cost) {
    match error {
        WriteError::Paid { spent, source } => (*source, spent),
        other => (other, Cost::FREE),
    }
}

#[tokio::test]
async fn keys_that_are_not_good_are_told_in_every_form() {
    let world = World::open().await;
    for refusal in [
        error(
            401,
            "invalid_request_error",
            "invalid_api_key",
            "Incorrect API key: sk-canary-0123456789abcdef",
        ),
        gemini_bad_key(),
        FakeAnswer::json(
            401,
            &json!({ "error": { "code": 401, "message": "no", "type": "authentication_error" } }),
        ),
        FakeAnswer::of(403, "text/html", "<html>Forbidden</html>"),
    ] {
        let error = world.fails(answer(refusal)).await;
        assert!(matches!(error, WriteError::KeyRefused { .. }), "{error:?}");
    }
}

#[tokio::test]
async fn an_account_that_is_used_up_is_not_a_busy_one() {
    let world = World::open().await;
    let asked = world.fake.asked();
    for refusal in [
        error(429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota."),
        error(402, "", "", "Insufficient balance"),
    ] {
        let error = world.fails(answer(refusal)).await;
        assert!(matches!(error, WriteError::OutOfCredit { .. }), "{error:?}");
    }
    assert_eq!(world.fake.asked() - asked, 2, "it is not sent again");
}

#[tokio::test]
async fn a_busy_endpoint_is_waited_for_as_long_as_it_says_and_a_person_can() {
    let world = World::open().await;
    let busy = || error(429, "rate_limit", "rate_limit_exceeded", "Slow down.");
    world.fake.fail(answer(busy().with("retry-after-ms", 3)));
    assert!(world.write("a candle").await.is_ok());
    let error = world.fails(answer(busy().with("retry-after", 40))).await;
    assert!(
        matches!(error, WriteError::Busy { retry_after: Some(wait) } if wait == Duration::from_secs(40)),
        "{error:?}"
    );
    let loading =
        json!({ "error": { "code": 503, "message": "Loading model", "type": "unavailable_error" } });
    world.fake.fail(answer(FakeAnswer::json(503, &loading)));
    assert!(world.write("a candle").await.is_ok());
}

#[tokio::test]
async fn a_wait_until_a_date_is_obeyed_as_one_in_seconds() {
    let world = World::open().await;
    let busy = || error(429, "rate_limit", "rate_limit_exceeded", "Slow down.");
    let error = world.fails(answer(busy().with("retry-after", "Sat, 21 Nov 2026 10:00:40 GMT"))).await;
    let wait = Duration::from_secs(40);
    assert!(matches!(error, WriteError::Busy { retry_after: Some(told) } if told == wait), "{error:?}");
    // It is over already.
    world.fake.fail(answer(busy().with("retry-after", "Sat, 21 Nov 2026 09:59:00 GMT")));
    assert!(world.write("a candle").await.is_ok());
}

#[tokio::test]
async fn what_the_endpoint_says_of_another_attempt_is_done() {
    let world = World::open().await;
    let failed = |status, again| error(status, "api_error", "", "No.").with("x-should-retry", again);
    let asked = world.fake.asked();
    let error = world.fails(answer(failed(429, "false"))).await;
    assert!(matches!(error, WriteError::Busy { .. }), "{error:?}");
    assert_eq!(world.fake.asked() - asked, 1, "not when it says no");
    for status in [409, 500] {
        world.fake.fail(answer(failed(status, "true")));
        assert!(world.write("a candle").await.is_ok(), "{status}");
    }
    let asked = world.fake.asked();
    world.fails(answer(failed(400, "true"))).await;
    assert_eq!(world.fake.asked() - asked, 1, "what is wrong stays wrong");
}

#[tokio::test]
async fn cut_off_is_asked_for_again_with_more_room_and_then_told() {
    let world = World::open().await;
    let cut = || ChatFault::Says("{\"scripts\": [{\"hook\": \"Lo".to_owned(), "length");
    world.fake.fail(cut());
    assert!(world.write("a candle").await.is_ok());
    let limits: Vec<u64> =
        world.fake.requests().iter().filter_map(|r| r.json()["max_tokens"].as_u64()).collect();
    assert_eq!(limits[1], 2 * limits[0]);
    world.fake.fail(cut());
    let (error, spent) = unpaid(world.fails(cut()).await);
    assert!(matches!(error, WriteError::Truncated), "{error:?}");
    assert_eq!(spent, Cost(2 * (1_000 + 4 * 400)), "both answers are paid");
}

#[tokio::test]
async fn a_model_that_declines_is_not_asked_again() {
    let world = World::open().await;
    for fault in
        [ChatFault::Refuses("I cannot help with that."), ChatFault::Says(String::new(), "content_filter")]
    {
        let asked = world.fake.asked();
        let (error, spent) = unpaid(world.fails(fault).await);
        assert!(matches!(error, WriteError::Declined(_)), "{error:?}");
        assert_eq!((world.fake.asked() - asked, spent), (1, Cost(1_000 + 4 * 400)));
    }
}

#[tokio::test]
async fn what_is_no_endpoint_is_known_as_such() {
    let world = World::open().await;
    for page in [
        FakeAnswer::of(200, "text/html", "<html>Welcome</html>"),
        FakeAnswer::of(404, "text/html", "<html>Not Found</html>"),
        FakeAnswer::of(302, "text/html", "").with("location", "http://127.0.0.1:1/steal"),
        error(404, "not_found_error", "model_not_found", "No such model"),
    ] {
        let (error, spent) = unpaid(world.fails(answer(page)).await);
        assert!(matches!(error, WriteError::Refused(_)), "{error:?}");
        assert_eq!(spent, Cost::FREE);
    }
    let error = world.fails(answer(FakeAnswer::gateway())).await;
    assert!(matches!(error, WriteError::Failed(_)), "{error:?}");
    let wrapped = json!({ "error": { "code": 401, "message": "No auth credentials found" } });
    let error = world.fails(answer(FakeAnswer::json(200, &wrapped))).await;
    assert!(matches!(error, WriteError::KeyRefused { .. }), "{error:?}");
}

#[tokio::test]
async fn an_answer_without_end_is_not_read_to_its_end() {
    let world = World::open().await;
    let (error, _) =
        unpaid(world.fails(answer(FakeAnswer::of(200, "application/json", vec![b' '; 5_000_000]))).await);
    assert!(
        matches!(&error, WriteError::Unreadable(why) if why.contains("bytes that it could have")),
        "{error:?}"
    );
}

#[tokio::test]
async fn where_nobody_listens_nothing_was_paid() {
    let world = World::open().await;
    let gone = {
        let fake = testkit::fake_chat::FakeChat::start(None).await.unwrap();
        fake.base_url()
    };
    // The port is let go of when its line ends.
    tokio::task::yield_now().await;
    world.connect(&world.ctx, &connection(&gone), KEY).await;
    let error = world.write("a candle").await.unwrap_err();
    assert!(matches!(error, WriteError::Unreachable(_) | WriteError::Lost(_)), "{error:?}");
}
