//! The model files of the local voices: their catalogue, their download, their proof.
//!
//! [`DownloadedModels`] is `domain::VoiceModels` in a folder of this machine. A file gets its name only after every
//! byte of it was hashed: until then it is a `.part` beside its place, which a cut, a full disk or a killed process
//! leave for the next pull to go on with.

mod catalogue;
mod download;
mod folder;
mod hash;
mod http;
mod lock;
mod models;
mod piper;

pub use http::InvalidModelsUrl;
pub use models::{DownloadedModels, KOKORO_URL, ModelsSettings, PIPER_URL};
