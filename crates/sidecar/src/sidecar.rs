//! The service as the engines see it, wherever it runs.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::{
    client::Client,
    error::{InvalidAddress, SidecarError},
    process::Service,
    supervisor::Supervisor,
    wire::{EngineCondition, EngineState, Health, ListedVoice, Recording, Request, Sound},
};

/// The voices service: one elsewhere, one of our own, or none.
#[derive(Debug)]
pub struct Sidecar {
    place: Place,
    /// What each engine told last.
    told: Mutex<HashMap<String, EngineCondition>>,
}

#[derive(Debug)]
enum Place {
    Nowhere,
    Elsewhere(Client),
    Own(Box<Supervisor>),
}

impl Sidecar {
    /// There is none, and nobody asks for one.
    #[must_use]
    pub fn absent() -> Self {
        Self::at(Place::Nowhere)
    }

    /// Uses one that someone else runs.
    ///
    /// # Errors
    /// [`InvalidAddress`] when it could be listened to, or the token cannot be one.
    pub fn elsewhere(url: &str, token: &str) -> Result<Self, InvalidAddress> {
        Ok(Self::at(Place::Elsewhere(Client::at(url, token)?)))
    }

    /// Runs one when it is needed first, and again when it died; it ends with this value.
    #[must_use]
    pub fn own(service: Service) -> Self {
        Self::at(Place::Own(Box::new(Supervisor::new(service))))
    }

    fn at(place: Place) -> Self {
        Self { place, told: Mutex::default() }
    }

    /// Returns the machine to which texts go, when it is another one.
    pub fn host(&self) -> Option<&str> {
        match &self.place {
            Place::Elsewhere(client) => client.elsewhere(),
            Place::Nowhere | Place::Own(_) => None,
        }
    }

    /// Asks how the service and its engines are.
    ///
    /// # Errors
    /// [`SidecarError`].
    pub async fn health(&self) -> Result<Health, SidecarError> {
        let health = self.client().await?.health().await?;
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        *told = health.engines.iter().map(|engine| (engine.name.clone(), engine.clone())).collect();
        Ok(health)
    }

    /// Asks how an engine is; one that cannot speak is an error with its cure.
    ///
    /// # Errors
    /// [`SidecarError`].
    pub async fn ready(&self, engine: &str) -> Result<EngineCondition, SidecarError> {
        let health = self.health().await?;
        let unavailable = |cure| Err(SidecarError::Unavailable { cure });
        let Some(condition) = health.engines.into_iter().find(|told| told.name == engine) else {
            return unavailable(format!(
                "the voices service runs without {engine}; start it with --engine {engine}"
            ));
        };
        match condition.state {
            EngineState::Ready => Ok(condition),
            EngineState::Loading => {
                unavailable("its model is being loaded; try again in a minute".to_owned())
            }
            EngineState::Off | EngineState::Unavailable => unavailable(
                condition.cure.unwrap_or_else(|| "the voices service does not tell why".to_owned()),
            ),
        }
    }

    /// Returns what an engine told last, without asking.
    pub fn last_told(&self, engine: &str) -> Option<EngineCondition> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner).get(engine).cloned()
    }

    /// Lists an engine's voices: those for everybody, and the tenant's.
    ///
    /// # Errors
    /// [`SidecarError`].
    pub async fn voices(&self, engine: &str, tenant: &str) -> Result<Vec<ListedVoice>, SidecarError> {
        self.client().await?.voices(engine, tenant).await
    }

    /// Has a text spoken; when nobody waits any more, the service ends the work.
    ///
    /// # Errors
    /// [`SidecarError`].
    pub async fn speak(&self, request: &Request<'_>) -> Result<Sound, SidecarError> {
        self.client().await?.speak(request).await
    }

    /// Has a voice learned from a mono WAV file of 16 bits.
    ///
    /// # Errors
    /// [`SidecarError`].
    pub async fn learn(&self, recording: Recording<'_>, wav: Vec<u8>) -> Result<ListedVoice, SidecarError> {
        self.client().await?.learn(recording, wav).await
    }

    /// Has a voice forgotten; one that is gone is forgotten already.
    ///
    /// # Errors
    /// [`SidecarError`].
    pub async fn forget(&self, engine: &str, tenant: &str, voice: &str) -> Result<(), SidecarError> {
        self.client().await?.forget(engine, tenant, voice).await
    }

    async fn client(&self) -> Result<Client, SidecarError> {
        match &self.place {
            Place::Nowhere => Err(SidecarError::Unavailable {
                cure: "no voices service is set up; turn one of its engines on, or name one by sidecar_url"
                    .to_owned(),
            }),
            Place::Elsewhere(client) => Ok(client.clone()),
            Place::Own(supervisor) => supervisor.client().await,
        }
    }
}
