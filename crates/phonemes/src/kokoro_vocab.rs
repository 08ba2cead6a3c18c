//! The symbols that Kokoro knows.

/// Symbols of consecutive ids, each run with the id of its first; 0 pads.
const RUNS: [(i64, &str); 30] = [
    (1, ";:,.!?"),
    (9, "—…\"()“” \u{303}ʣʥʦʨᵝ\u{AB67}AI"),
    (31, "O"),
    (33, "Q"),
    (35, "ST"),
    (39, "W"),
    (41, "Yᵊabcdef"),
    (50, "hijklmnopqrstuvwxyzɑɐɒæ"),
    (75, "βɔɕç"),
    (80, "ɖðʤə"),
    (85, "ɚɛɜ"),
    (90, "ɟ"),
    (92, "ɡ"),
    (99, "ɥ"),
    (101, "ɨɪʝ"),
    (110, "ɯɰŋɳɲɴø"),
    (118, "ɸθœ"),
    (123, "ɹ"),
    (125, "ɾɻ"),
    (128, "ʁɽʂʃʈʧ"),
    (135, "ʊʋ"),
    (138, "ʌɣɤ"),
    (142, "χʎ"),
    (147, "ʒʔ"),
    (156, "ˈˌː"),
    (162, "ʰ"),
    (164, "ʲ"),
    (169, "↓"),
    (171, "→↗↘"),
    (177, "ᵻ"),
];

/// Returns the id that Kokoro knows a symbol by, out of 178.
pub fn kokoro_id(c: char) -> Option<i64> {
    let id = |(first, run): &(i64, &str)| run.chars().zip(*first..).find(|(known, _)| *known == c);
    RUNS.iter().find_map(id).map(|(_, id)| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_have_the_ids_that_the_model_was_trained_with() {
        for (symbol, id) in [
            (';', 1),
            (' ', 16),
            ('\u{303}', 17),
            ('\u{AB67}', 23),
            ('A', 24),
            ('a', 43),
            ('z', 68),
            ('ɹ', 123),
            ('ˈ', 156),
            ('ᵻ', 177),
        ] {
            assert_eq!(kokoro_id(symbol), Some(id), "{symbol}");
        }
        for unknown in ['g', '0', '❓', 'ʉ', '\0'] {
            assert_eq!(kokoro_id(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn there_are_114_of_them_each_with_an_id_of_its_own() {
        let mut ids: Vec<i64> =
            RUNS.iter().flat_map(|(first, run)| (*first..).take(run.chars().count())).collect();
        assert_eq!(ids.len(), 114);
        ids.dedup();
        assert_eq!(ids.len(), 114);
        assert!(ids.is_sorted() && ids.iter().all(|id| (1..178).contains(id)));
    }
}
