//! The gender of the noun after a number, guessed from how it ends.

use super::numbers::Gender::{self, Feminine, Masculine, Neuter};

/// What follows a number without being counted by it.
const NO_NOUNS: &str = "de și la pe din cu sau este e a al ale ai în iar dar ca că să nu pentru până după sunt fiind \
    mai spre contra plus minus ori ianuarie februarie martie aprilie iunie iulie august septembrie octombrie noiembrie \
    decembrie";
/// Feminine nouns that end like masculine ones.
const FEMININE: &str =
    "luni cărți părți flori mărimi culori țări cești nopți seri băi ploi foi văi idei femei";
/// Neuter nouns that end like feminine ones.
const NEUTER: &str = "minute grade procente produse puncte kilograme grame cadre episoade milioane miliarde telefoane \
    județe proiecte modele etaje orașe sate filme texte exemple motive avantaje elemente articole magazine pachete \
    centre cuvinte bilete secole";
/// Ends that only feminine plurals have.
const FEMININE_ENDS: [&str; 7] = ["ții", "ări", "ăți", "rii", "gii", "fii", "lii"];

/// Guesses the gender of the word after a number; [`None`] when it is likely no noun.
pub(super) fn gender_of(word: &str) -> Option<Gender> {
    let is_one_of = |words: &str| words.split_whitespace().any(|known| known == word);
    let lower = word.chars().all(|c| c.is_lowercase() || c == '-');
    if !lower || word.is_empty() || is_one_of(NO_NOUNS) {
        return None;
    }
    Some(if word.ends_with("uri") || word.ends_with("mente") || is_one_of(NEUTER) {
        Neuter
    } else if is_one_of(FEMININE)
        || FEMININE_ENDS.iter().any(|end| word.ends_with(end))
        || word.ends_with(['e', 'ă', 'a'])
    {
        Feminine
    } else {
        Masculine
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gender_of_common_nouns_is_guessed() {
        for (gender, words) in [
            (Masculine, &["lei", "ani", "pași", "oameni", "copii", "produs", "pui"][..]),
            (Feminine, &["zile", "ore", "persoane", "luni", "oferte", "promoții", "cărți", "rețetă"]),
            (Neuter, &["minute", "produse", "lucruri", "procente", "apartamente"]),
        ] {
            for word in words {
                assert_eq!(gender_of(word), Some(gender), "{word}");
            }
        }
        for word in ["de", "din", "București", "", "mai", "A4"] {
            assert_eq!(gender_of(word), None, "{word}");
        }
    }
}
