//! Profiles: list, find, make, change, and enter.

use domain::{Actor, NewProfile, Profile, ProfileChanges, ProfileContext, ProfileId, StoreError};

use crate::Studio;

impl Studio {
    /// Returns the implicit user of a server that only this machine reaches.
    pub async fn local_user(&self) -> Result<Actor, StoreError> {
        self.ports.users.local_user().await
    }

    /// Enters a profile; another user's is as little found as none at all.
    pub async fn enter(&self, actor: &Actor, id: ProfileId) -> Result<ProfileContext, StoreError> {
        let profile = self.ports.profiles.find(actor, id).await?;
        ProfileContext::enter(actor, &profile).map_err(|_stranger| StoreError::NotFound)
    }

    /// Lists the actor's profiles by name.
    pub async fn profiles(&self, actor: &Actor) -> Result<Vec<Profile>, StoreError> {
        self.ports.profiles.list(actor).await
    }

    /// Finds one of the actor's profiles.
    pub async fn profile(&self, actor: &Actor, id: ProfileId) -> Result<Profile, StoreError> {
        self.ports.profiles.find(actor, id).await
    }

    /// Makes a profile.
    pub async fn create_profile(&self, actor: &Actor, new: NewProfile) -> Result<Profile, StoreError> {
        self.ports.profiles.create(actor, new).await
    }

    /// Changes the named fields of a profile.
    pub async fn update_profile(
        &self,
        actor: &Actor,
        id: ProfileId,
        changes: ProfileChanges,
    ) -> Result<Profile, StoreError> {
        self.ports.profiles.update(actor, id, changes).await
    }

    /// Makes a profile the one that opens first.
    pub async fn set_default_profile(&self, actor: &Actor, id: ProfileId) -> Result<Profile, StoreError> {
        self.ports.profiles.set_default(actor, id).await
    }
}
