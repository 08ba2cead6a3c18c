//! Profiles: a person's stores, each a tenant of its own.

use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::{Actor, ProfileContext, ProfileId, Settings, SettingsChanges, StoreError, UserId};

/// A store: its name and look, and who owns it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// The profile's id.
    pub id: ProfileId,
    /// The user whom it belongs to.
    pub owner: UserId,
    /// What the person calls it.
    pub name: ProfileName,
    /// What it sells, for the person's own orientation.
    pub description: String,
    /// Its colour as `#rrggbb`.
    pub colour: String,
    /// A short sign such as one emoji, or nothing.
    pub icon: String,
    /// What is settled for everything in it.
    pub settings: Settings,
    /// Whether it opens first.
    pub is_default: bool,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// A profile's name: 1 to 80 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileName(String);

impl ProfileName {
    /// Reads a name as a person typed it.
    ///
    /// # Errors
    /// [`InvalidProfile`] when it is empty, too long or holds control characters.
    pub fn parse(text: &str) -> Result<Self, InvalidProfile> {
        let name = text.trim();
        let length = name.chars().count();
        if length == 0 || length > 80 || name.chars().any(char::is_control) {
            return Err(InvalidProfile::Name);
        }
        Ok(Self(name.to_owned()))
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProfileName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A profile that does not exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewProfile {
    /// Its name.
    pub name: ProfileName,
    /// Its description.
    pub description: String,
    /// Its colour as `#rrggbb`.
    pub colour: String,
    /// Its icon.
    pub icon: String,
}

impl NewProfile {
    /// The colour of a profile whose maker chose none.
    pub const COLOUR: &str = "#5b5bd6";

    /// Checks what a person typed.
    ///
    /// # Errors
    /// [`InvalidProfile`], naming the field.
    pub fn parse(name: &str, description: &str, colour: &str, icon: &str) -> Result<Self, InvalidProfile> {
        Ok(Self {
            name: ProfileName::parse(name)?,
            description: description_of(description)?,
            colour: colour_of(colour)?,
            icon: icon_of(icon)?,
        })
    }
}

/// The fields of a profile that a person changes; what is absent stays.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProfileChanges {
    /// A new name.
    pub name: Option<ProfileName>,
    /// A new description.
    pub description: Option<String>,
    /// A new colour.
    pub colour: Option<String>,
    /// A new icon.
    pub icon: Option<String>,
    /// Changes to the settings.
    pub settings: SettingsChanges,
}

impl ProfileChanges {
    /// Checks what a person typed; what is absent stays as it is.
    ///
    /// # Errors
    /// [`InvalidProfile`], naming the field.
    pub fn parse(
        name: Option<&str>,
        description: Option<&str>,
        colour: Option<&str>,
        icon: Option<&str>,
    ) -> Result<Self, InvalidProfile> {
        Ok(Self {
            name: name.map(ProfileName::parse).transpose()?,
            description: description.map(description_of).transpose()?,
            colour: colour.map(colour_of).transpose()?,
            icon: icon.map(icon_of).transpose()?,
            settings: SettingsChanges::default(),
        })
    }
}

fn description_of(text: &str) -> Result<String, InvalidProfile> {
    if text.chars().count() > 2000 || text.contains('\0') {
        Err(InvalidProfile::Description)
    } else {
        Ok(text.to_owned())
    }
}

fn colour_of(text: &str) -> Result<String, InvalidProfile> {
    let digits = text.strip_prefix('#').ok_or(InvalidProfile::Colour)?;
    let plain = digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit());
    if plain { Ok(text.to_ascii_lowercase()) } else { Err(InvalidProfile::Colour) }
}

fn icon_of(text: &str) -> Result<String, InvalidProfile> {
    let text = text.trim();
    if text.chars().count() > 8 || text.chars().any(char::is_control) {
        Err(InvalidProfile::Icon)
    } else {
        Ok(text.to_owned())
    }
}

/// Keeps the profiles of users.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait ProfileStore: Send + Sync {
    /// Lists the actor's profiles by name.
    async fn list(&self, actor: &Actor) -> Result<Vec<Profile>, StoreError>;
    /// Finds one of the actor's profiles.
    async fn find(&self, actor: &Actor, id: ProfileId) -> Result<Profile, StoreError>;
    /// Creates a profile; the first one of a user becomes the default. The same id again changes nothing.
    async fn create(&self, actor: &Actor, id: ProfileId, new: NewProfile) -> Result<Profile, StoreError>;
    /// Changes a profile's named fields.
    async fn update(
        &self,
        actor: &Actor,
        id: ProfileId,
        changes: ProfileChanges,
    ) -> Result<Profile, StoreError>;
    /// Makes a profile the one that opens first.
    async fn set_default(&self, actor: &Actor, id: ProfileId) -> Result<Profile, StoreError>;
    /// Returns what is settled for everything in a profile.
    async fn settings(&self, ctx: &ProfileContext) -> Result<Settings, StoreError>;
    /// Deletes a profile with its projects, footage and clips, stops its jobs, and enqueues the deletion of its files;
    /// jobs and costs stay for the books. [`StoreError::Conflict`] when it is the one that opens first.
    async fn delete(&self, actor: &Actor, id: ProfileId) -> Result<(), StoreError>;
}

/// Keeps the users.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait UserStore: Send + Sync {
    /// Returns the implicit user of a server that only this machine reaches, with a default profile;
    /// makes both the first time.
    async fn local_user(&self) -> Result<Actor, StoreError>;
    /// Returns a user who signed in elsewhere, with a default profile; makes both the first time.
    async fn user(&self, id: UserId, name: &str) -> Result<Actor, StoreError>;
}

/// Says which field of a profile cannot be taken, and what would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidProfile {
    /// The name.
    #[error("a store's name has 1 to 80 characters on one line")]
    Name,
    /// The description.
    #[error("a store's description has at most 2,000 characters")]
    Description,
    /// The colour.
    #[error("a colour is written as #rrggbb, for example #5b5bd6")]
    Colour,
    /// The icon.
    #[error("an icon is one emoji or at most 8 characters")]
    Icon,
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn profile_of(owner: UserId, name: ProfileName) -> Profile {
        let (colour, icon) = (NewProfile::COLOUR.to_owned(), String::new());
        let created_at = DateTime::UNIX_EPOCH;
        Profile {
            id: ProfileId::new(),
            owner,
            name,
            description: String::new(),
            colour,
            icon,
            settings: Settings::default(),
            is_default: true,
            created_at,
        }
    }

    #[test]
    fn a_profile_is_checked_field_by_field() {
        let parse = |name: &str, colour: &str, icon: &str| NewProfile::parse(name, "", colour, icon);
        assert_eq!(parse(" Lumina ", "#AABBCC", "🕯️").unwrap().colour, "#aabbcc");
        assert_eq!(parse("", "#aabbcc", ""), Err(InvalidProfile::Name));
        assert_eq!(parse("a\nb", "#aabbcc", ""), Err(InvalidProfile::Name));
        assert_eq!(parse("Lumina", "red", ""), Err(InvalidProfile::Colour));
        assert_eq!(parse("Lumina", "#aabbcc", "a long icon"), Err(InvalidProfile::Icon));
    }
}
