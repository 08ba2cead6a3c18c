//! Analyse: an uploaded source video becomes scored segments, and what a browser needs to look through it.

use std::path::Path;

use domain::{
    AnalysedSegment, FootageFile, MediaKey, Probe, ProfileContext, SegmentId, SourceVideoId, Viewing,
    ViewingFiles,
};
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use uuid::Uuid;

use crate::{
    Studio,
    report::{Report, Span},
    work::WorkError,
};

/// A segment as it was found, with what the video is.
type Found = (Probe, AnalysedSegment);

impl Studio {
    pub(crate) async fn analyse(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        report: &Report,
    ) -> Result<Value, WorkError> {
        let scratch = self.scratch_folder()?;
        let video = self.ports.footage.find(ctx, id).await?;
        let local = self.ports.media.local(ctx, &MediaKey::SourceVideo(id), scratch.path()).await?;
        let file = FootageFile { path: local.path, container: video.container };
        let tell = report.step("looking at every frame", Span::WHOLE.part(0.0, 0.95));
        let (send, found) = unbounded_channel();
        // Whoever listens is gone only when this whole piece of work is.
        let told = move |probe: &Probe, segment| drop(send.send((*probe, segment)));
        let looking = async move {
            let renderer = &self.ports.renderer;
            let analysis = renderer.analyse(ctx, &file, scratch.path(), &tell, &told).await?;
            Ok::<_, WorkError>((analysis, scratch))
        };
        let keeping = self.keep_as_found(ctx, id, found);
        let ((analysis, scratch), kept) = tokio::try_join!(looking, keeping)?;
        let tell = report.step("keeping the pictures", Span::WHOLE.part(0.95, 1.0));
        let segments: Vec<_> = (0..).map(|number| segment_id(id, number)).zip(analysis.segments).collect();
        for (done, (segment, found)) in segments.iter().enumerate().skip(kept) {
            self.keep_picture(ctx, id, *segment, found).await?;
            tell(crate::narrate::share_of(done + 1, segments.len()));
        }
        if let Some(viewing) = analysis.viewing {
            self.keep_viewing(ctx, id, viewing, scratch.path()).await?;
        }
        self.ports.footage.record_analysis(ctx, id, &analysis.probe, &segments).await?;
        // An earlier attempt by another version may have found more.
        let there = self.ports.footage.segments(ctx, &[id]).await?;
        let from = u32::try_from(segments.len()).unwrap_or(u32::MAX);
        self.delete_pictures(ctx, id, from, &there).await;
        Ok(json!({ "segments": segments.len() }))
    }

    /// Stores segments while the analysis goes on, so that they can be looked at and worked on; returns how many.
    async fn keep_as_found(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        mut found: UnboundedReceiver<Found>,
    ) -> Result<usize, WorkError> {
        let (mut batch, mut kept) = (Vec::new(), 0_usize);
        // What came while the last batch was stored is the next one.
        while found.recv_many(&mut batch, 100).await > 0 {
            let mut numbered = Vec::with_capacity(batch.len());
            let mut latest = None;
            for (probe, segment) in batch.drain(..) {
                let number = segment_id(id, u32::try_from(kept).unwrap_or(u32::MAX));
                self.keep_picture(ctx, id, number, &segment).await?;
                numbered.push((number, segment));
                latest = Some(probe);
                kept += 1;
            }
            if let Some(probe) = latest {
                self.ports.footage.record_segments(ctx, id, &probe, &numbered).await?;
            }
        }
        Ok(kept)
    }

    async fn keep_picture(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        segment: SegmentId,
        found: &AnalysedSegment,
    ) -> Result<(), WorkError> {
        let key = MediaKey::SegmentThumbnail(id, segment);
        self.ports.media.put(ctx, &key, &found.thumbnail).await?;
        Ok(())
    }

    async fn keep_viewing(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        files: ViewingFiles,
        scratch: &Path,
    ) -> Result<(), WorkError> {
        let media = &self.ports.media;
        media.put(ctx, &MediaKey::Proxy(id), &files.proxy).await?;
        media.put(ctx, &MediaKey::SpriteSheet(id), &files.sheet).await?;
        if let Some(sound) = &files.sound {
            let path = scratch.join("sound.json");
            tokio::fs::write(&path, serde_json::to_vec(sound)?).await?;
            media.put(ctx, &MediaKey::SoundCurve(id), &path).await?;
        }
        let viewing = Viewing { sprites: files.sprites, has_sound_curve: files.sound.is_some() };
        Ok(self.ports.footage.record_viewing(ctx, id, viewing).await?)
    }

    /// Makes a folder for one piece of work; it goes when the work ends, however it ends.
    pub(crate) fn scratch_folder(&self) -> std::io::Result<tempfile::TempDir> {
        tempfile::Builder::new().prefix("work-").tempdir_in(&self.ports.scratch)
    }
}

/// The same source video has the same segments however often its analysis is interrupted, so that an attempt
/// replaces the pictures of the one before.
pub(crate) fn segment_id(video: SourceVideoId, number: u32) -> SegmentId {
    SegmentId::from(Uuid::new_v5(&video.uuid(), &number.to_be_bytes()))
}
