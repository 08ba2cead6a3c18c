//! Piper's own catalogue, `voices.json`: read with suspicion, for it comes from elsewhere.

use std::collections::BTreeMap;

use domain::{FileHash, FileSize, ModelError, VoiceModelId};
use serde::{Deserialize, Serialize};

use crate::catalogue::{Engine, Entry, EntryFile, language_of, piper_file, piper_licence};

/// The most bytes of a catalogue; the real one has about two million.
pub(crate) const MAX_CATALOGUE_BYTES: u64 = 16_000_000;
/// The most voices of a catalogue; the real one has about 150.
const MAX_VOICES: usize = 5_000;
/// The largest file of a voice; the real ones have at most 115 million bytes.
const MAX_FILE_BYTES: u64 = 2_000_000_000;

/// The catalogue as it is published and as it is kept, of which only this is read and kept.
pub(crate) type Published = BTreeMap<String, PublishedVoice>;

/// A voice of the catalogue.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PublishedVoice {
    name: String,
    language: PublishedLanguage,
    quality: String,
    #[serde(default)]
    num_speakers: u32,
    files: BTreeMap<String, PublishedFile>,
}

#[derive(Debug, Serialize, Deserialize)]
struct PublishedLanguage {
    #[serde(default)]
    name_english: String,
    #[serde(default)]
    country_english: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct PublishedFile {
    size_bytes: u64,
    md5_digest: String,
}

/// Reads a catalogue.
///
/// # Errors
/// [`ModelError::BadCatalogue`] when it is none. A voice that is odd is left out, and logged.
pub(crate) fn read(json: &[u8]) -> Result<Published, ModelError> {
    let bad = |what: String| ModelError::BadCatalogue(what);
    let raw: BTreeMap<String, serde_json::Value> = serde_json::from_slice(json)
        .map_err(|error| bad(format!("it is not what it should be ({error})")))?;
    if raw.len() > MAX_VOICES {
        return Err(bad(format!("it has {} voices", raw.len())));
    }
    let mut voices = Published::new();
    for (key, value) in raw {
        let voice = serde_json::from_value::<PublishedVoice>(value).map_err(|error| error.to_string());
        match voice.and_then(|voice| entry(&key, &voice).map(|_| voice)) {
            Ok(voice) => {
                voices.insert(key, voice);
            }
            Err(why) => {
                let key: String = key.chars().take(80).collect();
                tracing::warn!(voice = ?key, why, "a voice of the catalogue is left out");
            }
        }
    }
    if voices.is_empty() { Err(bad("it has no voice".to_owned())) } else { Ok(voices) }
}

/// Returns the models of a catalogue that was read.
pub(crate) fn entries(voices: &Published) -> Vec<Entry> {
    voices.iter().filter_map(|(key, voice)| entry(key, voice).ok()).collect()
}

fn entry(key: &str, voice: &PublishedVoice) -> Result<Entry, String> {
    let id: VoiceModelId = key.parse().map_err(|error| format!("{error}"))?;
    let language = language_of(key).parse().map_err(|error| format!("{error}"))?;
    let (model, folder) = file(key, voice, ".onnx")?;
    let (about, _folder) = file(key, voice, ".onnx.json")?;
    Ok(Entry {
        id,
        engine: Engine::Piper,
        label: label(voice),
        languages: vec![language],
        licence: piper_licence(&folder),
        files: vec![model, about],
    })
}

fn label(voice: &PublishedVoice) -> String {
    let PublishedLanguage { name_english, country_english } = &voice.language;
    let speakers = if voice.num_speakers > 1 { ", many speakers" } else { "" };
    let label = format!("{}, {name_english} ({country_english}), {}{speakers}", voice.name, voice.quality);
    label.chars().filter(|c| !c.is_control()).take(120).collect()
}

/// Finds the one file of a voice that ends so and is named after it, and the folder that it comes from.
fn file(key: &str, voice: &PublishedVoice, ending: &str) -> Result<(EntryFile, String), String> {
    let name = format!("{key}{ending}");
    let named = |path: &str| path.rsplit('/').next().is_some_and(|last| last == name);
    let mut found = voice.files.iter().filter(|(path, _)| named(path));
    let (Some((path, file)), None) = (found.next(), found.next()) else {
        return Err(format!("it has not exactly one file {name}"));
    };
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '+');
    let step = |part: &str| !part.is_empty() && !part.starts_with('.') && part.chars().all(plain);
    if path.len() > 300 || !path.split('/').all(step) {
        return Err("a file has no plain path".to_owned());
    }
    if !(1..=MAX_FILE_BYTES).contains(&file.size_bytes) {
        return Err(format!("{name} has {} bytes", file.size_bytes));
    }
    let md5 = file.md5_digest.to_ascii_lowercase();
    if md5.len() != 32 || !md5.chars().all(|c| c.is_ascii_hexdigit()) {
        return Err(format!("{name} has no MD5"));
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let size = FileSize::Exact(file.size_bytes);
    Ok((piper_file(&name, size, FileHash::Md5(md5), path.clone()), folder))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const MD5: &str = "0123456789abcdef0123456789abcdef";

    fn mihai() -> Value {
        json!({
            "key": "ro_RO-mihai-medium", "name": "mihai", "quality": "medium", "num_speakers": 1,
            "language": { "code": "ro_RO", "family": "ro", "name_english": "Romanian", "country_english": "Romania" },
            "speaker_id_map": {}, "aliases": [],
            "files": {
                "ro/ro_RO/mihai/medium/ro_RO-mihai-medium.onnx": { "size_bytes": 63_201_294, "md5_digest": MD5 },
                "ro/ro_RO/mihai/medium/ro_RO-mihai-medium.onnx.json": { "size_bytes": 4885, "md5_digest": MD5 },
                "ro/ro_RO/mihai/medium/MODEL_CARD": { "size_bytes": 300, "md5_digest": MD5 }
            }
        })
    }

    fn read_one(key: &str, voice: &Value) -> Vec<Entry> {
        let sane = mihai();
        let json = json!({ key: voice, "ro_RO-sane-low": renamed(&sane, "ro_RO-sane-low") });
        let mut all = entries(&read(json.to_string().as_bytes()).unwrap());
        all.retain(|entry| entry.id.as_str() != "ro_RO-sane-low");
        all
    }

    fn renamed(voice: &Value, key: &str) -> Value {
        serde_json::from_str(&voice.to_string().replace("ro_RO-mihai-medium", key)).unwrap()
    }

    #[test]
    fn a_voice_of_the_catalogue_becomes_a_model_of_two_files() {
        let all = read_one("ro_RO-mihai-medium", &mihai());
        let model = &all[0];
        assert_eq!(model.label, "mihai, Romanian (Romania), medium");
        assert_eq!(model.languages, ["ro-ro".parse().unwrap()]);
        let files: Vec<_> = model.files.iter().map(|file| (&*file.file.path, &*file.from)).collect();
        assert_eq!(
            files,
            [
                ("piper/ro_RO-mihai-medium.onnx", "ro/ro_RO/mihai/medium/ro_RO-mihai-medium.onnx"),
                ("piper/ro_RO-mihai-medium.onnx.json", "ro/ro_RO/mihai/medium/ro_RO-mihai-medium.onnx.json")
            ]
        );
        assert!(model.licence.url.ends_with("ro/ro_RO/mihai/medium/MODEL_CARD"));
    }

    #[test]
    fn a_voice_that_is_odd_is_left_out_and_the_others_stay() {
        let key = "ro_RO-mihai-medium";
        let changed = |change: fn(&mut Value)| {
            let mut voice = mihai();
            change(&mut voice);
            read_one(key, &voice).len()
        };
        let graph = "/files/ro~1ro_RO~1mihai~1medium~1ro_RO-mihai-medium.onnx";
        assert_eq!(changed(|_same| {}), 1);
        assert_eq!(changed(|v| v["files"] = json!({})), 0);
        assert_eq!(changed(|v| v["files"] = json!([])), 0);
        assert_eq!(changed(|v| v["name"] = json!(null)), 0);
        for (field, bad) in [
            ("size_bytes", json!(0)),
            ("size_bytes", json!(-1)),
            ("size_bytes", json!(9_000_000_000_000_u64)),
            ("size_bytes", json!("63201294")),
            ("md5_digest", json!("")),
            ("md5_digest", json!("g".repeat(32))),
        ] {
            let mut voice = mihai();
            voice.pointer_mut(graph).unwrap()[field] = bad.clone();
            assert_eq!(read_one(key, &voice).len(), 0, "{field} {bad}");
        }
        // Keys and paths that would lead elsewhere.
        for climbing in ["../../etc/passwd", "..", "a/b", "-rf", "", "a\\b", "x\0y"] {
            assert_eq!(read_one(climbing, &renamed(&mihai(), "x")).len(), 0, "{climbing:?}");
        }
        for folder in ["../..", "/etc", "ro//x", "ro/./x", "https://elsewhere", "ro/?x", "ro/%2e%2e"] {
            let text = mihai().to_string().replace("ro/ro_RO/mihai/medium", folder);
            assert_eq!(read_one(key, &serde_json::from_str(&text).unwrap()).len(), 0, "{folder}");
        }
    }

    #[test]
    fn what_is_no_catalogue_is_refused() {
        let deep = "[".repeat(100_000);
        let many: BTreeMap<String, u8> = (0..=MAX_VOICES).map(|n| (n.to_string(), 0)).collect();
        let many = serde_json::to_string(&many).unwrap();
        for bad in ["", "<html></html>", "[]", "{}", "null", "{\"a\": 1}", &deep, &many] {
            assert!(matches!(read(bad.as_bytes()), Err(ModelError::BadCatalogue(_))), "{bad:.40}");
        }
    }
}
