//! The activity log of publishing.

use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _, dsl::insert_into,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    ClipId, Cursor, Page, PageRequest, ProfileContext, Publication, PublicationId, PublishingEvent,
    StoreError, UserId,
};
use uuid::Uuid;

use crate::{Postgres, rows::failed, schema::publishing_events as events, scope::Scope};

/// What is written to the log.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Event<'e> {
    pub(crate) what: &'e str,
    pub(crate) publication: Option<&'e Publication>,
    pub(crate) account: &'e str,
    pub(crate) detail: &'e str,
}

impl<'e> Event<'e> {
    /// Tells of a publication.
    pub(crate) fn of(what: &'e str, publication: &'e Publication, detail: &'e str) -> Self {
        Self { what, publication: Some(publication), account: &publication.confirmed.account, detail }
    }
}

/// Writes to the log, as one write with what it tells of.
pub(crate) async fn record(
    scope: &mut Scope,
    ctx: &ProfileContext,
    event: Event<'_>,
) -> Result<(), StoreError> {
    let (id, confirmed) = (event.publication.map(|p| p.id), event.publication.map(|p| &p.confirmed));
    let values = (
        events::profile_id.eq(ctx.profile().uuid()),
        events::id.eq(Uuid::new_v4()),
        events::actor_id.eq(ctx.actor().uuid()),
        events::what.eq(event.what),
        events::publication_id.eq(id.map(PublicationId::uuid)),
        events::clip_id.eq(confirmed.and_then(|post| post.clip).map(ClipId::uuid)),
        events::clip_name.eq(confirmed.map_or("", |post| post.clip_name.as_str())),
        events::account.eq(event.account),
        events::detail.eq(event.detail),
    );
    insert_into(events::table).values(values).execute(&mut **scope).await.map_err(failed)?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = events)]
struct EventRow {
    id: Uuid,
    at: DateTime<Utc>,
    actor_id: Uuid,
    what: String,
    publication_id: Option<Uuid>,
    clip_id: Option<Uuid>,
    clip_name: String,
    account: String,
    detail: String,
}

/// Lists the log, newest first.
pub(crate) async fn list(
    postgres: &Postgres,
    ctx: &ProfileContext,
    page: &PageRequest,
) -> Result<Page<PublishingEvent>, StoreError> {
    let mut scope = postgres.scoped(ctx).await?;
    let mut query = events::table
        .filter(events::profile_id.eq(ctx.profile().uuid()))
        .select(EventRow::as_select())
        .order((events::at.desc(), events::id.desc()))
        .limit(i64::from(page.limit()) + 1)
        .into_boxed();
    if let Some(Cursor { created_at, id }) = page.after {
        let older = events::at.le(created_at).and(events::at.lt(created_at).or(events::id.lt(id)));
        query = query.filter(older);
    }
    let rows: Vec<EventRow> = query.load(&mut *scope).await.map_err(failed)?;
    scope.commit().await?;
    let list = rows.into_iter().map(|row| PublishingEvent {
        id: row.id,
        at: row.at,
        actor: UserId::from(row.actor_id),
        what: row.what,
        publication: row.publication_id.map(PublicationId::from),
        clip: row.clip_id.map(ClipId::from),
        clip_name: row.clip_name,
        account: row.account,
        detail: row.detail,
    });
    Ok(Page::of(page, list.collect(), |event| Cursor { created_at: event.at, id: event.id }))
}
