//! The inspection itself: it finds what is planted.

use std::path::Path;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_as_it_must_be_is_found() {
    let stage = Stage::new(2).await;
    let worker = stage.worker("a");
    let film = stage.film().await;
    let job = stage.order(film, 1, 2).await;
    stage.until_state(&job, "done").await;
    worker.stop().await.unwrap();
    stage.all_done().await;
    let media = stage.place.media();
    let [mine, other] = [0, 1].map(|n| media.join(stage.street.shops[n].ctx.profile().to_string()));
    let chunk = std::fs::read_dir(mine.join("chunks")).unwrap().next().unwrap().unwrap().path();
    let whole = std::fs::read(&chunk).unwrap();
    plant(&mine.join("clips/0b0e0a52-3c1f-4d5e-9a55-0d2f6c1f9d11/video.mp4"), &whole);
    plant(&mine.join("chunks/half.mp4#1"), b"half");
    plant(&other.join("chunks").join(chunk.file_name().unwrap()), &whole);
    plant(&stage.place.unfinished().join("process-dead/file"), b"half");
    plant(&stage.place.scratch().join("process-dead/work"), b"half");
    std::fs::write(&chunk, &whole[..whole.len() / 2]).unwrap();
    let clip =
        std::fs::read_dir(mine.join("clips")).unwrap().map(|entry| entry.unwrap().path().join("video.mp4"));
    for video in clip.filter(|video| !video.to_string_lossy().contains("0b0e0a52")) {
        std::fs::write(&video, &whole).unwrap();
    }
    stage.eye.execute("UPDATE jobs SET state = 'ready' WHERE kind = 'generate_variants'").await.unwrap();
    stage.eye.execute("UPDATE source_videos SET state = 'analysing', probe = NULL").await.unwrap();
    let found = stage.look().await.violations.join("\n");
    for sign in [
        "belongs to no row and to no cache",
        "half.mp4#1 was begun and never finished",
        "not Brasswick's",
        "unfinished/process-dead/file was begun and never finished",
        "process-dead was left behind",
        "cannot be decoded",
        "its row says",
        "frames, planned are",
        "has not ended: ready",
        "is analysed for ever",
        "its source video is not ready",
    ] {
        assert!(found.contains(sign), "nobody noticed: {sign}\n{found}");
    }
}

fn plant(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}
