//! Nouns, rules and ports of Edit Factory: no I/O, no clock, no async runtime, no database, no HTTP.
//!
//! A noun's file holds the whole notion: its types, its rules, its port and its errors.

mod account;
mod analysis;
mod answer;
mod api_token;
mod caption;
mod choose;
mod clip;
mod clock;
mod container;
mod content;
mod context;
mod cost;
mod credential;
mod dashboard;
mod footage;
mod identity;
mod ids;
mod job;
mod language;
mod media;
mod narration;
mod page;
mod plan;
mod profile;
mod project;
mod render;
mod script;
mod session;
mod settings;
mod store;
mod timing;
mod tts;
mod units;

pub use account::{
    Account, AccountStore, Email, InvalidAccount, LoginSubjects, NewAccount, Password, PasswordHash,
    SignInMode,
};
pub use analysis::{AnalysedSegment, Analysis, Scores};
pub use answer::{AnswerStore, Asked, InvalidRequestKey, KeptAnswer, RequestKey};
pub use api_token::{ApiToken, ApiTokenName, ApiTokenStore, InvalidApiToken};
pub use caption::{Cue, CueWord, MAX_CUE_CHARS, cues, srt};
pub use choose::{Choice, NoSegments, Shot, choose};
pub use clip::{Clip, ClipStore, NewClip};
pub use clock::Clock;
pub use container::{Container, NotFootage, SNIFF_BYTES};
pub use content::ContentHash;
pub use context::{Actor, NotAMember, ProfileContext};
pub use cost::{
    BudgetLevel, Cost, CostEntry, CostLedger, CostState, CostSummary, ProjectCost, ProviderCost, Reservation,
    Reserved, Shortage, Spend, SpendKey, Standing,
};
pub use credential::{CredentialKind, CredentialStore, InvalidCredential, Secret, StoredCredential};
pub use dashboard::{Dashboard, DashboardStore};
pub use footage::{
    FootageName, FootageState, FootageStore, InvalidFootageName, NewSourceVideo, Probe, Segment, SourceVideo,
};
pub use identity::{Identity, IdentityError, IdentityProvider};
pub use ids::{
    ApiTokenId, ClipId, JobId, ParseIdError, ProfileId, ProjectId, SegmentId, SessionId, SourceVideoId,
    UserId, WorkerId,
};
pub use job::{
    Beat, Claimed, Job, JobFailure, JobFields, JobFilter, JobKind, JobQueue, JobState, JobStore, Lease,
    NewJob, Priority, Retry, Task,
};
pub use language::Language;
pub use media::{FileOwner, LocalMedia, MediaError, MediaKey, MediaStore, ParseMediaKeyError};
pub use narration::{Narration, SpokenSentence, SpokenWord};
pub use page::{Cursor, InvalidCursor, Page, PageRequest};
pub use plan::{Chunk, Cut, RenderPlan};
pub use profile::{
    InvalidProfile, NewProfile, Profile, ProfileChanges, ProfileName, ProfileStore, UserStore,
};
pub use project::{CopiedFootage, InvalidProject, NewProject, Project, ProjectChanges, ProjectStore};
pub use render::{
    ChunkInput, FootageFile, Measured, Progress, RenderError, Renderer, Soundtrack, Verdict, ignore_progress,
};
pub use script::{MAX_SCRIPT_CHARS, Script, ScriptError, Sentence};
pub use session::{AccessSecret, SecretHash, Session, SessionStore};
pub use settings::{
    CaptionChanges, CaptionPosition, CaptionStyle, Colour, ContextText, InvalidSettings, ModelName,
    PublisherDefaults, Settings, SettingsChanges, TtsChanges, TtsSettings, VoiceChanges, VoiceSettings,
};
pub use store::{StoreError, with_causes};
pub use timing::estimate_words;
pub use tts::{
    Availability, Engine, InvalidSpeech, Privacy, ProviderName, Speech, SpeechAccount, SpeechModel, Speed,
    SpokenAudio, TakePiece, TimingKind, TtsError, TtsProvider, Voice, VoiceChoice, VoiceCloner, VoiceName,
    VoiceSample, VoiceTuning, WordTiming,
};
pub use units::{FPS, Frames, HEIGHT, LOUDNESS_LUFS, SOUND_RATE_HZ, TRUE_PEAK_DBTP, WIDTH, ratio, whole};
