//! `serve`: the HTTP server, with a worker inside.

use std::{io, net::SocketAddr, sync::Arc};

use api::ApiSettings;
use tracing::info;

use crate::{
    clock::SystemClock,
    config::Settings,
    data_folder::DataFolder,
    factory::{DatabaseReadiness, Factory},
    failure::Failure,
    keys::LinkKey,
    sign_in,
    stop::Stop,
    work,
};

/// Serves until a signal comes. The port is taken first, the database is up to date before anybody is answered,
/// and what was started first stops last.
pub(crate) async fn serve(settings: &Settings, no_worker: bool) -> Result<(), Failure> {
    sign_in::refuse_the_hopeless(settings)?;
    let listener = listener(settings.bind)?;
    let stop = Stop::listen()?;
    let bind = listener.local_addr().map_err(|error| Failure::failed("the port cannot be used", error))?;
    let folder = DataFolder::open(&settings.data_dir)?;
    let link_key = match settings.link_key {
        Some(key) => key,
        None => LinkKey::in_folder(&folder.keys())?,
    };
    let factory = Factory::open(settings).await?;
    let sign_in = match sign_in::for_server(settings, &factory.postgres).await {
        Ok(sign_in) => Arc::new(sign_in),
        Err(failure) => {
            factory.close().await?;
            return Err(failure);
        }
    };
    let api_settings = ApiSettings {
        bind,
        link_key: link_key.bytes(),
        allowed_hosts: sign_in::allowed_hosts(settings),
        secure_cookies: settings.public_url.as_ref().is_some_and(|url| url.is_https),
        stop: stop.receiver(),
    };
    let http = async {
        let studio = Arc::clone(&factory.studio);
        let readiness = Arc::new(DatabaseReadiness(Arc::clone(&factory.postgres)));
        info!(address = %bind, "the server listens; its description is under /docs");
        let served =
            api::serve(listener, api_settings, studio, sign_in, Arc::new(SystemClock), readiness).await;
        // Without HTTP there is nothing to wait for, whoever ended it.
        stop.set();
        served.map_err(|error| Failure::failed("the server ended", error))
    };
    let worker = async {
        if !no_worker {
            work::worker(&factory, settings).run(stop.receiver()).await;
        }
    };
    let (served, ()) = tokio::join!(http, worker);
    let closed = factory.close().await;
    info!("stopped");
    served.and(closed)
}

fn listener(bind: SocketAddr) -> Result<std::net::TcpListener, Failure> {
    api::listen(bind).map_err(|error| {
        let doing = match error.kind() {
            io::ErrorKind::AddrInUse => format!(
                "another program listens on {bind} already; end it (`ss -ltnp 'sport = :{0}'` names it), \
                 or take another port: edit-factory serve --bind {1}:{2}",
                bind.port(),
                bind.ip(),
                bind.port().checked_add(1).unwrap_or(8000),
            ),
            io::ErrorKind::PermissionDenied => {
                format!("ports below 1024 such as {bind} need special rights; take a higher one")
            }
            _ => format!("cannot listen on {bind}"),
        };
        Failure::failed(doing, error)
    })
}
