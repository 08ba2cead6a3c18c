//! The contract of speech.

use testkit::tts_contract::TtsContract;

use crate::world::{VOICE, World};

#[tokio::test]
async fn it_keeps_the_contract_of_speech() {
    let world = World::open().await;
    let voice = VOICE.parse().unwrap();
    TtsContract { provider: &world.voices, ctx: world.ctx, voice, deterministic: true }.hold().await;
}
