//! A process's own folder: what is in it goes with the process, even when that is killed.

use std::{
    fs::{DirBuilder, File, TryLockError},
    io,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
};

use tracing::{info, warn};
use uuid::Uuid;

/// Own folders begin like this; nothing else is ever removed.
const PREFIX: &str = "process-";

/// A folder of this process alone.
///
/// The process holds a lock on it, which the system releases when the process ends in whatever way: a folder whose
/// lock can be taken is a dead process's, and the next one that makes its own beside it removes it.
#[derive(Debug)]
pub struct OwnFolder {
    path: PathBuf,
    /// Locked as long as this value lives.
    _lock: File,
}

impl OwnFolder {
    /// Makes one in `parent`, which is made where it is missing, and removes those of dead processes there.
    ///
    /// # Errors
    /// When `parent` cannot be written. A dead process's folder that cannot be removed keeps nobody from working.
    pub fn make(parent: &Path) -> io::Result<Self> {
        DirBuilder::new().recursive(true).mode(0o700).create(parent)?;
        remove_dead(parent)?;
        loop {
            let path = parent.join(format!("{PREFIX}{}", Uuid::new_v4()));
            DirBuilder::new().mode(0o700).create(&path)?;
            // Another process may look before the lock is taken, and take the folder for a dead one's.
            match File::open(&path) {
                Ok(lock) if lock.try_lock().is_ok() && path.exists() => {
                    return Ok(Self { path, _lock: lock });
                }
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Returns where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for OwnFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.path) {
            warn!(path = %self.path.display(), %error, "cannot remove a folder of work; the next start will");
        }
    }
}

fn remove_dead(parent: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(parent)? {
        let path = entry?.path();
        let ours =
            path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(PREFIX));
        if ours && let Err(error) = remove_if_dead(&path) {
            warn!(path = %path.display(), %error, "cannot remove what a dead process left behind");
        }
    }
    Ok(())
}

fn remove_if_dead(path: &Path) -> io::Result<()> {
    let gone = |error: io::Error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) };
    let lock = match File::open(path) {
        Ok(lock) => lock,
        Err(error) => return gone(error),
    };
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(()),
        Err(TryLockError::Error(error)) => return Err(error),
    }
    std::fs::remove_dir_all(path).or_else(gone)?;
    info!(path = %path.display(), "removed what a dead process left behind");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_folders_of_dead_processes_are_removed() {
        let parent = tempfile::tempdir().unwrap();
        let living = OwnFolder::make(parent.path()).unwrap();
        let dead = parent.path().join("process-dead");
        std::fs::create_dir_all(dead.join("work")).unwrap();
        std::fs::write(dead.join("work/chunk.mp4"), "half a ch").unwrap();
        std::fs::create_dir(parent.path().join("mine")).unwrap();
        let next = OwnFolder::make(parent.path()).unwrap();
        assert!(living.path().exists() && next.path().exists() && living.path() != next.path());
        assert!(!dead.exists() && parent.path().join("mine").exists());
    }

    #[test]
    fn a_folder_goes_with_its_process() {
        let parent = tempfile::tempdir().unwrap();
        let own = OwnFolder::make(&parent.path().join("made too")).unwrap();
        let path = own.path().to_owned();
        std::fs::write(path.join("upload"), "half a f").unwrap();
        drop(own);
        assert!(!path.exists());
    }
}
