//! What the server keeps.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::fault::{PostizFault, PostizOn};

/// An account at a network.
#[derive(Debug, Clone)]
pub struct FakeChannel {
    /// Its id.
    pub id: String,
    /// The network, in the service's word.
    pub identifier: String,
    /// Its name.
    pub name: String,
    /// Its handle.
    pub profile: String,
    /// Whether it is switched off.
    pub disabled: bool,
    /// Whether it may write longer texts at X.
    pub premium: bool,
}

impl FakeChannel {
    /// An account in use.
    pub fn new(id: &str, identifier: &str, handle: &str) -> Self {
        Self {
            id: id.to_owned(),
            identifier: identifier.to_owned(),
            name: format!("{handle} name"),
            profile: handle.to_owned(),
            disabled: false,
            premium: false,
        }
    }
}

/// A post.
#[derive(Debug, Clone)]
pub struct FakePost {
    /// Its id.
    pub id: String,
    /// The channel.
    pub channel: String,
    /// The text as HTML.
    pub content: String,
    /// When it appears.
    pub date: DateTime<Utc>,
    /// `QUEUE`, `PUBLISHED`, `ERROR` or `DRAFT`.
    pub state: &'static str,
    /// The settings.
    pub settings: Value,
    /// The addresses of its media.
    pub media: Vec<String>,
}

/// An organisation: what one key opens.
#[derive(Debug, Clone)]
pub struct FakeOrganisation {
    /// Its channels.
    pub channels: Vec<FakeChannel>,
    /// Its posts.
    pub posts: Vec<FakePost>,
    /// The addresses of its files, with their sizes.
    pub files: Vec<(String, usize)>,
    /// What it tells its people.
    pub notices: Vec<String>,
    /// How many more posts it may send in this hour.
    pub posts_left: u32,
    /// Until when nothing more is taken.
    pub blocked_until: Option<DateTime<Utc>>,
    /// The largest file that the proxy before it lets through, in bytes.
    pub proxy_limit: usize,
}

impl FakeOrganisation {
    /// How many posts an organisation may send in an hour.
    pub const POSTS_AN_HOUR: u32 = 90;

    /// An organisation with some channels.
    pub fn with(channels: Vec<FakeChannel>) -> Self {
        Self {
            channels,
            posts: Vec::new(),
            files: Vec::new(),
            notices: Vec::new(),
            posts_left: Self::POSTS_AN_HOUR,
            blocked_until: None,
            proxy_limit: usize::MAX,
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Books {
    pub(super) organisations: HashMap<String, FakeOrganisation>,
    pub(super) faults: Vec<(PostizOn, PostizFault, usize)>,
    /// Every post that was ever made, also what was deleted.
    pub(super) made: Vec<FakePost>,
    pub(super) objections: Vec<String>,
    pub(super) last_id: u32,
}

impl Books {
    /// Makes an id that no other server has.
    pub(super) fn id(&mut self, what: &str) -> String {
        self.last_id += 1;
        format!("{what}-{}-{}", self.last_id, uuid::Uuid::new_v4().simple())
    }
}
