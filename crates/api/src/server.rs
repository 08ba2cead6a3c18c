//! The server: how its parts are put together, and how it ends.

use std::{
    io,
    net::{SocketAddr, TcpListener},
    sync::Arc,
    time::Duration,
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer, Resource,
    http::header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS},
    middleware::{DefaultHeaders, from_fn},
    web::{self, Data, PathConfig, QueryConfig, ServiceConfig},
};
use domain::Clock;
use studio::{SignIn, Studio};
use utoipa_swagger_ui::{Config, SwaggerUi};

use crate::{
    ApiSettings, Readiness, auth, captions, chunk_cache, clip_files, clips, cloning, costs, credentials,
    dashboard, doorkeeper,
    error::{Code, Problem},
    footage, formats,
    front::Front,
    guard::guard,
    health, jobs, media, music, narrations,
    openapi::openapi_json,
    pictures, previews, profiles, projects, publications, publishing, refusals, request_log, scripts,
    segments, speech, tokens, voice_models, voices,
};

/// How long requests may take to end when the server does.
const LAST_REQUESTS_SECONDS: u64 = 30;
/// How long to go on reading an upload that was refused: a browser shows the refusal only when it could send all.
const REFUSED_UPLOAD: Duration = Duration::from_mins(1);

/// Takes an address, before anything else is started: a port that is in use is a clear error then.
///
/// # Errors
/// When another program has it, or it is not this machine's.
pub fn listen(bind: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(bind)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Serves until `settings.stop` becomes true and the requests under way, event streams too, have ended.
///
/// # Errors
/// When the server cannot start or its threads fail.
pub async fn serve(
    listener: TcpListener,
    settings: ApiSettings,
    studio: Arc<Studio>,
    sign_in: Arc<SignIn>,
    clock: Arc<dyn Clock>,
    readiness: Arc<dyn Readiness>,
) -> io::Result<()> {
    let mut stop = settings.stop.clone();
    let front = Data::new(Front::new(settings, studio, sign_in, clock, readiness));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(front.clone())
            .configure(routes)
            .wrap(from_fn(doorkeeper::ask))
            .wrap(from_fn(guard))
            .wrap(
                DefaultHeaders::new()
                    .add((X_CONTENT_TYPE_OPTIONS, "nosniff"))
                    .add((CACHE_CONTROL, "no-store")),
            )
            .wrap(from_fn(request_log::log))
    })
    .disable_signals()
    .keep_alive(Duration::from_secs(5))
    .client_disconnect_timeout(REFUSED_UPLOAD)
    .shutdown_timeout(LAST_REQUESTS_SECONDS)
    .listen(listener)?
    .run();
    let handle = server.handle();
    let ending = async {
        // An error means that nobody can say stop any more.
        if stop.wait_for(|stop| *stop).await.is_err() {
            std::future::pending::<()>().await;
        }
        handle.stop(true).await;
    };
    tokio::pin!(server);
    tokio::select! {
        ended = &mut server => ended,
        () = ending => server.await,
    }
}

/// Every route.
fn routes(config: &mut ServiceConfig) {
    config
        .app_data(QueryConfig::default().error_handler(refusals::query))
        .app_data(PathConfig::default().error_handler(refusals::path))
        .configure(health::routes)
        .configure(auth::routes)
        .configure(profiles::routes)
        .configure(tokens::routes)
        .configure(footage::routes)
        .configure(segments::routes)
        .configure(projects::routes)
        .configure(clip_files::routes)
        .configure(clips::routes)
        .configure(captions::routes)
        .configure(formats::routes)
        .configure(chunk_cache::routes)
        .configure(music::routes)
        .configure(pictures::routes)
        .configure(voices::routes)
        .configure(previews::routes)
        .configure(speech::routes)
        .configure(voice_models::routes)
        .configure(cloning::routes)
        .configure(narrations::routes)
        .configure(publishing::routes)
        .configure(publications::routes)
        .configure(scripts::routes)
        .configure(costs::routes)
        .configure(credentials::routes)
        .configure(dashboard::routes)
        .configure(jobs::routes)
        .configure(media::routes)
        .service(resource("/openapi.json", "GET").route(web::get().to(description)))
        .service(resource("/docs", "GET").route(web::get().to(to_docs)))
        .service(SwaggerUi::new("/docs/{_:.*}").config(Config::from("/openapi.json")))
        .default_service(web::to(no_route));
}

/// Makes a resource that refuses methods which it has not with a problem.
pub(crate) fn resource(path: &str, methods: &'static str) -> Resource {
    web::resource(path).default_service(web::to(move |request: HttpRequest| async move {
        let detail = format!("This route has no {}; it has {methods}.", request.method());
        HttpResponse::from_error(Problem::new(Code::MethodNotAllowed, detail).allowing(methods))
    }))
}

async fn no_route() -> HttpResponse {
    HttpResponse::from_error(Problem::new(
        Code::RouteNotFound,
        "There is nothing at this address; /docs lists what there is.",
    ))
}

async fn description() -> HttpResponse {
    HttpResponse::Ok().content_type("application/json").body(openapi_json())
}

async fn to_docs() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header(("Location", "/docs/")).finish()
}
