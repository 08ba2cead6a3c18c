//! A profile's life: settings, deletion, copies of its projects, and what its dashboard sums up.

use domain::{
    CaptionChanges, CopiedFootage, Cost, CostLedger as _, DashboardStore as _, FootageStore, Format,
    JobQueue as _, JobState, JobStore, MakingDefaultsChanges, NewProfile, PageRequest, ProfileChanges,
    ProfileId, ProfileStore, ProjectId, ProjectStore, Reserved, SettingsChanges, SourceVideoId, StoreError,
    Task, TtsChanges, VoiceChanges, WorkerId,
};

use crate::{
    ledger::spend,
    stores::{self, two},
};

#[tokio::test]
async fn what_is_settled_is_read_back_and_what_is_absent_stays() {
    let two = two().await;
    let (store, id) = (&*two.store, two.mine.profile());
    let espeak: domain::ProviderName = "espeak-ng".parse().unwrap();
    let voice = VoiceChanges { voice: Some(Some("ro".parse().unwrap())), ..Default::default() };
    let settings = SettingsChanges {
        context_text: Some(domain::ContextText::parse("Lumânări de soia").unwrap()),
        tts: TtsChanges {
            provider: Some(Some(espeak.clone())),
            voices: [(espeak.clone(), Some(voice))].into(),
            fallback: Some(vec![espeak]),
        },
        publisher: Some(domain::PublisherDefaults::parse(vec!["tiktok-1".into()]).unwrap()),
        monthly_quota: Some(Some(Cost(5_000_000))),
        ..Default::default()
    };
    ProfileStore::update(store, &two.actor, id, ProfileChanges { settings, ..Default::default() })
        .await
        .unwrap();
    let captions =
        CaptionChanges { text_colour: Some("#102030".parse().unwrap()), ..CaptionChanges::default() };
    let making = MakingDefaultsChanges { format: Some(Format::Square), ..MakingDefaultsChanges::default() };
    let settings = SettingsChanges { captions, making, ..Default::default() };
    let changes = ProfileChanges { settings, description: Some("Candles".into()), ..Default::default() };
    let merged = ProfileStore::update(store, &two.actor, id, changes).await.unwrap();
    let kept = store.settings(&two.mine).await.unwrap();
    assert_eq!((&merged.settings, &*merged.description), (&kept, "Candles"));
    assert_eq!(kept.context_text.as_str(), "Lumânări de soia");
    assert_eq!(kept.captions.text_colour.to_string(), "#102030");
    assert_eq!(kept.making.format, Format::Square);
    assert_eq!((kept.monthly_quota, kept.publisher.channels.len()), (Some(Cost(5_000_000)), 1));
    assert_eq!(store.settings(&two.other).await.unwrap(), domain::Settings::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_change_settings_at_once_both_see_theirs_kept() {
    let two = two().await;
    let change = |settings| {
        let changes = ProfileChanges { settings, ..Default::default() };
        ProfileStore::update(&*two.store, &two.actor, two.mine.profile(), changes)
    };
    for n in 0..20_u8 {
        let quota = SettingsChanges { monthly_quota: Some(Some(Cost(i64::from(n)))), ..Default::default() };
        let text = domain::ContextText::parse(&n.to_string()).unwrap();
        let context = SettingsChanges { context_text: Some(text.clone()), ..Default::default() };
        let (one, other) = (change(quota), change(context));
        tokio::try_join!(one, other).unwrap();
        let kept = two.store.settings(&two.mine).await.unwrap();
        assert_eq!((kept.monthly_quota, kept.context_text), (Some(Cost(i64::from(n))), text));
    }
}

#[tokio::test]
async fn a_deleted_profile_takes_everything_but_the_books() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let video = stores::upload(store, ctx).await;
    stores::analysed(store, ctx, video).await;
    let project =
        ProjectStore::create(store, ctx, ProjectId::new(), stores::project(vec![video])).await.unwrap();
    stores::a_clip(store, ctx, project.id).await;
    let Reserved::Held(held) = store.reserve(ctx, &spend("a", 5)).await.unwrap() else { panic!("settled") };
    store.settle(ctx, &held, Cost(5)).await.unwrap();
    let running = store.claim(WorkerId::new(), std::time::Duration::from_secs(30)).await.unwrap().unwrap();
    let worker = &running.lease;
    let theirs = stores::upload(store, &two.other).await;
    let others = two.database.rows_of(two.other.profile().uuid()).await;

    ProfileStore::delete(store, &two.actor, ctx.profile()).await.unwrap();
    assert!(matches!(ProfileStore::find(store, &two.actor, ctx.profile()).await, Err(StoreError::NotFound)));
    assert!(matches!(
        ProfileStore::delete(store, &two.actor, ctx.profile()).await,
        Err(StoreError::NotFound)
    ));
    let left = two.database.rows_of(ctx.profile().uuid()).await;
    let tables: std::collections::BTreeSet<&str> =
        left.lines().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(
        tables.into_iter().collect::<Vec<_>>(),
        ["budgets", "cost_entries", "job_seqs", "jobs", "queues"]
    );
    // A worker that is busy there hears of it, and can end its job but keep nothing in the library.
    let beat = store.heartbeat(ctx, worker, std::time::Duration::from_secs(30)).await.unwrap();
    assert_eq!(beat, domain::Beat::Cancelled);
    assert!(stores::try_a_clip(store, ctx).await.is_err());
    store.cancelled(ctx, worker).await.unwrap();
    let jobs =
        JobStore::list(store, ctx, domain::JobFilter::All, &PageRequest::default()).await.unwrap().items;
    let removal = jobs.iter().find(|job| job.fields.task == Task::RemoveFiles).unwrap();
    assert_eq!(removal.fields.state, JobState::Ready);
    assert_eq!(two.database.rows_of(two.other.profile().uuid()).await, others);
    assert!(FootageStore::find(store, &two.other, theirs).await.is_ok());
    // Its id is not used again.
    let new = NewProfile::parse("Back", "", NewProfile::COLOUR, "").unwrap();
    let back = ProfileStore::create(store, &two.actor, ctx.profile(), new).await;
    assert!(matches!(back, Err(StoreError::Conflict(_))), "{back:?}");
}

#[tokio::test]
async fn the_profile_that_opens_first_and_a_strangers_cannot_be_deleted() {
    let two = two().await;
    let store = &*two.store;
    let all = ProfileStore::list(store, &two.actor).await.unwrap();
    let default = all.iter().find(|profile| profile.is_default).unwrap().id;
    let refused = ProfileStore::delete(store, &two.actor, default).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    let stranger = stores::stranger(&two).await;
    assert!(matches!(
        ProfileStore::delete(store, &stranger, two.mine.profile()).await,
        Err(StoreError::NotFound)
    ));
    store.set_default(&two.actor, two.mine.profile()).await.unwrap();
    ProfileStore::delete(store, &two.actor, default).await.unwrap();
    assert!(matches!(
        ProfileStore::delete(store, &two.actor, ProfileId::new()).await,
        Err(StoreError::NotFound)
    ));
}

#[tokio::test]
async fn a_copy_is_the_other_profiles_own() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let (a, b) = (stores::upload(store, ctx).await, stores::upload(store, ctx).await);
    stores::analysed(store, ctx, a).await;
    let original =
        ProjectStore::create(store, ctx, ProjectId::new(), stores::project(vec![b, a])).await.unwrap();
    let before = two.database.rows_of(ctx.profile().uuid()).await;
    let copied = |original| CopiedFootage { original, copy: SourceVideoId::new() };
    let footage = [copied(a), copied(b)];
    let copy = store.copy(ctx, original.id, &two.other, ProjectId::new(), &footage).await.unwrap();
    assert_eq!((copy.name, copy.script, copy.voice), (original.name, original.script, original.voice));
    assert_eq!(copy.source_videos, [footage[1].copy, footage[0].copy]);
    let segments = store.segments(ctx, &[a]).await.unwrap();
    let theirs = store.segments(&two.other, &[footage[0].copy]).await.unwrap();
    assert_eq!(theirs.len(), segments.len());
    for (ours, theirs) in segments.iter().zip(&theirs) {
        assert_eq!(theirs.id, footage[0].segment(ours.id));
        assert_eq!(
            (theirs.start_ms, theirs.end_ms, theirs.scores),
            (ours.start_ms, ours.end_ms, ours.scores)
        );
    }
    // Nothing of the original changed, and the copy outlives it.
    assert_eq!(two.database.rows_of(ctx.profile().uuid()).await, before);
    FootageStore::delete(store, ctx, a).await.unwrap();
    ProjectStore::delete(store, ctx, original.id).await.unwrap();
    assert_eq!(store.segments(&two.other, &[footage[0].copy]).await.unwrap().len(), theirs.len());
}

#[tokio::test]
async fn a_copy_that_fails_half_way_leaves_nothing() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let video = stores::upload(store, ctx).await;
    let project =
        ProjectStore::create(store, ctx, ProjectId::new(), stores::project(vec![video])).await.unwrap();
    let before = two.database.rows_of(two.other.profile().uuid()).await;
    // Footage that was added while the files were copied.
    let missing = store.copy(ctx, project.id, &two.other, ProjectId::new(), &[]).await;
    assert!(matches!(missing, Err(StoreError::Conflict(_))), "{missing:?}");
    let foreign = store.copy(&two.other, project.id, ctx, ProjectId::new(), &[]).await;
    assert!(matches!(foreign, Err(StoreError::NotFound)), "{foreign:?}");
    assert_eq!(two.database.rows_of(two.other.profile().uuid()).await, before);
}

#[tokio::test]
async fn the_dashboard_sums_one_profile_in_its_range() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let empty = store.dashboard(ctx, None).await.unwrap();
    assert_eq!((empty.clips, empty.videos_made, empty.last_activity), (0, 0, None));
    let video = stores::upload(store, ctx).await;
    let project =
        ProjectStore::create(store, ctx, ProjectId::new(), stores::project(vec![video])).await.unwrap();
    stores::a_clip(store, ctx, project.id).await;
    let task = Task::GenerateVariants { project: project.id, variants: 2, seed: 1 };
    two.database.run("UPDATE jobs SET state = 'cancelled'").await;
    store.enqueue(ctx, domain::NewJob::new(task)).await.unwrap();
    let claimed = store.claim(WorkerId::new(), std::time::Duration::from_secs(30)).await.unwrap().unwrap();
    let result = serde_json::json!({ "clip_ids": ["a", "b"], "notes": [] });
    store.finish(ctx, &claimed.lease, result).await.unwrap();
    let Reserved::Held(held) = store.reserve(ctx, &spend("a", 50)).await.unwrap() else { panic!("settled") };
    store.settle(ctx, &held, Cost(42)).await.unwrap();
    stores::upload(store, &two.other).await;
    let all = store.dashboard(ctx, None).await.unwrap();
    assert_eq!((all.videos_made, all.clips, all.projects, all.source_videos), (2, 1, 1, 1));
    assert_eq!((all.spent, all.costs_by_provider.len(), all.month.spent), (Cost(42), 1, Cost(42)));
    assert!(all.last_activity.is_some());
    let later = two.database.now().await + chrono::TimeDelta::hours(1);
    let none = store.dashboard(ctx, Some(later)).await.unwrap();
    assert_eq!((none.videos_made, none.clips, none.spent, none.last_activity), (0, 0, Cost(0), None));
    assert_eq!(none.month.spent, Cost(42), "the month is not a matter of the range");
}
