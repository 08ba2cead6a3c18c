//! Access: a profile's connection with its key, and no other's.

use std::{fmt, sync::Arc};

use domain::{
    ChatConnection, ChatConnectionStore, CredentialKind, CredentialStore, ProfileContext, Secret, StoreError,
    WriteError, with_causes,
};
use reqwest::header::HeaderValue;

use crate::cures;

/// A profile's connection for one call.
pub(crate) struct Access {
    pub(crate) connection: ChatConnection,
    pub(crate) key: Option<Secret>,
    /// The key as a header that is never shown; absent where a model needs none.
    pub(crate) header: Option<HeaderValue>,
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access").finish_non_exhaustive()
    }
}

/// Finds the connections of profiles.
pub(crate) struct Connections {
    pub(crate) credentials: Arc<dyn CredentialStore>,
    pub(crate) connections: Arc<dyn ChatConnectionStore>,
}

impl Connections {
    /// Returns the profile's connection.
    ///
    /// # Errors
    /// [`WriteError::Unavailable`] when it has none.
    pub(crate) async fn connection(&self, ctx: &ProfileContext) -> Result<ChatConnection, WriteError> {
        self.connections.find(ctx).await.map_err(|error| match error {
            StoreError::NotFound => WriteError::Unavailable { cure: cures::NO_CONNECTION.to_owned() },
            error => unread(&error),
        })
    }

    /// Returns the profile's connection and its key, if it has one for that host: a key is never shown to another.
    ///
    /// # Errors
    /// As for [`Connections::connection`], and [`WriteError::KeyRefused`] when no key looks like that.
    pub(crate) async fn need(&self, ctx: &ProfileContext) -> Result<Access, WriteError> {
        let connection = self.connection(ctx).await?;
        let host = connection.base_url.origin();
        let key = match self.credentials.get_for(ctx, CredentialKind::Chat, host).await {
            Ok(key) => Some(key),
            Err(StoreError::NotFound) => None,
            Err(error) => return Err(unread(&error)),
        };
        if self.connection(ctx).await? != connection {
            return Err(WriteError::Failed(cures::CHANGED.to_owned()));
        }
        let header = key.as_ref().map(bearer).transpose()?;
        Ok(Access { connection, key, header })
    }
}

fn bearer(key: &Secret) -> Result<HeaderValue, WriteError> {
    let odd = || WriteError::KeyRefused { cure: cures::ODD_KEY.to_owned() };
    let plain = Some(key.expose()).filter(|key| key.is_ascii()).ok_or_else(odd)?;
    let mut header = HeaderValue::from_str(&format!("Bearer {plain}")).map_err(|_secret| odd())?;
    header.set_sensitive(true);
    Ok(header)
}

fn unread(error: &StoreError) -> WriteError {
    WriteError::Failed(format!("the connection could not be read: {}", with_causes(error)))
}
