//! Identities: people who signed in elsewhere and bring a signed proof of it.

use std::error::Error;

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::UserId;

/// Who somebody is, as a provider says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The provider's id of the person, which is ours too.
    pub user: UserId,
    /// The email, where the provider tells it.
    pub email: Option<String>,
}

/// Checks proofs of identity.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait IdentityProvider: Send + Sync {
    /// Checks a proof, as good at a moment.
    async fn identify(&self, proof: &str, at: DateTime<Utc>) -> Result<Identity, IdentityError>;
}

/// Says why nobody was recognised.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// The proof is not good, for the log's reason: answer 401 and tell no more.
    #[error("the proof of identity is refused: {0}")]
    Refused(String),
    /// The provider's keys cannot be had: try again later.
    #[error("the keys of the identity provider cannot be had")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}
