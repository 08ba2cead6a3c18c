//! Abandon: what an ended job had begun and never finished goes, and its footage says what became of it.

use domain::{
    ClipId, FootageState, Job, MediaKey, MediaStore, ProfileContext, Segment, SourceVideoId, StoreError, Task,
};
use tracing::error;

use crate::Studio;

impl Studio {
    /// Clears away what a job leaves that ends otherwise than done; the same again changes nothing.
    ///
    /// Nobody may be at work on the job any more: whoever calls this holds its lease, or it is over.
    pub(crate) async fn abandon(&self, job: &Job, reason: &str) -> Result<(), StoreError> {
        let ctx = &job.context();
        match job.fields.task {
            Task::Analyse { source_video } => self.abandon_analysis(ctx, source_video, reason).await,
            Task::GenerateVariants { variants, .. } => {
                for variant in 1..=variants {
                    self.abandon_clip(ctx, crate::generate::clip_id(job, variant)).await?;
                }
                Ok(())
            }
            Task::RenderClip { clip, .. } => match self.ports.clips.find(ctx, clip).await {
                Ok(original) => {
                    self.abandon_clip(ctx, crate::generate::clip_id(job, original.made.variant)).await
                }
                // What was deleted meanwhile was not rendered again.
                Err(StoreError::NotFound) => Ok(()),
                Err(error) => Err(error),
            },
            Task::Narrate { narration } => self.ports.narrations.record_failure(ctx, narration, reason).await,
            Task::Publish { batch } => self.abandon_publications(ctx, batch, reason).await,
            // What these leave is what they were to delete, what the next download goes on with, or nothing.
            Task::RemoveFiles
            | Task::Tidy
            | Task::SyncPublications
            | Task::PullVoiceModel { .. }
            | Task::Adopted { .. } => Ok(()),
        }
    }

    /// Of the segments of a source video that cannot be used only those stay that a person made or changed, with their
    /// pictures; there is nothing to look through.
    async fn abandon_analysis(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        reason: &str,
    ) -> Result<(), StoreError> {
        match self.ports.footage.find(ctx, id).await {
            Ok(video) if video.state == FootageState::Ready => return Ok(()),
            Ok(_) => match self.ports.footage.record_failure(ctx, id, reason).await {
                Ok(()) | Err(StoreError::NotFound) => {}
                Err(error) => return Err(error),
            },
            // It was deleted meanwhile.
            Err(StoreError::NotFound) => {}
            Err(error) => return Err(error),
        }
        let kept = self.ports.footage.segments(ctx, &[id]).await?;
        self.delete_pictures(ctx, id, 0, &kept).await;
        for key in [MediaKey::Proxy(id), MediaKey::SpriteSheet(id), MediaKey::SoundCurve(id)] {
            delete(self.ports.media.as_ref(), ctx, &key).await;
        }
        Ok(())
    }

    /// Deletes the pictures of a source video's segments from a number on, except of those that are there.
    pub(crate) async fn delete_pictures(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
        from: u32,
        there: &[Segment],
    ) {
        let media = self.ports.media.as_ref();
        for number in from.. {
            let segment = crate::analyse::segment_id(id, number);
            if there.iter().any(|other| other.id == segment) {
                continue;
            }
            let key = MediaKey::SegmentThumbnail(id, segment);
            // They are stored in order: after one that is missing comes none.
            match media.size(ctx, &key).await {
                Ok(Some(_)) => delete(media, ctx, &key).await,
                Ok(None) => return,
                Err(error) => return error!(media.key = %key, %error, "cannot look for a left-over file"),
            }
        }
    }

    async fn abandon_clip(&self, ctx: &ProfileContext, id: ClipId) -> Result<(), StoreError> {
        match self.ports.clips.find(ctx, id).await {
            // A variant that was finished before the others is a video like any other.
            Ok(_finished) => Ok(()),
            Err(StoreError::NotFound) => {
                let files = [
                    MediaKey::ClipThumbnail(id),
                    MediaKey::ClipCaptions(id),
                    MediaKey::ClipRecipe(id),
                    MediaKey::Clip(id),
                ];
                for key in files {
                    delete(self.ports.media.as_ref(), ctx, &key).await;
                }
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}

/// A job must end even where its left-overs cannot be deleted.
async fn delete(media: &dyn MediaStore, ctx: &ProfileContext, key: &MediaKey) {
    if let Err(error) = media.delete(ctx, key).await {
        error!(media.key = %key, %error, "a left-over file stays behind");
    }
}
