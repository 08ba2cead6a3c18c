//! The dashboard of a store.

use actix_web::web::{self, Data, Json, Path, Query, ServiceConfig};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    costs::{Month, ProviderCost},
    error::Problem,
    extract::{SignedIn, of_profile},
    front::Front,
    range::{Range, RangeQuery},
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config.service(resource("/api/v1/profiles/{id}/dashboard", "GET").route(web::get().to(dashboard)));
}

/// What happened in a store in a range.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Dashboard {
    range: Range,
    /// Videos made; some may have been deleted since.
    videos_made: u64,
    /// The library's clips of that time.
    clips: u64,
    projects: u64,
    source_videos: u64,
    /// Jobs that failed or died.
    jobs_went_wrong: u64,
    spent_micro_usd: i64,
    costs_by_provider: Vec<ProviderCost>,
    /// When something was last made, changed or queued; null when nothing was.
    #[schema(required)]
    last_activity: Option<DateTime<Utc>>,
    /// This month's money, whatever the range.
    month: Month,
}

/// Sum up what happened in a store
#[utoipa::path(get, path = "/api/v1/profiles/{id}/dashboard", operation_id = "profile_dashboard",
    tag = "profiles", params(("id" = Uuid, Path), RangeQuery),
    responses((status = 200, description = "The sums", body = Dashboard)))]
pub(crate) async fn dashboard(
    SignedIn(actor): SignedIn,
    front: Data<Front>,
    id: Path<Uuid>,
    query: Query<RangeQuery>,
) -> Result<Json<Dashboard>, Problem> {
    let ctx = front.studio.enter(&actor, id.into_inner().into()).await.map_err(of_profile)?;
    let found = front.studio.dashboard(&ctx, query.since(front.now())).await?;
    Ok(Json(Dashboard {
        range: query.range(),
        videos_made: found.videos_made,
        clips: found.clips,
        projects: found.projects,
        source_videos: found.source_videos,
        jobs_went_wrong: found.jobs_went_wrong,
        spent_micro_usd: found.spent.micro_usd(),
        costs_by_provider: found.costs_by_provider.into_iter().map(Into::into).collect(),
        last_activity: found.last_activity,
        month: found.month.into(),
    }))
}
