//! Fakes, builders and contract suites for tests.

pub mod cloning_tone;
pub mod fake_chat;
pub mod fake_elevenlabs;
pub mod fake_postiz;
pub mod fixed_clock;
pub mod folder_media;
pub mod installed;
pub mod listed_models;
pub mod machine_clock;
pub mod media_contract;
pub mod memory_connections;
pub mod memory_credentials;
pub mod memory_publisher_connections;
pub mod refusing_tts;
pub mod tone_service;
pub mod tone_tts;
pub mod tts_contract;
pub mod voice_models_contract;
