//! What the tests of the local voices need beside the code: the library that the set-up installed, and small models.

use std::path::{Path, PathBuf};

/// Returns where ONNX Runtime is: the library that the environment names, or the folder where
/// `./start-dev.sh setup` puts it. Without it the tests that need it fail with the cure.
#[expect(clippy::disallowed_methods, reason = "tests have no configuration that could name the library")]
pub fn onnxruntime() -> PathBuf {
    let named = std::env::var_os("EDIT_FACTORY_ONNXRUNTIME_LIBRARY").filter(|named| !named.is_empty());
    named.map_or_else(|| root().join(".tools/onnxruntime"), PathBuf::from)
}

/// Returns a file of `models/`: small models with the real ones' inputs and outputs, made by the scripts beside them.
pub fn model(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("models").join(name)
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
