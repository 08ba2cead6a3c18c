//! Fakes, builders and contract suites for tests.

pub mod tts_contract;
