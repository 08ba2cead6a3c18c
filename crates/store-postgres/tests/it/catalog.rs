//! Reads the walls between profiles from the real database's catalog, and shows that it sees a breach.

use diesel::{QueryableByName, sql_query, sql_types::Text};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use store_postgres::scratch::ScratchDatabase;

#[tokio::test]
async fn every_wall_stands() {
    let database = ScratchDatabase::create().await;
    let mut admin = connect(&database).await;
    assert_eq!(faults(&mut admin).await, Vec::<String>::new());
    // An empty catalog would have no faults either.
    let tables = "SELECT relname::text AS fault FROM pg_class WHERE relkind = 'r' AND relforcerowsecurity";
    assert!(rows(&mut admin, tables).await.len() >= 10, "the tables are not there");
}

#[tokio::test]
async fn every_breach_is_seen() {
    let database = ScratchDatabase::create().await;
    let mut admin = connect(&database).await;
    for (breach, sign) in BREACHES {
        admin.batch_execute("BEGIN").await.unwrap();
        admin.batch_execute(breach).await.unwrap_or_else(|error| panic!("{breach}: {error}"));
        let found = faults(&mut admin).await;
        assert!(found.iter().any(|fault| fault.starts_with(sign)), "{breach}\nwas not seen; found {found:?}");
        admin.batch_execute("ROLLBACK").await.unwrap();
    }
    assert_eq!(faults(&mut admin).await, Vec::<String>::new());
}

const BREACHES: &[(&str, &str)] = &[
    ("ALTER TABLE clips DISABLE ROW LEVEL SECURITY", "clips: row-level security is off"),
    ("ALTER TABLE clips NO FORCE ROW LEVEL SECURITY", "clips: row-level security is not forced"),
    ("CREATE TABLE ideas (profile_id uuid NOT NULL)", "ideas: row-level security is off"),
    ("DROP POLICY tenant ON clips", "clips: no policy with WITH CHECK"),
    (
        "DROP POLICY tenant ON clips; CREATE POLICY tenant ON clips TO ef_app USING (profile_id = ef.profile_id())",
        "clips: no policy with WITH CHECK",
    ),
    ("CREATE POLICY ajar ON clips TO ef_app USING (true)", "clips: policy ajar does not ask"),
    ("CREATE POLICY ajar ON clips USING (true)", "clips: policy ajar does not ask"),
    (
        "ALTER TABLE clips DROP CONSTRAINT clips_pkey CASCADE; ALTER TABLE clips ALTER profile_id DROP NOT NULL",
        "clips: profile_id may be null",
    ),
    (
        "ALTER TABLE projects ADD UNIQUE (id); \
         ALTER TABLE clips ADD CONSTRAINT lone FOREIGN KEY (project_id) REFERENCES projects (id)",
        "clips: foreign key lone does not carry profile_id",
    ),
    (
        "ALTER TABLE projects ADD UNIQUE (id, profile_id); ALTER TABLE clips ADD CONSTRAINT crossed \
         FOREIGN KEY (profile_id, project_id) REFERENCES projects (id, profile_id)",
        "clips: foreign key crossed does not carry profile_id",
    ),
    ("CREATE INDEX by_id ON clips (id)", "clips: index by_id does not begin with profile_id"),
    (
        "CREATE INDEX by_name ON clips (lower(project_name))",
        "clips: index by_name does not begin with profile_id",
    ),
    ("CREATE VIEW library AS SELECT * FROM clips", "library: view is not security_invoker"),
    (
        "CREATE VIEW library WITH (security_invoker = false) AS SELECT * FROM clips",
        "library: view is not security_invoker",
    ),
    ("CREATE MATERIALIZED VIEW library AS SELECT * FROM clips", "library: a materialized view has no walls"),
    (
        "CREATE FUNCTION ef.peek() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM public.clips'",
        "ef.peek: owned by a role that bypasses",
    ),
    (
        "CREATE FUNCTION ef.peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog \
         AS 'SELECT count(*) FROM public.clips'; ALTER FUNCTION ef.peek() OWNER TO ef_worker",
        "ef.peek: SECURITY DEFINER and not ef_owner's",
    ),
    ("ALTER FUNCTION ef.sweep_jobs() RESET ALL", "ef.sweep_jobs: SECURITY DEFINER without a search_path"),
    (
        "GRANT EXECUTE ON FUNCTION ef.sweep_jobs() TO ef_app",
        "ef.sweep_jobs: SECURITY DEFINER and open to ef_app",
    ),
    (
        "DROP FUNCTION ef.find_account(text); CREATE FUNCTION ef.find_account(wanted text) RETURNS SETOF accounts \
         LANGUAGE sql AS 'SELECT * FROM public.accounts'",
        "ef.find_account: open to ef_app and may return many rows",
    ),
    ("GRANT SELECT ON login_attempts TO ef_app", "login_attempts: no policy with WITH CHECK"),
    ("GRANT INSERT (subject) ON login_attempts TO PUBLIC", "login_attempts: no policy with WITH CHECK"),
    ("CREATE INDEX tokens_by_name ON api_tokens (name)", "api_tokens: index tokens_by_name does not begin"),
    ("ALTER TABLE clips OWNER TO ef_app", "clips: owned by ef_app"),
    ("CREATE SCHEMA mine AUTHORIZATION ef_app", "mine: schema owned by ef_app"),
    ("GRANT TRUNCATE ON clips TO ef_app", "clips: ef_app has TRUNCATE"),
    ("GRANT REFERENCES ON clips TO ef_worker", "clips: ef_worker has REFERENCES"),
    ("GRANT TRIGGER ON clips TO PUBLIC", "clips: ef_app has TRIGGER"),
    ("GRANT CREATE ON SCHEMA public TO ef_app", "public: ef_app may create"),
    ("ALTER ROLE ef_app BYPASSRLS", "ef_app: bypasses row-level security"),
    ("GRANT ef_owner TO ef_app", "ef_app: is a member of ef_owner"),
];

/// The functions of `ef_owner` that a request may call before its user is known, or about what
/// is of one store, or of one key, alone: each answers with at most one row.
const OPEN: &str = "'ef.has_accounts()', 'ef.find_account(text)', 'ef.find_session(bytea, timestamptz)', \
    'ef.find_token(bytea, timestamptz)', 'ef.begin_login(bytea, bytea, timestamptz)', \
    'ef.forgive_login(bytea, bytea)', 'ef.claim_channel(bytea)', 'ef.release_channel(bytea)', \
    'ef.take_post(bytea, timestamptz)', 'ef.note_budget(bytea, integer, timestamptz, timestamptz)'";

/// The faults, each as `place: fault`. Diesel's own table of migrations belongs to no tenant.
///
/// A table that `ef_app` has no right on at all needs no policy for it. A token is found by its secret's hash before
/// its profile is known, so this one index does not begin with `profile_id`.
const FAULTS: &str = r"
WITH ours AS (
  SELECT oid FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
), tables AS (
  SELECT * FROM pg_class
  WHERE relnamespace IN (SELECT oid FROM ours) AND relkind IN ('r', 'p') AND relname <> '__diesel_schema_migrations'
), tenant AS (
  SELECT t.oid, t.relname, a.attnum, a.attnotnull FROM tables t
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'profile_id' AND NOT a.attisdropped
), functions AS (
  SELECT p.*, n.nspname || '.' || proname AS place FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
  WHERE pronamespace IN (SELECT oid FROM ours)
), open AS (
  SELECT f::regprocedure::oid AS oid FROM unnest(ARRAY[$OPEN]) AS f
), served AS (
  SELECT * FROM pg_roles WHERE rolname IN ('ef_app', 'ef_worker')
)
SELECT relname || ': row-level security is off' AS fault FROM tables WHERE NOT relrowsecurity
UNION ALL SELECT relname || ': row-level security is not forced' FROM tables WHERE NOT relforcerowsecurity
UNION ALL SELECT relname || ': no policy with WITH CHECK for ef_app' FROM tables t WHERE NOT EXISTS (
  SELECT FROM pg_policy p WHERE polrelid = t.oid AND polcmd = '*' AND polwithcheck IS NOT NULL
    AND polroles @> ARRAY['ef_app'::regrole::oid])
  AND (has_any_column_privilege('ef_app', t.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
    OR has_table_privilege('ef_app', t.oid, 'DELETE'))
UNION ALL SELECT relname || ': policy ' || polname || ' does not ask whose row it is' FROM tables t
  JOIN pg_policy p ON polrelid = t.oid
  WHERE polroles && ARRAY[0::oid, 'ef_app'::regrole::oid, 'ef_worker'::regrole::oid] AND polpermissive
    AND (COALESCE(pg_get_expr(polqual, polrelid), 'ef.user_id()') !~ 'ef\.(profile|user)_id\(\)'
      OR COALESCE(pg_get_expr(polwithcheck, polrelid), 'ef.user_id()') !~ 'ef\.(profile|user)_id\(\)')
UNION ALL SELECT relname || ': profile_id may be null' FROM tenant WHERE NOT attnotnull
UNION ALL SELECT child.relname || ': foreign key ' || conname || ' does not carry profile_id' FROM pg_constraint c
  JOIN tenant child ON child.oid = conrelid JOIN tenant parent ON parent.oid = confrelid
  WHERE contype = 'f' AND NOT EXISTS (
    SELECT FROM unnest(conkey, confkey) AS pair (ours, theirs)
    WHERE pair.ours = child.attnum AND pair.theirs = parent.attnum)
UNION ALL SELECT t.relname || ': index ' || i.relname || ' does not begin with profile_id' FROM pg_index x
  JOIN tenant t ON t.oid = indrelid JOIN pg_class i ON i.oid = indexrelid
  WHERE indkey[0] <> t.attnum AND i.relname <> 'api_tokens_by_secret'
UNION ALL SELECT relname || ': view is not security_invoker' FROM pg_class
  WHERE relnamespace IN (SELECT oid FROM ours) AND relkind = 'v'
    AND NOT COALESCE(reloptions, '{}') && ARRAY['security_invoker=true', 'security_invoker=on']
UNION ALL SELECT relname || ': a materialized view has no walls' FROM pg_class
  WHERE relnamespace IN (SELECT oid FROM ours) AND relkind = 'm'
UNION ALL SELECT place || ': owned by a role that bypasses row-level security' FROM functions
  JOIN pg_roles r ON r.oid = proowner WHERE rolsuper OR rolbypassrls
UNION ALL SELECT place || ': SECURITY DEFINER and not ef_owner''s' FROM functions
  WHERE prosecdef AND proowner <> 'ef_owner'::regrole
UNION ALL SELECT place || ': SECURITY DEFINER without a search_path' FROM functions
  WHERE prosecdef AND COALESCE(array_to_string(proconfig, ','), '') !~ 'search_path='
UNION ALL SELECT place || ': SECURITY DEFINER and open to ef_app' FROM functions
  WHERE prosecdef AND has_function_privilege('ef_app', oid, 'EXECUTE') AND oid NOT IN (SELECT oid FROM open)
UNION ALL SELECT place || ': open to ef_app and may return many rows' FROM functions
  WHERE proretset AND oid IN (SELECT oid FROM open)
UNION ALL SELECT relname || ': owned by ' || rolname FROM pg_class c JOIN served s ON s.oid = relowner
UNION ALL SELECT nspname || ': schema owned by ' || rolname FROM pg_namespace JOIN served s ON s.oid = nspowner
UNION ALL SELECT place || ': owned by ' || rolname FROM functions f JOIN served s ON s.oid = proowner
UNION ALL SELECT relname || ': ' || rolname || ' has ' || priv FROM tables t, served,
  unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS priv WHERE has_table_privilege(rolname, t.oid, priv)
UNION ALL SELECT nspname || ': ' || rolname || ' may create' FROM pg_namespace n, served
  WHERE n.oid IN (SELECT oid FROM ours) AND has_schema_privilege(rolname, n.oid, 'CREATE')
UNION ALL SELECT rolname || ': bypasses row-level security' FROM pg_roles
  WHERE rolname IN ('ef_app', 'ef_worker', 'ef_owner') AND (rolsuper OR rolbypassrls)
UNION ALL SELECT rolname || ': is a member of ' || roleid::regrole FROM pg_auth_members m
  JOIN served s ON s.oid = m.member
";

async fn connect(database: &ScratchDatabase) -> AsyncPgConnection {
    AsyncPgConnection::establish(database.admin_url()).await.unwrap()
}

async fn faults(admin: &mut AsyncPgConnection) -> Vec<String> {
    rows(admin, &FAULTS.replace("$OPEN", OPEN)).await
}

async fn rows(admin: &mut AsyncPgConnection, sql: &str) -> Vec<String> {
    use diesel_async::RunQueryDsl as _;

    #[derive(QueryableByName)]
    struct Row {
        #[diesel(sql_type = Text)]
        fault: String,
    }
    let rows: Vec<Row> = sql_query(sql).load(admin).await.unwrap();
    rows.into_iter().map(|row| row.fault).collect()
}
