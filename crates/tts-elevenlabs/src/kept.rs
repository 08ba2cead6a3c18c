//! Kept: an answer that is good for a while.

use std::time::Duration;

use tokio::{sync::Mutex, time::Instant};

/// An answer and when it came; who asks while it is being fetched waits for it.
#[derive(Debug)]
pub(crate) struct Kept<T> {
    value: Mutex<Option<(Instant, T)>>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { value: Mutex::new(None) }
    }
}

impl<T: Clone + Send> Kept<T> {
    /// Returns the answer if it is young enough, else fetches it; a failure is not kept.
    pub(crate) async fn get<E>(
        &self,
        longest: Duration,
        fetch: impl Future<Output = Result<T, E>> + Send,
    ) -> Result<T, E> {
        let mut kept = self.value.lock().await;
        if let Some((at, value)) = &*kept
            && at.elapsed() < longest
        {
            return Ok(value.clone());
        }
        let value = fetch.await?;
        *kept = Some((Instant::now(), value.clone()));
        Ok(value)
    }

    /// Forgets the answer, so that the next who asks has a new one.
    pub(crate) async fn forget(&self) {
        *self.value.lock().await = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    async fn fetched(kept: &Kept<u32>, new: u32) -> u32 {
        kept.get(MINUTE, async { Ok::<_, ()>(new) }).await.unwrap()
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_is_kept_for_its_time_and_a_failure_is_not() {
        let kept = Kept::default();
        assert_eq!(kept.get(MINUTE, async { Err("down") }).await, Err("down"));
        assert_eq!((fetched(&kept, 1).await, fetched(&kept, 2).await), (1, 1));
        tokio::time::advance(MINUTE).await;
        assert_eq!(fetched(&kept, 3).await, 3);
        kept.forget().await;
        assert_eq!(fetched(&kept, 4).await, 4);
    }
}
