//! The real service, for whoever has a key: `ELEVENLABS_API_KEY=... just test-rust -p tts-elevenlabs --run-ignored all real`
//! It speaks fewer than a hundred characters.

use std::sync::Arc;

use domain::{
    Availability, CredentialKind, CredentialStore as _, Secret, TimingKind, TtsError, TtsProvider as _,
};
use testkit::{media_contract::some_context, memory_credentials::MemoryCredentials};
use tts_elevenlabs::{ElevenLabs, ElevenLabsSettings};

use crate::world::speech_by;

const TEXT: &str = "Our new candle burns for sixty hours, for $5.99.";

#[tokio::test]
#[ignore = "it costs some credits of the account whose key is in ELEVENLABS_API_KEY"]
async fn the_real_service_speaks_as_the_fake_does() {
    #[expect(
        clippy::disallowed_methods,
        reason = "a key for this test alone; the program takes none from there"
    )]
    let key =
        std::env::var("ELEVENLABS_API_KEY").unwrap_or_else(|_| panic!("set ELEVENLABS_API_KEY to a key"));
    let (credentials, ctx) = (Arc::new(MemoryCredentials::default()), some_context());
    credentials.put(&ctx, CredentialKind::ElevenLabs, &Secret::parse(key).unwrap()).await.unwrap();
    let voices = ElevenLabs::new(credentials, &ElevenLabsSettings::default()).unwrap();
    let availability = voices.availability(&ctx).await;
    assert!(matches!(availability, Availability::Available { .. }), "{availability:?}");
    assert!(!voices.models(&ctx).await.unwrap().is_empty());
    let voice = voices.voices(&ctx).await.unwrap().remove(0);
    let speech = speech_by(voice.name.as_str(), TEXT);
    let audio = voices.synthesize(&ctx, &speech).await.unwrap();
    assert_eq!((audio.words.len(), audio.timing), (9, TimingKind::Native));
    assert!((2_000..10_000).contains(&audio.length_ms()), "{} ms", audio.length_ms());
    assert!(audio.cost.is_some_and(|cost| cost <= voices.quote(&speech)), "{:?}", audio.cost);
    let gone = voices.synthesize(&ctx, &speech_by("0000000000000000NONE", "Hi.")).await;
    assert!(matches!(gone, Err(TtsError::NoSuchVoice(_))), "{gone:?}");
}
