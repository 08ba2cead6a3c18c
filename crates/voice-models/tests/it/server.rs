//! A server that answers each request for a path by the next of its replies, and the last one for ever.

use std::{
    collections::HashMap,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex, mpsc},
};

/// What a path is answered with.
pub(crate) enum Reply {
    /// The file; parts of it when they are asked for with the right tag.
    File(Vec<u8>),
    /// The file under another entity tag.
    Tagged(Vec<u8>, &'static str),
    /// All of the file, whatever is asked for.
    Whole(Vec<u8>),
    /// The file without a word about its length.
    Unmeasured(Vec<u8>),
    /// So many bytes of what should come.
    Cut(Vec<u8>, usize),
    /// So many bytes of what should come, and nothing more until the client goes.
    Hang(Vec<u8>, usize),
    /// So many bytes of what should come, and the rest when the test says so.
    Gate(Vec<u8>, usize, mpsc::Receiver<()>),
    /// The second half of a file, whatever part is asked for.
    WrongPart(Vec<u8>),
    /// A status and nothing more.
    Status(u16),
    /// A page.
    Page,
    /// Another address.
    Redirect(String),
}

#[derive(Default)]
struct Told {
    replies: HashMap<String, Vec<Reply>>,
    asked: Vec<Asked>,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) range: Option<String>,
    pub(crate) if_range: Option<String>,
}

pub(crate) struct Server {
    address: SocketAddr,
    told: Arc<Mutex<Told>>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (address, told) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(Told::default())));
        let server = Self { address, told: Arc::clone(&told) };
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let told = Arc::clone(&told);
                // A client that goes away breaks its own connection only.
                std::thread::spawn(move || drop(answer(&stream.unwrap(), &told)));
            }
        });
        server
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Says what the next requests for a path are answered with.
    pub(crate) fn reply(&self, path: &str, replies: impl IntoIterator<Item = Reply>) {
        let mut replies: Vec<Reply> = replies.into_iter().collect();
        replies.reverse();
        self.told.lock().unwrap().replies.insert(path.to_owned(), replies);
    }

    /// Returns what was asked for of a path.
    pub(crate) fn asked(&self, path: &str) -> Vec<Asked> {
        self.told.lock().unwrap().asked.iter().filter(|asked| asked.path == path).cloned().collect()
    }
}

fn answer(stream: &TcpStream, told: &Mutex<Told>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().unwrap()?;
    let path = first.split(' ').nth(1).unwrap().to_owned();
    let (mut range, mut if_range) = (None, None);
    for line in lines {
        let line = line?;
        let Some((name, value)) = line.split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "range" => range = Some(value.to_owned()),
            "if-range" => if_range = Some(value.to_owned()),
            _ => {}
        }
    }
    let asked = Asked { path: path.clone(), range, if_range };
    let mut told = told.lock().unwrap();
    told.asked.push(asked.clone());
    let replies = told.replies.entry(path).or_default();
    let reply = match (replies.pop(), replies.is_empty()) {
        (Some(last), true) => {
            replies.push(again(&last));
            last
        }
        (Some(reply), false) => reply,
        (None, _) => Reply::Status(404),
    };
    drop(told);
    write(stream, reply, &asked)
}

/// The last reply is for ever, but for a gate, which opens once.
fn again(reply: &Reply) -> Reply {
    match reply {
        Reply::File(bytes) | Reply::Gate(bytes, ..) => Reply::File(bytes.clone()),
        Reply::Tagged(bytes, tag) => Reply::Tagged(bytes.clone(), tag),
        Reply::Whole(bytes) => Reply::Whole(bytes.clone()),
        Reply::Unmeasured(bytes) => Reply::Unmeasured(bytes.clone()),
        Reply::Cut(bytes, at) => Reply::Cut(bytes.clone(), *at),
        Reply::Hang(bytes, at) => Reply::Hang(bytes.clone(), *at),
        Reply::WrongPart(bytes) => Reply::WrongPart(bytes.clone()),
        Reply::Status(status) => Reply::Status(*status),
        Reply::Page => Reply::Page,
        Reply::Redirect(to) => Reply::Redirect(to.clone()),
    }
}

const TAG: &str = "\"one\"";

fn write(mut stream: &TcpStream, reply: Reply, asked: &Asked) -> std::io::Result<()> {
    match reply {
        Reply::File(bytes) => part(stream, &bytes, asked, TAG, usize::MAX),
        Reply::Tagged(bytes, tag) => part(stream, &bytes, asked, tag, usize::MAX),
        Reply::Whole(bytes) => {
            head(stream, "200 OK", &[("Content-Length", bytes.len().to_string())])?;
            stream.write_all(&bytes)
        }
        Reply::Unmeasured(bytes) => {
            head(stream, "200 OK", &[])?;
            stream.write_all(&bytes)
        }
        Reply::Cut(bytes, at) => part(stream, &bytes, asked, TAG, at),
        Reply::Hang(bytes, at) => {
            part(stream, &bytes, asked, TAG, at)?;
            // Ends when the client has gone.
            stream.read_to_end(&mut Vec::new()).map(drop)
        }
        Reply::Gate(bytes, at, gate) => {
            head(stream, "200 OK", &[("Content-Length", bytes.len().to_string())])?;
            stream.write_all(&bytes[..at])?;
            // A test that has failed says nothing more.
            let _ = gate.recv();
            stream.write_all(&bytes[at..])
        }
        Reply::WrongPart(bytes) => {
            let half = bytes.len() / 2;
            let range = format!("bytes {half}-{}/{}", bytes.len() - 1, bytes.len());
            let length = (bytes.len() - half).to_string();
            head(stream, "206 Partial Content", &[("Content-Length", length), ("Content-Range", range)])?;
            stream.write_all(&bytes[half..])
        }
        Reply::Status(status) => {
            head(stream, &format!("{status} Status"), &[("Content-Length", "0".to_owned())])
        }
        Reply::Page => {
            let (kind, page) = ("text/html; charset=utf-8".to_owned(), "<html>Sign in</html>");
            head(stream, "200 OK", &[("Content-Type", kind), ("Content-Length", page.len().to_string())])?;
            stream.write_all(page.as_bytes())
        }
        Reply::Redirect(to) => {
            head(stream, "302 Found", &[("Location", to), ("Content-Length", "0".to_owned())])
        }
    }
}

/// Answers with the part that was asked for, of which at most so many bytes come.
fn part(
    mut stream: &TcpStream,
    bytes: &[u8],
    asked: &Asked,
    tag: &str,
    at_most: usize,
) -> std::io::Result<()> {
    let same = asked.if_range.as_ref().is_none_or(|wanted| wanted == tag);
    let from =
        asked.range.as_ref().filter(|_| same).map(|range| range["bytes=".len()..].trim_end_matches('-'));
    let from: Option<usize> = from.map(|from| from.parse().unwrap());
    if from.is_some_and(|from| from >= bytes.len()) {
        return head(stream, "416 Range Not Satisfiable", &[("Content-Length", "0".to_owned())]);
    }
    let mut headers = vec![("ETag", tag.to_owned())];
    if let Some(from) = from {
        headers.push(("Content-Range", format!("bytes {from}-{}/{}", bytes.len() - 1, bytes.len())));
    }
    let bytes = &bytes[from.unwrap_or(0)..];
    headers.push(("Content-Length", bytes.len().to_string()));
    head(stream, if from.is_some() { "206 Partial Content" } else { "200 OK" }, &headers)?;
    stream.write_all(&bytes[..bytes.len().min(at_most)])
}

fn head(mut stream: &TcpStream, status: &str, headers: &[(&str, String)]) -> std::io::Result<()> {
    let mut text = format!("HTTP/1.1 {status}\r\nConnection: close\r\n");
    for (name, value) in headers {
        text.extend([name, ": ", value, "\r\n"]);
    }
    text.push_str("\r\n");
    stream.write_all(text.as_bytes())
}
