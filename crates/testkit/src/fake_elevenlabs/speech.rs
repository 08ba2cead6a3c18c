//! Speech: the rules of a request, its price, and a tone for each letter.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Map, Value, json};

use super::{
    Desk,
    account::FakeAccount,
    fault::{Fault, SoundFault},
    http::{FakeAnswer, FakeRequest},
    routes::{no_voice, wrong_key},
};

/// How long a character sounds at the voice's own speed.
const MS_A_CHARACTER: f64 = 40.0;

/// A place among the speeches of a key; dropping it leaves the place.
struct Place<'d> {
    desk: &'d Desk,
    key: String,
}

impl<'d> Place<'d> {
    fn take(desk: &'d Desk, key: &str) -> (Self, usize) {
        let mut books = desk.books();
        let taken = books.at_work.entry(key.to_owned()).or_default();
        *taken += 1;
        let taken = *taken;
        drop(books);
        desk.happened.send_modify(|happened| {
            let most = happened.most_at_once.entry(key.to_owned()).or_default();
            *most = taken.max(*most);
        });
        (Self { desk, key: key.to_owned() }, taken)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        if let Some(taken) = self.desk.books().at_work.get_mut(&self.key) {
            *taken -= 1;
        }
    }
}

pub(crate) async fn speak(
    desk: &Desk,
    request: &FakeRequest,
    fault: Option<&Fault>,
    odd: Option<SoundFault>,
) -> FakeAnswer {
    let (place, taken) = Place::take(desk, request.key());
    if let Some(Fault::Slow(time)) = fault {
        tokio::time::sleep(*time).await;
    }
    let answer = said(desk, request, taken, odd).unwrap_or_else(|refused| refused);
    drop(place);
    answer
}

fn said(
    desk: &Desk,
    request: &FakeRequest,
    taken: usize,
    odd: Option<SoundFault>,
) -> Result<FakeAnswer, FakeAnswer> {
    let mut books = desk.books();
    let body = request.json();
    let named: Vec<String> = strings(&body["previous_request_ids"]);
    let known = named.iter().all(|id| {
        id.strip_prefix("answer-")
            .and_then(|number| number.parse().ok())
            .and_then(|number: usize| books.answers.get(number))
            .is_some_and(|key| key == request.key())
    });
    let number = books.answers.len();
    let account = books.accounts.get_mut(request.key()).ok_or_else(wrong_key)?;
    account.check("text_to_speech")?;
    if taken > account.at_once {
        let message = "Too many concurrent requests.";
        return Err(FakeAnswer::error(429, "too_many_concurrent_requests", message));
    }
    if !account.voices.iter().any(|voice| voice.id == request.voice()) {
        return Err(no_voice(request.voice()));
    }
    let spoken = Spoken::check(account, &body)?;
    if !known || named.len() > 3 {
        return Err(FakeAnswer::invalid("previous_request_ids", "not answers of this key"));
    }
    if account.used + spoken.credits > account.limit {
        let message = format!("You have {} credits left.", account.limit - account.used);
        return Err(FakeAnswer::older_error(401, "quota_exceeded", &message));
    }
    account.used += spoken.credits;
    let (at_once, credits) = (account.at_once, spoken.credits);
    books.answers.push(request.key().to_owned());
    drop(books);
    let answer = spoken.answer(odd).with("request-id", format!("answer-{number}"));
    let answer =
        answer.with("current-concurrent-requests", taken).with("maximum-concurrent-requests", at_once);
    Ok(if odd == Some(SoundFault::NoCost) { answer } else { answer.with("character-cost", credits) })
}

/// A text that may be spoken.
struct Spoken {
    text: String,
    speed: f64,
    credits: u64,
}

/// The fields that the service takes.
const FIELDS: [&str; 14] = [
    "text",
    "model_id",
    "language_code",
    "voice_settings",
    "pronunciation_dictionary_locators",
    "seed",
    "previous_text",
    "next_text",
    "previous_request_ids",
    "next_request_ids",
    "use_pvc_as_ivc",
    "apply_text_normalization",
    "apply_language_text_normalization",
    "audio_effects",
];

impl Spoken {
    fn check(account: &FakeAccount, body: &Value) -> Result<Self, FakeAnswer> {
        let fields = body.as_object().ok_or_else(|| FakeAnswer::invalid("", "not an object"))?;
        if let Some((field, _)) =
            fields.iter().find(|(name, value)| !FIELDS.contains(&&***name) || value.is_null())
        {
            return Err(FakeAnswer::invalid(field, "not a field that can be set so"));
        }
        let text = fields.get("text").and_then(Value::as_str).filter(|text| !text.is_empty());
        let text = text.ok_or_else(|| FakeAnswer::invalid("text", "field required"))?.to_owned();
        let id = fields.get("model_id").and_then(Value::as_str).unwrap_or("eleven_multilingual_v2");
        let Some(model) = account.models.iter().find(|model| model.id == id) else {
            let message = format!("A model with model ID {id} does not exist.");
            return Err(FakeAnswer::error(400, "model_not_found", &message));
        };
        check_family(id, fields)?;
        let characters = text.chars().count();
        if characters > model.limit {
            let message =
                format!("The text has {characters} characters; at most {} are allowed.", model.limit);
            return Err(FakeAnswer::error(400, "max_character_limit_exceeded", &message));
        }
        let speed = body["voice_settings"]["speed"].as_f64().unwrap_or(1.0);
        if !(0.7..=1.2).contains(&speed) {
            return Err(FakeAnswer::error(400, "invalid_voice_settings", "The speed is out of range."));
        }
        let credits = (u64::try_from(characters).expect("small") * model.hundredths).div_ceil(100);
        Ok(Self { text, speed, credits })
    }

    fn answer(&self, odd: Option<SoundFault>) -> FakeAnswer {
        let (samples, alignment) = self.tones();
        let mut bytes: Vec<u8> = samples.into_iter().flat_map(i16::to_le_bytes).collect();
        match odd {
            Some(SoundFault::OddBytes) => bytes.truncate(bytes.len() - 1),
            Some(SoundFault::Empty) => bytes.clear(),
            Some(SoundFault::Endless) => bytes = vec![1; 8 << 20],
            _other => {}
        }
        if odd == Some(SoundFault::WrongType) {
            return FakeAnswer::of(200, "audio/mpeg", bytes);
        }
        let mut sound = BASE64_STANDARD.encode(bytes);
        if odd == Some(SoundFault::NotBase64) {
            sound.insert(1, '?');
        }
        let (written, normalized) = match odd {
            Some(SoundFault::NoAlignment) => (Value::Null, Value::Null),
            Some(SoundFault::NormalizedAlone) => (Value::Null, alignment),
            _other => (alignment.clone(), alignment),
        };
        let spoken =
            json!({ "audio_base64": sound, "alignment": written, "normalized_alignment": normalized });
        FakeAnswer::json(200, &spoken)
    }

    /// Sounds a tone of 480 Hz for each character that is no space, and tells its place.
    fn tones(&self) -> (Vec<i16>, Value) {
        // 24 samples a millisecond, a whole number of them for each character.
        let each = usize::try_from(domain::whole(24.0 * MS_A_CHARACTER / self.speed)).expect("small");
        let mut samples = Vec::new();
        let (mut characters, mut starts, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for character in self.text.chars() {
            let loud = if character.is_whitespace() { 0 } else { 8_000 };
            starts.push(seconds(samples.len()));
            samples.extend((0..each).map(|n| if n / 25 % 2 == 0 { loud } else { -loud }));
            ends.push(seconds(samples.len()));
            characters.push(character.to_string());
        }
        let alignment = json!({
            "characters": characters,
            "character_start_times_seconds": starts,
            "character_end_times_seconds": ends,
        });
        (samples, alignment)
    }
}

fn seconds(samples: usize) -> f64 {
    f64::from(u32::try_from(samples).expect("small")) / 24_000.0
}

/// Refuses what a family of models does not take.
fn check_family(model: &str, fields: &Map<String, Value>) -> Result<(), FakeAnswer> {
    let unsupported = |what: &str| {
        let message = format!("Providing {what} is not yet supported with the '{model}' model.");
        Err(FakeAnswer::error(400, "unsupported_model", &message))
    };
    let stability = &fields.get("voice_settings").unwrap_or(&Value::Null)["stability"];
    let third = model.starts_with("eleven_v3");
    if third && (fields.contains_key("previous_text") || fields.contains_key("next_text")) {
        return unsupported("previous_text or next_text");
    }
    if third && (fields.contains_key("previous_request_ids") || fields.contains_key("next_request_ids")) {
        return unsupported("previous_request_ids or next_request_ids");
    }
    if third && stability.as_f64().is_some_and(|stability| ![0.0, 0.5, 1.0].contains(&stability)) {
        let message = "Invalid TTD stability value. Must be one of: [0.0, 0.5, 1.0]";
        return Err(FakeAnswer::error(400, "invalid_ttd_stability", message));
    }
    if model == "eleven_multilingual_v2" && fields.contains_key("language_code") {
        return unsupported("language_code");
    }
    Ok(())
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
