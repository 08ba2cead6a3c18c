//! A database of the original, and what to look at before and after.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
};

use diesel::{QueryableByName, sql_query, sql_types::Text};
use diesel_async::{AsyncConnection as _, AsyncPgConnection, RunQueryDsl as _};
use domain::{Actor, ProfileContext, ProfileStore as _, UserId};
use store_postgres::{
    AdoptedTable, Adoption, AdoptionLog, Postgres, Remark, Tally, scratch::ScratchDatabase,
};
use uuid::Uuid;

pub(super) const ANA: Uuid = Uuid::from_u128(0x9000_0000_0000_4000_8000_0000_0000_0001);
pub(super) const BOGDAN: Uuid = Uuid::from_u128(0x9000_0000_0000_4000_8000_0000_0000_0002);
pub(super) const NOBODYS: &str = "it belongs to no user";

/// Every adopted row with the user whose it is, here; the same of the source.
pub(super) const OWNERS_HERE: &str = "
    SELECT t.row || ' ' || p.owner_id AS text FROM profiles p JOIN (
      SELECT profile_id, 'project ' || id AS row FROM projects UNION ALL
      SELECT profile_id, 'footage ' || id FROM source_videos UNION ALL
      SELECT profile_id, 'segment ' || id FROM segments UNION ALL
      SELECT profile_id, 'clip ' || id FROM clips UNION ALL
      SELECT profile_id, 'content ' || id FROM clip_contents UNION ALL
      SELECT profile_id, 'cost ' || split_part(spend_key, ' ', 2) FROM cost_entries
    ) t ON t.profile_id = p.id";
pub(super) const OWNERS_THERE: &str = "
    SELECT 'project ' || id || ' ' || user_id AS text FROM editai_projects WHERE user_id IS NOT NULL UNION ALL
    SELECT 'footage ' || id || ' ' || user_id FROM editai_source_videos WHERE user_id IS NOT NULL UNION ALL
    SELECT 'segment ' || s.id || ' ' || v.user_id FROM editai_segments s
      JOIN editai_source_videos v ON v.id = s.source_video_id WHERE v.user_id IS NOT NULL UNION ALL
    SELECT 'clip ' || c.id || ' ' || p.user_id FROM editai_clips c
      JOIN editai_projects p ON p.id = c.project_id WHERE p.user_id IS NOT NULL UNION ALL
    SELECT 'content ' || t.id || ' ' || p.user_id FROM editai_clip_content t JOIN editai_clips c ON c.id = t.clip_id
      JOIN editai_projects p ON p.id = c.project_id WHERE p.user_id IS NOT NULL UNION ALL
    SELECT 'cost ' || a.id || ' ' || (j.data ->> 'user_id') FROM api_costs a JOIN jobs j ON j.id = a.job_id
      WHERE j.data ->> 'user_id' IS NOT NULL";

/// Makes a database as the original leaves it.
pub(super) async fn original() -> ScratchDatabase {
    let source = ScratchDatabase::create_empty().await;
    source.run(include_str!("fixture.sql")).await;
    source
}

/// Takes in a whole database, in batches that cut the tables into several.
pub(super) fn adoption(source: &ScratchDatabase) -> Adoption {
    Adoption {
        source_url: source.admin_url().to_owned(),
        orphans_to: None,
        batch: 7,
        is_dry_run: false,
        is_anew: false,
    }
}

/// Adopts; returns the sums and the remarks.
pub(super) async fn adopt(store: &Postgres, how: &Adoption) -> (Vec<AdoptedTable>, Vec<String>) {
    let mut log = Log::default();
    let tables = store.adopt(how, &mut log).await.unwrap();
    (tables, log.lines)
}

/// Keeps remarks as a file would, and can stop before a batch is kept.
#[derive(Default)]
pub(super) struct Log {
    pub(super) lines: Vec<String>,
    /// How many batches to let through; none for all.
    pub(super) stop_after: Option<usize>,
}

impl AdoptionLog for Log {
    fn begin(&mut self, kept_bytes: u64) -> io::Result<()> {
        // A line is a byte here.
        self.lines.truncate(usize::try_from(kept_bytes).unwrap());
        Ok(())
    }

    fn remark(&mut self, remark: Remark<'_>) -> io::Result<()> {
        let Remark { table, id, outcome, why } = remark;
        self.lines.push(format!("{table} {id} {}: {why}", outcome.as_str()));
        Ok(())
    }

    fn keep(&mut self) -> io::Result<u64> {
        match &mut self.stop_after {
            Some(0) => return Err(io::Error::other("stopped here")),
            Some(left) => *left -= 1,
            None => {}
        }
        Ok(u64::try_from(self.lines.len()).unwrap())
    }

    fn progress(&mut self, _table: &'static str, _tally: &Tally, _about: Option<u64>) {}
}

/// Enters the one profile of a user.
pub(super) async fn context(store: &Postgres, user: Uuid) -> ProfileContext {
    let actor = Actor::signed_in(UserId::from(user));
    let profiles = store.list(&actor).await.unwrap();
    assert_eq!(profiles.len(), 1);
    assert_eq!((profiles[0].name.as_str(), profiles[0].is_default), ("Adopted store", true));
    ProfileContext::enter(&actor, &profiles[0]).unwrap()
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    text: String,
}

/// Returns the texts that a query of one column answers, as the superuser sees them.
pub(super) async fn rows(database: &ScratchDatabase, sql: &str) -> Vec<String> {
    let mut admin = AsyncPgConnection::establish(database.admin_url()).await.unwrap();
    let sql = format!("SELECT x.text FROM ({sql}) AS x (text)");
    let lines: Vec<Line> = sql_query(sql).load(&mut admin).await.unwrap();
    lines.into_iter().map(|line| line.text).collect()
}

/// Returns whose each row is.
pub(super) async fn owners(database: &ScratchDatabase, sql: &str) -> BTreeMap<String, String> {
    let lines = rows(database, sql).await;
    let pairs = lines.iter().map(|line| line.rsplit_once(' ').unwrap());
    pairs.map(|(row, owner)| (row.to_owned(), owner.to_owned())).collect()
}

/// Returns every row of every profile and of none.
pub(super) async fn snapshot(target: &ScratchDatabase) -> String {
    let mut all = target.rows_of_none().await;
    for profile in rows(target, "SELECT id::text FROM profiles ORDER BY 1").await {
        all.push_str(&target.rows_of(profile.parse().unwrap()).await);
    }
    all
}

/// Compares two snapshots, and shows only what differs.
pub(super) fn assert_same(found: &str, expected: &str) {
    let (found, expected): (BTreeSet<&str>, BTreeSet<&str>) =
        (found.lines().collect(), expected.lines().collect());
    let (more, less) = (found.difference(&expected), expected.difference(&found));
    assert_eq!(more.collect::<Vec<_>>(), less.collect::<Vec<_>>());
}

/// Returns every row of every table of a source.
pub(super) async fn dump(source: &ScratchDatabase) -> Vec<String> {
    let tables = "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN ('auth', 'public') ORDER BY 1";
    let mut all = Vec::new();
    for table in rows(source, tables).await {
        all.extend(rows(source, &format!("SELECT '{table} ' || t::text FROM {table} t ORDER BY 1")).await);
    }
    all
}
