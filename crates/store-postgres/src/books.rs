//! The books as people read them: sums and entries.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _, sql_query,
    sql_types::{BigInt, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::{
    Cost, CostEntry, CostState, CostSummary, Cursor, JobId, Page, PageRequest, ProfileContext, ProjectCost,
    ProjectId, ProviderCost, StoreError,
};
use uuid::Uuid;

use crate::{
    rows::{Place, failed},
    schema::cost_entries,
    scope::Scope,
};

/// What every sum is made of: the settled purchases of the profile since a moment, or ever.
const SETTLED: &str = "FROM cost_entries c WHERE c.profile_id = $1 AND c.state = 'settled'
  AND c.created_at >= COALESCE($2, '-infinity')";

#[derive(diesel::QueryableByName)]
struct DaySum {
    #[diesel(sql_type = Date)]
    day: NaiveDate,
    #[diesel(sql_type = BigInt)]
    amount: i64,
}

#[derive(diesel::QueryableByName)]
struct ProviderSum {
    #[diesel(sql_type = Text)]
    provider: String,
    #[diesel(sql_type = BigInt)]
    amount: i64,
    #[diesel(sql_type = BigInt)]
    units: i64,
}

#[derive(diesel::QueryableByName)]
struct ProjectSum {
    #[diesel(sql_type = Nullable<SqlUuid>)]
    project: Option<Uuid>,
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
    #[diesel(sql_type = BigInt)]
    amount: i64,
}

async fn sums<R>(
    scope: &mut Scope,
    ctx: &ProfileContext,
    since: Option<DateTime<Utc>>,
    query: String,
) -> Result<Vec<R>, StoreError>
where
    R: diesel::deserialize::QueryableByName<diesel::pg::Pg> + Send + 'static,
{
    sql_query(query)
        .bind::<SqlUuid, _>(ctx.profile().uuid())
        .bind::<Nullable<Timestamptz>, _>(since)
        .load(&mut **scope)
        .await
        .map_err(failed)
}

/// Sums what was paid since a moment, or ever.
pub(crate) async fn summary(
    scope: &mut Scope,
    ctx: &ProfileContext,
    since: Option<DateTime<Utc>>,
) -> Result<CostSummary, StoreError> {
    let by_day = format!(
        "SELECT (c.created_at AT TIME ZONE 'UTC')::date AS day, sum(c.amount_micro_usd)::bigint AS amount {SETTLED}
         GROUP BY 1 ORDER BY 1"
    );
    let by_day: Vec<DaySum> = sums(scope, ctx, since, by_day).await?;
    let by_project = format!(
        "SELECT s.project_id AS project, p.name, s.amount FROM (
           SELECT c.project_id, sum(c.amount_micro_usd)::bigint AS amount {SETTLED} GROUP BY 1) s
         LEFT JOIN projects p ON (p.profile_id, p.id) = ($1, s.project_id)
         ORDER BY s.amount DESC, s.project_id LIMIT 100"
    );
    let by_project: Vec<ProjectSum> = sums(scope, ctx, since, by_project).await?;
    let total = by_day.iter().map(|day| Cost(day.amount)).sum();
    Ok(CostSummary {
        total,
        by_day: by_day.into_iter().map(|row| (row.day, Cost(row.amount))).collect(),
        by_provider: by_provider(scope, ctx, since).await?,
        by_project: by_project
            .into_iter()
            .map(|row| ProjectCost {
                project: row.project.map(ProjectId::from),
                name: row.name,
                amount: Cost(row.amount),
            })
            .collect(),
    })
}

/// Sums what was paid to whom, most first.
pub(crate) async fn by_provider(
    scope: &mut Scope,
    ctx: &ProfileContext,
    since: Option<DateTime<Utc>>,
) -> Result<Vec<ProviderCost>, StoreError> {
    let query = format!(
        "SELECT c.provider, sum(c.amount_micro_usd)::bigint AS amount, sum(c.units)::bigint AS units {SETTLED}
         GROUP BY 1 ORDER BY 2 DESC, 1"
    );
    let rows: Vec<ProviderSum> = sums(scope, ctx, since, query).await?;
    Ok(rows
        .into_iter()
        .map(|row| ProviderCost {
            provider: row.provider,
            amount: Cost(row.amount),
            units: row.units.unsigned_abs(),
        })
        .collect())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = cost_entries)]
struct EntryRow {
    id: Uuid,
    state: String,
    provider: String,
    operation: String,
    units: i64,
    project_id: Option<Uuid>,
    job_id: Option<Uuid>,
    reserved_micro_usd: i64,
    amount_micro_usd: i64,
    created_at: DateTime<Utc>,
}

impl EntryRow {
    fn into_entry(self) -> Result<CostEntry, StoreError> {
        let place = Place { table: "cost_entries", row: self.id };
        let state = CostState::ALL.into_iter().find(|state| state.as_str() == self.state);
        Ok(CostEntry {
            id: self.id,
            state: place.read("state", state.ok_or("no such state"))?,
            provider: self.provider,
            operation: self.operation,
            units: place.number("units", self.units)?,
            reserved: Cost(self.reserved_micro_usd),
            amount: Cost(self.amount_micro_usd),
            project: self.project_id.map(ProjectId::from),
            job: self.job_id.map(JobId::from),
            created_at: self.created_at,
        })
    }
}

/// Lists purchases, newest first.
pub(crate) async fn entries(
    scope: &mut Scope,
    ctx: &ProfileContext,
    page: &PageRequest,
) -> Result<Page<CostEntry>, StoreError> {
    let mut query = cost_entries::table
        .filter(cost_entries::profile_id.eq(ctx.profile().uuid()))
        .select(EntryRow::as_select())
        .order((cost_entries::created_at.desc(), cost_entries::id.desc()))
        .limit(i64::from(page.limit()) + 1)
        .into_boxed();
    if let Some(Cursor { created_at, id }) = page.after {
        // The first half is what the index is entered by; an OR alone reads all newer rows for nothing.
        let older = cost_entries::created_at
            .le(created_at)
            .and(cost_entries::created_at.lt(created_at).or(cost_entries::id.lt(id)));
        query = query.filter(older);
    }
    let rows: Vec<EntryRow> = query.load(&mut **scope).await.map_err(failed)?;
    let entries = rows.into_iter().map(EntryRow::into_entry).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(page, entries, |entry| Cursor { created_at: entry.created_at, id: entry.id }))
}
