//! A worker is asked to stop in the middle of a video.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    time::{Duration, SystemTime},
};

use soak::kills::until;

use crate::stage::{PATIENCE, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_worker_gives_its_job_back_and_the_next_goes_on_from_there() {
    let stage = Stage::new(1).await.with_leases_of(Duration::from_secs(10));
    let first = stage.worker("first");
    let film = stage.film().await;
    let job = stage.order(film, 1, 4).await;
    until(PATIENCE, || async { Ok(!chunks(&stage).is_empty() && first.has_child("ffmpeg")) }).await.unwrap();
    let took = first.stop().await.unwrap();
    assert!(took < Duration::from_secs(15), "it took {took:?}");
    let now = stage.job(&job).await;
    assert_eq!((now.state.as_str(), now.attempt), ("ready", 0), "{now:?}");
    assert_eq!(now.step, "waiting for a worker");
    let before = chunks(&stage);
    assert!(before.len() < 4, "there was nothing left to do");
    let second = stage.worker("second");
    stage.until_state(&job, "done").await;
    second.stop().await.unwrap();
    let after = chunks(&stage);
    assert_eq!(after.len(), 4);
    for (path, written) in before {
        assert_eq!(after[&path], written, "{} was rendered again", path.display());
    }
    assert_eq!(stage.job(&job).await.attempt, 1);
    stage.all_done().await;
}

/// When each rendered sentence was written.
fn chunks(stage: &Stage) -> BTreeMap<PathBuf, SystemTime> {
    let profile = stage.street.shops[0].ctx.profile().to_string();
    let Ok(entries) = std::fs::read_dir(stage.place.media().join(profile).join("chunks")) else {
        return BTreeMap::new();
    };
    let written = |entry: std::fs::DirEntry| entry.metadata().unwrap().modified().unwrap();
    entries.map(|entry| entry.unwrap()).map(|entry| (entry.path(), written(entry))).collect()
}
