//! The verbs of Edit Factory: its use-cases, used by the HTTP face, the command line and the worker alike.
//!
//! A [`Studio`] holds the ports and no state of its own; each verb is one file.

mod abandon;
mod accounts;
mod analyse;
mod answers;
mod assemble;
mod copy;
mod costs;
mod credentials;
mod footage;
mod generate;
mod library;
mod login;
mod narrate;
mod own_folder;
mod password;
mod profiles;
mod projects;
mod queue;
mod report;
mod secrets;
mod settle;
mod sign_in;
mod sound;
mod spend;
mod studio;
mod tidy;
mod tokens;
mod voice_models;
mod voices;
mod watch;
mod work;
mod worker;

pub use copy::CopyError;
pub use costs::{ProviderQuote, Quote, QuoteError};
pub use footage::{UploadAccepted, UploadError};
pub use login::{Login, SESSION_DAYS};
pub use own_folder::OwnFolder;
pub use projects::{ProjectDraft, ProjectError};
pub use queue::{GenerateError, MAX_VARIANTS};
pub use sign_in::{Caller, CallerBy, Introduction, Pass, SignIn, SignInBy, SignInError, SignInPorts};
pub use studio::{Ports, Studio};
pub use voice_models::VoiceModelsError;
pub use voices::{ProviderStatus, VoicesError};
pub use worker::{Worker, WorkerSettings};
