//! What the local voices need to turn text into sound: the espeak-ng library, found and loaded at run time.
//!
//! espeak-ng is GPL-3.0: it is installed by itself, never linked, and everything works without it but the voices
//! that need it. This is the only crate that speaks to a C library.

mod espeak;

pub use espeak::{EspeakError, EspeakLibrary, EspeakPaths, EspeakVoice, SampleSpan, SpeakError, Spoken};
