//! Files that are missing, cut off or something else.

use std::{fs, io::Write, path::Path, time::Duration};

use domain::{Availability, TtsError, TtsProvider};
use testkit::installed;
use tts_kokoro::{Kokoro, Limits, OnnxPaths};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use crate::stage::{Models, ctx, phonemizer, say, try_say};

async fn cure(kokoro: &Kokoro) -> String {
    match kokoro.availability(&ctx()).await {
        Availability::Unavailable { cure } => cure,
        Availability::Available { version } => panic!("it is there: {version}"),
    }
}

/// Says nothing, and tells why.
async fn refusal(kokoro: &Kokoro) -> TtsError {
    try_say(kokoro, "af_heart", "Hello").await.unwrap_err()
}

fn npy(shape: &str, bytes: usize) -> Vec<u8> {
    let header = format!("{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}\n");
    let mut array = b"\x93NUMPY\x01\x00".to_vec();
    array.extend(u16::try_from(header.len()).unwrap().to_le_bytes());
    array.extend(header.as_bytes());
    array.resize(array.len() + bytes, 0);
    array
}

fn write_voices(path: &Path, entries: &[(&str, Vec<u8>)], method: CompressionMethod) {
    let mut archive = ZipWriter::new(fs::File::create(path).unwrap());
    for (name, bytes) in entries {
        archive.start_file(*name, SimpleFileOptions::default().compression_method(method)).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
}

#[tokio::test]
async fn without_files_it_is_unavailable_with_the_cure_and_speaks_once_they_are_there() {
    let models = Models::of(&[]);
    let kokoro = models.kokoro();
    assert!(cure(&kokoro).await.contains("edit-factory models pull kokoro-v1.0"));
    assert!(matches!(refusal(&kokoro).await, TtsError::Unavailable { .. }));
    assert!(matches!(kokoro.voices(&ctx()).await, Err(TtsError::Unavailable { .. })));
    for (name, model) in
        [("kokoro-v1.0.onnx", "kokoro-tones.onnx"), ("voices-v1.0.bin", "kokoro-tones-voices.bin")]
    {
        fs::copy(installed::model(model), models.file(name)).unwrap();
    }
    let Availability::Available { version } = kokoro.availability(&ctx()).await else {
        panic!("it is not there")
    };
    assert!(version.starts_with("kokoro-v1.0, ONNX Runtime 1."), "{version}");
    say(&kokoro, "af_heart", "Hello").await;
}

#[tokio::test]
async fn without_the_library_it_is_unavailable_with_the_cure() {
    let models = Models::with("kokoro-tones.onnx");
    let nowhere = OnnxPaths { library: Some("/nowhere/libonnxruntime.so".into()), extra_search: Vec::new() };
    let kokoro = Kokoro::new(models.0.path().to_owned(), nowhere, phonemizer(), Limits::default());
    assert!(
        cure(&kokoro).await.contains("EDIT_FACTORY_ONNXRUNTIME_LIBRARY")
            || cure(&kokoro).await.contains("start it again")
    );
    assert!(matches!(refusal(&kokoro).await, TtsError::Unavailable { .. }));
}

#[tokio::test]
async fn a_model_that_is_none_is_told_until_it_is_replaced() {
    let models = Models::with("kokoro-tones.onnx");
    let whole = fs::read(models.file("kokoro-v1.0.onnx")).unwrap();
    let other = fs::read(installed::model("noise.onnx")).unwrap();
    let kokoro = models.kokoro();
    for (what, bytes) in [
        ("cut off", whole[..whole.len() / 2].to_vec()),
        ("a text", b"<!doctype html>".to_vec()),
        ("empty", Vec::new()),
        ("another model", other),
    ] {
        fs::write(models.file("kokoro-v1.0.onnx"), bytes).unwrap();
        let refused = refusal(&kokoro).await;
        let TtsError::Unavailable { cure: told } = &refused else { panic!("{what}: {refused:?}") };
        assert!(told.contains("edit-factory models pull kokoro-v1.0"), "{what}: {told}");
        assert_eq!(cure(&kokoro).await, *told, "{what}: it is known to be so now");
    }
    fs::write(models.file("kokoro-v1.0.onnx"), whole).unwrap();
    say(&kokoro, "af_heart", "Hello").await;
}

#[tokio::test]
async fn voices_that_are_none_are_refused_with_the_cure() {
    let models = Models::with("kokoro-tones.onnx");
    let kokoro = models.kokoro();
    let file = models.file("voices-v1.0.bin");
    let good = npy("(510, 1, 256)", 510 * 1024);
    for (what, entries) in [
        ("too few rows", vec![("af_heart.npy", npy("(510, 1, 256)", 1024))]),
        ("another width", vec![("af_heart.npy", npy("(510, 1, 128)", 510 * 512))]),
        ("no array", vec![("af_heart.npy", b"hello".to_vec())]),
        ("too many rows", vec![("af_heart.npy", npy("(2000, 1, 256)", 2000 * 1024))]),
        ("a bomb", vec![("af_heart.npy", npy("(510, 1, 256)", 20 << 20))]),
        ("too many voices", (0..1001).map(|_| ("", Vec::new())).collect()),
    ] {
        let names: Vec<String> = (0..entries.len()).map(|n| format!("af_v{n}.npy")).collect();
        let entries: Vec<(&str, Vec<u8>)> = entries
            .into_iter()
            .zip(&names)
            .map(|((name, bytes), other)| (if name.is_empty() { other } else { name }, bytes))
            .collect();
        write_voices(&file, &entries, CompressionMethod::Deflated);
        let refused = refusal(&kokoro).await;
        assert!(
            matches!(&refused, TtsError::Unavailable { cure } if cure.contains("fetch it again")),
            "{what}: {refused:?}"
        );
    }
    for cut in
        [fs::read(installed::model("kokoro-tones-voices.bin")).unwrap()[..5000].to_vec(), b"PK".to_vec()]
    {
        fs::write(&file, cut).unwrap();
        assert!(matches!(refusal(&kokoro).await, TtsError::Unavailable { .. }));
        assert!(cure(&kokoro).await.contains("fetch it again"));
    }
    write_voices(&file, &[("af_heart.npy", good)], CompressionMethod::Stored);
    say(&kokoro, "af_heart", "Hello").await;
}

#[tokio::test]
async fn a_bomb_that_lies_about_its_length_is_not_read_to_its_end() {
    let models = Models::with("kokoro-tones.onnx");
    let file = models.file("voices-v1.0.bin");
    write_voices(&file, &[("af_heart.npy", npy("(510, 1, 256)", 20 << 20))], CompressionMethod::Deflated);
    let mut bytes = fs::read(&file).unwrap();
    let told = u32::try_from(npy("(510, 1, 256)", 0).len() + (20 << 20)).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == told).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    fs::write(&file, bytes).unwrap();
    let refused = refusal(&models.kokoro()).await;
    assert!(matches!(&refused, TtsError::Unavailable { .. }), "{refused:?}");
}

#[tokio::test]
async fn names_that_are_no_voice_and_texts_without_sound_are_refused() {
    let models = Models::with("kokoro-tones.onnx");
    let kokoro = models.kokoro();
    for voice in ["af_nobody", "af_heart*0.5+af_nobody*0.5", "af_heart*", "../voices-v1.0"] {
        let refused = try_say(&kokoro, voice, "Hello").await.unwrap_err();
        assert!(matches!(&refused, TtsError::NoSuchVoice(name) if name.as_str() == voice), "{refused:?}");
    }
}

#[tokio::test]
async fn a_speech_that_is_given_up_leaves_the_sessions_free() {
    let models = Models::with("kokoro-tones.onnx");
    let kokoro = models.kokoro_on(1);
    let long = "Our new candle burns for sixty hours and smells of cedar. ".repeat(200);
    let given_up = tokio::time::timeout(Duration::from_millis(1), try_say(&kokoro, "af_heart", &long)).await;
    assert!(given_up.is_err());
    say(&kokoro, "af_heart", "Hello").await;
}
