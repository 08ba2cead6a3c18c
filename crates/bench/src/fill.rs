//! Fills the database of the stores once.

use std::time::Instant;

use diesel::{QueryableByName, sql_query, sql_types::Bool};
use diesel_async::{RunQueryDsl as _, SimpleAsyncConnection as _};

use crate::{Outcome, figures::note, place::Place};

const FILL: &str = include_str!("fill.sql");

#[derive(QueryableByName)]
struct Filled {
    #[diesel(sql_type = Bool)]
    filled: bool,
}

/// Fills the database, unless it is filled.
pub(crate) async fn fill(place: &Place) -> Outcome<()> {
    let mut admin = place.admin().await?;
    // The sign is the comment that the filling ends with.
    let sign = FILL.rsplit('\'').nth(1).ok_or("the filling has no sign at its end")?;
    let ask = format!("SELECT obj_description('ef'::regnamespace) IS NOT DISTINCT FROM '{sign}' AS filled");
    let found: Filled = sql_query(ask).get_result(&mut admin).await?;
    if found.filled {
        return Ok(());
    }
    note("filling the database; this takes some minutes, once");
    admin.batch_execute("SET session_replication_role = replica; SET work_mem = '256MB'").await?;
    for statement in FILL.split(";\n").map(str::trim).filter(|statement| !statement.is_empty()) {
        let began = Instant::now();
        admin.batch_execute(statement).await?;
        let said = statement.lines().find(|line| !line.starts_with("--")).unwrap_or_default();
        note(&format!("{:6.1} s  {said}", began.elapsed().as_secs_f64()));
    }
    Ok(())
}
