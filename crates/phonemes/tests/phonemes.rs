//! Texts read by the real library in its own process. It is there after `./start-dev.sh setup`; without it these
//! tests fail with the cure.

use std::{
    path::{Path, PathBuf},
    sync::LazyLock,
};

use phonemes::{EspeakPaths, PhonemeCommand, PhonemeError, Phonemizer, WordPhonemes, kokoro_id};
use proptest::prelude::*;

/// Loading the dictionaries takes most of a second.
static PHONEMIZER: LazyLock<Phonemizer> = LazyLock::new(|| phonemizer(EspeakPaths::default()));

fn phonemizer(paths: EspeakPaths) -> Phonemizer {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let extra_search = vec![root.join(".tools/espeak-ng"), root.join(".tools/venv")];
    let program = PathBuf::from(env!("CARGO_BIN_EXE_espeak-phonemes"));
    Phonemizer::new(EspeakPaths { extra_search, ..paths }, PhonemeCommand { program, args: Vec::new() })
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn joined(runs: &[WordPhonemes]) -> String {
    runs.iter().map(|run| run.phonemes.as_str()).collect()
}

fn kokoro(text: &str, language: &str) -> String {
    let runs = PHONEMIZER.kokoro(&words(text), language).unwrap_or_else(|error| panic!("{text}: {error}"));
    joined(&runs)
}

fn piper(text: &str, voice: &str) -> Vec<String> {
    let runs = PHONEMIZER.piper(&words(text), voice).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(runs.len(), words(text).len());
    runs.into_iter().map(|run| run.phonemes).collect()
}

/// Holds the lines of a table of hard sentences that begin with `mark` against what `read` makes of them.
fn holds(table: &str, mark: &str, at_least: usize, read: impl Fn(&str) -> String) {
    let mut written = "";
    let mut rows = 0;
    for line in table.lines() {
        written = line.strip_prefix("> ").unwrap_or(written);
        if let Some(phonemes) = line.strip_prefix(mark) {
            assert_eq!(read(written), phonemes, "{written}");
            rows += 1;
        }
    }
    assert!(rows >= at_least, "{rows} rows");
}

#[test]
fn kokoros_english_comes_from_misakis_dictionaries() {
    holds(include_str!("hard/english.txt"), "k ", 30, |text| kokoro(text, "en-us"));
}

#[test]
fn words_that_no_dictionary_has_come_from_espeak() {
    assert_eq!(kokoro("the zorblatt of NASA's apples!", "en-us"), "ðə zˈɔɹblæt ʌv nˈæsəz ˈæpᵊlz!");
    assert_eq!(kokoro("Hello, vollmixt schedule", "en-gb"), "həlˈQ, vˈɒlmɪkst ʃˈɛdjuːl");
}

#[test]
fn kokoros_other_languages_come_from_espeak() {
    for (language, text, phonemes) in [
        ("es", "Hola, mucho gusto.", "ˈola, mˈuʧo ɣˈusto."),
        ("fr", "Bonjour le monde", "bɔ\u{303}ʒˈuʁ lə mˈɔ\u{303}d"),
        ("it", "ciao ragazzi", "ʧˈao raɡˈaʦːɪ"),
        ("pt-br", "olá não", "olˈa nˈɐ\u{303}ʊ\u{303}"),
        ("hi", "नमस्ते दुनिया।", "nəmˈʌsteː dˈʊnɪjˌaː."),
    ] {
        assert_eq!(kokoro(text, language), phonemes, "{language}");
    }
}

#[test]
fn japanese_is_read_from_kana_and_other_writing_is_told() {
    assert_eq!(kokoro("こんにちは、カタカナ", "ja"), "kˌonniʨˈiha, kˌatakˈana");
    let kanji = PHONEMIZER.kokoro(&words("東京 です"), "ja");
    assert!(matches!(&kanji, Err(PhonemeError::BadText(why)) if why.contains("東京")), "{kanji:?}");
}

#[test]
fn pipers_voices_get_what_espeak_says_of_the_words_that_are_spoken() {
    holds(include_str!("hard/romanian.txt"), "p ", 10, |text| piper(text, "ro").concat());
    assert_eq!(
        piper("Hello world, this costs $5.99", "en-us").concat(),
        "həlˈoʊ wˈɜːld, ðɪs kˈɔsts fˈaɪv dˈɑːlɚz ænd nˈaɪnti nˈaɪn sˈɛnts"
    );
    assert_eq!(piper("NASA's and FBI's", "en-us").concat(), "nˈæsɐz ænd ˌɛfbˌiːˈaɪz");
}

#[test]
fn words_that_espeak_says_as_one_have_a_run_each() {
    let runs = piper("The cat of the house was a lot — of 🎉 fun!", "en-us");
    assert_eq!(runs, ["ðə ", "kˈæt ", "ʌv", "ðə ", "hˈaʊs ", "wʌz", "ɐ ", "lˈɑːt; ", "", "ʌv ", "", "fˈʌn!"]);
}

#[test]
fn pipers_phonemes_are_decomposed() {
    assert_eq!(piper("ça", "fr").concat(), "sˈa");
    assert!(piper("não", "pt-br").concat().contains("ɐ\u{303}"));
}

#[test]
fn a_text_without_anything_to_say_has_empty_runs() {
    assert!(PHONEMIZER.piper(&[], "en-us").is_ok_and(|runs| runs.is_empty()));
    assert_eq!(piper("— 🎉 …", "en-us"), ["", "", ""]);
    assert_eq!(kokoro("🎉", "en-us"), "");
}

#[test]
fn an_unknown_voice_or_language_is_told() {
    for voice in ["gibberish", "xx", "engl", "", "a\0b", "../etc"] {
        let unknown = PHONEMIZER.piper(&words("Hello"), voice);
        assert!(matches!(unknown, Err(PhonemeError::NoSuchVoice(_))), "{voice}: {unknown:?}");
    }
    assert!(matches!(PHONEMIZER.kokoro(&words("Salut"), "ro"), Err(PhonemeError::NoSuchVoice(_))));
    assert_eq!(piper("Still here", "en-us").concat(), "stˈɪl hˈɪɹ");
}

#[test]
fn a_missing_library_is_told_with_the_cure() {
    let nowhere = EspeakPaths { library: Some("/nowhere/espeak.so".into()), ..EspeakPaths::default() };
    let missing = phonemizer(nowhere).piper(&words("Hello"), "en-us");
    assert!(
        matches!(&missing, Err(PhonemeError::Unavailable { cure }) if cure.contains("install espeak-ng")),
        "{missing:?}"
    );
}

#[test]
fn english_that_the_dictionaries_know_needs_no_library() {
    let nowhere = EspeakPaths { library: Some("/nowhere/espeak.so".into()), ..EspeakPaths::default() };
    let phonemizer = phonemizer(nowhere);
    assert!(phonemizer.kokoro(&words("Hello world"), "en-us").is_ok());
    let unknown = phonemizer.kokoro(&words("Hello zorblatt"), "en-us");
    assert!(matches!(unknown, Err(PhonemeError::Unavailable { .. })), "{unknown:?}");
}

#[test]
fn a_text_that_crashes_the_library_harms_no_other() {
    // Version 1.52 may die of these; another may read them.
    for (voice, text) in [("kl", "8"), ("vi-vn-x-south", "ਭ̈|"), ("ar", "٨ 8")] {
        let result = PHONEMIZER.piper(&words(text), voice);
        assert!(matches!(result, Ok(_) | Err(PhonemeError::BadText(_))), "{voice} {text}: {result:?}");
    }
    assert_eq!(piper("Still here", "en-us").concat(), "stˈɪl hˈɪɹ");
}

#[test]
fn mark_up_and_codes_are_no_commands() {
    for text in ["[[h@l'oU]]", "<break time='9s'/> x", "\u{1}48p x", "[Hello](/wɜːld/)", "a\0b"] {
        for phonemes in [kokoro(text, "en-us"), piper(text, "en-us").concat()] {
            assert!(!phonemes.contains("wɜːld/"), "{text}: {phonemes}");
            assert!(phonemes.chars().count() < 100, "{text}: {phonemes}");
        }
    }
}

#[test]
fn one_long_word_and_a_long_text_are_read_to_the_end() {
    let long = "a".repeat(5000);
    assert!(piper(&long, "en-us").concat().chars().count() > 1000);
    let text = "The cat of the house sat on the mat ".repeat(300);
    let runs = piper(&text, "en-us");
    assert!(runs.iter().all(|run| !run.is_empty()));
}

/// Texts in many scripts, with marks and numbers.
fn texts() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        any::<String>(),
        "[a-zA-Z']{1,10}[.,!?]?",
        "[0-9$€%.,:/-]{1,8}",
        "[ăâîșțçéñ]{1,6}",
        "[\\u{4e00}-\\u{4e20}ありがとうदुनियाمرحبا]{1,4}",
        "\\[\\[[a-z@']{1,5}\\]\\]|<[a-z]{1,5}/?>",
    ];
    proptest::collection::vec(word, 0..8)
}

fn covers(runs: &[WordPhonemes], words: usize) -> bool {
    let mut next = 0;
    runs.iter().all(|run| {
        let follows = run.words.start == next && run.words.end > next;
        next = run.words.end;
        follows
    }) && next == words
}

/// A crash of the library is an answer too; nothing else is.
fn answered(result: Result<Vec<WordPhonemes>, PhonemeError>) -> Result<Vec<WordPhonemes>, TestCaseError> {
    match result {
        Err(PhonemeError::BadText(_)) => Err(TestCaseError::reject("the library crashed")),
        other => other.map_err(|error| TestCaseError::fail(error.to_string())),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(40) })]

    #[test]
    fn runs_cover_all_words_of_any_text_in_order(words in texts()) {
        for voice in ["en-us", "ro", "fr", "cmn"] {
            let runs = answered(PHONEMIZER.piper(&words, voice))?;
            prop_assert!(covers(&runs, words.len()), "{voice}: {runs:?}");
        }
        for language in ["en-us", "es", "ja", "zh", "hi"] {
            let runs = answered(PHONEMIZER.kokoro(&words, language))?;
            prop_assert!(covers(&runs, words.len()), "{language}: {runs:?}");
            let unknown = joined(&runs).chars().find(|c| kokoro_id(*c).is_none());
            prop_assert_eq!(unknown, None, "{}", language);
        }
    }
}
