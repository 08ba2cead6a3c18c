//! Sound, its words, and how it was asked for.

use domain::{Speech, Speed, TimingKind, TtsProvider as _, VoiceTuning};
use serde_json::json;
use testkit::fake_elevenlabs::{Fault, On, SoundFault};

use crate::world::{VOICE, World, speech, words};

#[tokio::test]
async fn the_places_of_words_come_from_their_characters() {
    let world = World::open().await;
    let audio = world.say("Hi, you.").await.unwrap();
    let places: Vec<_> = audio.words.iter().map(|word| (word.start_ms, word.end_ms)).collect();
    assert_eq!((places, audio.timing), (vec![(0, 80), (160, 280)], TimingKind::Native));
    assert_eq!((audio.rate_hz, audio.samples.len()), (24_000, 8 * 40 * 24));
}

#[tokio::test]
async fn without_places_they_are_estimated_and_said_to_be() {
    let world = World::open().await;
    world.fake.fail(On::Speech, Fault::Sound(SoundFault::NoAlignment), 1);
    let audio = world.say("Hi, you.").await.unwrap();
    let places: Vec<_> = audio.words.iter().map(|word| (word.start_ms, word.end_ms)).collect();
    assert_eq!((places, audio.timing), (vec![(0, 142), (142, 320)], TimingKind::Estimated));
}

#[tokio::test]
async fn the_places_of_the_spoken_text_help_where_the_written_one_has_none() {
    let world = World::open().await;
    world.fake.fail(On::Speech, Fault::Sound(SoundFault::NormalizedAlone), 1);
    assert_eq!(world.say("Hi, you.").await.unwrap().timing, TimingKind::Native);
}

#[tokio::test]
async fn only_what_is_set_is_sent() {
    let world = World::open().await;
    world.say("Hello there.").await.unwrap();
    let asked = world.fake.speeches().remove(0);
    assert_eq!((&*asked.method, &*asked.query), ("POST", "output_format=pcm_24000"));
    assert_eq!(asked.path, format!("/v1/text-to-speech/{VOICE}/with-timestamps"));
    let settings = json!({ "stability": 0.57, "similarity_boost": 0.75, "style": 0.22 });
    let body = json!({ "text": "Hello there.", "model_id": "eleven_flash_v2_5", "voice_settings": settings });
    assert_eq!(asked.json(), body);
}

async fn sent(model: &str) -> serde_json::Value {
    let world = World::open().await;
    let tuning =
        VoiceTuning { stability_percent: Some(50), style_percent: Some(0), ..VoiceTuning::default() };
    let speech =
        Speech::new(words("Bună ziua."), VOICE.parse().unwrap(), Speed::percent(70).unwrap()).unwrap();
    let speech = speech.by_model(Some(model.parse().unwrap())).in_language(Some("ro-RO".parse().unwrap()));
    world.voices.synthesize(&world.ctx, &speech.tuned(tuning)).await.unwrap();
    world.fake.speeches().remove(0).json()
}

#[tokio::test]
async fn what_was_chosen_is_sent_as_far_as_the_model_takes_it() {
    let flash = sent("eleven_flash_v2_5").await;
    let settings = json!({ "stability": 0.5, "similarity_boost": 0.75, "style": 0.0, "speed": 0.7 });
    assert_eq!((&flash["language_code"], &flash["voice_settings"]), (&json!("ro"), &settings));
    let multilingual = sent("eleven_multilingual_v2").await;
    assert!(multilingual.get("language_code").is_none(), "{multilingual}");
    let third = sent("eleven_v3").await;
    assert!(third["voice_settings"].get("style").is_none(), "{third}");
}

#[tokio::test]
async fn a_model_that_is_not_there_is_refused_by_its_name() {
    let world = World::open().await;
    let speech = speech("Hello.").by_model(Some("eleven_old".parse().unwrap()));
    let error = world.voices.synthesize(&world.ctx, &speech).await.unwrap_err().to_string();
    assert!(error.contains("eleven_old does not exist"), "{error}");
}

#[tokio::test]
async fn another_model_is_another_sound() {
    let world = World::open().await;
    let (usual, other) = (speech("Hi."), speech("Hi.").by_model(Some("eleven_v3".parse().unwrap())));
    assert_ne!(world.voices.fingerprint(&usual), world.voices.fingerprint(&other));
}
