//! [`ElevenLabs`]: a [`domain::TtsProvider`] and [`domain::VoiceCloner`] for the service of `ElevenLabs`.
//!
//! The key is the profile's own, out of the [`domain::CredentialStore`] by context. Whatever is kept between calls
//! (voices, models, the account) is kept for a profile and a key, for a minute or some; the sound itself comes as
//! `pcm_24000`, which every plan may ask for.
//!
//! # What is sent again
//!
//! A speech and a new voice cost something, so a request for one is sent again only when it is certain that nothing was
//! made of it: when no connection came about; on 429, which is an answer from before any work; and on 408, 409 and 5xx
//! in the service's own form of error, by which the service itself says that it failed. An answer of a gateway (HTML, or
//! nothing) does not tell whether the service has worked, nor does a line that was cut or a server that hangs: these are
//! [`domain::TtsError::Failed`] at once. Requests that only look or forget are sent again in all of these cases.
//!
//! Waits are those that the answer names (`retry-after-ms`, then `retry-after` in seconds), else they begin at half a
//! second and double; [`Patience::busy`] bounds their sum. An answer that was charged for and cannot be used is
//! [`domain::TtsError::Partly`], with its cost.

mod account;
mod catalog;
mod cloning;
mod cures;
mod eleven_labs;
mod kept;
mod keys;
mod models;
mod price;
mod refusal;
mod retry;
mod settings;
mod slots;
mod sound;
mod speaking;
mod split;
mod timings;
mod tuning;
mod wire;

pub use eleven_labs::ElevenLabs;
pub use settings::{ElevenLabsSettings, InvalidElevenLabs, Patience};
