//! The real voice, spoken by its own process. The library is there after `./start-dev.sh setup`; without it these
//! tests fail with the cure.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use chrono::DateTime;
use domain::{
    Actor, Availability, Profile, ProfileContext, ProfileId, ProfileName, Speech, Speed, SpokenAudio,
    TimingKind, TtsError, TtsProvider, UserId,
};
use testkit::tts_contract::TtsContract;
use tts_espeak::{Espeak, EspeakPaths, SpeakerCommand};

fn speaker() -> SpeakerCommand {
    SpeakerCommand { program: PathBuf::from(env!("CARGO_BIN_EXE_espeak-speaker")), args: Vec::new() }
}

fn espeak() -> Espeak {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let extra_search = vec![root.join(".tools/espeak-ng"), root.join(".tools/venv")];
    Espeak::new(EspeakPaths { extra_search, ..EspeakPaths::default() }, speaker())
}

fn ctx() -> ProfileContext {
    let owner = UserId::new();
    let profile = Profile {
        id: ProfileId::new(),
        owner,
        name: ProfileName::parse("Lumina").unwrap(),
        description: String::new(),
        colour: "#5b5bd6".to_owned(),
        icon: String::new(),
        settings: domain::Settings::default(),
        is_default: true,
        created_at: DateTime::UNIX_EPOCH,
    };
    ProfileContext::enter(&Actor::signed_in(owner), &profile).unwrap()
}

fn speech(voice: &str, text: &str) -> Speech {
    let words = text.split_whitespace().map(str::to_owned).collect();
    Speech::new(words, voice.parse().unwrap(), Speed::NORMAL).unwrap()
}

async fn say(voice: &str, text: &str) -> SpokenAudio {
    espeak().synthesize(&ctx(), &speech(voice, text)).await.unwrap_or_else(|error| panic!("{voice}: {error}"))
}

#[tokio::test]
async fn it_keeps_the_contract_of_speech() {
    let contract =
        TtsContract { provider: &espeak(), ctx: ctx(), voice: "en-us".parse().unwrap(), deterministic: true };
    contract.hold().await;
}

#[tokio::test]
async fn it_is_a_free_draft_voice_with_native_timings() {
    let espeak = espeak();
    assert_eq!(espeak.name().as_str(), "espeak-ng");
    assert!(espeak.engine().draft);
    let print = espeak.fingerprint(&speech("en-us", "Hello"));
    assert!(print.starts_with("espeak-ng 1.5"), "{print}");
    assert_eq!(espeak.quote(&speech("en-us", "Hello")).micro_usd(), 0);
    assert_eq!(say("en-us", "Hello").await.timing, TimingKind::Native);
}

#[tokio::test]
async fn voices_are_called_by_their_language() {
    let voices = espeak().voices(&ctx()).await.unwrap();
    let label = |name: &str| {
        voices.iter().find(|voice| voice.name.as_str() == name).map(|voice| voice.label.as_str())
    };
    assert_eq!(label("en-us"), Some("English (America)"));
    assert_eq!(label("ro"), Some("Romanian"));
    assert_eq!(label("yue"), Some("Chinese (Cantonese)"));
    assert_eq!(label("yue-latn-jyutping"), Some("Chinese (Cantonese, latin as Jyutping)"));
}

#[tokio::test]
async fn every_voice_of_the_list_can_speak() {
    let espeak = espeak();
    for voice in espeak.voices(&ctx()).await.unwrap() {
        let speech = speech(voice.name.as_str(), "Hello mama");
        let spoken = espeak.synthesize(&ctx(), &speech).await;
        assert!(spoken.is_ok(), "{}: {spoken:?}", voice.name);
    }
}

#[tokio::test]
async fn scripts_are_spoken_in_their_voices() {
    for (voice, text) in [
        ("ro", "Știți că țara noastră are 5,99 lei?"),
        ("ar", "مرحبا بالعالم هذا اختبار"),
        ("cmn", "你好世界， 这是 一个 测试。"),
    ] {
        let audio = say(voice, text).await;
        assert!(audio.words.iter().all(|word| word.end_ms > word.start_ms), "{voice}: {:?}", audio.words);
    }
}

#[tokio::test]
async fn a_long_silence_at_the_end_is_cut() {
    let audio = say("en-us", "Hello there.").await;
    let silence = audio.samples.iter().rev().take_while(|sample| **sample == 0.0).count();
    assert!(silence * 1000 <= 50 * 22_050, "{silence} samples");
}

#[tokio::test]
async fn a_text_that_crashes_the_library_harms_nobody() {
    // Version 1.52 dies of both; another version may speak them.
    for (voice, text) in [("kl", "8"), ("vi-vn-x-south", "ਭ̈|")] {
        let result = espeak().synthesize(&ctx(), &speech(voice, text)).await;
        assert!(matches!(result, Ok(_) | Err(TtsError::BadSound(_))), "{voice} {text}: {result:?}");
    }
    say("en-us", "Still here.").await;
}

#[tokio::test]
async fn a_missing_library_is_told_with_the_cure_not_at_start_up() {
    let paths = EspeakPaths { library: Some("/nowhere/libespeak-ng.so".into()), ..EspeakPaths::default() };
    let espeak = Espeak::new(paths, speaker());
    assert_eq!(espeak.fingerprint(&speech("en-us", "Hello")), "espeak-ng");
    let availability = espeak.availability(&ctx()).await;
    let Availability::Unavailable { cure } = availability else { panic!("{availability:?}") };
    assert!(cure.contains("/nowhere/libespeak-ng.so") && cure.contains("install espeak-ng"), "{cure}");
    let refused = espeak.synthesize(&ctx(), &speech("en-us", "Hello")).await;
    assert!(matches!(refused, Err(TtsError::Unavailable { .. })), "{refused:?}");
    assert!(matches!(espeak.voices(&ctx()).await, Err(TtsError::Unavailable { .. })));
}
