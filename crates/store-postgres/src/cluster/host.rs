//! [`Host`]: who runs the server on this machine, and where its folder may lie.

use std::{
    fs::Permissions,
    io,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown},
    path::{Path, PathBuf},
};

use sha2::{Digest as _, Sha256};

use super::{ClusterError, process};

/// Names the folder of the server where it cannot be the data folder's own.
const LOCATION: &str = "postgres.location";

/// A user of the operating system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) name: String,
    pub(super) uid: u32,
    pub(super) gid: u32,
}

/// Who runs Edit Factory, and who runs the server for it.
#[derive(Debug)]
pub(super) struct Host {
    ourselves: Account,
    /// Where we are root: PostgreSQL refuses to be.
    servant: Option<Account>,
}

impl Host {
    /// Finds out who we are, and an unprivileged user where we are root.
    pub(super) async fn find() -> Result<Self, ClusterError> {
        let ourselves = account(None).await?.ok_or(ClusterError::NoUnprivilegedUser)?;
        if ourselves.uid != 0 {
            return Ok(Self { ourselves, servant: None });
        }
        for name in ["postgres", "nobody"] {
            if let Some(servant) = account(Some(name)).await? {
                return Ok(Self { ourselves, servant: Some(servant) });
            }
        }
        Err(ClusterError::NoUnprivilegedUser)
    }

    /// Returns the other account under which the server runs.
    pub(super) const fn servant(&self) -> Option<&Account> {
        self.servant.as_ref()
    }

    /// Returns the account under which the server runs.
    pub(super) fn runner(&self) -> &Account {
        self.servant.as_ref().unwrap_or(&self.ourselves)
    }

    /// Returns the names of the users whom the server lets in.
    pub(super) fn names(&self) -> Vec<&str> {
        let servant = self.servant.iter().map(|servant| servant.name.as_str());
        std::iter::once(self.ourselves.name.as_str()).chain(servant).collect()
    }

    /// Returns the folder of the server for a data folder, made and writable by who runs it.
    ///
    /// Usually the same one. Where the server's user cannot reach it, as below a closed `/root`, it is one under
    /// `/var/lib/edit-factory`, and a file in the data folder names it.
    pub(super) async fn home(&self, dir: &Path) -> Result<PathBuf, ClusterError> {
        std::fs::create_dir_all(dir).map_err(not_writable(dir))?;
        let dir = dir.canonicalize().map_err(not_writable(dir))?;
        let Some(servant) = &self.servant else { return Ok(dir) };
        let location = dir.join(LOCATION);
        let elsewhere = match std::fs::read_to_string(&location) {
            Ok(written) => PathBuf::from(written.trim_end()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                if reaches(servant, &dir).await? {
                    self.give(&dir)?;
                    return Ok(dir);
                }
                Path::new("/var/lib/edit-factory").join(short_hash(&dir)).join("postgres")
            }
            Err(error) => return Err(not_writable(&location)(error)),
        };
        std::fs::create_dir_all(&elsewhere).map_err(not_writable(&elsewhere))?;
        if !reaches(servant, &elsewhere).await? {
            let closed =
                io::Error::new(io::ErrorKind::PermissionDenied, format!("{} cannot enter", servant.name));
            return Err(not_writable(&elsewhere)(closed));
        }
        self.give(&elsewhere)?;
        std::fs::write(&location, format!("{}\n", elsewhere.display())).map_err(not_writable(&location))?;
        Ok(elsewhere)
    }

    /// Returns the folder of the socket: in the server's own, or a short one, for a socket's path has at most some
    /// hundred bytes.
    pub(super) fn socket_folder(&self, home: &Path) -> Result<PathBuf, ClusterError> {
        const LONGEST: usize = 100;
        let inside = home.join("socket");
        let fits = inside.join(".s.PGSQL.5432").as_os_str().len() <= LONGEST;
        let folder = if fits { inside } else { Path::new("/tmp").join(format!("ef-{}", short_hash(home))) };
        match std::fs::create_dir(&folder) {
            Ok(()) => self.give(&folder)?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(not_writable(&folder)(error)),
        }
        // Anybody may make folders in /tmp: one that is not ours could hold another's server.
        let found = std::fs::symlink_metadata(&folder).map_err(not_writable(&folder))?;
        if !found.is_dir() || found.uid() != self.runner().uid {
            let foreign = io::Error::new(io::ErrorKind::PermissionDenied, "it belongs to somebody else");
            return Err(not_writable(&folder)(foreign));
        }
        Ok(folder)
    }

    fn give(&self, folder: &Path) -> Result<(), ClusterError> {
        if let Some(servant) = &self.servant {
            chown(folder, Some(servant.uid), Some(servant.gid)).map_err(not_writable(folder))?;
        }
        std::fs::set_permissions(folder, Permissions::from_mode(0o700)).map_err(not_writable(folder))
    }
}

pub(super) fn not_writable(folder: &Path) -> impl FnOnce(io::Error) -> ClusterError {
    let folder = folder.to_owned();
    move |source| ClusterError::FolderNotWritable { folder, source }
}

/// Tells whether a user can enter all folders above this one.
async fn reaches(account: &Account, folder: &Path) -> Result<bool, ClusterError> {
    // The folder itself is given to the user afterwards; only what is above it stands in the way.
    let parent = folder.parent().unwrap_or(folder);
    let above = process::run(Path::new("test"), [Path::new("-x"), parent], Some(account), Path::new("/"));
    Ok(above.await?.status.success())
}

/// Asks the system for a user: PostgreSQL compares names, and not every system lists its users in /etc/passwd.
async fn account(name: Option<&str>) -> Result<Option<Account>, ClusterError> {
    let ask = async |what: &str| {
        let said =
            process::run(Path::new("id"), std::iter::once(what).chain(name), None, Path::new("/")).await?;
        let text = String::from_utf8_lossy(&said.stdout).trim().to_owned();
        Ok::<_, ClusterError>(said.status.success().then_some(text))
    };
    let (Some(name), Some(uid), Some(gid)) = (ask("-un").await?, ask("-u").await?, ask("-g").await?) else {
        return Ok(None);
    };
    let (Ok(uid), Ok(gid)) = (uid.parse(), gid.parse()) else { return Ok(None) };
    Ok(Some(Account { name, uid, gid }))
}

fn short_hash(path: &Path) -> String {
    let hash = Sha256::digest(path.as_os_str().as_encoded_bytes());
    let number = hash.iter().take(8).fold(0_u64, |number, &byte| number << 8 | u64::from(byte));
    format!("{number:016x}")
}
