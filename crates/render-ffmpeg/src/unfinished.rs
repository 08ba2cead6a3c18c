//! A file in the making: it goes when its making fails or is given up.

use std::path::{Path, PathBuf};

/// Deletes a file unless it is finished.
#[derive(Debug)]
pub(crate) struct Unfinished(Option<PathBuf>);

impl Unfinished {
    /// Watches over a file that is about to be written.
    pub(crate) fn new(path: &Path) -> Self {
        Self(Some(path.to_owned()))
    }

    /// Says that the file is finished.
    pub(crate) fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if let Some(path) = &self.0
            && let Err(error) = std::fs::remove_file(path)
            && error.kind() != std::io::ErrorKind::NotFound
        {
            tracing::warn!(%error, path = %path.display(), "an unfinished file could not be deleted");
        }
    }
}
