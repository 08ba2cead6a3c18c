//! Every store, in memory.
//!
//! What belongs to a profile is kept under the profile's id, so that another profile's context finds nothing.
#![expect(
    clippy::missing_panics_doc,
    clippy::expect_used,
    reason = "a lock that a test's panic poisoned panics"
)]

mod jobs;
mod library;

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard},
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    Actor, Clip, ClipId, Cursor, Job, Lease, NewProfile, Page, PageRequest, Profile, ProfileChanges,
    ProfileContext, ProfileId, ProfileStore, Project, ProjectId, Segment, SourceVideo, SourceVideoId,
    StoreError, UserId, UserStore,
};
use uuid::Uuid;

/// Every store, in memory.
#[derive(Debug, Default)]
pub struct MemoryStores(Mutex<Tables>);

#[derive(Debug, Default)]
struct Tables {
    local_user: Option<UserId>,
    profiles: Vec<Profile>,
    footage: BTreeMap<(ProfileId, SourceVideoId), SourceVideo>,
    segments: BTreeMap<(ProfileId, SourceVideoId), Vec<Segment>>,
    projects: BTreeMap<(ProfileId, ProjectId), Project>,
    clips: BTreeMap<(ProfileId, ClipId), Clip>,
    jobs: Vec<StoredJob>,
    seqs: BTreeMap<ProfileId, i64>,
    ticks: i64,
    failing: bool,
}

#[derive(Debug)]
struct StoredJob {
    job: Job,
    unique_key: Option<String>,
    lease: Option<Lease>,
    cancel_requested: bool,
}

impl MemoryStores {
    /// Makes every later call fail as if the database were away, or work again.
    pub fn set_failing(&self, failing: bool) {
        self.0.lock().expect("the stores").failing = failing;
    }

    /// Takes a profile away, as if its owner had deleted it.
    pub fn remove_profile(&self, id: ProfileId) {
        self.0.lock().expect("the stores").profiles.retain(|profile| profile.id != id);
    }

    /// Writes down all that is kept for a profile, so that a test can tell whether any of it changed.
    pub fn everything_of(&self, ctx: &ProfileContext) -> String {
        let tables = self.0.lock().expect("the stores");
        let profile: Vec<&Profile> =
            tables.profiles.iter().filter(|profile| profile.id == ctx.profile()).collect();
        let own = |stored: &&StoredJob| stored.job.context().profile() == ctx.profile();
        let jobs: Vec<&StoredJob> = tables.jobs.iter().filter(own).collect();
        let (footage, segments) = (of_profile(&tables.footage, ctx), of_profile(&tables.segments, ctx));
        let (projects, clips) = (of_profile(&tables.projects, ctx), of_profile(&tables.clips, ctx));
        format!("{profile:?} {footage:?} {segments:?} {projects:?} {clips:?} {jobs:?}")
    }

    fn open(&self) -> Result<MutexGuard<'_, Tables>, StoreError> {
        let tables = self.0.lock().expect("the stores");
        if tables.failing {
            return Err(StoreError::Unavailable("the memory is said to be away: /secret/place".into()));
        }
        Ok(tables)
    }
}

impl Tables {
    /// Each row is a second younger than the one before, so that lists have an order.
    fn tick(&mut self) -> DateTime<Utc> {
        self.ticks += 1;
        DateTime::UNIX_EPOCH + TimeDelta::seconds(1_700_000_000 + self.ticks)
    }

    fn own_profile(&mut self, actor: &Actor, id: ProfileId) -> Result<&mut Profile, StoreError> {
        self.profiles.iter_mut().find(|p| p.id == id && p.owner == actor.user()).ok_or(StoreError::NotFound)
    }

    fn create_profile(&mut self, actor: &Actor, new: NewProfile) -> Profile {
        let profile = Profile {
            id: ProfileId::new(),
            owner: actor.user(),
            name: new.name,
            description: new.description,
            colour: new.colour,
            icon: new.icon,
            is_default: !self.profiles.iter().any(|profile| profile.owner == actor.user()),
            created_at: self.tick(),
        };
        self.profiles.push(profile.clone());
        profile
    }
}

/// Picks a page of rows, newest first.
fn page<T>(mut rows: Vec<T>, request: &PageRequest, place: impl Fn(&T) -> Cursor) -> Page<T> {
    rows.sort_by_key(|row| {
        let Cursor { created_at, id } = place(row);
        std::cmp::Reverse((created_at, id))
    });
    if let Some(after) = request.after {
        rows.retain(|row| (place(row).created_at, place(row).id) < (after.created_at, after.id));
    }
    rows.truncate(usize::from(request.limit()) + 1);
    Page::of(request, rows, place)
}

fn of_profile<I: Ord, T: Clone>(table: &BTreeMap<(ProfileId, I), T>, ctx: &ProfileContext) -> Vec<T> {
    table.iter().filter(|((profile, _), _)| *profile == ctx.profile()).map(|(_, row)| row.clone()).collect()
}

const fn place(created_at: DateTime<Utc>, id: Uuid) -> Cursor {
    Cursor { created_at, id }
}

#[async_trait]
impl UserStore for MemoryStores {
    async fn local_user(&self) -> Result<Actor, StoreError> {
        let mut tables = self.open()?;
        if let Some(user) = tables.local_user {
            return Ok(Actor::signed_in(user));
        }
        let actor = Actor::signed_in(UserId::new());
        tables.local_user = Some(actor.user());
        let new = NewProfile::parse("My store", "", NewProfile::COLOUR, "").expect("a profile");
        tables.create_profile(&actor, new);
        Ok(actor)
    }
}

#[async_trait]
impl ProfileStore for MemoryStores {
    async fn list(&self, actor: &Actor) -> Result<Vec<Profile>, StoreError> {
        let tables = self.open()?;
        let mut own: Vec<Profile> =
            tables.profiles.iter().filter(|profile| profile.owner == actor.user()).cloned().collect();
        own.sort_by_key(|profile| profile.name.to_string());
        Ok(own)
    }

    async fn find(&self, actor: &Actor, id: ProfileId) -> Result<Profile, StoreError> {
        self.open()?.own_profile(actor, id).cloned()
    }

    async fn create(&self, actor: &Actor, new: NewProfile) -> Result<Profile, StoreError> {
        Ok(self.open()?.create_profile(actor, new))
    }

    async fn update(
        &self,
        actor: &Actor,
        id: ProfileId,
        changes: ProfileChanges,
    ) -> Result<Profile, StoreError> {
        let mut tables = self.open()?;
        let profile = tables.own_profile(actor, id)?;
        let ProfileChanges { name, description, colour, icon } = changes;
        profile.name = name.unwrap_or_else(|| profile.name.clone());
        profile.description = description.unwrap_or_else(|| profile.description.clone());
        profile.colour = colour.unwrap_or_else(|| profile.colour.clone());
        profile.icon = icon.unwrap_or_else(|| profile.icon.clone());
        Ok(profile.clone())
    }

    async fn set_default(&self, actor: &Actor, id: ProfileId) -> Result<Profile, StoreError> {
        let mut tables = self.open()?;
        tables.own_profile(actor, id)?;
        for profile in tables.profiles.iter_mut().filter(|profile| profile.owner == actor.user()) {
            profile.is_default = profile.id == id;
        }
        tables.own_profile(actor, id).cloned()
    }
}
