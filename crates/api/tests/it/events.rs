//! The event stream: changes as they come, from where it broke off, of one store alone.

use std::time::Duration;

use domain::{JobQueue as _, WorkerId};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::Value;

use crate::factory::{Factory, problem};

pub(crate) struct Events {
    response: Response,
    text: String,
}

impl Events {
    async fn open(factory: &Factory, last: Option<&str>) -> Self {
        let mut request = factory.here(Method::GET, "/api/v1/jobs/events");
        if let Some(last) = last {
            request = request.header("Last-Event-ID", last);
        }
        Self::of(request).await
    }

    pub(crate) async fn of(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-cache");
        let mut events = Self { response, text: String::new() };
        assert!(events.message().await.unwrap().starts_with("retry:"), "the line does not open");
        events
    }

    /// Waits for the next message; there is none after the end.
    pub(crate) async fn message(&mut self) -> Option<String> {
        loop {
            if let Some((message, rest)) = self.text.split_once("\n\n") {
                let (message, rest) = (message.to_owned(), rest.to_owned());
                self.text = rest;
                return Some(message);
            }
            let bytes = self.response.chunk().await.unwrap()?;
            self.text.push_str(std::str::from_utf8(&bytes).unwrap());
        }
    }

    /// Waits for the end, whatever comes before it.
    pub(crate) async fn end(&mut self) {
        let ending = async { while self.message().await.is_some() {} };
        tokio::time::timeout(Duration::from_secs(20), ending).await.expect("the stream goes on");
    }

    async fn event(&mut self) -> (String, Value) {
        let message = self.message().await.expect("an event");
        let lines: Vec<&str> = message.lines().collect();
        let [id, "event: job", data] = lines.as_slice() else { panic!("{message}") };
        let data = serde_json::from_str(data.strip_prefix("data: ").unwrap()).unwrap();
        (id.strip_prefix("id: ").unwrap().to_owned(), data)
    }
}

#[actix_web::test]
async fn changes_come_as_they_happen() {
    let factory = Factory::open().await;
    factory.footage(&factory.ctx).await;
    let mut events = Events::open(&factory, None).await;
    // What was before is not told; another store's job neither.
    factory.footage(&factory.second_store().await).await;
    let (video, job) = factory.footage(&factory.ctx).await;
    let (first, told) = events.event().await;
    assert_eq!(
        (told["id"].as_str(), told["state"].as_str()),
        (Some(&*job.fields.id.to_string()), Some("ready"))
    );
    assert_eq!(told["subject_id"], video.to_string());
    let mut claimed = factory.stores.claim(WorkerId::new(), Duration::from_secs(30)).await.unwrap().unwrap();
    while claimed.job.fields.id != job.fields.id {
        claimed = factory.stores.claim(WorkerId::new(), Duration::from_secs(30)).await.unwrap().unwrap();
    }
    let mut told = events.event().await;
    while told.1["id"] != job.fields.id.to_string() {
        told = events.event().await;
    }
    assert_eq!(told.1["state"], "running");
    assert!(told.0.parse::<i64>().unwrap() > first.parse::<i64>().unwrap());
    drop(events);
    factory.close().await;
}

#[actix_web::test]
async fn a_stream_resumes_where_it_broke_off() {
    let factory = Factory::open().await;
    for _ in 0..3 {
        factory.footage(&factory.ctx).await;
    }
    let mut events = Events::open(&factory, Some("0")).await;
    let (first, _job) = events.event().await;
    let (second, job) = events.event().await;
    drop(events);
    let mut resumed = Events::open(&factory, Some(&first)).await;
    assert_eq!(resumed.event().await, (second, job));
    drop(resumed);
    for bad in ["x", "-1", "1.5"] {
        let refused = factory.here(Method::GET, "/api/v1/jobs/events").header("Last-Event-ID", bad).send();
        problem(refused.await.unwrap(), 400, "invalid_last_event_id").await;
    }
    factory.close().await;
}

#[actix_web::test]
async fn a_stream_ends_when_the_server_does_or_the_store_fails() {
    let factory = Factory::open().await;
    let mut events = Events::open(&factory, None).await;
    factory.database.set_reachable(false).await;
    assert_eq!(events.message().await, None);
    factory.database.set_reachable(true).await;
    let mut events = Events::open(&factory, None).await;
    factory.begin_to_close();
    assert_eq!(events.message().await, None);
    factory.close().await;
}
