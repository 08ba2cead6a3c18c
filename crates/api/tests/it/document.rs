//! Every operation of the OpenAPI document keeps stores apart, and the document in `docs/` is this one.

use domain::{
    CredentialStore as _, JobId, NarrationId, NarrationStore as _, ProfileContext, ProjectId, SegmentId,
    SourceVideoId,
};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use studio::SignInBy;
use uuid::Uuid;

use crate::factory::{Factory, problem};

const METHODS: [&str; 5] = ["get", "post", "patch", "put", "delete"];

struct Operation {
    method: Method,
    path: String,
    in_profile: bool,
}

fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&api::openapi_json()).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in
            item.as_object().unwrap().iter().filter(|(m, _)| METHODS.contains(&m.as_str()))
        {
            let header = |parameter: &Value| {
                parameter["name"] == "X-Profile-Id"
                    && parameter["in"] == "header"
                    && parameter["required"] == true
            };
            let in_profile = operation["parameters"].as_array().is_some_and(|all| all.iter().any(header));
            let method = method.to_uppercase().parse().unwrap();
            all.push(Operation { method, path: path.clone(), in_profile });
        }
    }
    all
}

/// A request that would be carried out if it came from the right place.
fn filled(factory: &Factory, operation: &Operation, id: Uuid) -> RequestBuilder {
    let path = operation
        .path
        .replace("{id}", &id.to_string())
        .replace("{kind}", "elevenlabs")
        .replace("{token}", &id.to_string());
    let query = match path.rsplit('/').next() {
        Some("voices") => "?provider=cloning-tone",
        Some("export") => "?format=srt",
        _ => "",
    };
    let request = factory.request(operation.method.clone(), &format!("{path}{query}"));
    if let Some(body) = of_publishing(&operation.method, &operation.path) {
        return request.json(&body);
    }
    let brief = json!({ "idea": "A candle", "language": "en" });
    match (operation.method.as_str(), path.rsplit('/').next()) {
        ("POST", Some("generate")) if path.contains("/scripts/") => request.json(&json!({ "brief": brief })),
        ("POST", Some("quote")) if path.contains("/scripts/") => request.json(&brief),
        ("PUT", Some("connection")) => request.json(&json!({ "base_url": "https://taken.example/v1",
            "model": "m", "price_in_micro_usd": 0, "price_out_micro_usd": 0 })),
        ("POST", Some("generate-variants" | "plan")) => request.json(&json!({ "variants": 1 })),
        ("POST", Some("alternatives")) => {
            request.json(&json!({ "variants": 1, "variant": 1, "sentence": 0, "shot": 0 }))
        }
        ("POST", Some("render")) => request.json(&json!({ "quality": "draft" })),
        ("POST", Some("copy")) => request.json(&json!({ "profile_id": factory.profile() })),
        ("POST", Some("generate")) => request.json(&json!({ "script": "Hello." })),
        ("POST", Some("quote")) => request.json(&json!({ "text": "Hello." })),
        ("PUT", Some("postiz")) => request.json(&json!({ "secret": "sk-0123456789abcdef" })),
        ("PATCH", _) if path.starts_with("/api/v1/segments/") => request.json(&json!({ "favourite": true })),
        ("POST", Some("segments")) => request.json(&json!({ "start_ms": 0, "end_ms": 1000 })),
        ("PATCH", _) | ("POST", Some("tokens")) => request.json(&json!({ "name": "taken over" })),
        ("POST", Some("projects")) => {
            request.json(&json!({ "name": "n", "script": "Hello.", "source_video_ids": [] }))
        }
        _ => request,
    }
}

/// The body of an operation of publishing.
fn of_publishing(method: &Method, path: &str) -> Option<Value> {
    let order = json!({ "clip_ids": [], "channel_ids": [], "text": "Hello.", "when": { "kind": "now" }, "zone": "UTC" });
    let path = path.strip_prefix("/api/v1/")?;
    Some(match (method.as_str(), path) {
        ("PUT", "publishing/connection") => {
            json!({ "base_url": "http://127.0.0.1:9", "key": "sk-0123456789abcdef" })
        }
        ("POST", "publishing/channels") => json!({ "remote_id": "c1" }),
        ("PATCH", "publishing/channels/{id}") => json!({ "gap_minutes": 5 }),
        ("PATCH", "publications/{id}") => json!({ "local": null, "zone": "UTC" }),
        ("POST", "publications/plan") => order,
        ("POST", "publications") => json!({ "order": order, "plan_hash": "ab".repeat(32) }),
        _ => return None,
    })
}

#[test]
fn the_document_in_docs_is_the_one_of_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == api::openapi_json(), "docs/openapi.json is stale; write it anew with: just openapi");
}

/// Whoever adds an operation outside the stores adds it here, and sees it.
#[test]
fn only_stores_themselves_and_health_need_no_store() {
    let outside: Vec<String> = operations()
        .into_iter()
        .filter(|operation| !operation.in_profile)
        .map(|operation| format!("{} {}", operation.method, operation.path))
        .collect();
    assert_eq!(
        outside,
        [
            "POST /api/v1/auth/login",
            "POST /api/v1/auth/logout",
            "GET /api/v1/auth/me",
            "POST /api/v1/auth/password",
            "GET /api/v1/auth/sessions",
            "DELETE /api/v1/auth/sessions/{id}",
            "GET /api/v1/caption-presets",
            "POST /api/v1/caption-presets/preview",
            "GET /api/v1/export-presets",
            "GET /api/v1/profiles",
            "POST /api/v1/profiles",
            "DELETE /api/v1/profiles/{id}",
            "GET /api/v1/profiles/{id}",
            "PATCH /api/v1/profiles/{id}",
            "GET /api/v1/profiles/{id}/dashboard",
            "POST /api/v1/profiles/{id}/set-default",
            "GET /api/v1/profiles/{id}/tokens",
            "POST /api/v1/profiles/{id}/tokens",
            "DELETE /api/v1/profiles/{id}/tokens/{token}",
            "GET /healthz",
            "GET /readyz",
        ]
    );
}

/// Operations that nobody has to sign in for.
const OPEN_TO_ALL: [&str; 5] =
    ["/api/v1/auth/login", "/api/v1/auth/logout", "/api/v1/auth/me", "/healthz", "/readyz"];

#[actix_web::test]
async fn every_operation_asks_who_calls_before_all_else() {
    let factory = Factory::opened(SignInBy::Accounts, false).await;
    let before = factory.database.rows_of(factory.ctx.profile().uuid()).await;
    let mut tried = 0;
    for operation in operations().iter().filter(|operation| !OPEN_TO_ALL.contains(&&*operation.path)) {
        let here = |request: RequestBuilder| request.header("X-Profile-Id", factory.profile());
        let bare = || factory.request(operation.method.clone(), &operation.path);
        let full = || filled(&factory, operation, factory.ctx.profile().uuid());
        let stale = here(full()).header("Cookie", "edit_factory_session=stale");
        for request in [bare(), full(), here(bare()), here(full()), stale] {
            problem(request.send().await.unwrap(), 401, "sign_in_required").await;
        }
        for wrong in ["ef_wrong", "a.b.c"] {
            let request = here(full()).header("Authorization", format!("Bearer {wrong}"));
            problem(request.send().await.unwrap(), 401, "token_refused").await;
        }
        tried += 1;
    }
    assert!(tried >= 25, "only {tried} operations were tried");
    assert_eq!(factory.database.rows_of(factory.ctx.profile().uuid()).await, before);
    factory.close().await;
}

/// What is the same for everybody, and of nobody.
const SAME_FOR_ALL: [&str; 3] =
    ["/api/v1/caption-presets", "/api/v1/caption-presets/preview", "/api/v1/export-presets"];

/// What is a person's and not a store's.
#[actix_web::test]
async fn a_token_is_not_enough_outside_its_store() {
    let factory = Factory::open().await;
    let (_id, secret) = factory.token(&factory.ctx).await;
    let (profiles, own) = (factory.database.rows_of_none().await, factory.ctx.profile().uuid());
    let outside = operations();
    let outside = outside.iter().filter(|o| !o.in_profile && o.path.starts_with("/api/v1/"));
    for operation in outside.filter(|o| !["/api/v1/auth/login", "/api/v1/auth/logout"].contains(&&*o.path)) {
        if (operation.method.as_str(), &*operation.path) == ("GET", "/api/v1/profiles/{id}")
            || SAME_FOR_ALL.contains(&&*operation.path)
        {
            continue;
        }
        for id in [own, Uuid::new_v4()] {
            let request = filled(&factory, operation, id).bearer_auth(&secret);
            problem(request.send().await.unwrap(), 403, "token_not_enough").await;
        }
    }
    assert_eq!(factory.database.rows_of_none().await, profiles);
    factory.close().await;
}

#[actix_web::test]
async fn every_operation_asks_for_a_store_before_all_else() {
    let factory = Factory::open().await;
    let stranger = factory.strangers_store().await.profile().to_string();
    let unknown = Uuid::new_v4().to_string();
    for operation in operations().iter().filter(|operation| operation.in_profile) {
        // Neither a path without an id nor a missing body is looked at before.
        let bare = || factory.request(operation.method.clone(), &operation.path);
        let full = || filled(&factory, operation, Uuid::new_v4());
        for request in [bare(), full()] {
            problem(request.send().await.unwrap(), 400, "profile_required").await;
        }
        for profile in [&stranger, &unknown, "not-an-id", "", "é"] {
            for request in [bare(), full()] {
                let response = request.header("X-Profile-Id", profile.as_bytes()).send().await.unwrap();
                problem(response, 404, "profile_not_found").await;
            }
        }
    }
    factory.close().await;
}

/// One thing of each kind.
struct Things {
    video: SourceVideoId,
    segment: SegmentId,
    project: ProjectId,
    clip: Uuid,
    narration: NarrationId,
    job: JobId,
    cloned_voice: Uuid,
    channel: Uuid,
    publication: Uuid,
    music: Uuid,
    picture: Uuid,
}

/// The model that each other store has of its own.
const THEIR_MODEL: &str = "their-own-model";
/// The end of the key that each store has of its own.
const SECRET_END: &str = "q9z7";

async fn things(factory: &Factory, ctx: &ProfileContext) -> Things {
    let (video, job) = factory.footage(ctx).await;
    let segment = factory.segment(ctx, video).await;
    let name = if *ctx == factory.ctx { "Ours" } else { "Theirs" };
    if *ctx != factory.ctx {
        let secret = domain::Secret::parse(format!("sk-their-own-key-{SECRET_END}")).unwrap();
        for kind in [domain::CredentialKind::Postiz, domain::CredentialKind::Chat] {
            let address = format!("https://{THEIR_MODEL}.example");
            factory.credentials.put_for(ctx, kind, &address, &secret).await.unwrap();
        }
        let free = domain::TokenPrice::default();
        let connection = domain::ChatConnection {
            base_url: format!("https://{THEIR_MODEL}.example").parse().unwrap(),
            model: THEIR_MODEL.parse().unwrap(),
            price_in: free,
            price_out: free,
        };
        domain::ChatConnectionStore::put(&*factory.stores, ctx, &connection).await.unwrap();
    }
    let voice = domain::VoiceChoice {
        provider: "tone".parse().unwrap(),
        voice: "en-us".parse().unwrap(),
        speed: domain::Speed::NORMAL,
    };
    let script = domain::Script::parse(&format!("Hello, {name}.")).unwrap();
    let narration = narrated(factory, ctx, script.clone(), voice.clone()).await;
    let new = domain::NewProject::new(name, script, vec![video], voice).unwrap();
    let project =
        domain::ProjectStore::create(&*factory.stores, ctx, ProjectId::new(), new).await.unwrap().id;
    let clip = factory.clip(ctx, Some(project)).await.id.uuid();
    let cloned_voice = factory.cloned_voice(ctx, name).await.id.uuid();
    let publication = factory.publication(ctx, clip.into(), name).await;
    let publication = domain::PublicationStore::find(&*factory.stores, ctx, publication).await.unwrap();
    let channel = publication.confirmed.channel.unwrap().uuid();
    let publication = publication.id.uuid();
    let (music, picture) = factory.music_and_picture(ctx, name).await;
    let job = job.fields.id;
    Things {
        video,
        segment,
        project,
        clip,
        narration,
        job,
        cloned_voice,
        channel,
        publication,
        music,
        picture,
    }
}

/// A narration that was spoken.
async fn narrated(
    factory: &Factory,
    ctx: &ProfileContext,
    script: domain::Script,
    voice: domain::VoiceChoice,
) -> NarrationId {
    let id = NarrationId::new();
    let job = domain::NewJob::new(domain::Task::Narrate { narration: id });
    let new = domain::NewNarration { id, script, voice };
    domain::NarrationStore::create(&*factory.stores, ctx, new, job).await.unwrap();
    let spoken = domain::Narration {
        sentences: Vec::new(),
        voice_label: "Tone".to_owned(),
        notes: Vec::new(),
        spoken_by: None,
    };
    factory.stores.record_spoken(ctx, id, &spoken).await.unwrap();
    id
}

/// What is there of a store: its rows, and its files.
async fn everything_of(factory: &Factory, ctx: &ProfileContext) -> (String, Vec<String>) {
    let rows = factory.database.rows_of(ctx.profile().uuid()).await;
    let mut files = Vec::new();
    let mut folders = vec![factory.folder.path().join("media").join(ctx.profile().to_string())];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(format!("{} {:?}", path.display(), std::fs::read(&path).unwrap()));
            }
        }
    }
    files.sort();
    (rows, files)
}

/// Every operation on a thing, asked in one's own store for another's: a second store of the same person, and a
/// stranger's.
#[actix_web::test]
async fn another_stores_things_are_not_found_and_stay_as_they_are() {
    let factory = Factory::open().await;
    for other in [factory.second_store().await, factory.strangers_store().await] {
        let theirs = things(&factory, &other).await;
        let (before, ours) = (everything_of(&factory, &other).await, factory.database.rows_of_none().await);
        let mut tried = 0;
        for operation in
            operations().iter().filter(|operation| operation.in_profile && operation.path.contains("{id}"))
        {
            let id = match operation.path.split('/').collect::<Vec<_>>().as_slice() {
                [.., "source-videos", "{id}"] | [.., "source-videos", "{id}", _] => theirs.video.uuid(),
                [.., "segments", "{id}"] | [.., "segments", "{id}", _] => theirs.segment.uuid(),
                [.., "projects", "{id}"] | [.., "projects", "{id}", _] | [.., "projects", "{id}", _, _] => {
                    theirs.project.uuid()
                }
                [.., "clips", "{id}"] | [.., "clips", "{id}", _] => theirs.clip,
                [.., "narrations", "{id}"] | [.., "narrations", "{id}", _] => theirs.narration.uuid(),
                // Models are the machine's and no store's: what names none of them is not found.
                [.., "voice-models" | "jobs", "{id}"] | [.., "voice-models" | "jobs", "{id}", _] => {
                    theirs.job.uuid()
                }
                [.., "cloned-voices", "{id}"] => theirs.cloned_voice,
                [.., "publishing", "channels", "{id}"] => theirs.channel,
                [.., "publications", "{id}"] => theirs.publication,
                [.., "music", "{id}"] => theirs.music,
                [.., "pictures", "{id}"] => theirs.picture,
                other => panic!("the test does not know whose id {other:?} takes"),
            };
            let request = filled(&factory, operation, id).header("X-Profile-Id", factory.profile());
            problem(request.send().await.unwrap(), 404, "not_found").await;
            tried += 1;
        }
        assert!(tried >= 12, "only {tried} operations were tried");
        assert_eq!(everything_of(&factory, &other).await, before);
        assert_eq!(factory.database.rows_of_none().await, ours);
    }
    factory.close().await;
}

/// Every operation that names no thing answers from one's own store alone, and leaves the other as it is.
#[actix_web::test]
async fn no_answer_tells_of_another_stores_things() {
    let factory = Factory::open().await;
    things(&factory, &factory.ctx).await;
    for other in [factory.second_store().await, factory.strangers_store().await] {
        let theirs = things(&factory, &other).await;
        let before = everything_of(&factory, &other).await;
        let ids = [
            theirs.video.to_string(),
            theirs.segment.to_string(),
            theirs.project.to_string(),
            theirs.clip.to_string(),
            theirs.narration.to_string(),
            theirs.job.to_string(),
            theirs.cloned_voice.to_string(),
            theirs.channel.to_string(),
            theirs.publication.to_string(),
            theirs.music.to_string(),
            theirs.picture.to_string(),
            other.profile().to_string(),
            "Theirs".to_owned(),
            SECRET_END.to_owned(),
            THEIR_MODEL.to_owned(),
        ];
        let mut tried = 0;
        for operation in operations().iter().filter(|operation| operation.in_profile) {
            // What does not end is looked at in events.rs; what names a thing, above.
            if operation.path.contains("{id}") || operation.path.ends_with("/events") {
                continue;
            }
            let request = filled(&factory, operation, Uuid::nil()).header("X-Profile-Id", factory.profile());
            let answer = request.send().await.unwrap().text().await.unwrap();
            for id in &ids {
                assert!(!answer.contains(id), "{} {}: {answer}", operation.method, operation.path);
            }
            tried += 1;
        }
        assert!(tried >= 10, "only {tried} operations were tried");
        assert_eq!(everything_of(&factory, &other).await, before);
    }
    factory.close().await;
}

#[actix_web::test]
async fn another_stores_footage_cannot_be_put_into_a_project() {
    let factory = Factory::open().await;
    let theirs = things(&factory, &factory.second_store().await).await;
    let body = json!({ "name": "n", "script": "Hello.", "source_video_ids": [theirs.video] });
    let made = factory.here(Method::POST, "/api/v1/library/projects").json(&body).send().await.unwrap();
    problem(made, 404, "not_found").await;
    let ours = things(&factory, &factory.ctx).await;
    let path = format!("/api/v1/library/projects/{}", ours.project);
    let body = json!({ "source_video_ids": [theirs.video] });
    problem(factory.here(Method::PATCH, &path).json(&body).send().await.unwrap(), 404, "not_found").await;
    factory.close().await;
}

/// Every operation on a store itself.
#[actix_web::test]
async fn a_strangers_store_cannot_be_looked_at_or_changed() {
    let factory = Factory::open().await;
    let stranger = factory.strangers_store().await;
    things(&factory, &stranger).await;
    let before = (everything_of(&factory, &stranger).await, factory.database.rows_of_none().await);
    let mut tried = 0;
    for operation in
        operations().iter().filter(|operation| operation.path.starts_with("/api/v1/profiles/{id}"))
    {
        for id in [stranger.profile().uuid(), Uuid::new_v4()] {
            let request = filled(&factory, operation, id);
            problem(request.send().await.unwrap(), 404, "profile_not_found").await;
        }
        tried += 1;
    }
    assert!(tried >= 5, "only {tried} operations were tried");
    assert_eq!((everything_of(&factory, &stranger).await, factory.database.rows_of_none().await), before);
    let list = factory.get("/api/v1/profiles").await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    factory.close().await;
}

#[actix_web::test]
async fn a_copy_cannot_go_into_a_strangers_store() {
    let factory = Factory::open().await;
    let ours = things(&factory, &factory.ctx).await;
    let stranger = factory.strangers_store().await;
    let path = format!("/api/v1/library/projects/{}/copy", ours.project);
    let before = factory.database.rows_of(stranger.profile().uuid()).await;
    for target in [stranger.profile().uuid(), Uuid::new_v4()] {
        let body = json!({ "profile_id": target });
        let refused = factory.here(Method::POST, &path).json(&body).send().await.unwrap();
        problem(refused, 404, "profile_not_found").await;
    }
    assert_eq!(factory.database.rows_of(stranger.profile().uuid()).await, before);
    factory.close().await;
}
