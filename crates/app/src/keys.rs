//! The key that signs links to files, and the master keys that seal credentials.

use std::{
    fmt::{self, Write as _},
    fs::OpenOptions,
    io::{self, Write as _},
    path::Path,
    str::FromStr,
};

use rand::TryRngCore as _;

use crate::failure::Failure;
use store_postgres::MasterKeys;

/// A key that signs links; several machines behind one address share it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct LinkKey([u8; 32]);

impl LinkKey {
    /// Returns the bytes.
    pub(crate) const fn bytes(self) -> [u8; 32] {
        self.0
    }

    /// Reads the key of a data folder, and makes it the first time.
    ///
    /// # Errors
    /// When the file cannot be read or written, or holds something else.
    pub(crate) fn in_folder(keys: &Path) -> Result<Self, Failure> {
        let path = keys.join("link.key");
        let text = made_once(keys, &path, "")?;
        text.trim().parse().map_err(|error| {
            let cure = format!("{} is damaged; remove it, and links made so far end", path.display());
            Failure::failed(cure, io::Error::other(format!("{error}")))
        })
    }
}

/// Names the file of the master keys.
const MASTER_KEYS: &str = "credentials.keys";

/// Reads the master keys of a data folder, and makes the first one the first time.
///
/// # Errors
/// When the file cannot be read or written, or holds something else.
pub(crate) fn master_keys_in_folder(keys: &Path) -> Result<MasterKeys, Failure> {
    let path = keys.join(MASTER_KEYS);
    let text = made_once(keys, &path, "first:")?;
    MasterKeys::parse(&text).map_err(|error| {
        let cure = format!(
            "{} is damaged; bring it back from a backup, or remove it and store every key of your \
             accounts anew",
            path.display()
        );
        Failure::failed(cure, error)
    })
}

/// Puts a new master key in front of those of a data folder: it seals from now on, all of them open.
///
/// # Errors
/// When the file cannot be read or written.
pub(crate) fn add_master_key(keys: &Path, name: &str) -> Result<MasterKeys, Failure> {
    master_keys_in_folder(keys)?;
    let path = keys.join(MASTER_KEYS);
    let bad = |error: io::Error| Failure::failed(format!("cannot use {}", path.display()), error);
    let earlier = std::fs::read_to_string(&path).map_err(bad)?;
    let mut file = tempfile::NamedTempFile::new_in(keys).map_err(bad)?;
    write!(file, "{name}:{}\n{earlier}", random_hex().map_err(bad)?).map_err(bad)?;
    file.as_file().sync_all().map_err(bad)?;
    file.persist(&path).map_err(|error| bad(error.error))?;
    master_keys_in_folder(keys)
}

/// Reads a key file, and makes it the first time.
fn made_once(keys: &Path, path: &Path, name: &str) -> Result<String, Failure> {
    let bad = |error: io::Error| Failure::failed(format!("cannot use {}", path.display()), error);
    if !path.exists() {
        make(keys, path, name).map_err(bad)?;
    }
    std::fs::read_to_string(path).map_err(bad)
}

fn random_hex() -> io::Result<String> {
    let mut bytes = [0; 32];
    rand::rngs::OsRng.try_fill_bytes(&mut bytes).map_err(|error| io::Error::other(error.to_string()))?;
    Ok(bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    }))
}

/// Writes a new key whole or not at all; of two processes one wins.
fn make(keys: &Path, path: &Path, name: &str) -> io::Result<()> {
    // A temporary file is readable by its owner alone.
    let mut file = tempfile::NamedTempFile::new_in(keys)?;
    writeln!(file, "{name}{}", random_hex()?)?;
    match file.persist_noclobber(path) {
        Ok(_) => Ok(()),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.error),
    }?;
    OpenOptions::new().read(true).open(keys)?.sync_all()
}

impl fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkKey")
    }
}

/// Says that a text is no key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key for links is 64 hexadecimal digits, such as `openssl rand -hex 32` prints")]
pub(crate) struct NotALinkKey;

impl FromStr for LinkKey {
    type Err = NotALinkKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(NotALinkKey);
        }
        for (byte, place) in bytes.iter_mut().zip((0..64).step_by(2)) {
            let digits = text.get(place..place + 2).filter(|two| !two.starts_with('+')).ok_or(NotALinkKey)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_bad| NotALinkKey)?;
        }
        Ok(Self(bytes))
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_key_is_made_once_and_readable_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let first = LinkKey::in_folder(folder.path()).unwrap();
        assert_eq!(LinkKey::in_folder(folder.path()).unwrap(), first);
        assert_ne!(first.bytes(), [0; 32]);
        let mode = std::fs::metadata(folder.path().join("link.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_is_no_key_is_refused() {
        assert_eq!("12".parse::<LinkKey>(), Err(NotALinkKey));
        assert_eq!("g".repeat(64).parse::<LinkKey>(), Err(NotALinkKey));
        assert_eq!("ff".repeat(32).parse::<LinkKey>().unwrap().bytes(), [255; 32]);
    }
}
