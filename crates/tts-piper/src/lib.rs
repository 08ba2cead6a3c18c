//! [`domain::TtsProvider`] for Piper's voices, which speak on this machine.
//!
//! Any number of voices lies side by side in the folder `piper` of the models, each an `.onnx` file with its
//! `.onnx.json`. A voice of several speakers is one voice for each: `en_GB-vctk-medium/p225`, or
//! `en_GB-vctk-medium/#3` where the model gives its speakers no names.
//!
//! Piper draws noise for each run, so that no two are the same. Here the model is changed as it is loaded: its noise
//! comes from a table that is always the same, and it tells how long each phoneme is. So the same words are the same
//! samples, however many threads speak them, and words have their true places.

mod catalog;
mod config;
mod model;
mod piper;
mod places;
mod plan;
mod pool;

pub use piper::{Piper, PiperSettings};
