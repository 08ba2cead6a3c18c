//! A media store in a folder.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use domain::{
    Cache, CachedFile, ClipId, FileOwner, LocalMedia, MediaError, MediaKey, MediaStore, ProfileContext,
    SourceVideoId,
};
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

fn files_below(folder: &Path) -> std::io::Result<Vec<(PathBuf, SystemTime)>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            entries => entries?,
        };
        for entry in entries {
            let (entry, path) = entry.map(|entry| (entry.metadata(), entry.path()))?;
            let about = entry?;
            if about.is_dir() { folders.push(path) } else { files.push((path, about.modified()?)) }
        }
    }
    Ok(files)
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

    async fn delete_clip(&self, ctx: &ProfileContext, id: ClipId) -> Result<(), MediaError> {
        let files = [
            MediaKey::Clip(id),
            MediaKey::ClipThumbnail(id),
            MediaKey::ClipCaptions(id),
            MediaKey::ClipRecipe(id),
        ];
        for key in files {
            self.delete(ctx, &key).await?;
        }
        Ok(())
    }

    async fn owners(&self, ctx: &ProfileContext, age: Duration) -> Result<Vec<FileOwner>, MediaError> {
        let root = self.0.join(ctx.profile().to_string());
        let mut owners: HashMap<FileOwner, bool> = HashMap::new();
        for (path, modified) in files_below(&root).map_err(failed("list"))? {
            let key = path.strip_prefix(&root).unwrap_or(&path).to_string_lossy().into_owned();
            let Some(owner) = FileOwner::of(&key) else { continue };
            let old = modified.elapsed().is_ok_and(|since| since >= age);
            owners.entry(owner).and_modify(|all| *all &= old).or_insert(old);
        }
        Ok(owners.into_iter().filter_map(|(owner, all_old)| all_old.then_some(owner)).collect())
    }

    async fn cached(&self, ctx: &ProfileContext, cache: Cache) -> Result<Vec<CachedFile>, MediaError> {
        let folder = self.0.join(ctx.profile().to_string()).join(cache.folder());
        let mut files = Vec::new();
        for (path, modified) in files_below(&folder).map_err(failed("list"))? {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let Some(key) = cache.key_of(&name) else { continue };
            let size_bytes = std::fs::metadata(&path).map_err(failed("list"))?.len();
            files.push(CachedFile { key, size_bytes, age: modified.elapsed().unwrap_or_default() });
        }
        Ok(files)
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
