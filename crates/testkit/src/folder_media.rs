//! A media store in a folder.

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use domain::{LocalMedia, MediaError, MediaKey, MediaStore, ProfileContext, SourceVideoId};
use uuid::Uuid;

/// A media store in a folder of this machine.
#[derive(Debug)]
pub struct FolderMedia(PathBuf);

impl FolderMedia {
    /// Keeps files below a folder.
    pub const fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    fn path(&self, ctx: &ProfileContext, key: &MediaKey) -> PathBuf {
        self.0.join(ctx.profile().to_string()).join(key.to_string())
    }
}

fn failed(doing: &'static str) -> impl Fn(std::io::Error) -> MediaError {
    move |error| match error.kind() {
        std::io::ErrorKind::NotFound if doing != "put" => MediaError::NotFound,
        _ => MediaError::Failed { doing, source: Box::new(error) },
    }
}

#[async_trait]
impl MediaStore for FolderMedia {
    async fn put(&self, ctx: &ProfileContext, key: &MediaKey, file: &Path) -> Result<u64, MediaError> {
        let path = self.path(ctx, key);
        let folder = path.parent().unwrap_or(&self.0);
        tokio::fs::create_dir_all(folder).await.map_err(failed("put"))?;
        // Whole or not at all: what is half-written has another name.
        let part = folder.join(format!("{}.part", Uuid::new_v4()));
        let size = tokio::fs::copy(file, &part).await.map_err(failed("put"))?;
        tokio::fs::rename(&part, &path).await.map_err(failed("put"))?;
        Ok(size)
    }

    async fn size(&self, ctx: &ProfileContext, key: &MediaKey) -> Result<Option<u64>, MediaError> {
        match tokio::fs::metadata(self.path(ctx, key)).await.map_err(failed("size")) {
            Ok(file) => Ok(Some(file.len())),
            Err(MediaError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn local(
        &self,
        ctx: &ProfileContext,
        key: &MediaKey,
        _scratch: &Path,
    ) -> Result<LocalMedia, MediaError> {
        self.size(ctx, key).await?.ok_or(MediaError::NotFound)?;
        Ok(LocalMedia { path: self.path(ctx, key) })
    }

    async fn delete(&self, ctx: &ProfileContext, key: &MediaKey) -> Result<(), MediaError> {
        match tokio::fs::remove_file(self.path(ctx, key)).await.map_err(failed("delete")) {
            Ok(()) | Err(MediaError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn delete_source_video(&self, ctx: &ProfileContext, id: SourceVideoId) -> Result<(), MediaError> {
        let original = self.path(ctx, &MediaKey::SourceVideo(id));
        let folder = original.parent().unwrap_or(&original);
        match tokio::fs::remove_dir_all(folder).await.map_err(failed("delete")) {
            Ok(()) | Err(MediaError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn delete_all(&self, ctx: &ProfileContext) -> Result<(), MediaError> {
        match tokio::fs::remove_dir_all(self.0.join(ctx.profile().to_string()))
            .await
            .map_err(failed("delete"))
        {
            Ok(()) | Err(MediaError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
