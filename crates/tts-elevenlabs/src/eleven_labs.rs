//! The adapter.

use std::{ops::RangeInclusive, sync::Arc};

use async_trait::async_trait;
use domain::{
    Availability, Cost, CredentialStore, Engine, ModelName, Privacy, ProfileContext, ProviderName, Speech,
    SpeechAccount, SpeechModel, Speed, SpokenAudio, TtsError, TtsProvider, Voice, VoiceCloner,
};

use crate::{
    ElevenLabsSettings, InvalidElevenLabs,
    account::{self, Standing},
    catalog,
    cures::NO_KEY,
    keys::{Access, Keys},
    models,
    price::Price,
    sound::FORMAT,
    speaking::{Speaking, is_id},
    tuning,
    wire::{Kind, Wire},
};

/// The voices of `ElevenLabs`, by each profile's own key.
#[derive(Clone)]
pub struct ElevenLabs {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) keys: Keys,
    pub(crate) wire: Wire,
    pub(crate) price: Price,
}

impl ElevenLabs {
    /// Prepares to speak; nothing is sent before somebody asks.
    ///
    /// # Errors
    /// [`InvalidElevenLabs`] names the setting that is wrong.
    pub fn new(
        credentials: Arc<dyn CredentialStore>,
        settings: &ElevenLabsSettings,
    ) -> Result<Self, InvalidElevenLabs> {
        let (wire, price) = (Wire::new(settings)?, Price::new(settings.price_of_1000_credits)?);
        Ok(Self { inner: Arc::new(Inner { keys: Keys::of(credentials), wire, price }) })
    }
}

/// Returns the model of a speech.
#[expect(clippy::expect_used, reason = "a constant that is a name")]
fn model_of(speech: &Speech) -> ModelName {
    speech.model().cloned().unwrap_or_else(|| models::DEFAULT_MODEL.parse().expect("it is a name"))
}

impl Inner {
    /// Returns the most characters that a model takes at once, as the service tells it, else as it is known.
    async fn limit(&self, access: &Access, model: &ModelName) -> usize {
        let usual = models::usual_limit(model);
        match catalog::known_models(&self.wire, access, &self.price, Kind::Glance).await {
            Ok(models) => {
                let known = models.iter().flat_map(|models| models.iter()).find(|known| known.name == *model);
                let told = known.and_then(|known| usize::try_from(known.max_characters?).ok());
                told.unwrap_or(usual)
            }
            // The speech itself tells what is wrong, if that is not over by then.
            Err(error) => {
                tracing::debug!(tts.provider = "elevenlabs", %error, "the models' limits are those of 2025");
                usual
            }
        }
    }

    async fn look(&self, ctx: &ProfileContext) -> Result<Availability, TtsError> {
        let Some(access) = self.keys.find(ctx).await? else {
            return Ok(Availability::Unavailable { cure: NO_KEY.to_owned() });
        };
        Ok(match account::standing(&self.wire, &access).await? {
            Standing::Refused { cure } => Availability::Unavailable { cure },
            Standing::Unknown => available(),
            Standing::Known(account) => match account.hindrance() {
                Some(cure) => Availability::Unavailable { cure },
                None => available(),
            },
        })
    }
}

fn available() -> Availability {
    Availability::Available { version: "API v1".to_owned() }
}

#[async_trait]
impl TtsProvider for ElevenLabs {
    #[expect(clippy::expect_used, reason = "a constant that is a name")]
    fn name(&self) -> ProviderName {
        "elevenlabs".parse().expect("it is a name")
    }

    fn engine(&self) -> Engine {
        Engine {
            label: "ElevenLabs".to_owned(),
            draft: false,
            privacy: Privacy::Remote { to: "ElevenLabs".to_owned() },
            clones: true,
            notice: Some(
                "Each character is paid from the store's own ElevenLabs account, and the text is sent there."
                    .to_owned(),
            ),
            // The smallest plan speaks four texts of the default model at once; more wait for a place.
            parallel: 4,
        }
    }

    fn fingerprint(&self, speech: &Speech) -> String {
        format!("elevenlabs 1 {} {FORMAT} {}", model_of(speech), tuning::fingerprint())
    }

    fn speeds(&self) -> RangeInclusive<Speed> {
        tuning::speeds()
    }

    fn quote(&self, speech: &Speech) -> Cost {
        let price = &self.inner.price;
        price.of_characters(speech.text().chars().count(), price.a_character(&model_of(speech)))
    }

    async fn availability(&self, ctx: &ProfileContext) -> Availability {
        match self.inner.look(ctx).await {
            Ok(availability) => availability,
            Err(TtsError::KeyRefused { cure }) => Availability::Unavailable { cure },
            Err(error) => Availability::Unavailable {
                cure: format!(
                    "ElevenLabs cannot be used now; try again later, or choose another voice ({error})"
                ),
            },
        }
    }

    async fn voices(&self, ctx: &ProfileContext) -> Result<Vec<Voice>, TtsError> {
        let access = self.inner.keys.need(ctx).await?;
        catalog::voices(&self.inner.wire, &access, &self.inner.price).await
    }

    async fn synthesize(&self, ctx: &ProfileContext, speech: &Speech) -> Result<SpokenAudio, TtsError> {
        let model = model_of(speech);
        // What is wrong with the speech itself is told before anything is sent.
        tuning::VoiceSettings::of(speech, &model)?;
        if !is_id(speech.voice()) {
            return Err(TtsError::NoSuchVoice(speech.voice().clone()));
        }
        let Inner { keys, wire, price } = &*self.inner;
        let access = &keys.need(ctx).await?;
        let limit = self.inner.limit(access, &model).await;
        let spoken = Speaking { wire, access, price, speech, model: &model, limit }.speak().await;
        // Whether it went well or not, the account is not what it was.
        access.answers.standing.forget().await;
        spoken
    }

    async fn models(&self, ctx: &ProfileContext) -> Result<Vec<SpeechModel>, TtsError> {
        let Inner { keys, wire, price } = &*self.inner;
        let access = keys.need(ctx).await?;
        let models = catalog::known_models(wire, &access, price, Kind::Look).await?;
        Ok(models.iter().flat_map(|models| models.iter()).map(|model| model.offered(price)).collect())
    }

    async fn account(&self, ctx: &ProfileContext) -> Result<Option<SpeechAccount>, TtsError> {
        let Some(access) = self.inner.keys.find(ctx).await? else { return Ok(None) };
        match account::standing(&self.inner.wire, &access).await? {
            Standing::Known(account) => Ok(Some(account.told())),
            Standing::Unknown => Ok(Some(account::unknown())),
            Standing::Refused { cure } => Err(TtsError::KeyRefused { cure }),
        }
    }

    fn cloner(&self) -> Option<Arc<dyn VoiceCloner>> {
        Some(Arc::new(self.clone()))
    }
}
