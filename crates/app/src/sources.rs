//! Where settings come from: flags, the environment, the configuration file, defaults.

use std::{
    collections::BTreeMap,
    fmt, io,
    path::{Path, PathBuf},
};

use crate::failure::Failure;

/// Settings given as flags, by name.
pub(crate) type Flags = BTreeMap<&'static str, String>;

/// A setting that there is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key {
    /// Its name in the configuration file.
    pub(crate) name: &'static str,
    /// Its variable in the environment.
    pub(crate) variable: &'static str,
    /// Its value when nobody says anything; empty for none.
    pub(crate) default: &'static str,
    /// What of it may be shown.
    pub(crate) shown: Shown,
}

/// What of a setting may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// All.
    Open,
    /// All but the password within the address.
    Address,
    /// Only that it is set.
    Secret,
}

const fn key(name: &'static str, variable: &'static str, default: &'static str) -> Key {
    Key { name, variable, default, shown: Shown::Open }
}

const fn address(name: &'static str, variable: &'static str) -> Key {
    Key { name, variable, default: "", shown: Shown::Address }
}

/// Every setting.
pub(crate) const KEYS: &[Key] = &[
    key("data_dir", "EDIT_FACTORY_DATA_DIR", "data"),
    key("bind", "EDIT_FACTORY_BIND", "127.0.0.1:8000"),
    key("allowed_hosts", "EDIT_FACTORY_ALLOWED_HOSTS", ""),
    key("public_url", "EDIT_FACTORY_PUBLIC_URL", ""),
    Key {
        name: "supabase_jwt_secret",
        variable: "EDIT_FACTORY_SUPABASE_JWT_SECRET",
        default: "",
        shown: Shown::Secret,
    },
    key("supabase_jwks_url", "EDIT_FACTORY_SUPABASE_JWKS_URL", ""),
    key("supabase_issuer", "EDIT_FACTORY_SUPABASE_ISSUER", ""),
    key("page_port", "EDIT_FACTORY_PAGE_PORT", "3000"),
    key("slots", "EDIT_FACTORY_SLOTS", "2"),
    key("upload_limit_mb", "EDIT_FACTORY_UPLOAD_LIMIT_MB", "500"),
    // What each store's cache of spoken sentences keeps.
    key("speech_cache_mb", "EDIT_FACTORY_SPEECH_CACHE_MB", "1000"),
    // What each store's cache of rendered sentences keeps.
    key("chunk_cache_mb", "EDIT_FACTORY_CHUNK_CACHE_MB", "5000"),
    address("database_url", "DATABASE_URL"),
    address("database_owner_url", "EDIT_FACTORY_DATABASE_OWNER_URL"),
    address("database_worker_url", "EDIT_FACTORY_DATABASE_WORKER_URL"),
    key("postgres_bin", "EDIT_FACTORY_POSTGRES_BIN", ""),
    key("ffmpeg", "EDIT_FACTORY_FFMPEG", "ffmpeg"),
    key("ffprobe", "EDIT_FACTORY_FFPROBE", "ffprobe"),
    // Another number of threads gives other bytes, so it is not guessed from the machine.
    key("render_threads", "EDIT_FACTORY_RENDER_THREADS", "2"),
    // Hardware is faster and gives other bytes each time.
    key("video_encoder", "EDIT_FACTORY_VIDEO_ENCODER", "software"),
    key("espeak_library", "EDIT_FACTORY_ESPEAK_LIBRARY", ""),
    key("espeak_data", "EDIT_FACTORY_ESPEAK_DATA", ""),
    key("onnxruntime_library", "EDIT_FACTORY_ONNXRUNTIME_LIBRARY", ""),
    // How many threads a local neural voice uses; 0 for as many as there are cores.
    key("voice_threads", "EDIT_FACTORY_VOICE_THREADS", "0"),
    key("elevenlabs_url", "EDIT_FACTORY_ELEVENLABS_URL", tts_elevenlabs::ElevenLabsSettings::BASE_URL),
    // What a thousand credits cost, in micro-USD; a character is a credit, or half of one by the flash models.
    key("elevenlabs_price_micro_usd", "EDIT_FACTORY_ELEVENLABS_PRICE_MICRO_USD", "220000"),
    // Whether stores may have their scripts written by models on this machine and in its network, over http too.
    key("chat_on_this_network", "EDIT_FACTORY_CHAT_ON_THIS_NETWORK", "no"),
    // Whether stores may publish through a Postiz on this machine and in its network, over http too.
    key("postiz_on_this_network", "EDIT_FACTORY_POSTIZ_ON_THIS_NETWORK", "no"),
    key("models_kokoro_url", "EDIT_FACTORY_MODELS_KOKORO_URL", voice_models::KOKORO_URL),
    key("models_piper_url", "EDIT_FACTORY_MODELS_PIPER_URL", voice_models::PIPER_URL),
    key("models_by_everyone", "EDIT_FACTORY_MODELS_BY_EVERYONE", "no"),
    key("edge_enabled", "EDIT_FACTORY_EDGE_ENABLED", "no"),
    key("coqui_enabled", "EDIT_FACTORY_COQUI_ENABLED", "no"),
    key("coqui_agree_cpml", "EDIT_FACTORY_COQUI_AGREE_CPML", "no"),
    key("coqui_model", "EDIT_FACTORY_COQUI_MODEL", ""),
    key("sidecar_url", "EDIT_FACTORY_SIDECAR_URL", ""),
    Key { name: "sidecar_token", variable: "EDIT_FACTORY_SIDECAR_TOKEN", default: "", shown: Shown::Secret },
    key("sidecar_python", "EDIT_FACTORY_SIDECAR_PYTHON", ""),
    Key { name: "link_key", variable: "EDIT_FACTORY_LINK_KEY", default: "", shown: Shown::Secret },
    Key {
        name: "credential_keys",
        variable: "EDIT_FACTORY_CREDENTIAL_KEYS",
        default: "",
        shown: Shown::Secret,
    },
    key("log", "EDIT_FACTORY_LOG", ""),
    key("log_format", "EDIT_FACTORY_LOG_FORMAT", ""),
    key("path", "PATH", ""),
];

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    /// A flag.
    Flag(&'static str),
    /// A variable of the environment.
    Environment(&'static str),
    /// The configuration file.
    File(PathBuf),
    /// Nobody said anything.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag(name) => write!(f, "flag --{}", name.replace('_', "-")),
            Self::Environment(variable) => write!(f, "environment {variable}"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Default => f.write_str("default"),
        }
    }
}

/// A value and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The value; never empty.
    pub(crate) value: String,
    /// Where it came from.
    pub(crate) origin: Origin,
}

/// Everything that was said about the settings.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    flags: Flags,
    environment: BTreeMap<&'static str, String>,
    file: BTreeMap<String, String>,
    file_path: PathBuf,
}

impl Sources {
    /// Takes flags alone, for tests.
    #[cfg(test)]
    pub(crate) fn of_flags(flags: Flags) -> Self {
        Self { flags, ..Self::default() }
    }

    /// Reads the environment and the configuration file.
    ///
    /// # Errors
    /// [`Failure::Input`] when a variable or the file cannot be read.
    pub(crate) fn read(flags: Flags, file: Option<&Path>) -> Result<Self, Failure> {
        let mut environment = BTreeMap::new();
        for key in KEYS {
            if let Some(value) = variable(key.variable)? {
                environment.insert(key.name, value);
            }
        }
        let file_path = file.unwrap_or(Path::new("edit-factory.toml")).to_owned();
        let text = match std::fs::read_to_string(&file_path) {
            Ok(text) => text,
            Err(error) if file.is_none() && error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => {
                return Err(Failure::input(format!("cannot read {}: {error}", file_path.display())));
            }
        };
        Ok(Self { flags, environment, file: parsed(&text, &file_path)?, file_path })
    }

    /// Returns the strongest value of a setting; an empty one counts as none.
    pub(crate) fn find(&self, name: &'static str) -> Option<Found> {
        let key = KEYS.iter().find(|key| key.name == name)?;
        let found = |value: Option<&String>, origin: Origin| {
            value.filter(|value| !value.is_empty()).map(|value| Found { value: value.clone(), origin })
        };
        found(self.flags.get(name), Origin::Flag(key.name))
            .or_else(|| found(self.environment.get(name), Origin::Environment(key.variable)))
            .or_else(|| found(self.file.get(name), Origin::File(self.file_path.clone())))
            .or_else(|| found(Some(&key.default.to_owned()), Origin::Default))
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn variable(name: &str) -> Result<Option<String>, Failure> {
    let readable = |value: std::ffi::OsString| {
        value
            .into_string()
            .map_err(|_bytes| Failure::input(format!("{name} in the environment is not UTF-8")))
    };
    std::env::var_os(name).map(readable).transpose()
}

fn parsed(text: &str, path: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let bad = |what: String| Failure::input(format!("{}: {what}", path.display()));
    let table: toml::Table = toml::from_str(text).map_err(|error| bad(error.to_string()))?;
    let mut values = BTreeMap::new();
    for (name, value) in table {
        if name == "path" || !KEYS.iter().any(|key| key.name == name) {
            let known: Vec<&str> = KEYS.iter().map(|key| key.name).filter(|name| *name != "path").collect();
            return Err(bad(format!("there is no setting {name}; there are: {}", known.join(", "))));
        }
        let value = match value {
            toml::Value::String(text) => text,
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Array(list) => {
                let texts: Option<Vec<&str>> = list.iter().map(toml::Value::as_str).collect();
                texts.ok_or_else(|| bad(format!("{name} is a list of texts")))?.join(",")
            }
            _ => return Err(bad(format!("{name} is a text or a whole number"))),
        };
        values.insert(name, value);
    }
    Ok(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(flag: &str, variable: &str, file: &str) -> Sources {
        Sources {
            flags: Flags::from([("bind", flag.to_owned())]),
            environment: BTreeMap::from([("bind", variable.to_owned())]),
            file: parsed(file, Path::new("edit-factory.toml")).unwrap(),
            file_path: "edit-factory.toml".into(),
        }
    }

    #[test]
    fn a_flag_is_stronger_than_the_environment_than_the_file_than_the_default() {
        let origin = |s: Sources| s.find("bind").map(|found| (found.value, found.origin.to_string()));
        let found = |value: &str, origin: &str| Some((value.to_owned(), origin.to_owned()));
        let file = "bind = \"f:1\"";
        assert_eq!(origin(sources("a:1", "b:1", file)), found("a:1", "flag --bind"));
        assert_eq!(origin(sources("", "b:1", file)), found("b:1", "environment EDIT_FACTORY_BIND"));
        assert_eq!(origin(sources("", "", file)), found("f:1", "edit-factory.toml"));
        assert_eq!(origin(sources("", "", "")), found("127.0.0.1:8000", "default"));
    }

    #[test]
    fn an_unknown_setting_in_the_file_is_refused_with_the_known_ones() {
        let error = parsed("bimd = 1", Path::new("x.toml")).unwrap_err().to_string();
        assert!(error.contains("no setting bimd") && error.contains("upload_limit_mb"), "{error}");
    }
}
