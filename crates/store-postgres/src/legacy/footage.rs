//! Footage. Its files are not in a database: each row says which one is missing.

use chrono::{DateTime, Utc};
use diesel::{
    sql_query,
    sql_types::{Array, BigInt, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::{Container, FootageName, StoreError};
use uuid::Uuid;

use super::{
    batch::{Home, Id, LegacyTable, Owner, Read},
    reading::LegacyRow,
    source::{Column, Source},
};
use crate::{rows::failed, scope::Scope};

pub(super) struct Footage;

pub(super) struct NewFootage {
    id: Uuid,
    name: String,
    container: Container,
    size_bytes: i64,
    missing_file: String,
    failure: String,
    description: Option<String>,
    created_at: Option<DateTime<Utc>>,
}

impl LegacyTable for Footage {
    const NAME: &'static str = "public.editai_source_videos";
    const COLUMNS: &'static [Column] = &[
        Column::Text("name"),
        Column::Text("description"),
        Column::Text("file_path"),
        Column::Text("file_size_bytes"),
        Column::Text("created_at"),
    ];
    const RAW: &'static [(&'static str, &'static str)] = &[("user_id", "uuid")];
    const TOLD: &'static str = ", u.id::text AS owner";
    const TARGET: &'static str = "source_videos";
    const ABSENT: &'static str = "the database refused it";
    type New = NewFootage;

    fn joins(source: &Source) -> String {
        format!("LEFT JOIN {} u ON u.id = t.raw_user_id", source.view("auth.users", &[("id", "uuid")]))
    }

    fn read(row: &LegacyRow<'_>) -> Read<NewFootage> {
        let mut changes = Vec::new();
        let called = row.text("name").unwrap_or_default();
        let path = row.text("file_path").filter(|path| !path.trim().is_empty()).unwrap_or(called);
        let name = match FootageName::parse(called).or_else(|_none| FootageName::parse(path)) {
            Ok(name) => name.as_str().to_owned(),
            Err(_) => "Untitled".to_owned(),
        };
        if name != called {
            changes.push("its name was brought into the form of a file's name");
        }
        let created_at = row.moment("created_at");
        if created_at.is_none() {
            changes.push("it had no date; it has that of its adoption");
        }
        let file =
            FootageName::parse(path).map_or_else(|_none| name.clone(), |file| file.as_str().to_owned());
        let new = NewFootage {
            id: row.uuid("source video"),
            container: container_of(path),
            size_bytes: row.whole("file_size_bytes").filter(|&size: &i64| size > 0).unwrap_or(0),
            missing_file: path.to_owned(),
            failure: format!("Its file {file} was not brought along from the original; upload it again."),
            description: row.owned("description"),
            name,
            created_at,
        };
        Read::Row { new, owner: Owner::One(row.other("owner")), changes }
    }

    fn key(new: &NewFootage) -> Uuid {
        new.id
    }

    async fn insert(scope: &mut Scope, home: Home, rows: &[NewFootage]) -> Result<Vec<Uuid>, StoreError> {
        const SQL: &str = "INSERT INTO source_videos (profile_id, id, name, container, size_bytes, state, failure, \
               missing_file, description, created_at) \
             SELECT $1, x.id, x.name, x.container, x.size_bytes, 'failed', x.failure, x.missing_file, \
               x.description, COALESCE(x.created_at, now()) \
             FROM unnest($2, $3, $4, $5, $6, $7, $8, $9) \
               AS x (id, name, container, size_bytes, failure, missing_file, description, created_at) \
             ON CONFLICT DO NOTHING RETURNING id";
        let query = sql_query(SQL)
            .bind::<SqlUuid, _>(home.profile)
            .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(rows.iter().map(|row| &*row.name).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(rows.iter().map(|row| row.container.as_str()).collect::<Vec<_>>())
            .bind::<Array<BigInt>, _>(rows.iter().map(|row| row.size_bytes).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(rows.iter().map(|row| &*row.failure).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(rows.iter().map(|row| &*row.missing_file).collect::<Vec<_>>())
            .bind::<Array<Nullable<Text>>, _>(
                rows.iter().map(|row| row.description.as_deref()).collect::<Vec<_>>(),
            )
            .bind::<Array<Nullable<Timestamptz>>, _>(
                rows.iter().map(|row| row.created_at).collect::<Vec<_>>(),
            );
        let written: Vec<Id> = query.load(&mut **scope).await.map_err(failed)?;
        Ok(written.into_iter().map(|row| row.id).collect())
    }
}

/// Tells the container by the file's ending, for nothing else is left of the file; it is never opened by it.
fn container_of(path: &str) -> Container {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "mkv" | "webm" => Container::Matroska,
        "avi" => Container::Avi,
        "ts" | "mts" | "m2ts" => Container::MpegTs,
        _ => Container::Mp4,
    }
}
