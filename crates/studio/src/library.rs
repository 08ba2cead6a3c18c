//! The library: finished clips; and files for those who hold a link.

use domain::{
    Clip, ClipId, LocalMedia, MediaError, MediaKey, Page, PageRequest, ProfileContext, ProjectId, StoreError,
};

use crate::{Studio, UploadError};

impl Studio {
    /// Lists clips, newest first; those of one project when it is named.
    pub async fn clips(
        &self,
        ctx: &ProfileContext,
        project: Option<ProjectId>,
        page: &PageRequest,
    ) -> Result<Page<Clip>, StoreError> {
        if let Some(id) = project {
            self.ports.projects.find(ctx, id).await?;
        }
        self.ports.clips.list(ctx, project, page).await
    }

    /// Finds a clip.
    pub async fn clip(&self, ctx: &ProfileContext, id: ClipId) -> Result<Clip, StoreError> {
        self.ports.clips.find(ctx, id).await
    }

    /// Deletes a clip and its files.
    ///
    /// # Errors
    /// [`UploadError::Store`] and [`UploadError::Media`].
    pub async fn delete_clip(&self, ctx: &ProfileContext, id: ClipId) -> Result<(), UploadError> {
        self.ports.clips.delete(ctx, id).await?;
        Ok(self.ports.media.delete_clip(ctx, id).await?)
    }

    /// Opens one of the profile's files.
    pub async fn open_media(&self, ctx: &ProfileContext, key: &MediaKey) -> Result<LocalMedia, MediaError> {
        self.ports.media.local(ctx, key, &self.ports.scratch).await
    }
}
