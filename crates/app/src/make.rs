//! `make`: videos of a person's own footage and script, without the page.

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use domain::{Container, NewProfile, SNIFF_BYTES, Script};
use studio::{MAX_VARIANTS, UploadError};

use crate::{
    cli::MakeArgs,
    config::Settings,
    deliver::Place,
    factory::Factory,
    failure::Failure,
    line::{Made, Order, produce},
    output,
    progress::Step,
    stop::Stop,
    work,
};

/// Makes what was ordered and prints the files' paths.
pub(crate) async fn make(settings: &Settings, args: MakeArgs) -> Result<(), Failure> {
    let order = order(settings, args)?;
    let stop = Stop::listen()?;
    let factory = open(settings).await?;
    let made = work::with_worker(&factory, settings, produce(&factory, &stop, &order)).await;
    let closed = factory.close().await;
    print(&made?);
    closed
}

/// Brings everything up while somebody waits.
pub(crate) async fn open(settings: &Settings) -> Result<Factory, Failure> {
    let step = Step::begin("starting");
    let factory = Factory::open(settings).await?;
    step.done();
    Ok(factory)
}

/// Prints what was made: the files on standard output, one a line.
pub(crate) fn print(made: &Made) {
    for note in &made.notes {
        output::note(&format!("note: {note}"));
    }
    for path in &made.files {
        output::result(&path.display().to_string());
    }
}

/// Checks everything that can be checked before anything starts.
fn order(settings: &Settings, args: MakeArgs) -> Result<Order, Failure> {
    let store = NewProfile::parse(&args.profile, "", NewProfile::COLOUR, "").map_err(Failure::input)?;
    if !(1..=MAX_VARIANTS).contains(&args.variants) {
        return Err(Failure::input(format!("--variants {}: choose 1 to {MAX_VARIANTS}", args.variants)));
    }
    let voice = args.voice.parse().map_err(Failure::input)?;
    let script = script(&args.script)?;
    for path in &args.footage {
        check_footage(path, settings.upload_limit_bytes)?;
    }
    let name = args.name.unwrap_or_else(|| {
        args.script.file_stem().map_or("video".to_owned(), |stem| stem.to_string_lossy().into_owned())
    });
    let folder = out_folder(&args.out)?;
    Ok(Order {
        store,
        footage: args.footage,
        reuse_footage: false,
        name,
        script,
        voice,
        variants: args.variants,
        place: Place { folder, overwrite: args.force },
    })
}

/// Makes the folder for the finished files; returns its full path.
///
/// # Errors
/// [`Failure::Input`] when it cannot be made.
pub(crate) fn out_folder(path: &Path) -> Result<PathBuf, Failure> {
    let bad = |error| Failure::input(format!("--out {}: the folder cannot be made: {error}", path.display()));
    fs::create_dir_all(path).map_err(bad)?;
    path.canonicalize().map_err(bad)
}

fn script(path: &Path) -> Result<String, Failure> {
    let bad = |what: &dyn std::fmt::Display| Failure::input(format!("--script {}: {what}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::InvalidData => bad(&"this is no text; save it as UTF-8"),
        std::io::ErrorKind::NotFound => bad(&"there is no such file"),
        _ => bad(&error),
    })?;
    let text = text.trim_start_matches('\u{FEFF}').to_owned();
    Script::parse(&text).map_err(|error| bad(&error))?;
    Ok(text)
}

fn check_footage(path: &Path, limit_bytes: u64) -> Result<(), Failure> {
    let bad = |what: &dyn std::fmt::Display| Failure::input(format!("--footage {}: {what}", path.display()));
    let found = fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => bad(&"there is no such file"),
        _ => bad(&error),
    })?;
    if !found.is_file() {
        return Err(bad(&"this is no file; name the video files themselves"));
    }
    if found.len() > limit_bytes {
        return Err(bad(&UploadError::TooLarge { limit_bytes }));
    }
    let mut head = Vec::new();
    let limit = u64::try_from(SNIFF_BYTES).unwrap_or(u64::MAX);
    let file = fs::File::open(path).map_err(|error| bad(&error))?;
    file.take(limit).read_to_end(&mut head).map_err(|error| bad(&error))?;
    Container::sniff(&head).map_err(|error| bad(&error))?;
    Ok(())
}
