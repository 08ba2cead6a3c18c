//! A model behind a chat endpoint, against a server that speaks its wire form with its faults.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on panics")]

mod faults;
mod isolation;
mod money;
mod real;
mod world;
mod writing;
