//! Chat connections: where a profile's scripts are written when a model writes them, and what that costs.

use std::{fmt, str::FromStr};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use crate::{Cost, ModelName, ProfileContext, StoreError};

/// Where a profile's model is, which one it is, and what it costs. Its key is a credential of the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChatConnection {
    /// The address below which `/chat/completions` lies.
    pub base_url: ChatUrl,
    /// The model.
    pub model: ModelName,
    /// What a million tokens cost that the model reads.
    pub price_in: TokenPrice,
    /// What a million tokens cost that the model writes.
    pub price_out: TokenPrice,
}

impl ChatConnection {
    /// Tells whether the model costs nothing.
    pub const fn is_free(&self) -> bool {
        self.price_in.0 == 0 && self.price_out.0 == 0
    }

    /// Returns what so many tokens cost, rounded up.
    pub fn cost_of(&self, tokens_in: u64, tokens_out: u64) -> Cost {
        let millionths = u128::from(tokens_in) * u128::from(self.price_in.0)
            + u128::from(tokens_out) * u128::from(self.price_out.0);
        Cost(i64::try_from(millionths.div_ceil(1_000_000)).unwrap_or(i64::MAX))
    }
}

/// What a million tokens cost, in micro-USD: at most $10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TokenPrice(u64);

impl TokenPrice {
    /// Takes an amount.
    ///
    /// # Errors
    /// [`InvalidChatConnection::Price`].
    pub fn micro_usd(amount: i64) -> Result<Self, InvalidChatConnection> {
        match u64::try_from(amount) {
            Ok(amount) if amount <= 10_000_000_000 => Ok(Self(amount)),
            _ => Err(InvalidChatConnection::Price),
        }
    }

    /// Returns the amount.
    pub fn as_micro_usd(self) -> i64 {
        i64::try_from(self.0).unwrap_or(i64::MAX)
    }
}

/// The address of a chat endpoint: http or https, without a password, query or fragment.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChatUrl(String);

impl ChatUrl {
    /// Returns the address, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns scheme, host and port: to whom a key is shown.
    pub fn origin(&self) -> &str {
        let after = self.0.find("://").map_or(0, |at| at + 3);
        let end = self.0.get(after..).and_then(|rest| rest.find('/')).map_or(self.0.len(), |at| after + at);
        self.0.get(..end).unwrap_or(&self.0)
    }
}

impl FromStr for ChatUrl {
    type Err = InvalidChatConnection;

    /// Reads an address as people paste it: with or without https, a slash or `/chat/completions` at its end.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (scheme, rest) = text.split_once("://").unwrap_or(("https", text));
        let scheme = scheme.to_ascii_lowercase();
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let path = path.trim_end_matches('/');
        let path =
            ["/chat/completions", "/models"].iter().find_map(|end| path.strip_suffix(end)).unwrap_or(path);
        let path = if ["chat/completions", "models"].contains(&path) { "" } else { path };
        let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '@' | '\\' | '%');
        let fits = matches!(&*scheme, "http" | "https") && !host.is_empty() && text.chars().count() <= 500;
        // Dots as steps would lead elsewhere than it reads.
        let steps = path.split('/').any(|step| step == "." || step == "..");
        let named =
            host.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':' | '[' | ']'));
        if !fits || !named || path.contains(odd) || steps {
            return Err(InvalidChatConnection::Address);
        }
        let host = host.to_ascii_lowercase();
        let path = path.trim_matches('/');
        Ok(Self(if path.is_empty() {
            format!("{scheme}://{host}")
        } else {
            format!("{scheme}://{host}/{path}")
        }))
    }
}

impl TryFrom<String> for ChatUrl {
    type Error = InvalidChatConnection;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<ChatUrl> for String {
    fn from(url: ChatUrl) -> Self {
        url.0
    }
}

impl fmt::Display for ChatUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Keeps where each profile's model is.
#[cfg_attr(feature = "mocks", mockall::automock)]
#[async_trait]
pub trait ChatConnectionStore: Send + Sync {
    /// Finds the profile's; [`StoreError::NotFound`] when it has none.
    async fn find(&self, ctx: &ProfileContext) -> Result<ChatConnection, StoreError>;
    /// Stores it in place of an earlier one.
    async fn put(&self, ctx: &ProfileContext, connection: &ChatConnection) -> Result<(), StoreError>;
    /// Forgets it; [`StoreError::NotFound`] when the profile has none.
    async fn delete(&self, ctx: &ProfileContext) -> Result<(), StoreError>;
}

/// Says what is wrong with a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidChatConnection {
    /// The address.
    #[error(
        "the address of a model begins with https:// (or http://) and has no password, query or fragment, such as \
         https://api.openai.com/v1 or http://localhost:11434/v1"
    )]
    Address,
    /// The model's name.
    #[error("a model's name has 1 to 120 characters on one line, such as gemini-2.5-flash")]
    Model,
    /// The price.
    #[error("a million tokens cost $0 to $10,000")]
    Price,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_people_paste_it() {
        for (pasted, kept) in [
            (" https://api.openai.com/v1/ ", "https://api.openai.com/v1"),
            ("https://API.openai.com/v1/chat/completions", "https://api.openai.com/v1"),
            ("api.openai.com/v1/models", "https://api.openai.com/v1"),
            ("http://localhost:11434/v1", "http://localhost:11434/v1"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("https://host/chat/completions", "https://host"),
        ] {
            assert_eq!(pasted.parse::<ChatUrl>().unwrap().as_str(), kept, "{pasted}");
        }
    }

    #[test]
    fn an_address_that_hides_something_is_refused() {
        for bad in [
            "",
            "ftp://host",
            "https://",
            "https://user:word@host/v1",
            "https://host/v1?key=1",
            "https://a b",
            "https://host/#x",
            "https://host/../x",
            "javascript:alert(1)",
            "https://host\\@evil",
        ] {
            assert_eq!(bad.parse::<ChatUrl>(), Err(InvalidChatConnection::Address), "{bad}");
        }
    }

    #[test]
    fn the_origin_is_whom_a_key_is_shown_to() {
        let origin = |text: &str| text.parse::<ChatUrl>().unwrap().origin().to_owned();
        assert_eq!(origin("https://host:1/v1/x"), "https://host:1");
        assert_eq!(origin("https://host"), "https://host");
    }

    #[test]
    fn tokens_become_money_rounded_up_and_never_overflow() {
        let price = |amount| TokenPrice::micro_usd(amount).unwrap();
        let connection = ChatConnection {
            base_url: "https://host".parse().unwrap(),
            model: "m".parse().unwrap(),
            price_in: price(300_000),
            price_out: price(2_500_000),
        };
        assert_eq!(connection.cost_of(1000, 400), Cost(300 + 1000));
        assert_eq!(connection.cost_of(1, 0), Cost(1));
        assert_eq!(connection.cost_of(u64::MAX, u64::MAX), Cost(i64::MAX));
        for bad in [-1, 10_000_000_001] {
            assert_eq!(TokenPrice::micro_usd(bad), Err(InvalidChatConnection::Price));
        }
    }
}
