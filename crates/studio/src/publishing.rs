//! Publishing: its ports, the connection of a profile to its publisher, and the channels there.

use std::{sync::Arc, time::Duration};

use domain::{
    Channel, ChannelGap, ChannelId, ChannelStore, ChosenAccount, Clock, Connection, ConnectionStore,
    CredentialKind, InvalidGap, InvalidPostSetting, InvalidPublisherUrl, Network, NoSuchNetwork,
    PostSettings, ProfileContext, PublicationStore, PublishError, Publisher, PublisherUrl, RemoteChannel,
    Secret, StoreError, StoredCredential, TimeFault,
};
use serde_json::{Map, Value};

use crate::Studio;

/// What publishing needs.
#[derive(Clone)]
pub struct PublishingPorts {
    /// The publisher.
    pub publisher: Arc<dyn Publisher>,
    /// Where each profile's publisher is.
    pub connections: Arc<dyn ConnectionStore>,
    /// The channels.
    pub channels: Arc<dyn ChannelStore>,
    /// The outbox.
    pub publications: Arc<dyn PublicationStore>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How long after a post was sent the publisher's list is believed to show it: longer than the wait for its answer.
    pub settle: Duration,
}

/// A connection as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connected {
    /// The connection.
    pub connection: Connection,
    /// The last four characters of its key.
    pub last_four: String,
}

/// An account at the publisher, and the channel that it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered {
    /// The account.
    pub account: RemoteChannel,
    /// The profile's channel, if it was chosen.
    pub channel: Option<ChannelId>,
}

impl Studio {
    /// Connects the profile with its publisher, once address and key open an account there; an earlier connection goes.
    ///
    /// # Errors
    /// [`PublishingError`]; nothing is stored then.
    pub async fn connect_publisher(
        &self,
        ctx: &ProfileContext,
        base_url: &str,
        key: &Secret,
    ) -> Result<Connected, PublishingError> {
        let publishing = &self.ports.publishing;
        let base_url = PublisherUrl::parse(base_url)?;
        publishing.publisher.test(&base_url, key).await?;
        // The key is stored with its address: wherever this breaks off, and whoever connects at the same time, it goes to
        // no other one. And until both are there, there is none: what the earlier key's account has is not the new one's.
        publishing.connections.delete(ctx).await?;
        let credentials = &self.ports.credentials;
        let stored = credentials.put_for(ctx, CredentialKind::Postiz, base_url.as_str(), key).await?;
        let connection = publishing.connections.put(ctx, &base_url, key).await?;
        publishing.publications.log(ctx, "connected", "", base_url.as_str()).await?;
        Ok(Connected { connection, last_four: stored.last_four })
    }

    /// Returns the connection; nothing unless both the address and the key for it are there.
    pub async fn publisher_connection(&self, ctx: &ProfileContext) -> Result<Option<Connected>, StoreError> {
        let connection = match self.ports.publishing.connections.find(ctx).await {
            Ok(connection) => connection,
            Err(StoreError::NotFound) => return Ok(None),
            Err(error) => return Err(error),
        };
        let keys = self.ports.credentials.list(ctx).await?;
        let own = |key: &StoredCredential| {
            key.kind == CredentialKind::Postiz && key.address.as_deref() == Some(connection.base_url.as_str())
        };
        let key = keys.into_iter().find(own);
        Ok(key.map(|key| Connected { connection, last_four: key.last_four }))
    }

    /// Asks the publisher, with the stored address and key, and returns how many accounts it lists.
    pub async fn test_publisher(&self, ctx: &ProfileContext) -> Result<usize, PublishError> {
        Ok(self.ports.publishing.publisher.channels(ctx).await?.len())
    }

    /// Forgets address and key.
    pub async fn disconnect_publisher(&self, ctx: &ProfileContext) -> Result<(), StoreError> {
        self.ports.publishing.connections.delete(ctx).await?;
        match self.ports.credentials.delete(ctx, CredentialKind::Postiz).await {
            Ok(()) | Err(StoreError::NotFound) => {}
            Err(error) => return Err(error),
        }
        self.ports.publishing.publications.log(ctx, "disconnected", "", "").await
    }

    /// Lists the accounts at the publisher, each with the channel that it is here.
    pub async fn offered_channels(&self, ctx: &ProfileContext) -> Result<Vec<Offered>, PublishingError> {
        let publishing = &self.ports.publishing;
        let chosen = publishing.channels.list(ctx).await?;
        let offered = publishing.publisher.channels(ctx).await?.into_iter().map(|account| {
            let channel = chosen.iter().find(|channel| channel.account.remote_id == account.remote_id);
            Offered { channel: channel.map(|channel| channel.id), account }
        });
        Ok(offered.collect())
    }

    /// Chooses an account, as it is at the publisher now; again, to take over its new name.
    ///
    /// # Errors
    /// [`PublishingError`], with the cure.
    pub async fn choose_channel(
        &self,
        ctx: &ProfileContext,
        remote_id: &str,
    ) -> Result<Channel, PublishingError> {
        let listed = self.ports.publishing.publisher.channels(ctx).await?;
        let found = listed.into_iter().find(|account| account.remote_id == remote_id);
        let account = found.ok_or(PublishingError::NoSuchAccount)?;
        if account.is_disabled {
            return Err(PublishingError::Disabled(account.name));
        }
        let network: Network = account.identifier.parse()?;
        let RemoteChannel { remote_id, name, handle, .. } = account;
        let chosen = ChosenAccount { remote_id, network, name, handle };
        Ok(self.ports.publishing.channels.choose(ctx, chosen).await?)
    }

    /// Lists the profile's channels.
    pub async fn channels(&self, ctx: &ProfileContext) -> Result<Vec<Channel>, StoreError> {
        self.ports.publishing.channels.list(ctx).await
    }

    /// Changes what posts at a channel have unless said otherwise; what is absent stays.
    ///
    /// # Errors
    /// [`PublishingError`], with the cure.
    pub async fn set_channel(
        &self,
        ctx: &ProfileContext,
        id: ChannelId,
        settings: Option<Map<String, Value>>,
        gap_minutes: Option<u16>,
    ) -> Result<Channel, PublishingError> {
        let channel = self.ports.publishing.channels.find(ctx, id).await?;
        let settings = match settings {
            Some(fields) => PostSettings::parse(channel.account.network, fields)?,
            None => channel.settings,
        };
        let gap = gap_minutes.map_or(Ok(channel.gap), ChannelGap::minutes)?;
        Ok(self.ports.publishing.channels.set(ctx, id, &settings, gap).await?)
    }

    /// Lets go of a channel.
    pub async fn release_channel(&self, ctx: &ProfileContext, id: ChannelId) -> Result<(), StoreError> {
        self.ports.publishing.channels.delete(ctx, id).await
    }
}

/// Says why something about publishing was not done.
#[derive(Debug, thiserror::Error)]
pub enum PublishingError {
    /// The address.
    #[error(transparent)]
    Url(#[from] InvalidPublisherUrl),
    /// The account is not listed.
    #[error("the publisher does not list this channel; load the list again")]
    NoSuchAccount,
    /// The account is switched off.
    #[error("{0} is disabled at the publisher; connect it there again")]
    Disabled(String),
    /// The network.
    #[error(transparent)]
    Network(#[from] NoSuchNetwork),
    /// A setting.
    #[error(transparent)]
    Setting(#[from] InvalidPostSetting),
    /// The time between posts.
    #[error(transparent)]
    Gap(#[from] InvalidGap),
    /// Nothing was chosen, or too much.
    #[error("choose 1 to {most} posts: at least one clip and one channel")]
    Count {
        /// The most.
        most: usize,
    },
    /// What was confirmed is not what would be sent now.
    #[error("the plan has changed since it was shown; look at the new one and confirm that")]
    PlanChanged,
    /// The plan has faults.
    #[error("the plan cannot be carried out: {0}")]
    PlanFaulty(String),
    /// It cannot be done any more, or not yet.
    #[error("{0}")]
    TooLate(String),
    /// The time cannot be meant.
    #[error(transparent)]
    Time(#[from] TimeFault),
    /// The publisher refused.
    #[error(transparent)]
    Publisher(#[from] PublishError),
    /// A value has no JSON form, which plain data always has.
    #[error("the plan cannot be named")]
    Unnamed(#[from] serde_json::Error),
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
}
