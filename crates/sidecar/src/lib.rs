//! The service of `sidecars/voices`: the client of its protocol, and the process when the app runs it.
//!
//! Two voices live in Python. Their packages, and whatever crashes in them, stay in a process of their own, on this
//! machine or on another one with a graphics card.

mod client;
mod error;
mod place;
mod process;
mod sidecar;
mod supervisor;
mod wire;

pub use error::{InvalidAddress, SidecarError};
pub use place::place_words;
pub use process::Service;
pub use sidecar::Sidecar;
pub use wire::{
    AudioFormat, EngineCondition, EngineState, Health, ListedVoice, Mark, Recording, Request, Sound,
};
