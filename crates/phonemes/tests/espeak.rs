//! The real library. It is there after `./start-dev.sh setup`; without it these tests fail with the cure.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    thread,
};

use phonemes::{EspeakError, EspeakLibrary, EspeakPaths, EspeakVoice, SpeakError, Spoken};

fn installed() -> EspeakLibrary {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let extra_search = vec![root.join(".tools/espeak-ng"), root.join(".tools/venv")];
    EspeakLibrary::open(&EspeakPaths { extra_search, ..EspeakPaths::default() })
        .unwrap_or_else(|error| panic!("{error}"))
}

fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

fn identifier(tag: &str) -> String {
    let speaks = |voice: &EspeakVoice| voice.languages.first().is_some_and(|language| language == tag);
    installed()
        .voices()
        .unwrap()
        .into_iter()
        .find(speaks)
        .unwrap_or_else(|| panic!("no voice {tag}"))
        .identifier
}

fn speak(tag: &str, text: &str) -> Spoken {
    let spoken =
        installed().synthesize(&identifier(tag), &words(text), 100, &AtomicBool::new(false)).expect(text);
    assert_eq!(spoken.words.len(), words(text).len(), "one span for each word of {text:?}");
    let mut before = 0;
    for span in &spoken.words {
        assert!(before <= span.start && span.start <= span.end, "{:?} of {text:?}", spoken.words);
        before = span.end;
    }
    assert!(before <= spoken.samples.len());
    assert_eq!(spoken.rate_hz, 22_050);
    spoken
}

fn lengths_ms(spoken: &Spoken) -> Vec<usize> {
    spoken.words.iter().map(|span| (span.end - span.start) * 1000 / 22_050).collect()
}

#[test]
fn it_tells_its_version_and_voices() {
    let library = installed();
    assert!(library.version().starts_with("1.5"), "{}", library.version());
    let voices = library.voices().unwrap();
    assert!(voices.len() > 100);
    let american = voices.iter().find(|voice| voice.identifier == "gmw/en-US").unwrap();
    assert_eq!(american.name, "English (America)");
    assert_eq!(american.languages, ["en-us", "en"]);
    assert!(voices.iter().any(|voice| voice.languages == ["ro"]));
}

#[test]
fn prices_decimals_and_abbreviations_have_one_span_each() {
    let spoken = speak("en-us", "Dr. Pop paid $5.99 for 2.5 kg of NASA's apples.");
    let lengths = lengths_ms(&spoken);
    assert!(lengths.iter().all(|length| *length > 40), "{lengths:?}");
    // "five dollars and ninety-nine cents" takes longer than "paid".
    assert!(lengths[3] > 4 * lengths[2], "{lengths:?}");
}

#[test]
fn words_said_as_one_have_a_span_each() {
    let lengths = lengths_ms(&speak("en-us", "We live in the house of cards."));
    assert!(lengths.iter().all(|length| *length > 30), "{lengths:?}");
}

#[test]
fn other_languages_and_scripts_speak_in_their_voices() {
    for (tag, text) in [
        ("ro", "Bună ziua! Știți că țara noastră are 5,99 lei și mărțișoare?"),
        ("ar", "مرحبا بالعالم هذا اختبار ١٢٣"),
        ("cmn", "你好世界， 这是 一个 测试。"),
        ("ja", "こんにちは 世界 テスト"),
        ("hi", "नमस्ते दुनिया यह परीक्षण है"),
        ("de", "Das kostet 5,99 Euro für Straßenbahnfahrer."),
    ] {
        let lengths = lengths_ms(&speak(tag, text));
        assert!(lengths.iter().all(|length| *length > 20), "{tag}: {lengths:?}");
    }
}

#[test]
fn a_foreign_script_is_spoken_too() {
    speak("en-us", "你好 hello مرحبا world здравствуй мир");
}

#[test]
fn emoji_are_silent_and_take_no_time() {
    let spoken = speak("en-us", "One 🎉 two 👩‍👩‍👧❤️ three");
    assert_eq!((lengths_ms(&spoken)[1], lengths_ms(&spoken)[3]), (0, 0));
    let plain = speak("en-us", "One two three");
    let difference = spoken.samples.len().abs_diff(plain.samples.len());
    assert!(difference < 22_050 / 10, "the emoji add {difference} samples");
}

#[test]
fn a_single_word_fills_its_sound() {
    let spoken = speak("en-us", "Hello!");
    assert_eq!(spoken.words[0].start, 0);
    assert!(spoken.words[0].end * 10 > spoken.samples.len() * 9);
}

#[test]
fn braces_and_quotes_are_text_like_any_other() {
    let lengths = lengths_ms(&speak("en-us", "Say {\\an8} \"hi\" now."));
    assert!(lengths[2] > 100 && lengths[3] > 100, "{lengths:?}");
}

#[test]
fn phoneme_codes_are_spelled_not_obeyed() {
    let codes = speak("en-us", "[[h@'loU]]");
    assert!(codes.samples.len() > 2 * speak("en-us", "hello").samples.len());
}

#[test]
fn mark_up_is_spelled_not_obeyed() {
    let spoken = speak("en-us", "one <break time=\"9s\"/> two <prosody rate=\"x-slow\"> three");
    let silence = spoken.samples.split(|sample| *sample != 0).map(<[i16]>::len).max().unwrap();
    assert!(silence < 22_050, "{silence} samples of silence");
}

#[test]
fn control_characters_are_no_commands_and_no_end() {
    let plain = speak("en-us", "one two  90S three").samples;
    assert_eq!(speak("en-us", "one two \u{1}90S three").samples, plain);
    assert_eq!(speak("en-us", "one two \090S three").samples, plain);
    speak("en-us", "a\u{1b}[0m \r\n\t b\u{7f}\u{85} \u{fffe}\u{e000} c");
}

#[test]
fn ten_thousand_characters_are_spoken_to_the_end() {
    let text = "Our new candle burns for sixty hours, and smells of cedar. ".repeat(170);
    let text = text.trim_end();
    assert!(text.len() > 10_000);
    let spoken = speak("en-us", text);
    let seconds = spoken.samples.len() / 22_050;
    assert!((400..900).contains(&seconds), "{seconds} s");
    // No event is lost and no place drifts: the last sentence is timed as the first.
    let lengths = lengths_ms(&spoken);
    let (first, last) = (&lengths[..11], &lengths[lengths.len() - 11..]);
    assert!(first.iter().zip(last).all(|(first, last)| first.abs_diff(*last) < 40), "{first:?} {last:?}");
}

#[test]
fn one_long_word_is_spoken() {
    speak("en-us", &"a".repeat(10_000));
    speak("ro", &"9".repeat(3_000));
}

#[test]
fn faster_is_shorter() {
    let voice = identifier("en-us");
    let length = |percent| {
        let text = words("The candle burns for sixty hours.");
        installed().synthesize(&voice, &text, percent, &AtomicBool::new(false)).unwrap().samples.len()
    };
    let (slow, normal, fast) = (length(50), length(100), length(200));
    assert!(slow > normal * 3 / 2 && normal > fast * 3 / 2, "{slow} {normal} {fast}");
}

#[test]
fn the_same_words_are_the_same_sound_whatever_came_before() {
    let text = "Hello world, this is a test of the same sound.";
    let first = speak("en-us", text);
    assert_eq!(speak("en-us", text), first);

    speak("ro", "Altceva, cu altă voce.");
    assert_eq!(speak("en-us", text), first);

    let failed = installed().synthesize("gmw/en-XX", &words("Hello"), 100, &AtomicBool::new(false));
    assert!(matches!(failed, Err(SpeakError::NoSuchVoice(_))), "{failed:?}");
    assert_eq!(speak("en-us", text), first);

    let long = words(&"Never said to the end. ".repeat(400));
    let cancelled = installed().synthesize(&identifier("de"), &long, 50, &AtomicBool::new(true));
    assert!(matches!(cancelled, Err(SpeakError::Cancelled)), "{cancelled:?}");
    assert_eq!(speak("en-us", text), first);
}

#[test]
fn a_long_speech_is_cancelled_in_the_middle() {
    let voice = identifier("en-us");
    let long = words("Never said to the end. ".repeat(2_000).trim_end());
    let (cancel, (begun, begins)) = (AtomicBool::new(false), mpsc::channel());
    let result = thread::scope(|scope| {
        let speech = scope.spawn(|| {
            begun.send(()).unwrap();
            installed().synthesize(&voice, &long, 50, &cancel)
        });
        begins.recv().unwrap();
        cancel.store(true, Ordering::Relaxed);
        speech.join().unwrap()
    });
    assert!(matches!(result, Err(SpeakError::Cancelled)), "it was said to the end");
}

#[test]
fn callers_at_the_same_time_do_not_disturb_each_other() {
    let texts = [
        ("en-us", "One two three."),
        ("ro", "Unu doi trei."),
        ("de", "Eins zwei drei."),
        ("fr-fr", "Un deux."),
    ];
    let alone = texts.map(|(tag, text)| speak(tag, text));
    let together = thread::scope(|scope| {
        let threads = texts.map(|(tag, text)| scope.spawn(move || [speak(tag, text), speak(tag, text)]));
        threads.map(|thread| thread.join().unwrap())
    });
    for (alone, together) in alone.into_iter().zip(together) {
        assert_eq!(together, [alone.clone(), alone]);
    }
}

#[test]
fn a_text_without_sound_is_an_error() {
    let silent = installed().synthesize(&identifier("en-us"), &words("🎉 ❤️"), 100, &AtomicBool::new(false));
    assert!(matches!(silent, Err(SpeakError::NoSound)), "{silent:?}");
}

#[test]
fn voices_are_chosen_from_the_list_alone() {
    for voice in ["", "../../../etc/passwd", "gmw/en-US+f3", "default", "en\0us"] {
        let result = installed().synthesize(voice, &words("Hello"), 100, &AtomicBool::new(false));
        assert!(matches!(result, Err(SpeakError::NoSuchVoice(_))), "{voice:?}: {result:?}");
    }
}

#[test]
fn a_missing_or_wrong_library_is_refused_with_the_cure() {
    let folder = tempfile::tempdir().unwrap();
    let text_file = folder.path().join("libespeak-ng.so");
    fs::write(&text_file, "no library").unwrap();
    let given = |library: &Path| {
        let paths = EspeakPaths { library: Some(library.into()), ..EspeakPaths::default() };
        EspeakLibrary::open(&paths).unwrap_err()
    };
    let absent = given(&folder.path().join("absent.so"));
    assert!(matches!(absent, EspeakError::Load { .. }));
    #[cfg(target_os = "linux")]
    assert!(absent.to_string().contains("No such file"), "{absent}");
    assert!(matches!(given(&text_file), EspeakError::Load { .. }));
    assert!(given(&text_file).to_string().contains("install espeak-ng"));
    #[cfg(target_os = "linux")]
    assert!(matches!(given(Path::new("libm.so.6")), EspeakError::Foreign { .. }));
}

#[test]
fn wrong_data_is_refused_not_replaced() {
    let library = installed();
    let with = |data: PathBuf| {
        let paths =
            EspeakPaths { library: Some(library.path().into()), data: Some(data), ..EspeakPaths::default() };
        EspeakLibrary::open(&paths)
    };
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(with(folder.path().join("absent")), Err(EspeakError::Data { .. })));
    assert!(matches!(with(folder.path().into()), Err(EspeakError::Data { .. })));
    #[cfg(unix)]
    if let Some(data) = library.data() {
        let data = fs::canonicalize(data).unwrap();
        let near = folder.path().join("near");
        let far = folder.path().join("x".repeat(200));
        std::os::unix::fs::symlink(&data, &near).unwrap();
        std::os::unix::fs::symlink(&data, &far).unwrap();
        assert!(with(near).is_ok());
        assert!(with(far).unwrap_err().to_string().contains("150 bytes"));
    }
}
