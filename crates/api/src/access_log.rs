//! One line in the log for each request.

use std::time::Instant;

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{HeaderName, HeaderValue},
    middleware::Next,
};
use uuid::Uuid;

pub(crate) async fn access_log<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let began = Instant::now();
    let id = Uuid::new_v4();
    let method = request.method().clone();
    // The route's pattern rather than the path: a link's signature stays out of the log.
    let route = request.match_pattern().unwrap_or_else(|| "none".to_owned());
    let text =
        |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    // Only a well-formed id reaches the log.
    let profile = text("X-Profile-Id").and_then(|id| Uuid::parse_str(&id).ok());
    let answer = next.call(request).await;
    let status = match &answer {
        Ok(answer) => answer.status(),
        Err(error) => error.as_response_error().status_code(),
    };
    let duration_ms = began.elapsed().as_millis();
    let profile = profile.map(|id| id.to_string()).unwrap_or_default();
    tracing::info!(request.id = %id, http.method = %method, http.route = route, http.status = status.as_u16(),
        duration_ms, profile.id = profile, "request");
    let mut answer = answer?;
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        answer.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    Ok(answer)
}
