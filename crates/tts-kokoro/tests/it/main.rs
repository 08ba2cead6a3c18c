//! The voices on the real ONNX Runtime and espeak-ng, with small models that have the real ones' inputs and outputs.
//! Both libraries are there after `./start-dev.sh setup`; without them these tests fail with the cure.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod bad_input;
mod contract;
mod sound;
mod stage;

use std::{fs::File, io};

/// The process that reads for the other tests: they start this program again, with its answers on another stream
/// than the one that the test harness writes on.
#[test]
#[ignore = "the other tests start it"]
fn serves_phonemes() {
    let Ok(output) = File::options().write(true).open("/dev/fd/3") else { return };
    phonemes::serve_phonemes(io::stdin().lock(), output).unwrap();
}
