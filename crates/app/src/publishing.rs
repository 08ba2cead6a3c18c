//! Publishing: Postiz at its port.

use std::{sync::Arc, time::Duration};

use domain::CredentialStore;
use publish_postiz::{Patience, Postiz, PostizSettings};
use store_postgres::Postgres;
use studio::PublishingPorts;

use crate::{clock::SystemClock, config::Settings, failure::Failure};

/// How long after a post was sent the list of Postiz is believed to show it: longer than the wait for its answer.
const SETTLE: Duration = Duration::from_secs(90);

/// Wires what publishing needs.
///
/// # Errors
/// When encrypted connections cannot be made on this machine.
pub(crate) fn open(
    settings: &Settings,
    postgres: &Arc<Postgres>,
    credentials: &Arc<dyn CredentialStore>,
) -> Result<PublishingPorts, Failure> {
    let (patience, clock) = (Patience::default(), Arc::new(SystemClock));
    let how = PostizSettings { private_addresses: settings.postiz_on_this_network, patience };
    let postiz = Postiz::new(postgres.clone(), Arc::clone(credentials), clock.clone(), how);
    let postiz = postiz.map_err(|error| Failure::failed("Postiz cannot be called from here", error))?;
    Ok(PublishingPorts {
        publisher: Arc::new(postiz),
        connections: postgres.clone(),
        channels: postgres.clone(),
        publications: postgres.clone(),
        clock,
        settle: SETTLE,
    })
}
