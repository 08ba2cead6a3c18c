//! Voices and models.

use domain::{TtsError, TtsProvider as _};
use testkit::fake_elevenlabs::{FakeAccount, FakeAnswer, Fault, On};

use crate::world::{VOICE, World};

#[tokio::test]
async fn every_page_is_read_once() {
    let ids: Vec<String> = (0..250).map(|n| format!("voice{n}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let world = World::with(FakeAccount::with_voices(&ids)).await;
    let voices = world.voices.voices(&world.ctx).await.unwrap();
    let names: Vec<&str> = voices.iter().map(|voice| voice.name.as_str()).collect();
    assert_eq!(names, ids);
    assert_eq!(world.voices.voices(&world.ctx).await.unwrap(), voices);
    let requests = world.fake.happened().requests;
    let pages: Vec<&str> = requests.iter().filter(|r| r.path == "/v2/voices").map(|r| &*r.query).collect();
    assert_eq!(
        pages,
        ["page_size=100", "page_size=100&next_page_token=100", "page_size=100&next_page_token=200"]
    );
    assert_eq!(requests.len(), 4, "three pages and the models, once");
}

#[tokio::test]
async fn there_is_an_end_to_pages() {
    let ids: Vec<String> = (0..60).map(|n| format!("voice{n}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let world = World::with(FakeAccount { page: 1, ..FakeAccount::with_voices(&ids) }).await;
    assert_eq!(world.voices.voices(&world.ctx).await.unwrap().len(), 50);
    let world = World::open().await;
    let page = r#"{"voices":[],"has_more":true,"next_page_token":"x"}"#;
    world.fake.fail(
        On::Path("/v2/voices"),
        Fault::Answer(FakeAnswer::of(200, "application/json", page)),
        usize::MAX,
    );
    assert!(world.voices.voices(&world.ctx).await.unwrap().is_empty());
    let asked = world.fake.happened().requests.iter().filter(|request| request.path == "/v2/voices").count();
    assert_eq!(asked, 2, "the same token again leads nowhere");
}

#[tokio::test]
async fn a_voice_tells_what_is_known_of_it() {
    let world = World::open().await;
    let voice = world.voices.voices(&world.ctx).await.unwrap().remove(0);
    assert_eq!((voice.label.as_str(), voice.gender.as_deref()), ("Rachel01's voice", Some("female")));
    assert_eq!(voice.sample_url.as_deref(), Some("https://storage.example/Rachel01.mp3"));
    assert_eq!(voice.language.as_str(), "en-us");
    let more: Vec<_> = voice.also_speaks.iter().map(domain::Language::as_str).collect();
    assert_eq!(more, ["de", "ro"], "what the default model speaks by any voice");
}

#[tokio::test]
async fn a_list_survives_a_gateway_that_is_away_for_a_moment() {
    let world = World::open().await;
    world.fake.fail(On::Path("/v2/voices"), Fault::Answer(FakeAnswer::gateway()), 1);
    world.fake.fail(On::Path("/v1/models"), Fault::CutInTheMiddle, 0);
    world.fake.fail(On::Path("/v1/models"), Fault::CutBeforeAnswer, 1);
    assert_eq!(world.voices.voices(&world.ctx).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_key_that_may_not_list_is_told_which_permission_lacks() {
    let forbidden = vec!["voices_read", "models_read"];
    let world = World::with(FakeAccount { forbidden, ..FakeAccount::with_voices(&[VOICE]) }).await;
    let error = world.voices.voices(&world.ctx).await.unwrap_err();
    assert!(matches!(&error, TtsError::KeyRefused { cure } if cure.contains("voices_read")), "{error:?}");
    assert!(world.voices.models(&world.ctx).await.unwrap().is_empty());
    assert!(world.say("Hello.").await.is_ok());
}
