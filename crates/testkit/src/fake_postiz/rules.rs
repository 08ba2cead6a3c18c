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
            let is_empty = text(value, "content").is_none_or(|content| content.is_empty());
            ask(
                !is_empty || images.is_some_and(|all| !all.is_empty()),
                "posts.0.value.0.content should not be empty",
            );
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
        "tiktok" | "tiktok-business" => check.tiktok(network == "tiktok-business"),
        "instagram" | "instagram-standalone" => {
            check.word("post_type", &["post", "story"], true);
            check.flag("is_trial_reel", false);
            check.word("graduation_strategy", &["MANUAL", "SS_PERFORMANCE"], false);
            check.list("collaborators", &["label"]);
            if network == "instagram" {
                check.object("audio", &["id"]);
                check.volumes("audio", &["audio_volume", "video_volume"]);
            }
        }
        "youtube" => {
            check.text("title", 2, 100, true);
            check.word("type", &["public", "private", "unlisted"], true);
            check.word("selfDeclaredMadeForKids", &["yes", "no"], false);
            check.list("tags", &["value", "label"]);
            check.tags("tags", 500);
            check.object("thumbnail", &["id", "path"]);
        }
        "facebook" => {
            check.link("url");
            check.word("post_type", &["post", "story"], false);
            check.text("text_format_preset_id", 1, 1000, false);
        }
        "x" => {
            let who = ["everyone", "following", "mentionedUsers", "subscribers", "verified"];
            check.word("who_can_reply_post", &who, true);
            check.link("community");
            check.flag("made_with_ai", false);
            check.flag("paid_partnership", false);
            check.word("post_type", &["post", "article"], false);
            check.text("article_title", 1, 1000, false);
            check.text("article_status", 1, 1000, false);
            check.unknown("is_premium");
        }
        "linkedin" | "linkedin-page" => {
            check.flag("post_as_images_carousel", false);
            check.text("carousel_name", 1, 1000, false);
        }
        "pinterest" => {
            check.text("board", 1, 1000, true);
            check.text("title", 0, 100, false);
            check.link("link");
            check.text("dominant_color", 1, 1000, false);
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
    fn tiktok(&mut self, is_business: bool) {
        let levels = ["PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "FOLLOWER_OF_CREATOR", "SELF_ONLY"];
        self.word("privacy_level", &levels, true);
        for flag in ["duet", "stitch", "comment", "brand_content_toggle", "brand_organic_toggle"] {
            self.flag(flag, true);
        }
        self.word("autoAddMusic", &["yes", "no"], true);
        self.word("content_posting_method", &["DIRECT_POST", "UPLOAD"], true);
        self.text("title", 0, 90, false);
        self.flag("video_made_with_ai", false);
        if is_business {
            self.object("music", &["id"]);
            self.object("location", &["id", "name"]);
        }
    }

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
            value.as_str().is_some_and(|text| text.starts_with("https://") || text.starts_with("http://"))
        });
    }

    fn object(&mut self, name: &str, fields: &[&str]) {
        let whole = |value: &Value| fields.iter().all(|field| value.get(field).is_some_and(Value::is_string));
        self.ask(name, false, "an object", whole);
    }

    fn volumes(&mut self, name: &str, fields: &[&str]) {
        let is_volume = |value: &Value| value.as_u64().is_some_and(|volume| volume <= 100);
        self.ask(name, false, "an object with volumes from 0 to 100", |value| {
            fields.iter().all(|field| value.get(field).is_none_or(is_volume))
        });
    }

    /// A tag with a space counts two more.
    fn tags(&mut self, name: &str, most: usize) {
        let length = |tag: &Value| {
            let text = tag.get("value").and_then(Value::as_str).unwrap_or_default();
            text.encode_utf16().count() + if text.contains(' ') { 2 } else { 0 }
        };
        self.ask(name, false, &format!("tags of at most {most} characters together"), |value| {
            value.as_array().is_none_or(|all| all.iter().map(length).sum::<usize>() <= most)
        });
    }

    /// The service would pass over it; whoever sends it takes it for something that it is not.
    fn unknown(&mut self, name: &str) {
        self.ask(name, false, "left out", |_any| false);
    }

    fn list(&mut self, name: &str, fields: &[&str]) {
        self.ask(name, false, "an array", |value| {
            let whole =
                |item: &Value| fields.iter().all(|field| item.get(field).is_some_and(Value::is_string));
            value.as_array().is_some_and(|all| all.iter().all(whole))
        });
    }
}

/// Checks the media of a post for its network and settings; the fault as the service words it.
pub(super) fn media_fault(network: &str, settings: &Value, media: &[String]) -> Option<String> {
    let is_video =
        |path: &&String| path.split('?').next().unwrap_or_default().rsplit('.').next() == Some("mp4");
    let videos = media.iter().filter(is_video).count();
    let pictures = media.len() - videos;
    let one_video = videos == 1 && pictures == 0;
    let is_reel =
        settings.get("is_trial_reel") == Some(&Value::Bool(true)) || settings.get("audio").is_some();
    let is_story = settings.get("post_type") == Some(&Value::from("story"));
    let fault = match network {
        "tiktok" | "tiktok-business" | "instagram" | "instagram-standalone" if media.is_empty() => {
            "At least one media is required"
        }
        "tiktok" | "tiktok-business" if !one_video && videos > 0 => "Only one video is allowed",
        "tiktok-business" if pictures > 35 => "At most 35 pictures are allowed",
        "instagram" if media.len() > 10 => "At most 10 media are allowed",
        "instagram" | "instagram-standalone" if is_reel && !one_video => "It must be a single video",
        "youtube" if !one_video => "You need one video",
        "facebook" if is_story && media.is_empty() => "A story needs media",
        "linkedin" | "linkedin-page" if videos > 0 && media.len() > 1 => "Only one media with a video",
        "pinterest" if videos > 0 && pictures == 0 => "A video needs a cover image as the second media",
        "bluesky" if videos > 1 || pictures > 4 => "One video or four pictures",
        _ => return None,
    };
    Some(fault.to_owned())
}

/// Checks the length of a text for its network.
pub(super) fn text_fault(network: &str, premium: bool, text: &str) -> Option<String> {
    let most = match network {
        "tiktok" | "tiktok-business" => 2000,
        "instagram" | "instagram-standalone" => 2200,
        "youtube" => 5000,
        "linkedin" | "linkedin-page" => 3000,
        "pinterest" | "threads" => 500,
        "bluesky" => 300,
        "x" if premium => 4000,
        "x" => 280,
        _ => 63_206,
    };
    let length = if network == "x" { weighed(text) } else { text.encode_utf16().count() };
    (length > most).then(|| format!("The maximum characters is {most}"))
}

/// Weighs a text as X does, but for rare signs, which count too little here.
fn weighed(text: &str) -> usize {
    let of_letter = |letter: char| match letter {
        '\u{200D}' | '\u{FE0F}' | '\u{20E3}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0000}'..='\u{E007F}' => 0,
        '\u{1F1E6}'..='\u{1F1FF}' | '\u{0}'..='\u{10FF}' | '\u{2000}'..='\u{206F}' => 1,
        _ => 2,
    };
    let of_word = |word: &str| match word.find("http") {
        Some(0) => 23,
        _ => word.chars().map(of_letter).sum(),
    };
    text.split(' ').map(of_word).sum::<usize>() + text.matches(' ').count()
}
