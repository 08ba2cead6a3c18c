//! The routes.

use serde_json::{Value, json};

use super::{Desk, fault::PostizFault, media::file_of, posts};
use crate::fake_elevenlabs::{FakeAnswer, FakeRequest};

/// Answers a request; nothing when the connection ends instead.
pub(super) async fn reply(desk: &Desk, request: &FakeRequest) -> Option<FakeAnswer> {
    let known = ["/api/public/v1/", "/public/v1/"];
    let path = known.iter().find_map(|beginning| request.path.strip_prefix(beginning));
    let Some(path) = path else {
        // Here is the page for people.
        return Some(FakeAnswer::of(200, "text/html", "<!DOCTYPE html><html><body>Postiz</body></html>"));
    };
    match fault(desk, request, path) {
        None => Some(answer(desk, request, path)),
        Some(PostizFault::Answer(answer)) => Some(answer),
        Some(PostizFault::CutBefore) => None,
        Some(PostizFault::CutAfter) => {
            answer(desk, request, path);
            None
        }
        Some(PostizFault::DoneBut(other)) => {
            answer(desk, request, path);
            Some(other)
        }
        Some(PostizFault::HeldBefore(gate)) => {
            gate.pass().await;
            Some(answer(desk, request, path))
        }
        Some(PostizFault::HeldAfter(gate)) => {
            let done = answer(desk, request, path);
            gate.pass().await;
            Some(done)
        }
        Some(PostizFault::Slow(time)) => {
            tokio::time::sleep(time).await;
            Some(answer(desk, request, path))
        }
        Some(PostizFault::Hang) => std::future::pending().await,
    }
}

/// Takes the first fault that is for a request.
fn fault(desk: &Desk, request: &FakeRequest, path: &str) -> Option<PostizFault> {
    let mut books = desk.books();
    let (_, fault, times) =
        books.faults.iter_mut().find(|(on, _, times)| *times > 0 && on.is_for(request, path))?;
    *times -= 1;
    Some(fault.clone())
}

fn answer(desk: &Desk, request: &FakeRequest, path: &str) -> FakeAnswer {
    let key = request.header("authorization").to_owned();
    if key.is_empty() {
        return FakeAnswer::json(401, &json!({ "msg": "No API Key found" }));
    }
    // The key is compared as it is: with the word Bearer before it, it is another one.
    if !desk.books().organisations.contains_key(&key) {
        return FakeAnswer::json(401, &json!({ "msg": "Invalid API key" }));
    }
    let parts: Vec<&str> = path.split('/').collect();
    match (request.method.as_str(), parts.as_slice()) {
        ("GET", ["is-connected"]) => FakeAnswer::json(200, &json!({ "connected": true })),
        ("GET", ["integrations"]) => integrations(desk, &key),
        ("GET", ["groups"]) => FakeAnswer::json(200, &json!([])),
        ("POST", ["upload"]) => upload(desk, &key, request),
        ("POST", ["posts"]) => posts::create(desk, &key, request),
        ("GET", ["posts"]) => posts::list(desk, &key, request),
        ("DELETE", ["posts", id]) => delete(desk, &key, id),
        ("GET", ["find-slot", _]) => {
            let tomorrow = desk.clock.now() + chrono::TimeDelta::days(1);
            FakeAnswer::json(200, &json!({ "date": tomorrow.format("%Y-%m-%dT%H:%M:00").to_string() }))
        }
        ("GET", ["notifications"]) => notifications(desk, &key),
        _ => FakeAnswer::json(404, &json!({ "statusCode": 404, "message": "Cannot find it" })),
    }
}

fn integrations(desk: &Desk, key: &str) -> FakeAnswer {
    let books = desk.books();
    let channels = books.organisations.get(key).map(|organisation| organisation.channels.clone());
    let all: Vec<Value> = channels
        .into_iter()
        .flatten()
        .map(|channel| {
            json!({
                "id": channel.id,
                "name": channel.name,
                "identifier": channel.identifier,
                "picture": "https://social.example/picture.png",
                "disabled": channel.disabled,
                "profile": channel.profile,
            })
        })
        .collect();
    FakeAnswer::json(200, &json!(all))
}

fn upload(desk: &Desk, key: &str, request: &FakeRequest) -> FakeAnswer {
    let (address, mut books) = (desk.address, desk.books());
    let limit = books.organisations.get(key).map_or(0, |organisation| organisation.proxy_limit);
    if request.body.len() > limit {
        let page = "<html><head><title>413 Request Entity Too Large</title></head></html>";
        return FakeAnswer::of(413, "text/html", page);
    }
    match file_of(request) {
        Ok((ending, file)) => {
            let id = books.id("file");
            let path = format!("http://{address}/uploads/2026/11/21/{id}.{ending}");
            let size = file.len();
            if let Some(organisation) = books.organisations.get_mut(key) {
                organisation.files.push((path.clone(), size));
            }
            let body = json!({ "id": id, "name": id, "originalName": null, "path": path, "thumbnail": null, "alt": null });
            FakeAnswer::json(201, &body)
        }
        Err(message) => {
            books.objections.push(format!("400: {message}"));
            FakeAnswer::json(400, &json!({ "statusCode": 400, "error": "Bad Request", "message": message }))
        }
    }
}

/// A success says `error: true`, and an unknown id is an error of the server.
fn delete(desk: &Desk, key: &str, id: &str) -> FakeAnswer {
    let mut books = desk.books();
    let Some(organisation) = books.organisations.get_mut(key) else {
        return FakeAnswer::json(401, &json!({}));
    };
    let before = organisation.posts.len();
    organisation.posts.retain(|post| post.id != id);
    if organisation.posts.len() == before {
        return FakeAnswer::json(500, &json!({ "statusCode": 500, "message": "Internal server error" }));
    }
    FakeAnswer::json(200, &json!({ "error": true }))
}

fn notifications(desk: &Desk, key: &str) -> FakeAnswer {
    let now = desk.clock.now();
    let books = desk.books();
    let notices = books.organisations.get(key).map(|organisation| organisation.notices.clone());
    let all: Vec<Value> = notices
        .into_iter()
        .flatten()
        .map(|text| json!({ "id": text, "content": text, "link": null, "createdAt": now.to_rfc3339() }))
        .collect();
    FakeAnswer::json(
        200,
        &json!({ "notifications": all, "total": all.len(), "page": 0, "limit": 100, "hasMore": false }),
    )
}
