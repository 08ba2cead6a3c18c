//! From words as they were written to the phonemes of a voice.

use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

use crate::{
    align, alphabet, assemble,
    assemble::{Heard, Marks},
    english::English,
    espeak::EspeakPaths,
    normalise::{Rules, Utterance, normalise},
    possessive,
    process::{LIMIT, PhonemeCommand, ReaderProcess},
    serve::{Answer, Request},
};

/// Phonemes of a run of words as they were written.
///
/// Runs follow each other and cover all words in order. Put together they are the whole text's phonemes: with stress
/// marks, with the punctuation that is heard, and with the spaces between words, each at the end of a run. A word
/// that is not spoken, such as a lone dash or an emoji, is a run without phonemes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordPhonemes {
    /// The words, counted from the first of the text.
    pub words: Range<usize>,
    /// What is heard for them.
    pub phonemes: String,
}

/// Reads texts as phonemes. Clones share what was loaded and the process that reads; calls block.
#[derive(Clone)]
pub struct Phonemizer {
    shared: Arc<Shared>,
}

struct Shared {
    espeak: Arc<EspeakReader>,
    american: OnceLock<English>,
    british: OnceLock<English>,
}

impl Phonemizer {
    /// Makes one that asks the espeak-ng of `paths` in processes of `command`.
    ///
    /// Nothing is loaded or started before it is needed: English as Kokoro speaks it needs espeak-ng only for words
    /// that no dictionary has.
    pub fn new(paths: EspeakPaths, command: PhonemeCommand) -> Self {
        let espeak = Arc::new(EspeakReader { paths, process: ReaderProcess::new(command, LIMIT) });
        Self { shared: Arc::new(Shared { espeak, american: OnceLock::new(), british: OnceLock::new() }) }
    }

    /// Reads words in misaki's alphabet, which Kokoro was trained on; every character has a
    /// [`kokoro_id`](crate::kokoro_id).
    ///
    /// The language is one of `en-us`, `en-gb`, `es`, `fr`, `hi`, `it`, `pt-br`, `ja` and `zh`. Japanese is read from
    /// kana alone. Chinese is read without its tones, since espeak-ng's IPA does not tell them apart.
    ///
    /// # Errors
    /// [`PhonemeError`].
    pub fn kokoro(&self, words: &[String], language: &str) -> Result<Vec<WordPhonemes>, PhonemeError> {
        let rules = Rules::of(language);
        let utterances = normalise(words, rules);
        let heard = if let Some(english) = self.english(language) {
            english.read(&utterances)?
        } else {
            let no_such_language = || PhonemeError::NoSuchVoice(language.to_owned());
            let voice = alphabet::espeak_voice(language).ok_or_else(no_such_language)?;
            readable(&utterances, language)?;
            let mut heard = self.shared.espeak.read(&utterances, voice, true)?;
            for heard in &mut heard {
                heard.phonemes = alphabet::misaki(&heard.phonemes);
            }
            heard
        };
        let mut runs = assemble::runs(words.len(), &utterances, &heard, Marks::All);
        for run in &mut runs {
            run.phonemes = alphabet::known_to_kokoro(&run.phonemes);
        }
        Ok(runs)
    }

    /// Reads words as espeak-ng's IPA in NFD with the punctuation that ends clauses, which Piper's voices were
    /// trained on; the voice is a name or a language tag of espeak-ng.
    ///
    /// # Errors
    /// [`PhonemeError`].
    pub fn piper(&self, words: &[String], espeak_voice: &str) -> Result<Vec<WordPhonemes>, PhonemeError> {
        let rules = Rules::of(espeak_voice);
        let mut utterances = normalise(words, rules);
        let owners =
            if matches!(rules, Rules::English { .. }) { without_s(&mut utterances) } else { Vec::new() };
        let mut heard = self.shared.espeak.read(&utterances, espeak_voice, false)?;
        for owner in owners {
            if let Some(heard) = heard.get_mut(owner) {
                heard.phonemes += possessive::sound_after(&heard.phonemes);
            }
        }
        let mut runs = assemble::runs(words.len(), &utterances, &heard, Marks::OfClauses);
        for run in &mut runs {
            run.phonemes = alphabet::decomposed(&run.phonemes);
        }
        Ok(runs)
    }

    fn english(&self, language: &str) -> Option<&English> {
        let espeak = || Arc::clone(&self.shared.espeak);
        match language {
            "en-us" => Some(self.shared.american.get_or_init(|| English::american(espeak()))),
            "en-gb" => Some(self.shared.british.get_or_init(|| English::british(espeak()))),
            _ => None,
        }
    }
}

impl std::fmt::Debug for Phonemizer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Phonemizer").field("espeak", &self.shared.espeak).finish_non_exhaustive()
    }
}

/// espeak-ng in its process.
#[derive(Debug)]
pub(crate) struct EspeakReader {
    paths: EspeakPaths,
    process: ReaderProcess,
}

impl EspeakReader {
    /// Reads texts as espeak-ng says them; `tied` puts `^` between the letters of one sound.
    pub(crate) fn texts(
        &self,
        texts: Vec<String>,
        voice: &str,
        tied: bool,
    ) -> Result<Vec<String>, PhonemeError> {
        let asked = texts.len();
        let request = Request { paths: self.paths.clone(), voice: voice.to_owned(), tied, texts };
        match self.process.ask(&request)? {
            Answer::Phonemes(phonemes) if phonemes.len() == asked => Ok(phonemes),
            Answer::Phonemes(_) => Err(PhonemeError::Failed("espeak-ng's answer is not all".to_owned())),
            Answer::NoSuchVoice => Err(PhonemeError::NoSuchVoice(voice.to_owned())),
            Answer::Unavailable { cure } => Err(PhonemeError::Unavailable { cure }),
        }
    }

    fn read(&self, spoken: &[Utterance], voice: &str, tied: bool) -> Result<Vec<Heard>, PhonemeError> {
        by_clause(spoken, |texts| self.texts(texts, voice, tied))
    }
}

/// Refuses Japanese in Chinese characters, each of which espeak-ng reads as the English words "Chinese letter".
fn readable(utterances: &[Utterance], language: &str) -> Result<(), PhonemeError> {
    let is_chinese =
        |c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}');
    let unread = utterances.iter().find(|word| language == "ja" && word.text.contains(is_chinese));
    match unread {
        Some(word) => {
            Err(PhonemeError::BadText(format!("Japanese is read from kana alone, not {}", word.text)))
        }
        None => Ok(()),
    }
}

/// Removes the `'s` of abbreviations, and tells which had one.
fn without_s(utterances: &mut [Utterance]) -> Vec<usize> {
    let mut owners = Vec::new();
    for (n, utterance) in utterances.iter_mut().enumerate() {
        if let Some(owner) = possessive::owner(&utterance.text) {
            utterance.text = owner.to_owned();
            owners.push(n);
        }
    }
    owners
}

/// Has what is spoken read clause by clause, as each word sounds beside the others.
fn by_clause(
    spoken: &[Utterance],
    read: impl Fn(Vec<String>) -> Result<Vec<String>, PhonemeError>,
) -> Result<Vec<Heard>, PhonemeError> {
    if spoken.is_empty() {
        return Ok(Vec::new());
    }
    let clauses = assemble::clauses(spoken);
    let whole = read(clauses.iter().map(|clause| assemble::text(clause)).collect())?;
    let plain: Vec<bool> =
        clauses.iter().zip(&whole).map(|(clause, whole)| align::is_plain(clause, whole)).collect();
    // Where there are not as many groups of sounds as words, each word alone tells which are its own.
    let unclear = clauses.iter().zip(&plain).filter(|(_, plain)| !**plain);
    let alone: Vec<String> =
        unclear.flat_map(|(clause, _)| clause.iter()).map(|word| word.text.clone()).collect();
    let alone = if alone.is_empty() { alone } else { read(alone)? };
    let mut alone = alone.as_slice();
    let mut heard = Vec::with_capacity(spoken.len());
    for ((clause, whole), plain) in clauses.iter().zip(&whole).zip(plain) {
        if plain {
            heard.extend(align::plain(whole));
        } else {
            let (own, others) = alone.split_at_checked(clause.len()).unwrap_or((alone, &[]));
            heard.extend(align::aligned(whole, own));
            alone = others;
        }
    }
    Ok(heard)
}

/// Says why a text could not be read.
#[derive(Debug, thiserror::Error)]
pub enum PhonemeError {
    /// espeak-ng is not there: apply the cure.
    #[error("{cure}")]
    Unavailable {
        /// What makes it available.
        cure: String,
    },
    /// espeak-ng has no such voice, or Kokoro no such language: take another.
    #[error("there is no voice or language {0}")]
    NoSuchVoice(String),
    /// The library crashes on this text or never ends: change the text.
    #[error("{0}; change the text or choose another voice")]
    BadText(String),
    /// It failed otherwise.
    #[error("{0}")]
    Failed(String),
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::espeak::Reader;

    fn installed() -> EspeakPaths {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        EspeakPaths {
            extra_search: vec![root.join(".tools/espeak-ng"), root.join(".tools/venv")],
            ..EspeakPaths::default()
        }
    }

    #[test]
    fn without_rules_a_text_is_read_as_espeak_reads_it() {
        let words: Vec<String> = "Hello world, this costs $5.99".split(' ').map(str::to_owned).collect();
        let mut reader = Reader::open(installed()).unwrap_or_else(|error| panic!("{error}"));
        assert!(reader.choose("en-us"));
        let utterances = normalise(&words, Rules::Other);
        let heard = by_clause(&utterances, |texts| {
            Ok(texts.iter().map(|text| reader.phonemes(text, false)).collect())
        });
        let runs = assemble::runs(words.len(), &utterances, &heard.unwrap(), Marks::OfClauses);
        let phonemes: String = runs.iter().map(|run| run.phonemes.as_str()).collect();
        assert_eq!(phonemes, "həlˈoʊ wˈɜːld, ðɪs kˈɔsts dˈɑːlɚ fˈaɪv pɔɪnt nˈaɪn nˈaɪn");
        assert_eq!(runs[4].phonemes, "dˈɑːlɚ fˈaɪv pɔɪnt nˈaɪn nˈaɪn");
    }
}
