//! Projects and the footage chosen for them.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    BoolExpressionMethods as _, ExpressionMethods as _, QueryDsl as _, Queryable, Selectable,
    SelectableHelper as _, delete,
    dsl::{insert_into, now},
    update,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    CopiedFootage, Cursor, Making, NewProject, Page, PageRequest, ProfileContext, Project, ProjectChanges,
    ProjectId, ProjectStore, Script, SourceVideoId, Speed, StoreError, VoiceChoice,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Postgres, copy,
    rows::{Place, failed},
    schema::{project_source_videos as chosen, projects},
    scope::Scope,
};

#[derive(Queryable, Selectable)]
#[diesel(table_name = projects)]
struct ProjectRow {
    id: Uuid,
    name: String,
    script: String,
    voice_provider: String,
    voice: String,
    speed_percent: i16,
    making: Value,
    created_at: DateTime<Utc>,
    updated_at: DateTime<Utc>,
}

impl ProjectRow {
    fn into_project(self, source_videos: Vec<SourceVideoId>) -> Result<Project, StoreError> {
        let place = Place { table: "projects", row: self.id };
        let percent: u16 = place.number("speed_percent", self.speed_percent)?;
        Ok(Project {
            id: ProjectId::from(self.id),
            name: self.name,
            script: place.read("script", Script::parse(&self.script))?,
            source_videos,
            voice: VoiceChoice {
                provider: place.read("voice_provider", self.voice_provider.parse())?,
                voice: place.read("voice", self.voice.parse())?,
                speed: place.read("speed_percent", Speed::percent(percent))?,
            },
            making: place.read("making", serde_json::from_value(self.making))?,
            created_at: self.created_at,
            updated_at: self.updated_at,
        })
    }
}

#[async_trait]
impl ProjectStore for Postgres {
    async fn create(
        &self,
        ctx: &ProfileContext,
        id: ProjectId,
        new: NewProject,
    ) -> Result<Project, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let voice = new.voice();
        let values = (
            projects::profile_id.eq(ctx.profile().uuid()),
            projects::id.eq(id.uuid()),
            projects::name.eq(new.name()),
            projects::script.eq(new.script().as_str()),
            projects::voice_provider.eq(voice.provider.as_str()),
            projects::voice.eq(voice.voice.as_str()),
            projects::speed_percent.eq(percent(voice.speed)),
            projects::making.eq(json_of(new.making())?),
        );
        let insert = insert_into(projects::table).values(values).on_conflict_do_nothing();
        if insert.execute(&mut *scope).await.map_err(failed)? == 1 {
            choose_footage(&mut scope, ctx, id, new.source_videos()).await?;
        }
        let project = find(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(project)
    }

    async fn some(&self, ctx: &ProfileContext, ids: &[ProjectId]) -> Result<Vec<Project>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let ids: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let rows: Vec<ProjectRow> = projects::table
            .filter(projects::profile_id.eq(ctx.profile().uuid()))
            .filter(projects::id.eq_any(ids))
            .select(ProjectRow::as_select())
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        let footage = footage_of(&mut scope, ctx, rows.iter().map(|row| row.id).collect()).await?;
        scope.commit().await?;
        with_footage(rows, footage)
    }

    async fn find(&self, ctx: &ProfileContext, id: ProjectId) -> Result<Project, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let project = find(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(project)
    }

    async fn list(&self, ctx: &ProfileContext, page: &PageRequest) -> Result<Page<Project>, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let mut query = projects::table
            .filter(projects::profile_id.eq(ctx.profile().uuid()))
            .select(ProjectRow::as_select())
            .order((projects::created_at.desc(), projects::id.desc()))
            .limit(i64::from(page.limit()) + 1)
            .into_boxed();
        if let Some(Cursor { created_at, id }) = page.after {
            // The first half is what the index is entered by; an OR alone reads all newer rows for nothing.
            let older = projects::created_at
                .le(created_at)
                .and(projects::created_at.lt(created_at).or(projects::id.lt(id)));
            query = query.filter(older);
        }
        let rows: Vec<ProjectRow> = query.load(&mut *scope).await.map_err(failed)?;
        let footage = footage_of(&mut scope, ctx, rows.iter().map(|row| row.id).collect()).await?;
        scope.commit().await?;
        let list = with_footage(rows, footage)?;
        Ok(Page::of(page, list, |project| Cursor { created_at: project.created_at, id: project.id.uuid() }))
    }

    async fn update(
        &self,
        ctx: &ProfileContext,
        id: ProjectId,
        changes: ProjectChanges,
    ) -> Result<Project, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let own = projects::profile_id.eq(ctx.profile().uuid()).and(projects::id.eq(id.uuid()));
        // Two who change a project at once take turns, so that neither undoes the other's.
        let locked = projects::table.filter(own).select(projects::id).for_update();
        locked.first::<Uuid>(&mut *scope).await.map_err(failed)?;
        let before = find(&mut scope, ctx, id).await?;
        let voice = changes.voice.unwrap_or(before.voice);
        let script = changes.script.unwrap_or_else(|| before.script.clone());
        // Pins that come with it are meant for the new script.
        let making = before.making.following(&before.script, &script).with(changes.making);
        let values = (
            projects::name.eq(changes.name.unwrap_or(before.name)),
            projects::script.eq(script.as_str().to_owned()),
            projects::voice_provider.eq(voice.provider.as_str().to_owned()),
            projects::voice.eq(voice.voice.as_str().to_owned()),
            projects::speed_percent.eq(percent(voice.speed)),
            projects::making.eq(json_of(&making)?),
            projects::updated_at.eq(now),
        );
        update(projects::table).filter(own).set(values).execute(&mut *scope).await.map_err(failed)?;
        if let Some(footage) = changes.source_videos {
            choose_footage(&mut scope, ctx, id, &footage).await?;
        }
        let project = find(&mut scope, ctx, id).await?;
        scope.commit().await?;
        Ok(project)
    }

    async fn copy(
        &self,
        from: &ProfileContext,
        id: ProjectId,
        to: &ProfileContext,
        copy: ProjectId,
        footage: &[CopiedFootage],
    ) -> Result<Project, StoreError> {
        let mut scope = self.scoped(from).await?;
        copy::copy(&mut scope, from, id, to, copy, footage).await?;
        let project = find(&mut scope, to, copy).await?;
        scope.commit().await?;
        Ok(project)
    }

    async fn delete(&self, ctx: &ProfileContext, id: ProjectId) -> Result<(), StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let own = projects::profile_id.eq(ctx.profile().uuid()).and(projects::id.eq(id.uuid()));
        let gone = delete(projects::table.filter(own)).execute(&mut *scope).await.map_err(failed)?;
        scope.commit().await?;
        if gone == 0 { Err(StoreError::NotFound) } else { Ok(()) }
    }
}

fn with_footage(
    rows: Vec<ProjectRow>,
    mut footage: HashMap<Uuid, Vec<SourceVideoId>>,
) -> Result<Vec<Project>, StoreError> {
    let project = |row: ProjectRow| {
        let footage = footage.remove(&row.id).unwrap_or_default();
        row.into_project(footage)
    };
    rows.into_iter().map(project).collect()
}

fn json_of(making: &Making) -> Result<Value, StoreError> {
    serde_json::to_value(making).map_err(|error| StoreError::Unavailable(Box::new(error)))
}

fn percent(speed: Speed) -> i16 {
    i16::try_from(speed.as_percent()).unwrap_or(i16::MAX)
}

async fn find(scope: &mut Scope, ctx: &ProfileContext, id: ProjectId) -> Result<Project, StoreError> {
    let row: ProjectRow = projects::table
        .filter(projects::profile_id.eq(ctx.profile().uuid()))
        .filter(projects::id.eq(id.uuid()))
        .select(ProjectRow::as_select())
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    let footage = footage_of(scope, ctx, vec![row.id]).await?.remove(&row.id).unwrap_or_default();
    row.into_project(footage)
}

/// Reads the footage of some projects at once, each project's in the person's order.
async fn footage_of(
    scope: &mut Scope,
    ctx: &ProfileContext,
    projects: Vec<Uuid>,
) -> Result<HashMap<Uuid, Vec<SourceVideoId>>, StoreError> {
    let rows: Vec<(Uuid, Uuid)> = chosen::table
        .filter(chosen::profile_id.eq(ctx.profile().uuid()))
        .filter(chosen::project_id.eq_any(projects))
        .select((chosen::project_id, chosen::source_video_id))
        .order((chosen::project_id, chosen::position))
        .load(&mut **scope)
        .await
        .map_err(failed)?;
    let mut footage: HashMap<Uuid, Vec<SourceVideoId>> = HashMap::new();
    for (project, video) in rows {
        footage.entry(project).or_default().push(SourceVideoId::from(video));
    }
    Ok(footage)
}

async fn choose_footage(
    scope: &mut Scope,
    ctx: &ProfileContext,
    id: ProjectId,
    footage: &[SourceVideoId],
) -> Result<(), StoreError> {
    let earlier = chosen::profile_id.eq(ctx.profile().uuid()).and(chosen::project_id.eq(id.uuid()));
    delete(chosen::table.filter(earlier)).execute(&mut **scope).await.map_err(failed)?;
    let rows: Vec<_> = (0_i16..)
        .zip(footage)
        .map(|(position, video)| {
            (
                chosen::profile_id.eq(ctx.profile().uuid()),
                chosen::project_id.eq(id.uuid()),
                chosen::source_video_id.eq(video.uuid()),
                chosen::position.eq(position),
            )
        })
        .collect();
    insert_into(chosen::table).values(rows).execute(&mut **scope).await.map_err(failed)?;
    Ok(())
}
