//! The speech cache of a profile: how big it is, how it is kept within its bound, and how it is emptied.

use std::{collections::BTreeMap, time::Duration};

use domain::{Cache, CachedFile, ContentHash, JobId, MediaError, MediaKey, ProfileContext, StoreError};

use crate::Studio;

/// How full the speech cache is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpeechCache {
    /// How many sentences it holds.
    pub sentences: usize,
    /// How many bytes they take.
    pub bytes: u64,
    /// How many bytes stay when the store is tidied, once a day; the oldest sentences go first.
    pub limit_bytes: u64,
}

/// A job that has just spoken a sentence still needs it.
const IN_USE: Duration = Duration::from_hours(1);

impl Studio {
    /// Says how full the profile's speech cache is.
    ///
    /// # Errors
    /// [`MediaError`].
    pub async fn speech_cache(&self, ctx: &ProfileContext) -> Result<SpeechCache, MediaError> {
        let sentences = by_sentence(self.ports.media.cached(ctx, Cache::Speech).await?);
        let bytes = sentences.values().map(Sentence::bytes).sum();
        Ok(SpeechCache { sentences: sentences.len(), bytes, limit_bytes: self.ports.speech_cache_bytes })
    }

    /// Empties the profile's speech cache; what is needed again is spoken, and paid, anew.
    ///
    /// # Errors
    /// [`ClearError::InUse`] while a job of the profile is being done.
    pub async fn clear_speech_cache(&self, ctx: &ProfileContext) -> Result<SpeechCache, ClearError> {
        if self.ports.jobs.others_running(ctx, JobId::new()).await? {
            return Err(ClearError::InUse);
        }
        for file in self.ports.media.cached(ctx, Cache::Speech).await? {
            self.ports.media.delete(ctx, &file.key).await?;
        }
        Ok(self.speech_cache(ctx).await?)
    }

    /// Brings the speech cache within its bound; returns how many sentences went.
    pub(crate) async fn trim_speech_cache(&self, ctx: &ProfileContext) -> Result<usize, MediaError> {
        let sentences = by_sentence(self.ports.media.cached(ctx, Cache::Speech).await?);
        let mut bytes: u64 = sentences.values().map(Sentence::bytes).sum();
        let mut oldest_first: Vec<Sentence> = sentences.into_values().collect();
        oldest_first.sort_by_key(|sentence| std::cmp::Reverse(sentence.age()));
        let mut gone = 0;
        for sentence in oldest_first {
            if bytes <= self.ports.speech_cache_bytes || sentence.age() < IN_USE {
                break;
            }
            bytes -= sentence.bytes();
            gone += 1;
            // The timings go first: where they are, the sound is whole.
            for file in sentence.0.iter().rev() {
                self.ports.media.delete(ctx, &file.key).await?;
            }
        }
        Ok(gone)
    }
}

/// The files of a sentence: its sound, then its timings.
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
            MediaKey::SpeechTimings(hash) => sentences.entry(hash.clone()).or_default().0.push(file),
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
