//! The ports [`domain::Renderer`] and [`domain::SampleReader`] by ffmpeg, which runs as a child process: it may crash, hang or run out of memory
//! and takes nothing with it; and its licence stays its own.
//!
//! Footage and recordings are strangers' files. Every input is bound to the demuxer of its sniffed container and to plain files,
//! pictures have a largest size, and no text or path of a person is ever in a filter.

mod analyse;
mod captions;
mod chunk;
mod decode;
mod encode;
mod ffmpeg;
mod fonts;
mod gaze;
mod input;
mod join;
mod layout;
mod lines;
mod listen;
mod loudness;
mod measure;
mod picture;
mod piece;
mod probe;
mod process;
mod progress;
mod safe_box;
mod sample;
mod scenes;
mod segments;
mod shift;
mod tools;
mod unfinished;

pub use ffmpeg::Ffmpeg;
pub use tools::{FfmpegSettings, Part};
