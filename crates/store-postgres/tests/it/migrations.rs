//! Holds the migrations to migrations/README.md, by their text alone, and shows that it sees a breach.

mod rules;
mod statements;

use std::{fs, path::Path};

use self::rules::{Migration, breaches};

/// The first migration makes everything, on an empty database.
const FOUNDATION: &str = "2026-11-21-000001_foundation";

#[test]
fn no_migration_stops_the_writers_of_a_big_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<_> = entries.filter(|path| path.is_dir()).collect();
    folders.sort();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let later = folders.iter().filter(|path| name(path) != FOUNDATION);
    let migrations: Vec<Migration> = later
        .map(|path| Migration {
            name: name(path),
            up: fs::read_to_string(path.join("up.sql")).unwrap(),
            // Most have none, which is a transaction.
            metadata: fs::read_to_string(path.join("metadata.toml")).unwrap_or_default(),
        })
        .collect();
    assert!(migrations.len() >= 4, "the migrations are not there");
    assert_eq!(breaches(&migrations), Vec::<String>::new());
}

#[test]
fn every_breach_is_seen() {
    for (files, sign) in BREACHES {
        let found = breaches(&planted(files));
        let seen = found.iter().any(|breach| breach.contains(sign));
        assert!(seen, "{files:?}\nwas not seen as {sign:?}; found {found:?}");
    }
}

#[test]
fn what_the_rules_allow_is_left_alone() {
    for files in ALLOWED {
        assert_eq!(breaches(&planted(files)), Vec::<String>::new(), "{files:?}");
    }
}

#[test]
fn a_breach_is_told_with_its_migration_and_its_statement() {
    let found = breaches(&planted(&["SELECT 1;\nUPDATE   clips SET variant = 1; -- all of them"]));
    assert_eq!(found, ["file 1: UPDATE clips SET variant = 1: changes rows without a limit of at most 2000"]);
}

/// Makes migrations of texts; one that begins with `!` runs outside a transaction.
fn planted(files: &[&str]) -> Vec<Migration> {
    let migration = |(number, text): (usize, &&str)| Migration {
        name: format!("file {}", number + 1),
        up: text.trim_start_matches('!').to_owned(),
        metadata: if text.starts_with('!') { "run_in_transaction = false\n".into() } else { String::new() },
    };
    files.iter().enumerate().map(migration).collect()
}

const BREACHES: &[(&[&str], &str)] = &[
    (&["CREATE INDEX newest ON clips (profile_id)"], "without CONCURRENTLY"),
    (&["create unique index newest on public.clips (profile_id)"], "without CONCURRENTLY"),
    (&["CREATE INDEX IF NOT EXISTS newest ON ONLY \"clips\" (profile_id)"], "without CONCURRENTLY"),
    (&["CREATE INDEX ON clips (profile_id)"], "without CONCURRENTLY"),
    (&["CREATE TABLE other (id int); CREATE INDEX a ON clips (profile_id)"], "without CONCURRENTLY"),
    (&["DROP INDEX IF EXISTS a", "!CREATE INDEX CONCURRENTLY a ON clips (b); SELECT 1"], "alone in its file"),
    (&["DROP INDEX IF EXISTS a", "CREATE INDEX CONCURRENTLY a ON clips (b)"], "run_in_transaction = false"),
    (&["!CREATE INDEX CONCURRENTLY a ON clips (b)"], "leftover"),
    (&["DROP INDEX IF EXISTS other", "!CREATE INDEX CONCURRENTLY a ON clips (b)"], "leftover"),
    (&["DROP INDEX a", "!CREATE INDEX CONCURRENTLY a ON clips (b)"], "leftover"),
    (&["!CREATE INDEX CONCURRENTLY a ON clips (b)", "DROP INDEX IF EXISTS a"], "leftover"),
    (&["!CREATE INDEX CONCURRENTLY ON clips (b)"], "has no name"),
    (&["ALTER TABLE clips ADD FOREIGN KEY (a, b) REFERENCES projects (a, b)"], "without NOT VALID"),
    (&["ALTER TABLE clips ADD CONSTRAINT k CHECK (a > 0)"], "without NOT VALID"),
    (&["ALTER TABLE clips ADD CHECK (a > 0) NOT VALID, ADD CHECK (b > 0)"], "without NOT VALID"),
    (&["ALTER TABLE ONLY clips ADD CONSTRAINT k CHECK (a <> 'NOT VALID')"], "without NOT VALID"),
    (&["ALTER TABLE clips ADD UNIQUE (a)"], "builds an index"),
    (&["ALTER TABLE clips ADD CONSTRAINT k PRIMARY KEY (a)"], "builds an index"),
    (
        &[
            "ALTER TABLE clips ADD CONSTRAINT k CHECK (a > 0) NOT VALID; ALTER TABLE clips VALIDATE CONSTRAINT k",
        ],
        "in the file of its NOT VALID",
    ),
    (&["ALTER TABLE clips ALTER COLUMN a SET NOT NULL"], "without a validated check"),
    (&["ALTER TABLE clips ALTER a SET NOT NULL"], "without a validated check"),
    (
        &[
            "ALTER TABLE clips ADD CONSTRAINT k CHECK (a IS NOT NULL) NOT VALID",
            "ALTER TABLE clips ALTER a SET NOT NULL",
        ],
        "without a validated check",
    ),
    (
        &[
            "ALTER TABLE clips ADD CONSTRAINT k CHECK (b IS NOT NULL) NOT VALID",
            "ALTER TABLE clips VALIDATE CONSTRAINT k",
            "ALTER TABLE clips ALTER a SET NOT NULL",
        ],
        "without a validated check",
    ),
    (
        &[
            "ALTER TABLE clips ADD CONSTRAINT k CHECK (a IS NOT NULL) NOT VALID",
            "ALTER TABLE clips VALIDATE CONSTRAINT k",
            "ALTER TABLE clips DROP CONSTRAINT k, ALTER a SET NOT NULL",
        ],
        "without a validated check",
    ),
    (&["UPDATE clips SET variant = 1"], "without a limit"),
    (&["UPDATE ONLY clips AS c SET variant = 1 WHERE variant = 2"], "without a limit"),
    (&["UPDATE clips SET a = 1 WHERE id IN (SELECT id FROM clips LIMIT 10000)"], "without a limit"),
    (&["DELETE FROM clips WHERE variant = 1"], "without a limit"),
    (&["WITH old AS (DELETE FROM clips RETURNING id) SELECT count(*) FROM old"], "without a limit"),
    (&["DO $$ BEGIN UPDATE clips SET variant = 1; END $$"], "without a limit"),
    (
        &["DO $body$ BEGIN IF true THEN EXECUTE 'UPDATE clips SET variant = 1'; END IF; END $body$"],
        "without a limit",
    ),
    (&["DO $$ BEGIN EXECUTE format('CREATE INDEX a ON %I (b)', 'clips'); END $$"], "without CONCURRENTLY"),
    (&["/* a 'quote */ UPDATE clips SET caption = $$;$$"], "without a limit"),
    (&["ALTER TABLE clips ALTER COLUMN a TYPE bigint"], "rewrites"),
    (&["ALTER TABLE clips ALTER a SET DATA TYPE bigint"], "rewrites"),
    (&["ALTER TABLE clips ADD COLUMN a uuid DEFAULT gen_random_uuid()"], "rewrites"),
    (&["ALTER TABLE clips ADD COLUMN a timestamptz NOT NULL DEFAULT clock_timestamp()"], "rewrites"),
    (&["ALTER TABLE clips ADD a bigserial"], "rewrites"),
    (&["ALTER TABLE clips ADD COLUMN a int GENERATED ALWAYS AS (b + 1) STORED"], "rewrites"),
    (&["ALTER TABLE clips ADD COLUMN a text NOT NULL"], "NOT NULL without a default"),
    (
        &["ALTER TABLE clips ADD COLUMN IF NOT EXISTS a text, ADD b text NOT NULL"],
        "NOT NULL without a default",
    ),
    (&["ALTER TABLE clips ADD COLUMN a int CHECK (a > 0)"], "checked as it is added"),
    (&["ALTER TABLE clips ADD COLUMN a uuid REFERENCES users (id)"], "checked as it is added"),
    (&["ALTER TABLE clips ADD COLUMN a int UNIQUE"], "builds an index"),
    (&["LOCK TABLE clips"], "locks a table"),
    (&["LOCK clips IN SHARE MODE"], "locks a table"),
    (&["TRUNCATE clips"], "destroys"),
    (&["DROP TABLE IF EXISTS clips"], "destroys"),
    (&["REINDEX TABLE clips"], "rewrites"),
    (&["VACUUM FULL clips"], "rewrites"),
    (&["GRANT SELECT, TRUNCATE ON clips TO ef_app"], "grants TRUNCATE"),
    (&["GRANT REFERENCES ON clips TO ef_app"], "grants REFERENCES"),
    (&["GRANT TRIGGER ON clips TO ef_app"], "grants TRIGGER"),
    (&["GRANT ALL PRIVILEGES ON clips TO ef_app"], "grants ALL"),
];

const ALLOWED: &[&[&str]] = &[
    &[
        "CREATE TABLE ideas (a int CHECK (a > 0), b uuid REFERENCES users (id)); CREATE INDEX n ON ideas (a); \
       ALTER TABLE ideas ADD CHECK (a < 9), ADD COLUMN c text NOT NULL; UPDATE ideas SET a = 1",
    ],
    &[
        "DROP INDEX IF EXISTS public.a;",
        "!-- why\nCREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS a ON clips (b);\n",
    ],
    &["ALTER TABLE clips ADD COLUMN a text, ADD COLUMN b text[], ADD c numeric(12, 6) DEFAULT 0, \
       ADD d timestamptz NOT NULL DEFAULT now(), ADD e jsonb NOT NULL DEFAULT '{}'::jsonb"],
    &[
        "ALTER TABLE clips DROP CONSTRAINT k, ADD CONSTRAINT k CHECK (a > 0) NOT VALID, ADD FOREIGN KEY (a, b) \
       REFERENCES projects (a, b) ON DELETE SET NULL (b) NOT VALID",
        "ALTER TABLE clips VALIDATE CONSTRAINT k",
    ],
    &[
        "ALTER TABLE clips ADD CONSTRAINT k CHECK (a IS NOT NULL) NOT VALID",
        "ALTER TABLE clips VALIDATE CONSTRAINT k",
        "ALTER TABLE clips ALTER a SET NOT NULL, DROP CONSTRAINT k",
    ],
    &["ALTER TABLE clips ADD CONSTRAINT k UNIQUE USING INDEX a"],
    &[
        "ALTER TABLE profiles ADD COLUMN a bigint CHECK (a >= 0)",
        "ALTER TABLE users ADD COLUMN a text CHECK (a <> '')",
    ],
    &[
        "ALTER TABLE clips ALTER COLUMN a DROP NOT NULL, ALTER COLUMN b SET DEFAULT 'x', ENABLE ROW LEVEL SECURITY",
    ],
    &[
        "CREATE FUNCTION ef.f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE clips SET a = 1; DELETE FROM clips; \
       TRUNCATE clips; RETURN NULL; END $$; CREATE TRIGGER t AFTER INSERT OR UPDATE OF a OR DELETE ON clips \
       FOR EACH ROW EXECUTE FUNCTION ef.f()",
    ],
    &["UPDATE clips SET a = 1 WHERE id IN (SELECT id FROM clips WHERE a IS NULL LIMIT 2000)"],
    &[
        "-- UPDATE clips SET a = 1;\n/* TRUNCATE clips; /* DROP TABLE clips; */ */ SELECT 'LOCK TABLE clips; --'",
    ],
    &[
        "INSERT INTO users (id) VALUES ('a;b') ON CONFLICT (id) DO UPDATE SET id = 'x'; SELECT 1 FROM users FOR UPDATE",
    ],
    &["GRANT SELECT, INSERT, UPDATE, DELETE ON clips TO ef_app; REVOKE ALL ON clips FROM PUBLIC; \
       GRANT EXECUTE ON FUNCTION ef.f() TO ef_app"],
    &["CREATE POLICY p ON clips FOR UPDATE TO ef_app USING (true); COMMENT ON TABLE clips IS 'DROP TABLE'"],
    &["DO $$ BEGIN EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', 'clips'); END $$"],
];
