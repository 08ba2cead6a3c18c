//! A server, a store, and the publisher between them.

use std::{path::PathBuf, sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta};
use domain::{
    ConnectionStore as _, CredentialKind, CredentialStore as _, FieldKind, Network, Post, PostSettings,
    PostTime, ProfileContext, Publisher as _, PublisherUrl, RemoteMedia, Secret, post_html,
};
use publish_postiz::{Patience, Postiz, PostizSettings};
use serde_json::{Value, json};
use tempfile::TempDir;
use testkit::{
    fake_postiz::{FakeChannel, FakeOrganisation, FakePostiz},
    fixed_clock::FixedClock,
    media_contract::some_context,
    memory_credentials::MemoryCredentials,
    memory_publisher_connections::MemoryPublisherConnections,
};

pub(crate) const KEY: &str = "canary-key-0123456789";
pub(crate) const MP4: &[u8] = b"\0\0\0\x18ftypmp42 and so on";

pub(crate) struct World {
    pub(crate) fake: FakePostiz,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) connections: Arc<MemoryPublisherConnections>,
    pub(crate) credentials: Arc<MemoryCredentials>,
    pub(crate) postiz: Postiz,
    pub(crate) ctx: ProfileContext,
    folder: TempDir,
}

/// A channel at each network.
fn channels() -> Vec<FakeChannel> {
    Network::ALL.map(|network| FakeChannel::new(&format!("c-{network}"), network.as_str(), "lumina")).to_vec()
}

impl World {
    pub(crate) async fn open() -> Self {
        Self::reaching(true).await
    }

    pub(crate) async fn reaching(private_addresses: bool) -> Self {
        let clock = Arc::new(FixedClock::at(DateTime::UNIX_EPOCH + TimeDelta::days(20_000)));
        let fake = FakePostiz::start(clock.clone()).await.unwrap();
        fake.open(KEY, FakeOrganisation::with(channels()));
        let (connections, credentials) =
            (Arc::new(MemoryPublisherConnections::default()), Arc::new(MemoryCredentials::default()));
        let patience = Patience {
            connect: Duration::from_secs(5),
            look: Duration::from_secs(5),
            post: Duration::from_secs(5),
            upload: Duration::from_secs(20),
        };
        let settings = PostizSettings { private_addresses, patience };
        let postiz = Postiz::new(connections.clone(), credentials.clone(), clock.clone(), settings).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let world = Self { fake, clock, connections, credentials, postiz, ctx: some_context(), folder };
        world.connect(&world.ctx, KEY).await;
        world
    }

    pub(crate) async fn connect(&self, ctx: &ProfileContext, key: &str) {
        let url = PublisherUrl::parse(&self.fake.base_url()).unwrap();
        let key = Secret::parse(key.to_owned()).unwrap();
        self.connections.put(ctx, &url, &key).await.unwrap();
        self.credentials.put_for(ctx, CredentialKind::Postiz, url.as_str(), &key).await.unwrap();
    }

    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) async fn video(&self) -> RemoteMedia {
        self.postiz.upload(&self.ctx, &self.file("clip.mp4", MP4), "clip.mp4").await.unwrap()
    }

    pub(crate) async fn cover(&self) -> RemoteMedia {
        let jpeg = [&[0xFF, 0xD8, 0xFF, 0xE0][..], b"a picture"].concat();
        self.postiz.upload(&self.ctx, &self.file("cover.jpg", &jpeg), "cover.jpg").await.unwrap()
    }

    /// A post with all that the network needs.
    pub(crate) async fn post(&self, network: Network) -> Post {
        let needed = network.rules().fields.iter().filter(|rule| rule.required);
        let fields = needed.map(|rule| (rule.name.to_owned(), example(rule.kind))).collect();
        let cover = if network.rules().media.cover { Some(self.cover().await) } else { None };
        let now = domain::Clock::now(&*self.clock);
        Post {
            channel: format!("c-{network}"),
            network,
            html: post_html("Tom & Jerry <b>"),
            time: PostTime::At(now + TimeDelta::hours(3)),
            sent_at: now,
            settings: PostSettings::parse(network, fields).unwrap(),
            video: self.video().await,
            cover,
        }
    }
}

/// A value that fits.
pub(crate) fn example(kind: FieldKind) -> Value {
    match kind {
        FieldKind::Choice(words) => json!(words[0]),
        FieldKind::Flag | FieldKind::LongTexts { .. } => json!(false),
        FieldKind::Cover => json!(true),
        FieldKind::Text { min, .. } => json!("x".repeat(min.max(2))),
        FieldKind::Link => json!("https://example.com/shop"),
        FieldKind::Tags { .. } | FieldKind::Labels => json!(["candle", "slow living"]),
        FieldKind::Place => json!({ "id": "7", "name": "Cluj" }),
        FieldKind::Music => json!("42"),
        FieldKind::Audio => json!({ "id": "1", "audio_volume": 50 }),
    }
}
