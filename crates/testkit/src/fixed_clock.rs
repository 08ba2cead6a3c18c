//! A clock that stands.
#![expect(
    clippy::missing_panics_doc,
    clippy::expect_used,
    reason = "a lock that a test's panic poisoned panics"
)]

use std::sync::Mutex;

use chrono::{DateTime, TimeDelta, Utc};
use domain::Clock;

/// A clock that stands until it is told to go.
#[derive(Debug)]
pub struct FixedClock(Mutex<DateTime<Utc>>);

impl FixedClock {
    /// Stops the clock at a moment.
    pub const fn at(moment: DateTime<Utc>) -> Self {
        Self(Mutex::new(moment))
    }

    /// Lets so much time pass.
    pub fn pass(&self, time: TimeDelta) {
        *self.0.lock().expect("the clock") += time;
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().expect("the clock")
    }
}
