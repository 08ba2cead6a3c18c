//! Clips. Their videos are not in a database: each row says which one is missing.

use chrono::{DateTime, Utc};
use diesel::{
    sql_query,
    sql_types::{Array, Bool, Integer, Jsonb, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::{ContentHash, FootageName, StoreError};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    batch::{Home, Id, LegacyTable, Owner, Read},
    projects::name_of,
    reading::LegacyRow,
    source::{Column, Source},
};
use crate::{rows::failed, scope::Scope};

pub(super) struct Clips;

pub(super) struct NewClip {
    id: Uuid,
    project: Option<Uuid>,
    project_name: String,
    variant: i16,
    duration_ms: i32,
    missing_file: String,
    notes: Value,
    fingerprint: String,
    caption: Option<String>,
    /// An array's literal.
    tags: Option<String>,
    is_selected: Option<bool>,
    created_at: Option<DateTime<Utc>>,
}

impl LegacyTable for Clips {
    const NAME: &'static str = "public.editai_clips";
    const COLUMNS: &'static [Column] = &[
        Column::Text("variant_index"),
        Column::Text("duration"),
        Column::Text("is_selected"),
        Column::Text("is_deleted"),
        Column::Text("raw_video_path"),
        Column::Text("final_video_path"),
        Column::List("tags"),
        Column::Text("caption"),
        Column::Text("created_at"),
    ];
    const RAW: &'static [(&'static str, &'static str)] = &[("project_id", "uuid")];
    const TOLD: &'static str = ", p.id::text AS project, p.name::text AS project_name, u.id::text AS owner";
    const TARGET: &'static str = "clips";
    const ABSENT: &'static str = "the database refused it";
    type New = NewClip;

    fn joins(source: &Source) -> String {
        format!(
            "LEFT JOIN {} p ON p.id = t.raw_project_id LEFT JOIN {} u ON u.id = p.user_id",
            source.view("public.editai_projects", &[("id", "uuid"), ("name", "text"), ("user_id", "uuid")]),
            source.view("auth.users", &[("id", "uuid")]),
        )
    }

    fn read(row: &LegacyRow<'_>) -> Read<NewClip> {
        if row.flag("is_deleted") == Some(true) {
            return Read::Left("it was deleted in the original");
        }
        let mut changes = Vec::new();
        let project = row.other("project");
        if project.is_none() {
            changes.push("its project is gone; it stands alone");
        }
        // What is wrong with a project's name is told of the project.
        let project_name = name_of(row.text("project_name"), &mut Vec::new());
        let variant = row.whole::<u8>("variant_index").filter(|&variant| variant > 0).unwrap_or_else(|| {
            changes.push("it had no number from 1 to 255 among its variants; it is number 1");
            1
        });
        let created_at = row.moment("created_at");
        if created_at.is_none() {
            changes.push("it had no date; it has that of its adoption");
        }
        let id = row.uuid("clip");
        let (missing_file, note) = missing(row);
        let new = NewClip {
            id,
            project,
            project_name,
            variant: i16::from(variant),
            duration_ms: row.milliseconds("duration").unwrap_or(0),
            missing_file,
            notes: json!([note]),
            // Unlike that of anything that can be made: what this clip was made from is not known.
            fingerprint: ContentHash::of(&("adopted", id))
                .map_or_else(|_no| String::new(), |hash| hash.to_string()),
            caption: row.owned("caption"),
            tags: row.owned("tags"),
            is_selected: row.flag("is_selected"),
            created_at,
        };
        Read::Row { new, owner: Owner::One(row.other("owner")), changes }
    }

    fn key(new: &NewClip) -> Uuid {
        new.id
    }

    async fn insert(scope: &mut Scope, home: Home, rows: &[NewClip]) -> Result<Vec<Uuid>, StoreError> {
        // Without the file nothing could be measured: size, picture and loudness are 0.
        const SQL: &str = "INSERT INTO clips (profile_id, id, project_id, project_name, variant, duration_ms, width, height, \
               size_bytes, loudness_lufs, voice_label, notes, fingerprint, missing_file, caption, tags, is_selected, \
               created_at) \
             SELECT $1, x.id, p.id, x.project_name, x.variant, x.duration_ms, 0, 0, 0, 0, 'unknown', x.notes, \
               x.fingerprint, x.missing_file, x.caption, x.tags::text[], x.is_selected, COALESCE(x.created_at, now()) \
             FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
               AS x (id, project_id, project_name, variant, duration_ms, missing_file, notes, fingerprint, caption, \
                     tags, is_selected, created_at) \
             LEFT JOIN projects p ON p.profile_id = $1 AND p.id = x.project_id \
             ON CONFLICT DO NOTHING RETURNING id";
        let query = sql_query(SQL)
            .bind::<SqlUuid, _>(home.profile)
            .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
            .bind::<Array<Nullable<SqlUuid>>, _>(rows.iter().map(|row| row.project).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(rows.iter().map(|row| &*row.project_name).collect::<Vec<_>>())
            .bind::<Array<SmallInt>, _>(rows.iter().map(|row| row.variant).collect::<Vec<_>>())
            .bind::<Array<Integer>, _>(rows.iter().map(|row| row.duration_ms).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(rows.iter().map(|row| &*row.missing_file).collect::<Vec<_>>())
            .bind::<Array<Jsonb>, _>(rows.iter().map(|row| &row.notes).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(rows.iter().map(|row| &*row.fingerprint).collect::<Vec<_>>())
            .bind::<Array<Nullable<Text>>, _>(
                rows.iter().map(|row| row.caption.as_deref()).collect::<Vec<_>>(),
            )
            .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|row| row.tags.as_deref()).collect::<Vec<_>>())
            .bind::<Array<Nullable<Bool>>, _>(rows.iter().map(|row| row.is_selected).collect::<Vec<_>>())
            .bind::<Array<Nullable<Timestamptz>>, _>(
                rows.iter().map(|row| row.created_at).collect::<Vec<_>>(),
            );
        let written: Vec<Id> = query.load(&mut **scope).await.map_err(failed)?;
        Ok(written.into_iter().map(|row| row.id).collect())
    }
}

/// Names the file that is missing, and says so to the person.
fn missing(row: &LegacyRow<'_>) -> (String, String) {
    let path = row.text("final_video_path").or_else(|| row.text("raw_video_path")).unwrap_or_default();
    if let Ok(file) = FootageName::parse(path) {
        let cure = "was not brought along from the original; make the video again from its project.";
        return (path.to_owned(), format!("Its file {} {cure}", file.as_str()));
    }
    let note = "The original had not rendered this clip; make the video from its project.";
    ("(never rendered)".to_owned(), note.to_owned())
}
