//! `user`, and a server that others reach.

use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    time::Instant,
};

use rustix::process::Signal;

use crate::program::{PATIENCE, Place, Running};

const PASSWORD: &str = "canary words of a password";

/// Starts a server that listens on every address; returns its port.
fn serve(place: &Place) -> (Running, String) {
    let mut server = place.start(&["serve", "--bind", "0.0.0.0:0", "--no-worker"]);
    let line: serde_json::Value = serde_json::from_str(&server.hear("the server listens")).unwrap();
    let port = line["address"].as_str().unwrap().rsplit_once(':').unwrap().1.to_owned();
    let deadline = Instant::now() + PATIENCE;
    while !send(&port, "GET /readyz", "", "").contains(" 200 ") {
        assert!(Instant::now() < deadline, "the server did not get ready");
    }
    (server, port)
}

/// Sends a request from this machine; nothing comes back when nobody answers.
fn send(port: &str, what: &str, headers: &str, body: &str) -> String {
    let ask = || {
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}"))?;
        let length = body.len();
        write!(
            stream,
            "{what} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n{headers}\r\n{body}"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok::<_, std::io::Error>(answer)
    };
    ask().unwrap_or_default()
}

fn login(port: &str, password: &str) -> String {
    let body = format!(r#"{{"email":"ana@example.com","password":"{password}"}}"#);
    send(port, "POST /api/v1/auth/login", "", &body)
}

#[test]
fn a_server_for_others_starts_as_soon_as_somebody_can_sign_in() {
    let place = Place::new();
    assert_eq!(place.run(&["migrate"]).code, Some(0));
    let refused = place.run(&["serve", "--bind", "0.0.0.0:0"]);
    assert_eq!(refused.code, Some(2), "{}", refused.err);
    assert!(refused.err.contains("edit-factory user create --email"), "{}", refused.err);
    assert_eq!(place.processes(), Vec::<String>::new());
    let create = ["user", "create", "--email", "Ana@example.com", "--name", "Ana", "--password-stdin"];
    let made = place.run_with(&create, &format!("{PASSWORD}\n"));
    assert_eq!(made.code, Some(0), "{}", made.err);
    assert!(made.out.contains("ana@example.com can sign in"), "{}", made.out);

    let (server, port) = serve(&place);
    assert!(send(&port, "GET /api/v1/profiles", "", "").contains("sign_in_required"));
    assert!(login(&port, "not the password").contains("login_failed"));
    let answer = login(&port, PASSWORD);
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains(r#""mode":"accounts""#), "{answer}");
    let cookie = answer.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = format!("Cookie: {}\r\n", cookie.split(';').next().unwrap());
    assert!(send(&port, "GET /api/v1/profiles", &cookie, "").starts_with("HTTP/1.1 200 "));

    // While the server runs, and heard by it at once.
    let list = place.run(&["user", "list"]);
    assert!(list.out.starts_with("ana@example.com ") && list.out.contains(", 1 sessions"), "{}", list.out);
    let again = place.run_with(&create, &format!("{PASSWORD}\n"));
    assert_eq!(again.code, Some(2), "{}", again.err);
    assert!(again.err.contains("an account with this email already"), "{}", again.err);
    let ended = place.run(&["user", "remove-sessions", "--email", "ana@example.com"]);
    assert!(ended.out.contains("ended 1 sessions"), "{}", ended.out);
    assert!(send(&port, "GET /api/v1/profiles", &cookie, "").contains("sign_in_required"));
    let change = ["user", "password", "--email", "ana@example.com", "--password-stdin"];
    assert_eq!(place.run_with(&change, "other plain words").code, Some(0));
    assert!(login(&port, PASSWORD).contains("login_failed"));
    assert!(login(&port, "other plain words").starts_with("HTTP/1.1 200 "));
    let unknown = place.run(&["user", "remove-sessions", "--email", "ion@example.com"]);
    assert_eq!(unknown.code, Some(2), "{}", unknown.err);
    server.signal(Signal::TERM);
    let outcome = server.end();
    assert_eq!(outcome.code, Some(0), "{}", outcome.err);
    let all = [made.out, made.err, list.out, list.err, again.err, outcome.out, outcome.err].concat();
    assert!(all.contains("the server listens") && !all.contains("canary"), "{all}");
}

#[test]
fn supabase_is_enough_for_a_server_that_others_reach() {
    let place = Place::new();
    let mut command = place.command(&["serve", "--bind", "0.0.0.0:0", "--no-worker"]);
    command.env("EDIT_FACTORY_SUPABASE_ISSUER", "https://x.supabase.co/auth/v1");
    command.env("EDIT_FACTORY_SUPABASE_JWT_SECRET", "a secret with more than 32 letters in it");
    let mut server = Running::of(command);
    let line: serde_json::Value = serde_json::from_str(&server.hear("people sign in")).unwrap();
    assert_eq!(line["mode"], "supabase");
    server.hear("the server listens");
    server.signal(Signal::TERM);
    let ended = server.end();
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(!ended.err.contains("secret with"), "{}", ended.err);
}
