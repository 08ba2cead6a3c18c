//! Speech for OpenAI's clients: by a token of a store, within its budget.

use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::factory::{Factory, problem};

const SPEECH: &str = "/v1/audio/speech";
const TWO: &str = "Hello there, world. This is the second sentence.";

fn asked(factory: &Factory, token: &str, body: &Value) -> RequestBuilder {
    factory.request(Method::POST, SPEECH).bearer_auth(token).json(body)
}

async fn token(factory: &Factory) -> String {
    let ctx = factory.second_store().await;
    factory.token(&ctx).await.1
}

#[actix_web::test]
async fn a_token_is_enough_to_speak_in_every_form() {
    let factory = Factory::open().await;
    let token = token(&factory).await;
    for (format, media_type, begins) in [
        ("pcm", "audio/pcm", &b""[..]),
        ("wav", "audio/wav", b"RIFF\xff\xff\xff\xffWAVE"),
        ("mp3", "audio/mpeg", b"mp3RIFF"),
        ("opus", "audio/ogg", b"opusRIFF"),
        ("aac", "audio/aac", b"aacRIFF"),
        ("flac", "audio/flac", b"flacRIFF"),
    ] {
        let body =
            json!({ "model": "tone", "voice": { "id": "en-us" }, "input": TWO, "response_format": format });
        let said = asked(&factory, &token, &body).send().await.unwrap();
        assert_eq!(said.status(), 200, "{format}");
        assert_eq!(said.headers()["content-type"], media_type);
        let bytes = said.bytes().await.unwrap();
        assert!(bytes.starts_with(begins), "{format}");
        if format == "pcm" {
            // 42 letters of 60 ms, and .25 s after each sentence, in whole frames.
            let ms = bytes.len() / 48;
            assert!((2_900..=3_200).contains(&ms), "{ms} ms of samples at 24 kHz");
        }
    }
    let plain = json!({ "model": "tts-1", "voice": "default", "input": "Hello.", "instructions": "Softly." });
    let said = asked(&factory, &token, &plain).send().await.unwrap();
    assert_eq!(
        (said.status().as_u16(), &said.headers()["content-type"]),
        (200, &"audio/mpeg".parse().unwrap())
    );
    factory.close().await;
}

#[actix_web::test]
async fn events_carry_the_sound_and_end_with_what_was_used() {
    let factory = Factory::open().await;
    let token = token(&factory).await;
    let body = json!({ "model": "tone", "voice": "en-us", "input": TWO, "response_format": "pcm", "stream_format": "sse" });
    let said = asked(&factory, &token, &body).send().await.unwrap();
    assert_eq!(said.headers()["content-type"], "text/event-stream");
    let text = said.text().await.unwrap();
    let events: Vec<Value> = text
        .split_terminator("\n\n")
        .map(|event| serde_json::from_str(&event["data: ".len()..]).unwrap())
        .collect();
    let kinds: Vec<&str> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["speech.audio.delta", "speech.audio.delta", "speech.audio.done"]);
    assert_eq!(events[2]["usage"]["input_tokens"], 48);
    factory.close().await;
}

#[actix_web::test]
async fn what_is_refused_is_told_as_their_clients_read_it() {
    let factory = Factory::open().await;
    let token = token(&factory).await;
    let long = "a".repeat(4097);
    for (body, status, code) in [
        (json!({ "model": "nobody", "voice": "x", "input": "Hello." }), 404, "provider_not_found"),
        (
            json!({ "model": "tone", "voice": "gone", "input": "Hello.", "response_format": "pcm" }),
            404,
            "voice_not_found",
        ),
        (json!({ "model": "tone", "voice": "en-us", "input": "" }), 422, "script_empty"),
        (json!({ "model": "tone", "voice": "en-us", "input": long }), 422, "script_too_long"),
        (json!({ "model": "tone", "voice": "en-us", "input": "Hello.", "speed": 4 }), 422, "invalid_voice"),
        (
            json!({ "model": "tone", "voice": "en-us", "input": "Hello.", "stream_format": "sse" }),
            422,
            "invalid_body",
        ),
    ] {
        let refused = problem(asked(&factory, &token, &body).send().await.unwrap(), status, code).await;
        assert_eq!(refused["error"]["code"], code);
        assert_eq!(refused["error"]["message"], refused["detail"]);
    }
    let body = json!({ "model": "tone", "voice": "en-us", "input": "Hello." });
    problem(asked(&factory, "ef_wrong", &body).send().await.unwrap(), 401, "token_refused").await;
    problem(factory.request(Method::POST, SPEECH).json(&body).send().await.unwrap(), 400, "profile_required")
        .await;
    factory.close().await;
}

#[actix_web::test]
async fn the_budget_is_asked_before_the_first_sentence_and_other_stores_pay_nothing() {
    let factory = Factory::open().await;
    let ctx = factory.second_store().await;
    let token = factory.token(&ctx).await.1;
    let path = format!("/api/v1/profiles/{}", ctx.profile());
    let limit = json!({ "monthly_quota_micro_usd": 30_000 });
    assert_eq!(factory.request(Method::PATCH, &path).json(&limit).send().await.unwrap().status(), 200);
    let say = |input: &str| json!({ "model": "paid-tone", "voice": "en-us", "input": input, "response_format": "pcm" });
    let refused = asked(&factory, &token, &say(TWO)).send().await.unwrap();
    let refused = problem(refused, 429, "quota_exceeded").await;
    assert_eq!((&refused["needed_micro_usd"], &refused["used_micro_usd"]), (&json!(47_000), &json!(0)));
    let said = asked(&factory, &token, &say("Hello there, world.")).send().await.unwrap();
    assert_eq!(said.status(), 200);
    said.bytes().await.unwrap();
    let spent = |id: String| {
        let factory = &factory;
        async move {
            let asked =
                factory.request(Method::GET, "/api/v1/costs/summary?range=all").header("X-Profile-Id", id);
            asked.send().await.unwrap().json::<Value>().await.unwrap()["total_micro_usd"].clone()
        }
    };
    assert_eq!(spent(ctx.profile().to_string()).await, 19_000);
    assert_eq!(spent(factory.profile()).await, 0);
    factory.close().await;
}

#[actix_web::test]
async fn voices_are_listed_with_the_model_that_speaks_them() {
    let factory = Factory::open().await;
    let token = token(&factory).await;
    let list = |query: &str| {
        factory.request(Method::GET, &format!("/v1/audio/voices{query}")).bearer_auth(&token).send()
    };
    let all: Value = list("").await.unwrap().json().await.unwrap();
    assert_eq!(
        all["voices"][0],
        json!({ "id": "en-us", "name": "Tone", "model": "tone", "language": "en-us" })
    );
    let models: Vec<&Value> = all["voices"].as_array().unwrap().iter().map(|voice| &voice["model"]).collect();
    assert_eq!(models[..2], ["tone", "paid-tone"]);
    let one: Value = list("?model=paid-tone").await.unwrap().json().await.unwrap();
    assert_eq!(one["voices"].as_array().unwrap().len(), 1);
    factory.close().await;
}
