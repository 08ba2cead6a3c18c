//! A stored key is in no answer, no log line and no file of the data folder.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::TcpStream,
    path::{Path, PathBuf},
};

use rustix::process::Signal;
use serde_json::Value;

use crate::program::{Place, Running};

const CANARY: &str = "sk-canary-8b1f63d07a";

fn ask(address: &str, method: &str, path: &str, profile: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nX-Profile-Id: {profile}\r\n\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Lists the files below a folder that hold a text.
fn holding(folder: &Path, text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if let Ok(bytes) = fs::read(&path)
            && bytes.windows(text.len()).any(|window| window == text.as_bytes())
        {
            found.push(path);
        }
    }
    found
}

#[test]
fn a_key_is_sealed_wherever_one_looks() {
    let place = Place::new();
    let mut command = place.command(&["serve", "--bind", "127.0.0.1:0", "--no-worker"]);
    command.env("EDIT_FACTORY_LOG", "debug");
    let mut server = Running::of(command);
    let line: Value = serde_json::from_str(&server.hear("the server listens")).unwrap();
    let address = line["address"].as_str().unwrap().to_owned();
    let profiles = ask(&address, "GET", "/api/v1/profiles", "", "");
    let profiles: Value = serde_json::from_str(profiles.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    let profile = profiles["items"][0]["id"].as_str().unwrap();
    let path = "/api/v1/credentials/elevenlabs";
    let stored = ask(&address, "PUT", path, profile, &format!(r#"{{"secret":"{CANARY}"}}"#));
    assert!(stored.contains(" 200 ") && stored.contains("d07a"), "{stored}");
    // Refused bodies are not told either.
    let refused = [
        ask(&address, "PUT", path, profile, &format!(r#"{{"secret":"{CANARY} "#)),
        ask(&address, "PUT", path, profile, &format!(r#"{{"secret":["{CANARY}"]}}"#)),
        ask(&address, "PUT", path, profile, &format!(r#"{{"secret":"{CANARY} and more"}}"#)),
        ask(&address, "GET", "/api/v1/credentials", profile, ""),
    ];
    for answer in refused.iter().chain([&stored]) {
        assert!(!answer.contains(CANARY), "{answer}");
    }
    server.signal(Signal::TERM);
    let ended = server.end();
    assert!(!ended.err.contains(CANARY) && !ended.out.contains(CANARY), "{}", ended.err);
    let rotated = place.run(&["rotate-keys"]);
    assert!(rotated.out.contains("1 stored keys were sealed anew"), "{}{}", rotated.out, rotated.err);
    assert!(!holding(&place.path("data"), "elevenlabs").is_empty(), "the database's files are looked at");
    assert_eq!(holding(&place.path("data"), CANARY), Vec::<PathBuf>::new());
}
