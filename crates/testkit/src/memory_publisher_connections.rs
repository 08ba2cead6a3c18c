//! Connections to publishers in memory, by profile.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Connection, ConnectionId, ConnectionStore, PostBudget, ProfileContext, ProfileId, PublisherUrl, Secret,
    StoreError,
};

/// Keeps connections as long as it lives.
#[derive(Debug, Default)]
pub struct MemoryPublisherConnections(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    connections: HashMap<ProfileId, (Connection, String)>,
    /// By key.
    budgets: HashMap<String, (u32, DateTime<Utc>)>,
}

impl MemoryPublisherConnections {
    fn with<T>(&self, act: impl FnOnce(&mut Kept) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Kept {
    fn key(&self, ctx: &ProfileContext) -> Result<String, StoreError> {
        let found = self.connections.get(&ctx.profile());
        found.map(|(_, key)| key.clone()).ok_or(StoreError::NotFound)
    }
}

#[async_trait]
impl ConnectionStore for MemoryPublisherConnections {
    async fn find(&self, ctx: &ProfileContext) -> Result<Connection, StoreError> {
        let kept = self.with(|all| all.connections.get(&ctx.profile()).cloned());
        kept.map(|(connection, _)| connection).ok_or(StoreError::NotFound)
    }

    async fn put(
        &self,
        ctx: &ProfileContext,
        base_url: &PublisherUrl,
        key: &Secret,
    ) -> Result<Connection, StoreError> {
        let connection = Connection {
            id: ConnectionId::new(),
            base_url: base_url.clone(),
            updated_at: DateTime::UNIX_EPOCH,
        };
        let kept = (connection.clone(), key.expose().to_owned());
        self.with(|all| all.connections.insert(ctx.profile(), kept));
        Ok(connection)
    }

    async fn delete(&self, ctx: &ProfileContext) -> Result<(), StoreError> {
        self.with(|all| all.connections.remove(&ctx.profile()));
        Ok(())
    }

    async fn take_post(
        &self,
        ctx: &ProfileContext,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.with(|all| {
            let key = all.key(ctx)?;
            all.budgets.retain(|_, (_, until)| *until > now);
            match all.budgets.get_mut(&key) {
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
            let key = all.key(ctx)?;
            let known = all.budgets.get(&key).filter(|(_, until)| *until > now);
            let left = known.map_or(budget.left, |(left, _)| budget.left.min(*left));
            all.budgets.insert(key, (left, until));
            Ok(())
        })
    }
}
