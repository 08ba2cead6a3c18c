//! `adopt-legacy`: takes in a database of the original, and tells what became of each row.

mod report;
mod summary;

use store_postgres::{AdoptError, AdoptedTable, Adoption, Postgres};

use self::report::Report;
use crate::{
    cli::AdoptArgs, config::Settings, data_folder::DataFolder, database::Database, failure::Failure, output,
    stop::Stop,
};

/// Takes in what the original's database holds.
pub(crate) async fn adopt(settings: &Settings, args: AdoptArgs) -> Result<(), Failure> {
    let stop = Stop::listen()?;
    let folder = DataFolder::open(&settings.data_dir)?;
    let path = args.report.clone().unwrap_or_else(|| settings.data_dir.join("adopt-legacy.jsonl"));
    let mut report = Report::open(&path)?;
    let database = Database::open(settings, &folder).await?;
    let adoption = Adoption {
        source_url: args.from,
        orphans_to: args.orphans_to,
        batch: args.batch,
        is_dry_run: args.dry_run,
        is_anew: args.anew,
    };
    let store = Postgres::connect(&database.urls)?;
    let done = tokio::select! {
        done = store.adopt(&adoption, &mut report) => done.map_err(failure),
        () = stop.wait() => {
            output::note("stopped; what came in stays, and the same command goes on from here");
            Err(Failure::Stopped)
        }
    };
    drop(store);
    let closed = database.close().await;
    let tables = done?;
    tell(&tables, args.dry_run, &report);
    closed
}

fn failure(error: AdoptError) -> Failure {
    match error {
        AdoptError::Address(_)
        | AdoptError::NotLegacy(_)
        | AdoptError::NoSuchUser(_)
        | AdoptError::OrphansWentTo(_) => Failure::input(error),
        other => Failure::failed("the original was not taken in whole", other),
    }
}

fn tell(tables: &[AdoptedTable], is_dry_run: bool, report: &Report) {
    for line in summary::of(tables) {
        output::result(&line);
    }
    if is_dry_run {
        output::result("this was a dry run: nothing was written");
    }
    for line in report.first() {
        output::note(line);
    }
    let (lines, path) = (report.lines(), report.path().display());
    if lines > 0 {
        output::result(&format!(
            "each row that was changed or left, and why: {path} ({lines} lines of this run)"
        ));
    }
}
