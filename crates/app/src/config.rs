//! The settings, checked.

use std::{net::SocketAddr, path::PathBuf, str::FromStr, sync::Arc};

use crate::{
    failure::Failure,
    keys::LinkKey,
    sign_in::{self, PublicUrl, SupabaseSettings},
    sources::{Found, Shown, Sources},
    voices_service::VoicesServiceSettings,
};
use domain::Cost;
use render_ffmpeg::VideoEncoder;
use store_postgres::{DatabaseUrls, MasterKeys};

/// The settings.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) data_dir: PathBuf,
    pub(crate) bind: SocketAddr,
    pub(crate) allowed_hosts: Vec<String>,
    /// The address by which people reach the server, where it is not the one that it listens on.
    pub(crate) public_url: Option<PublicUrl>,
    /// Where people sign in, when it is at Supabase.
    pub(crate) supabase: Option<SupabaseSettings>,
    pub(crate) page_port: u16,
    pub(crate) slots: usize,
    pub(crate) upload_limit_bytes: u64,
    pub(crate) speech_cache_bytes: u64,
    pub(crate) chunk_cache_bytes: u64,
    /// The server that runs elsewhere, if there is one.
    pub(crate) database: Option<DatabaseUrls>,
    pub(crate) postgres_bin: Option<PathBuf>,
    pub(crate) path: Option<String>,
    pub(crate) ffmpeg: PathBuf,
    pub(crate) ffprobe: PathBuf,
    pub(crate) render_threads: u8,
    pub(crate) video_encoder: VideoEncoder,
    pub(crate) espeak_library: Option<PathBuf>,
    pub(crate) espeak_data: Option<PathBuf>,
    pub(crate) onnxruntime_library: Option<PathBuf>,
    /// How many threads a local neural voice uses.
    pub(crate) voice_threads: usize,
    pub(crate) elevenlabs_url: String,
    /// What a thousand credits cost.
    pub(crate) elevenlabs_price: Cost,
    /// Whether models on this machine and in its network may write scripts.
    pub(crate) chat_on_this_network: bool,
    /// Whether stores may publish through a Postiz on this machine and in its network.
    pub(crate) postiz_on_this_network: bool,
    /// Where the Kokoro files come from.
    pub(crate) models_kokoro_url: String,
    /// Where the Piper voices come from.
    pub(crate) models_piper_url: String,
    /// Whether everybody who signs in may download and remove models.
    pub(crate) models_by_everyone: bool,
    /// The voices that live in Python.
    pub(crate) voices_service: VoicesServiceSettings,
    pub(crate) link_key: Option<LinkKey>,
    /// The master keys of credentials, if not those of the data folder.
    pub(crate) credential_keys: Option<Arc<MasterKeys>>,
    pub(crate) log: Option<String>,
    pub(crate) log_format: LogFormat,
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// Human on a terminal, JSON otherwise.
    Auto,
    /// For people.
    Human,
    /// For machines.
    Json,
}

impl Settings {
    /// Checks what the sources say.
    ///
    /// # Errors
    /// [`Failure::Input`] that names the setting and what it can be.
    pub(crate) fn of(sources: &Sources) -> Result<Self, Failure> {
        let path = |name| sources.find(name).map(|found| PathBuf::from(found.value));
        let needed = |name| path(name).unwrap_or_default();
        let data_dir = std::path::absolute(needed("data_dir"))
            .map_err(|error| Failure::input(format!("the data folder cannot be found: {error}")))?;
        let megabytes: u64 = number(sources, "upload_limit_mb", 1..=1_000_000)?;
        let cache_megabytes: u64 = number(sources, "speech_cache_mb", 1..=1_000_000)?;
        let chunk_megabytes: u64 = number(sources, "chunk_cache_mb", 1..=10_000_000)?;
        Ok(Self {
            data_dir,
            bind: bind(sources)?,
            allowed_hosts: list(sources.find("allowed_hosts")),
            public_url: sources.find("public_url").map(|found| found.value.parse()).transpose()?,
            supabase: sign_in::supabase_settings(sources)?,
            page_port: number(sources, "page_port", 1..=u16::MAX)?,
            slots: number(sources, "slots", 1..=64)?,
            upload_limit_bytes: megabytes * 1_000_000,
            speech_cache_bytes: cache_megabytes * 1_000_000,
            chunk_cache_bytes: chunk_megabytes * 1_000_000,
            database: database(sources)?,
            postgres_bin: path("postgres_bin"),
            path: sources.find("path").map(|found| found.value),
            ffmpeg: needed("ffmpeg"),
            ffprobe: needed("ffprobe"),
            render_threads: number(sources, "render_threads", 1..=64)?,
            video_encoder: video_encoder(sources.find("video_encoder").as_ref())?,
            espeak_library: path("espeak_library"),
            espeak_data: path("espeak_data"),
            onnxruntime_library: path("onnxruntime_library"),
            voice_threads: voice_threads(number(sources, "voice_threads", 0..=64)?),
            elevenlabs_url: sources.find("elevenlabs_url").map(|found| found.value).unwrap_or_default(),
            elevenlabs_price: Cost(number(sources, "elevenlabs_price_micro_usd", 0..=10_000_000)?),
            chat_on_this_network: yes_or_no(sources, "chat_on_this_network")?,
            postiz_on_this_network: yes_or_no(sources, "postiz_on_this_network")?,
            models_kokoro_url: sources.find("models_kokoro_url").map(|found| found.value).unwrap_or_default(),
            models_piper_url: sources.find("models_piper_url").map(|found| found.value).unwrap_or_default(),
            models_by_everyone: yes_or_no(sources, "models_by_everyone")?,
            voices_service: VoicesServiceSettings::of(sources)?,
            link_key: sources.find("link_key").map(|found| link_key(&found)).transpose()?,
            credential_keys: sources
                .find("credential_keys")
                .map(|found| credential_keys(&found))
                .transpose()?,
            log: sources.find("log").map(|found| found.value),
            log_format: log_format(sources.find("log_format").as_ref())?,
        })
    }
}

fn number<T>(sources: &Sources, name: &'static str, range: std::ops::RangeInclusive<T>) -> Result<T, Failure>
where
    T: FromStr + PartialOrd + std::fmt::Display,
{
    let found = sources.find(name);
    let value = found.as_ref().and_then(|found| found.value.parse().ok()).filter(|n| range.contains(n));
    value.ok_or_else(|| {
        let said = found.map(|found| format!(" ({} says {:?})", found.origin, found.value));
        let (low, high) = (range.start(), range.end());
        Failure::input(format!("{name} is a whole number from {low} to {high}{}", said.unwrap_or_default()))
    })
}

/// As many threads as were asked for; 0 is as many as there are cores.
fn voice_threads(asked: usize) -> usize {
    if asked > 0 { asked } else { std::thread::available_parallelism().map_or(1, usize::from) }
}

fn list(found: Option<Found>) -> Vec<String> {
    let value = found.map(|found| found.value).unwrap_or_default();
    value.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

fn bind(sources: &Sources) -> Result<SocketAddr, Failure> {
    let found = sources.find("bind");
    let text = found.map(|found| found.value).unwrap_or_default();
    let text = text.replace("localhost:", "127.0.0.1:");
    text.parse().map_err(|_bad| {
        Failure::input(format!("{text:?} is no address to listen on; write it as 127.0.0.1:8000"))
    })
}

/// A server that runs elsewhere needs the addresses of all three roles, for no role may do another's work.
fn database(sources: &Sources) -> Result<Option<DatabaseUrls>, Failure> {
    let find = |name| sources.find(name).map(|found| found.value);
    match (find("database_url"), find("database_owner_url"), find("database_worker_url")) {
        (None, None, None) => Ok(None),
        (Some(app), Some(owner), Some(worker)) => Ok(Some(DatabaseUrls { owner, app, worker })),
        _ => Err(Failure::input(
            "an own PostgreSQL needs three addresses: DATABASE_URL (as ef_app), \
             EDIT_FACTORY_DATABASE_OWNER_URL (as ef_owner) and EDIT_FACTORY_DATABASE_WORKER_URL (as ef_worker); \
             migrations/roles.sql makes the roles. Set all three, or none for the private PostgreSQL",
        )),
    }
}

fn credential_keys(found: &Found) -> Result<Arc<MasterKeys>, Failure> {
    let bad = |error| Failure::input(format!("credential_keys ({}): {error}", found.origin));
    MasterKeys::parse(&found.value).map(Arc::new).map_err(bad)
}

fn link_key(found: &Found) -> Result<LinkKey, Failure> {
    found.value.parse().map_err(|error| Failure::input(format!("link_key ({}): {error}", found.origin)))
}

/// Reads a setting that is yes or no, and no when nobody says anything.
pub(crate) fn yes_or_no(sources: &Sources, name: &'static str) -> Result<bool, Failure> {
    match sources.find(name).as_ref().map(|found| found.value.as_str()) {
        Some("yes") => Ok(true),
        None | Some("no") => Ok(false),
        Some(other) => Err(Failure::input(format!("{name} is yes or no, not {other:?}"))),
    }
}

fn video_encoder(found: Option<&Found>) -> Result<VideoEncoder, Failure> {
    let Some(found) = found else { return Ok(VideoEncoder::default()) };
    let bad = |error| Failure::input(format!("{error}, not {:?} ({})", found.value, found.origin));
    found.value.parse().map_err(bad)
}

fn log_format(found: Option<&Found>) -> Result<LogFormat, Failure> {
    match found.map(|found| found.value.as_str()) {
        None | Some("auto") => Ok(LogFormat::Auto),
        Some("human") => Ok(LogFormat::Human),
        Some("json") => Ok(LogFormat::Json),
        Some(other) => Err(Failure::input(format!("the log format is auto, human or json, not {other:?}"))),
    }
}

/// Returns what of a value may be shown.
pub(crate) fn masked(value: &str, shown: Shown) -> String {
    match shown {
        Shown::Open => value.to_owned(),
        Shown::Secret => "********".to_owned(),
        Shown::Address => without_password(value),
    }
}

/// Masks `user:PASSWORD@` in an address, and what follows `password=` in its parameters.
fn without_password(url: &str) -> String {
    let (head, parameters) = url.split_once('?').map_or((url, None), |(head, rest)| (head, Some(rest)));
    let mut shown = match (head.split_once("://"), head.rfind('@')) {
        (Some((scheme, rest)), Some(_)) => {
            let (who, place) = rest.rsplit_once('@').unwrap_or(("", rest));
            let who = who.split_once(':').map_or(who.to_owned(), |(user, _)| format!("{user}:********"));
            format!("{scheme}://{who}@{place}")
        }
        (Some(_), None) => head.to_owned(),
        // Not an address as we know it: who can tell where its password is.
        (None, _) => return "********".to_owned(),
    };
    if let Some(parameters) = parameters {
        let safe = parameters.split('&').map(|pair| match pair.split_once('=') {
            Some((name, _)) if name.contains("password") => format!("{name}=********"),
            _ => pair.to_owned(),
        });
        shown.push('?');
        shown.push_str(&safe.collect::<Vec<_>>().join("&"));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_never_shown() {
        let shown = |url| masked(url, Shown::Address);
        assert_eq!(shown("postgres://ef_app:s3@cret@db:5432/ef"), "postgres://ef_app:********@db:5432/ef");
        assert_eq!(shown("postgres://db/ef?user=a&password=x"), "postgres://db/ef?user=a&password=********");
        assert_eq!(shown("host=db password=x"), "********");
        assert_eq!(masked("abc", Shown::Secret), "********");
    }

    #[test]
    fn an_unknown_encoder_is_refused_with_the_known_ones() {
        let told = |value: &str| {
            let flags = std::collections::BTreeMap::from([("video_encoder", value.to_owned())]);
            Settings::of(&Sources::of_flags(flags)).map(|settings| settings.video_encoder)
        };
        assert_eq!(told("auto").unwrap(), VideoEncoder::Auto);
        let error = told("h265").unwrap_err().to_string();
        assert!(error.contains("software, auto, h264_nvenc") && error.contains("h265"), "{error}");
    }

    #[test]
    fn defaults_are_valid() {
        let settings = Settings::of(&Sources::default()).unwrap();
        assert_eq!(settings.upload_limit_bytes, 500_000_000);
        assert_eq!(settings.video_encoder, VideoEncoder::default());
        assert!(settings.bind.ip().is_loopback() && settings.data_dir.is_absolute());
    }
}
