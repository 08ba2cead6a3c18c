//! Fakes, builders and contract suites for tests.

pub mod fixed_clock;
pub mod folder_media;
pub mod media_contract;
pub mod refusing_tts;
pub mod tone_tts;
pub mod tts_contract;
