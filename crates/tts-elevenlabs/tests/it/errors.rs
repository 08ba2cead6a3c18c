//! What the service refuses is what the person can do about it.

use domain::TtsError;
use testkit::fake_elevenlabs::{FakeAccount, FakeAnswer, Fault, On};

use crate::world::{VOICE, World, speech_by};
use domain::TtsProvider as _;

async fn refused(answer: FakeAnswer) -> TtsError {
    let world = World::open().await;
    let error = world.fails(Fault::Answer(answer)).await;
    assert_eq!(world.fake.speeches().len(), 1, "it is asked once");
    assert!(world.say("Hello there.").await.is_ok(), "the next speech is as before");
    error
}

#[tokio::test]
async fn a_key_that_the_service_does_not_know_is_told_with_the_cure() {
    let world = World::open().await;
    world.store_key(&world.ctx, "sk_wrong_key").await;
    let error = world.say("Hello.").await.unwrap_err();
    assert!(
        matches!(&error, TtsError::KeyRefused { cure } if cure.contains("store it in the store's settings"))
    );
}

#[tokio::test]
async fn a_permission_that_lacks_is_named() {
    let forbidden = vec!["text_to_speech", "user_read", "models_read"];
    let world = World::with(FakeAccount { forbidden, ..FakeAccount::with_voices(&[VOICE]) }).await;
    let error = world.say("Hello.").await.unwrap_err();
    assert!(
        matches!(&error, TtsError::KeyRefused { cure } if cure.contains("lacks the permission text_to_speech"))
    );
}

#[tokio::test]
async fn a_used_up_quota_is_told_in_every_form() {
    for answer in [
        FakeAnswer::older_error(401, "quota_exceeded", "You have 0 credits left."),
        FakeAnswer::error(401, "quota_exceeded", "You have 0 credits left."),
        FakeAnswer::error(402, "payment_required", "Pay."),
        FakeAnswer::plain_error(402, "Pay."),
        FakeAnswer::of(402, "text/html", "<html>"),
        FakeAnswer::of(402, "text/plain", ""),
    ] {
        let error = refused(answer.clone()).await;
        assert!(
            matches!(&error, TtsError::OutOfCredit { cure } if cure.contains("buy more")),
            "{answer:?} is {error:?}"
        );
    }
}

#[tokio::test]
async fn the_quota_of_the_account_is_what_counts() {
    let world = World::with(FakeAccount { limit: 6, ..FakeAccount::with_voices(&[VOICE]) }).await;
    assert!(world.say("Hello there.").await.is_ok(), "twelve characters of the flash model are six credits");
    assert!(matches!(world.say("Hello there.").await, Err(TtsError::OutOfCredit { .. })));
}

#[tokio::test]
async fn a_voice_that_was_deleted_there_is_told_by_its_name() {
    let world = World::open().await;
    let error = world.voices.synthesize(&world.ctx, &speech_by("Deleted1", "Hello.")).await.unwrap_err();
    assert!(matches!(&error, TtsError::NoSuchVoice(voice) if voice.as_str() == "Deleted1"), "{error:?}");
    for answer in [
        FakeAnswer::error(400, "voice_not_found", "It is gone."),
        FakeAnswer::older_error(404, "voice_not_found", "It is gone."),
    ] {
        assert!(matches!(refused(answer).await, TtsError::NoSuchVoice(_)));
    }
}

#[tokio::test]
async fn a_name_that_is_no_id_is_not_sent() {
    let world = World::open().await;
    for name in ["../../v1/user", "a b", "a?b", "é", "%2e%2e"] {
        let error = world.voices.synthesize(&world.ctx, &speech_by(name, "Hello.")).await.unwrap_err();
        assert!(matches!(error, TtsError::NoSuchVoice(_)), "{name}");
    }
    assert!(world.fake.happened().requests.is_empty());
}

#[tokio::test]
async fn a_text_that_the_service_finds_too_long_is_told_with_its_limit() {
    let error =
        refused(FakeAnswer::error(400, "max_character_limit_exceeded", "12 of 10 allowed characters.")).await;
    assert!(matches!(error, TtsError::TooLong { length: 12, limit: 10 }), "{error:?}");
}

#[tokio::test]
async fn what_the_plan_does_not_allow_is_told_with_the_plan_as_cure() {
    let error = refused(FakeAnswer::error(403, "only_for_creator+", "Only for creators.")).await;
    assert!(
        matches!(&error, TtsError::Refused(text) if text.contains("larger plan") && text.contains("Only for creators."))
    );
}

#[tokio::test]
async fn parameters_that_are_wrong_are_named() {
    for answer in [
        FakeAnswer::invalid("voice_settings", "must be small"),
        FakeAnswer::error(400, "invalid_parameters", "voice_settings: must be small"),
        FakeAnswer::plain_error(400, "voice_settings: must be small"),
    ] {
        let error = refused(answer).await;
        assert!(
            matches!(&error, TtsError::Refused(text) if text.contains("voice_settings: must be small")),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (world, elsewhere) = (World::open().await, World::open().await);
    let there = format!("{}/v1/text-to-speech/{VOICE}/with-timestamps", elsewhere.fake.base_url());
    for status in [301, 302, 307, 308] {
        let answer = FakeAnswer::of(status, "text/plain", "").with("location", &there);
        let error = world.fails(Fault::Answer(answer)).await;
        assert!(
            matches!(&error, TtsError::Refused(text) if text.contains("address that is configured")),
            "{error:?}"
        );
    }
    assert!(elsewhere.fake.happened().requests.is_empty(), "the key went elsewhere");
}

#[tokio::test]
async fn an_address_without_the_service_is_told_as_such() {
    let world = World::open().await;
    let error = world.fails(Fault::Answer(FakeAnswer::of(404, "text/html", "<html>"))).await;
    assert!(matches!(&error, TtsError::Refused(text) if text.contains("there is no such page")), "{error:?}");
    world.fake.fail(On::Path("/v2/voices"), Fault::Answer(FakeAnswer::of(200, "text/html", "<html>")), 1);
    let error = world.voices.voices(&world.ctx).await.unwrap_err();
    assert!(
        matches!(&error, TtsError::Failed(text) if text.contains("could not be understood")),
        "{error:?}"
    );
}

#[tokio::test]
async fn a_speed_that_the_service_has_not_is_refused_before_anything_is_sent() {
    let world = World::open().await;
    let fast = domain::Speed::percent(121).unwrap();
    let speech = domain::Speech::new(vec!["Hi".to_owned()], VOICE.parse().unwrap(), fast).unwrap();
    let error = world.voices.synthesize(&world.ctx, &speech).await.unwrap_err();
    assert!(matches!(&error, TtsError::Refused(text) if text.contains("0.7 to 1.2")), "{error:?}");
    assert!(world.fake.happened().requests.is_empty());
}
