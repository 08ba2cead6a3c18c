//! Postiz as a publisher.

use std::{path::Path, sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, SecondsFormat, Utc};
use domain::{
    Clock, ConnectionStore, CredentialKind, CredentialStore, MAX_POST_VIDEO_BYTES, Post, PostBudget, Posted,
    ProfileContext, PublishError, Publisher, PublisherUrl, RemoteChannel, RemoteMedia, RemoteNotice,
    RemotePost, Secret, StoreError,
};
use reqwest::{
    Body, Method,
    header::HeaderMap,
    multipart::{Form, Part},
};
use serde::de::DeserializeOwned;

use crate::{
    answers::{Connected, Integration, Listed, Made, Notices, Slot, Uploaded, read},
    body::{LARGEST_BODY, is_postable, post_body},
    settings::{InvalidPostiz, Patience, PostizSettings},
    wire::{Access, Answer, Call, Wire},
};

/// The largest picture that Postiz takes.
const MAX_PICTURE_BYTES: u64 = 10 << 20;

/// Publishes by Postiz, for each profile by its own address and key.
pub struct Postiz {
    connections: Arc<dyn ConnectionStore>,
    credentials: Arc<dyn CredentialStore>,
    wire: Wire,
    patience: Patience,
}

impl Postiz {
    /// Prepares the way to every profile's server.
    ///
    /// # Errors
    /// [`InvalidPostiz`] when encrypted connections cannot be made on this machine.
    pub fn new(
        connections: Arc<dyn ConnectionStore>,
        credentials: Arc<dyn CredentialStore>,
        clock: Arc<dyn Clock>,
        settings: PostizSettings,
    ) -> Result<Self, InvalidPostiz> {
        let wire = Wire::new(settings, clock)?;
        Ok(Self { connections, credentials, wire, patience: settings.patience })
    }

    /// Returns the profile's address and the key that was stored for it: both, or none.
    async fn access(&self, ctx: &ProfileContext) -> Result<Access, PublishError> {
        let none = |error: StoreError| match error {
            StoreError::NotFound => PublishError::NotConnected,
            other => PublishError::Store(other),
        };
        let connection = self.connections.find(ctx).await.map_err(none)?;
        let key = self
            .credentials
            .get_for(ctx, CredentialKind::Postiz, connection.base_url.as_str())
            .await
            .map_err(none)?;
        Ok(Access { base: connection.base_url, key })
    }

    async fn look<T: DeserializeOwned>(
        &self,
        ctx: &ProfileContext,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T, PublishError> {
        let access = self.access(ctx).await?;
        let call = Call { method: &Method::GET, path, query, longest: self.patience.look };
        let answer =
            self.wire.ask(&access, call, |request| request).await.map_err(|failure| failure.error)?;
        read(&answer.body)
    }

    async fn try_upload(
        &self,
        ctx: &ProfileContext,
        file: &Path,
        name: &str,
    ) -> Result<RemoteMedia, PublishError> {
        let access = self.access(ctx).await?;
        let (media_type, most) = match name.rsplit('.').next() {
            Some("mp4") => ("video/mp4", MAX_POST_VIDEO_BYTES),
            Some("jpg") => ("image/jpeg", MAX_PICTURE_BYTES),
            _ => return Err(PublishError::Refused(format!("{name} is neither an MP4 nor a JPEG"))),
        };
        let file = tokio::fs::File::open(file).await.map_err(PublishError::File)?;
        let size = file.metadata().await.map_err(PublishError::File)?.len();
        if size > most {
            return Err(PublishError::TooLarge(format!(
                "{} MB, and {} MB are taken",
                size >> 20,
                most >> 20
            )));
        }
        let part = Part::stream_with_length(Body::from(file), size).file_name(name.to_owned());
        let part = part.mime_str(media_type).map_err(|error| PublishError::NotSent(error.to_string()))?;
        let form = Form::new().part("file", part);
        let call =
            Call { method: &Method::POST, path: &["upload"], query: &[], longest: self.patience.upload };
        let answer = self.wire.ask(&access, call, |request| request.multipart(form)).await;
        let media: RemoteMedia = read::<Uploaded>(&answer.map_err(|failure| failure.error)?.body)?.into();
        if is_postable(&media.path) {
            return Ok(media);
        }
        Err(PublishError::Refused("it kept the file under an address that it takes in no post".to_owned()))
    }

    async fn try_post(&self, ctx: &ProfileContext, post: &Post) -> Posted {
        let unsent = |error| Posted { result: Err(error), budget: None };
        let access = match self.access(ctx).await {
            Ok(access) => access,
            Err(error) => return unsent(error),
        };
        let body = post_body(post);
        if body.to_string().len() > LARGEST_BODY {
            return unsent(PublishError::TooLarge("the text and settings have more than 95 kB".to_owned()));
        }
        let call = Call { method: &Method::POST, path: &["posts"], query: &[], longest: self.patience.post };
        match self.wire.ask(&access, call, |request| request.json(&body)).await {
            Ok(Answer { headers, body }) => {
                let budget = budget(&headers);
                Posted { result: made(&body, &post.channel), budget }
            }
            Err(failure) => {
                let blocked = match failure.error {
                    PublishError::Busy { after } => Some(PostBudget { left: 0, resets_in: after }),
                    _ => None,
                };
                let budget = blocked.or_else(|| budget(&failure.headers));
                Posted { result: Err(failure.error), budget }
            }
        }
    }
}

/// Reads the id of the one post that was asked for.
fn made(body: &[u8], channel: &str) -> Result<String, PublishError> {
    let made: Vec<Made> = read(body)?;
    match <[Made; 1]>::try_from(made) {
        Ok([one]) if one.integration == channel && !one.post_id.is_empty() => Ok(one.post_id),
        _ => Err(PublishError::Lost("it names another post than was asked for".to_owned())),
    }
}

fn budget(headers: &HeaderMap) -> Option<PostBudget> {
    let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u32>().ok();
    let left = number("x-ratelimit-remaining")?;
    let seconds = number("x-ratelimit-reset")?;
    Some(PostBudget { left, resets_in: Duration::from_secs(u64::from(seconds)) })
}

#[async_trait]
impl Publisher for Postiz {
    async fn test(&self, base_url: &PublisherUrl, key: &Secret) -> Result<(), PublishError> {
        let access = Access { base: base_url.clone(), key: key.clone() };
        let path = &["is-connected"];
        let call = Call { method: &Method::GET, path, query: &[], longest: self.patience.look };
        let answer =
            self.wire.ask(&access, call, |request| request).await.map_err(|failure| failure.error)?;
        let connected: Connected = read(&answer.body)?;
        if connected.connected {
            Ok(())
        } else {
            Err(PublishError::Refused("it says: not connected".to_owned()))
        }
    }

    async fn channels(&self, ctx: &ProfileContext) -> Result<Vec<RemoteChannel>, PublishError> {
        let listed: Vec<Integration> = self.look(ctx, &["integrations"], &[]).await?;
        Ok(listed.into_iter().map(RemoteChannel::from).collect())
    }

    async fn next_slot(&self, ctx: &ProfileContext, channel: &str) -> Result<DateTime<Utc>, PublishError> {
        self.look::<Slot>(ctx, &["find-slot", channel], &[]).await?.moment()
    }

    async fn upload(
        &self,
        ctx: &ProfileContext,
        file: &Path,
        name: &str,
    ) -> Result<RemoteMedia, PublishError> {
        self.try_upload(ctx, file, name).await
    }

    async fn post(&self, ctx: &ProfileContext, post: &Post) -> Posted {
        self.try_post(ctx, post).await
    }

    async fn posts(
        &self,
        ctx: &ProfileContext,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
    ) -> Result<Vec<RemotePost>, PublishError> {
        let text = |moment: DateTime<Utc>| moment.to_rfc3339_opts(SecondsFormat::Millis, true);
        let (from, to) = (text(from), text(to));
        let listed: Listed = self.look(ctx, &["posts"], &[("startDate", &from), ("endDate", &to)]).await?;
        Ok(listed.posts.into_iter().map(RemotePost::from).collect())
    }

    async fn delete(&self, ctx: &ProfileContext, post: &str) -> Result<(), PublishError> {
        let access = self.access(ctx).await?;
        let path = &["posts", post];
        let call = Call { method: &Method::DELETE, path, query: &[], longest: self.patience.look };
        // A success answers {"error":true}: only the status says anything.
        self.wire.ask(&access, call, |request| request).await.map(drop).map_err(|failure| failure.error)
    }

    async fn notices(&self, ctx: &ProfileContext) -> Result<Vec<RemoteNotice>, PublishError> {
        let notices: Notices = self.look(ctx, &["notifications"], &[("page", "0")]).await?;
        Ok(notices.notifications.into_iter().map(RemoteNotice::from).collect())
    }
}
