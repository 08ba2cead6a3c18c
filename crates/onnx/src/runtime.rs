//! The library of the process.

use std::{
    fs,
    panic::catch_unwind,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use ort::{
    environment::Environment,
    logging::{LogLevel, LoggerFunction},
};

use crate::search;

/// Where to look for ONNX Runtime, before the folder of the program and the places where a system keeps libraries.
#[derive(Debug, Clone, Default)]
pub struct OnnxPaths {
    /// The library's file; when given, no other is tried.
    pub library: Option<PathBuf>,
    /// Places to search, the best first: the library itself, a folder that holds it, or a Python environment that
    /// does.
    pub extra_search: Vec<PathBuf>,
}

/// The ONNX Runtime that this process has loaded.
#[derive(Debug, Clone)]
pub struct OnnxRuntime {
    library: PathBuf,
    version: String,
    environment: Environment,
}

/// The one library that a process can load: it cannot be let go of again.
static LOADED: Mutex<Option<OnnxRuntime>> = Mutex::new(None);

impl OnnxRuntime {
    /// Finds the library and loads it; the one that is loaded already serves every caller that names no other.
    ///
    /// A failed try changes nothing: the next one looks again.
    ///
    /// # Errors
    /// [`OnnxError`], with the cure.
    pub fn open(paths: &OnnxPaths) -> Result<Self, OnnxError> {
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(runtime) = loaded.as_ref() {
            return runtime.serves(paths);
        }
        let mut failures = Vec::new();
        for candidate in search::candidates(paths) {
            match Self::load(&candidate) {
                Ok(runtime) => return Ok(loaded.insert(runtime).clone()),
                Err(reason) if paths.library.is_some() => {
                    return Err(OnnxError::Unusable { library: candidate, reason });
                }
                Err(reason) => failures.push(reason),
            }
        }
        Err(OnnxError::NotFound { tried: failures.join("; ") })
    }

    /// Returns the library's file; a bare name where the system's loader found it.
    pub fn path(&self) -> &Path {
        &self.library
    }

    /// Returns the version, such as `1.31.1`; empty when the library does not tell.
    pub fn version(&self) -> &str {
        &self.version
    }

    pub(crate) const fn environment(&self) -> &Environment {
        &self.environment
    }

    fn serves(&self, paths: &OnnxPaths) -> Result<Self, OnnxError> {
        match &paths.library {
            Some(wanted) if !same_file(wanted, &self.library) => {
                Err(OnnxError::OtherLoaded { loaded: self.library.clone(), wanted: wanted.clone() })
            }
            _ => Ok(self.clone()),
        }
    }

    /// Loads a library; `ort` must not see one that is not ours to load, for its implicit way panics.
    fn load(library: &Path) -> Result<Self, String> {
        let file = if library.is_file() {
            std::path::absolute(library).map_err(|error| error.to_string())?
        } else if library.components().count() == 1 {
            library.to_owned()
        } else {
            return Err(format!("{} does not exist", library.display()));
        };
        let environment = catch_unwind(|| {
            let builder = ort::init_from(&file).map_err(|error| error.to_string())?;
            let environment = builder.with_name("edit-factory").with_telemetry(false).with_logger(logger());
            environment.build().map_err(|error| error.to_string())
        })
        .map_err(|_panic| format!("{} broke while it was loaded", file.display()))??;
        environment.set_log_level(LogLevel::Error);
        Ok(Self { version: version(ort::info(), &file), library: file, environment })
    }
}

fn same_file(one: &Path, other: &Path) -> bool {
    one == other
        || fs::canonicalize(one).is_ok_and(|one| fs::canonicalize(other).is_ok_and(|other| one == other))
}

/// The version from the file's name, for the library tells it only to C; else the commit that it was built from.
fn version(build: &str, library: &Path) -> String {
    let file = fs::canonicalize(library).unwrap_or_else(|_missing| library.to_owned());
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let numbers: Vec<&str> = name.split(['.', '-']).filter(|part| part.parse::<u32>().is_ok()).collect();
    if numbers.len() >= 2 {
        return numbers.join(".");
    }
    let commit = build.split("git-commit-id=").nth(1).and_then(|rest| rest.split(',').next());
    commit.unwrap_or_default().trim().to_owned()
}

/// What the library says goes to the log; what matters of it comes back as an error, too.
fn logger() -> LoggerFunction {
    Arc::new(|level, _category: &str, _id: &str, place: &str, message: &str| {
        tracing::debug!(onnx.level = ?level, onnx.place = place, "{message}");
    })
}

/// Says why ONNX Runtime cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum OnnxError {
    /// It is in none of the places: apply the cure.
    #[error(
        "ONNX Runtime was not found: run ./start-dev.sh setup, or install it (pip install --no-deps onnxruntime) and \
         name its library in EDIT_FACTORY_ONNXRUNTIME_LIBRARY; it must be 1.24 or newer (tried: {tried})"
    )]
    NotFound {
        /// The places, and why each did not do.
        tried: String,
    },
    /// The named file is not there, no library for this system, or too old: apply the cure.
    #[error(
        "{} is no ONNX Runtime that can be used here ({reason}); install 1.24 or newer (pip install --no-deps \
         onnxruntime) and name its library in EDIT_FACTORY_ONNXRUNTIME_LIBRARY",
        library.display()
    )]
    Unusable {
        /// The file.
        library: PathBuf,
        /// What the system or the library says.
        reason: String,
    },
    /// The process holds another one: start it again.
    #[error(
        "this process has loaded {} already and cannot change to {}; start it again",
        loaded.display(),
        wanted.display()
    )]
    OtherLoaded {
        /// The library that is loaded.
        loaded: PathBuf,
        /// The library that was asked for.
        wanted: PathBuf,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_that_of_the_files_name_or_else_the_commit() {
        let build = "ORT Build Info: git-branch=HEAD, git-commit-id=6af1a93, build type=Release";
        assert_eq!(version(build, Path::new("/x/libonnxruntime.so.1.31.1")), "1.31.1");
        assert_eq!(version(build, Path::new("/x/libonnxruntime.1.31.1.dylib")), "1.31.1");
        assert_eq!(version(build, Path::new("/x/libonnxruntime.so")), "6af1a93");
        assert_eq!(version("", Path::new("libonnxruntime.so")), "");
    }
}
