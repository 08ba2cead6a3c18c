//! [`domain::TtsProvider`] for espeak-ng: the draft voice, which needs no download, no key and no graphics card.
//!
//! The library runs in a process of its own for each speech. Some texts crash it (in version 1.52 the digit
//! 8 does in the Greenlandic voice), and the text of one store must never end the work of another.

mod catalog;
mod espeak;
mod process;
mod speaker;

pub use espeak::Espeak;
pub use phonemes::EspeakPaths;
pub use process::SpeakerCommand;
pub use speaker::serve_speaker;
