//! What the operator sets.

use std::time::Duration;

/// Where models may be, and how long to wait for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatSettings {
    /// Whether models on this machine and in its network may be asked, over http too.
    pub private_addresses: bool,
    /// How long to wait.
    pub patience: Patience,
}

/// How long to wait for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the answer to a question about the endpoint.
    pub look: Duration,
    /// For the scripts, with all attempts; less than a request under one key is held.
    pub work: Duration,
    /// For all waits together that a busy endpoint asks for.
    pub busy: Duration,
    /// Before another attempt, where the endpoint names no wait.
    pub pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            look: Duration::from_secs(10),
            work: Duration::from_secs(100),
            busy: Duration::from_secs(10),
            pause: Duration::from_secs(1),
        }
    }
}

/// Says why no model can be asked at all.
#[derive(Debug, thiserror::Error)]
pub enum InvalidChat {
    /// Encrypted connections cannot be made on this machine.
    #[error("connections to models cannot be prepared")]
    Client(#[source] reqwest::Error),
}
