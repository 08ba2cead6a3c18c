//! Analyse: an uploaded source video becomes scored segments.

use domain::{FootageFile, MediaKey, ProfileContext, SegmentId, SourceVideoId};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    Studio,
    report::{Report, Span},
    work::WorkError,
};

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
        let analysis = self.ports.renderer.analyse(ctx, &file, scratch.path(), &tell).await?;
        let numbered = (0..).map(|number| segment_id(id, number));
        let segments: Vec<_> = numbered.zip(analysis.segments).collect();
        let tell = report.step("keeping the pictures", Span::WHOLE.part(0.95, 1.0));
        for (done, (segment, found)) in segments.iter().enumerate() {
            self.ports.media.put(ctx, &MediaKey::SegmentThumbnail(id, *segment), &found.thumbnail).await?;
            tell(crate::narrate::share_of(done + 1, segments.len()));
        }
        // An earlier attempt by another version may have found more.
        self.delete_pictures(ctx, id, u32::try_from(segments.len()).unwrap_or(u32::MAX)).await;
        self.ports.footage.record_analysis(ctx, id, &analysis.probe, &segments).await?;
        Ok(json!({ "segments": segments.len() }))
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
