//! Locks between processes, which the operating system releases when their holder dies.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
};

use super::ClusterError;

/// Waits for the lock that nobody else holds at the same time; held until the file is dropped.
pub(super) async fn exclusive(path: PathBuf) -> Result<File, ClusterError> {
    locked(path, File::lock).await
}

/// Waits for the lock that others may hold in the same way; held until the file is dropped.
pub(super) async fn shared(path: PathBuf) -> Result<File, ClusterError> {
    locked(path, File::lock_shared).await
}

/// Takes the exclusive lock if nobody holds any, without waiting.
pub(super) fn try_exclusive(path: &Path) -> Result<Option<File>, ClusterError> {
    let unusable = |source| ClusterError::FolderNotWritable { folder: path.to_owned(), source };
    let file = open(path).map_err(unusable)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(unusable(error)),
    }
}

async fn locked(path: PathBuf, lock: fn(&File) -> std::io::Result<()>) -> Result<File, ClusterError> {
    let place = path.clone();
    let waiting = tokio::task::spawn_blocking(move || {
        let file = open(&path)?;
        lock(&file)?;
        Ok(file)
    });
    let locked = waiting.await.unwrap_or_else(|error| Err(error.into()));
    locked.map_err(|source| ClusterError::FolderNotWritable { folder: place, source })
}

fn open(path: &Path) -> std::io::Result<File> {
    OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path)
}
