//! What workers do behind the API: money is spent once, files of what is gone go, and no others.

use std::{
    fs::File,
    sync::Arc,
    time::{Duration, SystemTime},
};

use domain::{ClipId, JobId, MediaKey, SourceVideoId};
use reqwest::Method;
use serde_json::{Value, json};
use studio::{Worker, WorkerSettings};
use testkit::tone_tts::PaidTone;
use tokio::sync::watch;

use crate::factory::Factory;

/// Runs a worker until a job is over.
pub(crate) async fn work_until_over(factory: &Factory, id: &str) {
    work_until(factory, id, "state NOT IN ('ready', 'running')").await;
}

/// Runs a worker until a job is as wanted.
pub(crate) async fn work_until(factory: &Factory, id: &str, wanted: &str) {
    let over = format!("SELECT 1 / count(*) FROM jobs WHERE id = '{id}' AND {wanted}");
    let (tell, told) = watch::channel(false);
    let settings = WorkerSettings { poll: Duration::from_millis(50), ..WorkerSettings::default() };
    let worker = Worker::new(Arc::clone(&factory.studio), settings).run(told);
    let watch_it = async {
        let deadline = tokio::time::Instant::now() + Duration::from_secs(20);
        while !factory.database.succeeds(&over).await {
            assert!(tokio::time::Instant::now() < deadline, "the job does not end");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        tell.send_replace(true);
    };
    tokio::join!(worker, watch_it);
}

/// Makes the profile's files older than the grace.
pub(crate) fn age(factory: &Factory, profile: &str) {
    let mut folders = vec![factory.folder.path().join("media").join(profile)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let old = SystemTime::UNIX_EPOCH + Duration::from_hours(24 * 365);
                File::options().append(true).open(path).unwrap().set_modified(old).unwrap();
            }
        }
    }
}

#[actix_web::test]
async fn a_sentence_is_paid_once_however_often_its_job_is_done() {
    let factory = Factory::open().await;
    let (video, _job) = factory.footage(&factory.ctx).await;
    factory.database.run("UPDATE jobs SET state = 'cancelled'").await;
    let voice = json!({ "provider": "paid-tone", "voice": "en-us", "speed": 1 });
    let body =
        json!({ "name": "n", "script": "Hello. Again. Hello.", "source_video_ids": [video], "voice": voice });
    let made = factory.here(Method::POST, "/api/v1/library/projects").json(&body).send().await.unwrap();
    let project = made.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/library/projects/{project}/generate-variants");
    let job = factory.here(Method::POST, &path).json(&json!({ "variants": 1 })).send().await.unwrap();
    let job = job.json::<Value>().await.unwrap()["id"].as_str().unwrap().to_owned();
    let month = async || factory.get("/api/v1/costs/summary").await["month"].clone();
    let price = 12 * PaidTone::MICRO_USD_A_CHARACTER;
    assert_eq!(month().await["reserved_micro_usd"], price, "two different sentences");
    // It ends after the narration: the footage has no segments.
    for _ in 0..2 {
        work_until_over(&factory, &job).await;
        let over = factory.get(&format!("/api/v1/jobs/{job}")).await;
        assert_eq!(over["error"]["code"], "no_segments");
        let month = month().await;
        assert_eq!((&month["spent_micro_usd"], &month["reserved_micro_usd"]), (&json!(price), &json!(0)));
        let again = factory.here(Method::POST, &format!("/api/v1/jobs/{job}/requeue")).send().await.unwrap();
        assert_eq!(again.status(), 202);
    }
    // The other store has no such sound, and pays for its own.
    let other = factory.second_store().await;
    let told = factory.request(Method::GET, "/api/v1/costs/summary");
    let told = told.header("X-Profile-Id", other.profile().to_string()).send().await.unwrap();
    assert_eq!(told.json::<Value>().await.unwrap()["month"]["spent_micro_usd"], 0);
    factory.close().await;
}

#[actix_web::test]
async fn the_files_of_a_deleted_store_go_and_no_others() {
    let factory = Factory::open().await;
    let other = factory.second_store().await;
    for ctx in [&factory.ctx, &other] {
        factory.footage(ctx).await;
        factory.clip(ctx, None).await;
    }
    factory.database.run("UPDATE jobs SET state = 'cancelled'").await;
    let path = format!("/api/v1/profiles/{}", other.profile());
    assert_eq!(factory.request(Method::DELETE, &path).send().await.unwrap().status(), 204);
    let id = JobId::new();
    let soon = format!("UPDATE jobs SET run_at = now(), id = '{id}' WHERE kind = 'remove_files'");
    factory.database.run(&soon).await;
    work_until_over(&factory, &id.to_string()).await;
    let media = factory.folder.path().join("media");
    assert!(!media.join(other.profile().to_string()).exists());
    assert!(media.join(factory.profile()).exists());
    factory.close().await;
}

#[actix_web::test]
async fn files_that_nothing_names_go_and_those_with_a_row_or_new_ones_stay() {
    let factory = Factory::open().await;
    let (video, _job) = factory.footage(&factory.ctx).await;
    let clip = factory.clip(&factory.ctx, None).await;
    factory.database.run("UPDATE jobs SET state = 'cancelled'").await;
    let lost = [MediaKey::SourceVideo(SourceVideoId::new()), MediaKey::Clip(ClipId::new())];
    for key in &lost {
        factory.put(&factory.ctx, key, b"lost").await;
    }
    let folder = factory.folder.path().join("media").join(factory.profile());
    age(&factory, &factory.profile());
    let new = MediaKey::Clip(ClipId::new());
    factory.put(&factory.ctx, &new, b"new").await;
    // A day later the sweep finds that something was done here.
    factory.database.run("UPDATE queues SET tidied_at = now() - interval '25 hours'").await;
    domain::JobQueue::sweep(&*factory.stores).await.unwrap();
    let jobs = factory.get("/api/v1/jobs?limit=1").await;
    assert_eq!(jobs["items"][0]["kind"], "tidy");
    let id = jobs["items"][0]["id"].as_str().unwrap().to_owned();
    work_until_over(&factory, &id).await;
    assert_eq!(factory.get(&format!("/api/v1/jobs/{id}")).await["result"]["removed"], 2);
    for key in lost {
        assert!(!folder.join(key.to_string()).exists(), "{key}");
    }
    for key in [MediaKey::SourceVideo(video), MediaKey::Clip(clip.id), new] {
        assert!(folder.join(key.to_string()).exists(), "{key}");
    }
    // The tidying itself is no reason for another one.
    factory.database.run("UPDATE queues SET tidied_at = now() - interval '25 hours'").await;
    let long_ago = "UPDATE jobs SET created_at = now() - interval '26 hours' WHERE kind <> 'tidy'";
    factory.database.run(long_ago).await;
    domain::JobQueue::sweep(&*factory.stores).await.unwrap();
    assert_eq!(factory.get("/api/v1/jobs?limit=1").await["items"][0]["id"], *id);
    factory.close().await;
}
