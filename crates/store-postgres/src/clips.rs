//! Clips.

use std::collections::HashSet;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, PgArrayExpressionMethods as _, QueryDsl as _,
    Queryable, Selectable, SelectableHelper as _, delete, dsl::insert_into,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    Clip, ClipId, ClipStore, ContentHash, Cursor, NewClip, Page, PageRequest, ProfileContext, ProjectId,
    SegmentId, StoreError,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Postgres,
    rows::{Place, bigint, failed, int},
    schema::{clips, segments},
    scope::Scope,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = clips)]
struct ClipRow {
    id: Uuid,
    project_id: Option<Uuid>,
    project_name: String,
    variant: i16,
    duration_ms: i32,
    width: i32,
    height: i32,
    size_bytes: i64,
    loudness_lufs: f64,
    voice_label: String,
    notes: Value,
    fingerprint: String,
    missing_file: Option<String>,
    created_at: DateTime<Utc>,
    quality: String,
    made_from: Option<Value>,
}

impl ClipRow {
    fn into_clip(self) -> Result<Clip, StoreError> {
        let place = Place { table: "clips", row: self.id };
        let fingerprint = serde_json::from_value::<ContentHash>(Value::String(self.fingerprint));
        let made = NewClip {
            project: self.project_id.map(ProjectId::from),
            project_name: self.project_name,
            variant: place.number("variant", self.variant)?,
            duration_ms: place.number("duration_ms", self.duration_ms)?,
            width: place.number("width", self.width)?,
            height: place.number("height", self.height)?,
            size_bytes: place.number("size_bytes", self.size_bytes)?,
            loudness_lufs: self.loudness_lufs,
            voice_label: self.voice_label,
            notes: place.read("notes", serde_json::from_value(self.notes))?,
            fingerprint: place.read("fingerprint", fingerprint)?,
            missing_file: self.missing_file,
            quality: place.read("quality", serde_json::from_value(Value::String(self.quality)))?,
            made_from: place.read("made_from", self.made_from.map(serde_json::from_value).transpose())?,
        };
        Ok(Clip { id: ClipId::from(self.id), made, created_at: self.created_at })
    }
}

#[async_trait]
impl ClipStore for Postgres {
    async fn create(
        &self,
        ctx: &ProfileContext,
        id: ClipId,
        mut new: NewClip,
        aside: &[ClipId],
    ) -> Result<Clip, StoreError> {
        let shown: Vec<Uuid> =
            new.made_from.iter().flat_map(|made| &made.segments).map(|segment| segment.id.uuid()).collect();
        let made_from = new.made_from.as_ref().map(serde_json::to_value).transpose();
        let made_from = made_from.map_err(|error| StoreError::Unavailable(Box::new(error)))?;
        let mut scope = self.scoped(ctx).await?;
        let aside = [std::slice::from_ref(&id), aside].concat();
        new.note_shared_scenes(shared_scenes(&mut scope, ctx, &new, &aside).await?);
        let values = (
            clips::profile_id.eq(ctx.profile().uuid()),
            clips::id.eq(id.uuid()),
            clips::project_id.eq(new.project.map(ProjectId::uuid)),
            clips::project_name.eq(&new.project_name),
            clips::variant.eq(i16::from(new.variant)),
            clips::duration_ms.eq(int(new.duration_ms)),
            clips::width.eq(int(new.width)),
            clips::height.eq(int(new.height)),
            clips::size_bytes.eq(bigint(new.size_bytes)),
            clips::loudness_lufs.eq(new.loudness_lufs),
            clips::voice_label.eq(&new.voice_label),
            clips::notes.eq(Value::from(new.notes.clone())),
            clips::fingerprint.eq(new.fingerprint.as_str()),
            clips::missing_file.eq(&new.missing_file),
            clips::quality.eq(new.quality.as_str()),
            clips::made_from.eq(made_from),
            clips::shown_segments.eq(shown),
        );
        insert_into(clips::table)
            .values(values)
            .on_conflict_do_nothing()
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        let clip = find(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(clip)
    }

    async fn find(&self, ctx: &ProfileContext, id: ClipId) -> Result<Clip, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let clip = find(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(clip)
    }

    async fn list(
        &self,
        ctx: &ProfileContext,
        project: Option<ProjectId>,
        page: &PageRequest,
    ) -> Result<Page<Clip>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let mut query = clips::table
            .filter(clips::profile_id.eq(ctx.profile().uuid()))
            .select(ClipRow::as_select())
            .order((clips::created_at.desc(), clips::id.desc()))
            .limit(i64::from(page.limit()) + 1)
            .into_boxed();
        if let Some(project) = project {
            query = query.filter(clips::project_id.eq(project.uuid()));
        }
        if let Some(Cursor { created_at, id }) = page.after {
            // The first half is what the index is entered by; an OR alone reads all newer rows for nothing.
            let older =
                clips::created_at.le(created_at).and(clips::created_at.lt(created_at).or(clips::id.lt(id)));
            query = query.filter(older);
        }
        let rows: Vec<ClipRow> = query.load(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        let list = rows.into_iter().map(ClipRow::into_clip).collect::<Result<Vec<_>, _>>()?;
        Ok(Page::of(page, list, |clip| Cursor { created_at: clip.created_at, id: clip.id.uuid() }))
    }

    async fn shown(
        &self,
        ctx: &ProfileContext,
        segments: &[SegmentId],
        aside: &[ClipId],
    ) -> Result<Vec<SegmentId>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let wanted: Vec<Uuid> = segments.iter().map(|segment| segment.uuid()).collect();
        let aside: Vec<Uuid> = aside.iter().map(|clip| clip.uuid()).collect();
        let rows: Vec<Vec<Uuid>> = clips::table
            .filter(clips::profile_id.eq(ctx.profile().uuid()))
            .filter(clips::shown_segments.overlaps_with(&wanted))
            .filter(clips::id.ne_all(aside))
            .select(clips::shown_segments)
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        let shown: HashSet<Uuid> = rows.into_iter().flatten().collect();
        Ok(segments.iter().copied().filter(|segment| shown.contains(&segment.uuid())).collect())
    }

    async fn delete(&self, ctx: &ProfileContext, id: ClipId) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let own = clips::profile_id.eq(ctx.profile().uuid()).and(clips::id.eq(id.uuid()));
        let gone = delete(clips::table.filter(own)).execute(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        if gone == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }
}

/// Counts the scenes for single use that another clip shows, as happens when two are made at once. What the person
/// pinned does not count: the plan said so.
async fn shared_scenes(
    scope: &mut Scope,
    ctx: &ProfileContext,
    new: &NewClip,
    aside: &[ClipId],
) -> Result<usize, StoreError> {
    let Some(made) = &new.made_from else { return Ok(0) };
    let is_pinned = |segment: SegmentId| made.making.pins.iter().any(|pin| pin.segment == segment);
    let chosen = made.segments.iter().map(|shown| shown.id).filter(|segment| !is_pinned(*segment));
    let chosen: Vec<Uuid> = chosen.map(SegmentId::uuid).collect();
    // Clips that share such a scene take turns, in one order, so that the later one sees the earlier.
    let single: Vec<Uuid> = segments::table
        .filter(segments::profile_id.eq(ctx.profile().uuid()))
        .filter(segments::id.eq_any(chosen))
        .filter(segments::single_use.eq(true))
        .select(segments::id)
        .order(segments::id)
        .for_no_key_update()
        .load(&mut **scope)
        .await
        .map_err(failed)?;
    if single.is_empty() {
        return Ok(0);
    }
    let aside: Vec<Uuid> = aside.iter().map(|clip| clip.uuid()).collect();
    let others: Vec<Vec<Uuid>> = clips::table
        .filter(clips::profile_id.eq(ctx.profile().uuid()))
        .filter(clips::shown_segments.overlaps_with(&single))
        .filter(clips::id.ne_all(aside))
        .select(clips::shown_segments)
        .load(&mut **scope)
        .await
        .map_err(failed)?;
    let others: HashSet<Uuid> = others.into_iter().flatten().collect();
    Ok(single.iter().filter(|segment| others.contains(segment)).count())
}

async fn find(scope: &mut Scope, ctx: &ProfileContext, id: ClipId) -> Result<Clip, StoreError> {
    let row: ClipRow = clips::table
        .filter(clips::profile_id.eq(ctx.profile().uuid()))
        .filter(clips::id.eq(id.uuid()))
        .select(ClipRow::as_select())
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    row.into_clip()
}
