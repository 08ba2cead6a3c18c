//! Takes in a database of the original Edit Factory: each user's rows into a profile of that user.
//!
//! The source is read by pages in the order of its ids. A page is one transaction of the target, with the mark that
//! says how far it has come: so an adoption that is cut off anywhere goes on where it was, and memory stays flat.
//! Ids are kept, and a row that is there already is left as it is: so adopting twice changes nothing.

mod batch;
mod checkpoint;
mod clips;
mod contents;
mod costs;
mod footage;
mod insert;
mod jobs;
mod links;
mod projects;
mod reading;
mod report;
mod segments;
mod source;
mod users;

use uuid::Uuid;

pub use self::report::{AdoptError, AdoptedTable, AdoptionLog, Outcome, Remark, Tally};
use self::{
    batch::{Home, Run},
    checkpoint::Checkpoint,
    source::Source,
};
use crate::{Postgres, profiles};

/// What to adopt, and how.
#[derive(Clone)]
pub struct Adoption {
    /// The address of the original's database.
    pub source_url: String,
    /// Who gets the rows that belong to nobody: a user's id, or an email of the source.
    pub orphans_to: Option<String>,
    /// How many rows a transaction takes in, at most [`Adoption::MAX_BATCH`].
    pub batch: u16,
    /// Counts the same and writes nothing.
    pub is_dry_run: bool,
    /// Looks at every row anew, even where an adoption was interrupted.
    pub is_anew: bool,
}

impl Adoption {
    /// The most rows in a transaction: more would keep other writers waiting.
    pub const MAX_BATCH: u16 = 2000;
}

/// The tables of the original, in the order in which their rows need each other.
const TABLES: &[&str] = &[
    "auth.users",
    "public.editai_projects",
    "public.editai_source_videos",
    "public.editai_segments",
    "public.editai_project_segments",
    "public.editai_clips",
    "public.editai_clip_content",
    "public.jobs",
    "public.api_costs",
];

impl Postgres {
    /// Takes in what a database of the original holds and this one does not; tells what became of each table.
    ///
    /// # Errors
    /// [`AdoptError`]; what was taken in stays, and the same call goes on from there.
    pub async fn adopt(
        &self,
        adoption: &Adoption,
        log: &mut dyn AdoptionLog,
    ) -> Result<Vec<AdoptedTable>, AdoptError> {
        let source = Source::open(&adoption.source_url, TABLES).await?;
        source.reserve().await?;
        let checkpoint = Checkpoint(source.identity().await?);
        if adoption.is_anew && !adoption.is_dry_run {
            checkpoint.forget(self).await?;
        }
        let heir = heir(self, &source, checkpoint, adoption.orphans_to.as_deref()).await?;
        log.begin(if adoption.is_dry_run { 0 } else { checkpoint.report_bytes(self).await? })?;
        let batch = adoption.batch.clamp(1, Adoption::MAX_BATCH);
        let is_dry = adoption.is_dry_run;
        let mut run = Run { store: self, source, checkpoint, batch, is_dry, log, orphans: None };
        let mut tables = vec![run.take_in::<users::Users>().await?];
        run.orphans = match heir {
            Some(user) => Some(orphans_home(self, checkpoint, user, is_dry).await?),
            None => None,
        };
        tables.push(run.take_in::<projects::Projects>().await?);
        tables.push(run.take_in::<footage::Footage>().await?);
        tables.push(run.take_in::<segments::Segments>().await?);
        tables.push(run.take_in::<links::Links>().await?);
        tables.push(run.take_in::<clips::Clips>().await?);
        tables.push(run.take_in::<contents::Contents>().await?);
        tables.push(run.take_in::<jobs::Jobs>().await?);
        tables.push(run.take_in::<costs::Costs>().await?);
        if !is_dry {
            checkpoint.forget(self).await?;
        }
        Ok(tables)
    }
}

/// Finds who gets the rows that belong to nobody. They never go to two.
async fn heir(
    store: &Postgres,
    source: &Source,
    checkpoint: Checkpoint,
    named: Option<&str>,
) -> Result<Option<Uuid>, AdoptError> {
    let Some(named) = named else { return Ok(None) };
    let found = match Uuid::parse_str(named) {
        Ok(id) => match source.user_of_id(id).await? {
            Some(user) => Some(user),
            None => default_of(store, id).await?.map(|_profile| id),
        },
        Err(_) => source.user_of_email(named).await?,
    };
    let user = found.ok_or_else(|| AdoptError::NoSuchUser(named.to_owned()))?;
    match checkpoint.orphans(store).await? {
        Some((earlier, _)) if earlier != user => Err(AdoptError::OrphansWentTo(earlier)),
        _ => Ok(Some(user)),
    }
}

/// Finds the profile for the rows that belong to nobody: the heir's default one at the first time.
async fn orphans_home(
    store: &Postgres,
    checkpoint: Checkpoint,
    user: Uuid,
    is_dry: bool,
) -> Result<Home, AdoptError> {
    if let Some((user, profile)) = checkpoint.orphans(store).await? {
        return Ok(Home { profile, user });
    }
    let home = match default_of(store, user).await? {
        Some(profile) => Home { profile, user },
        None => Home::of(user),
    };
    if !is_dry {
        checkpoint.set_orphans(store, user, home.profile).await?;
    }
    Ok(home)
}

async fn default_of(store: &Postgres, user: Uuid) -> Result<Option<Uuid>, AdoptError> {
    let actor = domain::Actor::signed_in(domain::UserId::from(user));
    let mut scope = store.scoped_user(&actor).await?;
    let default = profiles::default_of(&mut scope, user).await?;
    scope.commit().await?;
    Ok(default)
}
