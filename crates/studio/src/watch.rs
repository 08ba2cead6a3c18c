//! Watching over a job: its lease is kept, its progress stored, and its work ends when it must.

use std::time::Duration;

use domain::{Beat, Claimed, StoreError, with_causes};
use tokio::{
    sync::watch,
    time::{Instant, MissedTickBehavior, interval, timeout},
};
use tracing::warn;

use crate::{Worker, report::Standing, worker::End};

impl Worker {
    /// Keeps the lease and stores progress; ends when the work must.
    ///
    /// `held_until` is the moment until which the lease lasts at least. Once nobody prolonged it until then, another
    /// worker may be at the same job, and this one lets go of it.
    pub(crate) async fn watch_over(
        &self,
        claimed: &Claimed,
        mut held_until: Instant,
        mut standing: watch::Receiver<Standing>,
    ) -> End {
        const STORE_PROGRESS: Duration = Duration::from_millis(250);
        let (ctx, lease, queue) = (&claimed.job.context(), &claimed.lease, &self.studio.ports.queue);
        let mut beat = interval(self.settings.heartbeat);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut tell = interval(STORE_PROGRESS);
        tell.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let heard = tokio::select! {
                _ = beat.tick() => {
                    let asked_at = Instant::now();
                    let heard = self.patient(queue.heartbeat(ctx, lease, self.settings.lease)).await;
                    if matches!(heard, Ok(Beat::GoOn)) {
                        held_until = asked_at + self.settings.lease;
                    }
                    heard
                }
                _ = tell.tick() => match standing.has_changed() {
                    Ok(true) => {
                        let now = standing.borrow_and_update().clone();
                        self.patient(queue.progress(ctx, lease, &now.step, now.share)).await.map(|()| Beat::GoOn)
                    }
                    _ => Ok(Beat::GoOn),
                },
            };
            match heard {
                Ok(Beat::GoOn) => {}
                Ok(Beat::Cancelled) => return End::Cancelled,
                Err(StoreError::LeaseLost) => return End::LeaseLost,
                // The lease lasts longer than a short absence of the database.
                Err(error) => warn!(error = with_causes(&error), "cannot prolong the lease"),
            }
            if Instant::now() > held_until {
                return End::LeaseLost;
            }
        }
    }

    /// Waits for an answer of the queue, but not for ever: a line that has gone silent must not stop the worker.
    pub(crate) async fn patient<T>(
        &self,
        asking: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        match timeout(self.settings.lease / 3, asking).await {
            Ok(answer) => answer,
            Err(elapsed) => Err(StoreError::Unavailable(Box::new(elapsed))),
        }
    }
}
