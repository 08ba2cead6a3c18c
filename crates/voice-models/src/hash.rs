//! Hashing files, a piece at a time.

use std::{fmt::Write as _, io, path::Path};

use domain::FileHash;
use md5::Md5;
use sha2::{Digest as _, Sha256};
use tokio::{fs::File, io::AsyncReadExt as _};

/// How much is read at a time; hashing it keeps nobody waiting.
const PIECE: usize = 256 * 1024;

/// A hash that is not finished.
#[derive(Clone)]
pub(crate) enum Hasher {
    Sha256(Sha256),
    Md5(Md5),
}

impl Hasher {
    /// Begins a hash of the kind of another.
    pub(crate) fn like(hash: &FileHash) -> Self {
        match hash {
            FileHash::Sha256(_) => Self::Sha256(Sha256::new()),
            FileHash::Md5(_) => Self::Md5(Md5::new()),
        }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::Sha256(hash) => hash.update(bytes),
            Self::Md5(hash) => hash.update(bytes),
        }
    }

    /// Returns the hash in lower-case hexadecimal digits.
    pub(crate) fn finish(self) -> String {
        match self {
            Self::Sha256(hash) => digits(&hash.finalize()),
            Self::Md5(hash) => digits(&hash.finalize()),
        }
    }
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a text cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Hashes a file from its beginning; `tell` hears how many bytes are done. Returns its length, too.
pub(crate) async fn hash_file(
    path: &Path,
    like: &FileHash,
    tell: &(dyn Fn(u64) + Send + Sync),
) -> io::Result<(u64, Hasher)> {
    let mut file = File::open(path).await?;
    let (mut hasher, mut done) = (Hasher::like(like), 0_u64);
    let mut piece = vec![0; PIECE];
    loop {
        let read = file.read(&mut piece).await?;
        let Some(bytes) = piece.get(..read).filter(|bytes| !bytes.is_empty()) else {
            return Ok((done, hasher));
        };
        hasher.update(bytes);
        done = done.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        tell(done);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_are_the_well_known_ones() {
        let of = |hash| {
            let mut hasher = Hasher::like(&hash);
            hasher.update(b"abc");
            hasher.finish()
        };
        assert_eq!(of(FileHash::Md5(String::new())), "900150983cd24fb0d6963f7d28e17f72");
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(of(FileHash::Sha256(String::new())), sha256);
    }
}
