//! The way to the servers that have the files: where it may lead, and what their answers mean.

use std::time::Duration;

use domain::ModelError;
use reqwest::{Client, Response, StatusCode, Url, header, redirect::Policy};

/// How often a server may send us on.
const MAX_REDIRECTS: usize = 10;

/// Says that an address of models cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{0:?} is no address of models; write it as https://example.org/models (http only for this machine)")]
pub struct InvalidModelsUrl(pub String);

/// Reads an address below which files are: over https, or on this machine.
pub(crate) fn base(address: &str) -> Result<Url, InvalidModelsUrl> {
    let invalid = || InvalidModelsUrl(address.to_owned());
    let url = Url::parse(address).map_err(|_bad| invalid())?;
    let known = url.scheme() == "https" || is_of_this_machine(&url);
    if known && url.has_host() && !url.cannot_be_a_base() && url.query().is_none() {
        Ok(url)
    } else {
        Err(invalid())
    }
}

fn is_of_this_machine(url: &Url) -> bool {
    url.scheme() == "http" && matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

/// Returns the address of a file below another, whatever letters its name has.
pub(crate) fn below(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path.split('/'));
    }
    url
}

/// Makes a client that gives up on a server which says nothing for so long.
pub(crate) fn client(base: &Url, patience: Duration) -> Result<Client, InvalidModelsUrl> {
    let builder = Client::builder()
        .redirect(Policy::custom(|attempt| {
            if attempt.previous().len() > MAX_REDIRECTS {
                return attempt.error("the server sends us on in circles");
            }
            // Who began on this machine, as a test does, may stay here; nobody is sent here from outside.
            let from_here = attempt.previous().first().is_some_and(is_of_this_machine);
            if attempt.url().scheme() == "https" || from_here && is_of_this_machine(attempt.url()) {
                attempt.follow()
            } else {
                attempt.error("the server sends us on to an address without https")
            }
        }))
        .connect_timeout(patience)
        .read_timeout(patience)
        .user_agent("edit-factory");
    // A proxy is for the world outside.
    let builder = if is_of_this_machine(base) { builder.no_proxy() } else { builder };
    builder.build().map_err(|_bad| InvalidModelsUrl(base.to_string()))
}

/// Says why no answer came, or why it broke off.
pub(crate) fn no_answer(url: &Url, error: reqwest::Error) -> ModelError {
    let host = url.host_str().unwrap_or("the server");
    if error.is_redirect() {
        let why = domain::with_causes(&error.without_url());
        return ModelError::Refused(format!("{host} does not lead to the file: {why}"));
    }
    let what = if error.is_timeout() {
        format!("{host} has said nothing for a while")
    } else if error.is_connect() {
        format!("{host} cannot be reached")
    } else {
        format!("the connection to {host} broke off")
    };
    ModelError::Unreachable { what, source: Some(Box::new(error)) }
}

/// Takes an answer that may hold a file.
///
/// # Errors
/// What the server says instead.
pub(crate) fn of_a_file(url: &Url, response: &Response) -> Result<(), ModelError> {
    let status = response.status();
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        let what = format!("{} answers {status}", url.host_str().unwrap_or("the server"));
        return Err(ModelError::Unreachable { what, source: None });
    }
    if !matches!(status, StatusCode::OK | StatusCode::PARTIAL_CONTENT) {
        return Err(ModelError::Refused(format!("{url} is answered with {status}")));
    }
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if kind.is_some_and(|kind| kind.to_ascii_lowercase().starts_with("text/html")) {
        let why = "a network that wants a sign-in first does that, too";
        return Err(ModelError::Refused(format!(
            "{url} is answered with a page and not with the file ({why})"
        )));
    }
    Ok(())
}

/// Returns the tag by which the same content is known again; a weak one is good for nothing here.
pub(crate) fn strong_tag(response: &Response) -> Option<String> {
    let tag = response.headers().get(header::ETAG)?.to_str().ok()?;
    (tag.starts_with('"') && tag.len() > 2 && tag.len() < 500).then(|| tag.to_owned())
}

/// Returns where a partial answer begins, and how long the whole is where it is told: `bytes 10-99/100`.
pub(crate) fn content_range(response: &Response) -> Option<(u64, Option<u64>)> {
    let text = response.headers().get(header::CONTENT_RANGE)?.to_str().ok()?;
    let (range, whole) = text.strip_prefix("bytes ")?.split_once('/')?;
    let (from, _to) = range.split_once('-')?;
    Some((from.trim().parse().ok()?, whole.trim().parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_over_https_or_from_this_machine() {
        for good in
            ["https://example.org/a/", "https://example.org", "http://127.0.0.1:8/x", "http://localhost"]
        {
            assert!(base(good).is_ok(), "{good}");
        }
        for bad in [
            "",
            "x",
            "http://example.org",
            "ftp://127.0.0.1",
            "file:///etc",
            "http://localhost.example.org",
            "https://example.org/?a=b",
            "data:text/plain,x",
        ] {
            assert!(base(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_name_of_any_letters_has_an_address() {
        let base = base("https://example.org/v1/").unwrap();
        assert_eq!(
            below(&base, "pt/tugão/a+b.onnx").as_str(),
            "https://example.org/v1/pt/tug%C3%A3o/a+b.onnx"
        );
    }
}
