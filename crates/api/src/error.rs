//! The one table of errors, answered as problem JSON (RFC 9457) with a stable code.

use std::fmt;

use actix_web::{HttpResponse, ResponseError, http::StatusCode};
use domain::{InvalidCursor, InvalidProfile, InvalidSpeech, MediaError, NotFootage, ScriptError, StoreError};
use serde::Serialize;
use studio::{GenerateError, ProjectError, UploadError, VoicesError};
use utoipa::ToSchema;

macro_rules! codes {
    ($($variant:ident $status:literal $code:literal $title:literal;)*) => {
        /// Every way in which a request is refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Code { $($variant,)* }

        impl Code {
            #[cfg(test)]
            pub(crate) const ALL: &[Self] = &[$(Self::$variant,)*];

            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            pub(crate) const fn status(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }
        }
    };
}

codes! {
    BodyInvalid 400 "body_invalid" "The body cannot be read";
    BodyTooLarge 413 "body_too_large" "The body is too large";
    ClipNotFound 404 "clip_not_found" "There is no such clip";
    CrossSite 403 "cross_site" "Another site may not do this";
    DatabaseUnavailable 503 "database_unavailable" "The database does not answer";
    FootageFailed 409 "footage_failed" "Footage cannot be used";
    FootageNotReady 409 "footage_not_ready" "Footage is still being analysed";
    FootageUnsupported 415 "footage_unsupported" "This is no footage";
    HostNotAllowed 403 "host_not_allowed" "This host name is not allowed";
    IdempotencyConflict 409 "idempotency_conflict" "The key was used for another request";
    Internal 500 "internal" "Something broke";
    InvalidCursor 400 "invalid_cursor" "The cursor is not valid";
    InvalidIdempotencyKey 400 "invalid_idempotency_key" "The idempotency key is not valid";
    InvalidProfile 422 "invalid_profile" "The store cannot be saved like this";
    InvalidProject 422 "invalid_project" "The project cannot be saved like this";
    InvalidVariants 422 "invalid_variants" "The number of variants is not valid";
    InvalidVoice 422 "invalid_voice" "The voice is not valid";
    JobNotFound 404 "job_not_found" "There is no such job";
    LinkExpired 403 "link_expired" "The link has expired";
    LinkInvalid 403 "link_invalid" "The link is not valid";
    MediaFailed 500 "media_failed" "A file could not be kept or read";
    MediaNotFound 404 "media_not_found" "There is no such file";
    MethodNotAllowed 405 "method_not_allowed" "This path has no such method";
    NoFootage 422 "no_footage" "The project has no footage";
    PathInvalid 404 "not_found" "There is nothing here";
    ProfileNotFound 404 "profile_not_found" "There is no such store";
    ProfileRequired 400 "profile_required" "A store is required";
    ProjectNotFound 404 "project_not_found" "There is no such project";
    ProviderNotFound 404 "provider_not_found" "There is no such speech provider";
    QueryInvalid 400 "query_invalid" "The query cannot be read";
    ScriptEmpty 422 "script_empty" "The script is empty";
    ScriptNothingToSay 422 "script_nothing_to_say" "The script has no words";
    ScriptTooLong 422 "script_too_long" "The script is too long";
    SourceVideoNotFound 404 "source_video_not_found" "There is no such source video";
    StorageFull 507 "storage_full" "The disk is full";
    UploadEmpty 400 "upload_empty" "The file is empty";
    UploadInvalid 400 "upload_invalid" "The upload cannot be read";
    UploadTooLarge 413 "upload_too_large" "The file is too large";
    VoiceUnavailable 503 "voice_unavailable" "The voice cannot speak now";
}

/// A refusal: its place in the table, and a sentence for the person.
#[derive(Debug)]
pub(crate) struct Problem {
    pub(crate) code: Code,
    pub(crate) detail: String,
}

/// The body of a refusal.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct ProblemBody {
    /// Names the kind of problem.
    #[serde(rename = "type")]
    kind: String,
    /// The same for each problem of the kind.
    title: String,
    /// The HTTP status.
    status: u16,
    /// Stable, for programs.
    code: String,
    /// For a person, with the cure.
    detail: String,
}

impl Problem {
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }

    /// A store's refusal about one kind of thing.
    pub(crate) fn of_store(error: StoreError, missing: Code) -> Self {
        match error {
            StoreError::NotFound => Self::new(missing, "It does not exist, or belongs to another store."),
            StoreError::Conflict(what) => Self::new(Code::IdempotencyConflict, what),
            StoreError::Unavailable(_) | StoreError::LeaseLost => {
                tracing::error!(error = with_causes(&error), "the database failed");
                Self::new(Code::DatabaseUnavailable, "Try again in a moment; the server's log tells more.")
            }
            StoreError::Corrupt { .. } => Self::internal(&error),
        }
    }

    pub(crate) fn internal(error: &dyn std::error::Error) -> Self {
        tracing::error!(error = with_causes(error), "a request failed");
        Self::new(Code::Internal, "This is a fault of the server; its log tells more.")
    }
}

/// An error with its causes, for the log.
pub(crate) fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status_code());
        if self.code == Code::DatabaseUnavailable {
            answer.insert_header(("Retry-After", "2"));
        }
        answer.content_type("application/problem+json").json(ProblemBody {
            kind: format!("urn:edit-factory:problem:{}", self.code.as_str()),
            title: self.code.title().to_owned(),
            status: self.code.status(),
            code: self.code.as_str().to_owned(),
            detail: self.detail.clone(),
        })
    }
}

impl From<UploadError> for Problem {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::Name(bad) => Self::new(Code::UploadInvalid, bad.to_string()),
            UploadError::NotFootage(NotFootage::Empty) => {
                Self::new(Code::UploadEmpty, NotFootage::Empty.to_string())
            }
            UploadError::NotFootage(bad) => Self::new(Code::FootageUnsupported, bad.to_string()),
            UploadError::TooLarge { .. } => Self::new(Code::UploadTooLarge, error.to_string()),
            UploadError::Read(_) => Self::internal(&error),
            UploadError::Media(media) => media.into(),
            UploadError::Store(store) => Self::of_store(store, Code::SourceVideoNotFound),
        }
    }
}

impl From<MediaError> for Problem {
    fn from(error: MediaError) -> Self {
        match error {
            MediaError::NotFound => Self::new(Code::MediaNotFound, "The file does not exist any more."),
            MediaError::Full => Self::new(Code::StorageFull, error.to_string()),
            MediaError::Failed { .. } => {
                tracing::error!(error = with_causes(&error), "the media store failed");
                Self::new(Code::MediaFailed, "Try again; the server's log tells more.")
            }
        }
    }
}

impl From<ProjectError> for Problem {
    fn from(error: ProjectError) -> Self {
        let detail = error.to_string();
        match error {
            ProjectError::Script(ScriptError::Empty) => Self::new(Code::ScriptEmpty, detail),
            ProjectError::Script(ScriptError::NothingToSay) => Self::new(Code::ScriptNothingToSay, detail),
            ProjectError::Script(ScriptError::TooLong { .. }) => Self::new(Code::ScriptTooLong, detail),
            ProjectError::Project(_) => Self::new(Code::InvalidProject, detail),
            ProjectError::Voice(_) | ProjectError::NoSuchProvider(_) => Self::new(Code::InvalidVoice, detail),
            ProjectError::Store(store) => Self::of_store(store, Code::ProjectNotFound),
        }
    }
}

impl From<GenerateError> for Problem {
    fn from(error: GenerateError) -> Self {
        let detail = error.to_string();
        match error {
            GenerateError::Variants => Self::new(Code::InvalidVariants, detail),
            GenerateError::NoFootage => Self::new(Code::NoFootage, detail),
            GenerateError::StillAnalysing { .. } => Self::new(Code::FootageNotReady, detail),
            GenerateError::FailedFootage { .. } => Self::new(Code::FootageFailed, detail),
            GenerateError::Store(store) => Self::of_store(store, Code::ProjectNotFound),
        }
    }
}

impl From<VoicesError> for Problem {
    fn from(error: VoicesError) -> Self {
        match error {
            VoicesError::NoSuchProvider => Self::new(Code::ProviderNotFound, error.to_string()),
            VoicesError::Engine(engine) => Self::new(Code::VoiceUnavailable, engine.to_string()),
        }
    }
}

impl From<InvalidProfile> for Problem {
    fn from(error: InvalidProfile) -> Self {
        Self::new(Code::InvalidProfile, error.to_string())
    }
}

impl From<InvalidSpeech> for Problem {
    fn from(error: InvalidSpeech) -> Self {
        Self::new(Code::InvalidVoice, error.to_string())
    }
}

impl From<InvalidCursor> for Problem {
    fn from(error: InvalidCursor) -> Self {
        Self::new(Code::InvalidCursor, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_code_stands_once_in_the_table_with_a_status_of_an_error() {
        let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(names.len(), Code::ALL.len());
        assert!(Code::ALL.iter().all(|code| (400..600).contains(&code.status()) && !code.title().is_empty()));
    }

    #[test]
    fn the_table_is_what_the_clients_know() {
        let table: Vec<String> =
            Code::ALL.iter().map(|code| format!("{} {}", code.status(), code.as_str())).collect();
        insta::assert_snapshot!(table.join("\n"));
    }
}
