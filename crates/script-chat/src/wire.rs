//! The wire: one request with a profile's key, with its limits.

use std::{sync::Arc, time::Duration};

use domain::{Clock, Secret, WriteError, with_causes};
use outbound::{OutOfReach, Outbound, retry_after};
use reqwest::{
    Client, Method, Response,
    header::{AUTHORIZATION, HeaderMap},
};
use serde_json::Value;

use crate::{
    access::Access,
    place::{address, out_of_reach},
    refusal::{Refusal, readable},
    settings::{ChatSettings, InvalidChat},
};

/// The most that an answer may have, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;
/// The most of an error's body that is read, in bytes.
const LARGEST_ERROR: usize = 64 * 1024;

/// How a request failed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The answer is an error.
    Refused(Refusal, Again),
    /// Nothing may be asked there.
    NotAllowed(WriteError),
    /// No connection came about, so nothing was sent.
    NotSent(String),
    /// No answer came, and what became of the request is not known.
    Lost(String),
    /// The endpoint began a good answer, which did not come whole.
    Broken(String),
}

/// What an error says of another attempt.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Again {
    /// Whether there is to be one, where it says so.
    pub(crate) wanted: Option<bool>,
    /// How long to wait before it.
    pub(crate) wait: Option<Duration>,
}

/// The ways to endpoints.
pub(crate) struct Wire {
    outbound: Outbound,
    clock: Arc<dyn Clock>,
}

impl Wire {
    pub(crate) fn new(settings: &ChatSettings, clock: Arc<dyn Clock>) -> Result<Self, InvalidChat> {
        let limits = || {
            Client::builder()
                .connect_timeout(settings.patience.connect)
                // A connection that the endpoint closes just when it is used again would lose a paid answer.
                .pool_idle_timeout(Duration::from_secs(20))
        };
        let outbound = Outbound::new(settings.private_addresses, limits).map_err(InvalidChat::Client)?;
        Ok(Self { outbound, clock })
    }

    /// Sends a request once and reads its answer: JSON, or `None` when it is something else.
    pub(crate) async fn send(
        &self,
        access: &Access,
        method: Method,
        path: &[&str],
        body: Option<&Value>,
        longest: Duration,
    ) -> Result<Vec<u8>, Failure> {
        let url = address(&access.connection, path).map_err(Failure::NotAllowed)?;
        let client = self.outbound.client(&url).map_err(|why| Failure::NotAllowed(out_of_reach(why)))?;
        let mut request = client.request(method, url).timeout(longest);
        if let Some(header) = &access.header {
            request = request.header(AUTHORIZATION, header.clone());
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let key = access.key.as_ref();
        let response = request.send().await.map_err(|error| unsent(error, key))?;
        let status = response.status();
        let again = Again {
            wanted: told_again(response.headers()),
            wait: retry_after(response.headers(), self.clock.now()),
        };
        if status.is_success() {
            let broken = |reason: String| Failure::Broken(readable(&reason, key));
            return bytes(response, LARGEST).await.map_err(broken);
        }
        // What became of the request is in the status, whether its words arrive or not.
        let words = bytes(response, LARGEST_ERROR).await.unwrap_or_default();
        Err(Failure::Refused(Refusal::read(status.as_u16(), &words, key), again))
    }
}

fn unsent(error: reqwest::Error, key: Option<&Secret>) -> Failure {
    if let Some(why) = OutOfReach::among(&error) {
        return Failure::NotAllowed(out_of_reach(why));
    }
    let unsent = error.is_connect() || error.is_builder();
    let reason = if error.is_timeout() && !unsent {
        "it did not answer in time".to_owned()
    } else {
        readable(&with_causes(&error.without_url()), key)
    };
    if unsent { Failure::NotSent(reason) } else { Failure::Lost(reason) }
}

/// Reads whether the endpoint wants the same request again, where it says so.
fn told_again(headers: &HeaderMap) -> Option<bool> {
    headers.get("x-should-retry")?.to_str().ok()?.trim().parse().ok()
}

/// Reads a body to its end, or says why that is not possible.
async fn bytes(mut response: Response, largest: usize) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(part)) if body.len() + part.len() > largest => {
                return Err(format!("it has more than the {largest} bytes that it could have"));
            }
            Ok(Some(part)) => body.extend_from_slice(&part),
            Ok(None) => return Ok(body),
            Err(error) => return Err(with_causes(&error.without_url())),
        }
    }
}
