//! Signed, short-lived links to files, for `<img>`, `<video>` and downloads, which cannot send headers.

use std::{fmt::Write as _, sync::Arc};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{Clock, MediaKey, ProfileContext, ProfileId, UserId};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Makes and reads links. A link proves nothing but that the server made it: its actor enters the profile anew.
pub struct Links {
    key: [u8; 32],
    clock: Arc<dyn Clock>,
}

/// What a link that the server made says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grant {
    pub(crate) profile: ProfileId,
    pub(crate) actor: UserId,
    pub(crate) key: MediaKey,
}

/// The parts of a link's query.
#[derive(Debug, serde::Deserialize)]
pub(crate) struct LinkQuery {
    actor: UserId,
    expires: i64,
    signature: String,
    #[serde(default)]
    pub(crate) download: Option<String>,
}

/// Why a link does not open anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// The server did not make it, or somebody changed it.
    #[error("the link is not one that this server made")]
    Invalid,
    /// Its time is over: load the page anew.
    #[error("the link is too old; load the page anew")]
    Expired,
}

impl Links {
    /// How long a link is valid at least, in seconds. The end is rounded up to a quarter of an hour, so that a
    /// browser sees the same address again and uses its cache.
    const VALID_S: i64 = 3600;
    const QUARTER_S: i64 = 900;

    /// Makes links under a key that every server of an installation shares.
    pub fn new(key: [u8; 32], clock: Arc<dyn Clock>) -> Self {
        Self { key, clock }
    }

    /// Returns a link that shows a file.
    pub fn url(&self, ctx: &ProfileContext, key: &MediaKey) -> String {
        self.sign(ctx, key, None)
    }

    /// Returns a link that downloads a file under a name.
    pub fn download_url(&self, ctx: &ProfileContext, key: &MediaKey, name: &str) -> String {
        self.sign(ctx, key, Some(name))
    }

    fn sign(&self, ctx: &ProfileContext, key: &MediaKey, download: Option<&str>) -> String {
        let soonest = self.clock.now().timestamp() + Self::VALID_S;
        let expires = (soonest / Self::QUARTER_S + 1) * Self::QUARTER_S;
        let grant = Grant { profile: ctx.profile(), actor: ctx.actor(), key: key.clone() };
        let signature = URL_SAFE_NO_PAD.encode(self.mac(&grant, expires, download).finalize().into_bytes());
        let mut url = format!(
            "/media/{}/{key}?actor={}&expires={expires}&signature={signature}",
            grant.profile, grant.actor
        );
        if let Some(name) = download {
            url.push_str("&download=");
            url.push_str(&percent_encoded(name));
        }
        url
    }

    /// Reads a link.
    ///
    /// # Errors
    /// [`LinkError`].
    pub(crate) fn open(&self, profile: &str, key: &str, query: &LinkQuery) -> Result<Grant, LinkError> {
        let invalid = LinkError::Invalid;
        let grant = Grant {
            profile: profile.parse().map_err(|_bad| invalid)?,
            actor: query.actor,
            key: key.parse().map_err(|_bad| invalid)?,
        };
        let signature = URL_SAFE_NO_PAD.decode(&query.signature).map_err(|_bad| invalid)?;
        let mac = self.mac(&grant, query.expires, query.download.as_deref());
        mac.verify_slice(&signature).map_err(|_differs| invalid)?;
        if query.expires < self.clock.now().timestamp() { Err(LinkError::Expired) } else { Ok(grant) }
    }

    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    fn mac(&self, grant: &Grant, expires: i64, download: Option<&str>) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("a key of 32 bytes");
        // Ids, keys and numbers hold no line break, and the name comes last.
        let name = download.map_or(String::new(), |name| format!("={name}"));
        mac.update(
            format!("{}\n{}\n{}\n{expires}\n{name}", grant.profile, grant.actor, grant.key).as_bytes(),
        );
        mac
    }
}

/// Encodes a query's value (RFC 3986).
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            byte => {
                // Writing to a String cannot fail.
                let _infallible = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use domain::{Actor, ClipId, NewProfile, Profile, ProfileName};

    use super::*;

    struct At(i64);

    impl Clock for At {
        fn now(&self) -> DateTime<Utc> {
            DateTime::from_timestamp(self.0, 0).unwrap()
        }
    }

    fn context() -> ProfileContext {
        let owner = UserId::new();
        let profile = Profile {
            id: ProfileId::new(),
            owner,
            name: ProfileName::parse("Lumina").unwrap(),
            description: String::new(),
            colour: NewProfile::COLOUR.to_owned(),
            icon: String::new(),
            is_default: true,
            created_at: DateTime::UNIX_EPOCH,
        };
        ProfileContext::enter(&Actor::signed_in(owner), &profile).unwrap()
    }

    fn links(now: i64) -> Links {
        Links::new([7; 32], Arc::new(At(now)))
    }

    fn opened(links: &Links, url: &str) -> Result<Grant, LinkError> {
        let (path, query) = url.strip_prefix("/media/").unwrap().split_once('?').unwrap();
        let (profile, key) = path.split_once('/').unwrap();
        let query = actix_web::web::Query::<LinkQuery>::from_query(query).unwrap();
        links.open(profile, key, &query)
    }

    #[test]
    fn a_link_opens_what_it_was_made_for_until_it_is_too_old() {
        let (ctx, key) = (context(), MediaKey::Clip(ClipId::new()));
        let url = links(1000).download_url(&ctx, &key, "Brașov & co.mp4");
        let grant = Grant { profile: ctx.profile(), actor: ctx.actor(), key };
        assert_eq!(opened(&links(1000 + 3600), &url), Ok(grant));
        assert_eq!(opened(&links(1000 + 3600 + 900), &url), Err(LinkError::Expired));
    }

    #[test]
    fn a_changed_link_opens_nothing() {
        let (ctx, other) = (context(), context());
        let (clip, another) = (ClipId::new(), ClipId::new());
        let url = links(1000).url(&ctx, &MediaKey::Clip(clip));
        let changes = [
            url.replace(&ctx.profile().to_string(), &other.profile().to_string()),
            url.replace(&clip.to_string(), &another.to_string()),
            url.replace(&ctx.actor().to_string(), &other.actor().to_string()),
            url.replace("expires=", "expires=9"),
            url.replace("video.mp4", "thumbnail.jpg"),
            format!("{url}&download=x.mp4"),
        ];
        for changed in changes {
            assert_ne!(changed, url);
            assert_eq!(opened(&links(1000), &changed), Err(LinkError::Invalid), "{changed}");
        }
        let foreign_key = Links::new([8; 32], Arc::new(At(1000)));
        assert_eq!(opened(&foreign_key, &url), Err(LinkError::Invalid));
    }

    #[test]
    fn a_link_is_the_same_within_a_quarter_of_an_hour() {
        let (ctx, key) = (context(), MediaKey::Clip(ClipId::new()));
        assert_eq!(links(900).url(&ctx, &key), links(1799).url(&ctx, &key));
    }
}
