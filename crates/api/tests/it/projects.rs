//! From a script to a job: what the routes take, keep and refuse.

use domain::{ClipStore, FootageStore as _};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::factory::{Factory, problem};

const PATH: &str = "/api/v1/library/projects";

async fn project(factory: &Factory, body: &Value) -> Value {
    let made = factory.here(Method::POST, PATH).json(body).send().await.unwrap();
    assert_eq!(made.status(), 201);
    made.json().await.unwrap()
}

#[actix_web::test]
async fn a_project_is_made_changed_and_deleted() {
    let factory = Factory::open().await;
    let (video, _job) = factory.footage(&factory.ctx).await;
    let made =
        project(&factory, &json!({ "name": "Spring", "script": "Hello.", "source_video_ids": [video] }))
            .await;
    assert_eq!(made["voice"], json!({ "provider": "tone", "voice": "en-us", "speed": 1.0 }));
    let path = format!("{PATH}/{}", made["id"].as_str().unwrap());
    let voice = json!({ "provider": "tone", "voice": "en-us", "speed": 0.55 });
    let changed = factory.here(Method::PATCH, &path).json(&json!({ "voice": voice })).send().await.unwrap();
    let changed: Value = changed.json().await.unwrap();
    assert_eq!(
        (&changed["voice"], &changed["name"], &changed["script"]),
        (&voice, &made["name"], &made["script"])
    );
    assert_eq!(factory.get(&path).await, changed);
    let clip = factory.clip(&factory.ctx, Some(made["id"].as_str().unwrap().parse().unwrap())).await;
    assert_eq!(factory.get(&format!("{path}/clips")).await["items"][0]["id"], clip.id.to_string());
    let deleted = factory.here(Method::DELETE, &path).send().await.unwrap();
    assert_eq!(deleted.status(), StatusCode::NO_CONTENT);
    problem(factory.here(Method::GET, &path).send().await.unwrap(), 404, "not_found").await;
    assert_eq!(factory.get(&format!("/api/v1/library/clips/{}", clip.id)).await["project_id"], Value::Null);
    let gone =
        factory.here(Method::DELETE, &format!("/api/v1/library/clips/{}", clip.id)).send().await.unwrap();
    assert_eq!(gone.status(), StatusCode::NO_CONTENT);
    assert!(ClipStore::find(&*factory.stores, &factory.ctx, clip.id).await.is_err());
    factory.close().await;
}

#[actix_web::test]
async fn a_project_that_cannot_be_is_refused_by_field() {
    let factory = Factory::open().await;
    let voice =
        |provider: &str, speed: f64| json!({ "provider": provider, "voice": "en-us", "speed": speed });
    for (field, value, code) in [
        ("script", json!(" \n"), "script_empty"),
        ("script", json!("🎉"), "script_nothing_to_say"),
        ("script", json!("a".repeat(10_001)), "script_too_long"),
        ("name", json!(""), "invalid_project"),
        ("voice", voice("none", 1.0), "invalid_voice"),
        ("voice", voice("tone", 0.4), "invalid_voice"),
        ("voice", voice("tone", -1.0), "invalid_voice"),
        ("voice", voice("tone", 1e300), "invalid_voice"),
        ("source_video_ids", json!(["x"]), "invalid_body"),
    ] {
        let mut body = json!({ "name": "n", "script": "Hello.", "source_video_ids": [] });
        body[field] = value;
        let refused = factory.here(Method::POST, PATH).json(&body).send().await.unwrap();
        problem(refused, 422, code).await;
    }
    factory.close().await;
}

#[actix_web::test]
async fn variants_are_enqueued_once_for_a_key() {
    let factory = Factory::open().await;
    let (video, _job) = factory.footage(&factory.ctx).await;
    let made =
        project(&factory, &json!({ "name": "n", "script": "Hello.", "source_video_ids": [video] })).await;
    let path = format!("{PATH}/{}/generate-variants", made["id"].as_str().unwrap());
    let ask = |variants: i32, key: &'static str| {
        let request = factory.here(Method::POST, &path).header("Idempotency-Key", key);
        request.json(&json!({ "variants": variants })).send()
    };
    let first = ask(3, "key-1").await.unwrap();
    assert_eq!(first.status(), StatusCode::ACCEPTED);
    let first: Value = first.json().await.unwrap();
    assert_eq!((&first["kind"], &first["subject_id"]), (&json!("generate_variants"), &made["id"]));
    let again: Value = ask(3, "key-1").await.unwrap().json().await.unwrap();
    assert_eq!(again["id"], first["id"]);
    problem(ask(2, "key-1").await.unwrap(), 422, "idempotency_conflict").await;
    for key in ["", "two words", "x\u{e9}"] {
        problem(ask(1, key).await.unwrap(), 400, "invalid_idempotency_key").await;
    }
    for variants in [0, 11, 4_000] {
        problem(ask(variants, "key-2").await.unwrap(), 422, "invalid_variants").await;
    }
    let cancel = format!("/api/v1/jobs/{}/cancel", first["id"].as_str().unwrap());
    let cancelled = factory.here(Method::POST, &cancel).send().await.unwrap();
    assert_eq!(cancelled.status(), StatusCode::ACCEPTED);
    assert_eq!(cancelled.json::<Value>().await.unwrap()["state"], "cancelled");
    factory.close().await;
}

#[actix_web::test]
async fn footage_must_be_there_and_ready() {
    let factory = Factory::open().await;
    let (video, _job) = factory.footage(&factory.ctx).await;
    let bare = project(&factory, &json!({ "name": "n", "script": "Hello.", "source_video_ids": [] })).await;
    let made =
        project(&factory, &json!({ "name": "n", "script": "Hello.", "source_video_ids": [video] })).await;
    let ask = |project: &Value| {
        let path = format!("{PATH}/{}/generate-variants", project["id"].as_str().unwrap());
        factory.here(Method::POST, &path).json(&json!({ "variants": 1 })).send()
    };
    problem(ask(&bare).await.unwrap(), 422, "no_footage").await;
    factory.stores.record_failure(&factory.ctx, video, "it has no picture").await.unwrap();
    problem(ask(&made).await.unwrap(), 409, "footage_failed").await;
    assert_eq!(factory.get(&format!("/api/v1/source-videos/{video}")).await["error"], "It has no picture.");
    factory.close().await;
}

#[actix_web::test]
async fn lists_continue_by_their_cursor() {
    let factory = Factory::open().await;
    for n in 0..5 {
        project(&factory, &json!({ "name": format!("p{n}"), "script": "Hello.", "source_video_ids": [] }))
            .await;
    }
    let (mut names, mut path, mut pages) = (Vec::new(), format!("{PATH}?limit=2"), 0);
    loop {
        let page = factory.get(&path).await;
        names.extend(
            page["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap().to_owned()),
        );
        pages += 1;
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        path = format!("{PATH}?limit=2&cursor={cursor}");
    }
    assert_eq!((names.join(" "), pages), ("p4 p3 p2 p1 p0".to_owned(), 3));
    factory.close().await;
}

#[actix_web::test]
async fn engines_and_their_voices_are_listed() {
    let factory = Factory::open().await;
    let engines = factory.get("/api/v1/tts/providers").await;
    assert_eq!(
        engines["items"][0],
        json!({ "name": "tone", "label": "Tone", "draft": true,
            "availability": { "state": "available", "version": "1", "cure": null },
            "privacy": { "leaves_machine": false, "sent_to": null }, "clones_voices": false, "notice": null,
            "cost_micro_usd_per_1000_characters": 0, "languages": ["en"] })
    );
    let voices = factory.get("/api/v1/tts/voices?provider=tone").await;
    assert_eq!(
        voices["items"],
        json!([{ "id": "en-us", "name": "Tone", "language": "en-us", "also_speaks": [], "gender": null,
            "sample_url": null }])
    );
    assert_eq!(factory.get("/api/v1/tts/providers?language=ro").await["items"], json!([]));
    assert_eq!(
        factory.get("/api/v1/tts/voices?provider=tone&language=en-gb").await["items"],
        voices["items"]
    );
    assert_eq!(factory.get("/api/v1/tts/voices?provider=tone&language=ro").await["items"], json!([]));
    assert_eq!(factory.get("/api/v1/tts/models?provider=tone").await["items"], json!([]));
    assert_eq!(factory.get("/api/v1/tts/account?provider=tone").await["account"], Value::Null);
    for (query, status, code) in [
        ("?provider=x", 404, "provider_not_found"),
        ("?provider=", 404, "provider_not_found"),
        ("", 400, "invalid_query"),
    ] {
        let refused = factory.here(Method::GET, &format!("/api/v1/tts/voices{query}")).send().await.unwrap();
        problem(refused, status, code).await;
    }
    factory.close().await;
}

#[actix_web::test]
async fn stores_are_made_changed_and_one_opens_first() {
    let factory = Factory::open().await;
    let body = json!({ "name": "Lamps", "icon": "💡" });
    let made = factory.request(Method::POST, "/api/v1/profiles").json(&body).send().await.unwrap();
    assert_eq!(made.status(), 201);
    let made: Value = made.json().await.unwrap();
    assert_eq!(
        (&made["colour"], &made["icon"], &made["is_default"]),
        (&json!("#5b5bd6"), &json!("💡"), &json!(false))
    );
    let path = format!("/api/v1/profiles/{}", made["id"].as_str().unwrap());
    let changed =
        factory.request(Method::PATCH, &path).json(&json!({ "colour": "#AABBCC" })).send().await.unwrap();
    let changed: Value = changed.json().await.unwrap();
    assert_eq!((&changed["colour"], &changed["name"]), (&json!("#aabbcc"), &json!("Lamps")));
    let first = factory.request(Method::POST, &format!("{path}/set-default")).send().await.unwrap();
    assert_eq!(first.json::<Value>().await.unwrap()["is_default"], true);
    let list = factory.get("/api/v1/profiles").await;
    let defaults = list["items"].as_array().unwrap().iter().filter(|store| store["is_default"] == true);
    assert_eq!((defaults.count(), &list["next_cursor"]), (1, &Value::Null));
    factory.close().await;
}
