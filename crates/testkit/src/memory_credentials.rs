//! Credentials in memory, by profile and kind.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;
use chrono::DateTime;
use domain::{
    CredentialKind, CredentialStore, ProfileContext, ProfileId, Secret, StoreError, StoredCredential,
};

/// Keeps credentials as long as it lives.
#[derive(Debug, Default)]
pub struct MemoryCredentials(Mutex<HashMap<(ProfileId, CredentialKind), Secret>>);

impl MemoryCredentials {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<(ProfileId, CredentialKind), Secret>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn told(kind: CredentialKind, secret: &Secret) -> StoredCredential {
    StoredCredential { kind, last_four: secret.last_four(), updated_at: DateTime::UNIX_EPOCH }
}

#[async_trait]
impl CredentialStore for MemoryCredentials {
    async fn put(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        secret: &Secret,
    ) -> Result<StoredCredential, StoreError> {
        self.with(|all| all.insert((ctx.profile(), kind), secret.clone()));
        Ok(told(kind, secret))
    }

    async fn get(&self, ctx: &ProfileContext, kind: CredentialKind) -> Result<Secret, StoreError> {
        self.with(|all| all.get(&(ctx.profile(), kind)).cloned()).ok_or(StoreError::NotFound)
    }

    async fn list(&self, ctx: &ProfileContext) -> Result<Vec<StoredCredential>, StoreError> {
        let own = |(key, secret): (&(ProfileId, CredentialKind), &Secret)| {
            (key.0 == ctx.profile()).then(|| told(key.1, secret))
        };
        let mut all: Vec<StoredCredential> = self.with(|all| all.iter().filter_map(own).collect());
        all.sort_by_key(|credential| credential.kind.as_str());
        Ok(all)
    }

    async fn delete(&self, ctx: &ProfileContext, kind: CredentialKind) -> Result<(), StoreError> {
        let gone = self.with(|all| all.remove(&(ctx.profile(), kind)));
        gone.map(|_secret| ()).ok_or(StoreError::NotFound)
    }
}
