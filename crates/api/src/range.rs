//! Ranges of time that sums are about.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How far back to look.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
pub(crate) enum Range {
    #[serde(rename = "7d")]
    Week,
    #[default]
    #[serde(rename = "30d")]
    Month,
    #[serde(rename = "90d")]
    Quarter,
    #[serde(rename = "all")]
    All,
}

/// Which range is wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct RangeQuery {
    /// `7d`, `30d` (unless said), `90d` or `all`.
    #[serde(default)]
    #[param(inline)]
    range: Range,
}

impl RangeQuery {
    /// Returns the range.
    pub(crate) const fn range(&self) -> Range {
        self.range
    }

    /// Returns when the range begins; nothing for all of time.
    pub(crate) fn since(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let days = match self.range {
            Range::Week => 7,
            Range::Month => 30,
            Range::Quarter => 90,
            Range::All => return None,
        };
        now.checked_sub_signed(TimeDelta::days(days))
    }
}
