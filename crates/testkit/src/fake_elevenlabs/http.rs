//! HTTP, as much of it as a stand-in needs: a request with a length, an answer with one.

use std::{
    fmt::{Display, Write as _},
    io,
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};

/// A request as it came.
#[derive(Debug, Clone)]
pub struct FakeRequest {
    /// Such as `GET`.
    pub method: String,
    /// The path without the query.
    pub path: String,
    /// The query.
    pub query: String,
    /// The headers; names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl FakeRequest {
    /// Returns a header; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Returns the key.
    pub fn key(&self) -> &str {
        self.header("xi-api-key")
    }

    /// Returns a field of the query.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.query
            .split('&')
            .find_map(|pair| pair.split_once('=').filter(|(known, _)| *known == name))
            .map(|p| p.1)
    }

    /// Returns the body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Tells whether it asks for speech.
    pub fn is_speech(&self) -> bool {
        self.path.starts_with("/v1/text-to-speech/")
    }

    /// Returns the voice that it names in its path; empty when it names none.
    pub fn voice(&self) -> &str {
        self.path.split('/').nth(3).unwrap_or_default()
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct FakeAnswer {
    /// Such as 200.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl FakeAnswer {
    /// Answers a body of a type.
    pub fn of(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("content-type", content_type.to_owned())], body: body.into() }
    }

    /// Answers JSON.
    pub fn json(status: u16, body: &Value) -> Self {
        Self::of(status, "application/json", body.to_string())
    }

    /// Answers an error in the service's newer form.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let request = "0f".repeat(16);
        let detail = json!({ "type": "error", "code": code, "message": message, "status": code, "request_id": request });
        Self::json(status, &json!({ "detail": detail }))
    }

    /// Answers an error in the service's older form.
    pub fn older_error(status: u16, code: &str, message: &str) -> Self {
        Self::json(status, &json!({ "detail": { "status": code, "message": message } }))
    }

    /// Answers an error as a plain text.
    pub fn plain_error(status: u16, message: &str) -> Self {
        Self::json(status, &json!({ "detail": message }))
    }

    /// Answers that a field of a body is wrong.
    pub fn invalid(field: &str, message: &str) -> Self {
        let wrong = json!({ "loc": ["body", field], "msg": message, "type": "value_error" });
        Self::json(422, &json!({ "detail": [wrong] }))
    }

    /// Answers as a gateway whose service is away.
    pub fn gateway() -> Self {
        Self::of(502, "text/html", "<html><body><h1>502 Bad Gateway</h1></body></html>")
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Display) -> Self {
        self.headers.push((name, value.to_string()));
        self
    }

    pub(crate) async fn write(&self, stream: &mut TcpStream) -> io::Result<()> {
        stream.write_all(self.head().as_bytes()).await?;
        stream.write_all(&self.body).await
    }

    /// Writes the head and half of the body.
    pub(crate) async fn write_half(&self, stream: &mut TcpStream) -> io::Result<()> {
        stream.write_all(self.head().as_bytes()).await?;
        stream.write_all(&self.body[..self.body.len() / 2]).await?;
        stream.flush().await
    }

    fn head(&self) -> String {
        let mut head = format!("HTTP/1.1 {} Said\r\ncontent-length: {}\r\n", self.status, self.body.len());
        for (name, value) in &self.headers {
            write!(head, "{name}: {value}\r\n").expect("memory");
        }
        head + "\r\n"
    }
}

/// Reads a request; nothing when the caller has no more.
pub(crate) async fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Option<FakeRequest>> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(None);
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        lines.push(line.to_owned());
    }
    let odd = || io::Error::new(io::ErrorKind::InvalidData, "no request");
    let (first, headers) = lines.split_first().ok_or_else(odd)?;
    let [method, target, _version] = first.split(' ').collect::<Vec<_>>()[..] else { return Err(odd()) };
    let header = |line: &String| {
        line.split_once(':').map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
    };
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut request = FakeRequest {
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers: headers.iter().filter_map(header).collect(),
        body: Vec::new(),
    };
    let length = request.header("content-length").parse().unwrap_or(0);
    request.body.resize(length, 0);
    stream.read_exact(&mut request.body).await?;
    Ok(Some(request))
}
