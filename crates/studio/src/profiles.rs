//! Profiles: list, find, make, change, and enter.

use std::time::Duration;

use domain::{
    Actor, FileOwner, Job, NewProfile, Profile, ProfileChanges, ProfileContext, ProfileId, RequestKey,
    StoreError,
};
use serde_json::Value;

use crate::{Studio, work::WorkError};

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

    /// Makes a profile; the same key again finds the first.
    pub async fn create_profile(
        &self,
        actor: &Actor,
        new: NewProfile,
        key: Option<&RequestKey>,
    ) -> Result<Profile, StoreError> {
        let id = key.map_or_else(ProfileId::new, |key| key.id_in(actor.user().uuid(), "profile").into());
        self.ports.profiles.create(actor, id, new).await
    }

    /// Deletes a profile with everything in it; its jobs and costs stay for the books.
    pub async fn delete_profile(&self, actor: &Actor, id: ProfileId) -> Result<(), StoreError> {
        self.ports.profiles.delete(actor, id).await
    }

    /// Deletes the files of a deleted profile, as soon as nothing works in it any more, and has engines forget its
    /// cloned voices: their rows are gone, their samples still tell which there were.
    pub(crate) async fn remove_files(&self, job: &Job) -> Result<Value, WorkError> {
        let ctx = &job.context();
        if self.ports.jobs.others_running(ctx, job.fields.id).await? {
            return Err(WorkError::after(
                Duration::from_secs(5),
                "still_in_use",
                "a worker is still busy there",
            ));
        }
        for owner in self.ports.media.owners(ctx, Duration::ZERO).await? {
            if let FileOwner::ClonedVoice(id) = owner {
                self.forget_everywhere(ctx, id).await;
            }
        }
        self.ports.media.delete_all(ctx).await?;
        Ok(Value::Null)
    }

    /// Changes the named fields of a profile.
    ///
    /// # Errors
    /// [`ProfileError`]; nothing is changed then.
    pub async fn update_profile(
        &self,
        actor: &Actor,
        id: ProfileId,
        changes: ProfileChanges,
    ) -> Result<Profile, ProfileError> {
        let making = &changes.settings.making;
        let logo = making.look.as_ref().and_then(|look| look.logo);
        let music = making.music.flatten();
        if logo.is_some() || music.is_some() {
            let ctx = self.enter(actor, id).await?;
            if let Some(logo) = logo {
                self.ports.pictures.find(&ctx, logo.picture).await.map_err(of_file)?;
            }
            if let Some(music) = music {
                self.ports.music.find(&ctx, music).await.map_err(of_file)?;
            }
        }
        Ok(self.ports.profiles.update(actor, id, changes).await?)
    }

    /// Makes a profile the one that opens first.
    pub async fn set_default_profile(&self, actor: &Actor, id: ProfileId) -> Result<Profile, StoreError> {
        self.ports.profiles.set_default(actor, id).await
    }
}

fn of_file(error: StoreError) -> ProfileError {
    match error {
        StoreError::NotFound => ProfileError::NotItsFile,
        other => other.into(),
    }
}

/// Says why a profile was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The logo or the music of its look is not one of its own.
    #[error("the logo or the music is not in this store; choose from its lists")]
    NotItsFile,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
