//! Logs: lines on standard error, for people on a terminal and JSON for machines.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;

use crate::{
    config::{LogFormat, Settings},
    failure::Failure,
};

/// Starts logging with the filter of the settings, or with `default`.
///
/// # Errors
/// [`Failure::Input`] when the filter cannot be read.
pub(crate) fn start(settings: &Settings, default: &str) -> Result<(), Failure> {
    let filter = settings.log.as_deref().unwrap_or(default);
    let filter = EnvFilter::try_new(filter).map_err(|error| {
        Failure::input(format!(
            "EDIT_FACTORY_LOG={filter} is no filter ({error}); write for example info or studio=debug"
        ))
    })?;
    let is_human = match settings.log_format {
        LogFormat::Auto => io::stderr().is_terminal(),
        LogFormat::Human => true,
        LogFormat::Json => false,
    };
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    if is_human {
        lines.with_ansi(io::stderr().is_terminal()).init();
    } else {
        lines.json().flatten_event(true).init();
    }
    Ok(())
}
