//! What every handler may use.

use std::{net::SocketAddr, sync::Arc};

use actix_web::http::header::HeaderMap;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::Clock;
use studio::{Pass, SignIn, Studio};
use tokio::sync::watch;

use crate::{Links, pass::pass};

/// How the server is to behave.
#[derive(Debug, Clone)]
pub struct ApiSettings {
    /// The address that it listens on.
    pub bind: SocketAddr,
    /// The key by which links to files are signed; another key ends every earlier link.
    pub link_key: [u8; 32],
    /// Host names under which it may be called, besides those of this machine.
    pub allowed_hosts: Vec<String>,
    /// Whether people reach it over https, so that the cookies of sessions never go another way.
    pub secure_cookies: bool,
    /// Becomes true when the server is to end.
    pub stop: watch::Receiver<bool>,
}

/// Tells whether what the server needs is there.
#[async_trait]
pub trait Readiness: Send + Sync {
    /// Checks it now; the error says for the log what is missing.
    async fn ready(&self) -> Result<(), String>;
}

/// What every handler may use.
pub(crate) struct Front {
    pub(crate) studio: Arc<Studio>,
    pub(crate) sign_in: Arc<SignIn>,
    pub(crate) links: Links,
    pub(crate) readiness: Arc<dyn Readiness>,
    pub(crate) allowed_hosts: Vec<String>,
    pub(crate) secure_cookies: bool,
    pub(crate) stop: watch::Receiver<bool>,
    clock: Arc<dyn Clock>,
}

impl Front {
    pub(crate) fn new(
        settings: ApiSettings,
        studio: Arc<Studio>,
        sign_in: Arc<SignIn>,
        clock: Arc<dyn Clock>,
        readiness: Arc<dyn Readiness>,
    ) -> Self {
        let links = Links::new(settings.link_key, Arc::clone(&clock));
        let ApiSettings { allowed_hosts, secure_cookies, stop, .. } = settings;
        Self { studio, sign_in, links, readiness, allowed_hosts, secure_cookies, stop, clock }
    }

    /// Returns the time.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Reads what a request brings to say who calls.
    pub(crate) fn pass(&self, headers: &HeaderMap) -> Pass {
        pass(headers, self.secure_cookies)
    }
}
