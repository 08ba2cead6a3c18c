//! The caches of a profile, of spoken and of rendered sentences: how big they are, how they are kept within their
//! bounds, and how they are emptied.

use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

use domain::{
    Cache, CachedFile, ContentHash, Job, JobId, MediaError, MediaKey, ProfileContext, StoreError, Task,
    with_causes,
};
use tracing::{info, warn};

use crate::Studio;

/// How full a cache is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CacheState {
    /// How many sentences it holds.
    pub sentences: usize,
    /// How many bytes they take.
    pub bytes: u64,
    /// How many bytes stay when the store is tidied, once a day, and of rendered ones after each video; the oldest
    /// sentences go first.
    pub limit_bytes: u64,
}

/// A job that has just made a sentence may be tried again, and goes on from it.
const IN_USE: Duration = Duration::from_hours(1);

impl Studio {
    /// Says how full a cache of the profile is.
    ///
    /// # Errors
    /// [`MediaError`].
    pub async fn cache_state(&self, ctx: &ProfileContext, cache: Cache) -> Result<CacheState, MediaError> {
        let sentences = by_sentence(self.ports.media.cached(ctx, cache).await?);
        let bytes = sentences.values().map(Sentence::bytes).sum();
        Ok(CacheState { sentences: sentences.len(), bytes, limit_bytes: self.limit_of(cache) })
    }

    /// Empties a cache of the profile; what is needed again is made anew, and speech paid anew.
    ///
    /// # Errors
    /// [`ClearError::InUse`] while a job of the profile is being done.
    pub async fn clear_cache(&self, ctx: &ProfileContext, cache: Cache) -> Result<CacheState, ClearError> {
        if self.ports.jobs.others_running(ctx, JobId::new()).await? {
            return Err(ClearError::InUse);
        }
        for file in self.ports.media.cached(ctx, cache).await? {
            self.ports.media.delete(ctx, &file.key).await?;
        }
        Ok(self.cache_state(ctx, cache).await?)
    }

    /// Brings the cache of rendered sentences within its bound after a job that may have filled it. Jobs hold what they
    /// use by links of their own, so it takes nothing from those that run.
    pub(crate) async fn trim_after(&self, job: &Job) {
        let (ctx, limit_bytes) = (&job.context(), self.limit_of(Cache::Chunks));
        let renders = matches!(job.fields.task, Task::GenerateVariants { .. } | Task::RenderClip { .. });
        if !renders || !self.fullness.may_be_over(ctx, limit_bytes, Instant::now()) {
            return;
        }
        match self.trim_cache(ctx, Cache::Chunks).await {
            Ok(0) => {}
            Ok(sentences) => info!(sentences, "the oldest rendered sentences left the cache"),
            // The job is over; the next one's end, or tidying, tries again.
            Err(error) => {
                warn!(error = with_causes(&error), "cannot keep the cache of rendered sentences in bounds");
            }
        }
    }

    /// Brings a cache within its bound; returns how many sentences went.
    pub(crate) async fn trim_cache(&self, ctx: &ProfileContext, cache: Cache) -> Result<usize, MediaError> {
        let sentences = by_sentence(self.ports.media.cached(ctx, cache).await?);
        let mut bytes: u64 = sentences.values().map(Sentence::bytes).sum();
        let mut oldest_first: Vec<Sentence> = sentences.into_values().collect();
        oldest_first.sort_by_key(|sentence| std::cmp::Reverse(sentence.age()));
        let mut gone = 0;
        for sentence in oldest_first {
            if bytes <= self.limit_of(cache) || sentence.age() < IN_USE {
                break;
            }
            bytes -= sentence.bytes();
            gone += 1;
            // The timings go first: where they are, the sound is whole.
            for file in sentence.0.iter().rev() {
                self.ports.media.delete(ctx, &file.key).await?;
            }
        }
        if cache == Cache::Chunks {
            self.fullness.saw(ctx, bytes, Instant::now());
        }
        Ok(gone)
    }

    const fn limit_of(&self, cache: Cache) -> u64 {
        match cache {
            Cache::Speech => self.ports.speech_cache_bytes,
            Cache::Chunks => self.ports.chunk_cache_bytes,
        }
    }
}

/// The files of a sentence: its sound, then its timings; or its picture.
#[derive(Default)]
struct Sentence(Vec<CachedFile>);

impl Sentence {
    fn bytes(&self) -> u64 {
        self.0.iter().map(|file| file.size_bytes).sum()
    }

    fn age(&self) -> Duration {
        self.0.iter().map(|file| file.age).min().unwrap_or_default()
    }
}

fn by_sentence(files: Vec<CachedFile>) -> BTreeMap<ContentHash, Sentence> {
    let mut sentences: BTreeMap<ContentHash, Sentence> = BTreeMap::new();
    for file in files {
        match &file.key {
            MediaKey::Speech(hash) => sentences.entry(hash.clone()).or_default().0.insert(0, file),
            MediaKey::SpeechTimings(hash) | MediaKey::Chunk(hash) => {
                sentences.entry(hash.clone()).or_default().0.push(file);
            }
            _ => {}
        }
    }
    sentences
}

/// Says why a cache is not emptied.
#[derive(Debug, thiserror::Error)]
pub enum ClearError {
    /// A job may need it.
    #[error("a job of the store is being done and may need the sentences; wait for it or cancel it")]
    InUse,
    /// The files cannot be reached.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
