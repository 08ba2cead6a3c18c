//! The small commands.

use crate::{
    config::{Settings, masked},
    data_folder::DataFolder,
    database::Database,
    failure::Failure,
    output, sign_in,
    sources::{KEYS, Sources},
};

/// `config`: prints each setting with its origin.
pub(crate) fn config(sources: &Sources, settings: &Settings) {
    for key in KEYS.iter().filter(|key| key.name != "path") {
        let (value, origin) = match sources.find(key.name) {
            Some(found) => (masked(&found.value, key.shown), found.origin.to_string()),
            None => ("(not set)".to_owned(), format!("set it by {}", key.variable)),
        };
        output::result(&format!("{:<20} {value:<40} {origin}", key.name));
    }
    output::result(&format!("{:<20} {}", "sign-in", sign_in::described(settings)));
}

/// `openapi`: prints the description of the HTTP interface.
pub(crate) fn openapi() {
    output::result(api::openapi_json().trim_end());
}

/// `migrate`: brings the tables up to date; the names of what was applied are logged.
pub(crate) async fn migrate(settings: &Settings) -> Result<(), Failure> {
    let folder = DataFolder::open(&settings.data_dir)?;
    let database = Database::open(settings, &folder).await?;
    output::result("the database is up to date");
    database.close().await
}
