//! Checking tokens.

use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::{Identity, IdentityError, IdentityProvider, UserId};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde::Deserialize;
use uuid::Uuid;

use crate::keys::{Key, KeySet};

/// The audience of the tokens of people who signed in.
const AUDIENCE: &str = "authenticated";
/// How far two clocks may be apart, in seconds.
const LEEWAY_SECONDS: i64 = 30;
/// No token of theirs is longer, in bytes.
const LONGEST: usize = 16_384;

/// By what tokens are signed.
#[derive(Clone)]
pub enum SupabaseKeys {
    /// A secret that both know (HS256), of at least 32 bytes.
    Secret(String),
    /// Keys whose public halves are at an address (ES256 or RS256).
    Published(String),
}

impl fmt::Debug for SupabaseKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secret(_) => f.write_str("Secret(***)"),
            Self::Published(address) => f.debug_tuple("Published").field(address).finish(),
        }
    }
}

/// Recognises people by the tokens of one Supabase project.
pub struct Supabase {
    keys: Keys,
    issuer: String,
}

enum Keys {
    Secret(DecodingKey),
    Published(Box<KeySet>),
}

#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: i64,
    nbf: Option<i64>,
    email: Option<String>,
}

impl Supabase {
    /// Prepares to recognise people; keys are fetched when the first one comes.
    ///
    /// # Errors
    /// [`InvalidSupabase`], with what would be good.
    pub fn new(keys: SupabaseKeys, issuer: String) -> Result<Self, InvalidSupabase> {
        if issuer.trim().is_empty() {
            return Err(InvalidSupabase::Issuer);
        }
        let keys = match keys {
            SupabaseKeys::Secret(secret) if secret.len() < 32 => return Err(InvalidSupabase::Secret),
            SupabaseKeys::Secret(secret) => Keys::Secret(DecodingKey::from_secret(secret.as_bytes())),
            SupabaseKeys::Published(address) => Keys::Published(Box::new(KeySet::at(&address)?)),
        };
        Ok(Self { keys, issuer })
    }

    async fn key(&self, token: &str, at: DateTime<Utc>) -> Result<Key, IdentityError> {
        let set = match &self.keys {
            Keys::Secret(key) => return Ok(Key { key: key.clone(), algorithm: Algorithm::HS256 }),
            Keys::Published(set) => set,
        };
        let header = decode_header(token).map_err(refused)?;
        let kid = header.kid.ok_or_else(|| IdentityError::Refused("the token names no key".to_owned()))?;
        set.find(&kid, at).await
    }
}

#[async_trait]
impl IdentityProvider for Supabase {
    async fn identify(&self, proof: &str, at: DateTime<Utc>) -> Result<Identity, IdentityError> {
        if proof.len() > LONGEST {
            return Err(IdentityError::Refused("the token is too long".to_owned()));
        }
        let Key { key, algorithm } = self.key(proof, at).await?;
        let mut validation = Validation::new(algorithm);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Time is told by our clock, below.
        validation.validate_exp = false;
        let claims: Claims = decode(proof, &key, &validation).map_err(refused)?.claims;
        let now = at.timestamp();
        if claims.exp.saturating_add(LEEWAY_SECONDS) <= now {
            return Err(IdentityError::Refused("the token has expired".to_owned()));
        }
        if claims.nbf.is_some_and(|from| from.saturating_sub(LEEWAY_SECONDS) > now) {
            return Err(IdentityError::Refused("the token is not valid yet".to_owned()));
        }
        let user = Uuid::parse_str(&claims.sub).ok().filter(|id| id.get_version_num() != 0);
        let user = user.ok_or_else(|| IdentityError::Refused("the token's sub is no user id".to_owned()))?;
        Ok(Identity { user: UserId::from(user), email: claims.email.filter(|email| !email.is_empty()) })
    }
}

#[expect(clippy::needless_pass_by_value, reason = "the form of map_err")]
fn refused(error: jsonwebtoken::errors::Error) -> IdentityError {
    IdentityError::Refused(error.to_string())
}

/// Says what of the configuration cannot be used, and what could.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvalidSupabase {
    /// The secret.
    Secret,
    /// The issuer.
    Issuer,
    /// The address of the keys.
    Address,
}

impl fmt::Display for InvalidSupabase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Secret => "the JWT secret of a Supabase project has at least 32 characters",
            Self::Issuer => "the issuer is written like https://PROJECT.supabase.co/auth/v1",
            Self::Address => {
                "the address of the keys begins with https:// (or http:// on this machine), like \
                 https://PROJECT.supabase.co/auth/v1/.well-known/jwks.json"
            }
        })
    }
}

impl std::error::Error for InvalidSupabase {}
