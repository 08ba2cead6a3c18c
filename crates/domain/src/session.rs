//! Sessions: a browser that stays signed in, and the secrets that prove it.

use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use crate::{Actor, SessionId, StoreError, UserId};

/// The SHA-256 of a secret: what is stored of one with 256 random bits, which no guess finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SecretHash([u8; 32]);

impl SecretHash {
    /// Hashes a secret.
    pub fn of(secret: &str) -> Self {
        Self(Sha256::digest(secret.as_bytes()).into())
    }

    /// Returns the bytes.
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// A secret that is shown once, to whom it is given.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessSecret(String);

impl AccessSecret {
    /// Takes a secret that was made or sent.
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// Returns the text, for the one to whom it is given.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns its hash.
    pub fn hash(&self) -> SecretHash {
        SecretHash::of(&self.0)
    }
}

impl fmt::Debug for AccessSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AccessSecret")
    }
}

/// A session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Its id, which is no secret.
    pub id: SessionId,
    /// When the person signed in.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// Keeps the sessions of users.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait SessionStore: Send + Sync {
    /// Keeps a new session, and forgets those of the actor that have expired by its beginning.
    async fn create(&self, actor: &Actor, session: &Session, secret: SecretHash) -> Result<(), StoreError>;
    /// Finds whose session has the secret, unless it has expired, and notes that it was seen.
    async fn find(
        &self,
        secret: SecretHash,
        at: DateTime<Utc>,
    ) -> Result<Option<(UserId, SessionId)>, StoreError>;
    /// Lists the actor's sessions that have not expired, the newest first.
    async fn list(&self, actor: &Actor, at: DateTime<Utc>) -> Result<Vec<Session>, StoreError>;
    /// Ends one of the actor's sessions.
    async fn delete(&self, actor: &Actor, id: SessionId) -> Result<(), StoreError>;
    /// Ends every session of the actor; returns how many.
    async fn delete_all(&self, actor: &Actor) -> Result<u64, StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_known_by_its_hash_and_never_shown() {
        let secret = AccessSecret::new("abc".to_owned());
        assert_eq!(secret.hash().bytes()[..4], [0xba, 0x78, 0x16, 0xbf]);
        assert_eq!(format!("{secret:?}"), "AccessSecret");
    }
}
