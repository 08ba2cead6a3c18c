//! Tidy: files that nothing names go, left by uploads and jobs that were killed half-way.

use std::time::Duration;

use domain::{Cache, FileOwner, Job, MediaKey, StoreError};
use serde_json::{Value, json};

use crate::{Studio, work::WorkError};

/// How long a file may be without its row: whoever wrote it may be about to write the row.
const GRACE: Duration = Duration::from_hours(1);

impl Studio {
    /// Deletes the profile's files that are older than an hour and belong to nothing, and keeps its caches in bounds.
    pub(crate) async fn tidy(&self, job: &Job) -> Result<Value, WorkError> {
        let ctx = &job.context();
        if self.ports.jobs.others_running(ctx, job.fields.id).await? {
            let detail = "another job of the store is being done";
            return Err(WorkError::after(Duration::from_mins(10), "still_in_use", detail));
        }
        let mut removed = 0;
        for owner in self.ports.media.owners(ctx, GRACE).await? {
            let named = match owner {
                FileOwner::SourceVideo(id) => self.ports.footage.find(ctx, id).await.map(drop),
                FileOwner::Clip(id) => self.ports.clips.find(ctx, id).await.map(drop),
                FileOwner::ClonedVoice(id) => self.ports.cloned_voices.find(ctx, id).await.map(drop),
                FileOwner::Music(id) => self.ports.music.find(ctx, id).await.map(drop),
                FileOwner::Picture(id) => self.ports.pictures.find(ctx, id).await.map(drop),
            };
            match named {
                Ok(()) => continue,
                Err(StoreError::NotFound) => removed += 1,
                Err(error) => return Err(error.into()),
            }
            tracing::warn!(file.owner = ?owner, "files that nothing names are deleted");
            match owner {
                FileOwner::SourceVideo(id) => self.ports.media.delete_source_video(ctx, id).await?,
                FileOwner::Clip(id) => self.ports.media.delete_clip(ctx, id).await?,
                FileOwner::ClonedVoice(id) => {
                    self.forget_everywhere(ctx, id).await;
                    self.ports.media.delete(ctx, &MediaKey::VoiceSample(id)).await?;
                }
                FileOwner::Music(id) => self.ports.media.delete(ctx, &MediaKey::Music(id)).await?,
                FileOwner::Picture(id) => self.ports.media.delete(ctx, &MediaKey::Picture(id)).await?,
            }
        }
        let sentences = self.trim_cache(ctx, Cache::Speech).await?;
        let chunks = self.trim_cache(ctx, Cache::Chunks).await?;
        Ok(json!({ "removed": removed, "forgotten_sentences": sentences, "forgotten_chunks": chunks }))
    }
}
