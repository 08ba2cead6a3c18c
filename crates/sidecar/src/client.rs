//! Asks a service that runs.

use std::{net::IpAddr, time::Duration};

use reqwest::{RequestBuilder, Response, StatusCode, Url, header::RETRY_AFTER, redirect::Policy};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{
    error::{InvalidAddress, SidecarError},
    wire::{Health, ListedVoice, Recording, Request, Sound, Voices},
};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a connection that nobody uses is kept: far less than the service keeps it, which would else close it just
/// when the next request is under way.
const IDLE: Duration = Duration::from_secs(15);
/// How long the service may take to tell how it is; a process that has just begun takes the longest.
const HEALTH: Duration = Duration::from_secs(30);
/// How long a list of voices may take: longer than the service's own limit.
const LIST: Duration = Duration::from_secs(45);
/// How long a speech may take: longer than the service's own limit, so that its reason is heard.
const SPEECH: Duration = Duration::from_mins(16);
/// The longest script, an hour of uncompressed sound in base64, is smaller, in bytes.
const LONGEST: usize = 256 * 1024 * 1024;
const SHORTEST_TOKEN: usize = 32;

/// A service at an address.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    address: Url,
    token: Token,
}

/// It is never shown.
#[derive(Clone)]
struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

impl Client {
    /// Prepares to ask: over https, or on this machine.
    pub(crate) fn at(address: &str, token: &str) -> Result<Self, InvalidAddress> {
        let address = Url::parse(address).map_err(|_bad| InvalidAddress::Address)?;
        let here = is_here(&address);
        if !(address.scheme() == "https" || address.scheme() == "http" && here) {
            return Err(InvalidAddress::Address);
        }
        if token.len() < SHORTEST_TOKEN || !token.chars().all(|c| c.is_ascii_graphic()) {
            return Err(InvalidAddress::Token);
        }
        // A redirect could carry texts to an address that nobody configured.
        let builder = reqwest::Client::builder()
            .redirect(Policy::none())
            .connect_timeout(CONNECT)
            .pool_idle_timeout(IDLE);
        let builder = if here { builder.no_proxy() } else { builder };
        let http = builder.build().map_err(|_bad| InvalidAddress::Client)?;
        Ok(Self { http, address, token: Token(token.to_owned()) })
    }

    /// Returns the host, when it is not this machine.
    pub(crate) fn elsewhere(&self) -> Option<&str> {
        if is_here(&self.address) { None } else { self.address.host_str() }
    }

    /// Asks how the service and its engines are.
    pub(crate) async fn health(&self) -> Result<Health, SidecarError> {
        let response = self.sent(self.http.get(self.url(&["health"])).timeout(HEALTH)).await?;
        // It answers so while an engine loads, and the body is the same.
        if response.status() == StatusCode::SERVICE_UNAVAILABLE {
            let (status, retry_after) = (response.status(), retry_after(&response));
            let body = read(response).await?;
            return serde_json::from_slice(&body).map_err(|_other| refusal(status, retry_after, &body));
        }
        answer(response).await
    }

    /// Lists an engine's voices: those for everybody, and the tenant's.
    pub(crate) async fn voices(&self, engine: &str, tenant: &str) -> Result<Vec<ListedVoice>, SidecarError> {
        let url = asking(
            self.url(&["v1", "audio", "voices"]),
            [("engine", Some(engine)), ("tenant", Some(tenant))],
        );
        let listed: Voices = answer(self.sent(self.http.get(url).timeout(LIST)).await?).await?;
        Ok(listed.voices)
    }

    /// Has a text spoken.
    pub(crate) async fn speak(&self, request: &Request<'_>) -> Result<Sound, SidecarError> {
        let url = self.url(&["v1", "audio", "speech"]);
        answer(self.sent(self.http.post(url).json(request).timeout(SPEECH)).await?).await
    }

    /// Has a voice learned from a WAV file.
    pub(crate) async fn learn(
        &self,
        recording: Recording<'_>,
        wav: Vec<u8>,
    ) -> Result<ListedVoice, SidecarError> {
        let Recording { engine, tenant, voice, label, language } = recording;
        let told = [("engine", Some(engine)), ("label", Some(label)), ("language", language)];
        let url = asking(self.url(&["v1", "voices", tenant, voice]), told);
        let learning = self.http.put(url).header("Content-Type", "audio/wav").body(wav).timeout(SPEECH);
        answer(self.sent(learning).await?).await
    }

    /// Has a voice forgotten.
    pub(crate) async fn forget(&self, engine: &str, tenant: &str, voice: &str) -> Result<(), SidecarError> {
        let url = asking(self.url(&["v1", "voices", tenant, voice]), [("engine", Some(engine))]);
        let response = self.sent(self.http.delete(url).timeout(LIST)).await?;
        let (status, retry_after) = (response.status(), retry_after(&response));
        if status.is_success() {
            return Ok(());
        }
        Err(refusal(status, retry_after, &read(response).await?))
    }

    /// Puts the parts behind the address, each encoded, so that no name becomes a path.
    fn url(&self, parts: &[&str]) -> Url {
        let mut url = self.address.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(parts);
        }
        url
    }

    async fn sent(&self, asking: RequestBuilder) -> Result<Response, SidecarError> {
        asking.bearer_auth(&self.token.0).send().await.map_err(|error| lost(&error))
    }
}

fn asking<const N: usize>(mut url: Url, told: [(&str, Option<&str>); N]) -> Url {
    let told = told.into_iter().filter_map(|(name, value)| Some((name, value?)));
    url.query_pairs_mut().extend_pairs(told);
    url
}

fn is_here(address: &Url) -> bool {
    let host = address.host_str().unwrap_or_default();
    let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
}

async fn answer<T: DeserializeOwned>(response: Response) -> Result<T, SidecarError> {
    let (status, retry_after) = (response.status(), retry_after(&response));
    let body = read(response).await?;
    if !status.is_success() {
        return Err(refusal(status, retry_after, &body));
    }
    serde_json::from_slice(&body).map_err(|error| {
        SidecarError::Failed(format!("the voices service answered otherwise than agreed: {error}"))
    })
}

async fn read(mut response: Response) -> Result<Vec<u8>, SidecarError> {
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await.map_err(|error| lost(&error))? {
        if body.len() + part.len() > LONGEST {
            return Err(SidecarError::Failed("the answer of the voices service is too long".to_owned()));
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

fn lost(error: &reqwest::Error) -> SidecarError {
    if error.is_connect() {
        let cure = "the voices service does not answer; try again, start it, or check sidecar_url".to_owned();
        return SidecarError::Unavailable { cure };
    }
    let what = if error.is_timeout() { "took too long" } else { "was lost" };
    SidecarError::Failed(format!("the answer of the voices service {what}: {}", domain::with_causes(error)))
}

fn retry_after(response: &Response) -> Option<Duration> {
    response.headers().get(RETRY_AFTER)?.to_str().ok()?.parse().ok().map(Duration::from_secs)
}

/// Reads a refusal in any of the three forms that such servers use: `error.*`, `detail.*`, or flat.
fn refusal(status: StatusCode, retry_after: Option<Duration>, body: &[u8]) -> SidecarError {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let told = [body.get("error"), body.get("detail"), Some(&body)]
        .into_iter()
        .flatten()
        .find(|told| !told.is_null());
    let field = |name: &str| told.and_then(|told| told.get(name));
    let message = field("message").or(told).and_then(Value::as_str);
    let message = message.map_or_else(|| format!("it answered with status {status}"), str::to_owned);
    let number = |name| field(name).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
    match (status.as_u16(), field("code").and_then(Value::as_str)) {
        (401 | 403, _) => SidecarError::Unavailable {
            cure: "the voices service refuses the token; give sidecar_token the one that it was started with"
                .to_owned(),
        },
        (_, Some("voice_not_found")) => SidecarError::NoSuchVoice,
        (_, Some("engine_not_found")) => SidecarError::Unavailable {
            cure: format!(
                "the voices service runs without this engine: {message}; start it with --engine and its name"
            ),
        },
        (_, Some("engine_unavailable")) => SidecarError::Unavailable { cure: message },
        (413, Some("text_too_long")) => SidecarError::TooLong {
            length: number("length").unwrap_or_default(),
            limit: number("limit").unwrap_or_default(),
        },
        (429 | 503, _) => SidecarError::Busy { retry_after },
        (_, Some("no_audio")) => SidecarError::NoSound(message),
        (400..500, _) => SidecarError::Refused(message),
        _ => SidecarError::Failed(message),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    #[test]
    fn a_service_elsewhere_is_asked_over_https() {
        for (good, elsewhere) in [
            ("http://127.0.0.1:8020", None),
            ("http://[::1]:8020/", None),
            ("http://localhost", None),
            ("https://gpu.example.com/voices/", Some("gpu.example.com")),
        ] {
            assert_eq!(Client::at(good, TOKEN).unwrap().elsewhere(), elsewhere, "{good}");
        }
        for bad in ["http://gpu.example.com", "http://127.0.0.1.example.com", "ftp://localhost", "gpu", ""] {
            assert_eq!(Client::at(bad, TOKEN).unwrap_err(), InvalidAddress::Address, "{bad}");
        }
        for bad in ["", "short", "0123456789abcdef0123456789abcde\n"] {
            assert_eq!(Client::at("http://localhost", bad).unwrap_err(), InvalidAddress::Token, "{bad:?}");
        }
    }

    #[test]
    fn no_name_becomes_a_path_and_no_token_is_shown() {
        let client = Client::at("https://gpu.example.com/voices/", TOKEN).unwrap();
        let url = client.url(&["v1", "voices", "a/../b", "?x#y"]);
        assert_eq!(url.as_str(), "https://gpu.example.com/voices/v1/voices/a%2F..%2Fb/%3Fx%23y");
        assert!(!format!("{client:?}").contains(TOKEN));
    }

    #[test]
    fn a_refusal_is_read_in_three_forms() {
        let read = |status, body: &str| refusal(StatusCode::from_u16(status).unwrap(), None, body.as_bytes());
        let refused = |message: &str| SidecarError::Refused(message.to_owned());
        assert_eq!(read(422, r#"{"error":{"message":"a","code":"x"}}"#), refused("a"));
        assert_eq!(read(422, r#"{"detail":{"message":"b"}}"#), refused("b"));
        assert_eq!(read(422, r#"{"message":"c"}"#), refused("c"));
        assert_eq!(read(422, r#"{"detail":"d"}"#), refused("d"));
        assert_eq!(
            read(422, r#"{"detail":[{"msg":"e"}]}"#),
            refused("it answered with status 422 Unprocessable Entity")
        );
        assert_eq!(
            read(500, "<html>"),
            SidecarError::Failed("it answered with status 500 Internal Server Error".to_owned())
        );
        assert_eq!(read(404, r#"{"error":{"code":"voice_not_found"}}"#), SidecarError::NoSuchVoice);
        let long = r#"{"error":{"code":"text_too_long","length":9,"limit":5}}"#;
        assert_eq!(read(413, long), SidecarError::TooLong { length: 9, limit: 5 });
        assert!(
            matches!(read(401, "{}"), SidecarError::Unavailable { cure } if cure.contains("sidecar_token"))
        );
        assert_eq!(read(503, ""), SidecarError::Busy { retry_after: None });
    }
}
