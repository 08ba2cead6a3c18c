//! Money, in integer micro-USD: quoted, reserved before it is spent, settled with what it did cost, or released.

use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{JobId, Page, PageRequest, ProfileContext, ProjectId, StoreError};

/// An amount of money in millionths of a US dollar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cost(pub i64);

impl Cost {
    /// Nothing to pay.
    pub const FREE: Self = Self(0);

    /// Returns the amount in micro-USD.
    pub const fn micro_usd(self) -> i64 {
        self.0
    }

    /// Returns both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// Returns as much so many times.
    #[must_use]
    pub fn times(self, count: u8) -> Self {
        Self(self.0.saturating_mul(count.into()))
    }

    /// Returns what is left after taking `other` away, at least nothing.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        let left = self.0.saturating_sub(other.0);
        Self(if left < 0 { 0 } else { left })
    }
}

impl std::iter::Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::FREE, Self::plus)
    }
}

impl fmt::Display for Cost {
    /// Writes dollars with as many decimals as the amount has, at least two: `$0.22`, `$0.000123`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (sign, micro) = (if self.0 < 0 { "-" } else { "" }, self.0.unsigned_abs());
        let decimals = format!("{:06}", micro % 1_000_000);
        let short = decimals.trim_end_matches('0');
        write!(f, "{sign}${}.{short:0<2}", micro / 1_000_000)
    }
}

/// Names a purchase: reserving by the same name again reserves nothing more.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SpendKey(String);

impl SpendKey {
    /// Makes a name of what is bought and for whose sake, such as `speech:<hash>` and a job's id.
    pub fn new(what: &str, cause: &str) -> Self {
        Self(format!("{what}/{cause}"))
    }

    /// Returns the name for buying the same once more, after what was bought has been lost.
    #[must_use]
    pub fn again(&self, times: u32) -> Self {
        Self(format!("{}#{times}", self.0))
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A purchase that is about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spend {
    /// Its name.
    pub key: SpendKey,
    /// Who is paid, such as `elevenlabs`.
    pub provider: String,
    /// What for, such as `speech`.
    pub operation: &'static str,
    /// How much is bought; of speech, characters, of scripts, how many.
    pub units: u64,
    /// What it is expected to cost.
    pub amount: Cost,
    /// For which project.
    pub project: Option<ProjectId>,
    /// In which job. Its end releases what was not settled; without one, a quarter of an hour does.
    pub job: Option<JobId>,
}

/// Money set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reservation {
    /// The entry in the books.
    pub entry: Uuid,
    /// How much.
    pub amount: Cost,
}

/// What reserving by a name found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reserved {
    /// The money is set aside, now or by an earlier attempt.
    Held(Reservation),
    /// It was bought already.
    Settled,
}

/// A month's money of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// What was spent.
    pub spent: Cost,
    /// What is set aside.
    pub reserved: Cost,
    /// The most that may be spent; no limit when absent.
    pub limit: Option<Cost>,
    /// When this was so, by the clock of the books.
    pub now: DateTime<Utc>,
    /// When the next month begins (UTC).
    pub ends_at: DateTime<Utc>,
}

impl Standing {
    /// The share of the limit in hundredths from which a person is warned.
    pub const WARN_PERCENT: i64 = 80;

    /// Returns what can still be spent; nothing when there is no limit.
    pub fn left(&self) -> Option<Cost> {
        self.limit.map(|limit| limit.minus(self.spent.plus(self.reserved)))
    }

    /// Tells how near the limit is once `more` is spent too.
    pub fn level_with(&self, more: Cost) -> BudgetLevel {
        let Some(limit) = self.limit else { return BudgetLevel::Fine };
        let used = self.spent.plus(self.reserved).plus(more);
        let share = i128::from(used.0) * 100;
        if used > limit {
            BudgetLevel::Over
        } else if share >= i128::from(limit.0) * i128::from(Self::WARN_PERCENT) && used.0 > 0 {
            BudgetLevel::Near
        } else {
            BudgetLevel::Fine
        }
    }
}

/// How near a profile is to its limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetLevel {
    /// Far, or there is none.
    Fine,
    /// At 80 % or more.
    Near,
    /// Beyond it.
    Over,
}

/// Why something cannot be bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortage {
    /// The month's money.
    pub standing: Standing,
    /// What would be needed.
    pub needed: Cost,
}

impl fmt::Display for Shortage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Standing { spent, reserved, limit, ends_at, .. } = self.standing;
        let limit = limit.unwrap_or_default();
        let (needed, until) = (self.needed, ends_at.format("%-d %B"));
        write!(
            f,
            "this would cost {needed}, and of the store's {limit} a month {spent} is spent and {reserved} set aside; \
             raise the quota, choose a free voice, or wait until {until}"
        )
    }
}

/// A purchase in the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostEntry {
    /// Its id.
    pub id: Uuid,
    /// How far it is.
    pub state: CostState,
    /// Who is paid.
    pub provider: String,
    /// What for.
    pub operation: String,
    /// How much was bought; of speech, characters.
    pub units: u64,
    /// What was set aside.
    pub reserved: Cost,
    /// What it did cost.
    pub amount: Cost,
    /// For which project; it may be gone.
    pub project: Option<ProjectId>,
    /// In which job.
    pub job: Option<JobId>,
    /// When the money was set aside.
    pub created_at: DateTime<Utc>,
}

/// How far a purchase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostState {
    /// Money is set aside.
    Reserved,
    /// It is paid.
    Settled,
    /// Nothing was bought.
    Released,
}

impl CostState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Reserved, Self::Settled, Self::Released];

    /// Returns the name that the database and the API use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reserved => "reserved",
            Self::Settled => "settled",
            Self::Released => "released",
        }
    }
}

/// What was paid in some time, by what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CostSummary {
    /// All of it.
    pub total: Cost,
    /// By day (UTC), oldest first; days without costs are left out.
    pub by_day: Vec<(NaiveDate, Cost)>,
    /// By who was paid, most first, with what was bought.
    pub by_provider: Vec<ProviderCost>,
    /// By project, most first; at most 100.
    pub by_project: Vec<ProjectCost>,
}

/// What an engine or service was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderCost {
    /// Who was paid.
    pub provider: String,
    /// How much.
    pub amount: Cost,
    /// How much was bought; of speech, characters.
    pub units: u64,
}

/// What a project did cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectCost {
    /// The project; absent for what belongs to none.
    pub project: Option<ProjectId>,
    /// Its name; absent when it is gone.
    pub name: Option<String>,
    /// How much.
    pub amount: Cost,
}

/// Keeps the books: exact, whatever is retried, killed or done at the same time.
///
/// A call is paid under a reservation. Settle it when the answer has come, whatever is made of the answer: the books
/// count the answers that were received.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait CostLedger: Send + Sync {
    /// Sets money aside; [`StoreError::OverQuota`] when the month's limit does not cover it. The same key again
    /// finds what it found before, and sets aside anew what was released.
    async fn reserve(&self, ctx: &ProfileContext, spend: &Spend) -> Result<Reserved, StoreError>;
    /// Books what the call did cost, even beyond the limit; a second time changes nothing.
    async fn settle(
        &self,
        ctx: &ProfileContext,
        reservation: &Reservation,
        actual: Cost,
    ) -> Result<(), StoreError>;
    /// Gives the money back, since nothing was bought; a second time changes nothing.
    async fn release(&self, ctx: &ProfileContext, reservation: &Reservation) -> Result<(), StoreError>;
    /// Returns this month's money.
    async fn standing(&self, ctx: &ProfileContext) -> Result<Standing, StoreError>;
    /// Sums what was paid since a moment, or ever.
    async fn summary(
        &self,
        ctx: &ProfileContext,
        since: Option<DateTime<Utc>>,
    ) -> Result<CostSummary, StoreError>;
    /// Lists purchases, newest first.
    async fn entries(&self, ctx: &ProfileContext, page: &PageRequest) -> Result<Page<CostEntry>, StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing(spent: i64, reserved: i64, limit: Option<i64>) -> Standing {
        let (spent, reserved, limit) = (Cost(spent), Cost(reserved), limit.map(Cost));
        Standing { spent, reserved, limit, now: DateTime::UNIX_EPOCH, ends_at: DateTime::UNIX_EPOCH }
    }

    #[test]
    fn what_is_set_aside_counts_and_the_pending_cost_too() {
        let month = standing(50, 20, Some(100));
        assert_eq!(month.left(), Some(Cost(30)));
        assert_eq!(month.level_with(Cost(9)), BudgetLevel::Fine);
        assert_eq!(month.level_with(Cost(10)), BudgetLevel::Near);
        assert_eq!(month.level_with(Cost(30)), BudgetLevel::Near);
        assert_eq!(month.level_with(Cost(31)), BudgetLevel::Over);
        assert_eq!(standing(50, 60, Some(100)).left(), Some(Cost::FREE));
    }

    #[test]
    fn a_limit_of_nothing_lets_free_things_through_and_no_limit_everything() {
        assert_eq!(standing(0, 0, Some(0)).level_with(Cost::FREE), BudgetLevel::Fine);
        assert_eq!(standing(0, 0, Some(0)).level_with(Cost(1)), BudgetLevel::Over);
        assert_eq!(standing(i64::MAX, 5, None).level_with(Cost(i64::MAX)), BudgetLevel::Fine);
        assert_eq!(standing(0, 0, None).left(), None);
    }

    #[test]
    fn money_is_written_in_dollars() {
        let written = |micro: i64| Cost(micro).to_string();
        assert_eq!([written(0), written(220_000), written(123)], ["$0.00", "$0.22", "$0.000123"]);
        assert_eq!([written(5_000_000), written(-1_500_000)], ["$5.00", "-$1.50"]);
    }
}
