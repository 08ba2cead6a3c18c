//! The API as a client sees it: over a real port, on a real database.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on panics"
)]

mod assets;
mod captions;
mod cloning;
mod document;
mod events;
mod factory;
mod failures;
mod ffmpeg_samples;
mod gated_tts;
mod guards;
mod links;
mod money;
mod narrations;
mod no_renderer;
mod once;
mod plans;
mod previews;
mod profiles;
mod projects;
mod proofs;
mod publishing;
mod publishing_attacked;
mod publishing_shop;
mod rendering_again;
mod scripts;
mod segments;
mod sign_in;
mod speech;
mod text_renderer;
mod throttling;
mod tokens;
mod uploads;
mod varying;
mod voice_models;
mod working;
