//! Scripts spoken without a video: by the chosen voice, or by the store's own stand-ins; and what leaves of them.

use std::{sync::Arc, time::Duration};

use domain::{TtsError, TtsProvider};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use testkit::{
    refusing_tts::RefusingTts,
    tone_tts::{PaidTone, ToneTts},
};

use crate::{
    factory::{Factory, left_behind, problem},
    gated_tts::GatedTts,
    working::work_until_over,
};

const GENERATE: &str = "/api/v1/tts/generate";
const NARRATIONS: &str = "/api/v1/tts/narrations";
/// Long enough that its language is told for certain.
const SCRIPT: &str = "This bottle keeps your water cold for a whole day. No leaks, no fuss. Choose your colour and order today.";

fn no_key() -> TtsError {
    TtsError::KeyRefused { cure: "store a good key.".to_owned() }
}

fn busy() -> TtsError {
    TtsError::Busy { retry_after: Some(Duration::from_millis(1)) }
}

async fn ask(factory: &Factory, provider: &str, script: &str) -> Response {
    let voice = json!({ "provider": provider, "voice": "en-us", "speed": 1 });
    let body = json!({ "script": script, "voice": voice });
    factory.here(Method::POST, GENERATE).json(&body).send().await.unwrap()
}

/// Has a script spoken; returns the job when it is over.
async fn spoken(factory: &Factory, provider: &str, script: &str) -> Value {
    let asked = ask(factory, provider, script).await;
    assert_eq!(asked.status(), 202);
    let job = asked.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    work_until_over(factory, &job).await;
    factory.get(&format!("/api/v1/jobs/{job}")).await
}

async fn narration_of(factory: &Factory, job: &Value) -> Value {
    factory.get(&format!("{NARRATIONS}/{}", job["subject_id"].as_str().unwrap())).await
}

async fn let_speak_instead(factory: &Factory, engines: &[&str]) {
    let path = format!("/api/v1/profiles/{}", factory.profile());
    let body = json!({ "tts_settings": { "fallback": engines } });
    let changed = factory.request(Method::PATCH, &path).json(&body).send().await.unwrap();
    assert_eq!(changed.status(), 200, "{}", changed.text().await.unwrap());
}

/// What was spent this month; nothing may be set aside any more.
async fn spent(factory: &Factory) -> i64 {
    let month = factory.get("/api/v1/costs/summary").await["month"].clone();
    assert_eq!(month["reserved_micro_usd"], 0, "{month}");
    let open = "SELECT 1 / (1 - sign(count(*))) FROM cost_entries WHERE state = 'reserved'";
    assert!(factory.database.succeeds(open).await, "an entry of the books is open");
    month["spent_micro_usd"].as_i64().unwrap()
}

#[actix_web::test]
async fn a_script_is_spoken_found_listed_and_deleted() {
    let factory = Factory::open().await;
    let job = spoken(&factory, "paid-tone", "Hello there. And goodbye.").await;
    assert_eq!((&job["kind"], &job["state"]), (&json!("narrate"), &json!("done")), "{job}");
    assert_eq!(job["result"]["narration_id"], job["subject_id"]);
    let narration = narration_of(&factory, &job).await;
    assert_eq!((&narration["state"], &narration["job_id"]), (&json!("spoken"), &job["id"]));
    assert_eq!(narration["voice_label"], "Paid tone · en-us");
    let sentences = narration["sentences"].as_array().unwrap();
    assert_eq!((&sentences[1]["text"], &sentences[0]["start_ms"]), (&json!("And goodbye."), &json!(0)));
    assert_eq!(sentences[1]["start_ms"], sentences[0]["duration_ms"]);
    assert!(sentences[1]["words"][0]["start_ms"].as_u64() >= sentences[1]["start_ms"].as_u64());
    let sound = factory.request(Method::GET, sentences[0]["audio_url"].as_str().unwrap()).send().await;
    assert_eq!(sound.unwrap().status(), 200);
    let list = factory.get(NARRATIONS).await;
    assert_eq!((&list["items"][0]["id"], &list["next_cursor"]), (&narration["id"], &Value::Null));
    assert_eq!(spent(&factory).await, 24 * PaidTone::MICRO_USD_A_CHARACTER);
    let path = format!("{NARRATIONS}/{}", narration["id"].as_str().unwrap());
    assert_eq!(factory.here(Method::DELETE, &path).send().await.unwrap().status(), 204);
    problem(factory.here(Method::GET, &path).send().await.unwrap(), 404, "not_found").await;
    assert_eq!(factory.get("/api/v1/tts/cache").await["sentences"], 2, "what was paid stays in the cache");
    factory.close().await;
}

#[actix_web::test]
async fn a_script_that_cannot_be_spoken_is_refused_and_nothing_is_kept() {
    let factory = Factory::open().await;
    for (provider, script, status, code) in [
        ("tone", " ", 422, "script_empty"),
        ("tone", "🎉", 422, "script_nothing_to_say"),
        ("nobody", "Hello.", 422, "invalid_voice"),
    ] {
        problem(ask(&factory, provider, script).await, status, code).await;
    }
    problem(ask(&factory, "tone", &"a ".repeat(5_001)).await, 422, "script_too_long").await;
    let path = format!("/api/v1/profiles/{}", factory.profile());
    let limit = json!({ "monthly_quota_micro_usd": 5_999 });
    factory.request(Method::PATCH, &path).json(&limit).send().await.unwrap();
    problem(ask(&factory, "paid-tone", "Hello.").await, 429, "quota_exceeded").await;
    assert_eq!(factory.get(NARRATIONS).await["items"], json!([]));
    assert_eq!(factory.get("/api/v1/jobs").await["items"], json!([]));
    assert_eq!(spent(&factory).await, 0);
    factory.close().await;
}

#[actix_web::test]
async fn the_same_key_again_is_the_same_narration() {
    let factory = Factory::open().await;
    let body = json!({ "script": "Hello." });
    let send = || factory.here(Method::POST, GENERATE).header("Idempotency-Key", "once").json(&body).send();
    let first = send().await.unwrap().json::<Value>().await.unwrap();
    let again = send().await.unwrap();
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    assert_eq!(again.json::<Value>().await.unwrap(), first);
    let lost = "UPDATE kept_answers SET status = NULL, body = NULL, content_type = NULL, held_until = now()";
    factory.database.run(lost).await;
    assert_eq!(send().await.unwrap().json::<Value>().await.unwrap()["id"], first["id"]);
    assert_eq!(factory.get(NARRATIONS).await["items"].as_array().unwrap().len(), 1);
    factory.close().await;
}

#[actix_web::test]
async fn a_deleted_or_stopped_narration_is_not_spoken_and_gives_its_money_back() {
    let factory = Factory::open().await;
    let asked = async |script: &str| ask(&factory, "paid-tone", script).await.json::<Value>().await.unwrap();
    let (deleted, stopped) = (asked("Deleted.").await, asked("Stopped.").await);
    let path = format!("{NARRATIONS}/{}", deleted["subject_id"].as_str().unwrap());
    assert_eq!(factory.here(Method::DELETE, &path).send().await.unwrap().status(), 204);
    let path = format!("/api/v1/jobs/{}/cancel", stopped["id"].as_str().unwrap());
    assert_eq!(factory.here(Method::POST, &path).send().await.unwrap().status(), 202);
    let job = factory.get(&format!("/api/v1/jobs/{}", deleted["id"].as_str().unwrap())).await;
    assert_eq!(job["state"], "cancelled");
    let narration = narration_of(&factory, &stopped).await;
    assert_eq!(narration["state"], "failed");
    assert!(narration["failure"].as_str().unwrap().contains("cancelled"), "{narration}");
    assert_eq!(spent(&factory).await, 0);
    factory.close().await;
}

#[actix_web::test]
async fn a_deleted_store_takes_its_narrations_along_and_no_others() {
    let factory = Factory::open().await;
    let other = factory.second_store().await.profile().to_string();
    let body = json!({ "script": "Hello." });
    for store in [&factory.profile(), &other] {
        let asked = factory.request(Method::POST, GENERATE).header("X-Profile-Id", store).json(&body).send();
        assert_eq!(asked.await.unwrap().status(), 202);
    }
    let gone = factory.request(Method::DELETE, &format!("/api/v1/profiles/{other}")).send().await.unwrap();
    assert_eq!(gone.status(), 204);
    assert!(!factory.database.rows_of(other.parse().unwrap()).await.contains("narrations "));
    assert_eq!(factory.get(NARRATIONS).await["items"].as_array().unwrap().len(), 1);
    factory.close().await;
}

#[actix_web::test]
async fn the_stores_own_list_speaks_in_its_order_but_nobody_who_costs_or_lacks_the_language() {
    let chosen = Arc::new(RefusingTts::new("chosen", no_key).priced(1000));
    let romanian = Arc::new(RefusingTts::new("romanian", no_key).times(0).speaking("ro"));
    let broken = Arc::new(RefusingTts::new("broken", no_key));
    let second = Arc::new(RefusingTts::new("second", no_key).times(0));
    let voices: Vec<Arc<dyn TtsProvider>> = vec![
        Arc::new(ToneTts),
        chosen.clone(),
        romanian.clone(),
        Arc::new(PaidTone),
        broken.clone(),
        second.clone(),
    ];
    let factory = Factory::speaking_by(voices).await;
    let_speak_instead(&factory, &["paid-tone", "romanian", "chosen", "broken", "second", "tone"]).await;
    let job = spoken(&factory, "chosen", SCRIPT).await;
    assert_eq!(job["state"], "done", "{job}");
    let narration = narration_of(&factory, &job).await;
    assert_eq!(narration["voice_label"], "second · en-us");
    let note = "chosen could not speak: store a good key. broken · en-us could not speak: store a good key. \
                second · en-us spoke instead.";
    assert_eq!((&narration["notes"], &job["result"]["notes"]), (&json!([note]), &json!([note])));
    assert!(chosen.asked() > 0 && broken.asked() > 0);
    assert_eq!((romanian.asked(), second.asked()), (0, 3), "each attempt begins anew");
    assert_eq!(spent(&factory).await, 0, "no stand-in costs, and what was set aside is given back");
    factory.close().await;
}

#[actix_web::test]
async fn without_a_list_the_job_fails_with_what_the_voice_said() {
    let chosen = Arc::new(RefusingTts::new("chosen", no_key).priced(1000));
    let factory = Factory::speaking_by(vec![Arc::new(ToneTts), chosen]).await;
    let job = spoken(&factory, "chosen", SCRIPT).await;
    assert_eq!((&job["state"], &job["error"]["code"]), (&json!("failed"), &json!("voice_key_refused")));
    let narration = narration_of(&factory, &job).await;
    assert_eq!((&narration["state"], &narration["failure"]), (&json!("failed"), &json!("Store a good key.")));
    assert_eq!(spent(&factory).await, 0);
    let id = narration["id"].as_str().unwrap();
    let export = factory.here(Method::GET, &format!("{NARRATIONS}/{id}/export?format=wav")).send().await;
    problem(export.unwrap(), 409, "narration_not_spoken").await;
    factory.close().await;
}

#[actix_web::test]
async fn what_passes_is_tried_again_first_and_stands_in_only_at_the_last_attempt() {
    let patient = Arc::new(RefusingTts::new("patient", busy).times(2));
    let stuck = Arc::new(RefusingTts::new("stuck", busy).priced(1000));
    let voices: Vec<Arc<dyn TtsProvider>> = vec![Arc::new(ToneTts), patient.clone(), stuck.clone()];
    let factory = Factory::speaking_by(voices).await;
    let_speak_instead(&factory, &["tone"]).await;
    let job = spoken(&factory, "patient", "Hello.").await;
    assert_eq!((&job["attempt"], &job["result"]["notes"]), (&json!(3), &json!([])), "{job}");
    assert_eq!(narration_of(&factory, &job).await["voice_label"], "patient · en-us");
    let job = spoken(&factory, "stuck", "Hello.").await;
    assert_eq!((&job["state"], &job["attempt"]), (&json!("done"), &json!(5)), "{job}");
    assert_eq!(stuck.asked(), 5, "each attempt asks the chosen voice first");
    assert_eq!(narration_of(&factory, &job).await["voice_label"], "Tone · en-us (draft voice)");
    assert_eq!(spent(&factory).await, 0);
    factory.close().await;
}

#[actix_web::test]
async fn the_same_sentence_at_a_time_is_bought_once() {
    let paid = Arc::new(RefusingTts::new("paid", no_key).times(0).priced(1000));
    let factory = Factory::speaking_by(vec![paid.clone()]).await;
    let job = spoken(&factory, "paid", "Hello. Hello. Hello. Hello.").await;
    assert_eq!(narration_of(&factory, &job).await["sentences"].as_array().unwrap().len(), 4);
    assert_eq!((paid.asked(), spent(&factory).await), (1, 6_000));
    factory.close().await;
}

#[actix_web::test]
async fn what_is_being_spoken_when_a_sentence_fails_is_booked_and_kept_and_nothing_else_is_begun() {
    let gated = Arc::new(GatedTts::default());
    let factory = Factory::speaking_by(vec![gated.clone()]).await;
    let asked = ask(&factory, "gated", "This is refused. Hello there. Never begun.").await;
    let job = asked.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    let open_late = async {
        gated.waiting.acquire().await.unwrap().forget();
        gated.refused.acquire().await.unwrap().forget();
        // Whoever would not wait for it is over and done with by then.
        for _ in 0..1000 {
            tokio::task::yield_now().await;
        }
        gated.gate.add_permits(9);
    };
    tokio::join!(work_until_over(&factory, &job), open_late);
    let job = factory.get(&format!("/api/v1/jobs/{job}")).await;
    assert_eq!((&job["state"], &job["error"]["code"]), (&json!("failed"), &json!("voice_key_refused")));
    assert_eq!(spent(&factory).await, 12 * PaidTone::MICRO_USD_A_CHARACTER);
    assert_eq!(factory.get("/api/v1/tts/cache").await["sentences"], 1);
    assert_eq!(gated.waiting.available_permits(), 0, "the third sentence was begun");
    factory.close().await;
}

#[actix_web::test]
async fn a_narration_leaves_as_sound_captions_and_data() {
    let factory = Factory::open().await;
    let job = spoken(&factory, "tone", "Lumânări: 50% off! And goodbye.").await;
    let id = job["subject_id"].as_str().unwrap().to_owned();
    let export = async |format: &str| {
        let path = format!("{NARRATIONS}/{id}/export?format={format}");
        factory.here(Method::GET, &path).send().await.unwrap()
    };
    let milliseconds = narration_of(&factory, &job).await["duration_ms"].as_u64().unwrap();
    for (format, kind, begins) in [
        ("wav", "audio/wav", "RIFF"),
        ("mp3", "audio/mpeg", "mp3RIFF"),
        ("m4a", "audio/mp4", "m4aRIFF"),
        ("srt", "application/x-subrip; charset=utf-8", "1\n00:00:00,"),
        ("vtt", "text/vtt; charset=utf-8", "WEBVTT\n\n00:00:00."),
        ("json", "application/json", "{"),
    ] {
        let file = export(format).await;
        assert_eq!(file.status(), 200);
        assert_eq!(file.headers()["content-type"], kind);
        let name = file.headers()["content-disposition"].to_str().unwrap().to_owned();
        assert!(name.starts_with("attachment; filename=\"Lum_n_ri 50% off! And goodbye."), "{name}");
        assert!(name.contains(&format!("And%20goodbye.{format}")), "{name}");
        let bytes = file.bytes().await.unwrap();
        assert!(bytes.starts_with(begins.as_bytes()), "{format}");
        if format == "wav" {
            let samples = u64::try_from(bytes.len() - 44).unwrap() / 2;
            assert_eq!(
                (samples / 48, samples % 1600),
                (milliseconds, 0),
                "48 kHz of 16 bits, in whole frames"
            );
        }
    }
    let data: Value = export("json").await.json().await.unwrap();
    assert_eq!(data["sentences"][1]["words"][0]["text"], "And");
    problem(export("ogg").await, 400, "invalid_query").await;
    assert_eq!(left_behind(factory.folder.path()), 0);
    factory.here(Method::DELETE, "/api/v1/tts/cache").send().await.unwrap();
    problem(export("mp3").await, 410, "narration_cleared").await;
    assert_eq!(export("srt").await.status(), 200, "captions need no sound");
    let other = factory.second_store().await;
    let path = format!("{NARRATIONS}/{id}/export?format=srt");
    let foreign = factory.request(Method::GET, &path).header("X-Profile-Id", other.profile().to_string());
    problem(foreign.send().await.unwrap(), 404, "not_found").await;
    factory.close().await;
}
