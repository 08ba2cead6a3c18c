//! Segments: what analysis found and what a person made of it live together.

use domain::{
    AnalysedSegment, FootageState, FootageStore, PictureHash, Scores, Segment, SegmentChange, SegmentId,
    SegmentMarks, SourceVideoId, SpriteSheet, Transform, Viewing,
};

use crate::stores::{PROBE, found, is_gone, two, upload};

/// What an attempt finds: the same segments under the same ids.
fn attempt(ids: &[SegmentId], shift_ms: u32) -> Vec<(SegmentId, AnalysedSegment)> {
    (0..).zip(ids).map(|(n, id)| (*id, found(n * 2000 + shift_ms).1)).collect()
}

fn made(video: SourceVideoId) -> Segment {
    Segment {
        id: SegmentId::new(),
        source_video: video,
        start_ms: 500,
        end_ms: 1500,
        scores: Scores { steadiness: Some(0.5), ..Scores::default() },
        hash: Some(PictureHash(1 << 63)),
        marks: SegmentMarks { keywords: vec!["lamp".to_owned()], ..SegmentMarks::default() },
    }
}

#[tokio::test]
async fn segments_can_be_listed_while_the_analysis_goes_on() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let (id, ids) = (upload(store, ctx).await, [(); 4].map(|()| SegmentId::new()));
    let all = attempt(&ids, 0);
    store.record_segments(ctx, id, &PROBE, &all[..2]).await.unwrap();
    let video = FootageStore::find(store, ctx, id).await.unwrap();
    assert_eq!((video.state, video.segment_count, video.probe), (FootageState::Analysing, 2, Some(PROBE)));
    let listed = store.segments(ctx, &[id]).await.unwrap();
    assert_eq!(listed[1].hash, Some(all[1].1.hash));
    // Killed there, it begins anew: the same ids are the same segments.
    store.record_segments(ctx, id, &PROBE, &all[..3]).await.unwrap();
    store.record_analysis(ctx, id, &PROBE, &all).await.unwrap();
    assert_eq!(store.segments(ctx, &[id]).await.unwrap().iter().map(|s| s.id).collect::<Vec<_>>(), ids);
    assert!(is_gone(&store.record_segments(&two.other, id, &PROBE, &all).await));
    store.record_failure(ctx, id, "it broke off").await.unwrap();
    assert!(store.segments(ctx, &[id]).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_a_person_made_changed_or_removed_outlives_a_new_analysis() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let (id, ids) = (upload(store, ctx).await, [(); 4].map(|()| SegmentId::new()));
    store.record_analysis(ctx, id, &PROBE, &attempt(&ids, 0)).await.unwrap();
    let transform = Transform { flip: true, speed_percent: 50, ..Transform::default() };
    let change = SegmentChange {
        start_ms: Some(100),
        keywords: Some(vec!["lamp".to_owned(), "warm".to_owned()]),
        favourite: Some(true),
        transform: Some(transform),
        ..SegmentChange::default()
    };
    let edited = store.update_segment(ctx, ids[0], &change).await.unwrap();
    assert_eq!((edited.start_ms, edited.end_ms, edited.marks.transform), (100, 2000, transform));
    let own = store.create_segment(ctx, &made(id)).await.unwrap();
    store.remove_segment(ctx, ids[1]).await.unwrap();
    // Another version finds three other places and no fourth segment.
    store.record_analysis(ctx, id, &PROBE, &attempt(&ids[..3], 300)).await.unwrap();
    let listed = store.segments(ctx, &[id]).await.unwrap();
    assert_eq!(listed.iter().map(|segment| segment.id).collect::<Vec<_>>(), [ids[0], own.id, ids[2]]);
    assert_eq!((listed[0].start_ms, &listed[0].marks), (100, &edited.marks));
    assert_eq!(listed[0].hash, Some(found(300).1.hash), "its looks are those of the newest analysis");
    assert_eq!(listed[1], made_as(&own));
    assert_eq!(listed[2].start_ms, 4300, "what nobody touched is as the newest analysis found it");
    assert_eq!(store.restore_segment(ctx, ids[1]).await.unwrap().id, ids[1]);
}

#[tokio::test]
async fn what_a_person_made_changed_or_removed_outlives_an_analysis_that_fails() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let (id, ids) = (upload(store, ctx).await, [(); 4].map(|()| SegmentId::new()));
    store.record_segments(ctx, id, &PROBE, &attempt(&ids, 0)).await.unwrap();
    let change = SegmentChange { notes: Some("take two".to_owned()), ..SegmentChange::default() };
    let edited = store.update_segment(ctx, ids[0], &change).await.unwrap();
    let own = store.create_segment(ctx, &made(id)).await.unwrap();
    store.remove_segment(ctx, ids[1]).await.unwrap();
    store.record_failure(ctx, id, "it broke off").await.unwrap();
    assert_eq!(store.segments(ctx, &[id]).await.unwrap(), [edited.clone(), own.clone()]);
    // Tried again it goes well: nothing is there twice, and what was removed does not come back.
    store.record_analysis(ctx, id, &PROBE, &attempt(&ids, 0)).await.unwrap();
    let listed: Vec<SegmentId> =
        store.segments(ctx, &[id]).await.unwrap().iter().map(|segment| segment.id).collect();
    assert_eq!(listed, [edited.id, own.id, ids[2], ids[3]]);
    assert_eq!(store.find_segment(ctx, ids[0]).await.unwrap().marks, edited.marks);
}

fn made_as(own: &Segment) -> Segment {
    Segment { id: own.id, ..made(own.source_video) }
}

#[tokio::test]
async fn a_change_names_columns_and_leaves_the_others() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let id = upload(store, ctx).await;
    let own = store.create_segment(ctx, &made(id)).await.unwrap();
    let noted = SegmentChange { notes: Some("take two".to_owned()), ..SegmentChange::default() };
    let single = SegmentChange { single_use: Some(true), ..SegmentChange::default() };
    let (one, other) =
        tokio::join!(store.update_segment(ctx, own.id, &noted), store.update_segment(ctx, own.id, &single));
    one.unwrap();
    other.unwrap();
    let after = store.find_segment(ctx, own.id).await.unwrap().marks;
    assert_eq!(
        (after.notes.as_str(), after.single_use, after.keywords),
        ("take two", true, own.marks.keywords)
    );
}

#[tokio::test]
async fn another_profiles_segments_are_not_found_and_stay() {
    let two = two().await;
    let (store, ctx, other) = (&*two.store, &two.mine, &two.other);
    let id = upload(store, ctx).await;
    let own = store.create_segment(ctx, &made(id)).await.unwrap();
    let change = SegmentChange { favourite: Some(true), ..SegmentChange::default() };
    assert!(is_gone(&store.find_segment(other, own.id).await));
    assert!(is_gone(&store.update_segment(other, own.id, &change).await));
    assert!(is_gone(&store.remove_segment(other, own.id).await));
    assert!(is_gone(&store.restore_segment(other, own.id).await));
    assert!(is_gone(&store.create_segment(other, &made(id)).await));
    assert_eq!(store.find_segment(ctx, own.id).await.unwrap(), own);
}

#[tokio::test]
async fn what_there_is_to_look_through_comes_back() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let id = upload(store, ctx).await;
    let sprites = SpriteSheet { count: 12, columns: 10, width: 160, height: 90, each_ms: 500 };
    let viewing = Viewing { sprites, has_sound_curve: true };
    store.record_viewing(ctx, id, viewing).await.unwrap();
    assert_eq!(FootageStore::find(store, ctx, id).await.unwrap().viewing, Some(viewing));
    assert!(is_gone(&store.record_viewing(&two.other, id, viewing).await));
}
