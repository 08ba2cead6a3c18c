//! The account: what a profile's key may do, and how much is left.

use std::time::Duration;

use chrono::DateTime;
use domain::{SpeechAccount, TtsError};
use reqwest::Method;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    cures::{self, Asked, lacks_permission},
    keys::Access,
    wire::{Call, Kind, Wire, WireError},
};

/// How long an answer about an account is good.
const LONGEST: Duration = Duration::from_secs(30);
/// The most that the answer may have, in bytes.
const LARGEST: usize = 256 * 1024;

/// What is known of an account.
#[derive(Debug, Clone)]
pub(crate) enum Standing {
    /// All of it.
    Known(Box<Subscription>),
    /// The key is good, but may not ask.
    Unknown,
    /// The key is not good.
    Refused { cure: String },
}

/// An account as the service describes it.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Subscription {
    tier: String,
    #[serde(default)]
    status: Option<String>,
    character_count: u64,
    character_limit: u64,
    #[serde(default)]
    max_credit_limit_extension: Option<Value>,
    #[serde(default)]
    next_character_count_reset_unix: Option<i64>,
    #[serde(default)]
    pub(crate) voice_slots_used: Option<u64>,
    #[serde(default)]
    pub(crate) voice_limit: Option<u64>,
    #[serde(default)]
    pub(crate) can_use_instant_voice_cloning: Option<bool>,
}

impl Subscription {
    /// Says why it cannot speak, if it cannot.
    pub(crate) fn hindrance(&self) -> Option<String> {
        if self.status.as_deref() == Some("free_disabled") {
            let plan = "the free plan of this store's ElevenLabs account is disabled; choose a plan at elevenlabs.io";
            return Some(plan.to_owned());
        }
        // Beyond the plan it goes on where an extension is agreed; one that is not told may be there.
        let ends_there = self.max_credit_limit_extension.as_ref().and_then(Value::as_u64) == Some(0);
        if self.character_count < self.character_limit || !ends_there {
            return None;
        }
        let until = self.resets_at().map(|at| format!(" on {}", at.format("%-d %B"))).unwrap_or_default();
        Some(format!(
            "the {} credits of this store's ElevenLabs account are used up; buy more at elevenlabs.io, or wait for the \
             next period{until}",
            self.character_limit
        ))
    }

    fn resets_at(&self) -> Option<DateTime<chrono::Utc>> {
        DateTime::from_timestamp(self.next_character_count_reset_unix?, 0)
    }

    /// Returns what a person is told.
    pub(crate) fn told(&self) -> SpeechAccount {
        SpeechAccount {
            plan: self.tier.clone(),
            status: self.status.clone().unwrap_or_else(|| "unknown".to_owned()),
            used_characters: Some(self.character_count),
            limit_characters: Some(self.character_limit),
            resets_at: self.resets_at(),
            can_clone: self.can_use_instant_voice_cloning.unwrap_or(true),
        }
    }
}

/// What is told of an account whose key may not ask; an attempt to clone a voice tells more.
pub(crate) fn unknown() -> SpeechAccount {
    SpeechAccount {
        plan: "unknown".to_owned(),
        status: "unknown".to_owned(),
        used_characters: None,
        limit_characters: None,
        resets_at: None,
        can_clone: true,
    }
}

/// Returns what is known of an account, from some seconds ago at most.
///
/// # Errors
/// A [`TtsError`] when the service does not answer.
pub(crate) async fn standing(wire: &Wire, access: &Access) -> Result<Standing, TtsError> {
    access.answers.standing.get(LONGEST, fetch(wire, access)).await
}

/// Asks what is known of an account now.
///
/// # Errors
/// A [`TtsError`] when the service does not answer.
pub(crate) async fn fetch(wire: &Wire, access: &Access) -> Result<Standing, TtsError> {
    let path = ["v1", "user", "subscription"];
    let call = Call { kind: Kind::Glance, method: &Method::GET, path: &path, query: &[], largest: LARGEST };
    let answer = match wire.ask(access, call, Ok).await {
        Ok(answer) => answer,
        Err(WireError::Refused(refusal)) if lacks_permission(&refusal) => return Ok(Standing::Unknown),
        Err(error) => match cures::told(error, Asked::Account) {
            TtsError::KeyRefused { cure } => return Ok(Standing::Refused { cure }),
            other => return Err(other),
        },
    };
    let body = answer.body.map_err(TtsError::Failed)?;
    let subscription = serde_json::from_slice(&body).map_err(|error: serde_json::Error| {
        let reason = access.without_key(&error.to_string());
        TtsError::Failed(format!("the account could not be understood: {reason}"))
    })?;
    Ok(Standing::Known(Box::new(subscription)))
}
