//! Takes in a table page by page: reads a row, finds its home, writes it, counts it.

use std::collections::{BTreeMap, HashSet};

use diesel::{
    QueryableByName, sql_query,
    sql_types::{Array, Uuid as SqlUuid},
};
use diesel_async::RunQueryDsl as _;
use domain::StoreError;
use futures_util::try_join;
use tokio_postgres::Row;
use uuid::Uuid;

use super::{
    checkpoint::{Checkpoint, Mark},
    insert::{Inserted, insert},
    reading::LegacyRow,
    report::{AdoptError, AdoptedTable, AdoptionLog, Outcome, Remark},
    source::{Column, Source, Wanted, id_of},
};
use crate::{Postgres, rows::failed, scope::Scope};

const NOBODY: &str = "it belongs to no user, or to one who is gone; --orphans-to names who gets such rows";
const REFUSED: &str = "this Edit Factory's database refused it: it breaks a rule of its table";
const TWO_HOMES: &str = "the two things that it joins belong to different users";

/// Where rows go: a profile, and the user whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Home {
    pub(super) profile: Uuid,
    pub(super) user: Uuid,
}

impl Home {
    /// Returns the home of a user's rows: one profile, whose id follows from the user's.
    pub(super) fn of(user: Uuid) -> Self {
        Self { profile: id_of("profile", &user.to_string()), user }
    }
}

/// Whose a row of the original is; none when that user is gone or was never named.
#[derive(Debug, Clone, Copy)]
pub(super) enum Owner {
    /// One user's.
    One(Option<Uuid>),
    /// It joins what belongs to these, who must be the same.
    Both(Option<Uuid>, Option<Uuid>),
}

/// A row of the original, understood.
pub(super) enum Read<N> {
    /// It can come.
    Row {
        /// In our form.
        new: N,
        /// Whose it is.
        owner: Owner,
        /// What had to be changed.
        changes: Vec<&'static str>,
    },
    /// It cannot come, and why.
    Left(&'static str),
}

/// A table of the original, and how its rows become ours.
pub(super) trait LegacyTable {
    /// Its name there.
    const NAME: &'static str;
    /// The columns that are read.
    const COLUMNS: &'static [Column];
    /// The columns that its joins need in their own types.
    const RAW: &'static [(&'static str, &'static str)];
    /// What its joins tell.
    const TOLD: &'static str;
    /// Our table, as far as it has an id.
    const TARGET: &'static str;
    /// Why a row that was neither written nor there before was left.
    const ABSENT: &'static str;
    /// A row in our form.
    type New: Send + Sync;

    /// Writes the joins with the tables that tell whose a row is.
    fn joins(source: &Source) -> String;
    /// Understands a row.
    fn read(row: &LegacyRow<'_>) -> Read<Self::New>;
    /// Returns what names a row among those of its home.
    fn key(new: &Self::New) -> Uuid;
    /// Writes rows that are not there; returns the keys of those that it wrote.
    fn insert(
        scope: &mut Scope,
        home: Home,
        rows: &[Self::New],
    ) -> impl Future<Output = Result<Vec<Uuid>, StoreError>> + Send;

    /// Returns the keys of the rows that are there.
    fn present(
        scope: &mut Scope,
        home: Home,
        rows: &[Self::New],
    ) -> impl Future<Output = Result<Vec<Uuid>, StoreError>> + Send {
        async move {
            let ids: Vec<Uuid> = rows.iter().map(Self::key).collect();
            let sql = format!("SELECT id FROM {} WHERE profile_id = $1 AND id = ANY($2)", Self::TARGET);
            let query = sql_query(sql).bind::<SqlUuid, _>(home.profile).bind::<Array<SqlUuid>, _>(ids);
            let found: Vec<Id> = query.load(&mut **scope).await.map_err(failed)?;
            Ok(found.into_iter().map(|row| row.id).collect())
        }
    }
}

/// An id that a statement returns.
#[derive(QueryableByName)]
pub(super) struct Id {
    #[diesel(sql_type = SqlUuid)]
    pub(super) id: Uuid,
}

/// An adoption under way.
pub(super) struct Run<'a> {
    pub(super) store: &'a Postgres,
    pub(super) source: Source,
    pub(super) checkpoint: Checkpoint,
    pub(super) batch: u16,
    pub(super) is_dry: bool,
    pub(super) log: &'a mut dyn AdoptionLog,
    /// Where the rows that belong to nobody go.
    pub(super) orphans: Option<Home>,
}

/// The rows of a batch that go to one home.
struct Group<N> {
    rows: Vec<N>,
    /// The ids in the original, and what had to be changed.
    origins: Vec<(String, Vec<&'static str>)>,
}

impl Run<'_> {
    /// Takes in what is left of a table.
    pub(super) async fn take_in<T: LegacyTable>(&mut self) -> Result<AdoptedTable, AdoptError> {
        let lacks = self.source.lacks(T::NAME, T::COLUMNS);
        let earlier = if self.is_dry { None } else { self.checkpoint.find(self.store, T::NAME).await? };
        let mut mark = earlier.unwrap_or_default();
        if !mark.is_finished {
            self.pages::<T>(&mut mark).await?;
        }
        Ok(AdoptedTable { name: T::NAME, lacks, tally: mark.tally })
    }

    async fn pages<T: LegacyTable>(&mut self, mark: &mut Mark) -> Result<(), AdoptError> {
        let joins = T::joins(&self.source);
        let wanted = Wanted { table: T::NAME, columns: T::COLUMNS, raw: T::RAW, joins, told: T::TOLD };
        let Self { store, source, checkpoint, batch, is_dry, log, orphans } = self;
        let about = source.about(T::NAME).await?;
        let mut page = source.page(&wanted, mark.upto.as_deref(), *batch).await?;
        while !mark.is_finished {
            mark.is_finished = page.len() < usize::from(*batch);
            mark.upto = page.last().map(|row| LegacyRow(row).id().to_owned()).or(mark.upto.take());
            let (is_last, upto) = (mark.is_finished, mark.upto.clone());
            let next = async {
                if is_last { Ok(Vec::new()) } else { source.page(&wanted, upto.as_deref(), *batch).await }
            };
            let mut task = Batch { store, checkpoint: *checkpoint, is_dry: *is_dry, log: &mut **log, mark };
            // The next page is on its way while this one is written.
            let ((), read) = try_join!(task.take_in::<T>(&page, *orphans), next)?;
            page = read;
            log.progress(T::NAME, &mark.tally, about);
        }
        Ok(())
    }
}

/// A page of a table on its way into the target: one transaction.
struct Batch<'a> {
    store: &'a Postgres,
    checkpoint: Checkpoint,
    is_dry: bool,
    log: &'a mut dyn AdoptionLog,
    mark: &'a mut Mark,
}

impl Batch<'_> {
    async fn take_in<T: LegacyTable>(
        &mut self,
        page: &[Row],
        orphans: Option<Home>,
    ) -> Result<(), AdoptError> {
        let groups = self.sort::<T>(page, orphans)?;
        let mut scope = self.store.scoped_adoption(self.checkpoint.0).await?;
        for (home, group) in groups {
            scope.turn_to_profile(home.profile).await?;
            self.write::<T>(&mut scope, home, group).await?;
        }
        self.mark.report_bytes = self.log.keep()?;
        if !self.is_dry {
            scope.turn_to_user(self.checkpoint.0).await?;
            self.checkpoint.save(&mut scope, T::NAME, self.mark).await?;
        }
        Ok(scope.commit().await?)
    }

    /// Sorts the rows by their homes and leaves those that cannot come.
    fn sort<T: LegacyTable>(
        &mut self,
        page: &[Row],
        orphans: Option<Home>,
    ) -> Result<BTreeMap<Home, Group<T::New>>, AdoptError> {
        let mut groups = BTreeMap::new();
        for row in page {
            let row = LegacyRow(row);
            self.mark.tally.read += 1;
            let read = match T::read(&row) {
                Read::Left(why) => Err(why),
                Read::Row { new, owner, changes } => home_of(owner, orphans).map(|home| (home, new, changes)),
            };
            match read {
                Err(why) => self.leave(T::NAME, row.id(), why)?,
                Ok((home, new, changes)) => {
                    let group = groups.entry(home).or_insert_with(|| Group { rows: vec![], origins: vec![] });
                    group.rows.push(new);
                    group.origins.push((row.id().to_owned(), changes));
                }
            }
        }
        Ok(groups)
    }

    async fn write<T: LegacyTable>(
        &mut self,
        scope: &mut Scope,
        home: Home,
        group: Group<T::New>,
    ) -> Result<(), AdoptError> {
        let keys: Vec<Uuid> = group.rows.iter().map(T::key).collect();
        let (mut done, there) = if self.is_dry {
            let there: HashSet<Uuid> = T::present(scope, home, &group.rows).await?.into_iter().collect();
            let fresh = keys.iter().copied().filter(|key| !there.contains(key)).collect();
            (Inserted { fresh, refused: HashSet::new() }, there)
        } else {
            let done = insert::<T>(scope, home, &group.rows).await?;
            let all_fresh = keys.iter().all(|key| done.fresh.contains(key));
            let there = if all_fresh { vec![] } else { T::present(scope, home, &group.rows).await? };
            (done, there.into_iter().collect())
        };
        let mut once = HashSet::new();
        for (key, (id, changes)) in keys.iter().zip(group.origins) {
            if done.fresh.remove(key) {
                once.insert(*key);
                self.mark.tally.adopt(&changes);
                for why in changes {
                    let outcome = Outcome::Changed;
                    self.log.remark(Remark { table: T::NAME, id: &id, outcome, why })?;
                }
            } else if there.contains(key) || once.contains(key) {
                self.mark.tally.there += 1;
            } else {
                self.leave(T::NAME, &id, if done.refused.contains(key) { REFUSED } else { T::ABSENT })?;
            }
        }
        Ok(())
    }

    fn leave(&mut self, table: &'static str, id: &str, why: &'static str) -> Result<(), AdoptError> {
        self.mark.tally.leave(why);
        Ok(self.log.remark(Remark { table, id, outcome: Outcome::Left, why })?)
    }
}

fn home_of(owner: Owner, orphans: Option<Home>) -> Result<Home, &'static str> {
    let home = |user: Option<Uuid>| user.map(Home::of).or(orphans).ok_or(NOBODY);
    match owner {
        Owner::One(user) => home(user),
        Owner::Both(one, other) => {
            let (one, other) = (home(one)?, home(other)?);
            if one == other { Ok(one) } else { Err(TWO_HOMES) }
        }
    }
}
