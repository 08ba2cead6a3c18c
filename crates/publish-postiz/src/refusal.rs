//! Refusals: the many forms in which Postiz, or a proxy before it, says no.

use std::time::Duration;

use domain::{PublishError, Secret};
use serde_json::Value;

/// The longest reason that is told.
const LONGEST_REASON: usize = 500;
/// How long a block lasts where the answer does not say: the service's own window.
const USUAL_BLOCK: Duration = Duration::from_hours(1);
/// Who says "at once" is not asked without end.
const SHORTEST_BLOCK: Duration = Duration::from_secs(1);

/// Turns an answer that is no success into what the caller can do about it.
pub(crate) fn refused(status: u16, wait: Option<Duration>, body: &[u8], key: &Secret) -> PublishError {
    let reason = reason(body).map_or_else(
        || format!("HTTP {status} without a reason"),
        |reason| reason.replace(key.expose(), "***"),
    );
    match status {
        300..=399 => PublishError::Refused(
            "this address leads on to another one; connect with the address that it leads to".to_owned(),
        ),
        401 | 403 => PublishError::KeyRefused(reason),
        402 => PublishError::OverPlan(reason),
        413 => PublishError::TooLarge(reason),
        429 => PublishError::Busy { after: wait.map_or(USUAL_BLOCK, |wait| wait.max(SHORTEST_BLOCK)) },
        // What a time-out or a failure of the server left behind, nobody knows.
        408 | 499 | 500.. => PublishError::Lost(format!("HTTP {status}: {reason}")),
        _ => PublishError::Refused(reason),
    }
}

/// Reads `message`, which is a text or a list of them, else `msg`. A page or a plain text of whoever else answers there is
/// nobody's business.
fn reason(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(all) => {
            let texts: Vec<&str> = all.iter().filter_map(Value::as_str).collect();
            Some(texts.join("; "))
        }
        _ => None,
    };
    let found = body.get("message").and_then(text).or_else(|| body.get("msg").and_then(text))?;
    let found: String = found.chars().filter(|c| !c.is_control()).take(LONGEST_REASON).collect();
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(status: u16, body: &str) -> PublishError {
        let key = Secret::parse("key-0123456789".to_owned()).unwrap();
        refused(status, None, body.as_bytes(), &key)
    }

    #[test]
    fn every_form_of_a_refusal_is_understood() {
        let list = r#"{"message":["posts.0.settings.privacy_level must be one of","x"],"error":"Bad Request","statusCode":400}"#;
        let text = told(400, list).to_string();
        assert_eq!(text, "Postiz refuses this: posts.0.settings.privacy_level must be one of; x");
        let rule = r#"{"statusCode":400,"provider":"tiktok","name":"Lumina","message":"one video"}"#;
        assert!(matches!(told(400, rule), PublishError::Refused(reason) if reason == "one video"));
        assert!(matches!(told(404, r#"{"msg":"gone"}"#), PublishError::Refused(reason) if reason == "gone"));
        assert!(
            matches!(told(401, ""), PublishError::KeyRefused(reason) if reason == "HTTP 401 without a reason")
        );
        let echoed = told(401, r#"{"msg":"Invalid API key key-0123456789"}"#);
        assert!(matches!(echoed, PublishError::KeyRefused(reason) if reason == "Invalid API key ***"));
        assert!(matches!(told(402, r#"{"message":"quota","url":"/billing"}"#), PublishError::OverPlan(_)));
        let page = told(413, "<html><h1>413 Request Entity Too Large</h1></html>");
        assert!(matches!(page, PublishError::TooLarge(reason) if !reason.contains('<')));
        assert!(matches!(told(429, "{}"), PublishError::Busy { after } if after == USUAL_BLOCK));
        for status in [408, 500, 502, 504] {
            assert!(matches!(told(status, "<html>"), PublishError::Lost(_)), "{status}");
        }
        assert!(matches!(told(302, ""), PublishError::Refused(_)));
    }
}
