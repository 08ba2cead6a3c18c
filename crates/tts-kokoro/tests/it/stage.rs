//! What the tests speak with.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::DateTime;
use domain::{
    Actor, Profile, ProfileContext, ProfileId, ProfileName, Speech, Speed, SpokenAudio, TtsError,
    TtsProvider, UserId,
};
use phonemes::{EspeakPaths, PhonemeCommand, Phonemizer};
use tempfile::TempDir;
use testkit::installed;
use tts_kokoro::{Kokoro, Limits, OnnxPaths};

/// A folder of models.
pub(crate) struct Models(pub(crate) TempDir);

impl Models {
    /// Makes one with copies of test models under the names of real ones.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("kokoro")).unwrap();
        let models = Self(folder);
        for (name, model) in files {
            fs::copy(installed::model(model), models.file(name)).unwrap();
        }
        models
    }

    /// Makes one with the newer graph, or another, and all voices.
    pub(crate) fn with(graph: &str) -> Self {
        Self::of(&[("kokoro-v1.0.onnx", graph), ("voices-v1.0.bin", "kokoro-tones-voices.bin")])
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.path().join("kokoro").join(name)
    }

    pub(crate) fn kokoro(&self) -> Kokoro {
        self.kokoro_on(2)
    }

    /// Kokoro on so many threads.
    pub(crate) fn kokoro_on(&self, threads: usize) -> Kokoro {
        let limits = Limits { threads, memory_bytes: Some(4 << 30), idle: Duration::from_mins(5) };
        Kokoro::new(self.0.path().to_owned(), onnx_paths(), phonemizer(), limits)
    }
}

pub(crate) fn onnx_paths() -> OnnxPaths {
    OnnxPaths { library: None, extra_search: vec![installed::onnxruntime()] }
}

pub(crate) fn phonemizer() -> Phonemizer {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let paths = EspeakPaths {
        extra_search: vec![root.join(".tools/espeak-ng"), root.join(".tools/venv")],
        ..EspeakPaths::default()
    };
    let serve = "exec \"$0\" --exact --ignored --nocapture serves_phonemes 3>&1 >/dev/null";
    let args = vec!["-c".into(), serve.into(), std::env::current_exe().unwrap().into()];
    Phonemizer::new(paths, PhonemeCommand { program: "/bin/sh".into(), args })
}

pub(crate) fn ctx() -> ProfileContext {
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

pub(crate) fn speech(voice: &str, text: &str) -> Speech {
    speech_at(voice, text, 100)
}

pub(crate) fn speech_at(voice: &str, text: &str, percent: u16) -> Speech {
    let words = text.split_whitespace().map(str::to_owned).collect();
    Speech::new(words, voice.parse().unwrap(), Speed::percent(percent).unwrap()).unwrap()
}

pub(crate) async fn say(kokoro: &Kokoro, voice: &str, text: &str) -> SpokenAudio {
    try_say(kokoro, voice, text).await.unwrap_or_else(|error| panic!("{voice}: {error}"))
}

pub(crate) async fn try_say(kokoro: &Kokoro, voice: &str, text: &str) -> Result<SpokenAudio, TtsError> {
    kokoro.synthesize(&ctx(), &speech(voice, text)).await
}
