//! What the operator sets.

use std::time::Duration;

/// Where publishers may be, and how long to wait for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PostizSettings {
    /// Whether publishers on this machine and in its network may be asked, over http too.
    pub private_addresses: bool,
    /// How long to wait.
    pub patience: Patience,
}

/// How long to wait for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the whole answer to a question.
    pub look: Duration,
    /// For the whole answer to a post. Whoever reconciles waits longer than this.
    pub post: Duration,
    /// For a whole video to be sent.
    pub upload: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            look: Duration::from_secs(20),
            post: Duration::from_mins(1),
            upload: Duration::from_mins(30),
        }
    }
}

/// Says that encrypted connections cannot be made on this machine.
#[derive(Debug, thiserror::Error)]
#[error("connections to Postiz cannot be prepared")]
pub struct InvalidPostiz(#[source] pub(crate) reqwest::Error);
