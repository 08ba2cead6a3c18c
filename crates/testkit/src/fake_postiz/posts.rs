//! New posts, and the list of them.

use chrono::{DateTime, SecondsFormat, Timelike as _, Utc};
use domain::words_of_html;
use serde_json::{Value, json};

use super::{
    Desk,
    books::{Books, FakeOrganisation, FakePost},
    rules::{form_faults, media_fault, settings_faults, text_fault},
};
use crate::fake_elevenlabs::{FakeAnswer, FakeRequest};

/// The most bytes of a body on this route.
const LARGEST: usize = 100 * 1024;
const HOUR_SECONDS: i64 = 3600;

/// Makes a post, unless the hour's number is used up or something is wrong with it.
pub(super) fn create(desk: &Desk, key: &str, request: &FakeRequest) -> FakeAnswer {
    let now = desk.clock.now();
    let books = &mut *desk.books();
    if let Some(blocked) = count_down(books, key, now) {
        return blocked;
    }
    let answer = if request.body.len() > LARGEST {
        FakeAnswer::json(413, &json!({ "statusCode": 413, "message": "request entity too large" }))
    } else {
        checked(books, key, &request.json(), now)
    };
    if answer.status >= 400 {
        books.objections.push(format!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body)));
    }
    let left = books.organisations.get(key).map_or(0, |organisation| organisation.posts_left);
    answer
        .with("x-ratelimit-limit", FakeOrganisation::POSTS_AN_HOUR)
        .with("x-ratelimit-remaining", left)
        .with("x-ratelimit-reset", HOUR_SECONDS)
}

/// Counts a request, also one that will be refused. The first too many blocks for an hour of its own.
fn count_down(books: &mut Books, key: &str, now: DateTime<Utc>) -> Option<FakeAnswer> {
    let organisation = books.organisations.get_mut(key)?;
    if organisation.blocked_until.is_some_and(|until| until <= now) {
        organisation.blocked_until = None;
        organisation.posts_left = FakeOrganisation::POSTS_AN_HOUR;
    }
    if organisation.posts_left == 0 && organisation.blocked_until.is_none() {
        organisation.blocked_until = Some(now + chrono::TimeDelta::seconds(HOUR_SECONDS));
    }
    if let Some(until) = organisation.blocked_until {
        let seconds = (until - now).num_seconds();
        let body = json!({ "statusCode": 429, "message": "ThrottlerException: Too Many Requests" });
        books.objections.push("429: a request beyond the hour's number".to_owned());
        return Some(FakeAnswer::json(429, &body).with("retry-after", seconds));
    }
    organisation.posts_left -= 1;
    None
}

fn checked(books: &mut Books, key: &str, body: &Value, now: DateTime<Utc>) -> FakeAnswer {
    let bad = |message: Value| {
        FakeAnswer::json(400, &json!({ "statusCode": 400, "error": "Bad Request", "message": message }))
    };
    let faults = form_faults(body);
    if !faults.is_empty() {
        return bad(json!(faults));
    }
    let entry = body.get("posts").and_then(|posts| posts.get(0)).cloned().unwrap_or_default();
    let at = |value: &Value, path: &str| value.pointer(path).cloned().unwrap_or_default();
    let text = |value: &Value, path: &str| at(value, path).as_str().unwrap_or_default().to_owned();
    let channel = text(&entry, "/integration/id");
    let organisation = books.organisations.get(key).cloned();
    let known = organisation.iter().flat_map(|own| &own.channels).find(|known| known.id == channel).cloned();
    let Some(known) = known else {
        let others =
            books.organisations.values().any(|other| other.channels.iter().any(|own| own.id == channel));
        if others {
            books.objections.push(format!("crossed: {channel} is another organisation's channel"));
        }
        return bad(json!(format!("Integration {channel} not found")));
    };
    let settings = at(&entry, "/settings");
    let faults = settings_faults(&known.identifier, &settings);
    if !faults.is_empty() {
        return bad(json!(faults));
    }
    let images = at(&entry, "/value/0/image");
    let media: Vec<String> =
        images.as_array().into_iter().flatten().map(|image| text(image, "/path")).collect();
    let own_files: Vec<String> =
        organisation.iter().flat_map(|own| &own.files).map(|file| file.0.clone()).collect();
    if let Some(foreign) = media.iter().find(|path| !own_files.contains(path)) {
        books.objections.push(format!("crossed: {foreign} is no file of this organisation"));
        return bad(json!("this file is not of this organisation"));
    }
    let content = text(&entry, "/value/0/content");
    let words = words_of_html(&content);
    let fault = media_fault(&known.identifier, &settings, &media)
        .or_else(|| text_fault(&known.identifier, known.premium, &words));
    if let Some(fault) = fault {
        let body =
            json!({ "statusCode": 400, "provider": known.identifier, "name": known.name, "message": fault });
        return FakeAnswer::json(400, &body);
    }
    let minute = now.with_second(0).and_then(|now| now.with_nanosecond(0)).unwrap_or(now);
    let is_now = body.get("type") == Some(&json!("now"));
    let date = if is_now { minute } else { text(body, "/date").parse().unwrap_or(now) };
    let id = books.id("post");
    let post =
        FakePost { id: id.clone(), channel: channel.clone(), content, date, state: "QUEUE", settings, media };
    books.made.push(post.clone());
    if let Some(organisation) = books.organisations.get_mut(key) {
        organisation.posts.push(post);
    }
    FakeAnswer::json(201, &json!([{ "postId": id, "integration": channel }]))
}

/// Lists the posts between two dates; what was due has appeared.
pub(super) fn list(desk: &Desk, key: &str, request: &FakeRequest) -> FakeAnswer {
    let now = desk.clock.now();
    let date = |name: &str| {
        request.field(name).map(|text| text.replace("%3A", ":")).and_then(|text| text.parse().ok())
    };
    let (Some(from), Some(to)): (Option<DateTime<Utc>>, Option<DateTime<Utc>>) =
        (date("startDate"), date("endDate"))
    else {
        let message = json!(["startDate must be a valid ISO 8601 date string"]);
        return FakeAnswer::json(400, &json!({ "statusCode": 400, "message": message }));
    };
    let between = |post: &&FakePost| from <= post.date && post.date <= to;
    let books = &mut *desk.books();
    let Some(organisation) = books.organisations.get_mut(key) else {
        return FakeAnswer::json(401, &json!({}));
    };
    for post in organisation.posts.iter_mut().filter(|post| post.state == "QUEUE" && post.date <= now) {
        post.state = "PUBLISHED";
    }
    let find = |post: &FakePost| organisation.channels.iter().find(|channel| channel.id == post.channel);
    let item = |post: &FakePost| {
        let url = (post.state == "PUBLISHED").then(|| format!("https://social.example/{}", post.id));
        json!({
            "id": post.id,
            "content": post.content,
            "publishDate": post.date.to_rfc3339_opts(SecondsFormat::Millis, true),
            "releaseURL": url,
            "releaseId": if url.is_some() { json!("missing") } else { Value::Null },
            "state": post.state,
            "intervalInDays": null,
            "group": "g",
            "creationMethod": "API",
            // The service answers with the text that its database has.
            "settings": post.settings.to_string(),
            "tags": [],
            "integration": {
                "id": post.channel,
                "providerIdentifier": find(post).map(|channel| channel.identifier.clone()),
                "name": find(post).map(|channel| channel.name.clone()),
                "picture": null,
            },
        })
    };
    // The order is not defined.
    let posts: Vec<Value> = organisation.posts.iter().rev().filter(between).map(item).collect();
    FakeAnswer::json(200, &json!({ "posts": posts }))
}
