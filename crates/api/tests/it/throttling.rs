//! Guessing passwords: each failure after the fifth has to wait longer.

use chrono::TimeDelta;
use futures_util::future::join_all;
use reqwest::{Method, Response};
use serde_json::json;
use studio::SignInBy;

use crate::factory::{Factory, PASSWORD, problem};

async fn wait_of(response: Response) -> i64 {
    let wait = response.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    problem(response, 429, "login_throttled").await;
    wait
}

/// Tries from an address as a proxy on this machine tells it.
async fn from(factory: &Factory, address: &str, email: &str, password: &str) -> Response {
    let request = factory.request(Method::POST, "/api/v1/auth/login").header("X-Forwarded-For", address);
    request.json(&json!({ "email": email, "password": password })).send().await.unwrap()
}

#[actix_web::test]
async fn an_unknown_email_is_answered_like_a_wrong_password() {
    let factory = Factory::opened(SignInBy::Accounts, false).await;
    factory.account("ana@example.com").await;
    let mut told = Vec::new();
    for (email, password) in
        [("ana@example.com", "wrong words here"), ("nobody@example.com", PASSWORD), ("x", PASSWORD)]
    {
        told.push(problem(factory.login(email, password).await, 401, "login_failed").await);
    }
    assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "{told:?}");
    factory.close().await;
}

#[actix_web::test]
async fn after_five_failures_each_attempt_waits_longer() {
    for email in ["ana@example.com", "nobody@example.com"] {
        let factory = Factory::opened(SignInBy::Accounts, false).await;
        factory.account("ana@example.com").await;
        for _ in 0..5 {
            problem(factory.login(email, "wrong words here").await, 401, "login_failed").await;
        }
        for wait in [5, 10, 20] {
            // Even the right password has to wait, and asking again makes it no longer.
            assert_eq!(wait_of(factory.login(email, PASSWORD).await).await, wait, "{email}");
            factory.clock.pass(TimeDelta::seconds(wait - 1));
            assert_eq!(wait_of(factory.login(email, PASSWORD).await).await, 1, "{email}");
            factory.clock.pass(TimeDelta::seconds(1));
            problem(factory.login(email, "wrong words here").await, 401, "login_failed").await;
        }
        factory.close().await;
    }
}

#[actix_web::test]
async fn a_success_clears_the_accounts_count_and_so_does_a_day() {
    let factory = Factory::opened(SignInBy::Accounts, false).await;
    factory.account("ana@example.com").await;
    let fail = async |times: usize| {
        for _ in 0..times {
            problem(factory.login("ana@example.com", "wrong words here").await, 401, "login_failed").await;
        }
    };
    fail(4).await;
    assert_eq!(factory.login("ana@example.com", PASSWORD).await.status(), 200);
    fail(5).await;
    assert_eq!(wait_of(factory.login("ana@example.com", PASSWORD).await).await, 5);
    factory.clock.pass(TimeDelta::days(1) + TimeDelta::seconds(1));
    fail(4).await;
    assert_eq!(factory.login("ana@example.com", PASSWORD).await.status(), 200);
    factory.close().await;
}

#[actix_web::test]
async fn attempts_at_once_are_all_counted() {
    let factory = Factory::opened(SignInBy::Accounts, false).await;
    factory.account("ana@example.com").await;
    let tries = (0..12).map(|_| factory.login("ana@example.com", "wrong words here"));
    let statuses: Vec<u16> = join_all(tries).await.iter().map(|answer| answer.status().as_u16()).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 5, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == 429).count(), 7, "{statuses:?}");
    factory.close().await;
}

#[actix_web::test]
async fn an_address_that_tries_many_accounts_waits_and_others_do_not() {
    let factory = Factory::opened(SignInBy::Accounts, false).await;
    factory.account("ana@example.com").await;
    for number in 0..20 {
        let email = format!("guess{number}@example.com");
        problem(from(&factory, "203.0.113.9", &email, PASSWORD).await, 401, "login_failed").await;
    }
    assert_eq!(wait_of(from(&factory, "203.0.113.9", "ana@example.com", PASSWORD).await).await, 5);
    assert_eq!(from(&factory, "203.0.113.10", "ana@example.com", PASSWORD).await.status(), 200);
    factory.clock.pass(TimeDelta::seconds(5));
    // Being let in does not take back the guesses.
    assert_eq!(from(&factory, "203.0.113.9", "ana@example.com", PASSWORD).await.status(), 200);
    problem(from(&factory, "203.0.113.9", "guess@example.com", PASSWORD).await, 401, "login_failed").await;
    assert_eq!(wait_of(from(&factory, "203.0.113.9", "ana@example.com", PASSWORD).await).await, 10);
    factory.close().await;
}

#[actix_web::test]
async fn the_present_password_is_not_guessed_by_changing_it() {
    let factory = Factory::opened(SignInBy::Accounts, false).await;
    factory.account("ana@example.com").await;
    let cookie = factory.session("ana@example.com").await;
    let change = async || {
        let request = factory.request(Method::POST, "/api/v1/auth/password").header("Cookie", &cookie);
        let body = json!({ "password": "wrong words here", "new_password": "other plain words" });
        request.header("Sec-Fetch-Site", "same-origin").json(&body).send().await.unwrap()
    };
    for _ in 0..5 {
        problem(change().await, 403, "password_wrong").await;
    }
    assert_eq!(wait_of(change().await).await, 5);
    assert_eq!(wait_of(factory.login("ana@example.com", PASSWORD).await).await, 5);
    factory.close().await;
}
