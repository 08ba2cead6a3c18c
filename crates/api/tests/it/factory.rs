//! A server on a port of its own, and what a client needs to call it.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use actix_web::rt::{self, task::JoinHandle};
use api::{ApiSettings, Links, Readiness};
use async_trait::async_trait;
use chrono::DateTime;
use domain::{
    Actor, ApiTokenId, ApiTokenName, BatchId, Clip, ClipId, ClipStore, ClonedVoice, ClonedVoiceId,
    ClonedVoiceStore, ConfirmedPost, ContentHash, Email, FootageName, FootageStore, Job, KeptSample,
    MediaKey, MediaStore as _, MusicFacts, MusicId, MusicStore, NewClip, NewClonedVoice, NewJob, NewMusic,
    NewPicture, NewProfile, NewPublication, NewSourceVideo, Password, PictureId, PictureSize, PictureStore,
    Probe, ProfileContext, ProfileStore, PublicationId, PublicationStore, Scores, Segment, SegmentId,
    SegmentMarks, SourceVideoId, Task, TtsProvider, UserId, UserStore as _, VoiceCloner as _, VoiceLabel,
    VoiceSample, wished_name,
};
use publish_postiz::{Postiz, PostizSettings};
use reqwest::{Client, Method, RequestBuilder, Response};
use script_chat::{Chat, ChatSettings, Patience};
use script_template::TemplateWriter;
use serde_json::{Value, json};
use store_postgres::{MasterKeys, Postgres, SealedCredentials, scratch::ScratchDatabase};
use studio::{Ports, PublishingPorts, SignIn, SignInBy, SignInPorts, Studio};
use tempfile::TempDir;
use testkit::{
    cloning_tone::CloningTone,
    fixed_clock::FixedClock,
    folder_media::FolderMedia,
    listed_models::ListedModels,
    tone_tts::{PaidTone, ToneTts},
};
use tokio::sync::watch;

use crate::{
    ffmpeg_samples::FfmpegSamples,
    no_renderer::{NamingEncoder, NoRenderer},
};

/// The largest upload that the server of a test takes.
pub(crate) const UPLOAD_LIMIT: u64 = 2_000_000;
/// The key by which it signs links.
pub(crate) const LINK_KEY: [u8; 32] = [7; 32];

/// The password of every account.
pub(crate) const PASSWORD: &str = "canary words of a password";

/// A server, and a client in the first store of its user.
pub(crate) struct Factory {
    pub(crate) base: String,
    pub(crate) client: Client,
    pub(crate) ctx: ProfileContext,
    pub(crate) database: ScratchDatabase,
    pub(crate) stores: Arc<Postgres>,
    pub(crate) credentials: Arc<SealedCredentials>,
    pub(crate) sign_in: Arc<SignIn>,
    pub(crate) media: Arc<FolderMedia>,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) folder: TempDir,
    pub(crate) ready: Arc<Ready>,
    pub(crate) studio: Arc<Studio>,
    /// Its engine that learns voices.
    pub(crate) cloning: CloningTone,
    stop: watch::Sender<bool>,
    server: JoinHandle<std::io::Result<()>>,
}

/// Says whether it is ready as a test wants it.
pub(crate) struct Ready(pub(crate) AtomicBool);

#[async_trait]
impl Readiness for Ready {
    async fn ready(&self) -> Result<(), String> {
        if self.0.load(Ordering::Relaxed) { Ok(()) } else { Err("no route to /secret/place".to_owned()) }
    }
}

/// Footage of nine seconds.
pub(crate) const PROBE: Probe = Probe {
    duration_ms: 9000,
    width: 1080,
    height: 1920,
    fps: 30.0,
    has_sound: true,
    is_hdr: false,
    quirks: domain::Quirks::NONE,
};

impl Factory {
    pub(crate) async fn open() -> Self {
        Self::opened(SignInBy::Machine, false).await
    }

    /// A server with another way to sign in; the client's store is still the local user's.
    pub(crate) async fn opened(by: SignInBy, secure_cookies: bool) -> Self {
        Self::opened_with(by, secure_cookies, |_ports| {}).await
    }

    /// A server with other voices.
    pub(crate) async fn speaking_by(voices: Vec<Arc<dyn TtsProvider>>) -> Self {
        Self::opened_with(SignInBy::Machine, false, |ports| ports.voices = voices).await
    }

    /// The same with some other ports.
    pub(crate) async fn opened_with(
        by: SignInBy,
        secure_cookies: bool,
        change: impl FnOnce(&mut Ports),
    ) -> Self {
        let folder = TempDir::new().unwrap();
        let scratch = folder.path().join("scratch");
        std::fs::create_dir(&scratch).unwrap();
        let database = ScratchDatabase::create().await;
        let stores = database.store();
        let media = Arc::new(FolderMedia::new(folder.path().join("media")));
        let clock =
            Arc::new(FixedClock::at(DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(1_800_000_001)));
        let keys = Arc::new(MasterKeys::parse(&format!("one:{}", "ab".repeat(32))).unwrap());
        let credentials = Arc::new(SealedCredentials::new(stores.clone(), keys));
        let ready = Arc::new(Ready(AtomicBool::new(true)));
        let cloning = CloningTone::default();
        let mut ports = ports(&stores, &credentials, &media, scratch, (&cloning, &clock));
        change(&mut ports);
        let studio = Arc::new(Studio::new(ports));
        let sign_in = Arc::new(sign_in(by, &stores, &clock));
        let listener = api::listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let bind = listener.local_addr().unwrap();
        let (stop, stopped) = watch::channel(false);
        let settings = ApiSettings {
            bind,
            link_key: LINK_KEY,
            allowed_hosts: vec!["factory.example".to_owned()],
            secure_cookies,
            stop: stopped,
        };
        let server = rt::spawn(api::serve(
            listener,
            settings,
            studio.clone(),
            sign_in.clone(),
            clock.clone(),
            ready.clone(),
        ));
        let actor = stores.local_user().await.unwrap();
        let profile = ProfileStore::list(&*stores, &actor).await.unwrap().remove(0);
        let ctx = ProfileContext::enter(&actor, &profile).unwrap();
        let base = format!("http://{bind}");
        Self {
            base,
            // The server closes what was idle for five seconds; a request must not meet that.
            client: Client::builder().pool_idle_timeout(Duration::from_secs(3)).build().unwrap(),
            ctx,
            database,
            stores,
            credentials,
            sign_in,
            media,
            clock,
            folder,
            ready,
            studio,
            cloning,
            stop,
            server,
        }
    }

    /// Ends the server and waits until every request has ended.
    pub(crate) async fn close(self) -> TempDir {
        let Self { client, stop, server, folder, .. } = self;
        drop(client);
        stop.send_replace(true);
        server.await.unwrap().unwrap();
        folder
    }

    /// Begins to end the server; what is open goes on until it ends.
    pub(crate) fn begin_to_close(&self) {
        self.stop.send_replace(true);
    }

    pub(crate) fn profile(&self) -> String {
        self.ctx.profile().to_string()
    }

    /// A request without a store.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.base))
    }

    /// A request in the client's store.
    pub(crate) fn here(&self, method: Method, path: &str) -> RequestBuilder {
        self.request(method, path).header("X-Profile-Id", self.profile())
    }

    pub(crate) async fn get(&self, path: &str) -> Value {
        let response = self.here(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        response.json().await.unwrap()
    }

    /// Another store of the same person.
    pub(crate) async fn second_store(&self) -> ProfileContext {
        self.store_of(Actor::signed_in(self.ctx.actor())).await
    }

    /// A store of somebody else.
    pub(crate) async fn strangers_store(&self) -> ProfileContext {
        let user = UserId::new();
        self.database.run(&format!("INSERT INTO users (id, name) VALUES ('{user}', 'Somebody else')")).await;
        self.store_of(Actor::signed_in(user)).await
    }

    async fn store_of(&self, actor: Actor) -> ProfileContext {
        let new = NewProfile::parse("Lamps", "", "#112233", "").unwrap();
        let profile =
            ProfileStore::create(&*self.stores, &actor, domain::ProfileId::new(), new).await.unwrap();
        ProfileContext::enter(&actor, &profile).unwrap()
    }

    /// Makes an account with the password of all test accounts.
    pub(crate) async fn account(&self, email: &str) -> UserId {
        let (email, password) = (Email::parse(email).unwrap(), Password::parse(PASSWORD).unwrap());
        self.sign_in.create_account(&email, None, password).await.unwrap()
    }

    pub(crate) async fn login(&self, email: &str, password: &str) -> Response {
        let body = json!({ "email": email, "password": password });
        self.request(Method::POST, "/api/v1/auth/login").json(&body).send().await.unwrap()
    }

    /// Signs in; returns what a browser would send back as its cookie.
    pub(crate) async fn session(&self, email: &str) -> String {
        let answer = self.login(email, PASSWORD).await;
        assert_eq!(answer.status(), 200);
        let cookie = answer.headers()["set-cookie"].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// Makes a token of a store of the local user.
    pub(crate) async fn token(&self, ctx: &ProfileContext) -> (ApiTokenId, String) {
        let name = ApiTokenName::parse("a program").unwrap();
        let (token, secret) = self.sign_in.create_token(ctx, name).await.unwrap();
        (token.id, secret.expose().to_owned())
    }

    /// Footage that is ready, with its file.
    pub(crate) async fn footage(&self, ctx: &ProfileContext) -> (SourceVideoId, Job) {
        let (id, job) = self.uploaded(ctx).await;
        self.stores.record_analysis(ctx, id, &PROBE, &[]).await.unwrap();
        (id, job)
    }

    /// A segment of two seconds, with its picture.
    pub(crate) async fn segment(&self, ctx: &ProfileContext, video: SourceVideoId) -> SegmentId {
        let id = SegmentId::new();
        self.put(ctx, &MediaKey::SegmentThumbnail(video, id), b"a picture").await;
        let new = Segment {
            id,
            source_video: video,
            start_ms: 1000,
            end_ms: 3000,
            scores: Scores { motion: 0.5, ..Scores::default() },
            hash: None,
            marks: SegmentMarks::default(),
        };
        self.stores.create_segment(ctx, &new).await.unwrap().id
    }

    /// Footage that is still to be looked at.
    pub(crate) async fn upload_only(&self, ctx: &ProfileContext) -> SourceVideoId {
        self.uploaded(ctx).await.0
    }

    async fn uploaded(&self, ctx: &ProfileContext) -> (SourceVideoId, Job) {
        let id = SourceVideoId::new();
        self.put(ctx, &MediaKey::SourceVideo(id), b"0123456789").await;
        let new = NewSourceVideo {
            id,
            name: domain::FootageName::parse("candle.mp4").unwrap(),
            container: domain::Container::Mp4,
            size_bytes: 10,
        };
        let analysis = NewJob::new(Task::Analyse { source_video: id });
        let (_video, job) = FootageStore::create(&*self.stores, ctx, new, analysis).await.unwrap();
        (id, job)
    }

    /// A clip with its video.
    pub(crate) async fn clip(&self, ctx: &ProfileContext, project: Option<domain::ProjectId>) -> Clip {
        let id = ClipId::new();
        self.put(ctx, &MediaKey::Clip(id), b"0123456789").await;
        let new = NewClip {
            project,
            project_name: "Lumânări: \"spring\"".to_owned(),
            variant: 2,
            duration_ms: 9000,
            width: 1080,
            height: 1920,
            size_bytes: 10,
            loudness_lufs: -14.1,
            voice_label: "Tone".to_owned(),
            notes: vec![],
            fingerprint: ContentHash::of(&1).unwrap(),
            missing_file: None,
            quality: domain::Quality::Standard,
            made_from: None,
        };
        ClipStore::create(&*self.stores, ctx, id, new, &[]).await.unwrap()
    }

    /// A piece of music and a picture, with their files.
    pub(crate) async fn music_and_picture(
        &self,
        ctx: &ProfileContext,
        name: &str,
    ) -> (uuid::Uuid, uuid::Uuid) {
        let (music, picture) = (MusicId::new(), PictureId::new());
        self.put(ctx, &MediaKey::Music(music), b"fLaC and so on").await;
        self.put(ctx, &MediaKey::Picture(picture), b"PNG and so on").await;
        let name = FootageName::parse(name).unwrap();
        let facts = MusicFacts { duration_ms: 9000, loudness_lufs: -12.0 };
        let new = NewMusic { id: music, name: name.clone(), facts };
        MusicStore::create(&*self.stores, ctx, new).await.unwrap();
        let size = PictureSize { width: 20, height: 10 };
        PictureStore::create(&*self.stores, ctx, NewPicture { id: picture, name, size }).await.unwrap();
        (music.uuid(), picture.uuid())
    }

    /// A cloned voice that its engine knows, with its sample.
    pub(crate) async fn cloned_voice(&self, ctx: &ProfileContext, label: &str) -> ClonedVoice {
        let id = ClonedVoiceId::new();
        self.put(ctx, &MediaKey::VoiceSample(id), b"RIFF and so on").await;
        let file = self.folder.path().join("desk");
        let sample = VoiceSample { file: &file, label, language: None };
        let voice = self.cloning.clone_voice(ctx, &wished_name(id), sample).await.unwrap();
        let new = NewClonedVoice {
            id,
            provider: "cloning-tone".parse().unwrap(),
            voice,
            label: VoiceLabel::parse(label).unwrap(),
            language: "en".parse().unwrap(),
            sample: KeptSample { duration_ms: 8000, sha256: ContentHash::of_bytes(b"RIFF and so on") },
            consent_text: "The voice is my own.".to_owned(),
        };
        ClonedVoiceStore::create(&*self.stores, ctx, new).await.unwrap()
    }

    /// A channel whose publisher nobody asks.
    pub(crate) async fn channel(&self, ctx: &ProfileContext, name: &str) -> domain::Channel {
        let account = domain::ChosenAccount {
            remote_id: format!("remote of {}", ctx.profile()),
            network: domain::Network::Threads,
            name: name.to_owned(),
            handle: name.to_owned(),
        };
        domain::ChannelStore::choose(&*self.stores, ctx, account).await.unwrap()
    }

    /// A publication of a clip that waits at the publisher.
    pub(crate) async fn publication(&self, ctx: &ProfileContext, clip: ClipId, name: &str) -> PublicationId {
        let channel = self.channel(ctx, name).await;
        let (batch, id) = (BatchId::new(), PublicationId::new());
        let due_at = domain::Clock::now(&*self.clock);
        let confirmed = ConfirmedPost {
            clip: Some(clip),
            clip_name: name.to_owned(),
            fingerprint: ContentHash::of(&1).unwrap(),
            channel: Some(channel.id),
            remote_channel: channel.account.remote_id.clone(),
            network: channel.account.network,
            account: channel.account.label(),
            time: domain::PostTime::At(due_at),
            due_at,
            zone: "UTC".to_owned(),
            text: name.to_owned(),
            html: domain::post_html(name),
            settings: domain::PostSettings::default(),
            with_cover: false,
        };
        let job = NewJob::new(Task::Publish { batch });
        let new = vec![NewPublication { id, confirmed }];
        PublicationStore::create(&*self.stores, ctx, batch, new, job).await.unwrap();
        id
    }

    pub(crate) async fn put(&self, ctx: &ProfileContext, key: &MediaKey, bytes: &[u8]) {
        let file = self.folder.path().join("desk");
        std::fs::write(&file, bytes).unwrap();
        self.media.put(ctx, key, &file).await.unwrap();
    }

    pub(crate) fn links(&self, key: [u8; 32]) -> Links {
        Links::new(key, self.clock.clone())
    }
}

fn ports(
    stores: &Arc<Postgres>,
    credentials: &Arc<SealedCredentials>,
    media: &Arc<FolderMedia>,
    scratch: PathBuf,
    (cloning, clock): (&CloningTone, &Arc<FixedClock>),
) -> Ports {
    let models = ChatSettings { private_addresses: true, patience: Patience::default() };
    let chat = Chat::new(credentials.clone(), stores.clone(), clock.clone(), &models).unwrap();
    Ports {
        users: stores.clone(),
        profiles: stores.clone(),
        footage: stores.clone(),
        projects: stores.clone(),
        clips: stores.clone(),
        narrations: stores.clone(),
        jobs: stores.clone(),
        queue: stores.clone(),
        ledger: stores.clone(),
        dashboards: stores.clone(),
        credentials: credentials.clone(),
        answers: stores.clone(),
        media: media.clone(),
        voices: vec![Arc::new(ToneTts), Arc::new(PaidTone), Arc::new(cloning.clone())],
        cloned_voices: stores.clone(),
        samples: Arc::new(FfmpegSamples(scratch.clone())),
        writers: vec![Arc::new(TemplateWriter), Arc::new(chat)],
        chat_connections: stores.clone(),
        music: stores.clone(),
        music_reader: Arc::new(FfmpegSamples(scratch.clone())),
        pictures: stores.clone(),
        picture_reader: Arc::new(FfmpegSamples(scratch.clone())),
        voice_models: Arc::new(ListedModels::default()),
        voice_models_by_everyone: false,
        renderer: Arc::new(NoRenderer),
        encoder: Arc::new(NamingEncoder),
        publishing: publishing(stores, credentials, clock),
        typesetter: Arc::new(render_ffmpeg::CaptionFonts::open().unwrap()),
        scratch,
        upload_limit_bytes: UPLOAD_LIMIT,
        speech_cache_bytes: 1_000_000_000,
        chunk_cache_bytes: 1_000_000_000,
    }
}

/// Publishes by Postiz; a lost answer is looked for at once.
fn publishing(
    stores: &Arc<Postgres>,
    credentials: &Arc<SealedCredentials>,
    clock: &Arc<FixedClock>,
) -> PublishingPorts {
    let settings = PostizSettings { private_addresses: true, ..PostizSettings::default() };
    let postiz = Postiz::new(stores.clone(), credentials.clone(), clock.clone(), settings).unwrap();
    PublishingPorts {
        publisher: Arc::new(postiz),
        connections: stores.clone(),
        channels: stores.clone(),
        publications: stores.clone(),
        clock: clock.clone(),
        settle: Duration::ZERO,
    }
}

fn sign_in(by: SignInBy, stores: &Arc<Postgres>, clock: &Arc<FixedClock>) -> SignIn {
    SignIn::new(
        by,
        SignInPorts {
            users: stores.clone(),
            accounts: stores.clone(),
            sessions: stores.clone(),
            tokens: stores.clone(),
            clock: clock.clone(),
        },
    )
}

/// The files that work left behind.
pub(crate) fn left_behind(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("scratch")).unwrap().count()
}

/// Checks that an answer is a problem of a code, and gives its body.
pub(crate) async fn problem(response: Response, status: u16, code: &str) -> Value {
    let (url, found) = (response.url().clone(), response.status());
    let kind = response.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
    let body = response.text().await.unwrap();
    assert_eq!(kind.as_deref(), Some("application/problem+json"), "{url}: {found} {body}");
    let body: Value = serde_json::from_str(&body).unwrap();
    assert_eq!((found.as_u16(), &body["code"]), (status, &Value::from(code)), "{url}: {body}");
    assert_eq!(body["status"], status);
    assert!(body["detail"].as_str().is_some_and(|detail| detail.ends_with(['.', '!', '?'])), "{body}");
    assert!(!body.to_string().contains("secret"), "{body}");
    body
}
