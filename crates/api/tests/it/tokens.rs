//! Bearer tokens: what a program may do in its store, and nowhere else.

use chrono::TimeDelta;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use studio::SignInBy;
use uuid::Uuid;

use crate::{
    events::Events,
    factory::{Factory, problem},
};

async fn body(request: RequestBuilder, status: u16) -> Value {
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), status);
    answer.json().await.unwrap()
}

#[actix_web::test]
async fn a_token_is_shown_once_and_listed_without_its_secret() {
    let factory = Factory::open().await;
    let path = format!("/api/v1/profiles/{}/tokens", factory.profile());
    for bad in ["", "a\nb"] {
        let refused =
            factory.request(Method::POST, &path).json(&json!({ "name": bad })).send().await.unwrap();
        problem(refused, 422, "invalid_token").await;
    }
    let made = body(factory.request(Method::POST, &path).json(&json!({ "name": " n8n " })), 201).await;
    let secret = made["secret"].as_str().unwrap();
    assert_eq!((secret.len(), secret.starts_with("ef_"), &made["name"]), (46, true, &json!("n8n")));
    assert!(secret.ends_with(made["last_four"].as_str().unwrap()));
    let list = async || body(factory.request(Method::GET, &path), 200).await;
    let mut expected = made.clone();
    expected.as_object_mut().unwrap().remove("secret");
    assert_eq!(list().await, json!({ "items": [expected], "next_cursor": null }));
    assert_eq!(expected["last_used_at"], Value::Null);
    let used = factory.request(Method::GET, "/api/v1/jobs").bearer_auth(secret).send().await.unwrap();
    assert_eq!(used.status(), 200);
    assert_ne!(list().await["items"][0]["last_used_at"], Value::Null);
    let kept = factory.database.rows_of(factory.ctx.profile().uuid()).await;
    assert!(kept.contains("api_tokens ") && !kept.contains(&secret[3..]), "{kept}");
    factory.close().await;
}

#[actix_web::test]
async fn a_token_works_in_its_store_alone() {
    for by in [SignInBy::Machine, SignInBy::Accounts] {
        let factory = Factory::opened(by, false).await;
        let (_id, secret) = factory.token(&factory.ctx).await;
        let strangers = factory.strangers_store().await;
        let (_id, foreign) = factory.token(&strangers).await;
        let second = factory.second_store().await.profile();
        let jobs = |secret: &str| factory.request(Method::GET, "/api/v1/jobs").bearer_auth(secret);
        assert_eq!(jobs(&secret).send().await.unwrap().status(), 200);
        let named = jobs(&secret).header("X-Profile-Id", factory.profile()).send().await.unwrap();
        assert_eq!(named.status(), 200);
        // Neither the person's other store, nor a stranger's, nor the first one with a stranger's token.
        for other in [second, strangers.profile(), Uuid::new_v4().into()] {
            let refused = jobs(&secret).header("X-Profile-Id", other.to_string()).send().await.unwrap();
            problem(refused, 404, "profile_not_found").await;
            let path = format!("/api/v1/profiles/{other}");
            let refused = factory.request(Method::GET, &path).bearer_auth(&secret).send().await.unwrap();
            problem(refused, 404, "profile_not_found").await;
        }
        let refused = jobs(&foreign).header("X-Profile-Id", factory.profile()).send().await.unwrap();
        problem(refused, 404, "profile_not_found").await;
        let own = factory.request(Method::GET, &format!("/api/v1/profiles/{}", factory.profile()));
        assert_eq!(body(own.bearer_auth(&secret), 200).await["id"], factory.profile());
        let (_video, job) = factory.footage(&factory.ctx).await;
        let path = format!("/api/v1/jobs/{}", job.fields.id);
        let refused = factory.request(Method::GET, &path).bearer_auth(&foreign).send().await.unwrap();
        problem(refused, 404, "not_found").await;
        factory.close().await;
    }
}

#[actix_web::test]
async fn a_revoked_token_is_refused_at_once() {
    let factory = Factory::open().await;
    let (id, secret) = factory.token(&factory.ctx).await;
    let (_id, other) = factory.token(&factory.ctx).await;
    let events = factory.request(Method::GET, "/api/v1/jobs/events").bearer_auth(&secret);
    let mut events = Events::of(events).await;
    let tokens = |profile: &str| format!("/api/v1/profiles/{profile}/tokens/{id}");
    let second = factory.second_store().await.profile().to_string();
    let elsewhere = factory.request(Method::DELETE, &tokens(&second)).send().await.unwrap();
    problem(elsewhere, 404, "not_found").await;
    let ask = |secret: &str| factory.request(Method::GET, "/api/v1/jobs").bearer_auth(secret).send();
    assert_eq!(ask(&secret).await.unwrap().status(), 200);
    let revoke = || factory.request(Method::DELETE, &tokens(&factory.profile())).send();
    assert_eq!(revoke().await.unwrap().status(), 204);
    let refused = ask(&secret).await.unwrap();
    assert_eq!(refused.headers()["www-authenticate"], "Bearer");
    problem(refused, 401, "token_refused").await;
    assert_eq!(ask(&other).await.unwrap().status(), 200);
    problem(revoke().await.unwrap(), 404, "not_found").await;
    factory.clock.pass(TimeDelta::minutes(1));
    events.end().await;
    factory.close().await;
}

#[actix_web::test]
async fn a_token_ends_with_its_store() {
    let factory = Factory::open().await;
    let second = factory.second_store().await;
    let (_id, secret) = factory.token(&second).await;
    let ask = || factory.request(Method::GET, "/api/v1/jobs").bearer_auth(&secret).send();
    assert_eq!(ask().await.unwrap().status(), 200);
    factory.database.run(&format!("DELETE FROM profiles WHERE id = '{}'", second.profile())).await;
    problem(ask().await.unwrap(), 401, "token_refused").await;
    factory.close().await;
}
