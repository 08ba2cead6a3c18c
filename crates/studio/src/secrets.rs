//! Making secrets.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::AccessSecret;
use rand::TryRngCore as _;

use crate::SignInError;

/// Makes a secret of 256 random bits, as base64url after a prefix.
pub(crate) fn new_secret(prefix: &str) -> Result<AccessSecret, SignInError> {
    let bytes: [u8; 32] = random_bytes()?;
    Ok(AccessSecret::new(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))))
}

/// Takes random bytes from the system.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N], SignInError> {
    let mut bytes = [0; N];
    rand::rngs::OsRng
        .try_fill_bytes(&mut bytes)
        .map_err(|error| SignInError::Broken(error.to_string().into()))?;
    Ok(bytes)
}
