//! The server's own rules: of each field, each text and each kind of media one case that it takes and one that it refuses.
//! It is asked directly, so that nothing of ours stands between.

use std::collections::BTreeSet;

use domain::{FieldKind, Network};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use crate::world::{KEY, World};

/// What each network needs, as the facts have it.
fn needed(network: Network) -> Value {
    match network {
        Network::Tiktok | Network::TiktokBusiness => json!({
            "privacy_level": "SELF_ONLY", "duet": false, "stitch": false, "comment": true,
            "brand_content_toggle": false, "brand_organic_toggle": false, "autoAddMusic": "no",
            "content_posting_method": "DIRECT_POST",
        }),
        Network::Instagram | Network::InstagramStandalone => json!({ "post_type": "post" }),
        Network::Youtube => json!({ "title": "A candle", "type": "public" }),
        Network::X => json!({ "who_can_reply_post": "everyone" }),
        Network::Pinterest => json!({ "board": "17" }),
        Network::Facebook
        | Network::Linkedin
        | Network::LinkedinPage
        | Network::Threads
        | Network::Bluesky => json!({}),
    }
}

type Field = (&'static str, Value, Value);

fn flag(name: &'static str) -> Field {
    (name, json!(true), json!("true"))
}

fn tiktok() -> Vec<Field> {
    vec![
        ("privacy_level", json!("MUTUAL_FOLLOW_FRIENDS"), Value::Null),
        flag("duet"),
        flag("stitch"),
        flag("comment"),
        flag("brand_content_toggle"),
        flag("brand_organic_toggle"),
        ("autoAddMusic", json!("yes"), json!(true)),
        ("content_posting_method", json!("UPLOAD"), json!("INBOX")),
        ("title", json!("x".repeat(90)), json!("x".repeat(91))),
        flag("video_made_with_ai"),
    ]
}

fn instagram() -> Vec<Field> {
    vec![
        ("post_type", json!("story"), json!("reel")),
        flag("is_trial_reel"),
        ("graduation_strategy", json!("SS_PERFORMANCE"), json!("AUTO")),
        ("collaborators", json!([{ "label": "ana" }]), json!(["ana"])),
    ]
}

/// Of each field of the facts a value that is taken and one that is refused; null stands for none.
fn fields(network: Network) -> Vec<Field> {
    match network {
        Network::Tiktok => tiktok(),
        Network::TiktokBusiness => {
            let own = [
                ("music", json!({ "id": "7" }), json!("7")),
                ("location", json!({ "id": "7", "name": "Cluj" }), json!({ "id": "7" })),
            ];
            tiktok().into_iter().chain(own).collect()
        }
        Network::InstagramStandalone => instagram(),
        Network::Instagram => {
            let sound = json!({ "id": "1", "audio_volume": 100, "video_volume": 0 });
            let own = [("audio", sound, json!({ "id": "1", "audio_volume": 101 }))];
            instagram().into_iter().chain(own).collect()
        }
        Network::Youtube => vec![
            ("title", json!("ab"), json!("a")),
            ("type", json!("unlisted"), json!("hidden")),
            ("selfDeclaredMadeForKids", json!("no"), json!(false)),
            ("thumbnail", json!({ "id": "7", "path": "https://x/a.jpg" }), json!(true)),
            ("tags", json!([tag(&"x".repeat(497)), tag("a")]), json!([tag(&"x".repeat(497)), tag("a b")])),
        ],
        Network::Facebook => vec![
            ("url", json!("https://example.com"), json!("example.com")),
            ("post_type", json!("story"), json!("reel")),
            ("text_format_preset_id", json!("7"), json!(7)),
        ],
        Network::X => vec![
            ("who_can_reply_post", json!("verified"), json!("nobody")),
            ("community", json!("https://x.com/i/communities/1"), json!("candles")),
            flag("made_with_ai"),
            flag("paid_partnership"),
            ("post_type", json!("article"), json!("story")),
            ("article_title", json!("Candles"), json!(7)),
            ("article_status", json!("draft"), json!(false)),
        ],
        Network::Linkedin | Network::LinkedinPage => {
            vec![flag("post_as_images_carousel"), ("carousel_name", json!("Candles"), json!(7))]
        }
        Network::Pinterest => vec![
            ("board", json!("18"), Value::Null),
            ("title", json!("x".repeat(100)), json!("x".repeat(101))),
            ("link", json!("https://example.com"), json!("example")),
            ("dominant_color", json!("#ff0000"), json!(7)),
        ],
        Network::Threads | Network::Bluesky => Vec::new(),
    }
}

fn tag(text: &str) -> Value {
    json!({ "value": text, "label": text })
}

/// The server, its files, and posts as raw as they come.
struct Raw {
    world: World,
    video: Value,
    cover: Value,
}

impl Raw {
    async fn open() -> Self {
        let world = World::open().await;
        world.fake.change(KEY, |organisation| organisation.posts_left = u32::MAX);
        let file = |media: domain::RemoteMedia| json!({ "id": media.id, "path": media.path });
        let (video, cover) = (file(world.video().await), file(world.cover().await));
        Self { world, video, cover }
    }

    /// So many videos and pictures.
    fn media(&self, videos: usize, pictures: usize) -> Value {
        let (videos, pictures) =
            (std::iter::repeat_n(&self.video, videos), std::iter::repeat_n(&self.cover, pictures));
        videos.chain(pictures).cloned().collect()
    }

    fn body(&self, network: Network) -> Value {
        let image = self.media(1, usize::from(network == Network::Pinterest));
        json!({ "type": "schedule", "date": "2030-01-01T00:00:00.000Z", "shortLink": false, "tags": [],
            "posts": [{ "integration": { "id": format!("c-{network}") },
                "value": [{ "content": "<p>x</p>", "image": image }], "settings": needed(network) }] })
    }

    async fn send(&self, body: &Value) -> (StatusCode, String) {
        let url = format!("{}/public/v1/posts", self.world.fake.base_url());
        let sent = Client::new().post(url).header("authorization", KEY).json(body).send().await.unwrap();
        (sent.status(), sent.text().await.unwrap())
    }

    async fn takes(&self, body: &Value, what: &str) {
        let (status, text) = self.send(body).await;
        assert_eq!(status, 201, "{what}: {text}");
    }

    async fn refuses(&self, body: &Value, what: &str, why: &str) {
        let (status, text) = self.send(body).await;
        assert_eq!(status, 400, "{what}: {text}");
        assert!(text.contains(why), "{what}: {text}");
    }
}

#[tokio::test]
async fn each_field_of_each_network_has_a_case_that_is_taken_and_one_that_is_refused() {
    let raw = Raw::open().await;
    for network in Network::ALL {
        let table = fields(network);
        let names: BTreeSet<&str> = table.iter().map(|(name, ..)| *name).collect();
        let ours = network.rules().fields.iter();
        let sent = ours.filter(|rule| !matches!(rule.kind, FieldKind::LongTexts { .. }));
        assert_eq!(names, sent.map(|rule| rule.name).collect(), "{network}");
        for (name, good, bad) in table {
            let mut body = raw.body(network);
            body["posts"][0]["settings"][name] = good;
            raw.takes(&body, &format!("{network} {name}")).await;
            body["posts"][0]["settings"].as_object_mut().unwrap().remove(name);
            if !bad.is_null() {
                body["posts"][0]["settings"][name] = bad;
            }
            raw.refuses(&body, &format!("{network} {name}"), name).await;
        }
        for name in needed(network).as_object().unwrap().keys() {
            let mut body = raw.body(network);
            body["posts"][0]["settings"].as_object_mut().unwrap().remove(name);
            raw.refuses(&body, &format!("{network} without {name}"), name).await;
        }
    }
}

#[tokio::test]
async fn a_text_is_taken_up_to_its_networks_length_and_no_longer() {
    let raw = Raw::open().await;
    for network in Network::ALL {
        let max = network.rules().text.max();
        for (text, fits) in [
            ("x".repeat(max), true),
            ("x".repeat(max + 1), false),
            ("🕯".repeat(max / 2), true),
            ("🕯".repeat(max / 2 + 1), false),
        ] {
            let mut body = raw.body(network);
            body["posts"][0]["value"][0]["content"] = json!(domain::post_html(&text));
            let what = format!("{network} with {max}");
            if fits {
                assert!(network.rules().text.length(&text) <= max, "{what}");
                // A body of 100 kB and more is refused for that alone.
                if body.to_string().len() < 95_000 {
                    raw.takes(&body, &what).await;
                }
            } else {
                assert!(network.rules().text.length(&text) > max, "{what}");
                if body.to_string().len() < 95_000 {
                    raw.refuses(&body, &what, "maximum characters").await;
                }
            }
        }
    }
    raw.world.fake.change(KEY, |organisation| {
        organisation.channels.iter_mut().for_each(|channel| channel.premium = true);
    });
    let mut body = raw.body(Network::X);
    body["posts"][0]["value"][0]["content"] = json!("x".repeat(4000));
    raw.takes(&body, "Premium").await;
    body["posts"][0]["value"][0]["content"] = json!("x".repeat(4001));
    raw.refuses(&body, "Premium", "4000").await;
}

#[tokio::test]
async fn media_go_by_the_networks_rules() {
    let raw = Raw::open().await;
    for (network, taken, refused) in [
        (Network::Tiktok, &[(1, 0), (0, 3)][..], &[(2, 0), (1, 1), (0, 0)][..]),
        (Network::TiktokBusiness, &[(1, 0), (0, 35)], &[(2, 0), (0, 36), (0, 0)]),
        (Network::Instagram, &[(1, 0), (3, 7)], &[(0, 0), (5, 6)]),
        (Network::InstagramStandalone, &[(1, 0)], &[(0, 0)]),
        (Network::Youtube, &[(1, 0)], &[(0, 0), (2, 0), (1, 1)]),
        (Network::Facebook, &[(1, 0), (0, 0)], &[]),
        (Network::X, &[(1, 0), (0, 0)], &[]),
        (Network::Linkedin, &[(1, 0), (0, 5)], &[(1, 1), (2, 0)]),
        (Network::LinkedinPage, &[(1, 0), (0, 5)], &[(1, 1), (2, 0)]),
        (Network::Pinterest, &[(1, 1)], &[(1, 0)]),
        (Network::Threads, &[(1, 0)], &[]),
        (Network::Bluesky, &[(1, 0), (0, 4)], &[(2, 0), (0, 5)]),
    ] {
        for ((videos, pictures), fits) in
            taken.iter().map(|case| (case, true)).chain(refused.iter().map(|case| (case, false)))
        {
            let mut body = raw.body(network);
            body["posts"][0]["value"][0]["image"] = raw.media(*videos, *pictures);
            let (status, text) = raw.send(&body).await;
            assert_eq!(status == 201, fits, "{network} with {videos} and {pictures}: {text}");
        }
    }
    let mut story = raw.body(Network::Facebook);
    story["posts"][0]["settings"]["post_type"] = json!("story");
    story["posts"][0]["value"][0]["image"] = json!([]);
    raw.refuses(&story, "a story", "needs media").await;
    let mut reel = raw.body(Network::Instagram);
    reel["posts"][0]["settings"]["is_trial_reel"] = json!(true);
    reel["posts"][0]["value"][0]["image"] = raw.media(2, 0);
    raw.refuses(&reel, "a trial reel", "single video").await;
}

#[tokio::test]
async fn the_form_of_a_post_is_checked() {
    let raw = Raw::open().await;
    for (at, bad, why) in [
        ("/type", json!("later"), "type must be one of"),
        ("/date", json!("tomorrow"), "date must be"),
        ("/shortLink", Value::Null, "shortLink"),
        ("/tags", Value::Null, "tags must be an array"),
        ("/posts", json!([]), "posts should not be empty"),
        ("/posts/0/integration", json!({}), "integration.id must be a string"),
        ("/posts/0/integration/id", json!("c-of-nobody"), "not found"),
        ("/posts/0/value", json!([]), "value should not be empty"),
        ("/posts/0/value/0/content", Value::Null, "content must be a string"),
        ("/posts/0/value/0/image", Value::Null, "image must be an array"),
        ("/posts/0/value/0/image", json!([{ "id": "7", "path": "https://x/a.mov" }]), "image or video"),
        (
            "/posts/0/value/0/image",
            json!([{ "id": "7", "path": "https://x/a.mp4" }]),
            "not of this organisation",
        ),
        ("/posts/0/settings", Value::Null, "settings should not be null"),
    ] {
        let mut body = raw.body(Network::Threads);
        *body.pointer_mut(at).unwrap() = bad;
        raw.refuses(&body, at, why).await;
    }
    let mut empty = raw.body(Network::Threads);
    empty["posts"][0]["value"][0]["content"] = json!("");
    raw.takes(&empty, "a text that is empty beside a video").await;
    empty["posts"][0]["value"][0]["image"] = json!([]);
    raw.refuses(&empty, "nothing at all", "content should not be empty").await;
    let mut huge = raw.body(Network::Facebook);
    huge["posts"][0]["value"][0]["content"] = json!("x".repeat(103_000));
    assert_eq!(raw.send(&huge).await.0, 413);
}
