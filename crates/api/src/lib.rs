//! The HTTP face of Edit Factory: routes, bodies, one table of errors, and the description of all of it.
//!
//! A handler reads its input into what `studio` takes, calls one verb, and writes the answer's body; it decides
//! nothing. Every route on a store's things begins with [`extract::InProfile`]: nothing is read before the profile is
//! entered.

mod auth;
mod captions;
mod channels;
mod chat_connection;
mod chunk_cache;
mod clip_files;
mod clips;
mod cloning;
mod costs;
mod credentials;
mod dashboard;
mod doorkeeper;
mod error;
mod events;
mod extract;
mod footage;
mod formats;
mod front;
mod guard;
mod health;
mod jobs;
mod links;
mod making;
mod making_defaults;
mod media;
mod music;
mod narrations;
mod once;
mod openapi;
mod page;
mod pass;
mod pictures;
mod previews;
mod profiles;
mod projects;
mod publication_order;
mod publications;
mod publishing;
mod range;
mod refusals;
mod request_log;
mod scripts;
mod segments;
mod server;
mod set_caption;
mod settings;
mod speech;
mod storyboards;
mod tokens;
mod upload;
mod voice_models;
mod voices;
mod wav;

pub use front::{ApiSettings, Readiness};
pub use links::Links;
pub use openapi::openapi_json;
pub use server::{listen, serve};
