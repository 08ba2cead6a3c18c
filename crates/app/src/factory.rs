//! The wiring: every adapter at its port.

use std::{path::PathBuf, sync::Arc};

use async_trait::async_trait;
use domain::CredentialStore;
use media_object_store::ObjectMedia;
use render_ffmpeg::{CaptionFonts, Ffmpeg, FfmpegSettings};
use store_postgres::{MasterKeys, Postgres, SealedCredentials};
use studio::{OwnFolder, Ports, Studio};

use crate::{
    config::Settings, data_folder::DataFolder, database::Database, failure::Failure, keys, models,
    publishing, voices, writers,
};

/// The hidden command of the process that speaks.
pub(crate) const SPEAKER: &str = "espeak-speaker";
/// The hidden command of the process that reads texts as phonemes.
pub(crate) const PHONEMES: &str = "espeak-phonemes";

/// Everything that a command needs.
pub(crate) struct Factory {
    /// The use-cases.
    pub(crate) studio: Arc<Studio>,
    /// The stores.
    pub(crate) postgres: Arc<Postgres>,
    /// Where files are.
    pub(crate) folder: DataFolder,
    database: Database,
    /// They go last.
    _own: [OwnFolder; 2],
}

impl Factory {
    /// Brings up everything: tools first, since a missing one is the likelier trouble; then the database.
    ///
    /// # Errors
    /// With the cure.
    pub(crate) async fn open(settings: &Settings) -> Result<Self, Failure> {
        let folder = DataFolder::open(&settings.data_dir)?;
        let unusable = |error| Failure::failed("a folder for work cannot be made in the data folder", error);
        let scratch = OwnFolder::make(&folder.scratch()).map_err(unusable)?;
        let unfinished = OwnFolder::make(&folder.unfinished()).map_err(unusable)?;
        let missing = |error| Failure::failed("a tool is missing; `edit-factory doctor` tells more", error);
        let ffmpeg =
            Ffmpeg::find(ffmpeg_settings(settings, scratch.path().join("render"))).await.map_err(missing)?;
        let unusable = |error| Failure::failed("the folder for footage and videos cannot be used", error);
        let media = ObjectMedia::folder(&folder.media(), unfinished.path()).map_err(unusable)?;
        let database = Database::open(settings, &folder).await?;
        let postgres = Arc::new(Postgres::connect(&database.urls)?);
        let credentials = SealedCredentials::new(postgres.clone(), master_keys(settings, &folder)?);
        let credentials: Arc<dyn CredentialStore> = Arc::new(credentials);
        let voices = voices::open(settings, Arc::clone(&credentials))?;
        let writers = writers::open(settings, Arc::clone(&credentials), postgres.clone())?;
        let ffmpeg = Arc::new(ffmpeg);
        let studio = Studio::new(Ports {
            users: postgres.clone(),
            profiles: postgres.clone(),
            footage: postgres.clone(),
            projects: postgres.clone(),
            clips: postgres.clone(),
            narrations: postgres.clone(),
            jobs: postgres.clone(),
            queue: postgres.clone(),
            ledger: postgres.clone(),
            dashboards: postgres.clone(),
            credentials: Arc::clone(&credentials),
            answers: postgres.clone(),
            media: Arc::new(media),
            voices,
            writers,
            chat_connections: postgres.clone(),
            voice_models: Arc::new(models::open(settings)?),
            voice_models_by_everyone: settings.models_by_everyone,
            cloned_voices: postgres.clone(),
            samples: ffmpeg.clone(),
            music: postgres.clone(),
            music_reader: ffmpeg.clone(),
            pictures: postgres.clone(),
            picture_reader: ffmpeg.clone(),
            renderer: ffmpeg.clone(),
            encoder: ffmpeg,
            publishing: publishing::open(settings, &postgres, &credentials)?,
            typesetter: Arc::new(CaptionFonts::open().map_err(missing)?),
            scratch: scratch.path().to_owned(),
            upload_limit_bytes: settings.upload_limit_bytes,
            speech_cache_bytes: settings.speech_cache_bytes,
            chunk_cache_bytes: settings.chunk_cache_bytes,
        });
        let studio = studio.keeping_pace_in(folder.pace());
        Ok(Self { studio: Arc::new(studio), postgres, folder, database, _own: [scratch, unfinished] })
    }

    /// Lets go of the connections, then of the database.
    ///
    /// # Errors
    /// When the private PostgreSQL does not stop.
    pub(crate) async fn close(self) -> Result<(), Failure> {
        let Self { studio, postgres, folder: _, database, _own } = self;
        drop(studio);
        drop(postgres);
        database.close().await
    }
}

/// Returns the keys that seal credentials: the settings', else the data folder's own.
///
/// # Errors
/// When the folder's cannot be read or made.
pub(crate) fn master_keys(settings: &Settings, folder: &DataFolder) -> Result<Arc<MasterKeys>, Failure> {
    match &settings.credential_keys {
        Some(keys) => Ok(Arc::clone(keys)),
        None => Ok(Arc::new(keys::master_keys_in_folder(&folder.keys())?)),
    }
}

/// Names ffmpeg's programs and the folder for its work.
pub(crate) fn ffmpeg_settings(settings: &Settings, work_dir: PathBuf) -> FfmpegSettings {
    FfmpegSettings {
        ffmpeg: settings.ffmpeg.clone(),
        ffprobe: settings.ffprobe.clone(),
        work_dir,
        threads: settings.render_threads,
        encoder: settings.video_encoder,
    }
}

/// Tells `/readyz` whether the database answers.
pub(crate) struct DatabaseReadiness(pub(crate) Arc<Postgres>);

#[async_trait]
impl api::Readiness for DatabaseReadiness {
    async fn ready(&self) -> Result<(), String> {
        self.0.ping().await.map_err(|error| crate::output::with_causes(&error))
    }
}
