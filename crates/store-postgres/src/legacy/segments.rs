//! Segments: spans that a person marked in footage.

use diesel::{
    sql_query,
    sql_types::{Array, Bool, Integer, Nullable, Text, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::StoreError;
use uuid::Uuid;

use super::{
    batch::{Home, Id, LegacyTable, Owner, Read},
    reading::LegacyRow,
    source::{Column, Source},
};
use crate::{rows::failed, scope::Scope};

pub(super) struct Segments;

pub(super) struct NewSegment {
    id: Uuid,
    source_video: Uuid,
    start_ms: i32,
    end_ms: i32,
    /// An array's literal.
    keywords: Option<String>,
    notes: Option<String>,
    is_favourite: Option<bool>,
}

impl LegacyTable for Segments {
    const NAME: &'static str = "public.editai_segments";
    const COLUMNS: &'static [Column] = &[
        Column::Text("start_time"),
        Column::Text("end_time"),
        Column::List("keywords"),
        Column::Text("notes"),
        Column::Text("is_favorite"),
    ];
    const RAW: &'static [(&'static str, &'static str)] = &[("source_video_id", "uuid")];
    const TOLD: &'static str = ", v.id::text AS source_video, u.id::text AS owner";
    const TARGET: &'static str = "segments";
    const ABSENT: &'static str = "its footage is not here any more";
    type New = NewSegment;

    fn joins(source: &Source) -> String {
        format!(
            "LEFT JOIN {} v ON v.id = t.raw_source_video_id LEFT JOIN {} u ON u.id = v.user_id",
            source.view("public.editai_source_videos", &[("id", "uuid"), ("user_id", "uuid")]),
            source.view("auth.users", &[("id", "uuid")]),
        )
    }

    fn read(row: &LegacyRow<'_>) -> Read<NewSegment> {
        let Some(source_video) = row.other("source_video") else {
            return Read::Left("its footage is gone");
        };
        let (start, end) = (row.milliseconds("start_time"), row.milliseconds("end_time"));
        let (Some(start_ms), Some(end_ms)) = (start, end) else {
            return Read::Left("its span has no start or end within a video");
        };
        if end_ms <= start_ms {
            return Read::Left("it ends before it starts, or where it starts");
        }
        let new = NewSegment {
            id: row.uuid("segment"),
            source_video,
            start_ms,
            end_ms,
            keywords: row.owned("keywords"),
            notes: row.owned("notes"),
            is_favourite: row.flag("is_favorite"),
        };
        Read::Row { new, owner: Owner::One(row.other("owner")), changes: vec![] }
    }

    fn key(new: &NewSegment) -> Uuid {
        new.id
    }

    async fn insert(scope: &mut Scope, home: Home, rows: &[NewSegment]) -> Result<Vec<Uuid>, StoreError> {
        // Nobody looked at the pictures: no score is above nothing.
        const SQL: &str = "INSERT INTO segments (profile_id, id, source_video_id, start_ms, end_ms, motion, variance, \
               sharpness, contrast, brightness, keywords, notes, is_favourite, is_edited) \
             SELECT $1, x.id, v.id, x.start_ms, x.end_ms, 0, 0, 0, 0, 0, x.keywords::text[], x.notes, x.is_favourite, \
             true \
             FROM unnest($2, $3, $4, $5, $6, $7, $8) \
               AS x (id, source_video_id, start_ms, end_ms, keywords, notes, is_favourite) \
             JOIN source_videos v ON v.profile_id = $1 AND v.id = x.source_video_id \
             ON CONFLICT DO NOTHING RETURNING id";
        let query = sql_query(SQL)
            .bind::<SqlUuid, _>(home.profile)
            .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
            .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.source_video).collect::<Vec<_>>())
            .bind::<Array<Integer>, _>(rows.iter().map(|row| row.start_ms).collect::<Vec<_>>())
            .bind::<Array<Integer>, _>(rows.iter().map(|row| row.end_ms).collect::<Vec<_>>())
            .bind::<Array<Nullable<Text>>, _>(
                rows.iter().map(|row| row.keywords.as_deref()).collect::<Vec<_>>(),
            )
            .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|row| row.notes.as_deref()).collect::<Vec<_>>())
            .bind::<Array<Nullable<Bool>>, _>(rows.iter().map(|row| row.is_favourite).collect::<Vec<_>>());
        let written: Vec<Id> = query.load(&mut **scope).await.map_err(failed)?;
        Ok(written.into_iter().map(|row| row.id).collect())
    }
}
