//! How a command fails, by what its caller can do.

use std::error::Error;

/// A command's failure.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// What was given cannot be used; the sentence says what would be. Exit code 2.
    #[error("{0}")]
    Input(String),
    /// It did not work. Exit code 1.
    #[error("{doing}")]
    Failed {
        /// What did not work, and the cure.
        doing: String,
        /// Why.
        #[source]
        source: Option<Box<dyn Error + Send + Sync>>,
    },
    /// A person stopped it. Exit code 130, as shells count.
    #[error("stopped")]
    Stopped,
}

impl Failure {
    /// Refuses an input.
    pub(crate) fn input(sentence: impl std::fmt::Display) -> Self {
        Self::Input(sentence.to_string())
    }

    /// Says what did not work, and why.
    pub(crate) fn failed(doing: impl Into<String>, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Failed { doing: doing.into(), source: Some(source.into()) }
    }

    /// Says what did not work, where there is nothing more to say.
    pub(crate) fn plain(sentence: impl Into<String>) -> Self {
        Self::Failed { doing: sentence.into(), source: None }
    }

    /// Returns the exit code.
    pub(crate) const fn exit_code(&self) -> u8 {
        match self {
            Self::Input(_) => 2,
            Self::Failed { .. } => 1,
            Self::Stopped => 130,
        }
    }
}

impl From<domain::StoreError> for Failure {
    fn from(error: domain::StoreError) -> Self {
        Self::failed("the database refused", error)
    }
}
