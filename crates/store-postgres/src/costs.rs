//! The ledger: each change of money is one transaction, and the limit is checked by the statement that takes it.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
    dsl::{insert_into, sql},
    sql_query,
    sql_types::{BigInt, Date, Nullable, Timestamptz, Uuid as SqlUuid},
    update,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    Cost, CostEntry, CostLedger, CostSummary, Page, PageRequest, ProfileContext, Reservation, Reserved,
    Shortage, Spend, Standing, StoreError,
};
use uuid::Uuid;

use crate::{
    Postgres, books,
    rows::{bigint, failed},
    schema::{budgets, cost_entries},
    scope::Scope,
};

/// How long money stays set aside for a request that is not heard of again.
const ABANDONED_AFTER: &str = "now() + interval '15 minutes'";

#[async_trait]
impl CostLedger for Postgres {
    async fn reserve(&self, ctx: &ProfileContext, spend: &Spend) -> Result<Reserved, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let made = set_aside(&mut scope, ctx, std::slice::from_ref(spend)).await?;
        let found = match made.as_slice() {
            [entry, ..] => Reserved::Held(Reservation { entry: *entry, amount: spend.amount }),
            [] => again(&mut scope, ctx, spend).await?,
        };
        scope.commit().await?;
        Ok(found)
    }

    async fn settle(
        &self,
        ctx: &ProfileContext,
        reservation: &Reservation,
        actual: Cost,
    ) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let entry = lock(&mut scope, ctx, reservation.entry).await?;
        if entry.state == "settled" {
            return scope.commit().await;
        }
        let held = if entry.state == "reserved" { entry.reserved } else { 0 };
        let paid = (
            cost_entries::state.eq("settled"),
            cost_entries::amount_micro_usd.eq(actual.micro_usd()),
            cost_entries::ended_at.eq(sql::<Nullable<Timestamptz>>("now()")),
        );
        update(own(ctx, reservation.entry)).set(paid).execute(&mut *scope).await.map_err(failed)?;
        let booked = (
            budgets::spent_micro_usd.eq(budgets::spent_micro_usd + actual.micro_usd()),
            budgets::reserved_micro_usd.eq(budgets::reserved_micro_usd - held),
        );
        let month = budgets::table.find((ctx.profile().uuid(), entry.month));
        update(month).set(booked).execute(&mut *scope).await.map_err(failed)?;
        scope.commit().await
    }

    async fn release(&self, ctx: &ProfileContext, reservation: &Reservation) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let entry = lock(&mut scope, ctx, reservation.entry).await?;
        if entry.state == "reserved" {
            let free = (
                cost_entries::state.eq("released"),
                cost_entries::ended_at.eq(sql::<Nullable<Timestamptz>>("now()")),
            );
            update(own(ctx, reservation.entry)).set(free).execute(&mut *scope).await.map_err(failed)?;
            let month = budgets::table.find((ctx.profile().uuid(), entry.month));
            let given_back = budgets::reserved_micro_usd.eq(budgets::reserved_micro_usd - entry.reserved);
            update(month).set(given_back).execute(&mut *scope).await.map_err(failed)?;
        }
        scope.commit().await
    }

    async fn standing(&self, ctx: &ProfileContext) -> Result<Standing, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let standing = standing(&mut scope, ctx).await?;
        scope.commit().await?;
        Ok(standing)
    }

    async fn summary(
        &self,
        ctx: &ProfileContext,
        since: Option<DateTime<Utc>>,
    ) -> Result<CostSummary, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let summary = books::summary(&mut scope, ctx, since).await?;
        scope.commit().await?;
        Ok(summary)
    }

    async fn entries(&self, ctx: &ProfileContext, page: &PageRequest) -> Result<Page<CostEntry>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let entries = books::entries(&mut scope, ctx, page).await?;
        scope.commit().await?;
        Ok(entries)
    }
}

/// Sets money aside for purchases that are not in the books yet, all or none; returns their entries.
pub(crate) async fn set_aside(
    scope: &mut Scope,
    ctx: &ProfileContext,
    spends: &[Spend],
) -> Result<Vec<Uuid>, StoreError> {
    let mut entries = Vec::with_capacity(spends.len());
    let mut amount = Cost::FREE;
    for spend in spends {
        if spend.amount < Cost::FREE {
            return Err(StoreError::Conflict("a price cannot be negative".to_owned()));
        }
        let id = Uuid::new_v4();
        let values = (
            cost_entries::profile_id.eq(ctx.profile().uuid()),
            cost_entries::id.eq(id),
            cost_entries::spend_key.eq(spend.key.as_str()),
            cost_entries::state.eq("reserved"),
            cost_entries::month.eq(this_month()),
            cost_entries::provider.eq(&spend.provider),
            cost_entries::operation.eq(spend.operation),
            cost_entries::units.eq(bigint(spend.units)),
            cost_entries::project_id.eq(spend.project.map(domain::ProjectId::uuid)),
            cost_entries::job_id.eq(spend.job.map(domain::JobId::uuid)),
            cost_entries::reserved_micro_usd.eq(spend.amount.micro_usd()),
            cost_entries::expires_at.eq(expiry()),
        );
        let made = insert_into(cost_entries::table)
            .values(values)
            .on_conflict((cost_entries::profile_id, cost_entries::spend_key))
            .do_nothing()
            .execute(&mut **scope)
            .await
            .map_err(failed)?;
        if made == 1 {
            entries.push(id);
            amount = amount.plus(spend.amount);
        }
    }
    if !entries.is_empty() {
        take(scope, ctx, amount).await?;
    }
    Ok(entries)
}

/// Takes an amount from what is left of the month, or refuses with the figures.
async fn take(scope: &mut Scope, ctx: &ProfileContext, amount: Cost) -> Result<(), StoreError> {
    insert_into(budgets::table)
        .values((budgets::profile_id.eq(ctx.profile().uuid()), budgets::month.eq(this_month())))
        .on_conflict_do_nothing()
        .execute(&mut **scope)
        .await
        .map_err(failed)?;
    let taken = sql_query(
        "UPDATE budgets SET reserved_micro_usd = reserved_micro_usd + $2
         WHERE profile_id = $1 AND month = date_trunc('month', now() AT TIME ZONE 'UTC')::date
           AND spent_micro_usd + reserved_micro_usd + $2
             <= COALESCE((SELECT p.monthly_quota_micro_usd FROM profiles p WHERE p.id = $1), 9223372036854775807)",
    )
    .bind::<SqlUuid, _>(ctx.profile().uuid())
    .bind::<BigInt, _>(amount.micro_usd())
    .execute(&mut **scope)
    .await
    .map_err(failed)?;
    if taken == 1 {
        return Ok(());
    }
    let standing = standing(scope, ctx).await?;
    Err(StoreError::OverQuota(Box::new(Shortage { standing, needed: amount })))
}

/// Finds the entry of a key that is in the books, and sets aside anew what was released.
async fn again(scope: &mut Scope, ctx: &ProfileContext, spend: &Spend) -> Result<Reserved, StoreError> {
    let (entry, state, held): (Uuid, String, i64) = cost_entries::table
        .filter(cost_entries::profile_id.eq(ctx.profile().uuid()))
        .filter(cost_entries::spend_key.eq(spend.key.as_str()))
        .select((cost_entries::id, cost_entries::state, cost_entries::reserved_micro_usd))
        .for_update()
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    match state.as_str() {
        "settled" => Ok(Reserved::Settled),
        "reserved" => Ok(Reserved::Held(Reservation { entry, amount: Cost(held) })),
        _released => {
            let values = (
                cost_entries::state.eq("reserved"),
                cost_entries::month.eq(this_month()),
                cost_entries::reserved_micro_usd.eq(spend.amount.micro_usd()),
                cost_entries::expires_at.eq(expiry()),
                cost_entries::ended_at.eq(None::<DateTime<Utc>>),
            );
            update(own(ctx, entry)).set(values).execute(&mut **scope).await.map_err(failed)?;
            take(scope, ctx, spend.amount).await?;
            Ok(Reserved::Held(Reservation { entry, amount: spend.amount }))
        }
    }
}

struct Held {
    state: String,
    month: NaiveDate,
    reserved: i64,
}

async fn lock(scope: &mut Scope, ctx: &ProfileContext, entry: Uuid) -> Result<Held, StoreError> {
    let (state, month, reserved) = own(ctx, entry)
        .select((cost_entries::state, cost_entries::month, cost_entries::reserved_micro_usd))
        .for_update()
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    Ok(Held { state, month, reserved })
}

#[diesel::dsl::auto_type(no_type_alias)]
fn own<'a>(ctx: &'a ProfileContext, entry: Uuid) -> _ {
    let profile: Uuid = ctx.profile().uuid();
    cost_entries::table.filter(cost_entries::profile_id.eq(profile).and(cost_entries::id.eq(entry)))
}

/// The first day of the month, by the database's clock in UTC.
fn this_month() -> diesel::expression::SqlLiteral<Date> {
    sql::<Date>("date_trunc('month', now() AT TIME ZONE 'UTC')::date")
}

fn expiry() -> diesel::expression::SqlLiteral<Nullable<Timestamptz>> {
    sql::<Nullable<Timestamptz>>(ABANDONED_AFTER)
}

#[derive(diesel::QueryableByName)]
struct Month {
    #[diesel(sql_type = Nullable<BigInt>)]
    quota: Option<i64>,
    #[diesel(sql_type = Timestamptz)]
    now: DateTime<Utc>,
    #[diesel(sql_type = Timestamptz)]
    ends_at: DateTime<Utc>,
}

/// Reads the month's money.
pub(crate) async fn standing(scope: &mut Scope, ctx: &ProfileContext) -> Result<Standing, StoreError> {
    let used: Option<(i64, i64)> = budgets::table
        .filter(budgets::profile_id.eq(ctx.profile().uuid()).and(budgets::month.eq(this_month())))
        .select((budgets::spent_micro_usd, budgets::reserved_micro_usd))
        .first(&mut **scope)
        .await
        .optional()
        .map_err(failed)?;
    let month: Month = sql_query(
        "SELECT now() AS now, (SELECT p.monthly_quota_micro_usd FROM profiles p WHERE p.id = $1) AS quota,
           (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC' AS ends_at",
    )
    .bind::<SqlUuid, _>(ctx.profile().uuid())
    .get_result(&mut **scope)
    .await
    .map_err(failed)?;
    let (spent, reserved) = used.unwrap_or_default();
    Ok(Standing {
        spent: Cost(spent),
        reserved: Cost(reserved),
        limit: month.quota.map(Cost),
        now: month.now,
        ends_at: month.ends_at,
    })
}
