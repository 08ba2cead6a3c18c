//! Publish: the connection to a publisher, what is sent there, and the port.

use std::{path::Path, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use crate::{
    ConnectionId, Network, PostSettings, PostTime, ProfileContext, RemoteChannel, Secret, StoreError,
};

/// Where a profile's publisher is. The key belongs to it: neither is ever used with another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Connection {
    /// Its id; a new one each time that it is stored.
    pub id: ConnectionId,
    /// The address.
    pub base_url: PublisherUrl,
    /// When it was stored.
    pub updated_at: DateTime<Utc>,
}

/// The address of a publisher: with a scheme, and without what its API adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublisherUrl(String);

impl PublisherUrl {
    /// Takes an address as people paste it: with or without a slash or `/public/v1` at its end.
    ///
    /// Over http a key can be read on its way: that is for this machine and its own network alone.
    ///
    /// # Errors
    /// [`InvalidPublisherUrl`].
    pub fn parse(text: &str) -> Result<Self, InvalidPublisherUrl> {
        let text = text.trim().trim_end_matches('/');
        let text = text.strip_suffix("/public/v1").unwrap_or(text).trim_end_matches('/');
        let (scheme, rest) = text.split_once("://").ok_or(InvalidPublisherUrl::Form)?;
        let scheme = scheme.to_ascii_lowercase();
        let (host, path) = rest.split_once('/').map_or((rest, ""), |(host, path)| (host, path));
        let plain = |c: char| c.is_ascii_graphic() && !"?#@\\\"'<>%".contains(c);
        if host.is_empty() || text.len() > 300 || !rest.chars().all(plain) || path.contains("..") {
            return Err(InvalidPublisherUrl::Form);
        }
        let host = host.to_ascii_lowercase();
        match scheme.as_str() {
            "https" => {}
            "http" if is_near(&host) => {}
            "http" => return Err(InvalidPublisherUrl::Unencrypted),
            _ => return Err(InvalidPublisherUrl::Form),
        }
        let path = if path.is_empty() { String::new() } else { format!("/{path}") };
        Ok(Self(format!("{scheme}://{host}{path}")))
    }

    /// Returns the text, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Tells whether a host is this machine or in a private network.
fn is_near(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    if let Ok(address) = name.parse::<std::net::Ipv4Addr>() {
        return address.is_loopback() || address.is_private();
    }
    if let Ok(address) = name.parse::<std::net::Ipv6Addr>() {
        return address.is_loopback() || address.is_unique_local();
    }
    // A name without a dot is one of a private network, such as a container's.
    let last = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    !name.is_empty() && (!name.contains('.') || last == "local" || last == "internal")
}

/// Says what is wrong with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPublisherUrl {
    /// It is none.
    #[error(
        "the address of Postiz looks like https://api.postiz.com, or http://localhost:4007/api for one of your own"
    )]
    Form,
    /// The key could be read on its way.
    #[error("a key is sent over https:// only; http:// is for this machine and a private network")]
    Unencrypted,
}

/// How many posts a key may still send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostBudget {
    /// So many.
    pub left: u32,
    /// How long it is until there are more.
    pub resets_in: Duration,
}

/// Keeps where each profile's publisher is. The key is a credential.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait ConnectionStore: Send + Sync {
    /// Returns the connection; [`StoreError::NotFound`] when there is none.
    async fn find(&self, ctx: &ProfileContext) -> Result<Connection, StoreError>;
    /// Stores a connection in place of an earlier one. Of the key it keeps only which budget of posts it has: that is the
    /// same for whoever has the same key.
    async fn put(
        &self,
        ctx: &ProfileContext,
        base_url: &PublisherUrl,
        key: &Secret,
    ) -> Result<Connection, StoreError>;
    /// Forgets the connection; one that is not there is forgotten already.
    async fn delete(&self, ctx: &ProfileContext) -> Result<(), StoreError>;
    /// Takes a post out of the key's budget; answers when to come back when there is none left.
    async fn take_post(
        &self,
        ctx: &ProfileContext,
        now: DateTime<Utc>,
    ) -> Result<Option<DateTime<Utc>>, StoreError>;
    /// Notes what the publisher said of the budget.
    async fn note_budget(
        &self,
        ctx: &ProfileContext,
        budget: PostBudget,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError>;
}

/// A file that the publisher has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteMedia {
    /// Its id.
    pub id: String,
    /// Its address.
    pub path: String,
}

/// A post that is to be made.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// The publisher's id of the channel.
    pub channel: String,
    /// The network.
    pub network: Network,
    /// The text in the form of [`post_html`](crate::post_html).
    pub html: String,
    /// When it appears.
    pub time: PostTime,
    /// The present moment.
    pub sent_at: DateTime<Utc>,
    /// The settings; all that the network needs.
    pub settings: PostSettings,
    /// The video.
    pub video: RemoteMedia,
    /// The clip's picture, where the network needs one or the settings want one.
    pub cover: Option<RemoteMedia>,
}

/// What a post came to.
#[derive(Debug)]
pub struct Posted {
    /// The publisher's id of the post.
    pub result: Result<String, PublishError>,
    /// What the publisher said of the budget, whatever became of the post.
    pub budget: Option<PostBudget>,
}

/// A post as the publisher lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemotePost {
    /// Its id.
    pub id: String,
    /// The publisher's id of the channel.
    pub channel: String,
    /// The text as HTML.
    pub html: String,
    /// When it appears, or appeared.
    pub time: DateTime<Utc>,
    /// How far it is.
    pub state: RemotePostState,
    /// Where it can be seen.
    pub url: Option<String>,
}

/// How far a post is at the publisher.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RemotePostState {
    /// It waits for its time.
    Queued,
    /// It appeared.
    Published,
    /// It did not.
    Failed,
    /// It is a draft and waits for a person there.
    Draft,
}

/// Something that the publisher tells its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteNotice {
    /// What it says.
    pub text: String,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// Publishes through a service, by the connection and key of each profile.
#[async_trait]
pub trait Publisher: Send + Sync {
    /// Tells whether an address and a key open an account, before they are stored.
    async fn test(&self, base_url: &PublisherUrl, key: &Secret) -> Result<(), PublishError>;
    /// Lists the profile's accounts.
    async fn channels(&self, ctx: &ProfileContext) -> Result<Vec<RemoteChannel>, PublishError>;
    /// Returns the next free slot of an account.
    async fn next_slot(&self, ctx: &ProfileContext, channel: &str) -> Result<DateTime<Utc>, PublishError>;
    /// Sends a file: an MP4 or JPEG by its name's ending.
    async fn upload(
        &self,
        ctx: &ProfileContext,
        file: &Path,
        name: &str,
    ) -> Result<RemoteMedia, PublishError>;
    /// Makes a post, once: it is never sent a second time, whatever becomes of the answer.
    async fn post(&self, ctx: &ProfileContext, post: &Post) -> Posted;
    /// Lists the posts between two moments.
    async fn posts(
        &self,
        ctx: &ProfileContext,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<RemotePost>, PublishError>;
    /// Deletes a post; whether it is gone, [`Publisher::posts`] tells.
    async fn delete(&self, ctx: &ProfileContext, post: &str) -> Result<(), PublishError>;
    /// Lists the newest notices.
    async fn notices(&self, ctx: &ProfileContext) -> Result<Vec<RemoteNotice>, PublishError>;
}

/// The publisher's refusal, by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The profile has no connection: make one.
    #[error("this store has no publisher yet; connect Postiz with its address and key")]
    NotConnected,
    /// The key is not good: nothing was done.
    #[error("Postiz refuses this store's key: {0}; make a new key there, and connect again")]
    KeyRefused(String),
    /// Something is wrong with what was sent: nothing was done, and it would be refused again.
    #[error("Postiz refuses this: {0}")]
    Refused(String),
    /// The plan at the publisher does not cover it: nothing was done.
    #[error("the plan at Postiz does not cover this: {0}")]
    OverPlan(String),
    /// It was too much at a time: nothing was done; come back.
    #[error("Postiz takes no more posts for now; it does again in {} s", after.as_secs())]
    Busy {
        /// When to come back.
        after: Duration,
    },
    /// The file is too large.
    #[error("the file is larger than Postiz takes: {0}")]
    TooLarge(String),
    /// Nothing may be asked at its address: nothing was done.
    #[error("{0}")]
    NotAllowed(String),
    /// The publisher could not be reached: nothing was done.
    #[error("Postiz cannot be reached: {0}")]
    NotSent(String),
    /// It was sent, and nobody knows what became of it.
    #[error("the answer of Postiz was lost: {0}")]
    Lost(String),
    /// A file here cannot be read.
    #[error("the clip's file cannot be read")]
    File(#[source] std::io::Error),
    /// The connection or the key cannot be read here.
    #[error("the connection to the publisher cannot be read")]
    Store(#[source] StoreError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_people_paste_it() {
        for (pasted, kept) in [
            ("https://api.postiz.com", "https://api.postiz.com"),
            (" https://api.postiz.com/public/v1/ ", "https://api.postiz.com"),
            ("https://Postiz.Example/api/", "https://postiz.example/api"),
            ("http://localhost:4007/api/public/v1", "http://localhost:4007/api"),
            ("http://192.168.1.5:4007/api", "http://192.168.1.5:4007/api"),
            ("http://postiz:5000", "http://postiz:5000"),
            ("http://[::1]:9", "http://[::1]:9"),
        ] {
            assert_eq!(PublisherUrl::parse(pasted).unwrap().as_str(), kept);
        }
        for bad in [
            "",
            "api.postiz.com",
            "ftp://localhost",
            "https://",
            "https://a/?k=1",
            "https://u:p@host",
            "https://a/../b",
        ] {
            assert_eq!(PublisherUrl::parse(bad), Err(InvalidPublisherUrl::Form), "{bad}");
        }
        for open in [
            "http://api.postiz.com",
            "http://8.8.8.8",
            "http://127.0.0.1.example.com",
            "http://localhost.example",
        ] {
            assert_eq!(PublisherUrl::parse(open), Err(InvalidPublisherUrl::Unencrypted), "{open}");
        }
    }
}
