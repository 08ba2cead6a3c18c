//! ONNX Runtime, found and loaded at run time, and its sessions.
//!
//! The library is installed by itself and never linked: without it everything works but the voices that need it, and
//! one that is installed meanwhile is found at the next try. A process holds one library for good.

mod model;
mod noise;
mod outline;
mod protobuf;
mod runtime;
mod search;
mod session;
mod tensor;

pub use model::{Model, WeakModel};
pub use outline::Outline;
pub use runtime::{OnnxError, OnnxPaths, OnnxRuntime};
pub use session::{ModelError, Outlet, RunError, Session, SessionOptions, Stop};
pub use tensor::{Element, Tensor};
