//! Runs the stand-in for `ElevenLabs` until it is stopped, with an account for each state and a voice for each fault.
#![expect(clippy::print_stdout, reason = "it tells the person what it does")]

use std::{io, time::Duration};

use testkit::fake_elevenlabs::{FakeAccount, FakeAnswer, FakeElevenLabs, Fault, On, SoundFault};

/// Each voice with what it does.
fn voices() -> Vec<(&'static str, Option<Fault>)> {
    let busy = |code: &str| FakeAnswer::error(429, code, "Too much.");
    vec![
        ("good", None),
        ("slow", Some(Fault::Slow(Duration::from_secs(5)))),
        ("hangs", Some(Fault::Hang)),
        ("cut", Some(Fault::CutInTheMiddle)),
        ("lost", Some(Fault::CutBeforeAnswer)),
        ("deleted", Some(Fault::Answer(FakeAnswer::error(404, "voice_not_found", "The voice was deleted.")))),
        ("too-often", Some(Fault::Answer(busy("rate_limit_exceeded").with("retry-after-ms", 2000)))),
        ("too-many", Some(Fault::Answer(busy("too_many_concurrent_requests")))),
        (
            "too-long",
            Some(Fault::Answer(FakeAnswer::error(400, "max_character_limit_exceeded", "At most 1."))),
        ),
        ("creators", Some(Fault::Answer(FakeAnswer::error(403, "only_for_creator+", "For creators.")))),
        ("broken", Some(Fault::Answer(FakeAnswer::error(500, "internal_error", "It broke.")))),
        ("gateway", Some(Fault::Answer(FakeAnswer::gateway()))),
        ("json", Some(Fault::Answer(FakeAnswer::of(200, "application/json", "{}")))),
        ("no-places", Some(Fault::Sound(SoundFault::NoAlignment))),
        ("odd-bytes", Some(Fault::Sound(SoundFault::OddBytes))),
        ("empty", Some(Fault::Sound(SoundFault::Empty))),
    ]
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_default().parse().unwrap_or(8970);
    let fake = FakeElevenLabs::listen(("127.0.0.1", port)).await?;
    let voices = voices();
    let names: Vec<&str> = voices.iter().map(|(name, _)| *name).collect();
    let account = || FakeAccount::with_voices(&names);
    for (voice, fault) in voices {
        if let Some(fault) = fault {
            fake.fail(On::Voice(voice.to_owned()), fault, usize::MAX);
        }
    }
    fake.open_account("fake-key", account());
    fake.open_account("fake-key-empty", FakeAccount { limit: 0, ..account() });
    fake.open_account("fake-key-restricted", FakeAccount { forbidden: vec!["user_read"], ..account() });
    fake.open_account("fake-key-mute", FakeAccount { forbidden: vec!["text_to_speech"], ..account() });
    fake.open_account("fake-key-small", FakeAccount { can_clone: false, at_once: 1, ..account() });
    println!(
        "A stand-in for ElevenLabs listens at {}: set that as the address of ElevenLabs.\n",
        fake.base_url()
    );
    println!("Keys: fake-key, and fake-key-empty, -restricted, -mute, -small; any other one is wrong.");
    println!("Voices: {}.", names.join(", "));
    println!("Ctrl-C ends it.\n");
    let mut seen = 0;
    loop {
        fake.until(|happened| happened.requests.len() > seen).await;
        for request in fake.happened().requests.into_iter().skip(seen) {
            println!("{} {}", request.method, request.path);
            seen += 1;
        }
    }
}
