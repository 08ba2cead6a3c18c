//! Answers that were lost or broken: what was paid is told, and nothing is bought twice.

use domain::{Cost, TtsError};
use testkit::fake_elevenlabs::{FakeAnswer, Fault, SoundFault};

use crate::world::{KEY, World, credits};

/// Twelve characters of the flash model.
const HELLO: i64 = 6;

/// Checks that it was paid once, and returns why it failed.
fn paid(world: &World, error: TtsError) -> TtsError {
    assert_eq!((world.fake.speeches().len(), world.fake.account(KEY).used), (1, 6), "it is bought once");
    match error {
        TtsError::Partly { spent, source } => {
            assert_eq!(spent, credits(HELLO));
            *source
        }
        other => panic!("what was paid is not told: {other:?}"),
    }
}

#[tokio::test]
async fn a_connection_that_ends_before_the_answer_is_not_tried_again() {
    let world = World::open().await;
    let error = world.fails(Fault::CutBeforeAnswer).await;
    assert!(matches!(&error, TtsError::Failed(text) if text.contains("was lost")), "{error:?}");
    assert_eq!((world.fake.speeches().len(), world.fake.account(KEY).used), (1, 6), "it is bought once");
}

#[tokio::test]
async fn an_answer_that_is_cut_in_the_middle_is_no_sound() {
    let world = World::open().await;
    let error = world.fails(Fault::CutInTheMiddle).await;
    assert!(matches!(paid(&world, error), TtsError::Failed(text) if text.contains("cut")));
}

#[tokio::test]
async fn sound_that_cannot_be_is_refused_with_its_cost() {
    for (odd, reason) in [
        (SoundFault::NotBase64, "base64"),
        (SoundFault::OddBytes, "middle of a sample"),
        (SoundFault::Empty, "there is none"),
        (SoundFault::WrongType, "audio/mpeg"),
    ] {
        let world = World::open().await;
        let error = world.fails(Fault::Sound(odd)).await;
        let error = paid(&world, error);
        assert!(matches!(&error, TtsError::BadSound(text) if text.contains(reason)), "{odd:?} is {error:?}");
    }
}

#[tokio::test]
async fn an_answer_that_is_larger_than_any_sound_of_the_text_is_not_read_to_its_end() {
    let world = World::open().await;
    let error = world.fails(Fault::Sound(SoundFault::Endless)).await;
    assert!(matches!(paid(&world, error), TtsError::Failed(text) if text.contains("more than the")));
}

#[tokio::test]
async fn json_without_sound_is_no_sound() {
    for (answer, reason) in [
        (FakeAnswer::error(200, "quota_exceeded", "You have nothing."), "You have nothing."),
        (FakeAnswer::of(200, "application/json", "{}"), "JSON without sound"),
        (FakeAnswer::of(200, "application/json", "{\"audio_base64\":\"AAA"), "JSON without sound"),
        (FakeAnswer::of(200, "application/json", ""), "JSON without sound"),
        (FakeAnswer::of(200, "text/html", "<html>"), "text/html"),
    ] {
        let world = World::open().await;
        let error = world.fails(Fault::Answer(answer)).await;
        assert!(matches!(&error, TtsError::BadSound(text) if text.contains(reason)), "{error:?}");
    }
}

#[tokio::test]
async fn a_gateway_that_does_not_know_what_was_made_is_not_asked_again() {
    for answer in
        [FakeAnswer::gateway(), FakeAnswer::of(503, "text/plain", ""), FakeAnswer::of(504, "text/html", "x")]
    {
        let world = World::open().await;
        let error = world.fails(Fault::Answer(answer)).await;
        assert!(matches!(&error, TtsError::Failed(_)), "{error:?}");
        assert_eq!(world.fake.speeches().len(), 1);
    }
}

#[tokio::test]
async fn a_failure_that_the_service_itself_tells_is_tried_a_few_times() {
    let world = World::open().await;
    let broken = Fault::Answer(FakeAnswer::error(500, "internal_error", "Oh no."));
    world.fake.fail(testkit::fake_elevenlabs::On::Speech, broken.clone(), 2);
    assert_eq!(world.say("Hello there.").await.unwrap().cost, Some(credits(HELLO)));
    assert_eq!(world.fake.speeches().len(), 3);
    world.fake.fail(testkit::fake_elevenlabs::On::Speech, broken, 3);
    let error = world.say("Hello there.").await.unwrap_err();
    assert!(matches!(&error, TtsError::Failed(text) if text.contains("Oh no.")), "{error:?}");
    assert_ne!(credits(HELLO), Cost::FREE);
}
