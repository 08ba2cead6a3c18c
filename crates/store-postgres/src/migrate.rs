//! Brings the tables to the form that this version needs.

use diesel_async::{AsyncConnection, AsyncMigrationHarness, AsyncPgConnection, SimpleAsyncConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

pub(crate) const MIGRATIONS: EmbeddedMigrations = embed_migrations!("../../migrations");

/// Any number, as long as nobody else uses it: the lock under which migrations run.
const LOCK: i64 = 0x6564_6974_6661;

/// Applies the migrations that are missing, as `ef_owner`; returns their names.
///
/// # Errors
/// [`MigrateError`]; what was applied before stays.
pub async fn migrate(owner_url: &str) -> Result<Vec<String>, MigrateError> {
    // Diesel takes no lock: an advisory one on a second connection keeps two servers apart.
    let mut lock = AsyncPgConnection::establish(owner_url).await?;
    lock.batch_execute(&format!("SELECT pg_advisory_lock({LOCK})")).await?;
    let mut harness = AsyncMigrationHarness::new(AsyncPgConnection::establish(owner_url).await?);
    let applied = harness.run_pending_migrations(MIGRATIONS).map_err(MigrateError::Migration)?;
    Ok(applied.iter().map(ToString::to_string).collect())
}

/// Says why the tables could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// The database cannot be reached as its owner.
    #[error("cannot reach the database as ef_owner; check its address and the roles of migrations/roles.sql")]
    Connect(#[from] diesel::ConnectionError),
    /// The lock could not be taken.
    #[error("cannot take the migration lock")]
    Lock(#[from] diesel::result::Error),
    /// A migration failed.
    #[error("a migration failed: {0}")]
    Migration(Box<dyn std::error::Error + Send + Sync>),
}
