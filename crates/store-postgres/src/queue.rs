//! The queue as workers see it. Each write is fenced on the lease; the database's clock is the only one.

use std::time::Duration;

use async_trait::async_trait;
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _,
    dsl::sql,
    sql_query,
    sql_types::{Integer, Nullable, Timestamptz, Uuid as SqlUuid},
    update,
};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _};
use domain::{
    Beat, Claimed, JobFailure, JobQueue, JobState, Lease, ProfileContext, Retry, StoreError, WorkerId,
};
use futures_util::StreamExt as _;
use serde_json::Value;

use crate::{
    Postgres,
    jobs::{JobRow, WAITING, in_time},
    pool::Lent,
    rows::failed,
    schema::jobs,
    scope::Scope,
};

/// How many jobs of one profile run at a time.
const RUNNING_CAP: i32 = 2;

/// A connection that hears when jobs are enqueued.
pub(crate) struct Listener {
    connection: AsyncPgConnection,
}

impl Listener {
    async fn open(url: &str) -> Result<Self, StoreError> {
        let unavailable = |error: diesel::ConnectionError| StoreError::Unavailable(Box::new(error));
        let mut connection = AsyncPgConnection::establish(url).await.map_err(unavailable)?;
        sql_query("LISTEN ef_jobs").execute(&mut connection).await.map_err(failed)?;
        Ok(Self { connection })
    }

    /// Waits for a call; tells whether the connection still stands.
    async fn heard(&mut self, at_most: Duration) -> bool {
        let mut calls = std::pin::pin!(self.connection.notifications_stream());
        match tokio::time::timeout(at_most, calls.next()).await {
            Ok(call) => matches!(call, Some(Ok(_))),
            Err(_nobody_called) => true,
        }
    }
}

#[derive(diesel::QueryableByName)]
struct Swept {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    sweep_jobs: i64,
}

#[async_trait]
impl JobQueue for Postgres {
    async fn claim(&self, worker: WorkerId, lease: Duration) -> Result<Option<Claimed>, StoreError> {
        let mut connection = self.worker_connection().await?;
        let rows: Vec<JobRow> = sql_query("SELECT * FROM ef.claim_job($1, $2, $3)")
            .bind::<SqlUuid, _>(worker.uuid())
            .bind::<Integer, _>(millis(lease))
            .bind::<Integer, _>(RUNNING_CAP)
            .load(connection.open()?)
            .await
            .map_err(failed)?;
        connection.answered();
        let Some(row) = rows.into_iter().next() else { return Ok(None) };
        let max_attempts = row.max_attempts;
        let job = row.into_job()?;
        let lease = Lease { job: job.fields.id, worker, attempt: job.fields.attempt };
        Ok(Some(Claimed { job, lease, max_attempts }))
    }

    async fn sweep(&self) -> Result<u64, StoreError> {
        let mut connection = self.worker_connection().await?;
        let swept: Swept =
            sql_query("SELECT ef.sweep_jobs()").get_result(connection.open()?).await.map_err(failed)?;
        for other in
            ["SELECT ef.sweep_reservations()", "SELECT ef.sweep_answers()", "SELECT ef.enqueue_tidying()"]
        {
            sql_query(other).execute(connection.open()?).await.map_err(failed)?;
        }
        connection.answered();
        Ok(u64::try_from(swept.sweep_jobs).unwrap_or(0))
    }

    async fn wait(&self, at_most: Duration) -> Result<(), StoreError> {
        let mut slot = self.listener.lock().await;
        // A job may have come before anybody listened: a new listener does not wait.
        let Some(listener) = slot.as_mut() else {
            *slot = Some(Listener::open(&self.worker_url).await?);
            return Ok(());
        };
        if !listener.heard(at_most).await {
            *slot = None;
        }
        Ok(())
    }

    async fn heartbeat(
        &self,
        ctx: &ProfileContext,
        lease: &Lease,
        length: Duration,
    ) -> Result<Beat, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let until = sql::<Nullable<Timestamptz>>("clock_timestamp() + interval '1 millisecond' * ")
            .bind::<Integer, _>(millis(length));
        let cancelled: Vec<bool> = update(jobs::table)
            .filter(held(ctx, lease))
            .set(jobs::lease_until.eq(until))
            .returning(jobs::cancel_requested)
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        match cancelled.as_slice().first() {
            Some(true) => Ok(Beat::Cancelled),
            Some(false) => Ok(Beat::GoOn),
            None => Err(StoreError::LeaseLost),
        }
    }

    async fn progress(
        &self,
        ctx: &ProfileContext,
        lease: &Lease,
        step: &str,
        share: f32,
    ) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let values = (jobs::step.eq(step), jobs::progress.eq(share.clamp(0.0, 1.0)));
        // What a person asked for stays readable: "stopping" is not overwritten.
        let changed = update(jobs::table)
            .filter(held(ctx, lease).and(jobs::cancel_requested.eq(false)))
            .set(values)
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        // The next heartbeat tells a lost lease from a wish to stop.
        if changed == 0 {
            tracing::debug!(job.id = %lease.job, "progress of a job that stops");
        }
        Ok(())
    }

    async fn finish(&self, ctx: &ProfileContext, lease: &Lease, result: Value) -> Result<(), StoreError> {
        let values = (
            jobs::state.eq("done"),
            jobs::step.eq("done"),
            jobs::progress.eq(1.0_f32),
            jobs::result.eq(Some(result)),
            jobs::failure_code.eq(None::<String>),
            jobs::failure_detail.eq(None::<String>),
            released(),
        );
        let mut scope = self.scoped(ctx).await?;
        let done = update(jobs::table).filter(held(ctx, lease)).set(values).execute(&mut *scope).await;
        fenced(scope, done).await
    }

    async fn fail(
        &self,
        ctx: &ProfileContext,
        lease: &Lease,
        failure: &JobFailure,
        retry: Retry,
    ) -> Result<JobState, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let max: i32 = jobs::table
            .filter(held(ctx, lease))
            .select(jobs::max_attempts)
            .first(&mut *scope)
            .await
            .map_err(|error| if error == diesel::NotFound { StoreError::LeaseLost } else { failed(error) })?;
        let state = match retry {
            Retry::Never => JobState::Failed,
            _ if lease.attempt >= max => JobState::Dead,
            Retry::Later | Retry::After(_) => JobState::Ready,
        };
        let step = if state == JobState::Ready { "waiting to be tried again" } else { "failed" };
        let wait = match retry {
            Retry::After(wait) => wait,
            _ => Duration::from_secs(u64::from((lease.attempt * lease.attempt).clamp(0, 60).unsigned_abs())),
        };
        let values = (
            jobs::state.eq(state.as_str()),
            jobs::step.eq(step),
            jobs::failure_code.eq(Some(&failure.code)),
            jobs::failure_detail.eq(Some(&failure.detail)),
            jobs::run_at.eq(in_time(wait)),
            released(),
        );
        let done = update(jobs::table).filter(held(ctx, lease)).set(values).execute(&mut *scope).await;
        fenced(scope, done).await?;
        Ok(state)
    }

    async fn cancelled(&self, ctx: &ProfileContext, lease: &Lease) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let values = (jobs::state.eq("cancelled"), jobs::step.eq("cancelled"), released());
        let done = update(jobs::table).filter(held(ctx, lease)).set(values).execute(&mut *scope).await;
        fenced(scope, done).await
    }

    async fn give_back(&self, ctx: &ProfileContext, lease: &Lease) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let values = (
            jobs::state.eq("ready"),
            jobs::step.eq(WAITING),
            jobs::attempt.eq(jobs::attempt - 1),
            released(),
        );
        let done = update(jobs::table).filter(held(ctx, lease)).set(values).execute(&mut *scope).await;
        fenced(scope, done).await
    }
}

impl Postgres {
    async fn worker_connection(&self) -> Result<Asking, StoreError> {
        let connection = self.worker.get().await.map_err(|error| StoreError::Unavailable(Box::new(error)))?;
        Ok(Asking(Some(connection)))
    }
}

/// A connection on which something is asked outside every profile.
///
/// Dropped before the answer came, it is closed: on a line that has gone silent the next call would wait, too.
struct Asking(Option<Lent>);

impl Asking {
    fn open(&mut self) -> Result<&mut AsyncPgConnection, StoreError> {
        let answered = || StoreError::Unavailable("the connection was given back".into());
        self.0.as_mut().map(|lent| &mut ***lent).ok_or_else(answered)
    }

    /// Gives the connection back to the pool.
    fn answered(mut self) {
        drop(self.0.take());
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        if let Some(connection) = self.0.take() {
            drop(Lent::take(connection));
        }
    }
}

/// The row, as long as this worker holds it in this attempt.
#[diesel::dsl::auto_type(no_type_alias)]
fn held<'a>(ctx: &'a ProfileContext, lease: &'a Lease) -> _ {
    let (profile, job, worker): (uuid::Uuid, uuid::Uuid, uuid::Uuid) =
        (ctx.profile().uuid(), lease.job.uuid(), lease.worker.uuid());
    let attempt: i32 = lease.attempt;
    jobs::profile_id
        .eq(profile)
        .and(jobs::id.eq(job))
        .and(jobs::lease_by.eq(worker))
        .and(jobs::attempt.eq(attempt))
}

type Released = (
    diesel::dsl::Eq<jobs::lease_by, Option<uuid::Uuid>>,
    diesel::dsl::Eq<jobs::lease_until, Option<chrono::DateTime<chrono::Utc>>>,
);

fn released() -> Released {
    (jobs::lease_by.eq(None), jobs::lease_until.eq(None))
}

async fn fenced(scope: Scope, done: Result<usize, diesel::result::Error>) -> Result<(), StoreError> {
    let changed = done.map_err(failed)?;
    scope.commit().await?;
    if changed == 0 { Err(StoreError::LeaseLost) } else { Ok(()) }
}

fn millis(duration: Duration) -> i32 {
    i32::try_from(duration.as_millis()).unwrap_or(i32::MAX)
}
