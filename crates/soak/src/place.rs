//! Where a soak's files are.

use std::{
    io,
    path::{Path, PathBuf},
};

/// The data folder of a soak, laid out as the server's.
#[derive(Debug, Clone)]
pub struct Place {
    root: PathBuf,
}

impl Place {
    /// Makes what is missing of it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn make(root: &Path) -> io::Result<Self> {
        let place = Self { root: root.to_owned() };
        for folder in [place.media(), place.scratch(), place.logs()] {
            std::fs::create_dir_all(folder)?;
        }
        Ok(place)
    }

    /// The data folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Footage and videos.
    pub fn media(&self) -> PathBuf {
        self.root.join("media")
    }

    /// Files on their way into `media`, on the same disk.
    pub fn unfinished(&self) -> PathBuf {
        self.media().join("unfinished")
    }

    /// Work that is thrown away.
    pub fn scratch(&self) -> PathBuf {
        self.root.join("scratch")
    }

    /// Work of the shops, which is no worker's.
    pub fn desk(&self) -> PathBuf {
        self.root.join("desk")
    }

    /// What the workers said.
    pub fn logs(&self) -> PathBuf {
        self.root.join("logs")
    }
}
