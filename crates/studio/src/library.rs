//! The library: finished clips; and files for those who hold a link.

use domain::{
    Clip, ClipId, LocalMedia, MediaError, MediaKey, Page, PageRequest, ProfileContext, ProjectId, StoreError,
};

use crate::{ClipNow, Studio, UploadError};

impl Studio {
    /// Lists clips, newest first; those of one project when it is named.
    pub async fn clips(
        &self,
        ctx: &ProfileContext,
        project: Option<ProjectId>,
        page: &PageRequest,
    ) -> Result<Page<ClipNow>, StoreError> {
        if let Some(id) = project {
            self.ports.projects.find(ctx, id).await?;
        }
        let Page { items, next } = self.ports.clips.list(ctx, project, page).await?;
        Ok(Page { items: self.compared(ctx, items).await?, next })
    }

    /// Finds a clip.
    pub async fn clip(&self, ctx: &ProfileContext, id: ClipId) -> Result<Clip, StoreError> {
        self.ports.clips.find(ctx, id).await
    }

    /// Finds a clip, and what was changed since it was made.
    pub async fn clip_now(&self, ctx: &ProfileContext, id: ClipId) -> Result<ClipNow, StoreError> {
        let clip = self.ports.clips.find(ctx, id).await?;
        let one = self.compared(ctx, vec![clip]).await?;
        one.into_iter().next().ok_or(StoreError::NotFound)
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
