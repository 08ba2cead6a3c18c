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
mod flight;
mod footage;
mod generate;
mod language;
mod library;
mod login;
mod narrate;
mod own_folder;
mod pace;
mod password;
mod polish;
mod preview;
mod profiles;
mod projects;
mod queue;
mod report;
mod secrets;
mod settle;
mod sign_in;
mod sound;
mod speak;
mod speaker;
mod speech_cache;
mod spend;
mod studio;
mod tidy;
mod tokens;
mod voices;
mod watch;
mod work;
mod worker;

pub use copy::CopyError;
pub use costs::{ProviderQuote, Quote, QuoteError};
pub use footage::{UploadAccepted, UploadError};
pub use login::{Login, SESSION_DAYS};
pub use own_folder::OwnFolder;
pub use preview::{MAX_PREVIEW_CHARS, Preview, PreviewError};
pub use projects::{ProjectDraft, ProjectError};
pub use queue::{GenerateError, MAX_VARIANTS};
pub use sign_in::{Caller, CallerBy, Introduction, Pass, SignIn, SignInBy, SignInError, SignInPorts};
pub use speak::{PriceError, SpeakError};
pub use speaker::NoDefault;
pub use speech_cache::{ClearError, SpeechCache};
pub use studio::{Ports, Studio};
pub use voices::{ProviderStatus, VoicesError};
pub use worker::{Worker, WorkerSettings};
