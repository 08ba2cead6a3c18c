//! Accounts: people with an email and a password.

use std::fmt;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use unicode_normalization::UnicodeNormalization as _;

use crate::{Actor, SecretHash, SessionId, StoreError, UserId};

/// How people sign in to a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInMode {
    /// Nobody does: only this machine reaches it, and there is no account yet.
    Local,
    /// With an email and a password.
    Accounts,
    /// At Supabase, whose signed tokens come with each request.
    Supabase,
}

impl SignInMode {
    /// Returns its name, such as `accounts`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Accounts => "accounts",
            Self::Supabase => "supabase",
        }
    }
}

/// An email by which an account is known: lower-case, at most 254 characters, with one `@`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Reads an email as a person typed it. Whether it exists only its owner knows.
    ///
    /// # Errors
    /// [`InvalidAccount::Email`].
    pub fn parse(text: &str) -> Result<Self, InvalidAccount> {
        let email: String = text.trim().to_lowercase().nfc().collect();
        let plain = !email.chars().any(|c| c.is_whitespace() || c.is_control());
        let parts: Vec<&str> = email.split('@').collect();
        let whole = matches!(parts.as_slice(), [name, host] if !name.is_empty() && !host.is_empty());
        if plain && whole && email.chars().count() <= 254 {
            Ok(Self(email))
        } else {
            Err(InvalidAccount::Email)
        }
    }

    /// Returns the email.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A password as it is typed; never shown, never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

impl Password {
    /// Reads a new password: 10 to 200 characters.
    ///
    /// # Errors
    /// [`InvalidAccount::Password`].
    pub fn parse(text: &str) -> Result<Self, InvalidAccount> {
        let password = Self::typed(text);
        if (10..=200).contains(&password.0.chars().count()) {
            Ok(password)
        } else {
            Err(InvalidAccount::Password)
        }
    }

    /// Takes a password that is to be compared. Keyboards write the same letter in several ways, hence one form (NFC).
    pub fn typed(text: &str) -> Self {
        Self(text.nfc().collect())
    }

    /// Returns its bytes, to be hashed.
    pub const fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password")
    }
}

/// What a password became: argon2id with its salt and costs, as a PHC string.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash")
    }
}

/// An account that does not exist yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// The email.
    pub email: Email,
    /// What the person is called.
    pub name: String,
    /// The hash of the password.
    pub password: PasswordHash,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The user whose it is.
    pub user: UserId,
    /// The email.
    pub email: Email,
    /// The hash of the password.
    pub password: PasswordHash,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Says what of an account cannot be taken, and what would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAccount {
    /// The email.
    #[error("an email looks like name@example.com")]
    Email,
    /// The password.
    #[error("a password has 10 to 200 characters; a few words in a row are a good one")]
    Password,
    /// The name.
    #[error("a person's name has 1 to 80 characters on one line")]
    Name,
}

/// From whom an attempt to sign in comes, each part hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoginSubjects {
    /// The email.
    pub account: SecretHash,
    /// The network address.
    pub address: SecretHash,
}

/// Keeps the accounts.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait AccountStore: Send + Sync {
    /// Tells whether anybody has an account.
    async fn any(&self) -> Result<bool, StoreError>;
    /// Makes an account with a default profile; the first one takes over what the implicit local user has.
    async fn create(&self, new: NewAccount) -> Result<UserId, StoreError>;
    /// Finds whose email it is, and the hash of the password.
    async fn find(&self, email: &Email) -> Result<Option<(UserId, PasswordHash)>, StoreError>;
    /// Finds the actor's own account; an actor of another kind has none.
    async fn own(&self, actor: &Actor) -> Result<Option<Account>, StoreError>;
    /// Changes the actor's password and ends every session but `keep`.
    async fn set_password(
        &self,
        actor: &Actor,
        password: PasswordHash,
        keep: Option<SessionId>,
    ) -> Result<(), StoreError>;
    /// Counts an attempt as failed, before its password is looked at; returns for how many seconds to wait instead,
    /// or 0.
    async fn begin_login(&self, subjects: LoginSubjects, at: DateTime<Utc>) -> Result<u32, StoreError>;
    /// Takes back what an attempt with the right password was counted as.
    async fn forgive_login(&self, subjects: LoginSubjects) -> Result<(), StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_email_is_checked_lightly_and_kept_in_one_form() {
        assert_eq!(Email::parse(" Ana@Example.COM ").unwrap().as_str(), "ana@example.com");
        assert!(Email::parse("ana+x@localhost").is_ok());
        for bad in ["", "ana", "@example.com", "ana@", "a@b@c", "a na@b.c", "a\0@b.c"] {
            assert_eq!(Email::parse(bad), Err(InvalidAccount::Email), "{bad:?}");
        }
        assert_eq!(Email::parse(&format!("{}@b.c", "a".repeat(251))), Err(InvalidAccount::Email));
    }

    #[test]
    fn a_password_has_one_form_and_a_length_in_characters() {
        assert!(Password::parse("ăăăăăăăăă").is_err());
        assert!(Password::parse("ăăăăăăăăăă").is_ok() && Password::parse(&"ă".repeat(200)).is_ok());
        assert_eq!(Password::parse(&"a".repeat(201)), Err(InvalidAccount::Password));
        assert_eq!(Password::typed("cafe\u{301} corners"), Password::typed("caf\u{e9} corners"));
        assert_ne!(Password::typed("Secret words"), Password::typed("secret words"));
    }

    #[test]
    fn secrets_are_never_shown() {
        let shown = format!("{:?} {:?}", Password::typed("hunter2"), PasswordHash("$argon2id".to_owned()));
        assert_eq!(shown, "Password PasswordHash");
    }
}
