//! Voice models: the files that a local voice engine speaks from, and the port to where they are kept.
//!
//! They belong to the machine and not to a profile: every store of it speaks from the same files, and they hold
//! nothing of a store. So the port takes no context. Who asked for a download, and the job that does it, belong to
//! a profile like any other.

use std::{fmt, str::FromStr};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Language, ProviderName};

/// A model's id, such as `kokoro-v1.0` or `en_US-lessac-medium`: letters, digits and `_ - . +`.
///
/// It is a part of file names, so it can be no path and no hidden file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VoiceModelId(String);

impl VoiceModelId {
    /// Returns the id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Says that a text is no model's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a voice model's id is 1 to 80 letters, digits and _ - . + and does not begin with a dot")]
pub struct InvalidVoiceModelId;

impl FromStr for VoiceModelId {
    type Err = InvalidVoiceModelId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '+');
        let good = (1..=80).contains(&text.chars().count())
            && text.chars().all(plain)
            && !text.starts_with(['.', '-'])
            && !text.contains("..");
        if good { Ok(Self(text.to_owned())) } else { Err(InvalidVoiceModelId) }
    }
}

impl TryFrom<String> for VoiceModelId {
    type Error = InvalidVoiceModelId;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<VoiceModelId> for String {
    fn from(id: VoiceModelId) -> Self {
        id.0
    }
}

impl fmt::Display for VoiceModelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a file must hash to, in lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileHash {
    /// Pinned by us.
    Sha256(String),
    /// Told by the voices' own catalogue: it shows a broken file, not a forged one.
    Md5(String),
}

impl FileHash {
    /// Returns the digits.
    pub fn digits(&self) -> &str {
        match self {
            Self::Sha256(digits) | Self::Md5(digits) => digits,
        }
    }
}

/// How large a file must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileSize {
    /// So many bytes.
    Exact(u64),
    /// About so many bytes: the hash decides, and a file of a quarter or of twice the size is not even tried.
    About(u64),
}

impl FileSize {
    /// Returns the size in bytes as far as it is known.
    pub const fn bytes(self) -> u64 {
        match self {
            Self::Exact(bytes) | Self::About(bytes) => bytes,
        }
    }

    /// Returns the most bytes that the file can have.
    pub const fn at_most(self) -> u64 {
        match self {
            Self::Exact(bytes) => bytes,
            Self::About(bytes) => bytes.saturating_mul(2),
        }
    }

    /// Tells whether a file of so many bytes can be it.
    pub const fn admits(self, size_bytes: u64) -> bool {
        match self {
            Self::Exact(bytes) => size_bytes == bytes,
            Self::About(bytes) => size_bytes >= bytes / 4 && size_bytes <= self.at_most(),
        }
    }
}

/// A file of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFile {
    /// Where it lies below the folder of models, such as `kokoro/voices-v1.0.bin`.
    pub path: String,
    /// How large it is.
    pub size: FileSize,
    /// What it hashes to.
    pub hash: FileHash,
}

/// What one may do with a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelLicence {
    /// Its name, such as `Apache-2.0`, or where to read it.
    pub name: String,
    /// The page that says it.
    pub url: String,
}

/// What is on this machine of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ModelState {
    /// Nothing.
    Absent,
    /// A download was cut off or is under way: pull it to go on.
    Partial {
        /// How much is there.
        bytes: u64,
    },
    /// Every file, of its size; [`VoiceModels::verify`] also looks into them.
    Present,
    /// A file is not what it must be: pull it again.
    Broken {
        /// Which, and what is wrong with it.
        why: String,
    },
}

/// The files that an engine speaks from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoiceModel {
    /// Its id.
    pub id: VoiceModelId,
    /// The engine that speaks from it.
    pub engine: ProviderName,
    /// Its name for people.
    pub label: String,
    /// What it speaks.
    pub languages: Vec<Language>,
    /// What one may do with it.
    pub licence: ModelLicence,
    /// Its files; models of one engine may share some.
    pub files: Vec<ModelFile>,
    /// The size of its files together, as far as it is known.
    pub size_bytes: u64,
    /// What is on this machine of it.
    pub state: ModelState,
}

impl VoiceModel {
    /// Tells whether it speaks a language: `en` is spoken in `en-us`, too, and `en-us` in no `en-gb`.
    pub fn speaks(&self, language: &str) -> bool {
        let wanted = language.to_ascii_lowercase().replace('_', "-");
        self.languages.iter().any(|spoken| spoken.as_str() == wanted || spoken.primary() == wanted)
    }
}

/// What is being done to a model's files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModelStep {
    /// Another process is at the same file.
    Waiting,
    /// Bytes come.
    Downloading,
    /// What is there is hashed.
    Checking,
}

/// How far the work on a model is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ModelProgress {
    /// What is being done.
    pub step: ModelStep,
    /// How many bytes are done.
    pub done_bytes: u64,
    /// Of how many, as far as it is known.
    pub total_bytes: u64,
}

/// Told how far the work on a model is.
pub type TellModelProgress<'p> = &'p (dyn Fn(ModelProgress) + Send + Sync);

/// Keeps the model files of this machine. Nothing is downloaded but by [`Self::pull`] and [`Self::refresh`].
///
/// Dropping a call's future stops its work; what was downloaded so far stays, and the next pull goes on from there.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait VoiceModels: Send + Sync {
    /// Lists the models that can be had, by engine and id, with what is here of each.
    async fn list(&self) -> Result<Vec<VoiceModel>, ModelError>;
    /// Finds a model.
    async fn find(&self, id: &VoiceModelId) -> Result<VoiceModel, ModelError>;
    /// Downloads the catalogue of voices, so that more models can be had; returns how many there are then.
    async fn refresh(&self) -> Result<usize, ModelError>;
    /// Downloads what is missing of a model and proves every file of it.
    async fn pull<'p>(
        &self,
        id: &VoiceModelId,
        progress: TellModelProgress<'p>,
    ) -> Result<VoiceModel, ModelError>;
    /// Deletes a model's files but those that another model needs. Engines that have them open go on.
    async fn remove(&self, id: &VoiceModelId) -> Result<VoiceModel, ModelError>;
    /// Hashes a model's files. One that is not what it must be is set aside beside its place with `.broken` after
    /// its name, so that nothing speaks from it; the answer is [`ModelState::Broken`] then.
    async fn verify<'p>(
        &self,
        id: &VoiceModelId,
        progress: TellModelProgress<'p>,
    ) -> Result<VoiceModel, ModelError>;
}

/// Why a model cannot be had, removed or proved.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// There is none of that id: look at the list.
    #[error(
        "there is no voice model {0}; the list names those there are, and refreshing it brings all of Piper's"
    )]
    NoSuchModel(VoiceModelId),
    /// Somebody is at its files: wait, or stop that download.
    #[error("{0} is being downloaded or checked already; wait for that, or cancel it")]
    Busy(String),
    /// The disk has no room: make some.
    #[error(
        "{needed_bytes} bytes are needed and the disk has {free_bytes} to spare; make room and pull it again, \
         it goes on where it was"
    )]
    NoRoom {
        /// How many bytes would come, with some to spare.
        needed_bytes: u64,
        /// How many are free.
        free_bytes: u64,
    },
    /// The server does not answer, or stopped in the middle: try again, what came is kept.
    #[error("{what}; try again, it goes on where it was")]
    Unreachable {
        /// What happened.
        what: String,
        /// Why, if more is known.
        #[source]
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
    },
    /// The server answers with something else than the file: check the address.
    #[error("{0}; check the address of the models in the settings")]
    Refused(String),
    /// What came is not the file; it was deleted.
    #[error(
        "{file} is not what it must be ({why}) and was deleted; pull it again, or check the address of the models"
    )]
    Mismatch {
        /// The file.
        file: String,
        /// What differs.
        why: String,
    },
    /// The catalogue cannot be used: try later, or check the address.
    #[error("the catalogue of voices cannot be used: {0}; check the address of the models in the settings")]
    BadCatalogue(String),
    /// The folder of models cannot be read or written: its owner must be who runs this.
    #[error("{path} cannot be read or written; give it to the user who runs Edit Factory")]
    Folder {
        /// Which file or folder.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_never_a_path() {
        for good in ["kokoro-v1.0-int8", "en_US-lessac-medium", "pt_PT-tugão-medium", "a"] {
            assert!(good.parse::<VoiceModelId>().is_ok(), "{good}");
        }
        let long = "a".repeat(81);
        for bad in ["", ".", "..", "a..b", "a/b", "a\\b", ".hidden", "-rf", "a b", "a\0", "a\nb", &long] {
            assert_eq!(bad.parse::<VoiceModelId>(), Err(InvalidVoiceModelId), "{bad:?}");
        }
        assert!(serde_json::from_str::<VoiceModelId>("\"../x\"").is_err());
    }

    #[test]
    fn a_size_that_is_not_known_well_admits_what_is_near() {
        assert!(FileSize::Exact(100).admits(100) && !FileSize::Exact(100).admits(101));
        assert!(FileSize::About(100).admits(25) && FileSize::About(100).admits(200));
        assert!(!FileSize::About(100).admits(24) && !FileSize::About(100).admits(201));
        assert_eq!(FileSize::About(u64::MAX).at_most(), u64::MAX);
    }
}
