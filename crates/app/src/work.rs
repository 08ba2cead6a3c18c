//! `work`: a worker alone; and the worker inside other commands.

use std::sync::Arc;

use studio::{Worker, WorkerSettings};
use tokio::sync::watch;

use crate::{config::Settings, factory::Factory, failure::Failure, stop::Stop};

/// Does jobs until a signal comes; those under way go back to the queue then.
pub(crate) async fn work(settings: &Settings) -> Result<(), Failure> {
    let stop = Stop::listen()?;
    let factory = Factory::open(settings).await?;
    worker(&factory, settings).run(stop.receiver()).await;
    factory.close().await
}

/// Makes a worker.
pub(crate) fn worker(factory: &Factory, settings: &Settings) -> Worker {
    let how = WorkerSettings { slots: settings.slots, ..WorkerSettings::default() };
    Worker::new(Arc::clone(&factory.studio), how)
}

/// Runs a worker as long as something else goes on, which needs jobs done.
///
/// It hears of signals only through that something, so that it is there to cancel a job.
pub(crate) async fn with_worker<T>(
    factory: &Factory,
    settings: &Settings,
    something: impl Future<Output = T>,
) -> T {
    let (tell, told) = watch::channel(false);
    let something = async {
        let done = something.await;
        tell.send_replace(true);
        done
    };
    let (done, ()) = tokio::join!(something, worker(factory, settings).run(told));
    done
}
