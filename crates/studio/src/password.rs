//! Hashing passwords: slow on purpose, so a few at a time and away from the requests.

use std::{sync::Arc, time::Duration};

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use domain::{Password, PasswordHash};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{SignInError, secrets::random_bytes};

/// What a guess costs: 19 MiB, two passes, one lane, the least that OWASP recommends for argon2id.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
/// How many are hashed at a time: the rest of the machine has work too.
const AT_A_TIME: usize = 2;
/// How long to wait for a turn.
const PATIENCE: Duration = Duration::from_secs(10);

/// Hashes and compares passwords.
pub(crate) struct Hasher {
    turns: Arc<Semaphore>,
}

/// The right to hash one password.
pub(crate) struct Turn {
    _permit: OwnedSemaphorePermit,
}

impl Hasher {
    pub(crate) fn new() -> Self {
        Self { turns: Arc::new(Semaphore::new(AT_A_TIME)) }
    }

    /// Waits for a turn; too many people at once are told to come again.
    pub(crate) async fn turn(&self) -> Result<Turn, SignInError> {
        match tokio::time::timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await {
            Ok(Ok(permit)) => Ok(Turn { _permit: permit }),
            Ok(Err(closed)) => Err(SignInError::Broken(Box::new(closed))),
            Err(_elapsed) => Err(SignInError::Throttled { seconds: 10 }),
        }
    }
}

impl Turn {
    /// Hashes a password with a salt of its own.
    pub(crate) async fn hash(self, password: Password) -> Result<PasswordHash, SignInError> {
        let salt: [u8; 16] = random_bytes()?;
        self.work(move || {
            let hash = argon2id()?.hash_password_with_salt(password.bytes(), &salt).map_err(broken)?;
            Ok(PasswordHash(hash.to_string()))
        })
        .await
    }

    /// Tells whether a password is the hashed one. Without a hash it takes the same time and is not.
    pub(crate) async fn verify(
        self,
        password: Password,
        hash: Option<PasswordHash>,
    ) -> Result<bool, SignInError> {
        self.work(move || {
            let Some(PasswordHash(hash)) = hash else {
                argon2id()?.hash_password_with_salt(password.bytes(), &[0; 16]).map_err(broken)?;
                return Ok(false);
            };
            match argon2id()?.verify_password(password.bytes(), hash.as_str()) {
                Ok(()) => Ok(true),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(broken(error)),
            }
        })
        .await
    }

    /// The turn ends with the work, even when nobody waits for it any more.
    async fn work<T: Send + 'static>(
        self,
        work: impl FnOnce() -> Result<T, SignInError> + Send + 'static,
    ) -> Result<T, SignInError> {
        let working = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(self);
            done
        });
        working.await.map_err(|error| SignInError::Broken(Box::new(error)))?
    }
}

fn argon2id() -> Result<Argon2<'static>, SignInError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None)
        .map_err(|error| SignInError::Broken(error.to_string().into()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn broken(error: argon2::password_hash::Error) -> SignInError {
    SignInError::Broken(Box::new(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_is_known_by_its_hash_and_no_two_hashes_are_alike() {
        let hasher = Hasher::new();
        let password = Password::parse("four plain words here").unwrap();
        let first = hasher.turn().await.unwrap().hash(password.clone()).await.unwrap();
        let second = hasher.turn().await.unwrap().hash(password.clone()).await.unwrap();
        assert!(first.0.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", first.0);
        assert_ne!(first.0, second.0);
        let verify = async |typed: &str, hash: Option<PasswordHash>| {
            let turn = hasher.turn().await.unwrap();
            turn.verify(Password::typed(typed), hash).await
        };
        assert!(verify("four plain words here", Some(first.clone())).await.unwrap());
        assert!(!verify("four plain words Here", Some(first)).await.unwrap());
        assert!(!verify("four plain words here", None).await.unwrap());
        assert!(verify("x", Some(PasswordHash("no hash".to_owned()))).await.is_err());
    }

    #[tokio::test]
    async fn only_a_few_are_hashed_at_a_time() {
        let hasher = Hasher::new();
        let turns = [hasher.turn().await.unwrap(), hasher.turn().await.unwrap()];
        assert_eq!(hasher.turns.available_permits(), 0);
        drop(turns);
        assert_eq!(hasher.turns.available_permits(), AT_A_TIME);
    }
}
