//! Runs the stand-in for Postiz until it is stopped, with an organisation for each state and a channel at each network.
#![expect(clippy::print_stdout, reason = "it tells the person what it does")]

use std::{io, sync::Arc, time::Duration};

use domain::Network;
use testkit::{
    fake_postiz::{FakeAnswer, FakeChannel, FakeOrganisation, FakePostiz, PostizFault, PostizOn},
    machine_clock::MachineClock,
};

/// A channel at each network, and one for each fault: its new posts fail in its own way.
fn channels(store: &str) -> Vec<FakeChannel> {
    let good = Network::ALL.map(|network| {
        FakeChannel::new(&format!("{store}-{network}"), network.as_str(), &format!("{store}.{network}"))
    });
    let bad = faults().into_iter().map(|(name, _)| {
        let id = format!("{store}-{name}");
        FakeChannel::new(&id, "threads", &id)
    });
    let disabled =
        FakeChannel { disabled: true, ..FakeChannel::new(&format!("{store}-off"), "threads", "off") };
    good.into_iter().chain(bad).chain([disabled]).collect()
}

fn faults() -> Vec<(&'static str, PostizFault)> {
    let page = || FakeAnswer::of(502, "text/html", "<html><h1>502 Bad Gateway</h1></html>");
    vec![
        ("cut-before", PostizFault::CutBefore),
        ("cut-after", PostizFault::CutAfter),
        ("gateway", PostizFault::Answer(page())),
        ("done-but-gateway", PostizFault::DoneBut(page())),
        ("slow", PostizFault::Slow(Duration::from_secs(5))),
        ("hangs", PostizFault::Hang),
    ]
}

#[tokio::main]
async fn main() -> io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_default().parse().unwrap_or(4007);
    let fake = FakePostiz::listen(("127.0.0.1", port), Arc::new(MachineClock)).await?;
    fake.open("fake-key", FakeOrganisation::with(channels("lumina")));
    fake.open("fake-key-two", FakeOrganisation::with(channels("brasswick")));
    let few = FakeOrganisation { posts_left: 1, ..FakeOrganisation::with(channels("verdant")) };
    fake.open("fake-key-few", few);
    for (name, fault) in faults() {
        for store in ["lumina", "brasswick", "verdant"] {
            // Each fails once: what is tried again, or looked for, goes well.
            fake.fail(PostizOn::NewPostWith(format!("{store}-{name}\"")), fault.clone(), 1);
        }
    }
    println!(
        "A stand-in for Postiz listens at {}: connect with that address, to a server that was",
        fake.base_url()
    );
    println!("started with EDIT_FACTORY_POSTIZ_ON_THIS_NETWORK=yes.\n");
    println!(
        "Keys: fake-key, fake-key-two, and fake-key-few, which sends one post an hour; any other one is wrong."
    );
    let names: Vec<&str> = faults().into_iter().map(|(name, _)| name).collect();
    println!("Channels: one at each network, one that is off, and one for each fault: {}.", names.join(", "));
    println!("Ctrl-C ends it.\n");
    let mut seen = 0;
    loop {
        fake.until(|requests| requests.len() > seen).await;
        for request in fake.requests().into_iter().skip(seen) {
            println!("{} {}", request.method, request.path);
            seen += 1;
        }
        for objection in fake.objections() {
            println!("  refused so far: {objection}");
        }
    }
}
