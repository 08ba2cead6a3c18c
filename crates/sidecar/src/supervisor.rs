//! Keeps a service of our own running, as long as it is needed.

use std::time::{Duration, Instant};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::{TryRngCore as _, rngs::OsRng};
use tokio::{sync::Mutex, task::spawn_blocking};

use crate::{
    client::Client,
    error::SidecarError,
    process::{Process, Service},
};

/// What lived so long did not die of how it was started.
const SOUND_AFTER: Duration = Duration::from_mins(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);

/// Starts the service when it is asked for first, and again when it died, with pauses that grow.
#[derive(Debug)]
pub(crate) struct Supervisor {
    service: Service,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    running: Option<Running>,
    /// How often in a row it died young, or did not start.
    failures: u32,
    failed: Option<(Instant, String)>,
}

#[derive(Debug)]
struct Running {
    process: Process,
    client: Client,
    since: Instant,
}

impl Supervisor {
    pub(crate) fn new(service: Service) -> Self {
        Self { service, state: Mutex::default() }
    }

    /// Returns a client of the running service; whoever finds it dead starts it, and the others wait for that.
    pub(crate) async fn client(&self) -> Result<Client, SidecarError> {
        let mut state = self.state.lock().await;
        if let Some(client) = state.running_client() {
            return Ok(client);
        }
        state.may_start()?;
        match start(&self.service).await {
            Ok(running) => {
                let client = running.client.clone();
                state.running = Some(running);
                Ok(client)
            }
            Err(reason) => {
                state.fail(reason.clone());
                Err(SidecarError::Unavailable { cure: reason })
            }
        }
    }
}

impl State {
    /// Takes note of a death.
    fn running_client(&mut self) -> Option<Client> {
        let running = self.running.as_mut()?;
        let Some(how) = running.process.ended() else { return Some(running.client.clone()) };
        if running.since.elapsed() >= SOUND_AFTER {
            self.failures = 0;
        }
        self.running = None;
        tracing::warn!(how, "the voices service ended by itself");
        self.fail(format!("the voices service ended by itself ({how}); the server's log tells more"));
        None
    }

    fn fail(&mut self, reason: String) {
        self.failures = self.failures.saturating_add(1);
        self.failed = Some((Instant::now(), reason));
    }

    fn may_start(&self) -> Result<(), SidecarError> {
        let Some((when, reason)) = &self.failed else { return Ok(()) };
        let left = pause(self.failures).saturating_sub(when.elapsed());
        if left.is_zero() {
            return Ok(());
        }
        Err(SidecarError::Unavailable {
            cure: format!("{reason}; it is tried again in {} s", left.as_secs() + 1),
        })
    }
}

/// The first time at once, then after 2, 4, 8 s and so on.
fn pause(failures: u32) -> Duration {
    match failures {
        0 | 1 => Duration::ZERO,
        more => Duration::from_secs(1 << (more - 1).min(6)).min(LONGEST_PAUSE),
    }
}

async fn start(service: &Service) -> Result<Running, String> {
    let token = new_token()?;
    let (service, given) = (service.clone(), token.clone());
    let started = spawn_blocking(move || Process::start(&service, &given)).await;
    let process = started.map_err(|error| format!("the voices service was not started: {error}"))??;
    let client = Client::at(&format!("http://127.0.0.1:{}", process.port()), &token)
        .map_err(|error| error.to_string())?;
    // It listens already: the first answer comes when it is up.
    client
        .health()
        .await
        .map_err(|error| format!("the voices service is up and does not answer: {error}"))?;
    tracing::info!(port = process.port(), "the voices service is up");
    Ok(Running { process, client, since: Instant::now() })
}

/// Draws a token of 256 bits, which nobody but the child is told.
fn new_token() -> Result<String, String> {
    let mut bytes = [0; 32];
    let drawn = OsRng.try_fill_bytes(&mut bytes);
    drawn.map_err(|error| format!("no token can be drawn for the voices service: {error}"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_a_minute() {
        let seconds: Vec<u64> = (0..9).map(|failures| pause(failures).as_secs()).collect();
        assert_eq!(seconds, [0, 0, 2, 4, 8, 16, 32, 60, 60]);
        assert_eq!(pause(u32::MAX), LONGEST_PAUSE);
    }
}
