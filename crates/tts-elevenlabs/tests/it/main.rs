//! The voices of `ElevenLabs`, against a server that speaks its wire form.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on panics")]

mod account;
mod cloning;
mod contract;
mod errors;
mod isolation;
mod lost_answers;
mod money;
mod patience;
mod real;
mod secrecy;
mod sound;
mod splitting;
mod voices;
mod world;
