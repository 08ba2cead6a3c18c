//! Names for content: equal content has the equal name.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The SHA-256 of a value's JSON form, as lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContentHash(String);

impl ContentHash {
    /// Hashes everything that shapes a piece of content.
    ///
    /// # Errors
    /// An error of serde when the value has no JSON form (a map with keys that are no text).
    pub fn of(value: &impl Serialize) -> Result<Self, serde_json::Error> {
        Ok(Self::from_digest(&Sha256::digest(serde_json::to_vec(value)?)))
    }

    /// Hashes bytes as they are, as other programs do with a file.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self::from_digest(&Sha256::digest(bytes))
    }

    fn from_digest(digest: &[u8]) -> Self {
        let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
        Self(digest.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xF)]).collect())
    }

    /// Returns the hexadecimal text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Says that a text is no hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a hash of 64 hexadecimal digits")]
pub struct ParseContentHashError;

impl FromStr for ContentHash {
    type Err = ParseContentHashError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digit = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        let fits = text.len() == 64 && text.bytes().all(digit);
        if fits { Ok(Self(text.to_owned())) } else { Err(ParseContentHashError) }
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_content_has_the_equal_name_and_other_content_another() {
        let hash = |text: &str| ContentHash::of(&(text, 1)).unwrap();
        assert_eq!(hash("a"), hash("a"));
        assert_ne!(hash("a"), hash("b"));
        assert_eq!(hash("a").as_str().len(), 64);
    }
}
