//! Jobs as people see them.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _, Queryable,
    QueryableByName, Selectable, SelectableHelper as _,
    dsl::{exists, insert_into, now, select, sql},
    expression::SqlLiteral,
    sql_query,
    sql_types::{Bool, Nullable, Timestamptz, Uuid as SqlUuid},
    update,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    Cursor, Job, JobFailure, JobFields, JobFilter, JobId, JobState, JobStore, NewJob, Page, PageRequest,
    ProfileContext, ProfileId, StoreError, Task, UserId,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Postgres,
    costs::set_aside,
    footage,
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
    cancel_requested: bool,
    pub(crate) max_attempts: i32,
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
            cancel_requested: self.cancel_requested,
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

    async fn list(
        &self,
        ctx: &ProfileContext,
        filter: JobFilter,
        page: &PageRequest,
    ) -> Result<Page<Job>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let mut query = jobs::table
            .filter(jobs::profile_id.eq(ctx.profile().uuid()))
            .select(JobRow::as_select())
            .order((jobs::created_at.desc(), jobs::id.desc()))
            .limit(i64::from(page.limit()) + 1)
            .into_boxed();
        if filter == JobFilter::WentWrong {
            // In the words of the index jobs_failed.
            query = query.filter(sql::<Bool>("state IN ('failed', 'dead')"));
        }
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

    async fn others_running(&self, ctx: &ProfileContext, than: JobId) -> Result<bool, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let others = jobs::table
            .filter(jobs::profile_id.eq(ctx.profile().uuid()))
            .filter(jobs::state.eq("running").and(jobs::id.ne(than.uuid())));
        let running = select(exists(others)).get_result(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        Ok(running)
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
        stop(&mut scope, ctx, Some(id)).await?;
        let job = find(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(job)
    }

    async fn requeue(&self, ctx: &ProfileContext, id: JobId) -> Result<Job, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let own = jobs::profile_id.eq(ctx.profile().uuid()).and(jobs::id.eq(id.uuid()));
        let values = (
            jobs::state.eq("ready"),
            jobs::step.eq(WAITING),
            jobs::progress.eq(0.0_f32),
            jobs::attempt.eq(0),
            jobs::cancel_requested.eq(false),
            jobs::failure_code.eq(None::<String>),
            jobs::failure_detail.eq(None::<String>),
            jobs::run_at.eq(now),
        );
        let again = update(jobs::table)
            // What the original did is kept for the record, and never done here.
            .filter(
                own.and(jobs::state.eq_any(["failed", "dead", "cancelled"])).and(jobs::kind.ne("adopted")),
            )
            .set(values)
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        let job = find(&mut scope, ctx, id).await?;
        if again == 1
            && let Task::Analyse { source_video } = job.fields.task
        {
            footage::look_again(&mut scope, ctx, source_video).await?;
        }
        scope.commit().await?;
        if again == 1 {
            return Ok(job);
        }
        let state = job.fields.state.as_str();
        Err(StoreError::Conflict(format!(
            "this job is {state}; only one that failed or was stopped begins anew"
        )))
    }
}

/// Stops a job of the profile, or all: those that wait at once, those that run as soon as their workers hear of it.
pub(crate) async fn stop(
    scope: &mut Scope,
    ctx: &ProfileContext,
    id: Option<JobId>,
) -> Result<(), StoreError> {
    let stopping = sql_query(
        "UPDATE jobs SET cancel_requested = true,
           step = CASE state WHEN 'ready' THEN 'cancelled' ELSE 'stopping' END,
           state = CASE state WHEN 'ready' THEN 'cancelled' ELSE state END
         WHERE profile_id = $1 AND state IN ('ready', 'running') AND ($2 IS NULL OR id = $2)",
    );
    stopping
        .bind::<SqlUuid, _>(ctx.profile().uuid())
        .bind::<Nullable<SqlUuid>, _>(id.map(JobId::uuid))
        .execute(&mut **scope)
        .await
        .map_err(failed)?;
    Ok(())
}

/// What a job's row says while it waits.
pub(crate) const WAITING: &str = "waiting for a worker";

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
    let id = new.id;
    let task = serde_json::to_value(&new.task).map_err(|error| StoreError::Unavailable(Box::new(error)))?;
    let values = (
        jobs::profile_id.eq(ctx.profile().uuid()),
        jobs::id.eq(id.uuid()),
        jobs::actor_id.eq(ctx.actor().uuid()),
        jobs::kind.eq(new.task.kind().as_str()),
        jobs::task.eq(task),
        jobs::unique_key.eq(new.unique_key.as_deref()),
        jobs::priority.eq(new.priority.number()),
        jobs::max_attempts.eq(i32::from(new.max_attempts)),
        jobs::run_at.eq(in_time(new.delay)),
    );
    let inserted = insert_into(jobs::table)
        .values(values)
        .on_conflict((jobs::profile_id, jobs::unique_key))
        .do_nothing()
        .execute(&mut **scope)
        .await
        .map_err(failed)?;
    if inserted == 1 {
        set_aside(scope, ctx, &new.spends).await?;
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

/// So long from now, by the database's clock.
pub(crate) fn in_time(delay: Duration) -> SqlLiteral<Timestamptz> {
    sql(&format!("clock_timestamp() + interval '{} milliseconds'", delay.as_millis()))
}
