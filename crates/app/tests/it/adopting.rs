//! `adopt-legacy`: killed at any moment, the same command goes on; it tells what became of each row.

use std::process::Command;

use rustix::process::Signal;
use store_postgres::scratch::ScratchDatabase;
use tokio::runtime::Runtime;

use crate::program::{Ended, Place, Running};

/// A small database of the original: Ana's projects and clips, some of nobody, and two rows that are not right.
const ORIGINAL: &str = "
    CREATE SCHEMA auth;
    CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
    CREATE TABLE editai_projects (id uuid PRIMARY KEY, user_id uuid, name text, created_at timestamptz);
    CREATE TABLE editai_clips (id uuid PRIMARY KEY, project_id uuid, variant_index integer, created_at timestamptz);
    CREATE TABLE jobs (id text PRIMARY KEY, status text, data jsonb, created_at timestamptz);
    CREATE TABLE api_costs (id bigserial PRIMARY KEY, job_id text, estimated_cost numeric(12,6), units numeric,
      created_at timestamptz);
    INSERT INTO auth.users VALUES ('90000000-0000-4000-8000-000000000001', 'ana@example.test');
    INSERT INTO editai_projects SELECT md5('p' || n)::uuid,
      CASE WHEN n % 10 > 0 THEN '90000000-0000-4000-8000-000000000001'::uuid END, 'Project ' || n, '2026-01-01'
      FROM generate_series(1, 300) n;
    INSERT INTO editai_clips SELECT md5('c' || n)::uuid, md5('p' || 1 + n % 300)::uuid, 1, '2026-01-01'
      FROM generate_series(1, 900) n;
    INSERT INTO jobs SELECT 'job ' || n, 'completed', '{\"user_id\": \"90000000-0000-4000-8000-000000000001\"}',
      '2026-01-01' FROM generate_series(1, 50) n;
    INSERT INTO api_costs (job_id, estimated_cost, units, created_at)
      SELECT 'job ' || 1 + n % 50, 0.01, 1, '2026-01-01' FROM generate_series(1, 500) n;
    INSERT INTO editai_projects VALUES ('10000000-0000-4000-8000-000000000001',
      '90000000-0000-4000-8000-000000000001', '', '2026-01-01');
    INSERT INTO api_costs (job_id, estimated_cost, units, created_at) VALUES ('job 1', -1, 1, '2026-01-01');";

/// A place, a database of the original, and one of ours.
struct Desk {
    runtime: Runtime,
    place: Place,
    source: ScratchDatabase,
    target: ScratchDatabase,
}

impl Desk {
    fn new() -> Self {
        let runtime = Runtime::new().unwrap();
        let (source, target) = runtime.block_on(async {
            let source = ScratchDatabase::create_empty().await;
            source.run(ORIGINAL).await;
            (source, ScratchDatabase::create().await)
        });
        Self { runtime, place: Place::new(), source, target }
    }

    fn command(&self, more: &[&str]) -> Command {
        let mut args = vec!["adopt-legacy", "--from", self.source.admin_url()];
        args.extend(more);
        let mut command = self.place.command(&args);
        command.env("DATABASE_URL", &self.target.urls.app);
        command.env("EDIT_FACTORY_DATABASE_OWNER_URL", &self.target.urls.owner);
        command.env("EDIT_FACTORY_DATABASE_WORKER_URL", &self.target.urls.worker);
        command
    }

    fn run(&self, more: &[&str]) -> Ended {
        Ended::of(&self.command(more).output().unwrap())
    }

    /// Returns what is in the tables that hold no moment of their own writing.
    fn rows(&self) -> Vec<String> {
        let tables = ["projects", "clips", "cost_entries", "budgets", "job_seqs"];
        let all = self.runtime.block_on(async {
            let users = self.target.rows_of_none().await;
            let profile = users
                .lines()
                .find_map(|line| line.strip_prefix("profiles ("))
                .map(|line| line[..36].to_owned());
            self.target.rows_of(profile.unwrap().parse().unwrap()).await
        });
        let lines =
            all.lines().filter(|line| tables.iter().any(|table| line.starts_with(&format!("{table} "))));
        lines.map(str::to_owned).collect()
    }
}

#[test]
fn a_killed_adoption_goes_on_and_ends_as_one_that_was_not() {
    let whole = Desk::new();
    let all = ["--orphans-to", "ana@example.test", "--batch", "3"];
    let ended = whole.run(&all);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let expected = whole.rows();
    assert_eq!(expected.len(), 301 + 900 + 500 + 1 + 1);
    let desk = Desk::new();
    for place in ["public.editai_projects", "public.editai_clips", "public.api_costs"] {
        let mut running = Running::of(desk.command(&all));
        running.hear(&format!("{place}: "));
        running.signal(Signal::KILL);
        assert_eq!(running.end().code, None);
    }
    let resumed = desk.run(&all);
    assert_eq!(resumed.code, Some(0), "{}", resumed.err);
    assert_eq!(desk.rows(), expected);
    let sums = |ended: &Ended| {
        ended.out.lines().take_while(|line| !line.starts_with("each row")).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(sums(&resumed), sums(&ended), "the sums are those of the whole adoption");
    let report = |desk: &Desk| std::fs::read_to_string(desk.place.path("data/adopt-legacy.jsonl")).unwrap();
    assert_eq!(report(&desk), report(&whole), "each row is reported once");
}

#[test]
fn the_terminal_and_the_report_tell_what_became_of_the_rows() {
    let desk = Desk::new();
    let dry = desk.run(&["--dry-run"]);
    assert_eq!(dry.code, Some(0), "{}", dry.err);
    assert!(dry.out.contains("nothing was written"), "{}", dry.out);
    let ended = desk.run(&[]);
    let sum = ended.out.lines().find(|line| line.starts_with("all ")).unwrap();
    let numbers: Vec<u64> = sum.split_whitespace().skip(1).map(|number| number.parse().unwrap()).collect();
    assert_eq!(
        numbers,
        [1 + 301 + 900 + 50 + 501, 1 + 271 + 810 + 50 + 500, 1, 0, 30 + 90 + 1],
        "{}",
        ended.out
    );
    assert!(dry.out.contains(sum), "{}", dry.out);
    assert!(ended.out.contains("public.editai_segments: the source has not the table"), "{}", ended.out);
    assert!(ended.err.contains("left public.editai_projects"), "{}", ended.err);
    let report = std::fs::read_to_string(desk.place.path("data/adopt-legacy.jsonl")).unwrap();
    let lines: Vec<serde_json::Value> =
        report.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 30 + 90 + 1 + 1);
    assert!(
        lines
            .iter()
            .any(|line| line["table"] == "public.api_costs" && line["why"] == "its amount is negative")
    );
    let again = desk.run(&["--orphans-to", "nobody@example.test"]);
    assert_eq!(again.code, Some(2), "{}", again.err);
    assert!(again.err.contains("no user of the source"), "{}", again.err);
}
