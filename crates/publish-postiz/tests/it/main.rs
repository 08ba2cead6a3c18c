//! Postiz as a publisher, against a server that behaves as Postiz does.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "the steps of a test fail as a test does")]

mod errors;
mod payloads;
mod rules;
mod world;
