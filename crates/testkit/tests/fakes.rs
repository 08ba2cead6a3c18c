//! The fakes keep what the adapters keep.

use std::sync::Arc;

use testkit::{
    cloning_tone::CloningTone,
    folder_media::FolderMedia,
    listed_models::ListedModels,
    media_contract::{MediaContract, some_context},
    tone_tts::ToneTts,
    tts_contract::TtsContract,
    voice_models_contract::VoiceModelsContract,
};

#[tokio::test]
async fn files_in_a_folder_are_a_media_store() {
    let folder = tempfile::TempDir::new().unwrap();
    MediaContract::new(Arc::new(FolderMedia::new(folder.path().to_owned()))).hold().await;
}

#[tokio::test]
async fn a_tone_is_a_voice() {
    let voice = "en-us".parse().unwrap();
    TtsContract { provider: &ToneTts, ctx: some_context(), voice, deterministic: true }.hold().await;
}

#[tokio::test]
async fn a_list_in_memory_is_voice_models() {
    let id = ListedModels::VOICE.parse().unwrap();
    VoiceModelsContract { models: &ListedModels::default(), id }.hold().await;
}

#[tokio::test]
async fn a_tone_that_learns_is_a_voice() {
    let voice = "en-us".parse().unwrap();
    let provider = CloningTone::default();
    TtsContract { provider: &provider, ctx: some_context(), voice, deterministic: true }.hold().await;
}
