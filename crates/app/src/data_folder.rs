//! The data folder: what lies where, and what an earlier process left behind.

use std::{
    fs, io,
    os::unix::fs::{DirBuilderExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    time::Duration,
};

use tracing::{info, warn};

use crate::failure::Failure;

/// Folders of work that was thrown away begin like this; nothing else is ever removed.
const OURS: [&str; 3] = ["work-", "upload-", "render-"];
/// No piece of work takes this long.
const ABANDONED: Duration = Duration::from_hours(24);

/// A data folder that is there.
#[derive(Debug, Clone)]
pub(crate) struct DataFolder {
    root: PathBuf,
}

impl DataFolder {
    /// Makes what is missing of a data folder and removes abandoned work.
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
        for path in [folder.media(), folder.scratch(), folder.render(), folder.samples(), folder.keys()] {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(&path).map_err(unusable)?;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).map_err(unusable)?;
        }
        for path in [folder.scratch(), folder.render()] {
            remove_abandoned(&path);
        }
        Ok(folder)
    }

    /// Footage and videos.
    pub(crate) fn media(&self) -> PathBuf {
        self.root.join("media")
    }

    /// Work that is thrown away.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.root.join("scratch")
    }

    /// The caption fonts, and small files while a video is rendered.
    pub(crate) fn render(&self) -> PathBuf {
        self.root.join("render")
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

/// Tells whether a private PostgreSQL was ever made in a data folder, which may not be there.
pub(crate) fn has_postgres(root: &Path) -> bool {
    root.join("postgres").is_dir()
}

/// Removes what a process that was killed left behind. A failure here keeps nobody from working.
fn remove_abandoned(folder: &Path) {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return warn!(folder = %folder.display(), %error, "cannot look for abandoned work"),
    };
    for path in entries.flatten().map(|entry| entry.path()).filter(|path| is_abandoned(path)) {
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match removed {
            Ok(()) => info!(path = %path.display(), "removed abandoned work"),
            Err(error) => warn!(path = %path.display(), %error, "cannot remove abandoned work"),
        }
    }
}

fn is_abandoned(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let age = fs::symlink_metadata(path).and_then(|found| found.modified()).map(|time| time.elapsed());
    OURS.iter().any(|prefix| name.starts_with(prefix)) && matches!(age, Ok(Ok(age)) if age > ABANDONED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_work_of_ours_is_removed() {
        let root = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(root.path()).unwrap();
        let old = fs::FileTimes::new().set_modified(std::time::UNIX_EPOCH);
        for (name, is_old) in [("work-old", true), ("work-new", false), ("mine", true)] {
            let path = folder.scratch().join(name);
            fs::create_dir(&path).unwrap();
            if is_old {
                fs::File::open(&path).unwrap().set_times(old).unwrap();
            }
        }
        DataFolder::open(root.path()).unwrap();
        let left = |name| folder.scratch().join(name).exists();
        assert!(!left("work-old") && left("work-new") && left("mine"));
    }
}
