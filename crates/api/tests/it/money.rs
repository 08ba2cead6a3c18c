//! Money over HTTP: quotes, budgets that hold against a hundred at once, sums and the books.

use domain::{Cost, CostLedger as _, Reserved, Spend, SpendKey};
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::factory::{Factory, problem};

/// "Hello." in the paid voice: six characters.
const HELLO: i64 = 6 * testkit::tone_tts::PaidTone::MICRO_USD_A_CHARACTER;

async fn limit(factory: &Factory, micro_usd: Option<i64>) {
    let path = format!("/api/v1/profiles/{}", factory.profile());
    let body = json!({ "monthly_quota_micro_usd": micro_usd });
    let changed = factory.request(Method::PATCH, &path).json(&body).send().await.unwrap();
    assert_eq!(changed.status(), 200);
    assert_eq!(changed.json::<Value>().await.unwrap()["monthly_quota_micro_usd"], json!(micro_usd));
}

async fn paid_project(factory: &Factory) -> String {
    let (video, _job) = factory.footage(&factory.ctx).await;
    let voice = json!({ "provider": "paid-tone", "voice": "en-us", "speed": 1 });
    let body = json!({ "name": "n", "script": "Hello.", "source_video_ids": [video], "voice": voice });
    let made = factory.here(Method::POST, "/api/v1/library/projects").json(&body).send().await.unwrap();
    assert_eq!(made.status(), 201);
    format!(
        "/api/v1/library/projects/{}/generate-variants",
        made.json::<Value>().await.unwrap()["id"].as_str().unwrap()
    )
}

async fn pay(factory: &Factory, what: &str, amount: i64) {
    let spend = Spend {
        key: SpendKey::new(what, "test"),
        provider: "=elevenlabs".to_owned(),
        operation: "speech",
        units: 3,
        amount: Cost(amount),
        project: None,
        job: None,
    };
    let Reserved::Held(held) = factory.stores.reserve(&factory.ctx, &spend).await.unwrap() else {
        panic!("it was bought already")
    };
    factory.stores.settle(&factory.ctx, &held, Cost(amount)).await.unwrap();
}

#[actix_web::test]
async fn a_hundred_at_once_at_a_limit_never_go_one_over() {
    let factory = Factory::open().await;
    let path = paid_project(&factory).await;
    limit(&factory, Some(37 * HELLO + HELLO / 2)).await;
    let asked = (0..100).map(|_| factory.here(Method::POST, &path).json(&json!({ "variants": 1 })).send());
    let answers = join_all(asked).await;
    let (mut accepted, mut refused) = (0, Vec::new());
    for answer in answers {
        let answer = answer.unwrap();
        if answer.status() == 202 { accepted += 1 } else { refused.push(answer) }
    }
    assert_eq!((accepted, refused.len()), (37, 63));
    for answer in refused {
        let seconds: u64 = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=31 * 86_400).contains(&seconds), "{seconds}");
        let told = problem(answer, 429, "quota_exceeded").await;
        assert_eq!((&told["needed_micro_usd"], &told["used_micro_usd"]), (&json!(HELLO), &json!(0)));
        assert_eq!(told["limit_micro_usd"], json!(37 * HELLO + HELLO / 2));
        assert!(told["reserved_micro_usd"].as_i64().unwrap() <= 37 * HELLO);
    }
    let month = factory.get("/api/v1/costs/summary").await["month"].clone();
    assert_eq!((&month["reserved_micro_usd"], &month["level"]), (&json!(37 * HELLO), &json!("near")));
    assert_eq!(month["left_micro_usd"], json!(HELLO / 2));
    factory.close().await;
}

#[actix_web::test]
async fn a_quote_comes_before_anything_is_spent() {
    let factory = Factory::open().await;
    limit(&factory, Some(HELLO)).await;
    let ask =
        |text: &str| factory.here(Method::POST, "/api/v1/tts/quote").json(&json!({ "text": text })).send();
    let quote: Value = ask("Hello.").await.unwrap().json().await.unwrap();
    assert_eq!(quote["characters"], 6);
    let voice = |name: &str| {
        let all = quote["providers"].as_array().unwrap();
        all.iter().find(|provider| provider["provider"] == name).unwrap().clone()
    };
    assert_eq!((&voice("tone")["cost_micro_usd"], &voice("tone")["level"]), (&json!(0), &json!("fine")));
    assert_eq!(voice("paid-tone")["cost_micro_usd"], json!(HELLO));
    assert_eq!(voice("paid-tone")["level"], "near", "80 % is where a person is warned");
    let more: Value = ask("Hello there.").await.unwrap().json().await.unwrap();
    assert_eq!(more["providers"][1]["level"], "over");
    assert_eq!(more["month"]["reserved_micro_usd"], 0);
    problem(ask("").await.unwrap(), 422, "script_empty").await;
    let by = |voices: u32| {
        let body = json!({ "text": "Hello.", "voices": voices });
        factory.here(Method::POST, "/api/v1/tts/quote").json(&body).send()
    };
    let both: Value = by(2).await.unwrap().json().await.unwrap();
    assert_eq!(both["providers"][1]["cost_micro_usd"], json!(2 * HELLO));
    assert_eq!(both["providers"][1]["level"], "over", "each voice speaks the whole text");
    for voices in [0, 11, 257] {
        problem(by(voices).await.unwrap(), 422, "invalid_body").await;
    }
    factory.close().await;
}

#[actix_web::test]
async fn the_books_are_summed_listed_and_downloaded() {
    let factory = Factory::open().await;
    for n in 0..103 {
        pay(&factory, &n.to_string(), 10).await;
    }
    let summary = factory.get("/api/v1/costs/summary?range=all").await;
    assert_eq!((&summary["total_micro_usd"], &summary["month"]["level"]), (&json!(1030), &json!("fine")));
    assert_eq!(summary["by_provider"][0]["units"], 309);
    let page = factory.get("/api/v1/costs/entries?limit=100").await;
    assert_eq!(page["items"].as_array().unwrap().len(), 100);
    let next = page["next_cursor"].as_str().unwrap();
    let rest = factory.get(&format!("/api/v1/costs/entries?limit=100&cursor={next}")).await;
    assert_eq!(rest["items"].as_array().unwrap().len(), 3);
    let file = factory.here(Method::GET, "/api/v1/costs/entries.csv").send().await.unwrap();
    assert_eq!(file.headers()["content-type"], "text/csv; charset=utf-8");
    let file = file.text().await.unwrap();
    assert_eq!(file.lines().count(), 104);
    assert!(file.contains(",\"'=elevenlabs\",\"speech\",3,0.000010,0.000010,,"), "{file}");
    let bad = factory.here(Method::GET, "/api/v1/costs/summary?range=1d").send().await.unwrap();
    problem(bad, 400, "invalid_query").await;
    factory.close().await;
}

#[actix_web::test]
async fn a_limit_that_is_none_or_nonsense() {
    let factory = Factory::open().await;
    let path = paid_project(&factory).await;
    let profile = format!("/api/v1/profiles/{}", factory.profile());
    for bad in [json!(-1), json!(1_000_000_000_001_i64)] {
        let body = json!({ "monthly_quota_micro_usd": bad });
        let refused = factory.request(Method::PATCH, &profile).json(&body).send().await.unwrap();
        problem(refused, 422, "invalid_settings").await;
    }
    limit(&factory, Some(0)).await;
    let make = || factory.here(Method::POST, &path).json(&json!({ "variants": 1 })).send();
    problem(make().await.unwrap(), 429, "quota_exceeded").await;
    limit(&factory, None).await;
    assert_eq!(make().await.unwrap().status(), 202);
    factory.close().await;
}
