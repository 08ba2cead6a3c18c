//! English in misaki's alphabet: its dictionaries, and espeak-ng for the words that they lack.

use std::{
    cell::RefCell,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use misaki_rs::{Fallback, G2P, Language, MToken, fallback::FallbackError};

use crate::{
    PhonemeError, alphabet,
    assemble::{self, Heard},
    normalise::Utterance,
    phonemizer::EspeakReader,
};

thread_local! {
    /// Why espeak-ng could not read a word; misaki passes on a text alone.
    static REFUSAL: RefCell<Option<PhonemeError>> = const { RefCell::new(None) };
}

/// A reader of English.
pub(crate) struct English {
    misaki: G2P,
}

impl English {
    /// Loads the dictionaries of American English.
    pub(crate) fn american(espeak: Arc<EspeakReader>) -> Self {
        let unknown = UnknownWords { espeak, voice: "en-us", british: false };
        Self { misaki: G2P::with_fallback(Language::EnglishUS, Some(Box::new(unknown))) }
    }

    /// Loads the dictionaries of British English.
    pub(crate) fn british(espeak: Arc<EspeakReader>) -> Self {
        let unknown = UnknownWords { espeak, voice: "en-gb", british: true };
        Self { misaki: G2P::with_fallback(Language::EnglishGB, Some(Box::new(unknown))) }
    }

    /// Reads what is spoken, sentence by sentence.
    pub(crate) fn read(&self, spoken: &[Utterance]) -> Result<Vec<Heard>, PhonemeError> {
        let mut heard = Vec::with_capacity(spoken.len());
        for sentence in assemble::sentences(spoken) {
            heard.extend(self.sentence(sentence)?);
        }
        Ok(heard)
    }

    fn sentence(&self, words: &[Utterance]) -> Result<Vec<Heard>, PhonemeError> {
        let mut text = String::new();
        let mut ends = Vec::with_capacity(words.len());
        for word in words {
            if !text.is_empty() {
                text.push(' ');
            }
            for part in [&word.before, &word.text, &word.after] {
                text.push_str(part);
            }
            ends.push(text.len());
        }
        let mut heard = vec![Heard { phonemes: String::new(), joined: false }; words.len()];
        let (mut at, mut word) = (0, 0);
        for token in self.tokens(&text)? {
            while ends.get(word).is_some_and(|end| *end <= at) {
                word += 1;
            }
            at += token.text.len() + token.whitespace.len();
            let Some(place) = heard.get_mut(word) else { break };
            place
                .phonemes
                .extend(token.phonemes.iter().flat_map(|phonemes| phonemes.chars()).filter(|c| is_sound(*c)));
            let ended = ends.get(word).is_some_and(|end| *end <= at);
            if !ended && !token.whitespace.is_empty() && !place.phonemes.is_empty() {
                place.phonemes.push(' ');
            }
        }
        for place in &mut heard {
            place.phonemes.truncate(place.phonemes.trim_end().len());
        }
        Ok(heard)
    }

    fn tokens(&self, text: &str) -> Result<Vec<MToken>, PhonemeError> {
        REFUSAL.take();
        // It only reads its tables, so a panic leaves nothing half done.
        match catch_unwind(AssertUnwindSafe(|| self.misaki.g2p(text))) {
            Ok(Ok((_, tokens))) => Ok(tokens),
            Ok(Err(error)) => Err(REFUSAL.take().unwrap_or_else(|| PhonemeError::BadText(error.to_string()))),
            Err(_) => Err(PhonemeError::BadText("the English dictionaries fail on it".to_owned())),
        }
    }
}

/// Punctuation is added from the text as it was written.
fn is_sound(c: char) -> bool {
    !";:,.!?—…\"“”()❓".contains(c)
}

/// espeak-ng for the words that the dictionaries lack.
struct UnknownWords {
    espeak: Arc<EspeakReader>,
    voice: &'static str,
    british: bool,
}

impl Fallback for UnknownWords {
    fn phonemize(&self, word: &str) -> Result<String, FallbackError> {
        match self.espeak.texts(vec![word.to_owned()], self.voice, true) {
            Ok(phonemes) => Ok(alphabet::misaki_english(&phonemes.concat(), self.british)),
            Err(refusal) => {
                let error = refusal.to_string();
                REFUSAL.set(Some(refusal));
                Err(FallbackError::Espeak { word: word.to_owned(), error })
            }
        }
    }
}
