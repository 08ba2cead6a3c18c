//! Captions over HTTP: looks, formats, fonts, previews, and the files of clips.

use domain::MediaKey;
use reqwest::Method;
use serde_json::{Value, json};

use crate::factory::{Factory, problem};

const SRT: &str =
    "1\n00:00:00,100 --> 00:00:01,500\nTom & <Jerry>\n\n2\n00:00:01,500 --> 00:00:03,000\nBună, țară!\n\n";

async fn preview(factory: &Factory, body: &Value) -> reqwest::Response {
    factory.request(Method::POST, "/api/v1/caption-presets/preview").json(body).send().await.unwrap()
}

#[actix_web::test]
async fn every_look_can_be_previewed_inside_the_safe_box_of_every_format() {
    let factory = Factory::open().await;
    let presets = factory.get("/api/v1/caption-presets").await;
    let formats = factory.get("/api/v1/export-presets").await;
    let list = |value: &Value| value["items"].as_array().unwrap().clone();
    assert!(list(&presets).len() >= 6);
    assert_eq!(list(&formats).len(), 8);
    for preset in list(&presets) {
        for format in list(&formats) {
            let style = json!({ "preset": preset["name"], "position_percent": 40 });
            let text = "Our new candle burns for sixty hours and smells of orange";
            let body = json!({ "text": text, "style": style, "format": format["name"] });
            let found: Value = preview(&factory, &body).await.json().await.unwrap();
            assert_eq!(
                (&found["canvas"], &found["safe_box"]),
                (&format["canvas"], &format["safe_box"]),
                "{found}"
            );
            let number = |value: &Value| value.as_f64().unwrap();
            let safe = |name: &str| number(&format["safe_box"][name]);
            let captions = found["captions"].as_array().unwrap();
            let words: Vec<&Value> =
                captions.iter().flat_map(|caption| caption["words"].as_array().unwrap()).collect();
            assert_eq!(words.len(), 11, "{preset} {format}");
            for word in &words {
                let (x, y) = (number(&word["frame"]["x"]), number(&word["baseline_y"]));
                assert!(
                    x >= safe("left") && x + number(&word["frame"]["width"]) <= safe("left") + safe("width")
                );
                assert!(y > safe("top") && y < safe("top") + safe("height"), "{word}");
                assert!(word["line"].as_u64().unwrap() < 2);
            }
        }
    }
    let qualities = &formats["items"][0]["qualities"];
    assert_eq!(qualities[0], json!({ "name": "draft", "canvas": { "width": 540, "height": 960 } }));
    factory.close().await;
}

#[actix_web::test]
async fn what_cannot_be_previewed_is_refused_with_the_reason() {
    let factory = Factory::open().await;
    for (body, code) in [
        (json!({ "text": "Hello 你好" }), "captions_unwritable"),
        (json!({ "text": " " }), "captions_unwritable"),
        (json!({ "text": "x".repeat(301) }), "captions_unwritable"),
        (json!({ "text": "Hello", "style": { "preset": "comic" } }), "invalid_settings"),
        (json!({ "text": "Hello", "style": { "text_colour": "red" } }), "invalid_settings"),
        (json!({ "text": "Hello", "format": "imax" }), "invalid_body"),
        (json!({ "text": "Hello", "fontsdir": "/etc" }), "invalid_body"),
    ] {
        problem(preview(&factory, &body).await, 422, code).await;
    }
    let body = json!({ "text": "{\\an8}\\N <b>&\u{0}🎉 🎉" });
    let found: Value = preview(&factory, &body).await.json().await.unwrap();
    let text = |n: usize| found["captions"][0]["words"][n]["runs"][0]["text"].clone();
    assert_eq!([text(0), text(1), text(2)], [json!("{\\an8}\\N"), json!("<b>&"), Value::Null]);
    let body = json!({ "text": "🎉 🎉" });
    let found: Value = preview(&factory, &body).await.json().await.unwrap();
    assert_eq!(found["captions"][0]["words"], json!([]), "nothing can be shown");
    factory.close().await;
}

#[actix_web::test]
async fn fonts_are_the_files_that_are_burned_in_and_are_kept_by_browsers() {
    let factory = Factory::open().await;
    let presets = factory.get("/api/v1/caption-presets").await;
    let fonts = presets["fonts"].as_array().unwrap();
    assert_eq!(fonts.len(), 4);
    for font in fonts {
        let url = font["url"].as_str().unwrap();
        let sent = factory.request(Method::GET, url).send().await.unwrap();
        assert_eq!(
            (sent.status().as_u16(), &sent.headers()["content-type"]),
            (200, &"font/ttf".parse().unwrap())
        );
        assert!(sent.headers()["cache-control"].to_str().unwrap().contains("immutable"));
        let tag = sent.headers()["etag"].clone();
        let (path, _) = url.split_once('?').unwrap();
        let name = path.strip_prefix("/fonts/").unwrap();
        let ours =
            std::fs::read(format!("{}/../../assets/fonts/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        assert!(sent.bytes().await.unwrap() == ours, "{name}");
        let again = factory.request(Method::GET, path).header("If-None-Match", tag).send().await.unwrap();
        assert_eq!(again.status(), 304);
        assert!(!again.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    }
    for wrong in ["/fonts/Arial.ttf", "/fonts/..%2F..%2Fetc%2Fpasswd", "/fonts/Inter-OFL.txt"] {
        problem(factory.request(Method::GET, wrong).send().await.unwrap(), 404, "not_found").await;
    }
    factory.close().await;
}

#[actix_web::test]
async fn a_clips_captions_and_video_are_saved_under_its_name() {
    let factory = Factory::open().await;
    let clip = factory.clip(&factory.ctx, None).await;
    let path = format!("/api/v1/library/clips/{}", clip.id);
    let get = |part: &str| factory.here(Method::GET, &format!("{path}/{part}")).send();
    problem(get("captions.srt").await.unwrap(), 404, "not_found").await;
    factory.put(&factory.ctx, &MediaKey::ClipCaptions(clip.id), SRT.as_bytes()).await;
    let srt = get("captions.srt").await.unwrap();
    assert_eq!(srt.headers()["content-type"], "application/x-subrip; charset=utf-8");
    assert_eq!(srt.text().await.unwrap(), SRT);
    let vtt = get("captions.vtt").await.unwrap();
    assert_eq!(vtt.headers()["content-type"], "text/vtt; charset=utf-8");
    let named = vtt.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert!(
        named.starts_with("attachment; filename=\"Lum_n_ri spring 2.vtt\"; filename*=UTF-8''Lum"),
        "{named}"
    );
    assert_eq!(
        vtt.text().await.unwrap(),
        "WEBVTT\n\n00:00:00.100 --> 00:00:01.500\nTom &amp; &lt;Jerry&gt;\n\n\
         00:00:01.500 --> 00:00:03.000\nBună, țară!\n\n"
    );
    let video = get("download").await.unwrap();
    assert_eq!(
        (video.status().as_u16(), &video.headers()["content-type"]),
        (200, &"video/mp4".parse().unwrap())
    );
    assert!(video.headers()["content-disposition"].to_str().unwrap().contains("spring 2.mp4"));
    assert_eq!(video.headers()["cache-control"], "no-store");
    assert_eq!(video.text().await.unwrap(), "0123456789");
    // A program has the token of its store, and needs no other header.
    let (_id, secret) = factory.token(&factory.ctx).await;
    let part = factory.request(Method::GET, &format!("{path}/download")).bearer_auth(secret);
    let part = part.header("Range", "bytes=2-4").send().await.unwrap();
    assert_eq!((part.status().as_u16(), part.text().await.unwrap().as_str()), (206, "234"));
    factory.close().await;
}

#[actix_web::test]
async fn another_look_brings_its_own_colours_and_leaves_the_place() {
    let factory = Factory::open().await;
    let path = format!("/api/v1/profiles/{}", factory.profile());
    let patch = async |style: Value| -> Value {
        let body = json!({ "caption_style": style });
        let answer = factory.request(Method::PATCH, &path).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        answer.json::<Value>().await.unwrap()["caption_style"].clone()
    };
    patch(json!({ "text_colour": "#102030", "position_percent": 55 })).await;
    let neon = patch(json!({ "preset": "neon", "highlight_colour": "#010203" })).await;
    assert_eq!(
        neon,
        json!({ "preset": "neon", "text_colour": "#ffffff", "highlight_colour": "#010203",
            "outline_colour": "#ff2bd6", "position_percent": 55 })
    );
    let kept = patch(json!({ "preset": "neon" })).await;
    assert_eq!(kept["highlight_colour"], "#010203", "the same look again keeps the person's colours");
    let refused = json!({ "caption_style": { "preset": "comic" } });
    let refused = factory.request(Method::PATCH, &path).json(&refused).send().await.unwrap();
    problem(refused, 422, "invalid_settings").await;
    factory.close().await;
}
