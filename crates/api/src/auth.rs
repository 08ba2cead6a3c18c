//! Sign-in: login, logout, who calls, and a person's own password and sessions.

use std::fmt;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::SET_COOKIE,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use chrono::{DateTime, Utc};
use domain::Password;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use studio::{CallerBy, Introduction, Login};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    error::{Code, Problem},
    extract::{Body, Person, SignedIn},
    front::Front,
    page::{Page, PageQuery},
    pass::{address, no_cookie, session_cookie},
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/api/v1/auth/login", "POST").route(web::post().to(login)))
        .service(resource("/api/v1/auth/logout", "POST").route(web::post().to(logout)))
        .service(resource("/api/v1/auth/me", "GET").route(web::get().to(me)))
        .service(resource("/api/v1/auth/password", "POST").route(web::post().to(change_password)))
        .service(resource("/api/v1/auth/sessions", "GET").route(web::get().to(sessions)))
        .service(resource("/api/v1/auth/sessions/{id}", "DELETE").route(web::delete().to(end_session)));
}

/// A password in a body: neither a message nor the log repeats it.
pub(crate) struct TypedPassword(String);

impl<'de> Deserialize<'de> for TypedPassword {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(deserializer) {
            Ok(serde_json::Value::String(text)) => Ok(Self(text)),
            _ => Err(D::Error::custom("a password is a text")),
        }
    }
}

impl fmt::Debug for TypedPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TypedPassword")
    }
}

/// An email and a password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Credentials {
    email: String,
    #[schema(value_type = String, format = Password)]
    password: TypedPassword,
}

/// A password and the one that takes its place.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PasswordChange {
    /// The present one.
    #[schema(value_type = String, format = Password)]
    password: TypedPassword,
    /// The new one: 10 to 200 characters.
    #[schema(value_type = String, format = Password)]
    new_password: TypedPassword,
}

/// Who calls, and how people sign in here.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Me {
    /// `local`: nobody signs in, for only this machine reaches the server; `accounts`: by email and password;
    /// `supabase`: by a token of Supabase in each request.
    #[schema(example = "accounts")]
    mode: &'static str,
    /// Who calls; null when nobody is signed in.
    #[schema(required)]
    user_id: Option<Uuid>,
    /// The caller's email; null when there is none.
    #[schema(required)]
    email: Option<String>,
}

impl From<Introduction> for Me {
    fn from(introduction: Introduction) -> Self {
        let user = introduction.caller.map(|caller| caller.actor.user().uuid());
        Self { mode: introduction.mode.as_str(), user_id: user, email: introduction.email }
    }
}

/// A browser that is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Session {
    id: Uuid,
    created_at: DateTime<Utc>,
    /// To the minute.
    last_seen_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    is_current: bool,
}

/// Sign in
///
/// The answer sets a cookie that no script can read. After five failures each next attempt has to wait longer.
#[utoipa::path(post, path = "/api/v1/auth/login", operation_id = "login", tag = "auth", request_body = Credentials,
    responses((status = 200, description = "Signed in", body = Me)))]
pub(crate) async fn login(
    request: HttpRequest,
    front: Data<Front>,
    Body(body): Body<Credentials>,
) -> Result<HttpResponse, Problem> {
    let password = Password::typed(&body.password.0);
    let login = Login { email: body.email, password, address: address(&request) };
    let (secret, caller, email) = front.sign_in.login(login).await?;
    let mode = front.sign_in.mode().await?;
    let me = Me::from(Introduction { mode, caller: Some(caller), email: Some(email.to_string()) });
    let cookie = session_cookie(&secret, front.secure_cookies);
    Ok(HttpResponse::Ok().insert_header((SET_COOKIE, cookie)).json(me))
}

/// Sign out
///
/// Ends the session, and is fine without one.
#[utoipa::path(post, path = "/api/v1/auth/logout", operation_id = "logout", tag = "auth",
    responses((status = 204, description = "Signed out")))]
pub(crate) async fn logout(request: HttpRequest, front: Data<Front>) -> Result<HttpResponse, Problem> {
    front.sign_in.logout(&front.pass(request.headers())).await?;
    Ok(HttpResponse::NoContent().insert_header((SET_COOKIE, no_cookie(front.secure_cookies))).finish())
}

/// Tell who calls, and how people sign in
///
/// Answers also when nobody is signed in.
#[utoipa::path(get, path = "/api/v1/auth/me", operation_id = "me", tag = "auth",
    responses((status = 200, description = "Who calls", body = Me)))]
pub(crate) async fn me(request: HttpRequest, front: Data<Front>) -> Result<Json<Me>, Problem> {
    let introduction = front.sign_in.introduce(&front.pass(request.headers())).await?;
    if matches!(&introduction.caller, Some(caller) if matches!(caller.by, CallerBy::Token(_))) {
        return Err(token_not_enough());
    }
    Ok(Json(introduction.into()))
}

/// Change the password
///
/// Needs the present one, and ends every other session.
#[utoipa::path(post, path = "/api/v1/auth/password", operation_id = "change_password", tag = "auth",
    request_body = PasswordChange, responses((status = 204, description = "It is changed")))]
pub(crate) async fn change_password(
    Person(caller): Person,
    request: HttpRequest,
    front: Data<Front>,
    Body(body): Body<PasswordChange>,
) -> Result<HttpResponse, Problem> {
    let new = Password::parse(&body.new_password.0)?;
    let present = Password::typed(&body.password.0);
    front.sign_in.change_password(&caller, present, new, &address(&request)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List the sessions, the newest first
#[utoipa::path(get, path = "/api/v1/auth/sessions", operation_id = "list_sessions", tag = "auth",
    params(PageQuery), responses((status = 200, description = "All of them, in one page", body = Page<Session>)))]
pub(crate) async fn sessions(
    Person(caller): Person,
    front: Data<Front>,
    query: Query<PageQuery>,
) -> Result<Json<Page<Session>>, Problem> {
    query.whole()?;
    let sessions = front.sign_in.sessions(&caller.actor).await?;
    Ok(Json(Page::whole(sessions, |session| Session {
        id: session.id.uuid(),
        created_at: session.created_at,
        last_seen_at: session.last_seen_at,
        expires_at: session.expires_at,
        is_current: caller.by == CallerBy::Session(session.id),
    })))
}

/// End a session
#[utoipa::path(delete, path = "/api/v1/auth/sessions/{id}", operation_id = "end_session", tag = "auth",
    params(("id" = Uuid, Path)), responses((status = 204, description = "It is ended")))]
pub(crate) async fn end_session(
    SignedIn(actor): SignedIn,
    front: Data<Front>,
    id: Path<Uuid>,
) -> Result<HttpResponse, Problem> {
    let ended = front.sign_in.end_session(&actor, id.into_inner().into()).await.map_err(Problem::from);
    ended.map_err(|problem| {
        problem.reworded(Code::NotFound, "There is no such session; it may have ended.")
    })?;
    Ok(HttpResponse::NoContent().finish())
}

/// Refuses what is a person's, not a store's, to a bearer token.
pub(crate) fn token_not_enough() -> Problem {
    Problem::new(
        Code::TokenNotEnough,
        "A token works in its one store; this needs a person who is signed in. Do it on the page.",
    )
}
