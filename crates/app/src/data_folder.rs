//! The data folder: what lies where.

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
};

use crate::failure::Failure;

/// A data folder that is there.
#[derive(Debug, Clone)]
pub(crate) struct DataFolder {
    root: PathBuf,
}

impl DataFolder {
    /// Makes what is missing of a data folder.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn open(root: &Path) -> Result<Self, Failure> {
        let folder = Self { root: root.to_owned() };
        let unusable = |error: io::Error| {
            let cure = "give it to the user who runs Edit Factory, or choose another by --data-dir";
            Failure::failed(format!("the data folder {} cannot be written; {cure}", root.display()), error)
        };
        // PostgreSQL may run as another user, who has to get through this one; what is within is closed.
        fs::create_dir_all(root).map_err(unusable)?;
        for path in [folder.media(), folder.scratch(), folder.samples(), folder.keys()] {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(&path).map_err(unusable)?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).map_err(unusable)?;
        }
        Ok(folder)
    }

    /// Footage and videos.
    pub(crate) fn media(&self) -> PathBuf {
        self.root.join("media")
    }

    /// Each process's own folder for files on their way into [`Self::media`], on the same disk.
    pub(crate) fn unfinished(&self) -> PathBuf {
        self.media().join("unfinished")
    }

    /// Each process's own folder for work that is thrown away.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.root.join("scratch")
    }

    /// What was measured of the voices' pace on this machine.
    pub(crate) fn pace(&self) -> PathBuf {
        self.root.join("voice-pace.json")
    }

    /// The sample footage of the demo.
    pub(crate) fn samples(&self) -> PathBuf {
        self.root.join("samples")
    }

    /// Keys.
    pub(crate) fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    /// The private PostgreSQL.
    pub(crate) fn postgres(&self) -> PathBuf {
        self.root.join("postgres")
    }
}

/// Returns where the model files of the local voices are in a data folder, which may not be there.
pub(crate) fn models(root: &Path) -> PathBuf {
    root.join("models")
}

/// Tells whether a private PostgreSQL was ever made in a data folder, which may not be there.
pub(crate) fn has_postgres(root: &Path) -> bool {
    root.join("postgres").is_dir()
}
