//! Slots: how many speeches a key may have made at once.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use domain::TtsError;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

/// What the smallest plan allows at once; the first answer tells how many it really are.
const FEWEST: usize = 2;
/// No plan allows more without a contract of its own.
const MOST: usize = 100;

/// The places for speeches of one key.
#[derive(Debug)]
pub(crate) struct Slots {
    free: Semaphore,
    size: Mutex<usize>,
}

impl Default for Slots {
    fn default() -> Self {
        Self { free: Semaphore::new(FEWEST), size: Mutex::new(FEWEST) }
    }
}

impl Slots {
    /// Takes a place, waiting for one so long.
    ///
    /// # Errors
    /// [`TtsError::Busy`] when none became free.
    pub(crate) async fn take(&self, longest: Duration) -> Result<SemaphorePermit<'_>, TtsError> {
        match timeout(longest, self.free.acquire()).await {
            Ok(Ok(place)) => Ok(place),
            Ok(Err(_)) | Err(_) => Err(TtsError::Busy { retry_after: None }),
        }
    }

    /// Takes over how many places the service tells. Places that are taken go when a later answer finds them free.
    pub(crate) fn resize(&self, told: usize) {
        let told = told.clamp(1, MOST);
        let mut size = self.size.lock().unwrap_or_else(PoisonError::into_inner);
        if told >= *size {
            self.free.add_permits(told - *size);
            *size = told;
        } else {
            *size -= self.free.forget_permits(*size - told);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_secs(1);

    async fn free(slots: &Slots) -> usize {
        let mut taken = Vec::new();
        while let Ok(place) = slots.take(SOON).await {
            taken.push(place);
        }
        taken.len()
    }

    #[tokio::test(start_paused = true)]
    async fn there_are_as_many_places_as_the_service_tells() {
        let slots = Slots::default();
        assert_eq!(free(&slots).await, FEWEST);
        slots.resize(5);
        assert_eq!(free(&slots).await, 5);
        let taken = [slots.take(SOON).await.unwrap(), slots.take(SOON).await.unwrap()];
        slots.resize(1);
        assert_eq!(free(&slots).await, 0, "two are taken where one is allowed");
        drop(taken);
        slots.resize(1);
        assert_eq!(free(&slots).await, 1);
        slots.resize(0);
        assert_eq!(free(&slots).await, 1, "one is always allowed");
    }
}
