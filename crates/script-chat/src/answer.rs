//! Answers: what the model wrote, read and checked, and the tokens that it took.

use domain::{DraftScript, ScriptStructure, WriteError};
use serde::Deserialize;
use serde_json::Value;

use crate::refusal::readable;

/// More tokens than any answer has; who tells more tells nonsense.
const MOST_TOKENS: u64 = 10_000_000;

/// A good answer of the endpoint, whatever the model wrote in it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) content: String,
    pub(crate) end: End,
    pub(crate) usage: Option<Usage>,
}

/// How the model ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// It said all that it wanted.
    Whole,
    /// The limit cut it off.
    CutOff,
    /// It did not want to, in its words.
    Declined(String),
}

/// Tokens read and written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Usage {
    pub(crate) tokens_in: u64,
    pub(crate) tokens_out: u64,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    choices: Option<Vec<Choice>>,
    #[serde(default)]
    usage: Option<Value>,
}

#[derive(Deserialize)]
struct Choice {
    #[serde(default)]
    message: Option<Message>,
    #[serde(default)]
    finish_reason: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    content: Value,
    #[serde(default)]
    refusal: Option<String>,
}

impl Answer {
    /// Reads the body of an answer; nothing when it is not in the form of chat completions.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let envelope: Envelope = serde_json::from_slice(body).ok()?;
        let usage = envelope.usage.as_ref().and_then(Usage::read);
        let choice = envelope.choices?.into_iter().next();
        let (reason, message) = choice.map_or((None, None), |choice| (choice.finish_reason, choice.message));
        let refusal =
            message.as_ref().and_then(|message| message.refusal.clone()).filter(|text| !text.is_empty());
        let content = message.map(|message| text_of(&message.content)).unwrap_or_default();
        let end = match (refusal, reason.as_deref()) {
            (Some(refusal), _) => End::Declined(readable(&refusal, None).trim_end_matches('.').to_owned()),
            (None, Some("content_filter" | "safety" | "SAFETY")) => {
                End::Declined("its safety filter stopped the answer".to_owned())
            }
            (None, Some("length" | "max_tokens" | "MAX_TOKENS")) => End::CutOff,
            (None, _) => End::Whole,
        };
        Some(Self { content, end, usage })
    }
}

/// Reads a content that is a text, or a list of parts with texts.
fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(|part| part["text"].as_str()).collect(),
        _ => String::new(),
    }
}

impl Usage {
    fn read(usage: &Value) -> Option<Self> {
        let field = |name: &str| usage[name].as_u64().filter(|tokens| *tokens <= MOST_TOKENS);
        let (tokens_in, written) = (field("prompt_tokens")?, field("completion_tokens")?);
        // Some leave what the model thought out of what it wrote, and have it in the sum alone.
        let rest = field("total_tokens").map_or(0, |total| total.saturating_sub(tokens_in));
        Some(Self { tokens_in, tokens_out: written.max(rest) })
    }
}

#[derive(Deserialize)]
struct Scripts {
    scripts: Vec<Script>,
}

#[derive(Deserialize)]
struct Script {
    structure: ScriptStructure,
    hook: String,
    sentences: Vec<String>,
    caption: String,
    #[serde(default)]
    hashtags: Vec<String>,
}

/// Reads scripts out of what the model wrote.
///
/// # Errors
/// In words that the model understands.
pub(crate) fn scripts_in(content: &str) -> Result<Vec<DraftScript>, String> {
    let json = json_in(content).ok_or("it holds no JSON object")?;
    let read = serde_json::from_str::<Scripts>(json).map(|all| all.scripts);
    let read = read.or_else(|error| serde_json::from_str::<Vec<Script>>(json).map_err(|_list| error));
    let all = read.map_err(|error| error.to_string())?;
    if all.is_empty() {
        return Err("\"scripts\" is empty".to_owned());
    }
    let checked = |(n, script): (usize, Script)| {
        let Script { structure, hook, sentences, caption, hashtags } = script;
        let draft = DraftScript { structure, hook, sentences, caption, hashtags };
        draft.checked().map_err(|error| format!("script {}: {error}", n + 1))
    };
    all.into_iter().enumerate().map(checked).collect()
}

/// Finds the JSON in a text: after what was thought aloud, inside a fence, or between words.
fn json_in(content: &str) -> Option<&str> {
    let said = content.rsplit_once("</think>").map_or(content, |(_thought, said)| said).trim();
    let fenced = said.split_once("```").and_then(|(_, rest)| {
        let (inside, _) = rest.split_once("```").unwrap_or((rest, ""));
        Some(inside.strip_prefix("json").unwrap_or(inside).trim()).filter(|text| text.starts_with(['{', '[']))
    });
    let said = fenced.unwrap_or(said);
    let start = said.find(['{', '['])?;
    let close = if said.get(start..)?.starts_with('{') { '}' } else { ']' };
    let end = said.rfind(close)?;
    said.get(start..=end)
}

/// Says why an answer gave no scripts.
pub(crate) fn without_scripts(end: End, why: String) -> WriteError {
    match end {
        End::Whole => WriteError::Unreadable(why),
        End::CutOff => WriteError::Truncated,
        End::Declined(words) => WriteError::Declined(words),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r##"{"scripts":[{"structure":"offer","hook":"Look.","sentences":["Here."],"caption":"C","hashtags":["#a"]}]}"##;

    #[test]
    fn scripts_are_found_wherever_they_stand() {
        let list = GOOD.trim_start_matches(r#"{"scripts":"#).trim_end_matches('}').to_owned() + "";
        for content in [
            GOOD.to_owned(),
            format!("```json\n{GOOD}\n```"),
            format!("Here you are:\n```\n{GOOD}\n```\nEnjoy!"),
            format!("<think>I could write {{\"x\": 1}} ...</think>\n{GOOD}"),
            format!("Sure! {GOOD} Anything else?"),
            list,
        ] {
            assert_eq!(scripts_in(&content).unwrap()[0].hook, "Look.", "{content}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        let why = |content: &str| scripts_in(content).unwrap_err();
        assert!(why("HACKED").contains("no JSON"));
        assert!(why(r#"{"scripts":[]}"#).contains("empty"));
        assert!(why(r#"{"script":"x"}"#).contains("scripts"));
        assert!(why(&GOOD.replace("offer", "poem")).contains("poem"));
        assert!(why(&GOOD.replace("Look.", "")).contains("script 1: each text in \"hook\""));
    }

    #[test]
    fn thought_is_paid_also_where_it_stands_in_the_sum_alone() {
        let usage = |text: &str| Usage::read(&serde_json::from_str(text).unwrap());
        let both = r#"{"prompt_tokens":10,"completion_tokens":5,"total_tokens":115}"#;
        assert_eq!(usage(both), Some(Usage { tokens_in: 10, tokens_out: 105 }));
        assert_eq!(usage(r#"{"prompt_tokens":10,"completion_tokens":5}"#).unwrap().tokens_out, 5);
        for bad in [
            "{}",
            "null",
            r#"{"prompt_tokens":-1,"completion_tokens":5}"#,
            r#"{"prompt_tokens":99999999999,"completion_tokens":5}"#,
        ] {
            assert_eq!(usage(bad), None, "{bad}");
        }
    }

    #[test]
    fn how_it_ended_is_told_apart() {
        let end = |body: &str| Answer::read(body.as_bytes()).unwrap().end;
        assert_eq!(end(r#"{"choices":[{"message":{"content":"x"},"finish_reason":"stop"}]}"#), End::Whole);
        assert_eq!(end(r#"{"choices":[{"message":{"content":"x"},"finish_reason":"length"}]}"#), End::CutOff);
        let refusal =
            r#"{"choices":[{"message":{"content":null,"refusal":"I cannot."},"finish_reason":"stop"}]}"#;
        assert_eq!(end(refusal), End::Declined("I cannot".to_owned()));
        assert!(matches!(end(r#"{"choices":[{"finish_reason":"content_filter"}]}"#), End::Declined(_)));
        assert!(Answer::read(b"<html>").is_none() && Answer::read(b"{}").is_none());
    }
}
