//! Flights: the same sound is made once at a time, so that two who want it at once do not both pay for it.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use domain::{ContentHash, ProfileContext, ProfileId};
use tokio::sync::OwnedMutexGuard;

type Sound = (ProfileId, ContentHash);

/// The sounds that are being made in this process.
#[derive(Debug, Default)]
pub(crate) struct Flights(Mutex<HashMap<Sound, Weak<tokio::sync::Mutex<()>>>>);

impl Flights {
    /// Waits until nobody else makes the sound for the profile; others wait as long as the result lives.
    pub(crate) async fn board(&self, ctx: &ProfileContext, sound: &ContentHash) -> OwnedMutexGuard<()> {
        let lock = self.lock_of((ctx.profile(), sound.clone()));
        lock.lock_owned().await
    }

    fn lock_of(&self, sound: Sound) -> Arc<tokio::sync::Mutex<()>> {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lock) = flights.get(&sound).and_then(Weak::upgrade) {
            return lock;
        }
        flights.retain(|_, lock| lock.strong_count() > 0);
        let lock = Arc::default();
        flights.insert(sound, Arc::downgrade(&lock));
        lock
    }
}
