//! Segments: what analysis stores of them, and what a person changes.

use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, Insertable, QueryDsl as _, Queryable,
    Selectable, SelectableHelper as _, delete,
    dsl::{case_when, insert_into},
    update,
    upsert::excluded,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    AnalysedSegment, PictureHash, ProfileContext, Scores, Segment, SegmentChange, SegmentId, SegmentLooks,
    SegmentMarks, SourceVideoId, StoreError, Transform,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    rows::{Place, failed, int},
    schema::{segments, source_videos},
    scope::Scope,
};

/// How many rows a statement takes: each has at most 16 values, and Postgres takes 65,535.
const BATCH: usize = 2000;

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
    steadiness: Option<f32>,
    picture_hash: Option<i64>,
    keywords: Option<Vec<String>>,
    notes: Option<String>,
    is_favourite: Option<bool>,
    single_use: Option<bool>,
    transform: Option<Value>,
    is_edited: bool,
}

/// The columns that a person changed; what is nothing stays.
#[derive(AsChangeset)]
#[diesel(table_name = segments)]
struct Changes<'c> {
    start_ms: Option<i32>,
    end_ms: Option<i32>,
    keywords: Option<&'c [String]>,
    notes: Option<&'c str>,
    is_favourite: Option<bool>,
    single_use: Option<bool>,
    transform: Option<Value>,
    is_edited: bool,
}

impl<'c> Changes<'c> {
    /// Writes those marks that say anything: the others were not given, and stay as they are.
    fn given(marks: &'c SegmentMarks) -> Result<Self, StoreError> {
        let SegmentMarks { keywords, favourite, single_use, notes, transform } = marks;
        let is_shown_otherwise = *transform != Transform::default();
        Ok(Self {
            start_ms: None,
            end_ms: None,
            keywords: Some(keywords.as_slice()).filter(|keywords| !keywords.is_empty()),
            notes: Some(notes.as_str()).filter(|notes| !notes.is_empty()),
            is_favourite: favourite.then_some(true),
            single_use: single_use.then_some(true),
            transform: is_shown_otherwise.then(|| json(transform)).transpose()?,
            is_edited: true,
        })
    }
}

/// How a segment looks where it was moved to; what is nothing is written.
#[derive(AsChangeset)]
#[diesel(table_name = segments, treat_none_as_null = true)]
struct LookColumns {
    motion: f32,
    variance: f32,
    sharpness: f32,
    contrast: f32,
    brightness: f32,
    steadiness: Option<f32>,
    picture_hash: Option<i64>,
}

impl From<SegmentLooks> for LookColumns {
    fn from(looks: SegmentLooks) -> Self {
        let scores = looks.scores;
        Self {
            motion: scores.motion,
            variance: scores.variance,
            sharpness: scores.sharpness,
            contrast: scores.contrast,
            brightness: scores.brightness,
            steadiness: scores.steadiness,
            picture_hash: looks.hash.map(|hash| hash.0.cast_signed()),
        }
    }
}

/// Whether a segment is to be seen.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Yes,
    No,
}

impl SegmentRow {
    fn plain(
        ctx: &ProfileContext,
        video: SourceVideoId,
        id: SegmentId,
        span: (u32, u32),
        scores: Scores,
    ) -> Self {
        Self {
            profile_id: ctx.profile().uuid(),
            id: id.uuid(),
            source_video_id: video.uuid(),
            start_ms: int(span.0),
            end_ms: int(span.1),
            motion: scores.motion,
            variance: scores.variance,
            sharpness: scores.sharpness,
            contrast: scores.contrast,
            brightness: scores.brightness,
            steadiness: scores.steadiness,
            picture_hash: None,
            keywords: None,
            notes: None,
            is_favourite: None,
            single_use: None,
            transform: None,
            is_edited: false,
        }
    }

    fn found(ctx: &ProfileContext, video: SourceVideoId, id: SegmentId, found: &AnalysedSegment) -> Self {
        let plain = Self::plain(ctx, video, id, (found.start_ms, found.end_ms), found.scores);
        Self { picture_hash: Some(found.hash.0.cast_signed()), ..plain }
    }

    fn made(ctx: &ProfileContext, new: &Segment) -> Result<Self, StoreError> {
        let plain = Self::plain(ctx, new.source_video, new.id, (new.start_ms, new.end_ms), new.scores);
        Ok(Self {
            picture_hash: new.hash.map(|hash| hash.0.cast_signed()),
            keywords: Some(new.marks.keywords.clone()),
            notes: Some(new.marks.notes.clone()),
            is_favourite: Some(new.marks.favourite),
            single_use: Some(new.marks.single_use),
            transform: Some(json(&new.marks.transform)?),
            is_edited: true,
            ..plain
        })
    }

    fn into_segment(self) -> Result<Segment, StoreError> {
        let place = Place { table: "segments", row: self.id };
        let transform = self.transform.map(serde_json::from_value::<Transform>).transpose();
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
                steadiness: self.steadiness,
            },
            hash: self.picture_hash.map(|bits| PictureHash(bits.cast_unsigned())),
            marks: SegmentMarks {
                keywords: self.keywords.unwrap_or_default(),
                favourite: self.is_favourite.unwrap_or_default(),
                single_use: self.single_use.unwrap_or_default(),
                notes: self.notes.unwrap_or_default(),
                transform: place.read("transform", transform)?.unwrap_or_default(),
            },
        })
    }
}

/// Stores what analysis found. Where a person changed a segment, its place stays, and so do its looks if that is another
/// place; what they noted stays anyway.
pub(crate) async fn put(
    scope: &mut Scope,
    ctx: &ProfileContext,
    video: SourceVideoId,
    found: &[(SegmentId, AnalysedSegment)],
) -> Result<(), StoreError> {
    for batch in found.chunks(BATCH) {
        let rows: Vec<SegmentRow> =
            batch.iter().map(|(segment, found)| SegmentRow::found(ctx, video, *segment, found)).collect();
        let elsewhere = segments::is_edited.and(
            segments::start_ms
                .ne(excluded(segments::start_ms))
                .or(segments::end_ms.ne(excluded(segments::end_ms))),
        );
        let newest = (
            segments::start_ms
                .eq(case_when(segments::is_edited, segments::start_ms)
                    .otherwise(excluded(segments::start_ms))),
            segments::end_ms
                .eq(case_when(segments::is_edited, segments::end_ms).otherwise(excluded(segments::end_ms))),
            segments::motion.eq(case_when(elsewhere, segments::motion).otherwise(excluded(segments::motion))),
            segments::variance
                .eq(case_when(elsewhere, segments::variance).otherwise(excluded(segments::variance))),
            segments::sharpness
                .eq(case_when(elsewhere, segments::sharpness).otherwise(excluded(segments::sharpness))),
            segments::contrast
                .eq(case_when(elsewhere, segments::contrast).otherwise(excluded(segments::contrast))),
            segments::brightness
                .eq(case_when(elsewhere, segments::brightness).otherwise(excluded(segments::brightness))),
            segments::steadiness
                .eq(case_when(elsewhere, segments::steadiness).otherwise(excluded(segments::steadiness))),
            segments::picture_hash
                .eq(case_when(elsewhere, segments::picture_hash).otherwise(excluded(segments::picture_hash))),
        );
        insert_into(segments::table)
            .values(rows)
            .on_conflict((segments::profile_id, segments::id))
            .do_update()
            .set(newest)
            .execute(&mut **scope)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

/// Deletes the segments of a source video that are not among some, and that no person made, changed or removed.
pub(crate) async fn delete_untouched(
    scope: &mut Scope,
    ctx: &ProfileContext,
    video: SourceVideoId,
    kept: &[Uuid],
) -> Result<(), StoreError> {
    let of_video = segments::profile_id
        .eq(ctx.profile().uuid())
        .and(segments::source_video_id.eq(video.uuid()))
        .and(segments::is_edited.eq(false))
        .and(segments::is_removed.eq(false))
        .and(segments::id.ne_all(kept));
    delete(segments::table.filter(of_video)).execute(&mut **scope).await.map_err(failed)?;
    Ok(())
}

/// Lists the segments of some source videos by place.
pub(crate) async fn of_videos(
    scope: &mut Scope,
    ctx: &ProfileContext,
    ids: &[SourceVideoId],
) -> Result<Vec<Segment>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows: Vec<SegmentRow> = segments::table
        .filter(segments::profile_id.eq(ctx.profile().uuid()))
        .filter(segments::source_video_id.eq_any(ids))
        .filter(segments::is_removed.eq(false))
        .select(SegmentRow::as_select())
        .order((segments::source_video_id, segments::start_ms, segments::end_ms, segments::id))
        .load(&mut **scope)
        .await
        .map_err(failed)?;
    rows.into_iter().map(SegmentRow::into_segment).collect()
}

/// Finds some segments that were not removed.
pub(crate) async fn some(
    scope: &mut Scope,
    ctx: &ProfileContext,
    ids: &[SegmentId],
) -> Result<Vec<Segment>, StoreError> {
    let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    let rows: Vec<SegmentRow> = segments::table
        .filter(segments::profile_id.eq(ctx.profile().uuid()))
        .filter(segments::id.eq_any(ids))
        .filter(segments::is_removed.eq(false))
        .select(SegmentRow::as_select())
        .load(&mut **scope)
        .await
        .map_err(failed)?;
    rows.into_iter().map(SegmentRow::into_segment).collect()
}

/// Finds a segment that was not removed.
pub(crate) async fn find(
    scope: &mut Scope,
    ctx: &ProfileContext,
    id: SegmentId,
) -> Result<Segment, StoreError> {
    let row: SegmentRow = segments::table
        .filter(segments::profile_id.eq(ctx.profile().uuid()))
        .filter(segments::id.eq(id.uuid()))
        .filter(segments::is_removed.eq(false))
        .select(SegmentRow::as_select())
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    row.into_segment()
}

/// Stores a segment that a person made. While there is one of the very same span, it is that one, with the marks that were
/// given now.
pub(crate) async fn create(
    scope: &mut Scope,
    ctx: &ProfileContext,
    new: &Segment,
) -> Result<Segment, StoreError> {
    lock_video(scope, ctx, new.source_video).await?;
    if let Some(same) = keep_same(scope, ctx, new).await? {
        return Ok(same);
    }
    let row: SegmentRow = insert_into(segments::table)
        .values(SegmentRow::made(ctx, new)?)
        .returning(SegmentRow::as_returning())
        .get_result(&mut **scope)
        .await
        .map_err(failed)?;
    row.into_segment()
}

/// Lets those who make segments of a video take turns, so that the same span is not stored twice.
async fn lock_video(scope: &mut Scope, ctx: &ProfileContext, id: SourceVideoId) -> Result<(), StoreError> {
    let own = source_videos::profile_id.eq(ctx.profile().uuid()).and(source_videos::id.eq(id.uuid()));
    let locked = source_videos::table.filter(own).select(source_videos::id).for_no_key_update();
    locked.first::<Uuid>(&mut **scope).await.map_err(failed)?;
    Ok(())
}

/// Finds a segment of the very same span, and marks it as it was given. A person chose it now, so that no later analysis
/// moves or deletes it.
async fn keep_same(
    scope: &mut Scope,
    ctx: &ProfileContext,
    new: &Segment,
) -> Result<Option<Segment>, StoreError> {
    let same = segments::profile_id
        .eq(ctx.profile().uuid())
        .and(segments::source_video_id.eq(new.source_video.uuid()))
        .and(segments::start_ms.eq(int(new.start_ms)))
        .and(segments::end_ms.eq(int(new.end_ms)))
        .and(segments::is_removed.eq(false));
    let rows: Vec<SegmentRow> = update(segments::table.filter(same))
        .set(Changes::given(&new.marks)?)
        .returning(SegmentRow::as_returning())
        .get_results(&mut **scope)
        .await
        .map_err(failed)?;
    rows.into_iter().next().map(SegmentRow::into_segment).transpose()
}

/// Changes the given fields of a segment, and its looks where they are given.
pub(crate) async fn change(
    scope: &mut Scope,
    ctx: &ProfileContext,
    id: SegmentId,
    change: &SegmentChange,
    looks: Option<SegmentLooks>,
) -> Result<Segment, StoreError> {
    let changes = Changes {
        start_ms: change.start_ms.map(int),
        end_ms: change.end_ms.map(int),
        keywords: change.keywords.as_deref(),
        notes: change.notes.as_deref(),
        is_favourite: change.favourite,
        single_use: change.single_use,
        transform: change.transform.as_ref().map(json).transpose()?,
        is_edited: true,
    };
    let own = segments::profile_id
        .eq(ctx.profile().uuid())
        .and(segments::id.eq(id.uuid()))
        .and(segments::is_removed.eq(false));
    let row: SegmentRow = update(segments::table.filter(own))
        .set((changes, looks.map(LookColumns::from)))
        .returning(SegmentRow::as_returning())
        .get_result(&mut **scope)
        .await
        .map_err(failed)?;
    row.into_segment()
}

/// Removes a segment from sight or brings it back.
pub(crate) async fn show(
    scope: &mut Scope,
    ctx: &ProfileContext,
    id: SegmentId,
    shown: Shown,
) -> Result<(), StoreError> {
    let own = segments::profile_id.eq(ctx.profile().uuid()).and(segments::id.eq(id.uuid()));
    let changed = update(segments::table.filter(own))
        .set(segments::is_removed.eq(shown == Shown::No))
        .execute(&mut **scope)
        .await
        .map_err(failed)?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

fn json(transform: &Transform) -> Result<Value, StoreError> {
    serde_json::to_value(transform).map_err(|error| StoreError::Unavailable(Box::new(error)))
}
