//! From espeak-ng's IPA to the alphabets that the voices were trained on.

use unicode_normalization::{UnicodeNormalization, char::decompose_canonical};

use crate::kokoro_id;

/// Sounds of two letters that misaki writes as one; `^` ties the letters.
const TIED: [(&str, &str); 15] = [
    ("a^ɪ", "I"),
    ("a^ʊ", "W"),
    ("d^z", "ʣ"),
    ("d^ʒ", "ʤ"),
    ("d^ʑ", "ʥ"),
    ("e^ɪ", "A"),
    ("o^ʊ", "O"),
    ("ə^ʊ", "Q"),
    ("s^s", "S"),
    ("t^s", "ʦ"),
    ("t^ʃ", "ʧ"),
    ("t^ɕ", "ʨ"),
    ("ʈ^ʂ", "\u{AB67}"),
    ("ɔ^ɪ", "Y"),
    ("ɐ^ʊ", "W"),
];

/// What misaki changes in a single English word of espeak-ng, after the diphthongs; in this order.
const ENGLISH: [(&str, &str); 13] = [
    ("ʔˌn\u{329}", "ʔn"),
    ("ʔn\u{329}", "ʔn"),
    ("ʔn", "Tn"),
    ("ə^l", "ᵊl"),
    ("ʲo", "jo"),
    ("ʲə", "jə"),
    ("ʲ", ""),
    ("ɚ", "əɹ"),
    ("r", "ɹ"),
    ("x", "k"),
    ("ç", "k"),
    ("ɬ", "l"),
    ("\u{303}", ""),
];

/// Returns the voice of espeak-ng that reads a language of Kokoro's other than English.
pub(crate) fn espeak_voice(language: &str) -> Option<&'static str> {
    Some(match language {
        "es" => "es",
        "fr" => "fr-fr",
        "hi" => "hi",
        "it" => "it",
        "pt-br" => "pt-br",
        "ja" => "ja",
        "zh" => "cmn",
        _ => return None,
    })
}

/// Turns tied IPA of a language other than English into misaki's alphabet.
pub(crate) fn misaki(phonemes: &str) -> String {
    let mut written = phonemes.to_owned();
    for (two, one) in TIED {
        written = written.replace(two, one);
    }
    written.retain(|c| c != '^' && c != '-');
    written
}

/// Turns tied IPA of one English word into misaki's alphabet.
pub(crate) fn misaki_english(phonemes: &str, british: bool) -> String {
    let mut written =
        phonemes.replace("a^ɪ", "I").replace("a^ʊ", "W").replace("d^ʒ", "ʤ").replace("t^ʃ", "ʧ");
    written = written.replace("e^ɪ", "A").replace("ɔ^ɪ", "Y");
    for (theirs, ours) in ENGLISH {
        written = written.replace(theirs, ours);
    }
    written = written.replace('ɐ', "ə").replace('ʔ', "t");
    written = syllabic(&written);
    let own: &[(&str, &str)] = if british {
        &[("e^ə", "ɛː"), ("iə", "ɪə"), ("ə^ʊ", "Q")]
    } else {
        &[("o^ʊ", "O"), ("ɜːɹ", "ɜɹ"), ("ɜː", "ɜɹ"), ("ɪə", "iə"), ("ː", "")]
    };
    for (theirs, ours) in own {
        written = written.replace(theirs, ours);
    }
    // The vowel of "say" is A by now; what is left of the plain letters has no English sound.
    written.replace('e', "A").replace('o', "ɔ").replace('ɾ', "T").replace(['^', '-'], "")
}

/// A consonant with the mark of a syllable of its own gets the vowel that misaki writes for that.
fn syllabic(phonemes: &str) -> String {
    let mut written = String::with_capacity(phonemes.len());
    for c in phonemes.chars() {
        if c == '\u{329}' {
            if let Some(consonant) = written.pop() {
                written.push('ᵊ');
                written.push(consonant);
            }
        } else {
            written.push(c);
        }
    }
    written
}

/// Keeps the characters that Kokoro has an id for, and of the others the parts that it has.
pub(crate) fn known_to_kokoro(phonemes: &str) -> String {
    let mut known = String::with_capacity(phonemes.len());
    for c in phonemes.chars() {
        if kokoro_id(c).is_some() {
            known.push(c);
        } else {
            decompose_canonical(c, |part| known.extend(kokoro_id(part).map(|_| part)));
        }
    }
    known
}

/// Returns the text in NFD.
pub(crate) fn decomposed(phonemes: &str) -> String {
    phonemes.nfd().collect()
}
