//! `models`: downloads from a server of this machine, without a server of ours and without a database.

use std::{
    collections::HashMap,
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    process::Command,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
};

use md5::{Digest as _, Md5};
use rustix::process::Signal;
use serde_json::{Value, json};

use crate::program::{Ended, Place, Running};

const KEY: &str = "xx_XX-test-low";
const GRAPH_BYTES: usize = 20_000_000;

/// A publisher of one voice, which may stop in the middle of its larger file and wait there.
struct Publisher {
    address: SocketAddr,
    ranges: Arc<Mutex<Vec<Option<usize>>>>,
    stops_half_way: Arc<AtomicBool>,
    graph: Arc<Vec<u8>>,
}

impl Publisher {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let graph: Arc<Vec<u8>> = Arc::new((0_u8..251).cycle().take(GRAPH_BYTES).collect());
        let publisher = Self {
            address,
            ranges: Arc::default(),
            stops_half_way: Arc::new(AtomicBool::new(true)),
            graph: Arc::clone(&graph),
        };
        let (ranges, stops) = (Arc::clone(&publisher.ranges), Arc::clone(&publisher.stops_half_way));
        let files = Arc::new(files(&graph));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (files, ranges, stops) = (Arc::clone(&files), Arc::clone(&ranges), Arc::clone(&stops));
                // A program that was killed breaks its own connection only.
                std::thread::spawn(move || drop(serve(&stream.unwrap(), &files, &ranges, &stops)));
            }
        });
        publisher
    }

    fn command(&self, place: &Place, args: &[&str]) -> Command {
        let mut command = place.command(&[&["models"], args].concat());
        command.env("EDIT_FACTORY_MODELS_PIPER_URL", format!("http://{}", self.address));
        command.env("EDIT_FACTORY_MODELS_KOKORO_URL", "http://127.0.0.1:1");
        command
    }

    /// Prepares the server of a place, whose models come from here.
    fn server(&self, place: &Place) -> Command {
        let mut command = place.command(&["serve", "--bind", "127.0.0.1:0"]);
        command.env("EDIT_FACTORY_MODELS_PIPER_URL", format!("http://{}", self.address));
        command
    }

    fn run(&self, place: &Place, args: &[&str]) -> Ended {
        Ended::of(&self.command(place, args).output().unwrap())
    }
}

fn files(graph: &[u8]) -> HashMap<String, Vec<u8>> {
    let about = b"{}".to_vec();
    let digits = |bytes: &[u8]| format!("{:032x}", u128::from_be_bytes(Md5::digest(bytes).into()));
    let file = |bytes: &[u8]| json!({ "size_bytes": bytes.len(), "md5_digest": digits(bytes) });
    let catalogue = json!({ KEY: {
        "name": "test", "quality": "low", "num_speakers": 1,
        "language": { "name_english": "Test", "country_english": "Nowhere" },
        "files": { format!("xx/{KEY}.onnx"): file(graph), format!("xx/{KEY}.onnx.json"): file(&about) }
    }});
    HashMap::from([
        ("/voices.json".to_owned(), catalogue.to_string().into_bytes()),
        (format!("/xx/{KEY}.onnx"), graph.to_vec()),
        (format!("/xx/{KEY}.onnx.json"), about),
    ])
}

fn serve(
    mut stream: &TcpStream,
    files: &HashMap<String, Vec<u8>>,
    ranges: &Mutex<Vec<Option<usize>>>,
    stops: &AtomicBool,
) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let path = lines.next().unwrap()?.split(' ').nth(1).unwrap().to_owned();
    let mut range = None;
    for line in lines.map_while(Result::ok).take_while(|line| !line.is_empty()) {
        if let Some(from) = line.to_ascii_lowercase().strip_prefix("range: bytes=") {
            range = Some(from.trim_end_matches('-').parse::<usize>().unwrap());
        }
    }
    let Some(file) = files.get(&path) else {
        return stream.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    };
    let (from, whole) = (range.unwrap_or(0), file.len());
    let status = if range.is_some() { "206 Partial Content" } else { "200 OK" };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nContent-Range: bytes {from}-{}/{whole}\r\nETag: \"1\"\r\n\
         Connection: close\r\n\r\n",
        whole - from,
        whole - 1
    )?;
    if whole == GRAPH_BYTES {
        ranges.lock().unwrap().push(range);
        if stops.load(Ordering::SeqCst) {
            stream.write_all(&file[..whole / 2])?;
            // Ends when the program has gone.
            return stream.read_to_end(&mut Vec::new()).map(drop);
        }
    }
    stream.write_all(&file[from..])
}

#[test]
fn a_download_that_was_killed_goes_on_with_the_same_command() {
    let (place, publisher) = (Place::new(), Publisher::start());
    let folder = place.path("data/models/piper");
    let mut running = Running::of(publisher.command(&place, &["pull", KEY]));
    running.hear("downloading, 8 MB came");
    running.signal(Signal::KILL);
    assert_eq!(running.end().code, None);
    let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [format!("{KEY}.onnx.part").as_str()]);
    let listed = publisher.run(&place, &["list", "--engine", "piper"]);
    assert!(listed.out.contains(&format!("partial   piper   {KEY}")), "{}", listed.out);

    publisher.stops_half_way.store(false, Ordering::SeqCst);
    let ended = publisher.run(&place, &["pull", KEY]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.err.contains("licence:"), "{}", ended.err);
    assert!(fs::read(folder.join(format!("{KEY}.onnx"))).unwrap() == *publisher.graph);
    assert!(!folder.join(format!("{KEY}.onnx.part")).exists());
    let ranges = publisher.ranges.lock().unwrap().clone();
    assert!(matches!(ranges.as_slice(), [None, Some(from)] if *from > 1_000_000), "{ranges:?}");
    assert!(!place.path("data/postgres").exists(), "no database is needed for this");
}

#[test]
fn models_are_listed_checked_and_removed() {
    let (place, publisher) = (Place::new(), Publisher::start());
    publisher.stops_half_way.store(false, Ordering::SeqCst);
    let listed = publisher.run(&place, &["list"]);
    assert!(
        listed.out.contains("kokoro-v1.0 ") && listed.err.contains("--refresh"),
        "{}{}",
        listed.out,
        listed.err
    );
    assert!(!place.path("data").exists(), "a look makes nothing");
    let pulled = publisher.run(&place, &["pull", KEY]);
    assert_eq!(pulled.code, Some(0), "{}", pulled.err);

    let listed = publisher.run(&place, &["list", "--json", "--language", "xx"]);
    let all: Value = serde_json::from_str(&listed.out).unwrap();
    assert_eq!(all[0]["id"], KEY);
    assert_eq!((&all[0]["state"], all.as_array().unwrap().len()), (&json!("present"), 1));

    assert_eq!(publisher.run(&place, &["verify"]).code, Some(0));
    let graph = place.path("data/models/piper").join(format!("{KEY}.onnx"));
    fs::write(&graph, vec![0; GRAPH_BYTES]).unwrap();
    let broken = publisher.run(&place, &["verify"]);
    assert_eq!(broken.code, Some(1));
    assert!(broken.out.contains("is broken") && !graph.exists(), "{}", broken.out);
    let doctor = place.run(&["doctor", "--json"]);
    let findings: Value = serde_json::from_str(&doctor.out).unwrap();
    let piper =
        findings.as_array().unwrap().iter().find(|finding| finding["part"] == "Piper's voices").unwrap();
    assert!(piper["cure"].as_str().unwrap().contains("set aside"), "{piper}");

    assert_eq!(publisher.run(&place, &["remove", KEY]).code, Some(0));
    let nothing = publisher.run(&place, &["verify"]);
    assert_eq!((nothing.code, nothing.out.as_str()), (Some(0), ""));
}

#[test]
fn what_cannot_be_had_says_why() {
    let (place, publisher) = (Place::new(), Publisher::start());
    let unknown = publisher.run(&place, &["pull", "no_NO-such-voice"]);
    assert_eq!(unknown.code, Some(2));
    assert!(unknown.err.contains("there is no voice model no_NO-such-voice"), "{}", unknown.err);
    let climbing = publisher.run(&place, &["remove", "../../etc"]);
    assert_eq!(climbing.code, Some(2), "{}", climbing.err);
    let away = publisher.run(&place, &["pull", "kokoro-v1.0"]);
    assert_eq!(away.code, Some(1));
    assert!(away.err.contains("127.0.0.1 cannot be reached"), "{}", away.err);
    let mut open_line = publisher.command(&place, &["list"]);
    let ended =
        Ended::of(&open_line.env("EDIT_FACTORY_MODELS_PIPER_URL", "http://example.org").output().unwrap());
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.contains("http only for this machine"), "{}", ended.err);
}

/// Asks the server; returns the body of its answer.
fn ask(address: &str, method: &str, path: &str, profile: &str) -> Value {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nX-Profile-Id: {profile}\r\nContent-Length: 0\r\n\
         Connection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 20"), "{method} {path}: {answer}");
    serde_json::from_str(body).unwrap()
}

#[test]
fn a_server_brings_a_model_and_stops_when_it_is_cancelled() {
    let (place, publisher) = (Place::new(), Publisher::start());
    assert_eq!(publisher.run(&place, &["list", "--refresh"]).code, Some(0));
    let mut server = Running::of(publisher.server(&place));
    let line: Value = serde_json::from_str(&server.hear("the server listens")).unwrap();
    let address = line["address"].as_str().unwrap().to_owned();
    let profiles = ask(&address, "GET", "/api/v1/profiles", "");
    let profile = profiles["items"][0]["id"].as_str().unwrap().to_owned();
    let pull = format!("/api/v1/voice-models/{KEY}/pull");
    let model = || {
        let listed = ask(&address, "GET", "/api/v1/voice-models?language=xx", &profile);
        listed["items"][0].clone()
    };

    // The publisher stops half-way, so this can end by being cancelled only.
    let job = ask(&address, "POST", &pull, &profile);
    server.hear("job started");
    let cancel = format!("/api/v1/jobs/{}/cancel", job["id"].as_str().unwrap());
    ask(&address, "POST", &cancel, &profile);
    server.hear("job cancelled");
    assert_ne!(model()["state"], "present");

    publisher.stops_half_way.store(false, Ordering::SeqCst);
    let again = ask(&address, "POST", &pull, &profile);
    assert_ne!(again["id"], job["id"], "{again}");
    server.hear("job done");
    assert_eq!((&model()["state"], &model()["may_change"]), (&json!("present"), &json!(true)));
    let file = fs::read(place.path("data/models/piper").join(format!("{KEY}.onnx"))).unwrap();
    assert!(file == *publisher.graph);
    server.signal(Signal::TERM);
    let ended = server.end();
    assert_eq!(ended.code, Some(0), "{}", ended.err);
}
