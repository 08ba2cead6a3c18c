//! `serve`: starts, answers, stops, and takes over what a killed one left.

use std::{
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    time::Instant,
};

use rustix::process::Signal;

use crate::program::{PATIENCE, Place, Running};

/// Starts the server on a free port; returns its address.
pub(crate) fn serve(place: &Place) -> (Running, String) {
    let mut server = place.start(&["serve", "--bind", "127.0.0.1:0"]);
    let line: serde_json::Value = serde_json::from_str(&server.hear("the server listens")).unwrap();
    let address = line["address"].as_str().unwrap().to_owned();
    let deadline = Instant::now() + PATIENCE;
    while !status(&address, "/readyz").contains(" 200 ") {
        assert!(Instant::now() < deadline, "{address} did not get ready");
    }
    (server, address)
}

/// Returns the first line of an answer; nothing when nobody answers.
fn status(address: &str, path: &str) -> String {
    let ask = || {
        let mut stream = TcpStream::connect(address)?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok::<_, std::io::Error>(answer)
    };
    ask().unwrap_or_default().lines().next().unwrap_or_default().to_owned()
}

#[test]
fn the_server_answers_and_stops_with_everything_it_started() {
    let place = Place::new();
    let (server, address) = serve(&place);
    assert!(status(&address, "/healthz").contains(" 200 "));
    assert!(!place.processes().is_empty());
    server.signal(Signal::TERM);
    let ended = server.end();
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert_eq!(place.processes(), Vec::<String>::new());
    assert_eq!(status(&address, "/healthz"), "");
}

#[test]
fn a_killed_server_is_taken_over_by_the_next() {
    let place = Place::new();
    let (server, _) = serve(&place);
    let postmaster = place.postmaster();
    server.signal(Signal::KILL);
    assert_eq!(server.end().code, None);
    let (server, _) = serve(&place);
    assert_eq!(place.postmaster(), postmaster);
    server.signal(Signal::TERM);
    assert_eq!(server.end().code, Some(0));
    assert_eq!(place.processes(), Vec::<String>::new());
}

#[test]
fn a_busy_port_is_named_and_nothing_is_started() {
    let place = Place::new();
    let holder = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = holder.local_addr().unwrap().to_string();
    let ended = place.run(&["serve", "--bind", &address]);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    assert!(ended.err.contains(&format!("another program listens on {address}")), "{}", ended.err);
    assert!(ended.err.contains("--bind 127.0.0.1:"), "{}", ended.err);
    assert!(!place.path("data").exists());
}
