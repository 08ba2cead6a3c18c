//! Edge's voices against a stand-in of the voices service, and against the service itself, whose package speaks with a
//! stand-in of Microsoft's.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{path::PathBuf, sync::Arc, time::Duration};

use chrono::DateTime;
use domain::{
    Actor, Availability, Privacy, Profile, ProfileContext, ProfileId, ProfileName, Speech, Speed, TimingKind,
    TtsError, TtsProvider, UserId, VoiceTuning,
};
use sidecar::{Service, Sidecar};
use testkit::{
    tone_service::{Answer, ToneService},
    tts_contract::TtsContract,
};
use tts_edge::Edge;

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

fn edge_of(service: &ToneService) -> Edge {
    Edge::new(Arc::new(Sidecar::elsewhere(&service.url(), service.token()).unwrap()), true)
}

fn speech(text: &str) -> Speech {
    let words = text.split(' ').map(str::to_owned).collect();
    Speech::new(words, "en-US-AriaNeural".parse().unwrap(), Speed::NORMAL).unwrap()
}

async fn refused(service: &ToneService, head: &str, body: &str) -> TtsError {
    service.answer_next(head, body);
    edge_of(service).synthesize(&ctx(), &speech("Hello")).await.unwrap_err()
}

#[tokio::test]
async fn it_keeps_the_contract_of_speech() {
    let service = ToneService::start();
    let provider = &edge_of(&service);
    let voice = "en-US-AriaNeural".parse().unwrap();
    TtsContract { provider, ctx: ctx(), voice, deterministic: true }.hold().await;
}

/// `./start-dev.sh test` installs the service's packages; without them this test fails with the cure.
#[cfg(unix)]
#[tokio::test]
async fn it_keeps_the_contract_through_the_service_and_its_package() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let data = tempfile::tempdir().unwrap();
    let service = Service {
        python: root.join(".tools/sidecar/bin/python"),
        folder: root.join("sidecars/voices"),
        program: vec!["tests/stub_service.py".into()],
        args: vec!["--engine".into(), "edge".into(), "--data-dir".into(), data.path().into()],
    };
    let provider = &Edge::new(Arc::new(Sidecar::own(service)), true);
    let voice = "en-US-AriaNeural".parse().unwrap();
    TtsContract { provider, ctx: ctx(), voice, deterministic: true }.hold().await;
}

#[tokio::test]
async fn it_is_free_native_and_tells_where_the_text_goes() {
    let service = ToneService::start();
    let edge = edge_of(&service);
    let engine = edge.engine();
    assert_eq!((edge.name().as_str(), engine.label.as_str()), ("edge", "Edge TTS"));
    assert_eq!(engine.privacy, Privacy::Remote { to: "Microsoft".to_owned() });
    assert!(engine.notice.unwrap().contains("no licence for commercial use"));
    assert_eq!(edge.quote(&speech("Hello")).micro_usd(), 0);
    assert_eq!(edge.synthesize(&ctx(), &speech("Hello")).await.unwrap().timing, TimingKind::Native);
    let voices = edge.voices(&ctx()).await.unwrap();
    assert_eq!(
        (voices[0].label.as_str(), voices[0].language.as_str()),
        ("Aria - English (United States)", "en-us")
    );
}

#[tokio::test]
async fn while_it_is_turned_off_nobody_is_asked() {
    let service = ToneService::start();
    let sidecar = Arc::new(Sidecar::elsewhere(&service.url(), service.token()).unwrap());
    let edge = Edge::new(sidecar, false);
    let Availability::Unavailable { cure } = edge.availability(&ctx()).await else {
        panic!("it is available")
    };
    assert!(cure.contains("edge_enabled") && cure.contains("EDIT_FACTORY_EDGE_ENABLED"), "{cure}");
    assert!(matches!(edge.voices(&ctx()).await, Err(TtsError::Unavailable { .. })));
    assert!(matches!(edge.synthesize(&ctx(), &speech("Hello")).await, Err(TtsError::Unavailable { .. })));
    assert!(service.asked().is_empty());
}

#[tokio::test]
async fn speed_volume_and_pitch_are_asked_as_the_service_writes_them() {
    let service = ToneService::start();
    let tuning = VoiceTuning { volume_percent: Some(-20), pitch_hz: Some(5), ..VoiceTuning::default() };
    let fast =
        Speech::new(vec!["Hi".into()], "en-US-AriaNeural".parse().unwrap(), Speed::percent(150).unwrap());
    edge_of(&service).synthesize(&ctx(), &fast.unwrap().tuned(tuning)).await.unwrap();
    let asked = String::from_utf8(service.asked().remove(0).body).unwrap();
    for part in [r#""rate":"+50%""#, r#""volume":"-20%""#, r#""pitch":"+5Hz""#] {
        assert!(asked.contains(part), "{asked}");
    }
}

#[tokio::test]
async fn words_lie_where_the_service_tells() {
    let service = ToneService::start();
    let spoken = edge_of(&service).synthesize(&ctx(), &speech("Hello, there — world!")).await.unwrap();
    let places: Vec<(u32, u32)> = spoken.words.iter().map(|word| (word.start_ms, word.end_ms)).collect();
    // 60 ms a letter, in frames of 24 ms; the dash has a sound of two frames and no place.
    assert_eq!(places, [(0, 360), (360, 648), (648, 648), (696, 1056)]);
}

#[tokio::test]
async fn each_refusal_tells_what_can_be_done() {
    let service = ToneService::start();
    let body =
        |code: &str| format!(r#"{{"error":{{"code":"{code}","message":"told","length":9,"limit":5}}}}"#);
    let refusal = refused(&service, "503 x\r\nRetry-After: 300", &body("engine_unavailable")).await;
    assert!(matches!(&refusal, TtsError::Unavailable { cure } if cure == "told"), "{refusal:?}");
    let refusal = refused(&service, "429 x\r\nRetry-After: 7", &body("busy")).await;
    assert!(matches!(refusal, TtsError::Busy { retry_after: Some(wait) } if wait == Duration::from_secs(7)));
    let refusal = refused(&service, "502 x", &body("no_audio")).await;
    assert!(matches!(&refusal, TtsError::BadSound(reason) if reason == "told"), "{refusal:?}");
    let refusal = refused(&service, "413 x", &body("text_too_long")).await;
    assert!(matches!(refusal, TtsError::TooLong { length: 9, limit: 5 }), "{refusal:?}");
    let refusal = refused(&service, "504 x", &body("timeout")).await;
    assert!(matches!(refusal, TtsError::Failed(_)), "{refusal:?}");
    let refusal = refused(&service, "422 x", &body("invalid_request")).await;
    assert!(matches!(refusal, TtsError::Refused(_)), "{refusal:?}");
    // A redirect is not followed.
    let refusal = refused(&service, "302 x\r\nLocation: http://127.0.0.1:9/", "").await;
    assert!(matches!(refusal, TtsError::Failed(_)), "{refusal:?}");
    assert!(edge_of(&service).synthesize(&ctx(), &speech("Hello")).await.is_ok());
}

#[tokio::test]
async fn what_is_no_sound_is_never_taken_for_one() {
    let service = ToneService::start();
    let refusal = refused(&service, "200 x", r#"{"status":"ok"}"#).await;
    assert!(matches!(refusal, TtsError::Failed(_)), "{refusal:?}");
    let refusal = refused(&service, "200 x", r#"{"audio":"AAAA","format":"mp3","marks":[]}"#).await;
    assert!(matches!(refusal, TtsError::BadSound(_)), "{refusal:?}");
    let refusal = refused(&service, "200 x", r#"{"audio":"AAAA","format":"wav","marks":[]}"#).await;
    assert!(matches!(refusal, TtsError::BadSound(_)), "{refusal:?}");
    let cut = Answer { head: "200 x".into(), body: r#"{"audio":"AA"#.into(), told_length: Some(5000) };
    service.answer_next_with(cut);
    let refusal = edge_of(&service).synthesize(&ctx(), &speech("Hello")).await.unwrap_err();
    assert!(matches!(&refusal, TtsError::Failed(reason) if reason.contains("lost")), "{refusal:?}");
}

#[tokio::test]
async fn a_service_that_is_not_there_is_told_with_the_cure() {
    let service = ToneService::start();
    let url = service.url();
    let wrong = Edge::new(Arc::new(Sidecar::elsewhere(&url, &"x".repeat(32)).unwrap()), true);
    let Availability::Unavailable { cure } = wrong.availability(&ctx()).await else {
        panic!("it is available")
    };
    assert!(cure.contains("sidecar_token"), "{cure}");
    service.load();
    let Availability::Unavailable { cure } = edge_of(&service).availability(&ctx()).await else {
        panic!("it is ready")
    };
    assert!(cure.contains("being loaded"), "{cure}");
    let none = Edge::new(Arc::new(Sidecar::absent()), true);
    let Availability::Unavailable { cure } = none.availability(&ctx()).await else {
        panic!("it is available")
    };
    assert!(cure.contains("sidecar_url"), "{cure}");
}
