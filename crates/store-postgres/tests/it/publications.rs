//! The outbox: steps are taken once, posts of a channel one at a time, and everything is one store's.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    BatchId, Channel, ChannelStore, ChosenAccount, ClipId, ClipStore, ConfirmedPost, ConnectionId,
    ConnectionStore, ContentHash, Network, NewJob, NewPublication, PageRequest, PostBudget, PostSettings,
    PostTime, ProfileContext, Publication, PublicationId, PublicationState, PublicationStep as Step,
    PublicationStore, PublisherUrl, RemoteMedia, Secret, StoreError, Task, UploadKey, UploadKind,
};
use store_postgres::Postgres;

use crate::stores::{clip, two};

fn at(minutes: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000) + TimeDelta::minutes(minutes)
}

fn account(remote_id: &str) -> ChosenAccount {
    ChosenAccount {
        remote_id: remote_id.to_owned(),
        network: Network::Threads,
        name: "Lumina".to_owned(),
        handle: "lumina".to_owned(),
    }
}

fn post(channel: &Channel, clip: ClipId, minutes: i64) -> NewPublication {
    let confirmed = ConfirmedPost {
        clip: Some(clip),
        clip_name: "Candles".to_owned(),
        fingerprint: ContentHash::of(&1).unwrap(),
        channel: Some(channel.id),
        remote_channel: channel.account.remote_id.clone(),
        network: channel.account.network,
        account: channel.account.label(),
        time: PostTime::At(at(minutes)),
        due_at: at(minutes),
        zone: "UTC".to_owned(),
        text: "Tom & Jerry".to_owned(),
        html: "<p>Tom &amp; Jerry</p>".to_owned(),
        settings: PostSettings::default(),
        with_cover: false,
    };
    NewPublication { id: PublicationId::new(), confirmed }
}

async fn confirm(
    store: &Postgres,
    ctx: &ProfileContext,
    new: Vec<NewPublication>,
) -> Result<Vec<Publication>, StoreError> {
    let batch = BatchId::new();
    let mut job = NewJob::new(Task::Publish { batch });
    job.unique_key = Some(format!("publish:{batch}"));
    PublicationStore::create(store, ctx, batch, new.clone(), job.clone()).await?;
    // The same request again changes nothing.
    let again = NewJob { id: domain::JobId::new(), ..job };
    PublicationStore::create(store, ctx, batch, new, again).await?;
    store.batch(ctx, batch).await
}

async fn a_clip(store: &Postgres, ctx: &ProfileContext) -> ClipId {
    ClipStore::create(store, ctx, ClipId::new(), clip(), &[]).await.unwrap().id
}

#[tokio::test]
async fn a_step_is_taken_by_one_and_posts_of_a_channel_are_sent_one_at_a_time() {
    let two = two().await;
    let (store, ctx): (&Postgres, _) = (&two.store, &two.mine);
    let channel = store.choose(ctx, account("c1")).await.unwrap();
    let clip = a_clip(store, ctx).await;
    let all = confirm(store, ctx, vec![post(&channel, clip, 0), post(&channel, clip, 60)]).await.unwrap();
    let (first, second) = (&all[0], &all[1]);
    assert_eq!(
        (first.state, first.confirmed.html.as_str()),
        (PublicationState::Planned, "<p>Tom &amp; Jerry</p>")
    );
    let sending = store.step(ctx, first, Step::Send { at: at(1) }).await.unwrap();
    assert_eq!(
        (sending.state, sending.sends, sending.sending_at),
        (PublicationState::Sending, 1, Some(at(1)))
    );
    let late = store.step(ctx, first, Step::Send { at: at(2) }).await;
    assert!(matches!(late, Err(StoreError::Conflict(_))), "{late:?}");
    let beside = store.step(ctx, second, Step::Send { at: at(2) }).await;
    assert!(matches!(beside, Err(StoreError::Conflict(_))), "{beside:?}");
    let sent = store.step(ctx, &sending, Step::Sent { remote_id: "p1".to_owned() }).await.unwrap();
    let second = store.step(ctx, second, Step::Send { at: at(2) }).await.unwrap();
    let same = store.step(ctx, &second, Step::Sent { remote_id: "p1".to_owned() }).await;
    assert!(matches!(same, Err(StoreError::Conflict(_))), "a post is one publication's: {same:?}");
    let ids = ["p1".to_owned(), "p2".to_owned()];
    assert_eq!(store.known_remote(ctx, &ids).await.unwrap(), ["p1"]);
    assert_eq!(store.known_remote(&two.other, &ids).await.unwrap(), Vec::<String>::new());
    let unsent = store.step(ctx, &second, Step::Unsend { reason: "never arrived".to_owned() }).await.unwrap();
    assert_eq!((unsent.state, unsent.sends), (PublicationState::Planned, 1));
    let published =
        store.step(ctx, &sent, Step::Publish { url: Some("https://x".to_owned()) }).await.unwrap();
    assert_eq!((published.url.as_deref(), published.remote_id.as_deref()), (Some("https://x"), Some("p1")));
    let log = store.activity(ctx, &PageRequest::default()).await.unwrap().items;
    let what: Vec<&str> = log.iter().rev().map(|event| event.what.as_str()).collect();
    assert_eq!(
        what,
        ["channel_chosen", "confirmed", "confirmed", "sending", "sent", "sending", "planned", "published"]
    );
    assert!(log.iter().all(|event| event.actor == ctx.actor() && event.account == "@lumina at Threads"));
    assert!(store.activity(&two.other, &PageRequest::default()).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn posts_of_a_channel_keep_their_distance_whoever_confirms_them() {
    let two = two().await;
    let (store, ctx): (&Postgres, _) = (&two.store, &two.mine);
    let channel = store.choose(ctx, account("c1")).await.unwrap();
    let clip = a_clip(store, ctx).await;
    let near = tokio::join!(
        confirm(store, ctx, vec![post(&channel, clip, 0)]),
        confirm(store, ctx, vec![post(&channel, clip, 14)])
    );
    let won = [near.0.is_ok(), near.1.is_ok()];
    assert_eq!(won.iter().filter(|won| **won).count(), 1, "{near:?}");
    confirm(store, ctx, vec![post(&channel, clip, 29)]).await.unwrap();
    let taken = store.taken(ctx, channel.id, at(0)).await.unwrap();
    assert_eq!(taken.len(), 2);
}

#[tokio::test]
async fn an_account_is_one_stores_and_is_free_again_when_that_lets_go_of_it_or_is_deleted() {
    let two = two().await;
    let (store, mine, other): (&Postgres, _, _) = (&two.store, &two.mine, &two.other);
    let channel = store.choose(mine, account("c1")).await.unwrap();
    assert_eq!(store.choose(mine, account("c1")).await.unwrap().id, channel.id);
    let refused = store.choose(other, account("c1")).await.unwrap_err().to_string();
    assert!(refused.contains("another store has this channel") && !refused.contains("Lumina"), "{refused}");
    assert!(ChannelStore::list(store, other).await.unwrap().is_empty());
    for foreign in [
        ChannelStore::find(store, other, channel.id).await.map(drop),
        store.set(other, channel.id, &PostSettings::default(), channel.gap).await.map(drop),
        ChannelStore::delete(store, other, channel.id).await,
    ] {
        assert!(matches!(foreign, Err(StoreError::NotFound)), "{foreign:?}");
    }
    ChannelStore::delete(store, mine, channel.id).await.unwrap();
    let theirs = store.choose(other, account("c1")).await.unwrap();
    assert!(store.choose(mine, account("c1")).await.is_err());
    domain::ProfileStore::delete(store, &two.actor, other.profile()).await.unwrap();
    assert_ne!(store.choose(mine, account("c1")).await.unwrap().id, theirs.id);
}

#[tokio::test]
async fn what_is_published_outlives_its_clip_and_channel() {
    let two = two().await;
    let (store, ctx): (&Postgres, _) = (&two.store, &two.mine);
    let channel = store.choose(ctx, account("c1")).await.unwrap();
    let clip = a_clip(store, ctx).await;
    let one = confirm(store, ctx, vec![post(&channel, clip, 0)]).await.unwrap().remove(0);
    let foreign = PublicationStore::find(store, &two.other, one.id).await;
    assert!(matches!(foreign, Err(StoreError::NotFound)));
    assert!(matches!(store.step(&two.other, &one, Step::Upload).await, Err(StoreError::NotFound)));
    ClipStore::delete(store, ctx, clip).await.unwrap();
    ChannelStore::delete(store, ctx, channel.id).await.unwrap();
    let kept = PublicationStore::find(store, ctx, one.id).await.unwrap();
    assert_eq!((kept.confirmed.clip, kept.confirmed.channel), (None, None));
    assert_eq!(kept.confirmed.account, "@lumina at Threads");
    // Another store's clip cannot be confirmed.
    let channel = store.choose(ctx, account("c2")).await.unwrap();
    let foreign = a_clip(store, &two.other).await;
    let refused = confirm(store, ctx, vec![post(&channel, foreign, 0)]).await;
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
}

#[tokio::test]
async fn a_budget_is_shared_by_all_workers_and_never_overdrawn() {
    let two = two().await;
    let (store, ctx): (&Postgres, _) = (&two.store, &two.mine);
    let url = PublisherUrl::parse("https://api.postiz.com/public/v1/").unwrap();
    assert!(matches!(store.take_post(ctx, at(0)).await, Err(StoreError::NotFound)));
    let key = |text: &str| Secret::parse(text.to_owned()).unwrap();
    let first = ConnectionStore::put(store, ctx, &url, &key("one")).await.unwrap();
    assert_eq!(first.base_url.as_str(), "https://api.postiz.com");
    assert_eq!(store.take_post(ctx, at(0)).await.unwrap(), None, "nobody has said yet");
    let budget = |left| PostBudget { left, resets_in: Duration::from_hours(1) };
    store.note_budget(ctx, budget(3), at(0)).await.unwrap();
    store.note_budget(ctx, budget(5), at(0)).await.unwrap();
    let takes: Vec<_> = (0..6).map(|_| store.take_post(ctx, at(1))).collect();
    let mut free = 0;
    for take in takes {
        free += usize::from(take.await.unwrap().is_none());
    }
    assert_eq!(free, 3);
    assert_eq!(store.take_post(ctx, at(1)).await.unwrap(), Some(at(60)));
    assert_eq!(store.take_post(ctx, at(60)).await.unwrap(), None, "a new hour");
    store.note_budget(ctx, budget(0), at(61)).await.unwrap();
    assert!(store.take_post(ctx, at(62)).await.unwrap().is_some());
    assert!(matches!(ConnectionStore::find(store, &two.other).await, Err(StoreError::NotFound)));
    // The same key has no more left in another store's hands, nor when it is entered again.
    ConnectionStore::put(store, &two.other, &url, &key("one")).await.unwrap();
    assert!(store.take_post(&two.other, at(62)).await.unwrap().is_some());
    let second = ConnectionStore::put(store, ctx, &url, &key("one")).await.unwrap();
    assert_ne!(first.id, second.id);
    assert!(store.take_post(ctx, at(62)).await.unwrap().is_some());
    ConnectionStore::put(store, ctx, &url, &key("two")).await.unwrap();
    assert_eq!(store.take_post(ctx, at(62)).await.unwrap(), None, "another key has a budget of its own");
}

#[tokio::test]
async fn a_file_that_was_sent_is_known_to_its_connection_alone() {
    let two = two().await;
    let (store, ctx): (&Postgres, _) = (&two.store, &two.mine);
    let clip = a_clip(store, ctx).await;
    let fingerprint = ContentHash::of(&1).unwrap();
    let key = UploadKey { connection: ConnectionId::new(), clip, fingerprint, kind: UploadKind::Video };
    let media = RemoteMedia { id: "m".to_owned(), path: "https://x/m.mp4".to_owned() };
    store.record_upload(ctx, &key, &media).await.unwrap();
    assert_eq!(store.upload(ctx, &key).await.unwrap(), Some(media));
    for other in [
        UploadKey { connection: ConnectionId::new(), ..key.clone() },
        UploadKey { kind: UploadKind::Cover, ..key.clone() },
        UploadKey { fingerprint: ContentHash::of(&2).unwrap(), ..key.clone() },
    ] {
        assert_eq!(store.upload(ctx, &other).await.unwrap(), None);
    }
    assert_eq!(store.upload(&two.other, &key).await.unwrap(), None);
}
