//! The files of the folder, and which version of them is there.

use std::{
    collections::HashMap,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::SystemTime,
};

use sha2::{Digest, Sha256};

/// The graphs of the releases, the best first. Any other `.onnx` file is taken when none of them is there.
const GRAPHS: [&str; 3] = ["kokoro-v1.0.onnx", "kokoro-v1.0.int8.onnx", "kokoro-v1.0.fp16.onnx"];

/// The cure for files that are not there.
pub(crate) const CURE: &str = "Kokoro's model is not there: edit-factory models pull kokoro-v1.0";

/// A file as it was seen; one with another size or date is another.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Seen {
    pub(crate) path: PathBuf,
    size: u64,
    changed: Option<SystemTime>,
}

/// What is there to speak with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Files {
    pub(crate) model: Seen,
    /// Files of voices, those with all voices first.
    pub(crate) voices: Vec<Seen>,
}

impl Files {
    /// Looks into the folder `kokoro` of a folder of models.
    ///
    /// # Errors
    /// The cure, when model or voices are missing.
    pub(crate) fn find(models: &Path) -> Result<Self, String> {
        let folder = models.join("kokoro");
        let found = list(&folder);
        let named = |name: &&str| found.iter().find(|seen| seen.path.ends_with(name)).cloned();
        let other = || found.iter().find(|seen| has_extension(seen, "onnx")).cloned();
        let model = GRAPHS.iter().find_map(named).or_else(other);
        let mut voices: Vec<Seen> = found.iter().filter(|seen| has_extension(seen, "bin")).cloned().collect();
        voices.extend(list(&folder.join("voices")).into_iter().filter(|seen| has_extension(seen, "bin")));
        voices.sort_by_key(|seen| std::cmp::Reverse(seen.size));
        let Some(model) = model else {
            return Err(format!("{CURE} (looked for in {})", folder.display()));
        };
        if voices.is_empty() {
            return Err(format!("{CURE} (no voices in {})", folder.display()));
        }
        Ok(Self { model, voices })
    }
}

impl Seen {
    /// Looks at a file.
    pub(crate) fn at(path: &Path) -> io::Result<Self> {
        let told = fs::metadata(path)?;
        Ok(Self { path: path.to_owned(), size: told.len(), changed: told.modified().ok() })
    }

    /// Tells whether the file is still the same.
    pub(crate) fn is_current(&self) -> bool {
        Self::at(&self.path).is_ok_and(|now| now == *self)
    }
}

fn has_extension(seen: &Seen, extension: &str) -> bool {
    seen.path.extension().is_some_and(|found| found == extension)
}

fn list(folder: &Path) -> Vec<Seen> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<Seen> = entries
        .filter(|entry| entry.path().is_file())
        .filter_map(|entry| Seen::at(&entry.path()).ok())
        .collect();
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// Hashes of files, each computed once.
#[derive(Debug, Default)]
pub(crate) struct Hashes(Mutex<HashMap<Seen, String>>);

impl Hashes {
    /// Returns the SHA-256 of a file; reading a model takes some tenths of a second the first time.
    pub(crate) fn of(&self, seen: &Seen) -> io::Result<String> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(hash) = known.get(seen) {
            return Ok(hash.clone());
        }
        let hash = sha256(&seen.path)?;
        known.retain(|other, _| other.path != seen.path);
        known.insert(seen.clone(), hash.clone());
        Ok(hash)
    }
}

fn sha256(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut part = vec![0; 1 << 18];
    loop {
        let read = file.read(&mut part)?;
        let Some(bytes) = part.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hash.update(bytes);
    }
    let digits =
        |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from_digit(u32::from(half), 16).unwrap_or('0'));
    Ok(hash.finalize().iter().flat_map(digits).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn models(names: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("kokoro/voices")).unwrap();
        for name in names {
            fs::write(folder.path().join("kokoro").join(name), name).unwrap();
        }
        folder
    }

    fn model(names: &[&str]) -> Result<String, String> {
        Files::find(models(names).path())
            .map(|files| files.model.path.file_name().unwrap().to_str().unwrap().to_owned())
    }

    #[test]
    fn the_best_graph_that_is_there_is_taken() {
        let all = [
            "voices-v1.0.bin",
            "a.onnx",
            "kokoro-v1.0.fp16.onnx",
            "kokoro-v1.0.int8.onnx",
            "kokoro-v1.0.onnx",
        ];
        assert_eq!(model(&all).unwrap(), "kokoro-v1.0.onnx");
        assert_eq!(model(&all[..4]).unwrap(), "kokoro-v1.0.int8.onnx");
        assert_eq!(model(&all[..2]).unwrap(), "a.onnx");
        let single = Files::find(models(&["a.onnx", "voices/af_sky.bin"]).path()).unwrap();
        assert_eq!(single.voices.len(), 1);
    }

    #[test]
    fn what_is_missing_is_told_with_the_cure() {
        for names in [
            &[][..],
            &["voices-v1.0.bin"],
            &["kokoro-v1.0.onnx"],
            &["kokoro-v1.0.onnx.part", "voices-v1.0.bin"],
        ] {
            let cure = model(names).unwrap_err();
            assert!(cure.contains("edit-factory models pull kokoro-v1.0"), "{cure}");
        }
    }

    #[test]
    fn a_file_is_hashed_once_until_it_changes() {
        let folder = models(&["a.onnx"]);
        let path = folder.path().join("kokoro/a.onnx");
        let hashes = Hashes::default();
        let seen = Seen::at(&path).unwrap();
        let before = hashes.of(&seen).unwrap();
        assert_eq!(before, "dd65cffbdf328f86a85699b0492c1d1b61a287f5f2b67a7737f2491e6b21e889");
        fs::write(&path, "something longer").unwrap();
        assert!(!seen.is_current());
        assert_eq!(hashes.of(&seen).unwrap(), before, "what was seen keeps its hash");
        assert_ne!(hashes.of(&Seen::at(&path).unwrap()).unwrap(), before);
    }
}
