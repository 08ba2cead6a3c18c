//! The voices of an installed espeak-ng, as a person chooses them.

use std::collections::HashMap;

use domain::{Language, Voice, VoiceName};
use phonemes::{EspeakError, EspeakLibrary, EspeakVoice};

/// An installed library and its voices.
#[derive(Debug)]
pub(crate) struct Catalog {
    pub(crate) library: EspeakLibrary,
    pub(crate) voices: Vec<Voice>,
    identifiers: HashMap<VoiceName, String>,
}

impl Catalog {
    /// Reads the voices of a library.
    pub(crate) fn of(library: EspeakLibrary) -> Result<Self, EspeakError> {
        let mut catalog = Self { voices: Vec::new(), identifiers: HashMap::new(), library };
        for voice in catalog.library.voices()? {
            catalog.add(&voice);
        }
        Ok(catalog)
    }

    /// Returns the name by which the library selects a voice.
    pub(crate) fn identifier(&self, name: &VoiceName) -> Option<&str> {
        self.identifiers.get(name).map(String::as_str)
    }

    /// Adds a voice, called by its language; a second one of the same language is called as its file.
    fn add(&mut self, voice: &EspeakVoice) {
        let Some(language) = voice.languages.first().and_then(|tag| tag.parse::<Language>().ok()) else {
            // Nobody could choose a voice without a language for a script.
            return;
        };
        let file = voice.identifier.rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
        let names = [language.as_str().to_owned(), file, voice.identifier.clone()];
        let free = names
            .into_iter()
            .filter_map(|name| name.parse::<VoiceName>().ok())
            .find(|name| !self.identifiers.contains_key(name));
        let Some(name) = free else { return };
        self.identifiers.insert(name.clone(), voice.identifier.clone());
        let gender = voice.gender.map(str::to_owned);
        self.voices.push(Voice {
            name,
            label: voice.name.clone(),
            language,
            also_speaks: Vec::new(),
            gender,
            sample_url: None,
        });
    }
}
