//! Jobs as people see them.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable,
    QueryableByName, Selectable, SelectableHelper as _, dsl::insert_into, update,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    Cursor, Job, JobFailure, JobFields, JobId, JobState, JobStore, NewJob, Page, PageRequest, ProfileContext,
    ProfileId, StoreError, UserId,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Postgres,
    rows::{Place, failed},
    schema::{job_seqs, jobs},
    scope::Scope,
};

#[derive(Queryable, Selectable, QueryableByName)]
#[diesel(table_name = jobs)]
pub(crate) struct JobRow {
    profile_id: Uuid,
    id: Uuid,
    actor_id: Uuid,
    task: Value,
    state: String,
    step: String,
    progress: f32,
    failure_code: Option<String>,
    failure_detail: Option<String>,
    result: Option<Value>,
    attempt: i32,
    seq: i64,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl JobRow {
    pub(crate) fn into_job(self) -> Result<Job, StoreError> {
        let place = Place { table: "jobs", row: self.id };
        let state =
            JobState::ALL.into_iter().find(|state| state.as_str() == self.state).ok_or("unknown state");
        let failure = self
            .failure_code
            .map(|code| JobFailure { code, detail: self.failure_detail.unwrap_or_default() });
        let fields = JobFields {
            id: JobId::from(self.id),
            task: place.read("task", serde_json::from_value(self.task))?,
            state: place.read("state", state)?,
            step: self.step,
            progress: self.progress,
            failure,
            result: self.result,
            attempt: self.attempt,
            seq: self.seq,
            created_at: self.created_at,
            updated_at: self.updated_at,
        };
        Ok(Job::restore(ProfileId::from(self.profile_id), UserId::from(self.actor_id), fields))
    }
}

#[async_trait]
impl JobStore for Postgres {
    async fn enqueue(&self, ctx: &ProfileContext, new: NewJob) -> Result<Job, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let job = enqueue(&mut scope, ctx, new).await?;
        scope.commit().await?;
        Ok(job)
    }

    async fn find(&self, ctx: &ProfileContext, id: JobId) -> Result<Job, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let job = find(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(job)
    }

    async fn list(&self, ctx: &ProfileContext, page: &PageRequest) -> Result<Page<Job>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let mut query = jobs::table
            .filter(jobs::profile_id.eq(ctx.profile().uuid()))
            .select(JobRow::as_select())
            .order((jobs::created_at.desc(), jobs::id.desc()))
            .limit(i64::from(page.limit()) + 1)
            .into_boxed();
        if let Some(Cursor { created_at, id }) = page.after {
            // The first half is what the index is entered by; an OR alone reads all newer rows for nothing.
            let older =
                jobs::created_at.le(created_at).and(jobs::created_at.lt(created_at).or(jobs::id.lt(id)));
            query = query.filter(older);
        }
        let rows: Vec<JobRow> = query.load(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        let list = rows.into_iter().map(JobRow::into_job).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::of(page, list, |job| Cursor { created_at: job.fields.created_at, id: job.fields.id.uuid() }))
    }

    async fn changed_since(&self, ctx: &ProfileContext, seq: i64) -> Result<Vec<Job>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let rows: Vec<JobRow> = jobs::table
            .filter(jobs::profile_id.eq(ctx.profile().uuid()).and(jobs::seq.gt(seq)))
            .select(JobRow::as_select())
            .order(jobs::seq)
            .limit(100)
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        rows.into_iter().map(JobRow::into_job).collect()
    }

    async fn latest_seq(&self, ctx: &ProfileContext) -> Result<i64, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let seq: Option<i64> = job_seqs::table
            .filter(job_seqs::profile_id.eq(ctx.profile().uuid()))
            .select(job_seqs::seq)
            .first(&mut *scope)
            .await
            .optional()
            .map_err(failed)?;
        scope.commit().await?;
        Ok(seq.unwrap_or(0))
    }

    async fn cancel(&self, ctx: &ProfileContext, id: JobId) -> Result<Job, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let own = jobs::profile_id.eq(ctx.profile().uuid()).and(jobs::id.eq(id.uuid()));
        update(jobs::table)
            .filter(own.and(jobs::state.eq("ready")))
            .set((jobs::state.eq("cancelled"), jobs::step.eq("cancelled"), jobs::cancel_requested.eq(true)))
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        update(jobs::table)
            .filter(own.and(jobs::state.eq("running")))
            .set((jobs::cancel_requested.eq(true), jobs::step.eq("stopping")))
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        let job = find(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(job)
    }
}

async fn find(scope: &mut Scope, ctx: &ProfileContext, id: JobId) -> Result<Job, StoreError> {
    let row: JobRow = jobs::table
        .filter(jobs::profile_id.eq(ctx.profile().uuid()))
        .filter(jobs::id.eq(id.uuid()))
        .select(JobRow::as_select())
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    row.into_job()
}

/// Enqueues a job in an open scope, so that it can be one write with what it is about.
pub(crate) async fn enqueue(scope: &mut Scope, ctx: &ProfileContext, new: NewJob) -> Result<Job, StoreError> {
    let id = JobId::new();
    let task = serde_json::to_value(&new.task).map_err(|error| StoreError::Unavailable(Box::new(error)))?;
    let values = (
        jobs::profile_id.eq(ctx.profile().uuid()),
        jobs::id.eq(id.uuid()),
        jobs::actor_id.eq(ctx.actor().uuid()),
        jobs::kind.eq(new.task.kind().as_str()),
        jobs::task.eq(task),
        jobs::unique_key.eq(new.unique_key.as_deref()),
    );
    let inserted = insert_into(jobs::table)
        .values(values)
        .on_conflict((jobs::profile_id, jobs::unique_key))
        .do_nothing()
        .execute(&mut **scope)
        .await
        .map_err(failed)?;
    if inserted == 1 {
        return find(scope, ctx, id).await;
    }
    let row: JobRow = jobs::table
        .filter(jobs::profile_id.eq(ctx.profile().uuid()).and(jobs::unique_key.eq(new.unique_key)))
        .select(JobRow::as_select())
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    let first = row.into_job()?;
    if first.fields.task == new.task {
        Ok(first)
    } else {
        Err(StoreError::Conflict("this idempotency key was used for another request".to_owned()))
    }
}
