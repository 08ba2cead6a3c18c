//! The machine's clock, for processes of tests.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use domain::Clock;

/// Tells the machine's time.
#[derive(Debug, Clone, Copy, Default)]
pub struct MachineClock;

impl Clock for MachineClock {
    #[expect(clippy::disallowed_methods, reason = "this is a Clock")]
    fn now(&self) -> DateTime<Utc> {
        SystemTime::now().into()
    }
}
