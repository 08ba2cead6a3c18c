//! The OpenAPI document, generated from the handlers.

use utoipa::OpenApi;

use crate::{clips, events, footage, health, jobs, profiles, projects, voices};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Edit Factory",
        description = "Finished vertical videos from a store's footage and a script. Stores never mix.",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(
        health::healthz,
        health::readyz,
        profiles::list_profiles,
        profiles::create_profile,
        profiles::find_profile,
        profiles::update_profile,
        profiles::set_default_profile,
        footage::list_source_videos,
        footage::upload_source_video,
        footage::find_source_video,
        footage::delete_source_video,
        footage::list_segments,
        projects::list_projects,
        projects::create_project,
        projects::find_project,
        projects::update_project,
        projects::delete_project,
        projects::list_project_clips,
        projects::generate_variants,
        clips::list_clips,
        clips::find_clip,
        clips::delete_clip,
        clips::download_clip,
        clips::clip_captions,
        voices::list_providers,
        voices::list_voices,
        events::job_events,
        jobs::list_jobs,
        jobs::find_job,
        jobs::cancel_job,
    )
)]
pub(crate) struct Document;

/// Returns the OpenAPI document as indented JSON, in a stable order.
pub fn openapi_json() -> String {
    Document::openapi().to_pretty_json().unwrap_or_default()
}
