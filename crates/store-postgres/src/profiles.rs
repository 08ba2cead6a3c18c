//! Users and profiles.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use diesel::{
    AsChangeset, BoolExpressionMethods as _, ExpressionMethods as _, OptionalExtension as _, QueryDsl as _,
    Queryable, Selectable, SelectableHelper as _, dsl::insert_into, update,
};
use diesel_async::RunQueryDsl as _;
use domain::{
    Actor, NewProfile, Profile, ProfileChanges, ProfileId, ProfileName, ProfileStore, StoreError, UserId,
    UserStore,
};
use uuid::Uuid;

use crate::{
    Postgres,
    rows::{Place, failed},
    schema::{profiles, users},
    scope::Scope,
};

/// The implicit user of a server that only its own machine reaches.
const LOCAL_USER: Uuid = Uuid::from_u128(1);

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
}

#[derive(AsChangeset)]
#[diesel(table_name = profiles)]
struct ProfileChangeset {
    name: Option<String>,
    description: Option<String>,
    colour: Option<String>,
    icon: Option<String>,
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
            is_default: default == Some(self.id),
            created_at: self.created_at,
        })
    }
}

#[async_trait]
impl UserStore for Postgres {
    async fn local_user(&self) -> Result<Actor, StoreError> {
        let actor = Actor::signed_in(UserId::from(LOCAL_USER));
        let mut scope = self.scoped_user(&actor).await?;
        if default_of(&mut scope, LOCAL_USER).await?.is_some() {
            scope.commit().await?;
            return Ok(actor);
        }
        insert_user(&mut scope, LOCAL_USER, "You").await?;
        // The lock lets one of two first requests make the default profile, and the other see it.
        let default: Option<Uuid> = users::table
            .filter(users::id.eq(LOCAL_USER))
            .select(users::default_profile_id)
            .for_update()
            .first(&mut *scope)
            .await
            .map_err(failed)?;
        if default.is_none() {
            let new = NewProfile::parse("My store", "", NewProfile::COLOUR, "")
                .map_err(|bad| StoreError::Conflict(bad.to_string()))?;
            insert(&mut scope, &actor, ProfileId::new(), new).await?;
        }
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

    async fn create(&self, actor: &Actor, new: NewProfile) -> Result<Profile, StoreError> {
        let mut scope = self.scoped_user(actor).await?;
        let id = ProfileId::new();
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
        let name = changes.name.map(|name| name.as_str().to_owned());
        let change = ProfileChangeset {
            name,
            description: changes.description,
            colour: changes.colour,
            icon: changes.icon,
        };
        let own = profiles::owner_id.eq(actor.user().uuid()).and(profiles::id.eq(id.uuid()));
        let has_values = change.name.is_some()
            || change.description.is_some()
            || change.colour.is_some()
            || change.icon.is_some();
        if has_values {
            update(profiles::table).filter(own).set(change).execute(&mut *scope).await.map_err(failed)?;
        }
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
