//! Credentials: the keys of a profile's accounts elsewhere. They go in and are used; they never come out.

use std::{fmt, str::FromStr};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use crate::{ProfileContext, StoreError};

/// Which credential: the name of the service that it opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CredentialKind {
    /// Speech by `ElevenLabs`.
    ElevenLabs,
    /// Scripts by a chat endpoint.
    Chat,
    /// Posts by Postiz.
    Postiz,
}

impl CredentialKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::ElevenLabs, Self::Chat, Self::Postiz];

    /// Tells whether it opens whatever answers at an address that a person entered, and so belongs to that address.
    pub const fn has_address(self) -> bool {
        matches!(self, Self::Chat | Self::Postiz)
    }

    /// Returns the name that the database and the API use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ElevenLabs => "elevenlabs",
            Self::Chat => "chat",
            Self::Postiz => "postiz",
        }
    }
}

impl fmt::Display for CredentialKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CredentialKind {
    type Err = InvalidCredential;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(InvalidCredential::Kind)
    }
}

/// A secret text: wiped from memory when it is dropped, and never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes a key as a person pasted it: 1 to 4,096 characters without spaces inside.
    ///
    /// # Errors
    /// [`InvalidCredential::Secret`].
    pub fn parse(text: String) -> Result<Self, InvalidCredential> {
        let text = Zeroizing::new(text);
        let key = text.trim();
        let fits =
            (1..=4096).contains(&key.len()) && key.chars().all(|c| !c.is_whitespace() && !c.is_control());
        if fits { Ok(Self(Zeroizing::new(key.to_owned()))) } else { Err(InvalidCredential::Secret) }
    }

    /// Returns the text, for the one call that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns the last four characters of a key that is long enough to hide the rest, for recognising it.
    pub fn last_four(&self) -> String {
        let length = self.0.chars().count();
        if length < 12 { String::new() } else { self.0.chars().skip(length - 4).collect() }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// What may be told of a stored credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCredential {
    /// Which one.
    pub kind: CredentialKind,
    /// Its last four characters; empty for a short one.
    pub last_four: String,
    /// The address that it belongs to, where it belongs to one.
    pub address: Option<String>,
    /// When it was stored.
    pub updated_at: DateTime<Utc>,
}

/// Keeps the credentials of profiles, encrypted for the profile and the kind.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait CredentialStore: Send + Sync {
    /// Stores a credential in place of an earlier one.
    async fn put(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        secret: &Secret,
    ) -> Result<StoredCredential, StoreError>;
    /// Stores a credential of an address in place of an earlier one, with its address, at once.
    async fn put_for(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        address: &str,
        secret: &Secret,
    ) -> Result<StoredCredential, StoreError>;
    /// Returns a credential for use; [`StoreError::NotFound`] when the profile has none, or one of an address. There is
    /// no other source.
    async fn get(&self, ctx: &ProfileContext, kind: CredentialKind) -> Result<Secret, StoreError>;
    /// Returns the credential of an address for use there; [`StoreError::NotFound`] also when the profile has one of
    /// another address.
    async fn get_for(
        &self,
        ctx: &ProfileContext,
        kind: CredentialKind,
        address: &str,
    ) -> Result<Secret, StoreError>;
    /// Lists what may be told, by kind.
    async fn list(&self, ctx: &ProfileContext) -> Result<Vec<StoredCredential>, StoreError>;
    /// Forgets a credential.
    async fn delete(&self, ctx: &ProfileContext, kind: CredentialKind) -> Result<(), StoreError>;
}

/// Says what is wrong with a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidCredential {
    /// There is no such kind.
    #[error("there are credentials for elevenlabs, chat and postiz")]
    Kind,
    /// The text cannot be a key.
    #[error("a key has 1 to 4,096 characters and no spaces; paste it whole")]
    Secret,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_taken_as_pasted_and_never_shown() {
        let secret = Secret::parse(" sk-0123456789abcdef\n".to_owned()).unwrap();
        assert_eq!((secret.expose(), &*secret.last_four()), ("sk-0123456789abcdef", "cdef"));
        assert_eq!(format!("{secret:?}"), "Secret(***)");
        assert_eq!(Secret::parse("short".to_owned()).unwrap().last_four(), "");
        for bad in ["", "  ", "two words", "a\0b"] {
            assert_eq!(Secret::parse(bad.to_owned()), Err(InvalidCredential::Secret), "{bad:?}");
        }
    }
}
