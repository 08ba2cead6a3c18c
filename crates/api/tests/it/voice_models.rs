//! Voice models through the API: what may be done by whom, and the job that brings one.

use reqwest::Method;
use serde_json::{Value, json};
use studio::{Ports, SignInBy};
use testkit::listed_models::ListedModels;

use crate::{
    factory::{Factory, problem},
    working::work_until_over,
};

const MODELS: &str = "/api/v1/voice-models";

fn path(end: &str) -> String {
    format!("{MODELS}/{}{end}", ListedModels::VOICE)
}

async fn queued(factory: &Factory) -> Value {
    let answer = factory.here(Method::POST, &path("/pull")).send().await.unwrap();
    assert_eq!(answer.status(), 202);
    answer.json().await.unwrap()
}

async fn state(factory: &Factory) -> Value {
    factory.get(MODELS).await["items"][0]["state"].clone()
}

#[actix_web::test]
async fn models_are_listed_by_engine_and_language() {
    let factory = Factory::open().await;
    let all = factory.get(MODELS).await;
    assert_eq!((all["items"].as_array().unwrap().len(), &all["next_cursor"]), (2, &Value::Null));
    let first = &all["items"][0];
    assert_eq!((&first["id"], &first["state"]), (&json!(ListedModels::VOICE), &json!("absent")));
    assert_eq!((&first["size_bytes"], &first["may_change"]), (&json!(1000), &json!(true)));
    assert_eq!(first["licence_url"], "https://example.org/licence");
    for (query, count) in [
        ("?engine=piper", 2),
        ("?engine=kokoro", 0),
        ("?language=ro", 1),
        ("?language=ro_RO", 1),
        ("?language=en-us&engine=piper", 1),
        ("?language=xx", 0),
    ] {
        let found = factory.get(&format!("{MODELS}{query}")).await;
        assert_eq!(found["items"].as_array().unwrap().len(), count, "{query}");
    }
    let odd = factory.here(Method::GET, &format!("{MODELS}?cursor=x")).send().await.unwrap();
    problem(odd, 400, "invalid_cursor").await;
    let fetched = factory.here(Method::POST, &format!("{MODELS}/refresh")).send().await.unwrap();
    assert_eq!(fetched.json::<Value>().await.unwrap(), json!({ "models": 2 }));
    factory.close().await;
}

#[actix_web::test]
async fn a_double_click_brings_a_model_by_one_job() {
    let factory = Factory::open().await;
    let (one, two) = (queued(&factory).await, queued(&factory).await);
    assert_eq!(one["id"], two["id"]);
    assert_eq!(one["kind"], "pull_voice_model");
    assert_eq!((&one["voice_model"], &one["subject_id"]), (&json!(ListedModels::VOICE), &Value::Null));
    let id = one["id"].as_str().unwrap();
    work_until_over(&factory, id).await;
    let done = factory.get(&format!("/api/v1/jobs/{id}")).await;
    assert_eq!((&done["state"], &done["progress"]), (&json!("done"), &json!(1.0)), "{done}");
    assert_eq!(done["result"], json!({ "voice_model": ListedModels::VOICE, "size_bytes": 1000 }));
    assert_eq!(state(&factory).await, "present");

    let checked = factory.here(Method::POST, &path("/verify")).send().await.unwrap();
    assert_eq!(checked.json::<Value>().await.unwrap()["state"], "present");
    let removed = factory.here(Method::DELETE, &path("")).send().await.unwrap();
    assert_eq!((removed.status().as_u16(), state(&factory).await), (204, json!("absent")));

    // What was had before can be had again, by another job; and once more.
    for _ in 0..2 {
        let again = queued(&factory).await;
        assert_ne!(again["id"], one["id"]);
        assert_eq!(queued(&factory).await["id"], again["id"]);
        work_until_over(&factory, again["id"].as_str().unwrap()).await;
        assert_eq!(state(&factory).await, "present");
    }
    factory.close().await;
}

#[actix_web::test]
async fn a_download_that_was_cancelled_can_be_asked_for_again() {
    let factory = Factory::open().await;
    let first = queued(&factory).await;
    let cancel = format!("/api/v1/jobs/{}/cancel", first["id"].as_str().unwrap());
    let cancelled = factory.here(Method::POST, &cancel).send().await.unwrap();
    assert_eq!(cancelled.json::<Value>().await.unwrap()["state"], "cancelled");
    let second = queued(&factory).await;
    assert!(second["id"] != first["id"] && second["state"] == "ready", "{second}");

    // One that a worker is still at goes on until that hears of it; whoever asks again wants another one.
    let lease = "state = 'running', lease_by = gen_random_uuid(), lease_until = now() + interval '1 hour'";
    factory.database.run(&format!("UPDATE jobs SET {lease} WHERE state = 'ready'")).await;
    assert_eq!(queued(&factory).await["id"], second["id"]);
    let cancel = format!("/api/v1/jobs/{}/cancel", second["id"].as_str().unwrap());
    let cancelled = factory.here(Method::POST, &cancel).send().await.unwrap();
    assert_eq!(cancelled.json::<Value>().await.unwrap()["state"], "running");
    let third = queued(&factory).await;
    assert!(third["id"] != second["id"] && third["state"] == "ready", "{third}");
    assert_eq!(queued(&factory).await["id"], third["id"]);
    factory.close().await;
}

#[actix_web::test]
async fn a_key_gives_the_same_answer_again() {
    let factory = Factory::open().await;
    let ask = || factory.here(Method::POST, &path("/pull")).header("Idempotency-Key", "click-1").send();
    let first: Value = ask().await.unwrap().json().await.unwrap();
    let again = ask().await.unwrap();
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    assert_eq!(again.json::<Value>().await.unwrap()["id"], first["id"]);
    factory.close().await;
}

/// The server of the model is away: the job waits and tries again, and says why.
#[actix_web::test]
async fn a_download_that_fails_says_what_to_do() {
    let factory = Factory::open().await;
    let path = format!("{MODELS}/{}/pull", ListedModels::UNREACHABLE);
    let job: Value = factory.here(Method::POST, &path).send().await.unwrap().json().await.unwrap();
    let id = job["id"].as_str().unwrap();
    factory.database.run("UPDATE jobs SET max_attempts = 1").await;
    work_until_over(&factory, id).await;
    let dead = factory.get(&format!("/api/v1/jobs/{id}")).await;
    assert_eq!((&dead["state"], &dead["error"]["code"]), (&json!("dead"), &json!("voice_model_unreachable")));
    assert!(dead["error"]["detail"].as_str().unwrap().contains("goes on where it was"), "{dead}");
    factory.close().await;
}

#[actix_web::test]
async fn what_is_no_model_is_not_found() {
    let factory = Factory::open().await;
    for id in ["no_NO-such-voice", "..%2F..%2Fetc", "%00", "a%20b", ".hidden"] {
        for (method, end) in [(Method::POST, "/pull"), (Method::POST, "/verify"), (Method::DELETE, "")] {
            let asked = factory.here(method, &format!("{MODELS}/{id}{end}")).send().await.unwrap();
            problem(asked, 404, "not_found").await;
        }
    }
    factory.close().await;
}

/// Models are every store's of the machine: people who sign in over the network look, and its operator changes.
#[actix_web::test]
async fn only_who_is_on_the_machine_changes_its_models() {
    let factory = Factory::opened(SignInBy::Accounts, false).await;
    factory.account("ana@example.org").await;
    let cookie = factory.session("ana@example.org").await;
    let (_id, token) = factory.token(&factory.ctx).await;
    let changes = [
        (Method::POST, path("/pull")),
        (Method::POST, path("/verify")),
        (Method::DELETE, path("")),
        (Method::POST, format!("{MODELS}/refresh")),
    ];
    for (method, path) in changes {
        let ask = || factory.here(method.clone(), &path);
        for request in [ask().header("Cookie", &cookie), ask().bearer_auth(&token)] {
            problem(request.send().await.unwrap(), 403, "voice_models_not_yours").await;
        }
    }
    let list = factory.here(Method::GET, MODELS).header("Cookie", &cookie).send().await.unwrap();
    assert_eq!(list.json::<Value>().await.unwrap()["items"][0]["may_change"], false);
    let jobs = factory.here(Method::GET, "/api/v1/jobs").header("Cookie", &cookie).send().await.unwrap();
    assert_eq!(jobs.json::<Value>().await.unwrap()["items"], json!([]));
    factory.close().await;
}

#[actix_web::test]
async fn everybody_changes_them_where_the_operator_says_so() {
    let everybody = |ports: &mut Ports| ports.voice_models_by_everyone = true;
    let factory = Factory::opened_with(SignInBy::Accounts, false, everybody).await;
    factory.account("ana@example.org").await;
    let cookie = factory.session("ana@example.org").await;
    let pulled = factory.here(Method::POST, &path("/pull")).header("Cookie", &cookie).send().await.unwrap();
    assert_eq!(pulled.status(), 202);
    factory.close().await;
}
