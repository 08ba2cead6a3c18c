//! What people store comes back, and nobody else sees it.

use std::sync::Arc;

use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _};
use domain::{
    Actor, AnalysedSegment, CaptionStyle, Clip, ClipId, ClipStore, Container, ContentHash, FootageName,
    FootageState, FootageStore, Format, Look, MadeFrom, Making, MakingChanges, NewClip, NewJob, NewProfile,
    NewProject, NewSourceVideo, PageRequest, PictureHash, Pin, Probe, Profile, ProfileChanges,
    ProfileContext, ProfileId, ProfileStore, Project, ProjectChanges, ProjectId, ProjectStore, Quality,
    Scores, Script, Segment, SegmentChange, SegmentId, ShownSegment, SourceVideoId, Speed, StoreError, Task,
    UserStore, VoiceChoice,
};
use store_postgres::{Postgres, scratch::ScratchDatabase};

pub(crate) struct Two {
    pub(crate) database: ScratchDatabase,
    pub(crate) store: Arc<Postgres>,
    pub(crate) actor: Actor,
    pub(crate) mine: ProfileContext,
    pub(crate) other: ProfileContext,
}

/// Two profiles of the local user.
pub(crate) async fn two() -> Two {
    let database = ScratchDatabase::create().await;
    let store = database.store();
    let actor = store.local_user().await.unwrap();
    let create = async |name: &str| -> Profile {
        let new = NewProfile::parse(name, "", NewProfile::COLOUR, "").unwrap();
        ProfileStore::create(&*store, &actor, ProfileId::new(), new).await.unwrap()
    };
    let enter = |profile: &Profile| ProfileContext::enter(&actor, profile).unwrap();
    let (mine, other) = (enter(&create("Lumina").await), enter(&create("Brașov").await));
    Two { database, store, actor, mine, other }
}

impl Two {
    pub(crate) fn admin_url(&self) -> &str {
        self.database.admin_url()
    }
}

pub(crate) async fn upload(store: &Postgres, ctx: &ProfileContext) -> SourceVideoId {
    let id = SourceVideoId::new();
    let name = FootageName::parse("spring.mp4").unwrap();
    let new = NewSourceVideo { id, name, container: Container::Mp4, size_bytes: 1234 };
    let analysis = NewJob::new(Task::Analyse { source_video: id });
    FootageStore::create(store, ctx, new, analysis).await.unwrap();
    id
}

/// Makes footage ready, with two segments.
pub(crate) async fn analysed(store: &Postgres, ctx: &ProfileContext, id: SourceVideoId) {
    store.record_analysis(ctx, id, &PROBE, &[found(0), found(2000)]).await.unwrap();
}

/// Puts a clip of a project into the library.
pub(crate) async fn a_clip(store: &Postgres, ctx: &ProfileContext, project: ProjectId) {
    let new = NewClip { project: Some(project), ..clip() };
    ClipStore::create(store, ctx, ClipId::new(), new, &[]).await.unwrap();
}

/// Tries to put a clip of no project into the library.
pub(crate) async fn try_a_clip(store: &Postgres, ctx: &ProfileContext) -> Result<Clip, StoreError> {
    ClipStore::create(store, ctx, ClipId::new(), clip(), &[]).await
}

/// Another user.
pub(crate) async fn stranger(two: &Two) -> Actor {
    let user = domain::UserId::new();
    two.database.run(&format!("INSERT INTO users (id, name) VALUES ('{user}', 'Somebody else')")).await;
    Actor::signed_in(user)
}

pub(crate) fn project(footage: Vec<SourceVideoId>) -> NewProject {
    let voice = VoiceChoice {
        provider: "espeak-ng".parse().unwrap(),
        voice: "en-us".parse().unwrap(),
        speed: Speed::NORMAL,
    };
    NewProject::new("Spring", Script::parse("Hello there.").unwrap(), footage, voice).unwrap()
}

fn made_from(project: &Project, segments: &[Segment]) -> MadeFrom {
    MadeFrom {
        script: project.script.clone(),
        voice: project.voice.clone(),
        manner: Some(domain::VoiceManner::default()),
        making: project.making.clone(),
        source_videos: project.source_videos.clone(),
        captions: CaptionStyle::default(),
        look: Look::default(),
        segments: segments.iter().map(ShownSegment::from).collect(),
    }
}

pub(crate) fn clip() -> NewClip {
    NewClip {
        project: None,
        project_name: "Spring".into(),
        variant: 1,
        duration_ms: 9000,
        width: 1080,
        height: 1920,
        size_bytes: 99,
        loudness_lufs: -14.1,
        voice_label: "espeak-ng · en-us (draft voice)".into(),
        notes: vec!["a note".into()],
        fingerprint: ContentHash::of(&"x").unwrap(),
        missing_file: None,
        quality: Quality::Standard,
        made_from: None,
    }
}

pub(crate) fn found(start_ms: u32) -> (SegmentId, AnalysedSegment) {
    let scores = Scores { motion: 0.5, ..Scores::default() };
    (
        SegmentId::new(),
        AnalysedSegment {
            start_ms,
            end_ms: start_ms + 2000,
            scores,
            hash: PictureHash(u64::MAX - u64::from(start_ms)),
            thumbnail: "x.jpg".into(),
        },
    )
}

pub(crate) const PROBE: Probe = Probe {
    duration_ms: 4000,
    width: 640,
    height: 360,
    fps: 30.0,
    has_sound: true,
    is_hdr: false,
    quirks: domain::Quirks::NONE,
};

pub(crate) fn is_gone<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::NotFound))
}

#[tokio::test]
async fn a_user_has_one_default_profile_from_the_first_moment() {
    let two = two().await;
    let names = |profiles: Vec<Profile>| {
        profiles.iter().map(|p| (p.name.to_string(), p.is_default)).collect::<Vec<_>>()
    };
    let all = ProfileStore::list(&*two.store, &two.actor).await.unwrap();
    assert_eq!(names(all), [("Brașov".into(), false), ("Lumina".into(), false), ("My store".into(), true)]);
    let changed = two.store.set_default(&two.actor, two.mine.profile()).await.unwrap();
    assert!(changed.is_default);
    let all = ProfileStore::list(&*two.store, &two.actor).await.unwrap();
    assert_eq!(all.iter().filter(|profile| profile.is_default).count(), 1);
    let merge = ProfileChanges::parse(None, Some("Candles"), None, None).unwrap();
    let merged = ProfileStore::update(&*two.store, &two.actor, two.mine.profile(), merge).await.unwrap();
    assert_eq!((merged.name.as_str(), merged.description.as_str()), ("Lumina", "Candles"));
}

#[tokio::test]
async fn two_first_requests_at_once_make_one_default_profile() {
    let database = ScratchDatabase::create().await;
    let store = database.store();
    let both = tokio::join!(store.local_user(), store.local_user());
    let actor = both.0.unwrap();
    assert_eq!(both.1.unwrap(), actor);
    assert_eq!(ProfileStore::list(&*store, &actor).await.unwrap().len(), 1);
}

#[tokio::test]
async fn another_user_finds_none_of_the_profiles() {
    let two = two().await;
    let stranger = Actor::signed_in(domain::UserId::new());
    assert!(ProfileStore::list(&*two.store, &stranger).await.unwrap().is_empty());
    assert!(is_gone(&ProfileStore::find(&*two.store, &stranger, two.mine.profile()).await));
    assert!(is_gone(&two.store.set_default(&stranger, two.mine.profile()).await));
}

#[tokio::test]
async fn footage_is_analysed_listed_and_deleted_with_its_segments() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let id = upload(store, ctx).await;
    assert_eq!(FootageStore::find(store, ctx, id).await.unwrap().state, FootageState::Analysing);
    store.record_analysis(ctx, id, &PROBE, &[found(0), found(2000)]).await.unwrap();
    // A second attempt replaces what the first one stored.
    store.record_analysis(ctx, id, &PROBE, &[found(0), found(2000), found(4000)]).await.unwrap();
    let video = FootageStore::find(store, ctx, id).await.unwrap();
    assert_eq!((video.state, video.segment_count, video.probe), (FootageState::Ready, 3, Some(PROBE)));
    assert_eq!(store.segments(ctx, &[id]).await.unwrap().len(), 3);
    FootageStore::delete(store, ctx, id).await.unwrap();
    assert!(is_gone(&FootageStore::find(store, ctx, id).await));
    assert!(store.segments(ctx, &[id]).await.unwrap().is_empty());
}

#[tokio::test]
async fn lists_go_on_where_the_page_ended() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let mut ids = Vec::new();
    for _ in 0..5 {
        ids.push(upload(store, ctx).await);
    }
    ids.reverse();
    let mut seen = Vec::new();
    let mut request = PageRequest::new(2, None);
    loop {
        let page = FootageStore::list(store, ctx, &request).await.unwrap();
        seen.extend(page.items.iter().map(|video| video.id));
        let Some(next) = page.next else { break };
        request = PageRequest::new(2, Some(next));
    }
    assert_eq!(seen, ids);
}

#[tokio::test]
async fn a_project_keeps_its_footage_in_order_and_takes_none_of_another_profile() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let (a, b, foreign) =
        (upload(store, ctx).await, upload(store, ctx).await, upload(store, &two.other).await);
    let made = ProjectStore::create(store, ctx, ProjectId::new(), project(vec![b, a])).await.unwrap();
    assert_eq!(ProjectStore::find(store, ctx, made.id).await.unwrap(), made);
    assert_eq!(made.source_videos, [b, a]);
    assert!(is_gone(&ProjectStore::create(store, ctx, ProjectId::new(), project(vec![foreign])).await));
    let steal = ProjectChanges { source_videos: Some(vec![foreign]), ..ProjectChanges::default() };
    assert!(is_gone(&ProjectStore::update(store, ctx, made.id, steal).await));
    assert_eq!(
        ProjectStore::find(store, ctx, made.id).await.unwrap().source_videos,
        [b, a],
        "nothing changed"
    );
    let rename = ProjectChanges { name: Some("Summer".into()), ..ProjectChanges::default() };
    let renamed = ProjectStore::update(store, ctx, made.id, rename).await.unwrap();
    assert_eq!(
        (renamed.name.as_str(), renamed.script, renamed.source_videos),
        ("Summer", made.script, vec![b, a])
    );
}

#[tokio::test]
async fn a_clip_stays_when_its_project_goes() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let made = ProjectStore::create(store, ctx, ProjectId::new(), project(vec![])).await.unwrap();
    let id = ClipId::new();
    let new = NewClip { project: Some(made.id), ..clip() };
    let first: Clip = ClipStore::create(store, ctx, id, new.clone(), &[]).await.unwrap();
    let again = ClipStore::create(store, ctx, id, NewClip { variant: 9, ..new }, &[]).await.unwrap();
    assert_eq!(again, first, "the same id again changes nothing");
    ProjectStore::delete(store, ctx, made.id).await.unwrap();
    let kept = ClipStore::find(store, ctx, id).await.unwrap();
    assert_eq!((kept.made.project, kept.made.project_name.as_str()), (None, "Spring"));
}

#[tokio::test]
async fn what_is_settled_for_a_project_merges_and_what_a_clip_shows_is_known() {
    let two = two().await;
    let (store, ctx, other) = (&*two.store, &two.mine, &two.other);
    let video = upload(store, ctx).await;
    store.record_analysis(ctx, video, &PROBE, &[found(0), found(2000)]).await.unwrap();
    let segments = store.segments(ctx, &[video]).await.unwrap();
    let ids: Vec<_> = segments.iter().map(|segment| segment.id).collect();
    let making = Making { format: Format::Square, ..Making::default() };
    let new = project(vec![video]).made(making.clone()).unwrap();
    let made = ProjectStore::create(store, ctx, ProjectId::new(), new).await.unwrap();
    assert_eq!(made.making, making);
    let pins = vec![Pin { sentence: 0, segment: ids[0], shot: 0 }];
    let pinned = MakingChanges { pins: Some(pins.clone()), ..MakingChanges::default() };
    let pinned = ProjectChanges { making: pinned, ..ProjectChanges::default() };
    let changed = ProjectStore::update(store, ctx, made.id, pinned).await.unwrap();
    assert_eq!(changed.making, Making { pins, ..making });
    assert_eq!(store.some(ctx, &[made.id, ProjectId::new()]).await.unwrap(), std::slice::from_ref(&changed));
    assert_eq!(store.some_segments(ctx, &ids[..1]).await.unwrap(), segments[..1]);
    let made_from = made_from(&changed, &segments[..1]);
    let id = ClipId::new();
    let new = NewClip { quality: Quality::Draft, made_from: Some(made_from), ..clip() };
    let kept = ClipStore::create(store, ctx, id, new.clone(), &[]).await.unwrap();
    assert_eq!(kept.made, new);
    assert_eq!(store.shown(ctx, &ids, &[]).await.unwrap(), ids[..1]);
    assert!(store.shown(ctx, &ids, &[id]).await.unwrap().is_empty());
    assert!(store.shown(other, &ids, &[]).await.unwrap().is_empty());
    assert!(store.some(other, &[made.id]).await.unwrap().is_empty());
    assert!(store.some_segments(other, &ids).await.unwrap().is_empty());
}

#[tokio::test]
async fn clips_made_at_once_say_that_they_share_a_scene_for_single_use() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let video = upload(store, ctx).await;
    store.record_analysis(ctx, video, &PROBE, &[found(0), found(2000)]).await.unwrap();
    let segments = store.segments(ctx, &[video]).await.unwrap();
    let made = ProjectStore::create(store, ctx, ProjectId::new(), project(vec![video])).await.unwrap();
    let shows = |project: &Project| {
        let made_from = Some(made_from(project, &segments));
        NewClip { made_from, notes: Vec::new(), ..clip() }
    };
    let create = |new: NewClip| ClipStore::create(store, ctx, ClipId::new(), new, &[]);
    let (one, other) = tokio::try_join!(create(shows(&made)), create(shows(&made))).unwrap();
    assert_eq!((one.made.notes, other.made.notes), (vec![], vec![]), "any clip may show them");
    let single = SegmentChange { single_use: Some(true), ..SegmentChange::default() };
    store.update_segment(ctx, segments[0].id, &single, None).await.unwrap();
    for clip in ClipStore::list(store, ctx, None, &PageRequest::default()).await.unwrap().items {
        ClipStore::delete(store, ctx, clip.id).await.unwrap();
    }
    let (one, other) = tokio::try_join!(create(shows(&made)), create(shows(&made))).unwrap();
    let notes = [one.made.notes, other.made.notes].concat();
    assert_eq!(notes, ["A scene that is for single use is in another clip, too."]);
    // The clip that is rendered again is the same one; another that shows the scene is still another.
    for (aside, notes) in [(vec![one.id, other.id], 0), (vec![one.id], 1)] {
        let again = ClipStore::create(store, ctx, ClipId::new(), shows(&made), &aside).await.unwrap();
        assert_eq!(again.made.notes.len(), notes, "{:?}", again.made.notes);
        ClipStore::delete(store, ctx, again.id).await.unwrap();
    }
    let pin = Pin { sentence: 0, segment: segments[0].id, shot: 0 };
    let making = Making { pins: vec![pin], ..Making::default() };
    let notes = create(shows(&Project { making, ..made })).await.unwrap().made.notes;
    assert!(notes.is_empty(), "the plan said it of a pinned scene: {notes:?}");
}

#[tokio::test]
async fn pins_stay_with_their_sentences_when_the_script_changes() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let video = upload(store, ctx).await;
    store.record_analysis(ctx, video, &PROBE, &[found(0), found(2000)]).await.unwrap();
    let segments = store.segments(ctx, &[video]).await.unwrap();
    let pin = |sentence, place: usize| Pin { sentence, segment: segments[place].id, shot: 0 };
    let new = project(vec![video]).made(Making { pins: vec![pin(0, 0)], ..Making::default() }).unwrap();
    let made = ProjectStore::create(store, ctx, ProjectId::new(), new).await.unwrap();
    let script = |text| Some(Script::parse(text).unwrap());
    let before = ProjectChanges { script: script("Look. Hello there."), ..ProjectChanges::default() };
    let changed = ProjectStore::update(store, ctx, made.id, before).await.unwrap();
    assert_eq!(changed.making.pins, [pin(1, 0)]);
    let making = MakingChanges { pins: Some(vec![pin(0, 1)]), ..MakingChanges::default() };
    let both = ProjectChanges { script: script("Hello there."), making, ..ProjectChanges::default() };
    let changed = ProjectStore::update(store, ctx, made.id, both).await.unwrap();
    assert_eq!(changed.making.pins, [pin(0, 1)], "pins that come with a script are meant for it");
}

#[tokio::test]
async fn nothing_of_one_profile_is_found_from_another() {
    let two = two().await;
    let (store, ctx, other) = (&*two.store, &two.mine, &two.other);
    let video = upload(store, ctx).await;
    let made = ProjectStore::create(store, ctx, ProjectId::new(), project(vec![video])).await.unwrap();
    let clip_id = ClipId::new();
    ClipStore::create(store, ctx, clip_id, clip(), &[]).await.unwrap();
    let page = &PageRequest::default();
    assert!(is_gone(&FootageStore::find(store, other, video).await));
    assert!(is_gone(&FootageStore::delete(store, other, video).await));
    assert!(is_gone(&store.record_analysis(other, video, &PROBE, &[]).await));
    assert!(is_gone(&store.record_failure(other, video, "x").await));
    assert!(store.segments(other, &[video]).await.unwrap().is_empty());
    assert!(is_gone(&ProjectStore::find(store, other, made.id).await));
    assert!(is_gone(&ProjectStore::update(store, other, made.id, ProjectChanges::default()).await));
    assert!(is_gone(&ProjectStore::delete(store, other, made.id).await));
    assert!(is_gone(&ClipStore::find(store, other, clip_id).await));
    assert!(is_gone(&ClipStore::delete(store, other, clip_id).await));
    assert!(FootageStore::list(store, other, page).await.unwrap().items.is_empty());
    assert!(ProjectStore::list(store, other, page).await.unwrap().items.is_empty());
    assert!(ClipStore::list(store, other, None, page).await.unwrap().items.is_empty());
    assert!(FootageStore::find(store, ctx, video).await.is_ok(), "the owner still finds it");
}

#[derive(diesel::QueryableByName)]
struct Backend {
    #[diesel(sql_type = diesel::sql_types::Integer)]
    pid: i32,
}

/// Lists the server's processes that serve `ef_app` in a database.
async fn backends(database: &ScratchDatabase) -> Vec<i32> {
    let mut admin = AsyncPgConnection::establish(database.admin_url()).await.unwrap();
    let here = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename = 'ef_app' ORDER BY 1";
    let rows: Vec<Backend> = diesel::sql_query(here).load(&mut admin).await.unwrap();
    rows.iter().map(|row| row.pid).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_outlives_the_runtime_that_asked_for_it() {
    let database = ScratchDatabase::create().await;
    let store = database.store();
    let elsewhere = Arc::clone(&store);
    // As an HTTP worker does: a runtime of its own, which ends.
    let opened = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(elsewhere.ping())
    });
    tokio::task::spawn_blocking(move || opened.join()).await.unwrap().unwrap().unwrap();
    let first = backends(&database).await;
    store.ping().await.unwrap();
    assert_eq!((first.len(), backends(&database).await), (1, first));
}
