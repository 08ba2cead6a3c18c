//! Footage, projects and clips, in memory.

use async_trait::async_trait;
use domain::{
    AnalysedSegment, Clip, ClipId, ClipStore, FootageState, FootageStore, Job, NewClip, NewJob, NewProject,
    NewSourceVideo, Page, PageRequest, Probe, ProfileContext, Project, ProjectChanges, ProjectId,
    ProjectStore, Segment, SegmentId, SourceVideo, SourceVideoId, StoreError,
};

use super::{MemoryStores, of_profile, page, place};

#[async_trait]
impl FootageStore for MemoryStores {
    async fn create(
        &self,
        ctx: &ProfileContext,
        new: NewSourceVideo,
        analysis: NewJob,
    ) -> Result<(SourceVideo, Job), StoreError> {
        let mut tables = self.open()?;
        let video = SourceVideo {
            id: new.id,
            name: new.name,
            container: new.container,
            size_bytes: new.size_bytes,
            state: FootageState::Analysing,
            probe: None,
            segment_count: 0,
            cover: None,
            created_at: tables.tick(),
        };
        let job = tables.enqueue(ctx, analysis)?;
        tables.footage.insert((ctx.profile(), new.id), video.clone());
        Ok((video, job))
    }

    async fn find(&self, ctx: &ProfileContext, id: SourceVideoId) -> Result<SourceVideo, StoreError> {
        self.open()?.footage.get(&(ctx.profile(), id)).cloned().ok_or(StoreError::NotFound)
    }

    async fn list(
        &self,
        ctx: &ProfileContext,
        request: &PageRequest,
    ) -> Result<Page<SourceVideo>, StoreError> {
        let rows = of_profile(&self.open()?.footage, ctx);
        Ok(page(rows, request, |video| place(video.created_at, video.id.uuid())))
    }

    async fn record_analysis(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        probe: &Probe,
        segments: &[(SegmentId, AnalysedSegment)],
    ) -> Result<(), StoreError> {
        let mut tables = self.open()?;
        let key = (ctx.profile(), id);
        let video = tables.footage.get_mut(&key).ok_or(StoreError::NotFound)?;
        video.state = FootageState::Ready;
        video.probe = Some(*probe);
        video.segment_count = u32::try_from(segments.len()).unwrap_or(u32::MAX);
        video.cover = segments.first().map(|(id, _)| *id);
        let stored = segments.iter().map(|(segment, found)| Segment {
            id: *segment,
            source_video: id,
            start_ms: found.start_ms,
            end_ms: found.end_ms,
            scores: found.scores,
        });
        tables.segments.insert(key, stored.collect());
        Ok(())
    }

    async fn record_failure(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        reason: &str,
    ) -> Result<(), StoreError> {
        let mut tables = self.open()?;
        let video = tables.footage.get_mut(&(ctx.profile(), id)).ok_or(StoreError::NotFound)?;
        video.state = FootageState::Failed(reason.to_owned());
        Ok(())
    }

    async fn segments(
        &self,
        ctx: &ProfileContext,
        ids: &[SourceVideoId],
    ) -> Result<Vec<Segment>, StoreError> {
        let tables = self.open()?;
        let of = |id: &SourceVideoId| tables.segments.get(&(ctx.profile(), *id)).cloned().unwrap_or_default();
        Ok(ids.iter().flat_map(of).collect())
    }

    async fn delete(&self, ctx: &ProfileContext, id: SourceVideoId) -> Result<(), StoreError> {
        let mut tables = self.open()?;
        tables.segments.remove(&(ctx.profile(), id));
        for ((profile, _), project) in &mut tables.projects {
            if *profile == ctx.profile() {
                project.source_videos.retain(|used| *used != id);
            }
        }
        tables.footage.remove(&(ctx.profile(), id)).map(drop).ok_or(StoreError::NotFound)
    }
}

#[async_trait]
impl ProjectStore for MemoryStores {
    async fn create(&self, ctx: &ProfileContext, new: NewProject) -> Result<Project, StoreError> {
        let mut tables = self.open()?;
        if new.source_videos().iter().any(|id| !tables.footage.contains_key(&(ctx.profile(), *id))) {
            return Err(StoreError::NotFound);
        }
        let now = tables.tick();
        let project = Project {
            id: ProjectId::new(),
            name: new.name().to_owned(),
            script: new.script().clone(),
            source_videos: new.source_videos().to_vec(),
            voice: new.voice().clone(),
            created_at: now,
            updated_at: now,
        };
        tables.projects.insert((ctx.profile(), project.id), project.clone());
        Ok(project)
    }

    async fn find(&self, ctx: &ProfileContext, id: ProjectId) -> Result<Project, StoreError> {
        self.open()?.projects.get(&(ctx.profile(), id)).cloned().ok_or(StoreError::NotFound)
    }

    async fn list(&self, ctx: &ProfileContext, request: &PageRequest) -> Result<Page<Project>, StoreError> {
        let rows = of_profile(&self.open()?.projects, ctx);
        Ok(page(rows, request, |project| place(project.created_at, project.id.uuid())))
    }

    async fn update(
        &self,
        ctx: &ProfileContext,
        id: ProjectId,
        changes: ProjectChanges,
    ) -> Result<Project, StoreError> {
        let mut tables = self.open()?;
        let now = tables.tick();
        let used = changes.source_videos.as_deref().unwrap_or_default();
        if used.iter().any(|id| !tables.footage.contains_key(&(ctx.profile(), *id))) {
            return Err(StoreError::NotFound);
        }
        let project = tables.projects.get_mut(&(ctx.profile(), id)).ok_or(StoreError::NotFound)?;
        let ProjectChanges { name, script, source_videos, voice } = changes;
        project.name = name.unwrap_or_else(|| project.name.clone());
        project.script = script.unwrap_or_else(|| project.script.clone());
        project.source_videos = source_videos.unwrap_or_else(|| project.source_videos.clone());
        project.voice = voice.unwrap_or_else(|| project.voice.clone());
        project.updated_at = now;
        Ok(project.clone())
    }

    async fn delete(&self, ctx: &ProfileContext, id: ProjectId) -> Result<(), StoreError> {
        let mut tables = self.open()?;
        tables.projects.remove(&(ctx.profile(), id)).ok_or(StoreError::NotFound)?;
        for ((profile, _), clip) in &mut tables.clips {
            if *profile == ctx.profile() && clip.made.project == Some(id) {
                clip.made.project = None;
            }
        }
        Ok(())
    }
}

#[async_trait]
impl ClipStore for MemoryStores {
    async fn create(&self, ctx: &ProfileContext, id: ClipId, new: NewClip) -> Result<Clip, StoreError> {
        let mut tables = self.open()?;
        let created_at = tables.tick();
        let fresh = Clip { id, made: new, created_at };
        Ok(tables.clips.entry((ctx.profile(), id)).or_insert(fresh).clone())
    }

    async fn find(&self, ctx: &ProfileContext, id: ClipId) -> Result<Clip, StoreError> {
        self.open()?.clips.get(&(ctx.profile(), id)).cloned().ok_or(StoreError::NotFound)
    }

    async fn list(
        &self,
        ctx: &ProfileContext,
        project: Option<ProjectId>,
        request: &PageRequest,
    ) -> Result<Page<Clip>, StoreError> {
        let mut rows = of_profile(&self.open()?.clips, ctx);
        rows.retain(|clip| project.is_none() || clip.made.project == project);
        Ok(page(rows, request, |clip| place(clip.created_at, clip.id.uuid())))
    }

    async fn delete(&self, ctx: &ProfileContext, id: ClipId) -> Result<(), StoreError> {
        self.open()?.clips.remove(&(ctx.profile(), id)).map(drop).ok_or(StoreError::NotFound)
    }
}
