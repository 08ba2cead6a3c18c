//! A sentence of one's own in any voice, and the cache that keeps it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::factory::{Factory, problem};

const PREVIEW: &str = "/api/v1/tts/preview";
const CACHE: &str = "/api/v1/tts/cache";

fn said(provider: &str, text: &str) -> Value {
    json!({ "text": text, "voice": { "provider": provider, "voice": "en-us", "speed": 1.0 } })
}

async fn spent(factory: &Factory) -> i64 {
    factory.get("/api/v1/costs/summary?range=all").await["total_micro_usd"].as_i64().unwrap()
}

#[actix_web::test]
async fn a_sentence_is_heard_and_paid_once() {
    let factory = Factory::open().await;
    let ask = || factory.here(Method::POST, PREVIEW).json(&said("paid-tone", "Hello there, world.")).send();
    let (first, second) = futures_util::join!(ask(), ask());
    let (first, second): (Value, Value) =
        (first.unwrap().json().await.unwrap(), second.unwrap().json().await.unwrap());
    assert_eq!(first["words"], second["words"]);
    assert_eq!(first["words"].as_array().unwrap().len(), 3, "{first}");
    assert_eq!(spent(&factory).await, 19_000, "two who ask at once pay once");
    let again: Value = ask().await.unwrap().json().await.unwrap();
    assert_eq!(again["cost_micro_usd"], 0);
    let sound = factory.request(Method::GET, first["audio_url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(sound.status(), 200);
    assert_eq!(sound.headers()["content-type"], "audio/wav");
    assert!(sound.bytes().await.unwrap().starts_with(b"RIFF"));
    factory.close().await;
}

#[actix_web::test]
async fn what_cannot_be_heard_is_refused_with_the_cure_and_costs_nothing() {
    let factory = Factory::open().await;
    let long = "a ".repeat(151);
    for (body, status, code) in [
        (said("tone", ""), 422, "script_empty"),
        (said("tone", "!?"), 422, "script_nothing_to_say"),
        (said("paid-tone", &long), 422, "script_too_long"),
        (said("nobody", "Hello."), 404, "provider_not_found"),
        (
            json!({ "text": "Hi.", "voice": { "provider": "paid-tone", "voice": "gone", "speed": 1 } }),
            404,
            "voice_not_found",
        ),
    ] {
        let refused = factory.here(Method::POST, PREVIEW).json(&body).send().await.unwrap();
        problem(refused, status, code).await;
    }
    assert_eq!(spent(&factory).await, 0);
    factory.close().await;
}

#[actix_web::test]
async fn the_cache_is_of_one_store_and_is_emptied_by_choice() {
    let factory = Factory::open().await;
    let other = factory.second_store().await.profile().to_string();
    let there = |method| factory.request(method, CACHE).header("X-Profile-Id", &other);
    let heard: Value = factory
        .here(Method::POST, PREVIEW)
        .json(&said("tone", "Only here."))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let here = factory.get(CACHE).await;
    assert_eq!(here["sentences"], 1);
    assert!(
        here["size_bytes"].as_u64().unwrap() > 10_000 && here["limit_bytes"].as_u64().unwrap() > 0,
        "{here}"
    );
    let theirs: Value = there(Method::DELETE).send().await.unwrap().json().await.unwrap();
    assert_eq!(theirs["sentences"], 0);
    assert_eq!(factory.get(CACHE).await["sentences"], 1, "another store's emptying does not reach it");
    let emptied: Value = factory.here(Method::DELETE, CACHE).send().await.unwrap().json().await.unwrap();
    assert_eq!((emptied["sentences"].as_u64(), emptied["size_bytes"].as_u64()), (Some(0), Some(0)));
    let gone = factory.request(Method::GET, heard["audio_url"].as_str().unwrap()).send().await.unwrap();
    problem(gone, 404, "not_found").await;
    factory.close().await;
}

#[actix_web::test]
async fn engines_are_compared_for_a_text() {
    let factory = Factory::open().await;
    let text = "This bottle keeps your water cold for a whole day. No leaks, no fuss. Choose your colour.";
    let compare = || async {
        let sent =
            factory.here(Method::POST, "/api/v1/tts/quote").json(&json!({ "text": text })).send().await;
        sent.unwrap().json::<Value>().await.unwrap()
    };
    let before = compare().await;
    assert_eq!(before["language"], "en");
    let engine = |quote: &Value, name: &str| {
        let all = quote["providers"].as_array().unwrap();
        all.iter().find(|engine| engine["provider"] == name).unwrap().clone()
    };
    let tone = engine(&before, "tone");
    assert_eq!((&tone["expected_ms"], &tone["speaks_language"]), (&Value::Null, &Value::Bool(true)));
    factory.here(Method::POST, PREVIEW).json(&said("tone", "Hello.")).send().await.unwrap();
    let after = compare().await;
    assert!(engine(&after, "tone")["expected_ms"].is_u64(), "what was heard is expected: {after}");
    assert_eq!(engine(&after, "paid-tone")["cost_micro_usd"], 87_000);
    factory.close().await;
}
