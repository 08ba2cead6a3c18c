//! Footage: upload, look at, delete.

use std::path::Path;

use domain::{
    Container, FootageName, InvalidFootageName, Job, MediaError, MediaKey, NewJob, NewSourceVideo,
    NotFootage, Page, PageRequest, ProfileContext, RequestKey, SNIFF_BYTES, Segment, SourceVideo,
    SourceVideoId, StoreError, Task,
};
use tokio::io::AsyncReadExt as _;

use crate::Studio;

/// A stored upload and the job that looks at it.
#[derive(Debug, Clone)]
pub struct UploadAccepted {
    /// The source video.
    pub source_video: SourceVideo,
    /// Its analysis.
    pub job: Job,
}

impl Studio {
    /// Takes a file over as footage and enqueues its analysis. The file itself is only read.
    ///
    /// # Errors
    /// [`UploadError`]; nothing is kept then.
    pub async fn upload(
        &self,
        ctx: &ProfileContext,
        name: &str,
        file: &Path,
        key: Option<&RequestKey>,
    ) -> Result<UploadAccepted, UploadError> {
        let name = FootageName::parse(name)?;
        let size_bytes = tokio::fs::metadata(file).await?.len();
        if size_bytes > self.ports.upload_limit_bytes {
            return Err(UploadError::TooLarge { limit_bytes: self.ports.upload_limit_bytes });
        }
        let container = Container::sniff(&head_of(file).await?)?;
        let id = key.map_or_else(SourceVideoId::new, |key| key.id_in(ctx.profile().uuid(), "footage").into());
        self.ports.media.put(ctx, &MediaKey::SourceVideo(id), file).await?;
        let new = NewSourceVideo { id, name, container, size_bytes };
        let mut analysis = NewJob::new(Task::Analyse { source_video: id });
        analysis.unique_key = Some(format!("analyse:{id}"));
        match self.ports.footage.create(ctx, new, analysis).await {
            Ok((source_video, job)) => Ok(UploadAccepted { source_video, job }),
            Err(error) => {
                // The row may be there though the answer was lost; then its file stays.
                if matches!(self.ports.footage.find(ctx, id).await, Err(StoreError::NotFound)) {
                    self.ports.media.delete_source_video(ctx, id).await?;
                }
                Err(error.into())
            }
        }
    }

    /// Lists source videos, newest first.
    pub async fn source_videos(
        &self,
        ctx: &ProfileContext,
        page: &PageRequest,
    ) -> Result<Page<SourceVideo>, StoreError> {
        self.ports.footage.list(ctx, page).await
    }

    /// Finds a source video.
    pub async fn source_video(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
    ) -> Result<SourceVideo, StoreError> {
        self.ports.footage.find(ctx, id).await
    }

    /// Lists a source video's segments by place.
    pub async fn segments(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
    ) -> Result<Vec<Segment>, StoreError> {
        self.ports.footage.find(ctx, id).await?;
        self.ports.footage.segments(ctx, &[id]).await
    }

    /// Deletes a source video, its segments and its files; clips made from it stay.
    ///
    /// # Errors
    /// [`UploadError::Store`] and [`UploadError::Media`].
    pub async fn delete_source_video(
        &self,
        ctx: &ProfileContext,
        id: SourceVideoId,
    ) -> Result<(), UploadError> {
        self.ports.footage.delete(ctx, id).await?;
        Ok(self.ports.media.delete_source_video(ctx, id).await?)
    }
}

/// Reads the first bytes of a file, by which its format is told.
pub(crate) async fn head_of(file: &Path) -> Result<Vec<u8>, std::io::Error> {
    let mut head = Vec::with_capacity(SNIFF_BYTES);
    let limit = u64::try_from(SNIFF_BYTES).unwrap_or(u64::MAX);
    tokio::fs::File::open(file).await?.take(limit).read_to_end(&mut head).await?;
    Ok(head)
}

/// Says why a file was not taken as footage.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    /// It has no name.
    #[error(transparent)]
    Name(#[from] InvalidFootageName),
    /// It is no video.
    #[error(transparent)]
    NotFootage(#[from] NotFootage),
    /// It is too large.
    #[error("the file is larger than {} MB; cut it into parts or lower its resolution", limit_bytes / 1_000_000)]
    TooLarge {
        /// The limit in bytes.
        limit_bytes: u64,
    },
    /// It cannot be read.
    #[error("the file cannot be read")]
    Read(#[from] std::io::Error),
    /// The file could not be kept.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// The row could not be kept.
    #[error(transparent)]
    Store(#[from] StoreError),
}
