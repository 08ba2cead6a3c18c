//! Jobs, for the record: nothing of the original's work is taken up again.

use chrono::{DateTime, Utc};
use diesel::{
    sql_query,
    sql_types::{Array, Float, Jsonb, Nullable, Text, Timestamptz, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::{JobState, ProjectId, StoreError, Task};
use serde_json::Value;
use uuid::Uuid;

use super::{
    batch::{Home, Id, LegacyTable, Owner, Read},
    reading::{LegacyRow, one_line},
    source::{Column, Source, as_uuid, id_of},
};
use crate::{rows::failed, scope::Scope};

pub(super) struct Jobs;

pub(super) struct NewJob {
    id: Uuid,
    task: Value,
    state: JobState,
    step: &'static str,
    progress: f32,
    failure_code: Option<&'static str>,
    failure_detail: Option<String>,
    created_at: Option<DateTime<Utc>>,
}

/// Returns the id of the job that has a text for an id in the original.
pub(super) fn job_id(text: &str) -> Uuid {
    id_of("job", text)
}

/// Writes the joins that tell whose a job is: the user whom it names, else its project's.
pub(super) fn job_joins(source: &Source, data: &str) -> String {
    let users = source.view("auth.users", &[("id", "uuid")]);
    let projects = source.view("public.editai_projects", &[("id", "uuid"), ("user_id", "uuid")]);
    let (user, project) =
        (as_uuid(&format!("{data}->>'user_id'")), as_uuid(&format!("{data}->>'project_id'")));
    format!(
        "LEFT JOIN {users} u ON u.id = {user} LEFT JOIN {projects} p ON p.id = {project} \
         LEFT JOIN {users} pu ON pu.id = p.user_id"
    )
}

impl LegacyTable for Jobs {
    const NAME: &'static str = "public.jobs";
    const COLUMNS: &'static [Column] = &[
        Column::Text("job_type"),
        Column::Text("status"),
        Column::Text("progress"),
        Column::Text("error"),
        Column::Text("created_at"),
    ];
    const RAW: &'static [(&'static str, &'static str)] = &[("data", "jsonb")];
    const TOLD: &'static str = ", p.id::text AS project, \
         (CASE WHEN t.raw_data->>'user_id' IS NULL THEN pu.id ELSE u.id END)::text AS owner";
    const TARGET: &'static str = "jobs";
    const ABSENT: &'static str = "the database refused it";
    type New = NewJob;

    fn joins(source: &Source) -> String {
        job_joins(source, "t.raw_data")
    }

    fn read(row: &LegacyRow<'_>) -> Read<NewJob> {
        let mut changes = Vec::new();
        let was = one_line(row.text("job_type").unwrap_or("unknown"), 80);
        let project = row.other("project").map(ProjectId::from);
        let Ok(task) = serde_json::to_value(Task::Adopted { was, project }) else {
            return Read::Left("its kind cannot be written");
        };
        let (state, failure_code, failure_detail) = end_of(row, &mut changes);
        let share = if state == JobState::Done { 1.0 } else { progress(row) };
        let created_at = row.moment("created_at");
        if created_at.is_none() {
            changes.push("it had no date; it has that of its adoption");
        }
        let new = NewJob {
            id: job_id(row.id()),
            task,
            state,
            step: "adopted from the original",
            progress: share,
            failure_code,
            failure_detail,
            created_at,
        };
        Read::Row { new, owner: Owner::One(row.other("owner")), changes }
    }

    fn key(new: &NewJob) -> Uuid {
        new.id
    }

    async fn insert(scope: &mut Scope, home: Home, rows: &[NewJob]) -> Result<Vec<Uuid>, StoreError> {
        // The trigger numbers a job before a conflict is seen: so what is there is not even tried.
        const SQL: &str = "INSERT INTO jobs (profile_id, id, actor_id, kind, task, state, step, progress, failure_code, \
               failure_detail, run_at, created_at) \
             SELECT $1, x.id, $2, 'adopted', x.task, x.state, x.step, x.progress, x.failure_code, x.failure_detail, \
               COALESCE(x.created_at, now()), COALESCE(x.created_at, now()) \
             FROM unnest($3, $4, $5, $6, $7, $8, $9, $10) \
               AS x (id, task, state, step, progress, failure_code, failure_detail, created_at) \
             WHERE NOT EXISTS (SELECT FROM jobs j WHERE j.profile_id = $1 AND j.id = x.id) \
             ON CONFLICT DO NOTHING RETURNING id";
        let query = sql_query(SQL)
            .bind::<SqlUuid, _>(home.profile)
            .bind::<SqlUuid, _>(home.user)
            .bind::<Array<SqlUuid>, _>(rows.iter().map(|row| row.id).collect::<Vec<_>>())
            .bind::<Array<Jsonb>, _>(rows.iter().map(|row| &row.task).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(rows.iter().map(|row| row.state.as_str()).collect::<Vec<_>>())
            .bind::<Array<Text>, _>(rows.iter().map(|row| row.step).collect::<Vec<_>>())
            .bind::<Array<Float>, _>(rows.iter().map(|row| row.progress).collect::<Vec<_>>())
            .bind::<Array<Nullable<Text>>, _>(rows.iter().map(|row| row.failure_code).collect::<Vec<_>>())
            .bind::<Array<Nullable<Text>>, _>(
                rows.iter().map(|row| row.failure_detail.as_deref()).collect::<Vec<_>>(),
            )
            .bind::<Array<Nullable<Timestamptz>>, _>(
                rows.iter().map(|row| row.created_at).collect::<Vec<_>>(),
            );
        let written: Vec<Id> = query.load(&mut **scope).await.map_err(failed)?;
        Ok(written.into_iter().map(|row| row.id).collect())
    }
}

/// Tells how a job ended: one that was under way when the original was left will never end there.
fn end_of(
    row: &LegacyRow<'_>,
    changes: &mut Vec<&'static str>,
) -> (JobState, Option<&'static str>, Option<String>) {
    let said = row.text("error").filter(|error| !error.trim().is_empty()).map(str::to_owned);
    match row.text("status") {
        Some("completed" | "done") => (JobState::Done, None, None),
        Some("failed") => {
            let detail =
                said.unwrap_or_else(|| "It failed in the original, which did not say why.".to_owned());
            (JobState::Failed, Some("adopted_failure"), Some(detail))
        }
        Some("cancelled") => (JobState::Cancelled, None, None),
        status => {
            if !matches!(status, Some("processing" | "pending" | "queued")) {
                changes
                    .push("its state is not known here; it counts as under way when the original was left");
            }
            let detail = "It was under way when the original was left.".to_owned();
            (JobState::Dead, Some("left_under_way"), Some(detail))
        }
    }
}

/// Returns the share that is done; the original wrote percents, sometimes with a text around.
fn progress(row: &LegacyRow<'_>) -> f32 {
    let percent: u8 = row.whole("progress").unwrap_or(0);
    f32::from(percent.min(100)) / 100.0
}
