//! Kept: an answer that is good for a while.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use tokio::{sync::Mutex, time::Instant};

/// An answer and when it came; who asks while it is being fetched waits for it.
#[derive(Debug)]
pub(crate) struct Kept<T> {
    value: Mutex<Option<Answer<T>>>,
    /// How often it was forgotten. Counted apart, so that nobody waits for a fetch only to forget.
    forgotten: AtomicU64,
}

#[derive(Debug)]
struct Answer<T> {
    asked: Instant,
    /// How often answers had been forgotten when it was asked for.
    forgotten: u64,
    value: T,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { value: Mutex::new(None), forgotten: AtomicU64::new(0) }
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
        let (asked, forgotten) = (Instant::now(), self.forgotten.load(Ordering::SeqCst));
        if let Some(answer) = &*kept
            && answer.forgotten == forgotten
            && asked.duration_since(answer.asked) < longest
        {
            return Ok(answer.value.clone());
        }
        let value = fetch.await?;
        *kept = Some(Answer { asked, forgotten, value: value.clone() });
        Ok(value)
    }

    /// Forgets the answer, also one that is on its way, so that the next who asks has a new one.
    pub(crate) fn forget(&self) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

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
        kept.forget();
        assert_eq!(fetched(&kept, 4).await, 4);
    }

    #[tokio::test]
    async fn an_answer_that_was_forgotten_on_its_way_is_not_kept() {
        let kept = Kept::default();
        let fetch = async {
            kept.forget();
            Ok::<_, ()>(1)
        };
        assert_eq!(kept.get(MINUTE, fetch).await, Ok(1));
        assert_eq!(fetched(&kept, 2).await, 2);
    }
}
