//! Writers: who can write scripts, at what price, and the model that a profile connected.

use domain::{
    Availability, ChatConnection, Cost, CredentialKind, ProfileContext, ProviderName, Secret, Standing,
    StoreError, StoredCredential, WriteError,
};

use crate::{
    Studio,
    write_script::{ScriptWish, WriteScriptError},
};

/// What scripts would cost with a writer, before anything is spent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriterQuote {
    /// The writer.
    pub writer: ProviderName,
    /// As a person reads it.
    pub label: String,
    /// The most that it can cost; nothing when the writer cannot write.
    pub cost: Option<Cost>,
    /// What would make it able to.
    pub cure: Option<String>,
}

/// A profile's model, and what may be told of its key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectedChat {
    /// Where it is, and what it costs.
    pub connection: ChatConnection,
    /// The last four characters of its key; nothing when it has none.
    pub key_last_four: Option<String>,
}

/// Which key a connection has from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChatKey {
    /// The one that is stored, as long as it goes to the same host.
    Stored,
    /// None: the model needs none.
    Without,
    /// Another one.
    New(Secret),
}

impl Studio {
    /// Says what scripts would cost with each writer; nothing is spent or set aside, and nobody is asked.
    ///
    /// # Errors
    /// [`WriteScriptError`].
    pub async fn quote_scripts(
        &self,
        ctx: &ProfileContext,
        wish: &ScriptWish,
    ) -> Result<(Vec<WriterQuote>, Standing), WriteScriptError> {
        let brief = self.script_brief(ctx, wish).await?;
        let mut quotes = Vec::with_capacity(self.ports.writers.len());
        for writer in &self.ports.writers {
            let name = writer.name();
            let quote = match (writer.label(ctx).await, writer.quote(ctx, &brief).await) {
                (Ok(label), Ok(cost)) => WriterQuote { writer: name, label, cost: Some(cost), cure: None },
                (Err(WriteError::Unavailable { cure }), _) | (_, Err(WriteError::Unavailable { cure })) => {
                    WriterQuote { label: name.to_string(), writer: name, cost: None, cure: Some(cure) }
                }
                (Err(error), _) | (_, Err(error)) => return Err(error.into()),
            };
            quotes.push(quote);
        }
        Ok((quotes, self.ports.ledger.standing(ctx).await?))
    }

    /// Returns the profile's model; [`StoreError::NotFound`] when none is connected.
    pub async fn chat_connection(&self, ctx: &ProfileContext) -> Result<ConnectedChat, StoreError> {
        let connection = self.ports.chat_connections.find(ctx).await?;
        let keys = self.ports.credentials.list(ctx).await?;
        let host = Some(connection.base_url.origin());
        let own = |key: &StoredCredential| key.kind == CredentialKind::Chat && key.address.as_deref() == host;
        let key = keys.into_iter().find(own);
        Ok(ConnectedChat { connection, key_last_four: key.map(|key| key.last_four) })
    }

    /// Connects a model in place of an earlier one. A key is stored with the host that it was entered for, and never
    /// goes to another.
    pub async fn connect_chat(
        &self,
        ctx: &ProfileContext,
        connection: &ChatConnection,
        key: ChatKey,
    ) -> Result<ConnectedChat, StoreError> {
        let moved = match self.ports.chat_connections.find(ctx).await {
            Ok(earlier) => earlier.base_url.origin() != connection.base_url.origin(),
            Err(StoreError::NotFound) => false,
            Err(error) => return Err(error),
        };
        if moved || key == ChatKey::Without {
            self.forget_chat_key(ctx).await?;
        }
        self.ports.chat_connections.put(ctx, connection).await?;
        if let ChatKey::New(secret) = key {
            let host = connection.base_url.origin();
            self.ports.credentials.put_for(ctx, CredentialKind::Chat, host, &secret).await?;
        }
        self.chat_connection(ctx).await
    }

    /// Forgets the profile's model and its key; [`StoreError::NotFound`] when none is connected.
    pub async fn disconnect_chat(&self, ctx: &ProfileContext) -> Result<(), StoreError> {
        self.ports.chat_connections.find(ctx).await?;
        self.forget_chat_key(ctx).await?;
        self.ports.chat_connections.delete(ctx).await
    }

    /// Asks the profile's model whether it is there and takes the key, free of charge.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when none is connected.
    pub async fn test_chat(&self, ctx: &ProfileContext) -> Result<Availability, WriteScriptError> {
        self.ports.chat_connections.find(ctx).await?;
        let chat = "chat".parse().ok().and_then(|name| self.writer(&name));
        Ok(chat.ok_or(WriteScriptError::NoSuchWriter)?.availability(ctx).await)
    }

    async fn forget_chat_key(&self, ctx: &ProfileContext) -> Result<(), StoreError> {
        match self.ports.credentials.delete(ctx, CredentialKind::Chat).await {
            Ok(()) | Err(StoreError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
