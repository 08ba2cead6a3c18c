//! Who may call, and how refusals look.

use std::sync::atomic::Ordering;

use reqwest::Method;
use serde_json::json;

use crate::factory::{Factory, problem};

#[actix_web::test]
async fn the_server_answers_to_its_own_names_only() {
    let factory = Factory::open().await;
    let called = |host: &'static str| factory.request(Method::GET, "/healthz").header("Host", host).send();
    for host in ["localhost", "127.0.0.1:9", "[::1]:8000", "factory.example"] {
        assert_eq!(called(host).await.unwrap().status(), 200, "{host}");
    }
    for host in ["evil.example", "localhost.evil.example", "169.254.169.254"] {
        problem(called(host).await.unwrap(), 403, "host_not_allowed").await;
    }
    factory.close().await;
}

#[actix_web::test]
async fn another_sites_page_changes_nothing() {
    let factory = Factory::open().await;
    let make = |origin: &'static str| {
        let request = factory.request(Method::POST, "/api/v1/profiles").header("Origin", origin);
        request.json(&json!({ "name": "Lamps" })).send()
    };
    for origin in ["https://evil.example", "null"] {
        problem(make(origin).await.unwrap(), 403, "cross_site").await;
    }
    assert_eq!(factory.get("/api/v1/profiles").await["items"].as_array().unwrap().len(), 1);
    let answer = make("http://localhost:3000").await.unwrap();
    assert_eq!(answer.status(), 201);
    assert!(answer.headers().keys().all(|name| !name.as_str().starts_with("access-control")));
    factory.close().await;
}

#[actix_web::test]
async fn refusals_of_the_frame_are_problems_too() {
    let factory = Factory::open().await;
    let unknown = factory.request(Method::GET, "/api/v1/nothing").send().await.unwrap();
    problem(unknown, 404, "route_not_found").await;
    let wrong = factory.request(Method::PUT, "/api/v1/profiles").send().await.unwrap();
    assert_eq!(wrong.headers()["allow"], "GET, POST");
    problem(wrong, 405, "method_not_allowed").await;
    let make = |body: String| {
        let request =
            factory.request(Method::POST, "/api/v1/profiles").header("Content-Type", "application/json");
        request.body(body).send()
    };
    for (body, status, code) in [
        ("{".to_owned(), 400, "invalid_json"),
        (String::new(), 400, "invalid_json"),
        ("{}".to_owned(), 422, "invalid_body"),
        (r#"{"name":"n","nmae":1}"#.to_owned(), 422, "invalid_body"),
        (r#"{"name":""}"#.to_owned(), 422, "invalid_profile"),
        (r#"{"name":"n","colour":"red"}"#.to_owned(), 422, "invalid_profile"),
        (format!("{{\"name\":\"{}\"}}", "n".repeat(256_000)), 413, "body_too_large"),
    ] {
        problem(make(body).await.unwrap(), status, code).await;
    }
    let form = factory.request(Method::POST, "/api/v1/profiles").body("name=n").send().await.unwrap();
    problem(form, 415, "json_required").await;
    for (query, code) in [
        ("limit=many", "invalid_query"),
        ("limit=-1", "invalid_query"),
        ("cursor=x", "invalid_cursor"),
        ("x=1", "invalid_query"),
    ] {
        let list = factory.here(Method::GET, &format!("/api/v1/jobs?{query}")).send().await.unwrap();
        problem(list, 400, code).await;
    }
    problem(factory.here(Method::GET, "/api/v1/jobs/no-id").send().await.unwrap(), 404, "not_found").await;
    factory.close().await;
}

#[actix_web::test]
async fn what_fails_inside_is_not_told() {
    let factory = Factory::open().await;
    factory.database.set_reachable(false).await;
    let list = factory.here(Method::GET, "/api/v1/jobs").send().await.unwrap();
    assert_eq!(list.headers()["retry-after"], "5");
    problem(list, 503, "database_unavailable").await;
    factory.ready.0.store(false, Ordering::Relaxed);
    problem(factory.request(Method::GET, "/readyz").send().await.unwrap(), 503, "not_ready").await;
    assert_eq!(factory.request(Method::GET, "/healthz").send().await.unwrap().status(), 200);
    factory.close().await;
}

#[actix_web::test]
async fn a_requests_id_comes_back() {
    let factory = Factory::open().await;
    let called = |id: &'static str| factory.request(Method::GET, "/readyz").header("X-Request-Id", id).send();
    assert_eq!(called("abc-1").await.unwrap().headers()["x-request-id"], "abc-1");
    assert_eq!(called("two words").await.unwrap().headers()["x-request-id"].len(), 36);
    let refused = factory.request(Method::GET, "/").header("Host", "evil.example").send().await.unwrap();
    assert_eq!(refused.headers()["x-request-id"].len(), 36);
    factory.close().await;
}

#[actix_web::test]
async fn the_description_can_be_read_without_a_network() {
    let factory = Factory::open().await;
    let document = factory.request(Method::GET, "/openapi.json").send().await.unwrap().text().await.unwrap();
    assert!(document == api::openapi_json());
    let page = factory.request(Method::GET, "/docs").send().await.unwrap();
    assert_eq!(page.status(), 200);
    let page = page.text().await.unwrap();
    assert!(page.contains("swagger-ui"), "{page}");
    assert!(!page.contains("//cdn") && !page.contains("https://"), "{page}");
    let script = factory.request(Method::GET, "/docs/swagger-initializer.js").send().await.unwrap();
    assert!(script.text().await.unwrap().contains("/openapi.json"));
    factory.close().await;
}
