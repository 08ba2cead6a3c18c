//! Seals credentials: XChaCha20-Poly1305 under master keys that the database never sees.

use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use domain::{CredentialKind, ProfileContext, Secret};
use rand::TryRngCore as _;
use uuid::Uuid;
use zeroize::Zeroizing;

/// The form of what is sealed.
const VERSION: i16 = 1;

/// The keys that seal credentials: the first seals, all open.
pub struct MasterKeys {
    keys: Vec<(String, Zeroizing<[u8; 32]>)>,
}

impl std::fmt::Debug for MasterKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|(id, _)| id)).finish()
    }
}

/// Says what is wrong with a list of master keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidMasterKeys {
    /// There is none.
    #[error("there is no master key")]
    None,
    /// An entry has another form.
    #[error("a master key is written as NAME:64 hexadecimal digits, several with commas between them")]
    Form,
    /// A name stands twice.
    #[error("two master keys have the same name")]
    Twice,
}

impl MasterKeys {
    /// Reads keys as `NAME:64 hexadecimal digits`, separated by commas or line ends; the newest first.
    ///
    /// # Errors
    /// [`InvalidMasterKeys`].
    pub fn parse(text: &str) -> Result<Self, InvalidMasterKeys> {
        let mut keys: Vec<(String, Zeroizing<[u8; 32]>)> = Vec::new();
        for entry in text.split([',', '\n']).map(str::trim).filter(|entry| !entry.is_empty()) {
            let (name, digits) = entry.split_once(':').ok_or(InvalidMasterKeys::Form)?;
            let plain = (1..=40).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric());
            let key = key_of(digits).filter(|_| plain).ok_or(InvalidMasterKeys::Form)?;
            if keys.iter().any(|(known, _)| known == name) {
                return Err(InvalidMasterKeys::Twice);
            }
            keys.push((name.to_owned(), key));
        }
        if keys.is_empty() { Err(InvalidMasterKeys::None) } else { Ok(Self { keys }) }
    }

    /// Returns the name of the key that seals.
    pub(crate) fn newest(&self) -> &str {
        self.keys.first().map_or("", |(name, _)| name)
    }

    /// Seals a secret for one profile and kind.
    pub(crate) fn seal(&self, owner: &Owner, secret: &Secret) -> Result<Sealed, SealError> {
        let (name, key) = self.keys.first().ok_or(SealError::Key)?;
        let mut nonce = [0; 24];
        rand::rngs::OsRng.try_fill_bytes(&mut nonce).map_err(SealError::Random)?;
        let bound = owner.bound_to(VERSION, name);
        let payload = Payload { msg: secret.expose().as_bytes(), aad: &bound };
        let cipher = XChaCha20Poly1305::new((&**key).into());
        let ciphertext = cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_opaque| SealError::Seal)?;
        Ok(Sealed { version: VERSION, key_id: name.clone(), nonce: nonce.to_vec(), ciphertext })
    }

    /// Opens what was sealed for the same profile and kind.
    pub(crate) fn open(&self, owner: &Owner, sealed: &Sealed) -> Result<Secret, SealError> {
        let key = self.keys.iter().find(|(name, _)| *name == sealed.key_id).ok_or(SealError::Key)?;
        let nonce: [u8; 24] = sealed.nonce.as_slice().try_into().map_err(|_length| SealError::Seal)?;
        let bound = owner.bound_to(sealed.version, &sealed.key_id);
        let payload = Payload { msg: &sealed.ciphertext, aad: &bound };
        let cipher = XChaCha20Poly1305::new((&*key.1).into());
        let plain = cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_opaque| SealError::Seal)?;
        let text = String::from_utf8(plain).map_err(|_not_text| SealError::Seal)?;
        Secret::parse(text).map_err(|_no_key| SealError::Seal)
    }
}

fn key_of(digits: &str) -> Option<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    if digits.len() != 64 || !digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    for (n, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digits.get(2 * n..2 * n + 2)?, 16).ok()?;
    }
    Some(key)
}

/// Whose secret it is: a sealed one that is moved elsewhere does not open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Owner {
    pub(crate) profile: Uuid,
    pub(crate) kind: CredentialKind,
}

impl Owner {
    pub(crate) fn of(ctx: &ProfileContext, kind: CredentialKind) -> Self {
        Self { profile: ctx.profile().uuid(), kind }
    }

    fn bound_to(self, version: i16, key_id: &str) -> Vec<u8> {
        format!("{version}|{key_id}|{}|{}", self.profile, self.kind).into_bytes()
    }
}

/// A sealed secret.
pub(crate) struct Sealed {
    pub(crate) version: i16,
    pub(crate) key_id: String,
    pub(crate) nonce: Vec<u8>,
    pub(crate) ciphertext: Vec<u8>,
}

/// Says why a secret cannot be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SealError {
    #[error("the master key that sealed this credential is not among the configured ones")]
    Key,
    #[error("the credential was not sealed for this place, or is damaged; store it anew")]
    Seal,
    #[error("the system gives no random numbers: {0}")]
    Random(rand::rand_core::OsError),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(text: &str) -> MasterKeys {
        MasterKeys::parse(text).unwrap()
    }

    fn owner() -> Owner {
        Owner { profile: Uuid::from_u128(7), kind: CredentialKind::ElevenLabs }
    }

    fn secret() -> Secret {
        Secret::parse("sk-canary-0123456789".to_owned()).unwrap()
    }

    #[test]
    fn a_secret_opens_where_it_was_sealed_and_nowhere_else() {
        let keys = keys(&format!("one:{}", "ab".repeat(32)));
        let sealed = keys.seal(&owner(), &secret()).unwrap();
        assert_eq!(keys.open(&owner(), &sealed).unwrap(), secret());
        let other_profile = Owner { profile: Uuid::from_u128(8), ..owner() };
        assert!(matches!(keys.open(&other_profile, &sealed), Err(SealError::Seal)));
        let other_kind = Owner { kind: CredentialKind::Postiz, ..owner() };
        assert!(matches!(keys.open(&other_kind, &sealed), Err(SealError::Seal)));
        let later = Sealed { version: 2, ..keys.seal(&owner(), &secret()).unwrap() };
        assert!(matches!(keys.open(&owner(), &later), Err(SealError::Seal)));
        let mut damaged = sealed.ciphertext.clone();
        damaged[3] ^= 1;
        let damaged = Sealed { ciphertext: damaged, ..sealed };
        assert!(matches!(keys.open(&owner(), &damaged), Err(SealError::Seal)));
    }

    #[test]
    fn the_first_key_seals_and_all_open() {
        let (old, new) = (format!("old:{}", "ab".repeat(32)), format!("new:{}", "cd".repeat(32)));
        let before = keys(&old).seal(&owner(), &secret()).unwrap();
        let both = keys(&format!("{new}\n{old}"));
        assert_eq!(both.open(&owner(), &before).unwrap(), secret());
        assert_eq!(both.seal(&owner(), &secret()).unwrap().key_id, "new");
        assert!(matches!(keys(&new).open(&owner(), &before), Err(SealError::Key)));
        assert_eq!(format!("{both:?}"), r#"["new", "old"]"#);
    }

    #[test]
    fn keys_in_another_form_are_refused() {
        let key = "ab".repeat(32);
        for bad in ["x", "x:12", &format!(":{key}"), &format!("x:+{}", &key[1..]), &format!("a b:{key}")] {
            assert_eq!(MasterKeys::parse(bad).unwrap_err(), InvalidMasterKeys::Form, "{bad}");
        }
        assert_eq!(MasterKeys::parse(" ").unwrap_err(), InvalidMasterKeys::None);
        assert_eq!(MasterKeys::parse(&format!("a:{key},a:{key}")).unwrap_err(), InvalidMasterKeys::Twice);
    }
}
