//! Bearer tokens: how a program acts in one profile.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::{ApiTokenId, ProfileContext, ProfileId, SecretHash, StoreError, UserId};

/// A token of a profile; its secret was shown once and is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiToken {
    /// Its id, which is no secret.
    pub id: ApiTokenId,
    /// What the person calls it.
    pub name: ApiTokenName,
    /// The last four characters of the secret, to tell tokens apart.
    pub last_four: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A token's name: 1 to 80 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiTokenName(String);

impl ApiTokenName {
    /// Reads a name as a person typed it.
    ///
    /// # Errors
    /// [`InvalidApiToken`].
    pub fn parse(text: &str) -> Result<Self, InvalidApiToken> {
        let name = text.trim();
        if (1..=80).contains(&name.chars().count()) && !name.chars().any(char::is_control) {
            Ok(Self(name.to_owned()))
        } else {
            Err(InvalidApiToken)
        }
    }

    /// Returns the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Says that a token cannot have such a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a token's name has 1 to 80 characters on one line, such as the program that uses it")]
pub struct InvalidApiToken;

/// Keeps the tokens of profiles.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait ApiTokenStore: Send + Sync {
    /// Keeps a new token.
    async fn create(
        &self,
        ctx: &ProfileContext,
        token: &ApiToken,
        secret: SecretHash,
    ) -> Result<(), StoreError>;
    /// Lists the profile's tokens, the newest first.
    async fn list(&self, ctx: &ProfileContext) -> Result<Vec<ApiToken>, StoreError>;
    /// Revokes one of the profile's tokens.
    async fn delete(&self, ctx: &ProfileContext, id: ApiTokenId) -> Result<(), StoreError>;
    /// Finds as whom, and in which profile, a secret's holder acts, and notes that it was used.
    async fn find(
        &self,
        secret: SecretHash,
        at: DateTime<Utc>,
    ) -> Result<Option<(UserId, ProfileId)>, StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tokens_name_is_a_line() {
        assert_eq!(ApiTokenName::parse(" n8n ").unwrap().as_str(), "n8n");
        for bad in ["", "  ", "a\nb", &"n".repeat(81)] {
            assert_eq!(ApiTokenName::parse(bad), Err(InvalidApiToken), "{bad:?}");
        }
    }
}
