//! Reconcile: a post whose answer was lost is looked for on the publisher's list, by channel, time and words.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{PostTime, ProfileContext, Publication, PublishError, RemotePost, words_of_html};

use crate::{
    Studio,
    publish::{Halt, time_until},
};

/// How often a post is sent at most, each time after the list had shown that it never arrived.
const MOST_SENDS: u16 = 3;
/// How far the publisher's clock may be from ours.
pub(crate) const CLOCKS_DIFFER: TimeDelta = TimeDelta::minutes(10);
/// How far a scheduled post may be from its time: the publisher keeps the minute.
const SAME_MINUTE: TimeDelta = TimeDelta::minutes(1);

/// What the list says.
#[derive(Debug)]
pub(crate) enum Found {
    /// The post is there, under this id.
    Arrived(String),
    /// It is not there, and it had the time to arrive.
    NeverArrived,
}

impl Studio {
    /// Looks for a post that was being sent.
    pub(crate) async fn reconcile(&self, ctx: &ProfileContext, is: &Publication) -> Result<Found, Halt> {
        let publishing = &self.ports.publishing;
        let now = publishing.clock.now();
        let sent_at = is.sending_at.unwrap_or(is.updated_at);
        let settle = TimeDelta::from_std(publishing.settle).unwrap_or(CLOCKS_DIFFER);
        let alike = self.alike(ctx, is, sent_at).await.map_err(|error| match error.into() {
            // Without the list nobody can tell: it is not sent again.
            Halt::Fail(reason) => {
                Halt::Review(format!("nobody knows whether it arrived; look at Postiz ({reason})"))
            }
            other => other,
        })?;
        match alike.as_slice() {
            [one] => Ok(Found::Arrived(one.id.clone())),
            [] if now < sent_at + settle => {
                let wait = time_until(sent_at + settle, now);
                Err(Halt::Wait(wait, "an answer was lost; looking whether the post arrived".to_owned()))
            }
            [] if publishing.connections.find(ctx).await?.updated_at > sent_at => {
                // This list is perhaps not the one on which it would be.
                let reason = "the connection was changed after it was sent; look whether it arrived at the earlier Postiz";
                Err(Halt::Review(reason.to_owned()))
            }
            [] if is.sends >= MOST_SENDS => {
                let reason = format!("it was sent {MOST_SENDS} times and never arrived; look at Postiz");
                Err(Halt::Review(reason))
            }
            [] => Ok(Found::NeverArrived),
            several => {
                let reason = format!("{} posts at Postiz look like it; look which one it is", several.len());
                Err(Halt::Review(reason))
            }
        }
    }

    /// Refuses to send a post when there is one like it that nobody here knows of.
    pub(crate) async fn nothing_like_it(&self, ctx: &ProfileContext, is: &Publication) -> Result<(), Halt> {
        let alike = self.alike(ctx, is, self.ports.publishing.clock.now()).await?;
        if alike.is_empty() {
            return Ok(());
        }
        let reason = "a post with these words is at this channel at this time already; look at Postiz before it is sent";
        Err(Halt::Review(reason.to_owned()))
    }

    /// Lists the posts of the channel with the same words at the time of a post that is sent at a moment, without those
    /// that are other publications'.
    pub(crate) async fn alike(
        &self,
        ctx: &ProfileContext,
        is: &Publication,
        sent_at: DateTime<Utc>,
    ) -> Result<Vec<RemotePost>, PublishError> {
        let (from, to) = match is.confirmed.time {
            PostTime::Now => (sent_at - CLOCKS_DIFFER, sent_at + CLOCKS_DIFFER),
            PostTime::At(moment) => (moment - SAME_MINUTE, moment + SAME_MINUTE),
        };
        let publishing = &self.ports.publishing;
        let words = words_of_html(&is.confirmed.html);
        let listed = publishing.publisher.posts(ctx, from, to).await?;
        let mut alike: Vec<RemotePost> = listed
            .into_iter()
            .filter(|post| post.channel == is.confirmed.remote_channel && words_of_html(&post.html) == words)
            .collect();
        let ids: Vec<String> = alike.iter().map(|post| post.id.clone()).collect();
        let known = publishing.publications.known_remote(ctx, &ids).await.map_err(PublishError::Store)?;
        alike.retain(|post| !known.contains(&post.id));
        Ok(alike)
    }
}
