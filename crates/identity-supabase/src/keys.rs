//! The published keys (JWKS): fetched when they are needed, and kept for a while.

use std::{collections::HashMap, error::Error, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use domain::IdentityError;
use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, PublicKeyUse},
};
use reqwest::{Client, Url, redirect::Policy};
use serde::Deserialize;
use serde_json::Value;
use tokio::sync::{Mutex, RwLock};

use crate::InvalidSupabase;

/// How long keys are good before they are fetched anew: a key that was withdrawn ends by then.
const FRESH: TimeDelta = TimeDelta::minutes(10);
/// How long they are good when they cannot be: the provider may be away for a while.
const STALE: TimeDelta = TimeDelta::hours(1);
/// How long after a fetch, also one that failed, there is no other.
const PAUSE: TimeDelta = TimeDelta::seconds(30);
/// How long a fetch may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// No list of keys is longer, in bytes.
const LONGEST: usize = 256 * 1024;

/// A public key with the one algorithm that it is for.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) key: DecodingKey,
    pub(crate) algorithm: Algorithm,
}

/// The keys at an address.
pub(crate) struct KeySet {
    address: Url,
    client: Client,
    kept: RwLock<Kept>,
    /// When the keys were last asked for, with or without success; whoever holds it asks.
    asked: Mutex<Option<DateTime<Utc>>>,
}

#[derive(Default)]
struct Kept {
    keys: HashMap<String, Key>,
    fetched: Option<DateTime<Utc>>,
}

impl Kept {
    fn find(&self, kid: &str, at: DateTime<Utc>, age: TimeDelta) -> Option<Key> {
        self.keys.get(kid).filter(|_| self.is_younger(at, age)).cloned()
    }

    fn is_younger(&self, at: DateTime<Utc>, age: TimeDelta) -> bool {
        self.fetched.is_some_and(|fetched| at - fetched < age)
    }
}

impl KeySet {
    /// Prepares to fetch from an address: over https, or from this machine.
    pub(crate) fn at(address: &str) -> Result<Self, InvalidSupabase> {
        let address = Url::parse(address).map_err(|_bad| InvalidSupabase::Address)?;
        let local = matches!(address.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
        if !(address.scheme() == "https" || address.scheme() == "http" && local) {
            return Err(InvalidSupabase::Address);
        }
        // A redirect could lead to an address that nobody configured.
        let client = Client::builder().redirect(Policy::none()).timeout(PATIENCE).build();
        let client = client.map_err(|_bad| InvalidSupabase::Address)?;
        Ok(Self { address, client, kept: RwLock::default(), asked: Mutex::default() })
    }

    /// Finds a key by its id; fetches when it is unknown or old, one at a time and not too often.
    pub(crate) async fn find(&self, kid: &str, at: DateTime<Utc>) -> Result<Key, IdentityError> {
        // Who has a known key never waits for those who ask for another one.
        if let Some(key) = self.kept.read().await.find(kid, at, FRESH) {
            return Ok(key);
        }
        let mut asked = self.asked.lock().await;
        if let Some(key) = self.kept.read().await.find(kid, at, FRESH) {
            return Ok(key);
        }
        if asked.is_none_or(|asked| at - asked >= PAUSE) {
            *asked = Some(at);
            match self.fetch().await {
                Ok(keys) => *self.kept.write().await = Kept { keys, fetched: Some(at) },
                Err(error) => {
                    let error: &(dyn Error + 'static) = &*error;
                    tracing::warn!(error, address = %self.address, "the keys of sign-in were not fetched");
                }
            }
        }
        let kept = self.kept.read().await;
        match kept.find(kid, at, STALE) {
            Some(key) => Ok(key),
            None if kept.is_younger(at, FRESH) => {
                Err(IdentityError::Refused("the token's key is unknown".to_owned()))
            }
            None => Err(IdentityError::Unavailable("the published keys were not fetched".into())),
        }
    }

    async fn fetch(&self) -> Result<HashMap<String, Key>, Box<dyn Error + Send + Sync>> {
        let mut response = self.client.get(self.address.clone()).send().await?.error_for_status()?;
        if !response.status().is_success() {
            return Err(format!("the answer is {}", response.status()).into());
        }
        let mut body = Vec::new();
        while let Some(part) = response.chunk().await? {
            body.extend_from_slice(&part);
            if body.len() > LONGEST {
                return Err("the list of keys is too long".into());
            }
        }
        let published: Published = serde_json::from_slice(&body)?;
        Ok(published.keys.into_iter().filter_map(usable).collect())
    }
}

#[derive(Deserialize)]
struct Published {
    keys: Vec<Value>,
}

/// Takes a key for signatures of a kind that is asked for; others are as if they were not there.
fn usable(published: Value) -> Option<(String, Key)> {
    let jwk: Jwk = serde_json::from_value(published).ok()?;
    let algorithm = match &jwk.algorithm {
        AlgorithmParameters::EllipticCurve(key) if key.curve == EllipticCurve::P256 => Algorithm::ES256,
        AlgorithmParameters::RSA(_) => Algorithm::RS256,
        _ => return None,
    };
    if jwk.common.key_algorithm.is_some_and(|named| named.to_string() != format!("{algorithm:?}"))
        || matches!(&jwk.common.public_key_use, Some(other) if *other != PublicKeyUse::Signature)
    {
        return None;
    }
    let key = DecodingKey::from_jwk(&jwk).ok()?;
    Some((jwk.common.key_id?, Key { key, algorithm }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_over_https_or_from_this_machine() {
        for good in [
            "https://x.supabase.co/auth/v1/.well-known/jwks.json",
            "http://127.0.0.1:1/",
            "http://localhost/",
        ] {
            assert!(KeySet::at(good).is_ok(), "{good}");
        }
        for bad in [
            "http://x.supabase.co/",
            "ftp://127.0.0.1/",
            "file:///etc/passwd",
            "",
            "x",
            "http://127.0.0.1.x.co/",
        ] {
            assert!(KeySet::at(bad).is_err(), "{bad}");
        }
    }
}
