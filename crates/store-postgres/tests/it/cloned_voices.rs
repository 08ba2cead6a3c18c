//! Cloned voices are one store's, and go with it.

use domain::{
    ClonedVoiceId, ClonedVoiceStore, ContentHash, KeptSample, NewClonedVoice, ProfileStore, StoreError,
    VoiceLabel, wished_name,
};
use store_postgres::Postgres;

use crate::stores::two;

fn voice(id: ClonedVoiceId, label: &str) -> NewClonedVoice {
    NewClonedVoice {
        id,
        provider: "cloning-tone".parse().unwrap(),
        voice: wished_name(id),
        label: VoiceLabel::parse(label).unwrap(),
        language: "ro".parse().unwrap(),
        sample: KeptSample { duration_ms: 7200, sha256: ContentHash::of_bytes(b"a sample") },
        consent_text: "The voice is my own.".to_owned(),
    }
}

fn is_gone<T>(answer: &Result<T, StoreError>) -> bool {
    matches!(answer, Err(StoreError::NotFound))
}

#[tokio::test]
async fn a_voice_comes_back_with_whose_word_it_is_and_nobody_else_finds_it() {
    let two = two().await;
    let (store, ctx, other): (&Postgres, _, _) = (&two.store, &two.mine, &two.other);
    let (first, second) = (ClonedVoiceId::new(), ClonedVoiceId::new());
    let made = ClonedVoiceStore::create(store, ctx, voice(first, "Ana")).await.unwrap();
    assert_eq!((made.label.as_str(), made.language.as_str(), made.sample.duration_ms), ("Ana", "ro", 7200));
    assert_eq!((&*made.consent.text, made.consent.by), ("The voice is my own.", ctx.actor()));
    assert!(made.has_wished_name());
    let again = ClonedVoiceStore::create(store, ctx, voice(first, "Another")).await.unwrap();
    assert_eq!(again, made, "the same id again changes nothing");
    ClonedVoiceStore::create(store, ctx, voice(second, "Bea")).await.unwrap();
    let names: Vec<_> = ClonedVoiceStore::list(store, ctx).await.unwrap();
    assert_eq!(names.iter().map(|voice| voice.id).collect::<Vec<_>>(), [second, first], "the newest first");
    assert!(ClonedVoiceStore::list(store, other).await.unwrap().is_empty());
    assert!(is_gone(&ClonedVoiceStore::find(store, other, first).await));
    assert!(is_gone(&ClonedVoiceStore::delete(store, other, first).await));
    ClonedVoiceStore::delete(store, ctx, first).await.unwrap();
    assert!(is_gone(&ClonedVoiceStore::find(store, ctx, first).await));
    assert!(is_gone(&ClonedVoiceStore::delete(store, ctx, first).await));
}

#[tokio::test]
async fn an_engines_voice_is_one_voice_of_a_store() {
    let two = two().await;
    let store: &Postgres = &two.store;
    let id = ClonedVoiceId::new();
    ClonedVoiceStore::create(store, &two.mine, voice(id, "Ana")).await.unwrap();
    let twin = || NewClonedVoice { voice: wished_name(id), ..voice(ClonedVoiceId::new(), "Twin") };
    let refused = ClonedVoiceStore::create(store, &two.mine, twin()).await;
    assert!(matches!(refused, Err(StoreError::Conflict(_))), "{refused:?}");
    // Another store's engine may use the same name.
    ClonedVoiceStore::create(store, &two.other, twin()).await.unwrap();
}

#[tokio::test]
async fn the_voices_of_a_deleted_store_are_gone() {
    let two = two().await;
    let store: &Postgres = &two.store;
    let id = ClonedVoiceId::new();
    ClonedVoiceStore::create(store, &two.mine, voice(id, "Ana")).await.unwrap();
    ProfileStore::delete(store, &two.actor, two.mine.profile()).await.unwrap();
    assert!(is_gone(&ClonedVoiceStore::find(store, &two.mine, id).await));
    assert!(is_gone(&ClonedVoiceStore::create(store, &two.mine, voice(id, "Ana")).await));
}
