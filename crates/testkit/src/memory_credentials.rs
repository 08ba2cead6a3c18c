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
pub struct MemoryCredentials(Mutex<Kept>);

/// Each with the address that it belongs to.
type Kept = HashMap<(ProfileId, CredentialKind), (Option<String>, Secret)>;

impl MemoryCredentials {
    fn with<T>(&self, act: impl FnOnce(&mut Kept) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn told(kind: CredentialKind, (address, secret): &(Option<String>, Secret)) -> StoredCredential {
    let (last_four, address) = (secret.last_four(), address.clone());
    StoredCredential { kind, last_four, address, updated_at: DateTime::UNIX_EPOCH }
}

impl MemoryCredentials {
    fn keep(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        kept: (Option<String>, Secret),
    ) -> StoredCredential {
        let told = told(kind, &kept);
        self.with(|all| all.insert((ctx.profile(), kind), kept));
        told
    }

    fn find(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        address: Option<&str>,
    ) -> Result<Secret, StoreError> {
        let found = self.with(|all| all.get(&(ctx.profile(), kind)).cloned());
        let fit = found.filter(|(own, _)| own.as_deref() == address);
        fit.map(|(_, secret)| secret).ok_or(StoreError::NotFound)
    }
}

#[async_trait]
impl CredentialStore for MemoryCredentials {
    async fn put(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        secret: &Secret,
    ) -> Result<StoredCredential, StoreError> {
        Ok(self.keep(ctx, kind, (None, secret.clone())))
    }

    async fn put_for(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        address: &str,
        secret: &Secret,
    ) -> Result<StoredCredential, StoreError> {
        Ok(self.keep(ctx, kind, (Some(address.to_owned()), secret.clone())))
    }

    async fn get(&self, ctx: &ProfileContext, kind: CredentialKind) -> Result<Secret, StoreError> {
        self.find(ctx, kind, None)
    }

    async fn get_for(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        address: &str,
    ) -> Result<Secret, StoreError> {
        self.find(ctx, kind, Some(address))
    }

    async fn list(&self, ctx: &ProfileContext) -> Result<Vec<StoredCredential>, StoreError> {
        let own = |(key, kept): (&(ProfileId, CredentialKind), &(Option<String>, Secret))| {
            (key.0 == ctx.profile()).then(|| told(key.1, kept))
        };
        let mut all: Vec<StoredCredential> = self.with(|all| all.iter().filter_map(own).collect());
        all.sort_by_key(|credential| credential.kind.as_str());
        Ok(all)
    }

    async fn delete(&self, ctx: &ProfileContext, kind: CredentialKind) -> Result<(), StoreError> {
        let gone = self.with(|all| all.remove(&(ctx.profile(), kind)));
        gone.map(drop).ok_or(StoreError::NotFound)
    }
}
