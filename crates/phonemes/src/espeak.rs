//! The espeak-ng library: where it is, what it can speak, and speech with the place of each word.

mod engine;
mod ffi;
mod reader;
mod search;
mod text;
mod timing;

use std::{
    error::Error,
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};

use engine::Engine;
pub(crate) use reader::Reader;
use serde::{Deserialize, Serialize};
use text::Text;
pub(crate) use text::is_silent;

/// Where to look for espeak-ng, before the places where a system keeps its libraries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EspeakPaths {
    /// The library's file; when given, no other is tried.
    pub library: Option<PathBuf>,
    /// The folder `espeak-ng-data`; when absent, the one beside the library or the one that it was built with.
    pub data: Option<PathBuf>,
    /// Folders to search: each may hold the library itself, or be a Python environment that does.
    pub extra_search: Vec<PathBuf>,
}

/// An espeak-ng library that was found and loads.
///
/// The library keeps its state in process-wide variables that outlive a call (the phase of the voice's flutter, what
/// an aborted call left behind). So it is loaded anew for each call, by one thread at a time: that takes half a
/// millisecond, makes the same words the same sound, and leaves nothing to clean up.
#[derive(Debug, Clone)]
pub struct EspeakLibrary {
    library: PathBuf,
    data: Option<PathBuf>,
    version: String,
}

/// A voice as espeak-ng describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EspeakVoice {
    /// The name that selects it, such as `gmw/en-US`.
    pub identifier: String,
    /// What a person calls it, such as `English (America)`.
    pub name: String,
    /// Its language tags, the best one first.
    pub languages: Vec<String>,
    /// `female` or `male`, where the voice tells.
    pub gender: Option<&'static str>,
}

/// Spoken sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spoken {
    /// Mono samples.
    pub samples: Vec<i16>,
    /// Samples a second.
    pub rate_hz: u32,
    /// Where each word lies: one span for each, in order, none before the end of the one ahead of it.
    pub words: Vec<SampleSpan>,
}

/// A span of samples: the first, and the one after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleSpan {
    /// The first sample.
    pub start: usize,
    /// The sample after the last.
    pub end: usize,
}

impl EspeakLibrary {
    /// Finds the library, loads it once to see that it works, and reads its version.
    ///
    /// # Errors
    /// [`EspeakError`], with the cure.
    pub fn open(paths: &EspeakPaths) -> Result<Self, EspeakError> {
        let mut failures = Vec::new();
        for candidate in search::candidates(paths) {
            match Engine::start(&candidate.library, candidate.data.as_deref()) {
                Ok(engine) => {
                    let version = engine.version();
                    return Ok(Self { library: candidate.library, data: candidate.data, version });
                }
                Err(error) if paths.library.is_some() => return Err(error),
                Err(error) => failures.push(error.reason()),
            }
        }
        Err(EspeakError::NotFound { tried: failures.join("; ") })
    }

    /// Returns the file that was found; a bare name where the system's loader finds it.
    pub fn path(&self) -> &Path {
        &self.library
    }

    /// Returns the folder of its data, where it is not the one that the library was built with.
    pub fn data(&self) -> Option<&Path> {
        self.data.as_deref()
    }

    /// Returns the version, such as `1.52.0`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Lists the voices that can speak; some installations name voices whose dictionary they lack.
    ///
    /// # Errors
    /// [`EspeakError`] when the library is not there any more.
    pub fn voices(&self) -> Result<Vec<EspeakVoice>, EspeakError> {
        let engine = self.engine()?;
        let data = engine.data();
        Ok(engine.voices().into_iter().filter(|voice| search::has_dictionary(&data, voice)).collect())
    }

    /// Speaks words with the voice of an [`EspeakVoice::identifier`], at a speed in hundredths of its own.
    ///
    /// The text is spoken as it stands: no mark-up, no phoneme codes, no commands in control characters; emoji are
    /// silent. Setting `cancel` ends it within some milliseconds.
    ///
    /// Some texts crash some voices of espeak-ng 1.52 (the digit 8 in Greenlandic does). A program that speaks
    /// the text of strangers calls this in a process of its own.
    ///
    /// # Errors
    /// [`SpeakError`].
    pub fn synthesize(
        &self,
        voice: &str,
        words: &[String],
        speed_percent: u16,
        cancel: &AtomicBool,
    ) -> Result<Spoken, SpeakError> {
        let engine = self.engine()?;
        let data = engine.data();
        let known = |known: &EspeakVoice| known.identifier == voice && search::has_dictionary(&data, known);
        if !engine.voices().iter().any(known) {
            return Err(SpeakError::NoSuchVoice(voice.to_owned()));
        }
        let text = Text::of(words);
        let sound = engine.speak(voice, text.as_bytes(), speed_percent, cancel)?;
        if sound.samples.iter().all(|sample| *sample == 0) {
            return Err(SpeakError::NoSound);
        }
        let words = timing::spans(text.words(), &sound.events, &sound.samples);
        Ok(Spoken { samples: sound.samples, rate_hz: engine.rate_hz(), words })
    }

    fn engine(&self) -> Result<Engine, EspeakError> {
        Engine::start(&self.library, self.data.as_deref())
    }
}

/// Says why espeak-ng cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum EspeakError {
    /// It is in none of the places: apply the cure.
    #[error(
        "espeak-ng was not found: run ./start-dev.sh setup, or install espeak-ng (on Debian and Ubuntu: \
         apt-get install libespeak-ng1), or name its library and data in EDIT_FACTORY_ESPEAK_LIBRARY and \
         EDIT_FACTORY_ESPEAK_DATA (tried: {tried})"
    )]
    NotFound {
        /// The places, and why each did not do.
        tried: String,
    },
    /// The file is not there, or no library for this system.
    #[error("{} cannot be loaded ({}); install espeak-ng again or name another library", library.display(), cause(source))]
    Load {
        /// The file.
        library: PathBuf,
        /// What the system says.
        source: libloading::Error,
    },
    /// It is another library, or a much older one.
    #[error(
        "{} is no espeak-ng library of version 1.50 or later ({}); install a newer one",
        library.display(),
        cause(source)
    )]
    Foreign {
        /// The file.
        library: PathBuf,
        /// What is missing in it.
        source: libloading::Error,
    },
    /// Its data is not where it should be, or the path is over 150 bytes, which is what the library can hold.
    #[error(
        "espeak-ng's data cannot be read{}: name the folder espeak-ng-data by a path of at most 150 bytes in \
         EDIT_FACTORY_ESPEAK_DATA, or install espeak-ng again",
        data.as_ref().map(|data| format!(" in {}", data.display())).unwrap_or_default()
    )]
    Data {
        /// The folder, where one was found or given.
        data: Option<PathBuf>,
    },
}

impl EspeakError {
    /// The reason without its cure, for the list of places that did not do.
    fn reason(&self) -> String {
        match self {
            Self::NotFound { tried } => tried.clone(),
            Self::Load { source, .. } | Self::Foreign { source, .. } => cause(source),
            Self::Data { data: Some(data) } => format!("no data in {}", data.display()),
            Self::Data { data: None } => "it does not find its data".to_owned(),
        }
    }
}

/// What the system says: the loader's own message tells only which call failed.
fn cause(error: &libloading::Error) -> String {
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}

/// Says why nothing was spoken.
#[derive(Debug, thiserror::Error)]
pub enum SpeakError {
    /// It has no such voice: take one of [`EspeakLibrary::voices`].
    #[error("espeak-ng has no voice {0}")]
    NoSuchVoice(String),
    /// The voice says nothing for this text: change the text or the voice.
    #[error("the voice says nothing for this text")]
    NoSound,
    /// It was cancelled.
    #[error("the speech was cancelled")]
    Cancelled,
    /// The library refused the call.
    #[error("espeak-ng failed with code {0}")]
    Refused(i32),
    /// The library cannot be used.
    #[error(transparent)]
    Library(#[from] EspeakError),
}
