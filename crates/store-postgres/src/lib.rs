//! [`Postgres`]: the stores and the job queue of Edit Factory on PostgreSQL 15 or later.
//!
//! Every statement on profile data runs inside [`scope`](self): one transaction whose BEGIN names the profile, so
//! that row-level security holds even where a query forgot to. [`Cluster`] brings up a private server in a folder.

mod accounts;
mod answers;
mod books;
mod channels;
mod chat_connections;
mod clips;
mod cloned_voices;
mod cluster;
mod connections;
mod copy;
mod costs;
mod credentials;
mod dashboard;
mod footage;
mod jobs;
mod legacy;
mod migrate;
mod music;
mod narrations;
mod pictures;
mod pool;
mod postgres;
mod profiles;
mod projects;
mod publications;
mod publishing_events;
mod queue;
mod rows;
mod schema;
mod scope;
#[cfg(feature = "scratch")]
pub mod scratch;
mod seal;
mod segments;
mod sessions;
#[cfg(feature = "statements")]
pub mod statements;
mod tokens;

pub use accounts::{ListedAccount, list_accounts};
pub use cluster::{Cluster, ClusterError, Durability, ServerBinaries};
pub use credentials::SealedCredentials;
pub use legacy::{AdoptError, AdoptedTable, Adoption, AdoptionLog, Outcome, Remark, Tally};
pub use migrate::{MigrateError, migrate};
pub use postgres::{DatabaseUrls, Postgres};
pub use seal::{InvalidMasterKeys, MasterKeys};
