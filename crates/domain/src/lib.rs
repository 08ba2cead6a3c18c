//! Nouns, rules and ports of Edit Factory: no I/O, no clock, no async runtime, no database, no HTTP.
//!
//! A noun's file holds the whole notion: its types, its rules, its port and its errors.

mod account;
mod analysis;
mod answer;
mod api_token;
mod caption;
mod caption_preset;
mod channel;
mod chat_connection;
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
mod made_from;
mod making;
mod making_defaults;
mod media;
mod mix;
mod music;
mod narration;
mod network;
mod page;
mod picture;
mod pin;
mod plan;
mod post_settings;
mod post_text;
mod post_time;
mod profile;
mod project;
mod publication;
mod publication_plan;
mod publish;
mod recipe;
mod render;
mod safe_box;
mod script;
mod script_brief;
mod script_marks;
mod script_words;
mod script_writing;
mod segment;
mod session;
mod settings;
mod sound;
mod store;
mod subtitles;
mod timing;
mod transform;
mod tts;
mod typeset;
mod units;
mod viewing;
mod voice_model;
mod voice_sample;

pub use account::{
    Account, AccountStore, Email, InvalidAccount, LoginSubjects, NewAccount, Password, PasswordHash,
    SignInMode,
};
pub use analysis::{AnalysedSegment, Analysis, Scores, TellSegment, ViewingFiles, ignore_segment};
pub use answer::{AnswerStore, Asked, InvalidRequestKey, KeptAnswer, RequestKey};
pub use api_token::{ApiToken, ApiTokenName, ApiTokenStore, InvalidApiToken};
pub use caption::{Cue, CueLimits, CueWord, ORPHAN_CHARS, cues};
pub use caption_preset::{CaptionDesign, CaptionEdge, CaptionFont, CaptionPreset, Highlight, LetterCase};
pub use channel::{
    Channel, ChannelChanged, ChannelGap, ChannelStore, ChosenAccount, InvalidGap, RemoteChannel,
};
pub use chat_connection::{ChatConnection, ChatConnectionStore, ChatUrl, InvalidChatConnection, TokenPrice};
pub use choose::{Alternative, Choice, Chooser, Coverage, Lines, NoSegments, Shot, ShownBefore, chosen_from};
pub use clip::{Clip, ClipStore, NewClip};
pub use clock::Clock;
pub use cloned_voice::{
    CLONING_CONSENT, ClonedVoice, ClonedVoiceStore, Consent, InvalidVoiceLabel, KeptSample, NewClonedVoice,
    VoiceLabel, wished_name,
};
pub use container::{Container, NotFootage, SNIFF_BYTES, STILL_MS};
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
    Cover, FootageName, FootageState, FootageStore, InvalidFootageName, NewSourceVideo, Probe, Quirks,
    SourceVideo,
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
pub use made_from::{MadeFrom, Now, ShownSegment};
pub use making::{InvalidMaking, Making, MakingChanges, Matching, Vary};
pub use making_defaults::{MakingDefaults, MakingDefaultsChanges};
pub use media::{
    Cache, CachedFile, FileOwner, LocalMedia, MediaError, MediaKey, MediaStore, ParseMediaKeyError,
};
pub use mix::{InvalidMix, Mix, MusicBed};
pub use music::{
    LONGEST_MUSIC_MS, MAX_MUSIC_BYTES, Music, MusicFacts, MusicReader, MusicStore, NewMusic, NotMusic,
};
pub use narration::{
    KeptNarration, Narration, NarrationState, NarrationStore, NewNarration, SpokenBy, SpokenNarration,
    SpokenSentence, SpokenWord,
};
pub use network::{MediaRule, Network, NetworkRules, NoSuchNetwork};
pub use page::{Cursor, InvalidCursor, Page, PageRequest};
pub use picture::{
    MAX_PICTURE_BYTES, MAX_PICTURE_SIDE, NewPicture, NotAPicture, Picture, PictureFile, PictureReader,
    PictureSize, PictureStore,
};
pub use pin::Pin;
pub use plan::{Chunk, Cut, Finish, RenderPlan};
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
pub use recipe::{Ingredients, Recipe, UnreadableRecipe};
pub use render::{
    ChunkInput, FootageFile, HeardShot, Measured, MusicTrack, OriginalSound, Progress, RenderError, Renderer,
    Soundtrack, Verdict, ignore_progress,
};
pub use safe_box::{Margins, SafeBox};
pub use script::{MAX_SCRIPT_CHARS, Script, ScriptError, Sentence};
pub use script_brief::{InvalidBrief, ScriptBrief};
pub use script_marks::{Mark, MarkKind, ScriptPart, marks};
#[cfg(feature = "mocks")]
pub use script_writing::MockScriptWriter;
pub use script_writing::{
    DraftScript, InvalidDraft, ScriptStructure, ScriptWriter, WriteError, WrittenScripts,
};
pub use segment::{
    InvalidSegment, MIN_SEGMENT_MS, PictureHash, Segment, SegmentChange, SegmentLooks, SegmentMarks,
};
pub use session::{AccessSecret, SecretHash, Session, SessionStore};
pub use settings::{
    CaptionChanges, CaptionPosition, CaptionStyle, Colour, ContextText, InvalidSettings, ModelName,
    PublisherDefaults, Settings, SettingsChanges, TtsChanges, TtsSettings, VoiceChanges, VoiceManner,
    VoiceSettings,
};
pub use sound::{SoundEncoder, SoundFormat};
pub use store::{StoreError, with_causes};
pub use subtitles::{srt, vtt, vtt_of_srt};
pub use timing::{estimate_frames, estimate_words};
pub use transform::{InvalidTransform, Motion, Transform};
pub use tts::{
    Availability, Engine, InvalidSpeech, Privacy, ProviderName, Speech, SpeechAccount, SpeechModel, Speed,
    SpokenAudio, TakePiece, TimingKind, TtsError, TtsProvider, Voice, VoiceChoice, VoiceCloner, VoiceName,
    VoiceSample, VoiceTuning, WordTiming,
};
pub use typeset::{
    BAR_OPACITY, FontFile, SHADOW_OPACITY, SetBox, SetCaption, SetEdge, SetRun, SetWord, Typesetter,
    Unwritable,
};
pub use units::{FPS, Frames, HEIGHT, LOUDNESS_LUFS, SOUND_RATE_HZ, TRUE_PEAK_DBTP, WIDTH, ratio, whole};
pub use viewing::{SoundCurve, SoundSpan, SpriteSheet, Viewing};
pub use voice_model::{
    FileHash, FileSize, InvalidVoiceModelId, ModelError, ModelFile, ModelLicence, ModelProgress, ModelState,
    ModelStep, TellModelProgress, VoiceModel, VoiceModelId, VoiceModels,
};
pub use voice_sample::{
    LONGEST_SAMPLE, MAX_SAMPLE_BYTES, NotASample, PoorSample, SampleError, SampleFacts, SampleFile,
    SampleFormat, SampleReader,
};
