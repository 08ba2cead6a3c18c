//! The description of every route, from the code that serves it.

use utoipa::{
    IntoParams, Modify, OpenApi,
    openapi::{
        ContentBuilder, Ref, RefOr, ResponseBuilder,
        path::Operation,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme},
    },
};
use uuid::Uuid;

use crate::{
    auth, captions, channels, chat_connection, chunk_cache, clip_files, clips, cloning, costs, credentials,
    dashboard, error::ProblemBody, events, footage, formats, health, jobs, music, narrations, pictures,
    previews, profiles, projects, publications, publishing, scripts, segments, speech, storyboards, tokens,
    upload, voice_models, voices,
};

/// The store in which the request works.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes what extract::InProfile reads")]
pub(crate) struct ProfileHeader {
    /// The id of the store in which the request works; a token of a store names it by itself.
    #[param(rename = "X-Profile-Id")]
    profile: Uuid,
}

/// The key of a request that may be sent twice.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "describes what once::Once reads")]
pub(crate) struct KeyHeader {
    /// 1 to 200 visible ASCII characters. The same key and body again give the same answer for a day; with another
    /// body the request is refused.
    #[param(rename = "Idempotency-Key", required = false)]
    key: Option<String>,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Edit Factory",
        description = "Footage and a script become vertical videos. Errors are problem JSON (RFC 9457) with a stable \
                       code; docs/api.md lists them."
    ),
    paths(
        health::health, health::readiness,
        profiles::list, profiles::create, profiles::find, profiles::update, profiles::delete,
        profiles::set_default, dashboard::dashboard,
        auth::login, auth::logout, auth::me, auth::change_password, auth::sessions, auth::end_session,
        tokens::list, tokens::create, tokens::revoke,

        footage::list, upload::upload, footage::find, footage::delete,
        segments::list, segments::create, segments::update, segments::delete, segments::restore,
        projects::list, projects::create, projects::find, projects::update, projects::delete,
        projects::copy, projects::generate_variants, storyboards::plan, storyboards::alternatives,
        clips::of_project,
        clips::list, clips::find, clips::delete, clips::render, clip_files::srt, clip_files::vtt, clip_files::download,
        captions::list, captions::preview, formats::list,
        voices::providers, voices::voices, voices::models, voices::account, costs::quote,
        previews::preview, previews::cache, previews::clear, speech::speech, speech::voices,
        voice_models::list, voice_models::refresh, voice_models::pull, voice_models::remove, voice_models::verify,
        cloning::clone, cloning::list, cloning::find, cloning::forget,
        music::add, music::list, music::delete, pictures::add, pictures::list, pictures::delete,
        chunk_cache::cache, chunk_cache::clear,
        narrations::generate, narrations::list, narrations::find, narrations::delete, narrations::export,
        publishing::connection, publishing::connect, publishing::disconnect, publishing::test, publishing::networks,
        channels::accounts, channels::list, channels::choose, channels::set, channels::release, publishing::activity,
        publications::plan, publications::confirm, publications::list, publications::find, publications::reschedule,
        publications::delete, publications::sync,
        scripts::generate, scripts::quote,
        chat_connection::find, chat_connection::connect, chat_connection::disconnect, chat_connection::test,
        costs::summary, costs::entries, costs::entries_csv,
        credentials::list, credentials::store, credentials::forget,
        jobs::list, jobs::find, jobs::cancel, jobs::requeue, events::events,
    ),
    components(schemas(ProblemBody)),
    modifiers(&Problems, &Passes)
)]
struct Document;

/// Every operation may answer with a problem.
struct Problems;

impl Modify for Problems {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
        let response = ResponseBuilder::new()
            .description("A problem; its code tells which")
            .content("application/problem+json", content)
            .build();
        for item in document.paths.paths.values_mut() {
            let operations: [&mut Option<Operation>; 5] =
                [&mut item.get, &mut item.post, &mut item.patch, &mut item.delete, &mut item.put];
            for operation in operations.into_iter().flatten() {
                operation.responses.responses.insert("default".to_owned(), RefOr::T(response.clone()));
            }
        }
    }
}

/// Every operation may be called with the cookie of a session or a bearer token; on a machine of one's own, with none.
struct Passes;

impl Modify for Passes {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let cookie = ApiKeyValue::with_description("edit_factory_session", "Set by the login");
        let bearer = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token of a store, or of Supabase where people sign in there"))
            .build();
        if let Some(components) = &mut document.components {
            components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
            components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        }
        let none: [&str; 0] = [];
        document.security = Some(vec![
            SecurityRequirement::default(),
            SecurityRequirement::new("session", none),
            SecurityRequirement::new("bearer", none),
        ]);
    }
}

/// Returns the description of the API as pretty JSON in a stable order: what `docs/openapi.json` holds.
///
/// # Panics
/// Never: the description is plain data.
#[expect(clippy::expect_used, reason = "plain data has a JSON form; a test writes it")]
pub fn openapi_json() -> String {
    let mut text = Document::openapi().to_pretty_json().expect("plain data has a JSON form");
    text.push('\n');
    text
}
