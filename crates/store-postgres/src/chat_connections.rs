//! Chat connections.

use async_trait::async_trait;
use diesel::{
    ExpressionMethods as _, QueryDsl as _, Queryable, Selectable, SelectableHelper as _, delete,
    dsl::{insert_into, now},
};
use diesel_async::RunQueryDsl as _;
use domain::{ChatConnection, ChatConnectionStore, ProfileContext, StoreError, TokenPrice};

use crate::{
    Postgres,
    rows::{Place, failed},
    schema::chat_connections,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = chat_connections)]
struct ConnectionRow {
    base_url: String,
    model: String,
    price_in_micro_usd: i64,
    price_out_micro_usd: i64,
}

#[async_trait]
impl ChatConnectionStore for Postgres {
    async fn find(&self, ctx: &ProfileContext) -> Result<ChatConnection, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let row: ConnectionRow = chat_connections::table
            .find(ctx.profile().uuid())
            .select(ConnectionRow::as_select())
            .first(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        let place = Place { table: "chat_connections", row: ctx.profile().uuid() };
        Ok(ChatConnection {
            base_url: place.read("base_url", row.base_url.parse())?,
            model: place.read("model", row.model.parse())?,
            price_in: place.read("price_in_micro_usd", TokenPrice::micro_usd(row.price_in_micro_usd))?,
            price_out: place.read("price_out_micro_usd", TokenPrice::micro_usd(row.price_out_micro_usd))?,
        })
    }

    async fn put(&self, ctx: &ProfileContext, connection: &ChatConnection) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let values = (
            chat_connections::base_url.eq(connection.base_url.as_str()),
            chat_connections::model.eq(connection.model.as_str()),
            chat_connections::price_in_micro_usd.eq(connection.price_in.as_micro_usd()),
            chat_connections::price_out_micro_usd.eq(connection.price_out.as_micro_usd()),
            chat_connections::updated_at.eq(now),
        );
        insert_into(chat_connections::table)
            .values((chat_connections::profile_id.eq(ctx.profile().uuid()), values))
            .on_conflict(chat_connections::profile_id)
            .do_update()
            .set(values)
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await
    }

    async fn delete(&self, ctx: &ProfileContext) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let gone = delete(chat_connections::table.find(ctx.profile().uuid()))
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        if gone == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }
}
