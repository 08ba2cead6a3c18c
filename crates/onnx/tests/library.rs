//! How the library is found and refused. One test, for a process loads one library for good.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{fs, path::Path};

use onnx::{OnnxError, OnnxPaths, OnnxRuntime};

fn only(library: &Path) -> OnnxPaths {
    OnnxPaths { library: Some(library.to_owned()), extra_search: Vec::new() }
}

fn refusal(paths: &OnnxPaths) -> String {
    OnnxRuntime::open(paths).unwrap_err().to_string()
}

#[test]
fn a_library_that_is_missing_or_none_is_told_with_its_cure_and_found_once_it_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("libonnxruntime.so");
    let paths = only(&place);
    let missing = refusal(&paths);
    assert!(missing.contains("does not exist") && missing.contains("install"), "{missing}");

    fs::write(&place, "#!/bin/sh\n").unwrap();
    let text = refusal(&paths);
    assert!(text.contains("no ONNX Runtime") && text.contains("EDIT_FACTORY_ONNXRUNTIME_LIBRARY"), "{text}");

    let installed = testkit::installed::onnxruntime();
    let search = |places: &[&Path]| OnnxPaths {
        library: None,
        extra_search: places.iter().map(|place| (*place).to_owned()).collect(),
    };
    #[cfg(target_os = "linux")]
    for other in ["/lib/x86_64-linux-gnu/libm.so.6", "/lib/aarch64-linux-gnu/libm.so.6"] {
        if Path::new(other).exists() {
            let foreign = refusal(&only(Path::new(other)));
            assert!(foreign.contains("OrtGetApiBase"), "{foreign}");
        }
    }
    let nowhere = refusal(&search(&[folder.path()]));
    assert!(nowhere.contains("was not found") && nowhere.contains("./start-dev.sh setup"), "{nowhere}");

    let runtime = OnnxRuntime::open(&search(&[folder.path(), &installed])).unwrap();
    assert!(runtime.version().starts_with("1."), "{runtime:?}");
    let same = OnnxRuntime::open(&only(runtime.path())).unwrap();
    assert_eq!(same.path(), runtime.path());
    assert_eq!(OnnxRuntime::open(&OnnxPaths::default()).unwrap().path(), runtime.path());

    let other = OnnxRuntime::open(&only(&place)).unwrap_err();
    assert!(matches!(other, OnnxError::OtherLoaded { .. }), "{other}");
    assert!(other.to_string().contains("start it again"), "{other}");
}
