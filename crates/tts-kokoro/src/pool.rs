//! Sessions, made when they are needed and let go of when nobody uses them.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use domain::TtsError;
use tokio::{sync::Semaphore, task::spawn_blocking};

/// Makes a session with so many threads.
pub(crate) type Make<S> = Box<dyn Fn(usize) -> Result<S, TtsError> + Send + Sync>;

/// Sessions and the cores that they work on. Whoever asks first is served first.
pub(crate) struct Pool<S> {
    /// A permit for each session that the memory holds.
    places: Arc<Semaphore>,
    /// A permit for each core.
    cores: Arc<Semaphore>,
    shared: Arc<Shared<S>>,
}

struct Shared<S> {
    make: Make<S>,
    most: usize,
    keep: Duration,
    held: Mutex<Held<S>>,
    changed: Condvar,
}

struct Held<S> {
    /// Sessions that wait, the one that waits longest first.
    idle: Vec<Idle<S>>,
    busy: usize,
    /// Whether a thread watches over those that wait.
    watched: bool,
    closed: bool,
}

struct Idle<S> {
    session: S,
    threads: usize,
    since: Instant,
}

impl<S: Send + 'static> Pool<S> {
    /// Makes a pool of at most `most` sessions on so many cores; one that waits for `keep` is let go of.
    pub(crate) fn new(cores: usize, most: usize, keep: Duration, make: Make<S>) -> Self {
        let held = Held { idle: Vec::new(), busy: 0, watched: false, closed: false };
        let shared =
            Shared { make, most: most.max(1), keep, held: Mutex::new(held), changed: Condvar::new() };
        Self {
            places: Arc::new(Semaphore::new(most.max(1))),
            cores: Arc::new(Semaphore::new(cores.max(1))),
            shared: Arc::new(shared),
        }
    }

    /// Works with a session of so many threads as soon as there are a session and cores for it.
    ///
    /// Work that has begun goes on when the future is dropped, and keeps its session and cores until it ends.
    pub(crate) async fn work<T: Send + 'static>(
        &self,
        threads: usize,
        work: impl FnOnce(&mut S) -> Result<T, TtsError> + Send + 'static,
    ) -> Result<T, TtsError> {
        let gone = |_closed| TtsError::Failed("the sessions are gone".to_owned());
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(gone)?;
        let cores = u32::try_from(threads).unwrap_or(u32::MAX);
        let cores = Arc::clone(&self.cores).acquire_many_owned(cores).await.map_err(gone)?;
        let shared = Arc::clone(&self.shared);
        let done = spawn_blocking(move || {
            let _held = (place, cores);
            let mut session = Shared::take(&shared, threads)?;
            let done = catch_unwind(AssertUnwindSafe(|| work(&mut session)));
            match done {
                Ok(done) => {
                    Shared::give_back(&shared, session, threads);
                    done
                }
                Err(panic) => {
                    shared.lock().busy -= 1;
                    resume_unwind(panic)
                }
            }
        });
        done.await.map_err(|error| TtsError::Failed(error.to_string()))?
    }

    /// Returns how many sessions there are.
    #[cfg(test)]
    pub(crate) fn sessions(&self) -> usize {
        let held = self.shared.lock();
        held.busy + held.idle.len()
    }
}

impl<S: Send + 'static> Shared<S> {
    fn lock(&self) -> MutexGuard<'_, Held<S>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the session that was used last, or makes one in the place of the one that waits longest.
    fn take(this: &Arc<Self>, threads: usize) -> Result<S, TtsError> {
        let mut held = this.lock();
        if let Some(found) = held.idle.iter().rposition(|idle| idle.threads == threads) {
            held.busy += 1;
            return Ok(held.idle.remove(found).session);
        }
        let room = held.idle.len() + held.busy < this.most || held.idle.is_empty();
        let replaced = if room { None } else { Some(held.idle.remove(0)) };
        held.busy += 1;
        drop(held);
        drop(replaced);
        let made = catch_unwind(AssertUnwindSafe(|| (this.make)(threads)))
            .unwrap_or_else(|_panic| Err(TtsError::Failed("the model broke while it was loaded".to_owned())));
        if made.is_err() {
            this.lock().busy -= 1;
        }
        made
    }

    fn give_back(this: &Arc<Self>, session: S, threads: usize) {
        let mut held = this.lock();
        held.busy -= 1;
        if held.closed || this.keep.is_zero() {
            return;
        }
        held.idle.push(Idle { session, threads, since: Instant::now() });
        if !held.watched {
            let watcher = Arc::clone(this);
            let started =
                thread::Builder::new().name("kokoro-idle".to_owned()).spawn(move || watcher.watch());
            held.watched = started.is_ok();
        }
    }

    /// Lets go of sessions that wait too long, until there are none.
    fn watch(&self) {
        let mut held = self.lock();
        while let Some(oldest) = held.idle.first().map(|idle| idle.since.elapsed()) {
            let rest = self.keep.saturating_sub(oldest);
            if rest.is_zero() || held.closed {
                let gone = held.idle.remove(0);
                drop(held);
                drop(gone);
                held = self.lock();
            } else {
                held = self.changed.wait_timeout(held, rest).unwrap_or_else(PoisonError::into_inner).0;
            }
        }
        held.watched = false;
        drop(held);
        self.changed.notify_all();
    }
}

impl<S> Drop for Pool<S> {
    fn drop(&mut self) {
        let mut held = self.shared.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.closed = true;
        let idle = std::mem::take(&mut held.idle);
        drop(held);
        drop(idle);
        self.shared.changed.notify_all();
    }
}

impl<S> fmt::Debug for Pool<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").field("most", &self.shared.most).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A session that tells how many of it there are.
    struct Counted(Arc<AtomicUsize>);

    impl Drop for Counted {
        fn drop(&mut self) {
            self.0.fetch_sub(1, Ordering::SeqCst);
        }
    }

    fn pool(
        cores: usize,
        most: usize,
        keep: Duration,
    ) -> (Arc<Pool<Counted>>, Arc<AtomicUsize>, Arc<AtomicUsize>) {
        let (alive, made) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (living, making) = (Arc::clone(&alive), Arc::clone(&made));
        let count: Make<Counted> = Box::new(move |_threads| {
            making.fetch_add(1, Ordering::SeqCst);
            living.fetch_add(1, Ordering::SeqCst);
            Ok(Counted(Arc::clone(&living)))
        });
        (Arc::new(Pool::new(cores, most, keep, count)), alive, made)
    }

    const LONG: Duration = Duration::from_hours(1);

    #[tokio::test]
    async fn a_session_is_made_once_and_used_again() {
        let (pool, alive, made) = pool(2, 2, LONG);
        for _ in 0..5 {
            pool.work(1, |_| Ok(())).await.unwrap();
        }
        assert_eq!((alive.load(Ordering::SeqCst), made.load(Ordering::SeqCst)), (1, 1));
        assert_eq!(pool.sessions(), 1);
    }

    #[tokio::test]
    async fn no_more_sessions_are_there_than_the_memory_holds() {
        let (pool, alive, made) = pool(4, 2, LONG);
        let most = Arc::new(AtomicUsize::new(0));
        let works = (0..12).map(|number| {
            let (alive, most) = (Arc::clone(&alive), Arc::clone(&most));
            let pool = Arc::clone(&pool);
            async move {
                let threads = 1 + number % 2;
                pool.work(
                    threads,
                    move |_| Ok(most.fetch_max(alive.load(Ordering::SeqCst), Ordering::SeqCst)),
                )
                .await
            }
        });
        for done in futures_util::future::join_all(works).await {
            done.unwrap();
        }
        assert!(most.load(Ordering::SeqCst) <= 2 && made.load(Ordering::SeqCst) >= 2);
        assert!(pool.sessions() <= 2);
    }

    #[tokio::test]
    async fn cores_are_not_shared_by_more_threads_than_there_are() {
        let (pool, _, _) = pool(2, 8, LONG);
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let works = (0..9).map(|number| {
            let (pool, now, most) = (Arc::clone(&pool), Arc::clone(&now), Arc::clone(&most));
            let threads = 1 + number % 2;
            async move {
                let work = move |_: &mut Counted| {
                    most.fetch_max(now.fetch_add(threads, Ordering::SeqCst) + threads, Ordering::SeqCst);
                    thread::yield_now();
                    now.fetch_sub(threads, Ordering::SeqCst);
                    Ok(())
                };
                pool.work(threads, work).await
            }
        });
        for done in futures_util::future::join_all(works).await {
            done.unwrap();
        }
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }

    #[tokio::test]
    async fn a_session_that_nobody_uses_is_let_go_of() {
        let (pool, alive, _) = pool(1, 1, Duration::from_millis(5));
        pool.work(1, |_| Ok(())).await.unwrap();
        let held = pool.shared.lock();
        drop(pool.shared.changed.wait_while(held, |held| held.watched).unwrap());
        assert_eq!((alive.load(Ordering::SeqCst), pool.sessions()), (0, 0));
        pool.work(1, |_| Ok(())).await.unwrap();
    }

    #[tokio::test]
    async fn work_that_breaks_takes_its_session_with_it_and_nothing_else() {
        let (pool, alive, made) = pool(1, 1, LONG);
        let broken = pool.work(1, |_| -> Result<(), TtsError> { panic!("on purpose") }).await;
        assert!(matches!(broken, Err(TtsError::Failed(_))));
        assert_eq!(alive.load(Ordering::SeqCst), 0);
        pool.work(1, |_| Ok(())).await.unwrap();
        assert_eq!(made.load(Ordering::SeqCst), 2);
        drop(pool);
        assert_eq!(alive.load(Ordering::SeqCst), 0, "and the pool takes its own");
    }
}
