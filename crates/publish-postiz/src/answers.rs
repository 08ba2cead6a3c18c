//! Answers: what Postiz says, read strictly where a post depends on it.

use chrono::{DateTime, NaiveDateTime, Utc};
use domain::{PublishError, RemoteChannel, RemoteMedia, RemoteNotice, RemotePost, RemotePostState};
use serde::{Deserialize, de::DeserializeOwned};

/// Reads an answer; one that is something else, such as a page, is as good as lost.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, PublishError> {
    serde_json::from_slice(body).map_err(|error| {
        let page = body.trim_ascii_start().starts_with(b"<");
        if page {
            let cure =
                "a page came instead of data; connect with the address of the API, such as https://host/api";
            return PublishError::Lost(cure.to_owned());
        }
        // The error of serde names a place and a type, no content of a string.
        PublishError::Lost(format!(
            "it could not be understood at line {} column {}",
            error.line(),
            error.column()
        ))
    })
}

#[derive(Deserialize)]
pub(crate) struct Connected {
    pub(crate) connected: bool,
}

#[derive(Deserialize)]
pub(crate) struct Integration {
    id: String,
    identifier: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    disabled: Option<bool>,
    #[serde(default)]
    profile: Option<String>,
    #[serde(default)]
    customer: Option<Customer>,
}

#[derive(Deserialize)]
struct Customer {
    name: String,
}

impl From<Integration> for RemoteChannel {
    fn from(listed: Integration) -> Self {
        Self {
            remote_id: listed.id,
            identifier: listed.identifier,
            name: listed.name.unwrap_or_default(),
            handle: listed.profile.unwrap_or_default(),
            is_disabled: listed.disabled.unwrap_or_default(),
            group: listed.customer.map(|group| group.name),
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Slot {
    date: String,
}

impl Slot {
    /// Reads the moment, which is UTC though it does not say so.
    pub(crate) fn moment(&self) -> Result<DateTime<Utc>, PublishError> {
        let bare = |text: &str| text.parse::<NaiveDateTime>().map(|time| time.and_utc());
        let full = self.date.parse::<DateTime<Utc>>();
        full.or_else(|_zoneless| bare(&self.date))
            .map_err(|_odd| PublishError::Lost("the free slot is no time".to_owned()))
    }
}

#[derive(Deserialize)]
pub(crate) struct Uploaded {
    id: String,
    path: String,
}

impl From<Uploaded> for RemoteMedia {
    fn from(uploaded: Uploaded) -> Self {
        Self { id: uploaded.id, path: uploaded.path }
    }
}

/// What was made, in the order of what was asked.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Made {
    pub(crate) post_id: String,
    pub(crate) integration: String,
}

#[derive(Deserialize)]
pub(crate) struct Listed {
    pub(crate) posts: Vec<ListedPost>,
}

/// A post of the list. Each must be understood: one that is passed over might be sent a second time.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListedPost {
    id: String,
    content: String,
    publish_date: DateTime<Utc>,
    state: ListedState,
    #[serde(default, rename = "releaseURL")]
    release_url: Option<String>,
    integration: ListedIntegration,
}

#[derive(Deserialize)]
struct ListedIntegration {
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum ListedState {
    Queue,
    Published,
    Error,
    Draft,
}

impl From<ListedPost> for RemotePost {
    fn from(listed: ListedPost) -> Self {
        let is_link = |url: &String| url.starts_with("https://") || url.starts_with("http://");
        Self {
            id: listed.id,
            channel: listed.integration.id,
            html: listed.content,
            time: listed.publish_date,
            state: match listed.state {
                ListedState::Queue => RemotePostState::Queued,
                ListedState::Published => RemotePostState::Published,
                ListedState::Error => RemotePostState::Failed,
                ListedState::Draft => RemotePostState::Draft,
            },
            url: listed.release_url.filter(is_link),
        }
    }
}

#[derive(Deserialize)]
pub(crate) struct Notices {
    pub(crate) notifications: Vec<Notice>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Notice {
    #[serde(default)]
    content: String,
    created_at: DateTime<Utc>,
}

impl From<Notice> for RemoteNotice {
    fn from(notice: Notice) -> Self {
        Self { text: domain::words_of_html(&notice.content), created_at: notice.created_at }
    }
}
