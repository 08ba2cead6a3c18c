//! What every voice keeps.

use testkit::tts_contract::TtsContract;

use crate::stage::{Models, ctx};

#[tokio::test(flavor = "multi_thread")]
async fn the_newer_graph_keeps_the_contract_of_speech() {
    let models = Models::with("kokoro-tones.onnx");
    let voice = "af_heart".parse().unwrap();
    let provider = &models.kokoro();
    TtsContract { provider, ctx: ctx(), voice, deterministic: true }.hold().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_older_graph_without_durations_keeps_the_contract_of_speech() {
    let models = Models::with("kokoro-tones-older.onnx");
    let voice = "bf_emma".parse().unwrap();
    let provider = &models.kokoro_on(1);
    TtsContract { provider, ctx: ctx(), voice, deterministic: true }.hold().await;
}
