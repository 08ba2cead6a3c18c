//! Costs: what a text would cost, what is left of the month, and the books.

use chrono::{DateTime, Utc};
use domain::{
    Availability, Cost, CostEntry, CostSummary, Dashboard, InvalidSpeech, Page, PageRequest, ProfileContext,
    ProviderName, Script, ScriptError, Speech, Speed, Standing, StoreError, TtsProvider,
};

use crate::Studio;

/// What a text would cost with each engine, before anything is spent.
#[derive(Debug, Clone)]
pub struct Quote {
    /// How many characters the engines would count.
    pub characters: u64,
    /// Each engine's price, in the order of preference.
    pub providers: Vec<ProviderQuote>,
    /// This month's money.
    pub month: Standing,
}

/// What a text would cost with an engine.
#[derive(Debug, Clone)]
pub struct ProviderQuote {
    /// The engine.
    pub provider: ProviderName,
    /// What it would cost.
    pub cost: Cost,
    /// Whether the engine can speak now, and the cure if not.
    pub availability: Availability,
}

impl Studio {
    /// Says what a text would cost with each engine; nothing is spent or set aside.
    ///
    /// # Errors
    /// [`QuoteError`].
    pub async fn quote(&self, ctx: &ProfileContext, text: &str) -> Result<Quote, QuoteError> {
        let script = Script::parse(text)?;
        let month = self.ports.ledger.standing(ctx).await?;
        let mut providers = Vec::with_capacity(self.ports.voices.len());
        for provider in &self.ports.voices {
            providers.push(ProviderQuote {
                provider: provider.name(),
                cost: price(provider.as_ref(), &script)?,
                availability: provider.availability(ctx).await,
            });
        }
        let characters = speeches(&script)?.iter().map(crate::spend::characters).sum();
        Ok(Quote { characters, providers, month })
    }

    /// Returns this month's money.
    pub async fn standing(&self, ctx: &ProfileContext) -> Result<Standing, StoreError> {
        self.ports.ledger.standing(ctx).await
    }

    /// Sums what was paid since a moment, or ever.
    pub async fn cost_summary(
        &self,
        ctx: &ProfileContext,
        since: Option<DateTime<Utc>>,
    ) -> Result<CostSummary, StoreError> {
        self.ports.ledger.summary(ctx, since).await
    }

    /// Lists purchases, newest first.
    pub async fn cost_entries(
        &self,
        ctx: &ProfileContext,
        page: &PageRequest,
    ) -> Result<Page<CostEntry>, StoreError> {
        self.ports.ledger.entries(ctx, page).await
    }

    /// Sums up what happened in the profile since a moment, or ever.
    pub async fn dashboard(
        &self,
        ctx: &ProfileContext,
        since: Option<DateTime<Utc>>,
    ) -> Result<Dashboard, StoreError> {
        self.ports.dashboards.dashboard(ctx, since).await
    }
}

fn price(provider: &dyn TtsProvider, script: &Script) -> Result<Cost, InvalidSpeech> {
    Ok(speeches(script)?.iter().map(|speech| provider.quote(speech)).sum())
}

fn speeches(script: &Script) -> Result<Vec<Speech>, InvalidSpeech> {
    let any = || "any".parse();
    script.sentences().into_iter().map(|s| Speech::new(s.words, any()?, Speed::NORMAL)).collect()
}

/// Says why a text has no price.
#[derive(Debug, thiserror::Error)]
pub enum QuoteError {
    /// The text.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// A sentence.
    #[error(transparent)]
    Speech(#[from] InvalidSpeech),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
