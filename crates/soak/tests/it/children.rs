//! What a worker was doing is killed: the tool alone, or the worker while segments come in.

use std::{collections::BTreeMap, os::unix::fs::MetadataExt as _, path::PathBuf, time::Duration};

use domain::{Segment, SegmentChange};
use soak::{kills::until, process::run};

use crate::stage::{PATIENCE, Stage};

/// The rendered sentences of the first shop: each file with its number on the disk, which a new file would not have.
fn chunks(stage: &Stage) -> BTreeMap<PathBuf, u64> {
    let folder = stage.place.media().join(stage.street.shops[0].ctx.profile().to_string()).join("chunks");
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| (entry.path(), entry.metadata().unwrap().ino())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_video_goes_on_from_its_chunks_after_the_machine_killed_the_tool() {
    let stage = Stage::new(1).await.with_leases_of(Duration::from_secs(10));
    let worker = stage.worker("a");
    let film = stage.film().await;
    let job = stage.order(film, 1, 3).await;
    let killed = until(PATIENCE, || async {
        let now = stage.job(&job).await;
        // One that is just ending may be past being killed; the next one is not.
        if now.step == "rendering" && now.failure_code.is_none() && !chunks(&stage).is_empty() {
            worker.kill_child("ffmpeg");
        }
        Ok(now.failure_code.as_deref() == Some("render_killed"))
    });
    killed.await.unwrap();
    let before = chunks(&stage);
    stage.until_state(&job, "done").await;
    assert_eq!(stage.job(&job).await.attempt, 2);
    let after = chunks(&stage);
    assert_eq!(after.len(), 3);
    for (path, number) in &before {
        assert_eq!(after.get(path), Some(number), "{} was rendered again", path.display());
    }
    worker.stop().await.unwrap();
    stage.all_done().await;
}

/// A film of the first shop of so many seconds.
async fn long_film(stage: &Stage, seconds: u32) -> PathBuf {
    let (path, tint) = (stage.folder().join("long.mp4"), stage.street.shops[0].tint);
    let source =
        format!("testsrc2=s=320x180:r=30:d={seconds},format=yuv420p,lutyuv=u={}:v={}", tint.u, tint.v);
    let line = ["-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", &source, "-c:v", "libx264"];
    let line: Vec<&str> = line.into_iter().chain(["-preset", "ultrafast", path.to_str().unwrap()]).collect();
    run("ffmpeg", &line).await.unwrap();
    path
}

fn spans(segments: &[Segment]) -> Vec<(u32, u32)> {
    segments.iter().map(|segment| (segment.start_ms, segment.end_ms)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_analysis_that_is_killed_after_its_first_segments_leaves_no_doubles_and_keeps_what_a_person_did() {
    let stage = Stage::new(1).await;
    let (studio, shop) = (&stage.street.works.studio, stage.street.shop(0).unwrap());
    let path = long_film(&stage, 90).await;
    let accepted = studio.upload(&shop.ctx, "long.mp4", &path, None).await.unwrap();
    let id = accepted.source_video.id;
    let worker = stage.worker("killed");
    let early = || async { studio.segments(&shop.ctx, id).await.unwrap() };
    until(PATIENCE, || async { Ok(early().await.len() >= 3) }).await.unwrap();
    let first = early().await;
    let note = SegmentChange { notes: Some("the lamp".to_owned()), ..SegmentChange::default() };
    let edited = studio.change_segment(&shop.ctx, first[0].id, note).await.unwrap();
    studio.remove_segment(&shop.ctx, first[1].id).await.unwrap();
    assert_eq!(stage.job(&accepted.job).await.state, "running", "the film is too short for this machine");
    worker.kill().await.unwrap();
    let place = SegmentChange { start_ms: Some(250), end_ms: Some(1250), ..SegmentChange::default() };
    let own = studio.create_segment(&shop.ctx, id, place).await.unwrap();
    let next = stage.worker("next");
    stage.until_state(&accepted.job, "done").await;
    assert_eq!(stage.job(&accepted.job).await.attempt, 2);
    // The same film in one go tells what there should be.
    let other = studio.upload(&shop.ctx, "again.mp4", &path, None).await.unwrap();
    stage.until_state(&other.job, "done").await;
    let whole = spans(&studio.segments(&shop.ctx, other.source_video.id).await.unwrap());
    let found = studio.segments(&shop.ctx, id).await.unwrap();
    let without = |segments: &[Segment]| {
        let others: Vec<Segment> = segments.iter().filter(|s| s.id != own.id).cloned().collect();
        spans(&others)
    };
    let mut expected = whole.clone();
    expected.retain(|span| *span != (first[1].start_ms, first[1].end_ms));
    assert!(whole.len() > expected.len(), "what was removed is a find of both");
    assert_eq!(without(&found), expected);
    assert!(found.contains(&own));
    let kept = found.iter().find(|segment| segment.id == edited.id).unwrap();
    assert_eq!(kept.marks, edited.marks);
    next.stop().await.unwrap();
    stage.all_done().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_analysis_that_fails_keeps_what_a_person_made_with_its_picture() {
    let stage = Stage::new(1).await;
    let (studio, shop) = (&stage.street.works.studio, stage.street.shop(0).unwrap());
    let path = long_film(&stage, 300).await;
    let accepted = studio.upload(&shop.ctx, "long.mp4", &path, None).await.unwrap();
    let id = accepted.source_video.id;
    let worker = stage.worker("a");
    until(PATIENCE, || async { Ok(studio.segments(&shop.ctx, id).await?.len() >= 3) }).await.unwrap();
    let first = studio.segments(&shop.ctx, id).await.unwrap()[0].clone();
    let favourite = SegmentChange { favourite: Some(true), ..SegmentChange::default() };
    let edited = studio.change_segment(&shop.ctx, first.id, favourite).await.unwrap();
    let job = studio.cancel_job(&shop.ctx, accepted.job.fields.id).await.unwrap();
    stage.until_state(&job, "cancelled").await;
    assert_eq!(studio.segments(&shop.ctx, id).await.unwrap(), [edited]);
    worker.stop().await.unwrap();
    // Its picture is there, and no other is left: that is among what is looked at.
    stage.inspect().await.acquitted().unwrap();
    let picture = domain::MediaKey::SegmentThumbnail(id, first.id).to_string();
    let profile = stage.place.media().join(shop.ctx.profile().to_string());
    assert!(profile.join(picture).exists());
}
