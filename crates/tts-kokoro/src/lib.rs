//! [`domain::TtsProvider`] for Kokoro-82M.
//!
//! The model and its voices are files of a folder, and ONNX Runtime is a library that is loaded at run time: both are
//! looked for at use, and what is missing is told with its cure. A text is cut into chunks at the ends of sentences
//! and clauses; a short one is worked on by several threads, the chunks of a long one by one thread each.

mod catalog;
mod chunks;
mod files;
mod graph;
mod kokoro;
mod limits;
mod mix;
mod model;
mod npy;
mod piece;
mod pool;
mod sound;
mod timing;
mod voices;

pub use kokoro::Kokoro;
pub use limits::Limits;
pub use onnx::OnnxPaths;
