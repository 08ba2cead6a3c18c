//! Chat connections in memory, by profile.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;
use domain::{ChatConnection, ChatConnectionStore, ProfileContext, ProfileId, StoreError};

/// Keeps connections as long as it lives.
#[derive(Debug, Default)]
pub struct MemoryConnections(Mutex<HashMap<ProfileId, ChatConnection>>);

impl MemoryConnections {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<ProfileId, ChatConnection>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl ChatConnectionStore for MemoryConnections {
    async fn find(&self, ctx: &ProfileContext) -> Result<ChatConnection, StoreError> {
        self.with(|all| all.get(&ctx.profile()).cloned()).ok_or(StoreError::NotFound)
    }

    async fn put(&self, ctx: &ProfileContext, connection: &ChatConnection) -> Result<(), StoreError> {
        self.with(|all| all.insert(ctx.profile(), connection.clone()));
        Ok(())
    }

    async fn delete(&self, ctx: &ProfileContext) -> Result<(), StoreError> {
        self.with(|all| all.remove(&ctx.profile())).map(|_connection| ()).ok_or(StoreError::NotFound)
    }
}
