//! What a request brings to say who calls: a bearer token, or the cookie of a session; and from where it comes.

use std::net::IpAddr;

use actix_web::{
    HttpRequest,
    http::header::{AUTHORIZATION, COOKIE, HeaderMap},
};
use domain::AccessSecret;
use studio::{Pass, SESSION_DAYS};

/// The cookie's name; with the prefix browsers take it only over https, from this very host.
const COOKIES: [&str; 2] = ["edit_factory_session", "__Host-edit_factory_session"];

const fn cookie_name(is_secure: bool) -> &'static str {
    let [plain, secure] = COOKIES;
    if is_secure { secure } else { plain }
}

/// Reads what a request brings; a bearer token counts before the cookie, which a browser sends by itself.
pub(crate) fn pass(headers: &HeaderMap, is_secure: bool) -> Pass {
    let bearer = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    // Another scheme than Bearer is the business of a proxy before us.
    if let Some((scheme, secret)) = bearer.and_then(|text| text.split_once(' '))
        && scheme.eq_ignore_ascii_case("bearer")
    {
        return Pass::Bearer(AccessSecret::new(secret.trim().to_owned()));
    }
    match cookie(headers, cookie_name(is_secure)) {
        Some(secret) => Pass::Session(AccessSecret::new(secret.to_owned())),
        None => Pass::Nothing,
    }
}

/// Tells whether a browser sent the cookie of a session.
pub(crate) fn has_session_cookie(headers: &HeaderMap) -> bool {
    COOKIES.iter().any(|name| cookie(headers, name).is_some())
}

fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let pairs = headers.get_all(COOKIE).filter_map(|value| value.to_str().ok());
    let mut pairs = pairs.flat_map(|text| text.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// Writes the cookie of a new session. No script reads it, and no other site's page sends it along.
pub(crate) fn session_cookie(secret: &AccessSecret, is_secure: bool) -> String {
    written(secret.expose(), SESSION_DAYS * 24 * 3600, is_secure)
}

/// Writes the cookie that takes a session's cookie away.
pub(crate) fn no_cookie(is_secure: bool) -> String {
    written("", 0, is_secure)
}

fn written(value: &str, seconds: i64, is_secure: bool) -> String {
    let name = cookie_name(is_secure);
    let only_secure = if is_secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{only_secure}")
}

/// Returns the network address from which a request comes, as guesses are counted by.
///
/// Who has an IPv6 address has its whole network. A proxy on this machine tells the address that it saw as the last
/// one of X-Forwarded-For; from elsewhere the header is anybody's word.
pub(crate) fn address(request: &HttpRequest) -> String {
    let Some(peer) = request.peer_addr().map(|peer| peer.ip()) else { return "unknown".to_owned() };
    let told = request.headers().get_all("X-Forwarded-For").last().and_then(|value| value.to_str().ok());
    let told = told.and_then(|list| list.rsplit(',').next()).and_then(|last| last.trim().parse().ok());
    let from: IpAddr = if peer.is_loopback() { told.unwrap_or(peer) } else { peer };
    match from.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn told(peer: &str, forwarded: Option<&'static str>) -> String {
        let mut request = TestRequest::default().peer_addr(peer.parse().unwrap());
        if let Some(forwarded) = forwarded {
            request = request.insert_header(("X-Forwarded-For", forwarded));
        }
        address(&request.to_http_request())
    }

    #[test]
    fn an_address_is_told_by_the_peer_or_by_a_proxy_of_this_machine() {
        assert_eq!(told("203.0.113.9:1", None), "203.0.113.9");
        assert_eq!(told("203.0.113.9:1", Some("198.51.100.1")), "203.0.113.9");
        assert_eq!(told("127.0.0.1:1", Some("1.2.3.4, 198.51.100.1")), "198.51.100.1");
        assert_eq!(told("[::1]:1", Some("nonsense")), "0:0:0:0::/64");
        assert_eq!(told("[2001:db8:1:2:3:4:5:6]:1", None), "2001:db8:1:2::/64");
        assert_eq!(told("[::ffff:203.0.113.9]:1", None), "203.0.113.9");
    }

    #[test]
    fn a_bearer_token_counts_before_the_cookie_and_another_scheme_not_at_all() {
        let of = |headers: &[(&'static str, &'static str)]| {
            let mut request = TestRequest::default();
            for header in headers {
                request = request.append_header(*header);
            }
            match pass(request.to_http_request().headers(), false) {
                Pass::Nothing => "nothing".to_owned(),
                Pass::Session(secret) => format!("session {}", secret.expose()),
                Pass::Bearer(secret) => format!("bearer {}", secret.expose()),
            }
        };
        let cookie = ("Cookie", "a=b; edit_factory_session=s1; c=d");
        assert_eq!(of(&[]), "nothing");
        assert_eq!(of(&[cookie]), "session s1");
        assert_eq!(of(&[("Cookie", "x=y"), cookie]), "session s1");
        assert_eq!(of(&[cookie, ("Authorization", "bearer t1")]), "bearer t1");
        assert_eq!(of(&[cookie, ("Authorization", "Basic dTpw")]), "session s1");
        assert_eq!(of(&[("Cookie", "__Host-edit_factory_session=s1")]), "nothing");
    }
}
