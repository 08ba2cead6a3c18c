//! Requests that are sent twice under one key: done once, answered alike.

use domain::{MediaKey, Project, ProjectId, RequestKey};
use futures_util::future::join_all;
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::factory::{Factory, problem};

fn project(name: &str) -> Value {
    json!({ "name": name, "script": "Hello.", "source_video_ids": [] })
}

fn with_key(request: RequestBuilder, key: &str, body: &Value) -> RequestBuilder {
    request.header("Idempotency-Key", key).json(body)
}

async fn count(factory: &Factory, path: &str) -> usize {
    factory.get(path).await["items"].as_array().unwrap().len()
}

async fn body(response: Response) -> (u16, bool, String) {
    let again = response.headers().contains_key("idempotency-replayed");
    (response.status().as_u16(), again, response.text().await.unwrap())
}

#[actix_web::test]
async fn the_same_key_and_body_give_the_same_answer_and_another_body_is_refused() {
    let factory = Factory::open().await;
    let path = "/api/v1/library/projects";
    let make = |name: &str| with_key(factory.here(Method::POST, path), "click-1", &project(name)).send();
    let first = body(make("Spring").await.unwrap()).await;
    assert_eq!((first.0, first.1), (201, false));
    assert_eq!(body(make("Spring").await.unwrap()).await, (201, true, first.2));
    problem(make("Summer").await.unwrap(), 422, "idempotency_conflict").await;
    // The fields in another order are the same request.
    let turned = r#"{"source_video_ids":[],  "script":"Hello.", "name":"Spring"}"#;
    let again = factory.here(Method::POST, path).header("Idempotency-Key", "click-1");
    let again = again.header("Content-Type", "application/json").body(turned).send().await.unwrap();
    assert_eq!(again.headers()["idempotency-replayed"], "true");
    assert_eq!(count(&factory, path).await, 1);
    // Another store's request of the same key is its own.
    let other = factory.second_store().await;
    let theirs = factory.request(Method::POST, path).header("X-Profile-Id", other.profile().to_string());
    let theirs = with_key(theirs, "click-1", &project("Theirs")).send().await.unwrap();
    assert_eq!(body(theirs).await.0, 201);
    factory.close().await;
}

#[actix_web::test]
async fn an_impatient_finger_makes_one_thing() {
    let factory = Factory::open().await;
    let path = "/api/v1/library/projects";
    let clicks = (0..20).map(|_| with_key(factory.here(Method::POST, path), "click", &project("One")).send());
    for answer in join_all(clicks).await {
        let answer = answer.unwrap();
        if answer.status() == 409 {
            assert_eq!(answer.headers()["retry-after"], "1");
            problem(answer, 409, "request_under_way").await;
        } else {
            assert_eq!(answer.status(), 201);
        }
    }
    assert_eq!(count(&factory, path).await, 1);
    factory.close().await;
}

#[actix_web::test]
async fn what_was_refused_may_be_tried_again_under_its_key() {
    let factory = Factory::open().await;
    let path = "/api/v1/library/projects";
    let make = |body: Value| with_key(factory.here(Method::POST, path), "click-1", &body).send();
    let bad = json!({ "name": "n", "script": "Hello.", "source_video_ids": [uuid::Uuid::new_v4()] });
    assert_eq!(make(bad).await.unwrap().status(), 404);
    assert_eq!(make(project("n")).await.unwrap().status(), 201);
    factory.close().await;
}

/// The server was killed after the thing was made and before the answer was kept.
#[actix_web::test]
async fn a_request_that_broke_off_makes_nothing_twice() {
    let factory = Factory::open().await;
    let path = "/api/v1/library/projects";
    let make = || with_key(factory.here(Method::POST, path), "click-1", &project("n")).send();
    let first: Value = make().await.unwrap().json().await.unwrap();
    let broke_off =
        "UPDATE kept_answers SET status = NULL, body = NULL, content_type = NULL, held_until = now()";
    factory.database.run(broke_off).await;
    let second: Value = make().await.unwrap().json().await.unwrap();
    assert_eq!(second["id"], first["id"]);
    assert_eq!(count(&factory, path).await, 1);
    factory.close().await;
}

#[actix_web::test]
async fn every_way_of_making_takes_a_key() {
    let factory = Factory::open().await;
    let (video, _job) = factory.footage(&factory.ctx).await;
    let made =
        with_key(factory.request(Method::POST, "/api/v1/profiles"), "store", &json!({ "name": "Two" }));
    let store = body(made.try_clone().unwrap().send().await.unwrap()).await;
    assert_eq!(body(made.send().await.unwrap()).await, (201, true, store.2.clone()));
    let other =
        with_key(factory.request(Method::POST, "/api/v1/profiles"), "store", &json!({ "name": "Three" }));
    problem(other.send().await.unwrap(), 422, "idempotency_conflict").await;
    assert_eq!(count(&factory, "/api/v1/profiles").await, 2);

    let new = json!({ "name": "n", "script": "Hello.", "source_video_ids": [video] });
    let project = factory.here(Method::POST, "/api/v1/library/projects").json(&new).send().await.unwrap();
    let project = project.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    let store: Value = serde_json::from_str(&store.2).unwrap();
    let path = format!("/api/v1/library/projects/{project}/copy");
    let copy = with_key(factory.here(Method::POST, &path), "copy", &json!({ "profile_id": store["id"] }));
    let first = body(copy.try_clone().unwrap().send().await.unwrap()).await;
    assert_eq!(first.0, 201);
    assert_eq!(body(copy.send().await.unwrap()).await, (201, true, first.2));

    let upload = |bytes: &'static [u8]| {
        let part = reqwest::multipart::Part::bytes(bytes).file_name("a.mp4");
        let form = reqwest::multipart::Form::new().part("file", part);
        let request = factory.here(Method::POST, "/api/v1/source-videos").header("Idempotency-Key", "upload");
        request.multipart(form).send()
    };
    let mp4 = b"\0\0\0\x18ftypisom\0\0\0\0isommp41 and so on";
    let first = body(upload(mp4).await.unwrap()).await;
    assert_eq!(first.0, 202, "{}", first.2);
    assert_eq!(body(upload(mp4).await.unwrap()).await, (202, true, first.2));
    let other = upload(b"\0\0\0\x18ftypisom\0\0\0\0isommp41 and other").await.unwrap();
    problem(other, 422, "idempotency_conflict").await;
    factory.close().await;
}

/// As when the first attempt takes longer than its key is held.
#[actix_web::test]
async fn copies_that_are_made_at_once_under_one_key_are_one_copy_with_its_files() {
    let factory = Factory::open().await;
    let other = factory.second_store().await;
    let (video, _job) = factory.footage(&factory.ctx).await;
    let new = json!({ "name": "n", "script": "Hello.", "source_video_ids": [video] });
    let made = factory.here(Method::POST, "/api/v1/library/projects").json(&new).send().await.unwrap();
    let id: ProjectId = made.json::<Value>().await.unwrap()["id"].as_str().unwrap().parse().unwrap();
    let key: RequestKey = "click".parse().unwrap();
    let attempts = (0..8).map(|_| factory.studio.copy_project(&factory.ctx, id, &other, Some(&key)));
    let copies: Vec<Project> = join_all(attempts).await.into_iter().map(Result::unwrap).collect();
    let footage = copies[0].source_videos.clone();
    assert!(
        copies.iter().all(|copy| (copy.id, &copy.source_videos) == (copies[0].id, &footage)),
        "{copies:?}"
    );
    let media = factory.folder.path().join("media").join(other.profile().to_string());
    assert!(media.join(MediaKey::SourceVideo(footage[0]).to_string()).exists());
    assert_eq!(
        std::fs::read_dir(media.join("source-videos")).unwrap().count(),
        1,
        "of the others nothing stays"
    );
    factory.close().await;
}
