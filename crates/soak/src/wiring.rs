//! The wiring of a worker, as the `edit-factory` program has it, with a tone at a price for a voice.

use std::{path::Path, sync::Arc, time::Duration};

use media_object_store::ObjectMedia;
use publish_postiz::{Patience, Postiz, PostizSettings};
use render_ffmpeg::{CaptionFonts, Ffmpeg, FfmpegSettings};
use store_postgres::{DatabaseUrls, MasterKeys, Postgres, SealedCredentials};
use studio::{OwnFolder, Ports, PublishingPorts, Studio};
use testkit::{listed_models::ListedModels, machine_clock::MachineClock, tone_tts::PaidTone};

use crate::{Fault, place::Place};

/// The use-cases on real adapters.
#[derive(Clone)]
pub struct Works {
    /// The use-cases.
    pub studio: Arc<Studio>,
    /// The stores.
    pub postgres: Arc<Postgres>,
    _own: Arc<[OwnFolder; 2]>,
}

impl Works {
    /// Wires every adapter at its port; work that is thrown away is done in a folder below `scratch`.
    ///
    /// # Errors
    /// When a tool is missing or a folder cannot be used.
    pub async fn open(place: &Place, scratch: &Path, urls: &DatabaseUrls) -> Result<Self, Fault> {
        let (scratch, unfinished) = (OwnFolder::make(scratch)?, OwnFolder::make(&place.unfinished())?);
        let ffmpeg = Ffmpeg::find(FfmpegSettings {
            ffmpeg: "ffmpeg".into(),
            ffprobe: "ffprobe".into(),
            work_dir: scratch.path().join("render"),
            threads: 2,
            encoder: render_ffmpeg::VideoEncoder::default(),
        })
        .await?;
        let ffmpeg = Arc::new(ffmpeg);
        let media = ObjectMedia::folder(&place.media(), unfinished.path())?;
        let postgres = Arc::new(Postgres::connect(urls)?);
        let keys = MasterKeys::parse(&format!("soak:{}", "5a".repeat(32)))?;
        let credentials = Arc::new(SealedCredentials::new(postgres.clone(), Arc::new(keys)));
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
            credentials: credentials.clone(),
            answers: postgres.clone(),
            media: Arc::new(media),
            voices: vec![Arc::new(PaidTone)],
            writers: Vec::new(),
            chat_connections: postgres.clone(),
            voice_models: Arc::new(ListedModels::default()),
            voice_models_by_everyone: false,
            cloned_voices: postgres.clone(),
            samples: ffmpeg.clone(),
            music: postgres.clone(),
            music_reader: ffmpeg.clone(),
            pictures: postgres.clone(),
            picture_reader: ffmpeg.clone(),
            renderer: ffmpeg.clone(),
            encoder: ffmpeg,
            publishing: publishing(&postgres, &credentials)?,
            typesetter: Arc::new(CaptionFonts::open()?),
            scratch: scratch.path().to_owned(),
            upload_limit_bytes: 100 << 20,
            speech_cache_bytes: 1_000_000_000,
            chunk_cache_bytes: 1_000_000_000,
        });
        Ok(Self { studio: Arc::new(studio), postgres, _own: Arc::new([scratch, unfinished]) })
    }
}

/// Publishes with waits that a soak can wait for.
fn publishing(
    postgres: &Arc<Postgres>,
    credentials: &Arc<SealedCredentials>,
) -> Result<PublishingPorts, Fault> {
    let patience = Patience {
        connect: Duration::from_secs(2),
        look: Duration::from_secs(2),
        post: Duration::from_secs(1),
        upload: Duration::from_secs(10),
    };
    let settings = PostizSettings { private_addresses: true, patience };
    let postiz = Postiz::new(postgres.clone(), credentials.clone(), Arc::new(MachineClock), settings)?;
    Ok(PublishingPorts {
        publisher: Arc::new(postiz),
        connections: postgres.clone(),
        channels: postgres.clone(),
        publications: postgres.clone(),
        clock: Arc::new(MachineClock),
        settle: Duration::from_secs(4),
    })
}
