//! [`Postiz`]: a [`Publisher`](domain::Publisher) by the public API of Postiz, in the cloud or one's own.
//!
//! Each profile brings its own address and key. A post is sent once: whether a lost one arrived, only the list tells.

mod answers;
mod body;
mod place;
mod postiz;
mod refusal;
mod settings;
mod wire;

pub use postiz::Postiz;
pub use settings::{InvalidPostiz, Patience, PostizSettings};
