//! The line between worker and database is cut, slow, or silent.

use std::time::Duration;

use soak::{kills::until, proxy::Proxy};

use crate::stage::{PATIENCE, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_lives_with_a_bad_line() {
    let stage = Stage::new(1).await;
    let proxy = Proxy::lay("127.0.0.1", &stage.urls).await.unwrap();
    let worker = stage.worker_as(&stage.how, &proxy.urls(&stage.urls), "far");
    let film = stage.film().await;
    let first = stage.order(film, 1, 2).await;
    stage.until_state(&first, "running").await;
    proxy.cut();
    proxy.delay(Duration::from_millis(10));
    stage.until_state(&first, "done").await;
    proxy.delay(Duration::ZERO);
    let second = stage.order(film, 2, 2).await;
    stage.until_state(&second, "running").await;
    let before = proxy.connections();
    proxy.silence();
    until(PATIENCE, || async { Ok(proxy.connections() > before) }).await.unwrap();
    stage.until_state(&second, "done").await;
    proxy.silence();
    let took = worker.stop().await.unwrap();
    assert!(took < Duration::from_secs(5), "a silent line holds the worker for {took:?}");
    stage.all_done().await;
}
