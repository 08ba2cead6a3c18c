//! Faults, each with real worker processes on a real PostgreSQL.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "the steps of a test fail as a test does")]

mod children;
mod clock;
mod crash;
mod disk;
mod endings;
mod inspection;
mod kills;
mod line;
mod publishing;
mod sessions;
mod sharing;
mod stage;
mod stopping;
