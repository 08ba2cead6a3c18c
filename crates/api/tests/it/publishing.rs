//! Publishing as a person does it: connect, choose, plan, confirm; a worker sends, and the server counts.

use chrono::TimeDelta;
use domain::{
    CaptionPreset, ClipId, ClipStore, Look, MadeFrom, Making, NewClip, Quality, Scores, Script, Segment,
    SegmentId, SegmentMarks, ShownSegment, SourceVideoId, Speed, VoiceChoice,
};
use reqwest::Method;
use serde_json::{Value, json};
use testkit::fake_postiz::{FakeAnswer, PostizFault, PostizOn};

use crate::{
    factory::problem,
    publishing_shop::{KEY, Shop, at, clip},
    working::work_until_over,
};

#[actix_web::test]
async fn a_clip_goes_to_its_channels_once_and_is_followed_to_its_end() {
    let shop = Shop::open().await;
    let channels = [shop.choose("threads").await, shop.choose("bluesky").await];
    shop.publish(&shop.order(&channels, &json!({ "kind": "now" }))).await;
    assert_eq!(shop.states().await, ["sent", "sent"]);
    let made = shop.postiz.made();
    assert_eq!(made.len(), 2);
    assert!(made.iter().all(|post| post.content == "<p>Tom &amp; Jerry &lt;b&gt;</p><p>new</p>"));
    assert_eq!(shop.postiz.organisation(KEY).files.len(), 1, "a file is sent once");
    shop.factory.clock.pass(TimeDelta::minutes(2));
    shop.sync().await;
    let publications = shop.publications().await;
    assert!(
        publications.iter().all(|one| one["state"] == "published" && one["url"].is_string()),
        "{publications:?}"
    );
    let log = shop.factory.get("/api/v1/publishing/activity").await;
    let what: Vec<&str> =
        log["items"].as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap()).collect();
    for step in ["connected", "channel_chosen", "confirmed", "uploading", "sending", "sent", "published"] {
        assert!(what.contains(&step), "{step} is not in {what:?}");
    }
    assert!(!log.to_string().contains(KEY));
    shop.factory.close().await;
}

#[actix_web::test]
async fn nothing_is_sent_that_was_not_in_the_plan() {
    let shop = Shop::open().await;
    let channels = [shop.choose("threads").await];
    let order = shop.order(&channels, &at("2027-03-01T10:00"));
    let plan = shop.plan(&order).await;
    let mut other = order.clone();
    other["text"] = json!("something else");
    let body = json!({ "order": other, "plan_hash": plan["plan_hash"] });
    problem(shop.post("/api/v1/publications", &body).await, 409, "plan_changed").await;
    let gone = shop.order(&channels, &at("2020-03-01T10:00"));
    let faulty = shop.plan(&gone).await;
    assert!(faulty["posts"][0]["faults"][0]["detail"].as_str().unwrap().contains("in the past"));
    let body = json!({ "order": gone, "plan_hash": faulty["plan_hash"] });
    problem(shop.post("/api/v1/publications", &body).await, 422, "plan_faulty").await;
    let gap = shop.plan(&shop.order(&channels, &at("2027-03-28T03:30"))).await;
    assert!(
        gap["posts"][0]["faults"][0]["detail"].as_str().unwrap().contains("take 04:00 or later"),
        "{gap}"
    );
    let none = shop.plan(&shop.order(&[shop.choose("tiktok").await], &json!({ "kind": "now" }))).await;
    assert_eq!(none["posts"][0]["faults"].as_array().unwrap().len(), 8, "each setting that is missing");
    // A second click finds the first one's post too near.
    let body = json!({ "order": order, "plan_hash": plan["plan_hash"] });
    let clicks =
        tokio::join!(shop.post("/api/v1/publications", &body), shop.post("/api/v1/publications", &body));
    let statuses = [clicks.0.status().as_u16(), clicks.1.status().as_u16()];
    assert!(
        statuses.contains(&202) && statuses.iter().any(|status| [409, 422].contains(status)),
        "{statuses:?}"
    );
    assert_eq!(shop.publications().await.len(), 1);
    assert!(shop.postiz.made().is_empty());
    shop.factory.close().await;
}

#[actix_web::test]
async fn an_answer_that_was_lost_is_found_on_the_list_and_never_sent_again() {
    let shop = Shop::open().await;
    let channels = [shop.choose("threads").await, shop.choose("bluesky").await];
    let page = || FakeAnswer::of(502, "text/html", "<html>");
    let lost = [
        PostizFault::CutAfter,
        PostizFault::DoneBut(page()),
        PostizFault::CutBefore,
        PostizFault::Answer(page()),
    ];
    for (day, fault) in (1..).zip(lost) {
        shop.postiz.fail(PostizOn::NewPost, fault, 2);
        shop.publish(&shop.order(&channels, &at(&format!("2027-03-0{day}T10:00")))).await;
    }
    assert!(shop.states().await.iter().all(|state| state == "scheduled"), "{:?}", shop.publications().await);
    let times = |post: &testkit::fake_postiz::FakePost| (post.channel.clone(), post.date);
    let mut made: Vec<_> = shop.postiz.made().iter().map(times).collect();
    assert_eq!(made.len(), 8);
    made.sort();
    made.dedup();
    assert_eq!(made.len(), 8, "each post is there once");
    shop.factory.close().await;
}

#[actix_web::test]
async fn a_post_that_nobody_here_knows_of_is_a_persons_to_look_at() {
    let shop = Shop::open().await;
    let channels = [shop.choose("threads").await];
    shop.publish(&shop.order(&channels, &at("2027-03-01T10:00"))).await;
    // As after a backup was played back: the post is there, and the record of it is not.
    shop.factory.database.run("DELETE FROM publications").await;
    shop.publish(&shop.order(&channels, &at("2027-03-01T10:00"))).await;
    assert_eq!(shop.states().await, ["needs_review"]);
    assert_eq!(shop.postiz.made().len(), 1);
    shop.factory.close().await;
}

#[actix_web::test]
async fn each_failure_is_alone_and_an_account_is_read_again_before_each_post() {
    let shop = Shop::open().await;
    let mut channels = Vec::new();
    for network in ["threads", "bluesky", "facebook"] {
        channels.push(shop.choose(network).await);
    }
    let job = shop.confirm(&shop.order(&channels, &json!({ "kind": "now" }))).await;
    shop.postiz.change(KEY, |organisation| {
        organisation.channels[0].profile = "somebody-else".to_owned();
        organisation.channels[1].disabled = true;
    });
    work_until_over(&shop.factory, &job).await;
    let made = shop.postiz.made();
    assert_eq!((made.len(), made[0].channel.as_str()), (1, "c-facebook"));
    let all = shop.publications().await;
    let reason = |network: &str| {
        let one = all.iter().find(|one| one["network"] == network).unwrap();
        assert_eq!(one["state"], "failed");
        one["reason"].as_str().unwrap().to_owned()
    };
    assert!(reason("threads").contains("is now somebody-else"));
    assert!(reason("bluesky").contains("disabled"));
    shop.factory.close().await;
}

#[actix_web::test]
async fn a_key_that_is_revoked_in_the_middle_ends_in_clear_failures() {
    let shop = Shop::open().await;
    let channels = [shop.choose("threads").await];
    let job = shop.confirm(&shop.order(&channels, &at("2027-03-01T10:00"))).await;
    shop.postiz.revoke(KEY);
    work_until_over(&shop.factory, &job).await;
    let one = shop.publications().await.remove(0);
    assert_eq!(one["state"], "failed");
    assert!(one["reason"].as_str().unwrap().contains("Invalid API key"), "{one}");
    problem(shop.post("/api/v1/publishing/connection/test", &json!({})).await, 409, "publisher_key_refused")
        .await;
    shop.factory.close().await;
}

#[actix_web::test]
async fn a_budget_that_is_used_up_is_never_probed() {
    let shop = Shop::open().await;
    shop.postiz.change(KEY, |organisation| organisation.posts_left = 1);
    let channels = [shop.choose("threads").await, shop.choose("bluesky").await];
    let job = shop.confirm(&shop.order(&channels, &at("2027-03-01T10:00"))).await;
    let waits =
        format!("SELECT 1 / count(*) FROM jobs WHERE id = '{job}' AND failure_code = 'publishing_waits'");
    let (tell, told) = tokio::sync::watch::channel(false);
    let worker =
        studio::Worker::new(shop.factory.studio.clone(), studio::WorkerSettings::default()).run(told);
    let watch_it = async {
        while !shop.factory.database.succeeds(&waits).await {
            tokio::task::yield_now().await;
        }
        tell.send_replace(true);
    };
    tokio::join!(worker, watch_it);
    let mut states = shop.states().await;
    states.sort();
    assert_eq!(states, ["planned", "scheduled"]);
    assert_eq!(shop.postiz.objections(), Vec::<String>::new());
    shop.factory.close().await;
}

#[actix_web::test]
async fn what_is_scheduled_is_put_off_or_taken_back_and_is_there_once() {
    let shop = Shop::open().await;
    let channels = [shop.choose("threads").await];
    shop.publish(&shop.order(&channels, &at("2027-03-01T10:00"))).await;
    let id = shop.publications().await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/publications/{id}");
    let body = json!({ "local": "2027-03-02T10:00", "zone": "Europe/Bucharest" });
    let job = shop.factory.here(Method::PATCH, &path).json(&body).send().await.unwrap();
    assert_eq!(job.status(), 202);
    let job = job.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    work_until_over(&shop.factory, &job).await;
    let there = shop.postiz.organisation(KEY).posts;
    assert_eq!((there.len(), there[0].date.to_rfc3339().as_str()), (1, "2027-03-02T08:00:00+00:00"));
    assert_eq!(shop.factory.here(Method::DELETE, &path).send().await.unwrap().status(), 204);
    assert!(shop.postiz.organisation(KEY).posts.is_empty());
    assert!(shop.publications().await.is_empty());
    shop.publish(&shop.order(&channels, &json!({ "kind": "now" }))).await;
    let id = shop.publications().await[0]["id"].as_str().unwrap().to_owned();
    shop.sync().await;
    let path = format!("/api/v1/publications/{id}");
    problem(shop.factory.here(Method::DELETE, &path).send().await.unwrap(), 409, "publication_too_late")
        .await;
    shop.factory.close().await;
}

#[actix_web::test]
async fn what_somebody_has_to_look_at_is_not_sent_a_second_time_by_another_time() {
    let shop = Shop::open().await;
    let channels = [shop.choose("threads").await];
    let order = shop.order(&channels, &at("2027-03-01T10:00"));
    shop.postiz.fail(PostizOn::NewPost, PostizFault::CutAfter, 1);
    let job = shop.confirm(&order).await;
    // The answer is lost, and then the list is refused: nobody knows.
    let lose_the_list = async {
        shop.postiz.until(|_| shop.postiz.made().len() == 1).await;
        let refused = FakeAnswer::of(401, "application/json", r#"{"msg":"Invalid API key"}"#);
        shop.postiz.fail(PostizOn::Path("GET", "posts"), PostizFault::Answer(refused), 1);
    };
    tokio::join!(work_until_over(&shop.factory, &job), lose_the_list);
    assert_eq!(shop.states().await, ["needs_review"]);
    let id = shop.publications().await[0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/publications/{id}");
    let later = json!({ "local": "2027-03-02T10:00", "zone": "Europe/Bucharest" });
    let patch = || shop.factory.here(Method::PATCH, &path).json(&later).send();
    problem(patch().await.unwrap(), 409, "publication_too_late").await;
    assert_eq!(shop.postiz.made().len(), 1);
    // Somebody deletes it there: now it may be sent again.
    shop.postiz.change(KEY, |organisation| organisation.posts.clear());
    let job = patch().await.unwrap().json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    work_until_over(&shop.factory, &job).await;
    assert_eq!(shop.states().await, ["scheduled"]);
    // A draft there is taken back before it is sent anew, and before its entry goes.
    for again in [true, false] {
        shop.postiz.change(KEY, |organisation| organisation.posts[0].state = "DRAFT");
        shop.sync().await;
        assert_eq!(shop.states().await, ["needs_review"]);
        if again {
            let job =
                patch().await.unwrap().json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
            work_until_over(&shop.factory, &job).await;
            assert_eq!(shop.postiz.organisation(KEY).posts.len(), 1);
        } else {
            assert_eq!(shop.factory.here(Method::DELETE, &path).send().await.unwrap().status(), 204);
            assert!(shop.postiz.organisation(KEY).posts.is_empty());
        }
    }
    shop.factory.close().await;
}

#[actix_web::test]
async fn what_failed_there_says_why_and_what_was_deleted_there_is_told() {
    let shop = Shop::open().await;
    let channels = [shop.choose("threads").await, shop.choose("bluesky").await];
    shop.publish(&shop.order(&channels, &at("2027-03-01T10:00"))).await;
    shop.postiz.change(KEY, |organisation| {
        organisation.posts.retain(|post| post.channel != "c-bluesky");
        organisation.posts[0].state = "ERROR";
        organisation
            .notices
            .push("An error occurred while posting on Threads: the video is too short".to_owned());
    });
    shop.sync().await;
    let all = shop.publications().await;
    let of = |network: &str| all.iter().find(|one| one["network"] == network).unwrap().clone();
    assert_eq!(
        (&of("threads")["state"], &of("bluesky")["state"]),
        (&json!("failed"), &json!("needs_review"))
    );
    assert!(of("threads")["reason"].as_str().unwrap().contains("the video is too short"));
    shop.factory.close().await;
}

#[actix_web::test]
async fn a_connection_is_whole_or_none_and_is_tried_first() {
    let shop = Shop::open().await;
    let (good, url) = (shop.factory.get("/api/v1/publishing/connection").await, shop.postiz.base_url());
    assert_eq!((&good["connected"], &good["last_four"]), (&json!(true), &json!("6789")));
    problem(shop.put_connection(&url, "of-another-one").await, 409, "publisher_key_refused").await;
    problem(shop.put_connection("http://api.postiz.com", KEY).await, 422, "invalid_publisher_address").await;
    problem(shop.put_connection(&url.replace("/api", "/page"), KEY).await, 503, "publisher_unreachable")
        .await;
    assert_eq!(shop.factory.get("/api/v1/publishing/connection").await, good, "the good one stays");
    assert_eq!(shop.put_connection(&format!("{url}/public/v1/"), KEY).await.status(), 200);
    let gone = shop.factory.here(Method::DELETE, "/api/v1/publishing/connection").send().await.unwrap();
    assert_eq!(gone.status(), 204);
    let none = shop.factory.get("/api/v1/publishing/connection").await;
    assert_eq!((&none["connected"], &none["base_url"]), (&json!(false), &json!(null)));
    let accounts = shop.factory.here(Method::GET, "/api/v1/publishing/accounts").send().await.unwrap();
    problem(accounts, 409, "publisher_not_connected").await;
    shop.factory.close().await;
}

#[actix_web::test]
async fn a_channel_belongs_to_one_store_and_nobody_hears_which() {
    let shop = Shop::open().await;
    let id = shop.choose("threads").await;
    let unknown = shop.post("/api/v1/publishing/channels", &json!({ "remote_id": "c-kick" })).await;
    problem(unknown, 422, "channel_unusable").await;
    let second = shop.factory.second_store().await;
    let there = |method: Method, path: &str| {
        shop.factory.request(method, path).header("X-Profile-Id", second.profile().to_string())
    };
    let body = json!({ "base_url": shop.postiz.base_url(), "key": KEY });
    let connected = there(Method::PUT, "/api/v1/publishing/connection").json(&body).send().await.unwrap();
    assert_eq!(connected.status(), 200);
    let body = json!({ "remote_id": "c-threads" });
    let refused = there(Method::POST, "/api/v1/publishing/channels").json(&body).send().await.unwrap();
    assert_eq!(refused.status(), 409);
    let told = refused.text().await.unwrap();
    assert!(
        told.contains("Another store has this channel") && !told.contains(&shop.factory.profile()),
        "{told}"
    );
    let path = format!("/api/v1/publishing/channels/{id}");
    assert_eq!(shop.factory.here(Method::DELETE, &path).send().await.unwrap().status(), 204);
    let chosen = there(Method::POST, "/api/v1/publishing/channels").json(&body).send().await.unwrap();
    assert_eq!(chosen.status(), 201);
    shop.factory.close().await;
}

#[actix_web::test]
async fn a_stale_clip_and_a_draft_are_planned_as_faults_and_never_sent() {
    let shop = Shop::open().await;
    let channel = shop.choose("threads").await;
    let ctx = shop.factory.ctx;
    let plain = shop.factory.clip(&ctx, None).await.made;
    let gone = Segment {
        id: SegmentId::new(),
        source_video: SourceVideoId::new(),
        start_ms: 0,
        end_ms: 2000,
        scores: Scores::default(),
        hash: None,
        marks: SegmentMarks::default(),
    };
    let made_from = MadeFrom {
        script: Script::parse("Hello there.").unwrap(),
        voice: VoiceChoice {
            provider: "tone".parse().unwrap(),
            voice: "low".parse().unwrap(),
            speed: Speed::NORMAL,
        },
        manner: None,
        making: Making::default(),
        source_videos: Vec::new(),
        captions: CaptionPreset::Pop.style(),
        look: Look::default(),
        segments: vec![ShownSegment::from(&gone)],
    };
    let stale = NewClip { made_from: Some(made_from), ..plain.clone() };
    let draft = NewClip { quality: Quality::Draft, ..plain };
    for (new, says) in [(stale, "out of date"), (draft, "draft")] {
        let id = ClipId::new();
        ClipStore::create(&*shop.factory.stores, &ctx, id, new, &[]).await.unwrap();
        let mut order = shop.order(std::slice::from_ref(&channel), &json!({ "kind": "now" }));
        order["clip_ids"] = json!([id]);
        let plan = shop.plan(&order).await;
        assert_eq!(plan["sound"], false);
        assert!(plan.to_string().contains(says), "{plan}");
        let body = json!({ "order": order, "plan_hash": plan["plan_hash"] });
        problem(shop.post("/api/v1/publications", &body).await, 422, "plan_faulty").await;
    }
    assert!(shop.postiz.made().is_empty());
    shop.factory.close().await;
}

#[actix_web::test]
async fn another_stores_clip_and_channel_cannot_be_planned() {
    let shop = Shop::open().await;
    let ours = shop.choose("threads").await;
    let second = shop.factory.second_store().await;
    let theirs = (clip(&shop.factory, &second).await, shop.factory.channel(&second, "Theirs").await.id);
    let mut foreign_clip = shop.order(&[ours], &json!({ "kind": "now" }));
    foreign_clip["clip_ids"] = json!([theirs.0]);
    let foreign_channel = shop.order(&[theirs.1.to_string()], &json!({ "kind": "now" }));
    for order in [foreign_clip, foreign_channel] {
        problem(shop.post("/api/v1/publications/plan", &order).await, 404, "not_found").await;
        let body = json!({ "order": order, "plan_hash": "ab".repeat(32) });
        problem(shop.post("/api/v1/publications", &body).await, 404, "not_found").await;
    }
    shop.factory.close().await;
}
