//! Signed links: short-lived addresses of files, for `<img>`, `<video>` and downloads, which send no header.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use domain::{Clock, MediaKey, ProfileContext, ProfileId, UserId};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Deserialize;
use sha2::Sha256;

use crate::error::{Code, Problem};

/// How long a link lasts at least.
const VALID: TimeDelta = TimeDelta::hours(1);
/// Links end at whole quarter-hours, so that the same link comes again and the browser's cache knows it.
const STEP_SECONDS: i64 = 15 * 60;

/// Makes and checks signed links.
#[derive(Clone)]
pub struct Links {
    keyed: Hmac<Sha256>,
    clock: Arc<dyn Clock>,
}

/// What a link's query says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkQuery {
    actor: UserId,
    expires: i64,
    signature: String,
    download: Option<String>,
    version: Option<u32>,
}

/// What a link says beside its file.
#[derive(Debug, Clone, Copy, Default)]
struct Extra<'l> {
    download: Option<&'l str>,
    version: Option<u32>,
}

/// A link that was found to be ours.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) actor: UserId,
    pub(crate) profile: ProfileId,
    pub(crate) key: MediaKey,
    /// The name under which the file is to be saved, when it is to be.
    pub(crate) download: Option<String>,
    /// For how many seconds the link still lasts.
    pub(crate) seconds_left: i64,
}

impl Links {
    /// Signs with a key; another key ends every earlier link.
    pub fn new(key: [u8; 32], clock: Arc<dyn Clock>) -> Self {
        // HMAC fills a key that is shorter than its block with zeros (RFC 2104).
        let mut block = [0; 64];
        for (place, byte) in block.iter_mut().zip(key) {
            *place = byte;
        }
        Self { keyed: Hmac::new(&block.into()), clock }
    }

    /// Returns a link that shows one of the profile's files.
    pub fn url(&self, ctx: &ProfileContext, key: &MediaKey) -> String {
        self.signed(ctx, key, Extra::default())
    }

    /// Returns a link that shows a file which may be replaced: another version has another address, so that no browser
    /// shows what it kept of an earlier one.
    pub fn versioned_url(&self, ctx: &ProfileContext, key: &MediaKey, version: u32) -> String {
        self.signed(ctx, key, Extra { version: Some(version), ..Extra::default() })
    }

    /// Returns a link that saves one of the profile's files under a name.
    pub fn download_url(&self, ctx: &ProfileContext, key: &MediaKey, name: &str) -> String {
        self.signed(ctx, key, Extra { download: Some(name), ..Extra::default() })
    }

    fn signed(&self, ctx: &ProfileContext, key: &MediaKey, extra: Extra<'_>) -> String {
        let (profile, actor, key) = (ctx.profile(), ctx.actor(), key.to_string());
        let least = (self.clock.now() + VALID).timestamp();
        let expires = (least + STEP_SECONDS - 1).div_euclid(STEP_SECONDS) * STEP_SECONDS;
        let signature = self.mac(profile, &key, actor, expires, extra).finalize().into_bytes();
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("actor", &actor.to_string());
        query.append_pair("expires", &expires.to_string());
        if let Some(name) = extra.download {
            query.append_pair("download", name);
        }
        if let Some(version) = extra.version {
            query.append_pair("version", &version.to_string());
        }
        query.append_pair("signature", &URL_SAFE_NO_PAD.encode(signature));
        format!("/media/{profile}/{key}?{}", query.finish())
    }

    /// Checks a link that somebody opens.
    pub(crate) fn open(&self, profile: &str, key: &str, query: LinkQuery) -> Result<Opened, Problem> {
        let id: ProfileId = profile.parse().map_err(|_bad| invalid())?;
        let signature = URL_SAFE_NO_PAD.decode(&query.signature).map_err(|_bad| invalid())?;
        let extra = Extra { download: query.download.as_deref(), version: query.version };
        let mac = self.mac(id, key, query.actor, query.expires, extra);
        mac.verify_slice(&signature).map_err(|_bad| invalid())?;
        let key: MediaKey = key.parse().map_err(|_bad| invalid())?;
        let seconds_left = query.expires - self.clock.now().timestamp();
        if seconds_left <= 0 {
            return Err(Problem::new(
                Code::LinkExpired,
                "The link was good for an hour. Reload the page for a new one.",
            ));
        }
        Ok(Opened { actor: query.actor, profile: id, key, download: query.download, seconds_left })
    }

    /// Every part ends with a byte that none of them contains, so that no two links have the same text.
    fn mac(
        &self,
        profile: ProfileId,
        key: &str,
        actor: UserId,
        expires: i64,
        extra: Extra<'_>,
    ) -> Hmac<Sha256> {
        let mut mac = self.keyed.clone();
        let download = extra.download.map(|name| format!("as {name}")).unwrap_or_default();
        let version = extra.version.map(|version| version.to_string()).unwrap_or_default();
        let (profile, actor, expires) = (profile.to_string(), actor.to_string(), expires.to_string());
        for part in [&profile, key, &actor, &expires, &download, &version] {
            mac.update(part.as_bytes());
            mac.update(&[0]);
        }
        mac
    }
}

fn invalid() -> Problem {
    Problem::new(
        Code::LinkInvalid,
        "The link was not made by this server, or is not whole. Reload the page for a new one.",
    )
}
