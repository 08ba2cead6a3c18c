//! The answers to requests with an Idempotency-Key.

use std::time::Duration;

use async_trait::async_trait;
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, delete, sql_query,
    sql_types::{Binary, Integer, Text, Uuid as SqlUuid},
    update,
};
use diesel_async::RunQueryDsl as _;
use domain::{AnswerStore, Asked, KeptAnswer, ProfileContext, RequestKey, StoreError};

use crate::{
    Postgres,
    rows::{Place, failed},
    schema::kept_answers,
};

/// Takes the key, or takes it over from a request that broke off.
const TAKE: &str = "
  INSERT INTO kept_answers AS k (profile_id, key, request_hash, held_until)
    VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond')
    ON CONFLICT (profile_id, key) DO UPDATE SET held_until = EXCLUDED.held_until
      WHERE k.status IS NULL AND k.held_until < clock_timestamp() AND k.request_hash = EXCLUDED.request_hash";

type AnswerRow = (Vec<u8>, Option<i16>, Option<String>, Option<Vec<u8>>);

#[async_trait]
impl AnswerStore for Postgres {
    async fn begin(
        &self,
        ctx: &ProfileContext,
        key: &RequestKey,
        request_hash: &[u8],
        hold: Duration,
    ) -> Result<Asked, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let taken = sql_query(TAKE)
            .bind::<SqlUuid, _>(ctx.profile().uuid())
            .bind::<Text, _>(key.as_str())
            .bind::<Binary, _>(request_hash)
            .bind::<Integer, _>(i32::try_from(hold.as_millis()).unwrap_or(i32::MAX))
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        if taken == 1 {
            scope.commit().await?;
            return Ok(Asked::New);
        }
        let row: AnswerRow = kept_answers::table
            .find((ctx.profile().uuid(), key.as_str()))
            .select((
                kept_answers::request_hash,
                kept_answers::status,
                kept_answers::content_type,
                kept_answers::body,
            ))
            .first(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        asked(ctx, request_hash, row)
    }

    async fn keep(
        &self,
        ctx: &ProfileContext,
        key: &RequestKey,
        answer: &KeptAnswer,
    ) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let values = (
            kept_answers::status.eq(i16::try_from(answer.status).ok()),
            kept_answers::content_type.eq(Some(&answer.content_type)),
            kept_answers::body.eq(Some(&answer.body)),
        );
        update(kept_answers::table.find((ctx.profile().uuid(), key.as_str())))
            .set(values)
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await
    }

    async fn forget(&self, ctx: &ProfileContext, key: &RequestKey) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let under_way = kept_answers::profile_id
            .eq(ctx.profile().uuid())
            .and(kept_answers::key.eq(key.as_str()))
            .and(kept_answers::status.is_null());
        delete(kept_answers::table.filter(under_way)).execute(&mut *scope).await.map_err(failed)?;
        scope.commit().await
    }
}

fn asked(ctx: &ProfileContext, request_hash: &[u8], row: AnswerRow) -> Result<Asked, StoreError> {
    let place = Place { table: "kept_answers", row: ctx.profile().uuid() };
    let (hash, status, content_type, body) = row;
    if hash != request_hash {
        return Ok(Asked::Otherwise);
    }
    let Some(status) = status else { return Ok(Asked::UnderWay) };
    let missing = "missing beside a status";
    Ok(Asked::Answered(KeptAnswer {
        status: place.number("status", status)?,
        content_type: place.read("content_type", content_type.ok_or(missing))?,
        body: place.read("body", body.ok_or(missing))?,
    }))
}
