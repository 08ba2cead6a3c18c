//! The report: a JSON object a line for each row that was changed or left.

use std::{
    fs::{File, OpenOptions},
    io::{self, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use serde_json::json;
use store_postgres::{AdoptionLog, Remark, Tally};

use crate::{failure::Failure, output};

/// How many lines are shown on the terminal.
const SHOWN: usize = 10;
/// How often progress is told: once in so many rows.
const TELL_EACH: u64 = 50_000;
/// What each line begins with; a file that begins otherwise is not ours to write over.
const BEGIN: &str = "{\"table\":";

/// The report's file, and what the terminal shows of it.
pub(crate) struct Report {
    path: PathBuf,
    file: BufWriter<File>,
    bytes: u64,
    lines: u64,
    first: Vec<String>,
    told: (&'static str, u64),
}

impl Report {
    /// Opens the file; what an interrupted run wrote is kept until the adoption says how far it counts.
    ///
    /// # Errors
    /// When the file cannot be written, or is something else.
    pub(crate) fn open(path: &Path) -> Result<Self, Failure> {
        let unusable = |error| Failure::failed(format!("cannot write the report {}", path.display()), error);
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = file.map_err(unusable)?;
        if !is_ours(&mut file).map_err(unusable)? {
            let path = path.display();
            return Err(Failure::input(format!(
                "{path} is there and is no report; name another file by --report"
            )));
        }
        let file = BufWriter::new(file);
        let told = ("", 0);
        Ok(Self { path: path.to_owned(), file, bytes: 0, lines: 0, first: Vec::new(), told })
    }

    /// Returns the file's path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns how many lines this run wrote.
    pub(crate) fn lines(&self) -> u64 {
        self.lines
    }

    /// Returns the first lines for the terminal.
    pub(crate) fn first(&self) -> &[String] {
        &self.first
    }
}

fn is_ours(file: &mut File) -> io::Result<bool> {
    let mut head = Vec::new();
    let most = u64::try_from(BEGIN.len()).unwrap_or(u64::MAX);
    BufReader::new(&*file).take(most).read_to_end(&mut head)?;
    Ok(head.is_empty() || head == BEGIN.as_bytes())
}

impl AdoptionLog for Report {
    fn begin(&mut self, kept_bytes: u64) -> io::Result<()> {
        let file = self.file.get_mut();
        if file.metadata()?.len() < kept_bytes {
            output::note(
                "the report of the interrupted run is another file; this one holds what comes from here on",
            );
        }
        // What was written and not kept belongs to a batch that was undone.
        file.set_len(file.metadata()?.len().min(kept_bytes))?;
        self.bytes = file.seek(SeekFrom::End(0))?;
        Ok(())
    }

    fn remark(&mut self, remark: Remark<'_>) -> io::Result<()> {
        let Remark { table, id, outcome, why } = remark;
        // Written by hand up to the id, so that each line begins alike.
        let line = format!(
            "{BEGIN}{},\"id\":{},\"outcome\":{},\"why\":{}}}\n",
            json!(table),
            json!(id),
            json!(outcome.as_str()),
            json!(why)
        );
        self.file.write_all(line.as_bytes())?;
        self.bytes += u64::try_from(line.len()).unwrap_or(u64::MAX);
        self.lines += 1;
        if self.first.len() < SHOWN {
            self.first.push(format!("  {} {table} {id}: {why}", outcome.as_str()));
        }
        Ok(())
    }

    fn keep(&mut self) -> io::Result<u64> {
        self.file.flush()?;
        Ok(self.bytes)
    }

    fn progress(&mut self, table: &'static str, tally: &Tally, about: Option<u64>) {
        let (told_table, told_rows) = self.told;
        if table == told_table && tally.read < told_rows + TELL_EACH {
            return;
        }
        self.told = (table, tally.read);
        let of = about.map(|rows| format!(" of about {rows}")).unwrap_or_default();
        output::note(&format!("{table}: {} rows{of}", tally.read));
    }
}

#[cfg(test)]
mod tests {
    use store_postgres::Outcome;

    use super::*;

    fn say(report: &mut Report, id: &str) {
        report
            .remark(Remark { table: "public.jobs", id, outcome: Outcome::Left, why: "a \"reason\"" })
            .unwrap();
    }

    #[test]
    fn a_report_goes_on_at_the_last_kept_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.jsonl");
        let mut report = Report::open(&path).unwrap();
        report.begin(0).unwrap();
        say(&mut report, "1");
        let kept = report.keep().unwrap();
        say(&mut report, "lost");
        report.keep().unwrap();
        let mut report = Report::open(&path).unwrap();
        report.begin(kept).unwrap();
        say(&mut report, "2");
        report.keep().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        let ids: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(ids.iter().map(|line| line["id"].as_str().unwrap()).collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(ids[0]["why"], "a \"reason\"");
    }

    #[test]
    fn another_file_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("letter.txt");
        std::fs::write(&path, "Dear Ana").unwrap();
        assert!(matches!(Report::open(&path), Err(Failure::Input(_))));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "Dear Ana");
    }
}
