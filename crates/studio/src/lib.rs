//! The verbs of Edit Factory: its use-cases, used by the HTTP face, the command line and the worker alike.
//!
//! A [`Studio`] holds the ports and no state of its own; each verb is one file.

mod abandon;
mod analyse;
mod assemble;
mod footage;
mod generate;
mod library;
mod narrate;
mod own_folder;
mod profiles;
mod projects;
mod queue;
mod report;
mod settle;
mod sound;
mod studio;
mod voices;
mod watch;
mod work;
mod worker;

pub use footage::{UploadAccepted, UploadError};
pub use own_folder::OwnFolder;
pub use projects::{ProjectDraft, ProjectError};
pub use queue::{GenerateError, MAX_VARIANTS};
pub use studio::{Ports, Studio};
pub use voices::{ProviderStatus, VoicesError};
pub use worker::{Worker, WorkerSettings};
