//! Every refusal that the API can answer with: one table of stable codes, and its form on the wire (RFC 9457).

use std::{error::Error, fmt};

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use domain::with_causes;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

macro_rules! codes {
    ($($name:ident $code:literal $status:ident $title:literal)*) => {
        /// A stable code, with its status and title.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Code { $($name),* }

        impl Code {
            /// Every code, in the order of the table.
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$name),*];

            const fn row(self) -> (&'static str, StatusCode, &'static str) {
                match self { $(Self::$name => ($code, StatusCode::$status, $title)),* }
            }
        }
    };
}

codes! {
    ProfileRequired "profile_required" BAD_REQUEST "No store was named"
    ProfileNotFound "profile_not_found" NOT_FOUND "There is no such store"
    HostNotAllowed "host_not_allowed" FORBIDDEN "The server was called by a name that is not its own"
    CrossSite "cross_site" FORBIDDEN "Another site's page may not change anything here"
    SignInRequired "sign_in_required" UNAUTHORIZED "Nobody is signed in"
    TokenRefused "token_refused" UNAUTHORIZED "The bearer token is not good"
    TokenNotEnough "token_not_enough" FORBIDDEN "A token is not enough for this"
    LoginFailed "login_failed" UNAUTHORIZED "Email and password do not fit"
    LoginThrottled "login_throttled" TOO_MANY_REQUESTS "There were too many attempts to sign in"
    PasswordWrong "password_wrong" FORBIDDEN "The present password is another one"
    InvalidAccount "invalid_account" UNPROCESSABLE_ENTITY "The account cannot be kept like this"
    InvalidToken "invalid_token" UNPROCESSABLE_ENTITY "The token cannot be kept like this"
    SignInElsewhere "sign_in_elsewhere" CONFLICT "People sign in elsewhere"
    IdentityUnavailable "identity_unavailable" SERVICE_UNAVAILABLE "Those who say who people are cannot be asked"
    RouteNotFound "route_not_found" NOT_FOUND "There is no such route"
    MethodNotAllowed "method_not_allowed" METHOD_NOT_ALLOWED "The route has no such method"
    NotFound "not_found" NOT_FOUND "Not found"
    Conflict "conflict" CONFLICT "That contradicts what is stored"
    InvalidQuery "invalid_query" BAD_REQUEST "The query cannot be read"
    InvalidCursor "invalid_cursor" BAD_REQUEST "The cursor cannot be read"
    InvalidJson "invalid_json" BAD_REQUEST "The body is not JSON"
    JsonRequired "json_required" UNSUPPORTED_MEDIA_TYPE "The body must be JSON"
    InvalidBody "invalid_body" UNPROCESSABLE_ENTITY "The body has not the expected fields"
    BodyTooLarge "body_too_large" PAYLOAD_TOO_LARGE "The body is too large"
    BodyBroken "body_broken" BAD_REQUEST "The body broke off"
    InvalidProfile "invalid_profile" UNPROCESSABLE_ENTITY "The store cannot be kept like this"
    InvalidProject "invalid_project" UNPROCESSABLE_ENTITY "The project cannot be kept like this"
    InvalidVoice "invalid_voice" UNPROCESSABLE_ENTITY "The voice cannot be chosen"
    ScriptEmpty "script_empty" UNPROCESSABLE_ENTITY "The script is empty"
    ScriptNothingToSay "script_nothing_to_say" UNPROCESSABLE_ENTITY "The script has nothing to say"
    ScriptTooLong "script_too_long" UNPROCESSABLE_ENTITY "The script is too long"
    InvalidVariants "invalid_variants" UNPROCESSABLE_ENTITY "So many variants cannot be made"
    NoFootage "no_footage" UNPROCESSABLE_ENTITY "The project has no footage"
    NoSegments "no_segments" UNPROCESSABLE_ENTITY "There is nothing to show"
    NoRecipe "no_recipe" CONFLICT "The video has no recipe"
    FootageNotReady "footage_not_ready" CONFLICT "The footage is still being analysed"
    FootageFailed "footage_failed" CONFLICT "The footage cannot be used"
    InvalidSegment "invalid_segment" UNPROCESSABLE_ENTITY "The segment cannot be kept like this"
    PictureNotTaken "picture_not_taken" SERVICE_UNAVAILABLE "The picture cannot be taken"
    InvalidIdempotencyKey "invalid_idempotency_key" BAD_REQUEST "The idempotency key cannot be taken"
    IdempotencyConflict "idempotency_conflict" UNPROCESSABLE_ENTITY "The idempotency key was used for something else"
    RequestUnderWay "request_under_way" CONFLICT "The same request is being carried out"
    ProfileIsDefault "profile_is_default" CONFLICT "The store that opens first stays"
    InvalidSettings "invalid_settings" UNPROCESSABLE_ENTITY "The setting cannot be kept like this"
    CaptionsUnwritable "captions_unwritable" UNPROCESSABLE_ENTITY "The captions cannot be written"
    InvalidCredential "invalid_credential" UNPROCESSABLE_ENTITY "The key cannot be kept like this"
    QuotaExceeded "quota_exceeded" TOO_MANY_REQUESTS "The month's budget does not cover this"
    JobNotOver "job_not_over" CONFLICT "The job has not gone wrong"
    UploadNotMultipart "upload_not_multipart" UNSUPPORTED_MEDIA_TYPE "The upload must be a form"
    UploadFieldUnknown "upload_field_unknown" BAD_REQUEST "The upload has an unknown field"
    UploadFileMissing "upload_file_missing" BAD_REQUEST "The upload has no file"
    UploadNameMissing "upload_name_missing" BAD_REQUEST "The file has no name"
    UploadEmpty "upload_empty" BAD_REQUEST "The file is empty"
    UploadBroken "upload_broken" BAD_REQUEST "The upload broke off"
    UploadTooLarge "upload_too_large" PAYLOAD_TOO_LARGE "The file is too large"
    FootageUnsupported "footage_unsupported" UNSUPPORTED_MEDIA_TYPE "The file is not footage"
    ProviderNotFound "provider_not_found" NOT_FOUND "There is no such speech provider"
    CloningUnsupported "cloning_unsupported" UNPROCESSABLE_ENTITY "The engine clones no voices"
    ConsentRequired "consent_required" UNPROCESSABLE_ENTITY "The speaker has not agreed"
    SampleUnsupported "sample_unsupported" UNSUPPORTED_MEDIA_TYPE "The file is not a recording"
    SampleUnreadable "sample_unreadable" UNPROCESSABLE_ENTITY "The recording cannot be read"
    SampleTooShort "sample_too_short" UNPROCESSABLE_ENTITY "The recording is too short"
    SampleTooLong "sample_too_long" UNPROCESSABLE_ENTITY "The recording is too long"
    SampleTooQuiet "sample_too_quiet" UNPROCESSABLE_ENTITY "The recording is too soft"
    SampleClipped "sample_clipped" UNPROCESSABLE_ENTITY "The recording is overdriven"
    MusicUnsupported "music_unsupported" UNSUPPORTED_MEDIA_TYPE "The file is not music"
    MusicUnusable "music_unusable" UNPROCESSABLE_ENTITY "The music cannot be used"
    PictureUnsupported "picture_unsupported" UNSUPPORTED_MEDIA_TYPE "The file is not a picture"
    PictureUnreadable "picture_unreadable" UNPROCESSABLE_ENTITY "The picture cannot be read"
    VoiceUnavailable "voice_unavailable" SERVICE_UNAVAILABLE "The voice engine is not there"
    VoiceNotFound "voice_not_found" NOT_FOUND "There is no such voice"
    VoiceKeyRefused "voice_key_refused" CONFLICT "The store's key for the voice is not good"
    VoiceOutOfCredit "voice_out_of_credit" PAYMENT_REQUIRED "The store's account for the voice is used up"
    VoiceTextTooLong "voice_text_too_long" UNPROCESSABLE_ENTITY "The text is too long for the voice"
    VoiceRefused "voice_refused" UNPROCESSABLE_ENTITY "The voice refuses this"
    VoiceBadSound "voice_bad_sound" SERVICE_UNAVAILABLE "The voice gave no usable sound"
    VoiceBusy "voice_busy" SERVICE_UNAVAILABLE "The voice has too much to do"
    NarrationNotSpoken "narration_not_spoken" CONFLICT "The narration has not been spoken"
    NarrationCleared "narration_cleared" GONE "The narration's sound is not there any more"
    SoundNotPacked "sound_not_packed" SERVICE_UNAVAILABLE "The sound cannot be packed"
    CacheInUse "cache_in_use" CONFLICT "The cache is in use"
    VoiceFailed "voice_failed" SERVICE_UNAVAILABLE "The voice engine failed"
    InvalidBrief "invalid_brief" UNPROCESSABLE_ENTITY "No script can be written from this"
    WriterNotFound "writer_not_found" NOT_FOUND "There is no such writer"
    WriterUnavailable "writer_unavailable" CONFLICT "The writer is not there for this store"
    WriterKeyRefused "writer_key_refused" CONFLICT "The store's key for its model is not good"
    WriterOutOfCredit "writer_out_of_credit" PAYMENT_REQUIRED "The store's account for its model is used up"
    WriterRefused "writer_refused" UNPROCESSABLE_ENTITY "The writer refuses this"
    WriterDeclined "writer_declined" UNPROCESSABLE_ENTITY "The model does not want to write this"
    WriterTruncated "writer_truncated" BAD_GATEWAY "The model's answer was cut off"
    WriterUnreadable "writer_unreadable" BAD_GATEWAY "The model's answer cannot be read"
    WriterBusy "writer_busy" SERVICE_UNAVAILABLE "The writer has too much to do"
    WriterUnreachable "writer_unreachable" BAD_GATEWAY "The model cannot be reached"
    WriterFailed "writer_failed" BAD_GATEWAY "The writer failed"
    WriterLost "writer_lost" BAD_GATEWAY "The model's answer was lost"
    WriterUncertain "writer_uncertain" CONFLICT "The model may have been paid already"
    InvalidChatConnection "invalid_chat_connection" UNPROCESSABLE_ENTITY "The model cannot be connected like this"
    VoiceModelsNotYours "voice_models_not_yours" FORBIDDEN "The voice models are the operator's"
    VoiceModelBusy "voice_model_busy" CONFLICT "Somebody is at the voice model"
    VoiceModelUnreachable "voice_model_unreachable" SERVICE_UNAVAILABLE "The voice models' server does not answer"
    VoiceModelRefused "voice_model_refused" BAD_GATEWAY "The voice models' server has something else"
    InvalidPublisherAddress "invalid_publisher_address" UNPROCESSABLE_ENTITY "The publisher's address cannot be used"
    PublisherNotConnected "publisher_not_connected" CONFLICT "The store has no publisher"
    PublisherKeyRefused "publisher_key_refused" CONFLICT "The store's key for the publisher is not good"
    PublisherRefused "publisher_refused" UNPROCESSABLE_ENTITY "The publisher refuses this"
    PublisherBusy "publisher_busy" SERVICE_UNAVAILABLE "The publisher takes no more for now"
    PublisherUnreachable "publisher_unreachable" SERVICE_UNAVAILABLE "The publisher does not answer"
    ChannelUnusable "channel_unusable" UNPROCESSABLE_ENTITY "The channel cannot be chosen"
    InvalidPostSetting "invalid_post_setting" UNPROCESSABLE_ENTITY "The network does not take this setting"
    InvalidPublication "invalid_publication" UNPROCESSABLE_ENTITY "The publication cannot be planned like this"
    PlanChanged "plan_changed" CONFLICT "The plan is another one now"
    PlanFaulty "plan_faulty" UNPROCESSABLE_ENTITY "The plan cannot be carried out"
    PublicationTooLate "publication_too_late" CONFLICT "That cannot be done with the publication now"
    LinkInvalid "link_invalid" FORBIDDEN "The link is not one of ours"
    LinkExpired "link_expired" FORBIDDEN "The link is too old"
    InvalidLastEventId "invalid_last_event_id" BAD_REQUEST "The event id cannot be read"
    DiskFull "disk_full" INSUFFICIENT_STORAGE "The disk is full"
    MediaUnavailable "media_unavailable" SERVICE_UNAVAILABLE "The files cannot be reached"
    DatabaseUnavailable "database_unavailable" SERVICE_UNAVAILABLE "The database does not answer"
    NotReady "not_ready" SERVICE_UNAVAILABLE "The server is not ready"
    Internal "internal_error" INTERNAL_SERVER_ERROR "Something went wrong on our side"
}

impl Code {
    /// Returns the stable text by which a program knows the refusal.
    pub(crate) const fn as_str(self) -> &'static str {
        self.row().0
    }
}

/// A refusal: what the client is told, and what only the log is.
#[derive(Debug)]
pub(crate) struct Problem {
    code: Code,
    detail: String,
    allow: Option<&'static str>,
    cause: Option<String>,
    retry_after_s: Option<u64>,
    figures: Map<String, Value>,
}

impl Problem {
    /// Refuses, with a sentence for the person that names the cure.
    pub(crate) fn new(code: Code, detail: impl Into<String>) -> Self {
        let (retry_after_s, figures) = (None, Map::new());
        Self { code, detail: detail.into(), allow: None, cause: None, retry_after_s, figures }
    }

    /// Adds what went wrong inside, with its causes, for the log.
    pub(crate) fn because(self, error: &dyn Error) -> Self {
        self.because_of(with_causes(error))
    }

    /// Adds what went wrong inside, in words for the log.
    pub(crate) fn because_of(mut self, cause: String) -> Self {
        self.cause = Some(cause);
        self
    }

    /// Says in how many seconds to try again.
    pub(crate) const fn after(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// Adds a figure for programs.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.figures.insert(name.to_owned(), value.into());
        self
    }

    /// Names the methods that the route has.
    pub(crate) const fn allowing(mut self, methods: &'static str) -> Self {
        self.allow = Some(methods);
        self
    }

    /// Says the same by another code, where a route knows better what happened.
    pub(crate) fn renamed(mut self, from: Code, to: Code) -> Self {
        if self.code == from {
            self.code = to;
        }
        self
    }

    /// Says the same in other words, where a route knows better what is not there.
    pub(crate) fn reworded(mut self, code: Code, detail: &str) -> Self {
        if self.code == code {
            detail.clone_into(&mut self.detail);
        }
        self
    }

    /// Returns the code.
    pub(crate) const fn code(&self) -> Code {
        self.code
    }

    /// Returns the sentence for the person.
    pub(crate) fn detail(&self) -> &str {
        &self.detail
    }

    /// Returns what only the log is told.
    pub(crate) fn cause(&self) -> Option<&str> {
        self.cause.as_deref()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.detail)
    }
}

impl Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.code.row().1
    }

    fn error_response(&self) -> HttpResponse {
        let (code, status, title) = self.code.row();
        let mut response = HttpResponse::build(status);
        response.insert_header((header::CACHE_CONTROL, "no-store"));
        let busy = (status == StatusCode::SERVICE_UNAVAILABLE).then_some(5);
        if let Some(seconds) = self.retry_after_s.or(busy) {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if let Some(methods) = self.allow {
            response.insert_header((header::ALLOW, methods));
        }
        let mut body = json!({ "type": format!("urn:edit-factory:{code}"), "title": title,
            "status": status.as_u16(), "code": code, "detail": self.detail });
        if let Value::Object(body) = &mut body {
            body.extend(self.figures.clone());
        }
        response.content_type("application/problem+json").body(body.to_string())
    }
}

/// A refusal (RFC 9457).
#[derive(ToSchema)]
#[schema(as = Problem)]
#[expect(dead_code, reason = "describes what error_response writes")]
pub(crate) struct ProblemBody {
    /// Names the kind of refusal: `urn:edit-factory:` and the code.
    r#type: String,
    /// The kind of refusal for a person.
    title: String,
    /// The HTTP status.
    status: u16,
    /// The stable code for programs.
    code: String,
    /// What happened and what to do about it, for a person.
    detail: String,
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, fmt::Write as _};

    use super::*;

    /// Codes are promises: whoever changes one changes the document too, and sees it.
    #[test]
    fn the_table_is_the_one_in_the_documentation() {
        let mut table = String::new();
        for code in Code::ALL {
            let (code, status, title) = code.row();
            writeln!(table, "| `{code}` | {} | {title} |", status.as_u16()).unwrap();
        }
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api.md");
        let page = std::fs::read_to_string(page).unwrap();
        assert!(page.contains(&table), "the table of docs/api.md should be:\n{table}");
    }

    #[test]
    fn no_code_means_two_things() {
        let codes: HashSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), Code::ALL.len());
    }

    #[test]
    fn what_went_wrong_inside_is_not_told() {
        let inner = std::io::Error::other("/secret/path");
        let problem = Problem::new(Code::Internal, "Try again.").because(&inner);
        assert_eq!(problem.cause(), Some("/secret/path"));
        assert!(!problem.to_string().contains("secret"));
    }
}
