//! Copies a project into another profile of the same user: every column of its rows, whatever columns there are.

use std::collections::HashMap;

use diesel::{
    sql_query,
    sql_types::{Array, Jsonb, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::{CopiedFootage, Making, ProfileContext, ProjectId, SegmentId, StoreError};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::{
    rows::{Place, failed},
    scope::Scope,
};

#[derive(diesel::QueryableByName)]
struct Row {
    #[diesel(sql_type = Jsonb)]
    row: Value,
}

/// The rows of a project, as JSON.
struct Rows {
    project: Vec<Map<String, Value>>,
    chosen: Vec<Map<String, Value>>,
    videos: Vec<Map<String, Value>>,
    segments: Vec<Map<String, Value>>,
}

/// Reads the rows in the one profile, turns to the other, and writes them with their new ids.
pub(crate) async fn copy(
    scope: &mut Scope,
    from: &ProfileContext,
    id: ProjectId,
    to: &ProfileContext,
    copy: ProjectId,
    footage: &[CopiedFootage],
) -> Result<(), StoreError> {
    let mut rows = read(scope, from, id).await?;
    scope.turn_to(to).await?;
    let profile = to.profile().uuid();
    let segments = copied_segments(&rows.segments, footage)?;
    for row in &mut rows.project {
        let making = making_for_copy(row, |segment| segments.get(&segment).copied())?;
        row.insert("making".to_owned(), making);
        put(row, "profile_id", profile);
        put(row, "id", copy.uuid());
        // The copy is made now, and first in its list.
        row.insert("created_at".to_owned(), Value::from("now"));
        row.insert("updated_at".to_owned(), Value::from("now"));
    }
    for row in &mut rows.chosen {
        put(row, "profile_id", profile);
        put(row, "project_id", copy.uuid());
        rename(row, "source_video_id", footage)?;
    }
    for row in &mut rows.videos {
        put(row, "profile_id", profile);
        rename(row, "id", footage)?;
        row.insert("created_at".to_owned(), Value::from("now"));
    }
    for row in &mut rows.segments {
        put(row, "profile_id", profile);
        let video = rename(row, "source_video_id", footage)?;
        let segment = SegmentId::from(uuid_of(row, "segments", "id")?);
        put(row, "id", video.segment(segment).uuid());
    }
    write(scope, "projects", rows.project).await?;
    write(scope, "source_videos", rows.videos).await?;
    write(scope, "segments", rows.segments).await?;
    write(scope, "project_source_videos", rows.chosen).await
}

/// Names the copies of segments.
fn copied_segments(
    rows: &[Map<String, Value>],
    footage: &[CopiedFootage],
) -> Result<HashMap<SegmentId, SegmentId>, StoreError> {
    let mut copies = HashMap::new();
    for row in rows {
        let video = uuid_of(row, "segments", "source_video_id")?;
        let segment = SegmentId::from(uuid_of(row, "segments", "id")?);
        let of_video = footage.iter().find(|copied| copied.original.uuid() == video);
        copies.extend(of_video.map(|copied| (segment, copied.segment(segment))));
    }
    Ok(copies)
}

/// Leaves behind what a project's settings name of its own profile.
fn making_for_copy(
    row: &Map<String, Value>,
    segment: impl Fn(SegmentId) -> Option<SegmentId>,
) -> Result<Value, StoreError> {
    let place = Place { table: "projects", row: uuid_of(row, "projects", "id")? };
    let kept = row.get("making").cloned().unwrap_or_else(|| Value::Object(Map::new()));
    let making: Making = place.read("making", serde_json::from_value(kept))?;
    place.read("making", serde_json::to_value(making.for_copy(segment)))
}

async fn read(scope: &mut Scope, ctx: &ProfileContext, id: ProjectId) -> Result<Rows, StoreError> {
    let project = rows(scope, ctx, ("projects", "id"), &[id.uuid()]).await?;
    if project.is_empty() {
        return Err(StoreError::NotFound);
    }
    let chosen = rows(scope, ctx, ("project_source_videos", "project_id"), &[id.uuid()]).await?;
    let videos = chosen.iter().map(|row| uuid_of(row, "project_source_videos", "source_video_id"));
    let ids = videos.collect::<Result<Vec<_>, _>>()?;
    let videos = rows(scope, ctx, ("source_videos", "id"), &ids).await?;
    let segments = rows(scope, ctx, ("segments", "source_video_id"), &ids).await?;
    Ok(Rows { project, chosen, videos, segments })
}

/// Reads the rows of the profile whose column is one of some ids.
async fn rows(
    scope: &mut Scope,
    ctx: &ProfileContext,
    (table, column): (&'static str, &'static str),
    ids: &[Uuid],
) -> Result<Vec<Map<String, Value>>, StoreError> {
    let query =
        format!("SELECT to_jsonb(t) AS row FROM {table} t WHERE profile_id = $1 AND {column} = ANY($2)");
    let query = sql_query(query).bind::<SqlUuid, _>(ctx.profile().uuid()).bind::<Array<SqlUuid>, _>(ids);
    let rows: Vec<Row> = query.load(&mut **scope).await.map_err(failed)?;
    let object = |row: Row| match row.row {
        Value::Object(columns) => Ok(columns),
        other => Err(StoreError::Unavailable(format!("a row came as {other}").into())),
    };
    rows.into_iter().map(object).collect()
}

async fn write(
    scope: &mut Scope,
    table: &'static str,
    rows: Vec<Map<String, Value>>,
) -> Result<(), StoreError> {
    let all = Value::Array(rows.into_iter().map(Value::Object).collect());
    let insert = format!("INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, $1)");
    sql_query(insert).bind::<Jsonb, _>(all).execute(&mut **scope).await.map_err(failed)?;
    Ok(())
}

fn put(row: &mut Map<String, Value>, column: &str, id: Uuid) {
    row.insert(column.to_owned(), Value::from(id.to_string()));
}

/// Puts the copy's id in the place of the original's.
fn rename<'f>(
    row: &mut Map<String, Value>,
    column: &'static str,
    footage: &'f [CopiedFootage],
) -> Result<&'f CopiedFootage, StoreError> {
    let original = uuid_of(row, "footage", column)?;
    let changed =
        || StoreError::Conflict("the project was changed while it was copied; try again".to_owned());
    let copied = footage.iter().find(|copied| copied.original.uuid() == original).ok_or_else(changed)?;
    put(row, column, copied.copy.uuid());
    Ok(copied)
}

fn uuid_of(row: &Map<String, Value>, table: &'static str, column: &'static str) -> Result<Uuid, StoreError> {
    let place = Place { table, row: Uuid::nil() };
    place.read(column, row.get(column).and_then(Value::as_str).unwrap_or_default().parse::<Uuid>())
}
