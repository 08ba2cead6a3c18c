//! The stores on a real PostgreSQL: the walls between profiles, the transactions, the private server.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "the steps of a test fail as a test does")]

mod accounts;
mod answers;
mod assets;
mod catalog;
mod chat_connections;
mod cloned_voices;
mod cluster;
mod credentials;
mod explain;
mod gates;
mod ledger;
mod legacy;
mod migrations;
mod model;
mod profiles;
mod publications;
mod queue;
mod scope;
mod segments;
mod stores;
