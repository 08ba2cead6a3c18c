//! Gates in the source: a transaction begins in the one scope function, and a connection without a context is opened
//! in the few places that are named here.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The places that open a connection or a transaction by themselves, each with its reason.
const ALLOWED: [(&str, &str); 11] = [
    ("store-postgres/src/scope.rs", "the one place where a transaction begins"),
    ("store-postgres/src/pool.rs", "the pools"),
    ("store-postgres/src/migrate.rs", "migrations, as the owner"),
    ("store-postgres/src/queue.rs", "the listener, and the claim through its function, as the worker"),
    ("store-postgres/src/accounts.rs", "the list of accounts for the command line, as the owner"),
    ("store-postgres/src/statements.rs", "explains what a scope sent, for tests"),
    ("store-postgres/src/credentials.rs", "rotation of master keys, as the owner"),
    ("store-postgres/src/cluster.rs", "the private server's roles and database, as its superuser"),
    ("store-postgres/src/cluster/server.rs", "the private server's start"),
    ("store-postgres/src/scratch.rs", "databases of tests"),
    ("store-postgres/src/legacy", "the database of the original, which is only read"),
];

/// What begins a transaction, or reaches the database without a profile.
const GATED: [&str; 11] = [
    "\"BEGIN",
    "\"begin",
    "START TRANSACTION",
    "begin_transaction",
    "build_transaction",
    ".transaction(",
    "::establish(",
    "tokio_postgres::connect",
    "set_config(",
    "SET LOCAL",
    "SET ROLE",
];

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Lists the gated words of a source that may not have them.
fn breaches(place: &str, source: &str) -> Vec<String> {
    if ALLOWED.iter().any(|(allowed, _)| place.starts_with(allowed)) {
        return Vec::new();
    }
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let found = |(number, line): (usize, &str)| {
        let word = GATED.iter().find(|word| line.contains(**word))?;
        Some(format!("{place}:{}: {word}", number + 1))
    };
    code.enumerate().filter_map(found).collect()
}

#[test]
fn no_source_opens_a_transaction_or_connection_of_its_own() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (mut looked_at, mut all) = (0, Vec::new());
    for entry in fs::read_dir(&crates).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        // These two never ship: they look at the database from outside.
        if name == "bench" || name == "soak" {
            continue;
        }
        let mut files = Vec::new();
        rust_files(&crates.join(&name).join("src"), &mut files);
        for file in files {
            let place = file.strip_prefix(&crates).unwrap().display().to_string();
            all.extend(breaches(&place, &fs::read_to_string(&file).unwrap()));
            looked_at += 1;
        }
    }
    assert!(looked_at > 100, "only {looked_at} files were looked at");
    assert!(all.is_empty(), "go through Postgres::scoped: {all:#?}");
}

#[test]
fn each_planted_breach_is_seen() {
    for word in GATED {
        let line = format!("    conn.batch_execute({word} ...");
        assert_eq!(breaches("studio/src/new.rs", &line).len(), 1, "{word}");
        assert!(breaches("studio/src/new.rs", &format!("    // {word}")).is_empty());
        assert!(breaches("store-postgres/src/scope.rs", &line).is_empty());
    }
}

/// Methods of ports that take no context, and why they need none.
const WITHOUT_CONTEXT: [(&str, &str); 20] = [
    ("UserStore::local_user", "makes the actor"),
    ("UserStore::user", "makes the actor of an identity that was proven elsewhere"),
    ("IdentityProvider::identify", "proves who calls"),
    ("AccountStore::any", "tells whether anybody has to sign in"),
    ("AccountStore::create", "an operator's"),
    ("AccountStore::find", "before sign-in, one account by its email"),
    ("AccountStore::begin_login", "before sign-in"),
    ("AccountStore::forgive_login", "at sign-in"),
    ("SessionStore::find", "one session by its secret's hash"),
    ("ApiTokenStore::find", "one token by its secret's hash"),
    ("JobQueue::claim", "answers with the context of what it claims"),
    ("JobQueue::sweep", "of the whole queue, through functions that answer with counts"),
    ("JobQueue::wait", "hears only that there is something"),
    ("Publisher::test", "tries an address and a key that no profile has yet"),
    ("VoiceModels::list", MACHINES),
    ("VoiceModels::find", MACHINES),
    ("VoiceModels::refresh", MACHINES),
    ("VoiceModels::pull<'p>", MACHINES),
    ("VoiceModels::remove", MACHINES),
    ("VoiceModels::verify<'p>", MACHINES),
];

/// Why the port of voice models asks for nobody.
const MACHINES: &str = "the files are the machine's, and nothing of a profile is in them";

#[test]
fn every_method_of_a_port_asks_for_a_context_or_an_actor() {
    let domain = Path::new(env!("CARGO_MANIFEST_DIR")).join("../domain/src");
    let mut files = Vec::new();
    rust_files(&domain, &mut files);
    let (mut looked_at, mut without) = (0, Vec::new());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        for port in text.split("pub trait ").skip(1) {
            let (trait_name, _) = port.split_once(':').unwrap();
            let body = port.split("\n}").next().unwrap();
            for method in body.split("async fn ").skip(1) {
                let (name, rest) = method.split_once('(').unwrap();
                let arguments = rest.split("->").next().unwrap();
                let asks = ["&ProfileContext", "&Actor"].iter().any(|proof| arguments.contains(proof));
                let name = format!("{trait_name}::{name}");
                if !asks && !WITHOUT_CONTEXT.iter().any(|(allowed, _)| *allowed == name) {
                    without.push(name);
                }
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 50, "only {looked_at} methods were looked at");
    assert!(without.is_empty(), "{without:#?}");
}
