//! Channels: accounts at social networks that a profile publishes to.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use crate::{ChannelId, Network, PostSettings, ProfileContext, StoreError};

/// An account as the publisher lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteChannel {
    /// The publisher's id of it.
    pub remote_id: String,
    /// The publisher's word for the network.
    pub identifier: String,
    /// Its name.
    pub name: String,
    /// The account's handle; empty where the publisher tells none.
    pub handle: String,
    /// Whether it is switched off there.
    pub is_disabled: bool,
    /// The group that it is in there, if any.
    pub group: Option<String>,
}

impl RemoteChannel {
    /// Returns the network, if clips can be published to it from here.
    pub fn network(&self) -> Option<Network> {
        self.identifier.parse().ok()
    }
}

/// An account that a profile has chosen. No other profile can have it.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// Its id.
    pub id: ChannelId,
    /// What it was when it was chosen.
    pub account: ChosenAccount,
    /// What posts there have unless said otherwise.
    pub settings: PostSettings,
    /// The shortest time between two posts there.
    pub gap: ChannelGap,
    /// When it was chosen.
    pub created_at: DateTime<Utc>,
}

/// What a channel was when it was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChosenAccount {
    /// The publisher's id of it.
    pub remote_id: String,
    /// The network.
    pub network: Network,
    /// Its name.
    pub name: String,
    /// The account's handle.
    pub handle: String,
}

impl ChosenAccount {
    /// Returns the account as a person knows it.
    pub fn label(&self) -> String {
        let name = if self.handle.is_empty() {
            self.name.clone()
        } else {
            format!("@{}", self.handle.trim_start_matches('@'))
        };
        format!("{name} at {}", self.network.label())
    }

    /// Says why nothing may be posted there, when it is not what was chosen any more.
    ///
    /// # Errors
    /// [`ChannelChanged`], with the cure.
    pub fn is_still(&self, listed: &[RemoteChannel]) -> Result<(), ChannelChanged> {
        let found = listed.iter().find(|remote| remote.remote_id == self.remote_id);
        let remote = found.ok_or_else(|| ChannelChanged::Gone(self.label()))?;
        if remote.is_disabled {
            return Err(ChannelChanged::Disabled(self.label()));
        }
        let is_same = remote.network() == Some(self.network)
            && remote.name == self.name
            && remote.handle == self.handle;
        let now = if remote.handle.is_empty() { &remote.name } else { &remote.handle };
        if is_same {
            Ok(())
        } else {
            Err(ChannelChanged::Renamed { was: self.label(), now: format!("{now} at {}", remote.identifier) })
        }
    }
}

/// Says why a channel cannot be posted to.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChannelChanged {
    /// The publisher does not list it.
    #[error("{0} is not on the publisher's list any more; connect it there again, and choose it again here")]
    Gone(String),
    /// It is switched off.
    #[error("{0} is disabled at the publisher; connect it there again")]
    Disabled(String),
    /// It is another account now.
    #[error("{was} is now {now}; look whose account that is, then choose it again")]
    Renamed {
        /// What was chosen.
        was: String,
        /// What is listed.
        now: String,
    },
}

/// The shortest time between two posts at a channel: at least a minute, by which posts are told from each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChannelGap(u16);

impl ChannelGap {
    /// A quarter of an hour.
    pub const USUAL: Self = Self(15);

    /// Takes 1 to 10,080 minutes.
    ///
    /// # Errors
    /// [`InvalidGap`].
    pub const fn minutes(minutes: u16) -> Result<Self, InvalidGap> {
        if minutes >= 1 && minutes <= 10_080 { Ok(Self(minutes)) } else { Err(InvalidGap) }
    }

    /// Returns the minutes.
    pub const fn as_minutes(self) -> u16 {
        self.0
    }

    /// Returns the time.
    pub fn time(self) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.0))
    }
}

/// Says that a time is none to keep between posts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("between two posts at a channel are 1 to 10,080 minutes")]
pub struct InvalidGap;

/// Keeps the channels that profiles have chosen.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait ChannelStore: Send + Sync {
    /// Chooses an account, also again, which brings its name up to date; [`StoreError::Conflict`] when another profile
    /// has it, whosever that is.
    async fn choose(&self, ctx: &ProfileContext, account: ChosenAccount) -> Result<Channel, StoreError>;
    /// Finds a channel.
    async fn find(&self, ctx: &ProfileContext, id: ChannelId) -> Result<Channel, StoreError>;
    /// Lists the profile's channels, by network and name.
    async fn list(&self, ctx: &ProfileContext) -> Result<Vec<Channel>, StoreError>;
    /// Changes what posts there have, and how far they are apart.
    async fn set(
        &self,
        ctx: &ProfileContext,
        id: ChannelId,
        settings: &PostSettings,
        gap: ChannelGap,
    ) -> Result<Channel, StoreError>;
    /// Lets go of a channel, so that another profile may choose it. What was published stays on record.
    async fn delete(&self, ctx: &ProfileContext, id: ChannelId) -> Result<(), StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_account_that_was_chosen_is_posted_to() {
        let chosen = ChosenAccount {
            remote_id: "c1".to_owned(),
            network: Network::Tiktok,
            name: "Lumina".to_owned(),
            handle: "lumina".to_owned(),
        };
        let listed = RemoteChannel {
            remote_id: "c1".to_owned(),
            identifier: "tiktok".to_owned(),
            name: "Lumina".to_owned(),
            handle: "lumina".to_owned(),
            is_disabled: false,
            group: None,
        };
        assert_eq!(chosen.is_still(std::slice::from_ref(&listed)), Ok(()));
        assert!(matches!(chosen.is_still(&[]), Err(ChannelChanged::Gone(_))));
        let off = RemoteChannel { is_disabled: true, ..listed.clone() };
        assert!(matches!(chosen.is_still(&[off]), Err(ChannelChanged::Disabled(_))));
        for other in [
            RemoteChannel { handle: "brasswick".to_owned(), ..listed.clone() },
            RemoteChannel { name: "Brasswick".to_owned(), ..listed.clone() },
            RemoteChannel { identifier: "youtube".to_owned(), ..listed },
        ] {
            assert!(matches!(chosen.is_still(&[other]), Err(ChannelChanged::Renamed { .. })));
        }
    }
}
