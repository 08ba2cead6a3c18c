//! Workers killed while they publish.

use soak::{
    look::Eye,
    place::Place,
    process::How,
    publish::{Scene, Walk, kill_at_each_step, publish},
};
use store_postgres::scratch::ScratchDatabase;

#[tokio::test(flavor = "multi_thread")]
async fn each_clip_is_at_each_channel_once_wherever_workers_are_killed() {
    let database = ScratchDatabase::create().await;
    let folder = tempfile::tempdir().unwrap();
    let place = Place::make(folder.path()).unwrap();
    let eye = Eye::on(database.admin_url());
    let how = How::usual(env!("CARGO_BIN_EXE_soak"));
    let tally = publish(&Scene { place: &place, urls: &database.urls, eye: &eye, how }, 4, 3).await.unwrap();
    assert_eq!(tally.posts, 16, "{tally:?}");
    // A worker that is killed between the two leaves it sent; the next look at the publisher makes it scheduled.
    let there: usize = ["scheduled", "sent"].iter().filter_map(|state| tally.states.get(*state)).sum();
    assert_eq!(there, 16, "{tally:?}");
    // Which of them hit a worker at work is left to chance.
    assert!(tally.kills >= 3, "{tally:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_killed_at_any_step_leaves_nothing_out_and_nothing_twice() {
    let database = ScratchDatabase::create().await;
    let folder = tempfile::tempdir().unwrap();
    let place = Place::make(folder.path()).unwrap();
    let eye = Eye::on(database.admin_url());
    let how = How::usual(env!("CARGO_BIN_EXE_soak"));
    let scene = Scene { place: &place, urls: &database.urls, eye: &eye, how };
    let steps = kill_at_each_step(&scene, Walk::InRows).await.unwrap();
    assert_eq!((steps.kills.len(), steps.posts), (6, 6), "{steps:?}");
    assert_eq!(steps.kills.values().sum::<usize>(), 24, "{steps:?}");
}
