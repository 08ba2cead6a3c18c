//! The wire: one request with a profile's key, with its limits.

use std::time::Duration;

use domain::{Secret, WriteError, with_causes};
use reqwest::{
    Client, ClientBuilder, Method, Response, Url,
    header::{AUTHORIZATION, HeaderMap},
    redirect::Policy,
};
use serde_json::Value;

use crate::{
    access::Access,
    place::{OutOfReach, Reach, Within, address},
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
    /// The answer is an error; the wait before another attempt is the one that it names.
    Refused(Refusal, Option<Duration>),
    /// Nothing may be asked there.
    NotAllowed(WriteError),
    /// No connection came about, so nothing was sent.
    NotSent(String),
    /// No answer came, and what became of the request is not known.
    Lost(String),
    /// The endpoint began a good answer, which did not come whole.
    Broken(String),
}

/// The ways to endpoints.
pub(crate) struct Wire {
    public: Client,
    private: Client,
    both: Client,
    private_addresses: bool,
}

impl Wire {
    pub(crate) fn new(settings: &ChatSettings) -> Result<Self, InvalidChat> {
        let client = |reach| {
            let builder = Client::builder()
                // A redirect would carry the key to an address that nobody entered.
                .redirect(Policy::none())
                .connect_timeout(settings.patience.connect)
                // A connection that the endpoint closes just when it is used again would lose a paid answer.
                .pool_idle_timeout(Duration::from_secs(20));
            within(builder, reach).build().map_err(InvalidChat::Client)
        };
        let (public, private, both) = (client(Reach::Public)?, client(Reach::Private)?, client(Reach::Both)?);
        Ok(Self { public, private, both, private_addresses: settings.private_addresses })
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
        let client = self.client(&url).map_err(Failure::NotAllowed)?;
        let mut request = client.request(method, url).timeout(longest);
        if let Some(header) = &access.header {
            request = request.header(AUTHORIZATION, header.clone());
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let key = access.key.as_ref();
        let response = request.send().await.map_err(|error| unsent(error, key))?;
        let (status, wait) = (response.status(), wait_in(response.headers()));
        if status.is_success() {
            let broken = |reason: String| Failure::Broken(readable(&reason, key));
            return bytes(response, LARGEST).await.map_err(broken);
        }
        // What became of the request is in the status, whether its words arrive or not.
        let words = bytes(response, LARGEST_ERROR).await.unwrap_or_default();
        Err(Failure::Refused(Refusal::read(status.as_u16(), &words, key), wait))
    }

    fn client(&self, url: &Url) -> Result<&Client, WriteError> {
        Ok(match Reach::of(url, self.private_addresses)? {
            Reach::Public => &self.public,
            Reach::Private => &self.private,
            Reach::Both => &self.both,
        })
    }
}

/// Keeps a client within what may be asked. A proxy would resolve names itself, so it is used only where every address
/// may be asked.
fn within(builder: ClientBuilder, reach: Reach) -> ClientBuilder {
    let builder = builder.dns_resolver(Within(reach));
    if reach == Reach::Both { builder } else { builder.no_proxy() }
}

fn unsent(error: reqwest::Error, key: Option<&Secret>) -> Failure {
    if let Some(refused) = OutOfReach::among(&error) {
        return Failure::NotAllowed(refused);
    }
    let unsent = error.is_connect() || error.is_builder();
    let reason = if error.is_timeout() && !unsent {
        "it did not answer in time".to_owned()
    } else {
        readable(&with_causes(&error.without_url()), key)
    };
    if unsent { Failure::NotSent(reason) } else { Failure::Lost(reason) }
}

/// Reads how long to wait; a date is not understood, and is as if it were not there.
fn wait_in(headers: &HeaderMap) -> Option<Duration> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<f64>().ok();
    let seconds = number("retry-after-ms").map(|ms| ms / 1000.0).or_else(|| number("retry-after"))?;
    Duration::try_from_secs_f64(seconds).ok()
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
