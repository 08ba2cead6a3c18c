//! What goes wrong, and that nobody hears the key.

use std::{
    io::{Seek as _, SeekFrom, Write as _},
    time::Duration,
};

use domain::{Network, PublishError, Publisher as _, PublisherUrl, Secret};
use testkit::{
    fake_postiz::{FakeAnswer, FakeChannel, FakeOrganisation, PostizFault, PostizOn},
    media_contract::some_context,
};

use crate::world::{KEY, MP4, World};

async fn post_fails(world: &World, fault: PostizFault) -> PublishError {
    let post = world.post(Network::X).await;
    world.fake.fail(PostizOn::NewPost, fault, 1);
    let error = world.postiz.post(&world.ctx, &post).await.result.unwrap_err();
    assert!(!format!("{error:?} {error}").contains(KEY));
    error
}

#[tokio::test]
async fn what_is_uncertain_is_told_from_what_certainly_never_was() {
    let world = World::open().await;
    let page = || FakeAnswer::of(502, "text/html", "<html><h1>502 Bad Gateway</h1></html>");
    for lost in [
        PostizFault::CutBefore,
        PostizFault::CutAfter,
        PostizFault::Answer(page()),
        PostizFault::DoneBut(page()),
        PostizFault::DoneBut(FakeAnswer::of(200, "text/html", "<html>Hello</html>")),
        PostizFault::DoneBut(FakeAnswer::of(201, "application/json", "[]")),
        PostizFault::DoneBut(FakeAnswer::of(
            201,
            "application/json",
            r#"[{"postId":"p","integration":"other"}]"#,
        )),
    ] {
        let told = format!("{lost:?}");
        let error = post_fails(&world, lost).await;
        assert!(matches!(error, PublishError::Lost(_)), "{told}: {error:?}");
    }
    assert_eq!(world.fake.requests().iter().filter(|request| request.path.ends_with("/posts")).count(), 7);
    let refused =
        FakeAnswer::of(400, "application/json", r#"{"message":["posts.0 is wrong"],"statusCode":400}"#);
    assert!(matches!(post_fails(&world, PostizFault::Answer(refused)).await, PublishError::Refused(_)));
    let over = FakeAnswer::of(402, "application/json", r#"{"message":"posts_per_month"}"#);
    assert!(matches!(post_fails(&world, PostizFault::Answer(over)).await, PublishError::OverPlan(_)));
    let elsewhere = FakeAnswer::of(302, "text/html", "").with("location", "https://elsewhere.example");
    assert!(matches!(post_fails(&world, PostizFault::Answer(elsewhere)).await, PublishError::Refused(_)));
}

#[tokio::test]
async fn a_block_tells_when_it_ends() {
    let world = World::open().await;
    world.fake.change(KEY, |organisation| organisation.posts_left = 1);
    let post = world.post(Network::X).await;
    assert_eq!(world.postiz.post(&world.ctx, &post).await.budget.unwrap().left, 0);
    let blocked = world.postiz.post(&world.ctx, &post).await;
    assert!(matches!(blocked.result, Err(PublishError::Busy { after }) if after == Duration::from_hours(1)));
    assert_eq!(blocked.budget.unwrap().left, 0);
}

#[tokio::test]
async fn a_block_until_a_date_and_one_without_end_are_bounded() {
    let world = World::open().await;
    // The world's present moment is 2024-10-04T00:00:00Z.
    for (told, hours) in [
        ("Fri, 04 Oct 2024 02:00:00 GMT", 2),
        ("Sun, 04 Oct 2054 02:00:00 GMT", 24),
        ("99999999", 24),
        ("whenever", 1),
    ] {
        let busy = FakeAnswer::of(429, "application/json", "{}").with("retry-after", told);
        let error = post_fails(&world, PostizFault::Answer(busy)).await;
        let wanted = Duration::from_hours(hours);
        assert!(matches!(error, PublishError::Busy { after } if after == wanted), "{told}: {error:?}");
    }
}

#[tokio::test]
async fn a_publisher_inside_is_not_asked_unless_the_operator_allows_it() {
    let world = World::reaching(false).await;
    let refused = world.postiz.channels(&world.ctx).await.unwrap_err();
    assert!(matches!(&refused, PublishError::NotAllowed(cure) if cure.contains("whoever runs the server")));
    assert!(world.fake.requests().is_empty());
}

#[tokio::test]
async fn a_key_that_is_wrong_or_revoked_is_told() {
    let world = World::open().await;
    let url = PublisherUrl::parse(&world.fake.base_url()).unwrap();
    let key = |text: &str| Secret::parse(text.to_owned()).unwrap();
    world.postiz.test(&url, &key(KEY)).await.unwrap();
    let wrong = world.postiz.test(&url, &key("another-key")).await.unwrap_err();
    assert!(matches!(&wrong, PublishError::KeyRefused(reason) if reason == "Invalid API key"), "{wrong:?}");
    let bearer = world.postiz.test(&url, &key("Bearer")).await.unwrap_err();
    assert!(matches!(bearer, PublishError::KeyRefused(_)));
    world.fake.revoke(KEY);
    assert!(matches!(world.postiz.channels(&world.ctx).await, Err(PublishError::KeyRefused(_))));
    let none = world.postiz.channels(&some_context()).await.unwrap_err();
    assert!(matches!(none, PublishError::NotConnected));
}

#[tokio::test]
async fn the_address_of_a_page_is_no_api() {
    let world = World::open().await;
    let page = PublisherUrl::parse(&world.fake.base_url().replace("/api", "/page")).unwrap();
    let error = world.postiz.test(&page, &Secret::parse(KEY.to_owned()).unwrap()).await.unwrap_err();
    assert!(error.to_string().contains("a page came instead of data"), "{error}");
    let nobody = PublisherUrl::parse("http://127.0.0.1:9").unwrap();
    let error = world.postiz.test(&nobody, &Secret::parse(KEY.to_owned()).unwrap()).await.unwrap_err();
    assert!(matches!(error, PublishError::NotSent(_)), "{error:?}");
}

#[tokio::test]
async fn a_file_too_large_is_not_sent_and_a_proxy_that_refuses_one_is_told() {
    let world = World::open().await;
    let path = world.file("huge.mp4", MP4);
    let mut file = std::fs::File::options().write(true).open(&path).unwrap();
    file.seek(SeekFrom::Start(1 << 30)).unwrap();
    file.write_all(b"x").unwrap();
    let error = world.postiz.upload(&world.ctx, &path, "clip.mp4").await.unwrap_err();
    assert!(matches!(error, PublishError::TooLarge(_)), "{error:?}");
    assert!(world.fake.requests().is_empty());
    world.fake.change(KEY, |organisation| organisation.proxy_limit = 10);
    let path = world.file("small.mp4", MP4);
    let error = world.postiz.upload(&world.ctx, &path, "clip.mp4").await.unwrap_err();
    assert!(matches!(&error, PublishError::TooLarge(reason) if !reason.contains('<')), "{error:?}");
    let text = world.file("text.mp4", b"no video at all");
    world.fake.change(KEY, |organisation| organisation.proxy_limit = usize::MAX);
    let error = world.postiz.upload(&world.ctx, &text, "clip.mp4").await.unwrap_err();
    assert!(matches!(error, PublishError::Refused(_)), "{error:?}");
}

#[tokio::test]
async fn two_stores_never_meet() {
    let world = World::open().await;
    let other = some_context();
    world.fake.open("other-key", FakeOrganisation::with(vec![FakeChannel::new("theirs", "x", "brasswick")]));
    world.connect(&other, "other-key").await;
    let post = world.post(Network::X).await;
    // Neither the channel nor the file of the first is the second's.
    assert!(world.postiz.post(&other, &post).await.result.is_err());
    assert_eq!(world.postiz.channels(&other).await.unwrap()[0].remote_id, "theirs");
    assert!(world.fake.counts().is_empty());
    assert!(world.fake.objections().iter().any(|text| text.starts_with("crossed: c-x")));
}
