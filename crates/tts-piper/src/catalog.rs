//! The voices that are installed.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
    time::SystemTime,
};

use domain::{Voice, VoiceName};
use onnx::{ModelError, OnnxRuntime, WeakModel};
use sha2::{Digest, Sha256};

use crate::{
    config::{Speaker, VoiceConfig},
    model::{self, Model},
};

/// A configuration has some 5 KB, with a thousand speakers some 30 KB.
const MAX_CONFIG_BYTES: u64 = 4 << 20;

/// The folder in which voices lie, and what was read of them.
#[derive(Debug)]
pub(crate) struct Catalog {
    folder: PathBuf,
    known: Mutex<BTreeMap<String, Known>>,
}

#[derive(Debug, Clone)]
struct Known {
    state: Option<State>,
    voice: Result<Arc<VoiceFile>, String>,
}

/// Tells whether a voice's two files are still the same.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State([(u64, Option<SystemTime>); 2]);

/// An installed voice.
#[derive(Debug)]
pub(crate) struct VoiceFile {
    key: String,
    model: PathBuf,
    pub(crate) config: VoiceConfig,
    /// The output of the model that tells how many frames each id has, where there is one.
    frames: Option<String>,
    hash: OnceLock<String>,
    /// The model as long as a session of it is there.
    read: Mutex<WeakModel>,
}

impl Catalog {
    /// Makes a catalog of the voices of a folder; it is read when it is asked.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder, known: Mutex::default() }
    }

    /// Returns the voices by their names, each as it is or with what is wrong with it. Files that did not change are
    /// not read again.
    pub(crate) fn voices(&self) -> Vec<(String, Result<Arc<VoiceFile>, String>)> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut found = BTreeMap::new();
        for key in keys(&self.folder) {
            let model = self.folder.join(format!("{key}.onnx"));
            let state = State::of(&model);
            let unchanged = known.remove(&key).filter(|known| known.state.is_some() && known.state == state);
            let voice = unchanged.unwrap_or_else(|| {
                let voice = VoiceFile::of(&key, model).map(Arc::new);
                if let Err(reason) = &voice {
                    tracing::warn!(voice = key, reason, "a voice of Piper cannot be used");
                }
                Known { state, voice }
            });
            found.insert(key, voice);
        }
        known.clone_from(&found);
        found.into_iter().map(|(key, known)| (key, known.voice)).collect()
    }

    /// Returns the folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

/// The names of the models in a folder; none when it is not there.
fn keys(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let key =
        |name: String| name.strip_suffix(".onnx").filter(|key| !key.starts_with('.')).map(str::to_owned);
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter_map(key).filter(|key| key.parse::<VoiceName>().is_ok()).collect()
}

impl State {
    fn of(model: &Path) -> Option<Self> {
        let state = |file: &Path| fs::metadata(file).ok().map(|file| (file.len(), file.modified().ok()));
        Some(Self([state(model)?, state(&config_of(model))?]))
    }
}

fn config_of(model: &Path) -> PathBuf {
    let mut name = model.as_os_str().to_owned();
    name.push(".json");
    PathBuf::from(name)
}

impl VoiceFile {
    fn of(key: &str, model: PathBuf) -> Result<Self, String> {
        let file = config_of(&model);
        let again = format!("fetch it again (edit-factory models pull {key})");
        let json = read_config(&file)
            .map_err(|error| format!("{} cannot be read: {error}; {again}", file.display()))?;
        let config = VoiceConfig::parse(&json)
            .map_err(|error| format!("{} cannot be used: {error}; {again}", file.display()))?;
        let outline = model::look_at(&model).map_err(|error| error.to_string())?;
        Ok(Self {
            key: key.to_owned(),
            model,
            config,
            frames: model::frames(&outline),
            hash: OnceLock::new(),
            read: Mutex::default(),
        })
    }

    /// Makes a session of so many threads; all sessions of a voice share its weights.
    ///
    /// # Errors
    /// [`ModelError`], with the cure.
    pub(crate) fn load(&self, runtime: &OnnxRuntime, threads: usize) -> Result<Model, ModelError> {
        let frames = self.frames.as_deref();
        Model::load(runtime, &self.read()?, frames, threads)
    }

    /// Reads the model, unless it is there for another session.
    fn read(&self) -> Result<onnx::Model, ModelError> {
        let mut known = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(read) = known.upgrade() {
            return Ok(read);
        }
        let told: Vec<&str> = self.frames.as_deref().into_iter().collect();
        let read = onnx::Model::read_telling(&self.model, &told)?;
        *known = read.downgrade();
        Ok(read)
    }

    /// Returns the hash of the model and its configuration, computed once; it reads the whole file.
    ///
    /// # Errors
    /// When a file cannot be read any more.
    pub(crate) fn hash(&self) -> io::Result<&str> {
        if let Some(hash) = self.hash.get() {
            return Ok(hash);
        }
        let mut hasher = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        for file in [self.model.clone(), config_of(&self.model)] {
            let mut file = File::open(file)?;
            loop {
                let read = file.read(&mut buffer)?;
                let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
                hasher.update(bytes);
            }
        }
        let mut hash = String::new();
        for byte in hasher.finalize().iter().take(16) {
            write!(hash, "{byte:02x}").map_err(io::Error::other)?;
        }
        Ok(self.hash.get_or_init(|| hash))
    }

    /// Returns its voices: one, or one for each of its speakers.
    pub(crate) fn voices(&self) -> Vec<Voice> {
        let speakers = &self.config.speakers;
        if speakers.is_empty() {
            return self.voice(&self.key, None).into_iter().collect();
        }
        speakers
            .iter()
            .filter_map(|speaker| self.voice(&format!("{}/{}", self.key, speaker.name), Some(speaker)))
            .collect()
    }

    /// Returns the number of the speaker that a voice's name asks for, if it has that voice.
    pub(crate) fn speaker(&self, voice: &VoiceName) -> Option<i64> {
        let rest = voice.as_str().strip_prefix(self.key.as_str())?;
        if self.config.speakers.is_empty() {
            return rest.is_empty().then_some(0);
        }
        let name = rest.strip_prefix('/')?;
        self.config.speakers.iter().find(|speaker| speaker.name == name).map(|speaker| speaker.id)
    }

    fn voice(&self, name: &str, speaker: Option<&Speaker>) -> Option<Voice> {
        Some(Voice {
            name: name.parse().ok()?,
            label: label(&self.key, speaker),
            language: self.config.language.clone(),
            also_speaks: Vec::new(),
            gender: None,
            sample_url: None,
        })
    }
}

fn read_config(file: &Path) -> io::Result<Vec<u8>> {
    let mut json = Vec::new();
    File::open(file)?.take(MAX_CONFIG_BYTES).read_to_end(&mut json)?;
    Ok(json)
}

/// What a person calls the voice: `Lessac (medium)` for `en_US-lessac-medium`.
fn label(key: &str, speaker: Option<&Speaker>) -> String {
    let parts: Vec<&str> = key.splitn(3, '-').collect();
    let (name, quality) = match parts.as_slice() {
        [_, name, quality] => (*name, Some(*quality)),
        _ => (key, None),
    };
    let mut letters = name.chars();
    let mut label: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    label = label.replace('_', " ");
    if let Some(speaker) = speaker {
        label = format!("{label} {}", speaker.name);
    }
    if let Some(quality) = quality {
        label = format!("{label} ({})", quality.replace('_', " "));
    }
    label
}

#[cfg(test)]
mod tests {
    use testkit::installed;

    use super::*;

    #[test]
    fn sessions_of_a_voice_share_its_weights_until_the_last_is_gone() {
        let voices = Catalog::new(installed::model("")).voices();
        let voice = voices.into_iter().find_map(|(_, voice)| voice.ok()).unwrap();
        let first = voice.read().unwrap();
        let known = first.downgrade();
        let second = voice.read().unwrap();
        drop(first);
        assert!(known.upgrade().is_some());
        drop(second);
        assert!(known.upgrade().is_none());
        assert!(voice.read().is_ok());
    }

    #[test]
    fn a_label_is_made_of_the_names_parts() {
        let speaker = Speaker { id: 3, name: "p225".to_owned() };
        assert_eq!(label("en_US-lessac-medium", None), "Lessac (medium)");
        assert_eq!(label("en_GB-southern_english_female-x_low", None), "Southern english female (x low)");
        assert_eq!(label("en_GB-vctk-medium", Some(&speaker)), "Vctk p225 (medium)");
        assert_eq!(label("mine", None), "Mine");
    }
}
