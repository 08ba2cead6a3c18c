//! Refuses requests that a page of another site caused: by the Host they name and the Origin they come from.
//!
//! The server signs nobody in yet; whoever reaches it on loopback is the local user. So a name that resolves to
//! loopback (DNS rebinding) and a form of another site must both be stopped here.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, header},
    middleware::Next,
    web::Data,
};

use crate::{
    error::{Code, Problem},
    server::Face,
};

pub(crate) async fn guard<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let allowed = request.app_data::<Data<Face>>().map(|face| face.allowed_hosts.clone()).unwrap_or_default();
    check(&request, &allowed)?;
    next.call(request).await
}

fn check(request: &ServiceRequest, allowed: &[String]) -> Result<(), Problem> {
    let text = |name: header::HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    let host = text(header::HOST).or_else(|| request.uri().authority().map(|authority| authority.as_str()));
    if !host.is_some_and(|host| is_allowed(host, allowed)) {
        let detail = "Open it as http://127.0.0.1 or http://localhost, or allow the name in the settings.";
        return Err(Problem::new(Code::HostNotAllowed, detail));
    }
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let foreign = text(header::ORIGIN).is_some_and(|origin| {
        origin.split_once("://").is_none_or(|(_, authority)| !is_allowed(authority, allowed))
    });
    let cross = text(header::HeaderName::from_static("sec-fetch-site")) == Some("cross-site");
    if foreign || cross {
        return Err(Problem::new(Code::CrossSite, "Only the server's own page may change something."));
    }
    Ok(())
}

/// Tells whether an authority (host and perhaps port) is this machine's or was allowed by name.
fn is_allowed(authority: &str, allowed: &[String]) -> bool {
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.split(':').next().unwrap_or_default(),
    };
    ["localhost", "127.0.0.1", "::1"].contains(&host)
        || allowed.iter().any(|name| name.eq_ignore_ascii_case(host) || name.eq_ignore_ascii_case(authority))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn refusal(request: TestRequest) -> Option<Code> {
        check(&request.to_srv_request(), &["studio.example".to_owned()]).err().map(|problem| problem.code)
    }

    fn to(host: &'static str) -> TestRequest {
        TestRequest::post().insert_header((header::HOST, host))
    }

    #[test]
    fn only_names_of_this_machine_and_allowed_ones_are_hosts() {
        for host in ["127.0.0.1:8000", "localhost", "[::1]:8000", "studio.example:443"] {
            assert_eq!(refusal(to(host)), None, "{host}");
        }
        for host in ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", ""] {
            assert_eq!(refusal(to(host)), Some(Code::HostNotAllowed), "{host}");
        }
    }

    #[test]
    fn a_page_of_another_site_changes_nothing_but_may_be_linked_from() {
        let from = |origin| to("127.0.0.1:8000").insert_header((header::ORIGIN, origin));
        assert_eq!(refusal(from("http://127.0.0.1:3000")), None);
        assert_eq!(refusal(from("https://evil.example")), Some(Code::CrossSite));
        assert_eq!(refusal(from("null")), Some(Code::CrossSite));
        assert_eq!(
            refusal(to("localhost").insert_header(("sec-fetch-site", "cross-site"))),
            Some(Code::CrossSite)
        );
        assert_eq!(refusal(from("https://evil.example").method(Method::GET)), None);
    }
}
