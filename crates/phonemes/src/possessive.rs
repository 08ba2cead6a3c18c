//! English possessives of abbreviations: espeak-ng 1.52 loses the `'s` of `NASA's` and `FBI's`.

/// Returns an abbreviation in capitals without the `'s` that it ends with.
pub(crate) fn owner(word: &str) -> Option<&str> {
    let owner = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"))?;
    let capitals = owner.chars().count() > 1 && owner.chars().all(char::is_uppercase);
    capitals.then_some(owner)
}

/// Returns how `'s` sounds in espeak-ng's IPA after other sounds.
pub(crate) fn sound_after(phonemes: &str) -> &'static str {
    match phonemes.trim_end_matches(['ː', 'ˈ', 'ˌ']).chars().next_back() {
        Some('s' | 'z' | 'ʃ' | 'ʒ') => "ᵻz",
        Some('p' | 't' | 'k' | 'f' | 'θ') => "s",
        _ => "z",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_abbreviations_in_capitals_are_owners() {
        assert_eq!(owner("NASA's"), Some("NASA"));
        assert_eq!(owner("FBI’s"), Some("FBI"));
        for word in ["cat's", "NASA", "'s", "A's", "It's"] {
            assert_eq!(owner(word), None, "{word}");
        }
    }

    #[test]
    fn the_sound_depends_on_the_last_one() {
        assert_eq!(sound_after("nˈæsɐ"), "z");
        assert_eq!(sound_after("jˌuːˈɛs"), "ᵻz");
        assert_eq!(sound_after("snˈæp"), "s");
    }
}
