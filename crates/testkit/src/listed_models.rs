//! Voice models that are a list in memory: what is pulled is marked as present.
#![expect(clippy::expect_used, reason = "the names are written here, and a lock is only broken by a panic")]

use std::sync::Mutex;

use async_trait::async_trait;
use domain::{
    FileHash, FileSize, ModelError, ModelFile, ModelLicence, ModelProgress, ModelState, ModelStep,
    TellModelProgress, VoiceModel, VoiceModelId, VoiceModels,
};

/// Two models, of which [`ListedModels::VOICE`] can be had; the server of the other one is never reached.
pub struct ListedModels(Mutex<Vec<VoiceModel>>);

impl ListedModels {
    /// The id of the model that can be had.
    pub const VOICE: &'static str = "en_US-tone-low";
    /// The id of the model whose server does not answer.
    pub const UNREACHABLE: &'static str = "ro_RO-far-low";

    fn change(&self, id: &VoiceModelId, state: ModelState) -> Result<VoiceModel, ModelError> {
        let mut all = self.0.lock().expect("the list");
        let found = all.iter_mut().find(|model| model.id == *id);
        let model = found.ok_or_else(|| ModelError::NoSuchModel(id.clone()))?;
        model.state = state;
        Ok(model.clone())
    }
}

impl Default for ListedModels {
    fn default() -> Self {
        let model = |id: &str, language: &str| VoiceModel {
            id: id.parse().expect("an id"),
            engine: "piper".parse().expect("a name"),
            label: format!("Tone, {language}"),
            languages: vec![language.parse().expect("a language")],
            licence: ModelLicence {
                name: "CC0-1.0".to_owned(),
                url: "https://example.org/licence".to_owned(),
            },
            files: vec![ModelFile {
                path: format!("piper/{id}.onnx"),
                size: FileSize::Exact(1000),
                hash: FileHash::Md5("0".repeat(32)),
            }],
            size_bytes: 1000,
            state: ModelState::Absent,
        };
        Self(Mutex::new(vec![model(Self::VOICE, "en-us"), model(Self::UNREACHABLE, "ro-ro")]))
    }
}

#[async_trait]
impl VoiceModels for ListedModels {
    async fn list(&self) -> Result<Vec<VoiceModel>, ModelError> {
        Ok(self.0.lock().expect("the list").clone())
    }

    async fn find(&self, id: &VoiceModelId) -> Result<VoiceModel, ModelError> {
        let all = self.list().await?;
        all.into_iter().find(|model| model.id == *id).ok_or_else(|| ModelError::NoSuchModel(id.clone()))
    }

    async fn refresh(&self) -> Result<usize, ModelError> {
        Ok(self.list().await?.len())
    }

    async fn pull<'p>(
        &self,
        id: &VoiceModelId,
        progress: TellModelProgress<'p>,
    ) -> Result<VoiceModel, ModelError> {
        if id.as_str() == Self::UNREACHABLE {
            return Err(ModelError::Unreachable {
                what: "example.org cannot be reached".to_owned(),
                source: None,
            });
        }
        let total_bytes = self.find(id).await?.size_bytes;
        for done_bytes in [0, total_bytes] {
            progress(ModelProgress { step: ModelStep::Downloading, done_bytes, total_bytes });
        }
        self.change(id, ModelState::Present)
    }

    async fn remove(&self, id: &VoiceModelId) -> Result<VoiceModel, ModelError> {
        self.change(id, ModelState::Absent)
    }

    async fn verify<'p>(
        &self,
        id: &VoiceModelId,
        _progress: TellModelProgress<'p>,
    ) -> Result<VoiceModel, ModelError> {
        self.find(id).await
    }
}
