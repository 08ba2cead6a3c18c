//! Texts that are longer than the model takes.

use domain::{Cost, TimingKind, TtsError, TtsProvider as _};
use testkit::fake_elevenlabs::{FakeAccount, FakeModel, FakeRequest, Fault, On, SoundFault};

use crate::world::{KEY, VOICE, World, credits, speech};

const TEXT: &str = "One two. Three four. Five six, seven eight nine ten.";

fn account(id: &'static str, limit: usize) -> FakeAccount {
    let models = vec![FakeModel { id, limit, hundredths: 50 }];
    FakeAccount { models, ..FakeAccount::with_voices(&[VOICE]) }
}

fn field(request: &FakeRequest, name: &str) -> Option<String> {
    request.json().get(name).and_then(|text| text.as_str()).map(str::to_owned)
}

fn texts(world: &World) -> Vec<String> {
    world.fake.speeches().iter().filter_map(|request| field(request, "text")).collect()
}

#[tokio::test]
async fn a_long_text_is_one_sound_with_its_words_in_their_places() {
    let whole = World::open().await.say(TEXT).await.unwrap();
    let world = World::with(account("eleven_flash_v2_5", 22)).await;
    let audio = world.say(TEXT).await.unwrap();
    assert_eq!(texts(&world), ["One two. Three four.", "Five six,", "seven eight nine ten."]);
    assert_eq!((audio.words.len(), audio.timing), (10, TimingKind::Native));
    // The fake makes each character 40 ms long, and the two spaces between the parts are not spoken.
    for (place, (split, unsplit)) in audio.words.iter().zip(&whole.words).enumerate() {
        let spaces = if place < 4 {
            0
        } else if place < 6 {
            1
        } else {
            2
        };
        assert_eq!(split.start_ms, unsplit.start_ms - 40 * spaces, "word {place}");
    }
    assert_eq!(audio.length_ms(), whole.length_ms() - 80);
}

#[tokio::test]
async fn each_part_knows_what_is_around_it() {
    let world = World::with(account("eleven_flash_v2_5", 22)).await;
    world.say(TEXT).await.unwrap();
    let asked = world.fake.speeches();
    let ids = |request: &FakeRequest| request.json()["previous_request_ids"].clone();
    assert_eq!(field(&asked[0], "previous_text"), None);
    assert_eq!(field(&asked[0], "next_text").as_deref(), Some("Five six, seven eight nine ten."));
    assert_eq!(ids(&asked[1]), serde_json::json!(["answer-0"]));
    assert_eq!(ids(&asked[2]), serde_json::json!(["answer-0", "answer-1"]));
    assert_eq!((field(&asked[2], "next_text"), field(&asked[2], "previous_text")), (None, None));
}

#[tokio::test]
async fn the_third_generation_is_told_nothing_around() {
    let world = World::with(account("eleven_v3", 22)).await;
    let speech = speech(TEXT).by_model(Some("eleven_v3".parse().unwrap()));
    assert_eq!(world.voices.synthesize(&world.ctx, &speech).await.unwrap().words.len(), 10);
    assert_eq!(world.fake.speeches().len(), 3, "the fake refuses what that model does not take");
}

#[tokio::test]
async fn the_cost_is_that_of_all_parts() {
    let world = World::with(account("eleven_flash_v2_5", 22)).await;
    // Each part is rounded up by itself: 10, 5 and 11 credits.
    assert_eq!(world.say(TEXT).await.unwrap().cost, Some(credits(26)));
    assert_eq!(world.fake.account(KEY).used, 26);
}

#[tokio::test]
async fn a_part_without_a_cost_counts_as_quoted() {
    let world = World::with(account("eleven_flash_v2_5", 22)).await;
    world.fake.fail(On::Speech, Fault::Sound(SoundFault::NoCost), 1);
    let cost = world.say(TEXT).await.unwrap().cost;
    assert_eq!(cost, Some(credits(26)), "20 characters at half a credit are quoted as 10");
}

#[tokio::test]
async fn what_earlier_parts_did_cost_is_not_lost_when_a_later_one_fails() {
    let account = FakeAccount { limit: 15, ..account("eleven_flash_v2_5", 22) };
    let world = World::with(account).await;
    let error = world.say(TEXT).await.unwrap_err();
    let TtsError::Partly { spent, source } = error else { panic!("it is {error:?}") };
    assert_eq!((spent, world.fake.account(KEY).used), (credits(15), 15));
    assert!(matches!(*source, TtsError::OutOfCredit { .. }), "{source:?}");
}

#[tokio::test]
async fn a_broken_later_part_adds_its_own_cost() {
    let world = World::with(account("eleven_flash_v2_5", 22)).await;
    let first = world.say("One two. Three four.").await.unwrap().cost;
    world.fake.fail(On::Speech, Fault::Slow(std::time::Duration::ZERO), 1);
    world.fake.fail(On::Speech, Fault::Sound(SoundFault::OddBytes), 1);
    let error = world.say("One two. Three four. Five six,").await.unwrap_err();
    let TtsError::Partly { spent, source } = error else { panic!("it is {error:?}") };
    assert_eq!((first, spent), (Some(credits(10)), credits(15)));
    assert!(matches!(*source, TtsError::BadSound(_)), "{source:?}");
}

#[tokio::test]
async fn a_word_that_no_part_takes_is_told_and_nothing_is_spent() {
    let world = World::with(account("eleven_flash_v2_5", 22)).await;
    let error = world.say("One two. aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa").await.unwrap_err();
    assert!(matches!(error, TtsError::TooLong { length: 30, limit: 22 }), "{error:?}");
    assert!(world.fake.speeches().is_empty());
}

#[tokio::test]
async fn a_key_that_may_not_ask_for_limits_speaks_by_the_usual_ones() {
    let account = FakeAccount { forbidden: vec!["models_read"], ..FakeAccount::with_voices(&[VOICE]) };
    let world = World::with(account).await;
    let long = "A sentence of words. ".repeat(300);
    let audio = world.say(long.trim()).await.unwrap();
    assert_eq!(world.fake.speeches().len(), 2, "no part has more than 5,000 characters");
    assert!(audio.cost > Some(Cost::FREE));
    world.say("Hi.").await.unwrap();
    let asked = world.fake.happened().requests.iter().filter(|request| request.path == "/v1/models").count();
    assert_eq!(asked, 1, "it is not asked again and again");
}
