//! From a plan to videos with recipes: what is chosen is what is made, the same again is the same, an edit is seen.

use std::sync::Arc;

use domain::{
    AnalysedSegment, ClipStore, FootageStore as _, MediaKey, PictureHash, Probe, ProfileContext, Scores,
    SegmentId,
};
use reqwest::Method;
use serde_json::{Value, json};
use studio::SignInBy;

use crate::{
    factory::{Factory, PROBE, problem},
    text_renderer::TextRenderer,
    working::work_until_over,
};

pub(crate) const PATH: &str = "/api/v1/library/projects";

async fn rendering() -> Factory {
    let factory = Factory::opened_with(SignInBy::Machine, false, |ports| {
        ports.renderer = Arc::new(TextRenderer::default());
    })
    .await;
    factory.database.run("UPDATE jobs SET state = 'cancelled'").await;
    factory
}

/// Footage with segments of two seconds.
pub(crate) async fn film(factory: &Factory, ctx: &ProfileContext, segments: u32) -> (String, Vec<String>) {
    let (video, _job) = factory.footage(ctx).await;
    let found: Vec<(SegmentId, AnalysedSegment)> = (0..segments)
        .map(|n| {
            let scores =
                Scores { sharpness: 1.0 / f32::from(u16::try_from(n).unwrap() + 1), ..Scores::default() };
            let (start_ms, thumbnail) = (n * 2000, "x.jpg".into());
            let hash = PictureHash(u64::from(n) << 32);
            (SegmentId::new(), AnalysedSegment { start_ms, end_ms: start_ms + 2000, scores, hash, thumbnail })
        })
        .collect();
    let probe = Probe { duration_ms: segments * 2000, ..PROBE };
    factory.stores.record_analysis(ctx, video, &probe, &found).await.unwrap();
    factory.database.run("UPDATE jobs SET state = 'cancelled'").await;
    (video.to_string(), found.into_iter().map(|(id, _)| id.to_string()).collect())
}

pub(crate) async fn project(factory: &Factory, video: &str) -> String {
    let body = json!({ "name": "n", "script": "Meet the lamp. It glows at night. Take one home today. Now.",
        "source_video_ids": [video] });
    let made = factory.here(Method::POST, PATH).json(&body).send().await.unwrap();
    assert_eq!(made.status(), 201);
    format!("{PATH}/{}", made.json::<Value>().await.unwrap()["id"].as_str().unwrap())
}

async fn patch(factory: &Factory, path: &str, body: &Value) -> Value {
    let changed = factory.here(Method::PATCH, path).json(body).send().await.unwrap();
    assert_eq!(changed.status(), 200);
    changed.json().await.unwrap()
}

pub(crate) async fn plan(factory: &Factory, path: &str, variants: u8) -> Value {
    let answer = factory.here(Method::POST, &format!("{path}/plan")).json(&json!({ "variants": variants }));
    let answer = answer.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

/// Makes videos and returns the clips by variant.
pub(crate) async fn make(factory: &Factory, path: &str, body: &Value) -> Vec<Value> {
    let job = factory.here(Method::POST, path).json(body).send().await.unwrap();
    assert_eq!(job.status(), 202);
    let job = job.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    work_until_over(factory, &job).await;
    let job = factory.get(&format!("/api/v1/jobs/{job}")).await;
    assert_eq!(job["state"], "done", "{job}");
    let mut clips = Vec::new();
    for id in job["result"]["clip_ids"].as_array().unwrap() {
        clips.push(factory.get(&format!("/api/v1/library/clips/{}", id.as_str().unwrap())).await);
    }
    clips
}

pub(crate) async fn opened(factory: &Factory, link: &Value) -> Vec<u8> {
    let answer = factory.request(Method::GET, link.as_str().unwrap()).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.bytes().await.unwrap().to_vec()
}

fn segments_of(variant: &Value) -> Vec<String> {
    let sentences = variant["sentences"].as_array().unwrap().iter();
    let shots = sentences.flat_map(|sentence| sentence["shots"].as_array().unwrap());
    shots.map(|shot| shot["segment_id"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn what_is_settled_merges_and_is_checked() {
    let factory = Factory::open().await;
    let (video, segments) = film(&factory, &factory.ctx, 3).await;
    let path = project(&factory, &video).await;
    assert_eq!(factory.get(&path).await["making"]["format"], "vertical");
    let pins = json!([{ "sentence": 1, "segment_id": segments[2], "shot": 0 }]);
    patch(&factory, &path, &json!({ "making": { "pins": pins, "format": "square" } })).await;
    let card = json!({ "title": "Order today", "detail": "", "duration_ms": 2000, "background": "#000000",
        "text_colour": "#ffffff" });
    patch(&factory, &path, &json!({ "making": { "end_card": card } })).await;
    let making = factory.get(&path).await["making"].clone();
    assert_eq!((&making["pins"], &making["format"], &making["end_card"]), (&pins, &json!("square"), &card));
    let kept = patch(&factory, &path, &json!({ "name": "Other", "making": { "end_card": null } })).await;
    assert_eq!((&kept["making"]["end_card"], &kept["making"]["pins"]), (&Value::Null, &pins));
    for (making, code) in [
        (json!({ "mix": { "original_percent": 101 } }), "invalid_project"),
        (json!({ "look": { "denoise": 4 } }), "invalid_project"),
        (
            json!({ "end_card": { "title": "", "duration_ms": 2000, "background": "#000000",
            "text_colour": "#ffffff" } }),
            "invalid_project",
        ),
        (json!({ "format": "round" }), "invalid_body"),
        (json!({ "colour": "red" }), "invalid_body"),
    ] {
        let refused =
            factory.here(Method::PATCH, &path).json(&json!({ "making": making })).send().await.unwrap();
        problem(refused, 422, code).await;
    }
    let (_video, theirs) = film(&factory, &factory.second_store().await, 1).await;
    let steal = json!({ "making": { "pins": [{ "sentence": 0, "segment_id": theirs[0] }] } });
    let refused = factory.here(Method::PATCH, &path).json(&steal).send().await.unwrap();
    problem(refused, 404, "not_found").await;
    let body = json!({ "name": "n", "script": "Hello.", "source_video_ids": [], "making": steal["making"] });
    problem(factory.here(Method::POST, PATH).json(&body).send().await.unwrap(), 404, "not_found").await;
    let unknown = uuid::Uuid::new_v4();
    for making in [
        json!({ "mix": { "music": { "music_id": unknown, "below_voice_lu": 18 } } }),
        json!({ "look": { "logo": { "picture_id": unknown, "corner": "top_left", "width_percent": 20,
            "opacity_percent": 90 } } }),
    ] {
        let refused =
            factory.here(Method::PATCH, &path).json(&json!({ "making": making })).send().await.unwrap();
        problem(refused, 404, "not_found").await;
    }
    assert_eq!(factory.get(&path).await, kept, "nothing changed");
    factory.close().await;
}

#[actix_web::test]
async fn a_plan_says_which_shot_comes_where_and_why_and_pins_win() {
    let factory = Factory::open().await;
    let (video, segments) = film(&factory, &factory.ctx, 12).await;
    let path = project(&factory, &video).await;
    let board = plan(&factory, &path, 2).await;
    assert_eq!(board, plan(&factory, &path, 2).await, "the same project gives the same plan");
    let first = &board["variants"][0];
    let sentence = &first["sentences"][1];
    assert_eq!((&sentence["sentence"], &sentence["text"]), (&json!(1), &json!("It glows at night.")));
    assert_eq!(sentence["is_estimated"], true);
    let shot = &first["sentences"][0]["shots"][0];
    assert_eq!(shot["segment_id"], *segments[0], "the sharpest opens");
    assert_eq!(shot["reason"], "sharp, not shown yet");
    assert!(shot["thumbnail_url"].as_str().unwrap().starts_with("/media/"));
    assert_ne!(segments_of(first)[0], segments_of(&board["variants"][1])[0], "each opens differently");
    let pins = json!([{ "sentence": 1, "segment_id": segments[11] }]);
    patch(&factory, &path, &json!({ "making": { "pins": pins } })).await;
    let board = plan(&factory, &path, 1).await;
    let pinned = &board["variants"][0]["sentences"][1]["shots"][0];
    assert_eq!((&pinned["segment_id"], &pinned["is_pinned"]), (&json!(segments[11]), &json!(true)));
    // Another scene in its place: the first offered, by a pin of that shot.
    let shot =
        |variant: u8, shot: u8| json!({ "variants": 2, "variant": variant, "sentence": 2, "shot": shot });
    let offer = async |body: Value| {
        let ask = factory.here(Method::POST, &format!("{path}/plan/alternatives")).json(&body);
        ask.send().await.unwrap()
    };
    let offered: Value = offer(shot(2, 0)).await.json().await.unwrap();
    let other = &offered["items"][0];
    assert!(!other["reason"].as_str().unwrap().is_empty() && other["end_ms"].is_u64(), "{other}");
    assert!(other["thumbnail_url"].as_str().unwrap().contains("version="), "{other}");
    let mut pins = pins.as_array().unwrap().clone();
    pins.push(json!({ "sentence": 2, "segment_id": other["segment_id"], "shot": 0 }));
    patch(&factory, &path, &json!({ "making": { "pins": pins } })).await;
    let shown = plan(&factory, &path, 2).await["variants"][1]["sentences"][2]["shots"][0].clone();
    assert_eq!((&shown["segment_id"], &shown["is_pinned"]), (&other["segment_id"], &json!(true)));
    assert_eq!(offer(shot(2, 99)).await.json::<Value>().await.unwrap()["items"], json!([]));
    problem(offer(shot(3, 0)).await, 422, "invalid_variants").await;
    assert_eq!(factory.get("/api/v1/costs/summary").await["month"]["spent_micro_usd"], 0);
    let ask = |path: &str, variants: i32| {
        factory.here(Method::POST, &format!("{path}/plan")).json(&json!({ "variants": variants })).send()
    };
    problem(ask(&path, 11).await.unwrap(), 422, "invalid_variants").await;
    let (bare, _none) = film(&factory, &factory.ctx, 0).await;
    problem(ask(&project(&factory, &bare).await, 1).await.unwrap(), 422, "no_segments").await;
    factory.close().await;
}

#[actix_web::test]
async fn videos_are_made_as_planned_and_their_recipes_give_the_same_bytes() {
    let factory = rendering().await;
    let (video, _segments) = film(&factory, &factory.ctx, 12).await;
    let path = project(&factory, &video).await;
    let making = json!({ "transition": "crossfade", "vary": { "order": true, "captions": true } });
    patch(&factory, &path, &json!({ "making": making })).await;
    let clips = make(&factory, &format!("{path}/generate-variants"), &json!({ "variants": 2 })).await;
    // Spoken by now: the plan knows the lengths, and is what was made.
    let board = plan(&factory, &path, 2).await;
    assert_eq!(board["variants"][0]["sentences"][0]["is_estimated"], false);
    for (clip, variant) in clips.iter().zip(board["variants"].as_array().unwrap()) {
        let recipe: Value = serde_json::from_slice(&opened(&factory, &clip["recipe_url"]).await).unwrap();
        let shots = recipe["shots"].as_array().unwrap().iter().flat_map(|shots| shots.as_array().unwrap());
        let shown: Vec<String> = shots.map(|shot| shot["segment"].as_str().unwrap().to_owned()).collect();
        assert_eq!(shown, segments_of(variant));
        assert_eq!((&clip["stale"], &clip["quality"]), (&json!([]), &json!("standard")));
        let again = format!("/api/v1/library/clips/{}/render", clip["id"].as_str().unwrap());
        let other = make(&factory, &again, &json!({})).await.remove(0);
        assert_ne!(other["id"], clip["id"]);
        assert_eq!(opened(&factory, &other["video_url"]).await, opened(&factory, &clip["video_url"]).await);
        assert_eq!((&other["variant"], &other["project_id"]), (&clip["variant"], &clip["project_id"]));
    }
    let texts = [
        opened(&factory, &clips[0]["captions_url"]).await,
        opened(&factory, &clips[1]["captions_url"]).await,
    ];
    assert_ne!(texts[0], texts[1], "the second tells it in another order");
    // Its sounds were cleared from the cache: they are spoken again, as they were.
    let speech = factory.folder.path().join("media").join(factory.profile()).join("speech");
    std::fs::remove_dir_all(&speech).unwrap();
    let again = format!("/api/v1/library/clips/{}/render", clips[0]["id"].as_str().unwrap());
    let other = make(&factory, &again, &json!({ "quality": "standard" })).await.remove(0);
    let draft = make(&factory, &again, &json!({ "quality": "draft" })).await.remove(0);
    assert_eq!((&draft["width"], &draft["quality"]), (&json!(540), &json!("draft")));
    assert_eq!(opened(&factory, &other["video_url"]).await, opened(&factory, &clips[0]["video_url"]).await);
    // With the clip goes its recipe.
    let clip = clips[0]["id"].as_str().unwrap();
    let gone = factory.here(Method::DELETE, &format!("/api/v1/library/clips/{clip}")).send().await.unwrap();
    assert_eq!(gone.status(), 204);
    let file = factory.folder.path().join("media").join(factory.profile());
    assert!(!file.join(MediaKey::ClipRecipe(clip.parse().unwrap()).to_string()).exists());
    factory.close().await;
}

#[actix_web::test]
async fn with_a_sentence_changed_that_sentence_alone_is_rendered() {
    let renderer = Arc::new(TextRenderer::default());
    let of = Arc::clone(&renderer);
    let factory = Factory::opened_with(SignInBy::Machine, false, |ports| ports.renderer = of).await;
    factory.database.run("UPDATE jobs SET state = 'cancelled'").await;
    let (video, segments) = film(&factory, &factory.ctx, 30).await;
    let path = project(&factory, &video).await;
    let script = async |text: &str| drop(patch(&factory, &path, &json!({ "script": text })).await);
    let rendered = async |variants: u8| {
        let before = renderer.rendered.lock().unwrap().len();
        let made =
            make(&factory, &format!("{path}/generate-variants"), &json!({ "variants": variants })).await;
        assert_eq!(made.len(), usize::from(variants));
        renderer.rendered.lock().unwrap().len() - before
    };
    let six = "Meet our lamp. It is made of oak. It shines for days. Put it by your bed. Our shop ships at once. \
               Order yours today.";
    script(six).await;
    assert_eq!(rendered(1).await, 6);
    // Longer than before, so that it needs more shots.
    let longer =
        six.replace("for days", "for many long days and for many dark nights without an end in sight");
    script(&longer).await;
    assert_eq!(rendered(1).await, 1);
    let more = longer.replace("Put it", "It never gets hot. Put it");
    script(&more).await;
    assert_eq!(rendered(1).await, 1);
    script(&longer).await;
    assert_eq!(rendered(1).await, 0, "a sentence less is nothing to render");
    // The other variants share with the first one what need not differ.
    let five = rendered(5).await;
    assert!((4..=12).contains(&five), "{five} sentences of 24");
    // What is to be chosen from is another thing: all shots are chosen anew.
    let segment = format!("/api/v1/segments/{}", segments[20]);
    let marked = factory.here(Method::PATCH, &segment).json(&json!({ "keywords": ["lamp"] })).send().await;
    assert_eq!(marked.unwrap().status(), 200);
    let board = plan(&factory, &path, 1).await;
    assert!(segments_of(&board["variants"][0]).contains(&segments[20]), "{board}");
    factory.close().await;
}

#[actix_web::test]
async fn a_clip_without_a_recipe_is_not_rendered_again() {
    let factory = Factory::open().await;
    let clip = factory.clip(&factory.ctx, None).await;
    let path = format!("/api/v1/library/clips/{}", clip.id);
    assert_eq!(factory.get(&path).await["recipe_url"], Value::Null);
    let ask = factory.here(Method::POST, &format!("{path}/render")).json(&json!({})).send().await.unwrap();
    problem(ask, 409, "no_recipe").await;
    factory.close().await;
}

#[actix_web::test]
async fn an_edit_makes_a_clip_stale_and_says_what_it_was() {
    let factory = rendering().await;
    let (video, _segments) = film(&factory, &factory.ctx, 12).await;
    let path = project(&factory, &video).await;
    let clip =
        make(&factory, &format!("{path}/generate-variants"), &json!({ "variants": 1 })).await.remove(0);
    let stale = async || {
        let list = factory.get(&format!("{path}/clips")).await["items"][0]["stale"].clone();
        let one = factory.get(&format!("/api/v1/library/clips/{}", clip["id"].as_str().unwrap())).await;
        assert_eq!(list, one["stale"]);
        list
    };
    assert_eq!(stale().await, json!([]));
    patch(&factory, &path, &json!({ "name": "Another name", "making": { "quality": "final" } })).await;
    assert_eq!(stale().await, json!([]), "neither name nor quality change what it tells");
    patch(&factory, &path, &json!({ "script": "Hello.", "making": { "format": "square" } })).await;
    assert_eq!(stale().await, json!(["the script was changed", "the format was changed"]));
    let style = json!({ "caption_style": { "text_colour": "#123456" } });
    patch(&factory, &format!("/api/v1/profiles/{}", factory.profile()), &style).await;
    factory.database.run("UPDATE segments SET end_ms = end_ms - 1").await;
    let told = stale().await.to_string();
    assert!(told.contains("captions' style was changed") && told.contains("were edited"), "{told}");
    // What one store's person settles makes no other store's videos stale.
    let other = factory.second_store().await;
    assert_eq!(factory.clip(&other, None).await.made.made_from, None);
    factory.close().await;
}

#[actix_web::test]
async fn it_is_known_which_segments_clips_show() {
    let factory = rendering().await;
    let (video, _segments) = film(&factory, &factory.ctx, 12).await;
    let (path, other) = (project(&factory, &video).await, project(&factory, &video).await);
    let planned = segments_of(&plan(&factory, &path, 1).await["variants"][0]);
    let ids: Vec<SegmentId> = planned.iter().map(|id| id.parse().unwrap()).collect();
    let shown = async || ClipStore::shown(&*factory.stores, &factory.ctx, &ids, &[]).await.unwrap();
    assert!(shown().await.is_empty());
    make(&factory, &format!("{path}/generate-variants"), &json!({ "variants": 1 })).await;
    assert_eq!(shown().await, ids);
    // Without the mark for single use, another project shows them too.
    assert_eq!(segments_of(&plan(&factory, &other, 1).await["variants"][0])[0], planned[0]);
    for id in &planned {
        patch(&factory, &format!("/api/v1/segments/{id}"), &json!({ "single_use": true })).await;
    }
    let board = plan(&factory, &other, 1).await;
    let left: Vec<String> = segments_of(&board["variants"][0]);
    assert!(left.iter().all(|id| !planned.contains(id)), "{left:?}");
    assert!(
        board.to_string().contains("Segments for single use that other clips show were left out"),
        "{board}"
    );
    // A keyword that a sentence says brings its segment there.
    patch(&factory, &format!("/api/v1/segments/{}", left[0]), &json!({ "keywords": ["tonight", "homes"] }))
        .await;
    let board = plan(&factory, &other, 1).await;
    let shot = &board["variants"][0]["sentences"][2]["shots"][0];
    assert_eq!(shot["segment_id"], *left[0]);
    assert!(shot["reason"].as_str().unwrap().starts_with("says \u{201c}homes\u{201d}"), "{shot}");
    factory.close().await;
}
