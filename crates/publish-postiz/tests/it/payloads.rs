//! What is sent, field by field, as the server checks it.

use domain::{FieldKind, Network, PostSettings, Publisher as _};
use serde_json::{Value, json};

use crate::world::{MP4, World, example};

#[tokio::test]
async fn every_network_takes_its_post_and_every_field_of_it() {
    let world = World::open().await;
    for network in Network::ALL {
        let mut post = world.post(network).await;
        world.postiz.post(&world.ctx, &post).await.result.unwrap();
        for rule in network.rules().fields {
            let mut fields = post.settings.fields().clone();
            fields.insert(rule.name.to_owned(), example(rule.kind));
            if rule.name == "graduation_strategy" {
                fields.insert("is_trial_reel".to_owned(), json!(true));
            }
            post.settings = PostSettings::parse(network, fields).unwrap();
            if rule.name == "thumbnail" {
                post.cover = Some(world.cover().await);
            }
            world.fake.change(crate::world::KEY, |organisation| organisation.posts_left = 90);
            let posted = world.postiz.post(&world.ctx, &post).await;
            assert!(posted.result.is_ok(), "{network} {}: {posted:?}", rule.name);
            let made = world.fake.organisation(crate::world::KEY).posts.last().unwrap().clone();
            let is_of_account = matches!(rule.kind, FieldKind::LongTexts { .. });
            assert_eq!(
                made.settings.get(rule.name).is_none(),
                is_of_account,
                "{network} {}: {}",
                rule.name,
                made.settings
            );
            assert_eq!(made.settings["__type"], network.as_str());
        }
    }
    assert_eq!(world.fake.objections(), Vec::<String>::new());
}

#[tokio::test]
async fn a_field_that_is_needed_and_missing_is_refused_there() {
    let world = World::open().await;
    for network in Network::ALL {
        let post = world.post(network).await;
        for rule in network.rules().fields.iter().filter(|rule| rule.required) {
            let mut fields = post.settings.fields().clone();
            fields.remove(rule.name);
            let settings = PostSettings::parse(network, fields).unwrap();
            let posted = world.postiz.post(&world.ctx, &domain::Post { settings, ..post.clone() }).await;
            let refused = posted.result.unwrap_err();
            assert!(refused.to_string().contains(rule.name), "{network} {}: {refused}", rule.name);
        }
    }
    assert!(world.fake.counts().is_empty());
}

#[tokio::test]
async fn a_post_travels_in_the_form_of_the_service() {
    let world = World::open().await;
    let pin = world.post(Network::Pinterest).await;
    let posted = world.postiz.post(&world.ctx, &pin).await;
    let id = posted.result.unwrap();
    assert_eq!(posted.budget.unwrap().left, 89);
    let request = world.fake.requests().pop().unwrap();
    assert_eq!(
        (request.path.as_str(), request.header("authorization")),
        ("/api/public/v1/posts", crate::world::KEY)
    );
    let body = request.json();
    assert_eq!(body["type"], "schedule");
    assert_eq!(body["date"], "2024-10-04T03:00:00.000Z");
    assert_eq!(body["posts"][0]["value"][0]["content"], "<p>Tom &amp; Jerry &lt;b&gt;</p>");
    let media: Vec<&Value> = body["posts"][0]["value"][0]["image"].as_array().unwrap().iter().collect();
    assert_eq!(media.len(), 2, "a pin's cover is its second media");
    let now = domain::Clock::now(&*world.clock);
    let day = chrono::TimeDelta::days(1);
    let listed = world.postiz.posts(&world.ctx, now - day, now + day).await.unwrap();
    assert_eq!((listed.len(), &listed[0].id, listed[0].channel.as_str()), (1, &id, "c-pinterest"));
    assert!(world.postiz.posts(&world.ctx, now - day, now).await.unwrap().is_empty());
    // A success of this says "error": only the list tells.
    world.postiz.delete(&world.ctx, &id).await.unwrap();
    assert!(world.postiz.posts(&world.ctx, now - day, now + day).await.unwrap().is_empty());
    assert!(world.postiz.delete(&world.ctx, &id).await.is_err());
}

#[tokio::test]
async fn a_file_is_streamed_whole_as_one_field() {
    let world = World::open().await;
    let large: Vec<u8> = MP4.iter().copied().chain(std::iter::repeat_n(7, 3 << 20)).collect();
    let file = world.file("large.mp4", &large);
    let media = world.postiz.upload(&world.ctx, &file, "clip.mp4").await.unwrap();
    let files = world.fake.organisation(crate::world::KEY).files;
    assert_eq!(files, [(media.path, large.len())]);
}

#[tokio::test]
async fn channels_and_slots_are_read() {
    let world = World::open().await;
    let channels = world.postiz.channels(&world.ctx).await.unwrap();
    assert_eq!(channels.len(), 12);
    assert_eq!((channels[0].network(), channels[0].handle.as_str()), (Some(Network::Tiktok), "lumina"));
    let slot = world.postiz.next_slot(&world.ctx, "c-x").await.unwrap();
    assert_eq!(slot.to_rfc3339(), "2024-10-05T00:00:00+00:00", "without a zone it is UTC");
}
