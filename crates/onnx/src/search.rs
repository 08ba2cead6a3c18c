//! Where ONNX Runtime may be.

use std::{
    ffi::OsStr,
    fs,
    path::{Path, PathBuf},
};

use crate::OnnxPaths;

/// The name by which a system's loader may find it.
const NAME: &str = if cfg!(windows) {
    "onnxruntime.dll"
} else if cfg!(target_os = "macos") {
    "libonnxruntime.dylib"
} else {
    "libonnxruntime.so"
};

/// Lists where the library may be, the best place first.
pub(crate) fn candidates(paths: &OnnxPaths) -> Vec<PathBuf> {
    if let Some(library) = &paths.library {
        return vec![library.clone()];
    }
    let beside = std::env::current_exe().ok().and_then(|program| program.parent().map(Path::to_owned));
    let places = paths.extra_search.iter().chain(&beside);
    places.flat_map(|place| libraries(place)).chain([PathBuf::from(NAME)]).collect()
}

/// The libraries of a place: the file itself, or those in a folder or in a Python environment.
fn libraries(place: &Path) -> Vec<PathBuf> {
    if place.is_file() {
        return vec![place.to_owned()];
    }
    let mut found = in_folder(place);
    found.extend(wheels(place).iter().flat_map(|folder| in_folder(folder)));
    found
}

/// The libraries of a folder, the plain name first, then the newest.
fn in_folder(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> =
        entries.map(|entry| entry.path()).filter(|file| file.file_name().is_some_and(is_library)).collect();
    found.sort_by_key(|file| std::cmp::Reverse((file.ends_with(NAME), version(file))));
    found
}

fn is_library(name: &OsStr) -> bool {
    let Some(name) = name.to_str() else { return false };
    if cfg!(windows) {
        name.eq_ignore_ascii_case(NAME)
    } else if cfg!(target_os = "macos") {
        name.starts_with("libonnxruntime.") && name.strip_suffix(".dylib").is_some()
    } else {
        name.starts_with(NAME)
    }
}

fn version(file: &Path) -> Vec<u32> {
    let name = file.file_name().and_then(OsStr::to_str).unwrap_or_default();
    name.split('.').filter_map(|part| part.parse().ok()).collect()
}

/// The folders of the package `onnxruntime` in a Python environment.
fn wheels(environment: &Path) -> Vec<PathBuf> {
    let mut sites = vec![environment.join("Lib/site-packages")];
    let versions = fs::read_dir(environment.join("lib")).into_iter().flatten().flatten();
    let python = |name: &str| name.starts_with("python3");
    sites.extend(
        versions
            .filter(|entry| entry.file_name().to_str().is_some_and(python))
            .map(|entry| entry.path().join("site-packages")),
    );
    sites.into_iter().map(|site| site.join("onnxruntime/capi")).filter(|folder| folder.is_dir()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_library_is_the_only_one_tried() {
        let paths =
            OnnxPaths { library: Some("/opt/onnxruntime.so".into()), extra_search: vec!["/anywhere".into()] };
        assert_eq!(candidates(&paths), [PathBuf::from("/opt/onnxruntime.so")]);
    }

    #[test]
    fn places_are_tried_in_their_order_and_the_system_last() {
        let folder = tempfile::tempdir().unwrap();
        let named = folder.path().join("any-name.bin");
        fs::write(&named, "").unwrap();
        let wheel = folder.path().join("venv/lib/python3.11/site-packages/onnxruntime/capi");
        fs::create_dir_all(&wheel).unwrap();
        fs::write(wheel.join(NAME), "").unwrap();
        let extra_search = vec![named.clone(), folder.path().join("venv"), folder.path().join("gone")];
        let found = candidates(&OnnxPaths { library: None, extra_search });
        assert_eq!(found[..2], [named, wheel.join(NAME)]);
        assert_eq!(found.last(), Some(&PathBuf::from(NAME)));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_newest_of_a_folder_comes_first_and_other_libraries_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        for name in
            ["libonnxruntime.so.1.9.0", "libonnxruntime.so.1.31.1", "libonnxruntime_providers_shared.so"]
        {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let names = |found: Vec<PathBuf>| -> Vec<String> {
            found.iter().map(|file| file.file_name().unwrap().to_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names(in_folder(folder.path())), ["libonnxruntime.so.1.31.1", "libonnxruntime.so.1.9.0"]);
    }
}
