//! Dashboard: what happened in a profile in some time.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::{Cost, ProfileContext, ProviderCost, Standing, StoreError};

/// What happened in a profile since a moment, or ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dashboard {
    /// How many videos were made; some may have been deleted since.
    pub videos_made: u64,
    /// How many of the library's clips are from that time.
    pub clips: u64,
    /// How many projects were begun.
    pub projects: u64,
    /// How many source videos were uploaded.
    pub source_videos: u64,
    /// How many jobs went wrong: failed or dead.
    pub jobs_went_wrong: u64,
    /// What was spent.
    pub spent: Cost,
    /// What was spent, by who was paid.
    pub costs_by_provider: Vec<ProviderCost>,
    /// When something was last made, changed or queued in that time.
    pub last_activity: Option<DateTime<Utc>>,
    /// This month's money, whatever the time asked for.
    pub month: Standing,
}

/// Sums up profiles.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait DashboardStore: Send + Sync {
    /// Sums up what happened since a moment, or ever.
    async fn dashboard(
        &self,
        ctx: &ProfileContext,
        since: Option<DateTime<Utc>>,
    ) -> Result<Dashboard, StoreError>;
}
