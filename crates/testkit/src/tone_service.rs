//! The voices service as its clients see it, with tones for voices.
//!
//! It speaks the protocol of `sidecars/voices`, where Python is not there or faults are wanted.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "a stand-in that cannot work ends the test"
)]

use std::{
    collections::{BTreeMap, VecDeque},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

/// 24 ms of a tone of 500 Hz: 48 kbit/s, 24 kHz, mono; it can be repeated.
const FRAME: &[u8] = include_bytes!("../../../sidecars/voices/tests/frame.mp3");
const FRAME_MS: usize = 24;
const MS_PER_LETTER: usize = 60;
const RATE_HZ: usize = 24_000;
const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const LANGUAGES: [&str; 3] = ["en", "de", "zh-cn"];

/// A voices service with the engines `edge` and `coqui`; it ends with this value.
#[derive(Debug)]
pub struct ToneService {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// Whether the next connection is the last.
    ends: bool,
    loading: bool,
    answers: VecDeque<Answer>,
    asked: Vec<Asked>,
    /// The learned voices by tenant and name, with their labels.
    learned: BTreeMap<(String, String), String>,
}

/// What a client asked.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Method, path and query, such as `GET /health`.
    pub line: String,
    /// The body.
    pub body: Vec<u8>,
}

/// What is answered instead of the service's own answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status, with whatever headers follow it, such as `429 Too Many Requests\r\nRetry-After: 7`.
    pub head: String,
    /// The body.
    pub body: String,
    /// How long the header says that the body is, when it lies.
    pub told_length: Option<usize>,
}

impl ToneService {
    /// Begins to serve on a free port of this machine.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for connection in listener.incoming().map_while(Result::ok) {
                if lock(&shared).ends {
                    return;
                }
                let shared = Arc::clone(&shared);
                thread::spawn(move || serve(&connection, &shared));
            }
        });
        Self { address, state }
    }

    /// Returns its address.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns its token.
    pub const fn token(&self) -> &'static str {
        TOKEN
    }

    /// Answers the next request so.
    pub fn answer_next(&self, head: &str, body: &str) {
        self.answer_next_with(Answer { head: head.to_owned(), body: body.to_owned(), told_length: None });
    }

    /// Answers the next request so, whatever its header tells.
    pub fn answer_next_with(&self, answer: Answer) {
        lock(&self.state).answers.push_back(answer);
    }

    /// Says of its engines that they are loading.
    pub fn load(&self) {
        lock(&self.state).loading = true;
    }

    /// Returns what was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        lock(&self.state).asked.clone()
    }
}

impl Drop for ToneService {
    fn drop(&mut self) {
        lock(&self.state).ends = true;
        // It waits for a connection.
        drop(TcpStream::connect(self.address));
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Answers one request; a client that goes away before is no fault of this one.
fn serve(connection: &TcpStream, state: &Mutex<State>) {
    let Some((asked, authorized)) = read(connection) else { return };
    let planned = {
        let mut state = lock(state);
        state.asked.push(asked.clone());
        state.answers.pop_front()
    };
    let answer = planned.unwrap_or_else(|| {
        let (status, body) = if authorized {
            respond(&asked, &mut lock(state))
        } else {
            refuse(401, "unauthorized", "a bearer token is needed")
        };
        Answer { head: format!("{status} x"), body: body.to_string(), told_length: None }
    });
    let Answer { head, body, told_length } = answer;
    let length = told_length.unwrap_or(body.len());
    let head = format!(
        "HTTP/1.1 {head}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    let mut connection = connection;
    let _ = connection.write_all(head.as_bytes()).and_then(|()| connection.write_all(body.as_bytes()));
}

fn read(connection: &TcpStream) -> Option<(Asked, bool)> {
    let mut lines = BufReader::new(connection);
    let (mut line, mut length, mut authorized) = (String::new(), 0, false);
    loop {
        let mut header = String::new();
        lines.read_line(&mut header).ok().filter(|read| *read > 0)?;
        let header = header.trim_end();
        let Some((name, value)) = header.split_once(": ") else {
            if header.is_empty() {
                break;
            }
            header.trim_end_matches(" HTTP/1.1").clone_into(&mut line);
            continue;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "authorization" => authorized = value == format!("Bearer {TOKEN}"),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    lines.read_exact(&mut body).ok()?;
    Some((Asked { line, body }, authorized))
}

fn refuse(status: u16, code: &str, message: &str) -> (u16, Value) {
    (status, json!({"error": {"code": code, "message": message, "type": "x"}}))
}

fn respond(asked: &Asked, state: &mut State) -> (u16, Value) {
    let (path, query) = asked.line.split_once('?').unwrap_or((&asked.line, ""));
    let query: BTreeMap<&str, &str> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
    let told = |name| decoded(query.get(name).copied().unwrap_or_default());
    match path.splitn(2, ' ').collect::<Vec<_>>().as_slice() {
        ["GET", "/health"] => health(state.loading),
        ["GET", "/v1/audio/voices"] => {
            (200, json!({"voices": voices(&told("engine"), &told("tenant"), state)}))
        }
        ["POST", "/v1/audio/speech"] => speech(&asked.body, state),
        [method, path] => match path.strip_prefix("/v1/voices/").and_then(|rest| rest.split_once('/')) {
            Some((tenant, voice)) => keep(method, (tenant, voice), &told("label"), state),
            None => refuse(404, "http", "Not Found"),
        },
        _ => refuse(404, "http", "Not Found"),
    }
}

/// Reads the encoding of a query.
fn decoded(text: &str) -> String {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().replace('+', " ").into_bytes();
    for part in parts {
        let (hex, rest) = part.split_at_checked(2).unwrap_or_default();
        bytes.extend(u8::from_str_radix(hex, 16));
        bytes.extend(rest.replace('+', " ").into_bytes());
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn keep(method: &str, (tenant, voice): (&str, &str), label: &str, state: &mut State) -> (u16, Value) {
    let key = (tenant.to_owned(), voice.to_owned());
    if method == "DELETE" {
        state.learned.remove(&key);
        return (204, Value::Null);
    }
    if !voice.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c)) {
        return refuse(422, "invalid_request", "the voice is a UUID or slug");
    }
    state.learned.insert(key, label.to_owned());
    (200, voice_body(voice, label, true))
}

fn health(loading: bool) -> (u16, Value) {
    let state = if loading { "loading" } else { "ready" };
    let engine = |name: &str, cloning: bool| {
        json!({"name": name, "state": state, "cure": null, "version": "1", "model": "tone", "fingerprint": "tone-1",
               "languages": LANGUAGES, "sample_rate": RATE_HZ, "cloning": cloning})
    };
    let engines = [engine("edge", false), engine("coqui", true)];
    (if loading { 503 } else { 200 }, json!({"status": state, "version": "0", "engines": engines}))
}

fn voice_body(id: &str, name: &str, cloned: bool) -> Value {
    json!({"id": id, "name": name, "language": "en", "languages": LANGUAGES, "gender": null, "cloned": cloned})
}

fn voices(engine: &str, tenant: &str, state: &State) -> Vec<Value> {
    if engine == "edge" {
        let name = "Microsoft Aria Online (Natural) - English (United States)";
        return vec![
            json!({"id": "en-US-AriaNeural", "name": name, "language": "en-US", "gender": "female"}),
        ];
    }
    let own = state.learned.iter().filter(|((whose, _), _)| whose == tenant);
    let learned = own.map(|((_, voice), label)| voice_body(voice, label, true));
    std::iter::once(voice_body("Claribel Dervla", "Claribel Dervla", false)).chain(learned).collect()
}

fn speech(body: &[u8], state: &State) -> (u16, Value) {
    let Ok(body) = serde_json::from_slice::<Value>(body) else {
        return refuse(422, "invalid_request", "the body is no JSON");
    };
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let (engine, voice) = (text("engine"), text("voice"));
    if !voices(engine, text("tenant"), state).iter().any(|listed| listed["id"] == voice) {
        return refuse(404, "voice_not_found", "there is no such voice here");
    }
    let language = text("language").split('-').next().unwrap_or_default();
    if engine == "coqui" && !["", "en", "de", "zh"].contains(&language) {
        return refuse(422, "language_not_spoken", "the model does not speak it; it speaks en, de, zh-cn");
    }
    let speed = 100 + text("rate").trim_end_matches('%').parse::<i64>().unwrap_or_default();
    let speed = usize::try_from(speed).unwrap_or_default().max(1);
    (200, if engine == "edge" { mp3(text("input"), speed) } else { wav(text("input"), speed) })
}

/// A mark for each word, as Edge tells them.
fn mp3(text: &str, speed: usize) -> Value {
    let (mut sound, mut marks, mut at_ms) = (Vec::new(), Vec::new(), 0);
    for word in text.split_whitespace() {
        let frames = (word.chars().count() * MS_PER_LETTER * 100 / speed / FRAME_MS).max(1);
        sound.extend(FRAME.repeat(frames));
        let end_ms = at_ms + frames * FRAME_MS;
        let told = word.trim_matches(|c: char| ".,!?".contains(c));
        if told.chars().any(char::is_alphanumeric) {
            marks.push(json!({"text": told, "start_ms": at_ms, "end_ms": end_ms}));
        }
        at_ms = end_ms;
    }
    answer(&sound, "mp3", "words", &marks)
}

/// A mark for each sentence, as Coqui tells them.
fn wav(text: &str, speed: usize) -> Value {
    let (mut marks, mut at_ms) = (Vec::new(), 0);
    for sentence in text.split_inclusive(". ") {
        let end_ms = at_ms + sentence.chars().count() * MS_PER_LETTER * 100 / speed;
        marks.push(json!({"text": sentence.trim(), "start_ms": at_ms, "end_ms": end_ms}));
        at_ms = end_ms;
    }
    let samples = at_ms * RATE_HZ / 1000;
    let period = [[0, 32].repeat(24), [0, 224].repeat(24)].concat();
    let pcm = period.repeat(samples / 48);
    let long = |number: usize| u32::try_from(number).expect("a short sound").to_le_bytes();
    let format: &[u8] = &[16, 0, 0, 0, 1, 0, 1, 0, 0xc0, 0x5d, 0, 0, 0x80, 0xbb, 0, 0, 2, 0, 16, 0];
    let sound =
        [b"RIFF", &long(36 + pcm.len())[..], b"WAVEfmt ", format, b"data", &long(pcm.len()), &pcm].concat();
    answer(&sound, "wav", "sentences", &marks)
}

fn answer(sound: &[u8], format: &str, marks_are: &str, marks: &[Value]) -> Value {
    let audio = STANDARD.encode(sound);
    json!({"audio": audio, "format": format, "sample_rate": RATE_HZ, "marks_are": marks_are, "marks": marks})
}
