//! Coqui's voices against a stand-in of the voices service, and against the service itself with tones for a model.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::DateTime;
use domain::{
    Actor, Availability, Privacy, Profile, ProfileContext, ProfileId, ProfileName, Speech, Speed, TimingKind,
    TtsError, TtsProvider, UserId, VoiceName, VoiceSample,
};
use sidecar::{Service, Sidecar};
use testkit::{tone_service::ToneService, tts_contract::TtsContract};
use tts_coqui::Coqui;

const BUILT_IN: &str = "Claribel Dervla";

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

fn coqui_of(service: &ToneService) -> Coqui {
    Coqui::new(Arc::new(Sidecar::elsewhere(&service.url(), service.token()).unwrap()), true)
}

/// The service as the app starts it, with tones for a model. `./start-dev.sh test` installs its packages; without them
/// these tests fail with the cure.
fn real_service(data: &Path) -> Coqui {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let service = Service {
        python: root.join(".tools/sidecar/bin/python"),
        folder: root.join("sidecars/voices"),
        program: vec!["tests/stub_service.py".into()],
        args: vec!["--engine".into(), "coqui".into(), "--data-dir".into(), data.into()],
    };
    Coqui::new(Arc::new(Sidecar::own(service)), true)
}

fn speech(voice: &str, text: &str) -> Speech {
    let words = text.split(' ').map(str::to_owned).collect();
    Speech::new(words, voice.parse().unwrap(), Speed::NORMAL).unwrap()
}

fn sample(folder: &Path, level: i16) -> PathBuf {
    let file = folder.join(format!("sample-{level}.wav"));
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 24_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(&file, spec).unwrap();
    for _ in 0..24_000 * 6 {
        writer.write_sample(level).unwrap();
    }
    writer.finalize().unwrap();
    file
}

async fn taught(coqui: &Coqui, ctx: &ProfileContext, name: &str, file: &Path) -> Result<VoiceName, TtsError> {
    let language = "de".parse().unwrap();
    let sample = VoiceSample { file, label: "Anna & Co", language: Some(&language) };
    coqui.cloner().unwrap().clone_voice(ctx, &name.parse().unwrap(), sample).await
}

async fn names(coqui: &Coqui, ctx: &ProfileContext) -> Vec<String> {
    coqui.voices(ctx).await.unwrap().into_iter().map(|voice| voice.name.into()).collect()
}

async fn learns_speaks_and_forgets(coqui: &Coqui, folder: &Path) {
    let (ctx, other) = (ctx(), ctx());
    let anna = taught(coqui, &ctx, "anna", &sample(folder, 900)).await.unwrap();
    assert_eq!(anna.as_str(), "anna");
    assert_eq!(taught(coqui, &ctx, "anna", &sample(folder, 900)).await.unwrap(), anna, "the same again");
    assert_eq!(names(coqui, &ctx).await, [BUILT_IN, "anna"]);
    assert_eq!(names(coqui, &other).await, [BUILT_IN]);
    let voice = coqui.voices(&ctx).await.unwrap().pop().unwrap();
    assert_eq!(voice.label, "Anna & Co");
    assert!(voice.speaks(&"zh".parse().unwrap()) && !voice.speaks(&"ro".parse().unwrap()));
    assert!(coqui.synthesize(&ctx, &speech("anna", "Hello there.")).await.is_ok());
    let foreign = coqui.synthesize(&other, &speech("anna", "Hello there.")).await;
    assert!(matches!(&foreign, Err(TtsError::NoSuchVoice(voice)) if *voice == anna), "{foreign:?}");
    let cloner = coqui.cloner().unwrap();
    cloner.forget_voice(&other, &anna).await.unwrap();
    assert_eq!(names(coqui, &ctx).await, [BUILT_IN, "anna"], "another profile cannot forget it");
    cloner.forget_voice(&ctx, &anna).await.unwrap();
    cloner.forget_voice(&ctx, &anna).await.unwrap();
    assert_eq!(names(coqui, &ctx).await, [BUILT_IN]);
    let bad = taught(coqui, &ctx, "../anna", &sample(folder, 900)).await;
    assert!(matches!(bad, Err(TtsError::Refused(_))), "{bad:?}");
}

#[tokio::test]
async fn it_keeps_the_contract_of_speech() {
    let service = ToneService::start();
    let provider = &coqui_of(&service);
    TtsContract { provider, ctx: ctx(), voice: BUILT_IN.parse().unwrap(), deterministic: true }.hold().await;
}

#[tokio::test]
async fn a_profile_teaches_voices_for_itself_alone() {
    let folder = tempfile::tempdir().unwrap();
    learns_speaks_and_forgets(&coqui_of(&ToneService::start()), folder.path()).await;
}

#[cfg(unix)]
#[tokio::test]
async fn it_keeps_the_contract_through_the_service() {
    let data = tempfile::tempdir().unwrap();
    let provider = &real_service(data.path());
    TtsContract { provider, ctx: ctx(), voice: BUILT_IN.parse().unwrap(), deterministic: true }.hold().await;
}

#[cfg(unix)]
#[tokio::test]
async fn through_the_service_a_profile_teaches_voices_for_itself_alone() {
    let (data, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let coqui = real_service(data.path());
    learns_speaks_and_forgets(&coqui, folder.path()).await;
    // What is on the disk is there for the next process, and a name stays with its sample.
    let ctx = ctx();
    taught(&coqui, &ctx, "anna", &sample(folder.path(), 900)).await.unwrap();
    drop(coqui);
    let next = real_service(data.path());
    assert!(next.synthesize(&ctx, &speech("anna", "Hello there.")).await.is_ok());
    let another = taught(&next, &ctx, "anna", &sample(folder.path(), 5)).await;
    assert!(
        matches!(&another, Err(TtsError::Refused(reason)) if reason.contains("another sample")),
        "{another:?}"
    );
}

#[tokio::test]
async fn it_tells_its_licence_and_where_the_text_goes() {
    let service = ToneService::start();
    let engine = coqui_of(&service).engine();
    assert_eq!((engine.label.as_str(), engine.privacy), ("Coqui XTTS", Privacy::Local));
    assert!(engine.notice.unwrap().contains("non-commercial"));
    let there = Sidecar::elsewhere("https://gpu.example.com:8020", service.token()).unwrap();
    let privacy = Coqui::new(Arc::new(there), true).engine().privacy;
    assert_eq!(privacy, Privacy::Remote { to: "gpu.example.com".to_owned() });
    let spoken = coqui_of(&service).synthesize(&ctx(), &speech(BUILT_IN, "One two. Three.")).await.unwrap();
    assert_eq!(spoken.timing, TimingKind::Estimated);
    // 60 ms a character: the second sentence begins where the service says.
    assert_eq!(spoken.words[2].start_ms, 9 * 60);
}

#[tokio::test]
async fn while_it_is_turned_off_nobody_is_asked() {
    let service = ToneService::start();
    let folder = tempfile::tempdir().unwrap();
    let off = Coqui::new(Arc::new(Sidecar::elsewhere(&service.url(), service.token()).unwrap()), false);
    let Availability::Unavailable { cure } = off.availability(&ctx()).await else {
        panic!("it is available")
    };
    assert!(cure.contains("coqui_enabled") && cure.contains("coqui_agree_cpml"), "{cure}");
    assert!(matches!(off.voices(&ctx()).await, Err(TtsError::Unavailable { .. })));
    assert!(matches!(
        off.synthesize(&ctx(), &speech(BUILT_IN, "Hi")).await,
        Err(TtsError::Unavailable { .. })
    ));
    let taught = taught(&off, &ctx(), "anna", &sample(folder.path(), 1)).await;
    assert!(matches!(taught, Err(TtsError::Unavailable { .. })));
    assert!(service.asked().is_empty());
}

#[tokio::test]
async fn a_language_that_the_model_lacks_is_refused_with_those_it_has() {
    let service = ToneService::start();
    let coqui = coqui_of(&service);
    let romanian = speech(BUILT_IN, "Bună ziua").in_language(Some("ro".parse().unwrap()));
    let refused = coqui.synthesize(&ctx(), &romanian).await;
    assert!(
        matches!(&refused, Err(TtsError::Refused(reason)) if reason.contains("en, de, zh-cn")),
        "{refused:?}"
    );
    let german = speech(BUILT_IN, "Guten Tag").in_language(Some("de-at".parse().unwrap()));
    assert!(coqui.synthesize(&ctx(), &german).await.is_ok());
}

#[tokio::test]
async fn the_fingerprint_is_the_models_once_it_is_known() {
    let service = ToneService::start();
    let (one, other) = (coqui_of(&service), coqui_of(&service));
    let speech = speech(BUILT_IN, "Hello");
    assert_ne!(one.fingerprint(&speech), other.fingerprint(&speech), "an unknown model shares no sound");
    one.availability(&ctx()).await;
    assert_eq!(one.fingerprint(&speech), "coqui tone-1");
}
