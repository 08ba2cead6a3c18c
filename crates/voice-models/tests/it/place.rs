//! A folder of models, a server, and a voice that can be had from it.

use std::{path::PathBuf, sync::Mutex, time::Duration};

use domain::{ModelError, ModelProgress, ModelState, ModelStep, VoiceModel, VoiceModelId, VoiceModels as _};
use md5::{Digest as _, Md5};
use serde_json::json;
use voice_models::{DownloadedModels, ModelsSettings};

use crate::server::{Reply, Server};

/// The voice.
pub(crate) const KEY: &str = "xx_XX-test-low";
/// Where the server has its two files.
pub(crate) const GRAPH: &str = "/xx/xx_XX-test-low.onnx";
pub(crate) const ABOUT: &str = "/xx/xx_XX-test-low.onnx.json";
/// How large the first is: larger than what travels at once.
pub(crate) const GRAPH_BYTES: usize = 3_000_000;

pub(crate) struct Place {
    pub(crate) server: Server,
    pub(crate) folder: tempfile::TempDir,
    pub(crate) graph: Vec<u8>,
    pub(crate) models: DownloadedModels,
}

impl Place {
    /// Makes a place whose models know the voice, and whose server has it.
    pub(crate) async fn new() -> Self {
        let (server, folder, graph) = (Server::start(), tempfile::tempdir().unwrap(), graph());
        let about = b"{\"audio\": {}}".to_vec();
        let file = |bytes: &[u8]| json!({ "size_bytes": bytes.len(), "md5_digest": digits(bytes) });
        let catalogue = json!({ KEY: {
            "name": "test", "quality": "low", "num_speakers": 1,
            "language": { "name_english": "Test", "country_english": "Nowhere" },
            "files": { &GRAPH[1..]: file(&graph), &ABOUT[1..]: file(&about) }
        }});
        server.reply("/voices.json", [Reply::File(catalogue.to_string().into_bytes())]);
        server.reply(GRAPH, [Reply::File(graph.clone())]);
        server.reply(ABOUT, [Reply::File(about)]);
        let models = opened(&server, &folder, |_same| {});
        assert_eq!(models.refresh().await.unwrap(), 6);
        Self { server, folder, graph, models }
    }

    /// Opens the same models once more, as another process would.
    pub(crate) fn another(&self, change: impl FnOnce(&mut ModelsSettings)) -> DownloadedModels {
        opened(&self.server, &self.folder, change)
    }

    pub(crate) async fn pull(&self) -> Result<VoiceModel, ModelError> {
        self.models.pull(&id(), &|_progress| {}).await
    }

    pub(crate) async fn state(&self) -> ModelState {
        self.models.find(&id()).await.unwrap().state
    }

    pub(crate) fn path(&self, ending: &str) -> PathBuf {
        self.folder.path().join(format!("piper/{KEY}{ending}"))
    }

    /// Checks that the voice is there, whole, and nothing else.
    pub(crate) async fn has_the_voice(&self) {
        assert_eq!(self.state().await, ModelState::Present);
        assert!(std::fs::read(self.path(".onnx")).unwrap() == self.graph, "the file is another one");
        assert_eq!(self.files(), [format!("{KEY}.onnx"), format!("{KEY}.onnx.json")]);
    }

    /// Checks that no file has the name of the voice.
    pub(crate) fn has_no_voice(&self) {
        assert!(!self.path(".onnx").exists(), "a model came of it");
    }

    pub(crate) fn files(&self) -> Vec<String> {
        let Ok(entries) = std::fs::read_dir(self.folder.path().join("piper")) else { return Vec::new() };
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn opened(
    server: &Server,
    folder: &tempfile::TempDir,
    change: impl FnOnce(&mut ModelsSettings),
) -> DownloadedModels {
    let mut settings = ModelsSettings {
        kokoro_url: server.url(),
        piper_url: server.url(),
        // Long for a server of this machine that answers at all, even on a busy day.
        patience: Duration::from_secs(20),
        spare_bytes: 0,
        ..ModelsSettings::in_folder(folder.path().to_owned())
    };
    change(&mut settings);
    DownloadedModels::open(settings).unwrap()
}

pub(crate) fn id() -> VoiceModelId {
    KEY.parse().unwrap()
}

pub(crate) fn digits(bytes: &[u8]) -> String {
    format!("{:032x}", u128::from_be_bytes(Md5::digest(bytes).into()))
}

/// Bytes of which no piece is like another.
fn graph() -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..GRAPH_BYTES).map(|_| next()).collect()
}

/// Everything that was told of a pull.
#[derive(Default)]
pub(crate) struct Heard(Mutex<Vec<ModelProgress>>);

impl Heard {
    pub(crate) fn hear(&self, progress: ModelProgress) {
        self.0.lock().unwrap().push(progress);
    }

    pub(crate) fn all(&self) -> Vec<ModelProgress> {
        self.0.lock().unwrap().clone()
    }

    pub(crate) fn steps(&self) -> Vec<ModelStep> {
        let mut steps: Vec<ModelStep> = self.all().iter().map(|progress| progress.step).collect();
        steps.dedup();
        steps
    }
}
