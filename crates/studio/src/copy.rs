//! Copy: a project goes to another profile of the same person, with the footage that it needs.

use std::path::Path;

use domain::{
    CopiedFootage, FootageState, MediaError, MediaKey, ProfileContext, Project, ProjectId, RequestKey,
    SourceVideoId, StoreError,
};

use crate::Studio;

impl Studio {
    /// Copies a project with its script, settings, footage and segments: rows and files of its own, all or nothing.
    /// The same key again finds the first copy, also where the two are made at once.
    ///
    /// # Errors
    /// [`CopyError`]; nothing is kept then.
    pub async fn copy_project(
        &self,
        from: &ProfileContext,
        id: ProjectId,
        to: &ProfileContext,
        key: Option<&RequestKey>,
    ) -> Result<Project, CopyError> {
        let project = self.ports.projects.find(from, id).await?;
        let copy = key.map_or_else(ProjectId::new, |key| key.id_in(to.profile().uuid(), "copy").into());
        match self.ports.projects.find(to, copy).await {
            Ok(earlier) => return Ok(earlier),
            Err(StoreError::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
        // Each attempt has files of its own, so that it takes none of another's away.
        let own = |original| CopiedFootage { original, copy: SourceVideoId::new() };
        let footage: Vec<CopiedFootage> = project.source_videos.into_iter().map(own).collect();
        match self.copy_all(from, id, to, copy, &footage).await {
            Ok(copied) => Ok(copied),
            Err(error) => self.copied_before(to, copy, &footage).await?.ok_or(error),
        }
    }

    /// Finds the copy that another attempt made meanwhile, and deletes the files of this one, which nothing names.
    async fn copied_before(
        &self,
        to: &ProfileContext,
        copy: ProjectId,
        footage: &[CopiedFootage],
    ) -> Result<Option<Project>, CopyError> {
        let there = match self.ports.projects.find(to, copy).await {
            Ok(first) => Some(first),
            Err(StoreError::NotFound) => None,
            // Whether the files are named is not known: tidying takes those that are not.
            Err(error) => return Err(error.into()),
        };
        // It may be the copy of this attempt, when only the answer to it was lost.
        let named = there.as_ref().map(|there| there.source_videos.as_slice()).unwrap_or_default();
        for video in footage.iter().filter(|video| !named.contains(&video.copy)) {
            self.ports.media.delete_source_video(to, video.copy).await?;
        }
        Ok(there)
    }

    async fn copy_all(
        &self,
        from: &ProfileContext,
        id: ProjectId,
        to: &ProfileContext,
        copy: ProjectId,
        footage: &[CopiedFootage],
    ) -> Result<Project, CopyError> {
        let scratch = tempfile::Builder::new().prefix("work-").tempdir_in(&self.ports.scratch)?;
        for video in footage {
            self.copy_files(from, to, *video, scratch.path()).await?;
        }
        Ok(self.ports.projects.copy(from, id, to, copy, footage).await?)
    }

    async fn copy_files(
        &self,
        from: &ProfileContext,
        to: &ProfileContext,
        video: CopiedFootage,
        scratch: &Path,
    ) -> Result<(), CopyError> {
        let found = self.ports.footage.find(from, video.original).await?;
        if found.state == FootageState::Analysing {
            return Err(CopyError::StillAnalysing { name: found.name.as_str().to_owned() });
        }
        let of_video: [fn(SourceVideoId) -> MediaKey; 4] =
            [MediaKey::SourceVideo, MediaKey::Proxy, MediaKey::SpriteSheet, MediaKey::SoundCurve];
        let mut files: Vec<_> =
            of_video.into_iter().map(|key| (key(video.original), key(video.copy))).collect();
        for segment in self.ports.footage.segments(from, &[video.original]).await? {
            files.push((
                MediaKey::SegmentThumbnail(video.original, segment.id),
                MediaKey::SegmentThumbnail(video.copy, video.segment(segment.id)),
            ));
        }
        for (original, copy) in files {
            match self.ports.media.local(from, &original, scratch).await {
                Ok(local) => drop(self.ports.media.put(to, &copy, &local.path).await?),
                // Footage that came without its file, or failed, is copied as it is.
                Err(MediaError::NotFound) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

/// Says why a project cannot be copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// A source video is still being looked at.
    #[error("{name} is still being analysed; wait until it is ready")]
    StillAnalysing {
        /// Its name.
        name: String,
    },
    /// The disk.
    #[error("a file could not be read or written")]
    Disk(#[from] std::io::Error),
    /// A file could not be copied.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// A row could not be copied.
    #[error(transparent)]
    Store(#[from] StoreError),
}
