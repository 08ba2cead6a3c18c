//! Whether the server lives, and whether it can work.

use actix_web::web::{self, Data, Json, ServiceConfig};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    error::{Code, Problem},
    front::Front,
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/healthz", "GET").route(web::get().to(health)))
        .service(resource("/readyz", "GET").route(web::get().to(readiness)));
}

/// How the server is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ok` or `ready`.
    status: &'static str,
}

/// Tell whether the server lives
#[utoipa::path(get, path = "/healthz", operation_id = "health", tag = "health",
    responses((status = 200, description = "It lives", body = Health)))]
pub(crate) async fn health() -> Json<Health> {
    Json(Health { status: "ok" })
}

/// Tell whether the server can work
#[utoipa::path(get, path = "/readyz", operation_id = "readiness", tag = "health",
    responses((status = 200, description = "What it needs is there", body = Health)))]
pub(crate) async fn readiness(front: Data<Front>) -> Result<Json<Health>, Problem> {
    front.readiness.ready().await.map_err(|missing| {
        Problem::new(Code::NotReady, "The database does not answer yet. `edit-factory doctor` tells more.")
            .because_of(missing)
    })?;
    Ok(Json(Health { status: "ready" }))
}
