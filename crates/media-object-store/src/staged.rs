//! A file on its way into the store: nobody sees it before it is whole, and nothing of it stays when it never is.

use std::path::{Path, PathBuf};

use domain::MediaError;
use object_store::{ObjectStore as _, local::LocalFileSystem, path::Path as Location};
use uuid::Uuid;

use crate::failed;

/// The folder of this process alone for such files.
#[derive(Debug)]
pub(crate) struct Staging {
    folder: PathBuf,
    location: Location,
}

impl Staging {
    /// Takes a folder below the store's root.
    pub(crate) fn below(root: &Path, folder: &Path) -> Result<Self, MediaError> {
        let doing = "take the folder of unfinished files, which must lie in the folder of files";
        let folder = folder.canonicalize().map_err(failed(doing))?;
        let root = root.canonicalize().map_err(failed(doing))?;
        let below = folder.strip_prefix(&root).map_err(failed(doing))?;
        let location = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        Ok(Self { folder, location })
    }

    /// Names a new file; it goes with the value unless it was moved to its place.
    pub(crate) fn file(&self) -> Staged {
        let name = Uuid::new_v4().to_string();
        Staged { location: self.location.clone().join(name.as_str()), path: self.folder.join(name) }
    }
}

/// A file in the making.
#[derive(Debug)]
pub(crate) struct Staged {
    pub(crate) location: Location,
    path: PathBuf,
}

impl Staged {
    /// Moves the whole file to its place.
    pub(crate) async fn publish(
        self,
        store: &LocalFileSystem,
        to: &Location,
    ) -> Result<(), object_store::Error> {
        store.rename_opts(&self.location, to, object_store::RenameOptions::default()).await
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // While it is written the object store adds this to the name.
        let mut half = self.path.clone().into_os_string();
        half.push("#1");
        for path in [self.path.as_path(), Path::new(&half)] {
            match std::fs::remove_file(path) {
                Ok(()) => {}
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                Err(error) => {
                    tracing::warn!(path = %path.display(), %error, "an unfinished file stays behind");
                }
            }
        }
    }
}
