//! The models of this machine, in a folder.

use std::{io::Write as _, path::PathBuf, time::Duration};

use async_trait::async_trait;
use domain::{
    ModelError, ModelProgress, ModelState, ModelStep, TellModelProgress, VoiceModel, VoiceModelId,
    VoiceModels,
};
use reqwest::{Client, Url};

use crate::{
    catalogue::{Engine, Entry, EntryFile, pinned},
    download::Download,
    folder::{FileState, Folder, delete, unusable},
    hash::hash_file,
    http::{self, InvalidModelsUrl},
    lock::FileLock,
    piper,
};

/// Where the Kokoro files are published: releases below it.
pub const KOKORO_URL: &str = "https://github.com/thewh1teagle/kokoro-onnx/releases/download";
/// Where the Piper voices are published: their catalogue and their folders below it.
pub const PIPER_URL: &str = "https://huggingface.co/rhasspy/piper-voices/resolve/v1.0.0";

/// Where models come from and where they go.
#[derive(Debug, Clone)]
pub struct ModelsSettings {
    /// The folder of models; made by the first download.
    pub folder: PathBuf,
    /// The address of the Kokoro files, [`KOKORO_URL`] or a mirror of it.
    pub kokoro_url: String,
    /// The address of the Piper voices, [`PIPER_URL`] or a mirror of it.
    pub piper_url: String,
    /// How long a server may say nothing.
    pub patience: Duration,
    /// How much of the disk a download must leave free, in bytes.
    pub spare_bytes: u64,
}

impl ModelsSettings {
    /// Takes the published addresses, and what is right for an ordinary machine.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self {
            folder,
            kokoro_url: KOKORO_URL.to_owned(),
            piper_url: PIPER_URL.to_owned(),
            patience: Duration::from_secs(30),
            spare_bytes: 200_000_000,
        }
    }
}

/// Model files that are downloaded into a folder of this machine.
pub struct DownloadedModels {
    folder: Folder,
    kokoro: (Url, Client),
    piper: (Url, Client),
    spare_bytes: u64,
}

impl DownloadedModels {
    /// Prepares; nothing is read or downloaded yet.
    ///
    /// # Errors
    /// When an address cannot be used.
    pub fn open(settings: ModelsSettings) -> Result<Self, InvalidModelsUrl> {
        let site = |address: &str| {
            let base = http::base(address)?;
            let client = http::client(&base, settings.patience)?;
            Ok::<_, InvalidModelsUrl>((base, client))
        };
        Ok(Self {
            kokoro: site(&settings.kokoro_url)?,
            piper: site(&settings.piper_url)?,
            folder: Folder::new(settings.folder),
            spare_bytes: settings.spare_bytes,
        })
    }

    /// Tells whether Piper's catalogue was fetched.
    pub fn knows_the_catalogue(&self) -> bool {
        self.folder.catalogue().is_file()
    }

    const fn site(&self, engine: Engine) -> &(Url, Client) {
        match engine {
            Engine::Kokoro => &self.kokoro,
            Engine::Piper => &self.piper,
        }
    }

    /// Returns every model that can be had: a pinned one counts before the same of the catalogue.
    fn entries(&self) -> Result<Vec<Entry>, ModelError> {
        let mut all = pinned();
        match std::fs::read(self.folder.catalogue()).map(|kept| piper::read(&kept)) {
            Ok(Ok(kept)) => {
                let known: Vec<VoiceModelId> = all.iter().map(|entry| entry.id.clone()).collect();
                all.extend(piper::entries(&kept).into_iter().filter(|entry| !known.contains(&entry.id)));
            }
            // The pinned ones are there without it, and another one can be fetched.
            Ok(Err(error)) => tracing::warn!(%error, "the kept catalogue of voices is broken; refresh it"),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(unusable(&self.folder.catalogue(), error)),
        }
        all.sort_by(|one, other| (one.engine, &one.id).cmp(&(other.engine, &other.id)));
        Ok(all)
    }

    fn entry(&self, id: &VoiceModelId) -> Result<Entry, ModelError> {
        let found = self.entries()?.into_iter().find(|entry| entry.id == *id);
        found.ok_or_else(|| ModelError::NoSuchModel(id.clone()))
    }

    /// Says what is here of a model. A file that others share tells nothing by itself.
    fn model(&self, entry: &Entry) -> Result<VoiceModel, ModelError> {
        let (mut bytes, mut is_begun, mut is_whole, mut broken) = (0_u64, false, true, None);
        for file in &entry.files {
            let state = self.folder.state(file)?;
            is_begun |= state != FileState::Absent && sharers(entry, file).is_empty();
            is_whole &= matches!(state, FileState::Here(_));
            match state {
                FileState::Here(size) | FileState::Part(size) => bytes = bytes.saturating_add(size),
                FileState::Wrong(why) => broken = broken.or(Some(why)),
                FileState::Absent => {}
            }
        }
        let state = match broken {
            _ if !is_begun => ModelState::Absent,
            Some(why) => ModelState::Broken { why },
            None if is_whole => ModelState::Present,
            None => ModelState::Partial { bytes },
        };
        Ok(VoiceModel {
            id: entry.id.clone(),
            engine: entry.engine.name(),
            label: entry.label.clone(),
            languages: entry.languages.clone(),
            licence: entry.licence.clone(),
            files: entry.files.iter().map(|file| file.file.clone()).collect(),
            size_bytes: entry.size_bytes(),
            state,
        })
    }

    /// Tells whether the disk has room for what is missing of some files.
    fn check_room(&self, files: &[EntryFile]) -> Result<(), ModelError> {
        let mut missing = 0_u64;
        for file in files {
            let here = match self.folder.state(file)? {
                FileState::Here(bytes) | FileState::Part(bytes) => bytes,
                FileState::Absent | FileState::Wrong(_) => 0,
            };
            missing = missing.saturating_add(file.file.size.bytes().saturating_sub(here));
        }
        let (free_bytes, needed_bytes) =
            (self.folder.free_bytes()?, missing.saturating_add(self.spare_bytes));
        if missing > 0 && free_bytes < needed_bytes {
            return Err(ModelError::NoRoom { needed_bytes, free_bytes });
        }
        Ok(())
    }

    /// Brings one file: what is there is proved, what is not is downloaded.
    async fn bring(
        &self,
        engine: Engine,
        file: &EntryFile,
        tell: &(dyn Fn(ModelStep, u64) + Send + Sync),
    ) -> Result<(), ModelError> {
        let lock = self.folder.wait_for(&file.file, &|| tell(ModelStep::Waiting, 0)).await?;
        if matches!(self.folder.state(file)?, FileState::Here(_)) {
            let found = self.hash(file, &|done| tell(ModelStep::Checking, done)).await?;
            // One that is as good is kept by `verify`; who pulls wants the best.
            if found == file.file.hash.digits() {
                return Ok(());
            }
        }
        let place = self.folder.place(&file.file);
        if let Some(parent) = place.parent() {
            std::fs::create_dir_all(parent).map_err(|error| unusable(parent, error))?;
        }
        let (base, client) = self.site(engine);
        let url = http::below(base, &file.from);
        Download { client, url, folder: &self.folder, file: &file.file, lock: &lock, tell }.run().await
    }

    async fn hash(&self, file: &EntryFile, tell: &(dyn Fn(u64) + Send + Sync)) -> Result<String, ModelError> {
        let place = self.folder.place(&file.file);
        let (_size, hasher) =
            hash_file(&place, &file.file.hash, tell).await.map_err(|error| unusable(&place, error))?;
        Ok(hasher.finish())
    }

    fn locks(&self, entry: &Entry) -> Result<Vec<FileLock>, ModelError> {
        entry.files.iter().map(|file| self.folder.try_lock(&file.file)).collect()
    }

    /// Downloads Piper's catalogue into memory.
    async fn published(&self) -> Result<piper::Published, ModelError> {
        let (base, client) = &self.piper;
        let url = http::below(base, "voices.json");
        let cut = |error| http::no_answer(&url, error);
        let mut response = client.get(url.clone()).send().await.map_err(cut)?;
        http::of_a_file(&url, &response)?;
        let mut json = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(cut)? {
            json.extend_from_slice(&piece);
            if u64::try_from(json.len()).unwrap_or(u64::MAX) > piper::MAX_CATALOGUE_BYTES {
                return Err(ModelError::BadCatalogue("it is too long".to_owned()));
            }
        }
        piper::read(&json)
    }
}

impl Engine {
    #[expect(
        clippy::expect_used,
        reason = "both names are written here, and every test of a list reads them"
    )]
    fn name(self) -> domain::ProviderName {
        self.as_str().parse().expect("an engine's name")
    }
}

impl Entry {
    fn size_bytes(&self) -> u64 {
        self.files.iter().fold(0, |sum: u64, file| sum.saturating_add(file.file.size.bytes()))
    }
}

/// Finds the other models that need a file, too: only pinned ones of one engine do.
fn sharers(entry: &Entry, file: &EntryFile) -> Vec<Entry> {
    let has = |other: &Entry| other.files.iter().any(|other| other.file.path == file.file.path);
    pinned().into_iter().filter(|other| other.id != entry.id && has(other)).collect()
}

/// Adds up the progress of a model's files.
fn tell_of(
    progress: TellModelProgress<'_>,
    before_bytes: u64,
    total_bytes: u64,
) -> impl Fn(ModelStep, u64) + Send + Sync + use<'_> {
    move |step, done| {
        let done_bytes = before_bytes.saturating_add(done).min(total_bytes);
        progress(ModelProgress { step, done_bytes, total_bytes });
    }
}

#[async_trait]
impl VoiceModels for DownloadedModels {
    async fn list(&self) -> Result<Vec<VoiceModel>, ModelError> {
        self.entries()?.iter().map(|entry| self.model(entry)).collect()
    }

    async fn find(&self, id: &VoiceModelId) -> Result<VoiceModel, ModelError> {
        self.model(&self.entry(id)?)
    }

    async fn refresh(&self) -> Result<usize, ModelError> {
        let published = self.published().await?;
        let text =
            serde_json::to_vec(&published).map_err(|error| ModelError::BadCatalogue(error.to_string()))?;
        let root = self.folder.root();
        let written = std::fs::create_dir_all(root).and_then(|()| {
            let mut file = tempfile::NamedTempFile::new_in(root)?;
            file.write_all(&text)?;
            file.as_file().sync_all()?;
            Ok(file.persist(self.folder.catalogue())?)
        });
        written.map_err(|error| unusable(&self.folder.catalogue(), error))?;
        Ok(self.entries()?.len())
    }

    async fn pull<'p>(
        &self,
        id: &VoiceModelId,
        progress: TellModelProgress<'p>,
    ) -> Result<VoiceModel, ModelError> {
        let entry = self.entry(id)?;
        let (mut before, total) = (0, entry.size_bytes());
        for (number, file) in entry.files.iter().enumerate() {
            self.check_room(entry.files.get(number..).unwrap_or_default())?;
            self.bring(entry.engine, file, &tell_of(progress, before, total)).await?;
            before = before.saturating_add(file.file.size.bytes());
        }
        progress(ModelProgress { step: ModelStep::Checking, done_bytes: total, total_bytes: total });
        self.model(&entry)
    }

    async fn remove(&self, id: &VoiceModelId) -> Result<VoiceModel, ModelError> {
        let entry = self.entry(id)?;
        let _locks = self.locks(&entry)?;
        for file in &entry.files {
            let mut is_needed = false;
            for other in sharers(&entry, file) {
                is_needed |= self.model(&other)?.state != ModelState::Absent;
            }
            if !is_needed {
                delete(&self.folder.place(&file.file))?;
                delete(&self.folder.part(&file.file))?;
                delete(&self.folder.aside(&file.file))?;
            }
        }
        self.model(&entry)
    }

    async fn verify<'p>(
        &self,
        id: &VoiceModelId,
        progress: TellModelProgress<'p>,
    ) -> Result<VoiceModel, ModelError> {
        let entry = self.entry(id)?;
        let _locks = self.locks(&entry)?;
        let (mut before, total) = (0, entry.size_bytes());
        for file in &entry.files {
            let tell = tell_of(progress, before, total);
            if matches!(self.folder.state(file)?, FileState::Here(_)) {
                let found = self.hash(file, &|done| tell(ModelStep::Checking, done)).await?;
                if !file.is_proved_by(&found) {
                    let (place, aside) = (self.folder.place(&file.file), self.folder.aside(&file.file));
                    tracing::warn!(
                        file = file.file.path,
                        found,
                        "a voice model's file is broken and set aside"
                    );
                    std::fs::rename(&place, &aside).map_err(|error| unusable(&place, error))?;
                }
            }
            before = before.saturating_add(file.file.size.bytes());
        }
        self.model(&entry)
    }
}
