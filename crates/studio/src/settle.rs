//! Settling: how a job ended is stored, after what it leaves was cleared away.

use std::time::Duration;

use domain::{Claimed, Retry, StoreError, Task, with_causes};
use tokio::time::{Instant, sleep};
use tracing::{error, info, warn};

use crate::{Worker, work::WorkError, worker::End};

/// Says why what a job was about cannot be used after a person stopped it.
pub(crate) const fn cancelled(task: &Task) -> &'static str {
    match task {
        Task::Analyse { .. } => "the analysis was cancelled; begin it anew in Jobs, or upload the file again",
        _ => "its job was cancelled",
    }
}

impl Worker {
    pub(crate) async fn settle(&self, claimed: &Claimed, end: End) -> Result<(), StoreError> {
        let (ctx, lease, queue) = (&claimed.job.context(), &claimed.lease, &self.studio.ports.queue);
        match end {
            End::Finished(Ok(result)) => {
                self.tell(|| queue.finish(ctx, lease, result.clone())).await?;
                info!("job done");
                Ok(())
            }
            End::Finished(Err(failure)) if !failure.lease_lost => {
                self.settle_failure(claimed, &failure).await
            }
            End::Cancelled => {
                self.clear_away(claimed, cancelled(&claimed.job.fields.task)).await?;
                self.tell(|| queue.cancelled(ctx, lease)).await?;
                info!("job cancelled");
                Ok(())
            }
            End::Stopped => {
                self.tell(|| queue.give_back(ctx, lease)).await?;
                info!("job given back, since the worker stops");
                Ok(())
            }
            End::Finished(Err(_)) | End::LeaseLost => {
                warn!("the job went to another worker");
                Ok(())
            }
        }
    }

    async fn settle_failure(&self, claimed: &Claimed, failure: &WorkError) -> Result<(), StoreError> {
        error!(job.error = failure.code, error = with_causes(failure), "job failed");
        if failure.retry == Retry::Never || !claimed.may_be_tried_again() {
            self.clear_away(claimed, &failure.detail).await?;
        }
        let (ctx, queue) = (&claimed.job.context(), &self.studio.ports.queue);
        let told = failure.failure();
        self.tell(|| queue.fail(ctx, &claimed.lease, &told, failure.retry)).await.map(drop)
    }

    /// Clears away what the job leaves, as long as it is this worker's to do: nobody else is at it then.
    async fn clear_away(&self, claimed: &Claimed, reason: &str) -> Result<(), StoreError> {
        let (ctx, queue) = (&claimed.job.context(), &self.studio.ports.queue);
        self.tell(|| queue.heartbeat(ctx, &claimed.lease, self.settings.lease)).await?;
        self.tell(|| self.studio.abandon(&claimed.job, reason)).await
    }

    /// Tells the database something, again and again while it does not answer, for as long as a lease lasts.
    async fn tell<T, F>(&self, telling: impl Fn() -> F) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, StoreError>>,
    {
        const AGAIN: Duration = Duration::from_millis(250);
        let until = Instant::now() + self.settings.lease;
        loop {
            match self.patient(telling()).await {
                Err(StoreError::Unavailable(error)) if Instant::now() + AGAIN < until => {
                    warn!(
                        error = with_causes(error.as_ref()),
                        "cannot store how the job ended; trying again"
                    );
                    sleep(AGAIN).await;
                }
                answer => return answer,
            }
        }
    }
}
