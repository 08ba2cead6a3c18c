//! Finds out who calls before anything else of a request is read.

use actix_web::{
    Error, HttpMessage as _,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};

use crate::{error::Problem, front::Front};

/// The only operations that nobody has to sign in for.
const OPEN: [&str; 3] = ["/api/v1/auth/login", "/api/v1/auth/logout", "/api/v1/auth/me"];

/// Lets those through who are somebody, and notes who; a path that is written otherwise is asked by its handler.
pub(crate) async fn ask(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let path = request.path();
    if !path.starts_with("/api/v1/") || OPEN.contains(&path) {
        return Ok(next.call(request).await?.map_into_boxed_body());
    }
    // The extractors refuse when the server was put together without a front.
    let Some(front) = request.app_data::<Data<Front>>().cloned() else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    match front.sign_in.identify(&front.pass(request.headers())).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            Ok(next.call(request).await?.map_into_boxed_body())
        }
        Err(error) => Ok(request.error_response(Problem::from(error))),
    }
}
