//! Two stores with two keys never meet.

use domain::TtsProvider as _;
use futures_util::future::join_all;
use testkit::{
    fake_elevenlabs::{FakeAccount, FakeVoice},
    media_contract::some_context,
};

use crate::world::{KEY, VOICE, World, speech_by};

const OTHER_KEY: &str = "sk_other_fedcba9876543210";
const OTHER_VOICE: &str = "Domi0001";

#[tokio::test]
async fn each_store_speaks_by_its_own_key_and_hears_its_own_voices() {
    let world = World::open().await;
    world.fake.open_account(OTHER_KEY, FakeAccount::with_voices(&[OTHER_VOICE]));
    let other = some_context();
    world.store_key(&other, OTHER_KEY).await;
    let rounds = (0..20).map(|round| {
        let (voices, ours, theirs) = (&world.voices, &world.ctx, &other);
        async move {
            let (ctx, own, foreign) =
                if round % 2 == 0 { (ours, VOICE, OTHER_VOICE) } else { (theirs, OTHER_VOICE, VOICE) };
            let listed = voices.voices(ctx).await.unwrap();
            assert_eq!(listed.iter().map(|voice| voice.name.as_str()).collect::<Vec<_>>(), [own]);
            voices.synthesize(ctx, &speech_by(own, "Mine.")).await.unwrap();
            assert!(voices.synthesize(ctx, &speech_by(foreign, "Not mine.")).await.is_err());
            voices.availability(ctx).await;
            voices.models(ctx).await.unwrap();
            voices.account(ctx).await.unwrap();
        }
    });
    join_all(rounds).await;
    for request in world.fake.speeches() {
        let mine = (request.key() == KEY) == (request.voice() == VOICE);
        assert_eq!(
            mine,
            request.json()["text"] == "Mine.",
            "{} speaks by {}",
            request.key(),
            request.voice()
        );
    }
    // "Mine." is five characters, half a credit each, rounded up.
    assert_eq!((world.fake.account(KEY).used, world.fake.account(OTHER_KEY).used), (30, 30));
}

#[tokio::test]
async fn what_was_kept_for_a_key_is_gone_with_it() {
    let world = World::open().await;
    world.fake.open_account(OTHER_KEY, FakeAccount::with_voices(&[OTHER_VOICE]));
    let listed = async || world.voices.voices(&world.ctx).await.unwrap().remove(0).name.to_string();
    assert_eq!(listed().await, VOICE);
    world.store_key(&world.ctx, OTHER_KEY).await;
    assert_eq!(listed().await, OTHER_VOICE);
}

#[tokio::test]
async fn two_stores_with_one_key_keep_their_lists_apart() {
    let world = World::open().await;
    let other = some_context();
    world.store_key(&other, KEY).await;
    assert_eq!(world.voices.voices(&world.ctx).await.unwrap().len(), 1);
    let mut account = world.fake.account(KEY);
    account.voices.push(FakeVoice::named("New00001"));
    world.fake.open_account(KEY, account);
    assert_eq!(world.voices.voices(&other).await.unwrap().len(), 2);
    assert_eq!(world.voices.voices(&world.ctx).await.unwrap().len(), 1, "it asked less than a minute ago");
}
