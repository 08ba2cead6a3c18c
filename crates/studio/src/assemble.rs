//! Assemble: one variant's plan becomes a measured and approved clip.

use std::{
    collections::HashMap,
    io,
    path::{Path, PathBuf},
};

use domain::{
    Chunk, ChunkInput, Clip, ClipId, ContentHash, FootageFile, Measured, MediaError, MediaKey, NewClip,
    Probe, ProfileContext, ProjectId, Recipe, RenderPlan, SourceVideoId, StoreError, srt,
};

use crate::{
    Studio,
    report::{Report, Span},
    work::WorkError,
};

pub(crate) type Footage = HashMap<SourceVideoId, (FootageFile, Probe)>;

/// One variant to assemble.
pub(crate) struct Cut {
    pub(crate) id: ClipId,
    pub(crate) of: usize,
    pub(crate) recipe: Recipe,
    /// The clip that is rendered again, if one is.
    pub(crate) original: Option<ClipId>,
}

impl Cut {
    fn step(&self, doing: &str) -> String {
        if self.of == 1 {
            doing.to_owned()
        } else {
            format!("variant {} of {}: {doing}", self.recipe.variant, self.of)
        }
    }
}

impl Studio {
    /// Renders what is not rendered yet, joins it, and puts the clip into the library.
    pub(crate) async fn assemble(
        &self,
        ctx: &ProfileContext,
        footage: &Footage,
        cut: Cut,
        scratch: &Path,
        (report, span): (&Report, Span),
    ) -> Result<Clip, WorkError> {
        let plan = &cut.recipe.plan;
        let chunks = self.chunks(ctx, &cut, footage, scratch, (report, span.part(0.0, 0.85))).await?;
        let soundtrack = self.soundtrack(ctx, plan, footage, scratch).await?;
        let video = scratch.join(format!("{}.mp4", cut.id));
        let tell = report.step(&cut.step("joining and setting the loudness"), span.part(0.85, 0.95));
        self.ports.renderer.join(ctx, &chunks, &soundtrack, &video, &tell).await?;
        let tell = report.step(&cut.step("measuring the result"), span.part(0.95, 1.0));
        let measured = self.ports.renderer.measure(ctx, &video).await?;
        measured.check(plan.frames(), plan.canvas())?;
        self.keep_files(ctx, &cut, &video, scratch).await?;
        let project = self.living_project(ctx, cut.recipe.project).await?;
        let mut new = clip_of(&cut.recipe, &measured, project)?;
        new.notes.extend(self.ports.renderer.remark());
        let clip = self.ports.clips.create(ctx, cut.id, new, cut.original.as_slice()).await?;
        tokio::fs::remove_file(&video).await?;
        tell(1.0);
        Ok(clip)
    }

    /// Returns the project unless it was deleted meanwhile: its clips stay.
    async fn living_project(
        &self,
        ctx: &ProfileContext,
        id: ProjectId,
    ) -> Result<Option<ProjectId>, StoreError> {
        match self.ports.projects.find(ctx, id).await {
            Ok(project) => Ok(Some(project.id)),
            Err(StoreError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Renders the chunks that the profile's cache does not hold. What is returned is the job's own, by links: it stays
    /// when the cache is trimmed or emptied meanwhile.
    async fn chunks(
        &self,
        ctx: &ProfileContext,
        cut: &Cut,
        footage: &Footage,
        scratch: &Path,
        (report, span): (&Report, Span),
    ) -> Result<Vec<PathBuf>, WorkError> {
        let plan = &cut.recipe.plan;
        let all = plan.frames().0;
        let mut before = 0;
        let mut paths = Vec::with_capacity(plan.chunks.len());
        for (number, chunk) in plan.chunks.iter().enumerate() {
            let share = |frames: u32| domain::ratio(u64::from(frames), u64::from(all));
            let part = span.part(share(before), share(before + chunk.frames.0));
            let tell = report.step(&cut.step("rendering"), part);
            let key = MediaKey::Chunk(self.chunk_key(plan, chunk, footage)?);
            let own = scratch.join(format!("{}-{number}.mp4", cut.id));
            if !self.take_chunk(ctx, &key, &own, scratch).await? {
                let out = scratch.join("chunk.mp4");
                let RenderPlan { format, quality, .. } = *plan;
                let logo = self.logo(ctx, &chunk.look, scratch).await?;
                let input = ChunkInput { chunk, format, quality, footage, logo: logo.as_deref() };
                self.ports.renderer.render_chunk(ctx, &input, &out, &tell).await?;
                let bytes = self.ports.media.put(ctx, &key, &out).await?;
                self.fullness.grew(ctx, bytes);
                // A copy beside that of the cache would take the room twice.
                if self.take_chunk(ctx, &key, &own, scratch).await? {
                    tokio::fs::remove_file(&out).await?;
                } else {
                    tokio::fs::rename(&out, &own).await?;
                }
            }
            tell(1.0);
            paths.push(own);
            before += chunk.frames.0;
        }
        Ok(paths)
    }

    /// Gives the job a chunk of the cache, and tells whether there is one.
    async fn take_chunk(
        &self,
        ctx: &ProfileContext,
        key: &MediaKey,
        own: &Path,
        scratch: &Path,
    ) -> Result<bool, WorkError> {
        match self.ports.media.local(ctx, key, scratch).await {
            Ok(found) => Ok(link(&found.path, own).await?),
            Err(MediaError::NotFound) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Names a chunk's picture by everything that shapes it; its sound does not.
    fn chunk_key(
        &self,
        plan: &RenderPlan,
        chunk: &Chunk,
        footage: &Footage,
    ) -> Result<ContentHash, WorkError> {
        let silent = Chunk { sound: None, ..chunk.clone() };
        // A later analysis may know more of the footage.
        let shown = chunk.cuts.iter().chain(&chunk.before).map(|cut| &cut.source_video);
        let probes: Vec<&Probe> = shown.filter_map(|id| Some(&footage.get(id)?.1)).collect();
        Ok(ContentHash::of(&(self.ports.renderer.engine(), plan.format, plan.quality, silent, probes))?)
    }

    async fn keep_files(
        &self,
        ctx: &ProfileContext,
        cut: &Cut,
        video: &Path,
        scratch: &Path,
    ) -> Result<(), WorkError> {
        let (thumbnail, captions) = (scratch.join("thumbnail.jpg"), scratch.join("captions.srt"));
        let recipe = scratch.join("recipe.json");
        self.ports.renderer.thumbnail(ctx, video, &thumbnail).await?;
        tokio::fs::write(&captions, srt(&cut.recipe.narration)).await?;
        tokio::fs::write(&recipe, serde_json::to_vec_pretty(&cut.recipe)?).await?;
        let media = &self.ports.media;
        media.put(ctx, &MediaKey::ClipRecipe(cut.id), &recipe).await?;
        media.put(ctx, &MediaKey::ClipThumbnail(cut.id), &thumbnail).await?;
        media.put(ctx, &MediaKey::ClipCaptions(cut.id), &captions).await?;
        media.put(ctx, &MediaKey::Clip(cut.id), video).await?;
        Ok(())
    }
}

/// Gives a file another name, or a copy where it lies on another disk; tells whether it was there.
async fn link(file: &Path, own: &Path) -> io::Result<bool> {
    let linked = match tokio::fs::hard_link(file, own).await {
        Ok(()) => Ok(()),
        // A copy to another name of the same file would empty it.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists) => {
            Err(error)
        }
        Err(_other_disk) => tokio::fs::copy(file, own).await.map(drop),
    };
    match linked {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        linked => linked.map(|()| true),
    }
}

fn clip_of(
    recipe: &Recipe,
    measured: &Measured,
    project: Option<ProjectId>,
) -> Result<NewClip, serde_json::Error> {
    Ok(NewClip {
        project,
        project_name: recipe.project_name.clone(),
        variant: recipe.variant,
        duration_ms: measured.picture_ms,
        width: measured.width,
        height: measured.height,
        size_bytes: measured.size_bytes,
        loudness_lufs: measured.loudness_lufs,
        voice_label: recipe.narration.voice_label.clone(),
        notes: recipe.notes.clone(),
        fingerprint: recipe.fingerprint()?,
        missing_file: None,
        quality: recipe.plan.quality,
        made_from: Some(recipe.made_from.clone()),
    })
}
