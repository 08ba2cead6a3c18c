//! Which footage a project uses, from the segments that it used.

use diesel::{
    QueryableByName, sql_query,
    sql_types::{Array, SmallInt, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::StoreError;
use uuid::Uuid;

use super::{
    batch::{Home, LegacyTable, Owner, Read},
    reading::LegacyRow,
    source::{Column, Source},
};
use crate::{rows::failed, scope::Scope};

pub(super) struct Links;

pub(super) struct NewLink {
    project: Uuid,
    source_video: Uuid,
    position: i16,
}

#[derive(QueryableByName)]
struct Pair {
    #[diesel(sql_type = SqlUuid)]
    project_id: Uuid,
    #[diesel(sql_type = SqlUuid)]
    source_video_id: Uuid,
}

impl LegacyTable for Links {
    const NAME: &'static str = "public.editai_project_segments";
    const COLUMNS: &'static [Column] = &[Column::Text("sequence_order")];
    const RAW: &'static [(&'static str, &'static str)] = &[("project_id", "uuid"), ("segment_id", "uuid")];
    const TOLD: &'static str = ", p.id::text AS project, v.id::text AS source_video, pu.id::text AS owner, vu.id::text AS footage_owner";
    const TARGET: &'static str = "project_source_videos";
    const ABSENT: &'static str = "its project or its footage is not here any more";
    type New = NewLink;

    fn joins(source: &Source) -> String {
        let users = source.view("auth.users", &[("id", "uuid")]);
        let owned = [("id", "uuid"), ("user_id", "uuid")];
        format!(
            "LEFT JOIN {} p ON p.id = t.raw_project_id LEFT JOIN {users} pu ON pu.id = p.user_id \
             LEFT JOIN {} s ON s.id = t.raw_segment_id LEFT JOIN {} v ON v.id = s.source_video_id \
             LEFT JOIN {users} vu ON vu.id = v.user_id",
            source.view("public.editai_projects", &owned),
            source.view("public.editai_segments", &[("id", "uuid"), ("source_video_id", "uuid")]),
            source.view("public.editai_source_videos", &owned),
        )
    }

    fn read(row: &LegacyRow<'_>) -> Read<NewLink> {
        let Some(project) = row.other("project") else { return Read::Left("its project is gone") };
        let Some(source_video) = row.other("source_video") else {
            return Read::Left("its segment or its footage is gone");
        };
        let position = row.whole("sequence_order").unwrap_or(0);
        let owner = Owner::Both(row.other("owner"), row.other("footage_owner"));
        Read::Row { new: NewLink { project, source_video, position }, owner, changes: vec![] }
    }

    /// A link has no id of its own: this one follows from what it joins.
    fn key(new: &NewLink) -> Uuid {
        key_of(new.project, new.source_video)
    }

    async fn insert(scope: &mut Scope, home: Home, rows: &[NewLink]) -> Result<Vec<Uuid>, StoreError> {
        const SQL: &str = "INSERT INTO project_source_videos (profile_id, project_id, source_video_id, position) \
             SELECT $1, p.id, v.id, x.position FROM unnest($2, $3, $4) AS x (project_id, source_video_id, position) \
             JOIN projects p ON p.profile_id = $1 AND p.id = x.project_id \
             JOIN source_videos v ON v.profile_id = $1 AND v.id = x.source_video_id \
             ON CONFLICT DO NOTHING RETURNING project_id, source_video_id";
        let (projects, videos) = ends(rows);
        let query = sql_query(SQL)
            .bind::<SqlUuid, _>(home.profile)
            .bind::<Array<SqlUuid>, _>(projects)
            .bind::<Array<SqlUuid>, _>(videos)
            .bind::<Array<SmallInt>, _>(rows.iter().map(|row| row.position).collect::<Vec<_>>());
        let written: Vec<Pair> = query.load(&mut **scope).await.map_err(failed)?;
        Ok(written.into_iter().map(|pair| key_of(pair.project_id, pair.source_video_id)).collect())
    }

    async fn present(scope: &mut Scope, home: Home, rows: &[NewLink]) -> Result<Vec<Uuid>, StoreError> {
        const SQL: &str = "SELECT l.project_id, l.source_video_id \
             FROM unnest($2, $3) AS x (project_id, source_video_id) \
             JOIN project_source_videos l ON l.profile_id = $1 AND l.project_id = x.project_id \
               AND l.source_video_id = x.source_video_id";
        let (projects, videos) = ends(rows);
        let query = sql_query(SQL)
            .bind::<SqlUuid, _>(home.profile)
            .bind::<Array<SqlUuid>, _>(projects)
            .bind::<Array<SqlUuid>, _>(videos);
        let found: Vec<Pair> = query.load(&mut **scope).await.map_err(failed)?;
        Ok(found.into_iter().map(|pair| key_of(pair.project_id, pair.source_video_id)).collect())
    }
}

fn ends(rows: &[NewLink]) -> (Vec<Uuid>, Vec<Uuid>) {
    rows.iter().map(|row| (row.project, row.source_video)).unzip()
}

fn key_of(project: Uuid, source_video: Uuid) -> Uuid {
    Uuid::from_u128(project.as_u128().rotate_left(1) ^ source_video.as_u128())
}
