//! The line between worker and database is cut, slow, or silent.

use std::time::Duration;

use domain::{JobStore as _, PageRequest};
use soak::{kills::until, proxy::Proxy};
use store_postgres::Postgres;
use tokio::time::timeout;

use crate::stage::{PATIENCE, Stage};

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_lives_with_a_bad_line() {
    let stage = Stage::new(1).await.with_leases_of(Duration::from_secs(3));
    let proxy = Proxy::lay("127.0.0.1", &stage.urls).await.unwrap();
    let worker = stage.worker_as(&stage.how, &proxy.urls(&stage.urls), "far");
    let film = stage.film().await;
    let first = stage.order(film, 1, 2).await;
    stage.until_state(&first, "running").await;
    proxy.cut();
    proxy.delay(Duration::from_millis(10));
    stage.until_state(&first, "done").await;
    // So slow that the work still asks what it is about when the line falls silent: it waits for that answer. Yet a new
    // connection and a question fit into the second that these workers give the database.
    proxy.delay(Duration::from_millis(20));
    let begun = || worker.said().map(|said| said.matches("job started").count());
    let before = begun().unwrap();
    let second = stage.order(film, 2, 2).await;
    until(PATIENCE, || async { Ok(begun()? > before) }).await.unwrap();
    proxy.silence();
    proxy.delay(Duration::ZERO);
    stage.until_state(&second, "done").await;
    proxy.silence();
    let took = worker.stop().await.unwrap();
    assert!(took < Duration::from_secs(12), "a silent line holds the worker for {took:?}");
    stage.all_done().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_on_a_line_that_falls_silent_is_given_up() {
    let stage = Stage::new(1).await;
    let proxy = Proxy::lay("127.0.0.1", &stage.urls).await.unwrap();
    let store = Postgres::connect(&proxy.urls(&stage.urls)).unwrap();
    store.ping().await.unwrap();
    // There and back takes 0.6 s: after 0.9 s the transaction is begun, and its first statement has no answer.
    proxy.delay(Duration::from_millis(300));
    let page = PageRequest::default();
    let mut call = store.list(&stage.street.shops[0].ctx, domain::JobFilter::All, &page);
    assert!(timeout(Duration::from_millis(900), &mut call).await.is_err(), "the line is not slow");
    proxy.silence();
    let answer = timeout(Duration::from_secs(25), call).await.expect("it waits for ever");
    assert!(answer.is_err());
    proxy.delay(Duration::ZERO);
    store.list(&stage.street.shops[0].ctx, domain::JobFilter::All, &page).await.unwrap();
}
