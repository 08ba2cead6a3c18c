//! A lock for each file: two pulls at once, of one process or of two, do not write over each other.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    path::Path,
    time::Duration,
};

/// How often one who waits looks again.
const LOOK_AGAIN: Duration = Duration::from_millis(200);
/// The longest note.
const MAX_NOTE: u64 = 1000;

/// The right to write one file of the models; it ends with this value, and with the process.
///
/// The lock's own file keeps a note on the `.part`: the entity tag of what is being downloaded.
pub(crate) struct FileLock(File);

impl FileLock {
    /// Takes the lock, or tells that somebody has it.
    pub(crate) fn try_take(path: &Path) -> io::Result<Option<Self>> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    /// Takes the lock, and waits as long as somebody has it; `waiting` hears of that once.
    pub(crate) async fn take(path: &Path, waiting: &(dyn Fn() + Send + Sync)) -> io::Result<Self> {
        let mut told = false;
        loop {
            if let Some(lock) = Self::try_take(path)? {
                return Ok(lock);
            }
            if !told {
                waiting();
                told = true;
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    }

    /// Reads the note, if there is one.
    pub(crate) fn note(&self) -> io::Result<Option<String>> {
        let mut text = String::new();
        let mut file = &self.0;
        file.rewind()?;
        match file.take(MAX_NOTE).read_to_string(&mut text) {
            Ok(_) => Ok(Some(text).filter(|text| !text.is_empty())),
            // A note that a crash left unreadable says nothing.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes the note; an empty one for none.
    pub(crate) fn write_note(&self, text: &str) -> io::Result<()> {
        let mut file = &self.0;
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(text.as_bytes())
    }
}
