//! Segments: what analysis found and what a person made of it live together.

use domain::{
    AnalysedSegment, FootageState, FootageStore, PictureHash, Scores, Segment, SegmentChange, SegmentId,
    SegmentLooks, SegmentMarks, SourceVideoId, SpriteSheet, Transform, Viewing,
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
    let edited = store.update_segment(ctx, ids[0], &change, None).await.unwrap();
    assert_eq!((edited.start_ms, edited.end_ms, edited.marks.transform), (100, 2000, transform));
    let own = store.create_segment(ctx, &made(id)).await.unwrap();
    store.remove_segment(ctx, ids[1]).await.unwrap();
    // Another version finds three other places and no fourth segment.
    store.record_analysis(ctx, id, &PROBE, &attempt(&ids[..3], 300)).await.unwrap();
    let listed = store.segments(ctx, &[id]).await.unwrap();
    assert_eq!(listed.iter().map(|segment| segment.id).collect::<Vec<_>>(), [ids[0], own.id, ids[2]]);
    assert_eq!((listed[0].start_ms, &listed[0].marks), (100, &edited.marks));
    assert_eq!(listed[0].hash, edited.hash, "its looks are those of its place");
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
    let edited = store.update_segment(ctx, ids[0], &change, None).await.unwrap();
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
async fn a_span_is_one_segment_while_it_is_there() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let (id, ids) = (upload(store, ctx).await, [(); 2].map(|()| SegmentId::new()));
    store.record_analysis(ctx, id, &PROBE, &attempt(&ids, 0)).await.unwrap();
    let (new, again) = (made(id), made(id));
    let (one, other) = tokio::join!(store.create_segment(ctx, &new), store.create_segment(ctx, &again));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one, other);
    assert_eq!(store.segments(ctx, &[id]).await.unwrap().len(), 3);
    // The same place of other footage is another span.
    let elsewhere = upload(store, ctx).await;
    assert_ne!(store.create_segment(ctx, &made(elsewhere)).await.unwrap().id, one.id);
    // What was moved or removed is there no longer.
    let longer = SegmentChange { end_ms: Some(1900), ..SegmentChange::default() };
    let moved = store.update_segment(ctx, one.id, &longer, None).await.unwrap();
    let second = store.create_segment(ctx, &made(id)).await.unwrap();
    assert_ne!(second.id, one.id);
    store.remove_segment(ctx, second.id).await.unwrap();
    let third = store.create_segment(ctx, &made(id)).await.unwrap();
    assert_ne!(third.id, second.id);
    assert_eq!(store.find_segment(ctx, one.id).await.unwrap(), moved);
    // A find that a person chose as it is stays where it is.
    let chosen = Segment { start_ms: 2000, end_ms: 4000, ..made(id) };
    assert_eq!(store.create_segment(ctx, &chosen).await.unwrap().id, ids[1]);
    store.record_analysis(ctx, id, &PROBE, &attempt(&ids, 300)).await.unwrap();
    assert_eq!(store.find_segment(ctx, ids[1]).await.unwrap().start_ms, 2000);
}

#[tokio::test]
async fn marks_that_come_with_a_span_are_written_over_those_of_the_segment_that_is_there() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let (id, ids) = (upload(store, ctx).await, [SegmentId::new()]);
    store.record_analysis(ctx, id, &PROBE, &attempt(&ids, 0)).await.unwrap();
    let noted = SegmentChange { notes: Some("take two".to_owned()), ..SegmentChange::default() };
    store.update_segment(ctx, ids[0], &noted, None).await.unwrap();
    let span = |marks| Segment { start_ms: 0, end_ms: 2000, marks, ..made(id) };
    let transform = Transform { flip: true, ..Transform::default() };
    let given = SegmentMarks { favourite: true, single_use: true, transform, ..made(id).marks };
    let kept = SegmentMarks { notes: "take two".to_owned(), ..given.clone() };
    for _ in 0..2 {
        let same = store.create_segment(ctx, &span(given.clone())).await.unwrap();
        assert_eq!((same.id, &same.marks), (ids[0], &kept), "what was not given stays");
    }
    // The span alone takes nothing away, however often it comes.
    let same = store.create_segment(ctx, &span(SegmentMarks::default())).await.unwrap();
    assert_eq!((same.id, same.marks), (ids[0], kept));
}

#[tokio::test]
async fn the_looks_of_a_place_are_stored_and_stay_where_a_segment_has_moved() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let (id, ids) = (upload(store, ctx).await, [(); 2].map(|()| SegmentId::new()));
    store.record_segments(ctx, id, &PROBE, &attempt(&ids, 0)).await.unwrap();
    let place = SegmentChange { start_ms: Some(100), ..SegmentChange::default() };
    let looks = SegmentLooks {
        scores: Scores { motion: 0.1, variance: 0.2, sharpness: 0.3, contrast: 0.4, ..Scores::default() },
        hash: Some(PictureHash(u64::MAX)),
    };
    let of = |segment: &Segment| SegmentLooks { scores: segment.scores, hash: segment.hash };
    let moved = store.update_segment(ctx, ids[0], &place, Some(looks)).await.unwrap();
    assert_eq!((moved.start_ms, of(&moved)), (100, looks));
    let note = SegmentChange { notes: Some("take two".to_owned()), ..SegmentChange::default() };
    let noted = store.update_segment(ctx, ids[1], &note, None).await.unwrap();
    assert_eq!(noted.hash, Some(found(2000).1.hash), "no looks, no change of them");
    assert!(is_gone(&store.update_segment(&two.other, ids[0], &place, Some(looks)).await));
    // The analysis goes on to its end, and sees better than before.
    let mut better = attempt(&ids, 0);
    better[1].1.scores.steadiness = Some(0.9);
    store.record_analysis(ctx, id, &PROBE, &better).await.unwrap();
    assert_eq!(store.find_segment(ctx, ids[0]).await.unwrap(), moved);
    let noted = store.find_segment(ctx, ids[1]).await.unwrap();
    assert_eq!(
        noted.scores.steadiness,
        Some(0.9),
        "what stands where it was found is as the newest analysis saw it"
    );
    // Nothing is known of where it is now.
    let unknown = store.update_segment(ctx, ids[1], &place, Some(SegmentLooks::default())).await.unwrap();
    assert_eq!(of(&unknown), SegmentLooks::default());
}

#[tokio::test]
async fn a_change_names_columns_and_leaves_the_others() {
    let two = two().await;
    let (store, ctx) = (&*two.store, &two.mine);
    let id = upload(store, ctx).await;
    let own = store.create_segment(ctx, &made(id)).await.unwrap();
    let noted = SegmentChange { notes: Some("take two".to_owned()), ..SegmentChange::default() };
    let single = SegmentChange { single_use: Some(true), ..SegmentChange::default() };
    let (one, other) = tokio::join!(
        store.update_segment(ctx, own.id, &noted, None),
        store.update_segment(ctx, own.id, &single, None)
    );
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
    assert!(is_gone(&store.update_segment(other, own.id, &change, None).await));
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
