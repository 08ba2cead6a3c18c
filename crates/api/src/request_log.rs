//! One line in the log for each request, and its id in the answer.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage as _,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
};
use domain::ProfileId;
use tracing::{Instrument as _, error, info, info_span, warn};
use uuid::Uuid;

use crate::error::Problem;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Answers a request and writes its line.
pub(crate) async fn log(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = Instant::now();
    let id = request_id(&request);
    let span = info_span!("request", request.id = id.to_str().unwrap_or_default());
    let mut response = next.call(request).instrument(span.clone()).await?;
    response.headers_mut().insert(REQUEST_ID, id);
    span.in_scope(|| write(&response, started));
    Ok(response)
}

/// Takes the caller's id where it is plain, so that one id follows a request through several programs.
fn request_id(request: &ServiceRequest) -> HeaderValue {
    let plain = |value: &&HeaderValue| {
        (1..=100).contains(&value.len()) && value.as_bytes().iter().all(u8::is_ascii_graphic)
    };
    let given = request.headers().get(REQUEST_ID).filter(plain).cloned();
    given.unwrap_or_else(|| {
        HeaderValue::from_str(&Uuid::new_v4().to_string()).unwrap_or(HeaderValue::from_static("none"))
    })
}

fn write<B>(response: &ServiceResponse<B>, started: Instant) {
    let request = response.request();
    let (method, status) = (request.method().as_str(), response.status().as_u16());
    let route = request.match_pattern().unwrap_or_else(|| "none".to_owned());
    let profile = request.extensions().get::<ProfileId>().map(ToString::to_string);
    let duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    let problem = response.response().error().and_then(|error| error.as_error::<Problem>());
    let code = problem.map(|problem| problem.code().as_str());
    let cause = problem.and_then(Problem::cause);
    let profile = profile.as_deref();
    match status {
        500.. => error!(
            method,
            route,
            status,
            duration_ms,
            profile.id = profile,
            code,
            error = cause,
            "request failed"
        ),
        400.. if cause.is_some() => {
            warn!(
                method,
                route,
                status,
                duration_ms,
                profile.id = profile,
                code,
                error = cause,
                "request refused"
            );
        }
        _ => info!(method, route, status, duration_ms, profile.id = profile, code, "request"),
    }
}
