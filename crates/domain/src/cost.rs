//! Money, in integer micro-USD.

use serde::{Deserialize, Serialize};

/// An amount of money in millionths of a US dollar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cost(pub i64);

impl Cost {
    /// Nothing to pay.
    pub const FREE: Self = Self(0);

    /// Returns the amount in micro-USD.
    pub const fn micro_usd(self) -> i64 {
        self.0
    }
}
