//! The stores on a real PostgreSQL: the walls between profiles, the transactions, the private server.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "the steps of a test fail as a test does")]

mod accounts;
mod catalog;
mod cluster;
mod queue;
mod scope;
mod stores;
