//! The body of a new post.

use chrono::SecondsFormat;
use domain::{FieldKind, Post, PostTime, RemoteMedia};
use serde_json::{Map, Value, json};

/// Postiz refuses a body of 100 kB and more on this route.
pub(crate) const LARGEST_BODY: usize = 95_000;

/// Writes a post as Postiz takes it: one channel, one text, its media.
pub(crate) fn post_body(post: &Post) -> Value {
    let kind = match post.time {
        PostTime::Now => "now",
        PostTime::At(_) => "schedule",
    };
    let moment = post.time.moment(post.sent_at);
    let media: Vec<Value> = [Some(&post.video), with_post(post)].into_iter().flatten().map(file).collect();
    json!({
        "type": kind,
        // A date is needed even for a post that appears at once.
        "date": moment.to_rfc3339_opts(SecondsFormat::Millis, true),
        "shortLink": false,
        "tags": [],
        "posts": [{
            "integration": { "id": post.channel },
            "value": [{ "content": post.html, "image": media }],
            "settings": settings(post),
        }],
    })
}

/// Returns the picture that goes along among the media; a thumbnail is a setting instead.
fn with_post(post: &Post) -> Option<&RemoteMedia> {
    post.cover.as_ref().filter(|_| post.network.rules().media.cover)
}

fn file(media: &RemoteMedia) -> Value {
    json!({ "id": media.id, "path": media.path })
}

fn settings(post: &Post) -> Value {
    let mut all = Map::from_iter([("__type".to_owned(), Value::from(post.network.as_str()))]);
    for rule in post.network.rules().fields {
        let Some(value) = post.settings.get(rule.name) else { continue };
        let value = match (rule.kind, value) {
            (FieldKind::Cover, Value::Bool(true)) => post.cover.as_ref().map(file),
            (FieldKind::Cover | FieldKind::LongTexts { .. }, _) => None,
            (FieldKind::Tags { .. }, Value::Array(tags)) => {
                Some(tags.iter().map(|tag| json!({ "value": tag, "label": tag })).collect())
            }
            (FieldKind::Labels, Value::Array(labels)) => {
                Some(labels.iter().map(|label| json!({ "label": label })).collect())
            }
            (FieldKind::Music, id) => Some(json!({ "id": id })),
            // An empty text is none.
            (FieldKind::Text { .. }, Value::String(text)) if text.is_empty() => None,
            (_, plain) => Some(plain.clone()),
        };
        all.extend(value.map(|value| (rule.name.to_owned(), value)));
    }
    Value::Object(all)
}

/// Tells whether Postiz takes a file of this address in a post.
pub(crate) fn is_postable(path: &str) -> bool {
    let path = path.split('?').next().unwrap_or_default();
    [".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp4"].iter().any(|ending| path.ends_with(ending))
}
