//! Fakes, builders and contract suites for tests.

pub mod media_contract;
pub mod tts_contract;
