//! Users and profiles.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
    Queryable, Selectable, SelectableHelper as _, delete,
    dsl::{exists, insert_into, select},
    update,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    Actor, ContextText, Cost, NewJob, NewProfile, Profile, ProfileChanges, ProfileContext, ProfileId,
    ProfileName, ProfileStore, Settings, StoreError, Task, UserId, UserStore,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    Postgres, jobs,
    rows::{Place, failed},
    schema::{deleted_profiles, profiles, users},
    scope::Scope,
};

/// The implicit user of a server that only its own machine reaches.
pub(crate) const LOCAL_USER: Uuid = Uuid::from_u128(1);

#[derive(Queryable, Selectable)]
#[diesel(table_name = profiles)]
struct ProfileRow {
    id: Uuid,
    owner_id: Uuid,
    name: String,
    description: String,
    colour: String,
    icon: String,
    created_at: DateTime<Utc>,
    context_text: String,
    tts_settings: Value,
    caption_style: Value,
    making_defaults: Value,
    publisher_defaults: Value,
    monthly_quota_micro_usd: Option<i64>,
}

#[derive(AsChangeset)]
#[diesel(table_name = profiles)]
#[expect(clippy::option_option, reason = "diesel sets a column to null by Some(None)")]
struct ProfileChangeset {
    name: Option<String>,
    description: Option<String>,
    colour: Option<String>,
    icon: Option<String>,
    context_text: String,
    tts_settings: Value,
    caption_style: Value,
    making_defaults: Value,
    publisher_defaults: Value,
    monthly_quota_micro_usd: Option<Option<i64>>,
}

impl ProfileRow {
    fn into_profile(self, default: Option<Uuid>) -> Result<Profile, StoreError> {
        let place = Place { table: "profiles", row: self.id };
        Ok(Profile {
            id: ProfileId::from(self.id),
            owner: UserId::from(self.owner_id),
            name: place.read("name", ProfileName::parse(&self.name))?,
            description: self.description,
            colour: self.colour,
            icon: self.icon,
            settings: Settings {
                context_text: place.read("context_text", ContextText::parse(&self.context_text))?,
                tts: place.read("tts_settings", serde_json::from_value(self.tts_settings))?,
                captions: place.read("caption_style", serde_json::from_value(self.caption_style))?,
                making: place.read("making_defaults", serde_json::from_value(self.making_defaults))?,
                publisher: place
                    .read("publisher_defaults", serde_json::from_value(self.publisher_defaults))?,
                monthly_quota: self.monthly_quota_micro_usd.map(Cost),
            },
            is_default: default == Some(self.id),
            created_at: self.created_at,
        })
    }
}

#[async_trait]
impl UserStore for Postgres {
    async fn local_user(&self) -> Result<Actor, StoreError> {
        self.user(UserId::from(LOCAL_USER), "You").await
    }

    async fn user(&self, id: UserId, name: &str) -> Result<Actor, StoreError> {
        let actor = Actor::signed_in(id);
        let mut scope = self.scoped_user(&actor).await?;
        settle(&mut scope, &actor, name).await?;
        scope.commit().await?;
        Ok(actor)
    }
}

#[async_trait]
impl ProfileStore for Postgres {
    async fn list(&self, actor: &Actor) -> Result<Vec<Profile>, StoreError> {
        let mut scope = self.scoped_user(actor).await?;
        let default = default_of(&mut scope, actor.user().uuid()).await?;
        let rows: Vec<ProfileRow> = profiles::table
            .filter(profiles::owner_id.eq(actor.user().uuid()))
            .select(ProfileRow::as_select())
            .order((profiles::name, profiles::created_at))
            .load(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        rows.into_iter().map(|row| row.into_profile(default)).collect()
    }

    async fn find(&self, actor: &Actor, id: ProfileId) -> Result<Profile, StoreError> {
        let mut scope = self.scoped_user(actor).await?;
        let profile = find(&mut scope, actor, id.uuid()).await?;
        scope.commit().await?;
        Ok(profile)
    }

    async fn create(&self, actor: &Actor, id: ProfileId, new: NewProfile) -> Result<Profile, StoreError> {
        let mut scope = self.scoped_user(actor).await?;
        insert(&mut scope, actor, id, new).await?;
        let profile = find(&mut scope, actor, id.uuid()).await?;
        scope.commit().await?;
        Ok(profile)
    }

    async fn update(
        &self,
        actor: &Actor,
        id: ProfileId,
        changes: ProfileChanges,
    ) -> Result<Profile, StoreError> {
        let mut scope = self.scoped_user(actor).await?;
        let own = profiles::owner_id.eq(actor.user().uuid()).and(profiles::id.eq(id.uuid()));
        // Two who change settings at once take turns, so that neither undoes the other's.
        let row: ProfileRow = profiles::table
            .filter(own)
            .select(ProfileRow::as_select())
            .for_update()
            .first(&mut *scope)
            .await
            .map_err(failed)?;
        let change = changeset(row.into_profile(None)?, changes)?;
        update(profiles::table).filter(own).set(change).execute(&mut *scope).await.map_err(failed)?;
        let profile = find(&mut scope, actor, id.uuid()).await?;
        scope.commit().await?;
        Ok(profile)
    }

    async fn set_default(&self, actor: &Actor, id: ProfileId) -> Result<Profile, StoreError> {
        let mut scope = self.scoped_user(actor).await?;
        update(users::table)
            .filter(users::id.eq(actor.user().uuid()))
            .set(users::default_profile_id.eq(id.uuid()))
            .execute(&mut *scope)
            .await
            .map_err(failed)?;
        let profile = find(&mut scope, actor, id.uuid()).await?;
        scope.commit().await?;
        Ok(profile)
    }

    async fn settings(&self, ctx: &ProfileContext) -> Result<Settings, StoreError> {
        let mut scope = self.scoped(ctx).await?;
        let row: ProfileRow = profiles::table
            .filter(profiles::id.eq(ctx.profile().uuid()))
            .select(ProfileRow::as_select())
            .first(&mut *scope)
            .await
            .map_err(failed)?;
        scope.commit().await?;
        Ok(row.into_profile(None)?.settings)
    }

    async fn delete(&self, actor: &Actor, id: ProfileId) -> Result<(), StoreError> {
        let profile = ProfileStore::find(self, actor, id).await?;
        let ctx = ProfileContext::enter(actor, &profile).map_err(|_stranger| StoreError::NotFound)?;
        let mut scope = self.scoped(&ctx).await?;
        scope.take_time().await?;
        // Whoever makes this one the default at the same time waits, and then does not find it.
        if default_for_update(&mut scope, actor).await? == Some(id.uuid()) {
            let first = "the store that opens first cannot be deleted; let another one open first";
            return Err(StoreError::Conflict(first.to_owned()));
        }
        bury(&mut scope, &ctx, &profile).await?;
        scope.commit().await
    }
}

/// How long workers have to hear that the jobs of a deleted profile are stopped, before its files go.
const LAST_WRITES: Duration = Duration::from_secs(5);

/// Stops the jobs of a profile, enqueues the deletion of its files, and deletes it with all that hangs on it.
async fn bury(scope: &mut Scope, ctx: &ProfileContext, profile: &Profile) -> Result<(), StoreError> {
    let id = ctx.profile().uuid();
    let grave = (
        deleted_profiles::id.eq(id),
        deleted_profiles::owner_id.eq(profile.owner.uuid()),
        deleted_profiles::name.eq(profile.name.as_str()),
    );
    insert_into(deleted_profiles::table)
        .values(grave)
        .on_conflict_do_nothing()
        .execute(&mut **scope)
        .await
        .map_err(failed)?;
    jobs::stop(scope, ctx, None).await?;
    let removal = NewJob { delay: LAST_WRITES, max_attempts: 1000, ..NewJob::new(Task::RemoveFiles) };
    jobs::enqueue(scope, ctx, removal).await?;
    let gone = delete(profiles::table.filter(profiles::id.eq(id))).execute(&mut **scope).await;
    if gone.map_err(failed)? == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

fn changeset(before: Profile, changes: ProfileChanges) -> Result<ProfileChangeset, StoreError> {
    let settings = before.settings.with(changes.settings);
    let json = |value: Result<Value, serde_json::Error>| {
        value.map_err(|error| StoreError::Unavailable(Box::new(error)))
    };
    Ok(ProfileChangeset {
        name: changes.name.map(|name| name.as_str().to_owned()),
        description: changes.description,
        colour: changes.colour,
        icon: changes.icon,
        context_text: settings.context_text.as_str().to_owned(),
        tts_settings: json(serde_json::to_value(settings.tts))?,
        caption_style: json(serde_json::to_value(settings.captions))?,
        making_defaults: json(serde_json::to_value(settings.making))?,
        publisher_defaults: json(serde_json::to_value(settings.publisher))?,
        monthly_quota_micro_usd: Some(settings.monthly_quota.map(Cost::micro_usd)),
    })
}

async fn default_for_update(scope: &mut Scope, actor: &Actor) -> Result<Option<Uuid>, StoreError> {
    users::table
        .filter(users::id.eq(actor.user().uuid()))
        .select(users::default_profile_id)
        .for_update()
        .first(&mut **scope)
        .await
        .map_err(failed)
}

/// Makes the actor's user and default profile where they are missing.
pub(crate) async fn settle(scope: &mut Scope, actor: &Actor, name: &str) -> Result<(), StoreError> {
    let id = actor.user().uuid();
    if default_of(scope, id).await?.is_some() {
        return Ok(());
    }
    insert_user(scope, id, name).await?;
    // The lock lets one of two first requests make the default profile, and the other see it.
    if default_for_update(scope, actor).await?.is_none() {
        let new = NewProfile::parse("My store", "", NewProfile::COLOUR, "")
            .map_err(|bad| StoreError::Conflict(bad.to_string()))?;
        insert(scope, actor, ProfileId::new(), new).await?;
    }
    Ok(())
}

/// Makes a user and a profile of a known id, as far as they are not there; tells whether the profile is new.
pub(crate) async fn adopt(
    scope: &mut Scope,
    user: UserId,
    name: &str,
    profile: ProfileId,
    new: NewProfile,
) -> Result<bool, StoreError> {
    insert_user(scope, user.uuid(), name).await?;
    Ok(insert(scope, &Actor::signed_in(user), profile, new).await? == 1)
}

pub(crate) async fn default_of(scope: &mut Scope, user: Uuid) -> Result<Option<Uuid>, StoreError> {
    let default: Option<Option<Uuid>> = users::table
        .filter(users::id.eq(user))
        .select(users::default_profile_id)
        .first(&mut **scope)
        .await
        .optional()
        .map_err(failed)?;
    Ok(default.flatten())
}

async fn find(scope: &mut Scope, actor: &Actor, id: Uuid) -> Result<Profile, StoreError> {
    let default = default_of(scope, actor.user().uuid()).await?;
    let row: ProfileRow = profiles::table
        .filter(profiles::owner_id.eq(actor.user().uuid()))
        .filter(profiles::id.eq(id))
        .select(ProfileRow::as_select())
        .first(&mut **scope)
        .await
        .map_err(failed)?;
    row.into_profile(default)
}

async fn insert_user(scope: &mut Scope, id: Uuid, name: &str) -> Result<usize, StoreError> {
    insert_into(users::table)
        .values((users::id.eq(id), users::name.eq(name)))
        .on_conflict_do_nothing()
        .execute(&mut **scope)
        .await
        .map_err(failed)
}

/// Inserts a profile unless it is there, which becomes the default where there is none.
async fn insert(
    scope: &mut Scope,
    actor: &Actor,
    id: ProfileId,
    new: NewProfile,
) -> Result<usize, StoreError> {
    let (id, owner) = (id.uuid(), actor.user().uuid());
    let grave = deleted_profiles::table.filter(deleted_profiles::id.eq(id));
    if select(exists(grave)).get_result(&mut **scope).await.map_err(failed)? {
        return Err(StoreError::Conflict(
            "this store was deleted; make another one under a new key".to_owned(),
        ));
    }
    let inserted = insert_into(profiles::table)
        .values((
            profiles::id.eq(id),
            profiles::owner_id.eq(owner),
            profiles::name.eq(new.name.as_str()),
            profiles::description.eq(&new.description),
            profiles::colour.eq(&new.colour),
            profiles::icon.eq(&new.icon),
        ))
        .on_conflict_do_nothing()
        .execute(&mut **scope)
        .await
        .map_err(failed)?;
    update(users::table)
        .filter(users::id.eq(owner).and(users::default_profile_id.is_null()))
        .set(users::default_profile_id.eq(id))
        .execute(&mut **scope)
        .await
        .map_err(failed)?;
    Ok(inserted)
}
