//! Downloads from a server of this machine that does everything wrong.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on panics")]

mod cuts;
mod lies;
mod place;
mod server;
mod together;
