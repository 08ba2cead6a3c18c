//! Nouns, rules and ports of Edit Factory: no I/O, no clock, no async runtime, no database, no HTTP.
//!
//! A noun's file holds the whole notion: its types, its rules, its port and its errors.

mod account;
mod analysis;
mod answer;
mod api_token;
mod caption;
mod channel;
mod choose;
mod clip;
mod clock;
mod cloned_voice;
mod container;
mod content;
mod context;
mod cost;
mod credential;
mod dashboard;
mod footage;
mod format;
mod identity;
mod ids;
mod job;
mod language;
mod look;
mod making;
mod media;
mod mix;
mod narration;
mod network;
mod page;
mod plan;
mod post_settings;
mod post_text;
mod post_time;
mod profile;
mod project;
mod publication;
mod publication_plan;
mod publish;
mod render;
mod script;
mod session;
mod settings;
mod sound;
mod store;
mod timing;
mod transform;
mod tts;
mod units;
mod voice_model;
mod voice_sample;

pub use account::{
    Account, AccountStore, Email, InvalidAccount, LoginSubjects, NewAccount, Password, PasswordHash,
    SignInMode,
};
pub use analysis::{AnalysedSegment, Analysis, Scores};
pub use answer::{AnswerStore, Asked, InvalidRequestKey, KeptAnswer, RequestKey};
pub use api_token::{ApiToken, ApiTokenName, ApiTokenStore, InvalidApiToken};
pub use caption::{Cue, CueWord, MAX_CUE_CHARS, cues, srt, vtt};
pub use channel::{
    Channel, ChannelChanged, ChannelGap, ChannelStore, ChosenAccount, InvalidGap, RemoteChannel,
};
pub use choose::{Choice, NoSegments, Shot, choose};
pub use clip::{Clip, ClipStore, NewClip};
pub use clock::Clock;
pub use cloned_voice::{
    CLONING_CONSENT, ClonedVoice, ClonedVoiceStore, Consent, InvalidVoiceLabel, KeptSample, NewClonedVoice,
    VoiceLabel, wished_name,
};
pub use container::{Container, NotFootage, SNIFF_BYTES};
pub use content::{ContentHash, ParseContentHashError};
pub use context::{Actor, NotAMember, ProfileContext};
#[cfg(feature = "mocks")]
pub use cost::MockCostLedger;
pub use cost::{
    BudgetLevel, Cost, CostEntry, CostLedger, CostState, CostSummary, ProjectCost, ProviderCost, Reservation,
    Reserved, Shortage, Spend, SpendKey, Standing,
};
pub use credential::{CredentialKind, CredentialStore, InvalidCredential, Secret, StoredCredential};
pub use dashboard::{Dashboard, DashboardStore};
pub use footage::{
    FootageName, FootageState, FootageStore, InvalidFootageName, NewSourceVideo, PictureHash, Probe, Segment,
    SegmentMarks, SourceVideo,
};
pub use format::{Canvas, Format, Quality};
pub use identity::{Identity, IdentityError, IdentityProvider};
pub use ids::{
    ApiTokenId, BatchId, ChannelId, ClipId, ClonedVoiceId, ConnectionId, JobId, MusicId, NarrationId,
    ParseIdError, PictureId, ProfileId, ProjectId, PublicationId, SegmentId, SessionId, SourceVideoId,
    UserId, WorkerId,
};
pub use job::{
    Beat, Claimed, Job, JobFailure, JobFields, JobFilter, JobKind, JobQueue, JobState, JobStore, Lease,
    NewJob, Priority, Retry, Task,
};
pub use language::{InvalidLanguage, Language};
pub use look::{Corner, EndCard, Grade, InvalidLook, Logo, Look, Transition};
pub use making::{Making, Matching, Pin, Vary};
pub use media::{
    Cache, CachedFile, FileOwner, LocalMedia, MediaError, MediaKey, MediaStore, ParseMediaKeyError,
};
pub use mix::{InvalidMix, Mix, MusicBed};
pub use narration::{
    KeptNarration, Narration, NarrationState, NarrationStore, NewNarration, SpokenNarration, SpokenSentence,
    SpokenWord,
};
pub use network::{MediaRule, Network, NetworkRules, NoSuchNetwork};
pub use page::{Cursor, InvalidCursor, Page, PageRequest};
pub use plan::{Chunk, Cut, RenderPlan};
pub use post_settings::{FieldKind, FieldRule, InvalidPostSetting, PostSettings};
pub use post_text::{TextRule, post_html, words_of_html};
pub use post_time::{PostTime, Spread, TimeFault, When, moment};
pub use profile::{
    InvalidProfile, NewProfile, Profile, ProfileChanges, ProfileName, ProfileStore, UserStore,
};
pub use project::{CopiedFootage, InvalidProject, NewProject, Project, ProjectChanges, ProjectStore};
pub use publication::{
    ConfirmedPost, NewPublication, Publication, PublicationFilter, PublicationState, PublicationStep,
    PublicationStore, PublishingEvent, UploadKey, UploadKind,
};
pub use publication_plan::{
    MAX_POST_VIDEO_BYTES, MAX_POSTS, PlanInputs, PlannedPost, PostFault, PublicationOrder, PublicationPlan,
    unpublishable,
};
pub use publish::{
    Connection, ConnectionStore, InvalidPublisherUrl, Post, PostBudget, Posted, PublishError, Publisher,
    PublisherUrl, RemoteMedia, RemoteNotice, RemotePost, RemotePostState,
};
pub use render::{
    ChunkInput, FootageFile, Measured, Progress, RenderError, Renderer, Soundtrack, Verdict, ignore_progress,
};
pub use script::{MAX_SCRIPT_CHARS, Script, ScriptError, Sentence};
pub use session::{AccessSecret, SecretHash, Session, SessionStore};
pub use settings::{
    CaptionChanges, CaptionPosition, CaptionStyle, Colour, ContextText, InvalidSettings, ModelName,
    PublisherDefaults, Settings, SettingsChanges, TtsChanges, TtsSettings, VoiceChanges, VoiceSettings,
};
pub use sound::{SoundEncoder, SoundFormat};
pub use store::{StoreError, with_causes};
pub use timing::estimate_words;
pub use transform::{InvalidTransform, Motion, Transform};
pub use tts::{
    Availability, Engine, InvalidSpeech, Privacy, ProviderName, Speech, SpeechAccount, SpeechModel, Speed,
    SpokenAudio, TakePiece, TimingKind, TtsError, TtsProvider, Voice, VoiceChoice, VoiceCloner, VoiceName,
    VoiceSample, VoiceTuning, WordTiming,
};
pub use units::{FPS, Frames, HEIGHT, LOUDNESS_LUFS, SOUND_RATE_HZ, TRUE_PEAK_DBTP, WIDTH, ratio, whole};
pub use voice_model::{
    FileHash, FileSize, InvalidVoiceModelId, ModelError, ModelFile, ModelLicence, ModelProgress, ModelState,
    ModelStep, TellModelProgress, VoiceModel, VoiceModelId, VoiceModels,
};
pub use voice_sample::{
    LONGEST_SAMPLE, MAX_SAMPLE_BYTES, NotASample, PoorSample, SampleError, SampleFacts, SampleFile,
    SampleFormat, SampleReader,
};
