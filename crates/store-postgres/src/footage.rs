//! Source videos and their segments.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _, delete,
    dsl::{auto_type, count_star, insert_into},
    update,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    AnalysedSegment, Container, Cover, Cursor, FootageName, FootageState, FootageStore, Job, NewJob,
    NewSourceVideo, Page, PageRequest, Probe, ProfileContext, Segment, SegmentChange, SegmentId,
    SegmentLooks, SourceVideo, SourceVideoId, StoreError, Viewing,
};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Postgres, jobs,
    rows::{Place, bigint, failed},
    schema::{segments, source_videos},
    scope::Scope,
    segments as rows_of_segments,
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
    viewing: Option<Value>,
    created_at: DateTime<Utc>,
}

/// The columns to change; the inner nothing is written, the outer one is not.
#[expect(clippy::option_option, reason = "diesel writes the inner nothing as NULL")]
#[derive(AsChangeset, Default)]
#[diesel(table_name = source_videos)]
struct VideoChange {
    state: Option<&'static str>,
    failure: Option<Option<String>>,
    probe: Option<Option<Value>>,
    viewing: Option<Option<Value>>,
}

impl VideoRow {
    fn into_video(self, segment_count: u32, cover: Option<Cover>) -> Result<SourceVideo, StoreError> {
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
            viewing: place
                .read("viewing", self.viewing.map(serde_json::from_value::<Viewing>).transpose())?,
            segment_count,
            cover,
            created_at: self.created_at,
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
            .select((VideoRow::as_select(), segment_count(ctx), cover(ctx), cover_ends(ctx)))
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

    async fn record_segments(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        probe: &Probe,
        found: &[(SegmentId, AnalysedSegment)],
    ) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        change(
            &mut scope,
            ctx,
            id,
            VideoChange { probe: Some(Some(json(probe)?)), ..VideoChange::default() },
        )
        .await?;
        rows_of_segments::put(&mut scope, ctx, id, found).await?;
        scope.commit().await
    }

    async fn record_viewing(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        viewing: Viewing,
    ) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        change(
            &mut scope,
            ctx,
            id,
            VideoChange { viewing: Some(Some(json(&viewing)?)), ..VideoChange::default() },
        )
        .await?;
        scope.commit().await
    }

    async fn record_analysis(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        probe: &Probe,
        found: &[(SegmentId, AnalysedSegment)],
    ) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let ready = VideoChange {
            state: Some("ready"),
            failure: Some(None),
            probe: Some(Some(json(probe)?)),
            viewing: None,
        };
        change(&mut scope, ctx, id, ready).await?;
        rows_of_segments::put(&mut scope, ctx, id, found).await?;
        let ids: Vec<Uuid> = found.iter().map(|(segment, _)| segment.uuid()).collect();
        rows_of_segments::delete_untouched(&mut scope, ctx, id, &ids).await?;
        scope.commit().await
    }

    async fn record_failure(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        reason: &str,
    ) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let failure = VideoChange {
            state: Some("failed"),
            failure: Some(Some(reason.to_owned())),
            probe: Some(None),
            viewing: Some(None),
        };
        change(&mut scope, ctx, id, failure).await?;
        rows_of_segments::delete_untouched(&mut scope, ctx, id, &[]).await?;
        scope.commit().await
    }

    async fn segments(
        &self,
        ctx: &ProfileContext,
        ids: &[SourceVideoId],
    ) -> Result<Vec<Segment>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let found = rows_of_segments::of_videos(&mut scope, ctx, ids).await?;
        scope.commit().await?;
        Ok(found)
    }

    async fn find_segment(&self, ctx: &ProfileContext, id: SegmentId) -> Result<Segment, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let found = rows_of_segments::find(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(found)
    }

    async fn create_segment(&self, ctx: &ProfileContext, new: &Segment) -> Result<Segment, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let made = rows_of_segments::create(&mut scope, ctx, new).await?;
        scope.commit().await?;
        Ok(made)
    }

    async fn update_segment(
        &self,
        ctx: &ProfileContext,
        id: SegmentId,
        change: &SegmentChange,
        looks: Option<SegmentLooks>,
    ) -> Result<Segment, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let changed = rows_of_segments::change(&mut scope, ctx, id, change, looks).await?;
        scope.commit().await?;
        Ok(changed)
    }

    async fn remove_segment(&self, ctx: &ProfileContext, id: SegmentId) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        rows_of_segments::find(&mut scope, ctx, id).await?;
        rows_of_segments::show(&mut scope, ctx, id, rows_of_segments::Shown::No).await?;
        scope.commit().await
    }

    async fn restore_segment(&self, ctx: &ProfileContext, id: SegmentId) -> Result<Segment, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        rows_of_segments::show(&mut scope, ctx, id, rows_of_segments::Shown::Yes).await?;
        let found = rows_of_segments::find(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(found)
    }

    async fn some_segments(
        &self,
        ctx: &ProfileContext,
        ids: &[SegmentId],
    ) -> Result<Vec<Segment>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let found = rows_of_segments::some(&mut scope, ctx, ids).await?;
        scope.commit().await?;
        Ok(found)
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
        .select((VideoRow::as_select(), segment_count(ctx), cover(ctx), cover_ends(ctx)))
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    into_video(row)
}

/// Changes a source video, or says that it is not there.
async fn change(
    scope: &mut Scope,
    ctx: &ProfileContext,
    id: SourceVideoId,
    values: VideoChange,
) -> Result<(), StoreError> {
    let own = source_videos::profile_id.eq(ctx.profile().uuid()).and(source_videos::id.eq(id.uuid()));
    let changed = update(source_videos::table.filter(own)).set(values).execute(&mut **scope).await;
    if changed.map_err(failed)? == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Takes its failure from a source video whose analysis is begun anew: nothing that is found may be stored of one that
/// failed. One that is ready stays so.
pub(crate) async fn look_again(
    scope: &mut Scope,
    ctx: &ProfileContext,
    id: SourceVideoId,
) -> Result<(), StoreError> {
    let own = source_videos::profile_id.eq(ctx.profile().uuid()).and(source_videos::id.eq(id.uuid()));
    let analysing = VideoChange { state: Some("analysing"), failure: Some(None), ..VideoChange::default() };
    update(source_videos::table.filter(own.and(source_videos::state.eq("failed"))))
        .set(analysing)
        .execute(&mut **scope)
        .await
        .map_err(failed)?;
    Ok(())
}

fn json(value: &impl Serialize) -> Result<Value, StoreError> {
    serde_json::to_value(value).map_err(|error| StoreError::Unavailable(Box::new(error)))
}

/// A source video with the number of its segments, the first of them, and both ends of that added up.
type WithSegments = (VideoRow, Option<i64>, Option<Uuid>, Option<i32>);

fn into_video((row, count, first, ends): WithSegments) -> Result<SourceVideo, StoreError> {
    let place = Place { table: "segments", row: row.id };
    let count = place.number("count", count.unwrap_or(0))?;
    let middle_ms: u32 = place.number("start_ms", ends.unwrap_or(0) / 2)?;
    row.into_video(count, first.map(|id| Cover { segment: SegmentId::from(id), middle_ms }))
}

/// Counts the segments of the video in whose row it stands.
#[auto_type(no_type_alias)]
fn segment_count(ctx: &ProfileContext) -> _ {
    let profile: Uuid = ctx.profile().uuid();
    segments::table
        .filter(segments::profile_id.eq(profile))
        .filter(segments::source_video_id.eq(source_videos::id))
        .filter(segments::is_removed.eq(false))
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
        .filter(segments::is_removed.eq(false))
        .select(segments::id)
        .order(segments::start_ms)
        .single_value()
}

/// Adds up both ends of that segment.
#[auto_type(no_type_alias)]
fn cover_ends(ctx: &ProfileContext) -> _ {
    let profile: Uuid = ctx.profile().uuid();
    segments::table
        .filter(segments::profile_id.eq(profile))
        .filter(segments::source_video_id.eq(source_videos::id))
        .filter(segments::is_removed.eq(false))
        .select(segments::start_ms + segments::end_ms)
        .order(segments::start_ms)
        .single_value()
}
