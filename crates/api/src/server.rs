//! The server: what it is made of, and how it begins and ends.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
};

use actix_web::{
    App, HttpRequest, HttpServer,
    dev::Server,
    error::{JsonPayloadError, QueryPayloadError},
    middleware::from_fn,
    web::{self, Data, JsonConfig, PathConfig, QueryConfig, ServiceConfig},
};
use domain::Clock;
use studio::Studio;
use tokio::sync::watch;
use utoipa::OpenApi as _;
use utoipa_swagger_ui::SwaggerUi;

use crate::{
    clips,
    document::Document,
    error::{Code, Problem},
    events, footage,
    guard::guard,
    health::{self, Readiness},
    jobs,
    links::Links,
    media, profiles, projects, voices,
};

/// How the server is set.
#[derive(Debug, Clone)]
pub struct ApiSettings {
    /// Where it listens; for the log.
    pub bind: SocketAddr,
    /// The key of signed links; the same on every server of an installation.
    pub link_key: [u8; 32],
    /// Host names that it answers to, beside those of loopback.
    pub allowed_hosts: Vec<String>,
    /// Becomes true when it shall end.
    pub stop: watch::Receiver<bool>,
}

/// What every handler can reach.
pub(crate) struct Face {
    pub(crate) studio: Arc<Studio>,
    pub(crate) links: Links,
    pub(crate) readiness: Arc<dyn Readiness>,
    pub(crate) allowed_hosts: Vec<String>,
    pub(crate) stop: watch::Receiver<bool>,
}

/// Takes the port, before anything else is started.
///
/// # Errors
/// The system's, when another program listens there already.
pub fn listen(bind: SocketAddr) -> io::Result<TcpListener> {
    TcpListener::bind(bind)
}

/// Answers until `settings.stop` becomes true and the requests under way have ended.
///
/// # Errors
/// The system's, when the server cannot begin.
pub async fn serve(
    listener: TcpListener,
    settings: ApiSettings,
    studio: Arc<Studio>,
    clock: Arc<dyn Clock>,
    readiness: Arc<dyn Readiness>,
) -> io::Result<()> {
    let mut stop = settings.stop.clone();
    let face = Data::new(Face {
        studio,
        links: Links::new(settings.link_key, clock),
        readiness,
        allowed_hosts: settings.allowed_hosts,
        stop: settings.stop,
    });
    let server: Server = HttpServer::new(move || {
        let face = face.clone();
        App::new()
            .wrap(from_fn(crate::access_log::access_log))
            .wrap(from_fn(guard))
            .configure(move |config| routes(config, face))
    })
    .workers(2)
    .disable_signals()
    .shutdown_timeout(10)
    .listen(listener)?
    .run();
    let handle = server.handle();
    let stopping = async {
        // An error means that nobody can say stop any more; then nobody does.
        if stop.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
        handle.stop(true).await;
        std::future::pending::<()>().await;
    };
    tokio::select! {
        ended = server => ended,
        () = stopping => Ok(()),
    }
}

fn routes(config: &mut ServiceConfig, face: Data<Face>) {
    config
        .app_data(face)
        .app_data(
            JsonConfig::default().limit(256 * 1024).error_handler(|error, _| json_problem(&error).into()),
        )
        .app_data(QueryConfig::default().error_handler(|error, _| query_problem(&error).into()))
        .app_data(PathConfig::default().error_handler(|_, _| nothing_here().into()))
        .service(health::healthz)
        .service(health::readyz)
        .service(media::open_media)
        .service(SwaggerUi::new("/docs/{_:.*}").url("/openapi.json", Document::openapi()))
        .route("/docs", web::get().to(|| async { web::Redirect::to("/docs/") }))
        .service(web::scope("/api/v1").configure(api_routes).default_service(web::to(no_route)))
        .default_service(web::to(no_route));
}

fn api_routes(config: &mut ServiceConfig) {
    config
        .service(profiles::list_profiles)
        .service(profiles::create_profile)
        .service(profiles::find_profile)
        .service(profiles::update_profile)
        .service(profiles::set_default_profile)
        .service(footage::list_source_videos)
        .service(footage::upload_source_video)
        .service(footage::find_source_video)
        .service(footage::delete_source_video)
        .service(footage::list_segments)
        .service(projects::list_projects)
        .service(projects::create_project)
        .service(projects::find_project)
        .service(projects::update_project)
        .service(projects::delete_project)
        .service(projects::list_project_clips)
        .service(projects::generate_variants)
        .service(clips::list_clips)
        .service(clips::find_clip)
        .service(clips::delete_clip)
        .service(clips::download_clip)
        .service(clips::clip_captions)
        .service(voices::list_providers)
        .service(voices::list_voices)
        // Before /jobs/{id}, which would take "events" for an id.
        .service(events::job_events)
        .service(jobs::list_jobs)
        .service(jobs::find_job)
        .service(jobs::cancel_job);
}

fn nothing_here() -> Problem {
    Problem::new(Code::PathInvalid, "See /docs for what there is; an id in a path is a UUID.")
}

async fn no_route(request: HttpRequest) -> Result<actix_web::HttpResponse, Problem> {
    let known = Document::openapi().paths.paths.into_keys().any(|path| fits(&path, request.path()));
    if known {
        let detail = format!("{} is not a method of this path; see /docs.", request.method());
        Err(Problem::new(Code::MethodNotAllowed, detail))
    } else {
        Err(nothing_here())
    }
}

/// Tells whether a path is one of a template's, such as `/jobs/{id}`.
fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(&path).all(|(part, given)| part.starts_with('{') || part == given)
}

fn json_problem(error: &JsonPayloadError) -> Problem {
    match error {
        JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => {
            Problem::new(Code::BodyTooLarge, "A body has at most 256 kB; files go to /api/v1/source-videos.")
        }
        JsonPayloadError::ContentType => {
            Problem::new(Code::BodyInvalid, "Send the body as JSON, with Content-Type: application/json.")
        }
        other => Problem::new(Code::BodyInvalid, format!("{other}; see /docs for the body's form.")),
    }
}

fn query_problem(error: &QueryPayloadError) -> Problem {
    Problem::new(Code::QueryInvalid, format!("{error}; see /docs for the parameters."))
}
