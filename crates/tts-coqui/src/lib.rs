//! [`domain::TtsProvider`] and [`domain::VoiceCloner`] for Coqui XTTS, through the voices service.
//!
//! The model is some gigabytes of Python; a machine with a graphics card may run it for this one. A voice is learned
//! for one profile: the service keeps it in the profile's folder, and tells nobody else of it.

mod coqui;
mod timing;

pub use coqui::Coqui;
