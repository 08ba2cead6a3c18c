//! Voices: which engines there are, their true state, and who can speak.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    Availability, Cost, Engine, ProfileContext, ProviderName, Speech, Speed, TtsError, TtsProvider, Voice,
};

use crate::Studio;

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

impl Studio {
    /// Lists the speech engines with their true state.
    ///
    /// # Errors
    /// [`VoicesError::Engine`] when an engine that is there cannot name its voices.
    pub async fn providers(&self, ctx: &ProfileContext) -> Result<Vec<ProviderStatus>, VoicesError> {
        let mut all = Vec::with_capacity(self.ports.voices.len());
        for provider in &self.ports.voices {
            let availability = provider.availability(ctx).await;
            let languages: BTreeSet<String> = match availability {
                Availability::Available { .. } => provider
                    .voices(ctx)
                    .await?
                    .iter()
                    .map(|voice| voice.language.primary().to_owned())
                    .collect(),
                Availability::Unavailable { .. } => BTreeSet::new(),
            };
            all.push(ProviderStatus {
                name: provider.name(),
                engine: provider.engine(),
                availability,
                cost_per_1000_characters: thousand_characters(provider.as_ref())?,
                languages: languages.into_iter().collect(),
            });
        }
        Ok(all)
    }

    /// Lists the voices of an engine.
    ///
    /// # Errors
    /// [`VoicesError`].
    pub async fn voices(
        &self,
        ctx: &ProfileContext,
        provider: &ProviderName,
    ) -> Result<Vec<Voice>, VoicesError> {
        let provider = self.provider(provider).ok_or(VoicesError::NoSuchProvider)?;
        Ok(provider.voices(ctx).await?)
    }

    pub(crate) fn provider(&self, name: &ProviderName) -> Option<Arc<dyn TtsProvider>> {
        self.ports.voices.iter().find(|provider| provider.name() == *name).map(Arc::clone)
    }
}

fn thousand_characters(provider: &dyn TtsProvider) -> Result<Cost, TtsError> {
    let bad = |error: domain::InvalidSpeech| TtsError::Failed(error.to_string());
    let voice = "any".parse().map_err(bad)?;
    Ok(provider.quote(&Speech::new(vec!["a".repeat(1000)], voice, Speed::NORMAL).map_err(bad)?))
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
}
