//! Romanian as it is spoken.

mod numbers;

use super::{Here, Said};

/// Says what stands here.
pub(super) fn say(here: Here<'_>) -> Said {
    Said::one(here.core())
}
