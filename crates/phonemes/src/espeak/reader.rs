//! Texts read as phonemes by one loaded library, which stays loaded.

use std::ffi::CString;

use super::{EspeakError, EspeakLibrary, EspeakPaths, engine::Engine, search};

/// A loaded library with a current voice.
///
/// Unlike sound, phonemes do not change with what the library said before; so it is not loaded anew for each text.
pub(crate) struct Reader {
    paths: EspeakPaths,
    engine: Engine,
    voice: String,
}

impl Reader {
    /// Finds and loads the library.
    pub(crate) fn open(paths: EspeakPaths) -> Result<Self, EspeakError> {
        let engine = EspeakLibrary::open(&paths)?.engine()?;
        Ok(Self { paths, engine, voice: String::new() })
    }

    /// Returns where the library was looked for.
    pub(crate) fn paths(&self) -> &EspeakPaths {
        &self.paths
    }

    /// Makes a voice the current one; false when there is none of that name or language that can speak.
    pub(crate) fn choose(&mut self, voice: &str) -> bool {
        if self.voice == voice {
            return true;
        }
        self.voice.clear();
        if !self.engine.choose(voice) {
            return false;
        }
        let chosen = self.engine.chosen();
        let data = self.engine.data();
        let mut voices = self.engine.voices().into_iter();
        if !voices.any(|known| known.identifier == chosen && search::has_dictionary(&data, &known)) {
            return false;
        }
        voice.clone_into(&mut self.voice);
        true
    }

    /// Returns the phonemes of a text in the current voice, its clauses and words separated by spaces; `tied` puts
    /// `^` between the letters of one sound.
    pub(crate) fn phonemes(&self, text: &str, tied: bool) -> String {
        // A zero byte would end the text.
        let Ok(text) = CString::new(text.replace('\0', " ")) else { return String::new() };
        let mut phonemes = String::new();
        for clause in self.engine.phonemes(&text, tied) {
            for word in without_language_marks(&clause).split_whitespace() {
                if !phonemes.is_empty() {
                    phonemes.push(' ');
                }
                phonemes.push_str(word);
            }
        }
        phonemes
    }
}

/// Removes the tags in parentheses around the words that the library reads in another language.
fn without_language_marks(phonemes: &str) -> String {
    let mut kept = String::with_capacity(phonemes.len());
    let mut rest = phonemes;
    while let Some((before, after)) = rest.split_once('(') {
        kept.push_str(before);
        rest = after.split_once(')').map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_a_change_of_language_are_removed() {
        assert_eq!(without_language_marks("(en)wˈɪn(ro) bˈun (^e^n)x"), "wˈɪn bˈun x");
        assert_eq!(without_language_marks("no marks, (unended"), "no marks, ");
    }
}
