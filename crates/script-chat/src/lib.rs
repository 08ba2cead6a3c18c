//! [`Chat`]: a [`domain::ScriptWriter`] for any endpoint that speaks the form of `OpenAI`'s chat completions, such as
//! Gemini, Ollama, llama.cpp and vLLM.
//!
//! Address, model, prices and key are the profile's own. The answer is asked for by a JSON schema; where an endpoint
//! knows none, as a JSON object; where it knows that neither, in words. It is read and checked here in every case.
//!
//! # What the store's texts can do
//!
//! They are data. They travel as one JSON object between marks that they cannot write themselves, the rules stand in the
//! system's message, and whatever a model makes of them is either a list of scripts in the one form or an error.
//!
//! # What is sent again
//!
//! A request that the endpoint refused before any work (busy, or a field that it does not know) is sent again. An answer
//! that was cut off or cannot be read is asked for once more, with the error; both are paid, and a quote covers both.
//! After a lost answer nothing is sent again.
//!
//! # Where a key can go
//!
//! To the host that it was entered for, over https, without redirects; `outbound` says which addresses may be asked.

mod access;
mod answer;
mod chat;
mod cures;
mod place;
mod prompt;
mod refusal;
mod settings;
mod wire;

pub use chat::Chat;
pub use settings::{ChatSettings, InvalidChat, Patience};
