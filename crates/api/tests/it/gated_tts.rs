//! A voice that speaks when it is let, so that something can happen meanwhile.

use async_trait::async_trait;
use domain::{
    Availability, Cost, Engine, ProfileContext, ProviderName, Speech, SpokenAudio, TtsError, TtsProvider,
    Voice,
};
use testkit::tone_tts::{PaidTone, ToneTts};
use tokio::sync::Semaphore;

/// The voice of [`PaidTone`], which waits before it speaks, and refuses at once what says that it is refused.
pub(crate) struct GatedTts {
    /// Has a permit for each sentence that began to wait.
    pub(crate) waiting: Semaphore,
    /// Has a permit for each sentence that was refused.
    pub(crate) refused: Semaphore,
    /// Each permit lets a sentence be spoken.
    pub(crate) gate: Semaphore,
}

impl Default for GatedTts {
    fn default() -> Self {
        let none = || Semaphore::new(0);
        Self { waiting: none(), refused: none(), gate: none() }
    }
}

#[async_trait]
impl TtsProvider for GatedTts {
    fn name(&self) -> ProviderName {
        "gated".parse().unwrap()
    }

    fn engine(&self) -> Engine {
        Engine { label: "Gated".to_owned(), parallel: 2, ..PaidTone.engine() }
    }

    fn fingerprint(&self, _speech: &Speech) -> String {
        "gated-1".to_owned()
    }

    fn quote(&self, speech: &Speech) -> Cost {
        PaidTone.quote(speech)
    }

    async fn availability(&self, ctx: &ProfileContext) -> Availability {
        ToneTts.availability(ctx).await
    }

    async fn voices(&self, ctx: &ProfileContext) -> Result<Vec<Voice>, TtsError> {
        ToneTts.voices(ctx).await
    }

    async fn synthesize(&self, ctx: &ProfileContext, speech: &Speech) -> Result<SpokenAudio, TtsError> {
        if speech.text().contains("refused") {
            self.refused.add_permits(1);
            return Err(TtsError::KeyRefused { cure: "store a good key.".to_owned() });
        }
        self.waiting.add_permits(1);
        self.gate.acquire().await.unwrap().forget();
        ToneTts.synthesize(ctx, speech).await
    }
}
