//! A store that publishes, as its person does it.

use chrono::TimeDelta;
use domain::{ClipId, MediaKey, ProfileContext};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use testkit::fake_postiz::{FakeChannel, FakeOrganisation, FakePostiz};

use crate::{factory::Factory, working::work_until_over};

pub(crate) const KEY: &str = "canary-key-0123456789";

/// A store with a clip, connected to a server of its own.
pub(crate) struct Shop {
    pub(crate) factory: Factory,
    pub(crate) postiz: FakePostiz,
    pub(crate) clip: ClipId,
}

impl Shop {
    pub(crate) async fn open() -> Self {
        let factory = Factory::open().await;
        let postiz = FakePostiz::start(factory.clock.clone()).await.unwrap();
        let accounts = ["threads", "bluesky", "facebook", "tiktok", "x", "kick"];
        let accounts = accounts.map(|network| FakeChannel::new(&format!("c-{network}"), network, "lumina"));
        postiz.open(KEY, FakeOrganisation::with(accounts.to_vec()));
        let clip = clip(&factory, &factory.ctx.clone()).await;
        let shop = Self { factory, postiz, clip };
        assert_eq!(shop.put_connection(&shop.postiz.base_url(), KEY).await.status(), 200);
        shop
    }

    pub(crate) async fn put_connection(&self, base_url: &str, key: &str) -> Response {
        let body = json!({ "base_url": base_url, "key": key });
        self.factory.here(Method::PUT, "/api/v1/publishing/connection").json(&body).send().await.unwrap()
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Response {
        self.factory.here(Method::POST, path).json(body).send().await.unwrap()
    }

    pub(crate) async fn choose(&self, network: &str) -> String {
        let chosen =
            self.post("/api/v1/publishing/channels", &json!({ "remote_id": format!("c-{network}") })).await;
        assert_eq!(chosen.status(), 201);
        chosen.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned()
    }

    pub(crate) fn order(&self, channels: &[String], when: &Value) -> Value {
        json!({ "clip_ids": [self.clip], "channel_ids": channels, "text": "Tom & Jerry <b>\nnew", "when": when,
            "zone": "Europe/Bucharest" })
    }

    pub(crate) async fn plan(&self, order: &Value) -> Value {
        let plan = self.post("/api/v1/publications/plan", order).await;
        assert_eq!(plan.status(), 200);
        plan.json().await.unwrap()
    }

    /// Plans, confirms, and returns the job.
    pub(crate) async fn confirm(&self, order: &Value) -> String {
        let plan = self.plan(order).await;
        assert_eq!(plan["sound"], true, "{plan}");
        let body = json!({ "order": order, "plan_hash": plan["plan_hash"] });
        let job = self.post("/api/v1/publications", &body).await;
        assert_eq!(job.status(), 202);
        job.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn publish(&self, order: &Value) {
        let job = self.confirm(order).await;
        work_until_over(&self.factory, &job).await;
    }

    pub(crate) async fn publications(&self) -> Vec<Value> {
        self.factory.get("/api/v1/publications").await["items"].as_array().unwrap().clone()
    }

    pub(crate) async fn states(&self) -> Vec<String> {
        self.publications().await.iter().map(|one| one["state"].as_str().unwrap().to_owned()).collect()
    }

    pub(crate) async fn sync(&self) {
        let job = self.post("/api/v1/publications/sync", &json!({})).await;
        let job = job.json::<Value>().await.unwrap();
        work_until_over(&self.factory, job["id"].as_str().unwrap()).await;
        // Asked again within the minute it is the same job.
        self.factory.clock.pass(TimeDelta::minutes(1));
    }
}

pub(crate) async fn clip(factory: &Factory, ctx: &ProfileContext) -> ClipId {
    let clip = factory.clip(ctx, None).await.id;
    factory.put(ctx, &MediaKey::Clip(clip), b"\0\0\0\x18ftypmp42 and so on").await;
    clip
}

pub(crate) fn at(local: &str) -> Value {
    json!({ "kind": "at", "local": local })
}
