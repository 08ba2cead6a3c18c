//! The models that are pinned here: each file with its size and SHA-256.

use domain::{FileHash, FileSize, Language, ModelFile, ModelLicence, VoiceModelId};

/// An engine whose models are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Engine {
    Kokoro,
    Piper,
}

impl Engine {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Kokoro => "kokoro",
            Self::Piper => "piper",
        }
    }
}

/// A model that can be had.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) id: VoiceModelId,
    pub(crate) engine: Engine,
    pub(crate) label: String,
    pub(crate) languages: Vec<Language>,
    pub(crate) licence: ModelLicence,
    pub(crate) files: Vec<EntryFile>,
}

/// A file of a model, and where it comes from.
#[derive(Debug, Clone)]
pub(crate) struct EntryFile {
    pub(crate) file: ModelFile,
    /// Its place below the engine's address.
    pub(crate) from: String,
    /// Other files that are as good in its place when a person put them there.
    pub(crate) also: Vec<(FileSize, FileHash)>,
}

impl EntryFile {
    /// Tells whether a file of so many bytes can be this one, or one that is as good.
    pub(crate) fn admits(&self, size_bytes: u64) -> bool {
        self.file.size.admits(size_bytes) || self.also.iter().any(|(size, _)| size.admits(size_bytes))
    }

    /// Tells whether a hash is this file's, or that of one that is as good.
    pub(crate) fn is_proved_by(&self, digits: &str) -> bool {
        self.file.hash.digits() == digits || self.also.iter().any(|(_, hash)| hash.digits() == digits)
    }
}

const KOKORO_LANGUAGES: [&str; 9] = ["en-us", "en-gb", "es", "fr", "hi", "it", "pt-br", "ja", "zh"];

/// Returns the models that are pinned.
pub(crate) fn pinned() -> Vec<Entry> {
    let mut all = kokoro();
    all.push(pinned_piper(
        "en_US-lessac-medium",
        "Lessac, English (United States), medium",
        "en/en_US/lessac/medium",
        [
            (FileSize::Exact(63_201_294), "5efe09e69902187827af646e1a6e9d269dee769f9877d17b16b1b46eeaaf019f"),
            (FileSize::Exact(4_885), "efe19c417bed055f2d69908248c6ba650fa135bc868b0e6abb3da181dab690a0"),
        ],
    ));
    all.push(pinned_piper(
        "en_GB-vctk-medium",
        "VCTK, English (Great Britain), medium, many speakers",
        "en/en_GB/vctk/medium",
        [
            (FileSize::About(77_000_000), "4e9fc85ab9009385319fc6bae7f55577f8a2d7ee77fd9159a5500eb6531f41e6"),
            (FileSize::About(7_000), "7f85e6391ed0f7f46e4abd19345929a16be931a0c9945086f96692dce2087fa8"),
        ],
    ));
    all
}

/// The graphs of release v1.1 tell how long each token lasts; those of v1.0 do not, and are taken where they lie.
fn kokoro() -> Vec<Entry> {
    let f32 = kokoro_file(
        "kokoro-v1.0.onnx",
        FileSize::About(325_500_000),
        "beb0d1848dee9a49da392cc3df26958d46cfa35d321edf434f52949153f0df3a",
        Some((325_532_387, "7d5df8ecf7d4b1878015a32686053fd0eebe2bc377234608764cc0ef3636a6c5")),
    );
    let int8 = kokoro_file(
        "kokoro-v1.0.int8.onnx",
        FileSize::Exact(114_119_327),
        "ae315a79b623f244700e4afb9246c46a26066782e049ba174bf3ba433970ee9c",
        Some((92_361_271, "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb")),
    );
    let fp16 = kokoro_file(
        "kokoro-v1.0.fp16.onnx",
        FileSize::About(163_500_000),
        "f3a290d384fbb27966d462905c71a46cef9e5fd00516b40df32a0b4afe77ac96",
        None,
    );
    vec![
        kokoro_entry("kokoro-v1.0", "Kokoro, 54 voices, full precision", f32),
        kokoro_entry("kokoro-v1.0-int8", "Kokoro, 54 voices, 8 bit: less memory", int8),
        kokoro_entry("kokoro-v1.0-fp16", "Kokoro, 54 voices, 16 bit: for graphics cards", fp16),
    ]
}

fn kokoro_entry(id: &str, label: &str, graph: EntryFile) -> Entry {
    let voices = kokoro_file(
        "voices-v1.0.bin",
        FileSize::Exact(28_214_398),
        "bca610b8308e8d99f32e6fe4197e7ec01679264efed0cac9140fe9c29f1fbf7d",
        None,
    );
    Entry {
        id: written_id(id),
        engine: Engine::Kokoro,
        label: label.to_owned(),
        languages: KOKORO_LANGUAGES.iter().map(|tag| written_language(tag)).collect(),
        licence: ModelLicence {
            name: "Apache-2.0".to_owned(),
            url: "https://huggingface.co/hexgrad/Kokoro-82M".to_owned(),
        },
        files: vec![graph, voices],
    }
}

fn kokoro_file(name: &str, size: FileSize, sha256: &str, also: Option<(u64, &str)>) -> EntryFile {
    let also = also.map(|(bytes, sha256)| (FileSize::Exact(bytes), FileHash::Sha256(sha256.to_owned())));
    EntryFile {
        file: ModelFile { path: format!("kokoro/{name}"), size, hash: FileHash::Sha256(sha256.to_owned()) },
        from: format!("model-files-v1.1/{name}"),
        also: also.into_iter().collect(),
    }
}

fn pinned_piper(id: &str, label: &str, folder: &str, files: [(FileSize, &str); 2]) -> Entry {
    let files = ["onnx", "onnx.json"].into_iter().zip(files).map(|(ending, (size, sha256))| {
        let hash = FileHash::Sha256(sha256.to_owned());
        piper_file(&format!("{id}.{ending}"), size, hash, format!("{folder}/{id}.{ending}"))
    });
    Entry {
        id: written_id(id),
        engine: Engine::Piper,
        label: label.to_owned(),
        languages: vec![written_language(&language_of(id))],
        licence: piper_licence(folder),
        files: files.collect(),
    }
}

/// Makes a file of a Piper voice; all of them lie in one folder, whatever folders they come from.
pub(crate) fn piper_file(name: &str, size: FileSize, hash: FileHash, from: String) -> EntryFile {
    EntryFile { file: ModelFile { path: format!("piper/{name}"), size, hash }, from, also: Vec::new() }
}

/// Returns where a Piper voice says what one may do with it: each was made from other recordings.
pub(crate) fn piper_licence(folder: &str) -> ModelLicence {
    ModelLicence {
        name: "the voice's own: see its model card".to_owned(),
        url: format!("https://huggingface.co/rhasspy/piper-voices/blob/v1.0.0/{folder}/MODEL_CARD"),
    }
}

/// Returns the language tag within a Piper voice's key: `en-US` of `en_US-lessac-medium`.
pub(crate) fn language_of(key: &str) -> String {
    key.split('-').next().unwrap_or(key).replace('_', "-")
}

#[expect(clippy::expect_used, reason = "the ids are written in this file, and a test reads all of them")]
fn written_id(id: &str) -> VoiceModelId {
    id.parse().expect("an id of this file")
}

#[expect(clippy::expect_used, reason = "the tags are written in this file, and a test reads all of them")]
fn written_language(tag: &str) -> Language {
    tag.parse().expect("a language of this file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pinned_file_has_a_whole_hash_and_a_place_of_its_own() {
        let all = pinned();
        assert_eq!(all.len(), 5);
        for file in all.iter().flat_map(|entry| &entry.files) {
            let hashes = std::iter::once(&file.file.hash).chain(file.also.iter().map(|(_, hash)| hash));
            for hash in hashes {
                assert!(matches!(hash, FileHash::Sha256(digits) if digits.len() == 64), "{hash:?}");
            }
            assert!(file.file.size.bytes() > 0 && !file.file.path.contains(".."), "{file:?}");
        }
        let lessac = all.iter().find(|entry| entry.id.as_str() == "en_US-lessac-medium").unwrap();
        assert_eq!(lessac.languages, ["en-us".parse().unwrap()]);
        assert_eq!(lessac.files[1].from, "en/en_US/lessac/medium/en_US-lessac-medium.onnx.json");
        assert_eq!(lessac.files[1].file.path, "piper/en_US-lessac-medium.onnx.json");
    }

    #[test]
    fn the_older_graph_is_as_good_where_it_lies() {
        let all = pinned();
        let graph = &all[0].files[0];
        assert!(graph.admits(325_532_387) && !graph.admits(1_000_000));
        assert!(graph.is_proved_by("7d5df8ecf7d4b1878015a32686053fd0eebe2bc377234608764cc0ef3636a6c5"));
        assert!(!graph.is_proved_by(""));
    }
}
