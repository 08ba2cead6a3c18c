//! Music and pictures are one store's, and go with it.

use domain::{
    FootageName, MusicFacts, MusicId, MusicStore, NewMusic, NewPicture, PictureId, PictureSize, PictureStore,
    ProfileStore, StoreError,
};
use store_postgres::Postgres;

use crate::stores::two;

fn piece(id: MusicId, name: &str) -> NewMusic {
    let facts = MusicFacts { duration_ms: 90_000, loudness_lufs: -11.25 };
    NewMusic { id, name: FootageName::parse(name).unwrap(), facts }
}

fn logo(id: PictureId, name: &str) -> NewPicture {
    let size = PictureSize { width: 640, height: 320 };
    NewPicture { id, name: FootageName::parse(name).unwrap(), size }
}

fn is_gone<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::NotFound))
}

#[tokio::test]
async fn music_comes_back_as_it_was_stored_and_nobody_else_finds_it() {
    let two = two().await;
    let (store, ctx, other): (&Postgres, _, _) = (&two.store, &two.mine, &two.other);
    let (first, second) = (MusicId::new(), MusicId::new());
    let made = MusicStore::create(store, ctx, piece(first, "evening.mp3")).await.unwrap();
    let facts = MusicFacts { duration_ms: 90_000, loudness_lufs: -11.25 };
    assert_eq!((made.name.as_str(), made.facts), ("evening.mp3", facts));
    let again = MusicStore::create(store, ctx, piece(first, "another.mp3")).await.unwrap();
    assert_eq!(again, made, "the same id again changes nothing");
    MusicStore::create(store, ctx, piece(second, "morning.mp3")).await.unwrap();
    let all: Vec<_> = MusicStore::list(store, ctx).await.unwrap().iter().map(|music| music.id).collect();
    assert_eq!(all, [second, first], "the newest first");
    assert!(MusicStore::list(store, other).await.unwrap().is_empty());
    assert!(is_gone(&MusicStore::find(store, other, first).await));
    assert!(is_gone(&MusicStore::delete(store, other, first).await));
    assert_eq!(MusicStore::find(store, ctx, first).await.unwrap(), made);
    MusicStore::delete(store, ctx, first).await.unwrap();
    assert!(is_gone(&MusicStore::delete(store, ctx, first).await));
}

#[tokio::test]
async fn pictures_come_back_as_they_were_stored_and_go_with_their_store() {
    let two = two().await;
    let (store, ctx, other): (&Postgres, _, _) = (&two.store, &two.mine, &two.other);
    let id = PictureId::new();
    let made = PictureStore::create(store, ctx, logo(id, "logo.png")).await.unwrap();
    assert_eq!((made.size.width, made.size.height), (640, 320));
    assert!(is_gone(&PictureStore::find(store, other, id).await));
    assert!(is_gone(&PictureStore::delete(store, other, id).await));
    assert_eq!(PictureStore::list(store, ctx).await.unwrap(), [made]);
    ProfileStore::delete(store, &two.actor, ctx.profile()).await.unwrap();
    assert!(is_gone(&PictureStore::find(store, ctx, id).await));
    assert!(is_gone(&PictureStore::create(store, ctx, logo(id, "logo.png")).await));
}
