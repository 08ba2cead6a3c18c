//! Where espeak-ng may be, and whether a voice has what it needs.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{EspeakPaths, EspeakVoice};

const FILES: &[&str] = if cfg!(windows) {
    &["libespeak-ng.dll", "espeak-ng.dll"]
} else if cfg!(target_os = "macos") {
    &["libespeak-ng.1.dylib", "libespeak-ng.dylib"]
} else {
    &["libespeak-ng.so.1", "libespeak-ng.so"]
};

/// A library that may be there, with its data where the place is known.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) library: PathBuf,
    pub(super) data: Option<PathBuf>,
}

/// Lists where the library may be, the best place first.
pub(super) fn candidates(paths: &EspeakPaths) -> Vec<Candidate> {
    let candidate = |library: PathBuf| {
        let data = paths.data.clone().or_else(|| data_beside(&library));
        Candidate { library, data }
    };
    if let Some(library) = &paths.library {
        return vec![candidate(library.clone())];
    }
    let in_folders = paths.extra_search.iter().flat_map(|folder| {
        let mut folders = vec![folder.clone()];
        folders.extend(wheels(folder));
        folders
    });
    let found = in_folders
        .filter_map(|folder| FILES.iter().map(|file| folder.join(file)).find(|file| file.is_file()));
    found.chain(FILES.iter().map(PathBuf::from)).map(candidate).collect()
}

/// The folder of the data in the layout of the wheel, and of Debian's packages.
fn data_beside(library: &Path) -> Option<PathBuf> {
    let folder = library.parent().filter(|folder| !folder.as_os_str().is_empty())?;
    let data = folder.join("espeak-ng-data");
    data.is_dir().then_some(data)
}

/// The folders of the package `espeakng-loader` in a Python environment.
fn wheels(environment: &Path) -> Vec<PathBuf> {
    let mut sites = vec![environment.join("Lib/site-packages")];
    let versions = fs::read_dir(environment.join("lib")).into_iter().flatten().flatten();
    let python = |name: &str| name.starts_with("python3");
    sites.extend(
        versions
            .filter(|entry| entry.file_name().to_str().is_some_and(python))
            .map(|entry| entry.path().join("site-packages")),
    );
    sites.into_iter().map(|site| site.join("espeakng_loader")).filter(|folder| folder.is_dir()).collect()
}

/// Tells whether the dictionary of a voice is installed: without it the voice says nothing, and may crash.
///
/// The voice's file names it, or else it is called as the language.
pub(super) fn has_dictionary(data: &Path, voice: &EspeakVoice) -> bool {
    let Ok(file) = fs::read_to_string(data.join("lang").join(&voice.identifier)) else {
        // A voice of another kind, such as mbrola's: only speaking will tell.
        return true;
    };
    let named = file.lines().find_map(|line| line.trim().strip_prefix("dictionary")).map(str::trim);
    let language =
        || voice.languages.first().and_then(|tag| tag.split('-').next()).map(str::to_ascii_lowercase);
    let Some(name) =
        named.and_then(|name| name.split_whitespace().next()).map(str::to_owned).or_else(language)
    else {
        return false;
    };
    data.join(format!("{name}_dict")).is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_given_library_is_the_only_one_tried() {
        let paths = EspeakPaths {
            library: Some("/opt/espeak.so".into()),
            data: Some("/opt/data".into()),
            extra_search: vec!["/anywhere".into()],
        };
        let only = Candidate { library: "/opt/espeak.so".into(), data: Some("/opt/data".into()) };
        assert_eq!(candidates(&paths), [only]);
    }

    #[test]
    fn folders_and_python_environments_come_before_the_system() {
        let folder = tempfile::tempdir().unwrap();
        let wheel = folder.path().join("lib/python3.11/site-packages/espeakng_loader");
        fs::create_dir_all(wheel.join("espeak-ng-data")).unwrap();
        fs::write(wheel.join(FILES[0]), "").unwrap();
        let paths = EspeakPaths { extra_search: vec![folder.path().into()], ..EspeakPaths::default() };
        let found = candidates(&paths);
        assert_eq!(found[0].library, wheel.join(FILES[0]));
        assert_eq!(found[0].data, Some(wheel.join("espeak-ng-data")));
        assert_eq!(found[1], Candidate { library: FILES[0].into(), data: None });
    }

    #[test]
    fn a_voice_without_its_dictionary_is_told_from_one_with_it() {
        let data = tempfile::tempdir().unwrap();
        fs::create_dir_all(data.path().join("lang/x")).unwrap();
        fs::write(data.path().join("no_dict"), "").unwrap();
        fs::write(data.path().join("lang/x/nb"), "name Bokmal\nlanguage nb\n dictionary no\n").unwrap();
        fs::write(data.path().join("lang/x/fo"), "name Faroese\nlanguage fo\n").unwrap();
        let voice = |tag: &str| EspeakVoice {
            identifier: format!("x/{tag}"),
            name: tag.to_owned(),
            languages: vec![tag.to_owned()],
            gender: None,
        };
        assert!(has_dictionary(data.path(), &voice("nb")));
        assert!(!has_dictionary(data.path(), &voice("fo")));
    }
}
