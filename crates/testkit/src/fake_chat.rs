//! A server on this machine that speaks the wire form of `OpenAI`'s chat completions, and the faults of those who speak
//! it too: Gemini, Ollama, llama.cpp and vLLM.
//!
//! It writes as many scripts as the rules ask for, about the idea of the material, counts tokens, and writes down every
//! request.
#![expect(clippy::expect_used, reason = "a stand-in for tests; what it was given wrongly ends the test")]

use std::{
    collections::VecDeque,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard},
};

use serde_json::{Value, json};
use tokio::{
    io::BufReader,
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};

use crate::fake_elevenlabs::{FakeAnswer, FakeRequest, http};

/// The tokens that it says it read for each answer.
pub const TOKENS_IN: u64 = 1_000;
/// The tokens that it says it wrote.
pub const TOKENS_OUT: u64 = 400;
/// The model that it has.
pub const MODEL: &str = "fake-writer";

/// What goes wrong with an answer.
#[derive(Debug, Clone)]
pub enum ChatFault {
    /// Something else is answered.
    Answer(FakeAnswer),
    /// The model says this, and ends for this reason.
    Says(String, &'static str),
    /// The model refuses in these words.
    Refuses(&'static str),
    /// The tokens are not told.
    NoUsage,
    /// The connection ends in the middle of the answer.
    Cut,
    /// Nothing is ever answered.
    Hang,
}

/// What the endpoint knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChatManners {
    /// Answers by a JSON schema.
    pub schema: bool,
    /// Answers as a JSON object.
    pub object: bool,
    /// The field `max_tokens`; else `max_completion_tokens`.
    pub max_tokens: bool,
}

/// The server; it ends when it is dropped.
#[derive(Debug)]
pub struct FakeChat {
    address: SocketAddr,
    desk: Arc<Desk>,
    line: JoinHandle<()>,
}

#[derive(Debug)]
struct Desk {
    key: Option<String>,
    manners: Mutex<ChatManners>,
    faults: Mutex<VecDeque<ChatFault>>,
    requests: Mutex<Vec<FakeRequest>>,
}

impl FakeChat {
    /// Listens on a free port; asks for a key where there is one.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start(key: Option<&str>) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let manners = ChatManners { schema: true, object: true, max_tokens: true };
        let desk = Arc::new(Desk {
            key: key.map(str::to_owned),
            manners: Mutex::new(manners),
            faults: Mutex::default(),
            requests: Mutex::default(),
        });
        #[expect(clippy::disallowed_methods, reason = "the line ends with the server")]
        let line = tokio::spawn(serve(listener, Arc::clone(&desk)));
        Ok(Self { address, desk, line })
    }

    /// Returns the address that a person enters.
    pub fn base_url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    /// Changes what the endpoint knows.
    pub fn behave(&self, manners: ChatManners) {
        *held(&self.desk.manners) = manners;
    }

    /// Spoils the next answer that is not spoilt yet.
    pub fn fail(&self, fault: ChatFault) {
        held(&self.desk.faults).push_back(fault);
    }

    /// Returns every request so far.
    pub fn requests(&self) -> Vec<FakeRequest> {
        held(&self.desk.requests).clone()
    }

    /// Returns how often scripts were asked for.
    pub fn asked(&self) -> usize {
        self.requests().iter().filter(|request| request.path.ends_with("/chat/completions")).count()
    }
}

impl Drop for FakeChat {
    fn drop(&mut self) {
        self.line.abort();
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().expect("no panic while it is held")
}

async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(converse(stream, Arc::clone(&desk)));
    }
}

async fn converse(stream: TcpStream, desk: Arc<Desk>) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some(request) = http::read(&mut stream).await? {
        held(&desk.requests).push(request.clone());
        let answer = match desk.refusal(&request) {
            Some(refusal) => refusal,
            None if request.path == "/v1/models" => models(),
            None if request.path == "/v1/chat/completions" => {
                let fault = held(&desk.faults).pop_front();
                match fault {
                    Some(ChatFault::Hang) => return std::future::pending().await,
                    Some(ChatFault::Cut) => {
                        return completed(&request, None).write_half(stream.get_mut()).await;
                    }
                    fault => completed(&request, fault),
                }
            }
            None => FakeAnswer::of(404, "text/html", "<html>Not Found</html>"),
        };
        answer.write(stream.get_mut()).await?;
    }
    Ok(())
}

impl Desk {
    /// Says why a request cannot be taken, as `OpenAI` says it.
    fn refusal(&self, request: &FakeRequest) -> Option<FakeAnswer> {
        let asked = request.header("authorization").strip_prefix("Bearer ").map(str::to_owned);
        if self.key.is_some() && self.key != asked {
            return Some(error(
                401,
                "invalid_request_error",
                "invalid_api_key",
                "Incorrect API key provided.",
            ));
        }
        if !request.path.ends_with("/chat/completions") {
            return None;
        }
        let body = request.json();
        let manners = *held(&self.manners);
        if body.get("model").and_then(Value::as_str) != Some(MODEL) {
            return Some(error(404, "not_found_error", "model_not_found", "The model does not exist."));
        }
        if !manners.max_tokens && body.get("max_tokens").is_some() {
            let message = "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.";
            return Some(error(400, "invalid_request_error", "unsupported_parameter", message));
        }
        let knows = match body.pointer("/response_format/type").and_then(Value::as_str) {
            Some("json_schema") => manners.schema,
            Some("json_object") => manners.object,
            _ => true,
        };
        let message = "'response_format.type' is not supported by this model.";
        (!knows).then(|| error(400, "invalid_request_error", "unsupported_value", message))
    }
}

/// Answers an error in `OpenAI`'s form.
pub fn error(status: u16, kind: &str, code: &str, message: &str) -> FakeAnswer {
    FakeAnswer::json(
        status,
        &json!({ "error": { "message": message, "type": kind, "param": null, "code": code } }),
    )
}

/// Answers that a key is not good, as Gemini does: 400, in a list.
pub fn gemini_bad_key() -> FakeAnswer {
    let message = "API key not valid. Please pass a valid API key.";
    let details =
        json!([{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID" }]);
    let error = json!({ "code": 400, "message": message, "status": "INVALID_ARGUMENT", "details": details });
    FakeAnswer::json(400, &json!([{ "error": error }]))
}

fn models() -> FakeAnswer {
    FakeAnswer::json(200, &json!({ "object": "list", "data": [{ "id": MODEL, "object": "model" }] }))
}

fn completed(request: &FakeRequest, fault: Option<ChatFault>) -> FakeAnswer {
    let usage = json!({ "prompt_tokens": TOKENS_IN, "completion_tokens": TOKENS_OUT,
        "total_tokens": TOKENS_IN + TOKENS_OUT });
    let (message, reason, usage) = match fault {
        Some(ChatFault::Answer(answer)) => return answer,
        Some(ChatFault::Says(content, reason)) => (json!({ "content": content }), reason, usage),
        Some(ChatFault::Refuses(words)) => (json!({ "content": null, "refusal": words }), "stop", usage),
        Some(ChatFault::NoUsage) => (json!({ "content": scripts(request) }), "stop", Value::Null),
        _ => (json!({ "content": scripts(request) }), "stop", usage),
    };
    let choice = json!({ "index": 0, "message": message, "finish_reason": reason });
    let body = json!({ "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": MODEL,
        "choices": [choice], "usage": usage });
    FakeAnswer::json(200, &body)
}

/// Writes the scripts that a request asks for.
fn scripts(request: &FakeRequest) -> String {
    let body = request.json();
    let content = |n: usize| {
        let content = body.pointer(&format!("/messages/{n}/content"));
        content.and_then(Value::as_str).unwrap_or_default()
    };
    let count =
        content(0).split_once("Write exactly ").and_then(|(_, rest)| rest.split(' ').next()?.parse().ok());
    let data = content(1).trim_start_matches("<material>").trim_end_matches("</material>");
    let material: Value = serde_json::from_str(data.trim()).unwrap_or_default();
    let idea: String =
        material.get("idea").and_then(Value::as_str).unwrap_or_default().chars().take(200).collect();
    scripts_about(&idea, count.unwrap_or(1)).to_string()
}

/// Returns scripts about an idea, in the form that is asked for.
pub fn scripts_about(idea: &str, count: usize) -> Value {
    let script = |n: usize| {
        json!({ "structure": "offer", "hook": format!("Look at this, take {n}."), "sentences": [format!("It is about {idea}"),
            "Come and see."], "caption": "Come and see.", "hashtags": ["#look"] })
    };
    json!({ "scripts": (1..=count).map(script).collect::<Vec<_>>() })
}
