//! The wire: one request with a profile's key, with its limits, and again where that is safe.

use std::time::Duration;

use domain::with_causes;
use reqwest::{
    Client, Method, RequestBuilder, Response, Url,
    header::{HeaderMap, HeaderName},
    redirect::Policy,
};
use tokio::time::{Instant, sleep};

use crate::{
    keys::Access,
    refusal::Refusal,
    retry::{Failure, wait_in},
    settings::{ElevenLabsSettings, InvalidElevenLabs, Patience, base_url, is_local},
};

const KEY: HeaderName = HeaderName::from_static("xi-api-key");
/// The most of an error's body that is read, in bytes.
const LARGEST_ERROR: usize = 64 * 1024;

/// What sending a request twice would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Nothing; but someone waits for a quick answer, so it is sent once.
    Glance,
    /// Nothing.
    Look,
    /// It may cost twice.
    Order,
}

/// A request.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call<'c> {
    pub(crate) kind: Kind,
    pub(crate) method: &'c Method,
    pub(crate) path: &'c [&'c str],
    pub(crate) query: &'c [(&'c str, &'c str)],
    /// The most that the answer may have, in bytes.
    pub(crate) largest: usize,
}

/// A good answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) headers: HeaderMap,
    /// The body, or why the rest of it did not come.
    pub(crate) body: Result<Vec<u8>, String>,
}

/// How a request failed in the end.
#[derive(Debug)]
pub(crate) enum WireError {
    Refused(Refusal),
    Busy(Duration),
    Lost(String),
}

/// The way to the service.
pub(crate) struct Wire {
    client: Client,
    base: Url,
    pub(crate) patience: Patience,
}

impl Wire {
    pub(crate) fn new(settings: &ElevenLabsSettings) -> Result<Self, InvalidElevenLabs> {
        let base = base_url(&settings.base_url)?;
        let patience = settings.patience;
        let client = Client::builder()
            // A redirect would carry the key to an address that nobody configured.
            .redirect(Policy::none())
            .connect_timeout(patience.connect)
            // A connection that the service closes just when it is used again would lose a paid answer.
            .pool_idle_timeout(Duration::from_secs(20));
        let client = if is_local(&base) { client.no_proxy() } else { client };
        let client = client.build().map_err(InvalidElevenLabs::Client)?;
        Ok(Self { client, base, patience })
    }

    /// Sends a request until there is an answer, as often as its kind allows.
    pub(crate) async fn ask(
        &self,
        access: &Access,
        call: Call<'_>,
        load: impl Fn(RequestBuilder) -> reqwest::Result<RequestBuilder> + Send + Sync,
    ) -> Result<Answer, WireError> {
        let began = Instant::now();
        let mut pause = self.patience.pause;
        let mut tries = 1;
        loop {
            let failure = match self.send(access, call, &load).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            let wait = failure.told_wait().unwrap_or(pause);
            let patient = began.elapsed().saturating_add(wait) <= self.patience.busy;
            if !patient || !failure.is_worth_another_try(call.kind, tries) {
                return Err(ended(failure, wait));
            }
            tracing::debug!(tts.provider = "elevenlabs", path = ?call.path, tries, ?failure, ?wait, "asking again");
            sleep(wait).await;
            pause = pause.saturating_mul(2);
            tries += 1;
        }
    }

    async fn send(
        &self,
        access: &Access,
        call: Call<'_>,
        load: &(impl Fn(RequestBuilder) -> reqwest::Result<RequestBuilder> + Sync),
    ) -> Result<Answer, Failure> {
        let longest = if call.kind == Kind::Order { self.patience.work } else { self.patience.look };
        let request = self.client.request(call.method.clone(), self.address(call)).timeout(longest);
        let request = load(request.header(KEY, access.header.clone()));
        let response = async { request?.send().await }.await.map_err(|error| {
            let unsent = error.is_connect() || error.is_builder();
            let reason = access.without_key(&with_causes(&error.without_url()));
            if unsent { Failure::NotSent(reason) } else { Failure::Lost(reason) }
        })?;
        if let Some(most) = number(response.headers(), "maximum-concurrent-requests") {
            access.slots.resize(most);
        }
        let (status, headers) = (response.status(), response.headers().clone());
        if status.is_success() {
            let body = body(response, call.largest).await.map_err(|reason| access.without_key(&reason));
            return Ok(Answer { headers, body });
        }
        // What became of the request is in the status, whether its words arrive or not.
        let words = body(response, LARGEST_ERROR).await.unwrap_or_default();
        let refusal = Refusal::read(status.as_u16(), &words, &access.secret);
        Err(Failure::Refused(refusal, wait_in(&headers)))
    }

    fn address(&self, call: Call<'_>) -> Url {
        let mut address = self.base.clone();
        if let Ok(mut segments) = address.path_segments_mut() {
            segments.pop_if_empty().extend(call.path);
        }
        if !call.query.is_empty() {
            address.query_pairs_mut().extend_pairs(call.query);
        }
        address
    }
}

fn ended(failure: Failure, wait: Duration) -> WireError {
    match failure {
        busy if busy.is_busy() => WireError::Busy(wait),
        Failure::Refused(refusal, _) => WireError::Refused(refusal),
        Failure::NotSent(reason) => WireError::Lost(format!("ElevenLabs cannot be reached: {reason}")),
        Failure::Lost(reason) => WireError::Lost(format!("the answer of ElevenLabs was lost: {reason}")),
    }
}

/// Reads a header that is a number.
fn number(headers: &HeaderMap, name: &str) -> Option<usize> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// Reads a body to its end, or says why that is not possible.
async fn body(mut response: Response, largest: usize) -> Result<Vec<u8>, String> {
    let told = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    let mut body = Vec::with_capacity(told.min(largest));
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
