//! Segments: what a person makes of footage.

use domain::{
    AnalysedSegment, FootageStore as _, MediaKey, MediaStore as _, PictureHash, Scores, SegmentId,
    SourceVideoId,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::factory::{Factory, PROBE, problem};

async fn sent(factory: &Factory, method: Method, path: &str, body: &Value) -> (u16, Value) {
    let answer = factory.here(method, path).json(body).send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[actix_web::test]
async fn a_person_makes_a_segment_and_the_same_again_makes_no_other() {
    let factory = Factory::open().await;
    let (video, _job) = factory.footage(&factory.ctx).await;
    let found = factory.segment(&factory.ctx, video).await;
    let path = format!("/api/v1/source-videos/{video}/segments");
    let span = json!({ "start_ms": 2000, "end_ms": 4500 });
    let (status, made) = sent(&factory, Method::POST, &path, &span).await;
    assert_eq!((status, &made["start_ms"], &made["end_ms"]), (201, &json!(2000), &json!(4500)), "{made}");
    // As good as what was found there, with a picture of its own.
    assert_eq!(made["motion"], json!(0.5));
    let picture = factory.request(Method::GET, made["thumbnail_url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(picture.text().await.unwrap(), "at 3250 ms");
    let (_, again) = sent(&factory, Method::POST, &path, &span).await;
    assert_eq!(again["id"], made["id"]);
    let list = factory.get(&path).await;
    let ids: Vec<&str> =
        list["items"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [found.to_string().as_str(), made["id"].as_str().unwrap()]);
    factory.close().await;
}

/// Which frame a link shows.
async fn frame(factory: &Factory, segment: &Value) -> String {
    let url = segment["thumbnail_url"].as_str().unwrap();
    factory.request(Method::GET, url).send().await.unwrap().text().await.unwrap()
}

/// How many pictures there are of a source video's segments.
fn pictures(factory: &Factory, video: SourceVideoId) -> usize {
    let key = MediaKey::SegmentThumbnail(video, SegmentId::new()).to_string();
    let profile = factory.folder.path().join("media").join(factory.ctx.profile().to_string());
    std::fs::read_dir(profile.join(key).parent().unwrap()).unwrap().count()
}

#[actix_web::test]
async fn a_span_whose_segment_has_moved_or_is_removed_makes_another_and_spoils_no_picture() {
    let factory = Factory::open().await;
    let (video, _job) = factory.footage(&factory.ctx).await;
    let list = format!("/api/v1/source-videos/{video}/segments");
    let span = json!({ "start_ms": 0, "end_ms": 2000 });
    let (_, first) = sent(&factory, Method::POST, &list, &span).await;
    let path = format!("/api/v1/segments/{}", first["id"].as_str().unwrap());
    let (_, moved) = sent(&factory, Method::PATCH, &path, &json!({ "end_ms": 5000 })).await;
    // The player still stands where it stood.
    let (status, second) = sent(&factory, Method::POST, &list, &span).await;
    assert_eq!((status, &second["start_ms"], &second["end_ms"]), (201, &json!(0), &json!(2000)), "{second}");
    assert_ne!(second["id"], first["id"]);
    assert_eq!(factory.get(&list).await["items"], json!([second, moved]));
    assert_eq!(frame(&factory, &moved).await, "at 2500 ms");
    assert_eq!(frame(&factory, &second).await, "at 1000 ms");
    // A double click makes one, with one picture.
    let other = json!({ "start_ms": 3000, "end_ms": 5000 });
    let both = tokio::join!(
        sent(&factory, Method::POST, &list, &other),
        sent(&factory, Method::POST, &list, &other),
    );
    assert_eq!(both.0.0, 201);
    assert_eq!(both.0, both.1);
    assert_eq!(frame(&factory, &both.0.1).await, "at 4000 ms");
    assert_eq!(pictures(&factory, video), 3);
    // What was removed can be brought back, so that what is made in its place is another one.
    let path = format!("/api/v1/segments/{}", second["id"].as_str().unwrap());
    sent(&factory, Method::PATCH, &path, &json!({ "keywords": ["lamp"] })).await;
    assert_eq!(factory.here(Method::DELETE, &path).send().await.unwrap().status(), 204);
    let (_, third) = sent(&factory, Method::POST, &list, &span).await;
    assert_ne!(third["id"], second["id"]);
    assert_eq!(third["keywords"], json!([]));
    factory.close().await;
}

/// Footage with a dark find of three seconds and then a lively one.
async fn dark_and_lively(factory: &Factory) -> (SourceVideoId, [(SegmentId, AnalysedSegment); 2]) {
    let (video, _job) = factory.footage(&factory.ctx).await;
    let find = |start_ms, motion, hash| AnalysedSegment {
        start_ms,
        end_ms: start_ms + 3000,
        scores: Scores { motion, steadiness: Some(motion), ..Scores::default() },
        hash: PictureHash(hash),
        thumbnail: "x.jpg".into(),
    };
    let found = [(SegmentId::new(), find(0, 0.0, 1)), (SegmentId::new(), find(3000, 0.5, u64::MAX))];
    (video, found)
}

#[actix_web::test]
async fn a_segment_that_is_moved_looks_as_its_new_place_does_also_when_the_analysis_ends() {
    let factory = Factory::open().await;
    let (video, found) = dark_and_lively(&factory).await;
    let (stores, ctx) = (&factory.stores, &factory.ctx);
    stores.record_segments(ctx, video, &PROBE, &found).await.unwrap();
    let path = format!("/api/v1/segments/{}", found[0].0);
    let place = json!({ "start_ms": 4000, "end_ms": 6000 });
    let (status, moved) = sent(&factory, Method::PATCH, &path, &place).await;
    assert_eq!((status, &moved["motion"], &moved["steadiness"]), (200, &json!(0.5), &json!(0.5)), "{moved}");
    assert_eq!(frame(&factory, &moved).await, "at 5000 ms");
    let hash = stores.find_segment(ctx, found[0].0).await.unwrap().hash;
    assert_eq!(hash, Some(PictureHash(u64::MAX)));
    // What names the place where it is moves nothing, and takes no other picture.
    let key = MediaKey::SegmentThumbnail(video, found[0].0);
    factory.put(ctx, &key, b"as before").await;
    let (_, same) = sent(&factory, Method::PATCH, &path, &place).await;
    assert_eq!(same["motion"], moved["motion"]);
    assert_eq!(frame(&factory, &same).await, "as before");
    stores.record_analysis(ctx, video, &PROBE, &found).await.unwrap();
    let after = stores.find_segment(ctx, found[0].0).await.unwrap();
    assert_eq!((after.start_ms, after.hash), (4000, Some(PictureHash(u64::MAX))));
    assert!((after.scores.motion - 0.5).abs() < 1e-6, "{after:?}");
    factory.close().await;
}

#[actix_web::test]
async fn a_patch_changes_what_it_names_and_leaves_the_rest() {
    let factory = Factory::open().await;
    let (video, _job) = factory.footage(&factory.ctx).await;
    let path = format!("/api/v1/segments/{}", factory.segment(&factory.ctx, video).await);
    let marks =
        json!({ "keywords": [" Lamp", "lamp", "warm  light"], "favourite": true, "notes": "take two" });
    let (status, segment) = sent(&factory, Method::PATCH, &path, &marks).await;
    assert_eq!((status, &segment["keywords"]), (200, &json!(["Lamp", "warm light"])), "{segment}");
    let transform = json!({ "flip": true, "zoom_percent": 150, "pan_x_percent": -20, "pan_y_percent": 0,
        "speed_percent": 50, "brightness_percent": 5, "contrast_percent": -5, "saturation_percent": 100 });
    let change = json!({ "single_use": true, "transform": transform });
    let (_, segment) = sent(&factory, Method::PATCH, &path, &change).await;
    assert_eq!(segment["transform"], transform);
    let kept = ["favourite", "single_use", "notes", "start_ms", "end_ms"].map(|field| segment[field].clone());
    assert_eq!(kept, [json!(true), json!(true), json!("take two"), json!(1000), json!(3000)]);
    let (_, moved) = sent(&factory, Method::PATCH, &path, &json!({ "end_ms": 2000 })).await;
    assert_eq!((&moved["start_ms"], &moved["end_ms"]), (&json!(1000), &json!(2000)));
    // Its picture is another one, under another address: no browser shows what it kept.
    let of = |url: &Value| url.as_str().unwrap().split("&signature").next().unwrap().to_owned();
    assert_ne!(of(&moved["thumbnail_url"]), of(&segment["thumbnail_url"]));
    let video = factory.get(&format!("/api/v1/source-videos/{video}")).await;
    assert_eq!(of(&video["thumbnail_url"]), of(&moved["thumbnail_url"]));
    let shown = factory.request(Method::GET, moved["thumbnail_url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(shown.text().await.unwrap(), "at 1500 ms");
    let video = video["id"].as_str().unwrap();
    let list = factory.get(&format!("/api/v1/source-videos/{video}/segments")).await;
    assert_eq!(list["items"], json!([moved]));
    factory.close().await;
}

#[actix_web::test]
async fn what_cannot_be_kept_is_refused_with_the_cure_and_changes_nothing() {
    let factory = Factory::open().await;
    let (video, _job) = factory.footage(&factory.ctx).await;
    let segment = factory.segment(&factory.ctx, video).await;
    let (list, path) =
        (format!("/api/v1/source-videos/{video}/segments"), format!("/api/v1/segments/{segment}"));
    let before = factory.get(&list).await;
    let many: Vec<String> = (0..21).map(|n| n.to_string()).collect();
    for (method, path, body) in [
        (Method::POST, &list, json!({ "start_ms": 0, "end_ms": 499 })),
        (Method::POST, &list, json!({ "start_ms": 8000, "end_ms": 9001 })),
        (Method::PATCH, &path, json!({ "start_ms": 2501 })),
        (Method::PATCH, &path, json!({ "end_ms": 9001 })),
        (Method::PATCH, &path, json!({ "keywords": many })),
        (Method::PATCH, &path, json!({ "keywords": ["x".repeat(41)] })),
        (Method::PATCH, &path, json!({ "keywords": [" "] })),
        (Method::PATCH, &path, json!({ "notes": "x".repeat(2001) })),
    ] {
        let answer = factory.here(method, path).json(&body).send().await.unwrap();
        problem(answer, 422, "invalid_segment").await;
    }
    let analysing = factory.upload_only(&factory.ctx).await;
    let early = format!("/api/v1/source-videos/{analysing}/segments");
    let span = json!({ "start_ms": 0, "end_ms": 1000 });
    let answer = factory.here(Method::POST, &early).json(&span).send().await.unwrap();
    problem(answer, 409, "footage_not_ready").await;
    assert_eq!(factory.get(&list).await, before);
    factory.close().await;
}

#[actix_web::test]
async fn a_removed_segment_is_gone_until_it_is_brought_back_as_it_was() {
    let factory = Factory::open().await;
    let (video, _job) = factory.footage(&factory.ctx).await;
    let segment = factory.segment(&factory.ctx, video).await;
    let (list, path) =
        (format!("/api/v1/source-videos/{video}/segments"), format!("/api/v1/segments/{segment}"));
    sent(&factory, Method::PATCH, &path, &json!({ "keywords": ["lamp"] })).await;
    let before = factory.get(&list).await;
    assert_eq!(factory.here(Method::DELETE, &path).send().await.unwrap().status(), 204);
    assert_eq!(factory.get(&list).await["items"], json!([]));
    assert_eq!(factory.get(&format!("/api/v1/source-videos/{video}")).await["segment_count"], 0);
    for method in [Method::DELETE, Method::PATCH] {
        let answer = factory.here(method, &path).json(&json!({})).send().await.unwrap();
        problem(answer, 404, "not_found").await;
    }
    for _ in 0..2 {
        let (status, restored) = sent(&factory, Method::POST, &format!("{path}/restore"), &Value::Null).await;
        assert_eq!((status, &restored), (200, &before["items"][0]));
    }
    factory.close().await;
}

#[actix_web::test]
async fn what_there_is_to_look_through_comes_by_links() {
    let factory = Factory::open().await;
    let (video, _job) = factory.footage(&factory.ctx).await;
    let path = format!("/api/v1/source-videos/{video}");
    assert_eq!(factory.get(&path).await["viewing"], Value::Null);
    let sprites = domain::SpriteSheet { count: 9, columns: 10, width: 160, height: 90, each_ms: 1000 };
    let viewing = domain::Viewing { sprites, has_sound_curve: true };
    domain::FootageStore::record_viewing(&*factory.stores, &factory.ctx, video, viewing).await.unwrap();
    let kinds = [
        ("proxy_url", MediaKey::Proxy(video), "video/mp4"),
        ("sprites_url", MediaKey::SpriteSheet(video), "image/jpeg"),
        ("sound_url", MediaKey::SoundCurve(video), "application/json"),
    ];
    let shown = factory.get(&path).await["viewing"].clone();
    assert_eq!(shown["sprites"]["each_ms"], 1000);
    for (field, key, kind) in &kinds {
        factory.put(&factory.ctx, key, field.as_bytes()).await;
        let file = factory.request(Method::GET, shown[*field].as_str().unwrap()).send().await.unwrap();
        assert_eq!(file.headers()["content-type"], *kind);
        assert_eq!(file.text().await.unwrap(), *field);
    }
    // They go with the video.
    factory.here(Method::DELETE, &path).send().await.unwrap();
    for (_, key, _) in &kinds {
        assert_eq!(factory.media.size(&factory.ctx, key).await.unwrap(), None);
    }
    factory.close().await;
}
