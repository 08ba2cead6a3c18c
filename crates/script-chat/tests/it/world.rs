//! A fake endpoint, a store that is connected to it, and the writer between them.

use std::{sync::Arc, time::Duration};

use domain::{
    ChatConnection, ChatConnectionStore as _, ContextText, CredentialKind, CredentialStore as _,
    ProfileContext, ScriptBrief, ScriptWriter as _, Secret, TokenPrice, WriteError, WrittenScripts,
};
use script_chat::{Chat, ChatSettings, Patience};
use testkit::{
    fake_chat::{ChatFault, FakeChat, MODEL},
    fixed_clock::FixedClock,
    media_contract::some_context,
    memory_connections::MemoryConnections,
    memory_credentials::MemoryCredentials,
};

/// The key of the store; no text that the program writes may have it.
pub(crate) const KEY: &str = "sk-canary-0123456789abcdef";

/// The present moment, as the writer has it.
pub(crate) const NOW: &str = "2026-11-21T10:00:00Z";

pub(crate) struct World {
    pub(crate) fake: FakeChat,
    pub(crate) credentials: Arc<MemoryCredentials>,
    pub(crate) connections: Arc<MemoryConnections>,
    pub(crate) chat: Chat,
    pub(crate) ctx: ProfileContext,
}

impl World {
    pub(crate) async fn open() -> Self {
        Self::reaching(true).await
    }

    pub(crate) async fn reaching(private_addresses: bool) -> Self {
        let fake = FakeChat::start(Some(KEY)).await.unwrap();
        let (credentials, connections) =
            (Arc::new(MemoryCredentials::default()), Arc::new(MemoryConnections::default()));
        let settings = ChatSettings { private_addresses, patience: quick() };
        let clock = Arc::new(FixedClock::at(NOW.parse().unwrap()));
        let chat = Chat::new(credentials.clone(), connections.clone(), clock, &settings).unwrap();
        let world = Self { fake, credentials, connections, chat, ctx: some_context() };
        world.connect(&world.ctx, &connection(&world.fake.base_url()), KEY).await;
        world
    }

    pub(crate) async fn connect(&self, ctx: &ProfileContext, connection: &ChatConnection, key: &str) {
        self.connections.put(ctx, connection).await.unwrap();
        let secret = Secret::parse(key.to_owned()).unwrap();
        let host = connection.base_url.origin();
        self.credentials.put_for(ctx, CredentialKind::Chat, host, &secret).await.unwrap();
    }

    pub(crate) async fn write(&self, idea: &str) -> Result<WrittenScripts, WriteError> {
        self.chat.write(&self.ctx, &brief(idea)).await
    }

    /// Spoils the answer, and returns how the writer fails.
    pub(crate) async fn fails(&self, fault: ChatFault) -> WriteError {
        self.fake.fail(fault);
        let error = self.write("a candle").await.unwrap_err();
        assert!(!format!("{error} {error:?}").contains(KEY), "{error}");
        error
    }
}

pub(crate) fn connection(base_url: &str) -> ChatConnection {
    ChatConnection {
        base_url: base_url.parse().unwrap(),
        model: MODEL.parse().unwrap(),
        price_in: TokenPrice::micro_usd(1_000_000).unwrap(),
        price_out: TokenPrice::micro_usd(4_000_000).unwrap(),
    }
}

/// Waits that a test can wait for.
fn quick() -> Patience {
    Patience {
        connect: Duration::from_secs(5),
        look: Duration::from_secs(5),
        work: Duration::from_secs(20),
        busy: Duration::from_millis(100),
        pause: Duration::from_millis(5),
    }
}

pub(crate) fn brief(idea: &str) -> ScriptBrief {
    let context = ContextText::parse("We pour candles.").unwrap();
    let (language, keywords) = ("en".parse().unwrap(), vec!["wax".to_owned()]);
    let brief =
        ScriptBrief { idea: idea.to_owned(), length_s: 20, language, count: 2, keywords, context, seed: 0 };
    brief.checked().unwrap()
}
