//! What goes wrong with the service, and what an engine's caller is told of it.

use std::time::Duration;

use domain::{TtsError, VoiceName};

/// The service's refusal, or its absence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SidecarError {
    /// The service, or the engine in it, is not there: apply the cure.
    #[error("{cure}")]
    Unavailable {
        /// What the operator can do.
        cure: String,
    },
    /// The engine has no such voice for this tenant: choose another.
    #[error("the voice does not exist")]
    NoSuchVoice,
    /// The text is longer than the service takes: shorten it.
    #[error("the text has {length} characters; at most {limit} are taken")]
    TooLong {
        /// How long it is.
        length: usize,
        /// The most that is taken.
        limit: usize,
    },
    /// It will be refused again: change what the message names.
    #[error("{0}")]
    Refused(String),
    /// There is too much to do: ask again later.
    #[error("the voices service has too much to do")]
    Busy {
        /// When to ask again, where it is told.
        retry_after: Option<Duration>,
    },
    /// The engine gave no sound, or a part of it: try again, or change the text.
    #[error("{0}")]
    NoSound(String),
    /// It failed otherwise.
    #[error("{0}")]
    Failed(String),
}

impl SidecarError {
    /// Returns the refusal as an engine's, for the voice that was asked.
    #[must_use]
    pub fn of_voice(self, voice: &VoiceName) -> TtsError {
        match self {
            Self::Unavailable { cure } => TtsError::Unavailable { cure },
            Self::NoSuchVoice => TtsError::NoSuchVoice(voice.clone()),
            Self::TooLong { length, limit } => TtsError::TooLong { length, limit },
            Self::Refused(reason) => TtsError::Refused(reason),
            Self::Busy { retry_after } => TtsError::Busy { retry_after },
            Self::NoSound(reason) => TtsError::BadSound(reason),
            Self::Failed(reason) => TtsError::Failed(reason),
        }
    }
}

impl From<SidecarError> for TtsError {
    /// For what was asked without a voice.
    fn from(error: SidecarError) -> Self {
        match error {
            SidecarError::NoSuchVoice => Self::Failed(error.to_string()),
            SidecarError::Unavailable { cure } => Self::Unavailable { cure },
            SidecarError::TooLong { length, limit } => Self::TooLong { length, limit },
            SidecarError::Refused(reason) => Self::Refused(reason),
            SidecarError::Busy { retry_after } => Self::Busy { retry_after },
            SidecarError::NoSound(reason) => Self::BadSound(reason),
            SidecarError::Failed(reason) => Self::Failed(reason),
        }
    }
}

/// Says why a service elsewhere cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAddress {
    /// The token and the texts would be read on the way.
    #[error("the address of the voices service begins with https://, or with http:// on this machine")]
    Address,
    /// There is none, or one that the service would not take.
    #[error("the token of the voices service has at least 32 characters, all of them plain")]
    Token,
    /// The TLS of this machine cannot be set up.
    #[error("a client for the voices service cannot be made")]
    Client,
}
