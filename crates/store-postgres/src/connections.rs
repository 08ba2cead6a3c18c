//! Where each profile's publisher is, and what its key may still send.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use diesel::{
    ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, delete,
    dsl::{self, insert_into},
    sql_query,
    sql_types::{Integer, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::{
    Connection, ConnectionId, ConnectionStore, PostBudget, ProfileContext, PublisherUrl, StoreError,
};
use uuid::Uuid;

use crate::{
    Postgres,
    rows::{Place, failed, int},
    schema::publishing_connections as connections,
};

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

    async fn put(&self, ctx: &ProfileContext, base_url: &PublisherUrl) -> Result<Connection, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let values = (
            connections::id.eq(ConnectionId::new().uuid()),
            connections::base_url.eq(base_url.as_str()),
            connections::posts_left.eq(None::<i32>),
            connections::posts_reset_at.eq(None::<DateTime<Utc>>),
            connections::updated_at.eq(dsl::now),
        );
        let row: ConnectionRow = insert_into(connections::table)
            .values((connections::profile_id.eq(ctx.profile().uuid()), values))
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
        let taking = sql_query(
            "UPDATE publishing_connections SET
               posts_left = CASE WHEN posts_reset_at <= $2 THEN NULL ELSE posts_left - 1 END,
               posts_reset_at = CASE WHEN posts_reset_at <= $2 THEN NULL ELSE posts_reset_at END
             WHERE profile_id = $1 AND (posts_left IS NULL OR posts_left > 0 OR posts_reset_at <= $2)",
        );
        let taken = taking
            .bind::<SqlUuid, _>(ctx.profile().uuid())
            .bind::<Timestamptz, _>(now)
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        let until: Option<Option<DateTime<Utc>>> = connections::table
            .filter(connections::profile_id.eq(ctx.profile().uuid()))
            .select(connections::posts_reset_at)
            .first(&mut *scope)
            .await
            .optional()
            .map_err(failed)?;
        scope.commit().await?;
        match (taken, until) {
            (_, None) => Err(StoreError::NotFound),
            (0, Some(until)) => Ok(Some(until.unwrap_or(now + TimeDelta::hours(1)))),
            (_, Some(_)) => Ok(None),
        }
    }

    async fn note_budget(
        &self,
        ctx: &ProfileContext,
        budget: PostBudget,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let resets_in = TimeDelta::from_std(budget.resets_in).unwrap_or(TimeDelta::hours(1));
        let mut scope = self.scoped(ctx).await?;
        // Of answers that cross each other, the lower number is the later one; a new hour begins anew.
        let noting = sql_query(
            "UPDATE publishing_connections SET posts_reset_at = $3,
               posts_left = CASE WHEN posts_reset_at > $2 THEN LEAST(posts_left, $4) ELSE $4 END
             WHERE profile_id = $1",
        );
        noting
            .bind::<SqlUuid, _>(ctx.profile().uuid())
            .bind::<Timestamptz, _>(now)
            .bind::<Timestamptz, _>(now + resets_in)
            .bind::<Integer, _>(int(budget.left))
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await
    }
}
