//! The ports that the verbs use.

use std::{path::PathBuf, sync::Arc};

use domain::{
    AnswerStore, ChatConnectionStore, ClipStore, ClonedVoiceStore, CostLedger, CredentialStore,
    DashboardStore, FootageStore, JobQueue, JobStore, MediaStore, MusicReader, MusicStore, NarrationStore,
    PictureReader, PictureStore, ProfileStore, ProjectStore, Renderer, SampleReader, ScriptWriter,
    SoundEncoder, TtsProvider, Typesetter, UserStore, VoiceModels,
};

use crate::{flight::Flights, fullness::Fullness, pace::Pace, publishing::PublishingPorts};

/// Every port, and the folder for work that is thrown away.
#[derive(Clone)]
pub struct Ports {
    /// Users.
    pub users: Arc<dyn UserStore>,
    /// Profiles.
    pub profiles: Arc<dyn ProfileStore>,
    /// Source videos.
    pub footage: Arc<dyn FootageStore>,
    /// Projects.
    pub projects: Arc<dyn ProjectStore>,
    /// Clips.
    pub clips: Arc<dyn ClipStore>,
    /// Narrations without a video.
    pub narrations: Arc<dyn NarrationStore>,
    /// Jobs, as people see them.
    pub jobs: Arc<dyn JobStore>,
    /// Jobs, as workers see them.
    pub queue: Arc<dyn JobQueue>,
    /// Money.
    pub ledger: Arc<dyn CostLedger>,
    /// Sums over a profile.
    pub dashboards: Arc<dyn DashboardStore>,
    /// Keys of accounts elsewhere.
    pub credentials: Arc<dyn CredentialStore>,
    /// Answers to requests that may be sent twice.
    pub answers: Arc<dyn AnswerStore>,
    /// Files.
    pub media: Arc<dyn MediaStore>,
    /// The voices, the preferred one first.
    pub voices: Vec<Arc<dyn TtsProvider>>,
    /// Those who write scripts, the preferred one first.
    pub writers: Vec<Arc<dyn ScriptWriter>>,
    /// Where the profiles' models are that write.
    pub chat_connections: Arc<dyn ChatConnectionStore>,
    /// The model files of the local voices.
    pub voice_models: Arc<dyn VoiceModels>,
    /// Whether everybody who signs in may change them, and not only whoever is on this machine.
    pub voice_models_by_everyone: bool,
    /// The voices that engines learned.
    pub cloned_voices: Arc<dyn ClonedVoiceStore>,
    /// What reads the samples from which they learn.
    pub samples: Arc<dyn SampleReader>,
    /// Music.
    pub music: Arc<dyn MusicStore>,
    /// What reads music as it is uploaded.
    pub music_reader: Arc<dyn MusicReader>,
    /// Pictures, such as logos.
    pub pictures: Arc<dyn PictureStore>,
    /// What reads pictures as they are uploaded.
    pub picture_reader: Arc<dyn PictureReader>,
    /// The video engine.
    pub renderer: Arc<dyn Renderer>,
    /// What sets captions.
    pub typesetter: Arc<dyn Typesetter>,
    /// What packs sound.
    pub encoder: Arc<dyn SoundEncoder>,
    /// Publishing.
    pub publishing: PublishingPorts,
    /// A folder on this machine's disk, an [`OwnFolder`](crate::OwnFolder) where processes may be killed; each piece
    /// of work makes its own below it and removes it.
    pub scratch: PathBuf,
    /// The largest upload in bytes.
    pub upload_limit_bytes: u64,
    /// How many bytes of spoken sentences a profile's cache keeps when it is tidied.
    pub speech_cache_bytes: u64,
    /// How many bytes of rendered sentences a profile's cache keeps when a video is over, and when it is tidied.
    pub chunk_cache_bytes: u64,
}

/// The use-cases.
#[derive(Clone)]
pub struct Studio {
    pub(crate) ports: Ports,
    pub(crate) pace: Arc<Pace>,
    pub(crate) flights: Arc<Flights>,
    pub(crate) fullness: Arc<Fullness>,
}

impl Studio {
    /// Opens the studio on its ports.
    pub fn new(ports: Ports) -> Self {
        Self { ports, pace: Arc::default(), flights: Arc::default(), fullness: Arc::default() }
    }

    /// Keeps what is measured of the engines' pace in a file of this machine.
    #[must_use]
    pub fn keeping_pace_in(self, file: PathBuf) -> Self {
        Self { pace: Arc::new(Pace::kept_in(file)), ..self }
    }

    /// Returns the largest upload in bytes.
    pub const fn upload_limit_bytes(&self) -> u64 {
        self.ports.upload_limit_bytes
    }

    /// Returns the folder for work that is thrown away.
    pub fn scratch(&self) -> &std::path::Path {
        &self.ports.scratch
    }
}
