//! OpenAI's own Python client against the running server.

use std::{path::Path, process::Command};

use rustix::process::Signal;

use crate::{program::Place, serving::serve};

#[test]
#[expect(clippy::disallowed_methods, reason = "a test starts another program than ours")]
fn openais_own_client_speaks_with_a_stores_voices() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("../../.tools/sidecar/bin/python");
    assert!(python.exists(), "{} is not there; `./start-dev.sh test` installs it", python.display());
    let place = Place::new();
    let (server, address) = serve(&place);
    let mut client = Command::new(python);
    client.arg(root.join("tests/openai_client.py")).arg(address.trim_start_matches("http://"));
    let said = client.output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    assert!(said.status.success(), "{out}{err}");
    server.signal(Signal::TERM);
    assert_eq!(server.end().code, Some(0));
}
