//! Which keywords a sentence says: words are folded (no diacritics, lower case) and reduced to their stems.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::stem;
use crate::{Language, Segment, Sentence};

/// How a language's words are reduced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reduction {
    English,
    Romanian,
    /// Only folded: for languages whose endings are not known here.
    Folded,
}

impl Reduction {
    /// Takes the language where it is known; a text with Romanian letters is Romanian, any other English.
    fn of(language: Option<&Language>, sentences: &[Sentence]) -> Self {
        match language.map(Language::primary) {
            Some("en") => Self::English,
            Some("ro") => Self::Romanian,
            Some(_) => Self::Folded,
            None => {
                let letters = sentences.iter().flat_map(|sentence| &sentence.words).flat_map(|w| w.chars());
                let romanian = letters.flat_map(char::to_lowercase).any(|c| "ăâîșț".contains(c));
                if romanian { Self::Romanian } else { Self::English }
            }
        }
    }

    /// Returns the stems of a word: more than one where it can be a form of several.
    fn reduce(self, word: &str) -> Vec<String> {
        match self {
            Self::English => vec![stem::english(word)],
            Self::Romanian => stem::romanian(word),
            Self::Folded => vec![word.to_owned()],
        }
    }

    /// Splits a text into the stems of each of its words.
    fn stems(self, text: &str) -> Vec<Vec<String>> {
        let folded = fold(text);
        let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(|word| self.reduce(word)).collect()
    }
}

/// Writes a text in lower case and without diacritics.
fn fold(text: &str) -> String {
    let plain = text.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).flat_map(char::to_lowercase);
    let mut folded = String::with_capacity(text.len());
    for c in plain {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            // The possessive's mark ends no word.
            '\'' | '’' => {}
            other => folded.push(other),
        }
    }
    folded
}

/// What a sentence says of the segments' keywords.
#[derive(Debug, Default)]
pub(super) struct Said<'s> {
    /// How much of each segment's keywords it says, by the segment's place: 1 for one keyword, 1.5 for several.
    pub(super) by_segment: Vec<(usize, f32)>,
    keywords: HashSet<&'s str>,
}

impl<'s> Said<'s> {
    /// Lists those keywords of a segment that the sentence says.
    pub(super) fn of(&self, segment: &'s Segment) -> impl Iterator<Item = &'s str> {
        segment.marks.keywords.iter().map(String::as_str).filter(|keyword| self.keywords.contains(keyword))
    }
}

/// Finds for each sentence the keywords that it says: every word of a keyword must be in the sentence.
pub(super) fn said<'s>(
    sentences: &[Sentence],
    language: Option<&Language>,
    segments: &[&'s Segment],
) -> Vec<Said<'s>> {
    let reduction = Reduction::of(language, sentences);
    let mut places: HashMap<&'s str, Vec<usize>> = HashMap::new();
    for (place, segment) in segments.iter().enumerate() {
        for keyword in &segment.marks.keywords {
            let at = places.entry(keyword).or_default();
            // A keyword that is there twice counts once.
            if at.last() != Some(&place) {
                at.push(place);
            }
        }
    }
    let keywords: Vec<(&'s str, Vec<Vec<String>>)> =
        places.keys().map(|keyword| (*keyword, reduction.stems(keyword))).collect();
    let of_sentence = |sentence: &Sentence| {
        let stems: HashSet<String> =
            sentence.words.iter().flat_map(|word| reduction.stems(word)).flatten().collect();
        let is_heard = |word: &Vec<String>| word.iter().any(|stem| stems.contains(stem));
        let is_said = |words: &Vec<Vec<String>>| !words.is_empty() && words.iter().all(is_heard);
        let keywords: HashSet<&'s str> =
            keywords.iter().filter(|(_, words)| is_said(words)).map(|(keyword, _)| *keyword).collect();
        let mut counts: HashMap<usize, u32> = HashMap::new();
        for place in keywords.iter().filter_map(|keyword| places.get(keyword)).flatten() {
            *counts.entry(*place).or_default() += 1;
        }
        let much = |count| if count > 1 { 1.5 } else { 1.0 };
        let by_segment = counts.into_iter().map(|(place, count)| (place, much(count))).collect();
        Said { by_segment, keywords }
    };
    sentences.iter().map(of_sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Script, SegmentMarks, choose::tests::segment};

    fn says(script: &str, keyword: &str) -> bool {
        says_in(None, script, keyword)
    }

    fn says_in(language: Option<&str>, script: &str, keyword: &str) -> bool {
        let language: Option<Language> = language.map(|tag| tag.parse().unwrap());
        let sentences = Script::parse(script).unwrap().sentences();
        let marks = SegmentMarks { keywords: vec![keyword.to_owned()], ..SegmentMarks::default() };
        let segment = Segment { marks, ..segment(0, 2000) };
        said(&sentences, language.as_ref(), &[&segment]).iter().any(|said| !said.by_segment.is_empty())
    }

    #[test]
    fn english_words_are_found_in_their_forms() {
        for (script, keyword) in [
            ("Our CANDLES burn long.", "candle"),
            ("A box of pralines.", "boxes"),
            ("She is pouring wax.", "pour"),
            ("Baked at dawn.", "bake"),
            ("Sweet candies!", "candy"),
            ("Two shelves of oak.", "shelf"),
            ("Made from pure soy wax, by hand.", "soy wax"),
            ("The shop’s window", "shop"),
            ("Café au lait", "cafe"),
        ] {
            assert!(says(script, keyword), "{script}: {keyword}");
        }
        for (script, keyword) in
            [("We care about it.", "car"), ("Pure wax.", "soy wax"), ("Hello.", "!?"), ("A king.", "ring")]
        {
            assert!(!says(script, keyword), "{script}: {keyword}");
        }
    }

    #[test]
    fn romanian_words_are_found_in_their_forms_with_and_without_diacritics() {
        for (script, keyword) in [
            ("Lumânările ard șaizeci de ore.", "lumânare"),
            ("Mirosul lumânării, în casă.", "lumanare"),
            ("Florile din grădină.", "floare"),
            ("Buchete de flori și țesături.", "floarea"),
            ("Farfuriile sunt pictate în atelier.", "farfurie"),
            ("Cărțile noastre.", "carte"),
            ("Brazii înalți.", "brad"),
            ("Tricoul tău, în trei culori.", "tricouri"),
        ] {
            assert!(says(script, keyword), "{script}: {keyword}");
        }
        assert!(!says("Lampa luminează în întuneric.", "lumânare"));
    }

    #[test]
    fn romanian_plurals_in_le_are_found_and_no_other_words() {
        for (script, keyword) in [
            ("Trei modele noi.", "model"),
            ("Modelul și modelele lui.", "modele"),
            ("Inele de aur.", "inel"),
            ("Inelul ei.", "inele"),
            ("Șirag de perle.", "perlă"),
            ("Perlele mării.", "perla"),
            ("Umbrele colorate.", "umbrelă"),
            ("Umbrela roșie.", "umbrele"),
            ("Articole noi.", "articol"),
            ("Toate articolele.", "articol"),
            ("Sandale de vară.", "sandală"),
            ("Rețete speciale.", "special"),
            ("Textile moi.", "textil"),
            ("Mobile vechi.", "mobilă"),
            // The article after a plural.
            ("Casele noastre.", "casă"),
            ("Produsele lor.", "produs"),
            ("Textele lungi.", "text"),
            ("Ouăle proaspete.", "ouă"),
            // Nouns in -ea.
            ("Perdele lungi.", "perdea"),
            ("Perdelele lungi.", "perdea"),
            ("Cafeaua caldă.", "cafele"),
            ("Stelele de sus.", "stea"),
            // Nouns in a vowel and i, and the genitive.
            ("Uleiul de măsline.", "ulei"),
            ("Ceaiul verde.", "ceai"),
            ("Pentru femei.", "femeie"),
            ("Culoarea farfuriei.", "farfurie"),
            ("Poarta casei.", "casă"),
        ] {
            assert!(says_in(Some("ro"), script, keyword), "{script}: {keyword}");
        }
        for (script, keyword) in [
            ("Trei modele noi.", "modă"),
            ("Modelul nou.", "modă"),
            ("Moda verii.", "model"),
            ("Șirag de perle.", "pere"),
            ("O umbrelă roșie.", "umbră"),
            ("Umbra nucului.", "umbrelă"),
            ("Articole noi.", "artă"),
            ("Textile moi.", "text"),
            ("Cartea bună.", "cartelă"),
            ("Cartele noi.", "carte"),
        ] {
            assert!(!says_in(Some("ro"), script, keyword), "{script}: {keyword}");
        }
    }

    #[test]
    fn several_keywords_say_more_than_one() {
        let sentences = Script::parse("A candle and a vase.").unwrap().sentences();
        let marked = |keywords: &[&str]| {
            let keywords = keywords.iter().map(|&keyword| keyword.to_owned()).collect();
            Segment { marks: SegmentMarks { keywords, ..SegmentMarks::default() }, ..segment(0, 2000) }
        };
        let (one, two, none) = (marked(&["candle"]), marked(&["vase", "candle"]), marked(&["lamp"]));
        let said = said(&sentences, None, &[&one, &two, &none]);
        let mut by_segment = said[0].by_segment.clone();
        by_segment.sort_by_key(|(place, _)| *place);
        assert_eq!(by_segment, [(0, 1.0), (1, 1.5)]);
        assert_eq!(said[0].of(&two).collect::<Vec<_>>(), ["vase", "candle"]);
    }
}
