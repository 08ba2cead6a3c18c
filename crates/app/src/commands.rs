//! The small commands.

use std::sync::Arc;

use domain::Clock as _;
use store_postgres::{Postgres, SealedCredentials};

use crate::{
    clock::SystemClock,
    config::{Settings, masked},
    data_folder::DataFolder,
    database::Database,
    factory::master_keys,
    failure::Failure,
    keys, output, sign_in,
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

/// `rotate-keys`: seals the stored keys of accounts elsewhere with a new master key.
pub(crate) async fn rotate_keys(settings: &Settings) -> Result<(), Failure> {
    let folder = DataFolder::open(&settings.data_dir)?;
    let keys = if settings.credential_keys.is_some() {
        master_keys(settings, &folder)?
    } else {
        let name = format!("k{}", SystemClock.now().timestamp());
        Arc::new(keys::add_master_key(&folder.keys(), &name)?)
    };
    let database = Database::open(settings, &folder).await?;
    let rotated = async {
        let postgres = Arc::new(Postgres::connect(&database.urls)?);
        let credentials = SealedCredentials::new(postgres, keys);
        Ok::<u64, Failure>(credentials.rotate(&database.urls.owner).await?)
    };
    let rotated = rotated.await;
    let closed = database.close().await;
    output::result(&format!(
        "{} stored keys were sealed anew; nothing needs the older master keys. Restart the server",
        rotated?
    ));
    closed
}
