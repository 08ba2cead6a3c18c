//! The voices: every engine at its port, the preferred one first.

use std::{path::PathBuf, sync::Arc, time::Duration};

use domain::{CredentialStore, TtsProvider};
use onnx::OnnxPaths;
use phonemes::{EspeakPaths, PhonemeCommand, Phonemizer};
use tts_elevenlabs::{ElevenLabs, ElevenLabsSettings, Patience};
use tts_espeak::{Espeak, SpeakerCommand};
use tts_kokoro::{Kokoro, Limits};
use tts_piper::{Piper, PiperSettings};

use crate::{
    config::Settings,
    data_folder,
    factory::{PHONEMES, SPEAKER},
    failure::Failure,
    voices_service,
};

/// How long a model that nobody uses stays in memory.
const IDLE: Duration = Duration::from_mins(5);

/// Opens every engine; one whose parts are missing is there too, and tells the cure.
///
/// # Errors
/// With the setting that cannot be taken.
pub(crate) fn open(
    settings: &Settings,
    credentials: Arc<dyn CredentialStore>,
) -> Result<Vec<Arc<dyn TtsProvider>>, Failure> {
    let program = std::env::current_exe()
        .map_err(|error| Failure::failed("the place of this program cannot be found", error))?;
    let speaker = SpeakerCommand { program: program.clone(), args: vec![SPEAKER.into()] };
    let reader = PhonemeCommand { program, args: vec![PHONEMES.into()] };
    let phonemizer = Phonemizer::new(espeak_paths(settings), reader);
    let models = data_folder::models(&settings.data_dir);
    let threads = settings.voice_threads;
    let piper = PiperSettings { voices: models.join("piper"), onnx: onnx_paths(settings), threads };
    let limits = Limits { threads, memory_bytes: None, idle: IDLE };
    let mut voices: Vec<Arc<dyn TtsProvider>> = vec![
        Arc::new(Kokoro::new(models, onnx_paths(settings), phonemizer.clone(), limits)),
        Arc::new(Piper::new(piper, phonemizer)),
        Arc::new(Espeak::new(espeak_paths(settings), speaker)),
    ];
    voices.extend(voices_service::voices(settings)?);
    voices.push(Arc::new(eleven_labs(settings, credentials)?));
    Ok(voices)
}

fn eleven_labs(settings: &Settings, credentials: Arc<dyn CredentialStore>) -> Result<ElevenLabs, Failure> {
    let how = ElevenLabsSettings {
        base_url: settings.elevenlabs_url.clone(),
        price_of_1000_credits: settings.elevenlabs_price,
        patience: Patience::default(),
    };
    ElevenLabs::new(credentials, &how).map_err(|error| Failure::input(error.to_string()))
}

/// Names the places of espeak-ng: the settings', then the private tools of the folder in which we are or were built.
pub(crate) fn espeak_paths(settings: &Settings) -> EspeakPaths {
    EspeakPaths {
        library: settings.espeak_library.clone(),
        data: settings.espeak_data.clone(),
        extra_search: private_tools(&["espeak-ng", "venv"]),
    }
}

/// Names the places of ONNX Runtime, in the same order.
pub(crate) fn onnx_paths(settings: &Settings) -> OnnxPaths {
    OnnxPaths { library: settings.onnxruntime_library.clone(), extra_search: private_tools(&["onnxruntime"]) }
}

/// The folders of private tools with one of these names, above where we are and where we were built.
fn private_tools(names: &[&str]) -> Vec<PathBuf> {
    let here = std::env::current_dir().ok();
    let program = std::env::current_exe().ok();
    let above = program.iter().flat_map(|program| program.ancestors().skip(1)).map(PathBuf::from);
    let mut found = Vec::new();
    for root in here.into_iter().chain(above) {
        for folder in names.iter().map(|name| root.join(".tools").join(name)) {
            if folder.is_dir() && !found.contains(&folder) {
                found.push(folder);
            }
        }
    }
    found
}
