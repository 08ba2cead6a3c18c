//! Publishing, attacked: two stores at once, keys and accounts that change, addresses that lead inside, servers that answer
//! pages.

use std::sync::Arc;

use domain::{ClipId, MediaKey, ProfileContext};
use publish_postiz::{Postiz, PostizSettings};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use studio::SignInBy;
use testkit::{
    fake_postiz::{FakeAnswer, FakeChannel, FakeOrganisation, FakePostiz, PostizFault, PostizGate, PostizOn},
    fixed_clock::FixedClock,
};

use crate::{
    factory::{Factory, problem},
    publishing_shop::{KEY, Shop, at},
    working::work_until_over,
};

/// A store that publishes to an account of its own by a key and a server of its own.
struct Side<'f> {
    factory: &'f Factory,
    ctx: ProfileContext,
    postiz: FakePostiz,
    name: &'static str,
}

impl Side<'_> {
    fn key(&self) -> String {
        format!("key-of-{}-0123456789", self.name)
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.factory.request(method, path).header("X-Profile-Id", self.ctx.profile().to_string())
    }

    async fn send(&self, method: Method, path: &str, body: &Value) -> Value {
        let answer = self.request(method, path).json(body).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.text().await.unwrap());
        answer.json().await.unwrap()
    }

    /// Makes so many clips.
    async fn clips(&self, clips: usize) -> Vec<ClipId> {
        let mut ids = Vec::new();
        for _ in 0..clips {
            let clip = self.factory.clip(&self.ctx, None).await.id;
            let film = [b"\0\0\0\x18ftypmp42 ".as_slice(), self.name.as_bytes()].concat();
            self.factory.put(&self.ctx, &MediaKey::Clip(clip), &film).await;
            ids.push(clip);
        }
        ids
    }

    /// Connects, chooses, plans and confirms clips; returns the job.
    async fn confirm(&self, ids: &[ClipId]) -> String {
        let account = format!("c-{}", self.name);
        self.postiz.open(
            &self.key(),
            FakeOrganisation::with(vec![FakeChannel::new(&account, "threads", self.name)]),
        );
        let connection = json!({ "base_url": self.postiz.base_url(), "key": self.key() });
        self.send(Method::PUT, "/api/v1/publishing/connection", &connection).await;
        let chosen = json!({ "remote_id": account });
        let channel = self.send(Method::POST, "/api/v1/publishing/channels", &chosen).await;
        let when = json!({ "kind": "spread", "first_day": "2027-03-01", "times": ["09:00"] });
        let order = json!({ "clip_ids": ids, "channel_ids": [channel["id"]], "text": format!("News of {}", self.name),
            "when": when, "zone": "UTC" });
        let plan = self.send(Method::POST, "/api/v1/publications/plan", &order).await;
        let body = json!({ "order": order, "plan_hash": plan["plan_hash"] });
        let job = self.send(Method::POST, "/api/v1/publications", &body).await;
        job["id"].as_str().unwrap().to_owned()
    }

    /// Checks that the server has all of this store, each once, and nothing of anybody else.
    fn assert_own(&self, clips: usize, other: &str) {
        let (made, organisation) = (self.postiz.made(), self.postiz.organisation(&self.key()));
        assert_eq!((made.len(), organisation.files.len()), (clips, clips), "{}", self.name);
        let days: std::collections::BTreeSet<_> = made.iter().map(|post| post.date).collect();
        assert_eq!(days.len(), clips, "each is there once");
        assert!(made.iter().all(|post| post.content == format!("<p>News of {}</p>", self.name)));
        assert!(made.iter().all(|post| post.channel == format!("c-{}", self.name)));
        for request in self.postiz.requests() {
            assert_eq!(request.header("authorization"), self.key(), "{} {}", request.method, request.path);
            let all = format!("{:?} {}", request.headers, String::from_utf8_lossy(&request.body));
            assert!(!all.contains(other), "{} {}", request.method, request.path);
        }
        assert_eq!(self.postiz.objections(), Vec::<String>::new());
    }
}

#[actix_web::test]
async fn two_stores_publish_at_once_and_nothing_of_one_reaches_the_other() {
    const CLIPS: usize = 6;
    let factory = Factory::open().await;
    let theirs = factory.second_store().await;
    let mut sides = Vec::new();
    for (ctx, name) in [(factory.ctx, "lumina"), (theirs, "brasswick")] {
        let postiz = FakePostiz::start(factory.clock.clone()).await.unwrap();
        sides.push(Side { factory: &factory, ctx, postiz, name });
    }
    // Both are held at their first upload, so that both are under way at the same time.
    let gates = [PostizGate::default(), PostizGate::default()];
    for (side, gate) in sides.iter().zip(&gates) {
        side.postiz.fail(PostizOn::Upload, PostizFault::HeldBefore(gate.clone()), 1);
    }
    // Files are made one after the other, by way of the one desk of the test.
    let clips = [sides[0].clips(CLIPS).await, sides[1].clips(CLIPS).await];
    let jobs = tokio::join!(sides[0].confirm(&clips[0]), sides[1].confirm(&clips[1]));
    let open = async {
        tokio::join!(gates[0].reached(), gates[1].reached());
        gates.iter().for_each(PostizGate::open);
    };
    tokio::join!(work_until_over(&factory, &jobs.0), work_until_over(&factory, &jobs.1), open);
    sides[0].assert_own(CLIPS, "brasswick");
    sides[1].assert_own(CLIPS, "lumina");
    drop(sides);
    factory.close().await;
}

#[actix_web::test]
async fn a_key_of_another_organisation_sends_nothing_that_was_confirmed_before() {
    let shop = Shop::open().await;
    let channels = [shop.choose("threads").await];
    let job = shop.confirm(&shop.order(&channels, &at("2027-03-01T10:00"))).await;
    let other = "canary-of-another-organisation";
    shop.postiz.open(other, FakeOrganisation::with(vec![FakeChannel::new("c-theirs", "threads", "lumina")]));
    assert_eq!(shop.put_connection(&shop.postiz.base_url(), other).await.status(), 200);
    work_until_over(&shop.factory, &job).await;
    let one = shop.publications().await.remove(0);
    assert_eq!(one["state"], "failed", "{one}");
    assert!(one["reason"].as_str().unwrap().contains("lumina at Threads"), "{one}");
    assert!(shop.postiz.made().is_empty());
    assert_eq!(shop.postiz.objections(), Vec::<String>::new(), "nothing was even tried");
    shop.factory.close().await;
}

#[actix_web::test]
async fn a_post_in_doubt_is_not_sent_by_another_connection() {
    let shop = Shop::open().await;
    let channels = [shop.choose("threads").await];
    let job = shop.confirm(&shop.order(&channels, &at("2027-03-01T10:00"))).await;
    // As after a kill between the sending and its answer, and a new connection since.
    let database = &shop.factory.database;
    database
        .run("UPDATE publications SET state = 'sending', sends = 1, sending_at = '2027-01-15T00:00Z'")
        .await;
    database.run("UPDATE publishing_connections SET updated_at = '2027-01-15T00:01Z'").await;
    work_until_over(&shop.factory, &job).await;
    let one = shop.publications().await.remove(0);
    assert_eq!(one["state"], "needs_review", "{one}");
    assert!(one["reason"].as_str().unwrap().contains("the earlier Postiz"), "{one}");
    assert!(shop.postiz.made().is_empty());
    shop.factory.close().await;
}

#[actix_web::test]
async fn an_account_that_was_deleted_is_told_and_another_one_goes_on() {
    let shop = Shop::open().await;
    let channels = [shop.choose("threads").await, shop.choose("bluesky").await];
    let job = shop.confirm(&shop.order(&channels, &at("2027-03-01T10:00"))).await;
    shop.postiz
        .change(KEY, |organisation| organisation.channels.retain(|channel| channel.identifier != "threads"));
    work_until_over(&shop.factory, &job).await;
    let all = shop.publications().await;
    let of = |network: &str| all.iter().find(|one| one["network"] == network).unwrap();
    assert_eq!((&of("threads")["state"], &of("bluesky")["state"]), (&json!("failed"), &json!("scheduled")));
    assert!(of("threads")["reason"].as_str().unwrap().contains("lumina at Threads"), "{all:?}");
    shop.factory.close().await;
}

#[actix_web::test]
async fn a_page_instead_of_an_answer_is_no_success_and_no_second_post() {
    let shop = Shop::open().await;
    let page = |status| FakeAnswer::of(status, "text/html", "<html><body>Welcome</body></html>");
    // A proxy that takes no file of this size.
    let channels = [shop.choose("threads").await];
    shop.postiz.fail(PostizOn::Upload, PostizFault::Answer(page(413)), 1);
    shop.publish(&shop.order(&channels, &at("2027-03-01T10:00"))).await;
    let reason = shop.publications().await[0]["reason"].as_str().unwrap().to_owned();
    assert!(reason.contains("larger than Postiz takes") && !reason.contains('<'), "{reason}");
    // A page with a good status, whether the post was made before it or not.
    for (day, fault) in (2..).zip([PostizFault::DoneBut(page(200)), PostizFault::Answer(page(200))]) {
        shop.postiz.fail(PostizOn::NewPost, fault, 1);
        shop.publish(&shop.order(&channels, &at(&format!("2027-03-0{day}T10:00")))).await;
    }
    let mut states = shop.states().await;
    states.sort();
    assert_eq!(states, ["failed", "scheduled", "scheduled"], "{:?}", shop.publications().await);
    assert_eq!(shop.postiz.made().len(), 2);
    shop.factory.close().await;
}

#[actix_web::test]
async fn emojis_count_as_the_network_counts_and_arrive_as_they_were() {
    let shop = Shop::open().await;
    let channels = [shop.choose("bluesky").await];
    let mut order = shop.order(&channels, &at("2027-03-01T10:00"));
    order["text"] = json!("🕯".repeat(151));
    let long = shop.plan(&order).await;
    assert_eq!((&long["posts"][0]["length"], &long["posts"][0]["max_length"]), (&json!(302), &json!(300)));
    assert_eq!(long["posts"][0]["faults"][0]["field"], "text");
    let text = format!("{} Tom & Jerry <b>", "👨‍👩‍👧".repeat(30));
    order["text"] = json!(text);
    shop.publish(&order).await;
    let sent = format!("<p>{} Tom &amp; Jerry &lt;b&gt;</p>", "👨‍👩‍👧".repeat(30));
    assert_eq!(shop.postiz.made()[0].content, sent);
    shop.factory.close().await;
}

#[actix_web::test]
async fn an_account_with_premium_is_planned_with_longer_texts() {
    let shop = Shop::open().await;
    let id = shop.choose("x").await;
    let mut order = shop.order(std::slice::from_ref(&id), &at("2027-03-01T10:00"));
    order["text"] = json!("x".repeat(281));
    let set = async |settings: Value| {
        let path = format!("/api/v1/publishing/channels/{id}");
        let answer = shop.factory.here(Method::PATCH, &path).json(&json!({ "settings": settings }));
        assert_eq!(answer.send().await.unwrap().status(), 200);
    };
    set(json!({ "who_can_reply_post": "everyone" })).await;
    assert_eq!(shop.plan(&order).await["sound"], false);
    set(json!({ "who_can_reply_post": "everyone", "is_premium": true })).await;
    let plan = shop.plan(&order).await;
    assert_eq!((&plan["sound"], &plan["posts"][0]["max_length"]), (&json!(true), &json!(4000)), "{plan}");
    shop.postiz.change(KEY, |organisation| {
        organisation.channels.iter_mut().for_each(|channel| channel.premium = true);
    });
    shop.publish(&order).await;
    assert_eq!(shop.states().await, ["scheduled"]);
    shop.factory.close().await;
}

#[actix_web::test]
async fn a_key_of_an_address_is_not_stored_by_itself() {
    let shop = Shop::open().await;
    for kind in ["postiz", "chat"] {
        let path = format!("/api/v1/credentials/{kind}");
        let body = json!({ "secret": "canary-slipped-in-01" });
        let told =
            problem(shop.factory.here(Method::PUT, &path).json(&body).send().await.unwrap(), 409, "conflict")
                .await;
        assert!(told["detail"].as_str().unwrap().contains("together with its address"), "{told}");
    }
    let there = shop.factory.get("/api/v1/publishing/connection").await;
    assert_eq!((&there["connected"], &there["last_four"]), (&json!(true), &json!("6789")));
    // The key of one address is none for another, even if somebody moves the address beneath it.
    let elsewhere = FakePostiz::start(shop.factory.clock.clone()).await.unwrap();
    let moved = format!("UPDATE publishing_connections SET base_url = '{}'", elsewhere.base_url());
    shop.factory.database.run(&moved).await;
    let there = shop.factory.get("/api/v1/publishing/connection").await;
    assert_eq!(there["connected"], false);
    let test = shop.post("/api/v1/publishing/connection/test", &json!({})).await;
    problem(test, 409, "publisher_not_connected").await;
    assert!(elsewhere.requests().is_empty());
    shop.factory.close().await;
}

#[actix_web::test]
async fn a_postiz_inside_is_asked_only_where_the_operator_allows_it() {
    let clock = Arc::new(FixedClock::at(chrono::DateTime::UNIX_EPOCH));
    let factory = Factory::opened_with(SignInBy::Machine, false, |ports| {
        let (connections, credentials) = (ports.publishing.connections.clone(), ports.credentials.clone());
        let closed = Postiz::new(connections, credentials, clock.clone(), PostizSettings::default()).unwrap();
        ports.publishing.publisher = Arc::new(closed);
    })
    .await;
    let postiz = FakePostiz::start(clock.clone()).await.unwrap();
    postiz.open(KEY, FakeOrganisation::with(Vec::new()));
    let port = postiz.base_url().trim_start_matches("http://127.0.0.1:").to_owned();
    for (base, says) in [
        (postiz.base_url(), "EDIT_FACTORY_POSTIZ_ON_THIS_NETWORK=yes"),
        (format!("http://localhost:{port}"), "EDIT_FACTORY_POSTIZ_ON_THIS_NETWORK=yes"),
        (format!("https://localhost:{port}"), "EDIT_FACTORY_POSTIZ_ON_THIS_NETWORK=yes"),
        (format!("https://127.0.0.1:{port}"), "EDIT_FACTORY_POSTIZ_ON_THIS_NETWORK=yes"),
        (format!("https://[::ffff:127.0.0.1]:{port}"), "EDIT_FACTORY_POSTIZ_ON_THIS_NETWORK=yes"),
        ("https://169.254.169.254/latest".to_owned(), "connect with another one"),
    ] {
        let body = json!({ "base_url": base, "key": KEY });
        let put =
            factory.here(Method::PUT, "/api/v1/publishing/connection").json(&body).send().await.unwrap();
        let told = problem(put, 422, "invalid_publisher_address").await;
        assert!(told["detail"].as_str().unwrap().contains(says), "{base}: {told}");
    }
    assert!(postiz.requests().is_empty());
    factory.close().await;
}
