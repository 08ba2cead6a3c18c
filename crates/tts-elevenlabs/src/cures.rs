//! Cures: what a person can do about each refusal.

use domain::{TtsError, VoiceName};

use crate::{refusal::Refusal, wire::WireError};

pub(crate) const NO_KEY: &str = "this store has no key for ElevenLabs; make one at elevenlabs.io under \"API keys\" and store it in the store's settings";
pub(crate) const ODD_KEY: &str = "the stored key has characters that no key of ElevenLabs has; copy it anew from elevenlabs.io into the store's settings";
const WRONG_KEY: &str = "ElevenLabs does not know this store's key; make a new one at elevenlabs.io under \"API keys\" and store it in the store's settings";
const NO_CREDIT: &str = "the credits of this store's ElevenLabs account are used up; buy more at elevenlabs.io, wait for the next period, or choose another voice";
const PLAN: &str =
    "the plan of this store's ElevenLabs account does not allow it; choose a larger plan at elevenlabs.io";

/// What was asked for; a refusal is understood by it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Asked<'a> {
    /// Sound of a text of so many characters, of a model that takes so many.
    Speech { voice: &'a VoiceName, length: usize, limit: usize },
    /// The voices.
    Voices,
    /// The models.
    Models,
    /// The account.
    Account,
    /// A voice to be learned.
    Cloning,
    /// A voice to be forgotten.
    Forgetting(&'a VoiceName),
}

impl Asked<'_> {
    /// Returns the key's permission that it takes, as it is called in the service's settings.
    const fn permission(self) -> &'static str {
        match self {
            Self::Speech { .. } => "text_to_speech",
            Self::Voices => "voices_read",
            Self::Models => "models_read",
            Self::Account => "user_read",
            Self::Cloning | Self::Forgetting(_) => "voices_write",
        }
    }
}

/// Tells whether the account has nothing left.
pub(crate) fn is_spent(refusal: &Refusal) -> bool {
    refusal.status == 402
        || matches!(&*refusal.code, "quota_exceeded" | "payment_required" | "insufficient_credits")
}

/// Tells whether the key is good, but not for this.
pub(crate) fn lacks_permission(refusal: &Refusal) -> bool {
    matches!(&*refusal.code, "missing_permissions" | "missing_permission" | "insufficient_permissions")
}

/// Says what a failure means to whoever asked.
pub(crate) fn told(error: WireError, asked: Asked<'_>) -> TtsError {
    match error {
        WireError::Busy(wait) => TtsError::Busy { retry_after: Some(wait) },
        WireError::Lost(reason) => TtsError::Failed(reason),
        WireError::Refused(refusal) => refused(&refusal, asked),
    }
}

fn refused(refusal: &Refusal, asked: Asked<'_>) -> TtsError {
    let words = refusal.words();
    if is_spent(refusal) {
        return TtsError::OutOfCredit { cure: NO_CREDIT.to_owned() };
    }
    if lacks_permission(refusal) {
        return TtsError::KeyRefused { cure: permission_cure(refusal, asked) };
    }
    match (&*refusal.code, refusal.status, asked) {
        (
            "voice_not_found" | "voice_does_not_exist",
            _,
            Asked::Speech { voice, .. } | Asked::Forgetting(voice),
        ) => TtsError::NoSuchVoice(voice.clone()),
        ("max_character_limit_exceeded" | "text_too_long", _, Asked::Speech { length, limit, .. }) => {
            TtsError::TooLong { length, limit: told_limit(&refusal.message, length).unwrap_or(limit) }
        }
        ("voice_limit_reached" | "voice_add_edit_limit_exceeded", _, _) => TtsError::Refused(format!(
            "the ElevenLabs account cannot keep another voice: delete one there, or choose a larger plan ({words})"
        )),
        (code, _, _) if code.starts_with("only_for_") || code.starts_with("can_not_use_") => {
            TtsError::Refused(format!("{PLAN} ({words})"))
        }
        ("detected_unusual_activity", _, _) => TtsError::Refused(format!("{PLAN} ({words})")),
        ("invalid_api_key" | "missing_api_key" | "needs_authorization", _, _) | ("", 401, _) => {
            TtsError::KeyRefused { cure: WRONG_KEY.to_owned() }
        }
        (_, 401, _) => TtsError::KeyRefused { cure: format!("ElevenLabs refuses this store's key: {words}") },
        (_, 300..=399, _) => wrong_address("it answers with a redirect, which is not followed"),
        (_, 404 | 405, _) if !refusal.own => wrong_address("there is no such page"),
        (_, 408 | 409 | 500..=599, _) => TtsError::Failed(format!("ElevenLabs answers: {words}")),
        (_, _, _) => TtsError::Refused(format!("ElevenLabs refuses: {words}")),
    }
}

fn wrong_address(reason: &str) -> TtsError {
    TtsError::Refused(format!("the address that is configured for ElevenLabs is not its API: {reason}"))
}

fn permission_cure(refusal: &Refusal, asked: Asked<'_>) -> String {
    // "... is missing the permission text_to_speech to execute this operation."
    let named =
        refusal.message.split_once("permission ").and_then(|(_, rest)| rest.split_whitespace().next());
    let plain = |name: &&str| name.contains('_') && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    let permission = named.map(|name| name.trim_end_matches('.')).filter(plain).unwrap_or(asked.permission());
    format!(
        "this store's key for ElevenLabs lacks the permission {permission}; give it to the key at elevenlabs.io under \"API keys\""
    )
}

/// Finds the limit in a message about a text that is too long.
fn told_limit(message: &str, length: usize) -> Option<usize> {
    let digits = |c: char| !(c.is_ascii_digit() || c == ',');
    let numbers = message.split(digits).filter_map(|number| number.replace(',', "").parse::<usize>().ok());
    numbers.filter(|number| (1..length).contains(number)).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(status: u16, code: &str, message: &str) -> TtsError {
        let voice = "deleted".parse().unwrap();
        let refusal = Refusal { status, code: code.to_owned(), message: message.to_owned(), own: true };
        refused(&refusal, Asked::Speech { voice: &voice, length: 6_000, limit: 10_000 })
    }

    #[test]
    fn each_refusal_is_what_the_person_can_do_about_it() {
        for (status, code) in
            [(401, "quota_exceeded"), (402, ""), (402, "payment_required"), (429, "quota_exceeded")]
        {
            assert!(matches!(of(status, code, ""), TtsError::OutOfCredit { .. }), "{status} {code}");
        }
        for (status, code) in
            [(401, "invalid_api_key"), (401, ""), (401, "new_code"), (403, "missing_permissions")]
        {
            assert!(matches!(of(status, code, ""), TtsError::KeyRefused { .. }), "{status} {code}");
        }
        for (status, code) in [(400, "voice_not_found"), (404, "voice_not_found")] {
            assert!(
                matches!(of(status, code, ""), TtsError::NoSuchVoice(voice) if voice.as_str() == "deleted")
            );
        }
        for (status, code) in
            [(403, "only_for_creator+"), (422, "invalid_parameters"), (400, "model_not_found"), (307, "")]
        {
            assert!(matches!(of(status, code, ""), TtsError::Refused(_)), "{status} {code}");
        }
        assert!(matches!(of(500, "internal", ""), TtsError::Failed(_)));
        assert!(of(403, "only_for_creator+", "Not for you.").to_string().contains("larger plan"));
    }

    #[test]
    fn the_permission_that_lacks_is_named() {
        let named =
            of(401, "missing_permissions", "It is missing the permission create_voice to execute this.");
        assert!(named.to_string().contains("permission create_voice;"), "{named}");
        for message in ["", "some permission", "permission <b>", "permission it."] {
            let ours = of(401, "missing_permissions", message);
            assert!(ours.to_string().contains("permission text_to_speech;"), "{ours}");
        }
    }

    #[test]
    fn the_limit_is_the_one_that_is_told() {
        let limit = |message: &str| match of(400, "max_character_limit_exceeded", message) {
            TtsError::TooLong { length: 6_000, limit } => limit,
            other => panic!("it is {other:?}"),
        };
        assert_eq!(limit("6000 characters, where 2,500 are allowed"), 2_500);
        assert_eq!(limit("too long"), 10_000);
    }
}
