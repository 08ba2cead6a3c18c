//! The machine's clock.

use chrono::{DateTime, Utc};
use domain::Clock;

/// Tells the machine's time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the Clock that everybody else asks")]
    fn now(&self) -> DateTime<Utc> {
        std::time::SystemTime::now().into()
    }
}
