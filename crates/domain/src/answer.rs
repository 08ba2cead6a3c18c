//! Kept answers: a request that is sent twice under one key is done once.

use std::{str::FromStr, time::Duration};

use async_trait::async_trait;
use uuid::Uuid;

use crate::{ProfileContext, StoreError};

/// The key by which a client marks a request that it may send again: 1 to 200 visible ASCII characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey(String);

impl RequestKey {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Derives the id of what the request makes: the same key makes the same thing, however often it is begun.
    pub fn id_in(&self, owner: Uuid, what: &str) -> Uuid {
        Uuid::new_v5(&owner, format!("{what}:{}", self.0).as_bytes())
    }
}

impl FromStr for RequestKey {
    type Err = InvalidRequestKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = (1..=200).contains(&text.len()) && text.chars().all(|c| c.is_ascii_graphic());
        if plain { Ok(Self(text.to_owned())) } else { Err(InvalidRequestKey) }
    }
}

/// Says that a text cannot be a request's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an idempotency key has 1 to 200 visible ASCII characters, such as a UUID")]
pub struct InvalidRequestKey;

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The media type of the body.
    pub content_type: String,
    /// The body.
    pub body: Vec<u8>,
}

/// What is known of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// It is new, or was broken off: carry it out.
    New,
    /// It was answered.
    Answered(KeptAnswer),
    /// It is being carried out.
    UnderWay,
    /// The key was used for another request.
    Otherwise,
}

/// Keeps the answers to requests with keys, for a day.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait AnswerStore: Send + Sync {
    /// Notes that a request is carried out, unless it was or is; a request that was broken off may begin anew after
    /// `hold`.
    async fn begin(
        &self,
        ctx: &ProfileContext,
        key: &RequestKey,
        request_hash: &[u8],
        hold: Duration,
    ) -> Result<Asked, StoreError>;
    /// Keeps the answer.
    async fn keep(
        &self,
        ctx: &ProfileContext,
        key: &RequestKey,
        answer: &KeptAnswer,
    ) -> Result<(), StoreError>;
    /// Forgets a request that was refused, so that it can be tried again.
    async fn forget(&self, ctx: &ProfileContext, key: &RequestKey) -> Result<(), StoreError>;
}
