//! Refusals: every form of error that endpoints answer, read into one.

use domain::Secret;
use serde_json::Value;

/// The most of an endpoint's own words that are passed on, in characters.
const LONGEST_MESSAGE: usize = 300;

/// An answer that is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The status of the answer.
    pub(crate) status: u16,
    /// All that names the kind of error, in lower case: type, code, status and reasons.
    pub(crate) kinds: String,
    /// Which field it is about.
    pub(crate) param: String,
    /// The endpoint's own words; empty when there are none.
    pub(crate) message: String,
    /// Whether it is in a form of chat endpoints, and not of a page or a gateway.
    pub(crate) own: bool,
}

impl Refusal {
    /// Reads the body of an answer with a status of an error.
    pub(crate) fn read(status: u16, body: &[u8], key: Option<&Secret>) -> Self {
        let foreign = || Self {
            status,
            kinds: String::new(),
            param: String::new(),
            message: String::new(),
            own: false,
        };
        serde_json::from_slice(body)
            .ok()
            .and_then(|body| Self::of(status, &body, key))
            .unwrap_or_else(foreign)
    }

    /// Reads an error: `{error: {..}}`, the same in a list (Gemini), flat (older vLLM), or words alone.
    pub(crate) fn of(status: u16, body: &Value, key: Option<&Secret>) -> Option<Self> {
        let body = body.as_array().and_then(|all| all.first()).unwrap_or(body);
        let flat = (body["object"] == "error").then_some(body);
        let error = flat.or_else(|| body.get("error")).or_else(|| body.get("detail"))?;
        if error.is_null() {
            return None;
        }
        let details = error["details"].as_array().map_or(&[][..], Vec::as_slice);
        let reasons = details.iter().map(|detail| &detail["reason"]);
        let kinds = [&error["type"], &error["code"], &error["status"]].into_iter().chain(reasons);
        let kinds: Vec<String> = kinds.filter_map(Value::as_str).map(str::to_lowercase).collect();
        let message = error["message"].as_str().or_else(|| error.as_str()).unwrap_or_default();
        // Some hand on an error of those behind them under a status of their own.
        let told = error["code"].as_u64().and_then(|code| u16::try_from(code).ok());
        let told = told.filter(|code| status == 200 && (400..600).contains(code));
        let status = told.unwrap_or(if status == 200 { 500 } else { status });
        let param = error["param"].as_str().unwrap_or_default().to_owned();
        Some(Self { status, kinds: kinds.join(" "), param, message: readable(message, key), own: true })
    }

    /// Returns the endpoint's words, or what takes their place.
    pub(crate) fn words(&self) -> String {
        match (&*self.message, &*self.kinds) {
            ("", "") => format!("status {} without a reason", self.status),
            ("", kinds) => kinds.to_owned(),
            (message, _) => message.trim_end_matches('.').to_owned(),
        }
    }

    pub(crate) fn is_out_of_credit(&self) -> bool {
        let spent = ["insufficient_quota", "billing", "insufficient_balance", "insufficient_credits"];
        self.status == 402 || spent.iter().any(|kind| self.kinds.contains(kind))
    }

    pub(crate) fn is_about_key(&self) -> bool {
        let bad =
            ["api_key_invalid", "invalid_api_key", "authentication_error", "permission", "unauthenticated"];
        let says = self.status == 400 && self.message.to_lowercase().contains("api key not valid");
        self.own && (says || bad.iter().any(|kind| self.kinds.contains(kind)))
            || matches!(self.status, 401 | 403)
    }

    pub(crate) fn is_too_long(&self) -> bool {
        ["exceed_context_size", "context_length"].iter().any(|kind| self.kinds.contains(kind))
            || self.status == 413
    }

    /// Tells whether the form of the answer that was asked for is not known there.
    pub(crate) fn is_about_form(&self) -> bool {
        const SIGNS: [&str; 6] =
            ["response_format", "json_schema", "json_object", "schema", "grammar", "structured output"];
        let about = |text: &str| SIGNS.iter().any(|sign| text.contains(sign));
        let refused = matches!(self.status, 400 | 422 | 500 | 501);
        let unsupported = self.kinds.contains("not_supported");
        self.own && refused && (about(&self.param) || about(&self.message.to_lowercase()) || unsupported)
    }

    /// Tells whether the limit has another name there.
    pub(crate) fn is_about_limit(&self) -> bool {
        self.status == 400 && (self.param == "max_tokens" || self.message.contains("max_completion_tokens"))
    }
}

/// Makes one line of a text, without the key, short enough to be shown.
pub(crate) fn readable(text: &str, key: Option<&Secret>) -> String {
    let text = match key {
        Some(key) => text.replace(key.expose(), "***"),
        None => text.to_owned(),
    };
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().chars().take(LONGEST_MESSAGE).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Refusal {
        Refusal::read(status, body.as_bytes(), Some(&Secret::parse("sk-canary".to_owned()).unwrap()))
    }

    #[test]
    fn every_form_is_read() {
        let openai = r#"{"error":{"message":"No.","type":"invalid_request_error","param":"x","code":null}}"#;
        assert_eq!(
            (read(400, openai).kinds.as_str(), read(400, openai).param.as_str()),
            ("invalid_request_error", "x")
        );
        let llama = r#"{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}"#;
        assert_eq!(read(503, llama).kinds, "unavailable_error");
        let gemini = r#"[{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}]"#;
        assert!(read(400, gemini).is_about_key());
        let vllm = r#"{"object":"error","message":"bad sk-canary","type":"BadRequestError","code":400}"#;
        assert_eq!(read(400, vllm).message, "bad ***");
        assert_eq!(read(404, r#"{"detail":"Not Found"}"#).message, "Not Found");
        let inner = r#"{"error":{"code":429,"message":"slow down"}}"#;
        assert_eq!(read(200, inner).status, 429);
        for foreign in ["<html>", "", "{}", "[]", "5", r#"{"error":null}"#] {
            assert!(!read(502, foreign).own, "{foreign}");
        }
    }

    #[test]
    fn kinds_are_told_apart() {
        assert!(read(429, r#"{"error":{"code":"insufficient_quota","message":""}}"#).is_out_of_credit());
        assert!(!read(429, r#"{"error":{"code":"rate_limit_exceeded","message":""}}"#).is_out_of_credit());
        assert!(
            read(400, r#"{"error":{"message":"'response_format' of type 'json_schema' is not supported"}}"#)
                .is_about_form()
        );
        assert!(read(400, r#"{"error":{"type":"exceed_context_size_error","n_ctx":1}}"#).is_too_long());
        let limit = r#"{"error":{"message":"Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.","param":"max_tokens"}}"#;
        assert!(read(400, limit).is_about_limit() && !read(400, limit).is_about_form());
    }
}
