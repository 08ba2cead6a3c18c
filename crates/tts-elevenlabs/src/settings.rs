//! What the operator sets.

use std::{fmt, time::Duration};

use domain::Cost;
use reqwest::Url;

/// Where the service is, what it costs, and how long to wait for it.
#[derive(Clone, PartialEq, Eq)]
pub struct ElevenLabsSettings {
    /// The service's address: `https://api.elevenlabs.io`, one of its regions such as
    /// `https://api.eu.residency.elevenlabs.io`, or a stand-in on this machine, which may be without https.
    pub base_url: String,
    /// What a thousand credits cost. A character is a credit, or half of one by the flash and turbo models.
    pub price_of_1000_credits: Cost,
    /// How long to wait.
    pub patience: Patience,
}

impl ElevenLabsSettings {
    /// The address of the service.
    pub const BASE_URL: &str = "https://api.elevenlabs.io";
    /// What a thousand credits cost where the operator says nothing else: $0.22.
    pub const PRICE_OF_1000_CREDITS: Cost = Cost(220_000);
}

impl Default for ElevenLabsSettings {
    fn default() -> Self {
        Self {
            base_url: Self::BASE_URL.to_owned(),
            price_of_1000_credits: Self::PRICE_OF_1000_CREDITS,
            patience: Patience::default(),
        }
    }
}

impl fmt::Debug for ElevenLabsSettings {
    /// Leaves out the address: a wrong one may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ElevenLabsSettings")
            .field("price_of_1000_credits", &self.price_of_1000_credits)
            .field("patience", &self.patience)
            .finish_non_exhaustive()
    }
}

/// How long to wait for what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For the whole answer to a question.
    pub look: Duration,
    /// For the whole sound of a part of a text, or a voice to be learned.
    pub work: Duration,
    /// For a place among the speeches that the account allows at once.
    pub slot: Duration,
    /// For all waits between attempts together.
    pub busy: Duration,
    /// Before the second attempt, where the answer names no wait; each further one is twice as long.
    pub pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            look: Duration::from_secs(15),
            work: Duration::from_mins(3),
            slot: Duration::from_mins(2),
            busy: Duration::from_secs(30),
            pause: Duration::from_millis(500),
        }
    }
}

/// Takes an address to which a key may be sent: over https, or on this machine.
pub(crate) fn base_url(text: &str) -> Result<Url, InvalidElevenLabs> {
    let url = Url::parse(text).map_err(|_bad| InvalidElevenLabs::Address)?;
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none()
        && url.has_host();
    let safe = url.scheme() == "https" || url.scheme() == "http" && is_local(&url);
    if plain && safe { Ok(url) } else { Err(InvalidElevenLabs::Address) }
}

/// Tells whether an address is on this machine.
pub(crate) fn is_local(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

/// Says which setting is wrong.
#[derive(Debug, thiserror::Error)]
pub enum InvalidElevenLabs {
    /// The address cannot be used.
    #[error(
        "the address of ElevenLabs must begin with https:// (http:// only on this machine) and have no password or query, \
         such as https://api.elevenlabs.io"
    )]
    Address,
    /// The price cannot be one.
    #[error("the price of a thousand ElevenLabs credits must be between $0 and $1,000")]
    Price,
    /// Encrypted connections cannot be made on this machine.
    #[error("connections to ElevenLabs cannot be prepared")]
    Client(#[source] reqwest::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_goes_out_encrypted_or_not_at_all() {
        for good in [
            "https://api.elevenlabs.io",
            "https://api.eu.residency.elevenlabs.io/",
            "https://proxy.example/elevenlabs",
            "http://127.0.0.1:9",
            "http://localhost:9/x",
            "http://[::1]:9",
        ] {
            assert!(base_url(good).is_ok(), "{good}");
        }
        for bad in [
            "http://api.elevenlabs.io",
            "http://127.0.0.1.example",
            "https://user:word@api.elevenlabs.io",
            "https://api.elevenlabs.io/?key=1",
            "https://api.elevenlabs.io/#x",
            "ftp://127.0.0.1",
            "api.elevenlabs.io",
            "",
        ] {
            assert!(base_url(bad).is_err(), "{bad}");
        }
    }
}
