//! Music.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _, delete, dsl::insert_into,
};
use diesel_async::RunQueryDsl as _;
use domain::{FootageName, Music, MusicFacts, MusicId, MusicStore, NewMusic, ProfileContext, StoreError};
use uuid::Uuid;

use crate::{
    Postgres,
    rows::{Place, failed, int},
    schema::music,
    scope::Scope,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = music)]
struct MusicRow {
    id: Uuid,
    name: String,
    duration_ms: i32,
    loudness_lufs: f64,
    created_at: DateTime<Utc>,
}

impl MusicRow {
    fn into_music(self) -> Result<Music, StoreError> {
        let place = Place { table: "music", row: self.id };
        Ok(Music {
            id: MusicId::from(self.id),
            name: place.read("name", FootageName::parse(&self.name))?,
            facts: MusicFacts {
                duration_ms: place.number("duration_ms", self.duration_ms)?,
                loudness_lufs: self.loudness_lufs,
            },
            created_at: self.created_at,
        })
    }
}

#[async_trait]
impl MusicStore for Postgres {
    async fn create(&self, ctx: &ProfileContext, new: NewMusic) -> Result<Music, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let values = (
            music::profile_id.eq(ctx.profile().uuid()),
            music::id.eq(new.id.uuid()),
            music::name.eq(new.name.as_str()),
            music::duration_ms.eq(int(new.facts.duration_ms)),
            music::loudness_lufs.eq(new.facts.loudness_lufs),
        );
        insert_into(music::table)
            .values(values)
            .on_conflict((music::profile_id, music::id))
            .do_nothing()
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        let found = find(&mut scope, ctx, new.id).await?;
        scope.commit().await?;
        Ok(found)
    }

    async fn list(&self, ctx: &ProfileContext) -> Result<Vec<Music>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let rows: Vec<MusicRow> = music::table
            .filter(music::profile_id.eq(ctx.profile().uuid()))
            .select(MusicRow::as_select())
            .order((music::created_at.desc(), music::id.desc()))
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        rows.into_iter().map(MusicRow::into_music).collect()
    }

    async fn find(&self, ctx: &ProfileContext, id: MusicId) -> Result<Music, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let found = find(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(found)
    }

    async fn delete(&self, ctx: &ProfileContext, id: MusicId) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let this = music::profile_id.eq(ctx.profile().uuid()).and(music::id.eq(id.uuid()));
        let gone = delete(music::table.filter(this)).execute(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        if gone == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }
}

async fn find(scope: &mut Scope, ctx: &ProfileContext, id: MusicId) -> Result<Music, StoreError> {
    let row: MusicRow = music::table
        .filter(music::profile_id.eq(ctx.profile().uuid()))
        .filter(music::id.eq(id.uuid()))
        .select(MusicRow::as_select())
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    row.into_music()
}
