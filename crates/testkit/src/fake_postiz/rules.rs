//! What Postiz asks of a post, written down from its own rules and not from ours.

use chrono::{DateTime, Utc};
use serde_json::Value;

/// Checks the form of a new post; each fault as the service words it.
pub(super) fn form_faults(body: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let mut ask = |good: bool, fault: &str| {
        if !good {
            faults.push(fault.to_owned());
        }
    };
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let kind = text(body, "type").unwrap_or_default();
    ask(
        ["draft", "schedule", "now", "update"].contains(&kind.as_str()),
        "type must be one of the following values: draft, schedule, now, update",
    );
    let date = text(body, "date").unwrap_or_default();
    ask(date.parse::<DateTime<Utc>>().is_ok(), "date must be a valid ISO 8601 date string");
    ask(body.get("shortLink").is_some_and(Value::is_boolean), "shortLink must be a boolean value");
    ask(body.get("tags").is_some_and(Value::is_array), "tags must be an array");
    let posts = body.get("posts").and_then(Value::as_array).cloned().unwrap_or_default();
    ask(!posts.is_empty(), "posts should not be empty");
    for post in &posts {
        let id = post.get("integration").and_then(|channel| channel.get("id")).and_then(Value::as_str);
        ask(id.is_some(), "posts.0.integration.id must be a string");
        let values = post.get("value").and_then(Value::as_array).cloned().unwrap_or_default();
        ask(!values.is_empty(), "posts.0.value should not be empty");
        for value in &values {
            ask(
                value.get("content").is_some_and(Value::is_string),
                "posts.0.value.0.content must be a string",
            );
            let images = value.get("image").and_then(Value::as_array);
            ask(images.is_some(), "posts.0.value.0.image must be an array");
            for image in images.into_iter().flatten() {
                ask(text(image, "id").is_some(), "posts.0.value.0.image.0.id must be a string");
                let path = text(image, "path").unwrap_or_default();
                let path = path.split('?').next().unwrap_or_default();
                let ends = [".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp4"];
                ask(
                    ends.iter().any(|end| path.ends_with(end)),
                    "posts.0.value.0.image.0.path must be an image or video",
                );
            }
        }
        ask(
            post.get("settings").is_some_and(Value::is_object),
            "posts.0.settings should not be null or undefined",
        );
    }
    faults
}

/// Checks the settings of a post for its network.
pub(super) fn settings_faults(network: &str, settings: &Value) -> Vec<String> {
    let mut check = Check { settings, faults: Vec::new() };
    match network {
        "tiktok" | "tiktok-business" => {
            let levels = ["PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "FOLLOWER_OF_CREATOR", "SELF_ONLY"];
            check.word("privacy_level", &levels, true);
            for flag in ["duet", "stitch", "comment", "brand_content_toggle", "brand_organic_toggle"] {
                check.flag(flag, true);
            }
            check.word("autoAddMusic", &["yes", "no"], true);
            check.word("content_posting_method", &["DIRECT_POST", "UPLOAD"], true);
            check.text("title", 0, 90, false);
            check.flag("video_made_with_ai", false);
        }
        "instagram" | "instagram-standalone" => {
            check.word("post_type", &["post", "story"], true);
            check.flag("is_trial_reel", false);
            check.word("graduation_strategy", &["MANUAL", "SS_PERFORMANCE"], false);
            check.list("collaborators", &["label"]);
        }
        "youtube" => {
            check.text("title", 2, 100, true);
            check.word("type", &["public", "private", "unlisted"], true);
            check.word("selfDeclaredMadeForKids", &["yes", "no"], false);
            check.list("tags", &["value", "label"]);
            check.object("thumbnail", &["id", "path"]);
        }
        "facebook" => {
            check.link("url");
            check.word("post_type", &["post", "story"], false);
        }
        "x" => {
            let who = ["everyone", "following", "mentionedUsers", "subscribers", "verified"];
            check.word("who_can_reply_post", &who, true);
            check.link("community");
            check.flag("made_with_ai", false);
            check.flag("paid_partnership", false);
            check.word("post_type", &["post", "article"], false);
        }
        "linkedin" | "linkedin-page" => check.flag("post_as_images_carousel", false),
        "pinterest" => {
            check.text("board", 1, 1000, true);
            check.text("title", 0, 100, false);
            check.link("link");
        }
        _ => {}
    }
    check.faults
}

struct Check<'c> {
    settings: &'c Value,
    faults: Vec<String>,
}

impl Check<'_> {
    fn ask(&mut self, name: &str, required: bool, rule: &str, fits: impl Fn(&Value) -> bool) {
        let good = self.settings.get(name).map_or(!required, fits);
        if !good {
            self.faults.push(format!("posts.0.settings.{name} must be {rule}"));
        }
    }

    fn word(&mut self, name: &str, words: &[&str], required: bool) {
        let rule = format!("one of the following values: {}", words.join(", "));
        self.ask(name, required, &rule, |value| value.as_str().is_some_and(|word| words.contains(&word)));
    }

    /// The service turns the text "false" into true; whoever sends one makes a mistake.
    fn flag(&mut self, name: &str, required: bool) {
        self.ask(name, required, "a boolean value", Value::is_boolean);
    }

    fn text(&mut self, name: &str, min: usize, max: usize, required: bool) {
        let rule = format!("between {min} and {max} characters");
        self.ask(name, required, &rule, |value| {
            value.as_str().is_some_and(|text| (min..=max).contains(&text.encode_utf16().count()))
        });
    }

    fn link(&mut self, name: &str) {
        self.ask(name, false, "a URL address", |value| {
            value.as_str().is_some_and(|text| text.starts_with("http"))
        });
    }

    fn object(&mut self, name: &str, fields: &[&str]) {
        self.ask(name, false, "an object", |value| fields.iter().all(|field| value.get(field).is_some()));
    }

    fn list(&mut self, name: &str, fields: &[&str]) {
        self.ask(name, false, "an array", |value| {
            let whole =
                |item: &Value| fields.iter().all(|field| item.get(field).is_some_and(Value::is_string));
            value.as_array().is_some_and(|all| all.iter().all(whole))
        });
    }
}

/// Checks media and text of a post for its network; the first fault as the service words it.
pub(super) fn post_fault(network: &str, media: &[String], text: &str) -> Option<String> {
    let is_video =
        |path: &&String| path.split('?').next().unwrap_or_default().rsplit('.').next() == Some("mp4");
    let videos = media.iter().filter(is_video).count();
    let pictures = media.len() - videos;
    let one_video = videos == 1 && pictures == 0;
    let fault = match network {
        "tiktok" | "tiktok-business" if !one_video && videos > 0 => Some("Only one video is allowed"),
        "instagram" | "instagram-standalone" if media.is_empty() => Some("At least one media is required"),
        "instagram" if media.len() > 10 => Some("At most 10 media are allowed"),
        "youtube" if !one_video => Some("You need one video"),
        "linkedin" | "linkedin-page" if videos > 0 && media.len() > 1 => Some("Only one media with a video"),
        "pinterest" if videos > 0 && pictures == 0 => Some("A video needs a cover image as the second media"),
        "bluesky" if videos > 1 || pictures > 4 => Some("One video or four pictures"),
        _ => None,
    };
    let most = match network {
        "tiktok" | "tiktok-business" => 2000,
        "instagram" | "instagram-standalone" => 2200,
        "youtube" => 5000,
        "linkedin" | "linkedin-page" => 3000,
        "pinterest" | "threads" => 500,
        "bluesky" => 300,
        // X weighs; what is certainly too long is refused here.
        "x" => 280,
        _ => 63_206,
    };
    let too_long = text.encode_utf16().count() > most && !(network == "x" && text.contains("http"));
    fault.map(str::to_owned).or_else(|| too_long.then(|| format!("The maximum characters is {most}")))
}
