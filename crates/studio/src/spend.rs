//! Spend: the only place where money goes out. Set aside, call, settle or give back.

use domain::{
    ContentHash, Cost, JobId, ProfileContext, ProjectId, Reservation, Reserved, Speech, Spend, SpendKey,
    SpokenAudio, StoreError, TtsProvider,
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
        match provider.synthesize(ctx, speech).await {
            Ok(audio) => {
                let actual = audio.cost.unwrap_or(reservation.amount);
                self.ports.ledger.settle(ctx, &reservation, actual).await?;
                Ok(audio)
            }
            Err(refused) => {
                self.ports.ledger.release(ctx, &reservation).await?;
                Err(refused.into())
            }
        }
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
