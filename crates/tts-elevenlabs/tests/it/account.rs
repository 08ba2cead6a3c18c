//! The account and the true state.

use domain::{Availability, CredentialKind, CredentialStore as _, SpeechAccount, TtsError, TtsProvider as _};
use testkit::fake_elevenlabs::{FakeAccount, FakeAnswer, Fault, On};

use crate::world::{KEY, VOICE, World, quick};

async fn cure(world: &World) -> String {
    match world.voices.availability(&world.ctx).await {
        Availability::Unavailable { cure } => cure,
        other => panic!("it is {other:?}"),
    }
}

#[tokio::test]
async fn without_a_key_nothing_is_asked_and_the_cure_is_told() {
    let world = World::waiting(FakeAccount::with_voices(&[VOICE]), quick()).await;
    assert!(cure(&world).await.contains("no key for ElevenLabs"));
    for refused in [world.say("Hello.").await.map(|_| ()), world.voices.voices(&world.ctx).await.map(|_| ())]
    {
        assert!(
            matches!(&refused, Err(TtsError::KeyRefused { cure }) if cure.contains("no key")),
            "{refused:?}"
        );
    }
    assert_eq!(world.voices.account(&world.ctx).await.unwrap(), None);
    assert!(world.fake.happened().requests.is_empty());
}

#[tokio::test]
async fn the_state_follows_the_key() {
    let world = World::open().await;
    assert!(matches!(world.voices.availability(&world.ctx).await, Availability::Available { .. }));
    world.store_key(&world.ctx, "sk_wrong_key").await;
    assert!(cure(&world).await.contains("does not know this store's key"));
    world.store_key(&world.ctx, "schlüssel").await;
    assert!(cure(&world).await.contains("characters that no key of ElevenLabs has"));
    world.store_key(&world.ctx, KEY).await;
    assert!(matches!(world.voices.availability(&world.ctx).await, Availability::Available { .. }));
    world.credentials.delete(&world.ctx, CredentialKind::ElevenLabs).await.unwrap();
    assert!(cure(&world).await.contains("no key for ElevenLabs"));
    assert_eq!(world.fake.happened().requests.len(), 2, "the answer for the first key is kept");
}

#[tokio::test]
async fn an_account_with_nothing_left_is_told_before_anyone_speaks() {
    let world = World::with(FakeAccount { limit: 6, ..FakeAccount::with_voices(&[VOICE]) }).await;
    assert!(matches!(world.voices.availability(&world.ctx).await, Availability::Available { .. }));
    world.say("Hello there.").await.unwrap();
    let cure = cure(&world).await;
    assert!(cure.contains("the 6 credits") && cure.contains("17 March"), "{cure}");
}

#[tokio::test]
async fn the_account_is_shown() {
    let world = World::with(FakeAccount { used: 12, ..FakeAccount::with_voices(&[VOICE]) }).await;
    let account = world.voices.account(&world.ctx).await.unwrap().unwrap();
    let SpeechAccount { plan, status, used_characters, limit_characters, resets_at, can_clone } = account;
    assert_eq!((&*plan, &*status, can_clone), ("creator", "active", true));
    assert_eq!((used_characters, limit_characters), (Some(12), Some(1_000_000)));
    assert_eq!(resets_at.unwrap().timestamp(), 1_900_000_000);
}

#[tokio::test]
async fn a_key_that_may_not_ask_is_good_all_the_same() {
    let account = FakeAccount { forbidden: vec!["user_read"], ..FakeAccount::with_voices(&[VOICE]) };
    let world = World::with(account).await;
    assert!(matches!(world.voices.availability(&world.ctx).await, Availability::Available { .. }));
    let account = world.voices.account(&world.ctx).await.unwrap().unwrap();
    assert_eq!((account.used_characters, account.limit_characters, &*account.plan), (None, None, "unknown"));
    assert!(world.say("Hello.").await.is_ok());
}

#[tokio::test]
async fn a_state_that_cannot_be_asked_for_is_told_at_once() {
    let world = World::open().await;
    world.fake.fail(On::Path("/v1/user"), Fault::Answer(FakeAnswer::gateway()), 1);
    assert!(cure(&world).await.contains("cannot be used now"));
    assert_eq!(world.fake.happened().requests.len(), 1, "a person waits for it");
    assert!(matches!(world.voices.availability(&world.ctx).await, Availability::Available { .. }));
}
