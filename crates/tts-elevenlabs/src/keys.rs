//! Keys: a profile's own, and what is kept for it.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use domain::{
    ContentHash, CredentialKind, CredentialStore, ProfileContext, ProfileId, Secret, StoreError, TtsError,
    with_causes,
};
use reqwest::header::HeaderValue;
use tokio::time::Instant;

use crate::{account::Standing, catalog::WireVoice, cures, kept::Kept, models::Model, slots::Slots};

/// Answers are kept for no more profiles; the one that was away longest goes first.
const MOST_KEPT: usize = 1_000;

/// What was answered to one profile by one key.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    pub(crate) voices: Kept<Arc<Vec<WireVoice>>>,
    /// Absent when the key may not ask.
    pub(crate) models: Kept<Option<Arc<Vec<Model>>>>,
    pub(crate) standing: Kept<Standing>,
}

/// A profile's key for one call, with what is kept for it.
pub(crate) struct Access {
    pub(crate) secret: Secret,
    /// The key as a header that is never shown.
    pub(crate) header: HeaderValue,
    pub(crate) answers: Arc<Answers>,
    pub(crate) slots: Arc<Slots>,
}

impl Access {
    /// Returns a text of the service without the key, should it be in there.
    pub(crate) fn without_key(&self, text: &str) -> String {
        without_key(text, &self.secret)
    }
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access").finish_non_exhaustive()
    }
}

/// Returns a text without a key.
pub(crate) fn without_key(text: &str, key: &Secret) -> String {
    text.replace(key.expose(), "***")
}

/// When answers were used last, and they.
type Used = (Instant, Arc<Answers>);

/// Finds the keys of profiles.
pub(crate) struct Keys {
    credentials: Arc<dyn CredentialStore>,
    /// By profile and a hash of its key, so that neither another profile nor another key finds them.
    answers: Mutex<HashMap<(ProfileId, ContentHash), Used>>,
    /// By a hash of the key alone, since what an account allows at once is for all who use it.
    slots: Mutex<HashMap<ContentHash, Weak<Slots>>>,
}

impl Keys {
    pub(crate) fn of(credentials: Arc<dyn CredentialStore>) -> Self {
        Self { credentials, answers: Mutex::default(), slots: Mutex::default() }
    }

    /// Returns the profile's key; nothing when it has none.
    ///
    /// # Errors
    /// [`TtsError::KeyRefused`] when no key looks like that, [`TtsError::Failed`] when it cannot be read.
    pub(crate) async fn find(&self, ctx: &ProfileContext) -> Result<Option<Access>, TtsError> {
        let secret = match self.credentials.get(ctx, CredentialKind::ElevenLabs).await {
            Ok(secret) => secret,
            Err(StoreError::NotFound) => return Ok(None),
            Err(error) => {
                return Err(TtsError::Failed(format!("the key could not be read: {}", with_causes(&error))));
            }
        };
        // The error of serde would show what it was given.
        let hash = ContentHash::of(&("elevenlabs", secret.expose()))
            .map_err(|_secret| TtsError::Failed("the key could not be hashed".to_owned()))?;
        let odd = || TtsError::KeyRefused { cure: cures::ODD_KEY.to_owned() };
        let plain = Some(secret.expose()).filter(|key| key.is_ascii()).ok_or_else(odd)?;
        let mut header = HeaderValue::from_str(plain).map_err(|_secret| odd())?;
        header.set_sensitive(true);
        let slots = self.slots(&hash);
        Ok(Some(Access { secret, header, answers: self.answers(ctx.profile(), hash), slots }))
    }

    /// Returns the profile's key.
    ///
    /// # Errors
    /// As for [`Keys::find`], and [`TtsError::KeyRefused`] with the cure when there is none.
    pub(crate) async fn need(&self, ctx: &ProfileContext) -> Result<Access, TtsError> {
        self.find(ctx).await?.ok_or_else(|| TtsError::KeyRefused { cure: cures::NO_KEY.to_owned() })
    }

    fn answers(&self, profile: ProfileId, hash: ContentHash) -> Arc<Answers> {
        let mut all = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let (used, answers) = all.entry((profile, hash)).or_insert_with(|| (now, Arc::default()));
        *used = now;
        let answers = Arc::clone(answers);
        if all.len() > MOST_KEPT {
            let oldest = all.iter().min_by_key(|(_, (used, _))| *used).map(|(key, _)| key.clone());
            oldest.and_then(|key| all.remove(&key));
        }
        answers
    }

    fn slots(&self, hash: &ContentHash) -> Arc<Slots> {
        let mut all = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slots) = all.get(hash).and_then(Weak::upgrade) {
            return slots;
        }
        all.retain(|_, slots| slots.strong_count() > 0);
        let slots = Arc::new(Slots::default());
        all.insert(hash.clone(), Arc::downgrade(&slots));
        slots
    }
}
