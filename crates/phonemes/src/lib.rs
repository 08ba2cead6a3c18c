//! What the local voices need to turn text into sound: the espeak-ng library, found and loaded at run time, and
//! words as they were written turned into the phonemes that Kokoro and Piper were trained on.
//!
//! espeak-ng is GPL-3.0: it is installed by itself, never linked, and everything works without it but the voices
//! that need it. This is the only crate that speaks to a C library. Some texts crash that library, so a
//! [`Phonemizer`] asks it in a process of its own, which is started again when it ends.

mod align;
mod alphabet;
mod assemble;
mod english;
mod espeak;
mod kokoro_vocab;
mod normalise;
mod phonemizer;
mod process;
mod serve;

pub use espeak::{EspeakError, EspeakLibrary, EspeakPaths, EspeakVoice, SampleSpan, SpeakError, Spoken};
pub use kokoro_vocab::kokoro_id;
pub use phonemizer::{PhonemeError, Phonemizer, WordPhonemes};
pub use process::PhonemeCommand;
pub use serve::serve_phonemes;
