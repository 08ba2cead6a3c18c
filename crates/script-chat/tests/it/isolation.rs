//! Keys and addresses: each store's own, and nowhere else.

use domain::{CredentialKind, CredentialStore as _, ScriptWriter as _, WriteError};
use testkit::{fake_chat::FakeChat, media_contract::some_context};

use crate::world::{World, brief, connection};

#[tokio::test]
async fn a_store_without_a_connection_uses_nobody_elses() {
    let world = World::open().await;
    let stranger = some_context();
    let error = world.chat.write(&stranger, &brief("a candle")).await.unwrap_err();
    assert!(matches!(error, WriteError::Unavailable { .. }), "{error:?}");
    assert!(world.fake.requests().is_empty());
}

#[tokio::test]
async fn two_stores_at_once_each_ask_their_own_endpoint_with_their_own_key() {
    let world = World::open().await;
    let (other, key) = (some_context(), "sk-other-0123456789");
    let theirs = FakeChat::start(Some(key)).await.unwrap();
    world.connect(&other, &connection(&theirs.base_url()), key).await;
    let (our_brief, their_brief) = (brief("nightlight"), brief("their lamp"));
    let (ours, others) =
        tokio::join!(world.chat.write(&world.ctx, &our_brief), world.chat.write(&other, &their_brief));
    assert_eq!(ours.unwrap().scripts[0].sentences[0], "It is about nightlight");
    assert_eq!(others.unwrap().scripts[0].sentences[0], "It is about their lamp");
    for request in theirs.requests() {
        assert_eq!(request.header("authorization"), format!("Bearer {key}"));
        assert!(!String::from_utf8(request.body).unwrap().contains("nightlight"));
    }
}

#[tokio::test]
async fn a_model_that_needs_no_key_is_sent_none() {
    let world = World::open().await;
    let local = FakeChat::start(None).await.unwrap();
    world.connect(&world.ctx, &connection(&local.base_url()), "sk-gone").await;
    world.credentials.delete(&world.ctx, CredentialKind::Chat).await.unwrap();
    assert!(world.write("a candle").await.is_ok());
    assert_eq!(local.requests()[0].header("authorization"), "");
}

#[tokio::test]
async fn this_machine_is_not_asked_unless_the_operator_allows_it() {
    let world = World::reaching(false).await;
    let port = world.fake.base_url();
    let port = port.trim_start_matches("http://127.0.0.1:").trim_end_matches("/v1");
    for base in [
        world.fake.base_url(),
        format!("http://localhost:{port}/v1"),
        format!("https://localhost:{port}/v1"),
        format!("https://127.0.0.1:{port}/v1"),
        format!("https://[::ffff:127.0.0.1]:{port}/v1"),
        "https://169.254.169.254/latest".to_owned(),
    ] {
        world.connect(&world.ctx, &connection(&base), "sk-key").await;
        let error = world.write("a candle").await.unwrap_err();
        assert!(matches!(error, WriteError::Unavailable { .. }), "{base}: {error:?}");
    }
    assert!(world.fake.requests().is_empty());
}
