//! Spend: the only place where money goes out. Set aside, call, settle or give back.

use domain::{
    ContentHash, Cost, CostLedger, JobId, ProfileContext, ProjectId, Reservation, Reserved, Speech, Spend,
    SpendKey, SpokenAudio, StoreError, TtsError, TtsProvider,
};
use uuid::Uuid;

use crate::{Studio, speak::SpeakError};

/// How often the same sound may be bought within one job, after it was lost each time.
const MOST_TIMES: u32 = 5;

/// For whose sake money is spent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cause {
    pub(crate) job: Option<JobId>,
    pub(crate) project: Option<ProjectId>,
}

impl Studio {
    /// Speaks, and pays for it if it is not free. A sound that was paid for but is not in the cache was lost, and is
    /// bought anew: the books count the answers that were received.
    pub(crate) async fn buy_speech(
        &self,
        ctx: &ProfileContext,
        provider: &dyn TtsProvider,
        speech: &Speech,
        sound: &ContentHash,
        cause: Cause,
    ) -> Result<SpokenAudio, SpeakError> {
        let spend = speech_spend(provider, speech, sound, cause);
        if spend.amount == Cost::FREE {
            return Ok(provider.synthesize(ctx, speech).await?);
        }
        let reservation = self.reserve(ctx, spend).await?;
        let spoken = provider.synthesize(ctx, speech).await;
        book(self.ports.ledger.as_ref(), ctx, &reservation, &spoken).await?;
        Ok(spoken?)
    }

    async fn reserve(&self, ctx: &ProfileContext, spend: Spend) -> Result<Reservation, StoreError> {
        for times in 0..MOST_TIMES {
            let key = if times == 0 { spend.key.clone() } else { spend.key.again(times) };
            match self.ports.ledger.reserve(ctx, &Spend { key, ..spend.clone() }).await? {
                Reserved::Held(reservation) => return Ok(reservation),
                Reserved::Settled => {}
            }
        }
        let lost =
            format!("the same sentence was paid for {MOST_TIMES} times and lost each time; look at the disk");
        Err(StoreError::Conflict(lost))
    }
}

/// Books what a call did cost, also one that failed after a part of it was paid for.
async fn book(
    ledger: &dyn CostLedger,
    ctx: &ProfileContext,
    reservation: &Reservation,
    spoken: &Result<SpokenAudio, TtsError>,
) -> Result<(), StoreError> {
    match spoken {
        Ok(audio) => ledger.settle(ctx, reservation, audio.cost.unwrap_or(reservation.amount)).await,
        Err(TtsError::Partly { spent, .. }) => ledger.settle(ctx, reservation, *spent).await,
        Err(_refused) => ledger.release(ctx, reservation).await,
    }
}

/// Says what a sentence costs, and for what.
pub(crate) fn speech_spend(
    provider: &dyn TtsProvider,
    speech: &Speech,
    sound: &ContentHash,
    cause: Cause,
) -> Spend {
    // What is spoken at once is bought once: nobody asks for its answer again.
    let whose = cause.job.map_or_else(|| format!("at-once-{}", Uuid::new_v4()), |job| job.to_string());
    Spend {
        key: SpendKey::new(&format!("speech:{sound}"), &whose),
        provider: provider.name().to_string(),
        operation: "speech",
        units: characters(speech),
        amount: provider.quote(speech),
        project: cause.project,
        job: cause.job,
    }
}

/// Counts what providers charge for.
pub(crate) fn characters(speech: &Speech) -> u64 {
    u64::try_from(speech.text().chars().count()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use domain::{MockCostLedger, TimingKind};
    use testkit::media_contract::some_context;

    use super::*;

    const HELD: Reservation = Reservation { entry: uuid::Uuid::nil(), amount: Cost(500) };

    async fn settled_with(spoken: Result<SpokenAudio, TtsError>, cost: Cost) {
        let mut ledger = MockCostLedger::new();
        ledger.expect_settle().once().withf(move |_, _, actual| *actual == cost).returning(|_, _, _| Ok(()));
        book(&ledger, &some_context(), &HELD, &spoken).await.unwrap();
    }

    fn audio(cost: Option<Cost>) -> SpokenAudio {
        let (samples, words) = (Vec::new(), Vec::new());
        SpokenAudio { samples, rate_hz: 24_000, words, timing: TimingKind::Native, cost }
    }

    #[tokio::test]
    async fn what_the_engine_says_it_did_cost_is_booked_else_what_was_quoted() {
        settled_with(Ok(audio(Some(Cost(7)))), Cost(7)).await;
        settled_with(Ok(audio(None)), HELD.amount).await;
    }

    #[tokio::test]
    async fn what_was_paid_before_a_failure_is_booked() {
        let failed = TtsError::Failed("the line was cut".to_owned());
        settled_with(Err(failed.after_spending(Cost(120))), Cost(120)).await;
    }

    #[tokio::test]
    async fn a_failure_that_cost_nothing_gives_the_money_back() {
        let mut ledger = MockCostLedger::new();
        ledger.expect_release().once().returning(|_, _| Ok(()));
        let failed = Err(TtsError::Busy { retry_after: None });
        book(&ledger, &some_context(), &HELD, &failed).await.unwrap();
    }
}
