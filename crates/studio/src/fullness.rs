//! How full the stores' caches of rendered sentences are, as far as this process knows: it counts what it adds, so that
//! their folders are looked through only when they may be over their bound.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use domain::{ProfileContext, ProfileId};

/// How long what was seen is believed: other processes add sentences, too.
const BELIEVED: Duration = Duration::from_mins(10);
/// How often a folder is looked through at most: sentences that are in use stay, however full it is.
const SELDOM: Duration = Duration::from_mins(1);

/// What is known of each store's cache.
#[derive(Debug, Default)]
pub(crate) struct Fullness(Mutex<HashMap<ProfileId, Known>>);

#[derive(Debug, Clone, Copy)]
struct Known {
    bytes: u64,
    seen: Instant,
}

impl Fullness {
    /// Counts what was added.
    pub(crate) fn grew(&self, ctx: &ProfileContext, bytes: u64) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.get_mut(&ctx.profile()) {
            known.bytes = known.bytes.saturating_add(bytes);
        }
    }

    /// Keeps what was seen.
    pub(crate) fn saw(&self, ctx: &ProfileContext, bytes: u64, now: Instant) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(ctx.profile(), Known { bytes, seen: now });
    }

    /// Tells whether the folder is worth looking through: nobody did, long ago, or it is over the bound.
    pub(crate) fn may_be_over(&self, ctx: &ProfileContext, limit_bytes: u64, now: Instant) -> bool {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&ctx.profile()).is_none_or(|known| {
            let ago = now.saturating_duration_since(known.seen);
            ago >= BELIEVED || (known.bytes > limit_bytes && ago >= SELDOM)
        })
    }
}

#[cfg(test)]
mod tests {
    use testkit::media_contract::some_context;

    use super::*;

    #[test]
    fn a_folder_is_looked_through_when_it_may_be_over_its_bound_and_not_all_the_time() {
        let (fullness, ctx, then) = (Fullness::default(), some_context(), Instant::now());
        let later = |minutes: u64| then + Duration::from_mins(minutes);
        assert!(fullness.may_be_over(&ctx, 100, then), "nobody looked yet");
        fullness.saw(&ctx, 90, then);
        assert!(!fullness.may_be_over(&ctx, 100, later(9)));
        assert!(fullness.may_be_over(&ctx, 100, later(10)), "others may have added something");
        fullness.grew(&ctx, 20);
        assert!(!fullness.may_be_over(&ctx, 100, then), "it was looked through just now");
        assert!(fullness.may_be_over(&ctx, 100, later(1)));
        assert!(fullness.may_be_over(&some_context(), 100, then), "another store's is another");
    }
}
