//! Projects.

use chrono::{DateTime, Utc};
use diesel::{
    sql_query,
    sql_types::{Array, Integer, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::StoreError;
use uuid::Uuid;

use super::{
    batch::{Home, Id, LegacyTable, Owner, Read},
    reading::{LegacyRow, one_line},
    source::{Column, Source},
};
use crate::{rows::failed, scope::Scope};

/// The script of a project whose clips had none. A text that was spoken takes its place; see `contents.rs`.
pub(super) const NO_SCRIPT: &str = "The original kept no script for this project. Write one here.";

pub(super) struct Projects;

pub(super) struct NewProject {
    id: Uuid,
    name: String,
    description: Option<String>,
    context_text: Option<String>,
    target_duration_s: Option<i32>,
    created_at: Option<DateTime<Utc>>,
    updated_at: Option<DateTime<Utc>>,
}

impl LegacyTable for Projects {
    const NAME: &'static str = "public.editai_projects";
    const COLUMNS: &'static [Column] = &[
        Column::Text("name"),
        Column::Text("description"),
        Column::Text("context_text"),
        Column::Text("target_duration"),
        Column::Text("created_at"),
        Column::Text("updated_at"),
    ];
    const RAW: &'static [(&'static str, &'static str)] = &[("user_id", "uuid")];
    const TOLD: &'static str = ", u.id::text AS owner";
    const TARGET: &'static str = "projects";
    const ABSENT: &'static str = "the database refused it";
    type New = NewProject;

    fn joins(source: &Source) -> String {
        format!("LEFT JOIN {} u ON u.id = t.raw_user_id", source.view("auth.users", &[("id", "uuid")]))
    }

    fn read(row: &LegacyRow<'_>) -> Read<NewProject> {
        let mut changes = Vec::new();
        let created_at = row.moment("created_at");
        if created_at.is_none() {
            changes.push("it had no date; it has that of its adoption");
        }
        let new = NewProject {
            id: row.uuid("project"),
            name: name_of(row.text("name"), &mut changes),
            description: row.owned("description"),
            context_text: row.owned("context_text"),
            target_duration_s: row.whole("target_duration").filter(|&seconds: &i32| seconds > 0),
            created_at,
            updated_at: row.moment("updated_at"),
        };
        Read::Row { new, owner: Owner::One(row.other("owner")), changes }
    }

    fn key(new: &NewProject) -> Uuid {
        new.id
    }

    async fn insert(scope: &mut Scope, home: Home, rows: &[NewProject]) -> Result<Vec<Uuid>, StoreError> {
        const SQL: &str = "INSERT INTO projects (profile_id, id, name, script, voice_provider, voice, speed_percent, \
               description, context_text, target_duration_s, created_at, updated_at) \
             SELECT $1, x.id, x.name, $2, 'espeak-ng', 'en-us', 100, x.description, x.context_text, \
               x.target_duration_s, COALESCE(x.created_at, now()), COALESCE(x.updated_at, x.created_at, now()) \
             FROM unnest($3, $4, $5, $6, $7, $8, $9) \
               AS x (id, name, description, context_text, target_duration_s, created_at, updated_at) \
             ON CONFLICT DO NOTHING RETURNING id";
        let query = sql_query(SQL)
            .bind::<SqlUuid, _>(home.profile)
            .bind::<Text, _>(NO_SCRIPT)
            .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(rows.iter().map(|row| &*row.name).collect::<Vec<_>>())
            .bind::<Array<Nullable<Text>>, _>(
                rows.iter().map(|row| row.description.as_deref()).collect::<Vec<_>>(),
            )
            .bind::<Array<Nullable<Text>>, _>(
                rows.iter().map(|row| row.context_text.as_deref()).collect::<Vec<_>>(),
            )
            .bind::<Array<Nullable<Integer>>, _>(
                rows.iter().map(|row| row.target_duration_s).collect::<Vec<_>>(),
            )
            .bind::<Array<Nullable<Timestamptz>>, _>(
                rows.iter().map(|row| row.created_at).collect::<Vec<_>>(),
            )
            .bind::<Array<Nullable<Timestamptz>>, _>(
                rows.iter().map(|row| row.updated_at).collect::<Vec<_>>(),
            );
        let written: Vec<Id> = query.load(&mut **scope).await.map_err(failed)?;
        Ok(written.into_iter().map(|row| row.id).collect())
    }
}

/// Brings a name into the form that a project's name has.
pub(super) fn name_of(text: Option<&str>, changes: &mut Vec<&'static str>) -> String {
    let text = text.unwrap_or_default();
    let name = one_line(text, 200);
    if name.is_empty() {
        changes.push("it had no name; it is called Untitled");
        return "Untitled".to_owned();
    }
    if name != text {
        changes.push("its name was brought onto one line of at most 200 characters");
    }
    name
}
