//! A voice is cloned from a sample, speaks for its store alone, and is forgotten with everything of it.

use std::{path::Path, time::Duration};

use domain::{ClonedVoiceStore, JobId, MediaKey, ProfileContext, VoiceLabel};
use futures_util::future::join_all;
use reqwest::{
    Method, RequestBuilder, Response,
    multipart::{Form, Part},
};
use serde_json::{Value, json};
use studio::VoiceToClone;
use testkit::cloning_tone::Trouble;

use crate::{
    factory::{Factory, left_behind, problem},
    working::{age, work_until_over},
};

const CLONE: &str = "/api/v1/tts/clone-voice";
const VOICES: &str = "/api/v1/tts/cloned-voices";

/// A WAV file of a 200 Hz square wave, so many seconds long and so loud; 16 bits, mono, 16 kHz.
fn wav(seconds: u32, loud: i16) -> Vec<u8> {
    let samples = seconds * 16_000;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + samples * 2).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend(16_000_u32.to_le_bytes());
    file.extend(32_000_u32.to_le_bytes());
    file.extend(b"\x02\0\x10\0data");
    file.extend((samples * 2).to_le_bytes());
    file.extend((0..samples).flat_map(|n| (if n / 40 % 2 == 0 { loud } else { -loud }).to_le_bytes()));
    file
}

fn good() -> Vec<u8> {
    wav(7, 3000)
}

/// A form of the file and the four fields, of which a test changes one.
fn form(file: Vec<u8>, changed: (&str, Option<&str>)) -> Form {
    let part = Part::bytes(file).file_name("../../ana.wav");
    let fields = [("name", "Ana"), ("provider", "cloning-tone"), ("language", "en"), ("consent", "true")];
    let mut form = Form::new();
    for (name, value) in fields {
        let value = if name == changed.0 { changed.1 } else { Some(value) };
        if let Some(value) = value {
            form = form.text(name, value.to_owned());
        }
    }
    form.part("file", part)
}

fn plain(file: Vec<u8>) -> Form {
    form(file, ("", None))
}

async fn send(factory: &Factory, form: Form) -> Response {
    factory.here(Method::POST, CLONE).multipart(form).send().await.unwrap()
}

async fn cloned(factory: &Factory) -> Value {
    let made = send(factory, plain(good())).await;
    let status = made.status();
    let body = made.text().await.unwrap();
    assert_eq!(status, 201, "{body}");
    serde_json::from_str(&body).unwrap()
}

fn samples(factory: &Factory, ctx: &ProfileContext) -> usize {
    let folder = factory.folder.path().join("media").join(ctx.profile().to_string()).join("voice-samples");
    std::fs::read_dir(folder).map_or(0, Iterator::count)
}

/// Nothing of a voice is anywhere.
async fn assert_nothing(factory: &Factory, when: &str) {
    assert_eq!(factory.get(VOICES).await["items"], json!([]), "{when}");
    assert_eq!((samples(factory, &factory.ctx), factory.cloning.known(&factory.ctx)), (0, 0), "{when}");
    assert_eq!(left_behind(factory.folder.path()), 0, "{when}");
}

fn preview(request: RequestBuilder, voice: &Value, text: &str) -> RequestBuilder {
    let voice = json!({ "provider": "cloning-tone", "voice": voice, "speed": 1.0 });
    request.json(&json!({ "text": text, "voice": voice }))
}

async fn hear(factory: &Factory, voice: &Value, text: &str) -> Response {
    preview(factory.here(Method::POST, "/api/v1/tts/preview"), voice, text).send().await.unwrap()
}

#[actix_web::test]
async fn a_voice_is_cloned_offered_heard_and_forgotten() {
    let factory = Factory::open().await;
    let made = cloned(&factory).await;
    assert_eq!(
        (&made["name"], &made["language"], &made["provider"]),
        (&json!("Ana"), &json!("en"), &json!("cloning-tone"))
    );
    assert_eq!(
        (&made["sample_duration_ms"], &made["consent_by"]),
        (&json!(7000), &json!(factory.ctx.actor().to_string()))
    );
    let list = factory.get(VOICES).await;
    assert_eq!((&list["items"][0]["id"], &list["next_cursor"]), (&made["id"], &Value::Null));
    assert_eq!(list["consent_text"], made["consent_text"], "what was agreed to is what is shown");
    let path = format!("{VOICES}/{}", made["id"].as_str().unwrap());
    assert_eq!(factory.get(&path).await["name"], "Ana");

    let sample = factory.request(Method::GET, made["sample_url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(sample.headers()["content-type"], "audio/wav");
    let sample = sample.bytes().await.unwrap();
    assert_eq!(domain::ContentHash::of_bytes(&sample).as_str(), made["sample_sha256"].as_str().unwrap());

    let offered = factory.get("/api/v1/tts/voices?provider=cloning-tone").await;
    let named: Vec<_> =
        offered["items"].as_array().unwrap().iter().filter(|voice| voice["id"] == made["voice"]).collect();
    assert_eq!((named.len(), &named[0]["name"]), (1, &json!("Ana")), "{offered}");
    let heard: Value = hear(&factory, &made["voice"], "Hello.").await.json().await.unwrap();
    assert_eq!(heard["voice_label"], "Cloning tone · Ana", "{heard}");

    let forget = async || factory.here(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(forget().await.status(), 204);
    assert_nothing(&factory, "after it was forgotten").await;
    problem(forget().await, 404, "not_found").await;
    problem(hear(&factory, &made["voice"], "Is anybody there?").await, 404, "voice_not_found").await;
    problem(
        factory.request(Method::GET, made["sample_url"].as_str().unwrap()).send().await.unwrap(),
        404,
        "not_found",
    )
    .await;
    factory.close().await;
}

#[actix_web::test]
async fn what_is_no_good_sample_is_refused_by_its_name_and_nothing_stays() {
    let factory = Factory::open().await;
    let mut broken = good();
    broken.truncate(100_000);
    let bomb = [b"PK\x03\x04\x14\0\0\0\x08\0".to_vec(), vec![0; 50_000]].concat();
    let cases = [
        (vec![], 400, "upload_empty"),
        (vec![0; 20_000_001], 413, "upload_too_large"),
        (vec![0; 25_000_000], 413, "upload_too_large"),
        (video(factory.folder.path()), 415, "sample_unsupported"),
        (bomb, 415, "sample_unsupported"),
        (b"hello, I am Ana".to_vec(), 415, "sample_unsupported"),
        (b"#EXTM3U\n#EXTINF:8,\n/etc/passwd\n".to_vec(), 415, "sample_unsupported"),
        (b"ffconcat version 1.0\nfile '/etc/passwd'\n".to_vec(), 415, "sample_unsupported"),
        (b"<!doctype html><title>Sign in</title>".to_vec(), 415, "sample_unsupported"),
        (broken, 422, "sample_unreadable"),
        (b"RIFF\x24\0\0\0WAVEfmt ".to_vec(), 422, "sample_unreadable"),
        (wav(5, 3000), 422, "sample_too_short"),
        (wav(302, 3000), 422, "sample_too_long"),
        (wav(7, 0), 422, "sample_too_quiet"),
        (wav(7, 40), 422, "sample_too_quiet"),
        (wav(7, 32_767), 422, "sample_clipped"),
    ];
    for (file, status, code) in cases {
        let start: Vec<u8> = file.iter().take(40).copied().collect();
        problem(send(&factory, plain(file)).await, status, code).await;
        assert_nothing(&factory, &String::from_utf8_lossy(&start)).await;
    }
    assert_eq!(factory.cloning.lessons(), 0, "no engine ever saw one of them");
    factory.close().await;
}

/// A real video, with sound, in a container that recordings have too.
#[expect(clippy::disallowed_methods, reason = "fixtures are made with the tool itself")]
fn video(folder: &Path) -> Vec<u8> {
    let path = folder.join("video.m4a");
    let line = "-nostdin -v error -f lavfi -i sine=d=7 -f lavfi -i color=red:s=64x64:d=7 -c:v libx264 -c:a aac -f mp4";
    let made = std::process::Command::new("ffmpeg").args(line.split(' ')).arg(&path).status().unwrap();
    assert!(made.success());
    std::fs::read(path).unwrap()
}

#[actix_web::test]
async fn what_the_form_lacks_is_told_before_anything_is_learned() {
    let factory = Factory::open().await;
    let long = "a".repeat(81);
    for ((field, value), status, code) in [
        (("consent", None), 422, "consent_required"),
        (("consent", Some("false")), 422, "consent_required"),
        (("consent", Some("")), 422, "consent_required"),
        (("name", None), 422, "invalid_body"),
        (("name", Some(" ")), 422, "invalid_body"),
        (("name", Some(&*long)), 422, "invalid_body"),
        (("language", Some("klingon!")), 422, "invalid_body"),
        (("provider", Some("nobody")), 404, "provider_not_found"),
        (("provider", Some("tone")), 422, "cloning_unsupported"),
    ] {
        problem(send(&factory, form(good(), (field, value))).await, status, code).await;
    }
    problem(send(&factory, plain(good()).text("extra", "x")).await, 400, "upload_field_unknown").await;
    problem(send(&factory, plain(good()).text("name", "Bea")).await, 400, "upload_field_unknown").await;
    problem(send(&factory, form(good(), ("name", Some(&"a".repeat(2000))))).await, 422, "invalid_body").await;
    let bare = Form::new().text("name", "Ana").text("consent", "true");
    problem(send(&factory, bare).await, 400, "upload_file_missing").await;
    assert_eq!(factory.cloning.lessons(), 0);
    assert_nothing(&factory, "after bad forms").await;
    factory.close().await;
}

#[actix_web::test]
async fn an_impatient_finger_clones_one_voice() {
    let factory = Factory::open().await;
    let click = || {
        let request = factory.here(Method::POST, CLONE).header("Idempotency-Key", "click");
        request.multipart(plain(good())).send()
    };
    for answer in join_all((0..4).map(|_| click())).await {
        let answer = answer.unwrap();
        if answer.status() == 409 {
            problem(answer, 409, "request_under_way").await;
        } else {
            assert_eq!(answer.status(), 201);
        }
    }
    assert_eq!((factory.cloning.lessons(), samples(&factory, &factory.ctx)), (1, 1));
    // The server was killed before the answer was kept.
    let broke_off =
        "UPDATE kept_answers SET status = NULL, body = NULL, content_type = NULL, held_until = now()";
    factory.database.run(broke_off).await;
    assert_eq!(click().await.unwrap().status(), 201);
    assert_eq!(factory.cloning.lessons(), 1);
    assert_eq!(factory.get(VOICES).await["items"].as_array().unwrap().len(), 1);
    // Two who mean it clone two.
    let (one, two) = futures_util::join!(cloned(&factory), cloned(&factory));
    assert_ne!(one["voice"], two["voice"]);
    factory.close().await;
}

#[actix_web::test]
async fn an_engine_that_fails_leaves_nothing_behind() {
    let factory = Factory::open().await;
    for (trouble, status, code) in
        [(Trouble::Refuses, 422, "voice_refused"), (Trouble::LosesAnswers, 503, "voice_failed")]
    {
        factory.cloning.trouble(trouble);
        problem(send(&factory, plain(good())).await, status, code).await;
        assert_nothing(&factory, code).await;
    }
    factory.cloning.trouble(Trouble::None);
    // The voice was learned, and its row cannot be stored.
    factory.database.run("ALTER TABLE cloned_voices ADD CONSTRAINT never CHECK (label <> 'Ana')").await;
    problem(send(&factory, plain(good())).await, 503, "database_unavailable").await;
    assert_nothing(&factory, "without a row").await;
    factory.database.run("ALTER TABLE cloned_voices DROP CONSTRAINT never").await;
    // What an engine does not forget stays, and can be forgotten again.
    let made = cloned(&factory).await;
    let path = format!("{VOICES}/{}", made["id"].as_str().unwrap());
    factory.cloning.trouble(Trouble::Remembers);
    let refused = factory.here(Method::DELETE, &path).send().await.unwrap();
    problem(refused, 503, "voice_busy").await;
    assert_eq!(factory.get(&path).await["id"], made["id"]);
    factory.cloning.trouble(Trouble::None);
    assert_eq!(factory.here(Method::DELETE, &path).send().await.unwrap().status(), 204);
    assert_nothing(&factory, "after it was forgotten at last").await;
    factory.close().await;
}

#[actix_web::test]
async fn a_voice_that_its_engine_lost_is_learned_again_once_and_speaks() {
    let factory = Factory::open().await;
    let made = cloned(&factory).await;
    factory.cloning.wipe();
    let offered = factory.get("/api/v1/tts/voices?provider=cloning-tone").await;
    assert!(
        offered["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|voice| voice["id"] == made["voice"] && voice["name"] == "Ana")
    );
    let texts = ["One.", "Two.", "Three.", "Four."];
    for answer in join_all(texts.map(|text| hear(&factory, &made["voice"], text))).await {
        assert_eq!(answer.status(), 200);
    }
    assert_eq!(factory.cloning.lessons(), 2, "four who miss it at once teach it once");
    // Without its sample it stays lost, and the person is told.
    factory.cloning.wipe();
    let id = made["id"].as_str().unwrap().parse().unwrap();
    domain::MediaStore::delete(&*factory.media, &factory.ctx, &MediaKey::VoiceSample(id)).await.unwrap();
    problem(hear(&factory, &made["voice"], "Five.").await, 404, "voice_not_found").await;
    factory.close().await;
}

#[actix_web::test]
async fn another_stores_voice_never_speaks_here() {
    let factory = Factory::open().await;
    let made = cloned(&factory).await;
    for other in [factory.second_store().await, factory.strangers_store().await] {
        let theirs = factory.cloned_voice(&other, "Theirs").await;
        let voice = json!(theirs.voice.as_str());
        problem(hear(&factory, &voice, "Hello.").await, 404, "voice_not_found").await;
        factory.cloning.wipe();
        problem(hear(&factory, &voice, "Hello.").await, 404, "voice_not_found").await;
        let offered = factory.get("/api/v1/tts/voices?provider=cloning-tone").await;
        assert!(!offered.to_string().contains("Theirs"), "{offered}");
        assert_eq!(factory.cloning.known(&other), 0, "nothing was learned for them either");
    }
    // The narration of a project finds as little.
    let other = factory.second_store().await;
    let there = |method, path: &str| {
        factory.request(method, path).header("X-Profile-Id", other.profile().to_string())
    };
    let (video, _job) = factory.footage(&other).await;
    factory.database.run("UPDATE jobs SET state = 'cancelled'").await;
    let voice = json!({ "provider": "cloning-tone", "voice": made["voice"], "speed": 1 });
    let body = json!({ "name": "n", "script": "Hello.", "source_video_ids": [video], "voice": voice });
    let project = there(Method::POST, "/api/v1/library/projects").json(&body).send().await.unwrap();
    let project = project.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/library/projects/{project}/generate-variants");
    let job: Value = there(Method::POST, &path)
        .json(&json!({ "variants": 1 }))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let job = job["id"].as_str().unwrap();
    work_until_over(&factory, job).await;
    let over = there(Method::GET, &format!("/api/v1/jobs/{job}"))
        .send()
        .await
        .unwrap()
        .json::<Value>()
        .await
        .unwrap();
    assert_eq!(over["error"]["code"], "voice_not_found", "{over}");
    factory.close().await;
}

/// Whoever cloned it was killed after the engine had learned the voice and before its row was stored.
#[actix_web::test]
async fn a_sample_without_a_row_goes_with_its_voice_when_the_store_is_tidied() {
    let factory = Factory::open().await;
    let kept = factory.cloned_voice(&factory.ctx, "Kept").await;
    factory.cloning.trouble(Trouble::Hangs);
    let (studio, ctx) = (factory.studio.clone(), factory.ctx);
    let recording = factory.folder.path().join("ana.wav");
    std::fs::write(&recording, good()).unwrap();
    let wanted = VoiceToClone {
        provider: "cloning-tone".parse().unwrap(),
        label: VoiceLabel::parse("Ana").unwrap(),
        language: "en".parse().unwrap(),
        consents: true,
    };
    let cloning =
        actix_web::rt::spawn(async move { studio.clone_voice(&ctx, wanted, &recording, None).await });
    let deadline = tokio::time::Instant::now() + Duration::from_mins(1);
    while factory.cloning.known(&factory.ctx) < 2 {
        assert!(tokio::time::Instant::now() < deadline, "it is never learned");
        tokio::task::yield_now().await;
    }
    cloning.abort();
    assert!(cloning.await.unwrap_err().is_cancelled());
    factory.cloning.trouble(Trouble::None);
    assert_eq!(samples(&factory, &factory.ctx), 2);
    factory.footage(&factory.ctx).await;
    factory.database.run("UPDATE jobs SET state = 'cancelled'").await;
    age(&factory, &factory.profile());
    factory.database.run("UPDATE queues SET tidied_at = now() - interval '25 hours'").await;
    domain::JobQueue::sweep(&*factory.stores).await.unwrap();
    let id = factory.get("/api/v1/jobs?limit=1").await["items"][0]["id"].as_str().unwrap().to_owned();
    work_until_over(&factory, &id).await;
    assert_eq!(factory.get(&format!("/api/v1/jobs/{id}")).await["result"]["removed"], 1);
    assert_eq!((samples(&factory, &factory.ctx), factory.cloning.known(&factory.ctx)), (1, 1));
    assert!(ClonedVoiceStore::find(&*factory.stores, &factory.ctx, kept.id).await.is_ok());
    factory.close().await;
}

#[actix_web::test]
async fn a_deleted_stores_voices_are_forgotten_and_no_others() {
    let factory = Factory::open().await;
    let other = factory.second_store().await;
    factory.cloned_voice(&factory.ctx, "Ours").await;
    factory.cloned_voice(&other, "Theirs").await;
    let path = format!("/api/v1/profiles/{}", other.profile());
    assert_eq!(factory.request(Method::DELETE, &path).send().await.unwrap().status(), 204);
    let id = JobId::new();
    let soon = format!("UPDATE jobs SET run_at = now(), id = '{id}' WHERE kind = 'remove_files'");
    factory.database.run(&soon).await;
    work_until_over(&factory, &id.to_string()).await;
    let known = |ctx: &ProfileContext| (samples(&factory, ctx), factory.cloning.known(ctx));
    assert_eq!((known(&factory.ctx), known(&other)), ((1, 1), (0, 0)));
    factory.close().await;
}
