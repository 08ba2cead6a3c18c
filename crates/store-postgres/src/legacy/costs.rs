//! Costs: settled entries of the books, and the same sums in the months' budgets.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use diesel::{
    sql_query,
    sql_types::{Array, BigInt, Date, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::StoreError;
use uuid::Uuid;

use super::{
    batch::{Home, Id, LegacyTable, Owner, Read},
    jobs::{job_id, job_joins},
    reading::{LegacyRow, micro_usd, one_line},
    source::{Column, Source, id_of},
};
use crate::{rows::failed, scope::Scope};

/// A million US dollars: no call of the original cost more, and the sums stay within a bigint.
const MOST_MICRO_USD: i64 = 1_000_000_000_000;

pub(super) struct Costs;

pub(super) struct NewCost {
    id: Uuid,
    spend_key: String,
    month: NaiveDate,
    provider: String,
    operation: String,
    units: i64,
    project: Option<Uuid>,
    job: Option<Uuid>,
    micro_usd: i64,
    created_at: DateTime<Utc>,
}

impl LegacyTable for Costs {
    const NAME: &'static str = "public.api_costs";
    const COLUMNS: &'static [Column] = &[
        Column::Text("job_id"),
        Column::Text("service"),
        Column::Text("operation"),
        Column::Text("units"),
        Column::Text("estimated_cost"),
        Column::Text("created_at"),
    ];
    const RAW: &'static [(&'static str, &'static str)] = &[("job_id", "text")];
    const TOLD: &'static str = ", j.id::text AS job, p.id::text AS project, \
         (CASE WHEN j.data->>'user_id' IS NULL THEN pu.id ELSE u.id END)::text AS owner";
    const TARGET: &'static str = "cost_entries";
    const ABSENT: &'static str = "the database refused it";
    type New = NewCost;

    fn joins(source: &Source) -> String {
        format!(
            "LEFT JOIN {} j ON j.id = t.raw_job_id {}",
            source.view("public.jobs", &[("id", "text"), ("data", "jsonb")]),
            job_joins(source, "j.data"),
        )
    }

    fn read(row: &LegacyRow<'_>) -> Read<NewCost> {
        let Some(amount) = row.text("estimated_cost") else { return Read::Left("it has no amount") };
        let Some(micro_usd) = micro_usd(amount).filter(|&amount| amount <= MOST_MICRO_USD) else {
            return Read::Left("its amount is no sum of money");
        };
        if micro_usd < 0 {
            return Read::Left("its amount is negative");
        }
        let Some(created_at) = row.moment("created_at") else {
            return Read::Left("it has no date, so no month's budget");
        };
        let Some(month) = NaiveDate::from_ymd_opt(created_at.year(), created_at.month(), 1) else {
            return Read::Left("its date is in no month");
        };
        let mut changes = Vec::new();
        // Numbers begin at 1 in every installation: the moment tells two of them apart.
        let name = format!("{} {}", row.id(), created_at.timestamp_micros());
        let new = NewCost {
            id: id_of("cost", &name),
            spend_key: format!("adopted {name}"),
            month,
            provider: one_line(row.text("service").unwrap_or("unknown"), 120),
            operation: one_line(row.text("operation").unwrap_or("unknown"), 120),
            units: units(row, &mut changes),
            project: row.other("project"),
            job: row.text("job").map(job_id),
            micro_usd,
            created_at,
        };
        Read::Row { new, owner: Owner::One(row.other("owner")), changes }
    }

    fn key(new: &NewCost) -> Uuid {
        new.id
    }

    async fn insert(scope: &mut Scope, home: Home, rows: &[NewCost]) -> Result<Vec<Uuid>, StoreError> {
        // One statement: a budget grows by exactly what was entered.
        const SQL: &str = "WITH fresh AS (INSERT INTO cost_entries (profile_id, id, spend_key, state, month, provider, \
               operation, units, project_id, job_id, reserved_micro_usd, amount_micro_usd, created_at, ended_at) \
             SELECT $1, x.id, x.spend_key, 'settled', x.month, x.provider, x.operation, x.units, x.project_id, x.job_id, \
               x.amount, x.amount, x.created_at, x.created_at \
             FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
               AS x (id, spend_key, month, provider, operation, units, project_id, job_id, amount, created_at) \
             ON CONFLICT DO NOTHING RETURNING id, month, amount_micro_usd), \
           spent AS (INSERT INTO budgets AS b (profile_id, month, spent_micro_usd) \
             SELECT $1, month, sum(amount_micro_usd)::bigint FROM fresh GROUP BY month ORDER BY month \
             ON CONFLICT (profile_id, month) DO UPDATE SET spent_micro_usd = b.spent_micro_usd + EXCLUDED.spent_micro_usd) \
           SELECT id FROM fresh";
        let query = sql_query(SQL)
            .bind::<SqlUuid, _>(home.profile)
            .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(rows.iter().map(|row| &*row.spend_key).collect::<Vec<_>>())
            .bind::<Array<Date>, _>(rows.iter().map(|row| row.month).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(rows.iter().map(|row| &*row.provider).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(rows.iter().map(|row| &*row.operation).collect::<Vec<_>>())
            .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.units).collect::<Vec<_>>())
            .bind::<Array<Nullable<SqlUuid>>, _>(rows.iter().map(|row| row.project).collect::<Vec<_>>())
            .bind::<Array<Nullable<SqlUuid>>, _>(rows.iter().map(|row| row.job).collect::<Vec<_>>())
            .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.micro_usd).collect::<Vec<_>>())
            .bind::<Array<Timestamptz>, _>(rows.iter().map(|row| row.created_at).collect::<Vec<_>>());
        let written: Vec<Id> = query.load(&mut **scope).await.map_err(failed)?;
        Ok(written.into_iter().map(|row| row.id).collect())
    }
}

fn units(row: &LegacyRow<'_>, changes: &mut Vec<&'static str>) -> i64 {
    let units = row.number("units").filter(|&units| units >= 0.0);
    if units.is_none() {
        changes.push("it had no number of units; it has 0");
    }
    i64::from(domain::whole(units.unwrap_or(0.0)))
}
