//! Costs: what a text would cost, what is left of the month, and the books.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::{
    Availability, Cost, CostEntry, CostSummary, Dashboard, Engine, InvalidSpeech, Language, ModelName, Page,
    PageRequest, ProfileContext, ProviderName, Script, ScriptError, Speech, Speed, Standing, StoreError,
    TtsProvider,
};

use crate::{MAX_VARIANTS, Studio, VoicesError, language::language_of};

/// What a text would cost with each engine, before anything is spent.
#[derive(Debug, Clone)]
pub struct Quote {
    /// How many characters the engines would count.
    pub characters: u64,
    /// Each engine's price, in the order of preference.
    pub providers: Vec<ProviderQuote>,
    /// This month's money.
    pub month: Standing,
    /// The text's language, as it was named or as it could be told for certain.
    pub language: Option<Language>,
}

/// What a text would cost with an engine.
#[derive(Debug, Clone)]
pub struct ProviderQuote {
    /// The engine.
    pub provider: ProviderName,
    /// What it would cost.
    pub cost: Cost,
    /// What the engine is.
    pub engine: Engine,
    /// Whether the engine can speak now, and the cure if not.
    pub availability: Availability,
    /// Whether one of its voices speaks the text's language; nothing when either is not known.
    pub speaks_language: Option<bool>,
    /// How long it will take, by what was measured on this machine; nothing before the first time.
    pub expected: Option<Duration>,
}

impl Studio {
    /// Says what a text would cost with each engine, spoken whole by so many of its voices, and how long it would take;
    /// nothing is spent or set aside.
    ///
    /// # Errors
    /// [`QuoteError`].
    pub async fn quote(
        &self,
        ctx: &ProfileContext,
        text: &str,
        language: Option<Language>,
        voices: u8,
    ) -> Result<Quote, QuoteError> {
        if !(1..=MAX_VARIANTS).contains(&voices) {
            return Err(QuoteError::HowMany);
        }
        let script = Script::parse(text)?;
        let language = language.or_else(|| language_of(text));
        let month = self.ports.ledger.standing(ctx).await?;
        let settings = self.ports.profiles.settings(ctx).await?;
        let characters = speeches(&script, None)?.iter().map(crate::spend::characters).sum();
        let mut providers = Vec::with_capacity(self.ports.voices.len());
        for status in self.providers(ctx, None).await? {
            let Some(provider) = self.provider(&status.name) else { continue };
            let model = settings.tts.voices.get(&status.name).and_then(|settled| settled.model.clone());
            let known = language.as_ref().filter(|_| !status.languages.is_empty());
            providers.push(ProviderQuote {
                cost: price(provider.as_ref(), &script, model.as_ref())?.times(voices),
                speaks_language: known
                    .map(|language| status.languages.iter().any(|spoken| spoken == language.primary())),
                expected: self.pace.expected(&status.name, characters * u64::from(voices)),
                provider: status.name,
                engine: status.engine,
                availability: status.availability,
            });
        }
        Ok(Quote { characters, providers, month, language })
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

fn price(
    provider: &dyn TtsProvider,
    script: &Script,
    model: Option<&ModelName>,
) -> Result<Cost, InvalidSpeech> {
    Ok(speeches(script, model)?.iter().map(|speech| provider.quote(speech)).sum())
}

fn speeches(script: &Script, model: Option<&ModelName>) -> Result<Vec<Speech>, InvalidSpeech> {
    let any = || "any".parse();
    let sentences = script.sentences().into_iter();
    sentences.map(|s| Ok(Speech::new(s.words, any()?, Speed::NORMAL)?.by_model(model.cloned()))).collect()
}

/// Says why a text has no price.
#[derive(Debug, thiserror::Error)]
pub enum QuoteError {
    /// Not 1 to [`MAX_VARIANTS`] voices.
    #[error("choose 1 to {MAX_VARIANTS} voices")]
    HowMany,
    /// The text.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// A sentence.
    #[error(transparent)]
    Speech(#[from] InvalidSpeech),
    /// An engine cannot name its price.
    #[error(transparent)]
    Voices(#[from] VoicesError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
