//! `/healthz` and `/readyz`: for supervisors and the launcher.

use actix_web::{HttpResponse, get, web::Data};
use async_trait::async_trait;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    error::{Code, Problem, ProblemBody},
    server::Face,
};

/// Tells whether what the server needs is there.
#[async_trait]
pub trait Readiness: Send + Sync {
    /// Checks; the error is for the log.
    async fn ready(&self) -> Result<(), String>;
}

/// The state of the server.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    status: String,
}

fn fine(status: &str) -> HttpResponse {
    HttpResponse::Ok().json(Health { status: status.to_owned() })
}

/// Tells that the process answers.
#[utoipa::path(tag = "health", responses((status = 200, body = Health)))]
#[get("/healthz")]
pub(crate) async fn healthz() -> HttpResponse {
    fine("alive")
}

/// Tells that requests can be served.
#[utoipa::path(tag = "health", responses((status = 200, body = Health), (status = "default", body = ProblemBody, content_type = "application/problem+json")))]
#[get("/readyz")]
pub(crate) async fn readyz(face: Data<Face>) -> Result<HttpResponse, Problem> {
    match face.readiness.ready().await {
        Ok(()) => Ok(fine("ready")),
        Err(error) => {
            tracing::warn!(error, "not ready");
            Err(Problem::new(
                Code::DatabaseUnavailable,
                "The database does not answer; the server's log tells more.",
            ))
        }
    }
}
