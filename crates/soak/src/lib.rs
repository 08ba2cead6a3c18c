//! Proves that jobs survive anything: real worker processes on a real PostgreSQL and real files, and faults.
//!
//! A [`Street`](street::Street) of shops orders videos, [`WorkerProcess`](process::WorkerProcess)es make them and are
//! killed, and [`Inspection`](inspect::Inspection) looks at every row and file afterwards.

pub mod dice;
pub mod inspect;
pub mod kills;
pub mod look;
pub mod place;
pub mod process;
pub mod proxy;
pub mod publish;
pub mod street;
pub mod wiring;
pub mod worker;

/// Why something did not work: this crate's callers only ever tell it.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;
