//! Gates in the database: a statement waits there until somebody opens, and its transaction with it.

use std::time::Duration;

use tokio_postgres::Client;

use crate::{Fault, kills::until, look::Eye};

/// Tells these locks from all others.
const CLASS: i32 = 7117;
/// How long a statement may take to come.
const PATIENCE: Duration = Duration::from_mins(3);

/// A gate that is closed; it opens when it is dropped.
pub(super) struct RowGate<'e> {
    eye: &'e Eye,
    _client: Client,
}

impl<'e> RowGate<'e> {
    /// Puts gates before every change of the outbox.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn build(eye: &Eye) -> Result<(), Fault> {
        let function = format!(
            "CREATE OR REPLACE FUNCTION public.soak_gate() RETURNS trigger LANGUAGE plpgsql AS $$
             DECLARE place text := TG_TABLE_NAME;
             BEGIN
               FOR n IN 0 .. TG_NARGS - 1 LOOP place := place || ':' || (to_jsonb(NEW) ->> TG_ARGV[n]); END LOOP;
               PERFORM pg_advisory_xact_lock_shared({CLASS}, hashtext(place));
               RETURN NEW;
             END $$"
        );
        eye.execute(&function).await?;
        for (name, on, columns) in [
            ("soak_step", "UPDATE OF state ON publications", "'state'"),
            ("soak_upload", "INSERT ON publication_uploads", ""),
            ("soak_first_budget", "INSERT ON publishing_budgets", ""),
            ("soak_job", "INSERT OR UPDATE OF state ON jobs", "'kind', 'state'"),
        ] {
            let trigger = format!(
                "CREATE OR REPLACE TRIGGER {name} BEFORE {on} FOR EACH ROW EXECUTE FUNCTION public.soak_gate({columns})"
            );
            eye.execute(&trigger).await?;
        }
        // Not where a post is taken out of the budget: that leaves the time as it is.
        let noted = "CREATE OR REPLACE TRIGGER soak_budget BEFORE UPDATE ON publishing_budgets FOR EACH ROW
             WHEN (NEW.posts_reset_at IS DISTINCT FROM OLD.posts_reset_at) EXECUTE FUNCTION public.soak_gate()";
        eye.execute(noted).await
    }

    /// Closes the gate of a change: a table's name, and what the row becomes.
    ///
    /// # Errors
    /// When the database does not answer.
    pub(super) async fn close(eye: &'e Eye, place: &str) -> Result<Self, Fault> {
        let client = eye.stay().await?;
        client.query_one("SELECT pg_advisory_lock($1, hashtext($2))", &[&CLASS, &place]).await?;
        Ok(Self { eye, _client: client })
    }

    /// Waits until a statement is at the gate.
    ///
    /// # Errors
    /// When none comes.
    pub(super) async fn reached(&self) -> Result<(), Fault> {
        let waiting = format!(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = {CLASS} AND NOT granted
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        );
        until(PATIENCE, || async { Ok(self.eye.number(&waiting).await? > 0) }).await
    }
}
