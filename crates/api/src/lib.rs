//! The HTTP face of Edit Factory: routes, bodies, one error table, the OpenAPI document, signed links.
//!
//! [`serve`] answers until it is told to stop. A handler reads a request, calls one use-case of `studio`, and
//! writes the answer; it decides nothing.

mod access_log;
mod clips;
mod document;
mod error;
mod events;
mod extract;
mod footage;
mod guard;
mod health;
mod jobs;
mod links;
mod media;
mod pages;
mod profiles;
mod projects;
mod server;
mod voices;

pub use document::openapi_json;
pub use health::Readiness;
pub use links::{LinkError, Links};
pub use server::{ApiSettings, listen, serve};
