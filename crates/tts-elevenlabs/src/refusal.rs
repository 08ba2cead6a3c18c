//! Refusals: every form of error that the service answers, read into one.

use domain::Secret;
use serde::Deserialize;
use serde_json::Value;

use crate::keys::without_key;

/// The most of the service's own words that are passed on, in characters.
const LONGEST_MESSAGE: usize = 300;

/// An answer that is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The status of the answer.
    pub(crate) status: u16,
    /// What it is about, such as `quota_exceeded`; empty when the form has none.
    pub(crate) code: String,
    /// The service's own words; empty when there are none.
    pub(crate) message: String,
    /// Whether it is in the service's own form, and not of a gateway before it.
    pub(crate) own: bool,
}

#[derive(Deserialize)]
struct Body {
    detail: Detail,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Detail {
    Object {
        #[serde(default)]
        code: Option<String>,
        #[serde(default)]
        status: Option<Value>,
        #[serde(default)]
        message: Option<String>,
    },
    Invalid(Vec<Invalid>),
    Plain(String),
}

#[derive(Deserialize)]
struct Invalid {
    #[serde(default)]
    loc: Vec<Value>,
    #[serde(default)]
    msg: String,
}

impl Refusal {
    /// Reads a body in the service's form, without the key that it may repeat; nothing when it has another form.
    pub(crate) fn of_body(status: u16, body: &[u8], key: &Secret) -> Option<Self> {
        let Body { detail } = serde_json::from_slice(body).ok()?;
        let (code, message) = match detail {
            Detail::Object { code, status, message } => {
                let legacy = status.and_then(|status| status.as_str().map(str::to_owned));
                (code.or(legacy).unwrap_or_default(), message.unwrap_or_default())
            }
            Detail::Invalid(all) => {
                let told: Vec<String> = all.iter().map(Invalid::told).collect();
                ("invalid_parameters".to_owned(), told.join("; "))
            }
            Detail::Plain(message) => (String::new(), message),
        };
        Some(Self { status, code: readable(&code, key), message: readable(&message, key), own: true })
    }

    /// Reads the body of an answer with a status of an error.
    pub(crate) fn read(status: u16, body: &[u8], key: &Secret) -> Self {
        let foreign = || Self { status, code: String::new(), message: String::new(), own: false };
        Self::of_body(status, body, key).unwrap_or_else(foreign)
    }

    /// Returns the service's words, or what takes their place.
    pub(crate) fn words(&self) -> String {
        match (&*self.message, &*self.code) {
            ("", "") => format!("status {} without a reason", self.status),
            ("", code) => code.to_owned(),
            (message, _code) => message.to_owned(),
        }
    }
}

impl Invalid {
    fn told(&self) -> String {
        let part = |part: &Value| part.as_str().map_or_else(|| part.to_string(), str::to_owned);
        let place: Vec<String> = self.loc.iter().filter(|part| *part != "body").map(part).collect();
        format!("{}: {}", place.join("."), self.msg)
    }
}

/// Makes one line of a text, short enough to be shown. The key goes first: a part of it would be one too.
fn readable(text: &str, key: &Secret) -> String {
    let line: String = without_key(text, key).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().chars().take(LONGEST_MESSAGE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> Secret {
        Secret::parse("sk_canary".to_owned()).unwrap()
    }

    fn read(body: &str) -> (String, String, bool) {
        let refusal = Refusal::read(400, body.as_bytes(), &key());
        (refusal.code, refusal.message, refusal.own)
    }

    fn own(code: &str, message: &str) -> (String, String, bool) {
        (code.to_owned(), message.to_owned(), true)
    }

    #[test]
    fn every_form_is_read() {
        let new = r#"{"detail":{"type":"x","code":"quota_exceeded","message":"No.","status":"old","request_id":"1","param":null}}"#;
        assert_eq!(read(new), own("quota_exceeded", "No."));
        assert_eq!(
            read(r#"{"detail":{"status":"voice_not_found","message":"No."}}"#),
            own("voice_not_found", "No.")
        );
        let array = r#"{"detail":[{"loc":["body","voice_settings",0,"speed"],"msg":"too fast","type":"value"},{"loc":["query"],"msg":"odd"}]}"#;
        assert_eq!(read(array), own("invalid_parameters", "voice_settings.0.speed: too fast; query: odd"));
        assert_eq!(read(r#"{"detail":"Not\nFound"}"#), own("", "Not Found"));
        assert_eq!(read(r#"{"detail":{"status":429,"message":null}}"#), own("", ""));
    }

    #[test]
    fn what_is_not_of_the_service_is_known_as_such() {
        for foreign in ["<html>502</html>", "", "{}", "[]", r#"{"detail":5}"#, "\u{0}"] {
            assert_eq!(read(foreign), (String::new(), String::new(), false), "{foreign}");
        }
        assert_eq!(Refusal::read(502, b"", &key()).words(), "status 502 without a reason");
    }

    #[test]
    fn a_message_is_cut_to_what_can_be_shown() {
        let long = format!(r#"{{"detail":"{}"}}"#, "é".repeat(5000));
        assert_eq!(read(&long).1.chars().count(), LONGEST_MESSAGE);
        let cut = format!(r#"{{"detail":"{}sk_canary"}}"#, "x".repeat(LONGEST_MESSAGE - 4));
        assert!(read(&cut).1.ends_with("xx***"), "a part of the key is left");
    }
}
