//! Signed links: what they open, and what they do not.

use chrono::TimeDelta;
use domain::{MediaKey, ProfileContext};
use reqwest::Method;

use crate::factory::{Factory, LINK_KEY, problem};

async fn clip_link(factory: &Factory, ctx: &ProfileContext) -> String {
    let clip = factory.clip(ctx, None).await;
    factory.links(LINK_KEY).url(ctx, &MediaKey::Clip(clip.id))
}

#[actix_web::test]
async fn a_link_shows_a_file_or_a_part_of_it() {
    let factory = Factory::open().await;
    let clip = factory.clip(&factory.ctx, None).await;
    let listed = factory.get(&format!("/api/v1/library/clips/{}", clip.id)).await;
    let open = |field: &str| factory.request(Method::GET, listed[field].as_str().unwrap());
    let whole = open("video_url").send().await.unwrap();
    assert_eq!(whole.status(), 200);
    assert_eq!(whole.headers()["content-type"], "video/mp4");
    assert_eq!(whole.headers()["x-content-type-options"], "nosniff");
    assert_eq!(whole.headers()["content-disposition"], "inline");
    assert_eq!(whole.text().await.unwrap(), "0123456789");
    let part = open("video_url").header("Range", "bytes=2-4").send().await.unwrap();
    assert_eq!((part.status().as_u16(), part.text().await.unwrap().as_str()), (206, "234"));
    let saved = open("download_url").send().await.unwrap();
    assert_eq!(
        saved.headers()["content-disposition"],
        "attachment; filename=\"Lum_n_ri spring 2.mp4\"; filename*=UTF-8''Lum%C3%A2n%C4%83ri%20spring%202.mp4"
    );
    let head = factory.request(Method::HEAD, listed["video_url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!((head.status().as_u16(), &head.headers()["content-length"]), (200, &"10".parse().unwrap()));
    // Its picture was never stored.
    problem(open("thumbnail_url").send().await.unwrap(), 404, "not_found").await;
    factory.close().await;
}

#[actix_web::test]
async fn footage_comes_with_its_own_type() {
    let factory = Factory::open().await;
    let (id, _job) = factory.footage(&factory.ctx).await;
    let video = factory.get(&format!("/api/v1/source-videos/{id}")).await;
    let file = factory.request(Method::GET, video["video_url"].as_str().unwrap()).send().await.unwrap();
    assert_eq!(
        (file.status().as_u16(), &file.headers()["content-type"]),
        (200, &"video/mp4".parse().unwrap())
    );
    factory.close().await;
}

#[actix_web::test]
async fn a_changed_link_opens_nothing() {
    let factory = Factory::open().await;
    let link = clip_link(&factory, &factory.ctx).await;
    let other = factory.second_store().await;
    let clip = factory.clip(&factory.ctx, None).await;
    let (path, query) = link.split_once('?').unwrap();
    let expires = query.split('&').find(|part| part.starts_with("expires=")).unwrap();
    let mut flipped = link.clone();
    let last = if flipped.pop() == Some('A') { 'B' } else { 'A' };
    flipped.push(last);
    for changed in [
        factory.links([8; 32]).url(&factory.ctx, &MediaKey::Clip(clip.id)),
        link.replace(&factory.profile(), &other.profile().to_string()),
        link.replace("video.mp4", "captions.srt"),
        link.replace("/clips/", "/../clips/"),
        link.replace(expires, "expires=99999999999"),
        link.replace(&factory.ctx.actor().to_string(), &other.profile().to_string()),
        format!("{link}&download=x.html"),
        format!("{path}?{}", query.replace("signature=", "signature=%00")),
        flipped,
    ] {
        assert_ne!(changed, link);
        problem(factory.request(Method::GET, &changed).send().await.unwrap(), 403, "link_invalid").await;
    }
    let bare = factory.request(Method::GET, path).send().await.unwrap();
    problem(bare, 400, "invalid_query").await;
    factory.close().await;
}

#[actix_web::test]
async fn a_link_lasts_an_hour_and_is_the_same_for_a_while() {
    let factory = Factory::open().await;
    let clip = factory.clip(&factory.ctx, None).await;
    let link = || factory.links(LINK_KEY).url(&factory.ctx, &MediaKey::Clip(clip.id));
    let first = link();
    factory.clock.pass(TimeDelta::minutes(10));
    assert_eq!(link(), first);
    factory.clock.pass(TimeDelta::minutes(50));
    assert_eq!(factory.request(Method::GET, &first).send().await.unwrap().status(), 200);
    factory.clock.pass(TimeDelta::minutes(15));
    problem(factory.request(Method::GET, &first).send().await.unwrap(), 403, "link_expired").await;
    assert_eq!(factory.request(Method::GET, &link()).send().await.unwrap().status(), 200);
    factory.close().await;
}

/// A link is signed with an actor; a profile that this person cannot enter (any more) is not there.
#[actix_web::test]
async fn a_link_into_a_store_that_cannot_be_entered_finds_nothing() {
    let factory = Factory::open().await;
    let stranger = factory.strangers_store().await;
    let link = clip_link(&factory, &stranger).await;
    assert_eq!(factory.request(Method::GET, &link).send().await.unwrap().status(), 200);
    let (user, profile) = (stranger.actor(), stranger.profile());
    let gone = format!(
        "UPDATE users SET default_profile_id = NULL WHERE id = '{user}'; DELETE FROM clips WHERE profile_id = '{profile}';
         DELETE FROM profiles WHERE id = '{profile}'"
    );
    factory.database.run(&gone).await;
    problem(factory.request(Method::GET, &link).send().await.unwrap(), 404, "profile_not_found").await;
    factory.close().await;
}
