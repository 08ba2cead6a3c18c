//! Keys of accounts elsewhere: sealed at rest, bound to their profile, opened by every configured master key.

use std::{fmt::Write as _, sync::Arc};

use domain::{CredentialKind, CredentialStore as _, Secret, StoreError};
use store_postgres::{MasterKeys, SealedCredentials};

use crate::stores::{Two, two};

const CANARY: &str = "sk-canary-7f3a9c2e";

fn keys(names: &[&str]) -> Arc<MasterKeys> {
    let text: Vec<String> = names.iter().map(|name| format!("{name}:{}", hex(name))).collect();
    Arc::new(MasterKeys::parse(&text.join(",")).unwrap())
}

fn hex(name: &str) -> String {
    let byte = name.bytes().fold(0_u8, u8::wrapping_add);
    format!("{byte:02x}").repeat(32)
}

fn with(two: &Two, names: &[&str]) -> SealedCredentials {
    SealedCredentials::new(Arc::clone(&two.store), keys(names))
}

fn secret(text: &str) -> Secret {
    Secret::parse(text.to_owned()).unwrap()
}

#[tokio::test]
async fn a_key_is_used_listed_replaced_and_forgotten_in_its_profile_alone() {
    let two = two().await;
    let store = with(&two, &["one"]);
    let kind = CredentialKind::ElevenLabs;
    store.put(&two.mine, kind, &secret(CANARY)).await.unwrap();
    assert_eq!(store.get(&two.mine, kind).await.unwrap().expose(), CANARY);
    let listed = store.list(&two.mine).await.unwrap();
    assert_eq!((listed.len(), listed[0].kind, &*listed[0].last_four), (1, kind, "9c2e"));
    assert!(matches!(store.get(&two.other, kind).await, Err(StoreError::NotFound)));
    assert!(matches!(store.get(&two.mine, CredentialKind::Postiz).await, Err(StoreError::NotFound)));
    assert!(store.list(&two.other).await.unwrap().is_empty());
    assert!(matches!(store.delete(&two.other, kind).await, Err(StoreError::NotFound)));
    store.put(&two.mine, kind, &secret("another-key-0001")).await.unwrap();
    assert_eq!(store.get(&two.mine, kind).await.unwrap().expose(), "another-key-0001");
    store.delete(&two.mine, kind).await.unwrap();
    assert!(matches!(store.get(&two.mine, kind).await, Err(StoreError::NotFound)));
}

#[tokio::test]
async fn the_database_never_holds_the_key_itself() {
    let two = two().await;
    with(&two, &["one"]).put(&two.mine, CredentialKind::Chat, &secret(CANARY)).await.unwrap();
    let rows = two.database.rows_of(two.mine.profile().uuid()).await;
    assert!(rows.contains("credentials"), "{rows}");
    // Bytes are written in hexadecimal.
    let mut bytes = String::new();
    for byte in CANARY.bytes() {
        write!(bytes, "{byte:02x}").unwrap();
    }
    assert!(!rows.contains(CANARY) && !rows.contains(&bytes), "{rows}");
}

#[tokio::test]
async fn a_sealed_key_that_is_moved_to_another_profile_does_not_open() {
    let two = two().await;
    let store = with(&two, &["one"]);
    store.put(&two.mine, CredentialKind::Chat, &secret(CANARY)).await.unwrap();
    let theirs = two.other.profile();
    two.database.run(&format!("UPDATE credentials SET profile_id = '{theirs}'")).await;
    let stolen = store.get(&two.other, CredentialKind::Chat).await;
    assert!(matches!(stolen, Err(StoreError::Corrupt { column: "ciphertext", .. })), "{stolen:?}");
}

#[tokio::test]
async fn rotation_seals_everything_with_the_newest_key() {
    let two = two().await;
    let old = with(&two, &["old"]);
    for ctx in [&two.mine, &two.other] {
        for kind in CredentialKind::ALL {
            old.put(ctx, kind, &secret(&format!("key-of-{}-{kind}", ctx.profile()))).await.unwrap();
        }
    }
    let owner = &two.database.urls.owner;
    assert_eq!(with(&two, &["new", "old"]).rotate(owner).await.unwrap(), 6);
    assert_eq!(with(&two, &["new", "old"]).rotate(owner).await.unwrap(), 0);
    let new = with(&two, &["new"]);
    for ctx in [&two.mine, &two.other] {
        for kind in CredentialKind::ALL {
            let found = new.get(ctx, kind).await.unwrap();
            assert_eq!(found.expose(), format!("key-of-{}-{kind}", ctx.profile()));
        }
    }
    assert!(matches!(old.get(&two.mine, CredentialKind::Chat).await, Err(StoreError::Corrupt { .. })));
    // Without the key that sealed it, nothing is overwritten.
    assert!(with(&two, &["third"]).rotate(owner).await.is_err());
    assert!(new.get(&two.mine, CredentialKind::Chat).await.is_ok());
}

#[tokio::test]
async fn a_key_of_an_address_is_given_out_for_no_other() {
    let two = two().await;
    let store = with(&two, &["one"]);
    let (kind, here, there) = (CredentialKind::Postiz, "https://here.example", "https://there.example");
    let stored = store.put_for(&two.mine, kind, here, &secret(CANARY)).await.unwrap();
    assert_eq!(stored.address.as_deref(), Some(here));
    assert_eq!(store.get_for(&two.mine, kind, here).await.unwrap().expose(), CANARY);
    for refused in [store.get_for(&two.mine, kind, there).await, store.get(&two.mine, kind).await] {
        assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    }
    assert_eq!(store.list(&two.mine).await.unwrap()[0].address.as_deref(), Some(here));
    store.put_for(&two.mine, kind, there, &secret("another-key-0001")).await.unwrap();
    assert!(matches!(store.get_for(&two.mine, kind, here).await, Err(StoreError::NotFound)));
    store.put(&two.mine, kind, &secret("of-no-address-01")).await.unwrap();
    assert!(matches!(store.get_for(&two.mine, kind, there).await, Err(StoreError::NotFound)));
}
