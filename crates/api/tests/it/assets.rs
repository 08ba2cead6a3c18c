//! Music and pictures come in as files, are told by their bytes, and stay in their store.

use reqwest::{
    Method, Response,
    multipart::{Form, Part},
};
use serde_json::{Value, json};

use crate::factory::{Factory, left_behind, problem};

const MUSIC: &str = "/api/v1/music";
const PICTURES: &str = "/api/v1/pictures";

/// A WAV file of a square wave, so many seconds long; 16 bits, mono, 8 kHz.
fn wav(seconds: u32, loud: i16) -> Vec<u8> {
    let samples = seconds * 8000;
    let mut file = b"RIFF".to_vec();
    file.extend((36 + samples * 2).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend(8000_u32.to_le_bytes());
    file.extend(16_000_u32.to_le_bytes());
    file.extend(b"\x02\0\x10\0data");
    file.extend((samples * 2).to_le_bytes());
    file.extend((0..samples).flat_map(|n| (if n / 20 % 2 == 0 { loud } else { -loud }).to_le_bytes()));
    file
}

/// The smallest PNG there is: one white pixel.
const PNG: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55\0\0\0\nIDATx\x9cc\xf8\
    \x0f\0\x01\x01\x01\0\xb18\xf6\x14\0\0\0\0IEND\xaeB`\x82";

async fn send(factory: &Factory, path: &str, file: Vec<u8>, name: &str, key: &str) -> Response {
    let form = Form::new().part("file", Part::bytes(file).file_name(name.to_owned()));
    let request = factory.here(Method::POST, path).header("Idempotency-Key", key);
    request.multipart(form).send().await.unwrap()
}

#[actix_web::test]
async fn music_is_taken_once_for_a_key_listed_heard_and_deleted() {
    let factory = Factory::open().await;
    for _ in 0..2 {
        let made = send(&factory, MUSIC, wav(4, 3000), "../../evening.wav", "the-same").await;
        assert_eq!(made.status(), 201);
    }
    let listed = factory.get(MUSIC).await;
    let items = listed["items"].as_array().unwrap();
    assert_eq!(items.len(), 1, "{listed}");
    assert_eq!((&items[0]["name"], &items[0]["duration_ms"]), (&json!("evening.wav"), &json!(4000)));
    assert!((-26.0..-12.0).contains(&items[0]["loudness_lufs"].as_f64().unwrap()), "{listed}");
    let one = format!("{MUSIC}/{}", items[0]["id"].as_str().unwrap());
    assert_eq!(factory.here(Method::DELETE, &one).send().await.unwrap().status(), 204);
    problem(factory.here(Method::DELETE, &one).send().await.unwrap(), 404, "not_found").await;
    assert_eq!(factory.get(MUSIC).await["items"], json!([]));
    factory.close().await;
}

#[actix_web::test]
async fn what_is_no_music_or_no_picture_is_refused_and_leaves_nothing() {
    let factory = Factory::open().await;
    let playlist = b"#EXTM3U\n#EXTINF:2,\n/etc/passwd".to_vec();
    for (path, file, status, code) in [
        (MUSIC, Vec::new(), 400, "upload_empty"),
        (MUSIC, playlist.clone(), 415, "music_unsupported"),
        (MUSIC, PNG.to_vec(), 415, "music_unsupported"),
        (MUSIC, wav(2, 3000), 422, "music_unusable"),
        (MUSIC, wav(4, 0), 422, "music_unusable"),
        (MUSIC, wav(4, 3000)[..60].to_vec(), 422, "music_unusable"),
        (PICTURES, Vec::new(), 400, "upload_empty"),
        (PICTURES, playlist, 415, "picture_unsupported"),
        (PICTURES, wav(4, 3000), 415, "picture_unsupported"),
        (PICTURES, b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), 415, "picture_unsupported"),
        (PICTURES, PNG[..40].to_vec(), 422, "picture_unreadable"),
    ] {
        let refused = send(&factory, path, file, "a.bin", &uuid::Uuid::new_v4().to_string()).await;
        problem(refused, status, code).await;
    }
    for path in [MUSIC, PICTURES] {
        assert_eq!(factory.get(path).await["items"], json!([]));
    }
    assert_eq!(left_behind(factory.folder.path()), 0);
    factory.close().await;
}

#[actix_web::test]
async fn a_picture_is_kept_as_png_and_seen_by_its_link() {
    let factory = Factory::open().await;
    let made = send(&factory, PICTURES, PNG.to_vec(), "logo.png", "one").await;
    assert_eq!(made.status(), 201);
    let made: Value = made.json().await.unwrap();
    assert_eq!((&made["width"], &made["height"]), (&json!(1), &json!(1)));
    let seen = factory.request(Method::GET, made["url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(
        (seen.status().as_u16(), seen.headers()["content-type"].as_bytes()),
        (200, b"image/png".as_slice())
    );
    assert!(seen.bytes().await.unwrap().starts_with(b"\x89PNG"));
    factory.close().await;
}
