//! Write a script: an idea becomes drafts, paid for if they must be, with what a person should check marked in them.

use std::{sync::Arc, time::Duration};

use domain::{
    Asked, ContentHash, Cost, DraftScript, InvalidBrief, KeptAnswer, Language, Mark, ProfileContext,
    ProviderName, RequestKey, Reservation, Reserved, ScriptBrief, ScriptWriter, SourceVideoId, Spend,
    SpendKey, StoreError, WriteError, WrittenScripts, marks,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Studio;

/// How long it is remembered that a model was asked under a key: as long as the answer to the request is.
const REMEMBERED: Duration = Duration::from_hours(24);

/// What a person asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptWish {
    /// What the video is about.
    pub idea: String,
    /// How long the spoken script should be, in seconds.
    pub length_s: u16,
    /// In which language.
    pub language: Language,
    /// How many.
    pub count: u8,
    /// The footage whose keywords are told.
    pub source_videos: Vec<SourceVideoId>,
    /// Chooses among what a writer could write.
    pub seed: u32,
}

/// A draft with its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedScript {
    /// The draft.
    pub draft: DraftScript,
    /// What it says that stands in none of the texts it was written from.
    pub to_check: Vec<Mark>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedScripts {
    /// The scripts.
    pub scripts: Vec<CheckedScript>,
    /// Who wrote.
    pub writer_label: String,
    /// What it did cost.
    pub cost: Cost,
    /// What the person should know.
    pub notes: Vec<String>,
}

/// What a paid model gave, as it is kept until the request under the same key needs it no more.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Bought {
    scripts: Vec<DraftScript>,
    notes: Vec<String>,
    cost: Cost,
}

impl Studio {
    /// Writes scripts, at once. A paid model is asked at most once under a request's key, whatever breaks off.
    ///
    /// # Errors
    /// [`WriteScriptError`], with the cure.
    pub async fn write_scripts(
        &self,
        ctx: &ProfileContext,
        wish: &ScriptWish,
        writer: &ProviderName,
        key: Option<&RequestKey>,
    ) -> Result<CheckedScripts, WriteScriptError> {
        let brief = self.script_brief(ctx, wish).await?;
        let writer = self.writer(writer).ok_or(WriteScriptError::NoSuchWriter)?;
        let writer_label = writer.label(ctx).await?;
        let quote = writer.quote(ctx, &brief).await?;
        let bought = if quote == Cost::FREE {
            let WrittenScripts { scripts, cost: _, notes } = writer.write(ctx, &brief).await?;
            Bought { scripts, notes, cost: Cost::FREE }
        } else {
            let order =
                Order { writer, brief: &brief, quote, call: call_key(ctx, key)?, asked: asked_hash(wish)? };
            self.buy_scripts(ctx, order).await?
        };
        let checked = |draft| CheckedScript { to_check: marks(&draft, &brief), draft };
        let scripts = bought.scripts.into_iter().map(checked).collect();
        Ok(CheckedScripts { scripts, writer_label, cost: bought.cost, notes: bought.notes })
    }

    /// Gathers what a writer is told: the idea, the store's context, and the keywords of its footage.
    pub(crate) async fn script_brief(
        &self,
        ctx: &ProfileContext,
        wish: &ScriptWish,
    ) -> Result<ScriptBrief, WriteScriptError> {
        let mut keywords = Vec::new();
        if !wish.source_videos.is_empty() {
            for id in &wish.source_videos {
                self.ports.footage.find(ctx, *id).await?;
            }
            let segments = self.ports.footage.segments(ctx, &wish.source_videos).await?;
            keywords.extend(segments.into_iter().flat_map(|segment| segment.marks.keywords));
        }
        let context = self.ports.profiles.settings(ctx).await?.context_text;
        let ScriptWish { idea, length_s, language, count, source_videos: _, seed } = wish.clone();
        Ok(ScriptBrief { idea, length_s, language, count, keywords, context, seed }.checked()?)
    }

    pub(crate) fn writer(&self, name: &ProviderName) -> Option<Arc<dyn ScriptWriter>> {
        self.ports.writers.iter().find(|writer| writer.name() == *name).cloned()
    }

    /// Asks a paid model once for a key: a note is made before it is asked, and its answer is kept before it is booked.
    async fn buy_scripts(&self, ctx: &ProfileContext, order: Order<'_>) -> Result<Bought, WriteScriptError> {
        let answers = &self.ports.answers;
        match answers.begin(ctx, &order.call, &order.asked, REMEMBERED).await? {
            Asked::New => {}
            Asked::Answered(kept) => {
                let bought: Bought = serde_json::from_slice(&kept.body)?;
                if let Reserved::Held(reservation) = self.ports.ledger.reserve(ctx, &order.spend()).await? {
                    self.ports.ledger.settle(ctx, &reservation, bought.cost).await?;
                }
                return Ok(bought);
            }
            Asked::UnderWay => return Err(WriteScriptError::Uncertain),
            Asked::Otherwise => {
                let other = "this key was used for other scripts; take a new one".to_owned();
                return Err(StoreError::Conflict(other).into());
            }
        }
        let reservation = match self.ports.ledger.reserve(ctx, &order.spend()).await {
            Ok(Reserved::Held(reservation)) => reservation,
            Ok(Reserved::Settled) => return Err(WriteScriptError::Uncertain),
            Err(refused) => {
                answers.forget(ctx, &order.call).await?;
                return Err(refused.into());
            }
        };
        match order.writer.write(ctx, order.brief).await {
            Ok(written) => self.keep_and_book(ctx, &order, &reservation, written).await,
            Err(error) => Err(self.book_failure(ctx, &order, &reservation, error).await?),
        }
    }

    async fn keep_and_book(
        &self,
        ctx: &ProfileContext,
        order: &Order<'_>,
        reservation: &Reservation,
        written: WrittenScripts,
    ) -> Result<Bought, WriteScriptError> {
        let WrittenScripts { scripts, cost, notes } = written;
        let bought = Bought { scripts, notes, cost: cost.unwrap_or(order.quote) };
        let body = serde_json::to_vec(&bought)?;
        let answer = KeptAnswer { status: 200, content_type: "application/json".to_owned(), body };
        self.ports.answers.keep(ctx, &order.call, &answer).await?;
        self.ports.ledger.settle(ctx, reservation, bought.cost).await?;
        Ok(bought)
    }

    /// Books what a failure did cost. Where the model was not asked, the same key may ask it again.
    async fn book_failure(
        &self,
        ctx: &ProfileContext,
        order: &Order<'_>,
        reservation: &Reservation,
        error: WriteError,
    ) -> Result<WriteScriptError, StoreError> {
        let ledger = &self.ports.ledger;
        match &error {
            WriteError::Paid { spent, .. } => ledger.settle(ctx, reservation, *spent).await?,
            WriteError::Lost(_) => ledger.release(ctx, reservation).await?,
            _unasked => {
                ledger.release(ctx, reservation).await?;
                self.ports.answers.forget(ctx, &order.call).await?;
            }
        }
        Ok(error.into())
    }
}

/// Scripts to be bought.
struct Order<'o> {
    writer: Arc<dyn ScriptWriter>,
    brief: &'o ScriptBrief,
    quote: Cost,
    /// Names the one call that is paid.
    call: RequestKey,
    asked: Vec<u8>,
}

impl Order<'_> {
    fn spend(&self) -> Spend {
        Spend {
            key: SpendKey::new("script", self.call.as_str()),
            provider: self.writer.name().to_string(),
            operation: "script",
            units: u64::from(self.brief.count),
            amount: self.quote,
            project: None,
            job: None,
        }
    }
}

/// Names the call of a request; one without a key is a call of its own.
fn call_key(ctx: &ProfileContext, key: Option<&RequestKey>) -> Result<RequestKey, WriteScriptError> {
    let id = key.map_or_else(Uuid::new_v4, |key| key.id_in(ctx.profile().uuid(), "script"));
    let odd = |error: domain::InvalidRequestKey| StoreError::Conflict(error.to_string());
    Ok(format!("script-call-{id}").parse().map_err(odd)?)
}

/// Tells one wish from another.
fn asked_hash(wish: &ScriptWish) -> Result<Vec<u8>, serde_json::Error> {
    let ScriptWish { idea, length_s, language, count, source_videos, seed } = wish;
    let hash = ContentHash::of(&(idea, length_s, language, count, source_videos, seed))?;
    Ok(hash.as_str().as_bytes().to_vec())
}

/// Says why no script was written.
#[derive(Debug, thiserror::Error)]
pub enum WriteScriptError {
    /// What was asked for.
    #[error(transparent)]
    Brief(#[from] InvalidBrief),
    /// There is no such writer.
    #[error("there is no such writer here; take \"template\", or connect a model and take \"chat\"")]
    NoSuchWriter,
    /// The writer.
    #[error(transparent)]
    Writing(#[from] WriteError),
    /// A model was asked under this key before, and its answer did not come back whole.
    #[error(
        "a model was asked under this key already and its answer was lost, so it may have been charged; look at the costs, \
         then ask under a new key"
    )]
    Uncertain,
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is kept cannot be read.
    #[error("a kept answer could not be read: {0}")]
    Unreadable(#[from] serde_json::Error),
}
