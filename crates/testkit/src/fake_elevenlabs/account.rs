//! Accounts: what a key may do, hear and spend.

use serde_json::{Value, json};

use super::http::FakeAnswer;

/// A voice of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FakeVoice {
    /// Its id.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// Its labels.
    pub labels: Value,
    /// What else is told of it.
    pub description: String,
    /// How many bytes its sample has; none for a voice that was there.
    pub sample_bytes: usize,
    /// Whether it waits for its speaker's proof.
    pub waits_for_proof: bool,
}

impl FakeVoice {
    /// Makes an English voice that was there before.
    pub fn named(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: format!("{id}'s voice"),
            labels: json!({ "language": "en", "gender": "female", "accent": "american" }),
            description: String::new(),
            sample_bytes: 0,
            waits_for_proof: false,
        }
    }

    pub(crate) fn told(&self) -> Value {
        let category = if self.sample_bytes > 0 { "cloned" } else { "premade" };
        json!({
            "voice_id": self.id,
            "name": self.name,
            "category": category,
            "labels": self.labels,
            "description": self.description,
            "preview_url": format!("https://storage.example/{}.mp3", self.id),
            "verified_languages": [{ "language": "en", "model_id": "eleven_flash_v2_5", "locale": "en-US" }],
            "voice_verification": { "requires_verification": self.waits_for_proof, "is_verified": false },
            "high_quality_base_model_ids": ["eleven_flash_v2_5"],
        })
    }
}

/// A model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FakeModel {
    /// Its id.
    pub id: &'static str,
    /// The most characters that it takes.
    pub limit: usize,
    /// What a character costs, in hundredths of a credit.
    pub hundredths: u64,
}

impl FakeModel {
    pub(crate) fn told(&self) -> Value {
        let languages = ["en English", "de German", "ro Romanian"];
        let language =
            |text: &str| text.split_once(' ').map(|(id, name)| json!({ "language_id": id, "name": name }));
        json!({
            "model_id": self.id,
            "name": self.id.replace('_', " "),
            "can_do_text_to_speech": true,
            "languages": languages.into_iter().filter_map(language).collect::<Vec<_>>(),
            "maximum_text_length_per_request": self.limit,
            "max_characters_request_free_user": 2500,
            "model_rates": {
                "character_cost_multiplier": f64::from(u32::try_from(self.hundredths).expect("small")) / 100.0,
                "cost_discount_multiplier": 1.0,
            },
            "concurrency_group": "standard",
        })
    }
}

/// An account with the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FakeAccount {
    /// The plan.
    pub plan: String,
    /// Whether it can be used.
    pub status: String,
    /// The credits that are used.
    pub used: u64,
    /// The credits that there are.
    pub limit: u64,
    /// The speeches that it may have at once.
    pub at_once: usize,
    /// What its key may not do, such as `user_read`.
    pub forbidden: Vec<&'static str>,
    /// The voices.
    pub voices: Vec<FakeVoice>,
    /// The models.
    pub models: Vec<FakeModel>,
    /// The most voices.
    pub voice_limit: usize,
    /// Whether it may clone.
    pub can_clone: bool,
    /// Whether the voices that it clones wait for their speaker's proof.
    pub wants_proof: bool,
    /// The most voices on a page, whatever is asked for.
    pub page: usize,
}

impl FakeAccount {
    /// Makes an account with voices, of the plan `creator`.
    pub fn with_voices(ids: &[&str]) -> Self {
        Self {
            plan: "creator".to_owned(),
            status: "active".to_owned(),
            used: 0,
            limit: 1_000_000,
            at_once: 5,
            forbidden: Vec::new(),
            voices: ids.iter().map(|id| FakeVoice::named(id)).collect(),
            models: vec![
                FakeModel { id: "eleven_flash_v2_5", limit: 40_000, hundredths: 50 },
                FakeModel { id: "eleven_multilingual_v2", limit: 10_000, hundredths: 100 },
                FakeModel { id: "eleven_v3", limit: 3_000, hundredths: 100 },
            ],
            voice_limit: 30,
            can_clone: true,
            wants_proof: false,
            page: 100,
        }
    }

    /// Refuses what the key may not do.
    pub(crate) fn check(&self, permission: &'static str) -> Result<(), FakeAnswer> {
        if !self.forbidden.contains(&permission) {
            return Ok(());
        }
        let message =
            format!("The API key you used is missing the permission {permission} to execute this operation.");
        Err(FakeAnswer::error(401, "missing_permissions", &message))
    }

    pub(crate) fn subscription(&self) -> Value {
        json!({
            "tier": self.plan,
            "status": self.status,
            "character_count": self.used,
            "character_limit": self.limit,
            "max_credit_limit_extension": 0,
            "next_character_count_reset_unix": 1_900_000_000,
            "voice_slots_used": self.voices.iter().filter(|voice| voice.sample_bytes > 0).count(),
            "voice_limit": self.voice_limit,
            "can_use_instant_voice_cloning": self.can_clone,
            "currency": "usd",
        })
    }

    /// Answers a page of the voices; a token is the place of its first voice.
    pub(crate) fn page(&self, size: Option<&str>, token: Option<&str>) -> FakeAnswer {
        let size = size.map_or(Ok(10), str::parse);
        let Ok(size) =
            size.map_err(|_odd| ()).and_then(|size: usize| if size <= 100 { Ok(size) } else { Err(()) })
        else {
            return FakeAnswer::invalid("page_size", "must be at most 100");
        };
        let start = token.and_then(|token| token.parse().ok()).unwrap_or(0);
        let end = (start + size.min(self.page)).min(self.voices.len());
        let voices: Vec<Value> = self.voices[start.min(end)..end].iter().map(FakeVoice::told).collect();
        let more = end < self.voices.len();
        let next = more.then(|| end.to_string());
        let page = json!({ "voices": voices, "has_more": more, "total_count": self.voices.len(), "next_page_token": next });
        FakeAnswer::json(200, &page)
    }
}
