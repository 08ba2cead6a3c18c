//! Texts read by the real library in its own process. It is there after `./start-dev.sh setup`; without it these
//! tests fail with the cure.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use phonemes::{EspeakPaths, PhonemeCommand, Phonemizer, WordPhonemes};

fn phonemizer() -> Phonemizer {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let extra_search = vec![root.join(".tools/espeak-ng"), root.join(".tools/venv")];
    let program = PathBuf::from(env!("CARGO_BIN_EXE_espeak-phonemes"));
    Phonemizer::new(
        EspeakPaths { extra_search, ..EspeakPaths::default() },
        PhonemeCommand { program, args: Vec::new() },
    )
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn joined(runs: &[WordPhonemes]) -> String {
    runs.iter().map(|run| run.phonemes.as_str()).collect()
}

#[test]
fn pipers_voices_get_what_espeak_says() {
    let runs = phonemizer().piper(&words("Hello world, the cat of the house!"), "en-us").unwrap();
    let phonemes: Vec<&str> = runs.iter().map(|run| run.phonemes.as_str()).collect();
    assert_eq!(phonemes, ["həlˈoʊ ", "wˈɜːld, ", "ðə ", "kˈæt ", "ʌv", "ðə ", "hˈaʊs!"]);
}

#[test]
fn kokoros_english_comes_from_misakis_dictionaries_and_espeak() {
    let runs = phonemizer().kokoro(&words("Hello world, the zorblatt of NASA's apples!"), "en-us").unwrap();
    assert_eq!(joined(&runs), "həlˈO wˈɜɹld, ðə zˈɔɹblæt ʌv nˈæsəz ˈæpᵊlz!");
}

#[test]
fn kokoros_other_languages_come_from_espeak() {
    let phonemizer = phonemizer();
    for (language, text, phonemes) in [
        ("es", "Hola, mucho gusto.", "ˈola, mˈuʧo ɣˈusto."),
        ("fr", "Bonjour le monde", "bɔ\u{303}ʒˈuʁ lə mˈɔ\u{303}d"),
        ("it", "ciao ragazzi", "ʧˈao raɡˈaʦːɪ"),
        ("pt-br", "olá não", "olˈa nˈɐ\u{303}ʊ\u{303}"),
        ("hi", "नमस्ते दुनिया", "nəmˈʌsteː dˈʊnɪjˌaː"),
    ] {
        let runs = phonemizer.kokoro(&words(text), language).unwrap();
        assert_eq!(joined(&runs), phonemes, "{language}");
        assert_eq!(runs.len(), words(text).len());
    }
}
