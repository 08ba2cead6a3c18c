//! Too much to do, too slow, not there: how long to wait, and when to give up.

use std::time::{Duration, Instant};

use domain::{Availability, TtsError, TtsProvider as _};
use futures_util::{
    FutureExt as _,
    future::{join_all, select},
};
use testkit::fake_elevenlabs::{FakeAccount, FakeAnswer, FakeRequest, Fault, On};
use tts_elevenlabs::Patience;

use crate::world::{KEY, VOICE, World, quick, speech};

fn busy(code: &str) -> FakeAnswer {
    FakeAnswer::error(429, code, "Later.")
}

#[tokio::test]
async fn each_kind_of_too_much_is_waited_for() {
    for answer in [
        busy("rate_limit_exceeded"),
        busy("system_busy"),
        busy("too_many_concurrent_requests"),
        busy("concurrent_limit_exceeded"),
        FakeAnswer::older_error(429, "system_busy", "Later."),
        FakeAnswer::of(429, "text/html", "<html>"),
    ] {
        let world = World::open().await;
        world.fake.fail(On::Speech, Fault::Answer(answer), 3);
        world.say("Hello there.").await.unwrap();
        assert_eq!((world.fake.speeches().len(), world.fake.account(KEY).used), (4, 6));
    }
}

#[tokio::test]
async fn the_wait_that_is_told_is_kept() {
    let world = World::open().await;
    let answer = busy("rate_limit_exceeded").with("retry-after", 3600).with("retry-after-ms", 120);
    world.fake.fail(On::Speech, Fault::Answer(answer), 1);
    let began = Instant::now();
    world.say("Hello there.").await.unwrap();
    assert!(began.elapsed() >= Duration::from_millis(120), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_wait_that_is_too_long_is_handed_on() {
    let world = World::open().await;
    let error = world.fails(Fault::Answer(busy("rate_limit_exceeded").with("retry-after", 90))).await;
    assert!(
        matches!(error, TtsError::Busy { retry_after: Some(wait) } if wait == Duration::from_secs(90)),
        "{error:?}"
    );
    assert_eq!(world.fake.speeches().len(), 1);
}

#[tokio::test]
async fn it_gives_up_when_it_stays_too_much() {
    let patience = Patience { busy: Duration::from_millis(300), ..quick() };
    let world = World::waiting(FakeAccount::with_voices(&[VOICE]), patience).await;
    world.store_key(&world.ctx, KEY).await;
    world.fake.fail(On::Speech, Fault::Answer(busy("system_busy")), usize::MAX);
    let error = world.say("Hello there.").await.unwrap_err();
    assert!(matches!(error, TtsError::Busy { retry_after: Some(_) }), "{error:?}");
    let asked = world.fake.speeches().len();
    assert!((1..=7).contains(&asked), "at most 5, 10, 20 .. ms fit into 300 ms, asked {asked} times");
}

#[tokio::test]
async fn there_are_never_more_speeches_at_once_than_the_account_allows() {
    let world = World::with(FakeAccount { at_once: 3, ..FakeAccount::with_voices(&[VOICE]) }).await;
    world.fake.fail(On::Speech, Fault::Slow(Duration::from_millis(20)), usize::MAX);
    let all = join_all((0..12).map(|_| world.say("Hello there."))).await;
    assert!(all.iter().all(Result::is_ok), "{:?}", all.iter().find(|said| said.is_err()));
    assert_eq!(world.fake.speeches().len(), 12, "none was refused for being too many");
    assert_eq!(world.fake.happened().most_at_once[KEY], 3, "as many as the service tells");
}

#[tokio::test]
async fn who_finds_no_place_in_time_is_told_to_come_again() {
    let patience = Patience { slot: Duration::from_millis(50), ..quick() };
    let world = World::waiting(FakeAccount::with_voices(&[VOICE]), patience).await;
    world.store_key(&world.ctx, KEY).await;
    world.fake.fail(On::Speech, Fault::Hang, 2);
    let hanging = join_all([world.say("One."), world.say("Two.")]);
    let third = async {
        world
            .fake
            .until(|happened| happened.requests.iter().filter(|request| request.is_speech()).count() == 2)
            .await;
        world.say("Three.").await
    };
    match select(hanging.boxed(), third.boxed()).await {
        futures_util::future::Either::Right((Err(TtsError::Busy { .. }), _)) => {}
        _other => panic!("the third has a place"),
    }
}

#[tokio::test]
async fn a_server_that_hangs_is_given_up() {
    let patience = Patience { work: Duration::from_secs(3), ..quick() };
    let world = World::waiting(FakeAccount::with_voices(&[VOICE]), patience).await;
    world.store_key(&world.ctx, KEY).await;
    let error = world.fails(Fault::Hang).await;
    assert!(matches!(&error, TtsError::Failed(text) if text.contains("timed out")), "{error:?}");
    assert_eq!(world.fake.speeches().len(), 1, "it may have been charged");
    world.fake.until(|happened| happened.hung_up == 1).await;
}

#[tokio::test]
async fn a_speech_that_nobody_waits_for_is_abandoned_there_too() {
    let world = World::open().await;
    world.fake.fail(On::Speech, Fault::Hang, 1);
    let speech = speech("Hello there.");
    let said = world.voices.synthesize(&world.ctx, &speech);
    let began = world.fake.until(|happened| happened.requests.iter().any(FakeRequest::is_speech));
    assert!(matches!(select(said, began.boxed()).await, futures_util::future::Either::Right(_)));
    world.fake.until(|happened| happened.hung_up == 1).await;
    assert!(world.say("Hello there.").await.is_ok());
}

#[tokio::test]
async fn a_server_that_is_not_there_is_told_and_nothing_is_charged() {
    let world = World::open().await;
    let World { fake, voices, ctx, .. } = world;
    let address = fake.base_url();
    drop(fake);
    // The line is cut when the task has ended.
    while tokio::net::TcpStream::connect(address.trim_start_matches("http://")).await.is_ok() {
        tokio::task::yield_now().await;
    }
    let error = voices.synthesize(&ctx, &speech("Hello.")).await.unwrap_err();
    assert!(matches!(&error, TtsError::Failed(text) if text.contains("cannot be reached")), "{error:?}");
    let Availability::Unavailable { cure } = voices.availability(&ctx).await else {
        panic!("it is available")
    };
    assert!(cure.contains("cannot be used now"), "{cure}");
}
