//! Voices that are learned and forgotten.

use std::path::PathBuf;

use domain::{Language, TtsError, TtsProvider as _, VoiceCloner as _, VoiceName, VoiceSample};
use tempfile::TempDir;
use testkit::fake_elevenlabs::{FakeAccount, FakeAnswer, Fault, On};

use crate::world::{KEY, VOICE, World, speech_by};

fn sample(folder: &TempDir, bytes: &[u8]) -> PathBuf {
    let file = folder.path().join("sample.wav");
    std::fs::write(&file, bytes).unwrap();
    file
}

async fn clone_of(world: &World, bytes: &[u8]) -> Result<VoiceName, TtsError> {
    let folder = TempDir::new().unwrap();
    let (file, language): (_, Language) = (sample(&folder, bytes), "ro-ro".parse().unwrap());
    let sample = VoiceSample { file: &file, label: "Ana's voice", language: Some(&language) };
    world.voices.clone_voice(&world.ctx, &"wished".parse().unwrap(), sample).await
}

fn forms(world: &World) -> usize {
    world.fake.happened().requests.iter().filter(|request| request.path == "/v1/voices/add").count()
}

#[tokio::test]
async fn a_voice_is_learned_heard_and_forgotten() {
    let world = World::open().await;
    assert_eq!(world.voices.voices(&world.ctx).await.unwrap().len(), 1);
    let bytes: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    let voice = clone_of(&world, &bytes).await.unwrap();
    let made = world.fake.account(KEY).voices.remove(1);
    assert_eq!(
        (&*made.name, made.sample_bytes, &made.labels["language"]),
        ("Ana's voice", 10_000, &"ro".into())
    );
    let listed = world.voices.voices(&world.ctx).await.unwrap();
    assert!(listed.iter().any(|known| known.name == voice && known.language.as_str() == "ro"), "{listed:?}");
    world.voices.synthesize(&world.ctx, &speech_by(voice.as_str(), "Hello.")).await.unwrap();
    world.voices.forget_voice(&world.ctx, &voice).await.unwrap();
    assert_eq!(world.voices.voices(&world.ctx).await.unwrap().len(), 1);
    world.voices.forget_voice(&world.ctx, &voice).await.unwrap();
}

#[tokio::test]
async fn the_same_sample_again_is_the_same_voice_even_when_the_answer_was_lost() {
    let world = World::open().await;
    world.fake.fail(On::Path("/v1/voices/add"), Fault::CutBeforeAnswer, 1);
    assert!(matches!(clone_of(&world, b"sound").await, Err(TtsError::Failed(_))));
    let voice = clone_of(&world, b"sound").await.unwrap();
    assert_eq!((clone_of(&world, b"sound").await.unwrap(), forms(&world)), (voice.clone(), 1));
    assert_ne!(clone_of(&world, b"another").await.unwrap(), voice);
    assert_eq!(forms(&world), 2);
}

#[tokio::test]
async fn a_plan_without_cloning_or_room_is_told_before_the_sample_is_sent() {
    for (account, cure) in [
        (FakeAccount { can_clone: false, ..FakeAccount::with_voices(&[VOICE]) }, "larger one"),
        (FakeAccount { voice_limit: 0, ..FakeAccount::with_voices(&[VOICE]) }, "0 of 0 voices"),
    ] {
        let world = World::with(account).await;
        let error = clone_of(&world, b"sound").await.unwrap_err();
        assert!(matches!(&error, TtsError::Refused(text) if text.contains(cure)), "{error:?}");
        assert_eq!(forms(&world), 0);
    }
}

#[tokio::test]
async fn a_key_that_may_not_ask_is_refused_by_the_service_itself() {
    for (can_clone, voice_limit, cure) in [(false, 30, "larger plan"), (true, 0, "delete one there")] {
        let forbidden = vec!["user_read", "voices_read"];
        let account = FakeAccount { can_clone, voice_limit, forbidden, ..FakeAccount::with_voices(&[VOICE]) };
        let world = World::with(account).await;
        let error = clone_of(&world, b"sound").await.unwrap_err();
        assert!(matches!(&error, TtsError::Refused(text) if text.contains(cure)), "{error:?}");
    }
}

#[tokio::test]
async fn a_voice_that_waits_for_proof_is_told_and_found_again() {
    let world = World::with(FakeAccount { wants_proof: true, ..FakeAccount::with_voices(&[VOICE]) }).await;
    for _ in 0..2 {
        let error = clone_of(&world, b"sound").await.unwrap_err();
        assert!(matches!(&error, TtsError::Refused(text) if text.contains("cloned1")), "{error:?}");
    }
    let mut account = world.fake.account(KEY);
    account.voices[1].waits_for_proof = false;
    world.fake.open_account(KEY, account);
    assert_eq!((clone_of(&world, b"sound").await.unwrap().as_str(), forms(&world)), ("cloned1", 1));
}

#[tokio::test]
async fn a_key_without_the_permission_is_told_which() {
    let account = FakeAccount { forbidden: vec!["voices_write"], ..FakeAccount::with_voices(&[VOICE]) };
    let world = World::with(account).await;
    let errors = [
        clone_of(&world, b"sound").await.map(|_| ()),
        world.voices.forget_voice(&world.ctx, &VOICE.parse().unwrap()).await,
    ];
    for error in errors {
        assert!(
            matches!(&error, Err(TtsError::KeyRefused { cure }) if cure.contains("voices_write")),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn forgetting_is_tried_again_but_learning_only_where_nothing_was_made() {
    let world = World::open().await;
    world.fake.fail(On::Path("/v1/voices/"), Fault::Answer(FakeAnswer::gateway()), 1);
    world.voices.forget_voice(&world.ctx, &VOICE.parse().unwrap()).await.unwrap();
    world.fake.fail(On::Path("/v1/voices/"), Fault::Answer(FakeAnswer::gateway()), 1);
    assert!(matches!(clone_of(&world, b"sound").await, Err(TtsError::Failed(_))));
    assert_eq!(forms(&world), 1);
    let odd = "../../v1/user".parse().unwrap();
    world.voices.forget_voice(&world.ctx, &odd).await.unwrap();
}

#[tokio::test]
async fn a_sample_that_is_far_too_long_is_not_sent() {
    let world = World::open().await;
    let error = clone_of(&world, &vec![0; (16 << 20) + 1]).await.unwrap_err();
    assert!(matches!(&error, TtsError::Refused(text) if text.contains("five minutes")), "{error:?}");
    assert!(world.fake.happened().requests.is_empty());
}
