//! Stopping: the first signal asks, the second one forces.

use tokio::{
    signal::unix::{SignalKind, signal},
    sync::watch,
};
use tracing::info;

use crate::{failure::Failure, output};

/// Becomes true at the first SIGINT or SIGTERM, or when the command itself says so.
#[derive(Debug, Clone)]
pub(crate) struct Stop {
    sender: watch::Sender<bool>,
}

impl Stop {
    /// Begins to listen for signals.
    ///
    /// # Errors
    /// When the system lets nobody listen.
    #[expect(
        clippy::disallowed_methods,
        reason = "listens as long as the process lives; not work to be stopped"
    )]
    pub(crate) fn listen() -> Result<Self, Failure> {
        let deaf = |error| Failure::failed("cannot listen for signals", error);
        let mut interrupt = signal(SignalKind::interrupt()).map_err(deaf)?;
        let mut terminate = signal(SignalKind::terminate()).map_err(deaf)?;
        let stop = Self { sender: watch::Sender::new(false) };
        let heard = stop.clone();
        tokio::spawn(async move {
            loop {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                if heard.is_set() {
                    output::note("stopped by force; what was under way is taken up by the next start");
                    std::process::exit(130);
                }
                info!("stopping; once more to force it");
                heard.set();
            }
        });
        Ok(stop)
    }

    /// Says stop.
    pub(crate) fn set(&self) {
        self.sender.send_replace(true);
    }

    /// Tells whether somebody said stop.
    pub(crate) fn is_set(&self) -> bool {
        *self.sender.borrow()
    }

    /// Returns the side that hears it.
    pub(crate) fn receiver(&self) -> watch::Receiver<bool> {
        self.sender.subscribe()
    }

    /// Waits until somebody says stop.
    pub(crate) async fn wait(&self) {
        // The sender lives in self, so there is no error to come.
        let _ = self.receiver().wait_for(|stop| *stop).await;
    }
}
