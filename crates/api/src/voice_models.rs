//! Voice models: the files of the local voices. They are this machine's, and every store of it speaks from them.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::StatusCode,
    web::{self, Data, Json, Path, Query, ServiceConfig},
};
use domain::{ModelState, VoiceModelId};
use serde::{Deserialize, Serialize};
use studio::VoiceModelsError;
use utoipa::{IntoParams, ToSchema};

use crate::{
    error::Problem,
    extract::{Calling, InProfile},
    front::Front,
    jobs::Job,
    once::Once,
    openapi::{KeyHeader, ProfileHeader},
    page::{Page, PageQuery},
    server::resource,
};

pub(crate) fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/api/v1/voice-models", "GET").route(web::get().to(list)))
        // Before the ones with an id, which "refresh" is not.
        .service(resource("/api/v1/voice-models/refresh", "POST").route(web::post().to(refresh)))
        .service(resource("/api/v1/voice-models/{id}", "DELETE").route(web::delete().to(remove)))
        .service(resource("/api/v1/voice-models/{id}/pull", "POST").route(web::post().to(pull)))
        .service(resource("/api/v1/voice-models/{id}/verify", "POST").route(web::post().to(verify)));
}

/// What is on the server's machine of a model: partial was cut off or is under way, broken is not what it must be.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum VoiceModelState {
    Absent,
    Partial,
    Present,
    Broken,
}

/// The files that a local voice speaks from.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VoiceModel {
    /// Such as `kokoro-v1.0` or `en_US-lessac-medium`.
    id: String,
    /// The engine that speaks from it: `kokoro` or `piper`.
    engine: String,
    /// What a person calls it.
    name: String,
    /// What it speaks, such as `en-us`.
    languages: Vec<String>,
    /// What one may do with it.
    licence: String,
    /// The page that says it.
    licence_url: String,
    /// The size of its files together, as far as it is known.
    size_bytes: u64,
    state: VoiceModelState,
    /// How much of it is here, when it is partial.
    #[schema(required)]
    partial_bytes: Option<u64>,
    /// What is wrong with it and what to do, when it is broken.
    #[schema(required)]
    problem: Option<String>,
    /// Whether whoever asks may pull, verify and remove it.
    may_change: bool,
}

impl VoiceModel {
    fn of(model: domain::VoiceModel, may_change: bool) -> Self {
        let (state, partial_bytes, problem) = match model.state {
            ModelState::Absent => (VoiceModelState::Absent, None, None),
            ModelState::Partial { bytes } => (VoiceModelState::Partial, Some(bytes), None),
            ModelState::Present => (VoiceModelState::Present, None, None),
            ModelState::Broken { why } => (VoiceModelState::Broken, None, Some(why)),
        };
        Self {
            id: model.id.to_string(),
            engine: model.engine.to_string(),
            name: model.label,
            languages: model.languages.into_iter().map(String::from).collect(),
            licence: model.licence.name,
            licence_url: model.licence.url,
            size_bytes: model.size_bytes,
            state,
            partial_bytes,
            problem,
            may_change,
        }
    }
}

/// Which models are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct VoiceModelsQuery {
    /// Only those of an engine: `kokoro` or `piper`.
    engine: Option<String>,
    /// Only those that speak a language, such as `ro` or `en-gb`.
    language: Option<String>,
    /// The most items to answer with; all come in one page.
    limit: Option<u32>,
    /// There is no other page.
    cursor: Option<String>,
}

/// How many models can be had.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VoiceModelCount {
    models: usize,
}

/// List the voice models that can be had, with what is here of each
#[utoipa::path(get, path = "/api/v1/voice-models", operation_id = "list_voice_models", tag = "voices",
    params(ProfileHeader, VoiceModelsQuery),
    responses((status = 200, description = "All of them, by engine and id", body = Page<VoiceModel>)))]
pub(crate) async fn list(
    InProfile(ctx, (query, Calling(caller))): InProfile<(Query<VoiceModelsQuery>, Calling)>,
    front: Data<Front>,
) -> Result<Json<Page<VoiceModel>>, Problem> {
    let VoiceModelsQuery { engine, language, limit, cursor } = query.into_inner();
    PageQuery::new(limit, cursor).whole()?;
    let mut all = front.studio.voice_models(&ctx).await?;
    all.retain(|model| {
        engine.as_ref().is_none_or(|engine| model.engine.as_str() == engine)
            && language.as_ref().is_none_or(|language| model.speaks(language))
    });
    let may_change = front.studio.may_change_voice_models(&caller.by);
    Ok(Json(Page::whole(all, |model| VoiceModel::of(model, may_change))))
}

/// Fetch the catalogue of Piper's voices, so that all of them are in the list
#[utoipa::path(post, path = "/api/v1/voice-models/refresh", operation_id = "refresh_voice_models", tag = "voices",
    params(ProfileHeader),
    responses((status = 200, description = "How many can be had now", body = VoiceModelCount)))]
pub(crate) async fn refresh(
    InProfile(ctx, Calling(caller)): InProfile<Calling>,
    front: Data<Front>,
) -> Result<Json<VoiceModelCount>, Problem> {
    let models = front.studio.refresh_voice_models(&ctx, &caller.by).await?;
    Ok(Json(VoiceModelCount { models }))
}

/// Download a voice model
///
/// While a job of the store does it already, the answer is that one. A download that was cut goes on where it was.
#[utoipa::path(post, path = "/api/v1/voice-models/{id}/pull", operation_id = "pull_voice_model", tag = "voices",
    params(ProfileHeader, KeyHeader, ("id" = String, Path)),
    responses((status = 202, description = "The job", body = Job)))]
pub(crate) async fn pull(
    InProfile(ctx, (id, Calling(caller), request)): InProfile<(Path<String>, Calling, HttpRequest)>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    let (once, studio) = (Once::of(&request, &[])?, Arc::clone(&front.studio));
    let work = async move {
        let job = studio.queue_voice_model(&ctx, &caller.by, &named(&id)?).await?;
        Ok(Job::from(job))
    };
    once.answer(&front, ctx, StatusCode::ACCEPTED, work).await
}

/// Delete a voice model's files from the server's machine
///
/// What another model needs, too, stays. A voice that is speaking goes on.
#[utoipa::path(delete, path = "/api/v1/voice-models/{id}", operation_id = "remove_voice_model", tag = "voices",
    params(ProfileHeader, ("id" = String, Path)),
    responses((status = 204, description = "They are deleted")))]
pub(crate) async fn remove(
    InProfile(ctx, (id, Calling(caller))): InProfile<(Path<String>, Calling)>,
    front: Data<Front>,
) -> Result<HttpResponse, Problem> {
    front.studio.remove_voice_model(&ctx, &caller.by, &named(&id)?).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Check every byte of a voice model
///
/// A broken file is set aside, so that no voice speaks from it; pull the model again then.
#[utoipa::path(post, path = "/api/v1/voice-models/{id}/verify", operation_id = "verify_voice_model", tag = "voices",
    params(ProfileHeader, ("id" = String, Path)),
    responses((status = 200, description = "The model as it is now", body = VoiceModel)))]
pub(crate) async fn verify(
    InProfile(ctx, (id, Calling(caller))): InProfile<(Path<String>, Calling)>,
    front: Data<Front>,
) -> Result<Json<VoiceModel>, Problem> {
    let model = front.studio.verify_voice_model(&ctx, &caller.by, &named(&id)?).await?;
    Ok(Json(VoiceModel::of(model, true)))
}

/// A path whose id is none names nothing.
fn named(id: &str) -> Result<VoiceModelId, VoiceModelsError> {
    Ok(id.parse()?)
}
