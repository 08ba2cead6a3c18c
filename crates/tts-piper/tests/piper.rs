//! Small models with the real voices' inputs and outputs, on the real libraries. Both are there after
//! `./start-dev.sh setup`; without them these tests fail with the cure.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::DateTime;
use domain::{
    Actor, Availability, Privacy, Profile, ProfileContext, ProfileId, ProfileName, Speech, Speed,
    SpokenAudio, TimingKind, TtsError, TtsProvider, UserId,
};
use onnx::OnnxPaths;
use phonemes::{EspeakPaths, PhonemeCommand, Phonemizer};
use testkit::{installed, tts_contract::TtsContract};
use tts_piper::{Piper, PiperSettings};

const TONES: &str = "en_US-tones-medium";
const SPEAKERS: &str = "en_GB-many_tones-medium";
const UNTIMED: &str = "en_US-untimed-low";
const TEXT: &str =
    "Our new candle burns for sixty hours, and it smells of cedar. Try it. It costs $5.99 today!";

/// A folder with the three voices.
struct Voices(tempfile::TempDir);

impl Voices {
    fn none() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn installed() -> Self {
        let voices = Self::none();
        for (model, key) in
            [("piper-tones", TONES), ("piper-tones-speakers", SPEAKERS), ("piper-tones-untimed", UNTIMED)]
        {
            voices.install(model, key);
        }
        voices
    }

    fn install(&self, model: &str, key: &str) {
        for end in ["onnx", "onnx.json"] {
            fs::copy(installed::model(&format!("{model}.{end}")), self.file(key, end)).unwrap();
        }
    }

    fn file(&self, key: &str, end: &str) -> PathBuf {
        self.0.path().join(format!("{key}.{end}"))
    }

    fn configure(&self, key: &str, from: &str, to: &str) {
        let file = self.file(key, "onnx.json");
        let json = fs::read_to_string(&file).unwrap();
        assert!(json.contains(from), "{from} is not in the configuration");
        fs::write(file, json.replacen(from, to, 1)).unwrap();
    }

    fn piper(&self) -> Piper {
        self.piper_of(2)
    }

    fn piper_of(&self, threads: usize) -> Piper {
        self.piper_with(&onnx(), espeak(), threads)
    }

    fn piper_with(&self, onnx: &OnnxPaths, espeak: EspeakPaths, threads: usize) -> Piper {
        let settings = PiperSettings { voices: self.0.path().to_owned(), onnx: onnx.clone(), threads };
        let program = PathBuf::from(env!("CARGO_BIN_EXE_piper-phonemes"));
        Piper::new(settings, Phonemizer::new(espeak, PhonemeCommand { program, args: Vec::new() }))
    }
}

fn onnx() -> OnnxPaths {
    OnnxPaths { library: None, extra_search: vec![installed::onnxruntime()] }
}

fn espeak() -> EspeakPaths {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let extra_search = vec![root.join(".tools/espeak-ng"), root.join(".tools/venv")];
    EspeakPaths { extra_search, ..EspeakPaths::default() }
}

fn ctx() -> ProfileContext {
    let owner = UserId::new();
    let profile = Profile {
        id: ProfileId::new(),
        owner,
        name: ProfileName::parse("Lumina").unwrap(),
        description: String::new(),
        colour: "#5b5bd6".to_owned(),
        icon: String::new(),
        settings: domain::Settings::default(),
        is_default: true,
        created_at: DateTime::UNIX_EPOCH,
    };
    ProfileContext::enter(&Actor::signed_in(owner), &profile).unwrap()
}

fn speech(voice: &str, text: &str) -> Speech {
    let words = text.split(' ').map(str::to_owned).collect();
    Speech::new(words, voice.parse().unwrap(), Speed::NORMAL).unwrap()
}

async fn say(piper: &Piper, voice: &str, text: &str) -> SpokenAudio {
    let spoken = piper.synthesize(&ctx(), &speech(voice, text)).await;
    spoken.unwrap_or_else(|error| panic!("{voice}: {error}"))
}

async fn refusal(piper: &Piper, voice: &str) -> TtsError {
    piper.synthesize(&ctx(), &speech(voice, "Hello")).await.unwrap_err()
}

async fn hold(voice: &str, threads: usize) {
    let piper = Voices::installed();
    let provider = &piper.piper_of(threads);
    TtsContract { provider, ctx: ctx(), voice: voice.parse().unwrap(), deterministic: true }.hold().await;
}

#[tokio::test]
async fn a_voice_keeps_the_contract_of_speech() {
    hold(TONES, 2).await;
}

#[tokio::test]
async fn one_of_several_speakers_keeps_the_contract_of_speech() {
    hold("en_GB-many_tones-medium/p226", 3).await;
}

#[tokio::test]
async fn a_voice_that_does_not_tell_its_phonemes_lengths_keeps_the_contract_of_speech() {
    hold(UNTIMED, 1).await;
}

#[tokio::test]
async fn it_is_free_and_stays_on_this_machine() {
    let voices = Voices::installed();
    let piper = voices.piper();
    let engine = piper.engine();
    assert_eq!((piper.name().as_str(), engine.label.as_str()), ("piper", "Piper"));
    assert_eq!((engine.privacy, engine.draft, engine.clones), (Privacy::Local, false, false));
    assert_eq!(piper.quote(&speech(TONES, "Hello")).micro_usd(), 0);
    let availability = piper.availability(&ctx()).await;
    assert!(
        matches!(&availability, Availability::Available { version } if version.starts_with("ONNX Runtime ")),
        "{availability:?}"
    );
}

#[tokio::test]
async fn every_installed_voice_and_speaker_is_listed_and_speaks() {
    let voices = Voices::installed();
    voices.configure(TONES, "en_US", "ro_RO");
    let piper = voices.piper();
    let listed = piper.voices(&ctx()).await.unwrap();
    let told: Vec<(&str, &str, &str)> = listed
        .iter()
        .map(|voice| (voice.name.as_str(), voice.label.as_str(), voice.language.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("en_GB-many_tones-medium/p225", "Many tones p225 (medium)", "en-us"),
            ("en_GB-many_tones-medium/p226", "Many tones p226 (medium)", "en-us"),
            ("en_GB-many_tones-medium/p227", "Many tones p227 (medium)", "en-us"),
            ("en_US-tones-medium", "Tones (medium)", "ro-ro"),
            ("en_US-untimed-low", "Untimed (low)", "en-us"),
        ]
    );
    let mut sounds = Vec::new();
    for voice in &listed {
        sounds.push(say(&piper, voice.name.as_str(), "Hello there.").await.samples);
    }
    assert!(sounds[0] != sounds[1] && sounds[1] != sounds[2], "speakers sound alike");
}

#[tokio::test]
async fn a_speaker_who_is_not_there_is_refused() {
    let voices = Voices::installed();
    let piper = voices.piper();
    for name in [
        "en_GB-many_tones-medium",
        "en_GB-many_tones-medium/",
        "en_GB-many_tones-medium/p228",
        "en_GB-many_tones-medium/#0",
        "en_GB-many_tones-medium/0",
        "en_US-tones-medium/p225",
        "en_US-tones-mediu",
    ] {
        assert!(matches!(refusal(&piper, name).await, TtsError::NoSuchVoice(_)), "{name}");
    }
}

#[tokio::test]
async fn words_begin_where_their_tones_do() {
    let voices = Voices::installed();
    let audio = say(&voices.piper(), TONES, TEXT).await;
    assert_eq!(audio.timing, TimingKind::Phoneme);
    let rate = usize::try_from(audio.rate_hz).unwrap();
    let sample = |ms: u32| usize::try_from(ms).unwrap() * rate / 1000;
    for (word, timing) in TEXT.split(' ').zip(&audio.words) {
        let start = sample(timing.start_ms);
        // Rounded down, so the tone begins within the millisecond after it; a silent pad of two frames is before it.
        let heard = audio.samples[start..].iter().position(|sample| *sample != 0.0).unwrap();
        assert!(heard <= rate.div_ceil(1000), "{word} is heard {heard} samples late");
        assert!(
            audio.samples[start - 256..start].iter().all(|sample| *sample == 0.0),
            "{word} is heard before"
        );
        let after = &audio.samples[sample(timing.end_ms + 1)..sample(timing.end_ms + 10)];
        assert!(after.iter().all(|sample| *sample == 0.0), "{word} is heard after its end");
    }
}

#[tokio::test]
async fn places_are_estimated_where_the_model_does_not_tell() {
    let voices = Voices::installed();
    let audio = say(&voices.piper(), UNTIMED, TEXT).await;
    assert_eq!(audio.timing, TimingKind::Estimated);
    // A frame that is not as long as is said gives lengths that cannot be believed.
    voices.configure(TONES, r#""num_symbols""#, r#""hop_length": 128, "num_symbols""#);
    assert_eq!(say(&voices.piper(), TONES, TEXT).await.timing, TimingKind::Estimated);
}

#[tokio::test]
async fn sentences_have_silence_between_them_that_goes_with_the_speed() {
    let voices = Voices::installed();
    let piper = voices.piper();
    let silence = async |percent: u16| {
        let words = "One. Two.".split(' ').map(str::to_owned).collect();
        let speech = Speech::new(words, TONES.parse().unwrap(), Speed::percent(percent).unwrap()).unwrap();
        let audio = piper.synthesize(&ctx(), &speech).await.unwrap();
        audio.words[1].start_ms - audio.words[0].end_ms
    };
    let (normal, fast) = (silence(100).await, silence(200).await);
    // The stop, the end and the beginning have some frames of their own.
    assert!((250..600).contains(&normal) && (125..300).contains(&fast), "{normal} and {fast} ms");
}

#[tokio::test]
async fn the_same_words_are_the_same_samples_however_many_threads_speak() {
    let voices = Voices::installed();
    let alone = say(&voices.piper_of(1), TONES, TEXT).await;
    for threads in [0, 2, 4] {
        assert!(say(&voices.piper_of(threads), TONES, TEXT).await == alone, "{threads} threads");
    }
}

#[tokio::test]
async fn a_stream_is_the_speech_sentence_by_sentence() {
    let voices = Voices::installed();
    let piper = voices.piper();
    let whole = say(&piper, TONES, TEXT).await;
    let mut pieces = Vec::new();
    piper.stream(&ctx(), &speech(TONES, TEXT), &mut |piece| pieces.push(piece)).await.unwrap();
    assert_eq!(pieces.iter().map(|piece| piece.words.len()).collect::<Vec<_>>(), [12, 2, 4]);
    let mut offset_ms = 0;
    let mut starts = Vec::new();
    for piece in &pieces {
        starts.extend(piece.words.iter().map(|word| word.start_ms + offset_ms));
        offset_ms += piece.length_ms();
    }
    for (streamed, word) in starts.iter().zip(&whole.words) {
        assert!(streamed.abs_diff(word.start_ms) <= 3, "{starts:?} {:?}", whole.words);
    }
    assert!(pieces.into_iter().flat_map(|piece| piece.samples).eq(whole.samples));
}

#[tokio::test]
async fn a_voice_of_text_needs_no_phonemes() {
    let voices = Voices::installed();
    voices.configure(TONES, r#""phoneme_type": "espeak""#, r#""phoneme_type": "text""#);
    let nowhere = EspeakPaths { library: Some("/nowhere/libespeak-ng.so".into()), ..EspeakPaths::default() };
    let piper = voices.piper_with(&onnx(), nowhere, 2);
    let audio = say(&piper, TONES, "Bună ziua — lume!").await;
    assert!(audio.words.iter().filter(|word| word.end_ms > word.start_ms).count() == 3, "{:?}", audio.words);
    let TtsError::Unavailable { cure } = refusal(&piper, UNTIMED).await else {
        panic!("espeak-ng is needed")
    };
    assert!(cure.contains("/nowhere/libespeak-ng.so"), "{cure}");
}

#[tokio::test]
async fn without_voices_the_cure_is_told_and_what_is_installed_later_is_found() {
    let voices = Voices::none();
    let piper = voices.piper();
    let availability = piper.availability(&ctx()).await;
    let Availability::Unavailable { cure } = availability else { panic!("{availability:?}") };
    assert!(cure.contains("edit-factory models pull en_US-lessac-medium"), "{cure}");
    assert!(matches!(piper.voices(&ctx()).await, Err(TtsError::Unavailable { .. })));
    assert!(matches!(refusal(&piper, TONES).await, TtsError::Unavailable { .. }));
    assert_eq!(piper.fingerprint(&speech(TONES, "Hello")), "piper");
    voices.install("piper-tones", TONES);
    assert!(matches!(piper.availability(&ctx()).await, Availability::Available { .. }));
    say(&piper, TONES, "Hello").await;
}

#[tokio::test]
async fn a_missing_library_is_told_with_the_cure() {
    let voices = Voices::installed();
    let nowhere = OnnxPaths { library: Some("/nowhere/libonnxruntime.so".into()), ..OnnxPaths::default() };
    let piper = voices.piper_with(&nowhere, espeak(), 2);
    let availability = piper.availability(&ctx()).await;
    assert!(
        matches!(&availability, Availability::Unavailable { cure } if cure.contains("/nowhere/libonnxruntime.so")),
        "{availability:?}"
    );
    assert!(matches!(refusal(&piper, TONES).await, TtsError::Unavailable { .. }));
    assert_eq!(piper.voices(&ctx()).await.unwrap().len(), 5, "what is installed is listed all the same");
}

#[tokio::test]
async fn a_broken_voice_is_told_and_leaves_out_only_itself() {
    let voices = Voices::installed();
    let model = fs::read(installed::model("piper-tones.onnx")).unwrap();
    let install = |key: &str, model: &[u8]| {
        voices.install("piper-tones", key);
        fs::write(voices.file(key, "onnx"), model).unwrap();
    };
    install("a-cut-low", &model[..model.len() / 2]);
    install("a-empty-low", b"");
    install("a-kokoro-low", &fs::read(installed::model("kokoro-tones.onnx")).unwrap());
    install("a-page-low", b"<!doctype html>");
    voices.install("piper-tones", "a-alone-low");
    fs::remove_file(voices.file("a-alone-low", "onnx.json")).unwrap();
    voices.install("piper-tones", "a-rate-low");
    voices.configure("a-rate-low", "22050", "0");
    voices.install("piper-tones", "a-huge-low");
    let huge = fs::OpenOptions::new().write(true).open(voices.file("a-huge-low", "onnx")).unwrap();
    huge.set_len(3 << 30).unwrap();
    let piper = voices.piper();
    let reasons = [
        ("a-alone-low", "a-alone-low.onnx.json cannot be read"),
        ("a-cut-low", "cut off"),
        ("a-empty-low", "cut off, or something else"),
        ("a-huge-low", "3221225472 bytes"),
        ("a-kokoro-low", "this takes tokens, style, speed"),
        ("a-page-low", "fetch it again"),
        ("a-rate-low", "edit-factory models pull a-rate-low"),
    ];
    let broken = piper.broken_voices();
    assert_eq!(broken.len(), reasons.len());
    for ((key, reason), (expected_key, expected)) in broken.iter().zip(reasons) {
        assert!(key == expected_key && reason.contains(expected), "{key}: {reason}");
        assert!(reason.contains("fetch"), "no cure: {reason}");
        let refused = refusal(&piper, key).await;
        assert!(matches!(&refused, TtsError::Unavailable { cure } if cure == reason), "{refused}");
    }
    assert_eq!(piper.voices(&ctx()).await.unwrap().len(), 5);
    say(&piper, TONES, "Hello").await;
}

#[tokio::test]
async fn a_model_that_only_the_library_can_refuse_is_refused_with_the_cure() {
    let voices = Voices::installed();
    let mut model = fs::read(installed::model("piper-tones.onnx")).unwrap();
    let place = model.windows(6).position(|bytes| bytes == b"CumSum").unwrap();
    model[place..place + 6].copy_from_slice(b"CumSam");
    fs::write(voices.file(TONES, "onnx"), model).unwrap();
    let piper = voices.piper();
    for _ in 0..4 {
        let refused = refusal(&piper, TONES).await;
        assert!(
            matches!(&refused, TtsError::Unavailable { cure } if cure.contains("fetch it again")),
            "{refused}"
        );
    }
    say(&piper, UNTIMED, "Hello").await;
}

#[tokio::test]
async fn a_fingerprint_is_that_of_the_voices_two_files() {
    let voices = Voices::installed();
    let piper = voices.piper();
    let print = |voice: &str| piper.fingerprint(&speech(voice, "Hello"));
    let before = print(TONES);
    assert!(before.starts_with("piper 1 ") && before.len() == 8 + 32, "{before}");
    assert_ne!(before, print(UNTIMED));
    assert_eq!(print("en_GB-many_tones-medium/p225"), print("en_GB-many_tones-medium/p226"));
    let spoken = say(&piper, TONES, "Hello there.").await;
    voices.configure(TONES, r#""length_scale": 1"#, r#""length_scale": 2.5"#);
    assert_ne!(before, print(TONES));
    let slower = say(&piper, TONES, "Hello there.").await;
    assert!(slower.samples.len() > 2 * spoken.samples.len(), "the new configuration is read");
}
