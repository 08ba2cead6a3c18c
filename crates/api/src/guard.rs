//! Keeps other sites' pages away from a server that trusts this machine.
//!
//! A page whose name is made to resolve to 127.0.0.1 (DNS rebinding) is known by its Host header; a page that sends
//! forms here, by its Origin. There are no CORS headers, so no other site reads an answer.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method,
        header::{self, HeaderMap},
    },
    middleware::Next,
    web::Data,
};

use crate::{
    error::{Code, Problem},
    extract::PROFILE_HEADER,
    front::Front,
    pass::has_session_cookie,
};

const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Lets a request through, or answers 403.
pub(crate) async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let allowed =
        request.app_data::<Data<Front>>().map(|front| front.allowed_hosts.clone()).unwrap_or_default();
    match check(request.method(), request.headers(), &allowed) {
        Ok(()) => Ok(next.call(request).await?.map_into_boxed_body()),
        Err(problem) => Ok(request.error_response(problem)),
    }
}

fn check(method: &Method, headers: &HeaderMap, allowed: &[String]) -> Result<(), Problem> {
    let host = text(headers, header::HOST.as_str()).unwrap_or_default();
    let ours = |host: &str| {
        let matches =
            |name: &str| name.eq_ignore_ascii_case(host) || name.eq_ignore_ascii_case(without_port(host));
        LOOPBACK.iter().any(|name| matches(name)) || allowed.iter().any(|name| matches(name))
    };
    if !ours(host) {
        return Err(Problem::new(
            Code::HostNotAllowed,
            "Call the server as localhost or 127.0.0.1, or have its operator add this name to the allowed hosts.",
        ));
    }
    if method.is_safe() || same_site(headers, host, allowed) {
        return Ok(());
    }
    Err(Problem::new(Code::CrossSite, "Open the page of Edit Factory itself, and do it there."))
}

/// Tells whether a page of this server asks, or no page at all; on this machine, any page of this machine.
fn same_site(headers: &HeaderMap, host: &str, allowed: &[String]) -> bool {
    let is_local = |host: &str| LOOPBACK.iter().any(|name| name.eq_ignore_ascii_case(without_port(host)));
    if headers.contains_key(header::ORIGIN) {
        let origin = text(headers, header::ORIGIN.as_str()).and_then(|origin| origin.split_once("://"));
        return origin.is_some_and(|(_, from)| {
            // A proxy may call us by another of our names than the page did.
            let named = |name: &String| {
                name.eq_ignore_ascii_case(from) || name.eq_ignore_ascii_case(without_port(from))
            };
            from.eq_ignore_ascii_case(host) || allowed.iter().any(named) || is_local(host) && is_local(from)
        });
    }
    match headers.get("Sec-Fetch-Site") {
        // A browser that says nothing of itself sends the cookie on its own; the header only our page sends.
        None => !has_session_cookie(headers) || headers.contains_key(PROFILE_HEADER),
        Some(site) => site == "same-origin" || site == "none",
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Returns the name of `name:port`; an IPv6 address keeps its brackets.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn verdict(method: &Method, headers: &[(&'static str, &str)]) -> Result<(), Code> {
        let mut request = TestRequest::default();
        for header in headers {
            request = request.insert_header(*header);
        }
        let request = request.to_srv_request();
        check(method, request.headers(), &["factory.example".to_owned()]).map_err(|problem| problem.code())
    }

    #[test]
    fn only_our_own_names_are_answered() {
        for host in
            ["localhost", "LOCALHOST:8000", "127.0.0.1:3000", "[::1]", "[::1]:8000", "factory.example:80"]
        {
            assert_eq!(verdict(&Method::GET, &[("Host", host)]), Ok(()), "{host}");
        }
        for host in
            ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8000", "", "::1", "0.0.0.0"]
        {
            assert_eq!(verdict(&Method::GET, &[("Host", host)]), Err(Code::HostNotAllowed), "{host}");
        }
        assert_eq!(verdict(&Method::GET, &[]), Err(Code::HostNotAllowed));
    }

    #[test]
    fn a_cookie_alone_changes_nothing() {
        for name in ["edit_factory_session", "__Host-edit_factory_session"] {
            let cookie = format!("{name}=x");
            let cookie = [("Host", "localhost:8000"), ("Cookie", &*cookie)];
            let and = |more: &[(&'static str, &'static str)]| {
                let [host, cookie] = cookie;
                let headers: Vec<_> = [host, cookie].into_iter().chain(more.iter().copied()).collect();
                verdict(&Method::POST, &headers)
            };
            assert_eq!(and(&[]), Err(Code::CrossSite));
            assert_eq!(and(&[("X-Profile-Id", "any")]), Ok(()));
            assert_eq!(and(&[("Sec-Fetch-Site", "same-origin")]), Ok(()));
            assert_eq!(and(&[("Origin", "http://localhost:8000")]), Ok(()));
            assert_eq!(
                and(&[("X-Profile-Id", "any"), ("Origin", "https://evil.example")]),
                Err(Code::CrossSite)
            );
            assert_eq!(verdict(&Method::GET, &cookie), Ok(()));
        }
    }

    #[test]
    fn another_sites_page_changes_nothing() {
        let from = |header, value| verdict(&Method::POST, &[("Host", "localhost:8000"), (header, value)]);
        for origin in ["http://localhost:3000", "http://127.0.0.1:8000", "http://[::1]:3000"] {
            assert_eq!(from("Origin", origin), Ok(()), "{origin}");
        }
        for origin in ["https://evil.example", "null", "http://localhost.evil.example", "localhost", "\u{ff}"]
        {
            assert_eq!(from("Origin", origin), Err(Code::CrossSite), "{origin}");
        }
        assert_eq!(from("Sec-Fetch-Site", "cross-site"), Err(Code::CrossSite));
        assert_eq!(from("Sec-Fetch-Site", "same-site"), Err(Code::CrossSite));
        assert_eq!(from("Sec-Fetch-Site", "same-origin"), Ok(()));
        assert_eq!(verdict(&Method::POST, &[("Host", "localhost")]), Ok(()));
        let own = [("Host", "factory.example"), ("Origin", "https://factory.example")];
        assert_eq!(verdict(&Method::DELETE, &own), Ok(()));
        let through_a_proxy = [("Host", "127.0.0.1:8000"), ("Origin", "https://factory.example")];
        assert_eq!(verdict(&Method::DELETE, &through_a_proxy), Ok(()));
        let on_the_callers_machine = [("Host", "factory.example"), ("Origin", "http://localhost:5000")];
        assert_eq!(verdict(&Method::DELETE, &on_the_callers_machine), Err(Code::CrossSite));
    }
}
