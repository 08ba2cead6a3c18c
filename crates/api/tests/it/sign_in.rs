//! Accounts and sessions: who is let in, and for how long.

use std::{
    io::Write,
    sync::{Arc, Mutex},
};

use chrono::TimeDelta;
use domain::{Email, Password};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use studio::SignInBy;

use crate::{
    events::Events,
    factory::{Factory, PASSWORD, problem},
};

async fn me(request: RequestBuilder) -> Value {
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    answer.json().await.unwrap()
}

fn asking(factory: &Factory, cookie: &str, method: Method, path: &str) -> RequestBuilder {
    factory.request(method, path).header("Cookie", cookie).header("Sec-Fetch-Site", "same-origin")
}

#[actix_web::test]
async fn the_local_user_is_refused_as_soon_as_there_is_an_account() {
    let factory = Factory::open().await;
    let ask = || factory.request(Method::GET, "/api/v1/auth/me");
    let local = me(ask()).await;
    assert_eq!(local["mode"], "local");
    assert_eq!(
        (local["user_id"].as_str().unwrap(), &local["email"]),
        (&*factory.ctx.actor().to_string(), &Value::Null)
    );
    let owner = factory.account("ana@example.com").await;
    assert_eq!(me(ask()).await, json!({ "mode": "accounts", "user_id": null, "email": null }));
    for request in
        [factory.request(Method::GET, "/api/v1/profiles"), factory.here(Method::GET, "/api/v1/jobs")]
    {
        let refused = request.send().await.unwrap();
        assert_eq!(refused.headers()["www-authenticate"], "Bearer");
        problem(refused, 401, "sign_in_required").await;
    }
    // The first account has what the local user had; the second has its own.
    assert_eq!(owner, factory.ctx.actor());
    let cookie = factory.session("ana@example.com").await;
    let jobs =
        asking(&factory, &cookie, Method::GET, "/api/v1/jobs").header("X-Profile-Id", factory.profile());
    assert_eq!(jobs.send().await.unwrap().status(), 200);
    factory.account("ion@example.com").await;
    let cookie = factory.session("ion@example.com").await;
    let list: Value = me(asking(&factory, &cookie, Method::GET, "/api/v1/profiles")).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    assert_ne!(list["items"][0]["id"], factory.profile());
    let foreign =
        asking(&factory, &cookie, Method::GET, "/api/v1/jobs").header("X-Profile-Id", factory.profile());
    problem(foreign.send().await.unwrap(), 404, "profile_not_found").await;
    factory.close().await;
}

#[actix_web::test]
async fn a_server_for_accounts_never_has_a_local_user() {
    let factory = Factory::opened(SignInBy::Accounts, false).await;
    problem(factory.request(Method::GET, "/api/v1/profiles").send().await.unwrap(), 401, "sign_in_required")
        .await;
    let nobody = me(factory.request(Method::GET, "/api/v1/auth/me")).await;
    assert_eq!(nobody, json!({ "mode": "accounts", "user_id": null, "email": null }));
    factory.close().await;
}

#[actix_web::test]
async fn a_session_is_a_cookie_that_no_script_and_no_other_site_gets() {
    for (is_secure, name, end) in
        [(false, "edit_factory_session", ""), (true, "__Host-edit_factory_session", "; Secure")]
    {
        let factory = Factory::opened(SignInBy::Accounts, is_secure).await;
        let user = factory.account("ana@example.com").await;
        let answer = factory.login(" Ana@Example.com", PASSWORD).await;
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["cache-control"]),
            (200, &"no-store".parse().unwrap())
        );
        let cookie = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
        let attributes = format!("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict{end}");
        let secret = cookie.strip_prefix(&format!("{name}=")).unwrap().strip_suffix(&attributes).unwrap();
        assert_eq!(secret.len(), 43);
        let expected = json!({ "mode": "accounts", "user_id": user, "email": "ana@example.com" });
        assert_eq!(answer.json::<Value>().await.unwrap(), expected);
        let ask = asking(&factory, &format!("{name}={secret}"), Method::GET, "/api/v1/auth/me");
        assert_eq!(me(ask).await, expected);
        assert_ne!(factory.session("ana@example.com").await, format!("{name}={secret}"));
        // The database has no secret that would open the door.
        let kept = factory.database.rows_of_none().await;
        assert!(kept.contains("sessions ") && !kept.contains(secret), "{kept}");
        let out = asking(&factory, &format!("{name}={secret}"), Method::POST, "/api/v1/auth/logout");
        let out = out.send().await.unwrap();
        let gone = format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict{end}");
        assert_eq!((out.status().as_u16(), out.headers()["set-cookie"].to_str().unwrap()), (204, &*gone));
        let ended = asking(&factory, &format!("{name}={secret}"), Method::GET, "/api/v1/profiles");
        problem(ended.send().await.unwrap(), 401, "sign_in_required").await;
        factory.close().await;
    }
}

#[actix_web::test]
async fn a_cookie_that_a_browser_sends_by_itself_changes_nothing() {
    let factory = Factory::opened(SignInBy::Accounts, false).await;
    factory.account("ana@example.com").await;
    let cookie = factory.session("ana@example.com").await;
    let make = || {
        let request = factory.request(Method::POST, "/api/v1/profiles").header("Cookie", &cookie);
        request.json(&json!({ "name": "Lamps" }))
    };
    for (name, value) in [
        ("X-Nothing", ""),
        ("Origin", "https://evil.example"),
        ("Origin", "null"),
        ("Sec-Fetch-Site", "same-site"),
    ] {
        problem(make().header(name, value).send().await.unwrap(), 403, "cross_site").await;
    }
    let list = me(asking(&factory, &cookie, Method::GET, "/api/v1/profiles")).await;
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    for (name, value) in
        [("X-Profile-Id", "any"), ("Origin", &factory.base), ("Sec-Fetch-Site", "same-origin")]
    {
        assert_eq!(make().header(name, value).send().await.unwrap().status(), 201, "{name}");
    }
    factory.close().await;
}

#[actix_web::test]
async fn a_session_ends_by_itself_or_one_by_one() {
    let factory = Factory::opened(SignInBy::Accounts, false).await;
    factory.account("ana@example.com").await;
    factory.account("ion@example.com").await;
    let first = factory.session("ana@example.com").await;
    factory.clock.pass(TimeDelta::days(10));
    let second = factory.session("ana@example.com").await;
    let theirs = factory.session("ion@example.com").await;
    let status = async |cookie: &str| {
        asking(&factory, cookie, Method::GET, "/api/v1/auth/sessions").send().await.unwrap().status().as_u16()
    };
    let list = me(asking(&factory, &second, Method::GET, "/api/v1/auth/sessions")).await;
    let [new, old] = list["items"].as_array().unwrap().as_slice() else { panic!("{list}") };
    assert_eq!((&new["is_current"], &old["is_current"]), (&Value::Bool(true), &Value::Bool(false)));
    assert!(new["created_at"].as_str() > old["created_at"].as_str());
    let end = async |cookie: &str, id: &Value| {
        let path = format!("/api/v1/auth/sessions/{}", id.as_str().unwrap());
        asking(&factory, cookie, Method::DELETE, &path).send().await.unwrap()
    };
    problem(end(&theirs, &old["id"]).await, 404, "not_found").await;
    assert_eq!(status(&first).await, 200);
    assert_eq!(end(&second, &old["id"]).await.status(), 204);
    assert_eq!((status(&first).await, status(&second).await, status(&theirs).await), (401, 200, 200));
    // It was seen, which does not make it longer.
    factory.clock.pass(TimeDelta::days(30) - TimeDelta::seconds(1));
    assert_eq!(status(&second).await, 200);
    let seen = me(asking(&factory, &second, Method::GET, "/api/v1/auth/sessions")).await;
    assert!(seen["items"][0]["last_seen_at"].as_str() > new["last_seen_at"].as_str());
    factory.clock.pass(TimeDelta::seconds(1));
    assert_eq!(status(&second).await, 401);
    factory.close().await;
}

#[actix_web::test]
async fn a_changed_password_ends_the_other_sessions() {
    let factory = Factory::opened(SignInBy::Accounts, false).await;
    factory.account("ana@example.com").await;
    let (here, elsewhere) =
        (factory.session("ana@example.com").await, factory.session("ana@example.com").await);
    let change = async |password: &str, new: &str| {
        let body = json!({ "password": password, "new_password": new });
        asking(&factory, &here, Method::POST, "/api/v1/auth/password").json(&body).send().await.unwrap()
    };
    problem(change("not the password", "other plain words").await, 403, "password_wrong").await;
    problem(change(PASSWORD, "too short").await, 422, "invalid_account").await;
    let ask = |cookie: &str| asking(&factory, cookie, Method::GET, "/api/v1/profiles").send();
    assert_eq!(ask(&elsewhere).await.unwrap().status(), 200);
    // Written with another form of the same letter, as another keyboard does.
    assert_eq!(change(PASSWORD, "cafe\u{301} corner words").await.status(), 204);
    assert_eq!(ask(&here).await.unwrap().status(), 200);
    problem(ask(&elsewhere).await.unwrap(), 401, "sign_in_required").await;
    problem(factory.login("ana@example.com", PASSWORD).await, 401, "login_failed").await;
    assert_eq!(factory.login("ana@example.com", "caf\u{e9} corner words").await.status(), 200);
    factory.close().await;
}

#[actix_web::test]
async fn the_operator_ends_every_session() {
    let factory = Factory::opened(SignInBy::Accounts, false).await;
    factory.account("ana@example.com").await;
    let email = Email::parse("ana@example.com").unwrap();
    let (first, second) =
        (factory.session("ana@example.com").await, factory.session("ana@example.com").await);
    assert_eq!(factory.sign_in.remove_sessions(&email).await.unwrap(), 2);
    let third = factory.session("ana@example.com").await;
    let password = Password::parse("another ten letters").unwrap();
    factory.sign_in.reset_password(&email, password).await.unwrap();
    for ended in [first, second, third] {
        let ask = asking(&factory, &ended, Method::GET, "/api/v1/profiles").send().await.unwrap();
        problem(ask, 401, "sign_in_required").await;
    }
    assert_eq!(factory.login("ana@example.com", "another ten letters").await.status(), 200);
    factory.close().await;
}

#[actix_web::test]
async fn an_event_stream_ends_with_the_session_or_the_store() {
    let factory = Factory::opened(SignInBy::Accounts, false).await;
    factory.account("ana@example.com").await;
    let cookie = factory.session("ana@example.com").await;
    let open = async |cookie: &str| {
        let request = asking(&factory, cookie, Method::GET, "/api/v1/jobs/events");
        Events::of(request.header("X-Profile-Id", factory.profile())).await
    };
    let mut events = open(&cookie).await;
    factory.clock.pass(TimeDelta::minutes(2));
    factory.footage(&factory.ctx).await;
    assert!(events.message().await.is_some(), "a good session goes on");
    let out = asking(&factory, &cookie, Method::POST, "/api/v1/auth/logout").send().await.unwrap();
    assert_eq!(out.status(), 204);
    factory.clock.pass(TimeDelta::minutes(1));
    events.end().await;
    let cookie = factory.session("ana@example.com").await;
    let mut events = open(&cookie).await;
    let other = factory.second_store().await.profile();
    let (user, profile) = (factory.ctx.actor(), factory.profile());
    let gone = format!(
        "UPDATE users SET default_profile_id = '{other}' WHERE id = '{user}'; DELETE FROM profiles WHERE id = '{profile}'"
    );
    factory.database.run(&gone).await;
    factory.clock.pass(TimeDelta::minutes(1));
    events.end().await;
    factory.close().await;
}

/// What the server's log says, of this test and of those that run beside it.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[actix_web::test]
async fn a_password_is_in_no_log_and_no_answer() {
    let log = Log::default();
    let writer = log.clone();
    let lines = tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::TRACE);
    lines.with_writer(move || writer.clone()).init();
    let factory = Factory::opened(SignInBy::Accounts, false).await;
    factory.account("ana@example.com").await;
    let cookie = factory.session("ana@example.com").await;
    let mut said = String::new();
    for body in [
        json!({ "email": "ana@example.com", "password": "canary words of another" }),
        json!({ "email": "canary words of a password", "password": "canary words of a password" }),
        json!({ "email": "ana@example.com", "password": { "canary": "canary" } }),
        json!({ "email": "ana@example.com", "password": ["canary"] }),
        json!({ "email": "ana@example.com", "password": "canary", "more": 1 }),
    ] {
        let request = factory.request(Method::POST, "/api/v1/auth/login").json(&body);
        said.push_str(&request.send().await.unwrap().text().await.unwrap());
        let request = asking(&factory, &cookie, Method::POST, "/api/v1/auth/password");
        let body = json!({ "password": body["password"], "new_password": "canary" });
        said.push_str(&request.json(&body).send().await.unwrap().text().await.unwrap());
    }
    assert!(said.contains("login_failed") && !said.contains("canary"), "{said}");
    factory.database.set_reachable(false).await;
    factory.login("ana@example.com", PASSWORD).await;
    factory.database.set_reachable(true).await;
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    let secret = cookie.split_once('=').unwrap().1;
    assert!(log.contains("/api/v1/auth/login") && log.contains("database_unavailable"), "{log}");
    // The database's driver is not ours, and is told no more than hashes.
    assert!(!log.contains("canary") && !log.contains(secret), "the log has a secret");
    let kept = factory.database.rows_of_none().await;
    assert!(kept.contains("login_attempts ") && !kept.contains("canary"), "{kept}");
    factory.close().await;
}
