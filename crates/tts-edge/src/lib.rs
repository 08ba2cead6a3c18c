//! [`domain::TtsProvider`] for Microsoft Edge's read-aloud voices, through the voices service.
//!
//! The way in is Microsoft's, unofficial, and changes; the Python package that keeps up with it stays in the service.
//! The sound comes as MP3 and is decoded here: the service would need a decoder that none of its packages brings.

mod edge;
mod mp3;

pub use edge::Edge;
