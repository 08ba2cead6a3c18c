//! Channels, each of one profile alone.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, QueryResult, Queryable, Selectable,
    SelectableHelper as _, define_sql_function, delete,
    dsl::{insert_into, select},
    sql_query,
    sql_types::Binary,
    update,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    Channel, ChannelGap, ChannelId, ChannelStore, ChosenAccount, Network, PostSettings, ProfileContext,
    StoreError,
};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    Postgres,
    publishing_events::{Event, record},
    rows::{Place, failed},
    schema::channels,
    scope::Scope,
};

define_sql_function! {
    /// Claims an account, or tells that another profile has it.
    #[sql_name = "ef.claim_channel"]
    fn claim_channel(wanted: Binary) -> Bool;
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = channels)]
struct ChannelRow {
    id: Uuid,
    remote_id: String,
    network: String,
    name: String,
    handle: String,
    settings: Value,
    gap_minutes: i16,
    created_at: DateTime<Utc>,
}

impl ChannelRow {
    fn into_channel(self) -> Result<Channel, StoreError> {
        let place = Place { table: "channels", row: self.id };
        let network = place.read("network", self.network.parse())?;
        let gap: u16 = place.number("gap_minutes", self.gap_minutes)?;
        Ok(Channel {
            id: ChannelId::from(self.id),
            settings: settings(&place, network, self.settings)?,
            account: ChosenAccount {
                remote_id: self.remote_id,
                network,
                name: self.name,
                handle: self.handle,
            },
            gap: place.read("gap_minutes", ChannelGap::minutes(gap))?,
            created_at: self.created_at,
        })
    }
}

/// Reads settings of a network.
pub(crate) fn settings(place: &Place, network: Network, value: Value) -> Result<PostSettings, StoreError> {
    let fields = place.read("settings", serde_json::from_value(value))?;
    place.read("settings", PostSettings::parse(network, fields))
}

/// Names an account by its id, which is the same in whatever way its server is reached.
fn claim_of(remote_id: &str) -> Vec<u8> {
    Sha256::digest(format!("channel {remote_id}")).to_vec()
}

#[async_trait]
impl ChannelStore for Postgres {
    async fn choose(&self, ctx: &ProfileContext, account: ChosenAccount) -> Result<Channel, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let claim = claim_of(&account.remote_id);
        let is_ours: bool = select(claim_channel(claim)).get_result(&mut *scope).await.map_err(failed)?;
        if !is_ours {
            let detail = "another store has this channel; a channel belongs to one store only, so choose another one, or let \
                          go of it there";
            return Err(StoreError::Conflict(detail.to_owned()));
        }
        let names = (
            channels::network.eq(account.network.as_str()),
            channels::name.eq(&account.name),
            channels::handle.eq(&account.handle),
        );
        let new = (
            channels::profile_id.eq(ctx.profile().uuid()),
            channels::id.eq(ChannelId::new().uuid()),
            channels::remote_id.eq(&account.remote_id),
            channels::gap_minutes.eq(i16::try_from(ChannelGap::USUAL.as_minutes()).unwrap_or(i16::MAX)),
        );
        let row: ChannelRow = insert_into(channels::table)
            .values((new, names))
            .on_conflict((channels::profile_id, channels::remote_id))
            .do_update()
            .set(names)
            .returning(ChannelRow::as_returning())
            .get_result(&mut *scope)
            .await
            .map_err(failed)?;
        let event = Event { what: "channel_chosen", account: &account.label(), ..Event::default() };
        record(&mut scope, ctx, event).await?;
        scope.commit().await?;
        row.into_channel()
    }

    async fn find(&self, ctx: &ProfileContext, id: ChannelId) -> Result<Channel, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let row = found(&mut scope, ctx, id).await.map_err(failed)?;
        scope.commit().await?;
        row.into_channel()
    }

    async fn list(&self, ctx: &ProfileContext) -> Result<Vec<Channel>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let rows: Vec<ChannelRow> = channels::table
            .filter(channels::profile_id.eq(ctx.profile().uuid()))
            .select(ChannelRow::as_select())
            .order((channels::network, channels::name, channels::id))
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        rows.into_iter().map(ChannelRow::into_channel).collect()
    }

    async fn set(
        &self,
        ctx: &ProfileContext,
        id: ChannelId,
        settings: &PostSettings,
        gap: ChannelGap,
    ) -> Result<Channel, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let own = channels::profile_id.eq(ctx.profile().uuid()).and(channels::id.eq(id.uuid()));
        let values = (
            channels::settings.eq(Value::Object(settings.fields().clone())),
            channels::gap_minutes.eq(i16::try_from(gap.as_minutes()).unwrap_or(i16::MAX)),
        );
        let row: ChannelRow = update(channels::table.filter(own))
            .set(values)
            .returning(ChannelRow::as_returning())
            .get_result(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        row.into_channel()
    }

    async fn delete(&self, ctx: &ProfileContext, id: ChannelId) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let channel = found(&mut scope, ctx, id).await.map_err(failed)?.into_channel()?;
        let own = channels::profile_id.eq(ctx.profile().uuid()).and(channels::id.eq(id.uuid()));
        delete(channels::table.filter(own)).execute(&mut *scope).await.map_err(failed)?;
        sql_query("SELECT ef.release_channel($1)")
            .bind::<Binary, _>(claim_of(&channel.account.remote_id))
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        let event = Event { what: "channel_released", account: &channel.account.label(), ..Event::default() };
        record(&mut scope, ctx, event).await?;
        scope.commit().await
    }
}

async fn found(scope: &mut Scope, ctx: &ProfileContext, id: ChannelId) -> QueryResult<ChannelRow> {
    channels::table
        .filter(channels::profile_id.eq(ctx.profile().uuid()))
        .filter(channels::id.eq(id.uuid()))
        .select(ChannelRow::as_select())
        .first(&mut **scope)
        .await
}
