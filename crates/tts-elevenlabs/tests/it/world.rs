//! A fake service, two stores, and the voices between them.

use std::{sync::Arc, time::Duration};

use domain::{
    Cost, CredentialKind, CredentialStore as _, ProfileContext, Secret, Speech, Speed, SpokenAudio, TtsError,
    TtsProvider as _,
};
use testkit::{
    fake_elevenlabs::{FakeAccount, FakeElevenLabs, Fault, On},
    media_contract::some_context,
    memory_credentials::MemoryCredentials,
};
use tts_elevenlabs::{ElevenLabs, ElevenLabsSettings, Patience};

/// The key of the first store; no text that the program writes may have it.
pub(crate) const KEY: &str = "sk_canary_0123456789abcdef";
/// The voice of the first store.
pub(crate) const VOICE: &str = "Rachel01";
/// What a credit costs, in micro-USD.
pub(crate) const CREDIT: i64 = 220;

pub(crate) struct World {
    pub(crate) fake: FakeElevenLabs,
    pub(crate) credentials: Arc<MemoryCredentials>,
    pub(crate) voices: ElevenLabs,
    pub(crate) ctx: ProfileContext,
}

impl World {
    pub(crate) async fn open() -> Self {
        Self::with(FakeAccount::with_voices(&[VOICE])).await
    }

    pub(crate) async fn with(account: FakeAccount) -> Self {
        let world = Self::waiting(account, quick()).await;
        world.store_key(&world.ctx, KEY).await;
        world
    }

    /// A world whose first store has no key yet.
    pub(crate) async fn waiting(account: FakeAccount, patience: Patience) -> Self {
        let fake = FakeElevenLabs::start().await.unwrap();
        fake.open_account(KEY, account);
        let credentials = Arc::new(MemoryCredentials::default());
        let settings =
            ElevenLabsSettings { base_url: fake.base_url(), patience, ..ElevenLabsSettings::default() };
        let voices = ElevenLabs::new(credentials.clone(), &settings).unwrap();
        Self { fake, credentials, voices, ctx: some_context() }
    }

    pub(crate) async fn store_key(&self, ctx: &ProfileContext, key: &str) {
        let secret = Secret::parse(key.to_owned()).unwrap();
        self.credentials.put(ctx, CredentialKind::ElevenLabs, &secret).await.unwrap();
    }

    pub(crate) async fn say(&self, text: &str) -> Result<SpokenAudio, TtsError> {
        self.voices.synthesize(&self.ctx, &speech(text)).await
    }

    /// Fails the next speech, and returns how.
    pub(crate) async fn fails(&self, fault: Fault) -> TtsError {
        self.fake.fail(On::Speech, fault, 1);
        self.say("Hello there.").await.unwrap_err()
    }
}

/// Waits that a test can wait for.
pub(crate) fn quick() -> Patience {
    Patience {
        connect: Duration::from_secs(5),
        look: Duration::from_secs(5),
        work: Duration::from_secs(20),
        slot: Duration::from_secs(20),
        busy: Duration::from_secs(20),
        pause: Duration::from_millis(5),
    }
}

pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(' ').map(str::to_owned).collect()
}

pub(crate) fn speech(text: &str) -> Speech {
    speech_by(VOICE, text)
}

pub(crate) fn speech_by(voice: &str, text: &str) -> Speech {
    Speech::new(words(text), voice.parse().unwrap(), Speed::NORMAL).unwrap()
}

pub(crate) fn credits(count: i64) -> Cost {
    Cost(count * CREDIT)
}
