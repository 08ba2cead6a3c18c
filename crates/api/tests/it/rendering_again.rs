//! Rendering a recipe again: free as long as its sounds are there, and set aside for what is not.

use std::sync::Arc;

use reqwest::Method;
use serde_json::{Value, json};
use studio::SignInBy;
use testkit::tone_tts::PaidTone;

use crate::{
    factory::{Factory, problem},
    plans::{film, make, project},
    text_renderer::TextRenderer,
    working::work_until_over,
};

#[actix_web::test]
async fn rendering_again_sets_aside_what_was_cleared_and_is_refused_beyond_the_budget() {
    let factory = Factory::opened_with(SignInBy::Machine, false, |ports| {
        ports.renderer = Arc::new(TextRenderer::default());
    });
    let factory = factory.await;
    let (video, _segments) = film(&factory, &factory.ctx, 12).await;
    let voice = json!({ "provider": "paid-tone", "voice": "en-us", "speed": 1 });
    let body = json!({ "name": "n", "script": "Hello. Again.", "source_video_ids": [video], "voice": voice });
    let made = factory.here(Method::POST, "/api/v1/library/projects").json(&body).send().await.unwrap();
    let project = made.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/library/projects/{project}/generate-variants");
    let clip = make(&factory, &path, &json!({ "variants": 1 })).await.remove(0);
    let price = 12 * PaidTone::MICRO_USD_A_CHARACTER;
    let month = async || {
        let month = factory.get("/api/v1/costs/summary").await["month"].clone();
        (month["spent_micro_usd"].as_i64().unwrap(), month["reserved_micro_usd"].as_i64().unwrap())
    };
    assert_eq!(month().await, (price, 0));
    let again = format!("/api/v1/library/clips/{}/render", clip["id"].as_str().unwrap());
    let order = async || factory.here(Method::POST, &again).json(&json!({})).send().await.unwrap();
    let id = async || order().await.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    // All sounds are there: nothing is to be paid.
    let job = id().await;
    assert_eq!(month().await, (price, 0));
    work_until_over(&factory, &job).await;
    assert_eq!(month().await, (price, 0));
    let speech = factory.folder.path().join("media").join(factory.profile()).join("speech");
    std::fs::remove_dir_all(&speech).unwrap();
    let job = id().await;
    assert_eq!(month().await, (price, price), "set aside with the job");
    work_until_over(&factory, &job).await;
    assert_eq!(factory.get(&format!("/api/v1/jobs/{job}")).await["state"], "done");
    assert_eq!(month().await, (2 * price, 0));
    // Beyond the budget it is refused before anything is spent.
    std::fs::remove_dir_all(&speech).unwrap();
    let budget = json!({ "monthly_quota_micro_usd": 2 * price });
    let path = format!("/api/v1/profiles/{}", factory.profile());
    let changed = factory.here(Method::PATCH, &path).json(&budget).send().await.unwrap();
    assert_eq!(changed.status(), 200);
    problem(order().await, 429, "quota_exceeded").await;
    assert_eq!(month().await, (2 * price, 0));
    factory.close().await;
}

#[actix_web::test]
async fn a_clip_that_is_rendered_again_does_not_share_its_scenes_with_itself() {
    let factory = Factory::opened_with(SignInBy::Machine, false, |ports| {
        ports.renderer = Arc::new(TextRenderer::default());
    });
    let factory = factory.await;
    let (video, segments) = film(&factory, &factory.ctx, 12).await;
    for segment in segments {
        let single = json!({ "single_use": true });
        let path = format!("/api/v1/segments/{segment}");
        assert_eq!(factory.here(Method::PATCH, &path).json(&single).send().await.unwrap().status(), 200);
    }
    let path = format!("{}/generate-variants", project(&factory, &video).await);
    let clip = make(&factory, &path, &json!({ "variants": 1 })).await.remove(0);
    let again = format!("/api/v1/library/clips/{}/render", clip["id"].as_str().unwrap());
    let draft = make(&factory, &again, &json!({ "quality": "draft" })).await.remove(0);
    assert_eq!(draft["notes"], clip["notes"]);
    factory.close().await;
}
