//! The folder of models: what lies where, and what is there of a file.

use std::{
    io,
    path::{Path, PathBuf},
};

use domain::{ModelError, ModelFile};

use crate::{catalogue::EntryFile, lock::FileLock};

/// The folder of models.
#[derive(Debug, Clone)]
pub(crate) struct Folder {
    root: PathBuf,
}

/// What is there of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileState {
    Absent,
    /// So many bytes of a download.
    Part(u64),
    /// A file of the right size, of so many bytes.
    Here(u64),
    Wrong(String),
}

impl Folder {
    pub(crate) const fn new(root: PathBuf) -> Self {
        Self { root }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn place(&self, file: &ModelFile) -> PathBuf {
        self.root.join(&file.path)
    }

    /// Where a download lies until it is proved.
    pub(crate) fn part(&self, file: &ModelFile) -> PathBuf {
        self.root.join(format!("{}.part", file.path))
    }

    /// Where a file lies that is not what it must be.
    pub(crate) fn aside(&self, file: &ModelFile) -> PathBuf {
        self.root.join(format!("{}.broken", file.path))
    }

    /// Piper's catalogue, as far as it is needed.
    pub(crate) fn catalogue(&self) -> PathBuf {
        self.root.join("piper-voices.json")
    }

    fn lock(&self, file: &ModelFile) -> PathBuf {
        self.root.join(".locks").join(file.path.replace('/', "--"))
    }

    /// Locks a file, and waits for whoever has it.
    pub(crate) async fn wait_for(
        &self,
        file: &ModelFile,
        waiting: &(dyn Fn() + Send + Sync),
    ) -> Result<FileLock, ModelError> {
        let path = self.lock(file);
        FileLock::take(&path, waiting).await.map_err(|error| unusable(&path, error))
    }

    /// Locks a file, or says that somebody is at it.
    pub(crate) fn try_lock(&self, file: &ModelFile) -> Result<FileLock, ModelError> {
        let path = self.lock(file);
        let lock = FileLock::try_take(&path).map_err(|error| unusable(&path, error))?;
        lock.ok_or_else(|| ModelError::Busy(file.path.clone()))
    }

    /// Looks what is there of a file, without reading it.
    pub(crate) fn state(&self, entry: &EntryFile) -> Result<FileState, ModelError> {
        let place = self.place(&entry.file);
        if let Some(bytes) = length(&place)? {
            return Ok(if entry.admits(bytes) {
                FileState::Here(bytes)
            } else {
                let must = entry.file.size.bytes();
                FileState::Wrong(format!(
                    "{} has {bytes} bytes instead of {must}; pull it again",
                    entry.file.path
                ))
            });
        }
        let part = self.part(&entry.file);
        if let Some(bytes) = length(&part)? {
            return Ok(FileState::Part(bytes));
        }
        if length(&self.aside(&entry.file))?.is_some() {
            let path = &entry.file.path;
            let why =
                format!("{path} was not what it must be and is set aside as {path}.broken; pull it again");
            return Ok(FileState::Wrong(why));
        }
        Ok(FileState::Absent)
    }

    /// Returns how many bytes the disk has to spare.
    pub(crate) fn free_bytes(&self) -> Result<u64, ModelError> {
        let there = self.root.ancestors().find(|place| place.exists()).unwrap_or(Path::new("/"));
        let found = rustix::fs::statvfs(there).map_err(|error| unusable(there, error.into()))?;
        Ok(found.f_bavail.saturating_mul(found.f_frsize))
    }
}

/// Returns a file's length, if there is one.
pub(crate) fn length(path: &Path) -> Result<Option<u64>, ModelError> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => Err(unusable(path, io::ErrorKind::IsADirectory.into())),
        Ok(found) => Ok(Some(found.len())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unusable(path, error)),
    }
}

/// Deletes a file, if there is one.
pub(crate) fn delete(path: &Path) -> Result<(), ModelError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unusable(path, error)),
        _ => Ok(()),
    }
}

/// Makes the error of a file that cannot be read or written; a full disk is no fault of the folder.
pub(crate) fn unusable(path: &Path, source: io::Error) -> ModelError {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            ModelError::NoRoom { needed_bytes: 1, free_bytes: 0 }
        }
        _ => ModelError::Folder { path: path.display().to_string(), source },
    }
}
