//! `doctor`: tells of each real part whether it is there, its version, and the cure.

use std::{
    ffi::OsStr,
    io,
    path::{Path, PathBuf},
};

use domain::Availability;
use onnx::OnnxRuntime;
use phonemes::EspeakLibrary;
use render_ffmpeg::Ffmpeg;
use serde::Serialize;
use store_postgres::{Postgres, ServerBinaries};

use crate::{
    config::Settings,
    factory::ffmpeg_settings,
    failure::Failure,
    models, output, process, sign_in,
    voices::{espeak_paths, onnx_paths},
    voices_service,
};

/// The least free space with which work makes sense, in bytes.
const ENOUGH_SPACE: u64 = 1_000_000_000;

/// What was found out about a part.
#[derive(Debug, Serialize)]
struct Finding {
    part: String,
    required: bool,
    ok: bool,
    /// The version or place when it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<String>,
    /// What to do when it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    cure: Option<String>,
}

impl Finding {
    fn of(part: &str, required: bool, outcome: Result<String, String>) -> Self {
        let (found, cure) = match outcome {
            Ok(found) => (Some(found), None),
            Err(cure) => (None, Some(cure)),
        };
        Self { part: part.to_owned(), required, ok: cure.is_none(), found, cure }
    }
}

/// Looks at every part; fails when a required one is missing.
pub(crate) async fn doctor(settings: &Settings, as_json: bool) -> Result<(), Failure> {
    let mut findings = ffmpeg(settings).await?;
    let limits = render_ffmpeg::limited().map(str::to_owned).map_err(str::to_owned);
    findings.push(Finding::of("limits of the video tools", false, limits));
    findings.push(Finding::of(
        "fonts of the captions",
        true,
        Ok("built in: Montserrat, Noto Sans".to_owned()),
    ));
    findings.push(database(settings).await);
    findings.push(Finding::of("sign-in", true, Ok(sign_in::described(settings).to_owned())));
    findings.push(espeak(settings));
    findings.push(onnx_runtime(settings));
    for (part, engine, first) in
        [("Kokoro's models", "kokoro", "kokoro-v1.0"), ("Piper's voices", "piper", "en_US-lessac-medium")]
    {
        findings.push(Finding::of(part, false, models::here(settings, engine, first).await));
    }
    findings.push(Finding::of("voices service", false, voices_service::state(settings).await));
    findings.push(Finding::of("data folder", true, writable(&settings.data_dir)));
    findings.push(Finding::of("free space", true, free_space(&settings.data_dir)));
    findings.push(node(settings).await);
    if as_json {
        let text = serde_json::to_string_pretty(&findings)
            .map_err(|error| Failure::failed("the findings cannot be written", error))?;
        output::result(&text);
    } else {
        findings.iter().for_each(print);
    }
    let missing: Vec<&str> =
        findings.iter().filter(|f| f.required && !f.ok).map(|f| f.part.as_str()).collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Failure::plain(format!("not ready: {}", missing.join(", "))))
    }
}

fn print(finding: &Finding) {
    let sign = match (finding.ok, finding.required) {
        (true, _) => "ok     ",
        (false, true) => "MISSING",
        (false, false) => "absent ",
    };
    let said = finding.found.as_ref().or(finding.cure.as_ref()).map_or("", String::as_str);
    output::result(&format!("{sign}  {:<28} {said}", finding.part));
}

/// In a folder that is thrown away: looking must change nothing.
async fn ffmpeg(settings: &Settings) -> Result<Vec<Finding>, Failure> {
    let work = tempfile::tempdir()
        .map_err(|error| Failure::failed("no temporary folder can be made; make room in TMPDIR", error))?;
    let parts = Ffmpeg::inspect(&ffmpeg_settings(settings, work.path().to_owned())).await;
    let finding = |part: render_ffmpeg::Part| match part.availability {
        Availability::Available { version } => Finding::of(part.name, part.is_needed, Ok(version)),
        Availability::Unavailable { cure } => Finding::of(part.name, part.is_needed, Err(cure)),
    };
    Ok(parts.into_iter().map(finding).collect())
}

async fn database(settings: &Settings) -> Finding {
    if let Some(urls) = &settings.database {
        let answers = match Postgres::connect(urls) {
            Ok(postgres) => postgres.ping().await,
            Err(error) => Err(error),
        };
        let outcome = answers.map(|()| "the server of DATABASE_URL answers".to_owned());
        let cure = |error| format!("{}; check DATABASE_URL and its server", output::with_causes(&error));
        return Finding::of("PostgreSQL", true, outcome.map_err(cure));
    }
    let path = settings.path.as_deref().map(OsStr::new);
    let outcome = match ServerBinaries::find(settings.postgres_bin.as_deref(), path).await {
        Ok(found) => Ok(format!("{} in {}", found.version(), found.folder().display())),
        Err(error) => Err(output::with_causes(&error)),
    };
    Finding::of("PostgreSQL", true, outcome)
}

fn espeak(settings: &Settings) -> Finding {
    let found = EspeakLibrary::open(&espeak_paths(settings)).and_then(|library| {
        let voices = library.voices()?.len();
        let data = library.data().map_or("its own".to_owned(), |data| data.display().to_string());
        let (version, path) = (library.version(), library.path().display());
        Ok(format!("{version} with {voices} voices, library {path}, data {data}"))
    });
    Finding::of("draft voice (espeak-ng)", true, found.map_err(|error| error.to_string()))
}

fn onnx_runtime(settings: &Settings) -> Finding {
    let found = OnnxRuntime::open(&onnx_paths(settings));
    let said = |runtime: OnnxRuntime| format!("{}, library {}", runtime.version(), runtime.path().display());
    Finding::of(
        "ONNX Runtime (Kokoro, Piper)",
        false,
        found.map(said).map_err(|error| output::with_causes(&error)),
    )
}

/// Tries the folder, or where it is not there yet the one in which it would be made.
fn writable(folder: &Path) -> Result<String, String> {
    let place = existing(folder);
    match tempfile::tempfile_in(&place) {
        Ok(_) if place == folder => Ok(format!("{} can be written", folder.display())),
        Ok(_) => Ok(format!("{} can be made", folder.display())),
        Err(error) => Err(format!(
            "{} cannot be written ({error}); give it to this user or choose another by --data-dir",
            place.display()
        )),
    }
}

fn existing(folder: &Path) -> PathBuf {
    folder.ancestors().find(|place| place.exists()).unwrap_or(Path::new("/")).to_owned()
}

fn free_space(folder: &Path) -> Result<String, String> {
    let place = existing(folder);
    let found = rustix::fs::statvfs(&place).map_err(|error| {
        format!("the free space of {} is not told: {}", place.display(), io::Error::from(error))
    })?;
    let bytes = found.f_bavail.saturating_mul(found.f_frsize);
    let tenths = bytes / 100_000_000;
    let said = format!("{}.{} GB", tenths / 10, tenths % 10);
    if bytes >= ENOUGH_SPACE {
        Ok(said)
    } else {
        Err(format!("{said} only; make room on the disk of {}, at least 1 GB", place.display()))
    }
}

/// The page alone needs it.
async fn node(settings: &Settings) -> Finding {
    let cure = "the web page needs it: ./start-dev.sh setup installs one of its own";
    let private = espeak_paths(settings).extra_search;
    let private = private.iter().filter_map(|folder| Some(folder.parent()?.join("bin/node")));
    let path = settings.path.iter().flat_map(|path| std::env::split_paths(path).collect::<Vec<_>>());
    let found = private.chain(path.map(|folder| folder.join("node"))).find(|program| program.is_file());
    let outcome = match found {
        None => Err(cure.to_owned()),
        Some(program) => match process::version(&program).await {
            Ok(version) => Ok(format!("{version} in {}", program.display())),
            Err(error) => Err(format!("{error}; {cure}")),
        },
    };
    Finding::of("Node, for the page", false, outcome)
}
