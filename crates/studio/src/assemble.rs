//! Assemble: one variant's plan becomes a measured and approved clip.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use domain::{
    Chunk, ChunkInput, ClipId, ContentHash, FootageFile, Measured, MediaKey, Narration, NewClip, Probe,
    ProfileContext, Project, RenderPlan, SourceVideoId, srt,
};

use crate::{
    Studio,
    report::{Report, Span},
    work::WorkError,
};

pub(crate) type Footage = HashMap<SourceVideoId, (FootageFile, Probe)>;

/// One variant to assemble.
pub(crate) struct Cut<'p> {
    pub(crate) id: ClipId,
    pub(crate) variant: u8,
    pub(crate) of: usize,
    pub(crate) plan: &'p RenderPlan,
    pub(crate) notes: Vec<String>,
}

impl Cut<'_> {
    fn step(&self, doing: &str) -> String {
        if self.of == 1 {
            doing.to_owned()
        } else {
            format!("variant {} of {}: {doing}", self.variant, self.of)
        }
    }
}

impl Studio {
    #[expect(clippy::too_many_arguments, reason = "everything that a clip is made of, each once")]
    pub(crate) async fn assemble(
        &self,
        ctx: &ProfileContext,
        project: &Project,
        narration: &Narration,
        footage: &Footage,
        cut: Cut<'_>,
        scratch: &Path,
        (report, span): (&Report, Span),
    ) -> Result<(), WorkError> {
        let chunks = self.chunks(ctx, &cut, footage, scratch, (report, span.part(0.0, 0.85))).await?;
        let soundtrack = self.soundtrack(ctx, cut.plan, footage, scratch).await?;
        let video = scratch.join(format!("{}.mp4", cut.id));
        let tell = report.step(&cut.step("joining and setting the loudness"), span.part(0.85, 0.95));
        self.ports.renderer.join(ctx, &chunks, &soundtrack, &video, &tell).await?;
        let tell = report.step(&cut.step("measuring the result"), span.part(0.95, 1.0));
        let measured = self.ports.renderer.measure(ctx, &video).await?;
        measured.check(cut.plan.frames(), cut.plan.canvas())?;
        self.keep_files(ctx, &cut, narration, &video, scratch).await?;
        let fingerprint = ContentHash::of(&(self.ports.renderer.engine(), cut.plan))?;
        let new = clip_of(project, narration, &cut, &measured, fingerprint);
        self.ports.clips.create(ctx, cut.id, new).await?;
        tokio::fs::remove_file(&video).await?;
        tell(1.0);
        Ok(())
    }

    /// Renders the chunks that the profile's cache does not hold.
    async fn chunks(
        &self,
        ctx: &ProfileContext,
        cut: &Cut<'_>,
        footage: &Footage,
        scratch: &Path,
        (report, span): (&Report, Span),
    ) -> Result<Vec<PathBuf>, WorkError> {
        let all = cut.plan.frames().0;
        let mut before = 0;
        let mut paths = Vec::with_capacity(cut.plan.chunks.len());
        for chunk in &cut.plan.chunks {
            let share = |frames: u32| domain::ratio(u64::from(frames), u64::from(all));
            let part = span.part(share(before), share(before + chunk.frames.0));
            let tell = report.step(&cut.step("rendering"), part);
            let key = MediaKey::Chunk(self.chunk_key(cut.plan, chunk)?);
            if self.ports.media.size(ctx, &key).await?.is_none() {
                let out = scratch.join("chunk.mp4");
                let RenderPlan { format, quality, .. } = *cut.plan;
                let logo = self.logo(ctx, &chunk.look, scratch).await?;
                let input = ChunkInput { chunk, format, quality, footage, logo: logo.as_deref() };
                self.ports.renderer.render_chunk(ctx, &input, &out, &tell).await?;
                self.ports.media.put(ctx, &key, &out).await?;
                tokio::fs::remove_file(&out).await?;
            }
            tell(1.0);
            paths.push(self.ports.media.local(ctx, &key, scratch).await?.path);
            before += chunk.frames.0;
        }
        Ok(paths)
    }

    /// Names a chunk's picture by everything that shapes it; its sound does not.
    fn chunk_key(&self, plan: &RenderPlan, chunk: &Chunk) -> Result<ContentHash, WorkError> {
        let silent = Chunk { sound: None, ..chunk.clone() };
        Ok(ContentHash::of(&(self.ports.renderer.engine(), plan.format, plan.quality, silent))?)
    }

    async fn keep_files(
        &self,
        ctx: &ProfileContext,
        cut: &Cut<'_>,
        narration: &Narration,
        video: &Path,
        scratch: &Path,
    ) -> Result<(), WorkError> {
        let (thumbnail, captions) = (scratch.join("thumbnail.jpg"), scratch.join("captions.srt"));
        self.ports.renderer.thumbnail(ctx, video, &thumbnail).await?;
        tokio::fs::write(&captions, srt(narration)).await?;
        let media = &self.ports.media;
        media.put(ctx, &MediaKey::ClipThumbnail(cut.id), &thumbnail).await?;
        media.put(ctx, &MediaKey::ClipCaptions(cut.id), &captions).await?;
        media.put(ctx, &MediaKey::Clip(cut.id), video).await?;
        Ok(())
    }
}

fn clip_of(
    project: &Project,
    narration: &Narration,
    cut: &Cut<'_>,
    measured: &Measured,
    fingerprint: ContentHash,
) -> NewClip {
    NewClip {
        project: Some(project.id),
        project_name: project.name.clone(),
        variant: cut.variant,
        duration_ms: measured.picture_ms,
        width: measured.width,
        height: measured.height,
        size_bytes: measured.size_bytes,
        loudness_lufs: measured.loudness_lufs,
        voice_label: narration.voice_label.clone(),
        notes: cut.notes.clone(),
        fingerprint,
        missing_file: None,
    }
}
