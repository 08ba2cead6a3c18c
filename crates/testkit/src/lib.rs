//! Fakes, builders and contract suites for tests.

pub mod fixed_clock;
pub mod folder_media;
pub mod listed_models;
pub mod media_contract;
pub mod tone_tts;
pub mod tts_contract;
pub mod voice_models_contract;
