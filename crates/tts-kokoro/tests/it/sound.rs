//! What is heard, and when.

use domain::{Cost, Privacy, SpokenAudio, TimingKind, TtsProvider};

use crate::stage::{Models, ctx, say, speech, speech_at};

const RATE: usize = 24_000;
const LONG: &str = "Our new candle burns for sixty hours and smells of cedar. We pour every one of them by hand, in a \
    small room behind the shop, and we test each wick before it leaves the house. Some people light it in the \
    morning, while the kettle sings; others wait until the day is over. Either way, it fills a room slowly.";

fn heard(audio: &SpokenAudio, word: usize) -> &[f32] {
    let place = audio.words[word];
    let sample = |ms: u32| usize::try_from(ms).unwrap() * RATE / 1000;
    &audio.samples[sample(place.start_ms)..sample(place.end_ms)]
}

/// The pitch of a tone by its crossings of zero.
fn pitch(samples: &[f32]) -> usize {
    let crossings = samples.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
    crossings * RATE / samples.len()
}

#[tokio::test]
async fn it_is_a_free_voice_of_this_machine() {
    let models = Models::with("kokoro-tones.onnx");
    let kokoro = models.kokoro();
    assert_eq!(kokoro.name().as_str(), "kokoro");
    let engine = kokoro.engine();
    assert_eq!((engine.label.as_str(), engine.draft, engine.privacy), ("Kokoro", false, Privacy::Local));
    assert_eq!(kokoro.quote(&speech("af_heart", "Hello")), Cost::FREE);
}

#[tokio::test]
async fn voices_are_those_of_the_files_with_their_languages() {
    let models = Models::with("kokoro-tones.onnx");
    let voices = models.kokoro().voices(&ctx()).await.unwrap();
    let told: Vec<(&str, &str, &str)> =
        voices.iter().map(|v| (v.name.as_str(), v.label.as_str(), v.language.as_str())).collect();
    assert_eq!(
        told,
        [
            ("af_heart", "Heart", "en-us"),
            ("af_bella", "Bella", "en-us"),
            ("am_adam", "Adam", "en-us"),
            ("bf_emma", "Emma", "en-gb"),
            ("ff_siwis", "Siwis", "fr"),
            ("jf_alpha", "Alpha", "ja"),
        ]
    );
}

#[tokio::test]
async fn a_voice_of_a_file_of_its_own_speaks_too() {
    let models = Models::with("kokoro-tones.onnx");
    let rows: Vec<u8> = (0..510 * 256).flat_map(|_| 0_f32.to_le_bytes()).collect();
    std::fs::write(models.file("em_alex.bin"), rows).unwrap();
    let kokoro = models.kokoro();
    let audio = say(&kokoro, "em_alex", "Hola, mucho gusto.").await;
    assert_eq!(audio.words.len(), 3);
    assert!(kokoro.voices(&ctx()).await.unwrap().iter().any(|voice| voice.name.as_str() == "em_alex"));
}

#[tokio::test]
async fn words_lie_where_the_models_frames_are() {
    let models = Models::with("kokoro-tones.onnx");
    // hˈI ðˈɛɹ, each a tone of its own: the tones around are quieter nowhere.
    let audio = say(&models.kokoro(), "af_heart", "Hi there, friend!").await;
    assert_eq!(audio.timing, TimingKind::Phoneme);
    for word in 0..3 {
        let silent = heard(&audio, word).iter().filter(|sample| sample.abs() < 1e-6).count();
        assert!(silent * 5 < heard(&audio, word).len() * 2, "word {word} is silent: {:?}", audio.words);
    }
    // Between words lies a space and, after the second, a mark: both are silent in these models.
    assert!(audio.words[1].start_ms >= audio.words[0].end_ms + 25, "{:?}", audio.words);
    assert!(audio.words[2].start_ms >= audio.words[1].end_ms + 100, "{:?}", audio.words);
}

#[tokio::test]
async fn a_mix_lies_between_its_voices() {
    let models = Models::with("kokoro-tones.onnx");
    let kokoro = models.kokoro();
    let mut pitches = Vec::new();
    for voice in ["af_heart", "af_heart*0.5+af_bella*0.5", "af_heart*1+af_bella*3", "af_bella"] {
        let audio = say(&kokoro, voice, "a").await;
        pitches.push(pitch(heard(&audio, 0)));
    }
    assert!(
        pitches.is_sorted() && pitches[0] + 15 < pitches[1] && pitches[2] + 10 < pitches[3],
        "{pitches:?}"
    );
}

#[tokio::test]
async fn the_older_graph_estimates_words_and_speaks_at_its_speed() {
    let models = Models::with("kokoro-tones-older.onnx");
    let audio = say(&models.kokoro(), "af_heart", "Incomprehensibility is it").await;
    assert_eq!(audio.timing, TimingKind::Estimated);
    let length = |word: usize| audio.words[word].end_ms - audio.words[word].start_ms;
    assert!(length(0) > 3 * length(1), "{:?}", audio.words);
}

#[tokio::test]
async fn a_graph_with_whole_speeds_refuses_others() {
    let models = Models::with("kokoro-tones-input-ids.onnx");
    let kokoro = models.kokoro();
    let length = async |percent| {
        kokoro
            .synthesize(&ctx(), &speech_at("af_heart", "Hello there", percent))
            .await
            .map(|audio| audio.length_ms())
    };
    assert!(length(100).await.unwrap() > length(200).await.unwrap());
    let refused = length(150).await.unwrap_err().to_string();
    assert!(refused.contains("speed 1 or 2"), "{refused}");
}

#[tokio::test]
async fn long_texts_have_pauses_between_their_sentences() {
    let models = Models::with("kokoro-tones.onnx");
    let audio = say(&models.kokoro_on(2), "af_heart", LONG).await;
    let words: Vec<&str> = LONG.split_whitespace().collect();
    let pauses: Vec<u32> = words
        .iter()
        .zip(audio.words.windows(2))
        .filter(|(word, _)| word.ends_with('.'))
        .map(|(_, pair)| pair[1].start_ms - pair[0].end_ms)
        .collect();
    assert!(pauses.iter().any(|pause| *pause >= 250), "{pauses:?}");
    let silent: usize = audio.samples.iter().filter(|sample| sample.abs() < 1e-6).count();
    assert!(silent < audio.samples.len() / 2, "{silent} of {} samples are silent", audio.samples.len());
}

#[tokio::test]
async fn pieces_come_in_order_the_first_one_short_and_cover_all_words() {
    let models = Models::with("kokoro-tones.onnx");
    let mut pieces = Vec::new();
    let speech = speech("af_heart", LONG);
    models.kokoro().stream(&ctx(), &speech, &mut |piece| pieces.push(piece)).await.unwrap();
    assert!(pieces.len() > 2);
    assert!(pieces[0].length_ms() < 2500, "{} ms", pieces[0].length_ms());
    assert_eq!(pieces.iter().map(|piece| piece.words.len()).sum::<usize>(), speech.words().len());
    for piece in &pieces {
        assert!(piece.words.iter().all(|word| word.start_ms < word.end_ms), "{:?}", piece.words);
        assert!(piece.words.last().unwrap().end_ms <= piece.length_ms());
    }
}

#[tokio::test]
async fn the_print_changes_with_what_shapes_the_sound() {
    let models = Models::with("kokoro-tones.onnx");
    let kokoro = models.kokoro();
    let asked = speech("af_heart", "Hello");
    let before = kokoro.fingerprint(&asked);
    assert_eq!(before, models.kokoro().fingerprint(&asked));
    let older = Models::with("kokoro-tones-older.onnx").kokoro();
    assert_ne!(before, older.fingerprint(&asked));
    let sound = say(&kokoro, "af_heart", "Hello").await;
    std::fs::rename(models.file("kokoro-v1.0.onnx"), models.file("away")).unwrap();
    assert_eq!(kokoro.fingerprint(&asked), "kokoro");
    std::fs::copy(testkit::installed::model("kokoro-tones-older.onnx"), models.file("kokoro-v1.0.onnx"))
        .unwrap();
    assert_ne!(kokoro.fingerprint(&asked), before);
    let other = say(&kokoro, "af_heart", "Hello").await;
    assert_eq!(
        (sound.timing, other.timing),
        (TimingKind::Phoneme, TimingKind::Estimated),
        "the new model speaks"
    );
}
