//! What was spoken and shown in clips; the text becomes the script of a project that has none.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use diesel::{
    sql_query,
    sql_types::{Array, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::{Script, StoreError};
use serde_json::Value;
use uuid::Uuid;

use super::{
    batch::{Home, Id, LegacyTable, Owner, Read},
    projects::NO_SCRIPT,
    reading::LegacyRow,
    source::{Column, Source},
};
use crate::{rows::failed, scope::Scope};

pub(super) struct Contents;

pub(super) struct NewContent {
    id: Uuid,
    clip: Uuid,
    project: Option<Uuid>,
    spoken_text: Option<String>,
    captions_srt: Option<String>,
    caption_settings: Option<Value>,
    voice: Option<String>,
    voice_model: Option<String>,
    word_timings: Option<Value>,
    created_at: Option<DateTime<Utc>>,
}

impl LegacyTable for Contents {
    const NAME: &'static str = "public.editai_clip_content";
    const COLUMNS: &'static [Column] = &[
        Column::Text("tts_text"),
        Column::Text("srt_content"),
        Column::Text("subtitle_settings"),
        Column::Text("tts_voice_id"),
        Column::Text("tts_model"),
        Column::Text("tts_timestamps"),
        Column::Text("created_at"),
    ];
    const RAW: &'static [(&'static str, &'static str)] = &[("clip_id", "uuid")];
    const TOLD: &'static str =
        ", c.id::text AS clip, c.is_deleted::text AS is_deleted, p.id::text AS project, u.id::text AS owner";
    const TARGET: &'static str = "clip_contents";
    const ABSENT: &'static str = "its clip is not here any more";
    type New = NewContent;

    fn joins(source: &Source) -> String {
        let clip = [("id", "uuid"), ("project_id", "uuid"), ("is_deleted", "boolean")];
        format!(
            "LEFT JOIN {} c ON c.id = t.raw_clip_id LEFT JOIN {} p ON p.id = c.project_id \
             LEFT JOIN {} u ON u.id = p.user_id",
            source.view("public.editai_clips", &clip),
            source.view("public.editai_projects", &[("id", "uuid"), ("user_id", "uuid")]),
            source.view("auth.users", &[("id", "uuid")]),
        )
    }

    fn read(row: &LegacyRow<'_>) -> Read<NewContent> {
        let Some(clip) = row.other("clip") else { return Read::Left("its clip is gone") };
        if row.flag("is_deleted") == Some(true) {
            return Read::Left("its clip was deleted in the original");
        }
        let mut changes = Vec::new();
        let caption_settings = row.json("subtitle_settings").unwrap_or_else(|_bad| {
            changes.push("its subtitle settings could not be read");
            None
        });
        let word_timings = row.json("tts_timestamps").unwrap_or_else(|_bad| {
            changes.push("its timestamps could not be read");
            None
        });
        let new = NewContent {
            id: row.uuid("clip content"),
            clip,
            project: row.other("project"),
            spoken_text: row.owned("tts_text"),
            captions_srt: row.owned("srt_content"),
            caption_settings,
            voice: row.owned("tts_voice_id"),
            voice_model: row.owned("tts_model"),
            word_timings,
            created_at: row.moment("created_at"),
        };
        Read::Row { new, owner: Owner::One(row.other("owner")), changes }
    }

    fn key(new: &NewContent) -> Uuid {
        new.id
    }

    async fn insert(scope: &mut Scope, home: Home, rows: &[NewContent]) -> Result<Vec<Uuid>, StoreError> {
        let written = insert(scope, home, rows).await?;
        fill_scripts(scope, home, rows, &written).await?;
        Ok(written)
    }
}

async fn insert(scope: &mut Scope, home: Home, rows: &[NewContent]) -> Result<Vec<Uuid>, StoreError> {
    const SQL: &str = "INSERT INTO clip_contents (profile_id, id, clip_id, spoken_text, captions_srt, caption_settings, \
           voice, voice_model, word_timings, created_at) \
         SELECT $1, x.id, c.id, x.spoken_text, x.captions_srt, x.caption_settings, x.voice, x.voice_model, \
           x.word_timings, COALESCE(x.created_at, now()) \
         FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10) \
           AS x (id, clip_id, spoken_text, captions_srt, caption_settings, voice, voice_model, word_timings, created_at) \
         JOIN clips c ON c.profile_id = $1 AND c.id = x.clip_id \
         ON CONFLICT DO NOTHING RETURNING id";
    let query = sql_query(SQL)
        .bind::<SqlUuid, _>(home.profile)
        .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
        .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.clip).collect::<Vec<_>>())
        .bind::<Array<Nullable<Text>>, _>(
            rows.iter().map(|row| row.spoken_text.as_deref()).collect::<Vec<_>>(),
        )
        .bind::<Array<Nullable<Text>>, _>(
            rows.iter().map(|row| row.captions_srt.as_deref()).collect::<Vec<_>>(),
        )
        .bind::<Array<Nullable<Jsonb>>, _>(
            rows.iter().map(|row| row.caption_settings.as_ref()).collect::<Vec<_>>(),
        )
        .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|row| row.voice.as_deref()).collect::<Vec<_>>())
        .bind::<Array<Nullable<Text>>, _>(
            rows.iter().map(|row| row.voice_model.as_deref()).collect::<Vec<_>>(),
        )
        .bind::<Array<Nullable<Jsonb>>, _>(
            rows.iter().map(|row| row.word_timings.as_ref()).collect::<Vec<_>>(),
        )
        .bind::<Array<Nullable<Timestamptz>>, _>(rows.iter().map(|row| row.created_at).collect::<Vec<_>>());
    let written: Vec<Id> = query.load(&mut **scope).await.map_err(failed)?;
    Ok(written.into_iter().map(|row| row.id).collect())
}

/// Gives each project without a script the first text that was spoken in it.
async fn fill_scripts(
    scope: &mut Scope,
    home: Home,
    rows: &[NewContent],
    written: &[Uuid],
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE projects p SET script = x.script FROM unnest($2, $3) AS x (project_id, script) \
         WHERE p.profile_id = $1 AND p.id = x.project_id AND p.script = $4";
    let written: HashSet<Uuid> = written.iter().copied().collect();
    let mut scripts: BTreeMap<Uuid, Script> = BTreeMap::new();
    for row in rows.iter().filter(|row| written.contains(&row.id)) {
        if let (Some(project), Some(text)) = (row.project, &row.spoken_text)
            && !scripts.contains_key(&project)
            && let Ok(script) = Script::parse(text)
        {
            scripts.insert(project, script);
        }
    }
    let query = sql_query(SQL)
        .bind::<SqlUuid, _>(home.profile)
        .bind::<Array<SqlUuid>, _>(scripts.keys().copied().collect::<Vec<_>>())
        .bind::<Array<Text>, _>(scripts.values().map(Script::as_str).collect::<Vec<_>>())
        .bind::<Text, _>(NO_SCRIPT);
    query.execute(&mut **scope).await.map_err(failed)?;
    Ok(())
}
