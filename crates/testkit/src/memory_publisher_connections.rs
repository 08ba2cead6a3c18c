//! Connections to publishers in memory, by profile.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Connection, ConnectionId, ConnectionStore, PostBudget, ProfileContext, ProfileId, PublisherUrl,
    StoreError,
};

/// Keeps connections as long as it lives.
#[derive(Debug, Default)]
pub struct MemoryPublisherConnections(Mutex<HashMap<ProfileId, Kept>>);

#[derive(Debug, Clone)]
struct Kept {
    connection: Connection,
    left: Option<(u32, DateTime<Utc>)>,
}

impl MemoryPublisherConnections {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<ProfileId, Kept>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[async_trait]
impl ConnectionStore for MemoryPublisherConnections {
    async fn find(&self, ctx: &ProfileContext) -> Result<Connection, StoreError> {
        let kept = self.with(|all| all.get(&ctx.profile()).cloned());
        kept.map(|kept| kept.connection).ok_or(StoreError::NotFound)
    }

    async fn put(&self, ctx: &ProfileContext, base_url: &PublisherUrl) -> Result<Connection, StoreError> {
        let connection = Connection {
            id: ConnectionId::new(),
            base_url: base_url.clone(),
            updated_at: DateTime::UNIX_EPOCH,
        };
        self.with(|all| all.insert(ctx.profile(), Kept { connection: connection.clone(), left: None }));
        Ok(connection)
    }

    async fn delete(&self, ctx: &ProfileContext) -> Result<(), StoreError> {
        self.with(|all| all.remove(&ctx.profile()));
        Ok(())
    }

    async fn take_post(
        &self,
        ctx: &ProfileContext,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.with(|all| {
            let kept = all.get_mut(&ctx.profile()).ok_or(StoreError::NotFound)?;
            kept.left = kept.left.filter(|(_, until)| *until > now);
            match &mut kept.left {
                Some((0, until)) => return Ok(Some(*until)),
                Some((left, _)) => *left -= 1,
                None => {}
            }
            Ok(None)
        })
    }

    async fn note_budget(
        &self,
        ctx: &ProfileContext,
        budget: PostBudget,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let until = now + TimeDelta::from_std(budget.resets_in).unwrap_or(TimeDelta::hours(1));
        self.with(|all| {
            let kept = all.get_mut(&ctx.profile()).ok_or(StoreError::NotFound)?;
            let left = kept
                .left
                .filter(|(_, until)| *until > now)
                .map_or(budget.left, |(left, _)| left.min(budget.left));
            kept.left = Some((left, until));
            Ok(())
        })
    }
}
