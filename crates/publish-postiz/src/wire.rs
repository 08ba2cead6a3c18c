//! The wire: one request with a profile's key, with its limits; it is never sent again.

use std::{sync::Arc, time::Duration};

use domain::{Clock, PublishError, PublisherUrl, Secret, with_causes};
use outbound::{OutOfReach, Outbound, retry_after};
use reqwest::{
    Client, Method, RequestBuilder, Response,
    header::{AUTHORIZATION, HeaderMap, HeaderValue},
};

use crate::{
    place::{address, out_of_reach},
    refusal::refused,
    settings::{InvalidPostiz, PostizSettings},
};

/// The most of an answer that is read, in bytes: a list of some thousand posts.
const LARGEST: usize = 32 * 1024 * 1024;

/// An address and the key for it.
#[derive(Debug)]
pub(crate) struct Access {
    pub(crate) base: PublisherUrl,
    pub(crate) key: Secret,
}

/// A good answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// What came of a request.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) error: PublishError,
    /// The headers, if there was an answer.
    pub(crate) headers: HeaderMap,
}

impl From<PublishError> for Failure {
    fn from(error: PublishError) -> Self {
        Self { error, headers: HeaderMap::new() }
    }
}

/// What to ask.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Call<'c> {
    pub(crate) method: &'c Method,
    pub(crate) path: &'c [&'c str],
    pub(crate) query: &'c [(&'c str, &'c str)],
    pub(crate) longest: Duration,
}

/// The way to every server.
pub(crate) struct Wire {
    outbound: Outbound,
    clock: Arc<dyn Clock>,
}

impl Wire {
    pub(crate) fn new(settings: PostizSettings, clock: Arc<dyn Clock>) -> Result<Self, InvalidPostiz> {
        let limits = || {
            Client::builder()
                .connect_timeout(settings.patience.connect)
                // A request on a connection that the server closes just then is sent again by the client; a post must not be.
                .pool_max_idle_per_host(0)
        };
        let outbound = Outbound::new(settings.private_addresses, limits).map_err(InvalidPostiz)?;
        Ok(Self { outbound, clock })
    }

    pub(crate) async fn ask(
        &self,
        access: &Access,
        call: Call<'_>,
        load: impl FnOnce(RequestBuilder) -> RequestBuilder,
    ) -> Result<Answer, Failure> {
        let url = address(&access.base, call.path, call.query)?;
        let client = self.outbound.client(&url).map_err(out_of_reach)?;
        let request = client.request(call.method.clone(), url);
        let request = load(request.header(AUTHORIZATION, header(&access.key)?).timeout(call.longest));
        let response = request.send().await.map_err(|error| {
            if let Some(why) = OutOfReach::among(&error) {
                return out_of_reach(why);
            }
            let unsent = error.is_connect() || error.is_builder();
            let reason = without_key(&with_causes(&error.without_url()), &access.key);
            if unsent { PublishError::NotSent(reason) } else { PublishError::Lost(reason) }
        })?;
        let (status, headers) = (response.status(), response.headers().clone());
        if status.is_success() {
            let body = body(response).await.map_err(|reason| {
                let error = PublishError::Lost(without_key(&reason, &access.key));
                Failure { error, headers: headers.clone() }
            })?;
            return Ok(Answer { headers, body });
        }
        // What became of the request is in the status, whether its words arrive or not.
        let words = body(response).await.unwrap_or_default();
        Err(Failure {
            error: refused(status.as_u16(), retry_after(&headers, self.clock.now()), &words, &access.key),
            headers,
        })
    }
}

/// Writes the key as it is: without the word Bearer, and never shown.
fn header(key: &Secret) -> Result<HeaderValue, PublishError> {
    let odd = || PublishError::KeyRefused("it has characters that no key has".to_owned());
    let plain = Some(key.expose()).filter(|key| key.is_ascii()).ok_or_else(odd)?;
    let mut header = HeaderValue::from_str(plain).map_err(|_secret| odd())?;
    header.set_sensitive(true);
    Ok(header)
}

fn without_key(text: &str, key: &Secret) -> String {
    text.replace(key.expose(), "***")
}

/// Reads a body to its end, or says why that is not possible.
async fn body(mut response: Response) -> Result<Vec<u8>, String> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(part)) if body.len() + part.len() > LARGEST => {
                return Err(format!("it has more than the {LARGEST} bytes that it could have"));
            }
            Ok(Some(part)) => body.extend_from_slice(&part),
            Ok(None) => return Ok(body),
            Err(error) => return Err(with_causes(&error.without_url())),
        }
    }
}
