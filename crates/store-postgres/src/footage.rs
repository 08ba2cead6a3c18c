//! Source videos and their segments.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, Insertable, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _, delete,
    dsl::{auto_type, count_star, insert_into},
    update,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    AnalysedSegment, Container, Cursor, FootageName, FootageState, FootageStore, Job, NewJob, NewSourceVideo,
    Page, PageRequest, Probe, ProfileContext, Scores, Segment, SegmentId, SegmentMarks, SourceVideo,
    SourceVideoId, StoreError,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Postgres, jobs,
    rows::{Place, bigint, failed, int},
    schema::{segments, source_videos},
    scope::Scope,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = source_videos)]
struct VideoRow {
    id: Uuid,
    name: String,
    container: String,
    size_bytes: i64,
    state: String,
    failure: Option<String>,
    probe: Option<Value>,
    created_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = segments)]
struct SegmentRow {
    profile_id: Uuid,
    id: Uuid,
    source_video_id: Uuid,
    start_ms: i32,
    end_ms: i32,
    motion: f32,
    variance: f32,
    sharpness: f32,
    contrast: f32,
    brightness: f32,
}

impl VideoRow {
    fn into_video(self, segment_count: u32, cover: Option<Uuid>) -> Result<SourceVideo, StoreError> {
        let place = Place { table: "source_videos", row: self.id };
        let state = match (self.state.as_str(), self.failure) {
            ("analysing", _) => Ok(FootageState::Analysing),
            ("ready", _) => Ok(FootageState::Ready),
            ("failed", Some(reason)) => Ok(FootageState::Failed(reason)),
            (other, _) => Err(format!("unknown state {other}")),
        };
        Ok(SourceVideo {
            id: SourceVideoId::from(self.id),
            name: place.read("name", FootageName::parse(&self.name))?,
            container: place
                .read("container", Container::from_name(&self.container).ok_or("unknown container"))?,
            size_bytes: place.number("size_bytes", self.size_bytes)?,
            state: place.read("state", state)?,
            probe: place.read("probe", self.probe.map(serde_json::from_value::<Probe>).transpose())?,
            segment_count,
            cover: cover.map(SegmentId::from),
            created_at: self.created_at,
        })
    }
}

impl SegmentRow {
    fn of(ctx: &ProfileContext, video: SourceVideoId, id: SegmentId, found: &AnalysedSegment) -> Self {
        Self {
            profile_id: ctx.profile().uuid(),
            id: id.uuid(),
            source_video_id: video.uuid(),
            start_ms: int(found.start_ms),
            end_ms: int(found.end_ms),
            motion: found.scores.motion,
            variance: found.scores.variance,
            sharpness: found.scores.sharpness,
            contrast: found.scores.contrast,
            brightness: found.scores.brightness,
        }
    }

    fn into_segment(self) -> Result<Segment, StoreError> {
        let place = Place { table: "segments", row: self.id };
        Ok(Segment {
            id: SegmentId::from(self.id),
            source_video: SourceVideoId::from(self.source_video_id),
            start_ms: place.number("start_ms", self.start_ms)?,
            end_ms: place.number("end_ms", self.end_ms)?,
            scores: Scores {
                motion: self.motion,
                variance: self.variance,
                sharpness: self.sharpness,
                contrast: self.contrast,
                brightness: self.brightness,
            },
            hash: None,
            marks: SegmentMarks::default(),
        })
    }
}

#[async_trait]
impl FootageStore for Postgres {
    async fn create(
        &self,
        ctx: &ProfileContext,
        new: NewSourceVideo,
        analysis: NewJob,
    ) -> Result<(SourceVideo, Job), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let values = (
            source_videos::profile_id.eq(ctx.profile().uuid()),
            source_videos::id.eq(new.id.uuid()),
            source_videos::name.eq(new.name.as_str()),
            source_videos::container.eq(new.container.as_str()),
            source_videos::size_bytes.eq(bigint(new.size_bytes)),
        );
        let insert = insert_into(source_videos::table).values(values).on_conflict_do_nothing();
        insert.execute(&mut *scope).await.map_err(failed)?;
        let job = jobs::enqueue(&mut scope, ctx, analysis).await?;
        let video = find(&mut scope, ctx, new.id).await?;
        scope.commit().await?;
        Ok((video, job))
    }

    async fn find(&self, ctx: &ProfileContext, id: SourceVideoId) -> Result<SourceVideo, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let video = find(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(video)
    }

    async fn list(&self, ctx: &ProfileContext, page: &PageRequest) -> Result<Page<SourceVideo>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let mut query = source_videos::table
            .filter(source_videos::profile_id.eq(ctx.profile().uuid()))
            .select((VideoRow::as_select(), segment_count(ctx), cover(ctx)))
            .order((source_videos::created_at.desc(), source_videos::id.desc()))
            .limit(i64::from(page.limit()) + 1)
            .into_boxed();
        if let Some(Cursor { created_at, id }) = page.after {
            // The first half is what the index is entered by; an OR alone reads all newer rows for nothing.
            let older = source_videos::created_at
                .le(created_at)
                .and(source_videos::created_at.lt(created_at).or(source_videos::id.lt(id)));
            query = query.filter(older);
        }
        let rows: Vec<WithSegments> = query.load(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        let videos = rows.into_iter().map(into_video).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::of(page, videos, |video| Cursor { created_at: video.created_at, id: video.id.uuid() }))
    }

    async fn record_analysis(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        probe: &Probe,
        found: &[(SegmentId, AnalysedSegment)],
    ) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let probe = serde_json::to_value(probe).map_err(|error| StoreError::Unavailable(Box::new(error)))?;
        let ready = (
            source_videos::state.eq("ready"),
            source_videos::failure.eq(None::<String>),
            source_videos::probe.eq(probe),
        );
        let own = source_videos::profile_id.eq(ctx.profile().uuid()).and(source_videos::id.eq(id.uuid()));
        let changed =
            update(source_videos::table).filter(own).set(ready).execute(&mut *scope).await.map_err(failed)?;
        if changed == 0 {
            return Err(StoreError::NotFound);
        }
        let earlier =
            segments::profile_id.eq(ctx.profile().uuid()).and(segments::source_video_id.eq(id.uuid()));
        delete(segments::table.filter(earlier)).execute(&mut *scope).await.map_err(failed)?;
        // Ten values a row, and Postgres takes 65,535 in a statement.
        for batch in found.chunks(2000) {
            let rows: Vec<SegmentRow> =
                batch.iter().map(|(segment, found)| SegmentRow::of(ctx, id, *segment, found)).collect();
            insert_into(segments::table).values(rows).execute(&mut *scope).await.map_err(failed)?;
        }
        scope.commit().await
    }

    async fn record_failure(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        reason: &str,
    ) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let failure = (
            source_videos::state.eq("failed"),
            source_videos::failure.eq(Some(reason)),
            source_videos::probe.eq(None::<Value>),
        );
        let own = source_videos::profile_id.eq(ctx.profile().uuid()).and(source_videos::id.eq(id.uuid()));
        let changed = update(source_videos::table)
            .filter(own)
            .set(failure)
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }

    async fn segments(
        &self,
        ctx: &ProfileContext,
        ids: &[SourceVideoId],
    ) -> Result<Vec<Segment>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let rows: Vec<SegmentRow> = segments::table
            .filter(segments::profile_id.eq(ctx.profile().uuid()))
            .filter(segments::source_video_id.eq_any(ids))
            .select(SegmentRow::as_select())
            .order((segments::source_video_id, segments::start_ms))
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        rows.into_iter().map(SegmentRow::into_segment).collect()
    }

    async fn some_segments(
        &self,
        ctx: &ProfileContext,
        ids: &[SegmentId],
    ) -> Result<Vec<Segment>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let rows: Vec<SegmentRow> = segments::table
            .filter(segments::profile_id.eq(ctx.profile().uuid()))
            .filter(segments::id.eq_any(ids))
            .select(SegmentRow::as_select())
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        rows.into_iter().map(SegmentRow::into_segment).collect()
    }

    async fn delete(&self, ctx: &ProfileContext, id: SourceVideoId) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let own = source_videos::profile_id.eq(ctx.profile().uuid()).and(source_videos::id.eq(id.uuid()));
        let gone = delete(source_videos::table.filter(own)).execute(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        if gone == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }
}

async fn find(scope: &mut Scope, ctx: &ProfileContext, id: SourceVideoId) -> Result<SourceVideo, StoreError> {
    let row: WithSegments = source_videos::table
        .filter(source_videos::profile_id.eq(ctx.profile().uuid()))
        .filter(source_videos::id.eq(id.uuid()))
        .select((VideoRow::as_select(), segment_count(ctx), cover(ctx)))
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    into_video(row)
}

/// A source video with the number of its segments and the first of them.
type WithSegments = (VideoRow, Option<i64>, Option<Uuid>);

fn into_video((row, count, cover): WithSegments) -> Result<SourceVideo, StoreError> {
    let place = Place { table: "segments", row: row.id };
    let count = place.number("count", count.unwrap_or(0))?;
    row.into_video(count, cover)
}

/// Counts the segments of the video in whose row it stands.
#[auto_type(no_type_alias)]
fn segment_count(ctx: &ProfileContext) -> _ {
    let profile: Uuid = ctx.profile().uuid();
    segments::table
        .filter(segments::profile_id.eq(profile))
        .filter(segments::source_video_id.eq(source_videos::id))
        .select(count_star())
        .single_value()
}

/// Finds the first segment of the video in whose row it stands.
#[auto_type(no_type_alias)]
fn cover(ctx: &ProfileContext) -> _ {
    let profile: Uuid = ctx.profile().uuid();
    segments::table
        .filter(segments::profile_id.eq(profile))
        .filter(segments::source_video_id.eq(source_videos::id))
        .select(segments::id)
        .order(segments::start_ms)
        .single_value()
}
