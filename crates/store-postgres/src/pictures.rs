//! Pictures.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _, delete, dsl::insert_into,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    FootageName, NewPicture, Picture, PictureId, PictureSize, PictureStore, ProfileContext, StoreError,
};
use uuid::Uuid;

use crate::{
    Postgres,
    rows::{Place, failed, int},
    schema::pictures,
    scope::Scope,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = pictures)]
struct PictureRow {
    id: Uuid,
    name: String,
    width: i32,
    height: i32,
    created_at: DateTime<Utc>,
}

impl PictureRow {
    fn into_picture(self) -> Result<Picture, StoreError> {
        let place = Place { table: "pictures", row: self.id };
        Ok(Picture {
            id: PictureId::from(self.id),
            name: place.read("name", FootageName::parse(&self.name))?,
            size: PictureSize {
                width: place.number("width", self.width)?,
                height: place.number("height", self.height)?,
            },
            created_at: self.created_at,
        })
    }
}

#[async_trait]
impl PictureStore for Postgres {
    async fn create(&self, ctx: &ProfileContext, new: NewPicture) -> Result<Picture, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let values = (
            pictures::profile_id.eq(ctx.profile().uuid()),
            pictures::id.eq(new.id.uuid()),
            pictures::name.eq(new.name.as_str()),
            pictures::width.eq(int(new.size.width)),
            pictures::height.eq(int(new.size.height)),
        );
        insert_into(pictures::table)
            .values(values)
            .on_conflict((pictures::profile_id, pictures::id))
            .do_nothing()
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        let found = find(&mut scope, ctx, new.id).await?;
        scope.commit().await?;
        Ok(found)
    }

    async fn list(&self, ctx: &ProfileContext) -> Result<Vec<Picture>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let rows: Vec<PictureRow> = pictures::table
            .filter(pictures::profile_id.eq(ctx.profile().uuid()))
            .select(PictureRow::as_select())
            .order((pictures::created_at.desc(), pictures::id.desc()))
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        rows.into_iter().map(PictureRow::into_picture).collect()
    }

    async fn find(&self, ctx: &ProfileContext, id: PictureId) -> Result<Picture, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let found = find(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(found)
    }

    async fn delete(&self, ctx: &ProfileContext, id: PictureId) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let this = pictures::profile_id.eq(ctx.profile().uuid()).and(pictures::id.eq(id.uuid()));
        let gone = delete(pictures::table.filter(this)).execute(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        if gone == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }
}

async fn find(scope: &mut Scope, ctx: &ProfileContext, id: PictureId) -> Result<Picture, StoreError> {
    let row: PictureRow = pictures::table
        .filter(pictures::profile_id.eq(ctx.profile().uuid()))
        .filter(pictures::id.eq(id.uuid()))
        .select(PictureRow::as_select())
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    row.into_picture()
}
