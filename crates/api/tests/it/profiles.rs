//! Stores over HTTP: settings, deletion, copies, dashboards, keys, and jobs that went wrong.

use std::sync::Arc;

use domain::{
    JobFailure, JobQueue as _, MediaKey, MediaStore as _, PageRequest, ProfileContext, Retry, WorkerId,
};
use reqwest::Method;
use serde_json::{Value, json};
use studio::SignInBy;

use crate::{
    factory::{Factory, problem},
    text_renderer::TextRenderer,
    working::work_until_over,
};

#[actix_web::test]
async fn settings_merge_and_are_read_back() {
    let factory = Factory::open().await;
    let path = format!("/api/v1/profiles/{}", factory.profile());
    let patch = |body: Value| factory.request(Method::PATCH, &path).json(&body).send();
    let voices = json!({ "espeak-ng": { "voice": "ro", "speed": 1.2 }, "kokoro": { "model": "v1.0" } });
    let body = json!({
        "context_text": "Lumânări de soia", "monthly_quota_micro_usd": 5_000_000,
        "tts_settings": { "provider": "espeak-ng", "voices": voices, "fallback": ["tone", "tone", "kokoro"] },
        "caption_style": { "highlight_colour": "#00FF00", "position_percent": 60 },
        "publisher_defaults": { "channels": ["tiktok-1"] },
    });
    assert_eq!(patch(body).await.unwrap().status(), 200);
    let body = json!({ "tts_settings": { "voices": { "kokoro": null, "espeak-ng": { "speed": 0.9, "tuning": { "pitch_hz": -5 } } } } });
    assert_eq!(patch(body).await.unwrap().status(), 200);
    let kept = factory.get(&path).await;
    assert_eq!(kept["context_text"], "Lumânări de soia");
    let tuning = json!({ "pitch_hz": -5, "volume_percent": null, "stability_percent": null,
        "similarity_percent": null, "style_percent": null });
    let voices = json!({ "espeak-ng": { "voice": "ro", "model": null, "speed": 0.9, "tuning": tuning } });
    let fallback = ["tone", "kokoro"];
    assert_eq!(
        kept["tts_settings"],
        json!({ "provider": "espeak-ng", "voices": voices, "fallback": fallback })
    );
    assert_eq!(kept["caption_style"]["highlight_colour"], "#00ff00");
    assert_eq!(kept["caption_style"]["position_percent"], 60);
    assert_eq!(kept["publisher_defaults"], json!({ "channels": ["tiktok-1"] }));
    assert_eq!(kept["monthly_quota_micro_usd"], 5_000_000);
    for (bad, code) in [
        (json!({ "caption_style": { "text_colour": "red" } }), "invalid_settings"),
        (json!({ "caption_style": { "position_percent": 90 } }), "invalid_settings"),
        (json!({ "tts_settings": { "voices": { "a": { "speed": 9 } } } }), "invalid_voice"),
        (
            json!({ "tts_settings": { "voices": { "a": { "tuning": { "pitch_hz": 101 } } } } }),
            "invalid_voice",
        ),
        (
            json!({ "tts_settings": { "fallback": ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"] } }),
            "invalid_settings",
        ),
        (json!({ "context_text": "x".repeat(10_001) }), "invalid_settings"),
        (json!({ "tts_settings": { "speed": 1 } }), "invalid_body"),
    ] {
        problem(patch(bad).await.unwrap(), 422, code).await;
    }
    assert_eq!(factory.get(&path).await, kept);
    // A project without a voice gets the store's.
    let new = json!({ "name": "n", "script": "Bună.", "source_video_ids": [] });
    let refused = factory.here(Method::POST, "/api/v1/library/projects").json(&new).send().await.unwrap();
    problem(refused, 422, "invalid_voice").await;
    let body = json!({ "tts_settings": { "provider": "tone", "voices": { "tone": { "speed": 1.5 } } } });
    assert_eq!(patch(body).await.unwrap().status(), 200);
    let made = factory.here(Method::POST, "/api/v1/library/projects").json(&new).send().await.unwrap();
    let voice = made.json::<Value>().await.unwrap()["voice"].clone();
    assert_eq!(voice, json!({ "provider": "tone", "voice": "en-us", "speed": 1.5 }));
    factory.close().await;
}

#[actix_web::test]
async fn a_new_project_takes_the_look_of_its_store_and_may_differ() {
    let factory = Factory::open().await;
    let (music, picture) = factory.music_and_picture(&factory.ctx, "own").await;
    let path = format!("/api/v1/profiles/{}", factory.profile());
    let patch = |body: Value| factory.request(Method::PATCH, &path).json(&body).send();
    let project = async |making: Value| {
        let body = json!({ "name": "n", "script": "Hello.", "source_video_ids": [], "making": making,
            "voice": { "provider": "tone", "voice": "en-us", "speed": 1 } });
        let made = factory.here(Method::POST, "/api/v1/library/projects").json(&body).send().await.unwrap();
        assert_eq!(made.status(), 201);
        made.json::<Value>().await.unwrap()
    };
    let before = project(json!({})).await;
    assert_eq!(
        (&before["making"]["format"], &before["making"]["mix"]["music"]),
        (&json!("vertical"), &json!(null))
    );
    let logo =
        json!({ "picture_id": picture, "corner": "top_left", "width_percent": 20, "opacity_percent": 80 });
    let look = json!({ "denoise": 1, "sharpen": 0, "grade": "warm", "logo": logo });
    let card = json!({ "title": "Order today", "detail": "lamps.example", "duration_ms": 2000,
        "background": "#000000", "text_colour": "#ffffff" });
    let settled = json!({ "format": "square", "transition": "dip", "look": look, "music_id": music,
        "music_below_voice_lu": 12, "original_percent": 5, "end_card": card });
    assert_eq!(patch(json!({ "making_defaults": settled })).await.unwrap().status(), 200);
    assert_eq!(factory.get(&path).await["making_defaults"], settled);
    let making = project(json!({ "transition": "cut", "end_card": null })).await["making"].clone();
    let bed = json!({ "music_id": music, "below_voice_lu": 12, "start_ms": 0 });
    assert_eq!((&making["format"], &making["mix"]["music"]), (&json!("square"), &bed));
    assert_eq!((&making["transition"], &making["end_card"]), (&json!("cut"), &Value::Null));
    assert_eq!(making["look"], Value::Null, "goes on as the store's does");
    let own = json!({ "denoise": 0, "sharpen": 3, "grade": "natural", "logo": null });
    assert_eq!(project(json!({ "look": own })).await["making"]["look"], own);
    // What was there before keeps what was copied into it.
    let id = before["id"].as_str().unwrap();
    assert_eq!(factory.get(&format!("/api/v1/library/projects/{id}")).await["making"], before["making"]);
    for used in [format!("/api/v1/pictures/{picture}"), format!("/api/v1/music/{music}")] {
        problem(factory.here(Method::DELETE, &used).send().await.unwrap(), 409, "conflict").await;
    }
    let forgotten = json!({ "making_defaults": { "music_id": null, "look": { "grade": "warm" } } });
    assert_eq!(patch(forgotten).await.unwrap().status(), 200);
    for free in [format!("/api/v1/pictures/{picture}"), format!("/api/v1/music/{music}")] {
        assert_eq!(factory.here(Method::DELETE, &free).send().await.unwrap().status(), 204);
    }
    factory.close().await;
}

#[actix_web::test]
async fn a_look_names_only_files_of_its_own_store() {
    let factory = Factory::open().await;
    let other = factory.second_store().await;
    let (music, picture) = factory.music_and_picture(&other, "theirs").await;
    let path = format!("/api/v1/profiles/{}", factory.profile());
    let kept = factory.get(&path).await;
    let logo =
        json!({ "picture_id": picture, "corner": "top_left", "width_percent": 20, "opacity_percent": 80 });
    for (bad, status, code) in [
        (json!({ "look": { "logo": logo } }), 404, "not_found"),
        (json!({ "music_id": music, "format": "square" }), 404, "not_found"),
        (json!({ "look": { "denoise": 4 } }), 422, "invalid_settings"),
        (json!({ "music_below_voice_lu": 41 }), 422, "invalid_settings"),
        (
            json!({ "end_card": { "title": "", "duration_ms": 2000, "background": "#000000", "text_colour": "#ffffff" } }),
            422,
            "invalid_settings",
        ),
        (json!({ "quality": "draft" }), 422, "invalid_body"),
    ] {
        let refused = factory.request(Method::PATCH, &path).json(&json!({ "making_defaults": bad }));
        problem(refused.send().await.unwrap(), status, code).await;
    }
    assert_eq!(factory.get(&path).await, kept);
    factory.close().await;
}

#[actix_web::test]
async fn a_deleted_store_is_gone_and_the_first_one_stays() {
    let factory = Factory::open().await;
    let other = factory.second_store().await;
    let clip = factory.clip(&other, None).await;
    let path = format!("/api/v1/profiles/{}", other.profile());
    let link = factory.links(crate::factory::LINK_KEY).url(&other, &MediaKey::Clip(clip.id));
    assert_eq!(factory.request(Method::GET, &link).send().await.unwrap().status(), 200);
    assert_eq!(factory.request(Method::DELETE, &path).send().await.unwrap().status(), 204);
    problem(factory.request(Method::DELETE, &path).send().await.unwrap(), 404, "profile_not_found").await;
    problem(factory.request(Method::GET, &link).send().await.unwrap(), 404, "profile_not_found").await;
    let own = format!("/api/v1/profiles/{}", factory.profile());
    let first = factory.request(Method::DELETE, &own).send().await.unwrap();
    problem(first, 409, "profile_is_default").await;
    factory.close().await;
}

#[actix_web::test]
async fn a_copy_has_files_of_its_own() {
    let factory = Factory::open().await;
    let other = factory.second_store().await;
    let (video, _job) = factory.footage(&factory.ctx).await;
    let new = json!({ "name": "Spring", "script": "Hello.", "source_video_ids": [video] });
    let made = factory.here(Method::POST, "/api/v1/library/projects").json(&new).send().await.unwrap();
    let id = made.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/library/projects/{id}/copy");
    let body = json!({ "profile_id": other.profile().uuid() });
    let copy = factory.here(Method::POST, &path).json(&body).send().await.unwrap();
    assert_eq!(copy.status(), 201);
    let copy: Value = copy.json().await.unwrap();
    assert_ne!(copy["id"], id);
    let footage = copy["source_video_ids"][0].as_str().unwrap().parse().unwrap();
    let read = async |ctx: &ProfileContext, key: &MediaKey| {
        let local = factory.media.local(ctx, key, factory.folder.path()).await.unwrap();
        std::fs::read(local.path).unwrap()
    };
    assert_eq!(read(&other, &MediaKey::SourceVideo(footage)).await, b"0123456789");
    // The original goes; the copy stays, and the original store never saw it.
    let gone = factory.here(Method::DELETE, &format!("/api/v1/source-videos/{video}")).send().await.unwrap();
    assert_eq!(gone.status(), 204);
    assert_eq!(read(&other, &MediaKey::SourceVideo(footage)).await, b"0123456789");
    let list = factory.get("/api/v1/library/projects").await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    factory.close().await;
}

#[actix_web::test]
async fn footage_that_is_looked_at_cannot_be_copied_yet_and_leaves_nothing() {
    let factory = Factory::open().await;
    let other = factory.second_store().await;
    let video = factory.upload_only(&factory.ctx).await;
    let new = json!({ "name": "Spring", "script": "Hello.", "source_video_ids": [video] });
    let made = factory.here(Method::POST, "/api/v1/library/projects").json(&new).send().await.unwrap();
    let id = made.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    let before = factory.database.rows_of(other.profile().uuid()).await;
    let path = format!("/api/v1/library/projects/{id}/copy");
    let body = json!({ "profile_id": other.profile().uuid() });
    let refused = factory.here(Method::POST, &path).json(&body).send().await.unwrap();
    problem(refused, 409, "footage_not_ready").await;
    assert_eq!(factory.database.rows_of(other.profile().uuid()).await, before);
    assert!(!factory.folder.path().join("media").join(other.profile().to_string()).exists());
    factory.close().await;
}

#[actix_web::test]
async fn a_dashboard_has_its_range() {
    let factory = Factory::open().await;
    factory.clip(&factory.ctx, None).await;
    let path = format!("/api/v1/profiles/{}/dashboard", factory.profile());
    for range in ["7d", "30d", "90d", "all"] {
        let sums = factory.get(&format!("{path}?range={range}")).await;
        assert_eq!((&sums["range"], &sums["month"]["level"]), (&json!(range), &json!("fine")));
    }
    assert_eq!(factory.get(&path).await["range"], "30d");
    assert_eq!(factory.get(&format!("{path}?range=all")).await["clips"], 1);
    let bad = factory.request(Method::GET, &format!("{path}?range=1y")).send().await.unwrap();
    problem(bad, 400, "invalid_query").await;
    factory.close().await;
}

#[actix_web::test]
async fn a_key_goes_in_and_never_comes_out() {
    const CANARY: &str = "sk-canary-5d1f0a77";
    let factory = Factory::open().await;
    let path = "/api/v1/credentials/elevenlabs";
    let stored = factory.here(Method::PUT, path).json(&json!({ "secret": CANARY })).send().await.unwrap();
    assert_eq!(stored.status(), 200);
    let told = stored.text().await.unwrap();
    assert!(told.contains("0a77") && !told.contains(CANARY), "{told}");
    let listed = factory.get("/api/v1/credentials").await;
    assert_eq!(listed["items"][0]["last_four"], "0a77");
    assert!(!listed.to_string().contains(CANARY));
    let refused =
        factory.here(Method::PUT, path).json(&json!({ "secret": "two words" })).send().await.unwrap();
    let told = problem(refused, 422, "invalid_credential").await;
    assert!(!told.to_string().contains("two words"));
    let wrong =
        factory.here(Method::PUT, path).json(&json!({ "secret": { "key": CANARY } })).send().await.unwrap();
    assert!(!wrong.text().await.unwrap().contains(CANARY));
    let unknown = factory.here(Method::PUT, "/api/v1/credentials/other").json(&json!({ "secret": "x" }));
    problem(unknown.send().await.unwrap(), 404, "not_found").await;
    let rows = factory.database.rows_of(factory.ctx.profile().uuid()).await;
    assert!(!rows.contains(CANARY));
    assert_eq!(factory.here(Method::DELETE, path).send().await.unwrap().status(), 204);
    problem(factory.here(Method::DELETE, path).send().await.unwrap(), 404, "not_found").await;
    factory.close().await;
}

#[actix_web::test]
async fn a_job_that_went_wrong_is_seen_and_begun_anew() {
    let factory = Factory::open().await;
    let (_video, job) = factory.footage(&factory.ctx).await;
    factory.footage(&factory.ctx).await;
    let id = job.fields.id;
    let path = format!("/api/v1/jobs/{id}/requeue");
    problem(factory.here(Method::POST, &path).send().await.unwrap(), 409, "job_not_over").await;
    let lease = std::time::Duration::from_secs(30);
    let claimed = factory.stores.claim(WorkerId::new(), lease).await.unwrap().unwrap();
    let failure = JobFailure { code: "footage_unusable".into(), detail: "it has no picture".into() };
    factory.stores.fail(&factory.ctx, &claimed.lease, &failure, Retry::Never).await.unwrap();
    let wrong = factory.get("/api/v1/jobs?only=went_wrong").await;
    assert_eq!(wrong["items"].as_array().unwrap().len(), 1);
    assert_eq!(wrong["items"][0]["error"]["code"], "footage_unusable");
    let failed = wrong["items"][0]["id"].as_str().unwrap();
    let again = factory.here(Method::POST, &format!("/api/v1/jobs/{failed}/requeue")).send().await.unwrap();
    assert_eq!(again.status(), 202);
    let again: Value = again.json().await.unwrap();
    assert_eq!(
        (&again["state"], &again["attempt"], &again["error"]),
        (&json!("ready"), &json!(0), &json!(null))
    );
    assert!(factory.get("/api/v1/jobs?only=went_wrong").await["items"].as_array().unwrap().is_empty());
    assert_eq!(PageRequest::default().limit(), 50);
    factory.close().await;
}

#[actix_web::test]
async fn an_analysis_that_was_cancelled_is_begun_anew_and_comes_to_its_end() {
    let factory = Factory::opened_with(SignInBy::Machine, false, |ports| {
        ports.renderer = Arc::new(TextRenderer::default());
    });
    let factory = factory.await;
    let path = format!("/api/v1/source-videos/{}", factory.upload_only(&factory.ctx).await);
    let job = factory.get("/api/v1/jobs").await["items"][0]["id"].as_str().unwrap().to_owned();
    let ask = async |what: &str| {
        let asked = factory.here(Method::POST, &format!("/api/v1/jobs/{job}/{what}")).send().await.unwrap();
        assert_eq!(asked.status(), 202);
        factory.get(&path).await
    };
    let cancelled = ask("cancel").await;
    assert_eq!(cancelled["state"], "failed");
    assert!(cancelled["error"].as_str().unwrap().contains("begin it anew in Jobs"), "{cancelled}");
    let again = ask("requeue").await;
    assert_eq!((&again["state"], &again["error"]), (&json!("analysing"), &Value::Null));
    work_until_over(&factory, &job).await;
    assert_eq!(factory.get(&format!("/api/v1/jobs/{job}")).await["state"], "done");
    let ready = factory.get(&path).await;
    assert_eq!((&ready["state"], &ready["segment_count"]), (&json!("ready"), &json!(1)), "{ready}");
    factory.close().await;
}
