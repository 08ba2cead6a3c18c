//! Fakes, builders and contract suites for tests.

pub mod cloning_tone;
pub mod fixed_clock;
pub mod folder_media;
pub mod media_contract;
pub mod tone_tts;
pub mod tts_contract;
