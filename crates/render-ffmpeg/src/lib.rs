//! The ports [`domain::Renderer`] and [`domain::SampleReader`] by ffmpeg, which runs as a child process: it may crash, hang or run out of memory
//! and takes nothing with it; and its licence stays its own.
//!
//! Footage and recordings are strangers' files. Every input is bound to the demuxer of its sniffed container and to plain files,
//! pictures have a largest size, and no text or path of a person is ever in a filter.

mod admission;
mod analyse;
mod ass;
#[cfg(test)]
mod burned;
mod captions;
mod card;
mod chunk;
mod decode;
mod encode;
mod encoder;
mod ended;
mod ffmpeg;
mod fonts;
mod gaze;
mod input;
mod join;
mod layout;
mod limits;
mod lines;
mod listen;
mod logo;
mod look;
mod loudness;
mod measure;
mod mix;
mod motion;
mod music;
mod original;
mod picture;
mod piece;
mod probe;
mod process;
mod progress;
mod sample;
mod scenes;
mod segments;
mod shape;
mod shift;
mod shot;
mod take;
mod tone;
mod tools;
mod typeset;
mod unfinished;

pub use encoder::{Encoder, UnknownEncoder, VideoEncoder};
pub use ffmpeg::Ffmpeg;
pub use limits::limited;
pub use tools::{FfmpegSettings, Part};
pub use typeset::CaptionFonts;
