//! [`ObjectMedia`]: the media store on the `object_store` crate, today in a folder.
//!
//! A file's place is `{profile}/{key}`: the profile comes from the context and the key is made from typed ids only,
//! so that no caller can name another profile's file.

mod staged;

use std::{
    collections::HashMap,
    error::Error,
    io,
    path::Path,
    time::{Duration, SystemTime},
};

use async_trait::async_trait;
use bytes::BytesMut;
use domain::{
    Cache, CachedFile, ClipId, FileOwner, LocalMedia, MediaError, MediaKey, MediaStore, ProfileContext,
    SourceVideoId,
};
use futures_util::{StreamExt as _, TryStreamExt as _};
use object_store::{
    MultipartUpload, ObjectStore, ObjectStoreExt as _, PutPayload, local::LocalFileSystem,
    path::Path as Location,
};
use tokio::{fs::File, io::AsyncReadExt as _};

use crate::staged::{Staged, Staging};

/// How much of a file is in memory at a time while it is stored.
const PART_BYTES: usize = 8 << 20;

/// Keeps the files of profiles in a folder.
#[derive(Debug)]
pub struct ObjectMedia {
    store: LocalFileSystem,
    staging: Staging,
}

impl ObjectMedia {
    /// Keeps the files in a folder, which it makes where it is missing.
    ///
    /// A file is written in `unfinished` and moved from there when it is whole. That is a folder of this process
    /// alone, below `root`: what a killed process leaves in it is for its owner to remove.
    ///
    /// # Errors
    /// [`MediaError::Failed`] when the folders can be neither made nor opened, [`MediaError::Full`].
    pub fn folder(root: &Path, unfinished: &Path) -> Result<Self, MediaError> {
        std::fs::create_dir_all(root).map_err(failed("make the folder of files"))?;
        let store = LocalFileSystem::new_with_prefix(root).map_err(failed("open the folder of files"))?;
        std::fs::create_dir_all(unfinished).map_err(failed("make the folder of unfinished files"))?;
        let staging = Staging::below(root, unfinished)?;
        // Files outlive a power cut as the rows that name them do.
        Ok(Self { store: store.with_fsync(true).with_automatic_cleanup(true), staging })
    }

    /// Writes a copy of a file where nobody looks for it.
    async fn write(&self, staged: &Staged, file: &mut File) -> Result<u64, MediaError> {
        let mut upload = self.store.put_multipart(&staged.location).await.map_err(failed("store a file"))?;
        let size_bytes = copy(file, upload.as_mut()).await?;
        upload.complete().await.map_err(failed("store a file"))?;
        Ok(size_bytes)
    }
}

#[async_trait]
impl MediaStore for ObjectMedia {
    async fn put(&self, ctx: &ProfileContext, key: &MediaKey, file: &Path) -> Result<u64, MediaError> {
        let mut file = File::open(file).await.map_err(failed("read the file to store"))?;
        let staged = self.staging.file();
        let size_bytes = self.write(&staged, &mut file).await?;
        staged.publish(&self.store, &location(ctx, key)).await.map_err(failed("store a file"))?;
        Ok(size_bytes)
    }

    async fn size(&self, ctx: &ProfileContext, key: &MediaKey) -> Result<Option<u64>, MediaError> {
        match self.store.head(&location(ctx, key)).await {
            Ok(found) => Ok(Some(found.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed("look for a file")(error)),
        }
    }

    async fn local(
        &self,
        ctx: &ProfileContext,
        key: &MediaKey,
        _scratch: &Path,
    ) -> Result<LocalMedia, MediaError> {
        self.size(ctx, key).await?.ok_or(MediaError::NotFound)?;
        let path = self.store.path_to_filesystem(&location(ctx, key)).map_err(failed("find a file"))?;
        Ok(LocalMedia { path })
    }

    async fn delete(&self, ctx: &ProfileContext, key: &MediaKey) -> Result<(), MediaError> {
        match self.store.delete(&location(ctx, key)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed("delete a file")(error)),
        }
    }

    async fn delete_source_video(&self, ctx: &ProfileContext, id: SourceVideoId) -> Result<(), MediaError> {
        let folder = Location::from(format!("{}/source-videos/{id}", ctx.profile()));
        let found: Vec<Location> = self
            .store
            .list(Some(&folder))
            .map_ok(|found| found.location)
            .try_collect()
            .await
            .map_err(failed("list the files of a source video"))?;
        let mut deleted = self.store.delete_stream(futures_util::stream::iter(found).map(Ok).boxed());
        while let Some(one) = deleted.next().await {
            match one {
                Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(failed("delete the files of a source video")(error)),
            }
        }
        Ok(())
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
        let folder = Location::from(ctx.profile().to_string());
        let mut found = self.store.list(Some(&folder));
        let mut owners: HashMap<FileOwner, bool> = HashMap::new();
        while let Some(file) = found.try_next().await.map_err(failed("list the files of a store"))? {
            let key = file.location.as_ref().split_once('/').and_then(|(_profile, key)| FileOwner::of(key));
            let Some(owner) = key else { continue };
            let old = is_older(SystemTime::from(file.last_modified), age);
            owners.entry(owner).and_modify(|all| *all &= old).or_insert(old);
        }
        Ok(owners.into_iter().filter_map(|(owner, all_old)| all_old.then_some(owner)).collect())
    }

    async fn cached(&self, ctx: &ProfileContext, cache: Cache) -> Result<Vec<CachedFile>, MediaError> {
        let folder = Location::from(format!("{}/{}", ctx.profile(), cache.folder()));
        let mut found = self.store.list(Some(&folder));
        let mut files = Vec::new();
        while let Some(file) = found.try_next().await.map_err(failed("list the files of a cache"))? {
            let Some(key) = file.location.filename().and_then(|name| cache.key_of(name)) else { continue };
            let age = SystemTime::from(file.last_modified).elapsed().unwrap_or_default();
            files.push(CachedFile { key, size_bytes: file.size, age });
        }
        Ok(files)
    }

    async fn delete_all(&self, ctx: &ProfileContext) -> Result<(), MediaError> {
        let folder = Location::from(ctx.profile().to_string());
        let path = self.store.path_to_filesystem(&folder).map_err(failed("find the files of a store"))?;
        match tokio::fs::remove_dir_all(path).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(failed("delete the files of a store")(error))
            }
            _ => Ok(()),
        }
    }
}

fn is_older(modified: SystemTime, age: Duration) -> bool {
    // A file of the future is new: some clock jumped.
    modified.elapsed().is_ok_and(|since| since >= age)
}

fn location(ctx: &ProfileContext, key: &MediaKey) -> Location {
    Location::from(format!("{}/{key}", ctx.profile()))
}

async fn copy(file: &mut File, upload: &mut dyn MultipartUpload) -> Result<u64, MediaError> {
    let mut size_bytes = 0;
    loop {
        let mut part = BytesMut::with_capacity(PART_BYTES);
        while part.len() < PART_BYTES {
            let wanted = u64::try_from(PART_BYTES - part.len()).unwrap_or(u64::MAX);
            let read = (&mut *file).take(wanted).read_buf(&mut part).await;
            if read.map_err(failed("read the file to store"))? == 0 {
                break;
            }
        }
        if part.is_empty() {
            return Ok(size_bytes);
        }
        size_bytes += u64::try_from(part.len()).unwrap_or(u64::MAX);
        upload.put_part(PutPayload::from(part.freeze())).await.map_err(failed("store a file"))?;
    }
}

fn failed<E: Error + Send + Sync + 'static>(doing: &'static str) -> impl FnOnce(E) -> MediaError {
    move |error| {
        if is_full(&error) { MediaError::Full } else { MediaError::Failed { doing, source: Box::new(error) } }
    }
}

fn is_full(error: &(dyn Error + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        let kind = error.downcast_ref::<io::Error>().map(io::Error::kind);
        if matches!(kind, Some(io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)) {
            return true;
        }
        cause = error.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(kind: io::ErrorKind) -> MediaError {
        let source = Box::new(io::Error::from(kind));
        failed("store a file")(object_store::Error::Generic { store: "LocalFileSystem", source })
    }

    #[test]
    fn a_full_disk_is_told_apart() {
        assert!(matches!(refusal(io::ErrorKind::StorageFull), MediaError::Full));
        assert!(matches!(refusal(io::ErrorKind::QuotaExceeded), MediaError::Full));
        assert!(matches!(refusal(io::ErrorKind::PermissionDenied), MediaError::Failed { .. }));
    }
}
