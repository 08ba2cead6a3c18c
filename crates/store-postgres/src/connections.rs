//! Where each profile's publisher is, and what its key may still send.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    ExpressionMethods as _, QueryDsl as _, define_sql_function, delete,
    dsl::{self, insert_into, select},
    sql_query,
    sql_types::{Binary, Integer, Timestamptz},
};
use diesel_async::RunQueryDsl as _;
use domain::{
    Connection, ConnectionId, ConnectionStore, PostBudget, ProfileContext, PublisherUrl, Secret, StoreError,
};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    Postgres,
    rows::{Place, failed, int},
    schema::publishing_connections as connections,
    scope::Scope,
};

define_sql_function! {
    #[sql_name = "ef.take_post"]
    fn take_post(wanted: Binary, moment: Timestamptz) -> Nullable<Timestamptz>;
}

type ConnectionRow = (Uuid, String, DateTime<Utc>);

fn connection(profile: Uuid, (id, base_url, updated_at): ConnectionRow) -> Result<Connection, StoreError> {
    let place = Place { table: "publishing_connections", row: profile };
    let base_url = place.read("base_url", PublisherUrl::parse(&base_url))?;
    Ok(Connection { id: ConnectionId::from(id), base_url, updated_at })
}

#[async_trait]
impl ConnectionStore for Postgres {
    async fn find(&self, ctx: &ProfileContext) -> Result<Connection, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let row: ConnectionRow = connections::table
            .filter(connections::profile_id.eq(ctx.profile().uuid()))
            .select((connections::id, connections::base_url, connections::updated_at))
            .first(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        connection(ctx.profile().uuid(), row)
    }

    async fn put(
        &self,
        ctx: &ProfileContext,
        base_url: &PublisherUrl,
        key: &Secret,
    ) -> Result<Connection, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let values = (
            connections::id.eq(ConnectionId::new().uuid()),
            connections::base_url.eq(base_url.as_str()),
            connections::budget.eq(budget_of(key)),
            connections::updated_at.eq(dsl::now),
        );
        let row: ConnectionRow = insert_into(connections::table)
            .values((connections::profile_id.eq(ctx.profile().uuid()), values.clone()))
            .on_conflict(connections::profile_id)
            .do_update()
            .set(values)
            .returning((connections::id, connections::base_url, connections::updated_at))
            .get_result(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        connection(ctx.profile().uuid(), row)
    }

    async fn delete(&self, ctx: &ProfileContext) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let own = connections::table.filter(connections::profile_id.eq(ctx.profile().uuid()));
        delete(own).execute(&mut *scope).await.map_err(failed)?;
        scope.commit().await
    }

    async fn take_post(
        &self,
        ctx: &ProfileContext,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let budget = budget(&mut scope, ctx).await?;
        let until: Option<DateTime<Utc>> =
            select(take_post(budget, now)).get_result(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        Ok(until)
    }

    async fn note_budget(
        &self,
        ctx: &ProfileContext,
        told: PostBudget,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let resets_in = TimeDelta::from_std(told.resets_in).unwrap_or(TimeDelta::hours(1));
        let mut scope = self.scoped(ctx).await?;
        let budget = budget(&mut scope, ctx).await?;
        sql_query("SELECT ef.note_budget($1, $2, $3, $4)")
            .bind::<Binary, _>(budget)
            .bind::<Integer, _>(int(told.left))
            .bind::<Timestamptz, _>(now + resets_in)
            .bind::<Timestamptz, _>(now)
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await
    }
}

/// Names the budget of a key: the same key has one, whoever entered it.
fn budget_of(key: &Secret) -> Vec<u8> {
    Sha256::digest(format!("posts of {}", key.expose())).to_vec()
}

/// Returns the budget of the profile's key; a connection of before has its own.
async fn budget(scope: &mut Scope, ctx: &ProfileContext) -> Result<Vec<u8>, StoreError> {
    let (id, budget): (Uuid, Option<Vec<u8>>) = connections::table
        .filter(connections::profile_id.eq(ctx.profile().uuid()))
        .select((connections::id, connections::budget))
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    Ok(budget.unwrap_or_else(|| Sha256::digest(id.as_bytes()).to_vec()))
}
