//! Jobs that end otherwise than done leave nothing, and their footage says so.

use domain::{ClipId, MediaKey, SegmentId};
use uuid::Uuid;

use crate::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn footage_whose_waiting_analysis_is_cancelled_is_not_analysed_for_ever() {
    let stage = Stage::new(1).await;
    let shop = stage.street.shop(0).unwrap();
    let accepted = stage.street.upload(shop).await.unwrap();
    stage.street.works.studio.cancel_job(&shop.ctx, accepted.job.fields.id).await.unwrap();
    assert_eq!(stage.job(&accepted.job).await.state, "cancelled");
    stage.inspect().await.acquitted().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_lost_for_the_last_time_leaves_nothing() {
    let stage = Stage::new(1).await;
    let worker = stage.worker("a");
    let film = stage.film().await;
    worker.stop().await.unwrap();
    let video = stage.order(film, 1, 1).await;
    let clip = ClipId::from(Uuid::new_v5(&video.fields.id.uuid(), &[1]));
    let upload = stage.street.upload(stage.street.shop(0).unwrap()).await.unwrap();
    let id = upload.source_video.id;
    let picture = |number: u32| SegmentId::from(Uuid::new_v5(&id.uuid(), &number.to_be_bytes()));
    let left = [
        MediaKey::ClipThumbnail(clip),
        MediaKey::Clip(clip),
        MediaKey::SegmentThumbnail(id, picture(0)),
        MediaKey::SegmentThumbnail(id, picture(1)),
    ];
    let profile = stage.place.media().join(stage.street.shops[0].ctx.profile().to_string());
    for key in &left {
        let path = profile.join(key.to_string());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "left by a worker that was killed").unwrap();
    }
    let lost =
        "UPDATE jobs SET state = 'running', attempt = 1, max_attempts = 1, lease_by = gen_random_uuid(),
                lease_until = now() - interval '1 second' WHERE state = 'ready'";
    stage.eye.execute(lost).await.unwrap();
    let next = stage.worker("next");
    for job in [&video, &upload.job] {
        stage.until_state(job, "dead").await;
        assert_eq!(stage.job(job).await.failure_code.as_deref(), Some("worker_lost"));
    }
    next.stop().await.unwrap();
    stage.inspect().await.acquitted().unwrap();
    assert!(left.iter().all(|key| !profile.join(key.to_string()).exists()));
}
