//! How what the inside says becomes what the client is told.

use actix_web::{
    HttpRequest,
    error::{JsonPayloadError, PathError, QueryPayloadError},
};
use domain::{
    InvalidAccount, InvalidApiToken, InvalidChatConnection, InvalidCredential, InvalidCursor,
    InvalidPostSetting, InvalidProfile, InvalidSettings, InvalidSpeech, MediaError, ModelError, NotAPicture,
    NotASample, NotFootage, NotMusic, PoorSample, PublishError, RenderError, ScriptError, Shortage,
    StoreError, TtsError, WriteError,
};
use studio::{
    ClearError, CloneError, CopyError, ExportError, GenerateError, JoinError, MusicError, NarrateError,
    NoDefault, PictureError, PreviewError, PriceError, ProfileError, ProjectError, PublishingError,
    QuoteError, RenderAgainError, SayError, SegmentError, SignInError, SpeakError, StoryboardError,
    UploadError, VoiceModelsError, VoicesError, WriteScriptError,
};

use crate::error::{Code, Problem};

const NOT_FOUND: &str = "Nothing with this id is in this store; it may have been deleted. Reload the list.";
pub(crate) const INTERNAL: &str =
    "The server made a mistake; its log says more under the request's id. Try again.";

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::NotFound => Self::new(Code::NotFound, NOT_FOUND),
            StoreError::Conflict(detail) => Self::new(Code::Conflict, sentence(detail)),
            StoreError::Unavailable(_) => Self::new(
                Code::DatabaseUnavailable,
                "The database did not do its work. Try again in a few seconds; `edit-factory doctor` tells more.",
            )
            .because(&error),
            StoreError::OverQuota(shortage) => over_quota(shortage, sentence(&error)),
            StoreError::LeaseLost | StoreError::Corrupt { .. } => {
                Self::new(Code::Internal, INTERNAL).because(&error)
            }
        }
    }
}

fn over_quota(shortage: &Shortage, detail: String) -> Problem {
    let month = &shortage.standing;
    let seconds = u64::try_from((month.ends_at - month.now).num_seconds()).unwrap_or(1).max(1);
    Problem::new(Code::QuotaExceeded, detail)
        .after(seconds)
        .with("used_micro_usd", month.spent.micro_usd())
        .with("reserved_micro_usd", month.reserved.micro_usd())
        .with("limit_micro_usd", month.limit.unwrap_or_default().micro_usd())
        .with("needed_micro_usd", shortage.needed.micro_usd())
        .with("resets_at", month.ends_at.to_rfc3339())
}

impl From<MediaError> for Problem {
    fn from(error: MediaError) -> Self {
        match &error {
            MediaError::NotFound => {
                Self::new(Code::NotFound, "The file is not there; it may have been deleted.")
            }
            MediaError::Full => Self::new(Code::DiskFull, sentence(&error)),
            MediaError::Failed { .. } => {
                Self::new(Code::MediaUnavailable, "The store's files cannot be reached now. Try again.")
                    .because(&error)
            }
        }
    }
}

impl From<UploadError> for Problem {
    fn from(error: UploadError) -> Self {
        let detail = sentence(&error);
        match error {
            UploadError::Name(_) => Self::new(Code::UploadNameMissing, detail),
            UploadError::NotFootage(NotFootage::Empty) => Self::new(Code::UploadEmpty, detail),
            UploadError::NotFootage(_) => Self::new(Code::FootageUnsupported, detail),
            UploadError::TooLarge { .. } => Self::new(Code::UploadTooLarge, detail),
            UploadError::Read(inner) => inner.into(),
            UploadError::Media(inner) => inner.into(),
            UploadError::Store(inner) => inner.into(),
        }
    }
}

impl From<SegmentError> for Problem {
    fn from(error: SegmentError) -> Self {
        let detail = sentence(&error);
        match error {
            SegmentError::Invalid(_) => Self::new(Code::InvalidSegment, detail),
            SegmentError::StillAnalysing => Self::new(Code::FootageNotReady, detail),
            SegmentError::Failed => Self::new(Code::FootageFailed, detail),
            SegmentError::Picture(inner) => Self::new(
                Code::PictureNotTaken,
                "The picture of the segment could not be taken. Try again; `edit-factory doctor` tells more.",
            )
            .because(&inner),
            SegmentError::Disk(inner) => inner.into(),
            SegmentError::Media(inner) => inner.into(),
            SegmentError::Store(inner) => inner.into(),
        }
    }
}

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::StorageFull {
            return MediaError::Full.into();
        }
        Self::new(Code::Internal, INTERNAL).because(&error)
    }
}

impl From<ProjectError> for Problem {
    fn from(error: ProjectError) -> Self {
        let detail = sentence(&error);
        match error {
            ProjectError::Script(ScriptError::Empty) => Self::new(Code::ScriptEmpty, detail),
            ProjectError::Script(ScriptError::NothingToSay) => Self::new(Code::ScriptNothingToSay, detail),
            ProjectError::Script(ScriptError::TooLong { .. }) => Self::new(Code::ScriptTooLong, detail),
            ProjectError::Project(_) => Self::new(Code::InvalidProject, detail),
            ProjectError::Voice(_) | ProjectError::NoSuchProvider(_) => Self::new(Code::InvalidVoice, detail),
            ProjectError::NoDefault(inner) => inner.into(),
            ProjectError::Store(inner) => inner.into(),
        }
    }
}

impl From<GenerateError> for Problem {
    fn from(error: GenerateError) -> Self {
        let detail = sentence(&error);
        match error {
            GenerateError::Variants => Self::new(Code::InvalidVariants, detail),
            GenerateError::NoFootage => Self::new(Code::NoFootage, detail),
            GenerateError::StillAnalysing { .. } => Self::new(Code::FootageNotReady, detail),
            GenerateError::FailedFootage { .. } => Self::new(Code::FootageFailed, detail),
            GenerateError::Voice(inner) => inner.into(),
            GenerateError::Unpriced(inner) => inner.into(),
            GenerateError::Store(inner) => {
                Self::from(inner).renamed(Code::Conflict, Code::IdempotencyConflict)
            }
        }
    }
}

impl From<StoryboardError> for Problem {
    fn from(error: StoryboardError) -> Self {
        let detail = sentence(&error);
        match error {
            StoryboardError::Generate(inner) => inner.into(),
            StoryboardError::NoSegments(_) => Self::new(Code::NoSegments, detail),
            StoryboardError::NotYet(_) => Self::new(Code::FootageNotReady, detail),
            StoryboardError::Cache(inner) => inner.into(),
            StoryboardError::Store(inner) => inner.into(),
        }
    }
}

impl From<RenderAgainError> for Problem {
    fn from(error: RenderAgainError) -> Self {
        let detail = sentence(&error);
        match error {
            RenderAgainError::NoRecipe | RenderAgainError::Unreadable(_) => Self::new(Code::NoRecipe, detail),
            RenderAgainError::Unpriced(inner) => inner.into(),
            RenderAgainError::Media(inner) => inner.into(),
            RenderAgainError::Disk(inner) => inner.into(),
            RenderAgainError::Store(inner) => {
                Self::from(inner).renamed(Code::Conflict, Code::IdempotencyConflict)
            }
        }
    }
}

impl From<VoicesError> for Problem {
    fn from(error: VoicesError) -> Self {
        let detail = sentence(&error);
        match error {
            VoicesError::NoSuchProvider => Self::new(Code::ProviderNotFound, detail),
            VoicesError::Engine(inner) => inner.into(),
            VoicesError::Store(inner) => inner.into(),
        }
    }
}

impl From<TtsError> for Problem {
    fn from(error: TtsError) -> Self {
        let detail = sentence(&error);
        match error {
            TtsError::NoSuchVoice(_) => Self::new(Code::VoiceNotFound, detail),
            TtsError::Unavailable { .. } => Self::new(Code::VoiceUnavailable, detail),
            TtsError::KeyRefused { .. } => Self::new(Code::VoiceKeyRefused, detail),
            TtsError::OutOfCredit { .. } => Self::new(Code::VoiceOutOfCredit, detail),
            TtsError::TooLong { .. } => Self::new(Code::VoiceTextTooLong, detail),
            TtsError::Refused(_) => Self::new(Code::VoiceRefused, detail),
            TtsError::BadSound(_) => Self::new(Code::VoiceBadSound, detail),
            TtsError::Busy { retry_after } => {
                Self::new(Code::VoiceBusy, detail).after(retry_after.map_or(10, |wait| wait.as_secs().max(1)))
            }
            TtsError::Partly { source, .. } => (*source).into(),
            TtsError::Failed(_) => Self::new(
                Code::VoiceFailed,
                "The voice engine failed. Try again; the server's log says more.",
            )
            .because(&error),
        }
    }
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        let detail = sentence(&error);
        match error {
            WriteError::Unavailable { .. } => Self::new(Code::WriterUnavailable, detail),
            WriteError::KeyRefused { .. } => Self::new(Code::WriterKeyRefused, detail),
            WriteError::OutOfCredit { .. } => Self::new(Code::WriterOutOfCredit, detail),
            WriteError::Refused(_) => Self::new(Code::WriterRefused, detail),
            WriteError::Declined(_) => Self::new(Code::WriterDeclined, detail),
            WriteError::Truncated => Self::new(Code::WriterTruncated, detail),
            WriteError::Unreadable(_) => Self::new(Code::WriterUnreadable, detail),
            WriteError::Busy { retry_after } => Self::new(Code::WriterBusy, detail)
                .after(retry_after.map_or(10, |wait| wait.as_secs().max(1))),
            WriteError::Unreachable(_) => Self::new(Code::WriterUnreachable, detail),
            WriteError::Lost(_) => Self::new(Code::WriterLost, detail),
            WriteError::Failed(_) => Self::new(Code::WriterFailed, detail),
            WriteError::Paid { spent, source } => {
                Self::from(*source).with("spent_micro_usd", spent.micro_usd())
            }
        }
    }
}

impl From<WriteScriptError> for Problem {
    fn from(error: WriteScriptError) -> Self {
        let detail = sentence(&error);
        match error {
            WriteScriptError::Brief(_) => Self::new(Code::InvalidBrief, detail),
            WriteScriptError::NoSuchWriter => Self::new(Code::WriterNotFound, detail),
            WriteScriptError::Uncertain => Self::new(Code::WriterUncertain, detail),
            WriteScriptError::Writing(inner) => inner.into(),
            WriteScriptError::Store(inner) => inner.into(),
            WriteScriptError::Unreadable(inner) => Self::new(Code::Internal, INTERNAL).because(&inner),
        }
    }
}

impl From<InvalidChatConnection> for Problem {
    fn from(error: InvalidChatConnection) -> Self {
        Self::new(Code::InvalidChatConnection, sentence(&error))
    }
}

impl From<NoDefault> for Problem {
    fn from(error: NoDefault) -> Self {
        let detail = sentence(&error);
        match error {
            NoDefault::NoSuchProvider(_) | NoDefault::NoVoice => Self::new(Code::InvalidVoice, detail),
            NoDefault::Store(inner) => inner.into(),
        }
    }
}

impl From<SpeakError> for Problem {
    fn from(error: SpeakError) -> Self {
        match error {
            SpeakError::Speech(inner) => inner.into(),
            SpeakError::Voice(inner) => inner.into(),
            SpeakError::Store(inner) => inner.into(),
            SpeakError::Media(inner) => inner.into(),
            SpeakError::Disk(inner) => inner.into(),
            SpeakError::Sound(_) | SpeakError::Unreadable(_) => {
                Self::new(Code::Internal, INTERNAL).because(&error)
            }
        }
    }
}

impl From<PriceError> for Problem {
    fn from(error: PriceError) -> Self {
        match error {
            PriceError::Media(inner) => inner.into(),
            PriceError::Unnamed(inner) => Self::new(Code::Internal, INTERNAL).because(&inner),
        }
    }
}

impl From<PreviewError> for Problem {
    fn from(error: PreviewError) -> Self {
        let detail = sentence(&error);
        match error {
            PreviewError::Script(inner) => ProjectError::Script(inner).into(),
            PreviewError::TooLong { .. } => Self::new(Code::ScriptTooLong, detail),
            PreviewError::NoSuchProvider => Self::new(Code::ProviderNotFound, detail),
            PreviewError::Speech(inner) => inner.into(),
            PreviewError::Unpriced(inner) => inner.into(),
            PreviewError::Store(inner) => inner.into(),
            PreviewError::Speaking(inner) => inner.into(),
        }
    }
}

impl From<SayError> for Problem {
    fn from(error: SayError) -> Self {
        match error {
            SayError::Asked(inner) => inner.into(),
            SayError::NoDefault(NoDefault::NoSuchProvider(name)) => Self::new(
                Code::ProviderNotFound,
                format!("There is no model {name} here. GET /v1/audio/voices lists models and voices."),
            ),
            SayError::NoDefault(inner) => inner.into(),
            SayError::Speaking(inner) => inner.into(),
            SayError::Packing(inner) => inner.into(),
            SayError::Store(inner) => inner.into(),
        }
    }
}

impl From<CloneError> for Problem {
    fn from(error: CloneError) -> Self {
        let detail = sentence(&error);
        match error {
            CloneError::NoConsent => Self::new(Code::ConsentRequired, detail),
            CloneError::NoSuchProvider => Self::new(Code::ProviderNotFound, detail),
            CloneError::DoesNotClone(_) => Self::new(Code::CloningUnsupported, detail),
            CloneError::Label(_) | CloneError::Language(_) | CloneError::Name(_) => {
                Self::new(Code::InvalidBody, detail)
            }
            CloneError::NotASample(NotASample::Empty) => Self::new(Code::UploadEmpty, detail),
            CloneError::NotASample(NotASample::TooLarge) => Self::new(Code::UploadTooLarge, detail),
            CloneError::NotASample(_) => Self::new(Code::SampleUnsupported, detail),
            CloneError::Reading(RenderError::Unusable(_)) => Self::new(Code::SampleUnreadable, detail),
            CloneError::Reading(RenderError::Io { source, .. }) => source.into(),
            CloneError::Reading(inner) => Self::new(Code::Internal, INTERNAL).because(&inner),
            CloneError::Poor(poor) => Self::new(of_poor(poor), detail),
            CloneError::Engine(inner) => inner.into(),
            CloneError::Disk(inner) => inner.into(),
            CloneError::Media(inner) => inner.into(),
            CloneError::Store(inner) => inner.into(),
        }
    }
}

impl From<MusicError> for Problem {
    fn from(error: MusicError) -> Self {
        let detail = sentence(&error);
        match error {
            MusicError::Name(_) => Self::new(Code::UploadNameMissing, detail),
            MusicError::NotMusic(NotMusic::TooLarge) => Self::new(Code::UploadTooLarge, detail),
            MusicError::NotMusic(NotMusic::NotSound(NotASample::Empty)) => {
                Self::new(Code::UploadEmpty, detail)
            }
            MusicError::NotMusic(NotMusic::NotSound(_)) => Self::new(Code::MusicUnsupported, detail),
            MusicError::NotMusic(_) | MusicError::Reading(RenderError::Unusable(_)) => {
                Self::new(Code::MusicUnusable, detail)
            }
            MusicError::Reading(RenderError::Io { source, .. }) => source.into(),
            MusicError::Reading(inner) => Self::new(Code::Internal, INTERNAL).because(&inner),
            MusicError::Disk(inner) => inner.into(),
            MusicError::Media(inner) => inner.into(),
            MusicError::Store(inner) => inner.into(),
        }
    }
}

impl From<ProfileError> for Problem {
    fn from(error: ProfileError) -> Self {
        let detail = sentence(&error);
        match error {
            ProfileError::NotItsFile => Self::new(Code::NotFound, detail),
            ProfileError::Store(inner) => inner.into(),
        }
    }
}

impl From<PictureError> for Problem {
    fn from(error: PictureError) -> Self {
        let detail = sentence(&error);
        match error {
            PictureError::Name(_) => Self::new(Code::UploadNameMissing, detail),
            PictureError::NotAPicture(NotAPicture::TooLarge) => Self::new(Code::UploadTooLarge, detail),
            PictureError::NotAPicture(NotAPicture::Empty) => Self::new(Code::UploadEmpty, detail),
            PictureError::NotAPicture(_) => Self::new(Code::PictureUnsupported, detail),
            PictureError::Reading(RenderError::Unusable(_)) => Self::new(Code::PictureUnreadable, detail),
            PictureError::Reading(RenderError::Io { source, .. }) => source.into(),
            PictureError::Reading(inner) => Self::new(Code::Internal, INTERNAL).because(&inner),
            PictureError::Disk(inner) => inner.into(),
            PictureError::Media(inner) => inner.into(),
            PictureError::Store(inner) => inner.into(),
        }
    }
}

const fn of_poor(sample: PoorSample) -> Code {
    match sample {
        PoorSample::TooShort { .. } => Code::SampleTooShort,
        PoorSample::TooLong => Code::SampleTooLong,
        PoorSample::Silent | PoorSample::TooSoft { .. } => Code::SampleTooQuiet,
        PoorSample::TooLoud { .. } | PoorSample::Clipped { .. } => Code::SampleClipped,
    }
}

impl From<ClearError> for Problem {
    fn from(error: ClearError) -> Self {
        let detail = sentence(&error);
        match error {
            ClearError::InUse => Self::new(Code::CacheInUse, detail),
            ClearError::Media(inner) => inner.into(),
            ClearError::Store(inner) => inner.into(),
        }
    }
}

impl From<PublishError> for Problem {
    fn from(error: PublishError) -> Self {
        let detail = sentence(&error);
        match error {
            PublishError::NotConnected => Self::new(Code::PublisherNotConnected, detail),
            PublishError::NotAllowed(_) => Self::new(Code::InvalidPublisherAddress, detail),
            PublishError::KeyRefused(_) => Self::new(Code::PublisherKeyRefused, detail),
            PublishError::Refused(_) | PublishError::OverPlan(_) | PublishError::TooLarge(_) => {
                Self::new(Code::PublisherRefused, detail)
            }
            PublishError::Busy { after } => {
                Self::new(Code::PublisherBusy, detail).after(after.as_secs().max(1))
            }
            PublishError::NotSent(_) | PublishError::Lost(_) => Self::new(Code::PublisherUnreachable, detail),
            PublishError::File(_) => Self::new(Code::Internal, INTERNAL).because(&error),
            PublishError::Store(inner) => inner.into(),
        }
    }
}

impl From<PublishingError> for Problem {
    fn from(error: PublishingError) -> Self {
        let detail = sentence(&error);
        match error {
            PublishingError::Url(_) => Self::new(Code::InvalidPublisherAddress, detail),
            PublishingError::NoSuchAccount | PublishingError::Disabled(_) | PublishingError::Network(_) => {
                Self::new(Code::ChannelUnusable, detail)
            }
            PublishingError::Setting(inner) => inner.into(),
            PublishingError::Gap(_) | PublishingError::Count { .. } | PublishingError::Time(_) => {
                Self::new(Code::InvalidPublication, detail)
            }
            PublishingError::PlanChanged => Self::new(Code::PlanChanged, detail),
            PublishingError::PlanFaulty(_) => Self::new(Code::PlanFaulty, detail),
            PublishingError::TooLate(_) => Self::new(Code::PublicationTooLate, detail),
            PublishingError::Publisher(inner) => inner.into(),
            PublishingError::Unnamed(inner) => Self::new(Code::Internal, INTERNAL).because(&inner),
            PublishingError::Store(inner) => inner.into(),
        }
    }
}

impl From<InvalidPostSetting> for Problem {
    fn from(error: InvalidPostSetting) -> Self {
        Self::new(Code::InvalidPostSetting, sentence(&error))
    }
}

impl From<ModelError> for Problem {
    fn from(error: ModelError) -> Self {
        let detail = sentence(&error);
        match &error {
            ModelError::NoSuchModel(_) => Self::new(Code::NotFound, detail),
            ModelError::Busy(_) => Self::new(Code::VoiceModelBusy, detail),
            ModelError::NoRoom { .. } => Self::new(Code::DiskFull, detail),
            ModelError::Unreachable { .. } => Self::new(Code::VoiceModelUnreachable, detail).because(&error),
            ModelError::Refused(_) | ModelError::Mismatch { .. } | ModelError::BadCatalogue(_) => {
                Self::new(Code::VoiceModelRefused, detail)
            }
            // The place of the folder is nobody's business but the log's.
            ModelError::Folder { .. } => Self::new(Code::Internal, INTERNAL).because(&error),
        }
    }
}

impl From<NarrateError> for Problem {
    fn from(error: NarrateError) -> Self {
        match error {
            NarrateError::Draft(inner) => inner.into(),
            NarrateError::Queue(inner) => inner.into(),
        }
    }
}

impl From<VoiceModelsError> for Problem {
    fn from(error: VoiceModelsError) -> Self {
        let detail = sentence(&error);
        match error {
            VoiceModelsError::NotYours => Self::new(Code::VoiceModelsNotYours, detail),
            VoiceModelsError::Id(_) => Self::new(Code::NotFound, detail),
            VoiceModelsError::Model(inner) => inner.into(),
            VoiceModelsError::Store(inner) => inner.into(),
        }
    }
}

impl From<ExportError> for Problem {
    fn from(error: ExportError) -> Self {
        let detail = sentence(&error);
        match error {
            ExportError::NotSpoken => Self::new(Code::NarrationNotSpoken, detail),
            ExportError::Cleared => Self::new(Code::NarrationCleared, detail),
            ExportError::Join(JoinError::Media(inner)) => inner.into(),
            ExportError::Join(JoinError::Disk(inner)) => inner.into(),
            ExportError::Join(JoinError::Damaged | JoinError::Sound(_)) => {
                Self::new(Code::Internal, INTERNAL).because(&error)
            }
            // Only the cure is for the person; what a child said is for the log.
            ExportError::Encoder(RenderError::Tool { .. }) => Self::new(Code::SoundNotPacked, detail),
            ExportError::Encoder(inner) => {
                Self::new(Code::SoundNotPacked, "The sound could not be packed; try again, or take wav.")
                    .because(&inner)
            }
            ExportError::Store(inner) => inner.into(),
        }
    }
}

impl From<QuoteError> for Problem {
    fn from(error: QuoteError) -> Self {
        match error {
            QuoteError::HowMany => Self::new(Code::InvalidBody, sentence(&error)),
            QuoteError::Script(inner) => ProjectError::Script(inner).into(),
            QuoteError::Speech(inner) => inner.into(),
            QuoteError::Voices(inner) => inner.into(),
            QuoteError::Store(inner) => inner.into(),
        }
    }
}

impl From<CopyError> for Problem {
    fn from(error: CopyError) -> Self {
        let detail = sentence(&error);
        match error {
            CopyError::StillAnalysing { .. } => Self::new(Code::FootageNotReady, detail),
            CopyError::Disk(inner) => inner.into(),
            CopyError::Media(inner) => inner.into(),
            CopyError::Store(inner) => inner.into(),
        }
    }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        let detail = sentence(&error);
        match error {
            SignInError::Required => {
                Self::new(Code::SignInRequired, "Sign in first; the session may have ended.")
            }
            SignInError::Refused(reason) => {
                let detail =
                    "The token is not known here, or not any more. Make a new one, or sign in again.";
                Self::new(Code::TokenRefused, detail).because_of(reason)
            }
            SignInError::Failed => {
                Self::new(Code::LoginFailed, "This email and password do not fit. Check both and try again.")
            }
            SignInError::PasswordWrong => {
                Self::new(Code::PasswordWrong, "The present password is another one. Type it again.")
            }
            SignInError::Throttled { seconds } => {
                Self::new(Code::LoginThrottled, detail).after(u64::from(seconds))
            }
            SignInError::Elsewhere => Self::new(Code::SignInElsewhere, detail),
            SignInError::Account(inner) => inner.into(),
            SignInError::Unavailable(source) => Self::new(
                Code::IdentityUnavailable,
                "The keys by which people are recognised cannot be had now. Try again in a few seconds.",
            )
            .because(&*source),
            SignInError::Broken(source) => Self::new(Code::Internal, INTERNAL).because(&*source),
            SignInError::Store(inner) => inner.into(),
        }
    }
}

impl From<InvalidSettings> for Problem {
    fn from(error: InvalidSettings) -> Self {
        Self::new(Code::InvalidSettings, sentence(&error))
    }
}

impl From<InvalidCredential> for Problem {
    fn from(error: InvalidCredential) -> Self {
        Self::new(Code::InvalidCredential, sentence(&error))
    }
}

impl From<InvalidAccount> for Problem {
    fn from(error: InvalidAccount) -> Self {
        Self::new(Code::InvalidAccount, sentence(&error))
    }
}

impl From<InvalidApiToken> for Problem {
    fn from(error: InvalidApiToken) -> Self {
        Self::new(Code::InvalidToken, sentence(&error))
    }
}

impl From<InvalidProfile> for Problem {
    fn from(error: InvalidProfile) -> Self {
        Self::new(Code::InvalidProfile, sentence(&error))
    }
}

impl From<InvalidSpeech> for Problem {
    fn from(error: InvalidSpeech) -> Self {
        Self::new(Code::InvalidVoice, sentence(&error))
    }
}

impl From<InvalidCursor> for Problem {
    fn from(error: InvalidCursor) -> Self {
        Self::new(Code::InvalidCursor, sentence(&error))
    }
}

/// Says what is wrong with a body; a value of another type is no broken JSON.
#[expect(clippy::needless_pass_by_value, reason = "the form of map_err")]
pub(crate) fn json(error: JsonPayloadError) -> Problem {
    match &error {
        JsonPayloadError::Overflow { .. } | JsonPayloadError::OverflowKnownLength { .. } => {
            Problem::new(Code::BodyTooLarge, "The body may have at most 256 kB. Send less.")
        }
        JsonPayloadError::ContentType => {
            Problem::new(Code::JsonRequired, "Send JSON, with the header Content-Type: application/json.")
        }
        JsonPayloadError::Deserialize(inner) if inner.is_data() => fields(inner),
        JsonPayloadError::Deserialize(inner) => Problem::new(Code::InvalidJson, sentence(&inner)),
        _ => Problem::new(Code::BodyBroken, "The body did not arrive whole. Send it again.").because(&error),
    }
}

/// Says what is wrong with the fields of a body.
pub(crate) fn fields(error: &serde_json::Error) -> Problem {
    Problem::new(Code::InvalidBody, sentence(error))
}

/// Says what is wrong with a query.
#[expect(clippy::needless_pass_by_value, reason = "the form that actix calls")]
pub(crate) fn query(error: QueryPayloadError, _request: &HttpRequest) -> actix_web::Error {
    Problem::new(Code::InvalidQuery, sentence(&error)).into()
}

/// A path whose id is none names nothing.
pub(crate) fn path(_error: PathError, _request: &HttpRequest) -> actix_web::Error {
    Problem::new(Code::NotFound, "Ids in a path are UUIDs such as 7b0e0a52-3c1f-4d5e-9a55-0d2f6c1f9d11.")
        .into()
}

/// Writes an error's text as a sentence for a person.
pub(crate) fn sentence(text: &impl ToString) -> String {
    let text = text.to_string();
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}
