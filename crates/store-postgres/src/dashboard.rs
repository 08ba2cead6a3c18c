//! The dashboard: sums over one profile, made by the database.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    sql_query,
    sql_types::{BigInt, Nullable, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::{Dashboard, DashboardStore, ProfileContext, StoreError};

use crate::{Postgres, books, costs, rows::failed};

/// `$1` is the profile, `$2` the moment since which things count.
const SUMS: &str = "
  WITH since AS (SELECT COALESCE($2, '-infinity'::timestamptz) AS at),
  job_sums AS (
    SELECT COALESCE(sum(jsonb_array_length(j.result -> 'clip_ids'))
             FILTER (WHERE j.kind = 'generate_variants' AND j.state = 'done'), 0)::bigint AS videos_made,
           count(*) FILTER (WHERE j.state IN ('failed', 'dead')) AS went_wrong, max(j.updated_at) AS newest
      FROM jobs j, since WHERE j.profile_id = $1 AND j.created_at >= since.at),
  clip_sums AS (
    SELECT count(*) AS number, max(c.created_at) AS newest
      FROM clips c, since WHERE c.profile_id = $1 AND c.created_at >= since.at),
  project_sums AS (
    SELECT count(*) AS number, max(p.updated_at) AS newest
      FROM projects p, since WHERE p.profile_id = $1 AND p.created_at >= since.at),
  video_sums AS (
    SELECT count(*) AS number, max(v.created_at) AS newest
      FROM source_videos v, since WHERE v.profile_id = $1 AND v.created_at >= since.at)
  SELECT job_sums.videos_made, job_sums.went_wrong, clip_sums.number AS clips, project_sums.number AS projects,
      video_sums.number AS source_videos,
      GREATEST(job_sums.newest, clip_sums.newest, project_sums.newest, video_sums.newest) AS last_activity
    FROM job_sums, clip_sums, project_sums, video_sums";

#[derive(diesel::QueryableByName)]
struct Sums {
    #[diesel(sql_type = BigInt)]
    videos_made: i64,
    #[diesel(sql_type = BigInt)]
    went_wrong: i64,
    #[diesel(sql_type = BigInt)]
    clips: i64,
    #[diesel(sql_type = BigInt)]
    projects: i64,
    #[diesel(sql_type = BigInt)]
    source_videos: i64,
    #[diesel(sql_type = Nullable<Timestamptz>)]
    last_activity: Option<DateTime<Utc>>,
}

#[async_trait]
impl DashboardStore for Postgres {
    async fn dashboard(
        &self,
        ctx: &ProfileContext,
        since: Option<DateTime<Utc>>,
    ) -> Result<Dashboard, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let sums: Sums = sql_query(SUMS)
            .bind::<SqlUuid, _>(ctx.profile().uuid())
            .bind::<Nullable<Timestamptz>, _>(since)
            .get_result(&mut *scope)
            .await
            .map_err(failed)?;
        let costs_by_provider = books::by_provider(&mut scope, ctx, since).await?;
        let month = costs::standing(&mut scope, ctx).await?;
        scope.commit().await?;
        Ok(Dashboard {
            videos_made: sums.videos_made.unsigned_abs(),
            clips: sums.clips.unsigned_abs(),
            projects: sums.projects.unsigned_abs(),
            source_videos: sums.source_videos.unsigned_abs(),
            jobs_went_wrong: sums.went_wrong.unsigned_abs(),
            spent: costs_by_provider.iter().map(|provider| provider.amount).sum(),
            costs_by_provider,
            last_activity: sums.last_activity,
            month,
        })
    }
}
