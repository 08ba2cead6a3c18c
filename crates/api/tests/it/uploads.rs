//! Uploads: what is taken, what is refused, and that nothing of a refused one stays.

use std::io::{Read as _, Write as _};

use futures_util::stream;
use reqwest::{
    Method,
    multipart::{Form, Part},
};

use crate::factory::{Factory, UPLOAD_LIMIT, left_behind, problem};

const PATH: &str = "/api/v1/source-videos";

/// The first box of an MP4 file, and then nothing that matters.
fn mp4(size: u64) -> Vec<u8> {
    let mut file = b"\0\0\0\x18ftypisom\0\0\0\0isommp42".to_vec();
    file.resize(usize::try_from(size).unwrap(), 0);
    file
}

fn form(bytes: Vec<u8>) -> Form {
    Form::new().part("file", Part::bytes(bytes).file_name("../../Lumânare.mp4"))
}

#[actix_web::test]
async fn footage_is_taken_and_its_analysis_enqueued() {
    let factory = Factory::open().await;
    let sent = factory.here(Method::POST, PATH).multipart(form(mp4(UPLOAD_LIMIT))).send().await.unwrap();
    assert_eq!(sent.status(), 202);
    let body: serde_json::Value = sent.json().await.unwrap();
    let (video, job) = (&body["source_video"], &body["job"]);
    assert_eq!((video["name"].as_str(), video["state"].as_str()), (Some("Lumânare.mp4"), Some("analysing")));
    assert_eq!(video["size_bytes"], UPLOAD_LIMIT);
    assert_eq!((&job["kind"], &job["subject_id"]), (&"analyse".into(), &video["id"]));
    let file = factory.request(Method::GET, video["video_url"].as_str().unwrap()).send().await.unwrap();
    assert!(file.bytes().await.unwrap() == mp4(UPLOAD_LIMIT), "the file is another");
    assert_eq!(left_behind(factory.folder.path()), 0);
    factory.close().await;
}

#[actix_web::test]
async fn what_is_no_footage_is_refused_and_nothing_stays() {
    let factory = Factory::open().await;
    let named = |name: &str| Part::bytes(mp4(100)).file_name(name.to_owned());
    let cases = [
        (form(vec![]), 400, "upload_empty"),
        (form(b"#EXTM3U\n/etc/passwd".to_vec()), 415, "footage_unsupported"),
        (form(mp4(UPLOAD_LIMIT + 1)), 413, "upload_too_large"),
        (form(mp4(UPLOAD_LIMIT * 4)), 413, "upload_too_large"),
        (Form::new().part("video", named("a.mp4")), 400, "upload_field_unknown"),
        (form(mp4(100)).text("name", "x"), 400, "upload_field_unknown"),
        (form(mp4(100)).part("file", named("b.mp4")), 400, "upload_field_unknown"),
        (Form::new().part("file", Part::bytes(mp4(100))), 400, "upload_name_missing"),
        (Form::new().part("file", named("/")), 400, "upload_name_missing"),
    ];
    for (form, status, code) in cases {
        let sent = factory.here(Method::POST, PATH).multipart(form).send().await.unwrap();
        let body = problem(sent, status, code).await;
        assert!(status != 413 || body["detail"].as_str().unwrap().contains("2 MB"), "{body}");
    }
    let bare = |body: &'static str| {
        let kind = "multipart/form-data; boundary=b";
        factory.here(Method::POST, PATH).header("Content-Type", kind).body(body).send()
    };
    problem(bare("--b--\r\n").await.unwrap(), 400, "upload_file_missing").await;
    problem(bare("").await.unwrap(), 400, "upload_broken").await;
    let sent = factory.here(Method::POST, PATH).body(mp4(100)).send().await.unwrap();
    problem(sent, 415, "upload_not_multipart").await;
    assert_eq!(factory.get(PATH).await["items"], serde_json::json!([]));
    assert_eq!(factory.get("/api/v1/jobs").await["items"], serde_json::json!([]));
    assert_eq!(left_behind(factory.folder.path()), 0);
    assert!(!factory.folder.path().join("media").exists(), "a refused file was kept");
    factory.close().await;
}

/// A body that does not say how long it is, is measured as it comes.
#[actix_web::test]
async fn the_limit_holds_for_a_body_of_unknown_length() {
    let factory = Factory::open().await;
    let pieces =
        (0..40).map(|n| Ok::<_, std::io::Error>(if n == 0 { mp4(100_000) } else { vec![0; 100_000] }));
    let part = Part::stream(reqwest::Body::wrap_stream(stream::iter(pieces))).file_name("a.mp4");
    let sent =
        factory.here(Method::POST, PATH).multipart(Form::new().part("file", part)).send().await.unwrap();
    problem(sent, 413, "upload_too_large").await;
    assert_eq!(left_behind(factory.folder.path()), 0);
    factory.close().await;
}

#[actix_web::test]
async fn a_cut_upload_leaves_nothing() {
    let factory = Factory::open().await;
    let address = factory.base.strip_prefix("http://").unwrap().to_owned();
    let head = format!(
        "POST {PATH} HTTP/1.1\r\nHost: {address}\r\nX-Profile-Id: {}\r\nContent-Length: 1000000\r\n\
         Content-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\nContent-Disposition: form-data; \
         name=\"file\"; filename=\"a.mp4\"\r\n\r\n",
        factory.profile()
    );
    let folder = factory.folder.path().to_owned();
    let cut = actix_web::web::block(move || {
        let mut line = std::net::TcpStream::connect(address).unwrap();
        line.write_all(head.as_bytes()).unwrap();
        line.write_all(&mp4(500_000)).unwrap();
        while left_behind(&folder) == 0 {
            std::thread::yield_now();
        }
        line.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = String::new();
        // The server may answer or hang up; both are an end.
        drop(line.read_to_string(&mut answer));
        answer
    });
    let answer = cut.await.unwrap();
    assert!(answer.is_empty() || answer.contains("upload_broken"), "{answer}");
    assert_eq!(factory.get(PATH).await["items"], serde_json::json!([]));
    let folder = factory.close().await;
    assert_eq!(left_behind(folder.path()), 0);
}
