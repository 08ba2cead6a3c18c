//! Voices: which engines there are, their true state, and who can speak.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use domain::{
    Availability, Cost, Engine, Language, ModelName, ProfileContext, ProviderName, Speech, SpeechAccount,
    SpeechModel, Speed, StoreError, TtsError, TtsProvider, Voice,
};
use futures_util::future::join_all;
use tokio::time::timeout;

use crate::{Studio, clone::VoicesOfError};

/// How long an engine may take to say how it is.
const PATIENCE: Duration = Duration::from_secs(8);

/// A speech engine as it is now.
#[derive(Debug, Clone)]
pub struct ProviderStatus {
    /// Its name.
    pub name: ProviderName,
    /// What it is.
    pub engine: Engine,
    /// Whether it can speak now, and the cure if not.
    pub availability: Availability,
    /// What a thousand characters cost.
    pub cost_per_1000_characters: Cost,
    /// The first parts of its voices' languages, sorted; empty when it cannot be asked.
    pub languages: Vec<String>,
}

impl ProviderStatus {
    /// Tells whether one of its voices speaks a language; one that cannot be asked may.
    fn may_speak(&self, language: &Language) -> bool {
        self.languages.is_empty() || self.languages.iter().any(|spoken| spoken == language.primary())
    }
}

impl Studio {
    /// Lists the speech engines with their true state; with a language, those that have it.
    ///
    /// # Errors
    /// [`VoicesError::Engine`] when an engine that is there cannot name its price.
    pub async fn providers(
        &self,
        ctx: &ProfileContext,
        language: Option<&Language>,
    ) -> Result<Vec<ProviderStatus>, VoicesError> {
        let asked = self.ports.voices.iter().map(|provider| status(ctx, provider.as_ref()));
        let all: Result<Vec<_>, _> = join_all(asked).await.into_iter().collect();
        let has = |status: &ProviderStatus| language.is_none_or(|language| status.may_speak(language));
        Ok(all?.into_iter().filter(has).collect())
    }

    /// Lists the voices of an engine; with a language, those that speak it.
    ///
    /// # Errors
    /// [`VoicesError`].
    pub async fn voices(
        &self,
        ctx: &ProfileContext,
        provider: &ProviderName,
        language: Option<&Language>,
    ) -> Result<Vec<Voice>, VoicesError> {
        let provider = self.provider(provider).ok_or(VoicesError::NoSuchProvider)?;
        let mut voices = self.voices_of(ctx, provider.as_ref()).await?;
        voices.retain(|voice| language.is_none_or(|language| voice.speaks(language)));
        Ok(voices)
    }

    /// Lists the models among which a voice's settings choose.
    ///
    /// # Errors
    /// [`VoicesError`].
    pub async fn speech_models(
        &self,
        ctx: &ProfileContext,
        provider: &ProviderName,
    ) -> Result<Vec<SpeechModel>, VoicesError> {
        let provider = self.provider(provider).ok_or(VoicesError::NoSuchProvider)?;
        Ok(provider.models(ctx).await?)
    }

    /// Returns the profile's account with an engine's makers, where there is one.
    ///
    /// # Errors
    /// [`VoicesError`].
    pub async fn speech_account(
        &self,
        ctx: &ProfileContext,
        provider: &ProviderName,
    ) -> Result<Option<SpeechAccount>, VoicesError> {
        let provider = self.provider(provider).ok_or(VoicesError::NoSuchProvider)?;
        Ok(provider.account(ctx).await?)
    }

    pub(crate) fn provider(&self, name: &ProviderName) -> Option<Arc<dyn TtsProvider>> {
        self.ports.voices.iter().find(|provider| provider.name() == *name).map(Arc::clone)
    }
}

async fn status(ctx: &ProfileContext, provider: &dyn TtsProvider) -> Result<ProviderStatus, TtsError> {
    let (availability, languages) = match timeout(PATIENCE, state(ctx, provider)).await {
        Ok(state) => state,
        Err(_elapsed) => {
            let cure = format!("it did not answer within {} s; try again", PATIENCE.as_secs());
            (Availability::Unavailable { cure }, Vec::new())
        }
    };
    Ok(ProviderStatus {
        name: provider.name(),
        engine: provider.engine(),
        availability,
        cost_per_1000_characters: thousand_characters(provider, None)?,
        languages,
    })
}

/// Asks an engine how it is and what it speaks; one that cannot list its voices cannot be used.
async fn state(ctx: &ProfileContext, provider: &dyn TtsProvider) -> (Availability, Vec<String>) {
    let availability = provider.availability(ctx).await;
    if matches!(availability, Availability::Unavailable { .. }) {
        return (availability, Vec::new());
    }
    match provider.voices(ctx).await {
        Ok(voices) => {
            let spoken =
                voices.iter().flat_map(|voice| [&voice.language].into_iter().chain(&voice.also_speaks));
            let languages: BTreeSet<String> = spoken.map(|language| language.primary().to_owned()).collect();
            (availability, languages.into_iter().collect())
        }
        Err(error) => (Availability::Unavailable { cure: error.to_string() }, Vec::new()),
    }
}

/// Says what a thousand characters cost by a model.
pub(crate) fn thousand_characters(
    provider: &dyn TtsProvider,
    model: Option<ModelName>,
) -> Result<Cost, TtsError> {
    let bad = |error: domain::InvalidSpeech| TtsError::Failed(error.to_string());
    let voice = "any".parse().map_err(bad)?;
    let speech = Speech::new(vec!["a".repeat(1000)], voice, Speed::NORMAL).map_err(bad)?;
    Ok(provider.quote(&speech.by_model(model)))
}

/// Says why voices cannot be listed.
#[derive(Debug, thiserror::Error)]
pub enum VoicesError {
    /// There is no such engine.
    #[error("there is no such speech provider here; see the list of providers")]
    NoSuchProvider,
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] TtsError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<VoicesOfError> for VoicesError {
    fn from(error: VoicesOfError) -> Self {
        match error {
            VoicesOfError::Engine(inner) => inner.into(),
            VoicesOfError::Store(inner) => inner.into(),
        }
    }
}
