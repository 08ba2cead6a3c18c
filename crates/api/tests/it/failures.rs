//! The video tool fails half-way: the job says why, goes on from its chunks, and what it uses stays.

use std::{io::ErrorKind, sync::Arc};

use domain::{RenderError, Renderer as _};
use reqwest::Method;
use serde_json::{Value, json};
use studio::SignInBy;

use crate::{
    factory::Factory,
    plans::{PATH, film, make, project},
    text_renderer::TextRenderer,
    working::{age, work_until, work_until_over},
};

const DOING: &str = "rendering a sentence";

async fn rendering(renderer: &Arc<TextRenderer>, chunk_cache_bytes: u64) -> Factory {
    let factory = Factory::opened_with(SignInBy::Machine, false, |ports| {
        ports.renderer = renderer.clone();
        ports.chunk_cache_bytes = chunk_cache_bytes;
    });
    let factory = factory.await;
    factory.database.run("UPDATE jobs SET state = 'cancelled'").await;
    factory
}

fn failures() -> Vec<(&'static str, &'static str, RenderError)> {
    let (program, last_lines) = ("ffmpeg", "frame 7".to_owned());
    vec![
        (
            "render_killed",
            "give the machine more memory",
            RenderError::Killed { program, doing: DOING, signal: 9, last_lines: last_lines.clone() },
        ),
        ("out_of_memory", "choose a lower quality", RenderError::OutOfMemory { program, doing: DOING }),
        (
            "disk_full",
            "make room",
            RenderError::Io { doing: "write a file", source: ErrorKind::StorageFull.into() },
        ),
        (
            "render_stuck",
            "its last lines: frame 7",
            RenderError::Stuck { program, doing: DOING, seconds: 180, last_lines },
        ),
    ]
}

#[actix_web::test]
async fn a_video_goes_on_from_its_chunks_after_whatever_befell_the_tool() {
    let renderer = Arc::new(TextRenderer::default());
    let factory = rendering(&renderer, 1_000_000).await;
    let (video, _segments) = film(&factory, &factory.ctx, 12).await;
    let path = project(&factory, &video).await;
    let wish = json!({ "variants": 1 });
    let job = factory.here(Method::POST, &format!("{path}/generate-variants")).json(&wish).send().await;
    let job = job.unwrap().json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    for (attempt, (code, cure, failure)) in (1..).zip(failures()) {
        // One more goes well each time.
        let mut next = vec![Some(failure)];
        if attempt > 1 {
            next.push(None);
        }
        *renderer.failures.lock().unwrap() = next;
        // A person needs a minute to make room; all else is soon tried again.
        let waits = format!("(run_at > now() + interval '50 seconds') = {}", code == "disk_full");
        let wanted =
            format!("state = 'ready' AND attempt = {attempt} AND failure_code = '{code}' AND {waits}");
        work_until(&factory, &job, &wanted).await;
        let now = factory.get(&format!("/api/v1/jobs/{job}")).await;
        assert_eq!(now["error"]["code"], code);
        let detail = now["error"]["detail"].as_str().unwrap();
        assert!(detail.contains(cure) && detail.starts_with(char::is_uppercase), "{now}");
        let rendered = renderer.rendered.lock().unwrap().len();
        assert_eq!(
            rendered + 1,
            usize::try_from(attempt).unwrap(),
            "the chunks of earlier attempts are there"
        );
        factory.database.run("UPDATE jobs SET run_at = now() WHERE state = 'ready'").await;
    }
    work_until_over(&factory, &job).await;
    let now = factory.get(&format!("/api/v1/jobs/{job}")).await;
    assert_eq!((&now["state"], &now["error"]), (&json!("done"), &Value::Null));
    let mut rendered = renderer.rendered.lock().unwrap().clone();
    let all = rendered.len();
    rendered.sort();
    rendered.dedup();
    assert_eq!((rendered.len(), all), (4, 4), "each sentence was rendered once");
    factory.close().await;
}

#[actix_web::test]
async fn what_the_engine_has_to_remark_is_a_note_of_each_clip() {
    let renderer = Arc::new(TextRenderer::default());
    let factory = rendering(&renderer, 1_000_000).await;
    let (video, _segments) = film(&factory, &factory.ctx, 12).await;
    let path = project(&factory, &video).await;
    let clip =
        make(&factory, &format!("{path}/generate-variants"), &json!({ "variants": 1 })).await.remove(0);
    let remark = renderer.remark().unwrap();
    let told =
        |clip: &Value| clip["notes"].as_array().unwrap().iter().filter(|note| **note == *remark).count();
    assert_eq!(told(&clip), 1, "{clip}");
    // Rendered again it is there once.
    let again = format!("/api/v1/library/clips/{}/render", clip["id"].as_str().unwrap());
    assert_eq!(told(&make(&factory, &again, &json!({})).await[0]), 1);
    factory.close().await;
}

#[actix_web::test]
async fn a_video_leaves_the_cache_within_its_bound_and_what_others_use_stays() {
    let renderer = Arc::new(TextRenderer::default());
    let factory = rendering(&renderer, 1).await;
    let (video, _segments) = film(&factory, &factory.ctx, 12).await;
    let path = project(&factory, &video).await;
    let chunks = factory.folder.path().join("media").join(factory.profile()).join("chunks");
    let count = || std::fs::read_dir(&chunks).unwrap().count();
    let generate = format!("{path}/generate-variants");
    let one = make(&factory, &generate, &json!({ "variants": 1 })).await.remove(0);
    let again = format!("/api/v1/library/clips/{}/render", one["id"].as_str().unwrap());
    assert_eq!(count(), 4, "a job that is tried again goes on from what was made just now");
    // A day later the cache loses everything while a video is made of it.
    age(&factory, &factory.profile());
    renderer.emptied.lock().unwrap().push(chunks.clone());
    make(&factory, &again, &json!({})).await;
    assert_eq!(renderer.rendered.lock().unwrap().len(), 4, "what it had taken was its own");
    assert!(!chunks.exists());
    factory.close().await;
}

#[actix_web::test]
async fn old_chunks_go_when_a_video_is_over() {
    let renderer = Arc::new(TextRenderer::default());
    let factory = rendering(&renderer, 1).await;
    let (video, _segments) = film(&factory, &factory.ctx, 12).await;
    let path = project(&factory, &video).await;
    let old = domain::MediaKey::Chunk(domain::ContentHash::of(&"old").unwrap());
    factory.put(&factory.ctx, &old, b"a sentence of long ago").await;
    let other = factory.second_store().await;
    factory.put(&other, &old, b"a sentence of long ago").await;
    age(&factory, &factory.profile());
    age(&factory, &other.profile().to_string());
    make(&factory, &format!("{path}/generate-variants"), &json!({ "variants": 1 })).await;
    let media = factory.folder.path().join("media");
    let file = |profile: &str| media.join(profile).join(old.to_string());
    assert!(!file(&factory.profile()).exists(), "the old chunk stays");
    assert_eq!(std::fs::read_dir(media.join(factory.profile()).join("chunks")).unwrap().count(), 4);
    assert!(file(&other.profile().to_string()).exists(), "another store's stays");
    factory.close().await;
}

#[actix_web::test]
async fn a_sentence_that_leaves_the_cache_while_its_video_is_rendered_is_spoken_again() {
    let renderer = Arc::new(TextRenderer::default());
    let factory = rendering(&renderer, 1_000_000).await;
    let (video, _segments) = film(&factory, &factory.ctx, 12).await;
    let path = project(&factory, &video).await;
    let speech = factory.folder.path().join("media").join(factory.profile()).join("speech");
    renderer.cleared.lock().unwrap().push(speech);
    let wish = json!({ "variants": 1 });
    let job = factory.here(Method::POST, &format!("{path}/generate-variants")).json(&wish).send().await;
    let job = job.unwrap().json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    work_until(&factory, &job, "attempt = 1 AND failure_code = 'speech_cleared'").await;
    work_until_over(&factory, &job).await;
    let now = factory.get(&format!("/api/v1/jobs/{job}")).await;
    assert_eq!((&now["state"], &now["attempt"]), (&json!("done"), &json!(2)), "{now}");
    assert_eq!(renderer.rendered.lock().unwrap().len(), 4, "what was rendered is there");
    factory.close().await;
}

#[actix_web::test]
async fn a_video_whose_music_or_logo_was_deleted_fails_before_it_pays_for_its_voice() {
    let renderer = Arc::new(TextRenderer::default());
    let factory = rendering(&renderer, 1_000_000).await;
    let (video, _segments) = film(&factory, &factory.ctx, 12).await;
    let (music, picture) = factory.music_and_picture(&factory.ctx, "own").await;
    let bed = json!({ "mix": { "music": { "music_id": music, "below_voice_lu": 18 } } });
    let logo =
        json!({ "picture_id": picture, "corner": "top_left", "width_percent": 20, "opacity_percent": 80 });
    let look = json!({ "look": { "denoise": 0, "sharpen": 0, "grade": "natural", "logo": logo } });
    let voice = json!({ "provider": "paid-tone", "voice": "en-us", "speed": 1 });
    for (making, deleted, code) in [
        (bed, format!("/api/v1/music/{music}"), "music_gone"),
        (look, format!("/api/v1/pictures/{picture}"), "picture_gone"),
    ] {
        let body = json!({ "name": "n", "script": "Hello.", "source_video_ids": [video], "voice": voice,
            "making": making });
        let made = factory.here(Method::POST, PATH).json(&body).send().await.unwrap();
        assert_eq!(made.status(), 201);
        let project = made.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
        assert_eq!(factory.here(Method::DELETE, &deleted).send().await.unwrap().status(), 204);
        let path = format!("{PATH}/{project}/generate-variants");
        let job = factory.here(Method::POST, &path).json(&json!({ "variants": 1 })).send().await.unwrap();
        let job = job.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
        work_until_over(&factory, &job).await;
        let now = factory.get(&format!("/api/v1/jobs/{job}")).await;
        assert_eq!((&now["state"], &now["error"]["code"]), (&json!("failed"), &json!(code)), "{now}");
        let month = factory.get("/api/v1/costs/summary").await["month"].clone();
        assert_eq!((&month["spent_micro_usd"], &month["reserved_micro_usd"]), (&json!(0), &json!(0)));
    }
    factory.close().await;
}
