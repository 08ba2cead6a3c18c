//! Prices.

use domain::{Cost, TtsProvider as _};
use testkit::fake_elevenlabs::{FakeAccount, FakeModel, Fault, On, SoundFault};
use tts_elevenlabs::{ElevenLabs, ElevenLabsSettings, InvalidElevenLabs};

use crate::world::{VOICE, World, credits, speech};

#[tokio::test]
async fn a_quote_needs_no_answer_and_the_cost_is_what_the_answer_says() {
    let world = World::open().await;
    let speech = speech("Hello there, you.");
    assert_eq!(world.voices.quote(&speech), Cost(17 * 110));
    assert!(world.fake.happened().requests.is_empty());
    let cost = world.voices.synthesize(&world.ctx, &speech).await.unwrap().cost;
    assert_eq!(cost, Some(credits(9)), "whole credits are charged");
    let full = speech.by_model(Some("eleven_multilingual_v2".parse().unwrap()));
    assert_eq!(world.voices.quote(&full), Cost(17 * 220));
}

#[tokio::test]
async fn a_cost_that_is_not_told_is_not_made_up() {
    let world = World::open().await;
    world.fake.fail(On::Speech, Fault::Sound(SoundFault::NoCost), 1);
    assert_eq!(world.say("Hello there.").await.unwrap().cost, None);
}

#[tokio::test]
async fn the_models_tell_their_prices_and_quotes_follow() {
    let models = vec![
        FakeModel { id: "eleven_flash_v2_5", limit: 40_000, hundredths: 30 },
        FakeModel { id: "eleven_v3", limit: 3_000, hundredths: 120 },
    ];
    let world = World::with(FakeAccount { models, ..FakeAccount::with_voices(&[VOICE]) }).await;
    let models = world.voices.models(&world.ctx).await.unwrap();
    let told: Vec<_> =
        models.iter().map(|model| (model.name.as_str(), model.cost_per_1000_characters)).collect();
    assert_eq!(told, [("eleven_flash_v2_5", Cost(66_000)), ("eleven_v3", Cost(264_000))]);
    assert_eq!((models[1].max_characters, models[1].languages.len()), (Some(3_000), 3));
    assert_eq!(world.voices.quote(&speech("0123456789")), Cost(660));
}

#[tokio::test]
async fn the_price_of_credits_is_the_operators() {
    let world = World::open().await;
    let with = |price| {
        let settings =
            ElevenLabsSettings { price_of_1000_credits: Cost(price), ..ElevenLabsSettings::default() };
        ElevenLabs::new(world.credentials.clone(), &settings)
    };
    assert_eq!(with(100_000).unwrap().quote(&speech("0123456789")), Cost(500));
    assert!(matches!(with(-1), Err(InvalidElevenLabs::Price)));
}
