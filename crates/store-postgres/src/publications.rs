//! Publications: the outbox.

mod rows;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
    QueryableByName, SelectableHelper as _, delete,
    dsl::{insert_into, now},
    sql_query,
    sql_types::{Array, BigInt, Timestamptz, Uuid as SqlUuid},
    update,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    BatchId, ChannelId, Cursor, Job, NewJob, NewPublication, Page, PageRequest, ProfileContext, Publication,
    PublicationFilter, PublicationId, PublicationStep, PublicationStore, PublishingEvent, RemoteMedia,
    StoreError, UploadKey,
};

use self::rows::{Change, NewRow, PublicationRow};
use crate::{
    Postgres, jobs,
    publishing_events::{self, Event, record},
    rows::failed,
    schema::{publication_uploads as uploads, publications},
    scope::Scope,
};

/// The most of what is asked at the publisher at a time.
const MOST_AT_PUBLISHER: i64 = 500;

#[async_trait]
impl PublicationStore for Postgres {
    async fn create(
        &self,
        ctx: &ProfileContext,
        batch: BatchId,
        new: Vec<NewPublication>,
        job: NewJob,
    ) -> Result<Job, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let ours = job.id;
        let job = jobs::enqueue(&mut scope, ctx, job).await?;
        // Another answer than our job is the one of the first request.
        if job.fields.id == ours {
            keep_apart(&mut scope, ctx, &new).await?;
            let rows: Vec<NewRow> = new.into_iter().map(|new| NewRow::of(ctx, batch, new)).collect();
            insert_into(publications::table).values(rows).execute(&mut *scope).await.map_err(failed)?;
            for publication in &of_batch(&mut scope, ctx, batch).await? {
                record(&mut scope, ctx, Event::of("confirmed", publication, "")).await?;
            }
        }
        scope.commit().await?;
        Ok(job)
    }

    async fn find(&self, ctx: &ProfileContext, id: PublicationId) -> Result<Publication, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let publication = found(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(publication)
    }

    async fn list(
        &self,
        ctx: &ProfileContext,
        filter: PublicationFilter,
        page: &PageRequest,
    ) -> Result<Page<Publication>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let mut query = publications::table
            .filter(publications::profile_id.eq(ctx.profile().uuid()))
            .select(PublicationRow::as_select())
            .order((publications::created_at.desc(), publications::id.desc()))
            .limit(i64::from(page.limit()) + 1)
            .into_boxed();
        if let Some(state) = filter.state {
            query = query.filter(publications::state.eq(state.as_str()));
        }
        if let Some(clip) = filter.clip {
            query = query.filter(publications::clip_id.eq(clip.uuid()));
        }
        if let Some(Cursor { created_at, id }) = page.after {
            let older = publications::created_at
                .le(created_at)
                .and(publications::created_at.lt(created_at).or(publications::id.lt(id)));
            query = query.filter(older);
        }
        let rows: Vec<PublicationRow> = query.load(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        let list = rows.into_iter().map(PublicationRow::into_publication).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::of(page, list, |one| Cursor { created_at: one.created_at, id: one.id.uuid() }))
    }

    async fn batch(&self, ctx: &ProfileContext, batch: BatchId) -> Result<Vec<Publication>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let all = of_batch(&mut scope, ctx, batch).await?;
        scope.commit().await?;
        Ok(all)
    }

    async fn at_publisher(&self, ctx: &ProfileContext) -> Result<Vec<Publication>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let rows: Vec<PublicationRow> = publications::table
            .filter(publications::profile_id.eq(ctx.profile().uuid()))
            .filter(publications::state.eq_any(["sent", "scheduled"]))
            .select(PublicationRow::as_select())
            .order((publications::due_at, publications::id))
            .limit(MOST_AT_PUBLISHER)
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        rows.into_iter().map(PublicationRow::into_publication).collect()
    }

    async fn taken(
        &self,
        ctx: &ProfileContext,
        channel: ChannelId,
        from: DateTime<Utc>,
    ) -> Result<Vec<DateTime<Utc>>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let times = publications::table
            .filter(publications::profile_id.eq(ctx.profile().uuid()))
            .filter(publications::channel_id.eq(channel.uuid()))
            .filter(publications::due_at.ge(from).and(publications::state.ne("failed")))
            .select(publications::due_at)
            .order(publications::due_at)
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        Ok(times)
    }

    async fn step(
        &self,
        ctx: &ProfileContext,
        was: &Publication,
        step: PublicationStep,
    ) -> Result<Publication, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let is = stepped(&mut scope, ctx, was, step).await?;
        scope.commit().await?;
        Ok(is)
    }

    async fn replan(
        &self,
        ctx: &ProfileContext,
        was: &Publication,
        step: PublicationStep,
        job: NewJob,
    ) -> Result<Job, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        stepped(&mut scope, ctx, was, step).await?;
        let job = jobs::enqueue(&mut scope, ctx, job).await?;
        scope.commit().await?;
        Ok(job)
    }

    async fn known_remote(&self, ctx: &ProfileContext, ids: &[String]) -> Result<Vec<String>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let known: Vec<Option<String>> = publications::table
            .filter(publications::profile_id.eq(ctx.profile().uuid()))
            .filter(publications::remote_id.eq_any(ids))
            .select(publications::remote_id)
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        Ok(known.into_iter().flatten().collect())
    }

    async fn delete(&self, ctx: &ProfileContext, was: &Publication) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let own = publications::profile_id.eq(ctx.profile().uuid()).and(publications::id.eq(was.id.uuid()));
        let as_it_was = own.and(publications::version.eq(was.version));
        let gone =
            delete(publications::table.filter(as_it_was)).execute(&mut *scope).await.map_err(failed)?;
        if gone == 0 {
            found(&mut scope, ctx, was.id).await?;
            return Err(changed());
        }
        record(&mut scope, ctx, Event::of("deleted", was, "")).await?;
        scope.commit().await
    }

    async fn upload(&self, ctx: &ProfileContext, key: &UploadKey) -> Result<Option<RemoteMedia>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let found: Option<(String, String)> = uploads::table
            .filter(uploads::profile_id.eq(ctx.profile().uuid()))
            .filter(uploads::connection_id.eq(key.connection.uuid()))
            .filter(uploads::clip_id.eq(key.clip.uuid()))
            .filter(uploads::fingerprint.eq(key.fingerprint.as_str()))
            .filter(uploads::kind.eq(key.kind.as_str()))
            .select((uploads::remote_id, uploads::path))
            .first(&mut *scope)
            .await
            .optional()
            .map_err(failed)?;
        scope.commit().await?;
        Ok(found.map(|(id, path)| RemoteMedia { id, path }))
    }

    async fn record_upload(
        &self,
        ctx: &ProfileContext,
        key: &UploadKey,
        media: &RemoteMedia,
    ) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let values = (
            uploads::profile_id.eq(ctx.profile().uuid()),
            uploads::connection_id.eq(key.connection.uuid()),
            uploads::clip_id.eq(key.clip.uuid()),
            uploads::fingerprint.eq(key.fingerprint.as_str()),
            uploads::kind.eq(key.kind.as_str()),
            uploads::remote_id.eq(&media.id),
            uploads::path.eq(&media.path),
        );
        let insert = insert_into(uploads::table).values(values).on_conflict_do_nothing();
        insert.execute(&mut *scope).await.map_err(failed)?;
        scope.commit().await
    }

    async fn log(
        &self,
        ctx: &ProfileContext,
        what: &str,
        account: &str,
        detail: &str,
    ) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        record(&mut scope, ctx, Event { what, account, detail, publication: None }).await?;
        scope.commit().await
    }

    async fn activity(
        &self,
        ctx: &ProfileContext,
        page: &PageRequest,
    ) -> Result<Page<PublishingEvent>, StoreError> {
        publishing_events::list(self, ctx, page).await
    }
}

fn changed() -> StoreError {
    StoreError::Conflict("this publication has changed meanwhile; look at it again".to_owned())
}

async fn stepped(
    scope: &mut Scope,
    ctx: &ProfileContext,
    was: &Publication,
    step: PublicationStep,
) -> Result<Publication, StoreError> {
    let detail = match &step {
        PublicationStep::Fail { reason }
        | PublicationStep::Review { reason }
        | PublicationStep::Unsend { reason }
        | PublicationStep::Replan { reason, .. } => reason.clone(),
        _ => String::new(),
    };
    let what = step.leads_to().as_str();
    let own = publications::profile_id.eq(ctx.profile().uuid()).and(publications::id.eq(was.id.uuid()));
    let row: Option<PublicationRow> = update(publications::table)
        .filter(own.and(publications::version.eq(was.version)))
        .set((Change::of(was, step), publications::updated_at.eq(now)))
        .returning(PublicationRow::as_returning())
        .get_result(&mut **scope)
        .await
        .optional()
        .map_err(failed)?;
    let Some(row) = row else {
        found(scope, ctx, was.id).await?;
        return Err(changed());
    };
    let is = row.into_publication()?;
    record(scope, ctx, Event::of(what, &is, &detail)).await?;
    Ok(is)
}

async fn found(
    scope: &mut Scope,
    ctx: &ProfileContext,
    id: PublicationId,
) -> Result<Publication, StoreError> {
    let row: PublicationRow = publications::table
        .filter(publications::profile_id.eq(ctx.profile().uuid()))
        .filter(publications::id.eq(id.uuid()))
        .select(PublicationRow::as_select())
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    row.into_publication()
}

async fn of_batch(
    scope: &mut Scope,
    ctx: &ProfileContext,
    batch: BatchId,
) -> Result<Vec<Publication>, StoreError> {
    let rows: Vec<PublicationRow> = publications::table
        .filter(publications::profile_id.eq(ctx.profile().uuid()))
        .filter(publications::batch_id.eq(batch.uuid()))
        .select(PublicationRow::as_select())
        .order((publications::due_at, publications::id))
        .load(&mut **scope)
        .await
        .map_err(failed)?;
    rows.into_iter().map(PublicationRow::into_publication).collect()
}

/// Refuses posts that are too near to others of their channels. The channels stay locked until the new posts are there, so
/// of two requests at the same time the second one sees the first one's.
async fn keep_apart(
    scope: &mut Scope,
    ctx: &ProfileContext,
    new: &[NewPublication],
) -> Result<(), StoreError> {
    #[derive(QueryableByName)]
    struct Near {
        #[diesel(sql_type = BigInt)]
        posts: i64,
    }
    let wanted: Vec<(ChannelId, DateTime<Utc>)> =
        new.iter().filter_map(|one| Some((one.confirmed.channel?, one.confirmed.due_at))).collect();
    let mut ids: Vec<uuid::Uuid> = wanted.iter().map(|(channel, _)| channel.uuid()).collect();
    ids.sort_unstable();
    ids.dedup();
    let lock =
        sql_query("SELECT FROM channels WHERE profile_id = $1 AND id = ANY($2) ORDER BY id FOR UPDATE");
    lock.bind::<SqlUuid, _>(ctx.profile().uuid())
        .bind::<Array<SqlUuid>, _>(&ids)
        .execute(&mut **scope)
        .await
        .map_err(failed)?;
    let (channels, times): (Vec<_>, Vec<_>) =
        wanted.into_iter().map(|(channel, due)| (channel.uuid(), due)).unzip();
    let near: Near = sql_query(
        "SELECT count(*) AS posts FROM unnest($2, $3) AS wanted (channel, due)
         JOIN channels c ON c.profile_id = $1 AND c.id = channel
         JOIN publications p ON p.profile_id = $1 AND p.channel_id = channel AND p.state <> 'failed'
           AND p.due_at > due - make_interval(mins => c.gap_minutes)
           AND p.due_at < due + make_interval(mins => c.gap_minutes)",
    )
    .bind::<SqlUuid, _>(ctx.profile().uuid())
    .bind::<Array<SqlUuid>, _>(channels)
    .bind::<Array<Timestamptz>, _>(times)
    .get_result(&mut **scope)
    .await
    .map_err(failed)?;
    if near.posts == 0 {
        return Ok(());
    }
    let detail =
        "another post was confirmed meanwhile that is too near to one of these; look at the plan again";
    Err(StoreError::Conflict(detail.to_owned()))
}
