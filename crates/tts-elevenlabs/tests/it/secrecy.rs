//! The key is in one header, and nowhere else.

use std::{
    io,
    sync::{Arc, Mutex},
};

use domain::{TtsError, TtsProvider as _};
use testkit::fake_elevenlabs::{FakeAnswer, Fault, On, SoundFault};
use tracing_subscriber::fmt::MakeWriter;

use crate::world::{KEY, World};

/// A log that can be read.
#[derive(Debug, Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn shown(error: &TtsError) -> String {
    format!("{error} {error:?} {}", domain::with_causes(error))
}

#[tokio::test]
async fn the_key_is_in_no_log_and_no_error() {
    let log = Log::default();
    let lines =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    let _kept = tracing::subscriber::set_default(lines);
    let echo = format!("Invalid API key: {KEY}");
    let mut faults = vec![Fault::CutBeforeAnswer, Fault::CutInTheMiddle, Fault::Sound(SoundFault::NotBase64)];
    for (status, code) in [(401, "invalid_api_key"), (401, "odd"), (400, "odd"), (500, KEY), (429, KEY)] {
        faults.push(Fault::Answer(FakeAnswer::error(status, code, &echo)));
    }
    faults.push(Fault::Answer(FakeAnswer::plain_error(403, &echo)));
    faults.push(Fault::Answer(FakeAnswer::invalid(KEY, &echo)));
    faults.push(Fault::Answer(FakeAnswer::error(200, "odd", &echo)));
    faults.push(Fault::Answer(FakeAnswer::of(200, KEY, "{}")));
    for fault in faults {
        let world = World::open().await;
        world.fake.fail(On::Speech, fault.clone(), usize::MAX);
        let shown = shown(&world.say("Hello there.").await.unwrap_err());
        assert!(!shown.contains(KEY), "{fault:?} shows it: {shown}");
    }
    let world = World::open().await;
    let bad = format!(r#"{{"voices":"{KEY}"}}"#);
    world.fake.fail(On::Path("/v2/voices"), Fault::Answer(FakeAnswer::of(200, "application/json", bad)), 1);
    let error = world.voices.voices(&world.ctx).await.unwrap_err();
    assert!(!shown(&error).contains(KEY), "{}", shown(&error));
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("asking again"), "the log was not kept: {log}");
    assert!(!log.contains(KEY), "the log has the key");
}

#[tokio::test]
async fn the_key_is_sent_in_its_header_alone() {
    let world = World::open().await;
    world.say("Hello there.").await.unwrap();
    world.voices.voices(&world.ctx).await.unwrap();
    for request in world.fake.happened().requests {
        assert_eq!(request.key(), KEY);
        let others = request.headers.iter().filter(|(name, _)| name != "xi-api-key");
        let rest = format!("{} {} {:?}", request.path, request.query, others.collect::<Vec<_>>());
        assert!(!rest.contains(KEY) && !String::from_utf8_lossy(&request.body).contains(KEY), "{rest}");
    }
}
