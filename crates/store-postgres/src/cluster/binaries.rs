//! [`ServerBinaries`]: where PostgreSQL's programs are on this machine.

use std::{
    cmp::Reverse,
    ffi::OsStr,
    path::{Path, PathBuf},
};

use super::{ClusterError, process};

/// PostgreSQL's programs of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerBinaries {
    folder: PathBuf,
    version: u32,
}

impl ServerBinaries {
    /// The oldest major version that has all that the tables need.
    pub const FLOOR: u32 = 15;

    /// Finds the programs: in `chosen`, then in the folders of `path` (the variable PATH), then where packages put
    /// them, newest first.
    ///
    /// # Errors
    /// [`ClusterError::BinariesMissing`], or [`ClusterError::TooOld`] when there are only older ones.
    pub async fn find(chosen: Option<&Path>, path: Option<&OsStr>) -> Result<Self, ClusterError> {
        let on_path = path.into_iter().flat_map(std::env::split_paths);
        let named = chosen.map(Path::to_owned).into_iter().chain(on_path);
        Self::first_of(named.chain(packaged(&PACKAGES))).await
    }

    /// Returns the major version.
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// Returns the folder of the programs.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    async fn first_of(folders: impl Iterator<Item = PathBuf>) -> Result<Self, ClusterError> {
        let mut refusal = ClusterError::BinariesMissing;
        for folder in folders.filter(|folder| folder.is_absolute() && is_whole(folder)) {
            match version_of(&folder).await? {
                Some(version) if version >= Self::FLOOR => return Ok(Self { folder, version }),
                Some(version) => refusal = ClusterError::TooOld { version, folder },
                None => {}
            }
        }
        Err(refusal)
    }
}

/// Where packages put a version's programs: what comes before the version, and after it.
const PACKAGES: [(&str, &str, &str); 5] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
    ("/Applications/Postgres.app/Contents/Versions", "", "bin"),
];

fn packaged(packages: &[(&str, &str, &str)]) -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    for (folder, before, after) in packages {
        // A folder that is not there holds no version.
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let version = name.to_str().and_then(|name| name.strip_prefix(before)?.parse().ok());
            found.extend(version.map(|version| (version, entry.path().join(after))));
        }
    }
    found.sort_by_key(|(version, _)| Reverse(*version));
    found.into_iter().map(|(_, folder)| folder).collect()
}

fn is_whole(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"].iter().all(|name| folder.join(name).is_file())
}

async fn version_of(folder: &Path) -> Result<Option<u32>, ClusterError> {
    let said = process::run(&folder.join("postgres"), ["--version"], None, Path::new("/")).await?;
    Ok(major_version(&String::from_utf8_lossy(&said.stdout)))
}

/// Reads the 15 of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn major_version(said: &str) -> Option<u32> {
    let (_, version) = said.split_once("(PostgreSQL) ")?;
    version.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read_from_every_form() {
        assert_eq!(major_version("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n"), Some(15));
        assert_eq!(major_version("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(major_version("postgres: command not found"), None);
    }
}
